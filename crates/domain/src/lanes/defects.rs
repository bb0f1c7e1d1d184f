//! What is wrong with a map that reads well: gaps, overlaps, empty and orphan lanes, open vetoes.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::map::{Map, Mode};
use super::say::{in_domain, listed};
use crate::finding::{Finding, Weight};
use crate::people::same_handle;

/// A finding with a case that shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Defect {
    #[serde(flatten)]
    pub finding: Finding,
    /// In words, `cost more than 250000 EUR`; empty where the defect needs no case.
    pub witness: Vec<String>,
    /// The domain of the case.
    pub domain: String,
    /// Line of the lane, from 1; 0 where it is about no lane.
    pub line: usize,
}

/// Pairs of lanes looked at; a map of ten thousand lanes must not take minutes.
const MOST_PAIRS: usize = 200_000;
/// Of these pairs, how many are routed: the dear part.
const MOST_TRIED: usize = 2_000;

impl Map {
    /// Every defect on this day, by rule and line. Exact for maps with upper bounds only.
    /// `people` are the handles that exist, where somebody knows them.
    pub fn defects(&self, day: Date, people: Option<&BTreeSet<String>>) -> Vec<Defect> {
        let mut found = self.gaps(day);
        found.extend(self.overlaps(day));
        found.extend(self.timeless(day));
        found.extend(self.orphans(people));
        found.extend(self.open_vetoes());
        found
    }

    /// A gap exists exactly where the weightiest case has no lane.
    fn gaps(&self, day: Date) -> Vec<Defect> {
        let top: Vec<f64> = self.dimensions.iter().map(super::map::Dimension::top).collect();
        let mut found = Vec::new();
        for (at, node) in self.index.nodes.iter().enumerate() {
            let counts = at == 0 || !node.lanes.is_empty();
            if !counts || self.settle(at, &top, day).0.is_some() {
                continue;
            }
            let light = vec![0.0; top.len()];
            let single = |dimension: &usize| {
                let mut case = light.clone();
                case[*dimension] = top[*dimension];
                self.settle(at, &case, day).0.is_none()
            };
            let witness = match (self.settle(at, &light, day).0, (0..top.len()).find(single)) {
                (None, _) => vec!["however small".to_owned()],
                (Some(_), Some(dimension)) => vec![self.beyond(at, dimension)],
                (Some(_), None) => (0..top.len()).map(|it| self.beyond(at, it)).collect(),
            };
            let place = in_domain(&node.name);
            let owner = listed(&self.holders_at(self.levels.len() - 1), "or");
            found.push(Defect {
                finding: Finding {
                    rule: "gap",
                    weight: Weight::Warns,
                    place: node.name.clone(),
                    words: String::new(),
                    says: format!("No lane holds the weightiest case in {place}: {}. It falls to {owner}.", witness.join(", ")),
                    asks: "Who decides the rest? A lane without bounds at the highest level closes it.".into(),
                },
                witness,
                domain: node.name.clone(),
                line: 0,
            });
        }
        found
    }

    /// `cost more than 250000 EUR`, by the widest bound on the way up.
    fn beyond(&self, node: usize, dimension: usize) -> String {
        let lanes = self.chain(node).flat_map(|it| &self.index.nodes[it].lanes);
        let finite = lanes.map(|it| self.lanes[*it].hi[dimension]).filter(|it| it.is_finite());
        let widest = finite.fold(0.0, f64::max);
        let it = &self.dimensions[dimension];
        if it.has_steps() {
            format!("{} {}", it.name, it.label(it.top()))
        } else {
            format!("{} more than {}", it.name, it.in_words(widest))
        }
    }

    /// Two lanes of one domain and level with different holders, where both hold a case that no
    /// lower lane takes. The top corner of what they share decides: a lower lane that holds it
    /// holds all of it.
    fn overlaps(&self, day: Date) -> Vec<Defect> {
        let mut found = Vec::new();
        let (mut pairs, mut tried) = (0, 0);
        for (at, node) in self.index.nodes.iter().enumerate() {
            let decides = |it: &&usize| {
                self.lanes[**it].is_active(day) && self.lanes[**it].mode != Mode::Recommend
            };
            let lanes: Vec<usize> = node.lanes.iter().filter(decides).copied().collect();
            for (first, second) in lanes
                .iter()
                .enumerate()
                .flat_map(|(at, it)| lanes[at + 1..].iter().map(move |other| (*it, *other)))
            {
                pairs += 1;
                if pairs > MOST_PAIRS || tried > MOST_TRIED || found.len() >= 50 {
                    return found;
                }
                let (a, b) = (&self.lanes[first], &self.lanes[second]);
                if a.level != b.level || self.holders_of(first) == self.holders_of(second) {
                    continue;
                }
                tried += 1;
                let corner: Vec<f64> = (0..self.dimensions.len())
                    .map(|it| a.hi[it].min(b.hi[it]).min(self.dimensions[it].top()))
                    .collect();
                let wins = self.settle(at, &corner, day).0.is_some_and(|it| {
                    self.lanes[it].level == a.level && self.lanes[it].domain == a.domain
                });
                if wins && a.holds(&corner) && b.holds(&corner) {
                    found.push(self.overlap(first, second, &corner));
                }
            }
        }
        found
    }

    fn overlap(&self, first: usize, second: usize, corner: &[f64]) -> Defect {
        let (a, b) = (&self.lanes[first], &self.lanes[second]);
        let bounded = self.dimensions.iter().zip(corner).filter(|it| it.1.is_finite());
        let witness: Vec<String> =
            bounded.map(|(it, at)| format!("{} {}", it.name, it.in_words(*at))).collect();
        Defect {
            finding: Finding {
                rule: "overlap",
                weight: Weight::Warns,
                place: b.id.clone(),
                words: a.id.clone(),
                says: format!(
                    "Lanes “{}” ({}) and “{}” ({}) both hold the same case in {}.",
                    a.id,
                    listed(&self.holders_of(first), "or"),
                    b.id,
                    listed(&self.holders_of(second), "or"),
                    in_domain(&a.domain)
                ),
                asks: "Which of the two should decide, and what would tell their cases apart?"
                    .into(),
            },
            witness,
            domain: a.domain.clone(),
            line: b.line,
        }
    }

    /// Lanes that hold nothing, or hold nothing any more.
    fn timeless(&self, day: Date) -> Vec<Defect> {
        let mut found = Vec::new();
        for lane in &self.lanes {
            let crossed = lane.lo.iter().zip(&lane.hi).any(|(lo, hi)| lo > hi);
            let never =
                matches!((lane.from, lane.until), (Some(from), Some(until)) if until < from);
            let (rule, weight, says, asks) = if crossed || never {
                let says = format!("Lane “{}” can never hold a case.", lane.id);
                ("empty", Weight::Warns, says, "What was it meant to hold?")
            } else if let Some(until) = lane.until.filter(|it| *it < day) {
                let says = format!("Lane “{}” ended on {until}.", lane.id);
                ("ended", Weight::Note, says, "Shall it be renewed, or taken out?")
            } else {
                continue;
            };
            found.push(self.about(lane, rule, weight, says, asks));
        }
        found
    }

    /// Lanes whose level or holder is nobody. The lowest level is everybody and needs no names.
    fn orphans(&self, people: Option<&BTreeSet<String>>) -> Vec<Defect> {
        let gone = |handle: &String| {
            people.is_some_and(|it| !it.iter().any(|one| same_handle(one, handle)))
        };
        let mut found = Vec::new();
        for lane in &self.lanes {
            let level = &self.levels[lane.level];
            let named =
                if lane.holder.is_empty() { &self.holders[lane.level] } else { &lane.holder };
            // A level without names is answered by its name: worth a question, and no mistake.
            let (weight, says) = if named.is_empty() && lane.level > 0 {
                let says = format!(
                    "Lane “{}” is for the level {level}, and nobody is listed there.",
                    lane.id
                );
                (Weight::Note, says)
            } else if !named.is_empty() && named.iter().all(gone) {
                let says = format!(
                    "Lane “{}” is held by {}, who is not here.",
                    lane.id,
                    listed(named, "and")
                );
                (Weight::Warns, says)
            } else {
                continue;
            };
            found.push(self.about(
                lane,
                "orphan",
                weight,
                says,
                "Who decides there today? List them under [holder].",
            ));
        }
        found
    }

    fn open_vetoes(&self) -> Vec<Defect> {
        let open = self.lanes.iter().flat_map(|lane| lane.agree.iter().map(move |it| (lane, it)));
        open.filter(|(_, it)| it.about.is_none() || it.days.is_none())
            .map(|(lane, it)| {
                let lacks = match (&it.about, it.days) {
                    (None, None) => "on anything, for as long as they like",
                    (None, Some(_)) => "on anything",
                    _ => "for as long as they like",
                };
                let says = format!("In lane “{}”, {} may hold things up {lacks}.", lane.id, it.who);
                let asks = "On what exactly must they agree, and after how many days does silence count as yes?";
                self.about(lane, "unscoped veto", Weight::Warns, says, asks)
            })
            .collect()
    }

    fn about(
        &self,
        lane: &super::map::Lane,
        rule: &'static str,
        weight: Weight,
        says: String,
        asks: &str,
    ) -> Defect {
        Defect {
            finding: Finding {
                rule,
                weight,
                place: lane.id.clone(),
                words: String::new(),
                says,
                asks: asks.to_owned(),
            },
            witness: Vec::new(),
            domain: lane.domain.clone(),
            line: lane.line,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lanes::tests::{DAY, PAYMENTS, map, routing};

    fn rules(text: &str) -> Vec<(&'static str, String)> {
        map(text)
            .defects(DAY, None)
            .into_iter()
            .map(|it| (it.finding.rule, it.finding.place))
            .collect()
    }

    #[test]
    fn a_map_whose_highest_lane_has_no_bounds_and_a_holder_has_no_defect() {
        assert_eq!(rules(PAYMENTS), []);
    }

    #[test]
    fn e4_has_its_gap_above_the_directors_money() {
        let defects = routing::e4().defects(DAY, None);
        let gap = defects.iter().find(|it| it.domain == "engineering").expect("d7 is a gap");
        assert_eq!(
            (gap.finding.rule, gap.witness.as_slice()),
            ("gap", ["cost more than 250000 EUR".to_owned()].as_slice())
        );
        let root = defects.iter().find(|it| it.domain == "*").expect("no lane names the root");
        assert_eq!(root.witness, ["however small"]);
    }

    #[test]
    fn an_overlap_counts_only_where_no_lower_lane_takes_the_case() {
        let two = "levels=['c','lead']\n[holder]\nlead=['@x']\n[dimension.n]\n\
            [[lane]]\nid='a'\ndomain='*'\nlevel='lead'\nholder=['@a']\n[[lane]]\nid='b'\ndomain='*'\nlevel='lead'\nholder=['@b']\nupto={n=5}\n";
        assert_eq!(rules(two), [("overlap", "b".to_owned())]);
        let masked = format!("{two}[[lane]]\nid='low'\ndomain='*'\nlevel='c'\nupto={{n=9}}\n");
        assert_eq!(rules(&masked), []);
        let partly = format!("{two}[[lane]]\nid='low'\ndomain='*'\nlevel='c'\nupto={{n=4}}\n");
        assert_eq!(rules(&partly), [("overlap", "b".to_owned())]);
    }

    #[test]
    fn lanes_that_ended_levels_without_people_and_open_vetoes_are_found() {
        let text = "levels=['c','lead']\n[[lane]]\nid='a'\ndomain='*'\nlevel='lead'\nagree=['@legal']\n\
            [[lane]]\nid='b'\ndomain='*'\nlevel='c'\nuntil=2026-01-01\n";
        let found = rules(text);
        assert_eq!(
            found,
            [("ended", "b".into()), ("orphan", "a".into()), ("unscoped veto", "a".into())]
        );
    }

    #[test]
    fn a_holder_who_left_leaves_an_orphan() {
        let people = BTreeSet::from(["raj".to_owned()]);
        let found = map(PAYMENTS).defects(DAY, Some(&people));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].finding.says, "Lane “architecture” is held by @ana, who is not here.");
    }
}
