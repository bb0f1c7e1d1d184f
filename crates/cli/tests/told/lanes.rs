//! `remit lanes` and `remit init`: a map looked at, compared and drafted.

use crate::world::{MAP, World, promised};

const GAP: &str = "levels = [\"a\"]\n[dimension.n]\n[[lane]]\nid = \"x\"\ndomain = \"*\"\nlevel = \"a\"\n\
    upto = { n = 3 }\n";

#[test]
fn a_map_that_is_whole_ends_with_0_one_with_a_gap_with_1_and_a_broken_one_with_2() {
    let world =
        World::with(&[("lanes.toml", MAP), ("gap.toml", GAP), ("broken.toml", "lane = 3\n")]);
    assert_eq!(world.remit(&["lanes", "check"]).code, 0);
    let gap = world.remit(&["lanes", "check", "gap.toml"]);
    assert_eq!(gap.code, 1);
    assert!(gap.out.starts_with("gap.toml: gap: "), "{}", gap.out);
    let broken = world.remit(&["lanes", "check", "broken.toml"]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("before its errors are mended"), "{}", broken.err);
    world.remit(&["lanes", "check", "none.toml"]).failed(&["none.toml"]);
}

#[test]
fn what_check_finds_is_told_to_programs_with_rule_place_and_witness() {
    let world = World::with(&[("lanes.toml", GAP)]);
    let found = world.json(&["lanes", "check"]);
    promised(&found, &["file", "usable", "problems", "defects"]);
    let defect = &found["defects"][0];
    promised(defect, &["rule", "says", "asks", "line", "witness"]);
    assert_eq!((&defect["rule"], &found["usable"]), (&"gap".into(), &true.into()));
    world.write("lanes.toml", "levels = [\"a\"]\nlane = 3\n");
    let told = world.remit(&["lanes", "check", "--json"]);
    let found = told.json();
    assert_eq!((told.code, &found["usable"]), (2, &false.into()));
    promised(&found["problems"][0], &["line", "column", "says"]);
}

#[test]
fn the_whole_map_is_shown_in_every_form_it_has() {
    let world = World::with(&[("lanes.toml", MAP)]);
    let shown = |format: &str| world.remit(&["lanes", "show", "--format", format]).out;
    assert!(shown("text").contains("everything else"));
    assert!(shown("markdown").contains("| **everything else** |"));
    assert!(shown("html").starts_with("<!DOCTYPE html>"));
    assert_eq!(shown("toml").trim_end(), MAP.trim_end());
    let json = world.json(&["lanes", "show"]);
    promised(&json, &["levels", "rows"]);
    assert!(json["levels"].to_string().contains("@ana"), "{json}");
    assert_eq!(world.remit(&["lanes", "show", "--format", "pdf"]).code, 2);
}

#[test]
fn html_of_a_map_runs_nothing_that_somebody_wrote_into_it() {
    let hostile = MAP.replace("levels = [", "title = \"<script>alert(1)</script>\"\nlevels = [");
    let world = World::with(&[("lanes.toml", &hostile)]);
    let page = world.remit(&["lanes", "show", "--format", "html"]).out;
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script>alert"), "{page}");
}

#[test]
fn a_difference_is_in_words_and_says_what_changes_for_whoever_asks() {
    let world = World::with(&[("lanes.toml", MAP)]);
    assert_eq!(world.remit(&["lanes", "diff"]).out, "The two maps decide the same.\n");
    world.write("lanes.toml", &MAP.replace("effort = 5", "effort = 8"));
    let told = world.remit(&["lanes", "diff", "--as", "contributor"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("effort 5") && told.out.contains("For contributor"), "{}", told.out);
    let json = world.json(&["lanes", "diff"]);
    promised(&json, &["changes", "for_you"]);
    assert_eq!(json["changes"].as_array().unwrap().len(), 1);
    world.write("old.toml", "levels = [");
    world.remit(&["lanes", "diff", "old.toml"]).failed(&["old.toml", "errors are mended"]);
    world.remit(&["lanes", "diff", "none.toml"]).failed(&["none.toml"]);
}

#[test]
fn a_draft_is_written_once_and_answers_at_once() {
    let owners = "/src/ @town/api\n/db/ @town/data\n";
    let world = World::with(&[("CODEOWNERS", owners), ("src/a.rs", ""), ("db/a.sql", "")]);
    let json = world.json(&["init"]);
    promised(&json, &["file", "lanes", "domains", "landings_read", "owners_files"]);
    assert_eq!((json["landings_read"].as_i64(), json["owners_files"].as_i64()), (Some(1), Some(1)));
    let drafted = world.read("lanes.toml");
    assert!(drafted.contains("@town/api") && !drafted.contains("Kim"), "groups, nobody by name");
    assert_ne!(world.remit(&["lanes", "check"]).code, 2, "a draft can be used as it is");
    assert_eq!(world.json(&["whose", "src/a.rs"])["map"]["file"], "lanes.toml");
    world.remit(&["init"]).failed(&["There is a map already.", "lanes.toml", "--force"]);
    assert_eq!(world.read("lanes.toml"), drafted);
    world.write("lanes.toml", "# mine\n");
    assert_eq!(world.remit(&["init", "--force"]).code, 0);
    assert_eq!(world.read("lanes.toml"), drafted, "the same history gives the same draft");
}

#[cfg(unix)]
#[test]
fn a_draft_is_never_written_through_a_link() {
    let world = World::with(&[("a.rs", "")]);
    let target = world.path().join("../elsewhere.toml");
    std::fs::write(&target, "precious").unwrap();
    std::os::unix::fs::symlink(&target, world.path().join("lanes.toml")).unwrap();
    world.remit(&["init"]).failed(&["There is a map already."]);
    assert_eq!(world.remit(&["init", "--force"]).code, 0);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "precious");
}

#[test]
fn where_there_is_nothing_to_show_the_way_to_a_map_is_said() {
    let world = World::with(&[("a.rs", "")]);
    for words in [&["lanes", "check"][..], &["lanes", "diff"]] {
        world.remit(words).failed(&["There is no lanes.toml", "remit init"]);
    }
}

#[test]
fn a_fresh_draft_asks_and_is_not_wrong() {
    let world = World::with(&[("src/a.rs", "fn a() {}")]);
    assert_eq!(world.remit(&["init"]).code, 0);
    let told = world.remit(&["lanes", "check"]);
    assert_eq!(told.code, 0, "{}", told.out);
    assert!(told.out.contains("nobody is listed there"), "{}", told.out);
}
