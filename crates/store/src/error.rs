//! What can go wrong in the store, as far as a caller can treat it differently.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

pub type Result<T> = std::result::Result<T, StoreError>;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "This database was written by an older Remit, and there is no folder for the copy that is made before it is brought up to date. Name one with --data."
    )]
    NoPlaceForCopy,
    #[error("Somebody else changed this first. Look at their version, then save yours again.")]
    Stale,
    #[error("There is already one with this name or key.")]
    Duplicate,
    #[error("This refers to something that is not here.")]
    Missing,
    #[error("Another program holds the database locked. Close it, or try again in a moment.")]
    Locked,
    #[error(
        "The disk that holds the database is full. Nothing was saved; free some space and save again."
    )]
    Full,
    #[error(
        "The database may only be read here. Check who owns its file and folder, and whether the disk is mounted read-only."
    )]
    ReadOnly,
    #[error(
        "This database was written by a newer Remit (schema {found}; this one knows up to {known}). Start the newer Remit, or restore a backup made before the upgrade."
    )]
    Newer { found: i64, known: i64 },
    #[error("{} {why}", path.display())]
    CannotOpen { path: PathBuf, why: String },
    #[error("“{0}” is not a database address. Write sqlite:PATH or postgres://USER@HOST/NAME.")]
    Address(String),
    #[error("The PostgreSQL server does not answer: {0}. Check the address and that it runs.")]
    Unreachable(String),
    #[error(
        "The PostgreSQL server does not let us in: {0}. Check the address: the database and the user in it have to be there."
    )]
    Refused(String),
    #[error(
        "SQLite {0} can lose committed writes; Remit needs 3.51.3 or newer. Build Remit with its bundled SQLite."
    )]
    OldSqlite(String),
    #[error("The store has been closed.")]
    Closed,
    #[error("A change broke off inside the store; nothing of it was saved.")]
    BrokenOff,
    /// Our own mistake, never a person's.
    #[error("The store was misused: {0}.")]
    Misused(&'static str),
    #[error("This is not a whole Remit dump: {0}. Nothing was loaded.")]
    Dump(String),
    #[error(
        "The target already holds records. Restore into an empty database, so that nothing is overwritten."
    )]
    NotEmpty,
    #[error("Reading or writing the dump failed: {0}.")]
    Io(#[from] std::io::Error),
    #[error("A stored value cannot be read: {0}.")]
    Unreadable(String),
    #[error("The database answered with an error: {0}.")]
    Sql(sqlx::Error),
}

impl StoreError {
    /// Whether doing the same again may succeed.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Locked | Self::Unreachable(_))
    }

    /// The same error for the next one in a group that failed as a whole.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::Stale => Self::Stale,
            Self::Duplicate => Self::Duplicate,
            Self::Missing => Self::Missing,
            Self::Locked => Self::Locked,
            Self::Full => Self::Full,
            Self::ReadOnly => Self::ReadOnly,
            Self::Closed => Self::Closed,
            Self::Unreachable(why) => Self::Unreachable(why.clone()),
            Self::Refused(why) => Self::Refused(why.clone()),
            other => Self::Sql(sqlx::Error::Protocol(other.to_string())),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(it) => match Fault::of(it.as_ref()) {
                Fault::Duplicate => Self::Duplicate,
                Fault::Missing => Self::Missing,
                Fault::Locked => Self::Locked,
                Fault::Full => Self::Full,
                Fault::ReadOnly => Self::ReadOnly,
                Fault::Other => Self::Sql(error),
            },
            sqlx::Error::PoolTimedOut => Self::Locked,
            sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Self::Closed,
            sqlx::Error::Io(it) => Self::Unreachable(it.to_string()),
            _ => Self::Sql(error),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<MigrateError> for StoreError {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(it) | MigrateError::ExecuteMigration(it, _) => it.into(),
            MigrateError::VersionMissing(found) => {
                Self::Newer { found, known: crate::migrate::KNOWN }
            }
            other => Self::Sql(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

enum Fault {
    Duplicate,
    Missing,
    Locked,
    Full,
    ReadOnly,
    Other,
}

impl Fault {
    /// SQLite gives extended result codes (the low byte is the family), PostgreSQL SQLSTATEs.
    fn of(error: &dyn sqlx::error::DatabaseError) -> Self {
        if error.is_unique_violation() {
            return Self::Duplicate;
        }
        if error.is_foreign_key_violation() {
            return Self::Missing;
        }
        let code = error.code().unwrap_or_default().into_owned();
        let is_postgres = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some();
        match code.as_str() {
            "40001" | "40P01" | "55P03" if is_postgres => Self::Locked,
            "53100" if is_postgres => Self::Full,
            "25006" | "42501" if is_postgres => Self::ReadOnly,
            _ if is_postgres => Self::Other,
            _ => match code.parse::<i64>().map(|it| it & 0xff) {
                Ok(5 | 6) => Self::Locked,
                Ok(13) => Self::Full,
                Ok(8 | 3) => Self::ReadOnly,
                _ => Self::Other,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<StoreError> {
        vec![
            StoreError::Stale,
            StoreError::Duplicate,
            StoreError::Missing,
            StoreError::Locked,
            StoreError::Full,
            StoreError::ReadOnly,
            StoreError::Newer { found: 9, known: 3 },
            StoreError::CannotOpen { path: "remit.db".into(), why: "is a folder.".into() },
            StoreError::Address("x".into()),
            StoreError::Unreachable("no answer in time".into()),
            StoreError::Refused("role \"x\" does not exist".into()),
            StoreError::OldSqlite("3.40.0".into()),
            StoreError::Closed,
            StoreError::BrokenOff,
            StoreError::Dump("it ends early".into()),
            StoreError::NotEmpty,
            StoreError::NoPlaceForCopy,
            StoreError::Io(std::io::Error::other("no room")),
            StoreError::Unreadable("x".into()),
            StoreError::Sql(sqlx::Error::RowNotFound),
        ]
    }

    #[test]
    fn each_is_one_or_more_whole_sentences() {
        for error in all() {
            let says = error.to_string();
            assert!(says.ends_with('.') && !says.contains(".."), "{says}");
            assert!(says.starts_with(|it: char| it.is_uppercase() || "“r".contains(it)), "{says}");
        }
    }

    #[test]
    fn the_rest_of_a_group_that_failed_is_told_the_same() {
        for error in all() {
            let (first, next) = (error.to_string(), error.again());
            let same = std::mem::discriminant(&error) == std::mem::discriminant(&next);
            // What cannot be copied keeps its words at least.
            assert!(same || next.to_string().contains(first.trim_end_matches('.')), "{next}");
            assert!(!error.is_passing() || next.is_passing(), "{error}");
        }
    }

    #[test]
    fn only_what_may_work_the_next_time_is_tried_again() {
        let passing: Vec<String> =
            all().iter().filter(|it| it.is_passing()).map(ToString::to_string).collect();
        assert_eq!(passing.len(), 2, "{passing:?}");
        assert!(StoreError::from(sqlx::Error::PoolTimedOut).is_passing());
        assert!(!StoreError::from(sqlx::Error::PoolClosed).is_passing());
        assert!(matches!(StoreError::from(sqlx::Error::RowNotFound), StoreError::Sql(_)));
        let newer = StoreError::from(MigrateError::VersionMissing(9));
        let known = format!("schema 9; this one knows up to {}", crate::migrate::KNOWN);
        assert!(newer.to_string().contains(&known), "{newer}");
    }
}
