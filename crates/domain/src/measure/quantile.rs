//! Quantiles of finished things: Hyndman–Fan type 7, and intervals read from the order itself.
//!
//! Type 7 is what R and NumPy give; spreadsheets differ, so every export names it. The interval is
//! exact and assumes no shape: it runs between two of the values that were seen.

/// Values in rising order. A type of its own, so that nobody hands over unsorted ones.
#[derive(Clone, Copy, Debug)]
pub struct Sorted<'a>(&'a [f64]);

impl<'a> Sorted<'a> {
    /// The values must rise and hold no NaN; checked in debug builds.
    pub fn new(values: &'a [f64]) -> Self {
        debug_assert!(values.is_sorted(), "a quantile needs values in rising order");
        Self(values)
    }

    pub fn len(self) -> usize {
        self.0.len()
    }

    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// Absent where there is no value at all; one value is its own quantile.
pub fn type7(values: Sorted<'_>, p: f64) -> Option<f64> {
    let last = values.len().checked_sub(1)?;
    let h = last as f64 * p.clamp(0.0, 1.0);
    let below = h.floor() as usize;
    let (low, high) = (values.0[below], values.0[(below + 1).min(last)]);
    Some(low + (h - h.floor()) * (high - low))
}

/// The 95 % interval of the quantile `p`, absent where so few values cannot give one.
pub fn interval(values: Sorted<'_>, p: f64) -> Option<(f64, f64)> {
    let (low, high) = ranks(values.len(), p)?;
    Some((values.0[low - 1], values.0[high - 1]))
}

/// Ranks (from 1) between which the quantile lies with at least 95 %. Tails of 2.5 % each where
/// both fit; else the upper end is the largest value, and the lower tail takes what is left.
pub fn ranks(n: usize, p: f64) -> Option<(usize, usize)> {
    if n == 0 {
        return None;
    }
    let (first, shares) = binomial(n, p);
    let mut so_far = 0.0;
    let sums: Vec<f64> = shares
        .iter()
        .map(|share| {
            so_far += share;
            so_far
        })
        .collect();
    // How many values lie below the true quantile is binomial: this is P(fewer than `rank`).
    let fewer_than = |rank: usize| match rank.checked_sub(first + 1) {
        Some(last) => sums[last.min(sums.len() - 1)],
        None => 0.0,
    };
    let above = first_rank(n, |rank| 1.0 - fewer_than(rank) <= TAIL);
    let (high, room) = match above {
        Some(high) => (high, TAIL),
        None => (n, 2.0 * TAIL - (1.0 - fewer_than(n))),
    };
    let low = first_rank(n, |rank| fewer_than(rank) > room).unwrap_or(n + 1) - 1;
    (1 <= low && low < high).then_some((low, high))
}

const TAIL: f64 = 0.025;

/// The first rank from 1 to `n` for which `holds`, which once true stays true.
fn first_rank(n: usize, holds: impl Fn(usize) -> bool) -> Option<usize> {
    let (mut from, mut to) = (1, n + 1);
    while from < to {
        let middle = usize::midpoint(from, to);
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    (from <= n).then_some(from)
}

/// Shares of Binomial(n, p) around its mode, with the count the first one stands for. Built outward
/// by ratios and scaled to one, so that no factor underflows however many values there are.
fn binomial(n: usize, p: f64) -> (usize, Vec<f64>) {
    let mode = (((n + 1) as f64 * p) as usize).min(n);
    let ratio = |k: usize| (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
    let (mut down, mut weight) = (Vec::new(), 1.0);
    for k in (0..mode).rev() {
        weight /= ratio(k);
        if weight < 1e-18 {
            break;
        }
        down.push(weight);
    }
    let first = mode - down.len();
    down.reverse();
    let mut shares = down;
    weight = 1.0;
    for k in mode..=n {
        if weight < 1e-18 {
            break;
        }
        shares.push(weight);
        if k < n {
            weight *= ratio(k);
        }
    }
    let total: f64 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= total);
    (first, shares)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn e7_type_7_of_six_values() {
        let values = [2.0, 3.0, 5.0, 8.0, 13.0, 21.0];
        assert_eq!(type7(Sorted::new(&values), 0.5), Some(6.5));
        assert_eq!(type7(Sorted::new(&values), 0.75), Some(11.75));
        assert_eq!(type7(Sorted::new(&values), 0.9), Some(17.0));
    }

    #[test]
    fn e7_ranks_of_the_interval_of_the_median() {
        assert_eq!(ranks(5, 0.5), None);
        assert_eq!(ranks(6, 0.5), Some((1, 6)));
        assert_eq!(ranks(9, 0.5), Some((2, 8)));
        assert_eq!(ranks(10, 0.5), Some((2, 9)));
    }

    #[test]
    fn e7_the_upper_quantiles_need_more() {
        assert_eq!((ranks(10, 0.75), ranks(11, 0.75).is_some()), (None, true));
        assert_eq!((ranks(28, 0.9), ranks(29, 0.9).is_some()), (None, true));
    }

    #[test]
    fn one_value_is_its_own_quantile_and_none_has_none() {
        assert_eq!(type7(Sorted::new(&[4.0]), 0.9), Some(4.0));
        assert_eq!(type7(Sorted::new(&[]), 0.5), None);
        assert_eq!(ranks(0, 0.5), None);
    }

    #[test]
    fn a_million_values_still_have_ranks() {
        // Normal approximation of the same: 500 000 ± 1.96 · 500.
        let (low, high) = ranks(1_000_000, 0.5).unwrap();
        assert!((low as i64 - 499_020).abs() <= 2, "{low}");
        assert!((high as i64 - 500_981).abs() <= 2, "{high}");
    }

    proptest! {
        #[test]
        fn coverage_is_at_least_95_percent(n in 1_usize..400, p in prop::sample::select(&[0.5, 0.75, 0.9][..])) {
            if let Some((low, high)) = ranks(n, p) {
                let (first, shares) = binomial(n, p);
                let covered: f64 = shares
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| (low..high).contains(&(first + i)))
                    .map(|(_, share)| share)
                    .sum();
                prop_assert!(covered >= 0.95 - 1e-9, "{covered} for {low} to {high} of {n}");
            }
        }

        #[test]
        fn a_quantile_lies_between_the_ends_and_rises_with_p(
            mut values in prop::collection::vec(-1e6_f64..1e6, 1..80), p in 0.0_f64..1.0,
        ) {
            values.sort_unstable_by(f64::total_cmp);
            let sorted = Sorted::new(&values);
            let at = type7(sorted, p).unwrap();
            prop_assert!(values[0] <= at && at <= values[values.len() - 1]);
            prop_assert!(at <= type7(sorted, (p + 0.1).min(1.0)).unwrap() + 1e-9);
        }
    }

    #[test]
    fn the_interval_runs_between_values_that_were_seen() {
        let values: Vec<f64> = (1..=9).map(f64::from).collect();
        assert_eq!(interval(Sorted::new(&values), 0.5), Some((2.0, 8.0)));
        assert_eq!(interval(Sorted::new(&values[..5]), 0.5), None);
    }

    proptest! {
        #[test]
        fn another_unit_or_another_zero_moves_the_quantile_with_it(
            mut values in prop::collection::vec(-1e3_f64..1e3, 1..60), p in 0.0_f64..1.0, by in 0.1_f64..50.0, plus in -1e3_f64..1e3,
        ) {
            values.sort_unstable_by(f64::total_cmp);
            let moved: Vec<f64> = values.iter().map(|value| value * by + plus).collect();
            let (before, after) = (type7(Sorted::new(&values), p).unwrap(), type7(Sorted::new(&moved), p).unwrap());
            prop_assert!((before * by + plus - after).abs() < 1e-6 * after.abs().max(1.0));
        }
    }
}
