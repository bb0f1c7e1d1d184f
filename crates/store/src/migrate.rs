//! The schema's steps. They only ever add; an old one is never edited.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// The newest schema this program knows.
pub(crate) const KNOWN: i64 = 15;
/// The schema that brought the journal's chain.
pub(crate) const CHAINED: i64 = 5;

/// `(version, name, SQLite's text, PostgreSQL's text)`; mostly one text for both.
const STEPS: &[(i64, &str, &str, &str)] = &[
    (
        1,
        "house",
        include_str!("../migrations/0001_house.sql"),
        include_str!("../migrations/0001_house.sql"),
    ),
    (
        2,
        "search",
        include_str!("../migrations/0002_search.sqlite.sql"),
        include_str!("../migrations/0002_search.postgres.sql"),
    ),
    (
        3,
        "lists of a team",
        include_str!("../migrations/0003_lists_of_a_team.sql"),
        include_str!("../migrations/0003_lists_of_a_team.sql"),
    ),
    (
        4,
        "erasures",
        include_str!("../migrations/0004_erasures.sql"),
        include_str!("../migrations/0004_erasures.sql"),
    ),
    (
        5,
        "journal chain",
        include_str!("../migrations/0005_journal_chain.sql"),
        include_str!("../migrations/0005_journal_chain.sql"),
    ),
    (
        6,
        "sealed",
        include_str!("../migrations/0006_sealed.sql"),
        include_str!("../migrations/0006_sealed.sql"),
    ),
    (
        7,
        "jobs",
        include_str!("../migrations/0007_jobs.sql"),
        include_str!("../migrations/0007_jobs.sql"),
    ),
    (
        8,
        "feed links",
        include_str!("../migrations/0008_feed_links.sql"),
        include_str!("../migrations/0008_feed_links.sql"),
    ),
    (
        9,
        "falls to",
        concat!(
            include_str!("../migrations/0009_falls_to.sql"),
            include_str!("../migrations/falls_to.sqlite.sql")
        ),
        concat!(
            include_str!("../migrations/0009_falls_to.sql"),
            include_str!("../migrations/falls_to.postgres.sql")
        ),
    ),
    (
        10,
        "waves",
        include_str!("../migrations/0010_waves.sqlite.sql"),
        include_str!("../migrations/0010_waves.postgres.sql"),
    ),
    (
        11,
        "looks",
        include_str!("../migrations/0011_looks.sql"),
        include_str!("../migrations/0011_looks.sql"),
    ),
    (
        12,
        "apart",
        include_str!("../migrations/0012_apart.sql"),
        include_str!("../migrations/0012_apart.sql"),
    ),
    (
        13,
        "unsampled",
        include_str!("../migrations/0013_unsampled.sqlite.sql"),
        include_str!("../migrations/0013_unsampled.postgres.sql"),
    ),
    (
        14,
        "journal of a team",
        include_str!("../migrations/0014_journal_of_a_team.sql"),
        include_str!("../migrations/0014_journal_of_a_team.sql"),
    ),
    (15, "days that are over", DAYS_OVER, DAYS_OVER),
];

/// Run again over rows out of an old dump.
pub(crate) const DAYS_OVER: &str = include_str!("../migrations/0015_days_that_are_over.sql");

/// To whom rows fall that do not say it: from before there was a column, or out of an old dump.
pub(crate) fn fill_falls_to(is_postgres: bool) -> &'static str {
    if is_postgres {
        include_str!("../migrations/falls_to.postgres.sql")
    } else {
        include_str!("../migrations/falls_to.sqlite.sql")
    }
}

/// The steps up to a version; tests stop earlier to replay the later ones over existing rows.
pub(crate) fn migrator(is_postgres: bool, up_to: i64) -> Migrator {
    let steps: Vec<Migration> = STEPS
        .iter()
        .filter(|(version, ..)| *version <= up_to)
        .map(|&(version, name, lite, postgres)| {
            let text = if is_postgres { postgres } else { lite };
            let kind = MigrationType::Simple;
            Migration::new(version, Cow::Borrowed(name), kind, text.into_sql_str(), false)
        })
        .collect();
    Migrator { migrations: Cow::Owned(steps), ..Migrator::DEFAULT }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Sql;
    use crate::postgres::postgres;
    use crate::{Options, Store};

    #[test]
    fn steps_count_up_to_the_newest_schema_without_a_gap() {
        let versions: Vec<i64> = STEPS.iter().map(|it| it.0).collect();
        assert_eq!(versions, (1..=KNOWN).collect::<Vec<_>>());
    }

    /// What each step's sample rows add, replayed before the next step.
    const SAMPLES: &[&str] = &[
        include_str!("../migrations/samples/0001_house.sql"),
        include_str!("../migrations/samples/0002_search.sql"),
        include_str!("../migrations/samples/0003_lists_of_a_team.sql"),
        include_str!("../migrations/samples/0004_erasures.sql"),
        include_str!("../migrations/samples/0005_journal_chain.sql"),
        include_str!("../migrations/samples/0006_sealed.sql"),
        include_str!("../migrations/samples/0007_jobs.sql"),
        include_str!("../migrations/samples/0008_feed_links.sql"),
        include_str!("../migrations/samples/0009_falls_to.sql"),
        include_str!("../migrations/samples/0010_waves.sql"),
        include_str!("../migrations/samples/0011_looks.sql"),
        include_str!("../migrations/samples/0012_apart.sql"),
        include_str!("../migrations/samples/0013_unsampled.sql"),
        include_str!("../migrations/samples/0014_journal_of_a_team.sql"),
        include_str!("../migrations/samples/0015_days_that_are_over.sql"),
    ];

    /// As the slots' own tables say it today; written once more, because old rows have no table.
    #[tokio::test]
    async fn rows_that_do_not_say_it_fall_to_whom_their_slot_meant() {
        let rows = [
            ("x", "question", "open", "{}", "p2"),
            ("x", "advice", "open", r#"{"from":"@Kim"}"#, "@kim"),
            ("x", "advice", "given", r#"{"from":"@kim"}"#, "p1"),
            ("x", "raised", "told", "{}", "p1"),
            ("x", "raised", "heard", "{}", "@raj"),
            ("x", "raised", "will", r#"{"owner":"kim"}"#, "@kim"),
            ("x", "support", "open", "{}", "leads"),
            ("x", "support", "open", r#"{"from":"lee"}"#, "@lee"),
            ("x", "support", "supported", r#"{"owner":"lee"}"#, "@lee"),
            ("x", "commitment", "open", r#"{"owner":""}"#, "p1"),
            ("x", "forecast", "open", "{}", "p1"),
        ];
        for url in ["sqlite::memory:".to_owned(), postgres()] {
            let store = Store::open(&url, Options::default()).await.unwrap();
            let mut pooled = store.inner.pools.write.acquire().await.unwrap();
            let db = &mut pooled.conn();
            let house = "insert into team (id, parent, slug, name) values ('t', null, 't', 'T')";
            db.run(Sql::new(house)).await.unwrap();
            let record = r#"insert into record (id, kind, state, title, team, author, answers, version,
                opened_at, changed_at, revealed, retired, open, due_on) values
                ('x', 'k', 's', '', 't', 'p2', '{"to":"@Raj"}', 1, 0, 0, false, false, true, null)"#;
            db.run(Sql::new(record)).await.unwrap();
            for (number, (record, slot, state, answers, _)) in rows.into_iter().enumerate() {
                let sql = Sql::new(
                    "insert into attachment (id, record, slot, author, made_at, answers, state,
                     version, open, due_on, hidden, only_one)
                     values ($1, $2, $3, 'p1', $4, $5, $6, 1, true, null, false, null)",
                );
                let sql = sql.bind(format!("a{number:02}")).bind(record).bind(slot);
                db.run(sql.bind(number).bind(answers).bind(state)).await.unwrap();
            }
            db.run(Sql::new(fill_falls_to(db.is_postgres()))).await.unwrap();
            let found = db.rows(Sql::new("select falls_to from attachment order by id")).await;
            let found: Vec<String> =
                found.unwrap().iter().map(|row| row.text(0).unwrap()).collect();
            assert_eq!(found, rows.map(|it| it.4));
        }
    }

    #[tokio::test]
    async fn later_steps_keep_the_rows_of_earlier_ones() {
        assert_eq!(SAMPLES.len(), STEPS.len(), "each step brings sample rows");
        let folder = tempfile::tempdir().unwrap();
        let file = format!("sqlite:{}", folder.path().join("remit.db").display());
        let keeping = || Options { copies: Some(folder.path().to_owned()), ..Options::default() };
        for url in [file, postgres()] {
            for (number, sample) in SAMPLES.iter().enumerate() {
                let store = Store::open_at(&url, keeping(), number as i64 + 1);
                let store = store.await.unwrap();
                let mut pooled = store.inner.pools.write.acquire().await.unwrap();
                // The one literal that the two write differently.
                let byte = if store.is_postgres() { r"'\x01'" } else { "x'01'" };
                let sample: &'static str = sample.replace("{one byte}", byte).leak();
                for statement in
                    sample.split(";\n").filter(|it| it.contains(" into ") || it.contains("update "))
                {
                    pooled.conn().run(Sql::new(statement)).await.unwrap();
                }
                drop(pooled);
                store.close().await;
            }
            let store = Store::open(&url, keeping()).await.unwrap();
            assert_eq!(store.position().await.unwrap(), 3);
            let dossier = store.dossier(&"r1".into()).await.unwrap().unwrap();
            assert_eq!(dossier.record.title, "It's “quoted” \\ backslash");
            assert_eq!(dossier.record.rows("rows")[0]["a"], "b");
            assert_eq!(dossier.attached.len(), 2);
            let days = "select due_on from attachment where slot = 'raised' and due_on is not null";
            let days = store.rows(Sql::new(days)).await.unwrap();
            assert_eq!(days.len(), 1, "what is still owed, and not what was told");
            assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
            let head = store.dump(domain::id::At(0), &mut Vec::new()).await.unwrap();
            assert!(head.counts.values().all(|it| *it > 0), "{head:?}");
            assert!(store.answered(&"p1".into(), "k").await.unwrap().is_some());
            assert_eq!(store.feed_link_of(&"p1".into()).await.unwrap().unwrap().hash, "f");
            assert_eq!(store.looks(&"r1".into()).await.unwrap().len(), 1);
            store.close().await;
            if url.starts_with("sqlite:") {
                let before = folder.path().join("remit.db.schema-1");
                let before = format!("sqlite:{}", before.display());
                let old = Store::open_at(&before, Options::default(), 1).await.unwrap();
                assert_eq!(old.position().await.unwrap(), 2, "the older program has it back");
                old.close().await;
            } else {
                for schema in 1..KNOWN {
                    let mut files = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap);
                    let name = format!(".schema-{schema}.backup");
                    let is_copy =
                        |it: &std::fs::DirEntry| it.file_name().to_string_lossy().ends_with(&name);
                    let copy = files.find(is_copy).unwrap().path();
                    let mut copy = std::io::BufReader::new(std::fs::File::open(copy).unwrap());
                    let head = crate::backup::verify(&mut copy).await.unwrap();
                    // The chain's own sample adds a row of the journal.
                    let rows = if schema < CHAINED { 2 } else { 3 };
                    assert_eq!((head.schema, head.counts["journal"]), (schema, rows));
                }
            }
        }
    }

    #[tokio::test]
    async fn an_older_postgresql_is_not_touched_without_a_place_for_its_copy() {
        let url = postgres();
        Store::open_at(&url, Options::default(), KNOWN - 1).await.unwrap().close().await;
        let refused = Store::open(&url, Options::default()).await.err().unwrap();
        assert!(refused.to_string().contains("Name one with --data"), "{refused}");
        Store::open_at(&url, Options::default(), KNOWN - 1).await.unwrap().close().await;
    }

    #[test]
    fn no_step_takes_anything_away() {
        for (_, name, lite, postgres) in STEPS {
            for text in [lite, postgres] {
                let text = text.to_lowercase();
                assert!(!text.contains("drop "), "{name} drops something");
                assert!(!text.contains("delete "), "{name} deletes something");
            }
        }
    }
}
