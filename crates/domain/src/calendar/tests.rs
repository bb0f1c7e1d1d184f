//! Expected dates and moments: python-dateutil 2.9.0 over the same RRULE, and RFC 5545 by hand
//! where the clocks change.

use super::*;

fn series(first: &str, rhythm: Rhythm) -> Series {
    Series {
        first: first.parse().unwrap(),
        zone: zone("Europe/Berlin").unwrap(),
        minutes: 25,
        rhythm,
        until: None,
        changes: BTreeMap::new(),
    }
}

fn until(day: &str, series: Series) -> Series {
    Series { until: Some(day.parse().unwrap()), ..series }
}

fn changed(series: Series, changes: &[(&str, Option<&str>)]) -> Series {
    let changes = changes.iter().map(|(day, to)| {
        let to = to.map_or(Change::CalledOff, |to| Change::MovedTo(to.parse().unwrap()));
        (day.parse().unwrap(), to)
    });
    Series { changes: changes.collect(), ..series }
}

fn at(text: &str) -> At {
    At(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn starts(all: &[Sitting]) -> Vec<i64> {
    all.iter().map(|it| it.starts.0).collect()
}

fn days(all: &[Sitting]) -> Vec<String> {
    all.iter().map(|it| it.day().to_string()).collect()
}

fn year(series: &Series) -> Vec<Sitting> {
    series.between(at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

#[test]
fn the_dates_of_each_rhythm_are_those_a_calendar_finds() {
    let weeks = year(&series("2026-03-05T14:00", Rhythm::Weeks(2)));
    assert_eq!(
        starts(&weeks)[..6],
        [
            1_772_715_600_000,
            1_773_925_200_000,
            // The clocks have gone forward: still two o'clock, an hour earlier in UTC.
            1_775_131_200_000,
            1_776_340_800_000,
            1_777_550_400_000,
            1_778_760_000_000
        ]
    );
    let third = year(&series("2026-01-15T14:00", Rhythm::Month));
    let last = year(&series("2026-01-30T09:30", Rhythm::MonthsEnd));
    assert_eq!(
        starts(&third)[..4],
        [1_768_482_000_000, 1_771_506_000_000, 1_773_925_200_000, 1_776_340_800_000]
    );
    assert_eq!(
        starts(&last)[..4],
        [1_769_761_800_000, 1_772_181_000_000, 1_774_600_200_000, 1_777_015_800_000]
    );
    assert_eq!((third.len(), last.len()), (12, 12));
    let new_york = Series {
        zone: zone("America/New_York").unwrap(),
        ..series("2026-03-02T09:00", Rhythm::Weeks(1))
    };
    assert_eq!(
        starts(&year(&new_york))[..3],
        [1_772_460_000_000, 1_773_061_200_000, 1_773_666_000_000]
    );
    assert_eq!(days(&year(&series("2026-03-05T14:00", Rhythm::Once))), ["2026-03-05"]);
}

#[test]
fn an_hour_that_is_skipped_or_comes_twice_is_read_as_the_standard_says() {
    let skipped = year(&series("2026-03-22T02:30", Rhythm::Weeks(1)));
    assert_eq!(skipped[1].starts, at("2026-03-29T01:30:00Z"), "with the offset before the gap");
    assert_eq!(skipped[2].starts, at("2026-04-05T00:30:00Z"));
    let twice = year(&series("2026-10-18T02:30", Rhythm::Weeks(1)));
    assert_eq!(twice[1].starts, at("2026-10-25T00:30:00Z"), "the first of the two");
}

#[test]
fn the_rule_a_calendar_reads_gives_the_same_dates() {
    for (series, rule) in [
        (series("2026-03-05T14:00", Rhythm::Weeks(1)), Some("FREQ=WEEKLY;BYDAY=TH")),
        (series("2026-03-05T14:00", Rhythm::Weeks(2)), Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")),
        (series("2026-01-15T14:00", Rhythm::Month), Some("FREQ=MONTHLY;BYDAY=3TH")),
        (series("2026-01-30T09:30", Rhythm::Month), Some("FREQ=MONTHLY;BYDAY=-1FR")),
        (series("2026-01-09T09:30", Rhythm::MonthsEnd), Some("FREQ=MONTHLY;BYDAY=-1FR")),
        (
            until("2026-04-16", series("2026-03-05T14:00", Rhythm::Weeks(1))),
            // The end of that day in Berlin; 16 April is the last of seven.
            Some("FREQ=WEEKLY;BYDAY=TH;UNTIL=20260416T215959Z"),
        ),
        (series("2026-03-05T14:00", Rhythm::Once), None),
    ] {
        assert_eq!(series.rrule().as_deref(), rule);
    }
    let seven = until("2026-04-16", series("2026-03-05T14:00", Rhythm::Weeks(1)));
    assert_eq!(year(&seven).len(), 7);
}

#[test]
fn a_calendar_begins_with_a_date_the_rule_gives() {
    let begins = |series: Series| series.begins().map(|it| it.to_string());
    let late = series("2026-01-09T09:30", Rhythm::MonthsEnd);
    assert_eq!(begins(late).as_deref(), Some("2026-01-30T09:30:00"), "not on the second Friday");
    let plain = series("2026-03-05T14:00", Rhythm::Weeks(1));
    assert_eq!(begins(plain.clone()).as_deref(), Some("2026-03-05T14:00:00"));
    assert_eq!(begins(until("2026-03-04", plain)), None);
}

#[test]
fn what_is_called_off_or_moved_keeps_the_name_it_had() {
    let series = changed(
        series("2026-03-05T14:00", Rhythm::Weeks(1)),
        &[
            ("2026-03-12", None),
            ("2026-03-19", Some("2026-03-23T09:00")),
            // No date of the rule: nothing to call off.
            ("2026-03-20", None),
        ],
    );
    let march = series.between(at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    let told: Vec<_> = march.iter().map(|it| (it.day().to_string(), it.takes_place())).collect();
    assert_eq!(
        told,
        [
            ("2026-03-05".to_owned(), true),
            ("2026-03-12".to_owned(), false),
            ("2026-03-19".to_owned(), true),
            ("2026-03-26".to_owned(), true)
        ]
    );
    assert_eq!(march[2].starts, at("2026-03-23T08:00:00Z"));
    assert_eq!(series.exdates(), ["2026-03-12T14:00".parse().unwrap()]);
    let [moved] = &series.overrides()[..] else { panic!("one") };
    assert_eq!(moved.planned.to_string(), "2026-03-19T14:00:00");
    assert_eq!(moved.local.to_string(), "2026-03-23T09:00:00");
    assert_eq!(moved.ends, at("2026-03-23T08:25:00Z"));
}

#[test]
fn a_date_moved_far_is_found_where_it_went() {
    let series = changed(
        series("2026-03-05T14:00", Rhythm::Weeks(1)),
        &[("2026-09-24", Some("2026-03-06T10:00")), ("2026-03-05", Some("2026-12-31T10:00"))],
    );
    let found = |from, to| days(&series.between(at(from), at(to)));
    assert_eq!(found("2026-03-05T00:00:00Z", "2026-03-08T00:00:00Z"), ["2026-09-24"]);
    assert_eq!(found("2026-09-23T00:00:00Z", "2026-09-26T00:00:00Z"), [""; 0]);
    assert_eq!(
        found("2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"),
        ["2026-03-05", "2026-12-31"],
        "in the order in which they begin"
    );
}

#[test]
fn the_next_one_is_the_one_that_goes_on_now() {
    let series = changed(
        series("2026-03-05T14:00", Rhythm::Weeks(1)),
        &[("2026-03-12", None), ("2026-03-26", None)],
    );
    let next = |now| days(&series.next(at(now), 2));
    assert_eq!(next("2026-03-05T13:24:59Z"), ["2026-03-05", "2026-03-19"]);
    assert_eq!(next("2026-03-05T13:25:00Z"), ["2026-03-19", "2026-04-02"]);
    let over = until("2026-03-20", series.clone());
    assert_eq!(days(&over.next(at("2026-03-06T00:00:00Z"), 2)), ["2026-03-19"]);
    assert_eq!(days(&over.next(at("2026-03-20T00:00:00Z"), 2)), [""; 0]);
}

#[test]
fn a_day_is_a_date_of_the_series_or_not() {
    let series = series("2026-03-05T14:00", Rhythm::Weeks(2));
    let on = |day: &str| series.on(day.parse().unwrap()).is_some();
    assert!(on("2026-03-05") && on("2027-03-04"));
    assert!(!on("2026-03-12") && !on("2026-02-19") && !on("2026-03-06"));
}

#[test]
fn a_series_is_said_in_one_sentence() {
    for (first, rhythm, says) in [
        ("2026-03-05T14:00", Rhythm::Weeks(1), "Every Thursday at 14:00, Europe/Berlin"),
        (
            "2026-03-05T09:05",
            Rhythm::Weeks(2),
            "Every two weeks on Thursday at 09:05, Europe/Berlin",
        ),
        ("2026-03-01T14:00", Rhythm::Weeks(6), "Every 6 weeks on Sunday at 14:00, Europe/Berlin"),
        (
            "2026-03-02T14:00",
            Rhythm::Month,
            "On the first Monday of the month at 14:00, Europe/Berlin",
        ),
        (
            "2026-03-31T14:00",
            Rhythm::Month,
            "On the last Tuesday of the month at 14:00, Europe/Berlin",
        ),
        ("2026-03-05T14:00", Rhythm::Once, "Once, on Thursday 2026-03-05 at 14:00, Europe/Berlin"),
    ] {
        let series = series(first, rhythm);
        assert_eq!(series.says(), says);
        let short = says.replace(" at ", ", ").replace(", Europe/Berlin", "");
        assert_eq!(series.rhythm_and_hour(), short);
    }
}

#[test]
fn a_date_is_said_with_its_weekday_its_hour_and_its_zone() {
    let series = series("2026-03-05T14:00", Rhythm::Weeks(1));
    let says = |local: &str| series.date_in_words(local.parse().unwrap(), 2026);
    assert_eq!(says("2026-12-03T14:00"), "Thursday 3 December, 14:00 Europe/Berlin");
    assert_eq!(says("2027-01-07T09:05"), "Thursday 7 January 2027, 09:05 Europe/Berlin");
}

#[test]
fn the_day_is_the_day_where_it_takes_place() {
    let berlin = series("2026-03-05T14:00", Rhythm::Weeks(1));
    let day = |moment: &str| berlin.zone_day(at(moment)).to_string();
    assert_eq!(day("2026-03-05T22:59:59Z"), "2026-03-05");
    assert_eq!(day("2026-03-05T23:00:00Z"), "2026-03-06");
}

#[test]
fn the_ends_of_the_calendar_are_no_trouble() {
    let late = series("9999-12-01T14:00", Rhythm::Weeks(1));
    assert!(late.between(At(i64::MIN), At(i64::MAX)).len() <= 5);
    assert_eq!(late.next(at("2026-03-05T00:00:00Z"), 3), []);
    assert_eq!(
        series("9999-12-31T23:59", Rhythm::Month).rrule().as_deref(),
        Some("FREQ=MONTHLY;BYDAY=-1FR")
    );
    let end = until("9999-12-31", series("2026-03-05T14:00", Rhythm::Weeks(1)));
    assert!(end.rrule().is_some());
}
