//! Ownership page: what I own, what I handed over, what I do not know, what I got wrong.
//!
//! One for each person and team. Every line is dated and a promise of whoever writes it; after a
//! day it is only extended. After half a year without a yes the page says that it has run out.

mod sample;
pub mod slots;
#[cfg(test)]
mod tests;

use jiff::ToSpan;
use jiff::civil::Date;

use super::own;
use crate::attachment::{line, prose};
use crate::finding::{Finding, Weight};
use crate::kind::{Answer, Around, Ask, DueFor, Each, Event, Kind, Move, Need, One, Place, State};
use crate::people::Who;
use crate::practice::{kept, later};
use crate::record::{Dossier, Record};

/// Months a page holds until its owner says again that it does (`domain.md` 9.1).
pub const HOLDS_MONTHS: i32 = 6;

pub static KIND: Kind = Kind {
    slug: "ownership",
    name: "Ownership page",
    plural: "Ownership pages",
    place: Place::People,
    purpose: "What I own, what I handed over, what I do not know yet, and what I got wrong. Each line is a promise of whoever writes it, never an instruction to others; anybody may write one, nobody must.",
    begin: "In one sentence: what do you own here?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[
        &slots::OWNED,
        &slots::HANDED_OVER,
        &slots::UNKNOWN,
        &slots::GOT_WRONG,
        &slots::STATEMENT,
    ],
    due: &["holds_until"],
    when_due: "Say again",
    due_for: DueFor::Author,
    one: Some(One {
        each: Each::Person,
        says: "You have an ownership page in this team already. Add a line to it.",
    }),
    about: &["hold_me_to", "reach"],
    settle,
    findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    prose("hold_me_to", "What you can hold me to", "Things others can see kept.", Need::Never),
    prose("reach", "How to reach me", "And when not.", Need::Never),
    prose("bad_news", "How I take bad news", "What helps, and what I owe you then.", Need::Never),
    later(Ask {
        answer: Answer::Lanes,
        ..line("lanes", "What I decide", "Lanes of the map.", Need::Never)
    }),
    later(prose("not_mine", "What I do not decide", "And who does.", Need::Never)),
    later(prose("working_on", "What I am working on improving", "In what I do.", Need::Never)),
    kept("confirmed_on", "Last confirmed on"),
    Ask { answer: Answer::Day, ..kept("holds_until", "Holds until") },
];

static STATES: &[State] = &[
    State { name: "stands", label: "stands", open: true },
    State { name: "down", label: "taken down", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "confirm",
        label: "It still holds",
        then: "You have read it again; it holds for another half a year.",
        from: &["stands"],
        to: "stands",
        by: Who::Owner,
        check: own::by_its_author,
    },
    Move {
        name: "take_down",
        label: "Take it down",
        then: "Its lines stay readable; nobody is held to them from now on.",
        from: &["stands"],
        to: "down",
        by: Who::Owner,
        check: own::by_its_author,
    },
    Move {
        name: "put_up",
        label: "Put it up again",
        then: "You stand to it again, for half a year.",
        from: &["down"],
        to: "stands",
        by: Who::Owner,
        check: own::by_its_author,
    },
];

fn settle(record: &mut Record, event: Event, around: &Around) {
    let confirmed = matches!(event, Event::Begun | Event::Moved("confirm" | "put_up"));
    if let Some(today) = around.today.filter(|_| confirmed) {
        record.put("confirmed_on", today.to_string());
        record.put("holds_until", today.saturating_add(HOLDS_MONTHS.months()).to_string());
    }
}

/// What somebody is invited to write, and never more than invited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {
    /// A leader who has said nothing yet: an unknown, a correction or a deal, before the team is asked.
    GoFirst,
    /// A leader who has gone first and has not yet asked for feedback in public.
    Ask,
    /// Somebody of a team whose leader has gone first.
    Follow,
}

/// Leaders go first: nobody of a team is asked before whoever leads it has said something. And after
/// that whoever leads is asked once more: to seek feedback where everybody reads it.
pub fn invitation(
    leads: bool,
    has_said: bool,
    has_asked: bool,
    leader_has_said: bool,
) -> Option<Invitation> {
    match (leads, has_said) {
        (true, false) => Some(Invitation::GoFirst),
        (true, true) => (!has_asked).then_some(Invitation::Ask),
        (false, true) => None,
        (false, false) => leader_has_said.then_some(Invitation::Follow),
    }
}

/// Whether a page says something its owner did not know or got wrong: what going first means.
pub fn goes_first(page: &Dossier) -> bool {
    ["unknown", "got_wrong", "statement"].iter().any(|slot| page.slot(slot).next().is_some())
}

/// Whether half a year has passed since its owner last said that it holds.
pub fn has_run_out(record: &Record, today: Date) -> bool {
    record.text("holds_until").parse::<Date>().is_ok_and(|day| day < today)
}

fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let Some(today) = around.today else { return Vec::new() };
    let mut found = Vec::new();
    let mut note = |rule, place: &str, words: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, Weight::Warns, says, asks).at(place).of(words));
    };
    if has_run_out(&dossier.record, today) {
        let says = "Half a year has passed since you last read this page.";
        note("run-out", "holds_until", "", says, "Does every line still hold?");
    }
    let late = |it: &&crate::attachment::Attachment| {
        it.state == "open" && it.text("resolve_by").parse::<Date>().is_ok_and(|day| day < today)
    };
    for it in dossier.slot("unknown").filter(late) {
        let says = "The day by which you wanted to know this has passed.";
        note("unknown-late", "unknown", it.text("text"), says, "What did you find out?");
    }
    found
}
