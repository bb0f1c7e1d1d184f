//! A quarter of the year, and what a team's rhythm says in it.

mod rhythm;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};
use serde::Serialize;

pub use rhythm::{Held, Marked, Returns, Rhythm, Says, Standing, marks, standing};

/// Three calendar months, named `2026-Q1` to `2026-Q4`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i16,
    /// 0 to 3.
    at: i8,
}

impl Quarter {
    /// The one that this day lies in.
    pub fn of(day: Date) -> Self {
        Self { year: day.year(), at: (day.month() - 1) / 3 }
    }

    pub fn first(self) -> Date {
        Date::constant(self.year, self.at * 3 + 1, 1)
    }

    pub fn last(self) -> Date {
        self.first().saturating_add(2.months()).last_of_month()
    }

    pub fn holds(self, day: Date) -> bool {
        Self::of(day) == self
    }

    /// `None` at the ends of the calendar.
    pub fn previous(self) -> Option<Self> {
        Some(Self::of(self.first().yesterday().ok()?))
    }

    pub fn next(self) -> Option<Self> {
        Some(Self::of(self.last().tomorrow().ok()?))
    }

    /// First and last day of each week that touches it, from Monday to Sunday, cut at its ends.
    pub fn weeks(self) -> Vec<(Date, Date)> {
        let (mut from, mut weeks) = (self.first(), Vec::new());
        loop {
            let left = i64::from(from.weekday().until(Weekday::Sunday));
            let until = from.saturating_add(Span::new().days(left)).min(self.last());
            weeks.push((from, until));
            match until.tomorrow() {
                Ok(next) if self.holds(next) => from = next,
                _ => return weeks,
            }
        }
    }

    /// Which week a day lies in, from 0; `None` outside.
    pub fn week_of(self, day: Date) -> Option<usize> {
        self.weeks().iter().position(|(from, until)| *from <= day && day <= *until)
    }

    /// “October to December 2026”.
    pub fn in_words(self) -> String {
        let month = |day: Date| day.strftime("%B").to_string();
        format!("{} to {} {}", month(self.first()), month(self.last()), self.year)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-Q{}", self.year, self.at + 1)
    }
}

/// Why a text names no quarter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a quarter; write it as 2026-Q1.")]
pub struct NoQuarter(pub String);

impl FromStr for Quarter {
    type Err = NoQuarter;

    fn from_str(text: &str) -> Result<Self, NoQuarter> {
        let read = || {
            let (year, number) = text.split_once("-Q")?;
            let digits = |it: &str| it.chars().all(|c| c.is_ascii_digit());
            let fits = year.len() == 4 && number.len() == 1 && digits(year) && digits(number);
            let (year, number) = (year.parse().ok()?, number.parse::<i8>().ok()?);
            (fits && (1..=4).contains(&number)).then_some(Self { year, at: number - 1 })
        };
        read().ok_or_else(|| NoQuarter(text.chars().take(40).collect()))
    }
}

impl Serialize for Quarter {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
