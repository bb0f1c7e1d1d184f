//! The copy of a PostgreSQL database that is made before it is brought up to a newer schema: a
//! dump of what the older one has, which this program and the older one can both load.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use domain::id::At;

use super::dump::{Part, everything};
use super::tables::TABLES;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::open::Pool;

/// Nothing to do where there is no schema yet, or none older than `up_to`.
pub(crate) async fn copy_before(
    pool: &Pool,
    folder: Option<&Path>,
    name: &str,
    up_to: i64,
) -> Result<()> {
    let mut pooled = pool.acquire().await?;
    let db = &mut pooled.conn();
    // One moment for the schema's number and all of its rows, whatever another replica does.
    db.run(Sql::new("begin isolation level repeatable read read only")).await?;
    let copied = copy(db, folder, name, up_to).await;
    // Nothing was changed, so there is nothing to lose if this fails; the pool notices.
    let _ = db.run(Sql::new("rollback")).await;
    if let Some((schema, copy)) = copied? {
        tracing::info!(copy = %copy.display(), schema, "copied the database before an upgrade");
    }
    Ok(())
}

async fn copy(
    db: &mut Conn<'_>,
    folder: Option<&Path>,
    name: &str,
    up_to: i64,
) -> Result<Option<(i64, PathBuf)>> {
    let Some(found) = schema(db).await?.filter(|it| *it < up_to) else { return Ok(None) };
    let folder = folder.ok_or(StoreError::NoPlaceForCopy)?;
    let parts = present(db).await?;
    let last = db.row(Sql::new("select coalesce(max(at), 0) from journal")).await?;
    let as_of = At(last.map_or(Ok(0), |row| row.int(0))?);
    let path = free(folder, name, found);
    let part = path.with_extension("part");
    let written = write(db, &parts, found, as_of, &part).await;
    let written = written.and_then(|()| Ok(fs::rename(&part, &path)?));
    if let Err(error) = written {
        // What matters is the first error.
        let _ = fs::remove_file(&part);
        let why = format!("cannot be written before the database is brought up to date: {error}");
        return Err(StoreError::CannotOpen { path, why });
    }
    Ok(Some((found, path)))
}

async fn write(
    db: &mut Conn<'_>,
    parts: &[Part],
    schema: i64,
    as_of: At,
    path: &Path,
) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = BufWriter::new(options.open(path)?);
    everything(db, parts, schema, as_of, &mut out).await?;
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    Ok(file.sync_all()?)
}

/// A name that no earlier copy has: none is ever overwritten.
fn free(folder: &Path, name: &str, schema: i64) -> PathBuf {
    let plain = |it: char| if it.is_ascii_alphanumeric() || it == '-' { it } else { '_' };
    let name: String = name.chars().map(plain).collect();
    let first = folder.join(format!("{name}.schema-{schema}.backup"));
    let more = (2..).map(|n| folder.join(format!("{name}.schema-{schema}-{n}.backup")));
    std::iter::once(first.clone()).chain(more).find(|it| !it.exists()).unwrap_or(first)
}

async fn schema(db: &mut Conn<'_>) -> Result<Option<i64>> {
    let there = db.row(Sql::new("select to_regclass('_sqlx_migrations')::text")).await?;
    if there.map_or(Ok(None), |row| row.maybe_text(0))?.is_none() {
        return Ok(None);
    }
    let newest =
        db.row(Sql::new("select max(version) from _sqlx_migrations where success")).await?;
    newest.map_or(Ok(None), |row| row.maybe_int(0))
}

/// The tables and columns that are here: an older schema lacks what later steps add.
async fn present(db: &mut Conn<'_>) -> Result<Vec<Part>> {
    let sql = "select table_name::text, column_name::text from information_schema.columns
         where table_schema = current_schema()";
    let mut found = BTreeSet::new();
    for row in db.rows(Sql::new(sql)).await? {
        found.insert((row.text(0)?, row.text(1)?));
    }
    let has = |table: &str, column: &str| found.contains(&(table.to_owned(), column.to_owned()));
    let parts = TABLES.iter().map(|table| {
        let columns = table.columns.iter().filter(|it| has(table.name, it.0)).copied().collect();
        Part { table, columns }
    });
    Ok(parts.filter(|it| !it.columns.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_copy_takes_the_name_of_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let first = free(folder.path(), "re/mit", 3);
        assert!(first.ends_with("re_mit.schema-3.backup"));
        fs::write(&first, "").unwrap();
        assert!(free(folder.path(), "re/mit", 3).ends_with("re_mit.schema-3-2.backup"));
    }
}
