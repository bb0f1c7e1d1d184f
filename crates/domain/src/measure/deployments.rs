//! How often something was deployed (`domain.md` 7.1): a count a day, days without one included, and
//! the gaps between.

use super::survival::Wait;
use super::window::Window;
use crate::id::At;

/// One deployment of one service, as a tool tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// When it ended.
    pub at: At,
    pub succeeded: bool,
    /// Whether it went to where users are.
    pub production: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frequency {
    /// Moments of those that count, in order.
    pub at: Vec<At>,
    /// Calendar days (UTC) that the window touches.
    pub days: usize,
    /// Days with at least one.
    pub busy: usize,
    /// Days from one to the next; the time since the last is still open.
    pub gaps: Vec<Wait>,
    /// Left out: they failed, or went somewhere else.
    pub failed: usize,
    pub elsewhere: usize,
}

impl Frequency {
    /// A day, those without one counted too.
    pub fn a_day(&self) -> f64 {
        self.at.len() as f64 / self.days.max(1) as f64
    }
}

/// What of these counts in the window, whatever their order.
pub fn frequency(deployments: &[Deployment], window: Window) -> Frequency {
    let inside = || deployments.iter().filter(|it| window.holds(it.at));
    let failed = inside().filter(|it| it.production && !it.succeeded).count();
    let elsewhere = inside().filter(|it| !it.production).count();
    let mut at: Vec<At> =
        inside().filter(|it| it.production && it.succeeded).map(|it| it.at).collect();
    at.sort_unstable();
    let day = |at: At| at.0.div_euclid(At::DAY);
    let busy = at.chunk_by(|a, b| day(*a) == day(*b)).count();
    let days = if window.from < window.to {
        (day(window.to.plus(-1)) - day(window.from) + 1) as usize
    } else {
        0
    };
    let gaps = gaps(&at, window.to);
    Frequency { at, days, busy, gaps, failed, elsewhere }
}

fn gaps(at: &[At], end: At) -> Vec<Wait> {
    let length = |from: At, to: At| to.since(from) as f64 / At::DAY as f64;
    let ended = at.windows(2).map(|pair| Wait { lasted: length(pair[0], pair[1]), ended: true });
    let open = at.last().map(|&last| Wait { lasted: length(last, end), ended: false });
    ended.chain(open).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, moment};
    use super::*;

    fn march() -> Window {
        Window { from: day("2026-03-01"), to: day("2026-04-01") }
    }

    fn at(text: &str) -> Deployment {
        let at = moment(&format!("2026-{text}:00Z"));
        Deployment { at, succeeded: true, production: true }
    }

    #[test]
    fn days_without_a_deployment_count_and_several_a_day_are_several() {
        let all = ["03-02T09:00", "03-02T15:00", "03-04T09:00", "03-20T09:00"].map(at);
        let found = frequency(&all, march());
        assert_eq!((found.at.len(), found.days, found.busy), (4, 31, 3));
        assert!((found.a_day() - 4.0 / 31.0).abs() < 1e-12);
        let gaps: Vec<_> = found.gaps.iter().map(|it| (it.lasted, it.ended)).collect();
        assert_eq!(gaps, [(0.25, true), (1.75, true), (16.0, true), (11.625, false)]);
    }

    #[test]
    fn what_failed_or_went_elsewhere_is_left_out_and_counted() {
        let failed = Deployment { succeeded: false, ..at("03-05T09:00") };
        let staging = Deployment { production: false, ..at("03-06T09:00") };
        let found = frequency(&[failed, staging, at("02-28T09:00"), at("04-01T00:00")], march());
        assert_eq!((found.at.len(), found.failed, found.elsewhere), (0, 1, 1));
        assert!(found.gaps.is_empty() && found.busy == 0);
    }

    #[test]
    fn a_window_that_begins_within_a_day_touches_that_day() {
        let window =
            Window { from: moment("2026-03-01T18:00:00Z"), to: moment("2026-03-03T06:00:00Z") };
        assert_eq!(frequency(&[], window).days, 3);
        assert_eq!(frequency(&[], Window { to: window.from, ..window }).days, 0);
    }

    proptest::proptest! {
        #[test]
        fn the_order_does_not_matter_and_busy_days_are_days(hours in proptest::collection::vec(0_i64..900, 0..40)) {
            let on = |hour: i64| Deployment { at: day("2026-02-28").plus(hour * At::HOUR), ..at("03-01T00:00") };
            let all: Vec<Deployment> = hours.iter().map(|it| on(*it)).collect();
            let mut turned = all.clone();
            turned.reverse();
            let found = frequency(&all, march());
            proptest::prop_assert_eq!(&found, &frequency(&turned, march()));
            proptest::prop_assert!(found.busy <= found.days && found.busy <= found.at.len());
            proptest::prop_assert_eq!(found.gaps.len(), found.at.len());
        }
    }
}
