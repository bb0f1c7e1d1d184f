//! `[dimension.x]`: its scale, and values written against it.

use std::ops::Range;

use toml::de::DeValue;

use super::section::{Notes, Section, amount};
use super::{MOST_DIMENSIONS, table, table_in};
use crate::lanes::diagnostic::suggestion;
use crate::lanes::map::{Dimension, Map, Scale};

/// Keys a signal has of its own; a dimension of that name could not be set by one.
pub(super) const SIGNAL_KEYS: [&str; 4] = ["paths", "adds", "lines", "domain"];

pub(super) fn dimensions(notes: &mut Notes<'_>, top: Section<'_>) -> Vec<Dimension> {
    let mut all: Vec<Dimension> = Vec::new();
    let Some(section) = table_in(notes, top, "dimension") else { return all };
    for (name, span, value) in section.entries() {
        if SIGNAL_KEYS.contains(&name) {
            let hint = "Signals read that word as something else; choose another.";
            notes.error(span, format!("A dimension cannot be called “{name}”."), hint);
            continue;
        }
        if all.iter().any(|it| it.name.eq_ignore_ascii_case(name)) {
            notes.error(span, format!("There are two dimensions called “{name}”."), "");
            continue;
        }
        if all.len() == MOST_DIMENSIONS {
            notes.error(
                span,
                format!("There are more than {MOST_DIMENSIONS} dimensions."),
                "Nobody can weigh that many.",
            );
            break;
        }
        let title = format!("the dimension “{name}”");
        let Some(section) = table(notes, value, &title) else { continue };
        all.push(dimension(notes, name, section));
    }
    all
}

fn dimension(notes: &mut Notes<'_>, name: &str, section: Section<'_>) -> Dimension {
    section.only(notes, &["unit", "steps", "assume", "says"]);
    let unit = section.text(notes, "unit");
    let mut steps: Vec<String> = Vec::new();
    for (step, span) in section.texts(notes, "steps") {
        if steps.iter().any(|it| it.eq_ignore_ascii_case(&step)) {
            notes.error(span, format!("The step “{step}” of {name} is listed twice."), "");
        } else {
            steps.push(step);
        }
    }
    let has_steps = section.get("steps").is_some();
    if has_steps && steps.is_empty() {
        notes.error(
            section.range(),
            format!("The dimension “{name}” has no steps."),
            "List at least two, the lightest first.",
        );
    }
    if let (true, Some(unit)) = (has_steps, section.get("unit")) {
        notes.warn(unit.span(), format!("{name} goes in steps, so its unit is not used."), "");
    }
    let scale = if steps.is_empty() { Scale::Amount(unit) } else { Scale::Steps(steps) };
    let says = section.text(notes, "says").unwrap_or_default();
    let mut found = Dimension { name: name.to_owned(), says, scale, assume: None };
    if let Some(value) = section.get("assume") {
        found.assume = value_of(notes, &found, value.get_ref(), value.span());
    }
    found
}

/// A step by its label, or a number from 0.
pub(super) fn value_of(
    notes: &mut Notes<'_>,
    dimension: &Dimension,
    value: &DeValue<'_>,
    span: Range<usize>,
) -> Option<f64> {
    let name = &dimension.name;
    match (&dimension.scale, value.as_str(), amount(value)) {
        (Scale::Amount(_), None, Some(it)) if it >= 0.0 => Some(it),
        (Scale::Amount(unit), _, _) => {
            let unit = unit.as_deref().map_or(String::new(), |it| format!(" of {it}"));
            notes.error(
                span,
                format!("{name} is a number{unit}, from 0 up."),
                "Write it without quotes: 2.5.",
            );
            None
        }
        (Scale::Steps(steps), Some(label), _) => {
            let place = steps.iter().position(|it| it.eq_ignore_ascii_case(label.trim()));
            if place.is_none() {
                let hint = suggestion(label, steps.iter().map(String::as_str));
                notes.error(span, format!("“{label}” is no step of {name}."), hint);
            }
            place.map(|it| it as f64)
        }
        (Scale::Steps(steps), None, _) => {
            let hint = format!("Possible here: {}.", steps.join(", "));
            notes.error(
                span,
                format!("{name} goes in steps; write the label of one, in quotes."),
                hint,
            );
            None
        }
    }
}

/// Bounds for every dimension: infinite where nothing or `"any"` is said.
pub(super) fn bounds(notes: &mut Notes<'_>, section: Section<'_>, map: &Map) -> Vec<f64> {
    let mut hi = vec![f64::INFINITY; map.dimensions.len()];
    let Some(value) = section.get("upto") else { return hi };
    let title = format!("the bounds of {}", section.name);
    let DeValue::Table(bounds) = value.get_ref() else {
        notes.error(
            value.span(),
            format!("“upto” in {} is a table.", section.name),
            "Write upto = { effort = 5 }.",
        );
        return hi;
    };
    let bounds =
        Section { table: bounds, name: &title, span: (value.span().start, value.span().end) };
    for (name, span, value) in bounds.entries() {
        let Some(at) = map.dimension(name) else {
            let hint = suggestion(name, map.dimensions.iter().map(|it| it.name.as_str()));
            let hint = if map.dimensions.is_empty() {
                format!("Declare it first: [dimension.{name}].")
            } else {
                hint
            };
            notes.error(span, format!("There is no dimension called “{name}”."), hint);
            continue;
        };
        if value.get_ref().as_str() == Some("any") {
            continue;
        }
        // A bound that cannot be read holds nothing, so that a typing error never widens a lane.
        hi[at] = value_of(notes, &map.dimensions[at], value.get_ref(), value.span()).unwrap_or(0.0);
    }
    hi
}
