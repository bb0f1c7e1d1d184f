//! Whether a sentence asks or directs (`domain.md` 3.8): a private nudge for whoever writes it.
//!
//! English only, silent on other languages. It misses much and accuses seldom; nobody but the
//! writer ever sees it, and nothing counts it.

mod rules;

use std::sync::LazyLock;

use regex::Regex;
use serde::Serialize;

use crate::finding::{Finding, Weight};
use crate::practice::checks::text::is_english;
use crate::record::{Answers, Value};

pub use rules::{Rule, Speaks};

/// What a sentence does to whoever reads it; the first rule that matches decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    Blame,
    Leading,
    OpenPrompt,
    Directive,
    ForcedChoice,
    Closed,
    Open,
    Reflection,
    Affirm,
    Statement,
}

/// A reading of one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub label: Label,
    /// The words that decided it, as they were written; empty where none did.
    pub words: String,
    /// A question that leaves the answer to the reader.
    pub instead: &'static str,
}

static READY: LazyLock<Vec<(&Rule, Regex)>> = LazyLock::new(|| {
    let ready = |rule: &'static Rule| (rule, rules::compiled(rule.pattern));
    rules::RULES.iter().map(ready).collect()
});

/// Reads one sentence. Anything that is no English is a plain statement.
pub fn hear(sentence: &str) -> Heard {
    let plain = sentence.trim().replace('’', "'");
    let asks = plain.trim_end().ends_with('?');
    let fits = |rule: &Rule| match rule.speaks {
        Speaks::Any => true,
        Speaks::Asking => asks,
        Speaks::Telling => !asks,
    };
    if is_english(&plain) {
        for (rule, pattern) in READY.iter().filter(|(rule, _)| fits(rule)) {
            if let Some(hit) = pattern.find(&plain) {
                let words = hit.as_str().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
                return Heard { label: rule.label, words, instead: rule.instead };
            }
        }
    }
    let label = if asks { Label::Closed } else { Label::Statement };
    Heard { label, words: String::new(), instead: "" }
}

impl Label {
    /// Whether the writer may want to look at it once more.
    pub fn closes(self) -> bool {
        matches!(self, Label::Blame | Label::Leading | Label::Directive)
    }
}

/// What to think about before a question is sent: at most one thing for each sentence.
pub fn of_question(answers: &Answers) -> Vec<Finding> {
    nudges(answers, "text", &[Label::Blame, Label::Leading, Label::Directive])
}

/// The same for an account of what happened, where only blame is in the way.
pub fn of_account(text: &str, place: &str) -> Vec<Finding> {
    each(text, place, &[Label::Blame])
}

fn nudges(answers: &Answers, place: &str, watched: &[Label]) -> Vec<Finding> {
    match answers.get(place) {
        Some(Value::Text(text)) => {
            let mut found = each(text, place, watched);
            found.extend(several(text, place));
            found
        }
        _ => Vec::new(),
    }
}

fn each(text: &str, place: &str, watched: &[Label]) -> Vec<Finding> {
    let heard = sentences(text).map(hear).filter(|it| watched.contains(&it.label));
    let told = heard.map(|it| Finding {
        rule: "wording",
        weight: Weight::Note,
        place: place.to_owned(),
        says: says(it.label).to_owned(),
        words: it.words,
        asks: it.instead.to_owned(),
    });
    told.take(3).collect()
}

/// One question at a time gets one answer.
fn several(text: &str, place: &str) -> Option<Finding> {
    (text.matches('?').count() > 1 && is_english(text)).then(|| Finding {
        rule: "several",
        weight: Weight::Note,
        place: place.to_owned(),
        words: String::new(),
        says: "There is more than one question here; often only the last one is answered.".into(),
        asks: "Which one matters most?".into(),
    })
}

fn says(label: Label) -> &'static str {
    match label {
        Label::Blame => "This asks a person to defend themselves.",
        Label::Leading => "The answer you expect can be heard in this question.",
        _ => "This tells what to do. If it is a limit, say it plainly as one.",
    }
}

/// Sentences with their marks: whether one asks is in its last character.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n'])
        .map(str::trim)
        .filter(|it| it.chars().any(char::is_alphabetic))
}

#[cfg(test)]
mod tests;
