//! How long things take when some have not happened yet: Kaplan–Meier.
//!
//! Leaving out what is still open makes every wait look shorter than it is, most of all the recent
//! ones. Here an open item counts as waiting for as long as it was watched.

use serde::Serialize;

use super::Z95;

/// Ends below this draw no interval: its coverage would be poor.
pub const EVENTS_FOR_INTERVAL: usize = 5;
/// Ends below this give no median.
pub const EVENTS_FOR_MEDIAN: usize = 3;
/// Where single steps are single people, ends below this draw no curve.
pub const EVENTS_FOR_CURVE: usize = 20;

/// Two shares closer than this are the same share: products of fractions carry rounding.
const SAME: f64 = 1e-9;

/// One item: how long it was watched (never negative), and whether it ended then or is still open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wait {
    pub lasted: f64,
    pub ended: bool,
}

/// The curve just after one moment at which something ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    pub at: f64,
    /// Still waiting just before.
    pub at_risk: usize,
    pub ended: usize,
    /// Share still waiting afterwards, 0 to 1.
    pub waiting: f64,
    /// Greenwood's standard error of `waiting`; absent where nobody is left.
    pub error: Option<f64>,
    /// 95 % log-log limits of `waiting`; absent where nobody is left.
    pub limits: Option<(f64, f64)>,
}

/// A survival curve. `censored` holds the moments at which open items were last seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    pub steps: Vec<Step>,
    pub censored: Vec<f64>,
    pub n: usize,
    /// The longest anything was watched.
    pub last: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reached {
    At(f64),
    /// Not reached within this follow-up. Never to be printed as a plain number.
    NotYet {
        after: f64,
    },
}

impl Reached {
    pub fn value(self) -> Option<f64> {
        match self {
            Self::At(value) => Some(value),
            Self::NotYet { .. } => None,
        }
    }
}

impl Curve {
    /// An item that is last seen at the very moment another ends was still at risk then.
    pub fn of(waits: &[Wait]) -> Self {
        let mut sorted: Vec<u64> = waits.iter().map(key).collect();
        sorted.sort_unstable();
        let mut curve = Self { n: sorted.len(), ..Self::default() };
        curve.last = sorted.last().map_or(0.0, |&last| lasted(last));
        let (mut waiting, mut greenwood, mut seen) = (1.0, 0.0, 0);
        for same in sorted.chunk_by(|a, b| a >> 1 == b >> 1) {
            let (at, at_risk) = (lasted(same[0]), sorted.len() - seen);
            let ended = same.partition_point(|wait| wait & 1 == 0);
            seen += same.len();
            curve.censored.extend(std::iter::repeat_n(at, same.len() - ended));
            if ended == 0 {
                continue;
            }
            let (risk, gone) = (at_risk as f64, ended as f64);
            waiting *= 1.0 - gone / risk;
            greenwood += gone / (risk * (risk - gone));
            curve.steps.push(step(at, at_risk, ended, waiting, greenwood));
        }
        curve
    }

    pub fn ended(&self) -> usize {
        self.steps.iter().map(|step| step.ended).sum()
    }

    pub fn open(&self) -> usize {
        self.censored.len()
    }

    pub fn median(&self) -> Reached {
        self.quantile(0.5)
    }

    /// Smallest time by which the share `p` has ended. Where the curve rests exactly on that
    /// share, the middle of the rest: it makes the median the ordinary one when nothing is open.
    pub fn quantile(&self, p: f64) -> Reached {
        let left = 1.0 - p;
        let Some(first) = self.steps.iter().position(|step| step.waiting <= left + SAME) else {
            return Reached::NotYet { after: self.last };
        };
        let step = &self.steps[first];
        match self.steps.get(first + 1) {
            Some(next) if (step.waiting - left).abs() <= SAME => {
                Reached::At(f64::midpoint(step.at, next.at))
            }
            _ => Reached::At(step.at),
        }
    }

    /// Brookmeyer–Crowley: the times at which the pointwise limits hold one half. No upper end
    /// means "and above". Absent below five ends.
    pub fn median_interval(&self) -> Option<(f64, Option<f64>)> {
        if self.ended() < EVENTS_FOR_INTERVAL {
            return None;
        }
        let below = |pick: fn((f64, f64)) -> f64| {
            self.steps
                .iter()
                .find(|step| step.limits.is_some_and(|limits| pick(limits) <= 0.5))
                .map(|step| step.at)
        };
        Some((below(|limits| limits.0)?, below(|limits| limits.1)))
    }
}

/// A wait as a whole number that sorts as it should, ended before open: a positive float's bits rise
/// with it and leave the top one free. Sorting a million of these takes half the time of pairs.
fn key(wait: &Wait) -> u64 {
    wait.lasted.max(0.0).to_bits() << 1 | u64::from(!wait.ended)
}

fn lasted(key: u64) -> f64 {
    f64::from_bits(key >> 1)
}

fn step(at: f64, at_risk: usize, ended: usize, waiting: f64, greenwood: f64) -> Step {
    let nobody_left = waiting <= 0.0;
    let error = (!nobody_left).then(|| waiting * greenwood.sqrt());
    let limits = (!nobody_left && waiting < 1.0).then(|| {
        let theta = Z95 * greenwood.sqrt() / waiting.ln();
        let (a, b) = (waiting.powf(theta.exp()), waiting.powf((-theta).exp()));
        (a.min(b), a.max(b))
    });
    Step { at, at_risk, ended, waiting, error, limits }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::quantile::{Sorted, type7};
    use super::*;

    fn waits(text: &str) -> Vec<Wait> {
        text.split(", ")
            .map(|word| Wait {
                lasted: word.trim_end_matches('+').parse().unwrap(),
                ended: !word.ends_with('+'),
            })
            .collect()
    }

    fn check(text: &str, at_risk: &[usize], waiting: &[f64], median: Reached) {
        let curve = Curve::of(&waits(text));
        assert_eq!(curve.steps.iter().map(|step| step.at_risk).collect::<Vec<_>>(), at_risk);
        for (step, expected) in curve.steps.iter().zip(waiting) {
            assert!((step.waiting - expected).abs() < 5e-5, "{step:?} is not {expected}");
        }
        assert_eq!(curve.median(), median);
    }

    const TEN: &str = "9, 12, 14+, 15, 22, 26+, 30, 35+";

    #[test]
    fn e1a_the_curve_and_its_median() {
        check(TEN, &[8, 7, 5, 4, 2], &[0.875, 0.75, 0.6, 0.45, 0.225], Reached::At(22.0));
    }

    #[test]
    fn e1a_errors_and_limits() {
        let curve = Curve::of(&waits(TEN));
        let expected = [
            (0.1169, 0.3870, 0.9814),
            (0.1531, 0.3148, 0.9309),
            (0.1817, 0.1955, 0.8523),
            (0.1882, 0.1076, 0.7513),
            (0.1849, 0.0124, 0.6024),
        ];
        for (step, (error, low, high)) in curve.steps.iter().zip(expected) {
            let limits = step.limits.unwrap();
            for (is, should) in [(step.error.unwrap(), error), (limits.0, low), (limits.1, high)] {
                assert!((is - should).abs() < 5e-5, "{is} is not {should} at {}", step.at);
            }
        }
        assert_eq!(curve.median_interval(), Some((9.0, None)));
    }

    #[test]
    fn e1a_the_two_careless_medians_are_other_numbers() {
        let finished = [9.0, 12.0, 15.0, 22.0, 30.0];
        assert_eq!(type7(Sorted::new(&finished), 0.5), Some(15.0));
        let all = [9.0, 12.0, 14.0, 15.0, 22.0, 26.0, 30.0, 35.0];
        assert_eq!(type7(Sorted::new(&all), 0.5), Some(18.5));
    }

    #[test]
    fn e1b_a_rest_at_one_half_gives_its_middle() {
        check("5, 8, 10, 13", &[4, 3, 2, 1], &[0.75, 0.5, 0.25, 0.0], Reached::At(9.0));
    }

    #[test]
    fn e1c_not_reached_is_never_a_number() {
        let not = Reached::NotYet { after: 30.0 };
        check("10, 12+, 15, 20+, 25+, 30+", &[6, 4], &[0.8333, 0.625], not);
        assert_eq!(not.value(), None);
    }

    #[test]
    fn e1d_an_item_last_seen_when_another_ends_was_at_risk() {
        check("5, 5+, 8, 9", &[4, 2, 1], &[0.75, 0.375, 0.0], Reached::At(8.0));
    }

    #[test]
    fn e10_recovery_waits_for_what_is_not_restored() {
        check("0.5, 1.5, 4, 26, 60+", &[5, 4, 3, 2], &[0.8, 0.6, 0.4, 0.2], Reached::At(4.0));
    }

    #[test]
    fn nothing_watched_gives_nothing() {
        let curve = Curve::of(&[]);
        assert_eq!(curve.median(), Reached::NotYet { after: 0.0 });
        assert_eq!(curve.median_interval(), None);
    }

    fn some_waits() -> impl Strategy<Value = Vec<Wait>> {
        let wait = (0_u16..400, any::<bool>())
            .prop_map(|(lasted, ended)| Wait { lasted: f64::from(lasted), ended });
        prop::collection::vec(wait, 1..60)
    }

    proptest! {
        #[test]
        fn it_is_the_ordinary_median_when_nothing_is_open(mut waits in some_waits()) {
            waits.iter_mut().for_each(|wait| wait.ended = true);
            let mut lasted: Vec<f64> = waits.iter().map(|wait| wait.lasted).collect();
            lasted.sort_unstable_by(f64::total_cmp);
            let ordinary = type7(Sorted::new(&lasted), 0.5).unwrap();
            let ours = Curve::of(&waits).median().value().unwrap();
            prop_assert!((ours - ordinary).abs() < 1e-9, "{ours} is not {ordinary}");
        }

        #[test]
        fn the_order_of_items_does_not_matter(waits in some_waits(), seed in any::<u64>()) {
            let mut turned = waits.clone();
            turned.rotate_left(seed as usize % waits.len());
            turned.reverse();
            prop_assert_eq!(Curve::of(&waits), Curve::of(&turned));
        }

        #[test]
        fn twice_the_waits_give_twice_the_median(waits in some_waits()) {
            let twice: Vec<Wait> =
                waits.iter().map(|wait| Wait { lasted: wait.lasted * 2.0, ..*wait }).collect();
            let once = Curve::of(&waits).median().value();
            prop_assert_eq!(Curve::of(&twice).median().value(), once.map(|m| m * 2.0));
        }

        #[test]
        fn the_share_still_waiting_never_rises(waits in some_waits()) {
            let curve = Curve::of(&waits);
            prop_assert!(curve.steps.is_sorted_by(|a, b| a.waiting > b.waiting - SAME));
            prop_assert!(curve.steps.iter().all(|step| (0.0..=1.0).contains(&step.waiting)));
            prop_assert_eq!(curve.ended() + curve.open(), waits.len());
        }
    }

    #[test]
    fn the_upper_quarters_are_read_from_the_same_curve() {
        let curve = Curve::of(&waits(TEN));
        assert_eq!(curve.quantile(0.25), Reached::At(13.5), "S rests at 0.75 from 12 to 15");
        assert_eq!(curve.quantile(0.75), Reached::At(30.0));
        assert_eq!(curve.quantile(0.9), Reached::NotYet { after: 35.0 });
    }

    #[test]
    fn four_ends_give_no_interval_and_where_nobody_is_left_there_is_no_error() {
        let four = Curve::of(&waits("1, 2, 3, 4, 9+, 9+"));
        assert_eq!(four.median_interval(), None);
        let last = *Curve::of(&waits("1, 2, 3")).steps.last().unwrap();
        assert_eq!((last.waiting, last.error, last.limits), (0.0, None, None));
    }

    #[test]
    fn a_wait_that_would_be_negative_is_none_at_all() {
        let odd = [Wait { lasted: -3.0, ended: true }, Wait { lasted: 2.0, ended: true }];
        assert_eq!(Curve::of(&odd).steps[0].at, 0.0);
    }

    fn waiting_at(curve: &Curve, at: f64) -> f64 {
        curve.steps.iter().take_while(|step| step.at <= at).last().map_or(1.0, |step| step.waiting)
    }

    proptest! {
        #[test]
        fn not_having_ended_never_makes_a_wait_look_shorter(waits in some_waits(), which in any::<prop::sample::Index>()) {
            let mut open = waits.clone();
            which.get_mut(&mut open).ended = false;
            let (before, after) = (Curve::of(&waits), Curve::of(&open));
            for wait in &waits {
                prop_assert!(waiting_at(&after, wait.lasted) >= waiting_at(&before, wait.lasted) - SAME);
            }
        }

        #[test]
        fn limits_hold_the_share_and_stay_between_none_and_all(waits in some_waits()) {
            for step in Curve::of(&waits).steps {
                if let Some((low, high)) = step.limits {
                    prop_assert!(0.0 < low && low <= step.waiting && step.waiting <= high && high < 1.0, "{step:?}");
                }
            }
        }
    }
}
