//! The dates of office hours, as their answers and their changed dates give them.

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};

use super::slots::CHANGED;
use crate::calendar::{Change, Rhythm, Series, zone};
use crate::id::At;
use crate::measure::window::start_of;
use crate::record::{Dossier, Record, Refusal};

const MINUTES: u32 = 25;
const CAPACITY: usize = 2;

/// What a calendar needs to know of a record with all that hangs on it.
///
/// Errors: the answer that is missing or cannot be read, with the way out.
pub fn series(dossier: &Dossier) -> Result<Series, Refusal> {
    let record = &dossier.record;
    let first = record.text("starts_on").trim();
    let first: Date = first.parse().map_err(|_| Refusal::Unanswered(vec!["First date".into()]))?;
    let at = hour(record.text("at"))?;
    let series = Series {
        first: first.to_datetime(at),
        zone: zone(record.text("zone"))?,
        minutes: minutes(record),
        rhythm: rhythm(record),
        until: record.text("until").trim().parse().ok(),
        changes: changes(dossier, at),
    };
    if series.begins().is_none() {
        return Err(Refusal::Rule(
            "The last day lies before the first date. Choose a later one, or leave it empty."
                .to_owned(),
        ));
    }
    Ok(series)
}

/// The dates there are and were: none before it was opened, none after it was ended.
pub fn standing(dossier: &Dossier) -> Option<Series> {
    let record = &dossier.record;
    let mut series = series(dossier).ok().filter(|_| record.state != "planned")?;
    if record.state == "ended" {
        let ended = series.zone_day(record.changed_at);
        series.until = Some(series.until.map_or(ended, |it| it.min(ended)));
    }
    series.begins().map(|_| series)
}

/// Days in its own zone on which they take place or took place, from the first to the last.
pub fn within(dossier: &Dossier, first: Date, last: Date) -> Vec<Date> {
    let Some(series) = standing(dossier) else { return Vec::new() };
    // In no zone is a day further off than this; which day it is there is asked below.
    let around = |day: Date, days: i64| start_of(day).plus(days * At::DAY);
    let all = series.between(around(first, -2), around(last, 3));
    let days = all.iter().filter(|it| it.takes_place()).map(|it| it.local.date());
    days.filter(|day| first <= *day && *day <= last).collect()
}

/// `14:00`, `9:30`.
pub fn hour(text: &str) -> Result<Time, Refusal> {
    let wrong = || {
        let says = format!("“{}” is not an hour of the day. Write it like 14:00.", text.trim());
        Refusal::Rule(says)
    };
    if text.trim().is_empty() {
        return Err(Refusal::Unanswered(vec!["At".into()]));
    }
    let (hours, minutes) = text.trim().split_once(':').ok_or_else(wrong)?;
    if minutes.len() != 2 || hours.is_empty() || hours.len() > 2 {
        return Err(wrong());
    }
    let number = |text: &str| text.parse::<i8>().ok().filter(|it| *it >= 0);
    let (hours, minutes) = number(hours).zip(number(minutes)).ok_or_else(wrong)?;
    Time::new(hours, minutes, 0, 0).map_err(|_| wrong())
}

/// Topics that one date has room for.
pub fn capacity(record: &Record) -> usize {
    let said = record.text("capacity").trim().parse::<f64>().ok();
    said.filter(|it| (1.0..=50.0).contains(it)).map_or(CAPACITY, |it| it as usize)
}

fn minutes(record: &Record) -> u32 {
    let said = record.text("minutes").trim().parse::<f64>().ok();
    said.filter(|it| (5.0..=720.0).contains(it)).map_or(MINUTES, |it| it.round() as u32)
}

fn rhythm(record: &Record) -> Rhythm {
    match record.text("rhythm") {
        "two_weeks" => Rhythm::Weeks(2),
        "three_weeks" => Rhythm::Weeks(3),
        "four_weeks" => Rhythm::Weeks(4),
        "month" => Rhythm::Month,
        "months_end" => Rhythm::MonthsEnd,
        "once" => Rhythm::Once,
        _ => Rhythm::Weeks(1),
    }
}

/// The last word on each date holds.
fn changes(dossier: &Dossier, usual: Time) -> BTreeMap<Date, Change> {
    let stands = dossier.slot(CHANGED.name).filter(|it| it.state == "stands");
    let change = |it: &crate::attachment::Attachment| {
        let day: Date = it.text("planned_on").trim().parse().ok()?;
        let at = hour(it.text("at")).unwrap_or(usual);
        let to = it.text("moved_to").trim();
        // An hour alone moves it within its day.
        let to = if to.is_empty() && !it.text("at").trim().is_empty() {
            Some(day)
        } else {
            to.parse().ok()
        };
        Some((day, to.map_or(Change::CalledOff, |to| Change::MovedTo(to.to_datetime(at)))))
    };
    stands.filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::office_hours::KIND;
    use crate::practice::samples::attachment;

    fn with(answers: &[(&str, &str)]) -> Dossier {
        let mut dossier = (KIND.sample)();
        dossier.attached.clear();
        for (name, text) in answers {
            dossier.record.put(name, *text);
        }
        dossier
    }

    #[test]
    fn an_hour_is_read_as_people_write_it() {
        for (text, read) in
            [("14:00", Some("14:00:00")), (" 9:30 ", Some("09:30:00")), ("00:00", Some("00:00:00"))]
        {
            assert_eq!(hour(text).ok().map(|it| it.to_string()).as_deref(), read, "{text}");
        }
        for text in ["24:00", "14", "2pm", "14:5", "-1:00", "14:60", "1400:00", "+1:00:00"] {
            let says = hour(text).unwrap_err().to_string();
            assert!(says.ends_with("Write it like 14:00."), "{text}: {says}");
        }
        assert_eq!(hour(" "), Err(Refusal::Unanswered(vec!["At".into()])));
    }

    #[test]
    fn the_answers_give_the_rule_and_what_nobody_said_is_usual() {
        let plain = with(&[("rhythm", ""), ("minutes", ""), ("capacity", ""), ("until", "")]);
        let series_of = |dossier: &Dossier| series(dossier).unwrap();
        assert_eq!(series_of(&plain).rhythm, Rhythm::Weeks(1));
        assert_eq!((series_of(&plain).minutes, capacity(&plain.record)), (25, 2));
        for (stored, rhythm) in [
            ("weekly", Rhythm::Weeks(1)),
            ("two_weeks", Rhythm::Weeks(2)),
            ("three_weeks", Rhythm::Weeks(3)),
            ("four_weeks", Rhythm::Weeks(4)),
            ("month", Rhythm::Month),
            ("months_end", Rhythm::MonthsEnd),
            ("once", Rhythm::Once),
        ] {
            assert_eq!(series_of(&with(&[("rhythm", stored)])).rhythm, rhythm);
            assert!(super::super::RHYTHMS.iter().any(|it| it.0 == stored), "{stored}");
        }
        // Out of reason is as if nobody had said it.
        for (said, room) in [("3", 3), ("0", 2), ("51", 2), ("2.9", 2)] {
            assert_eq!(capacity(&with(&[("capacity", said)]).record), room, "{said}");
        }
    }

    #[test]
    fn what_is_missing_or_cannot_be_read_is_said() {
        for (name, text, says) in [
            ("starts_on", "", "First answer: First date."),
            ("at", "", "First answer: At."),
            ("zone", "Berlin", "There is no time zone “Berlin”. Do you mean Europe/Berlin?"),
            (
                "until",
                "2020-01-01",
                "The last day lies before the first date. Choose a later one, or leave it empty.",
            ),
        ] {
            assert_eq!(series(&with(&[(name, text)])).unwrap_err().to_string(), says, "{name}");
        }
    }

    #[test]
    fn the_days_that_count_are_those_between_opening_and_ending_that_were_not_called_off() {
        let mut dossier = with(&[
            ("starts_on", "2026-03-05"),
            ("at", "00:30"),
            ("zone", "Pacific/Auckland"),
            ("rhythm", "two_weeks"),
            ("until", ""),
        ]);
        let days = |dossier: &Dossier| -> Vec<String> {
            let day = |text: &str| text.parse().unwrap();
            let found = within(dossier, day("2026-03-05"), day("2026-04-02"));
            found.iter().map(ToString::to_string).collect()
        };
        dossier.record.state = "planned".into();
        assert!(days(&dossier).is_empty(), "nobody could come yet");
        dossier.record.state = "running".into();
        assert_eq!(days(&dossier), ["2026-03-05", "2026-03-19", "2026-04-02"]);
        let off = [("text", "Away"), ("planned_on", "2026-03-19")];
        dossier.attached.push(attachment(&CHANGED, "jonas", &off));
        assert_eq!(days(&dossier), ["2026-03-05", "2026-04-02"]);
        dossier.record.state = "ended".into();
        // 2026-03-20T00:00Z, the 20th in Auckland too.
        dossier.record.changed_at = At(1_773_964_800_000);
        assert_eq!(days(&dossier), ["2026-03-05"]);
        dossier.record.put("at", "soon");
        assert!(days(&dossier).is_empty(), "what cannot be read has no dates");
    }

    #[test]
    fn the_last_word_on_a_date_holds_until_it_is_taken_back() {
        let mut dossier = with(&[("at", "14:00")]);
        let day: Date = "2026-03-12".parse().unwrap();
        let change = |said: &[(&str, &str)]| attachment(&CHANGED, "jonas", said);
        let now = |dossier: &Dossier| series(dossier).unwrap().changes.get(&day).copied();
        dossier.attached.push(change(&[("text", "Away"), ("planned_on", "2026-03-12")]));
        assert_eq!(now(&dossier), Some(Change::CalledOff));
        dossier.attached.push(change(&[
            ("text", "After all"),
            ("planned_on", "2026-03-12"),
            ("moved_to", "2026-03-13"),
        ]));
        assert_eq!(now(&dossier), Some(Change::MovedTo("2026-03-13T14:00".parse().unwrap())));
        dossier.attached.push(change(&[
            ("text", "Earlier"),
            ("planned_on", "2026-03-12"),
            ("at", "9:00"),
        ]));
        assert_eq!(now(&dossier), Some(Change::MovedTo("2026-03-12T09:00".parse().unwrap())));
        for it in &mut dossier.attached {
            it.state = "undone".into();
        }
        assert_eq!(now(&dossier), None);
    }
}
