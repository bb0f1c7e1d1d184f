//! The span a mirror looks at, the weeks or months in it, and working days.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use crate::id::At;

/// From a moment up to, not including, another. Nothing after `to` is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Window {
    #[serde(serialize_with = "as_text")]
    pub from: At,
    #[serde(serialize_with = "as_text")]
    pub to: At,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Every {
    Week,
    Month,
    Quarter,
    Half,
}

impl Every {
    /// `month`, as people call it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half-year",
        }
    }
}

/// One week, month, quarter or half-year, cut to nothing: `whole` says whether all of it lies in the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The Monday of a week (`2026-03-02`), the month (`2026-03`), quarter (`2026-Q1`) or half
    /// (`2026-H1`).
    pub label: String,
    pub from: At,
    pub to: At,
    pub whole: bool,
}

impl Window {
    /// The last `months` full months and the running one.
    pub fn months(months: i32, to: At) -> Self {
        let first = to.day().first_of_month();
        Self { from: start_of(first.saturating_sub(months.months())), to }
    }

    /// `12m`, `26w`, `90d`, or `2025-01-01..2026-01-01` (the last day not included). What ends in a
    /// letter ends at `to`.
    pub fn parse(text: &str, to: At) -> Result<Self, String> {
        let wrong = || {
            format!(
                "`{text}` is not a window. Write `12m`, `26w`, `90d` or `2025-01-01..2026-01-01`."
            )
        };
        if let Some((from, until)) = text.split_once("..") {
            let day = |text: &str| text.trim().parse::<Date>().map_err(|_| wrong());
            let window = Self { from: start_of(day(from)?), to: start_of(day(until)?) };
            return match window.from < window.to {
                true => Ok(window),
                false => Err(format!("The window `{text}` ends before it begins.")),
            };
        }
        let unit = text.chars().last().ok_or_else(wrong)?;
        let count: i32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
        if !(1..=6000).contains(&count) {
            return Err(wrong());
        }
        match unit {
            'm' => Ok(Self::months(count, to)),
            'w' => Ok(Self { from: to.plus(-At::DAY * 7 * i64::from(count)), to }),
            'd' => Ok(Self { from: to.plus(-At::DAY * i64::from(count)), to }),
            _ => Err(wrong()),
        }
    }

    pub fn holds(self, at: At) -> bool {
        self.from <= at && at < self.to
    }

    /// Every period that the window touches, in order.
    pub fn periods(self, every: Every) -> Vec<Period> {
        let mut day = self.from.day();
        day = match every {
            Every::Week => monday_of(day),
            Every::Month => day.first_of_month(),
            Every::Quarter => first_of(day, 3),
            Every::Half => first_of(day, 6),
        };
        let mut periods = Vec::new();
        while start_of(day) < self.to {
            let (next, label) = match every {
                Every::Week => (day.saturating_add(7.days()), day.to_string()),
                Every::Month => {
                    let label = format!("{:04}-{:02}", day.year(), day.month());
                    (day.saturating_add(1.month()), label)
                }
                Every::Quarter => (day.saturating_add(3.months()), part_of(day, 'Q', 3)),
                Every::Half => (day.saturating_add(6.months()), part_of(day, 'H', 6)),
            };
            let (from, to) = (start_of(day), start_of(next));
            periods.push(Period { label, from, to, whole: self.from <= from && to <= self.to });
            if next <= day {
                break; // the end of the calendar
            }
            day = next;
        }
        periods
    }
}

/// What belongs to each of these periods, which touch. What lies outside all of them is dropped.
pub fn sorted_into<T>(periods: &[Period], dated: impl Iterator<Item = (At, T)>) -> Vec<Vec<T>> {
    let mut buckets: Vec<Vec<T>> = periods.iter().map(|_| Vec::new()).collect();
    for (at, item) in dated {
        let after = periods.partition_point(|period| period.from <= at);
        let inside = after.checked_sub(1).filter(|&i| at < periods[i].to);
        if let Some(i) = inside {
            buckets[i].push(item);
        }
    }
    buckets
}

/// Mondays to Fridays (UTC) from the day of `from` up to, not including, the day of `to`. Holidays
/// are not known.
pub fn working_days(from: At, to: At) -> i64 {
    weekdays_before(to) - weekdays_before(from)
}

fn weekdays_before(at: At) -> i64 {
    // 1970-01-01 was a Thursday: three weekdays after its Monday.
    let since_monday = at.0.div_euclid(At::DAY) + 3;
    since_monday.div_euclid(7) * 5 + since_monday.rem_euclid(7).min(5)
}

fn monday_of(day: Date) -> Date {
    let past_monday = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(past_monday.days())
}

/// The first day of the span of so many months that `day` lies in.
fn first_of(day: Date, months: i8) -> Date {
    let past = i64::from((day.month() - 1) % months);
    day.first_of_month().saturating_sub(past.months())
}

fn part_of(day: Date, letter: char, months: i8) -> String {
    format!("{:04}-{letter}{}", day.year(), (day.month() - 1) / months + 1)
}

/// Midnight of a day, UTC.
pub fn start_of(day: Date) -> At {
    let midnight = day.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    At(midnight.map_or(0, |moment| moment.timestamp().as_millisecond()))
}

fn as_text<S: Serializer>(at: &At, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn on(day: &str) -> At {
        start_of(day.parse().unwrap())
    }

    #[test]
    fn twelve_months_are_twelve_full_ones_and_the_running_one() {
        let window = Window::months(12, on("2026-11-23"));
        assert_eq!(window.from, on("2025-11-01"));
        let months = window.periods(Every::Month);
        assert_eq!(months.len(), 13);
        assert_eq!((months[0].label.as_str(), months[0].whole), ("2025-11", true));
        assert_eq!((months[12].label.as_str(), months[12].whole), ("2026-11", false));
    }

    #[test]
    fn weeks_begin_on_mondays_and_the_cut_ones_say_so() {
        let window = Window { from: on("2026-03-04"), to: on("2026-03-17") };
        let weeks = window.periods(Every::Week);
        let said: Vec<_> = weeks.iter().map(|w| (w.label.as_str(), w.whole)).collect();
        assert_eq!(said, [("2026-03-02", false), ("2026-03-09", true), ("2026-03-16", false)]);
    }

    #[test]
    fn quarters_and_halves_follow_the_calendar() {
        let window = Window { from: on("2025-11-15"), to: on("2026-08-01") };
        let said = |every| {
            let periods = window.periods(every);
            periods.iter().map(|it| (it.label.clone(), it.whole)).collect::<Vec<_>>()
        };
        let of =
            |all: &[(&str, bool)]| all.iter().map(|it| (it.0.to_owned(), it.1)).collect::<Vec<_>>();
        let quarters =
            [("2025-Q4", false), ("2026-Q1", true), ("2026-Q2", true), ("2026-Q3", false)];
        assert_eq!(said(Every::Quarter), of(&quarters));
        assert_eq!(
            said(Every::Half),
            of(&[("2025-H2", false), ("2026-H1", true), ("2026-H2", false)])
        );
    }

    #[test]
    fn windows_are_written_in_four_ways() {
        let to = on("2026-11-23");
        assert_eq!(Window::parse("12m", to), Ok(Window::months(12, to)));
        assert_eq!(Window::parse("2w", to).unwrap().from, on("2026-11-09"));
        assert_eq!(Window::parse("1d", to).unwrap().from, on("2026-11-22"));
        let year = Window { from: on("2025-01-01"), to: on("2026-01-01") };
        assert_eq!(Window::parse("2025-01-01..2026-01-01", to), Ok(year));
    }

    #[test]
    fn what_is_no_window_is_told_so() {
        for text in ["", "m", "12", "0m", "-3m", "12é", "99999999999m", "2025-01-01..", "a..b"] {
            assert!(Window::parse(text, At(0)).unwrap_err().contains("Write `12m`"), "{text}");
        }
        let back = Window::parse("2026-01-01..2025-01-01", At(0)).unwrap_err();
        assert!(back.contains("ends before it begins"), "{back}");
    }

    #[test]
    fn working_days_leave_out_the_weekend() {
        let days = |from, to| working_days(on(from), on(to));
        assert_eq!(days("2026-11-23", "2026-11-23"), 0);
        assert_eq!(days("2026-11-20", "2026-11-23"), 1, "Friday to Monday");
        assert_eq!(days("2026-11-21", "2026-11-22"), 0, "Saturday to Sunday");
        assert_eq!(days("2026-11-02", "2026-11-30"), 20);
    }

    #[test]
    fn a_window_at_the_ends_of_time_is_still_a_list() {
        let window = Window { from: At(i64::MIN), to: At(i64::MAX) };
        assert!(window.periods(Every::Month).len() < 200_000);
    }

    proptest! {
        #[test]
        fn periods_touch_and_cover_the_window(from in 0_i64..2e12 as i64, long in 1_i64..1e11 as i64) {
            let window = Window { from: At(from), to: At(from + long) };
            for every in [Every::Week, Every::Month, Every::Quarter, Every::Half] {
                let periods = window.periods(every);
                prop_assert!(periods.windows(2).all(|pair| pair[0].to == pair[1].from));
                prop_assert!(periods[0].from <= window.from);
                prop_assert!(periods[periods.len() - 1].to >= window.to);
            }
        }
    }

    #[test]
    fn months_are_as_long_as_the_calendar_makes_them() {
        for (to, months, from) in [
            ("2024-03-31", 1, "2024-02-01"),
            ("2026-01-01", 1, "2025-12-01"),
            ("2026-01-31", 13, "2024-12-01"),
            ("2024-02-29", 48, "2020-02-01"),
        ] {
            assert_eq!(Window::months(months, on(to)).from, on(from), "{months} before {to}");
        }
        let leap = Window { from: on("2024-02-01"), to: on("2024-03-01") };
        assert_eq!(leap.periods(Every::Week).len(), 5);
        assert_eq!(leap.periods(Every::Month).len(), 1);
    }

    #[test]
    fn what_lies_outside_every_period_belongs_to_none() {
        let months = Window { from: on("2026-02-01"), to: on("2026-04-01") }.periods(Every::Month);
        let dated = ["2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01", "2026-04-01"];
        let sorted = sorted_into(&months, dated.iter().map(|day| (on(day), *day)));
        assert_eq!(sorted, [vec!["2026-02-01", "2026-02-28"], vec!["2026-03-01"]]);
        assert!(sorted_into(&[], [(At(0), 1)].into_iter()).is_empty());
    }

    proptest! {
        #[test]
        fn working_days_add_up_and_every_week_has_five(a in -40_000_i64..40_000, b in 0_i64..4_000, c in 0_i64..4_000) {
            let at = |days: i64| At(days * At::DAY + (days & 7) * At::HOUR);
            let (from, middle, to) = (at(a), at(a + b), at(a + b + c));
            prop_assert_eq!(working_days(from, middle) + working_days(middle, to), working_days(from, to));
            prop_assert_eq!(working_days(from, from.plus(7 * At::DAY)), 5);
            prop_assert_eq!(working_days(to, from), -working_days(from, to));
        }

        #[test]
        fn each_moment_of_a_window_lies_in_exactly_one_period(from in 0_i64..2e12 as i64, long in 1_i64..1e11 as i64, part in 0.0_f64..1.0) {
            let window = Window { from: At(from), to: At(from + long) };
            let at = At(from + (long as f64 * part) as i64);
            prop_assert!(window.holds(at));
            for every in [Every::Week, Every::Month] {
                let sorted = sorted_into(&window.periods(every), [(at, ())].into_iter());
                prop_assert_eq!(sorted.iter().map(Vec::len).sum::<usize>(), 1);
            }
        }
    }
}
