//! What landings, merges and releases of ordinary histories read as.

use crate::sandbox::{BEGIN, DAY, Sandbox, author, unknown};
use domain::facts::{NO_AREA, Review, Shape};
use domain::id::At;
use proptest::prelude::*;

const ANA: &str = "Ana <ana@x.org>";
const BEN: &str = "Ben <ben@x.org>";

#[test]
fn a_history_without_merges_is_one_landing_a_commit() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.commit(BEN, BEGIN + DAY, "b", "Fix (#7)");
    let facts = it.facts();
    assert_eq!(facts.landings.shape, [Shape::Direct, Shape::Squash]);
    assert_eq!(facts.landings.number, [0, 7]);
    assert_eq!(facts.landings.at[1], At((BEGIN + DAY) * 1000));
    assert_eq!((author(&facts, 0), author(&facts, 1)), ("Ana", "Ben"));
    assert_eq!(facts.read_to, it.git(&["rev-parse", "HEAD"]));
    assert!(facts.unknown.is_empty(), "{:?}", facts.unknown);
}

#[test]
fn a_merge_is_one_landing_with_what_it_brought_in() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.git(&["checkout", "-qb", "topic"]);
    it.commit(ANA, BEGIN + DAY, "t1", "One");
    it.commit(BEN, BEGIN + 2 * DAY, "t2", "Two");
    it.commit(BEN, BEGIN + 3 * DAY, "t3", "Three");
    it.git(&["checkout", "-q", "main"]);
    let words = ["merge", "-q", "--no-ff", "-m", "Merge pull request #12 from ben/topic", "topic"];
    it.git_as("Cid <cid@x.org>", BEGIN + 9 * DAY, BEGIN + 9 * DAY, &words, b"");
    let facts = it.facts();
    assert_eq!(facts.landings.len(), 2);
    assert_eq!((facts.landings.shape[1], facts.landings.commits[1]), (Shape::Merge, 3));
    assert_eq!(facts.landings.number[1], 12);
    assert_eq!(facts.landings.first_author_at[1], At((BEGIN + DAY) * 1000));
    assert_eq!(facts.landings.last_author_at[1], At((BEGIN + 3 * DAY) * 1000));
    assert_eq!(author(&facts, 1), "Ben", "who wrote most of it");
    assert_eq!(facts.identities[facts.landings.landed_by[1] as usize].name, "Cid");
}

#[test]
fn a_review_named_in_any_message_of_a_landing_is_one_and_who_it_was_is_not_kept() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.commit(ANA, BEGIN + DAY, "b", "Fix\n\nReviewed-by: Cid <cid@x.org>");
    it.commit(ANA, BEGIN + 2 * DAY, "c", "Fix\n\nReviewed-by: Ana <ANA@x.org>");
    it.git(&["checkout", "-qb", "topic"]);
    it.commit(BEN, BEGIN + 3 * DAY, "t1", "One\n\nAcked-by: Cid <cid@x.org>");
    it.commit(BEN, BEGIN + 4 * DAY, "t2", "Two");
    it.git(&["checkout", "-q", "main"]);
    let words = ["merge", "-q", "--no-ff", "-m", "Merge branch 'topic'", "topic"];
    it.git_as(BEN, BEGIN + 5 * DAY, BEGIN + 5 * DAY, &words, b"");
    let facts = it.facts();
    let expected = [Review::NoneNamed, Review::Named, Review::NoneNamed, Review::Named];
    assert_eq!(facts.landings.review, expected);
    assert!(facts.identities.iter().all(|it| it.name != "Cid"), "{:?}", facts.identities);
}

#[test]
fn an_octopus_counts_every_branch_once() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    for name in ["x", "y", "z"] {
        it.git(&["checkout", "-qb", name, "main"]);
        it.commit(ANA, BEGIN + DAY, name, name);
    }
    it.git(&["checkout", "-q", "main"]);
    it.git(&["merge", "-q", "--no-ff", "-m", "All", "x", "y", "z"]);
    let facts = it.facts();
    assert_eq!((facts.landings.shape[1], facts.landings.commits[1]), (Shape::Octopus, 3));
}

#[test]
fn a_branch_merged_twice_brings_only_what_is_new() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.git(&["checkout", "-qb", "topic"]);
    it.commit(ANA, BEGIN + DAY, "t1", "One");
    for (at, file) in [(2, "t2"), (4, "t3")] {
        it.git(&["checkout", "-q", "main"]);
        it.git_as(
            ANA,
            BEGIN + at * DAY,
            BEGIN + at * DAY,
            &["merge", "-q", "--no-ff", "-m", "M", "topic"],
            b"",
        );
        it.git(&["checkout", "-q", "topic"]);
        it.commit(ANA, BEGIN + (at + 1) * DAY, file, "More");
    }
    assert_eq!(it.facts().landings.commits, [1, 1, 1]);
}

#[test]
fn the_place_of_a_landing_is_where_most_of_it_lies() {
    let it = Sandbox::new();
    it.write("src/a/x.rs", "1");
    it.write("src/a/y.rs", "1");
    it.commit(ANA, BEGIN, "docs/one.md", "Begin");
    it.commit(ANA, BEGIN + DAY, "docs/one.md", "Words");
    it.commit(ANA, BEGIN + 2 * DAY, "README.md", "Top");
    it.git(&["mv", "src/a/x.rs", "src/a/z.rs"]);
    it.commit(ANA, BEGIN + 3 * DAY, "docs/one.md", "Move and words");
    it.git_as(
        ANA,
        BEGIN,
        BEGIN + 4 * DAY,
        &["commit", "-q", "--allow-empty", "-m", "Nothing"],
        b"",
    );
    let facts = it.facts();
    let areas: Vec<&str> = facts
        .landings
        .area
        .iter()
        .map(|it| facts.areas.get(*it as usize).map_or("-", |it| it))
        .collect();
    assert_eq!(areas, ["src", "docs", ".", "src", "-"]);
}

#[test]
fn a_folder_that_holds_nearly_all_is_told_apart_inside() {
    let it = Sandbox::new();
    for n in 0..12 {
        it.commit(
            ANA,
            BEGIN + n * DAY,
            &format!("src/{}/f{n}.rs", ["web", "db", "cli"][n as usize % 3]),
            "x",
        );
    }
    let mut areas = it.facts().areas;
    areas.sort();
    assert_eq!(areas, ["src/cli", "src/db", "src/web"]);
}

#[test]
fn landings_more_than_two_years_old_have_no_place() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN - 800 * DAY, "old/a", "Old");
    it.commit(ANA, BEGIN, "new/a", "New");
    let facts = it.facts();
    assert_eq!(facts.landings.area[0], NO_AREA);
    assert_eq!(facts.areas, ["new"]);
}

#[test]
fn tags_are_releases_by_their_names_wherever_they_point() {
    let it = Sandbox::new();
    it.git_as(ANA, BEGIN, BEGIN, &["commit", "-q", "--allow-empty", "-m", "One"], b"");
    it.git(&["tag", "v1.0.0"]);
    it.git(&["tag", "weekly"]);
    it.git(&["checkout", "-qb", "fixes"]);
    it.commit(ANA, BEGIN + DAY, "f", "Off the branch");
    it.git_as(ANA, BEGIN, BEGIN + 2 * DAY, &["tag", "-a", "-m", "x", "v1.0.1"], b"");
    it.git(&["checkout", "-q", "main"]);
    it.commit(ANA, BEGIN + 3 * DAY, "b", "Two");
    it.git_as(ANA, BEGIN, BEGIN + 4 * DAY, &["tag", "-a", "-m", "x", "v2.0.0-rc1"], b"");
    it.git_as(ANA, BEGIN, BEGIN + 5 * DAY, &["tag", "-a", "-m", "x", "v2.0.0", "v2.0.0-rc1"], b"");
    let facts = it.facts();
    let releases: Vec<_> =
        facts.releases.iter().map(|it| (it.name.as_str(), it.landing, it.pre)).collect();
    assert_eq!(
        releases,
        [
            ("v1.0.0", Some(0), false),
            ("v1.0.1", Some(0), false),
            ("v2.0.0-rc1", Some(1), true),
            ("v2.0.0", Some(1), false)
        ]
    );
    assert_eq!(facts.releases[3].at, At((BEGIN + 5 * DAY) * 1000), "the outer tag's date");
}

#[test]
fn tags_on_folders_and_files_are_no_releases() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.git(&["tag", "v1.0", "HEAD^{tree}"]);
    it.git(&["tag", "v1.1", "HEAD:a"]);
    it.git(&["tag", "-a", "-m", "x", "v1.2", "HEAD:a"]);
    let facts = it.facts();
    assert!(facts.releases.is_empty());
    assert_eq!(unknown(&facts, "not on a commit"), 3);
}

#[test]
fn a_rewritten_history_is_read_anew() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    it.commit(ANA, BEGIN + DAY, "b", "Two");
    let memory = it.read(None);
    it.git(&["reset", "-q", "--hard", "HEAD~1"]);
    it.commit(BEN, BEGIN + 2 * DAY, "c", "Another two");
    let again = it.read(Some(memory.clone())).facts;
    assert_eq!(again, it.facts());
    it.git(&["reset", "-q", "--hard", "HEAD~1"]);
    assert_eq!(it.read(Some(memory)).facts, it.facts(), "gone back");
}

#[test]
fn a_changed_mailmap_is_read_anew() {
    let it = Sandbox::new();
    it.commit("Ana <old@x.org>", BEGIN, "a", "Begin");
    it.commit(ANA, BEGIN + DAY, "b", "Two");
    let memory = it.read(None);
    assert_eq!(memory.facts.identities.len(), 2);
    it.write(".mailmap", "Ana <ana@x.org> <old@x.org>\n");
    it.commit(ANA, BEGIN + 2 * DAY, "c", "Map");
    assert_eq!(it.read(Some(memory)).facts.identities.len(), 1);
}

/// One step of a made-up history: on a topic or on main, merged or not, tagged or not.
fn step(it: &Sandbox, n: usize, kind: u8, file: u8) {
    let at = BEGIN + n as i64 * DAY;
    let who = [ANA, BEN][n % 2];
    let file = format!("{}/{file}", ["src", "docs", "web"][file as usize % 3]);
    match kind {
        0 | 1 => drop(it.commit(who, at, &file, "Step")),
        2 => {
            it.git(&["checkout", "-qB", "topic"]);
            it.commit(who, at, &file, "On a topic");
            it.commit(who, at + 60, &file, "On a topic again");
            it.git(&["checkout", "-q", "main"]);
            it.git_as(
                who,
                at,
                at + 3600,
                &["merge", "-q", "--no-ff", "-m", "Merge #3", "topic"],
                b"",
            );
        }
        _ => drop(it.git_as(who, at, at, &["tag", "-a", "-m", "x", &format!("v1.{n}")], b"")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn reading_in_pieces_gives_what_reading_at_once_gives(
        steps in prop::collection::vec((0..4_u8, 0..6_u8), 4..12),
        pause in 1..4_usize,
    ) {
        let it = Sandbox::new();
        it.commit(ANA, BEGIN - DAY, "src/a", "Begin");
        let mut memory = None;
        for (n, (kind, file)) in steps.iter().enumerate() {
            step(&it, n, *kind, *file);
            if n % pause == 0 {
                let bytes = it.read(memory).to_bytes();
                memory = forge::Memory::from_bytes(&bytes);
                prop_assert!(memory.is_some());
            }
        }
        let (pieces, whole) = (it.read(memory).facts, it.facts());
        prop_assert_eq!(&pieces.landings.at, &whole.landings.at);
        prop_assert_eq!(&pieces.landings.commits, &whole.landings.commits);
        prop_assert_eq!(&pieces.releases, &whole.releases);
        prop_assert_eq!(&pieces.landings.commit, &whole.landings.commit);
        for row in 0..whole.landings.len() {
            prop_assert_eq!(author(&pieces, row), author(&whole, row));
        }
    }
}

#[test]
fn reviews_named_by_what_a_merge_brought_in_count_for_its_area() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "lib/a", "Begin\n\nSigned-off-by: Ana <ana@x.org>");
    it.git(&["checkout", "-qb", "topic"]);
    it.commit(ANA, BEGIN + DAY, "lib/t1", "One\n\nReviewed-by: Ben <ben@x.org>");
    it.commit(
        BEN,
        BEGIN + DAY,
        "lib/t2",
        "Two\n\nAcked-by: Ben <ben@x.org>\nAcked-by: D <d@x.org>",
    );
    it.git(&["checkout", "-q", "main"]);
    it.git_as(ANA, BEGIN + 2 * DAY, BEGIN + 2 * DAY, &["merge", "-q", "--no-ff", "topic"], b"");
    it.commit(BEN, BEGIN + 3 * DAY, "doc/x", "Tell (#9)\n\nSigned-off-by: Ana <ana@x.org>");
    let facts = it.facts();
    let reviews = it.open().reviews(&facts);
    let of = |area: &str| {
        let at = facts.areas.iter().position(|it| it == area).expect("an area") as u16;
        let it = reviews[&at];
        (it.landings, it.reviewed, it.reviewers, it.signed, it.signers)
    };
    assert_eq!((of("lib"), of("doc")), ((2, 1, 2, 0, 0), (1, 0, 0, 1, 1)));
    assert!(it.open().reviews(&domain::facts::Facts::default()).is_empty());
}
