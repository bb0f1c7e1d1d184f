//! `[[lane]]`, one after another.

use std::collections::HashMap;

use toml::Spanned;
use toml::de::DeValue;

use super::scale::bounds;
use super::section::{Notes, Section, as_text, capital};
use super::{MOST_LANES, domain, handle, span_of_days, table};
use crate::lanes::diagnostic::suggestion;
use crate::lanes::map::{Agree, Lane, Map, Mode};

const KEYS: [&str; 12] = [
    "id", "says", "domain", "level", "holder", "mode", "upto", "consult", "agree", "inform",
    "from", "until",
];

pub(super) fn lanes(notes: &mut Notes<'_>, top: Section<'_>, map: &Map) -> Vec<Lane> {
    let mut all: Vec<Lane> = Vec::new();
    let mut lines: HashMap<String, usize> = HashMap::new();
    for item in top.tables(notes, "lane", MOST_LANES) {
        let named = match item.get_ref() {
            DeValue::Table(it) => it.get("id").and_then(|it| it.get_ref().as_str()),
            _ => None,
        };
        let title = named.map_or("a lane".to_owned(), |it| format!("the lane “{it}”"));
        let Some(section) = table(notes, item, &title) else { continue };
        let Some(lane) = lane(notes, section, map) else { continue };
        if let Some(first) = lines.insert(lane.id.clone(), lane.line) {
            let place = section.get("id").map_or(section.range(), Spanned::span);
            let hint = format!("The other begins in line {first}. Answers name lanes by their id.");
            notes.error(place, format!("Two lanes are called “{}”.", lane.id), hint);
            continue;
        }
        all.push(lane);
    }
    all
}

fn lane(notes: &mut Notes<'_>, section: Section<'_>, map: &Map) -> Option<Lane> {
    section.only(notes, &KEYS);
    let id = section.needed(notes, "id", "Give it a short name: id = \"feature\".");
    let place = |key| section.get(key).map_or(section.range(), Spanned::span);
    let name = section.needed(notes, "domain", "Write domain = \"*\" for everything.");
    let domain = name.and_then(|it| domain(notes, it, place("domain")));
    let level = level(notes, section, map);
    let holder = section.texts(notes, "holder");
    let (from, until) = span_of_days(notes, section);
    let lane = Lane {
        id: id?,
        says: section.text(notes, "says").unwrap_or_default(),
        domain: domain?,
        level: level?,
        holder: holder.into_iter().filter_map(|(it, span)| handle(notes, it, span)).collect(),
        mode: mode(notes, section),
        lo: vec![0.0; map.dimensions.len()],
        hi: bounds(notes, section, map),
        consult: names(notes, section, "consult"),
        agree: agree(notes, section),
        inform: names(notes, section, "inform"),
        from,
        until,
        line: notes.line_of(section.span.0),
    };
    if lane.mode == Mode::DecideAfterAdvice
        && lane.consult.is_empty()
        && section.get("consult").is_none()
    {
        let says =
            format!("{} decides after advice but names nobody to ask.", capital(section.name));
        notes.warn(place("mode"), says, "Add consult = [\"@platform\"].");
    }
    Some(lane)
}

fn names(notes: &mut Notes<'_>, section: Section<'_>, key: &str) -> Vec<String> {
    section.texts(notes, key).into_iter().map(|(it, _)| it).collect()
}

fn level(notes: &mut Notes<'_>, section: Section<'_>, map: &Map) -> Option<usize> {
    let hint = format!("One of {}.", map.levels.join(", "));
    let name = section.needed(notes, "level", &hint)?;
    let level = map.level(&name);
    if level.is_none() {
        let place = section.get("level").map_or(section.range(), Spanned::span);
        let hint = if name.starts_with('@') {
            format!("To name a person write holder = [\"{name}\"] beside the level.")
        } else {
            suggestion(&name, map.levels.iter().map(String::as_str))
        };
        notes.no_level(place, &name, hint);
    }
    level
}

fn mode(notes: &mut Notes<'_>, section: Section<'_>) -> Mode {
    let Some(name) = section.text(notes, "mode") else { return Mode::Decide };
    let known = Mode::ALL.iter().find(|it| it.1 == name);
    if known.is_none() {
        let place = section.get("mode").map_or(section.range(), Spanned::span);
        let hint = suggestion(&name, Mode::ALL.iter().map(|it| it.1));
        notes.error(place, format!("There is no mode called “{name}”."), hint);
    }
    // What cannot be read decides nothing.
    known.map_or(Mode::Recommend, |it| it.0)
}

/// A name alone is a veto without a scope: read, and reported by `lanes check`.
fn agree(notes: &mut Notes<'_>, section: Section<'_>) -> Vec<Agree> {
    let Some(value) = section.get("agree") else { return Vec::new() };
    let items: Vec<_> = match value.get_ref() {
        DeValue::Array(items) => items.iter().take(100).collect(),
        _ => vec![value],
    };
    items.into_iter().filter_map(|it| one_agree(notes, it)).collect()
}

fn one_agree(notes: &mut Notes<'_>, value: &Spanned<DeValue<'_>>) -> Option<Agree> {
    let DeValue::Table(inner) = value.get_ref() else {
        let who = as_text(notes, value, "an entry of “agree”")?;
        return Some(Agree { who, about: None, days: None });
    };
    let span = (value.span().start, value.span().end);
    let section = Section { table: inner, name: "an entry of “agree”", span };
    section.only(notes, &["who", "about", "days"]);
    let hint = "Write { who = \"@security\", about = \"personal data\", days = 3 }.";
    Some(Agree {
        who: section.needed(notes, "who", hint)?,
        about: section.text(notes, "about"),
        days: section.count(notes, "days", 365),
    })
}
