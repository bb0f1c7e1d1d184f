//! A schema of its own on the test server, for one test.

use std::sync::atomic::{AtomicU32, Ordering};

/// The address of the new schema. Fails without a server: a test that is skipped proves nothing.
pub(crate) async fn postgres() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    #[expect(clippy::disallowed_methods, reason = "the runner names the test server this way")]
    let server = std::env::var("REMIT_TEST_POSTGRES").expect(
        "REMIT_TEST_POSTGRES names no PostgreSQL server; run `cargo xtask test`, which starts one",
    );
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = format!("t{}_{number}", std::process::id());
    let mut db = <sqlx::PgConnection as sqlx::Connection>::connect(&server)
        .await
        .expect("the test server takes connections");
    let sql = format!("drop schema if exists {schema} cascade; create schema {schema}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut db)
        .await
        .expect("the test server lets us create a schema");
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-c%20search_path%3D{schema}")
}
