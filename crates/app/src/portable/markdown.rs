//! Decisions as Markdown files: in, to be kept with what they said; out, for the repository.

use domain::attachment::Attachment;
use domain::id::{At, Id};
use domain::practice::{decision, madr, postmortem};
use domain::record::{Answers, Dossier, Record, Value};

use super::{Portable, PortableAttachment, PortableRecord, plain};
use crate::desk::{Desk, slug};
use crate::problem::{Problem, Result};

impl Portable {
    /// A decision, or a postmortem as we write it, read from a Markdown file. Its id comes from the team and the file's name without
    /// the ending, so that reading the file again finds it.
    ///
    /// Errors: why the file is no decision that can be kept.
    pub fn from_markdown(
        text: &str,
        stem: &str,
        team: &str,
    ) -> std::result::Result<Self, madr::NotRead> {
        if postmortem::markdown::is_ours(text) {
            return Ok(Self::postmortem(text, stem, team));
        }
        Ok(Self::Record(Box::new(decision_from(madr::import(text, stem)?, stem, team))))
    }

    fn postmortem(text: &str, stem: &str, team: &str) -> Self {
        let read = postmortem::markdown::import(text, stem);
        let id = format!("{FROM_FILE}{}--{}", plain(team), plain(stem));
        let began = match read.answers.get("began") {
            Some(Value::Text(began)) => {
                postmortem::rules::moment(began).map(jiff::civil::DateTime::date)
            }
            _ => None,
        };
        let opened_at = morning_of(began);
        let hung =
            |(at, (slot, answers, state)): (usize, (&str, Answers, &str))| PortableAttachment {
                id: format!("{id}--{at}").into(),
                slot: slot.to_owned(),
                author: "".into(),
                made_at: opened_at,
                answers,
                state: state.to_owned(),
                version: 1,
            };
        let attached = read.attached.into_iter().enumerate().map(hung).collect();
        let mut it = of_file(&id, postmortem::KIND.slug, read.state, opened_at);
        (it.title, it.team, it.answers, it.attached) =
            (read.title, team.into(), read.answers, attached);
        Self::Record(Box::new(it))
    }

    /// The name and the text of the file a decision or a postmortem is kept in; `None` for anything
    /// else.
    pub fn to_markdown(&self) -> Option<(String, String)> {
        let Self::Record(it) = self else { return None };
        let text = markdown_of(&it.as_dossier())?;
        let stem = match it.id.as_str().strip_prefix(FROM_FILE) {
            Some(rest) => plain(rest.split_once("--").map_or(rest, |it| it.1)),
            None => plain(&format!("{}-{}", it.opened_at.day(), slug(&it.title))),
        };
        Some((format!("{stem}.md"), text))
    }

    /// Whether `here` came from the same file and nothing in that file is new: what people have
    /// written here since is then the newer of the two.
    pub(super) fn is_old_news(it: &PortableRecord, here: &Record) -> bool {
        let source = match it.answers.get("source") {
            Some(domain::record::Value::Text(text)) => text.as_str(),
            _ => return false,
        };
        it.id.as_str().starts_with(FROM_FILE) && it.version == 1 && here.text("source") == source
    }
}

/// The record that a file is: found again by its team and the name of the file.
pub(super) fn decision_from(read: madr::Imported, stem: &str, team: &str) -> PortableRecord {
    let decided = read.answers.get("decided_on").and_then(|it| match it {
        Value::Text(day) => day.parse::<jiff::civil::Date>().ok(),
        _ => None,
    });
    let id = format!("{FROM_FILE}{}--{}", plain(team), plain(stem));
    let mut it = of_file(&id, decision::KIND.slug, read.state, morning_of(decided));
    (it.title, it.team, it.answers) = (read.title, team.into(), read.answers);
    it
}

/// A record that comes from a file: nobody here wrote it, and nobody has changed it yet.
fn of_file(id: &str, kind: &str, state: &str, opened_at: At) -> PortableRecord {
    PortableRecord {
        id: id.into(),
        kind: kind.to_owned(),
        state: state.to_owned(),
        title: String::new(),
        team: "".into(),
        author: "".into(),
        answers: Answers::new(),
        version: 1,
        opened_at,
        changed_at: opened_at,
        revealed: false,
        retired: false,
        attached: Vec::new(),
    }
}

/// The start of a day, where a file names one.
fn morning_of(day: Option<jiff::civil::Date>) -> At {
    let start = day.and_then(|it| it.to_zoned(jiff::tz::TimeZone::UTC).ok());
    start.map_or(At::default(), |it| At(it.timestamp().as_millisecond()))
}

/// The file that a record of this kind is kept in outside.
fn markdown_of(dossier: &Dossier) -> Option<String> {
    match dossier.record.kind.as_str() {
        "decision" => Some(madr::export(&dossier.record)),
        "postmortem" => Some(postmortem::markdown::export(dossier)),
        _ => None,
    }
}

impl Desk {
    /// A record as Markdown, with the record it is of.
    ///
    /// Errors: `NotFound` too for kinds that have no such form.
    pub async fn markdown(&self, id: &Id) -> Result<(Record, String)> {
        let dossier = self.read(id).await?;
        if dossier.record.kind == domain::practice::scenario::KIND.slug {
            return Ok((dossier.record, self.run_markdown(id).await?));
        }
        let text = markdown_of(&dossier).ok_or(Problem::NotFound)?;
        Ok((dossier.record, text))
    }
}

impl PortableRecord {
    fn as_dossier(&self) -> Dossier {
        let attached = self.attached.iter().map(|it| Attachment {
            id: it.id.clone(),
            record: self.id.clone(),
            slot: it.slot.clone(),
            author: it.author.clone(),
            made_at: it.made_at,
            answers: it.answers.clone(),
            state: it.state.clone(),
            version: it.version,
        });
        Dossier { record: self.as_record(), attached: attached.collect() }
    }

    fn as_record(&self) -> Record {
        Record {
            id: self.id.clone(),
            kind: self.kind.clone(),
            state: self.state.clone(),
            title: self.title.clone(),
            team: self.team.clone(),
            author: self.author.clone(),
            answers: self.answers.clone(),
            version: self.version,
            opened_at: self.opened_at,
            changed_at: self.changed_at,
            revealed: self.revealed,
            retired: self.retired,
        }
    }
}

/// Begins the id of a record that came from a file.
const FROM_FILE: &str = "file-";

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\nstatus: accepted\ndate: 2026-03-06\n---\n\n# Keep one queue\n\n## Odd heading\n\nKept.\n";

    #[test]
    fn a_file_comes_in_as_a_decision_and_goes_out_as_the_same_file() {
        let object = Portable::from_markdown(FILE, "0007-keep-one-queue", "payments").unwrap();
        let (name, text) = object.to_markdown().unwrap();
        assert_eq!((name.as_str(), text.as_str()), ("0007-keep-one-queue.md", FILE));
        let Portable::Record(it) = object else { panic!("a record") };
        assert_eq!(
            (it.state.as_str(), it.opened_at.day().to_string().as_str()),
            ("decided", "2026-03-06")
        );
    }

    #[test]
    fn a_decision_made_here_is_named_by_its_day_and_its_sentence() {
        let Ok(Portable::Record(mut it)) = Portable::from_markdown(FILE, "x", "payments") else {
            panic!("a record")
        };
        it.id = "0199-made-here".into();
        let (name, _) = Portable::Record(it).to_markdown().unwrap();
        assert_eq!(name, "2026-03-06-keep-one-queue.md");
    }

    #[test]
    fn no_name_of_a_file_leaves_the_folder() {
        let object = Portable::from_markdown(FILE, "../../etc/passwd", "../up").unwrap();
        let (name, _) = object.to_markdown().unwrap();
        assert!(!name.contains('/') && !name.starts_with('.'), "{name}");
    }

    #[test]
    fn a_postmortem_comes_back_from_its_own_file_with_what_was_promised() {
        let text = postmortem::markdown::export(&(postmortem::KIND.sample)());
        let object = Portable::from_markdown(&text, "payouts-stood-still", "payments").unwrap();
        assert_eq!(object.to_markdown(), Some(("payouts-stood-still.md".into(), text)));
        let Portable::Record(it) = object else { panic!("a record") };
        assert_eq!((it.kind.as_str(), it.attached.len()), ("postmortem", 2));
        assert_eq!(it.opened_at.day().to_string(), "2026-01-08");
    }

    #[test]
    fn only_a_record_that_is_kept_in_files_is_such_a_file() {
        let team =
            Portable::Team { id: "t".into(), parent: None, slug: "t".into(), name: "T".into() };
        assert_eq!(team.to_markdown(), None);
    }
}
