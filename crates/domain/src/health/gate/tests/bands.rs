//! R8: when a band may stand in for counts, and when even that would say too much.

use super::*;

/// G is of one mind; its partner H hides with it; the whole is shown.
fn beside(g: &[usize], h: &[usize]) -> (Org, Release) {
    let mut org = Org::bare(&["G", "H"]);
    org.add(&["G"], g);
    org.add(&["H"], h);
    let release = org.released(&Rule::ALL);
    (org, release)
}

#[test]
fn a_group_of_one_mind_shows_a_band_beside_a_mixed_one() {
    let (org, release) = beside(&[5, 5, 5, 5, 5, 4], &[1, 2, 3, 4, 5, 4, 4, 5, 5]);
    assert_eq!(org.shown(&release, "G"), Shown::Band(Band::Favourable));
    assert_eq!(org.shown(&release, "H"), Shown::Hidden(Rule::R3));
    assert!(matches!(org.shown(&release, "org"), Shown::Steps(_)));
}

/// Three said 5 and nine said 1. Of five who lean favourable at least three said 5: so all the others, and
/// with them the whole of H, said 1.
#[test]
fn a_band_that_gives_away_the_group_beside_it_is_not_shown() {
    let (org, release) = beside(&[5, 5, 5, 1, 1], &[1, 1, 1, 1, 1, 1, 1]);
    assert_eq!(org.shown(&release, "G"), Shown::Hidden(Rule::R13));
    // Of seven who lean unfavourable up to two may have said 5, so this one leaves everything open.
    assert_eq!(org.shown(&release, "H"), Shown::Band(Band::Unfavourable));
    assert!(matches!(org.shown(&release, "org"), Shown::Steps(_)));
}

#[test]
fn one_band_from_the_root_to_a_leaf() {
    let (org, release) = beside(&[5; 7], &[5; 8]);
    assert_eq!(org.shown(&release, "org"), Shown::Band(Band::Favourable));
    for group in ["G", "H"] {
        assert!(matches!(org.shown(&release, group), Shown::Hidden(_)), "{group}");
    }
}

/// “Mixed” must leave open whether people chose the middle or its neighbour.
#[test]
fn the_middle_is_a_band_of_two_steps() {
    for (steps, banded) in [
        ([3, 3, 3, 3, 3, 3], true),
        ([3, 3, 3, 2, 2, 5], true),
        ([3, 3, 3, 4, 4, 4], false),
        ([3, 3, 1, 5, 4, 2], false),
    ] {
        let mut org = Org::bare(&[]);
        org.add(&["org"], &steps);
        let shown = org.released(&Rule::ALL).groups[0];
        assert_eq!(shown == Shown::Band(Band::Mixed), banded, "{steps:?}: {shown:?}");
    }
}

#[test]
fn a_reader_of_the_group_needs_one_more_for_a_band_too() {
    let mut org = Org::bare(&[]);
    org.add(&["org"], &[5; 5]);
    assert_eq!(org.released(&Rule::ALL).groups, [Shown::Band(Band::Favourable)]);
    assert_eq!(org.seen_by(&["org"], &Rule::ALL).groups, [Shown::Hidden(Rule::R2)]);
    org.add(&["org"], &[5]);
    assert_eq!(org.seen_by(&["org"], &Rule::ALL).groups, [Shown::Band(Band::Favourable)]);
}

/// Six people in two teams all said 5. To hide them one team has to go; it is not of one mind itself, so it
/// shows no band: “all but two alike” would be untrue of it.
#[test]
fn a_group_that_goes_for_the_sake_of_others_shows_no_band() {
    let mut org = Org::bare(&["x", "y"]);
    org.add(&["x", "y"], &[5; 6]);
    org.add(&["x"], &[1, 2, 3, 4, 5, 1]);
    org.add(&["y"], &[1, 2, 3, 4, 5]);
    let release = org.released(&Rule::ALL);
    assert_eq!(org.open(&release), ["org", "x"]);
    assert_eq!(org.shown(&release, "y"), Shown::Hidden(Rule::R3));
}
