//! What the rules look at: the groups still open, and the people as a reader could tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Rule};
use crate::health::figures::Counts;

pub(super) struct Sight<'a> {
    pub(super) case: &'a Case<'a>,
    /// By group: the rule that closed it.
    pub(super) closed: Vec<Option<Rule>>,
    /// The groups the reader counts in, if they answered.
    own: Option<&'a BTreeSet<usize>>,
}

/// People in exactly the same open groups: what a reader could at best single out.
pub(super) struct Cell {
    /// The open groups that hold it.
    pub(super) within: Vec<usize>,
    pub(super) people: People,
    pub(super) answers: Counts,
}

/// How many: of everybody who answered, and of those who chose a step. Both are published, so both are
/// guarded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct People {
    pub(super) answered: usize,
    pub(super) scored: usize,
}

impl People {
    /// Somebody, but fewer than k.
    pub(super) fn are_few(self, k: usize) -> bool {
        let few = |n| 0 < n && n < k;
        few(self.answered) || few(self.scored)
    }

    fn plus(self, other: Self) -> Self {
        Self { answered: self.answered + other.answered, scored: self.scored + other.scored }
    }
}

impl<'a> Sight<'a> {
    pub(super) fn new(
        case: &'a Case<'a>,
        closed: Vec<Option<Rule>>,
        own: Option<&'a BTreeSet<usize>>,
    ) -> Self {
        Self { case, closed, own }
    }

    pub(super) fn k(&self) -> usize {
        self.case.limits.scores()
    }

    pub(super) fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.closed.len()).filter(|&it| self.closed[it].is_none())
    }

    /// People in the groups for which `holds`, less the reader, who knows their own answer.
    pub(super) fn people(&self, holds: impl Fn(&BTreeSet<usize>) -> bool) -> People {
        let atoms = self.case.crowd.atoms.iter().filter(|it| holds(&it.groups));
        atoms.fold(People::default(), |sum, it| {
            let own = usize::from(self.own == Some(&it.groups));
            sum.plus(People {
                answered: it.answers.answered().saturating_sub(own),
                scored: it.answers.scored().saturating_sub(own),
            })
        })
    }

    pub(super) fn size(&self, group: usize) -> People {
        self.people(|groups| groups.contains(&group))
    }

    /// Fewer than k, or none.
    pub(super) fn is_short(&self, group: usize) -> bool {
        let size = self.size(group);
        size.answered.min(size.scored) < self.k()
    }

    /// Everybody in an open group, by the open groups that hold them.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let mut cells: BTreeMap<Vec<usize>, Cell> = BTreeMap::new();
        for atom in &self.case.crowd.atoms {
            let within: Vec<usize> =
                atom.groups.iter().copied().filter(|&it| self.closed[it].is_none()).collect();
            if within.is_empty() {
                continue;
            }
            let people = self.people(|groups| *groups == atom.groups);
            let cell = cells.entry(within.clone()).or_insert_with(|| Cell {
                within,
                people: People::default(),
                answers: Counts::default(),
            });
            cell.people = cell.people.plus(people);
            cell.answers = cell.answers.plus(&atom.answers);
        }
        cells.into_values().collect()
    }

    /// Of some groups the one with the fewest people; among equals the last in the tree.
    pub(super) fn smallest(&self, of: impl Iterator<Item = usize>) -> Option<usize> {
        of.min_by_key(|&it| (self.size(it), usize::MAX - it))
    }

    /// The group to close so that a cell melts into its surroundings: itself if it is a group, else the
    /// smallest that sets it apart within the smallest group around it, else that one.
    pub(super) fn around(&self, cell: &Cell) -> Option<usize> {
        let tight = self.smallest(cell.within.iter().copied())?;
        let tight_atoms = || self.case.crowd.atoms.iter().filter(|it| it.groups.contains(&tight));
        let sets_apart = |group: &usize| {
            !cell.within.contains(group) && tight_atoms().any(|it| it.groups.contains(group))
        };
        let apart: Vec<usize> = self.open().filter(sets_apart).collect();
        let topmost = apart
            .iter()
            .copied()
            .filter(|&it| !self.case.tree.upwards(it).skip(1).any(|above| apart.contains(&above)));
        self.smallest(topmost).or(Some(tight))
    }
}
