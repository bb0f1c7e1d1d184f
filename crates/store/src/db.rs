//! One statement, one set of arguments, one row: the same for both databases.
//!
//! Statements are written with `$1` and run on either; only what must differ lives in `dialect`.

use std::borrow::Cow;

use domain::id::{At, Id};
use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr as _};

use crate::error::Result;

/// A connection of either database, borrowed for one transaction or one read.
pub(crate) enum Conn<'c> {
    Lite(&'c mut sqlx::SqliteConnection),
    Postgres(&'c mut sqlx::PgConnection),
}

/// A statement and what is bound to it. Text can only be added from the program, never from a
/// person, which is what makes it safe to run.
#[derive(Clone)]
pub(crate) struct Sql {
    text: Cow<'static, str>,
    args: Vec<Arg>,
}

#[derive(Clone)]
pub(crate) enum Arg {
    Text(Option<String>),
    Int(Option<i64>),
    Flag(bool),
    Bytes(Vec<u8>),
}

pub(crate) enum Row {
    Lite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// Runs one body for whichever database this is.
macro_rules! on {
    ($it:expr, $kind:ident, |$db:ident| $body:expr) => {
        match $it {
            $kind::Lite($db) => $body,
            $kind::Postgres($db) => $body,
        }
    };
}

macro_rules! bound {
    ($sql:expr) => {{
        let Sql { text, args } = $sql;
        let text = match text {
            Cow::Borrowed(text) => text.into_sql_str(),
            Cow::Owned(text) => AssertSqlSafe(text).into_sql_str(),
        };
        let mut query = sqlx::query(text);
        for arg in args {
            query = match arg {
                Arg::Text(it) => query.bind(it),
                Arg::Int(it) => query.bind(it),
                Arg::Flag(it) => query.bind(it),
                Arg::Bytes(it) => query.bind(it),
            };
        }
        query
    }};
}

impl Conn<'_> {
    /// Runs it and says how many rows it touched.
    pub(crate) async fn run(&mut self, sql: Sql) -> Result<u64> {
        Ok(on!(self, Conn, |db| bound!(sql).execute(&mut **db).await?.rows_affected()))
    }

    pub(crate) async fn rows(&mut self, sql: Sql) -> Result<Vec<Row>> {
        Ok(match self {
            Self::Lite(db) => {
                bound!(sql).fetch_all(&mut **db).await?.into_iter().map(Row::Lite).collect()
            }
            Self::Postgres(db) => {
                bound!(sql).fetch_all(&mut **db).await?.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(crate) async fn row(&mut self, sql: Sql) -> Result<Option<Row>> {
        Ok(match self {
            Self::Lite(db) => bound!(sql).fetch_optional(&mut **db).await?.map(Row::Lite),
            Self::Postgres(db) => bound!(sql).fetch_optional(&mut **db).await?.map(Row::Postgres),
        })
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }
}

impl Sql {
    pub(crate) fn new(text: &'static str) -> Self {
        Self { text: Cow::Borrowed(text), args: Vec::new() }
    }

    /// Binds the next `$n` of the text.
    pub(crate) fn bind(mut self, arg: impl Into<Arg>) -> Self {
        self.args.push(arg.into());
        self
    }

    /// The plan of the statement instead of its rows.
    #[cfg(test)]
    pub(crate) fn explained(mut self) -> Self {
        self.text.to_mut().insert_str(0, "explain query plan ");
        self
    }

    pub(crate) fn push(&mut self, text: &'static str) {
        self.text.to_mut().push_str(text);
    }

    /// Appends the next placeholder and binds it.
    pub(crate) fn push_arg(&mut self, arg: impl Into<Arg>) {
        self.args.push(arg.into());
        let number = self.args.len();
        self.text.to_mut().push_str(&format!("${number}"));
    }

    /// Appends ` in ($4, $5)`; with nothing to choose from, a condition nothing meets.
    pub(crate) fn push_in<T: Into<Arg>>(&mut self, args: impl IntoIterator<Item = T>) {
        self.push(" in (");
        let mut is_first = true;
        for arg in args {
            if !is_first {
                self.push(", ");
            }
            self.push_arg(arg);
            is_first = false;
        }
        self.push(if is_first { "null)" } else { ")" });
    }
}

impl Row {
    pub(crate) fn text(&self, at: usize) -> Result<String> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn maybe_text(&self, at: usize) -> Result<Option<String>> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn id(&self, at: usize) -> Result<Id> {
        self.text(at).map(Id::new)
    }

    pub(crate) fn int(&self, at: usize) -> Result<i64> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn maybe_int(&self, at: usize) -> Result<Option<i64>> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn at(&self, at: usize) -> Result<At> {
        self.int(at).map(At)
    }

    pub(crate) fn maybe_at(&self, at: usize) -> Result<Option<At>> {
        Ok(self.maybe_int(at)?.map(At))
    }

    pub(crate) fn flag(&self, at: usize) -> Result<bool> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn bytes(&self, at: usize) -> Result<Vec<u8>> {
        Ok(on!(self, Row, |row| row.try_get(at)?))
    }

    pub(crate) fn maybe_day(&self, at: usize) -> Result<Option<jiff::civil::Date>> {
        self.maybe_text(at)?.map(|text| day(&text)).transpose()
    }

    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, at: usize) -> Result<T> {
        Ok(serde_json::from_str(&self.text(at)?)?)
    }
}

pub(crate) fn day(text: &str) -> Result<jiff::civil::Date> {
    text.parse().map_err(|_| crate::StoreError::Unreadable(format!("“{text}” is not a day")))
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

impl From<&str> for Arg {
    fn from(it: &str) -> Self {
        Self::Text(Some(it.to_owned()))
    }
}

impl From<String> for Arg {
    fn from(it: String) -> Self {
        Self::Text(Some(it))
    }
}

impl From<&String> for Arg {
    fn from(it: &String) -> Self {
        Self::Text(Some(it.clone()))
    }
}

impl From<Option<String>> for Arg {
    fn from(it: Option<String>) -> Self {
        Self::Text(it)
    }
}

impl From<&Id> for Arg {
    fn from(it: &Id) -> Self {
        Self::Text(Some(it.as_str().to_owned()))
    }
}

impl From<Option<&Id>> for Arg {
    fn from(it: Option<&Id>) -> Self {
        Self::Text(it.map(|id| id.as_str().to_owned()))
    }
}

impl From<Option<jiff::civil::Date>> for Arg {
    fn from(it: Option<jiff::civil::Date>) -> Self {
        Self::Text(it.map(|day| day.to_string()))
    }
}

impl From<jiff::civil::Date> for Arg {
    fn from(it: jiff::civil::Date) -> Self {
        Self::Text(Some(it.to_string()))
    }
}

impl From<i64> for Arg {
    fn from(it: i64) -> Self {
        Self::Int(Some(it))
    }
}

impl From<usize> for Arg {
    fn from(it: usize) -> Self {
        Self::Int(Some(i64::try_from(it).unwrap_or(i64::MAX)))
    }
}

impl From<At> for Arg {
    fn from(it: At) -> Self {
        Self::Int(Some(it.0))
    }
}

impl From<Option<At>> for Arg {
    fn from(it: Option<At>) -> Self {
        Self::Int(it.map(|at| at.0))
    }
}

impl From<bool> for Arg {
    fn from(it: bool) -> Self {
        Self::Flag(it)
    }
}

impl From<Vec<u8>> for Arg {
    fn from(it: Vec<u8>) -> Self {
        Self::Bytes(it)
    }
}
