//! Playbooks for hard situations: signals, competing explanations, questions, steps, an end.
//!
//! A playbook is a Markdown file, ours in `book/` and a team's own alike; [`read`] and [`print`] are
//! its two directions. What it asks for is [`SECTIONS`], what it can watch is [`signal::ALL`].

pub mod evidence;
mod print;
mod read;
pub mod signal;
pub mod steps;

use std::sync::LazyLock;

use serde::Serialize;

pub use print::print;
pub use read::read;

/// One playbook as it was read. Every text is one line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Playbook {
    pub title: String,
    pub purpose: String,
    /// In the order of [`SECTIONS`], which has the same length.
    parts: [Vec<Line>; SECTIONS.len()],
}

/// One item of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What it points at: a signal, a question of the bank, a kind of record; or nothing.
    pub key: String,
    /// May be empty where the key says it.
    pub says: String,
    /// What stands under it: `(name, words)`.
    pub more: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Signals,
    Hypotheses,
    Apart,
    Questions,
    Steps,
    Measures,
    Exits,
    Harms,
}

/// What the word in backticks before an item may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    None,
    Signal,
    Question,
    /// A kind of record; every step has one.
    Kind,
}

pub struct Section {
    pub part: Part,
    pub heading: &'static str,
    /// What belongs here, for whoever writes one.
    pub about: &'static str,
    pub keys: Keys,
    pub least: usize,
}

pub const FOR: &str = "For";
pub const AGAINST: &str = "Against";

/// Explanations that have to be held against each other (`domain.md` 10).
pub const HYPOTHESES: usize = 3;
/// Different signals that have to speak for an end (`domain.md` 10).
pub const SIGNS: usize = 2;

pub static SECTIONS: [Section; 8] = [
    section(Part::Signals, "Signals", "What would make you think of it.", Keys::Signal, 1),
    section(
        Part::Hypotheses,
        "Hypotheses",
        "What could be behind it, each with what would speak for it and against it.",
        Keys::None,
        HYPOTHESES,
    ),
    section(
        Part::Apart,
        "Telling them apart",
        "What you would see in one case and not in another.",
        Keys::None,
        0,
    ),
    section(
        Part::Questions,
        "Questions",
        "What to ask; from the bank by its name, or your own.",
        Keys::Question,
        1,
    ),
    section(
        Part::Steps,
        "Steps",
        "Small, and possible to take back. Each begins a record.",
        Keys::Kind,
        1,
    ),
    section(Part::Measures, "Measures", "What to look at again.", Keys::Signal, 0),
    section(
        Part::Exits,
        "When it is over",
        "What you would see. It takes two that differ, and the team’s own word.",
        Keys::Signal,
        SIGNS,
    ),
    section(Part::Harms, "Harms", "What must not come of it.", Keys::None, 1),
];

const fn section(
    part: Part,
    heading: &'static str,
    about: &'static str,
    keys: Keys,
    least: usize,
) -> Section {
    Section { part, heading, about, keys, least }
}

impl Playbook {
    pub fn part(&self, part: Part) -> &[Line] {
        &self.parts[part as usize]
    }

    /// Whether it watches a signal, before or after.
    pub fn watches(&self, signal: &str) -> bool {
        let watched = [Part::Signals, Part::Measures, Part::Exits];
        watched.iter().flat_map(|it| self.part(*it)).any(|it| it.key == signal)
    }
}

impl Line {
    pub fn under(&self, name: &str) -> &str {
        self.more.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// Its words; those of the bank or of the signal where it has none of its own.
    pub fn words(&self) -> &str {
        let bank = crate::questions::by_id(&self.key).map(|it| it.text);
        let known = bank.or_else(|| signal::by_id(&self.key).map(|it| it.name));
        if self.says.is_empty() { known.unwrap_or("") } else { &self.says }
    }
}

/// A playbook that comes with the program.
pub struct Shipped {
    /// Stored with the runs. Never rename it.
    pub key: &'static str,
    /// For one person alone, who shares it or does not.
    pub is_private: bool,
    pub playbook: Playbook,
    pub text: &'static str,
}

/// `(key, title, for one person alone, file)`; a file is its line here.
static BOOK: &[(&str, &str, bool, &str)] = &[
    (NAMES[0].0, NAMES[0].1, false, include_str!("book/underdelivering.md")),
    (
        ALONE,
        "A strong engineer who avoids leadership",
        true,
        include_str!("book/avoids-leadership.md"),
    ),
    (NAMES[1].0, NAMES[1].1, false, include_str!("book/bottleneck.md")),
    (NAMES[2].0, NAMES[2].1, false, include_str!("book/new-team.md")),
    (NAMES[3].0, NAMES[3].1, false, include_str!("book/after-a-shock.md")),
    (NAMES[4].0, NAMES[4].1, false, include_str!("book/distributed.md")),
];

/// The one that is private to a person.
pub const ALONE: &str = "avoids-leadership";
/// Stored where a run follows a playbook of the team’s own.
pub const OWN: &str = "own";

/// What a team’s run can follow: `(stored, shown)`.
pub static NAMES: &[(&str, &str)] = &[
    ("underdelivering", "A team that is underdelivering"),
    ("bottleneck", "The leader is the bottleneck"),
    ("new-team", "A newly formed team"),
    ("after-a-shock", "After a reorganisation or a major incident"),
    ("distributed", "A distributed team"),
    (OWN, "A playbook of our own"),
];

static SHIPPED: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
    let shipped = |(key, _, is_private, text): &(&'static str, &str, bool, &'static str)| {
        let playbook = read(text).expect("a test reads every playbook that is shipped");
        Shipped { key, is_private: *is_private, playbook, text }
    };
    BOOK.iter().map(shipped).collect()
});

pub fn shipped() -> &'static [Shipped] {
    &SHIPPED
}

pub fn by_key(key: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|it| it.key == key)
}

#[cfg(test)]
mod tests;
