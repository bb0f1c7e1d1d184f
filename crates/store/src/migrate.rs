//! The schema's steps. They only ever add; an old one is never edited.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// The newest schema this program knows.
pub(crate) const KNOWN: i64 = 2;

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
];

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

    #[test]
    fn steps_count_up_to_the_newest_schema_without_a_gap() {
        let versions: Vec<i64> = STEPS.iter().map(|it| it.0).collect();
        assert_eq!(versions, (1..=KNOWN).collect::<Vec<_>>());
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
