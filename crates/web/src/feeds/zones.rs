//! A zone with its changes of the clock, for clients that do not know it by its name.

use std::collections::BTreeMap;

use domain::id::At;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::ical::Lines;
use super::moment;

/// Years ahead whose changes are written out; what repeats for ever is read again before.
const YEARS: i64 = 10;

/// One way the clock changes, and when it does.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    is_dst: bool,
    from: i32,
    to: i32,
    name: String,
}

/// Writes what the clocks of a zone do from `since` on.
pub(super) fn put(out: &mut Lines, (zone, since): (&TimeZone, At), now: At) {
    let until = moment(now.max(since).plus(YEARS * 366 * At::DAY));
    out.put("BEGIN", "VTIMEZONE");
    out.put("TZID", zone.iana_name().unwrap_or("UTC"));
    for (turn, moments) in turns(zone, moment(since), until) {
        let part = if turn.is_dst { "DAYLIGHT" } else { "STANDARD" };
        out.put("BEGIN", part);
        // Told in the hours that held before the change.
        let local = |it: &Timestamp| offset(turn.from).to_datetime(*it).strftime("%Y%m%dT%H%M%S");
        if let Some(first) = moments.first() {
            out.put("DTSTART", local(first));
        }
        // The first one again, where others follow: a common reader of calendars (ical.js, and so
        // Thunderbird) takes the listed changes alone and would tell the first winter in UTC.
        for moment in moments.iter().filter(|_| moments.len() > 1) {
            out.put("RDATE", local(moment));
        }
        out.put("TZOFFSETFROM", signed(turn.from));
        out.put("TZOFFSETTO", signed(turn.to));
        out.put("TZNAME", &turn.name);
        out.put("END", part);
    }
    out.put("END", "VTIMEZONE");
}

/// The change that holds at `since` and those after it, like ones together.
fn turns(zone: &TimeZone, since: Timestamp, until: Timestamp) -> BTreeMap<Turn, Vec<Timestamp>> {
    let mut found: BTreeMap<Turn, Vec<Timestamp>> = BTreeMap::new();
    let held = zone.preceding(since).next();
    let later = zone.following(since).take_while(|it| it.timestamp() <= until);
    for it in held.into_iter().chain(later) {
        let before = it.timestamp().checked_sub(jiff::SignedDuration::from_secs(1));
        let turn = Turn {
            is_dst: it.dst().is_dst(),
            from: before.map_or(it.offset(), |at| zone.to_offset(at)).seconds(),
            to: it.offset().seconds(),
            name: it.abbreviation().to_owned(),
        };
        found.entry(turn).or_default().push(it.timestamp());
    }
    if found.is_empty() {
        let info = zone.to_offset_info(since);
        let always = info.offset().seconds();
        let name = info.abbreviation().to_owned();
        let turn = Turn { is_dst: false, from: always, to: always, name };
        found.insert(turn, vec![Timestamp::UNIX_EPOCH]);
    }
    found
}

fn offset(seconds: i32) -> Offset {
    Offset::from_seconds(seconds).unwrap_or(Offset::UTC)
}

/// `+0200`, and the seconds only where there are some.
fn signed(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    let rest = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_written_as_calendars_read_it() {
        for (seconds, wanted) in [
            (0, "+0000"),
            (3600, "+0100"),
            (-12_600, "-0330"),
            (20_700, "+0545"),
            (-17_762, "-045602"),
        ] {
            assert_eq!(signed(seconds), wanted);
        }
    }

    #[test]
    fn a_zone_tells_the_change_that_holds_and_each_one_to_come() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let zone = domain::calendar::zone("Europe/Berlin").unwrap();
        let turns = turns(&zone, at("2026-03-05T13:00:00Z"), at("2027-12-31T00:00:00Z"));
        let told: Vec<_> = turns
            .iter()
            .map(|(it, moments)| {
                let moments: Vec<String> = moments.iter().map(ToString::to_string).collect();
                (it.name.as_str(), it.from, it.to, moments)
            })
            .collect();
        // The law of the European Union: last Sundays of March and October, at one in UTC.
        assert_eq!(
            told,
            [
                (
                    "CET",
                    7200,
                    3600,
                    vec![
                        "2025-10-26T01:00:00Z".to_owned(),
                        "2026-10-25T01:00:00Z".to_owned(),
                        "2027-10-31T01:00:00Z".to_owned()
                    ]
                ),
                (
                    "CEST",
                    3600,
                    7200,
                    vec!["2026-03-29T01:00:00Z".to_owned(), "2027-03-28T01:00:00Z".to_owned()]
                ),
            ]
        );
        let utc = domain::calendar::zone("UTC").unwrap();
        let always = super::turns(&utc, at("2026-03-05T13:00:00Z"), at("2027-12-31T00:00:00Z"));
        let told: Vec<_> = always.keys().map(|it| (it.name.as_str(), it.from, it.to)).collect();
        assert_eq!(told, [("UTC", 0, 0)], "a zone without changes says so once");
    }
}
