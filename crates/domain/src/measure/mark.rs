//! What a team has noted under its mirrors, as a chart shows it. Holds no person.

use jiff::civil::Date;

use crate::id::Id;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub on: Date,
    pub what: What,
    /// Ids of the mirrors it stands under; none named is all of them.
    pub mirrors: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A metrics review; its change and the day it was promised for, unless it was dropped.
    Review {
        review: Id,
        change: Option<(String, Option<Date>)>,
    },
    Note(String),
    /// From here on the team works otherwise, with its reason.
    Change(String),
}

impl Mark {
    pub fn is_on(&self, mirror: &str) -> bool {
        self.mirrors.is_empty() || self.mirrors.iter().any(|it| it == mirror)
    }

    /// The day a change of a review was promised for.
    pub fn promised_for(&self) -> Option<Date> {
        match &self.what {
            What::Review { change, .. } => change.as_ref().and_then(|it| it.1),
            What::Note(_) | What::Change(_) => None,
        }
    }
}
