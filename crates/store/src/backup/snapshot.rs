//! A copy of an SQLite database while it is in use, made by SQLite itself.

use std::path::Path;

use crate::Store;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::open;

/// What one person keeps for themselves is in no backup; nor are its bytes.
async fn without_apart(db: &mut Conn<'_>, part: &str) -> Result<()> {
    db.run(Sql::new("attach database $1 as copied").bind(part)).await?;
    db.row(Sql::new("pragma copied.secure_delete = on")).await?;
    let gone = db.run(Sql::new("delete from copied.apart")).await;
    db.run(Sql::new("detach database copied")).await?;
    gone.map(drop)
}

impl Store {
    /// Copies the database as it is at this moment into a new file. A file that is there already
    /// is not touched, and a copy that breaks off leaves none. PostgreSQL has `dump` instead.
    pub async fn snapshot_to(&self, path: &Path) -> Result<()> {
        if self.is_postgres() {
            return Err(StoreError::Misused("PostgreSQL has no snapshot file; make a dump"));
        }
        if path.exists() {
            let why = "exists already. Name a new file, so that no older backup is lost.".into();
            return Err(StoreError::CannotOpen { path: path.to_owned(), why });
        }
        let part = path.with_extension("part");
        open::create_private(&part)?;
        let copied = self.vacuum_into(&part).await;
        let kept = copied.and_then(|()| {
            std::fs::File::open(&part)?.sync_all()?;
            Ok(std::fs::rename(&part, path)?)
        });
        if kept.is_err() {
            // What matters is the first error; a leftover `.part` is overwritten the next time.
            let _ = std::fs::remove_file(&part);
        }
        kept
    }

    async fn vacuum_into(&self, part: &Path) -> Result<()> {
        let text = part.to_str().ok_or(StoreError::CannotOpen {
            path: part.to_owned(),
            why: "is not a path in UTF-8. Name another file.".into(),
        })?;
        // Beside the readers and the writer, so that neither waits for the copy.
        let alone = match self.path() {
            Some(path) => Some(open::beside(path).await?),
            None => None,
        };
        let pool = alone.as_ref().unwrap_or(&self.inner.pools.write);
        let sql = Sql::new("vacuum into $1").bind(text);
        let copied = match pool.acquire().await {
            Ok(mut pooled) => {
                let mut db = pooled.conn();
                let copied = db.run(sql).await;
                if copied.is_ok() { without_apart(&mut db, text).await } else { copied.map(drop) }
            }
            Err(e) => Err(e),
        };
        if let Some(alone) = alone {
            alone.close().await;
        }
        copied
    }
}
