//! E6: the table of complements, and the attacks with their numbers.

use super::*;

/// Teams with their people, and what of them is open.
type Row = (&'static [(&'static str, usize)], &'static [&'static str]);

#[test]
fn e6_which_children_are_hidden() {
    let table: [Row; 9] = [
        (&[("A", 9), ("B", 4), ("C", 6)], &["org", "A"]),
        (&[("Sales", 4), ("Tech", 9)], &["org"]),
        (&[("Tech", 9), ("Sales", 6)], &["org", "Tech", "Sales"]),
        (&[("X", 12), ("Y", 3)], &["org"]),
        (&[("P", 2), ("Q", 2), ("R", 12)], &["org"]),
        (&[("P", 3), ("Q", 3), ("R", 12)], &["org", "R"]),
        (&[("P", 2), ("Q", 1), ("R", 7), ("S", 8)], &["org", "S"]),
        (&[("org", 2), ("X", 7)], &["org"]),
        (&[("A", 2), ("B", 2)], &[]),
    ];
    for (teams, open) in table {
        let org = Org::of(teams);
        assert_eq!(org.open(&org.released(&Rule::ALL)), open, "{teams:?}");
    }
}

/// Sums A 36, B 8, C 24, together 68 of 19: without R3 the mean of B follows as 2.0, and as 2.1 from
/// means of one decimal.
fn three_teams() -> Org {
    let mut org = Org::bare(&["A", "B", "C"]);
    org.add(&["A"], &[2, 3, 3, 4, 4, 5, 5, 5, 5]);
    org.add(&["B"], &[1, 2, 2, 3]);
    org.add(&["C"], &[2, 3, 4, 5, 5, 5]);
    org
}

#[test]
fn e6_without_the_complement_the_hidden_team_is_what_is_left() {
    let org = three_teams();
    let leaky = org.released(&[Rule::R1]);
    let sums = ["org", "A", "C"].map(|it| org.sum(&leaky, it).unwrap());
    assert_eq!(sums, [68, 36, 24]);
    assert_eq!((sums[0] - sums[1] - sums[2]) as f64 / 4.0, 2.0);
    let rounded = [3.6 * 19.0, 4.0 * 9.0, 4.0 * 6.0];
    assert!(((rounded[0] - rounded[1] - rounded[2]) / 4.0 - 2.1_f64).abs() < 1e-9);
    assert_eq!(org.open(&org.released(&Rule::ALL)), ["org", "A"]);
}

/// t 2, x 5, y 5, z 5: all, all but z, all but y, all but x.
pub(super) fn complements() -> Org {
    let mut org = Org::bare(&["not-z", "not-y", "not-x"]);
    org.add(&["not-z", "not-y", "not-x"], &[1, 2]);
    org.add(&["not-z", "not-y"], &[3, 4, 5, 4, 4]);
    org.add(&["not-z", "not-x"], &[1, 2, 3, 4, 5]);
    org.add(&["not-y", "not-x"], &[5, 5, 5, 5, 5]);
    org
}

#[test]
fn e6_three_complements_pass_in_pairs_and_give_away_two_together() {
    let org = complements();
    let rules = [Rule::R1, Rule::R3, Rule::R3b, Rule::R4];
    let leaky = org.released(&rules);
    let sums = ["not-z", "not-y", "not-x", "org"].map(|it| org.sum(&leaky, it).unwrap());
    assert_eq!(sums[0] + sums[1] + sums[2] - 2 * sums[3], 3, "the sum of t");
    let held = org.released(&[&rules[..], &[Rule::R5]].concat());
    assert!(org.open(&held).len() < 4, "{:?}", org.open(&held));
}

/// x∪p, y∪p and all, with x 9, y 9, p 2: the differences are fine, the intersection is two people.
#[test]
fn e6_two_teams_that_share_two_people_are_not_both_shown() {
    let mut org = Org::bare(&["x", "y"]);
    let nine = [1, 2, 3, 4, 5, 1, 2, 3, 4];
    org.add(&["x"], &nine);
    org.add(&["y"], &nine);
    org.add(&["x", "y"], &[2, 5]);
    assert_eq!(org.open(&org.released(&[Rule::R1, Rule::R3])), ["org", "x", "y"]);
    let held = org.released(&[Rule::R1, Rule::R3, Rule::R4]);
    assert_eq!(org.open(&held), ["org", "x"]);
    assert_eq!(org.shown(&held, "y"), Shown::Hidden(Rule::R4));
}

/// n 5 with sum 20, then n 6 with sum 22: the late one answered 2.
#[test]
fn e6_a_late_answer_does_not_change_what_was_shown() {
    let mut org = Org::bare(&["x"]);
    org.add(&["org"], &[1, 2, 3, 4, 5, 3, 3]);
    org.add(&["x"], &[3, 4, 5, 5, 3]);
    let before = org.released(&Rule::ALL);
    assert_eq!(org.sum(&before, "x"), Some(20));
    org.add(&["x"], &[2]);
    let again = |rules: &[Rule]| org.with(|case| release(case, Some(&before), rules));
    assert_eq!(org.sum(&again(&but(&[Rule::R6])), "x"), Some(22), "so the late answer was 2");
    assert_eq!(again(&Rule::ALL), before);
}

/// n 5 and mean 4.8 is {4,5,5,5,5}; mean 1.0 is all 1. Both show where they lean and nothing else.
#[test]
fn e6_a_forced_mean_shows_a_band() {
    for (steps, band) in [([4, 5, 5, 5, 5], Band::Favourable), ([1; 5], Band::Unfavourable)] {
        let mut org = Org::bare(&[]);
        org.add(&["org"], &steps);
        assert_eq!(org.released(&Rule::ALL).groups, [Shown::Band(band)], "{steps:?}");
        assert!(matches!(org.released(&but(&[Rule::R8])).groups[0], Shown::Steps(_)));
    }
}
