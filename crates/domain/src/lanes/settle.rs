//! The rule itself: which lane holds these values in this domain on this day.

use jiff::civil::Date;

use super::case::{Asker, Case};
use super::map::{Lane, Map, Mode};
use crate::people::same_handle;

/// What one walk from a domain to the root found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Settled {
    /// The winner; with a tie the first in the file. `None` is a gap.
    pub(super) lane: Option<usize>,
    /// The node the winner stands in.
    pub(super) node: usize,
    /// Lanes that held the case but stood below a level already left, with that level.
    pub(super) floored: Vec<(usize, usize)>,
}

impl Map {
    /// `domain.md` 2.2: the deepest domain with a lane in force decides; where none of its lanes
    /// holds the case, the parent does, but no level below the highest one already left. The
    /// lowest level wins; `recommend` lanes never do.
    pub(super) fn settle(&self, node: usize, values: &[f64], day: Date) -> (Option<usize>, usize) {
        let (mut at, mut floor) = (node, 0);
        loop {
            let mut highest = floor;
            for lane in &self.index.nodes[at].lanes {
                let it = &self.lanes[*lane];
                if !it.is_active(day) {
                    continue;
                }
                if it.level >= floor && it.mode != Mode::Recommend && it.holds(values) {
                    return (Some(*lane), at);
                }
                highest = highest.max(it.level);
            }
            floor = highest;
            match self.index.nodes[at].parent {
                Some(parent) => at = parent,
                None => return (None, at),
            }
        }
    }

    /// The same with what the explanation needs.
    pub(super) fn settle_in_full(&self, node: usize, values: &[f64], day: Date) -> Settled {
        let (lane, end) = self.settle(node, values, day);
        let mut settled = Settled { lane, node: end, floored: Vec::new() };
        let mut floor = 0;
        for at in self.chain(node) {
            let active =
                self.index.nodes[at].lanes.iter().filter(|it| self.lanes[**it].is_active(day));
            let active: Vec<usize> = active.copied().collect();
            let below = active.iter().filter(|it| {
                let lane = &self.lanes[**it];
                lane.level < floor && lane.mode != Mode::Recommend && lane.holds(values)
            });
            settled.floored.extend(below.map(|it| (*it, floor)));
            if at == end {
                break;
            }
            floor = active.iter().map(|it| self.lanes[*it].level).fold(floor, usize::max);
        }
        settled
    }

    /// This node and those above it, the root last.
    pub(super) fn chain(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |it| self.index.nodes[*it].parent)
    }

    /// Lanes of the winner's level in its domain that hold the case as well: a tie, in file order,
    /// the winner first.
    pub(super) fn tied(&self, winner: usize, node: usize, values: &[f64], day: Date) -> Vec<usize> {
        let level = self.lanes[winner].level;
        let all = self.index.nodes[node].lanes.iter().copied();
        all.filter(|it| {
            let lane = &self.lanes[*it];
            lane.level == level
                && lane.mode != Mode::Recommend
                && lane.is_active(day)
                && lane.holds(values)
        })
        .collect()
    }

    /// Values for routing: unknown ones as the weightiest there is.
    pub(super) fn pessimistic(&self, case: &Case) -> Vec<f64> {
        self.resolved(case, |at| self.dimensions[at].top())
    }

    /// Unknown ones as the lightest.
    pub(super) fn optimistic(&self, case: &Case) -> Vec<f64> {
        self.resolved(case, |_| 0.0)
    }

    fn resolved(&self, case: &Case, unknown: impl Fn(usize) -> f64) -> Vec<f64> {
        let given = |at: usize| case.values.get(at).copied().flatten().map(|it| it.amount);
        (0..self.dimensions.len()).map(|at| given(at).unwrap_or_else(|| unknown(at))).collect()
    }

    /// Whether this asker decides in this lane, and for whom they stand in if that is why.
    pub(super) fn is_lane_of(&self, lane: usize, asker: &Asker, day: Date) -> bool {
        let it = &self.lanes[lane];
        if !asker.own && asker.level > it.level {
            return false;
        }
        let named = if it.holder.is_empty() { &self.holders[it.level] } else { &it.holder };
        let by_level =
            if it.holder.is_empty() { asker.level >= it.level } else { asker.level > it.level };
        by_level
            || it.holder.iter().any(|one| asker.is(one))
            || named.iter().any(|one| self.stand_in(one, day).is_some_and(|it| asker.is(&it)))
    }

    /// Handles that decide in this lane, before anybody is absent; a level's name where it has no
    /// holders.
    pub(super) fn holders_of(&self, lane: usize) -> Vec<String> {
        self.deciders_of(&self.lanes[lane])
    }

    /// The same for a lane at hand.
    pub fn deciders_of(&self, lane: &Lane) -> Vec<String> {
        if lane.holder.is_empty() { self.holders_at(lane.level) } else { lane.holder.clone() }
    }

    pub(super) fn holders_at(&self, level: usize) -> Vec<String> {
        match self.holders.get(level) {
            Some(named) if !named.is_empty() => named.clone(),
            _ => self.levels.get(level).cloned().into_iter().collect(),
        }
    }

    /// Who decides while this person is absent: the stand-in, or theirs. `None` if present, or if
    /// nobody stands in.
    pub fn stand_in(&self, handle: &str, day: Date) -> Option<String> {
        let mut who = handle.to_owned();
        // A ring of people who stand in for each other ends after one round.
        for _ in 0..=self.away.len() {
            let Some(away) = self.absence(&who, day) else {
                return (!same_handle(&who, handle)).then_some(who);
            };
            who.clone_from(away.stand_in.as_ref()?);
        }
        None
    }

    pub(super) fn absence(&self, handle: &str, day: Date) -> Option<&super::map::Away> {
        self.away.iter().find(|it| same_handle(&it.who, handle) && it.covers(day))
    }
}
