//! What a check says: never an error, always something a person can act on.

use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Weight {
    /// Worth a thought.
    Note,
    /// Usually a mistake.
    Warns,
    /// Holds up the next move.
    Blocks,
}

/// One thing a check noticed about one place of a record or a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule, as `domain.md` numbers it: `I01`, `gap`, …
    pub rule: &'static str,
    pub weight: Weight,
    /// Name of the question (or lane) it is about; empty for the whole.
    pub place: String,
    /// The exact words that triggered it; empty where an absence did.
    pub words: String,
    /// What was noticed, one sentence.
    pub says: String,
    /// The question that would mend it.
    pub asks: String,
}

impl Finding {
    /// About the whole; nothing there set it off.
    pub fn new(
        rule: &'static str,
        weight: Weight,
        says: impl Into<String>,
        asks: impl Into<String>,
    ) -> Self {
        let (says, asks) = (says.into(), asks.into());
        Self { rule, weight, place: String::new(), words: String::new(), says, asks }
    }

    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Self {
        Self { place: place.into(), ..self }
    }

    #[must_use]
    pub fn of(self, words: impl Into<String>) -> Self {
        Self { words: words.into(), ..self }
    }
}
