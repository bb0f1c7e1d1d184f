//! How feedback comes back: `domain.md` 9.3. Over the items of a team or an organisation; an item
//! carries no name, so nothing here can be grouped by a person.

use serde::Serialize;

use super::survival::{Curve, Reached, Wait};
use crate::attachment::Attachment;
use crate::id::At;
use crate::practice::feedback::raised::{self, ANSWER_DAYS};

/// Items below this give words, not numbers.
pub const ITEMS: usize = 3;

/// What was said to one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    Will,
    WillNot,
    LearnMore,
}

/// One item without whoever raised or answered it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    pub raised: At,
    pub heard: Option<At>,
    pub decided: Option<(At, Said)>,
    pub done: Option<At>,
    pub told: Option<At>,
    pub reopened: bool,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Share {
    pub some: usize,
    pub all: usize,
}

/// The mirror. Days everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedbackLoop {
    pub items: usize,
    /// Of those raised at least thirty days ago: told within thirty days. A reasoned refusal that
    /// was told counts; what was done and not told does not.
    pub closure: Share,
    pub to_heard: Curve,
    pub to_decided: Curve,
    pub to_told: Curve,
    /// Promised and done, of all that were decided.
    pub acted_on: Share,
    pub refused: Share,
    pub reopened: Share,
    /// Answered where it was raised, of those raised at least thirty days ago.
    pub in_public: Share,
}

impl Item {
    /// What hangs on a record of the kind `feedback`, as an item.
    pub fn of(it: &Attachment) -> Self {
        let said = match it.state.as_str() {
            "declined" => Some(Said::WillNot),
            "learning" => Some(Said::LearnMore),
            "will" | "done" => Some(Said::Will),
            _ if !it.text("did").is_empty() && raised::moment(it, "done_at").is_some() => {
                Some(Said::Will)
            }
            _ if !it.text("because").is_empty() => Some(Said::WillNot),
            _ if !it.text("will").is_empty() => Some(Said::Will),
            _ if !it.text("learn").is_empty() => Some(Said::LearnMore),
            _ => None,
        };
        Self {
            raised: it.made_at,
            heard: raised::moment(it, "heard_at"),
            decided: raised::moment(it, "decided_at").zip(said),
            done: raised::moment(it, "done_at"),
            told: raised::moment(it, "told_at"),
            reopened: raised::moment(it, "reopened_at").is_some(),
        }
    }

    fn is_matured(&self, now: At) -> bool {
        now.since(self.raised) >= ANSWER_DAYS * At::DAY
    }

    fn came_back_in_time(&self) -> bool {
        self.told.is_some_and(|at| at.since(self.raised) <= ANSWER_DAYS * At::DAY)
    }
}

impl Share {
    fn of<'a>(items: impl Iterator<Item = &'a Item>, holds: impl Fn(&Item) -> bool) -> Self {
        items.fold(Self::default(), |share, it| Self {
            some: share.some + usize::from(holds(it)),
            all: share.all + 1,
        })
    }

    /// “3 of 4”, and “–” where there is nothing to share.
    pub fn in_words(self) -> String {
        if self.all == 0 { "–".to_owned() } else { format!("{} of {}", self.some, self.all) }
    }
}

/// The loop of these items as it stands at `now`; what was raised later is not known yet.
pub fn measure(items: &[Item], now: At) -> FeedbackLoop {
    let items: Vec<Item> = items.iter().copied().filter(|it| it.raised <= now).collect();
    let matured = || items.iter().filter(|it| it.is_matured(now));
    let decided = || items.iter().filter(|it| it.decided.is_some());
    let said = |it: &Item| it.decided.map(|it| it.1);
    FeedbackLoop {
        items: items.len(),
        closure: Share::of(matured(), Item::came_back_in_time),
        to_heard: waits(&items, now, |it| it.heard),
        to_decided: waits(&items, now, |it| it.decided.map(|it| it.0)),
        to_told: waits(&items, now, |it| it.told),
        acted_on: Share::of(decided(), |it| said(it) == Some(Said::Will) && it.done.is_some()),
        refused: Share::of(decided(), |it| said(it) == Some(Said::WillNot)),
        reopened: Share::of(items.iter(), |it| it.reopened),
        in_public: Share::of(matured(), |it| it.decided.is_some()),
    }
}

/// Open items count as waiting for as long as they have been watched.
fn waits(items: &[Item], now: At, end: impl Fn(&Item) -> Option<At>) -> Curve {
    let days = |span: i64| (span.max(0)) as f64 / At::DAY as f64;
    let wait = |it: &Item| match end(it).filter(|at| *at <= now) {
        Some(at) => Wait { lasted: days(at.since(it.raised)), ended: true },
        None => Wait { lasted: days(now.since(it.raised)), ended: false },
    };
    Curve::of(&items.iter().map(wait).collect::<Vec<_>>())
}

/// The median of a wait in words; “–” where too little has ended to say.
pub fn median_in_words(curve: &Curve) -> String {
    if curve.ended() < ITEMS {
        return "–".to_owned();
    }
    match curve.median() {
        Reached::At(days) => super::words::amount(days, super::mirror::Unit::Days),
        Reached::NotYet { after } => {
            format!("not reached (over {})", super::words::amount(after, super::mirror::Unit::Days))
        }
    }
}

#[cfg(test)]
#[path = "feedback_loop/tests.rs"]
mod tests;
