mod mistakes;

use proptest::prelude::*;

use super::*;
use crate::lanes::diagnostic::print_all;
use crate::lanes::map::Mode;

const EXAMPLE: &str = r##"
title  = "Payments: who decides what"
levels = ["contributor", "lead", "director"]          # lowest first

[dimension.effort]                                     # larger = weightier
unit = "person-days"
assume = 1
[dimension.undo]
steps = ["hour", "sprint", "quarter", "never"]
[dimension.reach]
steps = ["component", "team", "several-teams", "customers"]

[holder]
lead = ["@ana"]
director = ["@raj"]

[[away]]
who = "@ana"
stand_in = "@kim"
from = 2026-12-20
until = 2027-01-06

[[lane]]
id     = "feature"
says   = "Trade-offs inside a feature whose intent is agreed"
domain = "product"
level  = "contributor"
upto   = { effort = 5, undo = "sprint", reach = "team" }
inform = ["#payments"]

[[lane]]
id      = "architecture"
says    = "Structure that other teams will feel"
domain  = "engineering/architecture"
level   = "lead"
mode    = "decide_after_advice"
upto    = { effort = 40, undo = "quarter", reach = "several-teams" }
consult = ["@platform"]
agree   = [{ who = "@security", about = "secrets", days = 3 }]
until   = 2027-06-30

[[lane]]
id     = "the-rest"
domain = "*"
level  = "director"

[[signal]]
paths  = ["migrations/**"]
domain = "engineering/architecture"
undo   = "quarter"

[[signal]]
adds   = "dependency"
domain = "engineering/architecture"
"##;

fn says(text: &str) -> Vec<String> {
    read(text)
        .problems
        .iter()
        .map(|it| format!("{}:{} {} {}", it.line, it.column, it.says, it.hint))
        .collect()
}

#[test]
fn the_example_reads_without_a_word() {
    let Reading { map, problems } = read(EXAMPLE);
    assert_eq!(problems, []);
    assert_eq!(map.levels, ["contributor", "lead", "director"]);
    let names: Vec<_> = map.dimensions.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["effort", "undo", "reach"], "in the order of the text");
    assert_eq!(map.holders, [vec![], vec!["@ana".to_owned()], vec!["@raj".to_owned()]]);
    let lane = map.lane("architecture").expect("it is there");
    assert_eq!(
        (lane.level, lane.mode, lane.hi.clone()),
        (1, Mode::DecideAfterAdvice, vec![40.0, 2.0, 2.0])
    );
    assert_eq!(lane.until.map(|it| it.to_string()).as_deref(), Some("2027-06-30"));
    assert_eq!((lane.agree[0].about.as_deref(), lane.agree[0].days), (Some("secrets"), Some(3)));
    assert_eq!(map.lane("the-rest").expect("it is there").hi, [f64::INFINITY; 3]);
    assert_eq!(map.signals[0].values, [None, Some(2.0), None]);
    assert_eq!(map.away[0].stand_in.as_deref(), Some("@kim"));
    assert_eq!(map.lane("feature").map(|it| it.line), Some(23));
}

#[test]
fn the_map_in_the_manual_reads_without_a_word_and_has_no_defect() {
    let page = include_str!("../../../../../docs/lanes.md");
    let inside = page.split_once("```toml\n").and_then(|(_, rest)| rest.split_once("```"));
    let Reading { map, problems } = read(inside.expect("the manual shows a map").0);
    assert_eq!(problems, []);
    assert_eq!(map.defects(jiff::civil::date(2026, 12, 1), None), []);
}

#[test]
fn every_problem_is_told_with_its_place_and_a_way_out() {
    let text = "levels = [\"contributor\", \"lead\"]\nlevel = 3\n[dimension.undo]\nsteps = [\"hour\", \"sprint\"]\n\
        [holder]\nleed = [\"@ana\"]\nlead = [\"ana\"]\n[[lane]]\nid = \"a\"\ndomain = \"eng/*\"\nlevel = \"led\"\n\
        mode = \"decides\"\nupto = { undo = \"sprnt\", efort = 3 }\nuntil = \"2026-01-01\"\n";
    insta::assert_snapshot!(says(text).join("\n"), @r#"
    2:1 Nothing reads “level” in the map. Did you mean “levels”?
    6:1 There is no level called “leed”. Did you mean “lead”?
    7:9 “ana” is not a handle. Handles begin with @: “@ana”.
    10:10 “eng/*” has a star in it. A name covers everything under it: write “eng”. “*” alone is the root.
    11:9 There is no level called “led”. Did you mean “lead”?
    14:9 “until” in the lane “a” is not a day. Write a day without quotes and without an hour: 2027-06-30.
    "#);
}

#[test]
fn levels_that_cannot_be_read_are_told_once_and_not_again_for_each_name_of_one() {
    let rest = "[holder]\nlead = [\"@ana\"]\n[[lane]]\nid = \"a\"\ndomain = \"*\"\nlevel = \"lead\"\n\
        [[lane]]\nid = \"b\"\ndomain = \"x\"\nlevel = \"contributor\"\n";
    assert_eq!(
        says(&format!("levls = [\"contributor\", \"lead\"]\n{rest}")),
        ["1:1 Nothing reads “levls” in the map. Did you mean “levels”?"]
    );
    let told = says(rest);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("The map names no levels."), "{told:?}");
    let told = says(&format!("level = 1\nlevels = []\n{rest}"));
    assert_eq!(told.len(), 2, "two mistakes: {told:?}");
}

#[test]
fn a_lane_that_can_be_placed_has_its_mode_and_bounds_checked() {
    let text = "levels = [\"lead\"]\n[dimension.undo]\nsteps = [\"hour\", \"sprint\"]\n[[lane]]\nid = \"a\"\n\
        domain = \"*\"\nlevel = \"lead\"\nmode = \"decides\"\nupto = { undo = \"sprnt\", efort = 3, }\n";
    insta::assert_snapshot!(print_all(&read(text).problems, "lanes.toml", text, false), @r#"
    lanes.toml:8:8: error: There is no mode called “decides”.
      8 | mode = "decides"
        |        ^^^^^^^^^
        = Did you mean “decide”?

    lanes.toml:9:17: error: “sprnt” is no step of undo.
      9 | upto = { undo = "sprnt", efort = 3, }
        |                 ^^^^^^^
        = Did you mean “sprint”?

    lanes.toml:9:26: error: There is no dimension called “efort”.
      9 | upto = { undo = "sprnt", efort = 3, }
        |                          ^^^^^
        = Possible here: undo.

    lanes.toml: 3 errors.
    "#);
}

#[test]
fn a_bound_or_a_mode_that_cannot_be_read_never_widens_a_lane() {
    let text = "levels=['l']\n[dimension.cost]\n[[lane]]\nid='a'\ndomain='*'\nlevel='l'\nmode='dcide'\nupto={cost='x'}";
    let Reading { map, .. } = read(text);
    assert_eq!((map.lanes[0].mode, map.lanes[0].hi[0]), (Mode::Recommend, 0.0));
}

#[test]
fn two_lanes_of_one_name_are_told_apart_by_line() {
    let lane = "[[lane]]\nid='a'\ndomain='*'\nlevel='l'\n";
    let found = says(&format!("levels=['l']\n{lane}{lane}"));
    assert_eq!(
        found,
        [
            "7:4 Two lanes are called “a”. The other begins in line 2. Answers name lanes by their id."
        ]
    );
}

#[test]
fn broken_toml_is_told_where_it_breaks_and_the_rest_is_still_read() {
    let reading = read("levels = [\"a\"\ntitle = 'x'\n[[lane]\nid = 3\n");
    assert!(!reading.is_usable());
    assert!(reading.problems[0].says.starts_with("This is not TOML: "), "{:?}", reading.problems);
}

#[test]
fn bytes_that_are_no_text_are_told_where_they_begin() {
    let (_, reading) = read_bytes(b"levels = ['a']\ntitle = '\xff'\n");
    let found = &reading.problems[0];
    assert_eq!((found.line, found.column, found.says.as_str()), (2, 10, "This is not UTF-8."));
}

#[test]
fn an_empty_text_says_what_a_map_needs_first() {
    assert_eq!(
        says(""),
        [
            "1:1 The map names no levels. Write levels = [\"contributor\", \"lead\"], the lowest first."
        ]
    );
}

#[test]
fn a_signal_must_match_something_and_its_patterns_must_be_patterns() {
    let text = "levels=['l']\n[dimension.lanes]\nsteps=['a']\n[[signal]]\ndomain='x'\n[[signal]]\npaths=['a[']\nadds='depndency'\nlanes='a'\n";
    insta::assert_snapshot!(says(text).join("\n"), @r"
    4:1 A signal says nothing about when it holds. Give it paths, adds or lines.
    7:8 “a[” is not a pattern of paths: unclosed character class; missing ']'. A star stays in one folder, ** crosses folders: src/**/*.sql.
    8:6 Nothing is known to add a “depndency”. Did you mean “dependency”?
    ");
}

#[test]
fn a_map_that_is_too_large_is_refused_in_one_sentence() {
    let text = "#".repeat(MOST_BYTES + 1);
    assert_eq!(read(&text).problems.len(), 1);
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
        let problems = read(&text).problems;
        prop_assert!(!print_all(&problems, "lanes.toml", &text, true).is_empty() || problems.is_empty());
    }

    #[test]
    fn the_example_with_a_piece_torn_out_or_put_in_is_read_without_a_panic(
        at in 0..EXAMPLE.len(), gone in 0..60_usize, put in "[\\[\\]{}=\"',.0-9a-z\n#*@é-]{0,12}",
    ) {
        let end = (at + gone).min(EXAMPLE.len());
        let text = format!("{}{put}{}", &EXAMPLE[..at], &EXAMPLE[end..]);
        for problem in read(&text).problems {
            prop_assert!(problem.line >= 1 && problem.column >= 1 && problem.length >= 1);
            prop_assert!(!problem.print("lanes.toml", &text, false).is_empty());
        }
    }
}
