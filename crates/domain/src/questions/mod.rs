//! The bank of guiding questions, and which of them to offer where (`domain.md` 3.6).
//!
//! A question is offered for what is missing in a record, for the weakest part of how it was made,
//! and for where it stands. Never the same one twice on a record, never more than asked for.

mod bank;
mod gaps;

use serde::Serialize;

use crate::kind::{Around, Kind};
use crate::record::{Dossier, Record};

pub use bank::BANK;

/// The part of thinking a question opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    Framing,
    Options,
    TradeOffs,
    Risk,
    Reversibility,
    People,
    Learning,
}

/// What a question is especially good for. Without one, it is good anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    Architecture,
    Dependency,
    Data,
    Reliability,
    Scope,
    Debt,
    Team,
    Agents,
}

/// One question of the bank.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Stored with what was asked. Never rename it.
    pub id: &'static str,
    pub element: Element,
    pub text: &'static str,
    pub topics: &'static [Topic],
}

/// A question of the bank with why it is offered here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Offered {
    pub question: &'static Question,
    pub because: String,
}

const fn ask(
    id: &'static str,
    element: Element,
    text: &'static str,
    topics: &'static [Topic],
) -> Question {
    Question { id, element, text, topics }
}

impl Element {
    pub const ALL: [Self; 7] = [
        Self::Framing,
        Self::Options,
        Self::TradeOffs,
        Self::Risk,
        Self::Reversibility,
        Self::People,
        Self::Learning,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Framing => "Framing",
            Self::Options => "Options",
            Self::TradeOffs => "Trade-offs",
            Self::Risk => "Risk",
            Self::Reversibility => "Reversibility",
            Self::People => "People",
            Self::Learning => "Learning",
        }
    }
}

pub fn by_id(id: &str) -> Option<&'static Question> {
    BANK.iter().find(|it| it.id == id)
}

/// At most `most` questions worth asking on this record now, the most pressing first; each opens
/// another part of thinking. Empty once a record is closed to work.
pub fn offer(kind: &Kind, dossier: &Dossier, around: &Around, most: usize) -> Vec<Offered> {
    let record = &dossier.record;
    if record.retired || kind.state(&record.state).is_none() {
        return Vec::new();
    }
    let topics = topics(record);
    let mut offered: Vec<Offered> = Vec::new();
    for gap in gaps::of(kind, dossier, around) {
        if offered.len() == most {
            break;
        }
        let taken = |it: &Question| offered.iter().any(|had| had.question.element == it.element);
        let mut fitting: Vec<&'static Question> = BANK
            .iter()
            .filter(|it| {
                gap.takes(it) && !taken(it) && !is_asked(dossier, it) && is_about(it, &topics)
            })
            .collect();
        fitting.sort_by_key(|it| std::cmp::Reverse(hits(it, &topics)));
        let best = fitting.first().map_or(0, |it| hits(it, &topics));
        fitting.retain(|it| hits(it, &topics) == best);
        // Records differ in what they are asked, and one record is asked the same on every look.
        let turn = record.id.as_str().bytes().map(usize::from).sum::<usize>();
        if let Some(question) = fitting.get(turn % fitting.len().max(1)).copied() {
            offered.push(Offered { question, because: gap.because });
        }
    }
    offered
}

fn is_asked(dossier: &Dossier, question: &Question) -> bool {
    let mut asked = dossier.slot("question");
    asked.any(|it| it.text("bank") == question.id || it.text("text").trim() == question.text)
}

/// A question for agents has no place where none works; the others never hurt.
fn is_about(question: &Question, topics: &[Topic]) -> bool {
    !question.topics.contains(&Topic::Agents) || topics.contains(&Topic::Agents)
}

fn hits(question: &Question, topics: &[Topic]) -> usize {
    question.topics.iter().filter(|it| topics.contains(it)).count()
}

/// Words that give a topic away, in the title, the case and the longer answers.
static WORDS: &[(Topic, &[&str])] = &[
    (
        Topic::Architecture,
        &["architecture", "service", "protocol", "api", "schema", "module", "queue"],
    ),
    (
        Topic::Dependency,
        &["vendor", "dependency", "library", "licence", "license", "provider", "buy"],
    ),
    (Topic::Data, &["data", "personal", "privacy", "database", "migration", "export", "backup"]),
    (
        Topic::Reliability,
        &["incident", "outage", "on-call", "alert", "latency", "rollback", "recovery"],
    ),
    (Topic::Scope, &["deadline", "scope", "launch", "quarter", "date", "customers", "release"]),
    (Topic::Debt, &["legacy", "deprecate", "debt", "rewrite", "migrate", "old", "replace"]),
    (Topic::Team, &["team", "hiring", "process", "ritual", "meeting", "review", "onboarding"]),
    (Topic::Agents, &["agent", "agents", "assistant", "copilot"]),
];

fn topics(record: &Record) -> Vec<Topic> {
    let mut text = record.title.clone();
    for row in record.rows("case") {
        text.extend(row.values().flat_map(|it| [" ", it.as_str()]));
    }
    for name in ["frame", "problem", "purpose", "because"] {
        text.push(' ');
        text.push_str(record.text(name));
    }
    let is_in = |words: &&[&str]| crate::practice::checks::text::phrase(&text, words).is_some();
    WORDS.iter().filter(|(_, words)| is_in(words)).map(|it| it.0).collect()
}

#[cfg(test)]
mod tests;
