//! What the rules look at: the groups still open, and the people as a reader could tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Rule};
use crate::health::crowd::Atom;
use crate::health::figures::Counts;

pub(super) struct Sight<'a> {
    pub(super) case: &'a Case<'a>,
    /// By group: the rule that closed it.
    pub(super) closed: Vec<Option<Rule>>,
    /// The groups the reader counts in, if they answered.
    own: Option<&'a BTreeSet<usize>>,
    /// By group; closing changes neither.
    members: Vec<Vec<&'a Atom>>,
    sizes: Vec<People>,
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

    pub(super) fn less(self, part: Self) -> Self {
        Self { answered: self.answered - part.answered, scored: self.scored - part.scored }
    }
}

impl std::iter::Sum for People {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, it| Self {
            answered: sum.answered + it.answered,
            scored: sum.scored + it.scored,
        })
    }
}

impl<'a> Sight<'a> {
    pub(super) fn new(
        case: &'a Case<'a>,
        closed: Vec<Option<Rule>>,
        own: Option<&'a BTreeSet<usize>>,
    ) -> Self {
        let mut members = vec![Vec::new(); case.tree.len()];
        for atom in &case.crowd.atoms {
            atom.groups.iter().for_each(|&group| members[group].push(atom));
        }
        let mut sight = Self { case, closed, own, members, sizes: Vec::new() };
        sight.sizes = (0..case.tree.len()).map(|it| sight.count(it, |_| true)).collect();
        sight
    }

    pub(super) fn k(&self) -> usize {
        self.case.limits.scores()
    }

    pub(super) fn is_open(&self, group: usize) -> bool {
        self.closed[group].is_none()
    }

    pub(super) fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.closed.len()).filter(|&it| self.is_open(it))
    }

    /// People of a group whose groups are like this.
    pub(super) fn count(&self, group: usize, like: impl Fn(&BTreeSet<usize>) -> bool) -> People {
        self.members[group].iter().filter(|it| like(&it.groups)).map(|it| self.of(it)).sum()
    }

    /// The people of an atom, less the reader, who knows their own answer.
    fn of(&self, atom: &Atom) -> People {
        let own = usize::from(self.own == Some(&atom.groups));
        People {
            answered: atom.answers.answered().saturating_sub(own),
            scored: atom.answers.scored().saturating_sub(own),
        }
    }

    pub(super) fn members(&self, group: usize) -> &[&'a Atom] {
        &self.members[group]
    }

    pub(super) fn size(&self, group: usize) -> People {
        self.sizes[group]
    }

    /// Fewer than k, or none.
    pub(super) fn is_short(&self, group: usize) -> bool {
        let size = self.size(group);
        size.answered.min(size.scored) < self.k()
    }

    /// The open groups somebody with these groups counts in.
    pub(super) fn open_of(&self, groups: &BTreeSet<usize>) -> Vec<usize> {
        groups.iter().copied().filter(|&it| self.is_open(it)).collect()
    }

    /// Everybody in an open group, by the open groups that hold them.
    pub(super) fn cells(&self) -> Vec<Cell> {
        let mut cells: BTreeMap<Vec<usize>, Vec<&Atom>> = BTreeMap::new();
        for atom in &self.case.crowd.atoms {
            cells.entry(self.open_of(&atom.groups)).or_default().push(atom);
        }
        cells.remove(&Vec::new());
        let cell = |(within, atoms): (Vec<usize>, Vec<&Atom>)| Cell {
            within,
            people: atoms.iter().map(|it| self.of(it)).sum(),
            answers: atoms.iter().fold(Counts::default(), |sum, it| sum.plus(&it.answers)),
        };
        cells.into_iter().map(cell).collect()
    }

    /// Of some groups the one with the fewest people; among equals the last in the tree.
    pub(super) fn smallest(&self, of: impl Iterator<Item = usize>) -> Option<usize> {
        of.min_by_key(|&it| (self.size(it), usize::MAX - it))
    }

    /// The group to close so that a cell melts into its surroundings: itself if it is a group, else the
    /// smallest that sets it apart within the smallest group around it, else that one.
    pub(super) fn around(&self, cell: &Cell) -> Option<usize> {
        let tight = self.smallest(cell.within.iter().copied())?;
        let others = self.members(tight).iter().flat_map(|it| self.open_of(&it.groups));
        let apart: BTreeSet<usize> = others.filter(|it| !cell.within.contains(it)).collect();
        let topmost = apart
            .iter()
            .copied()
            .filter(|&it| !self.case.tree.upwards(it).skip(1).any(|above| apart.contains(&above)));
        self.smallest(topmost).or(Some(tight))
    }
}
