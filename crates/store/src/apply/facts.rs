//! Repositories and what their histories say, appended in batches.

use domain::facts::Facts;
use domain::id::Id;

use crate::columns;
use crate::db::{Conn, Sql, json};
use crate::erasures::{self, Erasures};
use crate::error::{Result, StoreError};
use crate::rows::Repository;

/// Rows in one stored batch: about a megabyte.
const BATCH: usize = 20_000;

pub(super) async fn save_repository(db: &mut Conn<'_>, it: &Repository) -> Result<()> {
    let sql = Sql::new(
        "insert into repository (id, team, root, name) values ($1, $2, $3, $4)
         on conflict (id) do update set team = excluded.team, root = excluded.root, name = excluded.name",
    )
    .bind(&it.id)
    .bind(&it.team)
    .bind(&it.root)
    .bind(&it.name);
    db.run(sql).await?;
    Ok(())
}

pub(super) async fn append(
    db: &mut Conn<'_>,
    repository: &Id,
    read_from: &str,
    facts: &Facts,
) -> Result<()> {
    let row = Sql::new("select read_to from facts where repository = $1").bind(repository);
    let stored = db.row(row).await?.map_or(Ok(String::new()), |row| row.text(0))?;
    if stored != read_from {
        return Err(StoreError::Stale);
    }
    head(db, repository, facts).await?;
    batches(db, repository, facts).await
}

pub(super) async fn replace(db: &mut Conn<'_>, repository: &Id, facts: &Facts) -> Result<()> {
    let sql = Sql::new("delete from landing_batch where repository = $1");
    db.run(sql.bind(repository)).await?;
    head(db, repository, facts).await?;
    batches(db, repository, facts).await
}

async fn head(db: &mut Conn<'_>, repository: &Id, facts: &Facts) -> Result<()> {
    // A history still names whoever was erased here: what is kept of it does not.
    let nameless = Erasures::of(&erasures::all(db).await?).without_names(facts);
    let facts = nameless.as_ref().unwrap_or(facts);
    let sql = Sql::new(
        "insert into facts (repository, read_to, releases, identities, areas, unknown)
         values ($1, $2, $3, $4, $5, $6) on conflict (repository) do update set
         read_to = excluded.read_to, releases = excluded.releases,
         identities = excluded.identities, areas = excluded.areas, unknown = excluded.unknown",
    )
    .bind(repository)
    .bind(&facts.read_to)
    .bind(json(&columns::releases(&facts.releases))?)
    .bind(json(&columns::identities(&facts.identities))?)
    .bind(json(&facts.areas)?)
    .bind(json(&columns::unknown(&facts.unknown))?);
    db.run(sql).await?;
    Ok(())
}

async fn batches(db: &mut Conn<'_>, repository: &Id, facts: &Facts) -> Result<()> {
    let last = Sql::new("select coalesce(max(number), 0) from landing_batch where repository = $1");
    let mut number = db.row(last.bind(repository)).await?.map_or(Ok(0), |row| row.int(0))?;
    let mut from = 0;
    while from < facts.landings.len() {
        let to = facts.landings.len().min(from + BATCH);
        number += 1;
        let sql = Sql::new(
            "insert into landing_batch (repository, number, landings, columns)
             values ($1, $2, $3, $4)",
        )
        .bind(repository)
        .bind(number)
        .bind(to - from)
        .bind(columns::write(&facts.landings, from..to));
        db.run(sql).await?;
        from = to;
    }
    Ok(())
}
