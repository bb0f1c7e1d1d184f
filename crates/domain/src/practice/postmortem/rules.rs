//! What holds for a postmortem: the team leads, no single root, the timeline in order.

use crate::finding::{Finding, Weight};
use crate::kind::{Around, Event};
use crate::practice::checks::blame;
use crate::practice::team_led;
use crate::record::{Dossier, Record, Refusal, Row, Value};

const ROLES: &[&str] = &["lead", "facilitator"];

pub fn team_leads(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::led_by_the_team(dossier, around, ROLES)
}

pub fn may_publish(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_leads(dossier, around)?;
    if filled(&dossier.record, "factors", "factor").count() >= 2 {
        return Ok(());
    }
    Err(Refusal::Rule(
        "One factor is a root cause by another name. Write at least two: what else had to be true for it to happen that day?".to_owned(),
    ))
}

/// Fills who leads and when it was published, and keeps the timeline in order.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    match event {
        Event::Begun => team_led::fill_by_whoever_opens(record, "lead", around),
        Event::Moved("publish") => record.put("published_on", around.now.day().to_string()),
        Event::Saved(_) | Event::Moved(_) => {}
    }
    if let Some(Value::Rows(rows)) = record.answers.get_mut("timeline") {
        in_order(rows);
    }
}

/// By moment. A row whose moment does not read stays behind the one it was written after.
pub fn in_order(rows: &mut Vec<Row>) {
    let mut last = None;
    let mut dated: Vec<_> = std::mem::take(rows)
        .into_iter()
        .map(|row| {
            last = row.get("at").and_then(|it| moment(it)).or(last);
            (last, row)
        })
        .collect();
    dated.sort_by_key(|it| it.0);
    rows.extend(dated.into_iter().map(|it| it.1));
}

/// `2026-03-04 14:05`, with a `T` and seconds if one likes, or the day alone. What follows (a zone,
/// a word) is not read.
pub fn moment(text: &str) -> Option<jiff::civil::DateTime> {
    let text = text.trim().replacen('T', " ", 1);
    let mut parts = text.split_whitespace();
    let day: jiff::civil::Date = parts.next()?.parse().ok()?;
    let time = parts.next().and_then(|it| it.trim_end_matches('Z').parse().ok());
    Some(day.to_datetime(time.unwrap_or(jiff::civil::Time::midnight())))
}

fn filled<'a>(record: &'a Record, rows: &str, cell: &'a str) -> impl Iterator<Item = &'a str> {
    let cells = record.rows(rows).iter().filter_map(move |row| row.get(cell));
    cells.map(|it| it.trim()).filter(|it| !it.is_empty())
}

/// What the page asks beyond the answers; private to whoever may edit.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let texts = ["happened", "expected", "surprised", "helped", "open_questions"];
    for place in texts {
        found.extend(blame::wording(place, record.text(place), around.names));
    }
    for (place, cell) in [("timeline", "what"), ("perspectives", "saw"), ("factors", "factor")] {
        let all: Vec<&str> = filled(record, place, cell).collect();
        found.extend(blame::wording(place, &all.join(".\n"), around.names));
    }
    found.extend(team_led::noticed(dossier, around, ROLES));
    if is_begun(record) {
        found.extend(missing(dossier));
    }
    found
}

/// Absences are worth a word only once there is something to judge.
fn is_begun(record: &Record) -> bool {
    record.state != "draft" || !record.rows("factors").is_empty()
}

fn missing(dossier: &Dossier) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    if filled(record, "factors", "factor").count() == 1 {
        let only = filled(record, "factors", "factor").next().unwrap_or_default();
        found.push(note(
            "one-factor",
            Weight::Blocks,
            "factors",
            only,
            "One factor is a root cause by another name.",
            "What else had to be true for it to happen that day?",
        ));
    }
    if filled(record, "perspectives", "who").count() < 2 {
        found.push(note(
            "perspectives",
            Weight::Warns,
            "perspectives",
            "",
            "Fewer than two people have told what they saw.",
            "Who stood somewhere else when it happened?",
        ));
    }
    if record.text("helped").trim().is_empty() {
        found.push(note(
            "nothing-helped",
            Weight::Warns,
            "helped",
            "",
            "Nothing is said of what helped.",
            "What kept it from becoming worse?",
        ));
    }
    if starts_late(record) {
        found.push(note(
            "starts-late",
            Weight::Note,
            "timeline",
            "",
            "The timeline begins with the incident.",
            "What was going on before, that made the first step look right?",
        ));
    }
    let promised = dossier.slot("commitment").filter(|it| it.state != "dropped");
    if blame::only_attention(promised.map(|it| it.text("text"))) {
        found.push(note(
            "only-care",
            Weight::Warns,
            "",
            "",
            "Everything promised asks people to take more care.",
            "What could be removed, guarded or noticed sooner instead?",
        ));
    }
    found
}

fn starts_late(record: &Record) -> bool {
    let first = filled(record, "timeline", "at").find_map(moment);
    matches!((first, moment(record.text("began"))), (Some(first), Some(began)) if first >= began)
}

fn note(
    rule: &'static str,
    weight: Weight,
    place: &str,
    words: &str,
    says: &str,
    asks: &str,
) -> Finding {
    Finding {
        rule,
        weight,
        place: place.to_owned(),
        words: words.to_owned(),
        says: says.to_owned(),
        asks: asks.to_owned(),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
