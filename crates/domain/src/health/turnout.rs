//! R10: how many answered, as a count and a share, after the close and nowhere else.

use serde::{Deserialize, Serialize};

use super::crowd::Crowd;
use super::figures::{Answer, Counts};
use super::gate::{Case, Release, Rule, Shown, release, view};
use super::instrument::End;
use super::limits::Limits;
use super::tree::Tree;

/// How many of those invited answered, or the rule that hides it. Never who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Turnout {
    Shown { answered: usize, invited: usize },
    Hidden(Rule),
}

/// One turnout a group. `took_part` holds one entry a ballot, `invited` one a person on the roster: the
/// teams they were a direct member of. Counts can be subtracted like scores, so they go through the
/// same rules; an open wave shows none, because watching a count grow shows who just answered.
pub fn turnout(
    tree: &Tree,
    took_part: &[Vec<usize>],
    invited: &[Vec<usize>],
    closed: bool,
    reader: Option<&[usize]>,
    limits: Limits,
) -> Vec<Turnout> {
    if !closed {
        return vec![Turnout::Hidden(Rule::R10); tree.len()];
    }
    let crowd = |of: &[Vec<usize>]| {
        Crowd::of(tree, of.iter().map(|teams| (teams.as_slice(), Answer::Step(1))))
    };
    let (answered, invited) = (crowd(took_part), crowd(invited));
    let case = Case { tree, crowd: &answered, limits, favourable: End::High };
    let rules: Vec<Rule> = Rule::ALL.into_iter().filter(|&it| it != Rule::R8).collect();
    let Release { groups } = view(&case, &release(&case, None, &rules), reader, &rules);
    let turnout = |(group, shown)| match shown {
        Shown::Steps(counts) => Turnout::Shown {
            answered: Counts::answered(&counts),
            invited: invited.counts(group).answered(),
        },
        Shown::Band(_) => Turnout::Hidden(Rule::R13),
        Shown::Hidden(Rule::R1) => Turnout::Hidden(Rule::R10),
        Shown::Hidden(rule) => Turnout::Hidden(rule),
    };
    groups.into_iter().enumerate().map(turnout).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn tree() -> Tree {
        let teams = [("org", None), ("x", Some(0)), ("y", Some(0)), ("z", Some(0))];
        Tree::new(&teams.map(|(name, above)| (Id::from(name), above))).unwrap()
    }

    fn people(in_each: &[(usize, usize)]) -> Vec<Vec<usize>> {
        in_each.iter().flat_map(|&(team, n)| vec![vec![team]; n]).collect()
    }

    fn shown(in_each: &[(usize, usize)], closed: bool, reader: Option<&[usize]>) -> Vec<Turnout> {
        let invited = people(&[(1, 9), (2, 8), (3, 9)]);
        turnout(&tree(), &people(in_each), &invited, closed, reader, Limits::default())
    }

    #[test]
    fn an_open_wave_shows_no_count_at_all() {
        let open = shown(&[(1, 9), (2, 8)], false, None);
        assert_eq!(open, vec![Turnout::Hidden(Rule::R10); 5]);
    }

    #[test]
    fn counts_and_shares_show_where_enough_answered() {
        let groups = shown(&[(1, 7), (2, 8), (3, 9)], true, None);
        assert_eq!(groups[0], Turnout::Shown { answered: 24, invited: 26 });
        assert_eq!(groups[1], Turnout::Shown { answered: 7, invited: 9 });
        assert_eq!(groups[4], Turnout::Hidden(Rule::R10), "nobody is a direct member");
    }

    /// Attack 15: the count of a hidden group is not the sum less the others.
    #[test]
    fn attack_15_a_small_count_is_not_left_over() {
        let groups = shown(&[(1, 9), (2, 4), (3, 6)], true, None);
        assert_eq!(groups[2..4], [Turnout::Hidden(Rule::R10), Turnout::Hidden(Rule::R3)]);
        assert_eq!(groups[0], Turnout::Shown { answered: 19, invited: 26 });
    }

    #[test]
    fn somebody_who_answered_counts_the_others() {
        let groups = shown(&[(1, 5), (2, 8), (3, 9)], true, Some(&[1]));
        assert_eq!(groups[1], Turnout::Hidden(Rule::R2));
        assert_eq!(groups[2], Turnout::Hidden(Rule::R2), "x is not what is left over either");
        assert!(matches!(groups[3], Turnout::Shown { answered: 9, .. }));
    }

    /// Attack 21: nobody, one and four read the same.
    #[test]
    fn attack_21_none_reads_like_few() {
        let four = shown(&[(1, 9), (2, 4), (3, 9)], true, None);
        let none = shown(&[(1, 9), (3, 9)], true, None);
        assert_eq!((four[2], none[2]), (Turnout::Hidden(Rule::R10), Turnout::Hidden(Rule::R10)));
    }
}
