//! Signals: can be read, in time, about the work and never about a person (I04–I09).

use super::text::{has_number, is_english, phrase};
use super::words::{ACTIVITY, VAGUE};
use super::{Worded, cell, finding, is_begun};
use crate::finding::{Finding, Weight};
use crate::record::{Record, Row};

const PLACE: &str = "signals";

pub(super) fn check(record: &Record, found: &mut Vec<Finding>) {
    let rows = record.rows(PLACE);
    if is_begun(record) {
        found.extend(measurable(record));
    }
    for row in rows {
        found.extend(activity(row));
        found.extend(baseline(row));
        found.extend(direction(row));
        found.extend(in_time(record, row));
    }
    let targets = rows.iter().filter(|row| !is_guardrail(row)).count();
    if targets > 0 && targets == rows.len() {
        let first = cell(&rows[0], "name");
        found.push(finding("I08", Weight::Warns, PLACE, first).saying(
            "Nothing guards against winning this the wrong way.",
            "What must not get worse while this gets better?",
        ));
    }
    if targets > 3 {
        found.push(finding("I13", Weight::Warns, PLACE, "").saying(
            &format!("{targets} signals to move at once."),
            "Which one would you keep if only one could move?",
        ));
    }
}

pub(super) fn is_guardrail(row: &Row) -> bool {
    cell(row, "guardrail") == "yes"
}

/// I04. In discovery a learning signal will do: “we can say which of A, B, C is true”.
fn measurable(record: &Record) -> Option<Finding> {
    let end = record.text("end_state");
    let learns = |text: &str| {
        phrase(text, &["can say", "we know", "know which", "know whether", "decide whether"])
            .is_some()
    };
    let discovery = record.text("nature") == "discovery";
    let rows = record.rows(PLACE);
    let seen = rows.iter().any(is_observable)
        || discovery && (learns(end) || rows.iter().any(|row| learns(cell(row, "name"))));
    if seen {
        return None;
    }
    let words = rows.first().map_or("", |row| cell(row, "name"));
    let asks = if discovery {
        "What will we be able to say by when, that we cannot say today?"
    } else {
        "What number, count or yes-or-no would you look at, and where?"
    };
    Some(
        finding("I04", Weight::Blocks, PLACE, words)
            .saying("Nothing here could be seen to happen.", asks),
    )
}

fn is_observable(row: &Row) -> bool {
    ["unit", "baseline", "direction", "at_least", "at_most"]
        .iter()
        .any(|it| !cell(row, it).is_empty())
        || has_number(cell(row, "name"))
}

/// I05. “none, first reading on 2026-03-01” is a baseline for something new.
fn baseline(row: &Row) -> Option<Finding> {
    let (value, date) = (cell(row, "baseline"), cell(row, "baseline_date"));
    let dated = !date.is_empty()
        || value.chars().any(|c| c.is_ascii_digit()) && value.contains("first reading");
    if !value.is_empty() && dated {
        return None;
    }
    Some(finding("I05", Weight::Warns, PLACE, cell(row, "name")).saying(
        "This signal has no value of today with its date.",
        "Where does it stand today, or when is its first reading?",
    ))
}

/// I06, for signals.
fn direction(row: &Row) -> Option<Finding> {
    let name = cell(row, "name");
    let words = phrase(name, VAGUE).filter(|_| is_english(name))?;
    let bounded = ["direction", "at_least", "at_most"].iter().any(|it| !cell(row, it).is_empty());
    if bounded || has_number(name) {
        return None;
    }
    Some(finding("I06", Weight::Blocks, PLACE, words).saying(
        "An adjective has no direction and no range.",
        "From what to what, and where would we read it?",
    ))
}

/// I07. Dates compare as text: both are ISO.
fn in_time(record: &Record, row: &Row) -> Option<Finding> {
    let (by, review) = (cell(row, "by_date"), record.text("review_on").trim());
    if by.is_empty() || review.is_empty() || by <= review {
        return None;
    }
    Some(finding("I07", Weight::Warns, PLACE, by).saying(
        "This signal can first be read after the review.",
        "What earlier sign would already point the same way?",
    ))
}

/// I09.
fn activity(row: &Row) -> Option<Finding> {
    let texts = [cell(row, "name"), cell(row, "unit")];
    let words =
        texts.into_iter().filter(|it| is_english(it)).find_map(|it| phrase(it, ACTIVITY))?;
    Some(finding("I09", Weight::Blocks, PLACE, words).saying(
        "This measures what a person does, and people are not measured here.",
        "What would change for users, or for the team as a whole, if this went well?",
    ))
}
