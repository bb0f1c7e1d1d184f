//! A share and its doubt: the Wilson interval, which behaves near 0 and 1 and for small n.

use super::Z95;

/// 95 % interval of `some` in `all`, as shares; absent where there is nothing to share.
pub fn wilson(some: u64, all: u64) -> Option<(f64, f64)> {
    if all == 0 {
        return None;
    }
    let (n, z2) = (all as f64, Z95 * Z95);
    let share = some as f64 / n;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    Some(((centre - half).max(0.0), (centre + half).min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(some: u64, all: u64, low: f64, high: f64) {
        let (l, h) = wilson(some, all).unwrap();
        assert!((l - low).abs() < 5e-4 && (h - high).abs() < 5e-4, "{l} to {h}");
    }

    #[test]
    fn e10_shares_of_failed_deployments() {
        check(5, 34, 0.064, 0.301);
        check(7, 40, 0.087, 0.319);
        check(0, 10, 0.0, 0.278);
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn drift_of_eight_in_thirty_four() {
        check(8, 34, 0.124, 0.400);
    }

    #[test]
    fn e3_shares_of_few_forecasts_leave_much_open() {
        check(1, 4, 0.0456, 0.6994);
        check(1, 2, 0.0945, 0.9055);
        check(3, 4, 0.3006, 0.9544);
    }

    proptest::proptest! {
        #[test]
        fn the_interval_holds_the_share_and_stays_a_share(all in 1_u64..10_000, part in 0.0_f64..=1.0) {
            let some = (all as f64 * part) as u64;
            let (low, high) = wilson(some, all).unwrap();
            let share = some as f64 / all as f64;
            proptest::prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
        }

        #[test]
        fn what_failed_and_what_held_mirror_each_other(all in 1_u64..5_000, part in 0.0_f64..=1.0) {
            let some = (all as f64 * part) as u64;
            let ((a, b), (c, d)) = (wilson(some, all).unwrap(), wilson(all - some, all).unwrap());
            proptest::prop_assert!((a - (1.0 - d)).abs() < 1e-9 && (b - (1.0 - c)).abs() < 1e-9);
        }

        #[test]
        fn ten_times_as_many_say_it_more_narrowly(all in 1_u64..1_000, part in 0.0_f64..=1.0) {
            let some = (all as f64 * part) as u64;
            let width = |(low, high): (f64, f64)| high - low;
            proptest::prop_assert!(width(wilson(some * 10, all * 10).unwrap()) < width(wilson(some, all).unwrap()));
        }
    }
}
