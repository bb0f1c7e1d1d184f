//! What routing promises, by the numbers and the properties of `domain.md`.

pub(super) mod grid;
mod hostile;
mod properties;
mod reading_diffs;
mod readings;
pub(super) mod routing;
mod sentences;

use jiff::civil::{Date, date};

use super::{Asker, How, Map, Route, read};

pub(super) const DAY: Date = date(2026, 11, 23);

pub(super) fn map(text: &str) -> Map {
    let reading = read(text);
    assert_eq!(reading.problems, [], "the map of this test is right");
    reading.map
}

/// Routes `effort=3, undo=sprint` in these domains for a level or a handle.
pub(super) fn route(map: &Map, domains: &[&str], values: &str, who: &str) -> Route {
    let domains: Vec<String> = domains.iter().map(|it| (*it).to_owned()).collect();
    let mut case = map.case(&domains);
    for value in values.split(", ").filter(|it| !it.is_empty()) {
        map.set(&mut case, value).expect("the values of this test are right");
    }
    map.route(&case, &asker(map, who), DAY)
}

pub(super) fn asker(map: &Map, who: &str) -> Asker {
    map.asker(who, How::Named)
}

pub(super) const PAYMENTS: &str = r##"
levels = ["contributor", "lead", "director"]
[dimension.effort]
unit = "person-days"
assume = 1
[dimension.undo]
steps = ["hour", "sprint", "quarter", "never"]
[dimension.reach]
steps = ["component", "team", "several-teams", "customers"]
[holder]
lead = ["@ana"]
director = ["@raj"]
[[lane]]
id = "feature"
says = "Trade-offs inside a feature whose intent is agreed"
domain = "product"
level = "contributor"
upto = { effort = 5, undo = "sprint", reach = "team" }
inform = ["#payments"]
[[lane]]
id = "storage"
domain = "engineering/architecture"
level = "contributor"
upto = { effort = 3, undo = "sprint", reach = "team" }
[[lane]]
id = "architecture"
says = "Structure that other teams will feel"
domain = "engineering/architecture"
level = "lead"
mode = "decide_after_advice"
upto = { effort = 40, undo = "quarter", reach = "several-teams" }
consult = ["@platform"]
until = 2027-06-30
[[lane]]
id = "the-rest"
domain = "*"
level = "director"
[[signal]]
paths = ["src/**"]
domain = "product"
undo = "hour"
reach = "component"
[[signal]]
paths = ["migrations/**"]
domain = "engineering/architecture"
undo = "quarter"
reach = "team"
[[signal]]
adds = "dependency"
domain = "engineering/architecture"
reach = "team"
undo = "sprint"
"##;
