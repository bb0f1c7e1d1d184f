//! Markdown decision records (MADR 4, and older forms), in and out without losing a byte.
//!
//! An imported file is kept as it was read. On the way out it is read again: a part whose answers
//! are still what the record says is written exactly as it stood, and only the others anew. What we
//! do not understand (other headings, other keys, odd line ends) is therefore never touched.

mod front;
mod inline;
mod parts;
mod read;
mod status;
mod write;

pub use status::Replaces;

use jiff::civil::Date;

use crate::practice::decision;
use crate::record::{Answers, KEPT_CHARS, Record, Value};

/// A decision read from a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    pub title: String,
    /// Answers of the decision kind, with the file itself as `source`.
    pub answers: Answers,
    /// The state its status stands for; a written decision without one holds.
    pub state: &'static str,
    /// Its status and its day as they stand there; empty where it says none.
    pub status: String,
    pub date: String,
    /// Whether its title is only the name of the file.
    pub untitled: bool,
    /// Headings whose text no answer holds: it stays in the file that is kept.
    pub unplaced: Vec<String>,
}

impl Imported {
    /// The line of its status where that is no word we know.
    pub fn unknown_status(&self) -> Option<&str> {
        let said = status::said(&self.status);
        (!said.is_empty() && status::known(&self.status).is_none()).then_some(said)
    }

    /// Its day where that is written in a way we do not read.
    pub fn unknown_date(&self) -> Option<&str> {
        let unread = !self.date.is_empty() && !self.answers.contains_key("decided_on");
        unread.then_some(self.date.as_str())
    }

    /// Other records that its status names.
    pub fn replaces(&self) -> Replaces {
        status::replaces(&self.status)
    }

    /// Whether anything in the file is what records of decisions say.
    pub fn is_a_record(&self) -> bool {
        ["frame", "because", "chosen", "consequences", "options"]
            .iter()
            .any(|it| self.answers.contains_key(*it))
    }
}

/// Why a file is not a decision that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("This file is {0} bytes long; at most {KEPT_CHARS} are kept. Link to it instead.")]
    TooLong(usize),
    #[error("This file holds no text.")]
    Empty,
}

/// Reads a file. `fallback` is its title where it has no heading: usually the name of the file.
pub fn import(text: &str, fallback: &str) -> Result<Imported, NotRead> {
    if text.len() > KEPT_CHARS {
        return Err(NotRead::TooLong(text.len()));
    }
    if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
        return Err(NotRead::Empty);
    }
    let mut imported = read::read(text, fallback);
    if imported.untitled {
        imported.title = in_words(&imported.title);
    }
    imported.answers.insert("source".to_owned(), Value::Text(text.to_owned()));
    Ok(imported)
}

/// The name of a file as a title: `0020-sri-default` is “Sri default”.
fn in_words(stem: &str) -> String {
    let (mark, rest) = stem.split_once(['-', '_']).unwrap_or(("", stem));
    let is_number = mark.trim_start_matches(char::is_alphabetic).parse::<u32>().is_ok();
    let words = if is_number { rest } else { stem };
    let words = words.split(['-', '_', ' ']).filter(|it| !it.is_empty()).collect::<Vec<_>>();
    let words = words.join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => stem.to_owned(),
    }
}

impl Imported {
    /// The day to look at it again, while there is something to look at; what stands there instead
    /// of a day as it is written.
    pub fn review_on(&self) -> Option<Result<Date, String>> {
        let Some(Value::Text(source)) = self.answers.get("source") else { return None };
        let is_open = decision::KIND.state(self.state).is_some_and(|it| it.open);
        let said = read::review(source).filter(|_| is_open)?;
        Some(said.parse().map_err(|_| said))
    }
}

/// Writes a decision: the imported file with what has changed since, or a new one.
pub fn export(record: &Record) -> String {
    match record.text("source") {
        "" => write::fresh(record),
        source => write::onto(source, record),
    }
}

/// Whether the record still says what the imported file says.
pub fn is_as_imported(record: &Record) -> bool {
    let source = record.text("source");
    !source.is_empty() && write::onto(source, record) == source
}

/// Which line of a file, from one, these words first stand on; 1 where they do not.
pub fn line_of(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).map_or(1, |at| at + 1)
}

/// The four statuses of MADR that a state stands for.
pub fn status(state: &str) -> &'static str {
    match state {
        "proposed" | "advice" => "proposed",
        "superseded" => "superseded",
        "withdrawn" => "rejected",
        _ => "accepted",
    }
}

#[cfg(test)]
mod tests;
