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
}
