//! A schema of its own on the test server, for one test.

use std::hash::{BuildHasher as _, RandomState};

/// The address of a schema that is not there yet; opening creates it. Fails without a server: a
/// test that is skipped proves nothing.
pub(crate) fn postgres() -> String {
    #[expect(clippy::disallowed_methods, reason = "the runner names the test server this way")]
    let server = std::env::var("REMIT_TEST_POSTGRES").expect(
        "REMIT_TEST_POSTGRES names no PostgreSQL server; run `cargo xtask test`, which starts one",
    );
    let schema = format!("t{:x}", RandomState::new().hash_one(()));
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-c%20search_path%3D{schema}")
}
