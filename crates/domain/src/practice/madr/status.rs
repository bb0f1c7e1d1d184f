//! What people write where a record says whether it holds, and what it says of other records.

/// What a status begins with, and the state that it stands for.
static WORDS: &[(&str, &[&str])] = &[
    (
        "proposed",
        &[
            "proposed",
            "proposal",
            "draft",
            "pending",
            "open",
            "discussion",
            "in discussion",
            "in review",
            "review",
            "under",
            "wip",
            "in progress",
            "ideation",
            "prediscussion",
            "exploring",
            "on hold",
            "deferred",
            "postponed",
            "paused",
        ],
    ),
    (
        "withdrawn",
        &[
            "rejected",
            "declined",
            "withdrawn",
            "abandoned",
            "cancelled",
            "canceled",
            "discontinued",
        ],
    ),
    (
        "superseded",
        &[
            "superseded",
            "superceded",
            "deprecated",
            "replaced",
            "obsolete",
            "retired",
            "reverted",
            "rolled back",
        ],
    ),
    (
        "decided",
        &[
            "accepted",
            "approved",
            "decided",
            "adopted",
            "agreed",
            "active",
            "final",
            "implemented",
            "done",
            "complete",
            "published",
            "committed",
            "merged",
            "recommended",
            "released",
            "ready",
            "in force",
            "amended",
        ],
    ),
];

/// Lines of a status that speak of other records and not of this one.
static OF_OTHERS: &[&str] =
    &["supersedes", "supercedes", "amends", "replaces", "clarifies", "clarified", "amended by"];

/// The state that a status stands for; `None` where it is a word we do not know.
pub(super) fn known(status: &str) -> Option<&'static str> {
    let found: Vec<&'static str> = lines(status).filter_map(|it| of_line(&it)).collect();
    // A record that was accepted and then replaced says both.
    let replaced = found.contains(&"superseded").then_some("superseded");
    replaced.or(found.first().copied())
}

fn of_line(line: &str) -> Option<&'static str> {
    let begins = |words: &[&str]| words.iter().any(|it| line.starts_with(it));
    WORDS.iter().find(|it| begins(it.1)).map(|it| it.0)
}

/// The lines that say how it stands, in lower case and without marks.
fn lines(status: &str) -> impl Iterator<Item = String> {
    let bare = |line: &str| {
        line.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end().to_lowercase()
    };
    let own = |line: &String| !line.is_empty() && !OF_OTHERS.iter().any(|it| line.starts_with(it));
    status.lines().map(bare).filter(own)
}

/// The first line that says how it stands, as it was written.
pub(super) fn said(status: &str) -> &str {
    let is_own = |line: &&str| lines(line).next().is_some();
    status.lines().find(is_own).map_or("", str::trim)
}

/// What a status says of other records: files, numbers or names as they stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaces {
    /// What replaced this one.
    pub by: Vec<String>,
    /// What this one replaced.
    pub of: Vec<String>,
}

pub(super) fn replaces(status: &str) -> Replaces {
    let mut found = Replaces::default();
    for line in status.lines() {
        let lower = line.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|it| lower.contains(it));
        if has(&["superseded by", "superceded by", "replaced by", "superseded-by"]) {
            found.by.extend(named(line));
        } else if has(&["supersedes", "supercedes", "replaces"]) {
            found.of.extend(named(line));
        }
    }
    found
}

/// The records that a line names: by the address of a link, else by a number.
fn named(line: &str) -> Vec<String> {
    let links = line.split("](").skip(1).filter_map(|it| it.split(')').next());
    let links: Vec<String> = links.map(file).filter(|it| !it.is_empty()).collect();
    if !links.is_empty() {
        return links;
    }
    let words = line.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_' || c == '.'));
    let words = words.filter(|it| it.chars().any(|c| c.is_ascii_digit()));
    words.take(1).map(file).filter(|it| !it.is_empty()).collect()
}

/// The name of a file without its folder, its ending and what follows a `#`.
fn file(address: &str) -> String {
    let path = address.split(['#', '?', ' ']).next().unwrap_or("");
    let name = path.rsplit('/').next().unwrap_or("");
    name.trim_end_matches(".markdown").trim_end_matches(".md").trim_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_known_by_its_first_word_whatever_stands_around_it() {
        for (status, state) in [
            ("Accepted", Some("decided")),
            ("**accepted** (2016-02-12)", Some("decided")),
            ("* Implemented in 2.3", Some("decided")),
            ("Draft", Some("proposed")),
            ("ready-for-release", Some("decided")),
            ("exploring", Some("proposed")),
            ("under review", Some("proposed")),
            ("Deprecated", Some("superseded")),
            ("rejected, too dear", Some("withdrawn")),
            ("on hold", Some("proposed")),
            ("Reverted by [a discussion](https://example.org/7)", Some("superseded")),
            ("Partly superseded", None),
            ("Accepted\n\nSuperseded by [9. X](0009-x.md)", Some("superseded")),
            ("Supersedes [3. Y](0003-y.md)\n\nAccepted", Some("decided")),
            ("Supersedes 3", None),
            ("on the moon", None),
            ("", None),
        ] {
            assert_eq!(known(status), state, "{status:?}");
        }
    }

    #[test]
    fn every_word_stands_for_a_state_of_the_kind() {
        let kind = &crate::practice::decision::KIND;
        for (state, words) in WORDS {
            assert!(kind.state(state).is_some(), "{state}");
            for word in *words {
                assert_eq!(known(word), Some(*state), "{word} is hidden by another");
            }
        }
    }

    #[test]
    fn what_is_said_is_the_line_as_it_stands() {
        assert_eq!(said("\n  On the moon  \nAccepted\n"), "On the moon");
        assert_eq!(said("Supersedes 3\n"), "");
    }

    #[test]
    fn records_it_replaces_or_that_replace_it_are_named_by_file_or_number() {
        let of = |status: &str| replaces(status);
        let by = |names: &[&str]| Replaces {
            by: names.iter().map(|it| (*it).to_owned()).collect(),
            of: Vec::new(),
        };
        for (status, found) in [
            ("Superseded by [10. A](0010-a.md)", by(&["0010-a"])),
            ("superseded by [ADR](../adr/0010-a.md#top) and [B](b.markdown)", by(&["0010-a", "b"])),
            ("Superseded by ADR-0012.", by(&["ADR-0012"])),
            ("replaced by 7", by(&["7"])),
            ("superseded by something better", by(&[])),
            ("Accepted", by(&[])),
        ] {
            assert_eq!(of(status), found, "{status}");
        }
        let both =
            of("Accepted\n\nSupersedes [3. Y](0003-y.md)\n\nSuperseded by [9. X](0009-x.md)");
        assert_eq!((both.by, both.of), (vec!["0009-x".to_owned()], vec!["0003-y".to_owned()]));
    }
}
