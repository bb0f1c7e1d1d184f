//! Repositories and the columns of their facts.

use domain::facts::{Facts, Landings};
use domain::id::Id;

use crate::db::{Row, Sql};
use crate::error::Result;
use crate::rows::Repository;
use crate::{Store, columns};

impl Store {
    pub async fn repositories(&self) -> Result<Vec<Repository>> {
        let sql = Sql::new("select id, team, root, name from repository order by name, id");
        self.rows(sql).await?.iter().map(repository).collect()
    }

    pub async fn repository(&self, id: &Id) -> Result<Option<Repository>> {
        let sql = Sql::new("select id, team, root, name from repository where id = $1");
        self.row(sql.bind(id)).await?.as_ref().map(repository).transpose()
    }

    /// How far a history was read; `None` before the first reading. Cheap: no columns.
    pub async fn read_to(&self, repository: &Id) -> Result<Option<String>> {
        let sql = Sql::new("select read_to from facts where repository = $1");
        self.row(sql.bind(repository)).await?.as_ref().map(|row| row.text(0)).transpose()
    }

    /// Everything read so far; `None` before the first reading.
    pub async fn facts(&self, repository: &Id) -> Result<Option<Facts>> {
        // One statement, so that a reading that ends meanwhile is seen whole or not at all.
        let sql = Sql::new(
            "select 0 as number, read_to, releases, identities, areas, unknown, null as columns
             from facts where repository = $1
             union all select number, '', '', '', '', '', columns
             from landing_batch where repository = $1 order by 1",
        );
        let rows = self.rows(sql.bind(repository)).await?;
        let Some((head, batches)) = rows.split_first() else { return Ok(None) };
        let mut landings = Landings::default();
        for batch in batches {
            columns::read(&batch.bytes(6)?, &mut landings)?;
        }
        Ok(Some(Facts {
            read_to: head.text(1)?,
            landings,
            releases: columns::read_releases(head.json(2)?),
            identities: columns::read_identities(head.json(3)?),
            areas: head.json(4)?,
            unknown: columns::read_unknown(head.json(5)?),
        }))
    }
}

fn repository(row: &Row) -> Result<Repository> {
    Ok(Repository { id: row.id(0)?, team: row.id(1)?, root: row.text(2)?, name: row.text(3)? })
}
