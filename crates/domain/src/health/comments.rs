//! R11: where comments may be read.
//!
//! Each comment is shown at exactly one group: the lowest whose pile reaches the limit. A smaller pile is
//! handed up and read there, mixed with what comes from elsewhere; so no two groups can be compared to
//! tell whose a comment was. What does not reach the limit at the root is not shown at all.

use serde::{Deserialize, Serialize};

use super::gate::Rule;
use super::limits::Limits;
use super::tree::Tree;

/// The comments of one group, or the rule that hides them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pile {
    /// In alphabetical order: it follows from the words alone, and so tells nothing of when or by whom.
    Shown(Vec<String>),
    Hidden(Rule),
}

/// One pile a group, by its index in the tree. A comment comes with the teams its writer was a direct
/// member of; a writer writes one.
pub fn piles(tree: &Tree, comments: &[(Vec<usize>, String)], limits: Limits) -> Vec<Pile> {
    let mut waiting: Vec<Vec<&str>> = vec![Vec::new(); tree.len()];
    for (teams, text) in comments.iter().filter(|(_, text)| !text.trim().is_empty()) {
        if let Some(place) = place(tree, teams) {
            waiting[place].push(text.trim());
        }
    }
    let mut piles = vec![Pile::Hidden(Rule::R11); tree.len()];
    for group in from_below(tree) {
        let pile = std::mem::take(&mut waiting[group]);
        if pile.len() >= limits.comments() {
            let mut texts: Vec<String> = pile.into_iter().map(str::to_owned).collect();
            texts.sort_unstable();
            piles[group] = Pile::Shown(texts);
        } else if let Some(above) = tree.parent(group) {
            waiting[above].extend(pile);
        }
    }
    piles
}

/// What one reader sees: a pile they may have written into needs one more (R2).
pub fn read(tree: &Tree, piles: &[Pile], teams: Option<&[usize]>, limits: Limits) -> Vec<Pile> {
    let own = teams.map(|teams| tree.groups_of(teams)).unwrap_or_default();
    let seen = piles.iter().enumerate().map(|(group, pile)| match pile {
        Pile::Shown(texts) if own.contains(&group) && texts.len() <= limits.comments() => {
            Pile::Hidden(Rule::R2)
        }
        as_it_is => as_it_is.clone(),
    });
    seen.collect()
}

/// The lowest group that holds all of a writer's teams: somebody in two is read above both.
fn place(tree: &Tree, teams: &[usize]) -> Option<usize> {
    let first = teams.first()?;
    let of = |team: usize| tree.groups_of(&[team]);
    let lowest = tree.upwards(tree.direct_of(*first));
    lowest.into_iter().find(|group| teams.iter().all(|&team| of(team).contains(group)))
}

/// Children before parents.
fn from_below(tree: &Tree) -> Vec<usize> {
    let mut groups: Vec<usize> = (0..tree.len()).collect();
    groups.sort_by_key(|&it| std::cmp::Reverse(tree.upwards(it).count()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    /// An organisation with the teams x (1), y (2) and z (3); 4 are its direct members.
    fn tree() -> Tree {
        let teams = [("org", None), ("x", Some(0)), ("y", Some(0)), ("z", Some(0))];
        Tree::new(&teams.map(|(name, above)| (Id::from(name), above))).unwrap()
    }

    fn said(in_each: &[(usize, usize)]) -> Vec<(Vec<usize>, String)> {
        let of = |&(team, n): &(usize, usize)| {
            (0..n).map(move |i| (vec![team], format!("{i} of {team}")))
        };
        in_each.iter().flat_map(of).collect()
    }

    fn lengths(piles: &[Pile]) -> Vec<Option<usize>> {
        let length = |it: &Pile| match it {
            Pile::Shown(texts) => Some(texts.len()),
            Pile::Hidden(_) => None,
        };
        piles.iter().map(length).collect()
    }

    #[test]
    fn a_pile_below_the_limit_is_read_one_level_up() {
        for (in_each, expected) in [
            (vec![(1, 8), (2, 7)], vec![None, Some(8), None, None, None]),
            (vec![(1, 8), (2, 7), (3, 1)], vec![Some(8), Some(8), None, None, None]),
            (vec![(1, 9), (2, 3), (3, 3), (0, 2)], vec![Some(8), Some(9), None, None, None]),
            (vec![(1, 1)], vec![None; 5]),
            (vec![(1, 7)], vec![None; 5]),
        ] {
            let piles = piles(&tree(), &said(&in_each), Limits::default());
            assert_eq!(lengths(&piles), expected, "{in_each:?}");
        }
    }

    #[test]
    fn attack_19_one_comment_in_a_group_of_eight_is_not_shown_and_not_counted() {
        let piles = piles(&tree(), &said(&[(1, 1)]), Limits::default());
        assert_eq!(piles, vec![Pile::Hidden(Rule::R11); 5]);
        assert_eq!(piles, super::piles(&tree(), &[], Limits::default()), "one reads like none");
    }

    #[test]
    fn attack_18_order_tells_nothing_of_when() {
        let mut comments = said(&[(1, 9)]);
        let first = piles(&tree(), &comments, Limits::default());
        comments.reverse();
        assert_eq!(piles(&tree(), &comments, Limits::default()), first);
    }

    #[test]
    fn no_comment_is_in_two_groups_that_could_be_compared() {
        let comments = said(&[(1, 12), (2, 9), (3, 4), (0, 5)]);
        let piles = piles(&tree(), &comments, Limits::default());
        let mut shown: Vec<&String> = piles
            .iter()
            .flat_map(|it| match it {
                Pile::Shown(texts) => texts.iter().collect(),
                Pile::Hidden(_) => Vec::new(),
            })
            .collect();
        assert_eq!(shown.len(), 30);
        shown.sort();
        shown.dedup();
        assert_eq!(shown.len(), 30);
    }

    #[test]
    fn somebody_of_two_teams_is_read_above_both_and_an_empty_comment_is_none() {
        let mut comments = said(&[(1, 8)]);
        comments.extend([(vec![1, 2], "from both".to_owned()), (vec![1], "  ".to_owned())]);
        comments.extend((0..7).map(|i| (vec![3], format!("{i} of 3"))));
        let piles = piles(&tree(), &comments, Limits::default());
        assert_eq!(lengths(&piles), [Some(8), Some(8), None, None, None]);
        assert!(matches!(&piles[0], Pile::Shown(it) if it.contains(&"from both".to_owned())));
    }

    #[test]
    fn r2_a_reader_who_may_have_written_needs_one_more() {
        let piles = piles(&tree(), &said(&[(1, 8), (2, 9)]), Limits::default());
        let seen =
            |teams: Option<&[usize]>| lengths(&read(&tree(), &piles, teams, Limits::default()));
        assert_eq!(seen(Some(&[1])), [None, None, Some(9), None, None]);
        assert_eq!(seen(Some(&[2])), [None, Some(8), Some(9), None, None]);
        assert_eq!(seen(None), [None, Some(8), Some(9), None, None]);
    }
}
