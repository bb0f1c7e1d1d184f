//! `lanes.toml` read into a map, with everything that is wrong with it.

mod lane;
mod scale;
mod section;
mod signal;
#[cfg(test)]
mod tests;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use self::section::{Notes, Section, capital};
use super::diagnostic::{Diagnostic, nearest, suggestion};
use super::map::{Away, Home, Map, ROOT};
use crate::finding::Weight;

/// A map and what was wrong with its text.
#[derive(Clone, Debug)]
pub struct Reading {
    pub map: Map,
    /// In the order of the text.
    pub problems: Vec<Diagnostic>,
}

const MOST_BYTES: usize = 1 << 20;
const MOST_LANES: usize = 10_000;
const MOST_LEVELS: usize = 20;
const MOST_DIMENSIONS: usize = 40;
const KEYS: [&str; 9] =
    ["title", "levels", "home", "timezone", "dimension", "holder", "away", "lane", "signal"];

impl Reading {
    /// Whether the map may be used: nothing that blocks was found.
    pub fn is_usable(&self) -> bool {
        self.problems.iter().all(|it| it.weight != Weight::Blocks)
    }
}

/// Reads any text; never fails and never panics. What cannot be understood is left out of the map
/// and told. At most 200 problems are told.
pub fn read(text: &str) -> Reading {
    let mut notes = Notes::on(text);
    if text.len() > MOST_BYTES {
        let says = format!("The map has {} bytes; at most {MOST_BYTES} are read.", text.len());
        notes.error(0..1, says, "Split it: one map for each team.");
        let map = Map { levels: vec!["contributor".into()], ..Map::default() }.indexed();
        return Reading { map, problems: notes.found };
    }
    let (document, faults) = DeTable::parse_recoverable(text);
    for fault in faults {
        let message = fault.message().lines().next().unwrap_or("it cannot be read").to_owned();
        notes.error(fault.span().unwrap_or(0..1), format!("This is not TOML: {message}."), "");
    }
    let top = Section { table: document.get_ref(), name: "the map", span: (0, 0) };
    let map = whole(&mut notes, top);
    let mut problems = notes.found;
    problems.sort_by_key(|it| (it.line, it.column));
    Reading { map, problems }
}

/// The same for a file that may not be UTF-8: also gives the text that the problems speak of.
pub fn read_bytes(bytes: &[u8]) -> (String, Reading) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut reading = read(&text);
    if let Err(error) = std::str::from_utf8(bytes) {
        let at = error.valid_up_to();
        let says = "This is not UTF-8.".to_owned();
        let hint = "Save the file as UTF-8.".to_owned();
        reading.problems.push(Diagnostic::at(&text, at..at + 3, Weight::Blocks, says, hint));
        reading.problems.sort_by_key(|it| (it.line, it.column));
    }
    (text, reading)
}

fn whole(notes: &mut Notes<'_>, top: Section<'_>) -> Map {
    top.only(notes, &KEYS);
    let mut map = Map {
        title: top.text(notes, "title").unwrap_or_default(),
        levels: levels(notes, top),
        dimensions: scale::dimensions(notes, top),
        home: home(notes, top),
        timezone: timezone(notes, top),
        ..Map::default()
    };
    map.holders = holders(notes, top, &map);
    map.away = away(notes, top);
    map.lanes = lane::lanes(notes, top, &map);
    map.signals = signal::signals(notes, top, &map);
    map.indexed()
}

fn levels(notes: &mut Notes<'_>, top: Section<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, span) in top.texts(notes, "levels") {
        if names.iter().any(|it| it.eq_ignore_ascii_case(&name)) {
            notes.error(
                span,
                format!("The level “{name}” is listed twice."),
                "Each level has one name and one place.",
            );
        } else if names.len() == MOST_LEVELS {
            notes.error(span, format!("There are more than {MOST_LEVELS} levels."), "");
            break;
        } else if name.starts_with('@') {
            notes.error(
                span,
                format!("“{name}” is a handle, not a level."),
                "Name levels by what people are; list people under [holder].",
            );
        } else {
            names.push(name);
        }
    }
    if names.is_empty() {
        let hint = "Write levels = [\"contributor\", \"lead\"], the lowest first.";
        let place = top.get("levels").map_or(0..1, Spanned::span);
        notes.without_levels = true;
        // A key that only misspells it was told already, with the right word.
        let misspelt = |key: &str| nearest(key, KEYS) == Some("levels") && key != "levels";
        if top.get("levels").is_some() || !top.entries().iter().any(|it| misspelt(it.0)) {
            notes.error(place, "The map names no levels.", hint);
        }
        names.push("contributor".to_owned());
    }
    names
}

fn home(notes: &mut Notes<'_>, top: Section<'_>) -> Home {
    match top.text(notes, "home").as_deref() {
        None | Some("file") => Home::File,
        Some("server") => Home::Server,
        Some(other) => {
            let place = top.get("home").map_or(0..1, Spanned::span);
            let hint = suggestion(other, ["file", "server"]);
            notes.error(place, format!("“{other}” is no home for a map."), hint);
            Home::File
        }
    }
}

/// Only the form is checked: the zones a machine knows are not this room's to ask.
fn timezone(notes: &mut Notes<'_>, top: Section<'_>) -> Option<String> {
    let name = top.text(notes, "timezone")?;
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if name.chars().all(fits) {
        return Some(name);
    }
    let place = top.get("timezone").map_or(0..1, Spanned::span);
    notes.error(
        place,
        format!("“{name}” is not a time zone."),
        "Write its IANA name: \"Europe/Berlin\".",
    );
    None
}

fn holders(notes: &mut Notes<'_>, top: Section<'_>, map: &Map) -> Vec<Vec<String>> {
    let mut holders = vec![Vec::new(); map.levels.len()];
    let Some(section) = table_in(notes, top, "holder") else { return holders };
    for (name, span, _) in section.entries() {
        let handles = section.texts(notes, name);
        let Some(level) = map.level(name) else {
            let hint = suggestion(name, map.levels.iter().map(String::as_str));
            notes.no_level(span, name, hint);
            continue;
        };
        holders[level] =
            handles.into_iter().filter_map(|(it, span)| handle(notes, it, span)).collect();
    }
    holders
}

fn away(notes: &mut Notes<'_>, top: Section<'_>) -> Vec<Away> {
    let mut all = Vec::new();
    for item in top.tables(notes, "away", MOST_LANES) {
        let Some(section) = table(notes, item, "an absence") else { continue };
        section.only(notes, &["who", "stand_in", "from", "until"]);
        let who = section.needed(notes, "who", "Say who is absent: who = \"@ana\".");
        let place = |key| section.get(key).map_or(section.range(), Spanned::span);
        let who = who.and_then(|it| handle(notes, it, place("who")));
        let stand_in = section.text(notes, "stand_in");
        let stand_in = stand_in.and_then(|it| handle(notes, it, place("stand_in")));
        let (from, until) = span_of_days(notes, section);
        if until.is_none() && section.get("until").is_none() {
            notes.error(
                section.range(),
                "An absence has no “until”.",
                "Write the last day: until = 2027-01-15.",
            );
        }
        if let Some(who) = who {
            all.push(Away { who, stand_in, from, until });
        }
    }
    all
}

fn span_of_days(
    notes: &mut Notes<'_>,
    section: Section<'_>,
) -> (Option<jiff::civil::Date>, Option<jiff::civil::Date>) {
    let (from, until) = (section.date(notes, "from"), section.date(notes, "until"));
    if let (Some(first), Some(last)) = (from, until)
        && last < first
    {
        let place = section.get("until").map_or(section.range(), Spanned::span);
        notes.warn(
            place,
            format!("{} ends on {last}, before it begins on {first}.", capital(section.name)),
            "It is never in force.",
        );
    }
    (from, until)
}

/// `*` for the root, or names joined by `/`.
fn domain(notes: &mut Notes<'_>, name: String, span: Range<usize>) -> Option<String> {
    if name == ROOT {
        return Some(name);
    }
    if name.contains('*') {
        let bare = name.replace('*', "");
        let bare = bare.trim_matches('/');
        let hint = if bare.is_empty() {
            "Write “*” alone for everything.".to_owned()
        } else {
            format!("A name covers everything under it: write “{bare}”. “*” alone is the root.")
        };
        notes.error(span, format!("“{name}” has a star in it."), hint);
        return None;
    }
    let parts: Vec<&str> = name.split('/').map(str::trim).collect();
    if parts.iter().any(|it| it.is_empty()) {
        notes.error(
            span,
            format!("“{name}” has an empty part."),
            "Write names with one “/” between them: engineering/storage.",
        );
        return None;
    }
    Some(parts.join("/"))
}

fn handle(notes: &mut Notes<'_>, name: String, span: Range<usize>) -> Option<String> {
    if name.starts_with('@') && name.len() > 1 && !name.contains(char::is_whitespace) {
        return Some(name);
    }
    let bare = name.trim_start_matches('@').replace(char::is_whitespace, "-");
    notes.error(
        span,
        format!("“{name}” is not a handle."),
        format!("Handles begin with @: “@{bare}”."),
    );
    None
}

fn table_in<'a>(notes: &mut Notes<'_>, top: Section<'a>, key: &'a str) -> Option<Section<'a>> {
    let value = top.get(key)?;
    if let DeValue::Table(table) = value.get_ref() {
        return Some(Section { table, name: key, span: (value.span().start, value.span().end) });
    }
    notes.error(
        value.span(),
        format!("“{key}” is a table."),
        format!("Write [{key}] on a line of its own."),
    );
    None
}

fn table<'a>(
    notes: &mut Notes<'_>,
    value: &'a Spanned<DeValue<'a>>,
    name: &'a str,
) -> Option<Section<'a>> {
    let span = (value.span().start, value.span().end);
    if let DeValue::Table(table) = value.get_ref() {
        return Some(Section { table, name, span });
    }
    notes.error(value.span(), format!("This is not {name}: a table was expected."), "");
    None
}
