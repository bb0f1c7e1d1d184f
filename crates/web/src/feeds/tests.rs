//! Calendars and feeds as others read them: each by two programs that share nothing with ours.
//!
//! `calcard` has a parser and a reading of the rules of its own; `icalendar` has another parser and
//! leaves the rules to `rrule`. Expected moments are by hand, with the law of summer time.

use std::collections::{BTreeMap, BTreeSet};

use app::{Entry, News, Takes};
use domain::calendar::{Change, Rhythm, Series, zone};
use domain::id::At;
use domain::practice::decision;
use icalendar::{CalendarComponent, Component as _, EventLike as _};
use jiff::Timestamp;

use super::{atom, ical};

const HOME: &str = "https://remit.example";

fn at(text: &str) -> At {
    At(text.parse::<Timestamp>().unwrap().as_millisecond())
}

fn entry(id: &str, title: &str, takes: Takes) -> Entry {
    Entry {
        id: id.into(),
        title: title.into(),
        place: String::new(),
        takes,
        to: "/office-hours/r1".into(),
        version: 3,
        changed_at: at("2026-03-01T09:30:00Z"),
        is_called_off: false,
    }
}

fn series(first: &str, place: &str, rhythm: Rhythm) -> Series {
    Series {
        first: first.parse().unwrap(),
        zone: zone(place).unwrap(),
        minutes: 25,
        rhythm,
        until: None,
        changes: BTreeMap::new(),
    }
}

/// Thursdays at two in Berlin, one called off, one moved; third Mondays at nine in New York.
fn hours() -> Vec<Entry> {
    let mut weekly = series("2026-03-05T14:00", "Europe/Berlin", Rhythm::Weeks(1));
    weekly.until = Some("2026-04-16".parse().unwrap());
    let moved = Change::MovedTo("2026-03-23T09:00".parse().unwrap());
    weekly.changes.insert("2026-03-12".parse().unwrap(), Change::CalledOff);
    weekly.changes.insert("2026-03-19".parse().unwrap(), moved);
    let mut monthly = series("2026-02-16T09:00", "America/New_York", Rhythm::Month);
    monthly.until = Some("2026-05-31".parse().unwrap());
    let once = series("2026-03-11T16:00", "Asia/Kathmandu", Rhythm::Once);
    let place = "Room 4; „Küche“, or the call\nCome early \\o/".to_owned();
    vec![
        Entry { place, ..entry("h1", "Drop-in, half-formed; welcome", Takes::Series(weekly)) },
        entry("h2", "Lane clinic", Takes::Series(monthly)),
        entry("h3", "Once", Takes::Series(once)),
    ]
}

/// The law: Berlin is at +1 until 29 March, then at +2; New York at −5 until 8 March, then at −4;
/// Kathmandu at +5:45 all year.
const MOMENTS: [(&str, &str); 11] = [
    ("h1", "2026-03-05T13:00:00Z"),
    ("h1", "2026-03-23T08:00:00Z"),
    ("h1", "2026-03-26T13:00:00Z"),
    ("h1", "2026-04-02T12:00:00Z"),
    ("h1", "2026-04-09T12:00:00Z"),
    ("h1", "2026-04-16T12:00:00Z"),
    ("h2", "2026-02-16T14:00:00Z"),
    ("h2", "2026-03-16T13:00:00Z"),
    ("h2", "2026-04-20T13:00:00Z"),
    ("h2", "2026-05-18T13:00:00Z"),
    ("h3", "2026-03-11T10:15:00Z"),
];

fn moments() -> BTreeSet<(String, i64)> {
    MOMENTS.map(|(id, text)| (format!("{id}@remit"), at(text).0 / 1000)).into()
}

fn calendar(entries: &[Entry]) -> String {
    ical::calendar("Remit: Town", HOME, entries, at("2026-03-01T00:00:00Z"))
}

#[test]
fn calcard_finds_every_date_of_a_series_and_none_that_was_called_off() {
    let text = calendar(&hours());
    let read = calcard::icalendar::ICalendar::parse(&text).unwrap();
    let found = read.expand_dates(calcard::common::timezone::Tz::Floating, 1000);
    assert!(found.errors.is_empty(), "{:?}", found.errors);
    let found = found.events.iter().map(|it| {
        let uid = read.component_by_id(it.comp_id).unwrap().uid().unwrap();
        (uid.to_owned(), it.start.timestamp())
    });
    assert_eq!(found.collect::<BTreeSet<_>>(), moments());
}

#[test]
fn icalendar_and_rrule_find_the_same_dates() {
    let read: icalendar::Calendar = calendar(&hours()).parse().unwrap();
    let (mut found, mut replaced) = (BTreeSet::new(), BTreeSet::new());
    for it in read.components.iter().filter_map(CalendarComponent::as_event) {
        let uid = it.get_uid().unwrap().to_owned();
        let dates = it.get_recurrence().unwrap().all(1000).dates;
        found.extend(dates.iter().map(|day| (uid.clone(), day.timestamp())));
        if let Some(icalendar::DatePerhapsTime::DateTime(planned)) = it.get_recurrence_id() {
            replaced.insert((uid, planned.try_into_utc().unwrap().timestamp()));
        }
    }
    // A client takes the date that was moved away by its RECURRENCE-ID.
    assert_eq!(replaced.len(), 1);
    let found: BTreeSet<_> = found.difference(&replaced).cloned().collect();
    assert_eq!(found, moments());
}

#[test]
fn a_zone_says_itself_when_its_clocks_change() {
    let text = calendar(&hours());
    let zones: Vec<&str> = text.split("BEGIN:VTIMEZONE\r\n").skip(1).collect();
    assert_eq!(zones.len(), 3, "each zone once");
    let berlin = zones.iter().find(|it| it.starts_with("TZID:Europe/Berlin")).unwrap();
    for line in [
        // In the hours that held before: at three the clocks go back, at two forward.
        "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nRDATE:20251026T030000\r\nRDATE:20261025T030000\r\n",
        "BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nRDATE:20260329T020000\r\nRDATE:20270328T020000\r\n",
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n",
    ] {
        assert!(berlin.contains(line), "{line}\n{berlin}");
    }
    let kathmandu = zones.iter().find(|it| it.starts_with("TZID:Asia/Kathmandu")).unwrap();
    assert!(kathmandu.contains("TZOFFSETTO:+0545\r\n"), "{kathmandu}");
    assert!(!kathmandu.contains("RDATE"), "a clock that never changes lists nothing");
}

#[test]
fn both_read_days_words_places_and_what_was_called_off() {
    let day = |text: &str| Takes::Day(text.parse().unwrap());
    let title = "Look again at “One queue, per tenant; or two\\three”, äöü 🦀 ".repeat(4);
    let called_off = Entry {
        is_called_off: true,
        place: "The kitchen, 15:00".into(),
        ..entry("d1", "Demo: Payouts", day("2026-03-04"))
    };
    let hung =
        Entry { to: "/office-hours/r1#at-a1".into(), ..entry("a1", &title, day("2026-02-28")) };
    let text = calendar(&[called_off, hung]);
    let read: icalendar::Calendar = text.parse().unwrap();
    let [first, second] = &read.components[..] else { panic!("two") };
    let (first, second) = (first.as_event().unwrap(), second.as_event().unwrap());
    assert_eq!(first.get_status(), Some(icalendar::EventStatus::Cancelled));
    assert_eq!(second.get_status(), Some(icalendar::EventStatus::Confirmed));
    assert_eq!(first.get_sequence(), Some(2), "one less than the version");
    let start = second.get_start().unwrap();
    assert_eq!(start.date_naive().to_string(), "2026-02-28");
    assert_eq!(second.get_url(), Some("https://remit.example/office-hours/r1#at-a1"));
    let stamp = first.get_timestamp().unwrap().timestamp();
    assert_eq!(stamp, at("2026-03-01T09:30:00Z").0 / 1000, "of the record, not of the reading");

    use calcard::icalendar::{ICalendarProperty as P, ICalendarStatus};
    let read = calcard::icalendar::ICalendar::parse(&text).unwrap();
    let events: Vec<_> = read.components.iter().filter(|it| it.uid().is_some()).collect();
    let text_of = |at: usize, name: &P| {
        events[at].property(name).and_then(|it| it.values.first()?.as_text()).unwrap().to_owned()
    };
    assert_eq!(events[0].status(), Some(&ICalendarStatus::Cancelled));
    assert_eq!(text_of(0, &P::Location), "The kitchen, 15:00");
    assert_eq!(text_of(1, &P::Summary), title, "folded, escaped and whole again");
}

#[test]
fn a_calendar_is_lines_of_75_bytes_and_the_same_text_until_something_changes() {
    let text = calendar(&hours());
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains('\n'));
    let long = text.split("\r\n").find(|it| it.len() > 75);
    assert_eq!(long, None);
    assert_eq!(text, calendar(&hours()));
    let empty = calendar(&[]);
    assert!(calcard::icalendar::ICalendar::parse(&empty).is_ok());
    assert!(empty.parse::<icalendar::Calendar>().unwrap().components.is_empty());
}

fn news(title: &str, changed: &str) -> News {
    let mut record = (decision::KIND.sample)().record;
    record.title = title.to_owned();
    record.changed_at = at(changed);
    News { word: "Decided", record }
}

#[test]
fn a_reader_of_feeds_finds_titles_times_and_the_way() {
    let all = [
        news("One <queue> & \"no\" bridge", "2026-03-02T10:00:00Z"),
        news("]]> Ü\u{7} 🦀", "2026-02-02T10:00:00Z"),
    ];
    let own = format!("{HOME}/feeds/news/p1");
    let text = atom::feed("Remit: Town & Co", HOME, &own, &all, at("2026-03-05T12:00:00Z"));
    let read = atom_syndication::Feed::read_from(text.as_bytes()).unwrap();
    assert_eq!(read.title().as_str(), "Remit: Town & Co");
    assert_eq!((read.id(), read.authors().len()), (own.as_str(), 1));
    assert_eq!(read.updated().to_rfc3339(), "2026-03-02T10:00:00+00:00");
    let [first, second] = read.entries() else { panic!("two") };
    assert_eq!(first.title().as_str(), "Decided: One <queue> & \"no\" bridge");
    assert_eq!(second.title().as_str(), "Decided: ]]> Ü 🦀");
    let to = format!("{HOME}/decision/{}", all[0].record.id);
    assert_eq!((first.id(), first.links()[0].href()), (to.as_str(), to.as_str()));
    assert_eq!(first.updated().timestamp(), all[0].record.changed_at.0 / 1000);
    assert!(first.content().is_none() && first.summary().is_none(), "no word of the text");
    for word in ["because", all[0].record.text("because")] {
        assert!(!text.contains(word), "{word}");
    }
}

#[test]
fn a_feed_without_news_is_whole_and_stays_the_same_for_a_day() {
    let feed = |now: &str| atom::feed("Remit", HOME, "https://remit.example/f", &[], at(now));
    let read = atom_syndication::Feed::read_from(feed("2026-03-05T12:00:00Z").as_bytes()).unwrap();
    assert!(read.entries().is_empty());
    assert_eq!(feed("2026-03-05T00:00:01Z"), feed("2026-03-05T23:59:59Z"));
}
