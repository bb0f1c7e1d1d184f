//! From a map to the page: cells, notes, the answer, and where its button leads.

use domain::lanes::{self, Map};

use super::draw;

const TEXT: &str = r##"
title = "Payments"
levels = ["contributor", "lead"]
[dimension.effort]
unit = "person-days"
[dimension.undo]
steps = ["hour", "sprint", "quarter"]
[holder]
lead = ["@ana"]
[[lane]]
id = "small"
says = "What a sprint can undo"
domain = "product"
level = "contributor"
upto = { effort = 5, undo = "sprint" }
inform = ["#payments"]
[[lane]]
id = "large"
domain = "product"
level = "lead"
consult = ["@design"]
until = 2026-06-30
[[lane]]
id = "rest"
domain = "*"
level = "lead"
[[signal]]
paths = ["migrations/**"]
domain = "product"
undo = "quarter"
[[signal]]
adds = "dependency"
effort = 2
"##;

fn map() -> Map {
    let reading = lanes::read(TEXT);
    assert!(reading.is_usable(), "{:?}", reading.problems);
    reading.map
}

fn day() -> jiff::civil::Date {
    "2026-03-06".parse().unwrap()
}

#[test]
fn my_lanes_say_how_far_they_reach_and_whom_to_tell() {
    let map = map();
    let asker = map.asker("contributor", lanes::How::Named);
    let mine: Vec<_> = map
        .lanes_of(&asker, day())
        .iter()
        .map(|(domain, it)| draw::my_lane(domain, it, day()))
        .collect();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].says, "What a sprint can undo");
    assert_eq!(mine[0].up_to, "5 person-days · a sprint to undo");
    assert_eq!(mine[0].notes, ["Tell #payments afterwards"]);
}

#[test]
fn an_end_is_said_before_and_after_it_has_come() {
    let map = map();
    let asker = map.asker("@ana", lanes::How::Named);
    let large = |on: jiff::civil::Date| {
        let shown = map.show(on);
        let lane = shown
            .rows
            .iter()
            .flat_map(|it| it.cells.iter().flatten())
            .find(|it| it.id == "large")
            .cloned()
            .unwrap();
        draw::my_lane("product", &lane, on).notes.join("; ")
    };
    assert!(large(day()).contains("Until 30 June"), "{}", large(day()));
    assert!(large("2026-07-02".parse().unwrap()).contains("Ended 30 June"));
    assert!(
        map.lanes_of(&asker, "2026-07-02".parse().unwrap()).iter().all(|it| it.1.id != "large")
    );
}

#[test]
fn each_signal_with_paths_says_what_it_means_and_who_decides() {
    let rows = draw::paths(&map(), day());
    assert_eq!(rows.len(), 1, "a signal without paths has no line");
    assert_eq!(rows[0].paths, "migrations/**");
    assert_eq!(rows[0].says, "a quarter to undo");
    assert_eq!(rows[0].deciders, "@ana");
}

#[test]
fn a_small_change_is_as_light_as_its_signal_leaves_open() {
    let more = "[[signal]]\npaths = [\"src/**\"]\ndomain = \"product\"\n\
        [[signal]]\npaths = [\"**/*.md\"]\ndomain = \"product\"\nlines = 500\n\
        [[signal]]\npaths = [\"web/**\"]\nundo = \"hour\"\n";
    let map = lanes::read(&format!("{TEXT}{more}")).map;
    let who: Vec<String> = draw::paths(&map, day()).into_iter().map(|it| it.deciders).collect();
    let anybody = "any contributor";
    assert_eq!(who, ["@ana", anybody, anybody, "depends on what else it touches"]);
}

#[test]
fn the_first_map_offered_is_sound() {
    let reading = lanes::read(include_str!("first.toml"));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    let small =
        reading.map.check(&[lanes::Change::at("src/main.rs")], &[], &reading.map.lowest(), day());
    assert_ne!(small.verdict, lanes::Verdict::Gap);
}
