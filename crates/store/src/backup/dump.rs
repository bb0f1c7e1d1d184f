//! Writes every table as lines of JSON: a head with the counts, one line a row, a checksum.

use std::collections::BTreeMap;
use std::io::Write;

use domain::id::At;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::tables::{Holds, TABLES, Table};
use super::{End, FORMAT, Head, hex};
use crate::db::{Arg, Conn, Row, Sql};
use crate::error::Result;
use crate::{Store, migrate};

impl Store {
    /// Dumps the database as it is at one moment; others may write meanwhile. Keys to the door
    /// (sessions, links, tokens) are left out: whoever restores signs in again.
    pub async fn dump(&self, made_at: At, out: &mut (impl Write + Send)) -> Result<Head> {
        let mut pooled = self.inner.pools.read.acquire().await?;
        let db = &mut pooled.conn();
        // Repeatable read sees one moment; SQLite's read transactions always do.
        let begin = "begin isolation level repeatable read read only";
        db.run(Sql::new(if db.is_postgres() { begin } else { "begin" })).await?;
        let parts: Vec<Part> = TABLES.iter().map(Part::whole).collect();
        let dumped = everything(db, &parts, migrate::KNOWN, made_at, out).await;
        // Nothing was changed, so there is nothing to lose if this fails; the pool notices.
        let _ = db.run(Sql::new("rollback")).await;
        dumped
    }
}

/// A table as the database at hand has it.
pub(super) struct Part {
    pub(super) table: &'static Table,
    pub(super) columns: Vec<(&'static str, Holds)>,
}

impl Part {
    fn whole(table: &'static Table) -> Self {
        Self { table, columns: table.columns.to_vec() }
    }

    fn key_at(&self) -> impl Iterator<Item = usize> + '_ {
        let place = |key: &&str| self.columns.iter().position(|it| it.0 == *key);
        self.table.key.iter().filter_map(place)
    }
}

pub(super) async fn everything(
    db: &mut Conn<'_>,
    parts: &[Part],
    schema: i64,
    made_at: At,
    out: &mut (impl Write + Send),
) -> Result<Head> {
    let mut counts = BTreeMap::new();
    for part in parts {
        let mut sql = Sql::new("select count(*) from ");
        sql.push(part.table.name);
        let count = db.row(sql).await?.map_or(Ok(0), |row| row.int(0))?;
        counts.insert(part.table.name.to_owned(), count);
    }
    let head = Head { remit_dump: FORMAT, schema, made_at, counts };
    let mut out = Summed { out, sum: Sha256::new() };
    out.line(&serde_json::to_value(&head)?)?;
    for part in parts {
        rows(db, part, &mut out).await?;
    }
    let sha256 = hex(&out.sum.clone().finalize());
    out.line(&serde_json::to_value(End { sha256 })?)?;
    out.out.flush()?;
    Ok(head)
}

async fn rows<W: Write>(db: &mut Conn<'_>, part: &Part, out: &mut Summed<'_, W>) -> Result<()> {
    let table = part.table;
    let mut after: Option<Vec<Arg>> = None;
    loop {
        let page = db.rows(page(part, after.take())).await?;
        for row in &page {
            let mut line = serde_json::Map::new();
            line.insert(table.name.to_owned(), Value::Object(object(part, row)?));
            out.line(&Value::Object(line))?;
        }
        let Some(last) = page.last().filter(|_| page.len() == table.page()) else { return Ok(()) };
        let key = part.key_at().map(|at| match part.columns[at].1 {
            Holds::Int => Ok(Arg::Int(Some(last.int(at)?))),
            _ => Ok(Arg::Text(Some(last.text(at)?))),
        });
        after = Some(key.collect::<Result<_>>()?);
    }
}

/// `select … where (key) > (…) order by key limit …`
fn page(part: &Part, after: Option<Vec<Arg>>) -> Sql {
    let table = part.table;
    let mut sql = Sql::new("select ");
    list(&mut sql, part.columns.iter().map(|it| it.0));
    sql.push(" from ");
    sql.push(table.name);
    if let Some(after) = after {
        sql.push(" where (");
        list(&mut sql, table.key.iter().copied());
        sql.push(") > (");
        for (number, arg) in after.into_iter().enumerate() {
            sql.push(if number == 0 { "" } else { ", " });
            sql.push_arg(arg);
        }
        sql.push(")");
    }
    sql.push(" order by ");
    list(&mut sql, table.key.iter().copied());
    sql.push(" limit ");
    sql.push_arg(table.page());
    sql
}

pub(super) fn list(sql: &mut Sql, names: impl Iterator<Item = &'static str>) {
    for (number, name) in names.enumerate() {
        sql.push(if number == 0 { "" } else { ", " });
        sql.push(name);
    }
}

fn object(part: &Part, row: &Row) -> Result<serde_json::Map<String, Value>> {
    let mut object = serde_json::Map::new();
    for (at, (name, holds)) in part.columns.iter().enumerate() {
        let value = match holds {
            Holds::Text => row.maybe_text(at)?.map(Value::String),
            Holds::Int => row.maybe_int(at)?.map(Value::from),
            Holds::Flag => Some(Value::Bool(row.flag(at)?)),
            Holds::Bytes => Some(Value::String(hex(&row.bytes(at)?))),
        };
        object.insert((*name).to_owned(), value.unwrap_or(Value::Null));
    }
    Ok(object)
}

/// Sums up what it passes on.
struct Summed<'o, W> {
    out: &'o mut W,
    sum: Sha256,
}

impl<W: Write> Summed<'_, W> {
    fn line(&mut self, value: &Value) -> Result<()> {
        let mut line = value.to_string();
        line.push('\n');
        self.sum.update(line.as_bytes());
        Ok(self.out.write_all(line.as_bytes())?)
    }
}
