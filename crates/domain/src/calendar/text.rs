//! A series as calendars read it (RFC 5545), and as people say it.

use jiff::civil::{DateTime, Time, Weekday};
use jiff::tz::TimeZone;

use super::{Change, Rhythm, Series, Sitting};

/// The same days for the feed's `RRULE` and for a sentence.
static DAYS: [(&str, &str); 7] = [
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
    ("SU", "Sunday"),
];

impl Series {
    /// DTSTART: the first date the rule gives, in the zone; `None` where it gives none. A calendar
    /// counts DTSTART as one of the dates, so it has to be one.
    pub fn begins(&self) -> Option<DateTime> {
        self.days().next().map(|day| day.to_datetime(self.first.time()))
    }

    /// The value of RRULE, `FREQ=WEEKLY;INTERVAL=2;BYDAY=TH`; `None` for what takes place once.
    pub fn rrule(&self) -> Option<String> {
        let day = DAYS[index(self.weekday())].0;
        let mut rule = match self.rhythm {
            Rhythm::Once => return None,
            Rhythm::Weeks(0 | 1) => format!("FREQ=WEEKLY;BYDAY={day}"),
            Rhythm::Weeks(every) => format!("FREQ=WEEKLY;INTERVAL={every};BYDAY={day}"),
            Rhythm::Month | Rhythm::MonthsEnd => {
                format!("FREQ=MONTHLY;BYDAY={}{day}", self.nth())
            }
        };
        // Beside a DTSTART with a zone, UNTIL is in UTC (3.3.10).
        if let Some(until) = self.until {
            let end = self.moment(until.to_datetime(Time::constant(23, 59, 59, 0)));
            let end = jiff::Timestamp::from_second(end.0.div_euclid(1000)).unwrap_or_default();
            let end = TimeZone::UTC.to_datetime(end);
            rule.push_str(&format!(";UNTIL={}", end.strftime("%Y%m%dT%H%M%SZ")));
        }
        Some(rule)
    }

    /// EXDATE: what was called off, in the zone.
    pub fn exdates(&self) -> Vec<DateTime> {
        self.changed().filter(|it| !it.takes_place()).map(|it| it.planned).collect()
    }

    /// What was moved: each is an event of its own with `planned` as its RECURRENCE-ID.
    pub fn overrides(&self) -> Vec<Sitting> {
        self.changed().filter(|it| matches!(it.change, Some(Change::MovedTo(_)))).collect()
    }

    fn changed(&self) -> impl Iterator<Item = Sitting> + '_ {
        self.changes.keys().filter_map(|day| self.on(*day))
    }

    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// “Thursday 3 December, 14:00 Europe/Berlin”, with its year where it is not `year`.
    pub fn date_in_words(&self, local: DateTime, year: i16) -> String {
        let day = if local.year() == year { "%A %-d %B" } else { "%A %-d %B %Y" };
        format!("{}, {} {}", local.strftime(day), local.strftime("%H:%M"), self.zone_name())
    }

    /// “Every two weeks on Thursday, 14:00”, for a line with little room.
    pub fn rhythm_and_hour(&self) -> String {
        format!("{}, {}", rhythm_in_words(self), self.first.strftime("%H:%M"))
    }

    /// “Every two weeks on Thursday at 14:00, Europe/Berlin”.
    pub fn says(&self) -> String {
        let at = self.first.strftime("%H:%M");
        format!("{} at {at}, {}", rhythm_in_words(self), self.zone_name())
    }
}

/// “Every two weeks on Thursday”, “On the last Friday of the month”.
pub fn rhythm_in_words(series: &Series) -> String {
    let day = DAYS[index(series.weekday())].1;
    match (series.rhythm, series.nth()) {
        (Rhythm::Once, _) => format!("Once, on {day} {}", series.first.date()),
        (Rhythm::Weeks(0 | 1), _) => format!("Every {day}"),
        (Rhythm::Weeks(2), _) => format!("Every two weeks on {day}"),
        (Rhythm::Weeks(3), _) => format!("Every three weeks on {day}"),
        (Rhythm::Weeks(4), _) => format!("Every four weeks on {day}"),
        (Rhythm::Weeks(every), _) => format!("Every {every} weeks on {day}"),
        (_, 1) => format!("On the first {day} of the month"),
        (_, 2) => format!("On the second {day} of the month"),
        (_, 3) => format!("On the third {day} of the month"),
        (_, 4) => format!("On the fourth {day} of the month"),
        _ => format!("On the last {day} of the month"),
    }
}

fn index(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}
