//! The few places where the two databases must be spoken to differently.

use domain::id::Id;
use sha2::Digest as _;

use crate::db::{Arg, Conn, Row, Sql};
use crate::error::Result;
use crate::rows::Scope;

/// Puts the words of one item (a record or an attachment) into the search, replacing older ones.
pub(crate) async fn index(
    db: &mut Conn<'_>,
    item: &Id,
    record: &Id,
    title: &str,
    words: &str,
) -> Result<()> {
    let title = folded(title);
    let words = folded(words);
    let sql = if db.is_postgres() {
        Sql::new(
            "insert into search (item, record, title, words) values ($1, $2, $3, $4)
             on conflict (item) do update set title = excluded.title, words = excluded.words",
        )
    } else {
        Sql::new(
            "insert or replace into search (item, record, title, words, rowid) values ($1, $2, $3, $4, $5)",
        )
    };
    let mut sql = sql.bind(item).bind(record).bind(title).bind(words);
    if !db.is_postgres() {
        sql = sql.bind(number_of(item));
    }
    db.run(sql).await?;
    Ok(())
}

/// Of a word that is everywhere, as many places are weighed at most.
const CANDIDATES: usize = 2_000;

/// Records in scope whose title, answers or attachments hold all these words (each may be a
/// beginning), best first. What is still hidden is not looked into.
pub(crate) fn search(is_postgres: bool, scope: &Scope, text: &str, limit: usize) -> Option<Sql> {
    let words = folded(text);
    let words: Vec<&str> = words.split(' ').filter(|it| !it.is_empty()).take(12).collect();
    if words.is_empty() {
        return None;
    }
    let mut sql = if is_postgres {
        let query: Vec<String> = words.iter().map(|it| format!("{it}:*")).collect();
        Sql::new(
            "with hit as materialized (select r.id, ts_rank(search.found, query) as rank
             from to_tsquery('simple', $1) as query join search on search.found @@ query",
        )
        .bind(query.join(" & "))
    } else {
        let query: Vec<String> = words.iter().map(|it| format!("\"{it}\"*")).collect();
        // bm25 counts downwards: the best is the most negative.
        Sql::new(
            "with hit as materialized (select r.id, -bm25(search, 0.0, 0.0, 4.0, 1.0) as rank
             from search",
        )
        .bind(query.join(" "))
    };
    sql.push(
        " join record r on r.id = search.record left join attachment a on a.id = search.item
          where (a.id is null or a.hidden = false)",
    );
    if !is_postgres {
        sql.push(" and search match $1");
    }
    crate::read::records::push_scope(&mut sql, " and r.team", scope);
    sql.push(" limit ");
    sql.push_arg(CANDIDATES);
    sql.push(") select ");
    sql.push(crate::read::records::COLUMNS);
    sql.push(
        " from record join (select id, max(rank) as rank from hit group by id) best
          on best.id = record.id order by best.rank desc, record.changed_at desc, record.id limit ",
    );
    sql.push_arg(limit);
    Some(sql)
}

/// Held to the end of the transaction: whoever writes has the whole database to itself, on
/// either. Without it two replicas that touch the same rows in another order would deadlock, and
/// journal numbers would become visible out of order.
pub(crate) async fn only_writer(db: &mut Conn<'_>) -> Result<()> {
    if db.is_postgres() {
        db.row(Sql::new("select value from counter where name = 'journal' for update")).await?;
    }
    Ok(())
}

pub(crate) fn begin(is_postgres: bool) -> &'static str {
    if is_postgres { "begin" } else { "begin immediate" }
}

/// Whether what is deleted from now on is overwritten in the file; PostgreSQL rebuilds instead.
pub(crate) async fn overwrite_deleted(db: &mut Conn<'_>, overwrite: bool) -> Result<()> {
    if !db.is_postgres() {
        let sql =
            if overwrite { "pragma secure_delete = on" } else { "pragma secure_delete = off" };
        db.row(Sql::new(sql)).await?;
    }
    Ok(())
}

/// A table of which nothing may be left once a wave has ended: how it is read, emptied and filled again.
struct LeftBehind {
    select: &'static str,
    empty: &'static str,
    insert: &'static str,
    values: fn(&Row) -> Result<Vec<Arg>>,
}

const LEFT_BEHIND: [LeftBehind; 3] = [
    LeftBehind {
        select: "select wave, person, start from ticket_drawn order by wave, person",
        empty: "delete from ticket_drawn",
        insert: "insert into ticket_drawn (wave, person, start) values ($1, $2, $3)",
        values: |row| Ok(vec![row.text(0)?.into(), row.text(1)?.into(), row.text(2)?.into()]),
    },
    LeftBehind {
        select: "select wave, hash from ticket_spent order by wave, hash",
        empty: "delete from ticket_spent",
        insert: "insert into ticket_spent (wave, hash) values ($1, $2)",
        values: |row| Ok(vec![row.text(0)?.into(), row.text(1)?.into()]),
    },
    LeftBehind {
        select: "select wave, part, number, sealed from ballot_slot order by wave, part, number",
        empty: "delete from ballot_slot",
        insert: "insert into ballot_slot (wave, part, number, sealed) values ($1, $2, $3, $4)",
        values: |row| {
            let place = [row.text(0)?.into(), row.text(1)?.into(), row.int(2)?.into()];
            Ok(place.into_iter().chain([row.bytes(3)?.into()]).collect())
        },
    },
];

/// Writes the tables of ballots anew, without what was deleted; another wave may be open in them.
/// `false` where a reader keeps SQLite's WAL from being emptied.
pub(crate) async fn forget_deleted(db: &mut Conn<'_>) -> Result<bool> {
    if db.is_postgres() {
        for sql in
            ["vacuum full ballot_slot", "vacuum full ticket_spent", "vacuum full ticket_drawn"]
        {
            db.run(Sql::new(sql)).await?;
        }
        return Ok(true);
    }
    // `vacuum` would do the same to the whole file, and everybody who writes would wait for it: a minute for
    // two gigabytes (docs/performance.md).
    db.run(Sql::new(begin(false))).await?;
    let written = written_anew(db).await;
    db.run(Sql::new(if written.is_ok() { "commit" } else { "rollback" })).await?;
    written?;
    let busy = db.row(Sql::new("pragma wal_checkpoint(truncate)")).await?;
    Ok(busy.map_or(Ok(0), |row| row.int(0))? == 0)
}

/// With `secure_delete` a page that is given back is filled with zeros, and emptying a table gives all of
/// its pages back: no row is left that a full page once pushed to its neighbour.
async fn written_anew(db: &mut Conn<'_>) -> Result<()> {
    overwrite_deleted(db, true).await?;
    for it in LEFT_BEHIND {
        let rows = db.rows(Sql::new(it.select)).await?;
        db.run(Sql::new(it.empty)).await?;
        for row in &rows {
            let values = (it.values)(row)?;
            db.run(values.into_iter().fold(Sql::new(it.insert), Sql::bind)).await?;
        }
    }
    overwrite_deleted(db, false).await
}

/// Lower case, letters and digits only, so that both databases split the same text alike.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(part.chars().flat_map(char::to_lowercase));
    }
    out
}

/// FTS5 finds a row again only by number.
fn number_of(item: &Id) -> i64 {
    let hash = sha2::Sha256::digest(item.as_str().as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    i64::from_le_bytes(first)
}

/// The hash of one journal row, and a salt that nobody can guess.
pub(crate) fn hash_and_salt(is_postgres: bool) -> &'static str {
    if is_postgres {
        "select (select hash from journal where seq = $1), replace(gen_random_uuid()::text, '-', '')"
    } else {
        "select (select hash from journal where seq = $1), lower(hex(randomblob(16)))"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_to_letters_and_digits() {
        assert_eq!(folded("Wie groß? \"OR\" -- 3,5 % (naïve)"), "wie groß or 3 5 naïve");
    }

    #[test]
    fn nothing_to_look_for_is_no_statement() {
        assert!(search(false, &Scope::All, " \"*\" ", 10).is_none());
    }
}
