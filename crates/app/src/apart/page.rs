//! The page itself, as it is before it is sealed.

use std::collections::BTreeMap;

use domain::record::FieldProblem;
use domain::scenario::{Part, Playbook};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::playbook;
use crate::problem::{Problem, Result};

/// Of one answer. All of them together fit the seal.
pub const FIELD_CHARS: usize = 1_000;

/// What one person wrote for themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    pub begun: Date,
    said: BTreeMap<String, String>,
}

/// Every field there is, with its words: `(name, words)`.
pub fn fields() -> Vec<(String, String)> {
    let book = playbook();
    let mut all = Vec::new();
    for (at, line) in book.part(Part::Hypotheses).iter().enumerate() {
        all.push((format!("for.{at}"), format!("{} What speaks for it", line.words())));
        all.push((format!("against.{at}"), format!("{} What speaks against it", line.words())));
    }
    for (at, line) in book.part(Part::Questions).iter().enumerate() {
        all.push((format!("question.{at}"), line.words().to_owned()));
    }
    for (name, words) in [
        ("before", "How risky it feels now"),
        ("tried", "What I tried, and what it changed"),
        ("after", "How risky it feels since"),
        ("choice", "What I choose, either way"),
        ("notes", "Anything else"),
    ] {
        all.push((name.to_owned(), words.to_owned()));
    }
    all
}

impl Apart {
    pub(super) fn begun(begun: Date) -> Self {
        Self { begun, said: BTreeMap::new() }
    }

    pub fn said(&self, name: &str) -> &str {
        self.said.get(name).map_or("", String::as_str)
    }

    /// Takes what a form sent; a field that is not in it stays, an empty one goes.
    pub(super) fn keep(&mut self, said: &[(String, String)]) -> Result<()> {
        let known = fields();
        let mut problems = Vec::new();
        for (name, text) in said.iter().filter(|(name, _)| known.iter().any(|it| it.0 == *name)) {
            let text = text.trim().replace("\r\n", "\n");
            let count = text.chars().count();
            if count > FIELD_CHARS {
                let says = format!("{count} characters; at most {FIELD_CHARS} fit here.");
                problems.push(FieldProblem { field: name.clone(), says });
            } else if text.is_empty() {
                self.said.remove(name);
            } else {
                self.said.insert(name.clone(), text);
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Problem::Invalid(problems)) }
    }

    /// Everything as one text, for the person to take along.
    pub fn markdown(&self, playbook: &Playbook) -> String {
        let mut out = format!("# {}\n\n*For me alone. Begun {}.*\n", playbook.title, self.begun);
        for (name, words) in fields() {
            if !self.said(&name).is_empty() {
                out += &format!("\n## {words}\n\n{}\n", self.said(&name));
            }
        }
        out
    }
}
