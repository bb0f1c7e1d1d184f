//! Each rule against its own absence: the leak is there without it and gone with it.

use super::*;

#[test]
fn r1_a_group_below_k() {
    let org = Org::of(&[("A", 4), ("B", 4), ("C", 4)]);
    let kept = [Rule::R3b, Rule::R4];
    assert_eq!(org.open(&org.released(&[])).len(), 5, "without rules all is open, even of nobody");
    assert_eq!(org.sum(&org.released(&[]), "A"), Some(10), "four people");
    assert_eq!(org.open(&org.released(&[&kept[..], &[Rule::R1]].concat())), ["org"]);
}

#[test]
fn r2_the_readers_own_answer_is_taken_away() {
    let org = Org::of(&[("A", 5), ("B", 9), ("C", 9)]);
    let without = org.seen_by(&["A"], &but(&[Rule::R2]));
    assert_eq!(org.open(&without), ["org", "A", "B", "C"], "five less the reader are four");
    let with = org.seen_by(&["A"], &Rule::ALL);
    assert_eq!(org.shown(&with, "A"), Shown::Hidden(Rule::R2));
    // Whoever sees all the others and the whole sees A as the difference.
    assert_eq!(org.open(&with).len(), 2, "{:?}", org.open(&with));
    assert_eq!(org.open(&org.released(&Rule::ALL)), ["org", "A", "B", "C"], "others see it");
}

#[test]
fn r3_what_the_other_children_leave_over() {
    let org = Org::of(&[("A", 9), ("B", 4), ("C", 6)]);
    let leaky = org.released(&[Rule::R1]);
    let left = org.sum(&leaky, "org").unwrap()
        - org.sum(&leaky, "A").unwrap()
        - org.sum(&leaky, "C").unwrap();
    assert_eq!(left, 1 + 2 + 3 + 4, "the sum of B");
    assert_eq!(org.open(&org.released(&[Rule::R1, Rule::R3])), ["org", "A"]);
}

/// An area hidden beside a small one, with its teams open: they put it together again.
#[test]
fn r3b_a_hidden_area_is_the_sum_of_its_teams() {
    let id = |name: &str| Id::from(name);
    let teams = [
        (id("org"), None),
        (id("a"), Some(0)),
        (id("b"), Some(0)),
        (id("c"), Some(0)),
        (id("b1"), Some(2)),
        (id("b2"), Some(2)),
    ];
    let mut org = Org { tree: Tree::new(&teams).unwrap(), people: Vec::new() };
    let steps: Vec<usize> = (0..20).map(|i| i % 5 + 1).collect();
    for (team, n) in [("a", 3), ("b1", 5), ("b2", 6), ("c", 20)] {
        org.add(&[team], &steps[..n]);
    }
    let leaky = org.released(&[Rule::R1, Rule::R3]);
    assert_eq!(org.open(&leaky), ["org", "c", "b1", "b2"]);
    let sum = |group| org.sum(&leaky, group).unwrap();
    assert_eq!(sum("org") - sum("c") - sum("b1") - sum("b2"), 1 + 2 + 3, "the three of a");
    let held = org.released(&[Rule::R1, Rule::R3, Rule::R3b]);
    assert_eq!(org.open(&held), ["org", "c"]);
    assert_eq!(org.shown(&held, "b1"), Shown::Hidden(Rule::R3b));
}

/// One person apart, in teams that overlap: no child is small, and the difference is one answer.
#[test]
fn r4_two_groups_that_differ_by_one() {
    let mut org = Org::bare(&["x", "y"]);
    org.add(&["x", "y"], &[1, 2, 3, 4, 5, 1, 2]);
    org.add(&["x"], &[4]);
    org.add(&["org"], &[1, 2, 3, 4, 5, 5]);
    let leaky = org.released(&[Rule::R1, Rule::R3, Rule::R3b]);
    assert_eq!(org.sum(&leaky, "x").unwrap() - org.sum(&leaky, "y").unwrap(), 4);
    let held = org.released(&[Rule::R1, Rule::R3, Rule::R3b, Rule::R4]);
    assert!(org.sum(&held, "x").is_none() || org.sum(&held, "y").is_none());
}

/// Three overlapping teams and no whole: the two in all three are in no combination of the sums, but
/// only one way of answering fits all three.
#[test]
fn r13_bounds_pin_down_what_no_sum_gives() {
    let mut org = Org::bare(&["p", "q", "r"]);
    org.add(&["p", "q", "r"], &[1, 1]);
    org.add(&["q", "r"], &[2, 2, 2, 3, 3, 3]);
    org.add(&["p", "r"], &[3, 3, 3, 4, 4, 4]);
    org.add(&["p", "q"], &[2, 2, 2, 4, 4, 4]);
    let open = |rules: &[Rule]| {
        let crowd = org.crowd();
        let case = Case {
            tree: &org.tree,
            crowd: &crowd,
            limits: Limits::default(),
            favourable: End::High,
        };
        // The whole is not published, as for a reader who sees only these three.
        let mut sight = Sight::new(&case, vec![None; org.tree.len()], None);
        sight.closed[0] = Some(Rule::R13);
        settle(&mut sight, rules);
        sight.open().collect::<Vec<_>>()
    };
    let leaky = open(&[Rule::R1, Rule::R4, Rule::R5]);
    assert_eq!(leaky, [1, 2, 3]);
    // Both of them could only have said something else if one of each of the other three cells had said
    // it in the same place: a step that all three chose, and there is none.
    assert!(leaky.iter().all(|&it| org.crowd().counts(it).steps[0] == 2));
    assert!(open(&[Rule::R1, Rule::R4, Rule::R5, Rule::R13]).len() < 3);
}

#[test]
fn r8_a_difference_of_one_mind_is_not_left_over_either() {
    let mut org = Org::bare(&["x", "y"]);
    org.add(&["x"], &[1, 2, 3, 4, 5, 1]);
    org.add(&["y"], &[5, 5, 5, 5, 5, 4]);
    let leaky = org.released(&but(&[Rule::R8]));
    assert_eq!(org.open(&leaky), ["org", "x", "y"]);
    let held = org.released(&Rule::ALL);
    assert_eq!(org.open(&held), ["org"], "x and the whole would show y as the difference");
}

#[test]
fn every_rule_says_which_it_is_and_never_a_number() {
    let texts: std::collections::BTreeSet<_> = Rule::ALL.iter().map(|it| it.says()).collect();
    assert_eq!(texts.len(), Rule::ALL.len());
    assert!(texts.iter().all(|it| !it.contains(|c: char| c.is_ascii_digit()) && it.ends_with('.')));
}
