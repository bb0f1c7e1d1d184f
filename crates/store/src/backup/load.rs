//! Reads a dump back into an empty database of either kind, whole or not at all.

use std::collections::BTreeMap;
use std::io::{BufRead, Read as _};

use domain::id::Id;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::dump::list;
use super::tables::{Holds, TABLES, Table};
use super::{End, FORMAT, Head, hex, unhex};
use crate::apply;
use crate::db::{Arg, Conn, Sql};
use crate::erasures::Erasure;
use crate::error::{Result, StoreError};
use crate::{Options, Store, migrate};

/// A longer line is not one of ours.
const LINE: u64 = 64 * 1024 * 1024;

impl Store {
    /// Loads a dump into this database, which must be empty. Nothing is kept of a dump that is
    /// torn, altered, or refers to what it does not hold.
    pub async fn load(&self, from: &mut (impl BufRead + Send)) -> Result<Head> {
        Ok(self.load_without(from, &[]).await?.0)
    }

    /// The same, and whoever is on the dump's own list of erasures or on this one is erased again
    /// before anybody can see them. Returns whom that concerned.
    pub async fn load_without(
        &self,
        from: &mut (impl BufRead + Send),
        erasures: &[Erasure],
    ) -> Result<(Head, Vec<Id>)> {
        // The writer waits for the same single connection, so nobody writes beside this.
        let mut pooled = self.inner.pools.write.acquire().await?;
        let db = &mut pooled.conn();
        db.run(Sql::new(crate::dialect::begin(db.is_postgres()))).await?;
        let loaded = match everything(db, from).await {
            Ok(head) => apply::erasure::honour(db, erasures).await.map(|again| (head, again)),
            Err(error) => Err(error),
        };
        match loaded {
            Ok(loaded) => {
                db.run(Sql::new("commit")).await?;
                Ok(loaded)
            }
            Err(error) => {
                // The database is empty either way; the first error is the one that helps.
                let _ = db.run(Sql::new("rollback")).await;
                Err(error)
            }
        }
    }

    async fn is_empty(db: &mut Conn<'_>) -> Result<bool> {
        for table in TABLES {
            let mut sql = Sql::new("select 1 from ");
            sql.push(table.name);
            sql.push(" limit 1");
            if db.row(sql).await?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// Checks a dump by loading it where it harms nobody: checksum, counts, and that every reference
/// leads somewhere.
pub async fn verify(from: &mut (impl BufRead + Send)) -> Result<Head> {
    let store = Store::open("sqlite::memory:", Options::default()).await?;
    let head = store.load(from).await?;
    let problems = store.check().await?;
    store.close().await;
    match problems.into_iter().next() {
        None => Ok(head),
        Some(problem) => Err(StoreError::Dump(problem)),
    }
}

async fn everything(db: &mut Conn<'_>, from: &mut (impl BufRead + Send)) -> Result<Head> {
    if !Store::is_empty(db).await? {
        return Err(StoreError::NotEmpty);
    }
    let mut lines = Lines { from, sum: Sha256::new(), number: 0 };
    let head = head(&mut lines)?;
    let mut counts: BTreeMap<String, i64> =
        TABLES.iter().map(|it| (it.name.to_owned(), 0)).collect();
    let mut parents = Vec::new();
    loop {
        let before = hex(&lines.sum.clone().finalize());
        let Some(line) = lines.next()? else {
            return Err(StoreError::Dump("its last line is missing".into()));
        };
        if let Ok(end) = serde_json::from_value::<End>(line.clone()) {
            check_end(&end, &before, &mut lines)?;
            break;
        }
        let (table, mut row) = table_and_row(line, lines.number)?;
        if table.name == "team" {
            // A team may come before its parent; the tree is tied up at the end.
            parents.push((row["id"].clone(), row.insert("parent".into(), Value::Null)));
        }
        db.run(insert(table, &row, lines.number)?).await.map_err(|it| at_line(it, lines.number))?;
        *counts.entry(table.name.to_owned()).or_default() += 1;
    }
    for (name, count) in &head.counts {
        let found = counts.get(name).copied().unwrap_or(0);
        if found != *count {
            let says = format!("it announces {count} rows of “{name}” and holds {found}");
            return Err(StoreError::Dump(says));
        }
    }
    finish(db, parents).await?;
    Ok(head)
}

async fn finish(db: &mut Conn<'_>, parents: Vec<(Value, Option<Value>)>) -> Result<()> {
    for (id, parent) in parents {
        if let (Some(id), Some(parent)) = (id.as_str(), parent.as_ref().and_then(Value::as_str)) {
            let sql = Sql::new("update team set parent = $1 where id = $2");
            db.run(sql.bind(parent).bind(id)).await?;
        }
    }
    db.run(Sql::new(
        "update counter set value = (select coalesce(max(seq), 0) from journal) where name = 'journal'",
    ))
    .await?;
    // Dumps from before there was a chain.
    crate::chain::seal(db).await?;
    db.run(Sql::new(migrate::fill_falls_to(db.is_postgres()))).await?;
    db.run(Sql::new(migrate::DAYS_OVER)).await?;
    apply::records::index_all(db).await
}

fn head(lines: &mut Lines<'_, impl BufRead>) -> Result<Head> {
    let first = lines.next()?.ok_or_else(|| StoreError::Dump("it is empty".into()))?;
    let head: Head = serde_json::from_value(first)
        .map_err(|_| StoreError::Dump("its first line is not the head of a dump".into()))?;
    if head.remit_dump > FORMAT || head.schema > migrate::KNOWN {
        return Err(StoreError::Newer { found: head.schema, known: migrate::KNOWN });
    }
    Ok(head)
}

fn check_end(end: &End, sum: &str, lines: &mut Lines<'_, impl BufRead>) -> Result<()> {
    if end.sha256 != sum {
        return Err(StoreError::Dump(
            "its checksum does not fit; it was altered or damaged".into(),
        ));
    }
    match lines.next() {
        Ok(None) => Ok(()),
        _ => Err(StoreError::Dump("something follows its last line".into())),
    }
}

type Object = serde_json::Map<String, Value>;

/// One line is `{"record": {"id": …}}`.
fn table_and_row(line: Value, number: usize) -> Result<(&'static Table, Object)> {
    let wrong = || StoreError::Dump(format!("line {number} is not a row of a table known here"));
    let Value::Object(line) = line else { return Err(wrong()) };
    let (name, row) = line.into_iter().next().ok_or_else(wrong)?;
    match (Table::named(&name), row) {
        (Some(table), Value::Object(row)) => Ok((table, row)),
        _ => Err(wrong()),
    }
}

/// Columns that an older dump lacks keep their default.
fn insert(table: &'static Table, row: &Object, number: usize) -> Result<Sql> {
    let columns = || table.columns.iter().filter(|it| row.contains_key(it.0));
    if columns().count() != row.len() {
        let says = format!("line {number} has a column that “{}” does not", table.name);
        return Err(StoreError::Dump(says));
    }
    let mut sql = Sql::new("insert into ");
    sql.push(table.name);
    sql.push(" (");
    list(&mut sql, columns().map(|it| it.0));
    sql.push(") values (");
    for (at, (name, holds)) in columns().enumerate() {
        sql.push(if at == 0 { "" } else { ", " });
        let arg = arg(*holds, &row[*name]);
        sql.push_arg(arg.ok_or_else(|| {
            StoreError::Dump(format!("line {number}: “{name}” holds something else"))
        })?);
    }
    sql.push(")");
    Ok(sql)
}

fn arg(holds: Holds, value: &Value) -> Option<Arg> {
    match (holds, value) {
        (Holds::Text, Value::Null) => Some(Arg::Text(None)),
        (Holds::Text, Value::String(text)) => Some(Arg::Text(Some(text.clone()))),
        (Holds::Int, Value::Null) => Some(Arg::Int(None)),
        (Holds::Int, Value::Number(number)) => number.as_i64().map(|it| Arg::Int(Some(it))),
        (Holds::Flag, Value::Bool(flag)) => Some(Arg::Flag(*flag)),
        (Holds::Bytes, Value::String(text)) => unhex(text).map(Arg::Bytes),
        _ => None,
    }
}

fn at_line(error: StoreError, number: usize) -> StoreError {
    match error {
        StoreError::Missing => {
            StoreError::Dump(format!("line {number} refers to something it does not hold"))
        }
        StoreError::Duplicate => StoreError::Dump(format!("line {number} is there twice")),
        other => other,
    }
}

/// Lines of JSON, summed up as they pass.
struct Lines<'f, R> {
    from: &'f mut R,
    sum: Sha256,
    number: usize,
}

impl<R: BufRead> Lines<'_, R> {
    fn next(&mut self) -> Result<Option<Value>> {
        let mut line = Vec::new();
        self.from.by_ref().take(LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        self.sum.update(&line);
        let value = serde_json::from_slice(&line).ok().filter(|_| line.ends_with(b"\n"));
        let broken = || StoreError::Dump(format!("line {} is torn", self.number));
        value.map(Some).ok_or_else(broken)
    }
}
