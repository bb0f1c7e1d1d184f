//! A calendar as text: lines of at most 75 bytes, each ended by CRLF.

use std::collections::BTreeMap;
use std::fmt::Display;

use app::{Entry, Takes};
use domain::calendar::{Series, Sitting};
use domain::id::At;
use jiff::civil::DateTime;

use super::{moment, zones};

/// Content lines are folded at this many bytes (RFC 5545, 3.1).
const LINE_BYTES: usize = 75;

/// How often a client is asked to look again.
const REFRESH: &str = "PT1H";

/// The calendar of somebody, under a name; addresses begin with `home`. `now` bounds the zones.
pub(crate) fn calendar(name: &str, home: &str, entries: &[Entry], now: At) -> String {
    let mut out = Lines::default();
    out.put("BEGIN", "VCALENDAR");
    out.put("VERSION", "2.0");
    out.put("PRODID", "-//Remit//Remit//EN");
    out.put("CALSCALE", "GREGORIAN");
    out.put("METHOD", "PUBLISH");
    out.put("NAME", escaped(name));
    out.put("X-WR-CALNAME", escaped(name));
    out.put("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    out.put("X-PUBLISHED-TTL", REFRESH);
    for zone in zones_of(entries).into_values() {
        zones::put(&mut out, zone, now);
    }
    for entry in entries {
        event(&mut out, home, entry);
    }
    out.put("END", "VCALENDAR");
    out.text
}

fn event(out: &mut Lines, home: &str, entry: &Entry) {
    match &entry.takes {
        Takes::Day(day) => {
            begin(out, home, entry);
            out.put("DTSTART;VALUE=DATE", day.strftime("%Y%m%d"));
            // Nobody is busy all day because something is due.
            out.put("TRANSP", "TRANSPARENT");
            out.put("END", "VEVENT");
        }
        Takes::Series(series) => {
            let Some(first) = series.begins() else { return };
            begin(out, home, entry);
            out.put_local("DTSTART", series, first);
            out.put("DURATION", format!("PT{}M", series.minutes));
            if let Some(rule) = series.rrule() {
                out.put("RRULE", rule);
            }
            for day in series.exdates() {
                out.put_local("EXDATE", series, day);
            }
            out.put("END", "VEVENT");
            for moved in series.overrides() {
                moved_to(out, home, entry, series, &moved);
            }
        }
    }
}

/// One date of a series at another hour or on another day.
fn moved_to(out: &mut Lines, home: &str, entry: &Entry, series: &Series, moved: &Sitting) {
    begin(out, home, entry);
    out.put_local("RECURRENCE-ID", series, moved.planned);
    out.put_local("DTSTART", series, moved.local);
    out.put("DURATION", format!("PT{}M", series.minutes));
    out.put("END", "VEVENT");
}

fn begin(out: &mut Lines, home: &str, entry: &Entry) {
    let changed = moment(entry.changed_at).strftime("%Y%m%dT%H%M%SZ").to_string();
    out.put("BEGIN", "VEVENT");
    out.put("UID", format!("{}@remit", entry.id));
    // Of the record and not of the reading: an unchanged calendar is the same text.
    out.put("DTSTAMP", &changed);
    out.put("LAST-MODIFIED", &changed);
    out.put("SEQUENCE", (entry.version - 1).max(0));
    out.put("SUMMARY", escaped(&entry.title));
    if !entry.place.is_empty() {
        out.put("LOCATION", escaped(&entry.place));
    }
    out.put("URL", format!("{home}{}", entry.to));
    out.put("STATUS", if entry.is_called_off { "CANCELLED" } else { "CONFIRMED" });
}

/// Each zone once, with the first moment it is needed for.
fn zones_of(entries: &[Entry]) -> BTreeMap<&str, (&jiff::tz::TimeZone, At)> {
    let mut found = BTreeMap::new();
    for entry in entries {
        let Takes::Series(series) = &entry.takes else { continue };
        let first = series.moment(series.first);
        let at = found.entry(series.zone_name()).or_insert((&series.zone, first));
        at.1 = at.1.min(first);
    }
    found
}

/// Content lines, folded as they are put.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    pub(super) fn put(&mut self, name: &str, value: impl Display) {
        let line = format!("{name}:{value}");
        let mut used = 0;
        for letter in line.chars() {
            if used + letter.len_utf8() > LINE_BYTES {
                // The blank that marks a continued line is the first of its bytes.
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(letter);
            used += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    fn put_local(&mut self, name: &str, series: &Series, at: DateTime) {
        let name = format!("{name};TZID={}", series.zone_name());
        self.put(&name, at.strftime("%Y%m%dT%H%M%S"));
    }
}

/// Text as a value: what would end it is escaped, what cannot stand in it is left out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            it if it.is_control() => {}
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_between_letters_and_is_whole_again_unfolded() {
        for text in ["short", &"x".repeat(75), &"ü".repeat(200), &"🦀 ".repeat(60)] {
            let mut lines = Lines::default();
            lines.put("SUMMARY", text);
            let written = &lines.text;
            assert!(written.split("\r\n").all(|it| it.len() <= LINE_BYTES), "{written}");
            let unfolded = written.replace("\r\n ", "");
            assert_eq!(unfolded, format!("SUMMARY:{text}\r\n"));
        }
        let mut lines = Lines::default();
        lines.put("X", "y".repeat(73));
        assert_eq!(lines.text.matches("\r\n").count(), 1, "75 bytes are no longer than a line");
    }

    #[test]
    fn a_text_can_neither_end_its_line_nor_begin_another() {
        for (text, wanted) in [
            ("a, b; c\\d", "a\\, b\\; c\\\\d"),
            ("one\ntwo", "one\\ntwo"),
            ("one\r\nEND:VEVENT", "one\\nEND:VEVENT"),
            ("tab\tbell\u{7}null\0", "tabbellnull"),
            ("Ein „Ü“ 🦀", "Ein „Ü“ 🦀"),
        ] {
            assert_eq!(escaped(text), wanted, "{text:?}");
        }
    }
}
