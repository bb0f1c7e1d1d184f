//! What stands in the way of opening or writing, each with its sentence.

use std::path::Path;
use std::time::Duration;

use sqlx::Connection as _;
use store::{Change, Options, Store, StoreError};

use crate::common::{id, settle, write};
use crate::postgres::postgres;

async fn refusal(url: &str) -> String {
    match Store::open(url, Options::default()).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error.to_string(),
    }
}

fn file(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

#[tokio::test]
async fn what_is_not_a_file_for_a_database_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("notes.txt"), "Dear diary, this is not a database at all.").unwrap();
    for (path, words) in [
        (folder.path().to_owned(), "is a folder. Name a file in it"),
        (at("notes.txt"), "is not a database"),
        (at("missing/remit.db"), "its folder does not exist"),
        (at("notes.txt/remit.db"), "a part of its path is a file"),
    ] {
        let says = refusal(&file(&path)).await;
        assert!(says.contains(words) && says.contains(&*path.to_string_lossy()), "{says}");
    }
    assert!(std::fs::read_to_string(at("notes.txt")).unwrap().starts_with("Dear diary"));
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photos.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&path).create_if_missing(true);
    let mut db = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("create table photo (id text)").execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    assert!(refusal(&file(&path)).await.contains("of another program"));
}

#[tokio::test]
async fn a_damaged_file_is_refused_and_points_to_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("remit.db");
    let store = Store::open(&file(&path), Options::default()).await.unwrap();
    settle(&store).await;
    store.close().await;
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..4096].fill(0xff);
    std::fs::write(&path, bytes).unwrap();
    let says = refusal(&file(&path)).await;
    assert!(says.contains("is damaged. Restore the newest backup"), "{says}");
}

#[tokio::test]
async fn a_newer_database_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    for url in [file(&folder.path().join("remit.db")), postgres()] {
        Store::open(&url, Options::default()).await.unwrap().close().await;
        let future = "insert into _sqlx_migrations
            (version, description, installed_on, success, checksum, execution_time)
            values (999, 'from the future', current_timestamp, true, cast('' as bytea), 0)";
        if let Some(path) = url.strip_prefix("sqlite:") {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            let mut db = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
            let future = sqlx::AssertSqlSafe(future.replace("bytea", "blob"));
            sqlx::raw_sql(future).execute(&mut db).await.unwrap();
            db.close().await.unwrap();
        } else {
            let mut db = sqlx::PgConnection::connect(&url).await.unwrap();
            sqlx::raw_sql(future).execute(&mut db).await.unwrap();
        }
        let says = refusal(&url).await;
        assert!(says.contains("written by a newer Remit (schema 999"), "{says}");
    }
}

#[tokio::test]
async fn a_locked_database_is_waited_for_and_then_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("remit.db");
    let patience = Duration::from_millis(200);
    let options = Options { patience, ..Options::default() };
    let store = Store::open(&file(&path), options).await.unwrap();
    settle(&store).await;
    let other = sqlx::sqlite::SqliteConnectOptions::new().filename(&path);
    let mut other = sqlx::SqliteConnection::connect_with(&other).await.unwrap();
    sqlx::raw_sql("begin immediate").execute(&mut other).await.unwrap();
    let set = Change::Set { key: "name".into(), value: "x".into() };
    let error = write(&store, [set.clone()]).await.unwrap_err();
    assert!(matches!(error, StoreError::Locked) && error.is_passing(), "{error}");
    assert!(error.to_string().contains("Another program holds the database locked"));
    assert!(store.person(&id("p-ana")).await.unwrap().is_some(), "reading goes on");
    sqlx::raw_sql("rollback").execute(&mut other).await.unwrap();
    write(&store, [set]).await.unwrap();
}

#[tokio::test]
async fn an_address_that_leads_nowhere_is_named_without_its_password() {
    for url in ["", "sqlite:", "mysql://x/y", "remit.db", "postgres://ana:secret@:port/x"] {
        let says = refusal(url).await;
        assert!(says.contains("is not a database address"), "{says}");
        assert!(!says.contains("secret"), "{says}");
    }
    let odd = postgres().replace("search_path%3Dt", "search_path%3DT-x\";");
    let says = refusal(&odd).await;
    assert!(says.contains("does not exist; create it"), "{says}");
    let says = refusal("postgres://ana:secret@127.0.0.1:1/remit").await;
    assert!(says.contains("does not answer") && !says.contains("secret"), "{says}");
}

#[tokio::test]
async fn a_server_that_knows_no_such_database_or_user_is_not_said_to_be_silent() {
    let url = postgres();
    let (server, _) = url.split_once('?').unwrap().0.rsplit_once('/').unwrap();
    let says = refusal(&format!("{server}/nowhere")).await;
    assert_eq!(
        says,
        "The PostgreSQL server does not let us in: database \"nowhere\" does not exist. Check the \
         address: the database and the user in it have to be there."
    );
    let (_, host) = server.split_once('@').unwrap();
    let says = refusal(&format!("postgres://nobody:secret@{host}/postgres")).await;
    assert!(says.contains("nobody") && !says.contains("secret"), "{says}");
}

#[tokio::test]
async fn a_connection_that_was_cut_is_made_anew() {
    let name = "remit-cut-test";
    let url = format!("{}&application_name={name}", postgres());
    let store = Store::open(&url, Options::default()).await.unwrap();
    settle(&store).await;
    let mut other = sqlx::PgConnection::connect(&postgres()).await.unwrap();
    let cut = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1";
    sqlx::query(cut).bind(name).execute(&mut other).await.unwrap();
    let set = Change::Set { key: "name".into(), value: "x".into() };
    write(&store, [set]).await.unwrap();
    assert_eq!(store.setting("name").await.unwrap().as_deref(), Some("x"));
    assert_eq!(store.position().await.unwrap(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_database_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("remit.db");
    let store = Store::open(&file(&path), Options::default()).await.unwrap();
    settle(&store).await;
    assert_eq!(store.path(), Some(path.as_path()));
    let copy = folder.path().join("copy.db");
    store.snapshot_to(&copy).await.unwrap();
    for it in [path.clone(), path.with_extension("db-wal"), copy] {
        let mode = std::fs::metadata(&it).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}: {mode:o}", it.display());
    }
}
