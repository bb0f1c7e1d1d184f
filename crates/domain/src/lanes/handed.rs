//! What somebody handed over, read from the history of a map.
//!
//! Proven by a case: the heaviest one that a lane of the newer map holds was theirs to decide on
//! the older map, and is not theirs any more.

use jiff::civil::Date;
use serde::Serialize;

use super::case::{Case, Given, Origin};
use super::map::{Lane, Map, Mode};
use crate::people::same_handle;

/// One lane somebody gave out of their hands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HandedOver {
    pub lane: String,
    pub says: String,
    pub domain: String,
    pub on: Date,
    /// Who decides now: handles, or the level's name.
    pub to: Vec<String>,
    /// Up to where, in words.
    pub up_to: String,
    /// Taken back since: a later version gives it to them again.
    pub back: Option<Date>,
}

/// Versions of one map, oldest first, each with the day from which it held. Looks at each step
/// between two of them; what went out and came back is shown with both days.
pub fn handed_over(versions: &[(&Map, Date)], who: &str) -> Vec<HandedOver> {
    let mut found: Vec<HandedOver> = Vec::new();
    for pair in versions.windows(2) {
        let [(old, _), (new, on)] = pair else { continue };
        for lane in new.lanes.iter().filter(|it| it.is_active(*on) && it.mode != Mode::Recommend) {
            let heaviest = new.heaviest(lane);
            let was = old.is_decided_by(&old.translated(new, &heaviest), who, *on);
            let is = new.is_decided_by(&heaviest, who, *on);
            if was && !is {
                found.push(HandedOver {
                    lane: lane.id.clone(),
                    says: lane.says.clone(),
                    domain: lane.domain.clone(),
                    on: *on,
                    to: new.deciders_of(lane),
                    up_to: new.up_to(lane),
                    back: None,
                });
            }
            let again = found.iter_mut().rev().find(|it| it.lane == lane.id && it.back.is_none());
            if let Some(it) = again.filter(|_| !was && is) {
                it.back = Some(*on);
            }
        }
    }
    found
}

impl Map {
    /// The heaviest case a lane still holds.
    fn heaviest(&self, lane: &Lane) -> Case {
        let mut case = self.case(std::slice::from_ref(&lane.domain));
        for (at, hi) in lane.hi.iter().enumerate() {
            let top = self.dimensions[at].top();
            case.values[at] =
                Some(Given { amount: hi.min(top), from: Origin::Said, instead_of: None });
        }
        case
    }

    /// A case of another map in this map's dimensions; what the other does not know stays unknown.
    fn translated(&self, other: &Map, case: &Case) -> Case {
        let value = |name: &str| {
            let at = other.dimension(name)?;
            let given = case.values.get(at).copied().flatten()?;
            let mine = &self.dimensions[self.dimension(name)?];
            let amount = if mine.has_steps() {
                mine.parse(&other.dimensions[at].label(given.amount)).ok()?
            } else {
                given.amount
            };
            Some(Given { amount, ..given })
        };
        let values = self.dimensions.iter().map(|it| value(&it.name)).collect();
        Case { values, ..case.clone() }
    }

    fn is_decided_by(&self, case: &Case, who: &str, day: Date) -> bool {
        let asker = self.asker(who, super::How::Named);
        let route = self.route(case, &asker, day);
        route.deciders.iter().any(|it| same_handle(it, who))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::tests::{PAYMENTS, map};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn found(texts: &[(&str, &str)], who: &str) -> Vec<HandedOver> {
        let maps: Vec<(Map, Date)> =
            texts.iter().map(|(text, from)| (map(text), day(from))).collect();
        let versions: Vec<_> = maps.iter().map(|(map, from)| (map, *from)).collect();
        handed_over(&versions, who)
    }

    fn lanes(found: &[HandedOver]) -> Vec<&str> {
        found.iter().map(|it| it.lane.as_str()).collect()
    }

    #[test]
    fn a_wider_lane_below_is_handed_over_by_whoever_decided_the_difference() {
        let wide =
            PAYMENTS.replace("effort = 5, undo = \"sprint\"", "effort = 8, undo = \"sprint\"");
        let texts = [(PAYMENTS, "2026-01-01"), (wide.as_str(), "2026-03-01")];
        let by_raj = found(&texts, "@raj");
        assert_eq!(lanes(&by_raj), ["feature"]);
        assert_eq!(by_raj[0].on, day("2026-03-01"));
        assert_eq!(by_raj[0].to, ["contributor"]);
        assert_eq!(found(&texts, "@ana"), [], "it was never hers");
        assert_eq!(found(&texts, "@kim"), []);
    }

    #[test]
    fn what_stayed_as_it_was_or_grew_upwards_is_not_handed_over() {
        assert_eq!(found(&[(PAYMENTS, "2026-01-01"), (PAYMENTS, "2026-03-01")], "@raj"), []);
        let narrow =
            PAYMENTS.replace("effort = 5, undo = \"sprint\"", "effort = 2, undo = \"hour\"");
        assert_eq!(found(&[(PAYMENTS, "2026-01-01"), (&narrow, "2026-03-01")], "@raj"), []);
        assert_eq!(found(&[(PAYMENTS, "2026-01-01")], "@raj"), []);
    }

    #[test]
    fn a_lane_given_to_another_holder_is_handed_over() {
        let other = PAYMENTS.replace("lead = [\"@ana\"]", "lead = [\"@kim\"]");
        let texts = [(PAYMENTS, "2026-01-01"), (other.as_str(), "2026-02-01")];
        assert_eq!(lanes(&found(&texts, "@ana")), ["architecture"]);
        assert_eq!(found(&texts, "@ana")[0].to, ["@kim"]);
    }

    #[test]
    fn what_was_taken_back_is_shown_with_both_days() {
        let other = PAYMENTS.replace("lead = [\"@ana\"]", "lead = [\"@kim\"]");
        let texts =
            [(PAYMENTS, "2026-01-01"), (other.as_str(), "2026-02-01"), (PAYMENTS, "2026-04-01")];
        let found = found(&texts, "ana");
        assert_eq!(lanes(&found), ["architecture"]);
        assert_eq!(found[0].back, Some(day("2026-04-01")));
    }

    #[test]
    fn a_map_that_weighs_by_other_measures_is_still_compared() {
        const OTHER: &str = r#"
levels = ["contributor", "lead", "director"]
[dimension.effort]
[holder]
director = ["@raj"]
[[lane]]
id = "feature"
domain = "product"
level = "contributor"
upto = { effort = 5 }
"#;
        // An unknown is as bad as it could be: on the old map such a case was the director's.
        let texts = [(PAYMENTS, "2026-01-01"), (OTHER, "2026-02-01")];
        assert!(lanes(&found(&texts, "@raj")).contains(&"feature"));
    }
}
