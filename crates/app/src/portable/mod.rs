//! Everything people wrote here as plain objects, one JSON line or one file each, and back again.
//!
//! What a line holds is what a reader would want to diff: names, answers, states. Keys to the
//! door, drafts and the journal stay in the database; `remit backup` keeps those.

mod apply;
mod export;
mod forget;
pub mod import;
mod markdown;

use domain::id::{At, Id};
use domain::people::{Agent, Membership, Person, Role, Team};
use domain::record::Answers;
use serde::{Deserialize, Serialize};

pub use apply::{Change, Outcome};

/// One line of an export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "lowercase", deny_unknown_fields)]
pub enum Portable {
    Organisation {
        name: String,
        levels: Vec<String>,
        leads_from: usize,
        #[serde(default)]
        sample: bool,
    },
    Team {
        id: Id,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<Id>,
        slug: String,
        name: String,
    },
    Person {
        id: Id,
        handle: String,
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<String>,
        joined_at: At,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        left_at: Option<At>,
        #[serde(default)]
        erased: bool,
    },
    Agent {
        id: Id,
        handle: String,
        name: String,
        sponsor: Id,
    },
    Seat {
        person: Id,
        team: Id,
        level: usize,
        role: Role,
        since: At,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<At>,
    },
    Map {
        team: Id,
        number: i64,
        text: String,
        author: Id,
        home: String,
        state: String,
        at: At,
    },
    /// The practices a team has switched off, by slug.
    Practices {
        team: Id,
        off: Vec<String>,
    },
    Record(Box<PortableRecord>),
}

/// A record with what hangs on it. `id` may be any short name; it is what `apply` finds it by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableRecord {
    pub id: Id,
    pub kind: String,
    pub state: String,
    pub title: String,
    /// Id or slug of the team.
    pub team: Id,
    /// Id or handle; whoever applies it, if not named.
    #[serde(default)]
    pub author: Id,
    #[serde(default)]
    pub answers: Answers,
    #[serde(default = "one")]
    pub version: i64,
    #[serde(default)]
    pub opened_at: At,
    #[serde(default)]
    pub changed_at: At,
    #[serde(default)]
    pub revealed: bool,
    #[serde(default)]
    pub retired: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<PortableAttachment>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortableAttachment {
    pub id: Id,
    pub slot: String,
    #[serde(default)]
    pub author: Id,
    #[serde(default)]
    pub made_at: At,
    #[serde(default)]
    pub answers: Answers,
    pub state: String,
    #[serde(default = "one")]
    pub version: i64,
}

fn one() -> i64 {
    1
}

impl From<&Team> for Portable {
    fn from(it: &Team) -> Self {
        Self::Team {
            id: it.id.clone(),
            parent: it.parent.clone(),
            slug: it.slug.clone(),
            name: it.name.clone(),
        }
    }
}

impl From<&Person> for Portable {
    fn from(it: &Person) -> Self {
        Self::Person {
            id: it.id.clone(),
            handle: it.handle.clone(),
            name: it.name.clone(),
            email: it.email.clone(),
            joined_at: it.joined_at,
            left_at: it.left_at,
            erased: it.erased,
        }
    }
}

impl From<&Agent> for Portable {
    fn from(it: &Agent) -> Self {
        Self::Agent {
            id: it.id.clone(),
            handle: it.handle.clone(),
            name: it.name.clone(),
            sponsor: it.sponsor.clone(),
        }
    }
}

impl From<&Membership> for Portable {
    fn from(it: &Membership) -> Self {
        Self::Seat {
            person: it.person.clone(),
            team: it.team.clone(),
            level: it.level,
            role: it.role,
            since: it.since,
            until: it.until,
        }
    }
}

impl Portable {
    /// Reads one object from JSON; the error says what is wrong and where.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|fault| {
            let words = fault.to_string();
            let (line, column) = match fault.line() {
                // A tagged object is read whole before its fields are: the place is lost by then.
                0 => place_of(&words, json),
                line => (line, fault.column()),
            };
            let place = format!("line {line}, column {column}");
            let says = words.split(" at line ").next().unwrap_or(&words).to_owned();
            format!("{says} ({place})")
        })
    }

    /// Where a folder keeps it: `record/decision/0192….json`.
    pub fn path(&self) -> String {
        match self {
            Self::Organisation { .. } => "organisation.json".into(),
            Self::Team { slug, .. } => format!("team/{}.json", plain(slug)),
            Self::Person { id, .. } => format!("person/{}.json", plain(id.as_str())),
            Self::Agent { id, .. } => format!("agent/{}.json", plain(id.as_str())),
            Self::Seat { person, team, since, .. } => {
                format!("seat/{}-{}-{}.json", plain(team.as_str()), plain(person.as_str()), since.0)
            }
            Self::Map { team, number, .. } => format!("map/{}-{number}.json", plain(team.as_str())),
            Self::Practices { team, .. } => format!("practices/{}.json", plain(team.as_str())),
            Self::Record(it) => {
                format!("record/{}/{}.json", plain(&it.kind), plain(it.id.as_str()))
            }
        }
    }

    /// Objects that others refer to come first.
    fn rank(&self) -> u8 {
        match self {
            Self::Organisation { .. } => 0,
            Self::Team { .. } => 1,
            Self::Person { .. } => 2,
            Self::Agent { .. } => 3,
            Self::Seat { .. } => 4,
            Self::Map { .. } => 5,
            Self::Practices { .. } => 6,
            Self::Record(_) => 7,
        }
    }
}

/// Where the word that a message quotes stands in the text; its first line if nowhere.
fn place_of(words: &str, json: &str) -> (usize, usize) {
    let quoted = words.split('`').nth(1).map(|word| format!("\"{word}\""));
    let at = quoted.and_then(|word| json.find(&word)).unwrap_or(0);
    let before = &json[..at];
    let start = before.rfind('\n').map_or(0, |it| it + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// Only letters, digits, `.`, `-` and `_`, and never a dot first: safe as the name of a file.
fn plain(name: &str) -> String {
    let kept = |it: char| {
        if it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.') { it } else { '_' }
    };
    let name: String = name.chars().take(80).map(kept).collect();
    name.strip_prefix('.').map_or(name.clone(), |rest| format!("_{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_needs_little_to_be_written_by_hand() {
        let json = r#"{"is":"record","id":"retry","kind":"decision","state":"proposed",
            "title":"Drop the retry table","team":"payments"}"#;
        let Ok(Portable::Record(it)) = Portable::parse(json) else { panic!("it is a record") };
        assert_eq!((it.version, it.answers.len()), (1, 0));
    }

    #[test]
    fn a_misspelt_field_is_said_with_its_place() {
        let says = Portable::parse(r#"{"is":"team","id":"a","slug":"a","nmae":"A"}"#).unwrap_err();
        assert!(says.contains("nmae") && says.contains("line 1"), "{says}");
        let says =
            Portable::parse("{\"is\":\"team\",\n \"id\":\"a\",\n  \"nmae\":\"A\"}").unwrap_err();
        assert!(says.contains("line 3, column 3"), "{says}");
    }

    #[test]
    fn no_name_leaves_the_folder() {
        let team = |slug: &str| Portable::Team {
            id: "t".into(),
            parent: None,
            slug: slug.into(),
            name: "T".into(),
        };
        assert_eq!(team("../../etc/passwd").path(), "team/_._.._etc_passwd.json");
        assert_eq!(team(".hidden").path(), "team/_hidden.json");
    }
}
