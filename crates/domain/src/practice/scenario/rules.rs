//! What holds for a scenario: three explanations with two sides, no names, an end that is earned.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::slots::{HYPOTHESIS, SIGN, STEP};
use crate::attachment::Attachment;
use crate::finding::{Finding, Weight};
use crate::kind::{Around, Event};
use crate::practice::checks::text::named;
use crate::practice::checks::{Worded, finding, numbers};
use crate::record::{Dossier, Record, Refusal};
use crate::scenario::{HYPOTHESES, SIGNS};

/// Until the team looks at it together (`domain.md` 10).
pub const LOOK_DAYS: i64 = 42;
/// Without a day of its own.
pub const QUARTER_DAYS: i64 = 91;
/// It never runs on (`domain.md` 10: two quarters).
pub const MOST_DAYS: i64 = 182;

pub fn may_go_on(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    names_nobody(dossier, around)?;
    let weighed = weighed(dossier).len();
    if weighed >= HYPOTHESES {
        return Ok(());
    }
    Err(Refusal::Rule(format!(
        "{weighed} of at least {HYPOTHESES} explanations have something that speaks for them and something that speaks against them. Write both below each; hold another one where you have too few."
    )))
}

pub fn may_exit(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    names_nobody(dossier, around)?;
    let signs = signs(dossier).len();
    if signs >= SIGNS {
        return Ok(());
    }
    Err(Refusal::Rule(format!(
        "It ends on {SIGNS} different signals, and {signs} stands here. What else do you see that is not as it was?"
    )))
}

pub fn may_take_up(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if around.now.day() < last_day(&dossier.record) {
        return Ok(());
    }
    Err(Refusal::Rule(
        "Two quarters are over. Begin another one: it shows what was tried here.".to_owned(),
    ))
}

/// A run is about the work. Whoever is named could not answer here.
pub fn names_nobody(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    match texts(dossier).into_iter().find_map(|(_, it)| named(it, around.names)) {
        Some((words, true)) => Err(Refusal::Rule(format!(
            "“{words}” names somebody, and a scenario names nobody. Say what happens in the work; what cannot be changed any more is set aside."
        ))),
        _ => Ok(()),
    }
}

/// Explanations with something on both sides, each told once, as they stand.
pub fn weighed(dossier: &Dossier) -> BTreeSet<String> {
    let has = |it: &Attachment, name: &str| !it.text(name).trim().is_empty();
    let both = |it: &&Attachment| has(it, "evidence_for") && has(it, "evidence_against");
    standing(dossier).filter(both).map(|it| it.text("text").trim().to_lowercase()).collect()
}

/// Different signals that stand for the end; a sign of one’s own differs by its words.
pub fn signs(dossier: &Dossier) -> BTreeSet<String> {
    let stands = dossier.slot(SIGN.name).filter(|it| it.state == SIGN.first_state());
    let of = |it: &Attachment| match it.text("signal") {
        crate::scenario::OWN => it.text("text").trim().to_lowercase(),
        known => known.to_owned(),
    };
    stands.map(of).collect()
}

fn standing(dossier: &Dossier) -> impl Iterator<Item = &Attachment> {
    dossier.slot(HYPOTHESIS.name).filter(|it| it.state != "aside")
}

pub fn last_day(record: &Record) -> Date {
    after(record.opened_at.day(), MOST_DAYS)
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}

/// Fills who keeps hold of it and its days, and keeps what each look showed under its day.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    let today = around.now.day();
    match event {
        Event::Begun => {
            if let Some(actor) = around.actor.filter(|_| record.text("owner").is_empty()) {
                record.put("owner", actor.handle.clone());
            }
            fill(record, "look_on", after(today, LOOK_DAYS));
            fill(record, "ends_on", after(today, QUARTER_DAYS));
        }
        Event::Moved("look") => {
            let said = format!("{today}: {}", record.text("shows_now").trim());
            let before = record.text("looked").to_owned();
            let all = if before.is_empty() { said } else { format!("{before}\n\n{said}") };
            record.put("looked", all);
            record.answers.remove("shows_now");
            record.put("look_on", after(today, LOOK_DAYS).to_string());
        }
        Event::Moved("exit" | "stop") => record.put("ended_on", today.to_string()),
        Event::Moved("take_up") => {
            record.answers.remove("ended_on");
            record.put("look_on", after(today, LOOK_DAYS).to_string());
            record.put("ends_on", after(today, QUARTER_DAYS).to_string());
        }
        Event::Moved(_) | Event::Saved(_) => {}
    }
    let last = last_day(record);
    for name in ["look_on", "ends_on"] {
        if record.text(name).trim().parse::<Date>().is_ok_and(|it| it > last) {
            record.put(name, last.to_string());
        }
    }
}

fn fill(record: &mut Record, name: &str, day: Date) {
    if record.text(name).trim().is_empty() {
        record.put(name, day.to_string());
    }
}

/// Every text that anybody reads, with the place it stands in; what was set aside is out of it.
fn texts(dossier: &Dossier) -> Vec<(&'static str, &str)> {
    let record = &dossier.record;
    let answers = ["hard", "shows_now", "word", "stopped_because", "looked"];
    let mut found = vec![("title", record.title.as_str())];
    found.extend(answers.map(|it| (it, record.text(it))));
    for it in standing(dossier) {
        let said = ["text", "would_for", "would_against", "evidence_for", "evidence_against"];
        found.extend(said.map(|name| (HYPOTHESIS.name, it.text(name))));
    }
    for it in dossier.slot(STEP.name) {
        found.extend(["text", "changed", "learned"].map(|name| (STEP.name, it.text(name))));
    }
    found.extend(dossier.slot(SIGN.name).map(|it| (SIGN.name, it.text("text"))));
    found
}

/// What the page asks beyond the answers; private to whoever may edit.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    for (place, text) in texts(dossier) {
        found.extend(numbers::wording(place, text, around.names));
        if let Some((words, is_sure)) = named(text, around.names) {
            let weight = if is_sure { Weight::Blocks } else { Weight::Warns };
            found.push(finding("names-somebody", weight, place, &words).saying(
                "This names somebody, and a scenario names nobody.",
                "What happens in the work, whoever does it?",
            ));
        }
    }
    if record.state == "held" && standing(dossier).next().is_some() {
        let one_sided = standing(dossier).find(|it| {
            it.text("evidence_for").trim().is_empty()
                || it.text("evidence_against").trim().is_empty()
        });
        if let Some(it) = one_sided {
            found.push(
                finding("one-sided", Weight::Note, HYPOTHESIS.name, it.text("text")).saying(
                    "Only one side of this explanation has been looked at.",
                    "What would you see if it were the other way?",
                ),
            );
        }
    }
    if record.state == "under_way" && dossier.slot(STEP.name).next().is_none() {
        found.push(finding("no-step", Weight::Note, STEP.name, "").saying(
            "No step has been taken yet.",
            "What is the smallest one that could be taken back?",
        ));
    }
    found
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
