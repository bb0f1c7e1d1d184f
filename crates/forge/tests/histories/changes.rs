//! What a range changes, path by path.

use domain::lanes::change::{Change, Fate};
use forge::Problem;

use crate::sandbox::{BEGIN, DAY, Sandbox};

const ANA: &str = "Ana <ana@x.org>";

fn brief(changes: &[Change]) -> Vec<String> {
    let one = |it: &Change| {
        let was = it.was.as_ref().map(|was| format!(" from {was}")).unwrap_or_default();
        format!("{:?} {}{was} +{} -{}", it.fate, it.path, it.lines_added, it.lines_deleted)
    };
    changes.iter().map(one).collect()
}

/// `main` with a few files, and a topic that changes them in every way.
fn topic() -> Sandbox {
    let it = Sandbox::new();
    it.write("keep/a.txt", "1\n2\n3\n4\n");
    it.write("old/name.txt", "moved as it is\n");
    it.write("gone.txt", "x\ny\n");
    it.write("image.png", b"\x89PNG\0\0\x01");
    it.write("Cargo.toml", "[dependencies]\na = \"1\"\n");
    it.commit(ANA, BEGIN, "base", "Begin");
    it.git(&["checkout", "-qb", "topic"]);
    it.write("keep/a.txt", "1\nzwei\n3\n4\n5\n");
    it.git(&["mv", "old/name.txt", "new.txt"]);
    it.git(&["rm", "-q", "gone.txt"]);
    it.write("image.png", b"\x89PNG\0\0\x02");
    it.write("Cargo.toml", "[dependencies]\na = \"2\"\nb = \"1\"\n");
    it.commit(ANA, BEGIN + DAY, "added.txt", "Change\n\nEffort: 3\nUndo: sprint");
    it
}

#[test]
fn a_topic_is_compared_with_where_it_left_the_default_branch() {
    let it = topic();
    it.git(&["checkout", "-q", "main"]);
    it.commit(ANA, BEGIN + 2 * DAY, "elsewhere", "Main goes on");
    it.git(&["checkout", "-q", "topic"]);
    let changes = it.open().changes(None).expect("changes");
    assert_eq!(
        brief(&changes),
        [
            "Edited Cargo.toml +2 -1",
            "Added added.txt +4 -0",
            "Removed gone.txt +0 -2",
            "Edited image.png +0 -0",
            "Edited keep/a.txt +2 -1",
            "Renamed new.txt from old/name.txt +0 -0",
        ]
    );
    assert_eq!(it.open().compared(None).expect("range").words, "main..HEAD");
    assert_eq!(it.open().changes(Some("main..topic")).expect("changes"), changes);
    assert_eq!(it.open().changes(Some("main...topic")).expect("changes"), changes);
    assert_eq!(it.open().changes(Some("main")).expect("changes"), changes);
}

#[test]
fn only_manifests_bring_their_texts() {
    let it = topic();
    let changes = it.open().changes(None).expect("changes");
    let manifest = changes.iter().find(|it| it.path == "Cargo.toml").expect("a manifest");
    assert_eq!(manifest.new_dependencies().collect::<Vec<_>>(), ["b"]);
    let others = changes.iter().filter(|it| it.path != "Cargo.toml");
    assert!(others.clone().all(|it| it.before.is_none() && it.after.is_none()));
    assert_eq!(others.count(), 5);
}

#[test]
fn on_the_default_branch_the_last_landing_counts() {
    let it = topic();
    it.git(&["checkout", "-q", "main"]);
    it.git(&["merge", "-q", "--no-ff", "-m", "Merge", "topic"]);
    assert_eq!(it.open().changes(None).expect("changes").len(), 6);
    assert_eq!(it.open().compared(None).expect("range").words, "the last landing on main");
    let trailers = it.open().trailers(None).expect("trailers");
    let found: Vec<_> = trailers.iter().map(|it| format!("{}={}", it.key, it.value)).collect();
    assert_eq!(found, ["Effort=3", "Undo=sprint"]);
}

#[test]
fn the_first_commit_adds_everything() {
    let it = Sandbox::new();
    it.commit(ANA, BEGIN, "a/b", "Begin");
    let changes = it.open().changes(None).expect("changes");
    assert_eq!(brief(&changes), ["Added a/b +1 -0"]);
    assert_eq!(it.open().compared(None).expect("range").base, None);
}

#[test]
fn what_origin_calls_its_default_counts_before_usual_names() {
    let from = topic();
    from.git(&["branch", "-m", "main", "develop"]);
    from.git(&["checkout", "-q", "develop"]);
    let it = Sandbox::empty();
    it.git(&["clone", "-q", &from.path().display().to_string(), "."]);
    it.git(&["checkout", "-q", "-b", "main", "origin/topic"]);
    assert_eq!(it.open().default_branch(), "develop");
    assert_eq!(it.open().changes(None).expect("changes").len(), 6);
}

#[test]
fn a_file_made_runnable_is_edited_without_lines() {
    let it = topic();
    it.git(&["update-index", "--chmod=+x", "added.txt"]);
    it.git(&["commit", "-qm", "Runnable"]);
    let changes = it.open().changes(Some("HEAD~1..HEAD")).expect("changes");
    assert_eq!((changes.len(), changes[0].fate, changes[0].lines()), (1, Fate::Edited, 0));
}

#[test]
fn a_folder_that_becomes_a_file_is_both() {
    let it = topic();
    it.git(&["rm", "-rq", "keep"]);
    it.commit(ANA, BEGIN + 3 * DAY, "keep", "Now a file");
    let changes = it.open().changes(Some("HEAD~1..HEAD")).expect("changes");
    assert_eq!(brief(&changes), ["Added keep +1 -0", "Removed keep/a.txt +0 -5"]);
}

#[test]
fn a_name_nobody_knows_is_told_with_the_form_of_a_range() {
    let it = topic();
    let problem = it.open().changes(Some("nope..HEAD")).expect_err("unknown");
    assert!(matches!(&problem, Problem::UnknownRevision(name) if name == "nope"));
    it.git(&["checkout", "-q", "--orphan", "alone"]);
    it.git(&["commit", "-qm", "Alone"]);
    let problem = it.open().changes(None).expect_err("unrelated");
    assert!(matches!(problem, Problem::Unrelated(..)), "{problem}");
}

#[test]
fn the_version_of_a_file_is_what_git_would_call_it() {
    let it = topic();
    it.write("keep/a.txt", "edited, not committed\n");
    assert_eq!(it.open().blob_id("keep/a.txt"), Some(it.git(&["hash-object", "keep/a.txt"])));
    it.git(&["config", "remit.as", "@ana"]);
    assert_eq!(it.open().config("remit.as").as_deref(), Some("@ana"));
    assert_eq!(it.open().config("remit.none"), None);
}

#[test]
fn a_shallow_clone_says_what_to_fetch_instead_of_guessing() {
    let from = topic();
    from.git(&["checkout", "-q", "main"]);
    from.commit(ANA, BEGIN + 2 * DAY, "elsewhere", "Main goes on");
    let address = format!("file://{}", from.path().display());
    let it = Sandbox::empty();
    it.git(&["clone", "-q", "--depth", "1", "--no-single-branch", &address, "."]);
    for range in [None, Some("main..origin/topic")] {
        let problem = it.open().changes(range).expect_err("cut off");
        assert!(matches!(problem, Problem::CutOff(_)), "{problem}");
        assert!(problem.to_string().contains("--unshallow"));
    }
    it.git(&["fetch", "-q", "--unshallow"]);
    assert_eq!(it.open().changes(Some("main..origin/topic")).expect("changes").len(), 6);
}

#[test]
fn the_merge_that_a_forge_checks_out_is_compared_with_its_target() {
    let from = topic();
    from.git(&["checkout", "-q", "main"]);
    from.commit(ANA, BEGIN + 2 * DAY, "elsewhere", "Main goes on");
    let it = Sandbox::empty();
    it.git(&["clone", "-q", &from.path().display().to_string(), "."]);
    it.git(&["checkout", "-q", "--detach", "origin/main"]);
    it.git(&["merge", "-q", "--no-ff", "-m", "Merge into main", "origin/topic"]);
    it.git(&["remote", "set-head", "origin", "--delete"]);
    it.git(&["branch", "-q", "-D", "main"]);
    assert_eq!(it.open().changes(None).expect("changes").len(), 6);
}
