//! What is wrong with a map that reads well: gaps, lanes that meet, empty and orphan lanes, open
//! vetoes, and too many to ask.

mod ties;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::map::{Lane, Map};
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

/// More to ask first than this is a meeting.
const MOST_ASKED: usize = 5;

impl Defect {
    /// Where a page has one sentence for it: with its example, unless that is told already.
    pub fn in_full(mut self) -> Finding {
        if let Some(example) = self.example() {
            self.finding.says += &format!(" {example}");
        }
        self.finding
    }

    /// `For example: cost 5 EUR, undo sprint.`; a gap says its case itself.
    pub fn example(&self) -> Option<String> {
        let is_told = self.witness.is_empty() || self.finding.rule == "gap";
        (!is_told).then(|| format!("For example: {}.", self.witness.join(", ")))
    }
}

impl Map {
    /// Every defect on this day, by rule and line. Exact for maps with upper bounds only.
    /// `people` are the handles that exist, where somebody knows them.
    pub fn defects(&self, day: Date, people: Option<&BTreeSet<String>>) -> Vec<Defect> {
        let mut found = self.gaps(day);
        found.extend(self.overlaps(day));
        found.extend(self.unreachable(day));
        found.extend(self.timeless(day));
        found.extend(self.orphans(people));
        found.extend(self.open_vetoes());
        found.extend(self.meetings());
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
                let found = self.about(lane, "unscoped veto", Weight::Warns, says, asks);
                Defect { witness: self.in_words(&self.corner(|at| lane.hi[at])), ..found }
            })
            .collect()
    }

    /// Lanes in which more must be asked than one can ask without a meeting.
    fn meetings(&self) -> Vec<Defect> {
        let many = self.lanes.iter().filter(|it| it.consult.len() > MOST_ASKED);
        many.map(|lane| {
            let asked = lane.consult.len();
            let says = format!("In lane “{}”, {asked} must be asked first.", lane.id);
            let asks = "Who of them is affected or knows more? The others can be told afterwards.";
            let found = self.about(lane, "consult sprawl", Weight::Note, says, asks);
            Defect { witness: self.in_words(&self.corner(|at| lane.hi[at])), ..found }
        })
        .collect()
    }

    /// The weightiest case within these bounds.
    fn corner(&self, most: impl Fn(usize) -> f64) -> Vec<f64> {
        let dimensions = self.dimensions.iter().enumerate();
        dimensions.map(|(at, it)| most(at).min(it.top())).collect()
    }

    /// `cost 5 EUR`, `undo sprint`; what nothing bounds is left out.
    fn in_words(&self, case: &[f64]) -> Vec<String> {
        let bounded = self.dimensions.iter().zip(case).filter(|it| it.1.is_finite());
        let words: Vec<String> =
            bounded.map(|(it, at)| format!("{} {}", it.name, it.in_words(*at))).collect();
        if words.is_empty() { vec!["whatever its size".to_owned()] } else { words }
    }

    fn about(
        &self,
        lane: &Lane,
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
mod tests;
