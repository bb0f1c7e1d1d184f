//! Every table that goes into a dump, in an order in which rows can be put back.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Text,
    Int,
    Flag,
    Bytes,
}

pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Holds)],
    /// The primary key: rows are read in its order, page by page.
    pub(crate) key: &'static [&'static str],
}

/// Not dumped: ballots and tickets, which are in no copy; keys to the door and work under way end with the database they were made for, and
/// the rest is derived from what is dumped.
#[cfg(test)]
pub(crate) const LEFT_OUT: &[&str] = &[
    "session",
    "sign_in_link",
    "invitation",
    "token",
    "feed_link",
    "idempotency",
    "job",
    "ticket_drawn",
    "ticket_spent",
    "ballot_slot",
    "apart",
    "counter",
    "search",
];

use Holds::{Bytes, Flag, Int, Text};

pub(crate) const TABLES: &[Table] = &[
    Table { name: "setting", columns: &[("key", Text), ("value", Text)], key: &["key"] },
    Table {
        name: "team",
        columns: &[("id", Text), ("parent", Text), ("slug", Text), ("name", Text)],
        key: &["id"],
    },
    Table {
        name: "person",
        columns: &[
            ("id", Text),
            ("handle", Text),
            ("name", Text),
            ("email", Text),
            ("joined_at", Int),
            ("left_at", Int),
            ("erased", Flag),
        ],
        key: &["id"],
    },
    Table {
        name: "erasure",
        columns: &[("hash", Text), ("salt", Text), ("at", Int)],
        key: &["hash"],
    },
    Table {
        name: "membership",
        columns: &[
            ("person", Text),
            ("team", Text),
            ("level", Int),
            ("role", Text),
            ("since", Int),
            ("until", Int),
        ],
        key: &["person", "team", "since"],
    },
    Table {
        name: "agent",
        columns: &[("id", Text), ("handle", Text), ("name", Text), ("sponsor", Text)],
        key: &["id"],
    },
    Table {
        name: "record",
        columns: &[
            ("id", Text),
            ("kind", Text),
            ("state", Text),
            ("title", Text),
            ("team", Text),
            ("author", Text),
            ("answers", Text),
            ("version", Int),
            ("opened_at", Int),
            ("changed_at", Int),
            ("revealed", Flag),
            ("retired", Flag),
            ("open", Flag),
            ("due_on", Text),
        ],
        key: &["id"],
    },
    Table {
        name: "attachment",
        columns: &[
            ("id", Text),
            ("record", Text),
            ("slot", Text),
            ("author", Text),
            ("made_at", Int),
            ("answers", Text),
            ("state", Text),
            ("version", Int),
            ("open", Flag),
            ("due_on", Text),
            ("hidden", Flag),
            ("only_one", Text),
            ("falls_to", Text),
        ],
        key: &["id"],
    },
    Table {
        name: "link",
        columns: &[("from_record", Text), ("to_record", Text), ("relation", Text)],
        key: &["from_record", "to_record", "relation"],
    },
    Table {
        name: "wave",
        columns: &[
            ("record", Text),
            ("opening", Text),
            ("closes_at", Int),
            ("phase", Text),
            ("results", Text),
        ],
        key: &["record"],
    },
    Table {
        name: "wave_roster",
        columns: &[("wave", Text), ("person", Text), ("teams", Text)],
        key: &["wave", "person"],
    },
    Table {
        name: "map",
        columns: &[
            ("team", Text),
            ("number", Int),
            ("text", Text),
            ("author", Text),
            ("home", Text),
            ("state", Text),
            ("from_day", Text),
            ("at", Int),
        ],
        key: &["team", "number"],
    },
    Table {
        name: "repository",
        columns: &[("id", Text), ("team", Text), ("root", Text), ("name", Text)],
        key: &["id"],
    },
    Table {
        name: "journal",
        columns: &[
            ("seq", Int),
            ("at", Int),
            ("actor", Text),
            ("team", Text),
            ("subject", Text),
            ("what", Text),
            ("detail", Text),
            ("salt", Text),
            ("digest", Text),
            ("hash", Text),
        ],
        key: &["seq"],
    },
    Table {
        name: "facts",
        columns: &[
            ("repository", Text),
            ("read_to", Text),
            ("releases", Text),
            ("identities", Text),
            ("areas", Text),
            ("unknown", Text),
        ],
        key: &["repository"],
    },
    Table {
        name: "landing_batch",
        columns: &[("repository", Text), ("number", Int), ("landings", Int), ("columns", Bytes)],
        key: &["repository", "number"],
    },
    Table {
        name: "draft",
        columns: &[("person", Text), ("key", Text), ("text", Text), ("at", Int)],
        key: &["person", "key"],
    },
    Table {
        name: "look",
        columns: &[("record", Text), ("viewer", Text), ("first_day", Text)],
        key: &["record", "viewer"],
    },
    Table {
        name: "secret",
        columns: &[("person", Text), ("hash", Text), ("changed_at", Int)],
        key: &["person"],
    },
];

impl Table {
    pub(crate) fn named(name: &str) -> Option<&'static Table> {
        TABLES.iter().find(|it| it.name == name)
    }

    /// Rows read at once; batches of landings are large.
    pub(crate) fn page(&self) -> usize {
        if self.columns.iter().any(|it| it.1 == Holds::Bytes) { 4 } else { 500 }
    }

    /// Where a key column stands among the columns.
    #[cfg(test)]
    pub(crate) fn key_at(&self) -> impl Iterator<Item = usize> + '_ {
        self.key.iter().filter_map(|key| self.columns.iter().position(|it| it.0 == *key))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::db::Sql;
    use crate::postgres::postgres;
    use crate::{Options, Store};

    const LITE: &str = "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c
        where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'search_%'
        and m.name <> '_sqlx_migrations'";
    const POSTGRES: &str = "select table_name::text, column_name::text
        from information_schema.columns where table_schema = current_schema()
        and table_name <> '_sqlx_migrations'";

    #[tokio::test]
    async fn every_column_is_dumped_or_left_out_on_purpose() {
        let mut listed = BTreeSet::new();
        for table in TABLES {
            assert_eq!(table.key_at().count(), table.key.len(), "the key of {}", table.name);
            listed.extend(table.columns.iter().map(|it| format!("{}.{}", table.name, it.0)));
        }
        for (url, sql) in [("sqlite::memory:".to_owned(), LITE), (postgres(), POSTGRES)] {
            let store = Store::open(&url, Options::default()).await.unwrap();
            let mut found = BTreeSet::new();
            for row in store.rows(Sql::new(sql)).await.unwrap() {
                let table = row.text(0).unwrap();
                if !LEFT_OUT.contains(&table.as_str()) {
                    found.insert(format!("{table}.{}", row.text(1).unwrap()));
                }
            }
            assert_eq!(found, listed);
            store.close().await;
        }
    }

    /// Columns that say of whom a row is, and whole numbers that are no measure of anybody.
    const OF_SOMEBODY: [&str; 6] = ["person", "author", "actor", "owner", "viewer", "handle"];
    const NO_MEASURE: [&str; 7] = ["version", "level", "seq", "at", "since", "until", "run_after"];

    #[test]
    fn no_table_keeps_a_number_of_a_person() {
        for table in TABLES {
            if !table.columns.iter().any(|it| OF_SOMEBODY.contains(&it.0)) {
                continue;
            }
            let numbers = table.columns.iter().filter(|it| it.1 == Holds::Int).map(|it| it.0);
            for name in numbers {
                let known = NO_MEASURE.contains(&name)
                    || name.ends_with("_at")
                    || (table.name, name) == ("map", "number");
                assert!(known, "{}.{name} could measure somebody", table.name);
            }
        }
    }
}
