//! One record, and the only ways it changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::id::{At, Id};
use crate::kind::{Answer, Around, Cell, Kind, Need};
use crate::people::Standing;

pub type Row = BTreeMap<String, String>;

/// One stored answer. JSON: a string, a list of strings, or a list of objects of strings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    List(Vec<String>),
    Rows(Vec<Row>),
}

pub type Answers = BTreeMap<String, Value>;

/// A record of any kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: Id,
    /// Slug of its kind.
    pub kind: String,
    pub state: String,
    pub title: String,
    pub team: Id,
    /// Who began it: id of a person or an agent.
    pub author: Id,
    pub answers: Answers,
    /// Counts up with every change; a save names the version it read.
    pub version: i64,
    pub opened_at: At,
    pub changed_at: At,
    /// Whether hidden responses have been revealed.
    pub revealed: bool,
    /// Put away: kept, searchable, out of the lists.
    pub retired: bool,
}

/// A record with everything that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub record: Record,
    pub attached: Vec<Attachment>,
}

/// Why something did not happen, in words a person can act on. A value, not a failure.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("“{step}” is not possible while this is {state}.")]
    NotFromHere { step: String, state: String },
    #[error("{0}")]
    NotYours(String),
    #[error("First answer: {}.", .0.join(", "))]
    Unanswered(Vec<String>),
    #[error("This is your own; somebody else has to do it.")]
    OwnWork,
    #[error("{0}")]
    Rule(String),
}

impl Refusal {
    /// Whether it is kept for somebody else, and not only too early.
    pub fn is_for_others(&self) -> bool {
        matches!(self, Refusal::NotYours(_) | Refusal::OwnWork)
    }
}

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldProblem {
    pub field: String,
    pub says: String,
}

pub const LINE_CHARS: usize = 300;
pub const PROSE_CHARS: usize = 20_000;
pub const ROWS: usize = 100;
/// What the house keeps of its own may be longer than what a person types: an imported file.
pub const KEPT_CHARS: usize = 1_000_000;

impl Value {
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(|item| item.trim().is_empty()),
            Value::Rows(rows) => {
                rows.iter().all(|row| row.values().all(|cell| cell.trim().is_empty()))
            }
        }
    }
}

impl Record {
    /// The text answer, or "".
    pub fn text(&self, name: &str) -> &str {
        match self.answers.get(name) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Sets a text answer.
    pub fn put(&mut self, name: &str, text: impl Into<String>) {
        self.answers.insert(name.to_owned(), Value::Text(text.into()));
    }

    pub fn list(&self, name: &str) -> &[String] {
        match self.answers.get(name) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    pub fn rows(&self, name: &str) -> &[Row] {
        match self.answers.get(name) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }
}

impl Dossier {
    /// Attachments of one slot, oldest first.
    pub fn slot<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attachment> {
        self.attached.iter().filter(move |it| it.slot == name)
    }
}

impl Kind {
    /// Moves this standing could make now, whether or not their questions are answered yet.
    pub fn moves_open_to<'a>(
        &'a self,
        record: &'a Record,
        standing: Standing,
    ) -> impl Iterator<Item = &'static crate::kind::Move> {
        self.moves
            .iter()
            .filter(move |step| step.from.contains(&record.state.as_str()) && standing.is(step.by))
    }

    /// The only way a record changes state: returns the state it will have.
    pub fn apply(
        &self,
        dossier: &Dossier,
        standing: Standing,
        around: &Around,
        name: &str,
    ) -> Result<&'static str, Refusal> {
        let record = &dossier.record;
        let Some(step) = self.step(name).filter(|it| it.from.contains(&record.state.as_str()))
        else {
            let state = self.state(&record.state).map_or(record.state.as_str(), |it| it.label);
            let step = self.step(name).map_or(name, |it| it.label);
            return Err(Refusal::NotFromHere { step: step.to_owned(), state: state.to_owned() });
        };
        if !standing.is(step.by) {
            return Err(Refusal::NotYours(step.by.refusal(step.label)));
        }
        let missing: Vec<String> = self
            .asks
            .iter()
            .filter(|ask| {
                ask.need == Need::Before(step.name) && ask.is_empty(record.answers.get(ask.name))
            })
            .map(|ask| ask.label.to_owned())
            .collect();
        if !missing.is_empty() {
            return Err(Refusal::Unanswered(missing));
        }
        (step.check)(dossier, around)?;
        Ok(step.to)
    }

    /// Checks a set of answers against the asks; returns every problem, not only the first.
    pub fn problems(&self, title: &str, answers: &Answers) -> Vec<FieldProblem> {
        let mut found = title_problems(title);
        found.extend(answers_problems(self.asks, answers));
        found
    }
}

fn title_problems(title: &str) -> Vec<FieldProblem> {
    let says = match title.trim().chars().count() {
        0 => "One sentence is enough to begin, but it needs one.".to_owned(),
        n if n > LINE_CHARS => format!("{n} characters; at most {LINE_CHARS} fit a title."),
        _ if title.trim().contains(['\n', '\r']) => {
            "A title is one line. Write the rest of it into a field below.".to_owned()
        }
        _ => return Vec::new(),
    };
    vec![FieldProblem { field: "title".into(), says }]
}

/// Every handle in the answers to these asks.
pub fn handles<'a>(asks: &[crate::kind::Ask], answers: &'a mut Answers) -> Vec<&'a mut String> {
    let mut found = Vec::new();
    for (name, value) in answers {
        let Some(ask) = asks.iter().find(|ask| ask.name == name) else { continue };
        match (ask.answer, value) {
            (Answer::Person, Value::Text(handle)) => found.push(handle),
            (Answer::People, Value::List(handles)) => found.extend(handles),
            (Answer::Rows(columns), Value::Rows(rows)) => {
                let cells = rows.iter_mut().flatten();
                let is_handle = |name: &str| {
                    columns.iter().any(|it| it.name == name && it.cell == Cell::Person)
                };
                found.extend(cells.filter(|it| is_handle(it.0)).map(|it| it.1));
            }
            _ => {}
        }
    }
    found
}

/// The same for any list of asks: a kind's, a slot's, a slot move's.
pub fn answers_problems(asks: &[crate::kind::Ask], answers: &Answers) -> Vec<FieldProblem> {
    let mut found = Vec::new();
    for name in answers.keys() {
        if !asks.iter().any(|ask| ask.name == name) {
            found.push(FieldProblem {
                field: name.clone(),
                says: format!("Nothing here asks for “{name}”."),
            });
        }
    }
    for ask in asks {
        let value = answers.get(ask.name);
        if ask.need == Need::Always && ask.is_empty(value) {
            found.push(FieldProblem {
                field: ask.name.into(),
                says: format!("“{}” needs an answer.", ask.label),
            });
        }
        if let Some(value) = value.filter(|it| !it.is_empty())
            && let Err(says) = if ask.kept { kept_fits(value) } else { fits(ask.answer, value) }
        {
            found.push(FieldProblem { field: ask.name.into(), says });
        }
    }
    found
}

fn kept_fits(value: &Value) -> Result<(), String> {
    match value {
        Value::Text(text) if text.len() > KEPT_CHARS => {
            Err(format!("{} bytes; at most {KEPT_CHARS} are kept.", text.len()))
        }
        _ => Ok(()),
    }
}

fn fits(answer: Answer, value: &Value) -> Result<(), String> {
    match (answer, value) {
        (Answer::Line | Answer::Record(_), Value::Text(text)) => cell_fits(Cell::Line, text),
        (Answer::Link, Value::Text(text)) => {
            cell_fits(Cell::Line, text)?;
            link_fits(text.trim())
        }
        (Answer::Prose, Value::Text(text)) => cell_fits(Cell::Prose, text),
        (Answer::Day, Value::Text(text)) => cell_fits(Cell::Day, text),
        (Answer::Number { .. }, Value::Text(text)) => cell_fits(Cell::Number, text),
        (Answer::OneOf(choices), Value::Text(text)) => cell_fits(Cell::OneOf(choices), text),
        (Answer::Person, Value::Text(text)) => cell_fits(Cell::Person, text),
        (Answer::People | Answer::Lanes | Answer::Attached(_), Value::List(items)) => {
            if items.len() > ROWS {
                return Err(format!("{} entries; at most {ROWS}.", items.len()));
            }
            items.iter().try_for_each(|item| cell_fits(Cell::Line, item))
        }
        (Answer::Case, Value::Rows(rows)) => rows
            .iter()
            .try_for_each(|row| row.values().try_for_each(|cell| cell_fits(Cell::Line, cell))),
        (Answer::Rows(columns), Value::Rows(rows)) => rows_fit(columns, rows),
        _ => Err("This is not the form of answer expected here.".to_owned()),
    }
}

/// Whether there is such a record, only the house can say.
fn link_fits(text: &str) -> Result<(), String> {
    let is_known = text.starts_with("https://") || text.starts_with("http://");
    if is_known || !text.contains(':') {
        return Ok(());
    }
    Err("Write the id of a record (the last part of its address), or an address that begins with \
         https://."
        .to_owned())
}

fn rows_fit(columns: &[crate::kind::Column], rows: &[Row]) -> Result<(), String> {
    if rows.len() > ROWS {
        return Err(format!("{} rows; at most {ROWS}.", rows.len()));
    }
    for (at, row) in
        rows.iter().enumerate().filter(|(_, row)| row.values().any(|it| !it.trim().is_empty()))
    {
        if let Some(name) = row.keys().find(|name| columns.iter().all(|it| it.name != *name)) {
            return Err(format!("Row {}: there is no column “{name}”.", at + 1));
        }
        for column in columns {
            let cell = row.get(column.name).map_or("", |it| it.trim());
            if cell.is_empty() {
                if column.needed {
                    return Err(format!("Row {}: “{}” is empty.", at + 1, column.label));
                }
                continue;
            }
            cell_fits(column.cell, cell)
                .map_err(|says| format!("Row {}, {}: {says}", at + 1, column.label))?;
        }
    }
    Ok(())
}

fn cell_fits(cell: Cell, text: &str) -> Result<(), String> {
    let count = text.chars().count();
    match cell {
        Cell::Line | Cell::Person if count > LINE_CHARS => {
            Err(format!("{count} characters; at most {LINE_CHARS} fit here."))
        }
        Cell::Line | Cell::Person if text.contains(['\n', '\r']) => {
            Err("One line only.".to_owned())
        }
        Cell::Prose if count > PROSE_CHARS => {
            Err(format!("{count} characters; at most {PROSE_CHARS} fit here."))
        }
        Cell::Day => text
            .trim()
            .parse::<jiff::civil::Date>()
            .map(drop)
            .map_err(|_| format!("“{text}” is not a date; write it as 2026-03-01.")),
        Cell::Number => text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|it| it.is_finite())
            .map(drop)
            .ok_or_else(|| format!("“{text}” is not a number.")),
        Cell::OneOf(choices) if choices.iter().all(|(stored, _)| *stored != text) => {
            let shown: Vec<_> = choices.iter().map(|(stored, _)| *stored).collect();
            Err(format!("“{text}” is not one of {}.", shown.join(", ")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_found_in_an_answer_a_list_and_a_column_and_in_no_words() {
        let kind = &crate::practice::leave_test::KIND;
        let lent = BTreeMap::from([("who", "@Kim"), ("what", "@Rota")]);
        let lent = lent.into_iter().map(|(name, cell)| (name.to_owned(), cell.to_owned()));
        let mut answers = Answers::from([
            ("stand_in".to_owned(), Value::Text("@Raj".into())),
            ("reach".to_owned(), Value::Text("@Ana".into())),
            ("lent".to_owned(), Value::Rows(vec![lent.collect()])),
        ]);
        assert_eq!(handles(kind.asks, &mut answers), ["@Kim", "@Raj"]);
        let invited = Value::List(vec!["@Lee".into()]);
        let mut answers = Answers::from([("invited".to_owned(), invited)]);
        assert_eq!(handles(crate::practice::postmortem::KIND.asks, &mut answers), ["@Lee"]);
    }

    #[test]
    fn a_title_is_one_line_that_fits() {
        let wrong = |title: &str| !title_problems(title).is_empty();
        assert!(!wrong("One queue per tenant") && !wrong(" Blanks around it are no part of it\n"));
        assert!(wrong("One queue\nper tenant") && wrong("One queue\rper tenant"));
        assert!(wrong(" \n ") && wrong(&"x".repeat(LINE_CHARS + 1)));
        assert!(!wrong(&"x".repeat(LINE_CHARS)));
    }
}
