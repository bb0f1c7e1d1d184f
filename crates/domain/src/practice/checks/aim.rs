//! Purpose and end state: a condition somebody will see, not a task (I01–I03, I06, I14).

use super::text::{has_number, is_english, phrase, place, sentences, words};
use super::words::{
    BUILD, DONE, LEADS_IN, METHOD, OUTPUT, REASON, STEP_VERBS, TECHNOLOGY, USE, VAGUE,
};
use super::{Worded, cell, finding, is_mandated};
use crate::finding::{Finding, Weight};
use crate::record::Record;

/// House limits: short enough to be remembered.
const PURPOSE_WORDS: usize = 60;
const END_STATE_WORDS: usize = 80;

/// Share of sentences that may name a step before the method counts as prescribed.
const STEPS: f64 = 0.30;

/// Below this one step is the whole text, and I01 has said it already.
const ENOUGH_SENTENCES: usize = 3;

pub(super) fn check(record: &Record, found: &mut Vec<Finding>) {
    for place in ["end_state", "purpose"] {
        found.extend(task(record, place, record.text(place), Weight::Blocks));
    }
    // One sentence begins an intent, often in the words it came in: nothing is held up by it.
    found.extend(task(record, "title", &record.title, Weight::Warns));
    found.extend(done(record));
    found.extend(solution(record));
    found.extend(output(record));
    found.extend(adjective(record));
    found.extend(method(record));
    found.extend(length(record, "purpose", PURPOSE_WORDS));
    found.extend(length(record, "end_state", END_STATE_WORDS));
}

/// I01. Work that the law or a contract demands is the requirement itself.
fn task(record: &Record, name: &str, text: &str, weight: Weight) -> Option<Finding> {
    if is_mandated(record) || !is_english(text) {
        return None;
    }
    let first = sentences(text).next()?;
    let verb = task_verb(first)?;
    if phrase(first, REASON).is_some() {
        return None;
    }
    Some(
        finding("I01", weight, name, verb)
            .saying("This reads as a task.", "What would be true for whom when this is finished?"),
    )
}

/// I01 in the other voice: what will have been done, in place of what will be true.
fn done(record: &Record) -> Option<Finding> {
    let text = record.text("end_state");
    if is_mandated(record) || !is_english(text) {
        return None;
    }
    let first = sentences(text).next()?;
    let words = phrase(first, DONE).filter(|_| phrase(first, REASON).is_none())?;
    Some(finding("I01", Weight::Warns, "end_state", words).saying(
        "This says what will have been done.",
        "What would be true for whom when this is finished?",
    ))
}

/// The build verb a sentence begins with, as written.
fn task_verb(sentence: &str) -> Option<&str> {
    let lower = sentence.to_ascii_lowercase();
    let lead = LEADS_IN.iter().find(|it| lower.starts_with(**it)).map_or(0, |it| it.len());
    let rest = &lower[lead..];
    let verb = BUILD.iter().find(|it| place(rest, it) == Some(0))?;
    Some(&sentence[lead..lead + verb.len()])
}

/// I02.
fn solution(record: &Record) -> Option<Finding> {
    let name = ["problem", "situation"]
        .into_iter()
        .find(|it| phrase(record.text(it), TECHNOLOGY).is_some())?;
    let text = record.text(name);
    let words = phrase(text, TECHNOLOGY).filter(|_| is_english(text))?;
    Some(finding("I02", Weight::Warns, name, words).saying(
        "The problem names a technology.",
        "What would still be wrong if that technology did not exist?",
    ))
}

/// I03. Naming who uses it already is the next signal.
fn output(record: &Record) -> Option<Finding> {
    let rows = record.rows("signals").iter();
    let signals = rows.map(|row| ("signals", cell(row, "name"))).collect::<Vec<_>>();
    let used = signals.iter().any(|(_, text)| phrase(text, USE).is_some());
    let places = [("end_state", record.text("end_state"))].into_iter().chain(signals);
    let (place, words) = places
        .filter(|(_, text)| is_english(text))
        .find_map(|(place, text)| phrase(text, OUTPUT).map(|words| (place, text, words)))
        .filter(|(_, text, _)| !used && phrase(text, USE).is_none())
        .map(|(place, _, words)| (place, words))?;
    Some(finding("I03", Weight::Blocks, place, words).saying(
        "This counts what we ship, not what changes.",
        "Who does something differently because of it, and how would we see that they use it?",
    ))
}

/// I06, for the end state; signals have their own.
fn adjective(record: &Record) -> Option<Finding> {
    let text = record.text("end_state");
    let words = phrase(text, VAGUE).filter(|_| is_english(text))?;
    let measured = record
        .rows("signals")
        .iter()
        .any(|row| ["direction", "at_least", "at_most"].iter().any(|it| !cell(row, it).is_empty()));
    if measured || has_number(text) {
        return None;
    }
    Some(finding("I06", Weight::Blocks, "end_state", words).saying(
        "An adjective has no direction and no range.",
        "From what to what, and where would we read it?",
    ))
}

/// I14. A procedure that safety or law prescribes is no lack of trust.
fn method(record: &Record) -> Option<Finding> {
    if is_mandated(record) {
        return None;
    }
    let (mut all, mut steps, mut shown) = (0, 0, None);
    for name in ["problem", "end_state", "purpose"] {
        let text = record.text(name);
        if !is_english(text) {
            continue;
        }
        for sentence in sentences(text) {
            all += 1;
            if let Some(words) = step_words(sentence) {
                steps += 1;
                shown.get_or_insert((name, words));
            }
        }
        if let Some(words) = phrase(text, METHOD) {
            return Some(prescribed(name, words));
        }
    }
    let (place, words) = shown?;
    let share = steps as f64 / all as f64;
    (all >= ENOUGH_SENTENCES && share > STEPS).then(|| prescribed(place, words))
}

fn prescribed(place: &str, words: &str) -> Finding {
    finding("I14", Weight::Warns, place, words).saying(
        "This prescribes the method.",
        "Which part of this is a limit, and which part could the team choose better?",
    )
}

fn step_words(sentence: &str) -> Option<&str> {
    let lower = sentence.to_ascii_lowercase();
    let step = STEP_VERBS.iter().find(|it| place(&lower, it) == Some(0));
    step.map(|it| &sentence[..it.len()]).or_else(|| task_verb(sentence))
}

fn length(record: &Record, name: &str, most: usize) -> Option<Finding> {
    let count = words(record.text(name)).len();
    (count > most).then(|| {
        let says = format!("{count} words; {most} are remembered.");
        finding("length", Weight::Warns, name, "").saying(&says, "Which sentence could go?")
    })
}
