//! A series of dates: a rule in civil time in one zone, and the dates that were called off or moved.
//!
//! The rule is kept in the zone's own hours, so two o'clock stays two o'clock when the clocks change.

mod text;
mod zone;

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

use crate::id::At;

pub use text::rhythm_in_words;
pub use zone::zone;

/// Something that takes place again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Day and hour of the first one, in `zone`. Its weekday is the weekday of all.
    pub first: DateTime,
    pub zone: TimeZone,
    pub minutes: u32,
    pub rhythm: Rhythm,
    /// The last day on which one may begin.
    pub until: Option<Date>,
    /// By the day the rule gives.
    pub changes: BTreeMap<Date, Change>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    Once,
    /// Every so many weeks; 1 is weekly.
    Weeks(u8),
    /// As the first one stands in its month: on its second Thursday. A fifth one is the last.
    Month,
    /// On the last such weekday of each month.
    MonthsEnd,
}

/// What became of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    CalledOff,
    /// Day and hour in the zone of the series.
    MovedTo(DateTime),
}

/// One date of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// Day and hour as the rule gives them: its name, whatever became of it (RECURRENCE-ID).
    pub planned: DateTime,
    pub change: Option<Change>,
    /// Day and hour at which it takes place, in the zone of the series.
    pub local: DateTime,
    pub starts: At,
    pub ends: At,
}

impl Sitting {
    /// The day the rule gives.
    pub fn day(&self) -> Date {
        self.planned.date()
    }

    pub fn takes_place(&self) -> bool {
        self.change != Some(Change::CalledOff)
    }
}

impl Series {
    /// Every date that begins in `from..to`, those called off too, in the order in which they begin.
    pub fn between(&self, from: At, to: At) -> Vec<Sitting> {
        // A zone is never more than a day away from UTC, and a moved date may lie anywhere.
        let last = to.day().checked_add(2.days()).unwrap_or(Date::MAX);
        let last = self.changes.keys().copied().chain([last]).max().unwrap_or(last);
        let days = self.days().take_while(|day| *day <= last);
        let all = days.map(|day| self.sitting(day));
        let mut all: Vec<Sitting> = all.filter(|it| it.starts >= from && it.starts < to).collect();
        all.sort_by_key(|it| (it.starts, it.planned));
        all
    }

    /// The next `count` that take place and are not over at `now`; one that goes on now comes first.
    pub fn next(&self, now: At, count: usize) -> Vec<Sitting> {
        let mut next = Vec::new();
        let from = now.plus(-self.length());
        for years in [1, 4, 12] {
            next = self.between(from, now.plus(years * 366 * At::DAY));
            next.retain(|it| it.takes_place() && it.ends > now);
            if next.len() >= count {
                break;
            }
        }
        next.truncate(count);
        next
    }

    /// The date with this name: `day` as the rule gives it. `None` where the rule gives none.
    pub fn on(&self, day: Date) -> Option<Sitting> {
        let falls = self.days().take_while(|it| *it <= day).last() == Some(day);
        falls.then(|| self.sitting(day))
    }

    fn sitting(&self, day: Date) -> Sitting {
        let planned = day.to_datetime(self.first.time());
        let change = self.changes.get(&day).copied();
        let local = match change {
            Some(Change::MovedTo(to)) => to,
            _ => planned,
        };
        let starts = self.moment(local);
        Sitting { planned, change, local, starts, ends: starts.plus(self.length()) }
    }

    /// An hour that the clocks skip is read with the offset before, one that they repeat is its
    /// first: as RFC 5545 has it (3.3.5).
    pub fn moment(&self, local: DateTime) -> At {
        let moment = self.zone.to_ambiguous_zoned(local).compatible();
        At(moment.map_or(i64::MAX, |it| it.timestamp().as_millisecond()))
    }

    /// The day it is there at this moment.
    pub fn zone_day(&self, at: At) -> Date {
        let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        self.zone.to_datetime(moment).date()
    }

    /// In milliseconds.
    pub fn length(&self) -> i64 {
        i64::from(self.minutes) * At::HOUR / 60
    }

    /// The days the rule gives, whatever became of them.
    fn days(&self) -> Box<dyn Iterator<Item = Date> + '_> {
        let first = self.first.date();
        let all: Box<dyn Iterator<Item = Date>> = match self.rhythm {
            Rhythm::Once => Box::new([first].into_iter()),
            Rhythm::Weeks(every) => {
                let step = i64::from(every.max(1)).weeks();
                Box::new(std::iter::successors(Some(first), move |it| it.checked_add(step).ok()))
            }
            Rhythm::Month | Rhythm::MonthsEnd => Box::new(self.month_days()),
        };
        let until = self.until.unwrap_or(Date::MAX);
        Box::new(all.take_while(move |it| *it <= until))
    }

    fn month_days(&self) -> impl Iterator<Item = Date> + use<> {
        let (first, nth) = (self.first.date(), self.nth());
        let months = std::iter::successors(Some(first.first_of_month()), |it| {
            it.checked_add(1.month()).ok()
        });
        let days = months.filter_map(move |it| it.nth_weekday_of_month(nth, first.weekday()).ok());
        // The rule may begin later than the day that was named: the last Friday after a second one.
        days.filter(move |it| *it >= first)
    }

    /// Which of its weekdays in a month; −1 is the last.
    fn nth(&self) -> i8 {
        let nth = (self.first.day() - 1) / 7 + 1;
        if self.rhythm == Rhythm::MonthsEnd || nth == 5 { -1 } else { nth }
    }

    fn weekday(&self) -> Weekday {
        self.first.weekday()
    }
}

#[cfg(test)]
#[path = "calendar/tests.rs"]
mod tests;
