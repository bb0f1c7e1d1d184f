//! Figures against numbers worked out by hand or taken from `domain.md` 6.6, 8.2 and E6.

use proptest::prelude::*;

use super::*;
use crate::health::instrument::End;

fn counts(steps: [usize; 5]) -> Counts {
    Counts { steps, not_applicable: 0 }
}

#[test]
fn not_applicable_is_neither_the_middle_nor_part_of_n() {
    let of =
        |text: &str| {
            Counts::of(text.chars().map(|c| {
                c.to_digit(10).map_or(Answer::NotApplicable, |it| Answer::Step(it as usize))
            }))
        };
    let seen = of("3-35-0691");
    assert_eq!(seen, Counts { steps: [1, 0, 2, 0, 1], not_applicable: 2 });
    assert_eq!((seen.scored(), seen.answered(), seen.sum()), (4, 6, 12));
    assert_eq!(of("--").median(), None);
    assert_eq!((of("--").mean(), of("--").band(End::High)), (None, None));
}

#[test]
fn the_median_is_an_answer_or_says_that_it_lies_between_two() {
    for (steps, median) in [
        ([0, 0, 1, 0, 0], Median::Step(3)),
        ([0, 0, 1, 2, 0], Median::Step(4)),
        ([2, 0, 0, 0, 2], Median::Between(1, 5)),
        ([0, 1, 2, 1, 0], Median::Step(3)),
        ([0, 3, 3, 0, 0], Median::Between(2, 3)),
    ] {
        assert_eq!(counts(steps).median(), Some(median), "{steps:?}");
    }
}

#[test]
fn the_mean_has_no_more_decimals_than_one_answer_can_move() {
    assert_eq!(counts([0, 0, 1, 2, 2]).mean().as_deref(), Some("4"));
    assert_eq!(counts([0, 0, 2, 2, 5]).mean().as_deref(), Some("4"));
    assert_eq!(counts([0, 0, 2, 3, 5]).mean().as_deref(), Some("4.3"));
    assert!(!counts([0, 0, 2, 2, 5]).has_shares() && counts([0, 0, 2, 3, 5]).has_shares());
}

/// E6: for n ≤ 10 exactly one sum fits a mean of one decimal, for 11–19 at most two, for 20–25 three.
#[test]
fn r9_a_rounded_mean_still_gives_the_sum() {
    for n in 1..=25 {
        let most =
            (n..=n * 5).map(|sum| sums(n, &format!("{:.1}", sum as f64 / n as f64), 1).len()).max();
        assert!(
            most <= Some(if n <= 10 {
                1
            } else if n <= 19 {
                2
            } else {
                3
            }),
            "n {n}: {most:?}"
        );
    }
    assert_eq!(sums(5, "4.8", 1), [24]);
    assert_eq!(sums(5, "1.0", 1), [5]);
    assert_eq!([sums(19, "3.6", 1), sums(25, "3.6", 1)], [vec![68, 69], vec![89, 90, 91]]);
}

#[test]
fn a_band_is_where_the_middle_leans_turned_to_what_the_team_wants() {
    for (steps, high, low) in [
        ([0, 0, 0, 0, 5], Band::Favourable, Band::Unfavourable),
        ([0, 0, 0, 1, 4], Band::Favourable, Band::Unfavourable),
        ([5, 0, 0, 0, 0], Band::Unfavourable, Band::Favourable),
        ([0, 0, 5, 0, 0], Band::Mixed, Band::Mixed),
        ([0, 0, 3, 3, 0], Band::Mixed, Band::Mixed),
        ([3, 0, 0, 0, 3], Band::Mixed, Band::Mixed),
        ([0, 0, 0, 3, 3], Band::Favourable, Band::Unfavourable),
    ] {
        assert_eq!(counts(steps).band(End::High), Some(high), "{steps:?}");
        assert_eq!(counts(steps).band(End::Low), Some(low), "{steps:?}");
    }
}

/// Five against five with nothing in common: 2 of the 252 divisions are as far apart.
#[test]
fn a_small_change_is_counted_out() {
    let far = change(&counts([5, 0, 0, 0, 0]), &counts([0, 0, 0, 0, 5])).unwrap();
    assert!((far.p - 2.0 / 252.0).abs() < 1e-12, "{far:?}");
    assert_eq!((far.n, far.lean, far.by), ([5, 5], 1.0, Evidence::Counted));
    assert_eq!(
        far.says(),
        "Answers went higher, further than chance usually takes them (n 5 then, 5 now)."
    );
    // {1, 2} against {3}: of three divisions, {3} and {1} alone are as far.
    let few = change(&counts([1, 1, 0, 0, 0]), &counts([0, 0, 1, 0, 0])).unwrap();
    assert!((few.p - 2.0 / 3.0).abs() < 1e-12, "{few:?}");
    assert_eq!(few.says(), "What differs could well be chance (n 2 then, 1 now).");
}

#[test]
fn the_same_answers_twice_are_no_change_at_all() {
    let same = counts([1, 2, 3, 2, 1]);
    let none = change(&same, &same).unwrap();
    assert!((none.p - 1.0).abs() < 1e-9 && none.lean.abs() < 1e-12, "{none:?}");
    assert_eq!(change(&same, &Counts::default()), None);
}

/// 3 to 4 on average over 60 against 60: the normal approximation of the rank test gives z ≈ −4.6.
#[test]
fn a_large_change_is_drawn_and_always_the_same() {
    let then = counts([8, 12, 20, 12, 8]);
    let now = counts([2, 4, 12, 20, 22]);
    let far = change(&then, &now).unwrap();
    assert_eq!((far.by, change(&then, &now)), (Evidence::Drawn, Some(far)));
    assert!(far.p < 0.001, "{far:?}");
    let near = change(&then, &counts([7, 13, 20, 12, 8])).unwrap();
    assert!(near.p > 0.7, "{near:?}");
}

/// s² of 3,3,4,4,4 is 0.3, of 1,1,3,5,5 it is 4: 0.85, and 0 instead of −1.
#[test]
fn agreement_is_measured_against_dice() {
    let r = |steps| agreement(&counts(steps)).map(|it| it.r);
    assert!((r([0, 0, 2, 3, 0]).unwrap() - 0.85).abs() < 1e-12);
    assert_eq!((r([2, 0, 1, 0, 2]), r([0, 0, 0, 0, 5])), (Some(0.0), Some(1.0)));
    assert_eq!(r([0, 0, 2, 2, 0]), None, "fewer than five");
    assert_eq!(
        agreement(&counts([2, 0, 1, 0, 2])).unwrap().says(),
        "People answer differently; read the spread, not the middle."
    );
}

proptest! {
    #[test]
    fn turning_the_scale_turns_the_lean_and_keeps_the_chance(
        then in prop::array::uniform5(0_usize..4), now in prop::array::uniform5(0_usize..4),
    ) {
        let turned = |mut steps: [usize; 5]| { steps.reverse(); counts(steps) };
        let (a, b) = (change(&counts(then), &counts(now)), change(&turned(then), &turned(now)));
        prop_assert_eq!(a.is_some(), b.is_some());
        if let (Some(a), Some(b)) = (a, b) {
            prop_assert!((a.p - b.p).abs() < 1e-9 && (a.lean + b.lean).abs() < 1e-9, "{a:?} {b:?}");
            prop_assert!(a.p > 0.0 && a.p <= 1.0 + 1e-9);
        }
    }
}
