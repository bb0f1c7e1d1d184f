//! The groups of a wave, declared before it opens: nothing else can ever be asked for.
//!
//! Every node with children has one more child, its *direct members*; otherwise a parent less all its
//! teams would be a group nobody guards. A second root is a second way to cut the same people (by
//! site, say), and is audited together with the first.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::record::Refusal;

/// One group; its index in the tree is how everything else names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The team; of direct members, the team they are direct members of.
    pub team: Id,
    pub parent: Option<usize>,
    /// The direct members of the team, and not all of it.
    pub direct: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    groups: Vec<Group>,
    /// For each group where its direct members are counted: itself, if nothing is below it.
    direct: Vec<usize>,
}

impl Tree {
    /// Teams with the index of the team above, which must come before them.
    pub fn new(teams: &[(Id, Option<usize>)]) -> Result<Self, Refusal> {
        let mut groups = Vec::new();
        for (at, (team, parent)) in teams.iter().enumerate() {
            if parent.is_some_and(|above| above >= at) {
                return Err(Refusal::Rule(format!(
                    "“{}” stands before the team above it. List each team after the one it belongs to.",
                    team.as_str()
                )));
            }
            if teams[..at].iter().any(|(other, _)| other == team) {
                return Err(Refusal::Rule(format!("“{}” is listed twice.", team.as_str())));
            }
            groups.push(Group { team: team.clone(), parent: *parent, direct: false });
        }
        let mut direct: Vec<usize> = (0..groups.len()).collect();
        for at in 0..teams.len() {
            if teams.iter().any(|(_, parent)| *parent == Some(at)) {
                direct[at] = groups.len();
                direct.push(groups.len());
                groups.push(Group { team: teams[at].0.clone(), parent: Some(at), direct: true });
            }
        }
        Ok(Self { groups, direct })
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn len(&self) -> usize {
        self.groups.len()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    pub fn parent(&self, group: usize) -> Option<usize> {
        self.groups[group].parent
    }

    pub fn children(&self, group: usize) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(move |&it| self.groups[it].parent == Some(group))
    }

    /// The group and all that hold it, from below.
    pub fn upwards(&self, group: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(group), |&it| self.groups[it].parent)
    }

    /// Where the direct members of a team are counted.
    pub fn direct_of(&self, team: usize) -> usize {
        self.direct[team]
    }

    /// Every group that somebody counts in who is a direct member of these teams.
    pub fn groups_of(&self, teams: &[usize]) -> BTreeSet<usize> {
        teams.iter().flat_map(|&team| self.upwards(self.direct[team])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let id = |name: &str| Id::from(name);
        Tree::new(&[
            (id("org"), None),
            (id("area"), Some(0)),
            (id("x"), Some(1)),
            (id("y"), Some(1)),
        ])
        .unwrap()
    }

    #[test]
    fn a_team_with_teams_below_has_a_group_of_direct_members() {
        let tree = tree();
        assert_eq!(tree.len(), 6, "four teams, and the direct members of two");
        assert_eq!(tree.children(1).collect::<Vec<_>>(), [2, 3, 5]);
        assert!(tree.groups()[5].direct && tree.groups()[5].team == Id::from("area"));
        assert_eq!(tree.upwards(2).collect::<Vec<_>>(), [2, 1, 0]);
    }

    #[test]
    fn somebody_in_two_teams_counts_in_everything_above_both_once() {
        let tree = tree();
        assert_eq!(tree.groups_of(&[2, 3]), BTreeSet::from([0, 1, 2, 3]));
        assert_eq!(tree.groups_of(&[1]), BTreeSet::from([0, 1, 5]));
        assert_eq!(tree.groups_of(&[0, 2]), BTreeSet::from([0, 1, 2, 4]));
    }

    #[test]
    fn a_tree_that_is_none_is_refused_with_the_place() {
        let id = |name: &str| Id::from(name);
        for (teams, says) in [
            (vec![(id("x"), Some(1)), (id("org"), None)], "“x” stands before"),
            (vec![(id("x"), Some(0))], "“x” stands before"),
            (vec![(id("x"), None), (id("x"), Some(0))], "“x” is listed twice"),
        ] {
            let refusal = Tree::new(&teams).unwrap_err().to_string();
            assert!(refusal.starts_with(says), "{refusal}");
        }
    }
}
