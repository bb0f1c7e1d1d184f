//! `remit decided`: one sentence, one file, never over another.

use crate::world::{World, promised};

#[test]
fn a_sentence_becomes_the_next_file_with_its_reason_its_day_and_its_decider() {
    let world = World::with(&[("docs/adr/0007-old.md", "# Old\n")]);
    world.git(&["config", "remit.as", "@ana"]);
    let told = world.remit(&["decided", "One queue per tenant", "--because", "noisy neighbours"]);
    assert_eq!((told.code, told.out.as_str()), (0, "docs/adr/0008-one-queue-per-tenant.md\n"));
    assert_eq!(told.err, "");
    let text = world.read("docs/adr/0008-one-queue-per-tenant.md");
    for line in ["status: accepted", "decision-makers: ana", "# One queue per tenant"] {
        assert!(text.lines().any(|it| it == line), "{line}: {text}");
    }
    assert!(text.contains("because noisy neighbours"), "{text}");
}

#[test]
fn programs_get_the_path_from_the_top_wherever_they_stand() {
    let world = World::with(&[("src/deep/a.rs", "")]).go("src/deep");
    let json = world.json(&["decided", "Keep it", "--by", "@raj"]);
    promised(&json, &["path", "number", "title"]);
    assert_eq!(
        (&json["path"], &json["number"]),
        (&"docs/decisions/0001-keep-it.md".into(), &1.into())
    );
    assert!(world.read("../../docs/decisions/0001-keep-it.md").contains("raj"));
}

#[test]
fn it_says_when_no_reason_was_given_and_keeps_every_file_that_is_there() {
    let world = World::with(&[("a", "")]);
    for n in 1..=3 {
        let told = world.remit(&["decided", "The same"]);
        assert_eq!(told.out, format!("docs/decisions/000{n}-the-same.md\n"));
        assert!(told.err.contains("no reason yet"), "{}", told.err);
    }
}

#[test]
fn a_sentence_that_is_none_is_refused_and_leaves_no_file() {
    let world = World::with(&[("a", "")]);
    let long = "x".repeat(301);
    for sentence in ["", "   ", &long] {
        world.remit(&["decided", sentence]).failed(&["hint: "]);
    }
    assert_eq!(world.remit(&["decided"]).code, 2, "nothing at all");
    assert!(!world.path().join("docs").exists());
}

#[test]
fn a_folder_that_cannot_be_written_to_is_named_with_the_way_out() {
    let world = World::with(&[("notes", "a file")]);
    world.remit(&["decided", "x", "--folder", "notes"]).failed(&["notes", "--folder"]);
}

#[test]
fn a_repository_without_a_work_tree_has_no_place_for_it() {
    let world = World::bare();
    world.git(&["init", "-q", "--bare", "."]);
    world.remit(&["decided", "Keep it"]).failed(&["no work tree"]);
    assert!(!world.path().join("docs").exists(), "nothing is put among git’s own files");
}
