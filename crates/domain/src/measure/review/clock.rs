//! Two clocks for one wait: hours on the wall, and hours in which whoever reviews was at work.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use crate::id::At;

/// When the people who review are there. Authors wait in wall time whatever this says.
#[derive(Clone, Debug)]
pub struct Hours {
    pub zone: TimeZone,
    pub days: Vec<Weekday>,
    pub from: Time,
    pub to: Time,
    /// Holidays.
    pub off: Vec<Date>,
}

#[derive(Clone, Debug)]
pub enum Clock {
    Wall,
    Working(Hours),
}

impl Clock {
    /// Hours of a span, without those of the pauses; pauses may not overlap each other.
    pub fn hours(&self, span: Range<At>, pauses: &[Range<At>]) -> f64 {
        let inside = |it: &Range<At>| it.start.max(span.start)..it.end.min(span.end);
        let paused: i64 = pauses.iter().map(|it| self.lasted(inside(it))).sum();
        (self.lasted(span) - paused) as f64 / At::HOUR as f64
    }

    /// Milliseconds; nothing for a span that ends before it begins.
    fn lasted(&self, span: Range<At>) -> i64 {
        let whole = span.end.since(span.start).max(0);
        match self {
            Self::Wall => whole,
            Self::Working(_) if whole == 0 => 0,
            Self::Working(hours) => hours.within(span),
        }
    }
}

impl Hours {
    fn within(&self, span: Range<At>) -> i64 {
        let day_of = |at: At| {
            let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
            moment.to_zoned(self.zone.clone()).date()
        };
        let (mut day, last) = (day_of(span.start), day_of(span.end));
        let mut sum = 0;
        while day <= last {
            if let Some(open) = self.open_on(day) {
                sum += open.end.min(span.end).since(open.start.max(span.start)).max(0);
            }
            let next = day.saturating_add(1.day());
            if next == day {
                break; // the end of the calendar
            }
            day = next;
        }
        sum
    }

    fn open_on(&self, day: Date) -> Option<Range<At>> {
        if !self.days.contains(&day.weekday()) || self.off.contains(&day) {
            return None;
        }
        let at = |time: Time| {
            let zoned = day.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
            Some(At(zoned.timestamp().as_millisecond()))
        };
        Some(at(self.from)?..at(self.to)?)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::super::tests::moment;
    use super::*;

    pub(in super::super) fn nine_to_five(zone: TimeZone) -> Hours {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
        Hours {
            zone,
            days: vec![Monday, Tuesday, Wednesday, Thursday, Friday],
            from: Time::constant(9, 0, 0, 0),
            to: Time::constant(17, 0, 0, 0),
            off: Vec::new(),
        }
    }

    fn working(hours: &Hours, from: &str, to: &str) -> f64 {
        Clock::Working(hours.clone()).hours(moment(from)..moment(to), &[])
    }

    #[test]
    fn nights_weekends_and_holidays_are_no_working_time() {
        let mut hours = nine_to_five(TimeZone::UTC);
        for (from, to, expected) in [
            ("2026-03-06T16:00:00Z", "2026-03-09T10:00:00Z", 2.0),
            ("2026-03-07T09:00:00Z", "2026-03-08T17:00:00Z", 0.0),
            ("2026-03-05T09:00:00Z", "2026-03-09T17:00:00Z", 24.0),
            ("2026-03-05T18:00:00Z", "2026-03-05T23:00:00Z", 0.0),
            ("2026-03-05T12:00:00Z", "2026-03-05T12:30:00Z", 0.5),
            ("2026-03-09T17:00:00Z", "2026-03-05T09:00:00Z", 0.0),
        ] {
            assert_eq!(working(&hours, from, to), expected, "{from}");
        }
        hours.off = vec![jiff::civil::date(2026, 3, 6)];
        assert_eq!(working(&hours, "2026-03-05T09:00:00Z", "2026-03-09T17:00:00Z"), 16.0);
    }

    #[test]
    fn the_day_begins_where_the_reviewers_are_and_summer_time_costs_nothing() {
        let zone = TimeZone::get("Europe/Berlin").expect("the zones are in the program");
        let hours = nine_to_five(zone);
        // 29 March 2026 is the Sunday on which the clocks go forward.
        assert_eq!(working(&hours, "2026-03-27T15:00:00Z", "2026-03-30T08:00:00Z"), 1.0 + 1.0);
        assert_eq!(working(&hours, "2026-03-30T07:00:00Z", "2026-03-30T15:00:00Z"), 8.0);
    }

    proptest! {
        #[test]
        fn working_time_is_part_of_the_wall_time_and_adds_up(
            from in 0_i64..2_000_000_000, long in 0_i64..4_000_000, cut in 0.0_f64..1.0,
        ) {
            let clock = Clock::Working(nine_to_five(TimeZone::UTC));
            let (start, end) = (At(from * 1000), At((from + long) * 1000));
            let middle = start.plus((end.since(start) as f64 * cut) as i64);
            let hours = clock.hours(start..end, &[]);
            prop_assert!(0.0 <= hours && hours <= Clock::Wall.hours(start..end, &[]));
            let halves = clock.hours(start..middle, &[]) + clock.hours(middle..end, &[]);
            prop_assert!((hours - halves).abs() < 1e-6, "{hours} is not {halves}");
            prop_assert!((clock.hours(start..end, &[start..middle]) - clock.hours(middle..end, &[])).abs() < 1e-6);
        }
    }
}
