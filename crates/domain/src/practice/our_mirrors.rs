//! Our mirrors: which of them a team looks into, and what it has noted under them. The team's own.

pub mod board;
mod sample;
pub mod slots;

use crate::attachment::prose;
use crate::kind::{Ask, Each, Kind, Move, Need, One, Place, State, nothing_more};
use crate::people::Who;

/// The record itself says how to ask; the rest hangs on it, and hides from whoever is not of the team.
pub static KIND: Kind = Kind {
    slug: "our-mirrors",
    name: "Our mirrors",
    plural: "Our mirrors",
    place: Place::Mirrors,
    purpose: "Which mirrors stand on our page, what we noted under them, where we changed how we work, and which we no longer look into, with the reason. Nobody outside the team reads a word of it.",
    begin: "Whose mirrors are these?",
    by: Who::OfTeam,
    asks: &[ASK_US],
    states: STATES,
    moves: MOVES,
    slots: slots::ALL,
    one: Some(One {
        each: Each::Team,
        says: "Your team has written of its mirrors already. Go on there: it is linked on the page of your mirrors.",
    }),
    about: &["ask_us"],
    sample: sample::sample,
    ..Kind::PLAIN
};

/// The one sentence that others read here.
const ASK_US: Ask = prose(
    "ask_us",
    "How to ask us about our numbers",
    "Everybody with a seat reads this sentence, and nothing else here: whom to ask, and when.",
    Need::Never,
);

static STATES: &[State] = &[
    State { name: "used", label: "in use", open: true },
    State { name: "set_aside", label: "set aside", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "set_aside",
        label: "Set it aside",
        then: "The page shows every mirror in its usual order again; what was noted is kept.",
        from: &["used"],
        to: "set_aside",
        by: Who::OfTeam,
        check: nothing_more,
    },
    Move {
        name: "use",
        label: "Use it again",
        then: "The page shows what you chose, with your notes.",
        from: &["set_aside"],
        to: "used",
        by: Who::OfTeam,
        check: nothing_more,
    },
];

#[cfg(test)]
mod tests;
