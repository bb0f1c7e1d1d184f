//! Records, attachments, links and maps.

use domain::attachment::Attachment;
use domain::id::Id;
use domain::record::{Answers, Record, Value};

use super::must_touch;
use crate::db::{Conn, Sql, json};
use crate::dialect;
use crate::error::{Result, StoreError};
use crate::rows::{Hanging, Link, MapText, Promoted};

pub(super) async fn add(db: &mut Conn<'_>, record: &Record, promoted: &Promoted) -> Result<()> {
    let sql = Sql::new(
        "insert into record (id, kind, state, title, team, author, answers, version, opened_at,
         changed_at, revealed, retired, open, due_on)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(&record.id)
    .bind(&record.kind)
    .bind(&record.state)
    .bind(&record.title)
    .bind(&record.team)
    .bind(&record.author)
    .bind(json(&record.answers)?)
    .bind(record.version)
    .bind(record.opened_at)
    .bind(record.changed_at)
    .bind(record.revealed)
    .bind(record.retired)
    .bind(promoted.open)
    .bind(promoted.due_on);
    db.run(sql).await?;
    index_record(db, record).await
}

/// Kind, author and the moment of opening never change.
pub(super) async fn save(db: &mut Conn<'_>, record: &Record, promoted: &Promoted) -> Result<()> {
    let sql = Sql::new(
        "update record set state = $1, title = $2, team = $3, answers = $4, changed_at = $5,
         revealed = $6, retired = $7, open = $8, due_on = $9, version = version + 1
         where id = $10 and version = $11",
    )
    .bind(&record.state)
    .bind(&record.title)
    .bind(&record.team)
    .bind(json(&record.answers)?)
    .bind(record.changed_at)
    .bind(record.revealed)
    .bind(record.retired)
    .bind(promoted.open)
    .bind(promoted.due_on)
    .bind(&record.id)
    .bind(record.version);
    must_touch(db, sql).await?;
    index_record(db, record).await
}

pub(super) async fn attach(db: &mut Conn<'_>, it: &Attachment, hanging: &Hanging) -> Result<()> {
    let only_one = hanging.one_each.then(|| format!("{} {} {}", it.record, it.slot, it.author));
    let sql = Sql::new(
        "insert into attachment (id, record, slot, author, made_at, answers, state, version, open,
         due_on, hidden, only_one, falls_to)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(&it.id)
    .bind(&it.record)
    .bind(&it.slot)
    .bind(&it.author)
    .bind(it.made_at)
    .bind(json(&it.answers)?)
    .bind(&it.state)
    .bind(it.version)
    .bind(hanging.open)
    .bind(hanging.due_on)
    .bind(hanging.hidden)
    .bind(only_one)
    .bind(&hanging.falls_to);
    db.run(sql).await?;
    index_attachment(db, it).await
}

/// Record, slot, author and moment never change; it hides until its slot is unsealed.
pub(super) async fn save_attachment(
    db: &mut Conn<'_>,
    it: &Attachment,
    hanging: &Hanging,
) -> Result<()> {
    let sql = Sql::new(
        "update attachment set answers = $1, state = $2, open = $3, due_on = $4, falls_to = $5,
         version = version + 1 where id = $6 and version = $7",
    )
    .bind(json(&it.answers)?)
    .bind(&it.state)
    .bind(hanging.open)
    .bind(hanging.due_on)
    .bind(&hanging.falls_to)
    .bind(&it.id)
    .bind(it.version);
    must_touch(db, sql).await?;
    index_attachment(db, it).await
}

/// The record changed, and with it to whom this falls; its own words and version stay.
pub(super) async fn falls_to(db: &mut Conn<'_>, attachment: &Id, whom: &str) -> Result<()> {
    let sql = Sql::new("update attachment set falls_to = $1 where id = $2");
    db.run(sql.bind(whom).bind(attachment)).await?;
    Ok(())
}

/// What hangs on a record in this slot is from now on seen by others too.
pub(super) async fn unseal(db: &mut Conn<'_>, record: &Id, slot: &str) -> Result<()> {
    let sql = Sql::new(
        "update attachment set hidden = false where record = $1 and slot = $2 and hidden = true",
    );
    db.run(sql.bind(record).bind(slot)).await?;
    Ok(())
}

/// Takes the row's lock too: on several replicas, no step of the record slips in between.
pub(super) async fn still_in(db: &mut Conn<'_>, record: &Id, state: &str) -> Result<()> {
    let sql = Sql::new("update record set state = $2 where id = $1 and state = $2");
    must_touch(db, sql.bind(record).bind(state)).await
}

pub(super) async fn still_holds(db: &mut Conn<'_>, record: &Id, versions: i64) -> Result<()> {
    let sql = Sql::new("select version from attachment where record = $1");
    let rows = db.rows(sql.bind(record)).await?;
    let now = rows.iter().map(|row| row.int(0)).sum::<Result<i64>>()?;
    if now == versions { Ok(()) } else { Err(StoreError::Stale) }
}

pub(super) async fn only_one(
    db: &mut Conn<'_>,
    record: &Id,
    kind: &str,
    team: &Id,
    author: Option<&Id>,
) -> Result<()> {
    let mut sql = Sql::new("select id from record where retired = false and kind = ");
    sql.push_arg(kind);
    sql.push(" and team = ");
    sql.push_arg(team);
    sql.push(" and id <> ");
    sql.push_arg(record);
    if let Some(author) = author {
        sql.push(" and author = ");
        sql.push_arg(author);
    }
    sql.push(" limit 1");
    if db.row(sql).await?.is_none() { Ok(()) } else { Err(StoreError::Stale) }
}

/// Linking twice is linking once.
pub(super) async fn link(db: &mut Conn<'_>, link: &Link) -> Result<()> {
    let sql = Sql::new(
        "insert into link (from_record, to_record, relation) values ($1, $2, $3)
         on conflict (from_record, to_record, relation) do nothing",
    );
    db.run(sql.bind(&link.from).bind(&link.to).bind(&link.relation)).await?;
    Ok(())
}

pub(super) async fn unlink(db: &mut Conn<'_>, link: &Link) -> Result<()> {
    let sql =
        Sql::new("delete from link where from_record = $1 and to_record = $2 and relation = $3");
    db.run(sql.bind(&link.from).bind(&link.to).bind(&link.relation)).await?;
    Ok(())
}

pub(super) async fn add_map(db: &mut Conn<'_>, map: &MapText) -> Result<()> {
    let newest = Sql::new("select coalesce(max(number), 0) from map where team = $1");
    let newest = db.row(newest.bind(&map.team)).await?.map_or(Ok(0), |row| row.int(0))?;
    if map.number != newest + 1 {
        return Err(StoreError::Stale);
    }
    let sql = Sql::new(
        "insert into map (team, number, text, author, home, state, from_day, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&map.team)
    .bind(map.number)
    .bind(&map.text)
    .bind(&map.author)
    .bind(&map.home)
    .bind(&map.state)
    .bind(map.from_day)
    .bind(map.at);
    db.run(sql).await?;
    Ok(())
}

/// Puts every record and attachment into the search again, after a restore.
pub(crate) async fn index_all(db: &mut Conn<'_>) -> Result<()> {
    let rows = db.rows(Sql::new("select id, title, answers from record")).await?;
    for row in rows {
        let id = row.id(0)?;
        dialect::index(db, &id, &id, &row.text(1)?, &words(&row.json(2)?)).await?;
    }
    let rows = db.rows(Sql::new("select id, record, answers from attachment")).await?;
    for row in rows {
        dialect::index(db, &row.id(0)?, &row.id(1)?, "", &words(&row.json(2)?)).await?;
    }
    Ok(())
}

pub(super) async fn index_record(db: &mut Conn<'_>, record: &Record) -> Result<()> {
    let words = words(&record.answers);
    dialect::index(db, &record.id, &record.id, &record.title, &words).await
}

async fn index_attachment(db: &mut Conn<'_>, it: &Attachment) -> Result<()> {
    dialect::index(db, &it.id, &it.record, "", &words(&it.answers)).await
}

/// Everything somebody wrote, in one text.
pub(super) fn words(answers: &Answers) -> String {
    let mut all: Vec<&str> = Vec::new();
    for value in answers.values() {
        match value {
            Value::Text(text) => all.push(text),
            Value::List(items) => all.extend(items.iter().map(String::as_str)),
            Value::Rows(rows) => {
                all.extend(rows.iter().flat_map(|row| row.values().map(String::as_str)));
            }
        }
    }
    all.join(" ")
}
