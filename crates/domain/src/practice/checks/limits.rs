//! Limits and latitude: what may not be traded away, and what is free (I10–I12, I15).

use std::collections::HashSet;

use super::text::{is_english, phrase, place, words};
use super::words::{ENGLISH, NONE_KNOWN, ONE_WAY, PREFERENCE};
use super::{Worded, cell, finding, is_begun};
use crate::finding::{Finding, Weight};
use crate::record::{Record, Row};

const PLACE: &str = "constraints";

static AT_MOST: &[&str] =
    &["at most", "no more than", "not more than", "less than", "under", "below", "maximum"];
static AT_LEAST: &[&str] = &["at least", "no less than", "not less than", "minimum", "above"];
static DEADLINE: &[&str] = &["by", "before", "until", "no later than"];
static DEPENDS: &[&str] = &[
    "not before",
    "no earlier than",
    "available from",
    "available on",
    "ready on",
    "arrives on",
    "starts on",
];

pub(super) fn check(record: &Record, found: &mut Vec<Finding>) {
    let rows = record.rows(PLACE);
    if is_begun(record) && rows.is_empty() {
        found.push(none_named(record));
    }
    found.extend(rows.iter().filter_map(preference));
    let hard: Vec<&str> =
        rows.iter().filter(|it| is_hard(it)).map(|it| cell(it, "statement")).collect();
    for (at, one) in hard.iter().enumerate() {
        found.extend(hard[at + 1..].iter().filter(|other| contradict(one, other)).map(|other| {
            finding("I12", Weight::Blocks, PLACE, &format!("{one} · {other}")).saying(
                "These two hard limits cannot both be held.",
                "Which of them gives way, and who may lift it?",
            )
        }));
    }
    if is_begun(record) && record.list("lanes").is_empty() && record.text("free").trim().is_empty()
    {
        found.push(finding("I15", Weight::Warns, "free", "").saying(
            "Nothing is named that the team may decide alone.",
            "What may they change without asking anybody?",
        ));
    }
}

/// I10. Heavier where there is no way back.
fn none_named(record: &Record) -> Finding {
    let one_way = ["problem", "end_state", "purpose"]
        .into_iter()
        .find_map(|it| phrase(record.text(it), ONE_WAY));
    let weight = if one_way.is_some() { Weight::Blocks } else { Weight::Warns };
    finding("I10", weight, PLACE, one_way.unwrap_or_default())
        .saying("No limits are named.", "What may not be traded away here, or is it “none known”?")
}

/// I11.
fn preference(row: &Row) -> Option<Finding> {
    let statement = cell(row, "statement");
    if !is_hard(row) || phrase(statement, NONE_KNOWN) == Some(statement) {
        return None;
    }
    let words = phrase(statement, PREFERENCE).filter(|_| is_english(statement));
    if words.is_none() && !cell(row, "reason").is_empty() {
        return None;
    }
    Some(finding("I11", Weight::Warns, PLACE, words.unwrap_or(statement)).saying(
        "A hard limit without a reason is hard to tell from a preference.",
        "What breaks, and for whom, if it is crossed?",
    ))
}

fn is_hard(row: &Row) -> bool {
    cell(row, "hardness") == "hard"
}

/// I12: an upper bound under a lower bound on the same thing, or a deadline before a dependency.
fn contradict(one: &str, other: &str) -> bool {
    let late = |a: &str, b: &str| match (dated(a, DEADLINE), dated(b, DEPENDS)) {
        (Some(deadline), Some(ready)) => deadline < ready && dated(a, DEPENDS).is_none(),
        _ => false,
    };
    let crossed = |a: &str, b: &str| match (bound(a, AT_MOST), bound(b, AT_LEAST)) {
        (Some((most, unit)), Some((least, other))) => {
            most < least && unit == other && share_a_subject(a, b)
        }
        _ => false,
    };
    late(one, other) || late(other, one) || crossed(one, other) || crossed(other, one)
}

/// The number and the unit after one of the phrases.
fn bound(text: &str, phrases: &[&str]) -> Option<(f64, String)> {
    let lower = text.to_ascii_lowercase();
    let end = phrases.iter().find_map(|it| place(&lower, it).map(|at| at + it.len()))?;
    let mut parts = lower[end..].split_whitespace();
    let number = parts.next()?;
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let attached: String =
        number.chars().filter(|c| c.is_alphabetic() || "%€$£".contains(*c)).collect();
    let unit =
        if attached.is_empty() { parts.next().unwrap_or_default().to_owned() } else { attached };
    let unit = unit.trim_matches(|c: char| !c.is_alphanumeric() && !"%€$£".contains(c));
    Some((digits.parse().ok()?, unit.trim_end_matches('s').to_owned()))
}

fn dated(text: &str, phrases: &[&str]) -> Option<jiff::civil::Date> {
    let lower = text.to_ascii_lowercase();
    phrases.iter().find_map(|it| {
        let rest = &lower[place(&lower, it)? + it.len()..];
        rest.split_whitespace().next()?.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok()
    })
}

/// Two bounds in the same unit may be about two things: they clash only over a common one.
fn share_a_subject(one: &str, other: &str) -> bool {
    let units = [
        "ms", "day", "days", "week", "weeks", "hours", "minutes", "percent", "euros", "at",
        "least", "most", "more", "than", "less", "under", "below", "above", "minimum", "maximum",
    ];
    let subject = |text: &str| -> HashSet<String> {
        words(text)
            .into_iter()
            .filter(|it| it.chars().all(char::is_alphabetic))
            .filter(|it| !ENGLISH.contains(&it.as_str()) && !units.contains(&it.as_str()))
            .collect()
    };
    !subject(one).is_disjoint(&subject(other))
}
