use std::path::Path;
use std::process::Command;

use domain::lanes::draft::Reviews;

use super::*;

fn git(folder: &Path, words: &[&str]) {
    let done = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=Ana",
            "-c",
            "user.email=ana@x.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(words)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git is installed");
    assert!(done.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn commit(folder: &Path, file: &str, text: &str, message: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", message]);
}

const NOW: At = At(4_000_000_000_000);

#[test]
fn a_checkout_gives_its_facts_its_files_and_its_changes() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "CODEOWNERS", "* @ana\n", "Begin");
    commit(folder.path(), "src/a.rs", "fn a() {}\n", "Add a (#1)\n\nEffort: 3");
    let checkout = Checkout::find(&folder.path().join("src")).unwrap();
    let facts = checkout.facts(None, NOW, &mut |_| {}).unwrap();
    assert_eq!(facts.landings.number, [0, 1]);
    assert_eq!(checkout.default_branch(), "main");
    let changes = checkout.changes(None).unwrap();
    assert_eq!(
        changes.iter().map(|it| (it.path.as_str(), it.lines_added)).collect::<Vec<_>>(),
        [("src/a.rs", 1)]
    );
    assert_eq!(checkout.trailers(None).unwrap()[0].value, "3");
    let evidence = checkout.evidence(&facts);
    assert_eq!(evidence.owners[0].text, "* @ana\n");
    assert_eq!(
        evidence.areas.iter().map(|it| (it.area.as_str(), it.writers)).collect::<Vec<_>>(),
        [(".", 1), ("src", 1)]
    );
    assert_eq!(evidence.areas[1].reviews, Reviews { landings: 1, ..Reviews::default() });
}

#[test]
fn reviews_in_trailers_are_summed_up_by_area_and_asked_about_in_the_draft() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    for turn in 0..20 {
        let message =
            format!("Turn {turn}\n\nReviewed-by: Ben {} <ben{}@x.org>", turn % 6, turn % 6);
        commit(folder.path(), "src/a.rs", &turn.to_string(), &message);
    }
    let checkout = Checkout::find(folder.path()).unwrap();
    let evidence = checkout.evidence(&checkout.facts(None, NOW, &mut |_| {}).unwrap());
    let expected = Reviews { landings: 20, reviewed: 20, reviewers: 6, signed: 0, signers: 0 };
    assert_eq!(evidence.areas[0].reviews, expected);
    let text = checkout.drafted(&evidence).text;
    assert!(text.contains("20 of 20 landings in src name a review by somebody else"), "{text}");
    assert!(!text.contains("Ben") && !text.contains("ben"), "no name leaves the history");
}

#[test]
fn the_cache_gives_the_same_facts_and_a_damaged_one_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let cache = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "a", "1", "One");
    let checkout = Checkout::find(folder.path()).unwrap();
    let read = || checkout.facts(Some(cache.path()), NOW, &mut |_| {}).unwrap();
    let first = read();
    assert_eq!(read(), first);
    commit(folder.path(), "b", "2", "Two");
    let second = read();
    assert_eq!(second.landings.len(), 2);
    assert_eq!(second, checkout.facts(None, NOW, &mut |_| {}).unwrap());
    let place = remembered::place(cache.path(), checkout.git_dir());
    for damage in [&b""[..], b"remitfx1", b"remitfx9 from a later version", &[0xff; 4000]] {
        std::fs::write(&place, damage).unwrap();
        assert_eq!(read(), second);
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_done_without() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "a", "1", "One");
    let file = folder.path().join("a");
    let checkout = Checkout::find(folder.path()).unwrap();
    assert_eq!(checkout.facts(Some(&file), NOW, &mut |_| {}).unwrap().landings.len(), 1);
}

#[test]
fn a_checkout_without_a_map_drafts_one_and_one_with_a_map_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "CODEOWNERS", "/src/ @ana\n", "Begin");
    let checkout = Checkout::find(folder.path()).unwrap();
    assert!(checkout.map().is_none());
    let drafted = checkout.drafted(&Evidence::default());
    assert!(drafted.reading.is_usable() && drafted.reading.map.seen.draft);
    commit(folder.path(), "lanes.toml", "levels = [\"lead\"]\n", "Add a map");
    let map = checkout.map().expect("it was just written").reading.map;
    assert_eq!(map.levels, ["lead"]);
    assert_eq!(map.seen.file.as_deref(), Some("lanes.toml"));
    assert!(matches!(map.seen.version, domain::lanes::Version::Blob(id) if id.len() == 40));
}

#[test]
fn paths_are_named_from_the_root_and_those_outside_are_not() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    commit(folder.path(), "src/a.rs", "x", "Begin");
    let checkout = Checkout::find(folder.path()).unwrap();
    let src = folder.path().join("src");
    let within = |path: &str| checkout.within(&src, Path::new(path));
    assert_eq!(within("a.rs").as_deref(), Some("src/a.rs"));
    assert_eq!(within(".").as_deref(), Some("src/"));
    assert_eq!(within("..").as_deref(), Some("/"));
    assert_eq!(within("new/b.rs").as_deref(), Some("src/new/b.rs"));
    assert_eq!(within("../../elsewhere"), None);
}

#[test]
fn who_asks_comes_from_the_configuration_where_nobody_is_named() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    let map = domain::lanes::read("levels = ['a', 'b']\n[holder]\nb = ['@bo']\n").map;
    let asker = |named| Checkout::find(folder.path()).unwrap().asker(&map, named);
    assert_eq!(asker(None).level, 0);
    git(folder.path(), &["config", "remit.as", "@bo"]);
    assert_eq!((asker(None).level, asker(Some("a")).level), (1, 0));
}

fn wrote(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn the_folder_of_decisions_that_is_there_is_used_and_never_one_outside() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    let checkout = Checkout::find(folder.path()).unwrap();
    let used = || checkout.decisions_folder().to_str().unwrap().to_owned();
    assert_eq!(used(), "docs/decisions");
    std::fs::create_dir_all(folder.path().join("doc/adr")).unwrap();
    assert_eq!(used(), "doc/adr");
    wrote(folder.path(), ".adr-dir", "notes/adr\n");
    assert_eq!(used(), "notes/adr");
    for outside in ["../elsewhere", "/etc", ""] {
        wrote(folder.path(), ".adr-dir", outside);
        assert_eq!(used(), "doc/adr", "{outside}");
    }
}

#[test]
fn what_comes_due_here_is_decisions_to_look_at_again_and_lanes_that_end() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    let decision = |name: &str, front: &str| {
        let text = format!("---\n{front}\n---\n\n# {name}\n");
        wrote(folder.path(), &format!("docs/adr/{name}.md"), &text);
    };
    decision("late", "status: accepted\nreview-on: 2026-05-27");
    decision("today", "review-on: 2026-05-28");
    decision("near", "status: proposed\nreview-by: 2026-06-11");
    decision("far", "review-on: 2026-06-12");
    decision("over", "status: superseded by 9\nreview-on: 2026-01-01");
    decision("odd", "review-on: soon");
    wrote(folder.path(), "docs/adr/late.txt", "---\nreview-on: 2026-01-01\n---\n# No\n");
    let lane = |id: &str, until: &str| {
        format!("[[lane]]\nid = \"{id}\"\ndomain = \"*\"\nlevel = \"lead\"\n{until}\n")
    };
    let map = [
        "levels = [\"lead\"]\n".to_owned(),
        lane("a", "until = 2026-05-01"),
        lane("b", ""),
        lane("c", "until = 2026-06-01"),
    ];
    wrote(folder.path(), MAP, &map.concat());
    let checkout = Checkout::find(folder.path()).unwrap();
    let map = checkout.map().unwrap().reading.map;
    let day = |day: &str| day.parse::<jiff::civil::Date>().unwrap();
    let seen = checkout.due(Some(&map), day("2026-05-28"), day("2026-06-11"));
    let told: Vec<_> =
        seen.due.iter().map(|it| (it.place.as_str(), it.about.as_str(), it.overdue)).collect();
    assert_eq!(
        told,
        [
            ("lanes.toml:2", "lane a", true),
            ("docs/adr/late.md", "late", true),
            ("docs/adr/today.md", "today", false),
            ("lanes.toml:12", "lane c", false),
            ("docs/adr/near.md", "near", false),
        ]
    );
    assert_eq!(seen.unread, [("docs/adr/odd.md".to_owned(), "soon".to_owned())]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "Days"]);
    let bare = tempfile::tempdir().unwrap();
    let from = folder.path().to_str().unwrap();
    git(bare.path(), &["clone", "-q", "--bare", from, "b.git"]);
    let bare = Checkout::find(&bare.path().join("b.git")).unwrap();
    assert_eq!(bare.due(Some(&map), day("2026-05-28"), day("2026-06-11")), seen);
}
