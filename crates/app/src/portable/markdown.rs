//! Decisions as Markdown files: in, to be kept with what they said; out, for the repository.

use domain::id::At;
use domain::practice::{decision, madr};
use domain::record::Record;

use super::{Portable, PortableRecord, plain};
use crate::desk::slug;

impl Portable {
    /// A decision read from a Markdown file. Its id comes from the team and the file's name without
    /// the ending, so that reading the file again finds it.
    ///
    /// Errors: why the file is no decision that can be kept.
    pub fn from_markdown(text: &str, stem: &str, team: &str) -> Result<Self, madr::NotRead> {
        let read = madr::import(text, stem)?;
        let decided = read.answers.get("decided_on").and_then(|it| match it {
            domain::record::Value::Text(day) => day.parse::<jiff::civil::Date>().ok(),
            _ => None,
        });
        let opened = decided.and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
        let opened_at = opened.map_or(At::default(), |it| At(it.timestamp().as_millisecond()));
        Ok(Self::Record(Box::new(PortableRecord {
            id: format!("{FROM_FILE}{}--{}", plain(team), plain(stem)).into(),
            kind: decision::KIND.slug.to_owned(),
            state: read.state.to_owned(),
            title: read.title,
            team: team.into(),
            author: "".into(),
            answers: read.answers,
            version: 1,
            opened_at,
            changed_at: opened_at,
            revealed: false,
            retired: false,
            attached: Vec::new(),
        })))
    }

    /// The name and the text of the file a decision is kept in; `None` for anything else.
    pub fn to_markdown(&self) -> Option<(String, String)> {
        let Self::Record(it) = self else { return None };
        if it.kind != decision::KIND.slug {
            return None;
        }
        let stem = match it.id.as_str().strip_prefix(FROM_FILE) {
            Some(rest) => plain(rest.split_once("--").map_or(rest, |it| it.1)),
            None => plain(&format!("{}-{}", it.opened_at.day(), slug(&it.title))),
        };
        Some((format!("{stem}.md"), madr::export(&it.as_record())))
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

impl PortableRecord {
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
    fn only_a_decision_is_such_a_file() {
        let team =
            Portable::Team { id: "t".into(), parent: None, slug: "t".into(), name: "T".into() };
        assert_eq!(team.to_markdown(), None);
    }
}
