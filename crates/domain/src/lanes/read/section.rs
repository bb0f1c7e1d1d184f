//! Typed looks into one TOML table, each of which can complain about its place.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Weight;
use crate::lanes::diagnostic::{Diagnostic, suggestion};
use crate::lanes::say::article;

/// The longest name, sentence or pattern a map may hold, in bytes.
const LONGEST: usize = 500;

/// Everything said about one text so far.
pub(super) struct Notes<'t> {
    text: &'t str,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
    pub(super) found: Vec<Diagnostic>,
    /// No levels could be read: every name of one would be told as unknown, and one cause is enough.
    pub(super) without_levels: bool,
}

/// One table with the words for it: `the lane “feature”`.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub(super) table: &'a DeTable<'a>,
    pub(super) name: &'a str,
    pub(super) span: (usize, usize),
}

impl<'t> Notes<'t> {
    pub(super) fn on(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, it)| *it == b'\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(breaks).collect(),
            found: Vec::new(),
            without_levels: false,
        }
    }

    /// The line of this byte, from 1.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|it| *it <= at)
    }

    pub(super) fn error(
        &mut self,
        span: Range<usize>,
        says: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.say(Weight::Blocks, span, says.into(), hint.into());
    }

    /// A name that stands where a level should.
    pub(super) fn no_level(&mut self, span: Range<usize>, name: &str, hint: String) {
        if !self.without_levels {
            self.error(span, format!("There is no level called “{name}”."), hint);
        }
    }

    pub(super) fn warn(
        &mut self,
        span: Range<usize>,
        says: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.say(Weight::Warns, span, says.into(), hint.into());
    }

    fn say(&mut self, weight: Weight, span: Range<usize>, says: String, hint: String) {
        // A text of a megabyte that is wrong everywhere needs no million sentences.
        if self.found.len() < 200 {
            self.found.push(Diagnostic::at(self.text, span, weight, says, hint));
        }
    }
}

impl<'a> Section<'a> {
    pub(super) fn range(self) -> Range<usize> {
        self.span.0..self.span.1
    }

    pub(super) fn get(self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    /// Keys and values in the order of the text.
    pub(super) fn entries(self) -> Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'a>>)> {
        let mut all: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span(), value))
            .collect();
        all.sort_by_key(|(_, span, _)| span.start);
        all
    }

    /// Complains about every key that is not among these.
    pub(super) fn only(self, notes: &mut Notes<'_>, allowed: &[&str]) {
        for (key, span, _) in self.entries() {
            if !allowed.contains(&key) {
                let hint = suggestion(key, allowed.iter().copied());
                notes.error(span, format!("Nothing reads “{key}” in {}.", self.name), hint);
            }
        }
    }

    /// A line of text without surrounding blanks; `None` if absent, empty or something else.
    pub(super) fn text(self, notes: &mut Notes<'_>, key: &str) -> Option<String> {
        let value = self.get(key)?;
        as_text(notes, value, &format!("“{key}” in {}", self.name))
    }

    /// Like `text`, but absence is an error with this hint.
    pub(super) fn needed(self, notes: &mut Notes<'_>, key: &str, hint: &str) -> Option<String> {
        if self.get(key).is_none() {
            notes.error(self.range(), format!("{} has no “{key}”.", capital(self.name)), hint);
            return None;
        }
        self.text(notes, key)
    }

    /// One text or a list of texts, with their places.
    pub(super) fn texts(self, notes: &mut Notes<'_>, key: &str) -> Vec<(String, Range<usize>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let what = format!("“{key}” in {}", self.name);
        let DeValue::Array(items) = value.get_ref() else {
            return as_text(notes, value, &what).map(|it| (it, value.span())).into_iter().collect();
        };
        if items.len() > 1_000 {
            notes.error(
                value.span(),
                format!("{} lists {} entries; at most 1,000.", capital(&what), items.len()),
                "",
            );
            return Vec::new();
        }
        let one = format!("an entry of {what}");
        items.iter().filter_map(|it| Some((as_text(notes, it, &one)?, it.span()))).collect()
    }

    pub(super) fn date(self, notes: &mut Notes<'_>, key: &str) -> Option<Date> {
        let value = self.get(key)?;
        if let DeValue::Datetime(moment) = value.get_ref() {
            let day = moment.date.filter(|_| moment.time.is_none());
            let date = day.and_then(|it| {
                Date::new(i16::try_from(it.year).ok()?, it.month as i8, it.day as i8).ok()
            });
            if date.is_some() {
                return date;
            }
        }
        let hint = "Write a day without quotes and without an hour: 2027-06-30.";
        notes.error(value.span(), format!("“{key}” in {} is not a day.", self.name), hint);
        None
    }

    /// A whole number from 1 to `most`.
    pub(super) fn count(self, notes: &mut Notes<'_>, key: &str, most: u32) -> Option<u32> {
        let value = self.get(key)?;
        let found = amount(value.get_ref())
            .filter(|it| it.fract() == 0.0 && *it >= 1.0 && *it <= f64::from(most));
        if found.is_none() {
            let says = format!("“{key}” in {} is not a whole number from 1 to {most}.", self.name);
            notes.error(value.span(), says, "");
        }
        found.map(|it| it as u32)
    }

    /// The tables of `[[key]]`, or of the one `[key]` somebody wrote instead.
    pub(super) fn tables(
        self,
        notes: &mut Notes<'_>,
        key: &str,
        most: usize,
    ) -> Vec<&'a Spanned<DeValue<'a>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            notes.error(
                value.span(),
                format!("“{key}” is a list of tables."),
                format!("Write [[{key}]] with two brackets."),
            );
            return Vec::new();
        };
        if items.len() > most {
            let says =
                format!("There are {} entries of [[{key}]]; at most {most} are read.", items.len());
            notes.error(value.span(), says, "Split the map: one for each team.");
        }
        items.iter().take(most).collect()
    }
}

/// A number as written, `None` for anything else.
pub(super) fn amount(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(it) => {
            i64::from_str_radix(it.as_str(), it.radix()).ok().map(|it| it as f64)
        }
        DeValue::Float(it) => it.as_str().parse().ok().filter(|it: &f64| it.is_finite()),
        _ => None,
    }
}

pub(super) fn as_text(
    notes: &mut Notes<'_>,
    value: &Spanned<DeValue<'_>>,
    what: &str,
) -> Option<String> {
    let Some(text) = value.get_ref().as_str() else {
        let kind = value.get_ref().type_str();
        notes.error(
            value.span(),
            format!("{} is a text, not {} {kind}.", capital(what), article(kind)),
            "Put it in quotes.",
        );
        return None;
    };
    let text = text.trim();
    if text.is_empty() {
        notes.error(value.span(), format!("{} is empty.", capital(what)), "");
        return None;
    }
    if text.len() > LONGEST || text.chars().any(char::is_control) {
        let says =
            format!("{} is longer than {LONGEST} bytes or has more than one line.", capital(what));
        notes.error(value.span(), says, "Keep it to one sentence.");
        return None;
    }
    Some(text.to_owned())
}

/// The words at the beginning of a sentence.
pub(super) fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or(String::new(), |it| it.to_uppercase().chain(rest).collect())
}
