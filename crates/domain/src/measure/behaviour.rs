//! Signal or noise: the process behaviour chart (XmR).
//!
//! Limits come from the mean moving range, never from the overall standard deviation: a step in
//! the baseline would widen that until nothing shows.

use serde::{Deserialize, Serialize};

/// 3 / 1.128, the scale from a mean moving range to three sigma, fixed as printed.
pub const LIMIT_FACTOR: f64 = 2.66;
/// The same for the range chart.
pub const RANGE_FACTOR: f64 = 3.268;
/// Points below this draw no limits; they are firm from about seventeen.
pub const POINTS_FOR_LIMITS: usize = 6;
/// A period's value from fewer items is drawn hollow and not counted.
pub const ITEMS_PER_POINT: u32 = 5;
/// Moving ranges with fewer different sizes are too coarse for limits to mean anything.
const SIZES_FOR_LIMITS: usize = 4;
const RUN: usize = 8;

/// Where values usually stay. Units of the values.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Limits {
    pub lower: f64,
    pub centre: f64,
    pub upper: f64,
    /// A single step from one value to the next usually stays below this.
    pub range_upper: f64,
    /// The lower limit was cut at zero, so it cannot signal.
    pub clipped: bool,
    /// Points they were computed from.
    pub points: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// One point outside the limits.
    Outside,
    /// Eight in a row on one side of the centre.
    Run,
    /// Three of four nearer a limit than the centre. Optional: it costs false alarms.
    NearLimit,
    /// A step larger than steps usually are.
    Jump,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Signal {
    pub rule: Rule,
    /// Index of the point that completed the pattern.
    pub at: usize,
}

/// Absent below six points. `never_negative` cuts the lower limit at zero.
pub fn limits(baseline: &[f64], never_negative: bool) -> Option<Limits> {
    if baseline.len() < POINTS_FOR_LIMITS {
        return None;
    }
    let centre = baseline.iter().sum::<f64>() / baseline.len() as f64;
    let ranges: f64 = steps(baseline).sum();
    let mean_range = ranges / (baseline.len() - 1) as f64;
    let lower = centre - LIMIT_FACTOR * mean_range;
    let clipped = never_negative && lower < 0.0;
    Some(Limits {
        lower: if clipped { 0.0 } else { lower },
        centre,
        upper: centre + LIMIT_FACTOR * mean_range,
        range_upper: RANGE_FACTOR * mean_range,
        clipped,
        points: baseline.len(),
    })
}

/// Whether the values move in so few different steps that limits would be an accident of rounding.
pub fn is_coarse(values: &[f64]) -> bool {
    let mut sizes: Vec<f64> = steps(values).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    sizes.dedup();
    sizes.len() < SIZES_FOR_LIMITS
}

/// Every point at which one of `rules` is complete, in the order of the values.
pub fn signals(values: &[f64], limits: &Limits, rules: &[Rule]) -> Vec<Signal> {
    let mut found = Vec::new();
    for at in 0..values.len() {
        for &rule in rules {
            if completes(rule, &values[..=at], limits) {
                found.push(Signal { rule, at });
            }
        }
    }
    found
}

fn steps(values: &[f64]) -> impl Iterator<Item = f64> {
    values.windows(2).map(|pair| (pair[1] - pair[0]).abs())
}

fn completes(rule: Rule, values: &[f64], limits: &Limits) -> bool {
    let now = values[values.len() - 1];
    match rule {
        Rule::Outside => now > limits.upper || (!limits.clipped && now < limits.lower),
        Rule::Run => {
            values.len() >= RUN && {
                let last = &values[values.len() - RUN..];
                last.iter().all(|&v| v > limits.centre) || last.iter().all(|&v| v < limits.centre)
            }
        }
        Rule::NearLimit => {
            values.len() >= 4 && {
                let last = &values[values.len() - 4..];
                let upper = f64::midpoint(limits.centre, limits.upper);
                let lower = f64::midpoint(limits.centre, limits.lower);
                let low = last.iter().filter(|&&v| v < lower).count();
                last.iter().filter(|&&v| v > upper).count() >= 3 || (!limits.clipped && low >= 3)
            }
        }
        Rule::Jump => steps(values).last().is_some_and(|step| step > limits.range_upper),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BASELINE: [f64; 10] = [10.0, 12.0, 9.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 13.0];
    const ALL: [Rule; 3] = [Rule::Outside, Rule::Run, Rule::NearLimit];

    fn near(is: f64, should: f64) {
        assert!((is - should).abs() < 5e-5, "{is} is not {should}");
    }

    /// Signals among `new`, which follow the baseline.
    fn after(new: &[f64]) -> Vec<(Rule, usize)> {
        let limits = limits(&BASELINE, true).unwrap();
        let values = [&BASELINE, new].concat();
        signals(&values, &limits, &ALL).iter().map(|s| (s.rule, s.at - BASELINE.len())).collect()
    }

    #[test]
    fn e2_limits_of_the_baseline() {
        let limits = limits(&BASELINE, true).unwrap();
        assert_eq!((limits.centre, limits.clipped), (11.0, false));
        near(limits.upper, 17.2067);
        near(limits.lower, 4.7933);
        near(limits.range_upper, 7.6253);
    }

    #[test]
    fn e2_sixteen_is_noise_and_eighteen_is_a_signal() {
        assert_eq!(after(&[16.0]), []);
        assert_eq!(after(&[18.0]), [(Rule::Outside, 0)]);
    }

    #[test]
    fn e2_eight_on_one_side_signal_at_the_ninth() {
        let new = [10.0, 12.0, 12.0, 13.0, 12.0, 14.0, 12.0, 13.0, 12.0];
        assert_eq!(after(&new), [(Rule::Run, 8)]);
    }

    #[test]
    fn e2_three_of_four_near_a_limit_signal_at_the_fourth() {
        assert_eq!(after(&[15.0, 12.0, 15.0, 16.0]), [(Rule::NearLimit, 3)]);
    }

    #[test]
    fn e2_a_jump_shows_on_the_range_chart() {
        let limits = limits(&BASELINE, true).unwrap();
        let found = signals(&[13.0, 21.0], &limits, &[Rule::Jump]);
        assert_eq!(found, [Signal { rule: Rule::Jump, at: 1 }]);
    }

    #[test]
    fn e2_a_step_in_the_baseline_does_not_hide_itself() {
        let step = [10.0, 11.0, 9.0, 10.0, 11.0, 20.0, 21.0, 19.0, 20.0, 21.0];
        let limits = limits(&step, false).unwrap();
        near(limits.centre, 15.2);
        near(limits.lower, 9.5844);
        near(limits.upper, 20.8156);
        near(limits.range_upper, 6.8991);
        let outside = signals(&step, &limits, &[Rule::Outside]);
        assert_eq!(outside.iter().map(|s| step[s.at]).collect::<Vec<_>>(), [9.0, 21.0, 21.0]);
    }

    #[test]
    fn a_lower_limit_cut_at_zero_cannot_signal() {
        let values = [3.0, 0.0, 4.0, 1.0, 5.0, 0.0, 0.0, 0.0];
        let limits = limits(&values, true).unwrap();
        assert_eq!((limits.lower, limits.clipped), (0.0, true));
        assert_eq!(signals(&[0.0; 4], &limits, &[Rule::Outside, Rule::NearLimit]), []);
    }

    #[test]
    fn five_points_draw_no_limits() {
        assert_eq!(limits(&BASELINE[..5], true), None);
    }

    #[test]
    fn few_sizes_of_step_are_coarse() {
        assert!(is_coarse(&[0.0, 1.0, 0.0, 1.0, 2.0, 1.0]));
        assert!(!is_coarse(&BASELINE));
    }

    proptest! {
        #[test]
        fn limits_scale_with_their_values(
            values in prop::collection::vec(1.0_f64..1e4, 6..40), by in 0.1_f64..100.0,
        ) {
            let scaled: Vec<f64> = values.iter().map(|v| v * by).collect();
            let (a, b) = (limits(&values, false).unwrap(), limits(&scaled, false).unwrap());
            prop_assert!((a.upper * by - b.upper).abs() <= 1e-6 * b.upper.abs().max(1.0));
            prop_assert!((a.lower * by - b.lower).abs() <= 1e-6 * b.upper.abs().max(1.0));
        }

        #[test]
        fn a_later_point_changes_no_earlier_signal(
            values in prop::collection::vec(0.0_f64..30.0, 1..40), next in 0.0_f64..30.0,
        ) {
            let limits = limits(&BASELINE, true).unwrap();
            let before = signals(&values, &limits, &ALL);
            let mut longer = values.clone();
            longer.push(next);
            let mut later = signals(&longer, &limits, &ALL);
            later.retain(|signal| signal.at < values.len());
            prop_assert_eq!(before, later);
        }
    }

    #[test]
    fn seven_on_one_side_or_one_on_the_middle_are_no_run() {
        let limits = limits(&BASELINE, true).unwrap();
        let run = |values: &[f64]| signals(values, &limits, &[Rule::Run]);
        assert_eq!(run(&[12.0; 7]), []);
        assert_eq!(run(&[12.0; 9]), [7, 8].map(|at| Signal { rule: Rule::Run, at }));
        let mut broken = [12.0; 9];
        broken[4] = limits.centre;
        assert_eq!(run(&broken), []);
        assert_eq!(run(&[10.0; 8]).len(), 1, "below the middle as well");
    }

    #[test]
    fn a_value_on_the_limit_is_inside() {
        let limits = limits(&BASELINE, true).unwrap();
        assert_eq!(signals(&[limits.upper, limits.lower], &limits, &[Rule::Outside]), []);
        let beyond = [limits.upper + 0.01, limits.lower - 0.01];
        assert_eq!(signals(&beyond, &limits, &[Rule::Outside]).len(), 2);
    }

    proptest! {
        #[test]
        fn limits_move_with_their_values_and_do_not_ask_which_end_came_first(
            values in prop::collection::vec(-1e3_f64..1e3, 6..40), plus in -1e3_f64..1e3,
        ) {
            let of = |values: &[f64]| limits(values, false).unwrap();
            let moved: Vec<f64> = values.iter().map(|value| value + plus).collect();
            prop_assert!((of(&moved).upper - plus - of(&values).upper).abs() < 1e-6);
            prop_assert!((of(&moved).range_upper - of(&values).range_upper).abs() < 1e-6);
            let turned: Vec<f64> = values.iter().rev().copied().collect();
            prop_assert!((of(&turned).lower - of(&values).lower).abs() < 1e-6);
        }

        #[test]
        fn values_that_never_move_have_limits_of_no_width_and_no_signal(value in 0.0_f64..1e3, n in 6_usize..30) {
            let values = vec![value; n];
            let limits = limits(&values, true).unwrap();
            prop_assert!((limits.upper - limits.lower).abs() < 1e-6);
            prop_assert!(is_coarse(&values));
        }
    }
}
