//! Single files, names of branches, and what else a reader asks a repository for.

use domain::facts::Shape;
use domain::lanes::change::{Adds, Fate};
use forge::Repository;

use crate::sandbox::{BEGIN, DAY, Sandbox, author, unknown};

const ANA: &str = "Ana <ana@x.org>";

#[test]
fn the_branch_that_landings_go_to_is_found_in_each_house() {
    for (branch, others, expected) in [
        ("main", &["topic"][..], "main"),
        ("master", &["topic"], "master"),
        ("trunk", &[], "trunk"),
        ("develop", &[], "develop"),
        ("topic", &["main"], "main"),
        ("topic", &["master", "main"], "main"),
        ("master", &["main"], "master"),
    ] {
        let it = Sandbox::empty();
        it.git(&["init", "-q", "-b", branch]);
        it.commit(ANA, BEGIN, "a", "Begin");
        others.iter().for_each(|name| drop(it.git(&["branch", name])));
        assert_eq!(it.open().default_branch(), expected, "on {branch} beside {others:?}");
    }
    let it = Sandbox::empty();
    it.git(&["init", "-q", "-b", "odd"]);
    it.commit(ANA, BEGIN, "a", "Begin");
    it.git(&["checkout", "-q", "--detach"]);
    assert_eq!(it.open().default_branch(), "HEAD", "nothing else is known");
}

#[test]
fn a_file_is_read_as_committed_or_as_it_lies_there() {
    let it = Sandbox::new();
    it.write("docs/a.txt", "committed\n");
    it.commit(ANA, BEGIN, "b", "Begin");
    it.write("docs/a.txt", "edited\n");
    it.write("new.txt", "not committed\n");
    let found = it.open();
    assert_eq!(found.file_at_head("./docs/a.txt").as_deref(), Some(&b"committed\n"[..]));
    assert_eq!(found.file_in_work_tree("docs/a.txt").as_deref(), Some(&b"edited\n"[..]));
    assert_eq!(found.file_at_head("new.txt"), None);
    assert!(found.file_in_work_tree("new.txt").is_some());
    for folder in ["docs", "docs/", "docs/none"] {
        assert_eq!(found.file_at_head(folder), None, "{folder}");
        assert_eq!(found.file_in_work_tree(folder), None, "{folder}");
    }
}

#[test]
fn a_file_longer_than_anything_read_by_name_is_treated_as_absent() {
    let it = Sandbox::new();
    it.write("fits", vec![b'x'; 4 << 20]);
    it.write("long", vec![b'x'; (4 << 20) + 1]);
    it.commit(ANA, BEGIN, "a", "Begin");
    let found = it.open();
    for (path, there) in [("fits", true), ("long", false)] {
        assert_eq!(found.file_at_head(path).is_some(), there, "{path}");
        assert_eq!(found.file_in_work_tree(path).is_some(), there, "{path}");
        assert_eq!(found.blob_id(path).is_some(), there, "{path}");
    }
}

#[test]
fn paths_come_in_order_without_links_and_up_to_a_limit() {
    let it = Sandbox::new();
    for path in ["b/y", "a", "b/x", "c"] {
        it.write(path, "x");
    }
    std::os::unix::fs::symlink("a", it.join("link")).expect("link");
    it.git(&["add", "-A"]);
    it.git(&["commit", "-qm", "Begin"]);
    assert_eq!(it.open().paths_at_head(100), ["a", "b/x", "b/y", "c"]);
    assert_eq!(it.open().paths_at_head(2), ["a", "b/x"]);
    assert_eq!(Sandbox::new().open().paths_at_head(9), [""; 0], "no commit yet");
}

#[test]
fn a_repository_is_found_from_a_file_deep_inside_it() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a/b/c.txt", "Begin");
    let found = Repository::find(&it.join("a/b/c.txt")).expect("upwards");
    assert_eq!(found.root(), std::fs::canonicalize(it.path()).expect("a folder"));
    assert!(found.file_at_head("a/b/c.txt").is_some());
}

#[test]
fn a_merge_made_by_a_forge_is_landed_by_its_author_and_a_squash_is_counted_as_unknown() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    let made_by_forge = |parents: &[&str], message: &str| {
        let tree = it.git(&["rev-parse", "HEAD^{tree}"]);
        let parents: String = parents.iter().map(|id| format!("parent {id}\n")).collect();
        it.raw_commit(
            format!(
                "tree {tree}\n{parents}author Ben <ben@x.org> {at} +0000\n\
                 committer GitHub <noreply@github.com> {at} +0000\n\n{message}\n",
                at = BEGIN + DAY
            )
            .as_bytes(),
        )
    };
    let head = it.git(&["rev-parse", "HEAD"]);
    it.git(&["checkout", "-qb", "topic"]);
    let topic = it.commit("Cid <cid@x.org>", BEGIN + DAY, "t", "On a topic");
    let merged = made_by_forge(&[&head, &topic], "Merge pull request #3 from cid/topic");
    made_by_forge(&[&merged], "Fix (#4)");
    let facts = it.facts();
    let landed =
        |row: usize| facts.identities[facts.landings.landed_by[row] as usize].name.as_str();
    assert_eq!((author(&facts, 1), landed(1)), ("Cid", "Ben"), "who pressed the button");
    assert_eq!((author(&facts, 2), landed(2)), ("Ben", "GitHub"));
    assert_eq!(facts.landings.shape[1..], [Shape::Merge, Shape::Squash]);
    assert_eq!(unknown(&facts, "in somebody's name"), 1);
}

#[test]
fn a_tag_that_moved_or_went_away_is_read_as_it_is_now() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "One");
    it.git(&["tag", "v1.0.0"]);
    it.git(&["tag", "v1.1.0"]);
    let memory = it.read(None);
    assert_eq!(memory.facts.releases.len(), 2);
    it.commit(ANA, BEGIN + DAY, "b", "Two");
    it.git(&["tag", "-f", "v1.0.0"]);
    it.git(&["tag", "-d", "v1.1.0"]);
    let again = it.read(Some(memory)).facts;
    let found: Vec<_> = again.releases.iter().map(|it| (it.name.as_str(), it.landing)).collect();
    assert_eq!(found, [("v1.0.0", Some(1))]);
    assert_eq!(again, it.facts());
}

#[test]
fn a_tag_of_tags_is_followed_so_far_and_no_further() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin");
    let mut inner = "HEAD".to_owned();
    for n in 0..9 {
        let name = format!("v0.{n}");
        it.git_as(ANA, BEGIN, BEGIN + n * DAY, &["tag", "-a", "-m", "x", &name, &inner], b"");
        inner = name;
    }
    let facts = it.facts();
    assert_eq!(facts.releases.len(), 7, "seven tags and the commit are eight steps");
    assert_eq!(unknown(&facts, "not on a commit"), 2);
}

#[test]
fn what_a_topic_adds_is_known_by_its_paths_and_texts() {
    let it = Sandbox::new();
    it.write("package.json", "{\"dependencies\": {\"a\": \"1\"}}\n");
    it.write("api/v1.proto", "one\n");
    it.write("big.txt", "x\n".repeat(1 << 20) + "y\n");
    it.commit(ANA, BEGIN, "a", "Begin");
    it.git(&["checkout", "-qb", "topic"]);
    it.write("web/package.json", "{\"dependencies\": {\"b\": \"1\"}}\n");
    it.git(&["rm", "-q", "package.json", "api/v1.proto"]);
    it.write("db/migrations/1.sql", "create\r\ntable\r\n");
    it.write("big.txt", "x\n".repeat(1 << 20) + "z\n");
    it.commit(ANA, BEGIN + DAY, "a", "Change");
    let changes = it.open().changes(None).expect("changes");
    let of = |path: &str| changes.iter().find(|it| it.path == path).expect(path);
    assert!(of("web/package.json").adds(Adds::Dependency));
    assert!(!of("package.json").adds(Adds::Dependency), "a manifest taken away adds nothing");
    assert_eq!(of("package.json").after, None);
    assert!(of("api/v1.proto").adds(Adds::Interface) && of("api/v1.proto").fate == Fate::Removed);
    assert!(of("db/migrations/1.sql").adds(Adds::Migration));
    assert_eq!(of("db/migrations/1.sql").lines(), 2);
    assert_eq!(of("big.txt").lines(), 0, "too long to be compared line by line");
}

#[test]
fn trailers_of_a_range_come_newest_first_and_only_from_it() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a", "Begin\n\nEffort: 9");
    it.git(&["checkout", "-qb", "topic"]);
    it.commit(ANA, BEGIN + DAY, "b", "One\n\nEffort: 1\nUndo: hour");
    it.commit(ANA, BEGIN + 2 * DAY, "c", "Two\n\nEffort: 2");
    let found = |range: Option<&str>| {
        let trailers = it.open().trailers(range).expect("trailers");
        trailers.iter().map(|it| format!("{}={}", it.key, it.value)).collect::<Vec<_>>()
    };
    assert_eq!(found(None), ["Effort=2", "Effort=1", "Undo=hour"]);
    assert_eq!(found(Some("HEAD~1..HEAD")), ["Effort=2"]);
    assert_eq!(found(Some("HEAD..HEAD")), [""; 0]);
    assert!(it.open().changes(Some("HEAD..HEAD")).expect("nothing").is_empty());
}

#[test]
fn two_files_with_one_text_that_move_stay_two_moves() {
    let it = Sandbox::new();
    it.write("a/one", "same\n");
    it.write("a/two", "same\n");
    it.commit(ANA, BEGIN, "x", "Begin");
    it.git(&["mv", "a", "b"]);
    it.write("b/three", "same\n");
    it.git(&["add", "-A"]);
    it.git(&["commit", "-qm", "Move"]);
    let changes = it.open().changes(Some("HEAD~1..HEAD")).expect("changes");
    let mut from: Vec<_> = changes.iter().filter_map(|it| it.was.clone()).collect();
    from.sort();
    assert_eq!(from, ["a/one", "a/two"], "each place is left once");
    let added = changes.iter().filter(|it| it.fate == Fate::Added).count();
    assert_eq!((changes.len(), added), (3, 1), "the third of them is new");
}
