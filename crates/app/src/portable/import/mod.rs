//! What a team already has, taken over as history: one line a format. Nothing that is taken over
//! comes due, and the report says of each file what was taken, what was left, and why.

mod dispatch;
mod markdown;
mod morgue;
mod sql;
#[cfg(test)]
mod tests;

use domain::attachment::{COMMITMENT, IDEA, LINK, Slot};
use domain::id::At;
use domain::kind::Kind;
use domain::practice::{decision, postmortem};
use domain::record::{Answers, LINE_CHARS, PROSE_CHARS, ROWS, Row, Value};
use jiff::civil::Date;
use serde::Serialize;

pub use markdown::stands_beside;

use super::{Change, Outcome, Portable, PortableAttachment, PortableRecord, plain};

/// Something that can be read.
pub struct Format {
    /// What is typed.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    pub reads: &'static str,
    /// What it becomes here.
    pub kind: &'static Kind,
    source: Reader,
}

enum Reader {
    /// One file holds many records.
    Whole(fn(&str, &str) -> Result<Taken, String>),
    /// Markdown, a record each; with the headings that one of them must have.
    Each(&'static str),
}

/// What can be read. A new one is a line here, and a file beside this one if nothing reads it yet.
pub static FORMATS: &[Format] = &[
    Format {
        name: "nygard",
        label: "Nygard",
        reads: "decision records as adr-tools writes them (Markdown, a file each)",
        kind: &decision::KIND,
        source: Reader::Each("Context, Decision, Consequences"),
    },
    Format {
        name: "madr",
        label: "MADR",
        reads: "MADR records of any version (Markdown, a file each)",
        kind: &decision::KIND,
        source: Reader::Each("Context and Problem Statement, Considered Options, Decision Outcome"),
    },
    Format {
        name: "rfc",
        label: "RFC",
        reads: "requests for comments: Summary, Motivation, Alternatives (Markdown, a file each)",
        kind: &decision::KIND,
        source: Reader::Each("Summary, Motivation, Drawbacks, Alternatives"),
    },
    Format {
        name: "dispatch",
        label: "Dispatch",
        reads: "closed incidents of Netflix Dispatch, as its API answers them (JSON)",
        kind: &postmortem::KIND,
        source: Reader::Whole(dispatch::read),
    },
    Format {
        name: "morgue",
        label: "Morgue",
        reads: "postmortems of Etsy Morgue: its MySQL dump, or the rows as JSON",
        kind: &postmortem::KIND,
        source: Reader::Whole(morgue::read),
    },
];

/// The one that goes by this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

impl Format {
    /// Whether a folder of such files can be read.
    pub fn reads_folders(&self) -> bool {
        matches!(self.source, Reader::Each(_))
    }
}

/// A file as it lies there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What files gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    pub objects: Vec<Portable>,
    pub told: Vec<Told>,
}

/// One record of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    pub file: String,
    /// What the record is called there.
    pub of: String,
    pub came: Came,
    /// Where an export keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// What became of it here; empty where it was left out.
    pub took: Vec<String>,
    /// What was left, each with the reason.
    pub left: Vec<String>,
    /// Where it was here already: what is no longer the same.
    pub differs: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Came {
    #[default]
    New,
    /// Here already.
    Same,
    /// Here already, with something else in it.
    Changed,
    Refused,
}

/// Why a file or a record is not taken, and the way out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Refused {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    pub says: String,
    pub mend: String,
}

impl Refused {
    fn new(line: Option<usize>, says: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { line, says: says.into(), mend: mend.into() }
    }
}

impl Told {
    fn refused(file: &str, of: &str, why: Refused) -> Self {
        let (file, of) = (file.to_owned(), of.to_owned());
        Self { file, of, came: Came::Refused, refused: Some(why), ..Self::default() }
    }
}

impl Taken {
    /// One record that came in, or the reason why it did not.
    fn take(&mut self, one: std::result::Result<(Portable, Told), Box<Told>>) {
        let told = match one {
            Ok((object, told)) => {
                self.objects.push(object);
                told
            }
            Err(told) => *told,
        };
        self.told.push(told);
    }

    /// Says of each record whether it is here already, from what applying all of them would do.
    pub fn compare(&mut self, changes: &[Change]) {
        for told in &mut self.told {
            let of = |it: &&Change| Some(&it.path) == told.record.as_ref();
            let Some(change) = changes.iter().find(of) else { continue };
            told.differs.clone_from(&change.differs);
            told.came = match change.outcome {
                Outcome::Added => Came::New,
                Outcome::Same => Came::Same,
                Outcome::Changed => Came::Changed,
            };
        }
    }

    /// The objects of records that came in one of these ways.
    pub fn that(&self, came: &[Came]) -> Vec<Portable> {
        let wanted = |path: &str| {
            self.told.iter().any(|it| came.contains(&it.came) && it.record.as_deref() == Some(path))
        };
        self.objects.iter().filter(|it| wanted(&it.path())).cloned().collect()
    }

    pub fn count(&self, came: Came) -> usize {
        self.told.iter().filter(|it| it.came == came).count()
    }
}

/// How files are read.
#[derive(Clone, Copy, Debug, Default)]
pub struct How<'a> {
    /// Whose history it becomes: a slug.
    pub team: &'a str,
    /// Tells files of the same name apart where a team reads several folders; may be empty.
    pub of: &'a str,
    /// What is still proposed there is taken as decided too.
    pub settled: bool,
}

/// Reads files for a team. What cannot be read is told and keeps nothing else out.
pub fn read(format: &Format, sources: &[Source], how: How) -> Taken {
    let team = how.team;
    match format.source {
        Reader::Each(headings) => markdown::read(format.label, headings, sources, how),
        Reader::Whole(read) => {
            let mut all = Taken::default();
            for source in sources {
                let taken = text_of(&source.bytes)
                    .and_then(|text| read(text, team).map_err(|says| Refused::new(None, says, "")));
                match taken {
                    Ok(mut taken) => {
                        taken.told.iter_mut().for_each(|it| it.file.clone_from(&source.path));
                        all.objects.append(&mut taken.objects);
                        all.told.append(&mut taken.told);
                    }
                    Err(why) => all.told.push(Told::refused(&source.path, &source.path, why)),
                }
            }
            all
        }
    }
}

/// The text of a file; where it is none, the line on which that shows.
fn text_of(bytes: &[u8]) -> Result<&str, Refused> {
    std::str::from_utf8(bytes).map_err(|fault| {
        let before = &bytes[..fault.valid_up_to()];
        let line = before.iter().filter(|it| **it == b'\n').count() + 1;
        let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
        let says = if wide { "It is text in UTF-16." } else { "It is no text in UTF-8." };
        Refused::new(Some(line), says, "Save it as UTF-8 and read it again.")
    })
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
    fn new(format: &str, team: &str, key: &str, title: &str) -> Self {
        Self {
            id: format!("{format}-{}--{}", plain(team), plain(key)),
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
        self.took.push(asked(&postmortem::KIND, name));
    }

    fn line(&mut self, name: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            self.answers.insert(name.to_owned(), Value::Text(cut(&text, LINE_CHARS)));
            self.took.push(asked(&postmortem::KIND, name));
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
        self.took.push(format!("{} ({})", asked(&postmortem::KIND, name), rows.len()));
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
        let object = Portable::Record(Box::new(record));
        let record = Some(object.path());
        let told =
            Told { of: self.of, record, took: self.took, left: self.left, ..Told::default() };
        (object, told)
    }
}

fn left_out(of: &str, why: &str, mend: &str) -> Box<Told> {
    Box::new(Told::refused("", of, Refused::new(None, why, mend)))
}

/// The label people know an answer by.
fn asked(kind: &Kind, name: &str) -> String {
    kind.ask(name).map_or(name, |it| it.label).to_lowercase()
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A moment as the timeline writes it.
fn moment(at: At) -> String {
    let text = at.to_string();
    text.get(..16).unwrap_or(&text).replacen('T', " ", 1)
}
