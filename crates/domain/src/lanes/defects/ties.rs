//! Lanes that meet: two that hold the same case, and those to which the others leave nothing.

use jiff::civil::Date;

use super::Defect;
use crate::finding::{Finding, Weight};
use crate::lanes::map::{Map, Mode};
use crate::lanes::say::{in_domain, listed};

/// Pairs of lanes looked at; a map of ten thousand lanes must not take minutes.
const MOST_PAIRS: usize = 200_000;
/// How many cases are routed for it: the dear part.
const MOST_TRIED: usize = 2_000;
/// Of one rule, as many are told.
const MOST_TOLD: usize = 50;

impl Map {
    /// Two lanes of one domain and level that both hold a case which no lower lane takes, and that
    /// have other holders or ask otherwise. The top corner of what they share decides: a lower lane
    /// that holds it holds all of it.
    pub(super) fn overlaps(&self, day: Date) -> Vec<Defect> {
        let mut found = Vec::new();
        let (mut pairs, mut tried) = (0, 0);
        for (at, node) in self.index.nodes.iter().enumerate() {
            let lanes: Vec<usize> =
                node.lanes.iter().copied().filter(|it| self.may_win(*it, day)).collect();
            for (first, second) in lanes
                .iter()
                .enumerate()
                .flat_map(|(at, it)| lanes[at + 1..].iter().map(move |other| (*it, *other)))
            {
                pairs += 1;
                if pairs > MOST_PAIRS || tried > MOST_TRIED || found.len() >= MOST_TOLD {
                    return found;
                }
                let (a, b) = (&self.lanes[first], &self.lanes[second]);
                let same = self.held_alike(first, second);
                if a.level != b.level || (same && a.asks_like(b)) {
                    continue;
                }
                tried += 1;
                let corner = self.corner(|it| a.hi[it].min(b.hi[it]));
                let winner = self.settle(at, &corner, day).0;
                let wins = winner.is_some_and(|it| {
                    self.lanes[it].level == a.level && self.lanes[it].domain == a.domain
                });
                // What the same people are asked is said by the lane that stands first.
                if wins && a.holds(&corner) && b.holds(&corner) && (!same || winner == Some(first))
                {
                    found.push(self.overlap(first, second, &corner, same));
                }
            }
        }
        found
    }

    fn overlap(&self, first: usize, second: usize, corner: &[f64], same: bool) -> Defect {
        let (a, b) = (&self.lanes[first], &self.lanes[second]);
        let place = in_domain(&a.domain);
        let (says, asks) = if same {
            let says = format!(
                "Lanes “{}” ({}) and “{}” ({}) both hold the same case in {place}. “{}” stands first, so what “{}” says counts for nothing there.",
                a.id,
                a.in_words(),
                b.id,
                b.in_words(),
                a.id,
                b.id,
            );
            (says, "Which of the two is meant, and what would tell their cases apart?")
        } else {
            let says = format!(
                "Lanes “{}” ({}) and “{}” ({}) both hold the same case in {place}.",
                a.id,
                listed(&self.holders_of(first), "or"),
                b.id,
                listed(&self.holders_of(second), "or"),
            );
            (says, "Which of the two should decide, and what would tell their cases apart?")
        };
        Defect {
            finding: Finding {
                rule: "overlap",
                weight: Weight::Warns,
                place: b.id.clone(),
                words: a.id.clone(),
                says,
                asks: asks.into(),
            },
            witness: self.in_words(corner),
            domain: a.domain.clone(),
            line: b.line,
        }
    }

    /// Lanes that win nowhere. Where bounds reach upwards only, a lane to which the others leave
    /// anything wins at its own top corner: for a case of its domain, or of one below that falls
    /// through to it.
    pub(super) fn unreachable(&self, day: Date) -> Vec<Defect> {
        let mut found = Vec::new();
        let mut tried = 0;
        for (at, node) in self.index.nodes.iter().enumerate() {
            for lane in node.lanes.iter().copied().filter(|it| self.may_win(*it, day)) {
                let corner = self.corner(|it| self.lanes[lane].hi[it]);
                if !self.lanes[lane].holds(&corner) {
                    continue;
                }
                let is_below = |it: &usize| *it != at && self.chain(*it).any(|up| up == at);
                let below = (0..self.index.nodes.len()).filter(is_below);
                let wins = std::iter::once(at).chain(below).any(|from| {
                    tried += 1;
                    self.wins_from(from, lane, &corner, day)
                });
                if tried > MOST_TRIED || found.len() >= MOST_TOLD {
                    return found;
                }
                if !wins {
                    found.extend(self.covered(at, lane, &corner, day));
                }
            }
        }
        found
    }

    /// Whether this lane is among those that decide, and is not merely said once more.
    fn wins_from(&self, from: usize, lane: usize, case: &[f64], day: Date) -> bool {
        let (Some(winner), end) = self.settle(from, case, day) else { return false };
        let tied = self.tied(winner, end, case, day);
        let mut before = tied.iter().take_while(|it| **it != lane);
        tied.contains(&lane) && before.all(|it| !self.held_alike(*it, lane))
    }

    /// The lane that takes all of another one's cases, with the reason.
    fn covered(&self, node: usize, lane: usize, corner: &[f64], day: Date) -> Option<Defect> {
        let (winner, _) = self.settle(node, corner, day);
        let tied = self.tied(winner?, node, corner, day);
        let by = tied.into_iter().find(|it| *it != lane && self.held_alike(*it, lane));
        let (by, lane) = (&self.lanes[by.or(winner)?], &self.lanes[lane]);
        let reason = if by.level < lane.level {
            let level = &self.levels[by.level];
            format!("“{}” holds all of it at a lower level ({level}).", by.id)
        } else {
            format!("“{}” stands before it, has the same holders and holds all of it.", by.id)
        };
        let says = format!("Lane “{}” can never decide: {reason}", lane.id);
        let asks = "Should it reach further, or be taken out?";
        let found = self.about(lane, "unreachable", Weight::Warns, says, asks);
        Some(Defect { witness: self.in_words(corner), ..found })
    }

    fn may_win(&self, lane: usize, day: Date) -> bool {
        self.lanes[lane].is_active(day) && self.lanes[lane].mode != Mode::Recommend
    }

    fn held_alike(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.lanes[one], &self.lanes[other]);
        if a.level == b.level && a.holder.is_empty() == b.holder.is_empty() {
            return a.holder == b.holder;
        }
        self.holders_of(one) == self.holders_of(other)
    }
}
