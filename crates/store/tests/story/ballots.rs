//! The trial of `docs/decisions/0006-ballots-leave-no-trace.md`: can somebody who holds a copy of
//! the file and its WAL after every single commit say who answered what?
//!
//! Here the two careless ways, which must be linked, or the attack proves nothing. What is built is
//! attacked in `linking.rs`.

use std::collections::BTreeSet;
use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};

use crate::attack::dice::{Dice, contains, hash};
use crate::postgres::postgres;

const VOTERS: usize = 24;
const WAVES: usize = 4;
/// What every answer begins with.
const MARK: &str = "answer-of-";

#[derive(Clone, Copy, PartialEq)]
enum Way {
    /// A row appended for each ballot, as one would write it without thinking.
    Appended,
    /// Random keys, no hidden row number; written as they come.
    RandomKeys,
}

/// Person and answer of each step, in the order in which people came: draw, then vote at once or
/// after others have drawn.
fn steps(dice: &mut Dice) -> Vec<(bool, usize)> {
    let mut people: Vec<usize> = (0..VOTERS).collect();
    dice.shuffle(&mut people);
    let (mut steps, mut waiting) = (Vec::new(), Vec::new());
    for person in people {
        steps.push((false, person));
        waiting.push(person);
        while !waiting.is_empty() && dice.below(3) > 0 {
            let next = waiting.swap_remove(dice.below(waiting.len()));
            steps.push((true, next));
        }
    }
    steps.extend(waiting.into_iter().map(|person| (true, person)));
    steps
}

fn answer(person: usize) -> String {
    format!("{MARK}{person:03}-{}", hash(&[b"salt", &person.to_le_bytes()]))
}

fn tables(way: Way) -> &'static str {
    match way {
        Way::Appended => "create table drawn (person text); create table ballot (answer text)",
        Way::RandomKeys => {
            "create table drawn (person text primary key) without rowid;
             create table ballot (key text primary key, answer text) without rowid"
        }
    }
}

async fn run(db: &mut SqliteConnection, sql: &str) {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await.unwrap();
}

/// What the attacker keeps after one commit.
struct Seen {
    drawn: BTreeSet<String>,
    ballots: Vec<String>,
    bytes: Vec<u8>,
}

/// Opens a copy of file and WAL, as somebody would who took it away.
async fn copy(path: &Path) -> Seen {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("x.db");
    let mut bytes = std::fs::read(path).unwrap();
    std::fs::copy(path, &to).unwrap();
    let wal = path.with_extension("db-wal");
    if wal.exists() {
        std::fs::copy(&wal, to.with_extension("db-wal")).unwrap();
        bytes.extend(std::fs::read(wal).unwrap());
    }
    let mut db =
        SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(&to)).await.unwrap();
    let rows = sqlx::query("select person from drawn").fetch_all(&mut db).await.unwrap();
    let drawn = rows.iter().map(|it| it.get(0)).collect();
    let rows = sqlx::query("select answer from ballot").fetch_all(&mut db).await.unwrap();
    let ballots = rows.iter().map(|it| it.get(0)).collect();
    db.close().await.unwrap();
    Seen { drawn, ballots, bytes }
}

/// One wave; the attacker copies after every commit. Returns how many people were linked to
/// their answer, and whether an answer could be read anywhere before the close.
async fn wave(way: Way, dice: &mut Dice) -> (usize, bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wave.db");
    let options = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("secure_delete", "on");
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    run(&mut db, tables(way)).await;
    let mut seen = vec![copy(&path).await];
    for (votes, person) in steps(dice) {
        if !votes {
            run(&mut db, &format!("insert into drawn values ('{person}')")).await;
        } else {
            let columns = if way == Way::Appended { "(answer)" } else { "(key, answer)" };
            let random =
                format!("'{}', ", hash(&[&dice.0.to_le_bytes(), &[dice.below(256) as u8]]));
            let random = if way == Way::Appended { "" } else { &random };
            run(
                &mut db,
                &format!("insert into ballot {columns} values ({random}'{}')", answer(person)),
            )
            .await;
        }
        seen.push(copy(&path).await);
    }
    // The WAL has only grown since the wave began: the last copy holds all earlier bytes.
    let readable = seen.last().is_some_and(|it| contains(&it.bytes, MARK));
    db.close().await.unwrap();
    (links(&seen), readable)
}

/// The attack. It knows that people mostly vote soon after they draw, so each new ballot is given to
/// the newest drawer without one.
fn links(seen: &[Seen]) -> usize {
    let mut waiting: Vec<String> = Vec::new();
    let mut right = 0;
    for pair in seen.windows(2) {
        waiting.extend(pair[1].drawn.difference(&pair[0].drawn).cloned());
        let known: BTreeSet<&String> = pair[0].ballots.iter().collect();
        let new: Vec<&String> = pair[1].ballots.iter().filter(|it| !known.contains(it)).collect();
        if let ([ballot], Some(person)) =
            (&new[..], (!new.is_empty()).then(|| waiting.pop()).flatten())
        {
            right += usize::from(**ballot == answer(person.parse().unwrap()));
        }
    }
    right
}

async fn waves(way: Way) -> (usize, bool) {
    let mut dice = Dice(20_261_123);
    let (mut linked, mut readable) = (0, false);
    for _ in 0..WAVES {
        let (links, read) = wave(way, &mut dice).await;
        linked += links;
        readable |= read;
    }
    (linked, readable)
}

#[tokio::test]
async fn ballots_written_as_they_come_are_linked_even_without_person_time_or_order() {
    for way in [Way::Appended, Way::RandomKeys] {
        let (linked, readable) = waves(way).await;
        let all = VOTERS * WAVES;
        assert!(readable);
        assert!(linked > all / 2, "the attack must work to prove anything: {linked} of {all}");
    }
}

/// PostgreSQL keeps the writing transaction's number beside each row. So the order of drawing is
/// promised to nobody, and nothing may be kept that could be laid beside it.
#[tokio::test]
async fn who_drew_when_can_be_read_from_one_look_at_postgres() {
    let url = postgres();
    store::Store::open(&url, store::Options::default()).await.unwrap().close().await;
    let mut db = sqlx::PgConnection::connect(&url).await.unwrap();
    let table = "create table drawn (person text primary key)";
    sqlx::raw_sql(table).execute(&mut db).await.unwrap();
    let mut dice = Dice(7);
    let mut people: Vec<usize> = (0..VOTERS).collect();
    dice.shuffle(&mut people);
    for person in &people {
        sqlx::query("insert into drawn values ($1)")
            .bind(person.to_string())
            .execute(&mut db)
            .await
            .unwrap();
    }
    let order = "select person from drawn order by xmin::text::bigint";
    let rows = sqlx::query(order).fetch_all(&mut db).await.unwrap();
    let order: Vec<usize> = rows.iter().map(|it| it.get::<String, _>(0).parse().unwrap()).collect();
    assert_eq!(order, people, "who drew when is there to be read, so the ballots must not have it");
}
