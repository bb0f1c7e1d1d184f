//! `remit due` in a checkout: what has to be looked at, and an exit code for CI.

use crate::world::{World, promised};

fn decision(title: &str, front: &str) -> String {
    format!("---\nstatus: accepted\n{front}\n---\n\n# {title}\n")
}

#[test]
fn something_overdue_ends_with_one_and_names_its_file() {
    let late = decision("One queue", "review-on: 2020-01-01");
    let far = decision("Two queues", "review-on: 2999-01-01");
    let world =
        World::with(&[("docs/decisions/0001-one.md", &late), ("docs/decisions/0002-two.md", &far)]);
    let told = world.remit(&["due"]);
    assert_eq!(
        (told.code, told.out.as_str()),
        (1, "Overdue\n  2020-01-01  Look again at  One queue  docs/decisions/0001-one.md\n")
    );
    let json = world.json(&["due", "--within", "2w"]);
    promised(&json, &["until", "items", "more"]);
    promised(&json["items"][0], &["on", "overdue", "asks", "about", "place"]);
    assert_eq!(json["items"].as_array().unwrap().len(), 1, "{json}");
}

#[test]
fn a_lane_that_has_ended_is_overdue_and_what_is_far_off_is_not_told() {
    let map = format!(
        "{}[[lane]]\nid = \"trial\"\ndomain = \"storage\"\nlevel = \"lead\"\nuntil = 2020-06-30\n",
        crate::world::MAP
    );
    let world = World::with(&[("lanes.toml", &map)]);
    let told = world.remit(&["due"]);
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.out.contains("2020-06-30  Renew or end  lane trial  lanes.toml:"), "{}", told.out);
    world.write("lanes.toml", &map.replace("2020-06-30", "2999-06-30"));
    let told = world.remit(&["due"]);
    assert!(told.code == 0 && told.out.starts_with("Nothing is due by "), "{}", told.out);
}

#[test]
fn a_day_that_is_none_is_said_and_what_was_mistyped_ends_with_two() {
    let odd = decision("One queue", "review-on: in autumn");
    let world = World::with(&[("docs/adr/0001-one.md", &odd)]);
    let told = world.remit(&["due"]);
    assert_eq!(told.code, 0, "{}", told.out);
    assert!(told.err.contains("docs/adr/0001-one.md: “in autumn” is not a date"), "{}", told.err);
    for wrong in [&["due", "--within", "soon"][..], &["due", "--mine"], &["due", "--colour"]] {
        assert_eq!(world.remit(wrong).code, 2, "{wrong:?}");
    }
    world.write("lanes.toml", "levels = 3\n");
    world.remit(&["due"]).failed(&["lanes.toml cannot be used"]);
    World::bare().remit(&["due"]).failed(&["git"]);
}
