//! What a team already has, brought in by the program: told file by file, and twice the same.

use crate::world::{World, promised};

const TEAM: &str = r#"{"is":"team","id":"t","slug":"town","name":"Town"}"#;
const FIRST: &str = "# 1. Two queues\n\nDate: 2016-02-12\n\n## Status\n\nSuperseded by [2. One queue](0002-one-queue.md)\n\n## Context\n\nWe grow.\n\n## Decision\n\nTwo.\n";
const SECOND: &str =
    "# 2. One queue\n\nDate: 2017-03-01\n\n## Status\n\nAccepted\n\n## Decision\n\nOne.\n";

fn world() -> World {
    let world = World::bare();
    world.write("town.jsonl", TEAM);
    world.write("adr/0001-two-queues.md", FIRST);
    world.write("adr/0002-one-queue.md", SECOND);
    world.write("adr/README.md", "# Our decisions\n");
    world.write("adr/0003-open.md", &SECOND.replace("Accepted", "Proposed"));
    let done = world.remit(&["apply", "town.jsonl", "--data", "data"]);
    assert_eq!(done.code, 0, "{}", done.err);
    world
}

fn import<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["import", "nygard", "adr", "--team", "town", "--data", "data"], more].concat()
}

#[test]
fn a_folder_is_told_file_by_file_before_it_is_taken() {
    let world = world();
    let before = world.remit(&["export", "--data", "data"]).out;
    let dry = world.remit(&import(&["--dry-run"]));
    assert_eq!(dry.code, 1, "something was refused: {}", dry.err);
    for line in [
        "+ new      adr/0001-two-queues.md: 1. Two queues\n    took because, ",
        "+ new      adr/0002-one-queue.md: 2. One queue\n",
        "- refused  adr/0003-open.md: 0003-open\n    line 7: It is still “Proposed” there",
        "Passed over, as no records: adr/README.md.\n",
        "Would take over 2; 0 here already, 0 changed, 1 refused.\n",
    ] {
        assert!(dry.out.contains(line), "{line}: {}", dry.out);
    }
    assert_eq!(world.remit(&["export", "--data", "data"]).out, before, "nothing came in");
}

#[test]
fn the_second_time_changes_nothing_and_what_changed_there_waits_to_be_asked_for() {
    let world = world();
    assert!(world.remit(&import(&[])).out.contains("Took over 2; 0 here already"));
    let once = world.remit(&["export", "--data", "data"]).out;
    let again = world.remit(&import(&[]));
    assert!(again.out.contains("= same     adr/0002-one-queue.md"), "{}", again.out);
    assert!(again.out.contains("Took over 0; 2 here already, 0 changed, 1 refused."));
    assert_eq!(world.remit(&["export", "--data", "data"]).out, once);

    world.write("adr/0002-one-queue.md", &SECOND.replace("One.", "One, by night."));
    let told = world.remit(&import(&[]));
    assert!(
        told.out.contains("~ changed  adr/0002-one-queue.md: 2. One queue\n    because: "),
        "{}",
        told.out
    );
    assert!(told.out.contains("--update takes what the files say now"), "{}", told.out);
    assert!(told.out.ends_with("--of NAME keeps another folder’s files apart.\n"), "{}", told.out);
    assert_eq!(world.remit(&["export", "--data", "data"]).out, once);
    assert!(
        world.remit(&import(&["--update"])).out.contains("Took over 1; 1 here already, 1 changed")
    );
    assert!(world.remit(&["export", "--data", "data"]).out.contains("One, by night."));
}

#[test]
fn in_json_each_file_has_its_outcome_and_the_files_go_out_as_they_were() {
    let world = world();
    let json = world.json(&import(&[]));
    promised(&json, &["taken", "report", "passed_over", "dry_run"]);
    let report = json["report"].as_array().unwrap();
    let came: Vec<_> = report.iter().map(|it| it["came"].as_str().unwrap()).collect();
    assert_eq!(came, ["new", "new", "refused"]);
    promised(&report[2]["refused"], &["line", "says", "mend"]);
    promised(&report[0], &["file", "of", "record", "took", "left", "differs"]);
    let told = world.remit(&["export", "--data", "data", "--decisions", "out"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(world.read("out/0001-two-queues.md"), FIRST);
    assert_eq!(world.read("out/0002-one-queue.md"), SECOND);
}

#[test]
fn what_cannot_be_done_is_said() {
    let world = world();
    let at = |words: &[&str]| world.remit(&[words, &["--team", "town", "--data", "data"]].concat());
    assert!(at(&["import", "jira", "adr"]).err.contains("nygard, madr, rfc"));
    at(&["import", "nygard", "nowhere"]).failed(&["nowhere"]);
    at(&["import", "morgue", "adr"]).failed(&["adr is a folder"]);
    world.remit(&["import", "nygard", "adr"]).failed(&["--team"]);
    at(&["import", "nygard"]).failed(&["what to read"]);
    world.remit(&["import", "nygard", "adr", "--team", "moon", "--data", "data"]).failed(&["moon"]);
}

#[test]
fn a_table_becomes_a_map_that_answers_and_what_it_leaves_open_is_told() {
    let world = World::bare();
    world.write(
        "who.md",
        "| What | Ana | @ben |\n|---|---|---|\n| Prices | A | c |\n| Tools | R | R |\n",
    );
    let told = world.remit(&["import", "raci", "who.md", "--lanes", "lanes.toml"]);
    assert_eq!((told.code, told.out.as_str()), (1, "lanes.toml\n"), "{}", told.err);
    let open = "line 4, row “Tools”: Nobody has the last word (A). Whose call is it?\n";
    assert!(told.err.starts_with(open) && told.err.contains("2 lanes drafted, 1 left open"));
    assert_eq!(world.remit(&["lanes", "check", "lanes.toml"]).code, 0, "{}", told.err);
    let json = world.json(&["import", "raci", "who.md"]);
    promised(&json, &["file", "lanes", "doubts", "text"]);
    promised(&json["doubts"][0], &["line", "row", "column", "says"]);
    assert_eq!(json["text"].as_str().unwrap(), world.read("lanes.toml"));
    world.remit(&["import", "raci", "who.md", "--lanes", "lanes.toml"]).failed(&["lanes.toml"]);
}
