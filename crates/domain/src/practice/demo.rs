//! Demo of ownership: what we meant, what happened, what went wrong, what will change, and later
//! whether it did.

mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{Ask, Kind, Learning, Move, Need, News, Place, State};
use crate::people::Who;
use crate::practice::{day, later};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "demo",
    name: "Demo",
    plural: "Demos",
    place: Place::Reflections,
    purpose: "Ten minutes each: what we meant, what happened, what went wrong, what we change. Something unfinished belongs in every one.",
    begin: "What is this demo about, in one sentence?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&slots::SHOWING],
    due: &["on"],
    when_due: "Show",
    rhythm: Some(Rhythm {
        returns: Returns::EachQuarter,
        held: Held::Record { states: &["held"], on: &["on"] },
    }),
    news: Some(News { word: "Shown", states: &["held"] }),
    learning: Learning {
        states: &["held"],
        slot: "showing",
        words: &["learned", "text", "went_wrong"],
        says: &["learned"],
        ..Learning::NONE
    },
    about: &["place", "learned"],
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    day("on", "When", "A day; the hour can stand beside the place.", Need::Before("hold")),
    line("place", "Where", "A room, or the link of the call, and the hour.", Need::Never),
    line("audience", "Who comes", "Those it touches. Leaders come to listen.", Need::Never),
    later(prose("notes", "Notes", "What was asked, and by whom it will be answered.", Need::Never)),
    later(prose(
        "learned",
        "What we take from it",
        "One or two sentences for whoever was not there.",
        Need::Never,
    )),
    later(line("called_off_because", "Why it is called off", "", Need::Before("call_off"))),
];

static STATES: &[State] = &[
    State { name: "planned", label: "planned", open: true },
    State { name: "held", label: "held", open: false },
    State { name: "called_off", label: "called off", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "hold",
        label: "It was held",
        then: "What each said will change comes due on its day, for whoever showed it.",
        from: &["planned"],
        to: "held",
        by: Who::OfTeam,
        check: rules::something_was_shown,
    },
    Move {
        name: "call_off",
        label: "Call it off",
        then: "It stays readable, with the reason.",
        from: &["planned"],
        to: "called_off",
        by: Who::OfTeam,
        check: crate::kind::nothing_more,
    },
];
