use proptest::prelude::*;

use super::*;

/// E3: 0.2 four times (one happened), 0.5 twice (one), 0.8 four times (three).
fn e3() -> Vec<Known> {
    let said = [(0.2, 4, 1), (0.5, 2, 1), (0.8, 4, 3)];
    let each = said
        .iter()
        .flat_map(|&(sure, n, hits)| (0..n).map(move |at| Known { sure, came_true: at < hits }));
    each.collect()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 5e-7, "{found} is not {wanted}");
}

#[test]
fn e3_brier_skill_and_log_loss() {
    near(brier(&e3()).unwrap(), 0.202);
    near(skill(&e3()).unwrap(), 0.192);
    near(log_loss(&e3()).unwrap(), 0.594_403);
    let half: Vec<Known> = e3().into_iter().map(|it| Known { sure: 0.5, ..it }).collect();
    near(brier(&half).unwrap(), HALF);
    near(log_loss(&half).unwrap(), std::f64::consts::LN_2);
}

#[test]
fn e3_the_three_parts_of_equal_forecasts() {
    let found = parts(&e3(), f64::to_bits);
    near(found.reliability, 0.002);
    near(found.resolution, 0.050);
    near(found.uncertainty, 0.250);
    near(found.within, 0.0);
    near(found.across, 0.0);
    near(found.sum(), 0.202);
}

#[test]
fn e3_with_two_bins_three_terms_are_wrong_and_five_are_right() {
    let found = parts(&e3(), |sure| u64::from(sure >= 0.5));
    near(found.reliability, 0.001_666_7);
    near(found.resolution, 0.041_666_7);
    near(found.within, 0.012);
    near(found.across, 0.020);
    near(found.reliability - found.resolution + found.uncertainty, 0.210);
    near(found.sum(), 0.202);
}

#[test]
fn e3_bins_carry_their_doubt() {
    let Calibration::Score { n, score, bins } = calibration(&e3()) else {
        panic!("ten forecasts have a score and no curve")
    };
    assert_eq!(n, 10);
    let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 5e-5, "{found}");
    let wanted = [(1, 4, 0.0456, 0.6994), (1, 2, 0.0945, 0.9055), (3, 4, 0.3006, 0.9544)];
    assert_eq!(bins.len(), wanted.len());
    for (bin, (came, n, low, high)) in bins.iter().zip(wanted) {
        assert_eq!((bin.came_true, bin.n), (came, n));
        close(bin.low, low);
        close(bin.high, high);
    }
    assert!(score.interval.low < score.brier && score.interval.high > Some(score.brier));
}

#[test]
fn few_forecasts_are_a_list_and_no_score() {
    assert_eq!(calibration(&[]), Calibration::List { n: 0, need: 10 });
    assert_eq!(calibration(&e3()[..9]), Calibration::List { n: 9, need: 10 });
    assert_eq!((brier(&[]), log_loss(&[]), skill(&[])), (None, None, None));
}

#[test]
fn skill_is_unknown_where_everything_turned_out_alike() {
    let all: Vec<Known> = (0..12).map(|_| Known { sure: 0.7, came_true: true }).collect();
    assert_eq!(skill(&all), None);
    let Calibration::Score { score, .. } = calibration(&all) else { panic!("twelve have a score") };
    assert_eq!((score.skill, score.parts.uncertainty), (None, 0.0));
}

#[test]
fn thirty_forecasts_have_a_curve_that_never_falls() {
    let thirty: Vec<Known> = e3().iter().copied().cycle().take(30).collect();
    let Calibration::Curve { blocks, .. } = calibration(&thirty) else { panic!("thirty: a curve") };
    let shares: Vec<f64> = blocks.iter().map(|it| it.came).collect();
    assert_eq!(shares, [0.25, 0.5, 0.75]);
    assert!(blocks.iter().all(|it| it.low <= it.said && it.said <= it.high));
}

#[test]
fn neighbours_that_contradict_each_other_are_read_as_one() {
    let known = |sure, came_true| Known { sure, came_true };
    let found = isotonic(&[known(0.3, true), known(0.6, false), known(0.9, true)]);
    let read: Vec<_> = found.iter().map(|it| (it.from, it.to, it.n, it.came)).collect();
    assert_eq!(read, [(0.3, 0.6, 2, 0.5), (0.9, 0.9, 1, 1.0)]);
    assert!(isotonic(&[]).is_empty());
}

fn forecasts() -> impl Strategy<Value = Vec<Known>> {
    let one = (1_u32..=99, any::<bool>())
        .prop_map(|(sure, came_true)| Known { sure: f64::from(sure) / 100.0, came_true });
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn the_five_parts_are_the_score_whatever_the_groups(
        known in forecasts(), groups in 1_u32..9
    ) {
        let Some(score) = brier(&known) else { return Ok(()) };
        let found = parts(&known, |sure| (sure * f64::from(groups)) as u64);
        prop_assert!((found.sum() - score).abs() < 1e-9);
    }

    #[test]
    fn the_order_of_forecasts_changes_nothing(known in forecasts()) {
        let mut turned = known.clone();
        turned.reverse();
        let (a, b) = (calibration(&known), calibration(&turned));
        let figures = |it: &Calibration| match it {
            Calibration::List { n, .. } => vec![*n as f64],
            Calibration::Score { score, .. } | Calibration::Curve { score, .. } => {
                vec![score.brier, score.interval.low, score.interval.high.unwrap_or_default()]
            }
        };
        for (a, b) in figures(&a).into_iter().zip(figures(&b)) {
            prop_assert!((a - b).abs() < 1e-9);
        }
    }

    #[test]
    fn shares_of_a_curve_never_fall_and_every_forecast_is_in_it(known in forecasts()) {
        let blocks = isotonic(&known);
        prop_assert!(blocks.windows(2).all(|it| it[0].came < it[1].came && it[0].to < it[1].from));
        prop_assert_eq!(blocks.iter().map(|it| it.n).sum::<usize>(), known.len());
    }

    #[test]
    fn saying_what_one_believes_scores_best(truth in 1_u32..=99, said in 1_u32..=99) {
        // Expected score under the truth: strictly proper, so nothing is gained by shading.
        let (p, q) = (f64::from(truth) / 100.0, f64::from(said) / 100.0);
        let score = |q: f64| {
            let one = |came_true| brier(&[Known { sure: q, came_true }]).unwrap_or_default();
            p * one(true) + (1.0 - p) * one(false)
        };
        prop_assert!(truth == said || score(p) < score(q));
    }
}
