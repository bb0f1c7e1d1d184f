//! The attacks of 8.5 that figures alone can meet, by their numbers. Those of comments, turnout and waves
//! stand beside those; those on pages, logs and storage are listed in `health/mod.rs`.

use super::*;

#[test]
fn attacks_1_3_4_and_5_small_groups_however_they_are_cut() {
    for (number, teams, hidden) in [
        (1, &[("A", 4), ("B", 9), ("C", 9)][..], "A"),
        (3, &[("org", 3), ("A", 9), ("B", 9)], "direct"),
        (4, &[("A", 9), ("B", 2), ("C", 9)], "B"),
        (5, &[("A", 2), ("B", 2), ("C", 9)], "A"),
    ] {
        let org = Org::of(teams);
        let release = org.released(&Rule::ALL);
        assert_eq!(org.sum(&release, hidden), None, "attack {number}");
        let open = org.open(&release);
        let left: usize =
            teams.iter().filter(|it| !open.contains(&it.0) || it.0 == "org").map(|it| it.1).sum();
        assert!(left >= 5, "attack {number}: {left} people are left over beside {open:?}");
    }
}

#[test]
fn attack_2_the_parent_less_the_shown_siblings() {
    let org = Org::of(&[("A", 9), ("B", 4), ("C", 6), ("D", 5)]);
    let release = org.released(&Rule::ALL);
    assert_eq!(
        org.open(&release),
        ["org", "A", "C"],
        "B and D are left over together: nine people"
    );
}

#[test]
fn attack_8_k_answered_and_the_reader_is_one_of_them() {
    let org = Org::of(&[("A", 5), ("B", 5)]);
    assert_eq!(org.open(&org.seen_by(&["A"], &Rule::ALL)), ["org"]);
    let more = Org::of(&[("A", 6), ("B", 6)]);
    assert_eq!(more.open(&more.seen_by(&["A"], &Rule::ALL)), ["org", "A", "B"]);
}

/// Two of six compare what they said: three or more different answers stay, whoever the two are.
#[test]
fn attack_9_two_who_compare_notes_do_not_know_the_rest() {
    for (steps, open) in [
        ([5, 5, 5, 5, 1, 2], false),
        ([5, 5, 5, 5, 5, 2], false),
        ([5, 5, 5, 4, 1, 2], true),
        ([3, 3, 3, 2, 2, 5], false),
        ([4, 4, 4, 5, 5, 5], true),
    ] {
        let mut org = Org::bare(&[]);
        org.add(&["org"], &steps);
        assert_eq!(org.open(&org.released(&Rule::ALL)).len() == 1, open, "{steps:?}");
    }
}

#[test]
fn attacks_10_11_and_30_what_was_shown_stands_whatever_comes_or_goes() {
    let mut org = Org::of(&[("A", 7), ("B", 7)]);
    let before = org.released(&Rule::ALL);
    let gone = org.people.pop();
    let again = |org: &Org| org.with(|case| release(case, Some(&before), &Rule::ALL));
    assert!(gone.is_some());
    assert_eq!(again(&org), before, "an erased answer");
    org.add(&["A"], &[1, 1]);
    assert_eq!(again(&org), before, "two late ones");
}

/// Attack 12: a team moved in the tree while the wave is open would be counted in two places. The groups
/// are those of the wave; where somebody sits today is not asked.
#[test]
fn attack_12_a_team_that_moved_is_where_it_was_when_people_answered() {
    let org = Org::of(&[("A", 7), ("B", 7)]);
    let moved = Org::of(&[("A", 7), ("C", 7)]);
    let before = org.released(&Rule::ALL);
    assert_eq!(moved.with(|case| release(case, Some(&before), &Rule::ALL)), before);
}

/// Attack 13: a mean is made from counts that are shown and from nothing else, so that two roundings, or
/// a mean and a distribution, never disagree in what they give away.
#[test]
fn attack_13_where_counts_are_hidden_there_is_nothing_to_make_a_mean_of() {
    let org = Org::of(&[("A", 4), ("B", 9), ("C", 9)]);
    let json = serde_json::to_value(org.released(&Rule::ALL)).unwrap();
    assert_eq!(json["groups"][org.group("A")], serde_json::json!({ "hidden": "R1" }));
}

/// Attack 14: an index over items, less the items that are shown, is the hidden item. A release holds one
/// item, and what is hidden in one is hidden whatever another shows.
#[test]
fn attack_14_each_item_is_released_for_itself_and_none_is_averaged() {
    let mut org = Org::bare(&["A", "B", "C"]);
    org.add(&["A"], &[1, 2, 3, 4]);
    org.people.push((vec![org.group("A")], Answer::NotApplicable));
    org.add(&["B"], &[1, 2, 3, 4, 5, 1]);
    org.add(&["C"], &[1, 2, 3, 4, 5, 1]);
    let few_scored = org.released(&Rule::ALL);
    assert_eq!(org.shown(&few_scored, "A"), Shown::Hidden(Rule::R1), "five answered, four a step");
    let all_scored = Org::of(&[("A", 5), ("B", 6), ("C", 6)]);
    assert_eq!(all_scored.open(&all_scored.released(&Rule::ALL)), ["org", "A", "B", "C"]);
}

#[test]
fn attacks_16_17_and_29_everybody_answered_and_all_the_same() {
    for steps in [vec![5; 12], vec![1; 5], vec![3; 9], [vec![5; 11], vec![4]].concat()] {
        let mut org = Org::bare(&[]);
        org.add(&["org"], &steps);
        assert!(matches!(org.released(&Rule::ALL).groups[0], Shown::Band(_)), "{steps:?}");
    }
    let mut org = Org::bare(&[]);
    org.people = vec![(vec![0], Answer::NotApplicable); 9];
    org.add(&["org"], &[1]);
    assert!(
        matches!(org.released(&Rule::ALL).groups[0], Shown::Hidden(_)),
        "does not apply, to all"
    );
}

/// Attack 26: a cut by site is a second tree over the same people.
#[test]
fn attack_26_a_second_cut_is_audited_with_the_first() {
    let id = |name: &str| Id::from(name);
    let teams = [
        (id("org"), None),
        (id("A"), Some(0)),
        (id("B"), Some(0)),
        (id("sites"), None),
        (id("north"), Some(3)),
        (id("south"), Some(3)),
    ];
    let mut org = Org { tree: Tree::new(&teams).unwrap(), people: Vec::new() };
    let steps = [1, 2, 3, 4, 5, 1, 2, 3, 4];
    org.add(&["A", "north"], &steps);
    org.add(&["A", "south"], &steps[..2]);
    org.add(&["B", "north"], &steps[..7]);
    org.add(&["B", "south"], &steps[..8]);
    let alone = org.released(&[Rule::R1, Rule::R3, Rule::R3b]);
    assert_eq!(org.open(&alone), ["org", "A", "B", "sites", "north", "south"]);
    let open = org.open(&org.released(&Rule::ALL)).join(" ");
    assert!(!(open.contains('A') && open.contains("south")), "two people are in both: {open}");
}

/// Attack 27, by example: the lead of A, who answered there, and the lead of B look at both screens. The
/// property over random trees is in `tests/health_trees.rs`.
#[test]
fn attack_27_what_two_readers_see_together_was_shown_to_everybody() {
    let org = Org::of(&[("A", 5), ("B", 5), ("C", 9)]);
    let everybody = org.released(&Rule::ALL);
    let (a, b) = (org.seen_by(&["A"], &Rule::ALL), org.seen_by(&["B"], &Rule::ALL));
    for seen in [a, b] {
        assert!(seen.open().all(|group| everybody.groups[group] == seen.groups[group]));
        assert!(seen.open().count() < everybody.open().count());
    }
}
