//! Everything out and in again by the program: export, apply, backup, restore, verify.

use std::io::Write as _;
use std::process::Stdio;

use crate::world::{Told, World, promised, told};

const TOWN: &str = concat!(
    r#"{"is":"organisation","name":"Town","levels":["contributor","lead"],"leads_from":1}"#,
    "\n",
    r#"{"is":"team","id":"t","slug":"town","name":"Town"}"#,
    "\n",
    r#"{"is":"record","id":"r","kind":"decision","state":"proposed","title":"Drop it","team":"town"}"#,
    "\n",
);

impl World {
    /// With a workbook that holds one team and one decision.
    fn town() -> Self {
        let world = World::bare();
        world.write("town.jsonl", TOWN);
        let done = world.remit(&["apply", "town.jsonl", "--data", "data"]);
        assert_eq!(done.code, 0, "{}", done.err);
        world
    }

    fn fed(&self, words: &[&str], input: &str) -> Told {
        let mut child = self
            .command(env!("CARGO_BIN_EXE_remit"))
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        told(child.wait_with_output().unwrap())
    }
}

#[test]
fn lines_go_through_a_pipe_and_the_second_time_nothing_changes() {
    let world = World::town();
    let out = world.remit(&["export", "--data", "data"]).out;
    assert_eq!(out.lines().count(), 3);
    let first = world.fed(&["apply", "--data", "other"], &out);
    assert!(first.out.ends_with("Added 3, changed 0, leave 0 as they are.\n"), "{}", first.out);
    let again = world.fed(&["apply", "--data", "other", "--json"], &out).json();
    assert!(again.as_array().unwrap().iter().all(|it| it["outcome"] == "same"), "{again}");
    promised(&again[0], &["path", "outcome", "differs"]);
    assert_eq!(world.remit(&["export", "--data", "other"]).out, out);
}

#[test]
fn a_folder_holds_one_file_an_object_and_comes_in_again() {
    let world = World::town();
    let told = world.remit(&["export", "--data", "data", "--to", "records"]);
    assert_eq!((told.code, told.out.as_str()), (0, ""), "{}", told.err);
    assert!(world.read("records/record/decision/r.json").contains("Drop it"));
    let edited = world.read("records/record/decision/r.json").replace("Drop it", "Keep it");
    world.write("records/record/decision/r.json", &edited);
    let dry = world.remit(&["apply", "--dry-run", "records", "--data", "data"]);
    assert!(dry.out.contains("~ record/decision/r.json"), "{}", dry.out);
    assert!(dry.out.contains("(title): \"Drop it\" → \"Keep it\""), "{}", dry.out);
    assert!(dry.out.ends_with("Would add 0, change 1, leave 2 as they are.\n"), "{}", dry.out);
    assert!(world.remit(&["export", "--data", "data"]).out.contains("Drop it"));
    assert_eq!(world.remit(&["apply", "records", "--data", "data"]).code, 0);
    assert!(world.remit(&["export", "--data", "data"]).out.contains("Keep it"));
}

#[test]
fn what_cannot_come_in_is_named_by_file_line_and_word() {
    let world = World::town();
    let before = world.remit(&["export", "--data", "data"]).out;
    for (line, words) in [
        ("{\"is\":\"team\"", &["Line 2 of standard input"][..]),
        ("not json", &["Line 2 of standard input"]),
        (r#"{"is":"dream","id":"x"}"#, &["Line 2", "dream"]),
        (r#"{"is":"team","id":"x","slug":"x","nmae":"X"}"#, &["Line 2", "nmae"]),
        (
            r#"{"is":"record","id":"x","kind":"decision","state":"proposed","title":"X","team":"nowhere"}"#,
            &["record/decision/x.json", "nowhere"],
        ),
    ] {
        let input = format!("{TOWN}\n").lines().next().unwrap().to_owned() + "\n" + line + "\n";
        world.fed(&["apply", "--data", "data"], &input).failed(words);
    }
    world.remit(&["apply", "none.jsonl", "--data", "data"]).failed(&["none.jsonl"]);
    world.write("binary.jsonl", "\u{0}");
    assert_eq!(world.remit(&["apply", "binary.jsonl", "--data", "data"]).code, 2);
    assert_eq!(world.remit(&["export", "--data", "data"]).out, before, "nothing came in");
}

#[test]
fn a_backup_is_whole_comes_back_and_is_told_in_both_forms() {
    let world = World::town();
    let told = world.remit(&["backup", "monday.backup", "--data", "data"]);
    assert!(
        told.out.starts_with("Wrote monday.backup: 1 record with 0 attachments"),
        "{}",
        told.out
    );
    assert_eq!(world.remit(&["verify", "monday.backup"]).code, 0);
    let json = world.json(&["verify", "monday.backup"]);
    assert_eq!(json["whole"], true);
    promised(&json["backup"], &["made_at", "schema", "counts"]);
    assert_eq!(world.remit(&["restore", "monday.backup", "--data", "new"]).code, 0);
    let out = |data: &str| world.remit(&["export", "--data", data]).out;
    assert_eq!(out("new"), out("data"));
    world
        .remit(&["restore", "monday.backup", "--data", "data"])
        .failed(&["already holds records", "empty database"]);
    world.remit(&["backup", "monday.backup", "--data", "data"]).failed(&["exists already"]);
}

#[test]
fn a_damaged_backup_is_the_honest_no_wherever_the_damage_is() {
    let world = World::town();
    world.remit(&["backup", "whole.backup", "--data", "data"]);
    let whole = std::fs::read(world.path().join("whole.backup")).unwrap();
    let places = [0, 1, whole.len() / 4, whole.len() / 2, whole.len() - 2];
    let mut damaged: Vec<Vec<u8>> = places
        .iter()
        .map(|&at| {
            let mut bytes = whole.clone();
            bytes[at] ^= 4;
            bytes
        })
        .collect();
    damaged.push(whole[..whole.len() / 2].to_vec());
    damaged.push(whole[..whole.len() - 1].to_vec());
    damaged.push([&whole[..], b"more"].concat());
    damaged.push(Vec::new());
    for (n, bytes) in damaged.iter().enumerate() {
        std::fs::write(world.path().join("damaged.backup"), bytes).unwrap();
        let told = world.remit(&["verify", "damaged.backup"]);
        // A cut last newline loses nothing; everything else has to be seen.
        if told.code == 0 {
            assert_eq!(n, places.len() + 1, "damage {n} was not seen");
            continue;
        }
        assert_eq!(told.code, 1, "damage {n}: {}", told.err);
        assert!(told.out.contains("must not be relied on"), "{}", told.out);
        let json = world.json(&["verify", "damaged.backup"]);
        assert!(json["whole"] == false && json["why"].is_string(), "{json}");
        let data = format!("new{n}");
        world
            .remit(&["restore", "damaged.backup", "--data", &data])
            .failed(&["Nothing was loaded"]);
    }
    world.remit(&["verify", "none.backup"]).failed(&["none.backup"]);
}

#[test]
fn reading_makes_no_workbook_where_there_is_none() {
    let world = World::bare();
    for words in [
        &["export", "--data", "none"][..],
        &["backup", "b", "--data", "none"],
        &["apply", "--dry-run", "/dev/null", "--data", "none"],
    ] {
        world.remit(words).failed(&["There is no workbook in none", "remit up"]);
    }
    assert!(!world.path().join("none").exists() && !world.path().join("b").exists());
}

#[test]
fn a_database_that_cannot_be_opened_is_named_with_the_way_out() {
    let world = World::bare();
    world.write("notes.txt", "Dear diary, this is no database at all.");
    for (url, words) in [
        ("sqlite:notes.txt", &["notes.txt", "is not a database"][..]),
        ("mysql://x/y", &["is not a database address", "sqlite:PATH"]),
        ("sqlite:missing/remit.db", &["its folder does not exist"]),
        ("postgres://nobody:secret@127.0.0.1:1/remit", &["does not answer"]),
    ] {
        let told = world.remit(&["export", "--database", url]);
        told.failed(words);
        assert!(!told.err.contains("secret"), "{}", told.err);
    }
}
