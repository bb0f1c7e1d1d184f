//! The year as steps: the compact texts of `records/` unfolded, in the order of time.
//!
//! A cell is separated by ` | `; days count from today, negative ones lie behind us.

mod ballots;
mod decision;
mod intent;
mod other;
mod pen;
mod premortem;

use domain::id::At;
use domain::record::Answers;
use jiff::civil::Date;
use serde::Deserialize;

use decision::Decision;
use intent::Intent;
use other::Other;
use premortem::Premortem;

/// One thing somebody does at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: At,
    /// Handle of a person or an agent.
    pub by: String,
    pub what: Do,
}

/// The name of what hangs on a record from its beginning.
pub(super) const FIRST: &str = "first";
/// After the name of what a step was taken on: what the step made beside it.
pub(super) const MADE: &str = "-made";

/// `key` names a record of the sample, `attached` something that hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Do {
    Begin {
        key: String,
        kind: &'static str,
        team: String,
        title: String,
        answers: Answers,
    },
    /// Adds to what the record answers already.
    Save {
        key: String,
        answers: Answers,
    },
    Move {
        key: String,
        name: &'static str,
    },
    Reveal {
        key: String,
    },
    Attach {
        key: String,
        slot: &'static str,
        attached: String,
        answers: Answers,
    },
    /// Somebody answers a health review that is open: a step for each item, and words or none.
    Answer {
        key: String,
        steps: Vec<usize>,
        words: String,
    },
    AttachMove {
        key: String,
        attached: String,
        name: String,
        answers: Answers,
    },
}

static FILES: &[&str] = &[
    include_str!("records/payments.toml"),
    include_str!("records/bookings.toml"),
    include_str!("records/platform.toml"),
    include_str!("records/mobile.toml"),
    include_str!("records/shops.toml"),
    include_str!("records/reflections.toml"),
    include_str!("records/metrics_reviews.toml"),
    include_str!("records/own_mirrors.toml"),
    include_str!("records/health_reviews.toml"),
    include_str!("records/leaders.toml"),
    include_str!("records/premortems.toml"),
    include_str!("records/office_hours.toml"),
    include_str!("records/scenarios.toml"),
];

/// The whole year as it looks on `today`, oldest first.
///
/// Errors: what is wrong with the texts; they ship with the program, so a test holds them right.
pub fn steps(today: Date) -> Result<Vec<Step>, String> {
    let mut all = Vec::new();
    for text in FILES {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        for intent in file.intent {
            all.extend(intent.unfold(today)?);
        }
        for decision in file.decision {
            all.extend(decision.unfold(today)?);
        }
        for other in file.other {
            all.extend(other.unfold(today)?);
        }
        for premortem in file.premortem {
            all.extend(premortem.unfold(today)?);
        }
    }
    all.sort_by_key(|it| it.at);
    Ok(all)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    intent: Vec<Intent>,
    #[serde(default)]
    decision: Vec<Decision>,
    #[serde(default)]
    other: Vec<Other>,
    #[serde(default)]
    premortem: Vec<Premortem>,
}
