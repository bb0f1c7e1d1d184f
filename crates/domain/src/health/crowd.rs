//! The answers to one item, by who can be told apart at all.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::Tree;
use crate::health::figures::{Answer, Counts};

/// People who count in exactly the same groups. Finer than this nobody can be told apart by figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Atom {
    pub groups: BTreeSet<usize>,
    pub answers: Counts,
}

/// Everybody who answered one item in one wave. It never leaves the gate: only a `Release` does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    pub atoms: Vec<Atom>,
}

impl Crowd {
    /// Each answer with the teams its writer was a direct member of when answering, not today.
    pub fn of<'a>(tree: &Tree, answers: impl IntoIterator<Item = (&'a [usize], Answer)>) -> Self {
        let mut atoms: BTreeMap<BTreeSet<usize>, Vec<Answer>> = BTreeMap::new();
        for (teams, answer) in answers {
            atoms.entry(tree.groups_of(teams)).or_default().push(answer);
        }
        let atom = |(groups, answers)| Atom { groups, answers: Counts::of(answers) };
        Self { atoms: atoms.into_iter().map(atom).collect() }
    }

    /// The answers of everybody in a group.
    pub fn counts(&self, group: usize) -> Counts {
        let inside = self.atoms.iter().filter(|it| it.groups.contains(&group));
        inside.fold(Counts::default(), |sum, it| sum.plus(&it.answers))
    }
}
