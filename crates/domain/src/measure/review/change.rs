//! One change and what happened to it, and the three waits that follow (`domain.md` 7.3).
//!
//! A forge can tell all of it; a history in git tells a part, and says so. Programs and agents
//! never stop a clock.

use std::collections::BTreeSet;
use std::ops::Range;

use super::clock::Clock;
use crate::id::At;
use crate::measure::survival::Wait;

/// Who did something. People are numbers, good for telling apart and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Person(u32),
    Program,
    /// A program that writes in somebody's name: for clocks a program.
    Agent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Opened {
        draft: bool,
    },
    /// Back to being a draft.
    Drafted,
    Ready,
    /// Of one person, or of whoever may.
    Requested(Option<u32>),
    /// A review, or a comment on a line.
    Reviewed(Hand, Verdict),
    /// A plain comment: a first answer only from somebody who was asked.
    Commented(Hand),
    Dismissed(u32),
    Merged,
    /// Given up.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Comments,
    Approves,
    AsksForChanges,
}

/// `events` in the order of time. Whoever answers for an agent's change stands among its authors.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    pub authors: Vec<Hand>,
    pub events: Vec<(At, Event)>,
    /// Approvals it takes.
    pub needs: usize,
}

/// Each from the moment somebody could have reviewed, without the time back in draft; hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waits {
    pub first: Wait,
    pub approval: Wait,
    pub merge: Wait,
    /// It was given up before anybody looked: where the clock was cut off says something then.
    pub given_up: bool,
}

/// Why a change has no waits. Each is counted out loud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    ByProgram,
    /// Merged and looked at by nobody else.
    Unreviewed,
    NeverOpen,
}

impl Change {
    /// What is known of it at the cutoff; later events are not looked at.
    ///
    /// # Errors
    /// Why it is left out.
    pub fn waits(&self, cutoff: At, clock: &Clock) -> Result<Waits, LeftOut> {
        if self.authors.first() == Some(&Hand::Program) {
            return Err(LeftOut::ByProgram);
        }
        let known = self.events.iter().filter(|it| it.0 <= cutoff);
        let events: Vec<(At, Event)> = known.copied().collect();
        let start = open_from(&events).ok_or(LeftOut::NeverOpen)?;
        let first = self.first_answer(&events, start);
        let merged = when(&events, |it| *it == Event::Merged);
        if merged.is_some() && first.is_none() {
            return Err(LeftOut::Unreviewed);
        }
        let closed = when(&events, |it| *it == Event::Closed);
        let end = merged.or(closed).unwrap_or(cutoff);
        let pauses = pauses(&events, start, end);
        let wait = |until: Option<At>| {
            let lasted = clock.hours(start..until.unwrap_or(end), &pauses);
            Wait { lasted, ended: until.is_some() }
        };
        Ok(Waits {
            first: wait(first),
            approval: wait(self.approved(&events, start)),
            merge: wait(merged),
            given_up: closed.is_some() && merged.is_none() && first.is_none(),
        })
    }

    fn first_answer(&self, events: &[(At, Event)], start: At) -> Option<At> {
        let asked: BTreeSet<u32> = events
            .iter()
            .filter_map(|it| if let Event::Requested(of) = it.1 { of } else { None })
            .collect();
        let answers = |event: &Event| match event {
            Event::Reviewed(by, _) => self.is_of_another(*by).is_some(),
            Event::Commented(by) => self.is_of_another(*by).is_some_and(|it| asked.contains(&it)),
            _ => false,
        };
        events.iter().find(|it| it.0 >= start && answers(&it.1)).map(|it| it.0)
    }

    /// When enough people stood by it for the first time, their later doubts taken off.
    fn approved(&self, events: &[(At, Event)], start: At) -> Option<At> {
        let mut standing: BTreeSet<u32> = BTreeSet::new();
        for (at, event) in events {
            match event {
                Event::Reviewed(by, verdict) => match (self.is_of_another(*by), verdict) {
                    (Some(who), Verdict::Approves) => drop(standing.insert(who)),
                    (Some(who), Verdict::AsksForChanges) => drop(standing.remove(&who)),
                    _ => {}
                },
                Event::Dismissed(who) => drop(standing.remove(who)),
                _ => {}
            }
            if standing.len() >= self.needs.max(1) {
                return Some((*at).max(start));
            }
        }
        None
    }

    /// The number of a person who did not write it.
    fn is_of_another(&self, by: Hand) -> Option<u32> {
        match by {
            Hand::Person(who) if !self.authors.contains(&by) => Some(who),
            _ => None,
        }
    }
}

/// The first moment at which somebody could have reviewed: open and no draft, or asked.
fn open_from(events: &[(At, Event)]) -> Option<At> {
    let is_start = |event: &Event| {
        matches!(event, Event::Opened { draft: false } | Event::Ready | Event::Requested(_))
    };
    when(events, is_start)
}

fn when(events: &[(At, Event)], is: impl Fn(&Event) -> bool) -> Option<At> {
    events.iter().find(|it| is(&it.1)).map(|it| it.0)
}

/// The times back in draft between `start` and `end`.
fn pauses(events: &[(At, Event)], start: At, end: At) -> Vec<Range<At>> {
    let mut found = Vec::new();
    let mut since: Option<At> = None;
    for (at, event) in events.iter().filter(|it| it.0 >= start && it.0 <= end) {
        match event {
            Event::Drafted => since = since.or(Some(*at)),
            Event::Ready => found.extend(since.take().map(|from| from..*at)),
            _ => {}
        }
    }
    found.extend(since.map(|from| from..end));
    found
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
