//! Records of other programs taken over as history: one file a format. Nothing that is taken over
//! comes due, and the report says what was taken, what was left, and why.

mod dispatch;
mod morgue;
mod sql;
#[cfg(test)]
mod tests;

use domain::attachment::{COMMITMENT, IDEA, LINK, Slot};
use domain::id::At;
use domain::practice::postmortem;
use domain::record::{Answers, LINE_CHARS, PROSE_CHARS, ROWS, Row, Value};
use jiff::civil::Date;
use serde::Serialize;

use super::{Portable, PortableAttachment, PortableRecord, plain};

/// What can be read. A new one is a file, a line here, and an arm in [`read`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Incidents of Netflix Dispatch, as its API answers them.
    Dispatch,
    /// Postmortems of Etsy Morgue: a MySQL dump, or its rows as JSON.
    Morgue,
}

impl Format {
    pub const ALL: &[Self] = &[Self::Dispatch, Self::Morgue];

    pub fn name(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch",
            Self::Morgue => "morgue",
        }
    }
}

/// What a file gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub objects: Vec<Portable>,
    pub told: Vec<Told>,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Told {
    /// What the record is called there.
    pub of: String,
    /// What became of it here; empty where it was left out.
    pub took: Vec<String>,
    /// What was left, each with the reason.
    pub left: Vec<String>,
}

/// Reads a file for a team (its slug).
///
/// Errors: where the text is not what this format writes.
pub fn read(format: Format, text: &str, team: &str) -> Result<Taken, String> {
    match format {
        Format::Dispatch => dispatch::read(text, team),
        Format::Morgue => morgue::read(text, team),
    }
}

/// Collects one postmortem and what is said about it.
struct Draft {
    id: String,
    of: String,
    title: String,
    answers: Answers,
    attached: Vec<(&'static Slot, Answers, &'static str)>,
    opened: At,
    closed: At,
    took: Vec<String>,
    left: Vec<String>,
}

impl Draft {
    fn new(format: Format, team: &str, key: &str, title: &str) -> Self {
        Self {
            id: format!("{}-{}--{}", format.name(), plain(team), plain(key)),
            of: key.to_owned(),
            title: cut(title.trim(), LINE_CHARS),
            answers: Answers::new(),
            attached: Vec::new(),
            opened: At::default(),
            closed: At::default(),
            took: Vec::new(),
            left: Vec::new(),
        }
    }

    fn prose(&mut self, name: &str, parts: &[&str]) {
        let parts: Vec<&str> =
            parts.iter().map(|it| it.trim()).filter(|it| !it.is_empty()).collect();
        if parts.is_empty() {
            return;
        }
        let whole = parts.join("\n\n");
        if whole.chars().count() > PROSE_CHARS {
            self.left.push(format!("the end of a text longer than {PROSE_CHARS} characters"));
        }
        self.answers.insert(name.to_owned(), Value::Text(cut(&whole, PROSE_CHARS)));
        self.took.push(asked(name));
    }

    fn line(&mut self, name: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.answers.insert(name.to_owned(), Value::Text(cut(&text, LINE_CHARS)));
            self.took.push(asked(name));
        }
    }

    fn rows(&mut self, name: &str, mut rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        if name == "timeline" {
            postmortem::rules::in_order(&mut rows);
        }
        if rows.len() > ROWS {
            self.left.push(format!("{} lines of a timeline longer than {ROWS}", rows.len() - ROWS));
            rows.truncate(ROWS);
        }
        self.took.push(format!("{} ({})", asked(name), rows.len()));
        self.answers.insert(name.to_owned(), Value::Rows(rows));
    }

    /// A change that was made there is a promise kept here; one still open was never promised here.
    fn task(&mut self, text: &str, owner: &str, due: Option<Date>, done: Option<Date>) {
        let text = cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), LINE_CHARS);
        if text.is_empty() {
            return;
        }
        let mut answers = Answers::from([("text".to_owned(), Value::Text(text))]);
        let Some(done) = done else {
            self.attached.push((&IDEA, answers, "left"));
            return;
        };
        let owner = if owner.is_empty() { "unknown" } else { owner };
        let days = [("due", due.unwrap_or(done)), ("closed_on", done)];
        answers.insert("owner".to_owned(), Value::Text(owner.to_owned()));
        answers.extend(days.map(|(name, day)| (name.to_owned(), Value::Text(day.to_string()))));
        self.attached.push((&COMMITMENT, answers, "kept"));
    }

    /// A page elsewhere; only addresses that can be followed.
    fn link(&mut self, to: &str, text: &str) -> bool {
        let fits = (to.starts_with("https://") || to.starts_with("http://"))
            && to.chars().count() <= LINE_CHARS;
        if fits {
            let pairs = [("to", to), ("text", text)]
                .map(|(name, it)| (name.to_owned(), Value::Text(it.to_owned())));
            self.attached.push((&LINK, pairs.into(), "open"));
        }
        fits
    }

    fn finish(mut self, team: &str, from: String) -> (Portable, Told) {
        let count = |slot: &Slot| self.attached.iter().filter(|it| it.0.name == slot.name).count();
        let (kept, ideas, links) = (count(&COMMITMENT), count(&IDEA), count(&LINK));
        for (n, says) in [(kept, "done tasks as kept promises"), (links, "links")] {
            if n > 0 {
                self.took.push(format!("{says} ({n})"));
            }
        }
        if ideas > 0 {
            self.took.push(format!("open tasks as ideas ({ideas})"));
            self.left.push("days on which open tasks were due: history asks for nothing; promise again what still matters".into());
        }
        self.answers.insert("from_elsewhere".into(), Value::Text(from));
        self.answers.insert("published_on".into(), Value::Text(self.closed.day().to_string()));
        let attached = self.attached.into_iter().enumerate().map(|(at, (slot, answers, state))| {
            PortableAttachment {
                id: format!("{}--{at}", self.id).into(),
                slot: slot.name.to_owned(),
                author: "".into(),
                made_at: self.opened,
                answers,
                state: state.to_owned(),
                version: 1,
            }
        });
        let record = PortableRecord {
            kind: postmortem::KIND.slug.to_owned(),
            state: "published".to_owned(),
            title: self.title,
            team: team.into(),
            author: "".into(),
            answers: self.answers,
            version: 1,
            opened_at: self.opened,
            changed_at: self.closed,
            revealed: false,
            retired: false,
            attached: attached.collect(),
            id: self.id.into(),
        };
        (Portable::Record(Box::new(record)), Told { of: self.of, took: self.took, left: self.left })
    }
}

fn left_out(of: &str, why: &str) -> Told {
    Told { of: of.to_owned(), took: Vec::new(), left: vec![format!("all of it: {why}")] }
}

/// The label people know an answer by.
fn asked(name: &str) -> String {
    postmortem::KIND.ask(name).map_or(name, |it| it.label).to_lowercase()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A moment as the timeline writes it.
fn moment(at: At) -> String {
    let text = at.to_string();
    text.get(..16).unwrap_or(&text).replacen('T', " ", 1)
}
