//! Pre-mortem: it has failed, that is certain; what caused it? Cards, votes, plans, verdicts.

pub mod lint;
pub mod recall;
pub mod rules;
mod sample;
pub mod session;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{
    Answer, Ask, Cell, Column, DueFor, For, Kind, Move, Need, Place, Relates, State, Waiting,
    nothing_more,
};
use crate::people::Who;
use crate::practice::{column, day, kept, later, needed};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "premortem",
    name: "Pre-mortem",
    plural: "Pre-mortems",
    place: Place::Reflections,
    purpose: "Say how this failed while there is still time to act, and watch for the first sign. Four to twelve people, once there is a plan: an hour together, or each in their own time over two days.",
    begin: "What are we about to commit to?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[
        &slots::CARD,
        &slots::RISK,
        &slots::TRIPWIRE,
        &slots::BEFORE,
        &slots::VOTE,
        &slots::AFTER,
        &slots::MATCH,
    ],
    due: &["review_on"],
    when_due: "Look again at",
    due_for: DueFor::Named("reopens"),
    rhythm: Some(Rhythm {
        returns: Returns::AsItComes,
        held: Held::Record { states: &["running", "closed"], on: &["held_on"] },
    }),
    waits: Some(Waiting {
        states: &["opening", "writing"],
        whom: For::Others,
        what: "Take part in",
        why: "{by} set up a pre-mortem: write, unseen, why it failed",
        at: "",
        due: "",
    }),
    relates: &[
        Relates { by: "intent", forth: "", back: "asks how this could fail" },
        Relates { by: "decision", forth: "", back: "asks how this could fail" },
    ],
    about: &["plan", "horizon"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    day(
        "horizon",
        "It will have failed by",
        "The day we imagine ourselves on.",
        Need::Before("open"),
    ),
    Ask {
        answer: Answer::Record("intent"),
        ..line("intent", "About the intent", "What it is meant to make true.", Need::Never)
    },
    Ask {
        answer: Answer::OneOf(MODES),
        ..line(
            "mode",
            "How we hold it",
            "Together in one sitting, unless you say otherwise.",
            Need::Never,
        )
    },
    later(Ask {
        answer: Answer::Record("decision"),
        ..line("decision", "About the decision", "What we are about to commit to.", Need::Never)
    }),
    later(prose(
        "plan",
        "The plan",
        "What everybody reads first, or where it stands.",
        Need::Never,
    )),
    later(Ask {
        answer: Answer::Person,
        ..line(
            "facilitator",
            "Who leads through it",
            "Somebody of the team; whoever begins it, unless you say otherwise.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::Number { unit: "minutes" },
        ..line(
            "minutes",
            "How long it may take",
            "60 together; 25 after two days of writing.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::Person,
        ..line(
            "reopens",
            "Who opens the list again",
            "At a third and two thirds of the way.",
            Need::Never,
        )
    }),
    later(prose(
        "learned",
        "What we take from it",
        "Foreseen, missed, and what we would ask next time.",
        Need::Never,
    )),
    later(line("called_off_because", "Why it is called off", "", Need::Before("call_off"))),
    later(day(
        "review_on",
        "The list is opened again on",
        "Set by itself; change it if you like.",
        Need::Never,
    )),
    kept("until", "This step ends at"),
    kept("held_on", "Held on"),
    kept("reviewed", "Times the list was opened again"),
    Ask { answer: Answer::Rows(TALLY), ..kept("tally", "Votes") },
    kept("voters", "People who voted"),
    Ask { answer: Answer::Rows(SPREAD), ..kept("before_spread", "Success, thought before") },
    kept("before_middle", "Median before"),
    Ask { answer: Answer::Rows(SPREAD), ..kept("after_spread", "Success, thought after") },
    kept("after_middle", "Median after"),
];

pub static MODES: &[(&str, &str)] =
    &[("live", "together, in one sitting"), ("apart", "each in their own time, for 48 hours")];

static TALLY: &[Column] = &[
    needed("card", "Card", Cell::Line),
    column("damage", "Damage", Cell::Number),
    column("likely", "Likelihood", Cell::Number),
];

static SPREAD: &[Column] =
    &[needed("band", "Percent", Cell::Line), column("count", "People", Cell::Number)];

static STATES: &[State] = &[
    state("planned", "being prepared", true),
    state("opening", "reading the plan", true),
    state("writing", "writing in silence", true),
    state("round", "reading out", true),
    state("merging", "joining what is the same", true),
    state("voting", "voting in silence", true),
    state("planning", "planning for the worst", true),
    state("closing", "estimating again", true),
    state("running", "being watched", true),
    state("closed", "closed with verdicts", false),
    state("called_off", "called off", false),
];

/// From the first step to the last before the watching.
pub static SITTING: &[&str] =
    &["opening", "writing", "round", "merging", "voting", "planning", "closing"];

const fn state(name: &'static str, label: &'static str, open: bool) -> State {
    State { name, label, open }
}

static MOVES: &[Move] = &[
    Move {
        check: rules::may_open,
        ..go(
            "open",
            "Begin, together",
            "Everybody reads the plan and writes, unseen, how likely it is to succeed.",
            &["planned"],
            "opening",
        )
    },
    Move {
        check: rules::may_open_apart,
        ..go(
            "send",
            "Open it for 48 hours",
            "Everybody writes in their own time; nobody sees the others’ cards until then.",
            &["planned"],
            "writing",
        )
    },
    go(
        "write",
        "Say that it has failed",
        "The sentence is shown and the silent writing begins.",
        &["opening"],
        "writing",
    ),
    Move {
        check: rules::has_cards,
        ..go(
            "reveal",
            "Show all cards",
            "Everybody sees every card at once. There is no way back.",
            &["writing"],
            "round",
        )
    },
    go(
        "longer",
        "A little longer",
        "Three minutes more, or a day more where each writes in their own time.",
        &["writing"],
        "writing",
    ),
    go(
        "join",
        "Everything is read out",
        "Next: put together what says the same.",
        &["round"],
        "merging",
    ),
    go(
        "vote",
        "Vote in silence",
        "Everybody has three votes for likelihood and three for damage.",
        &["merging"],
        "voting",
    ),
    Move {
        check: rules::has_votes,
        ..go(
            "count",
            "Show the votes",
            "All votes are shown together, as counts.",
            &["voting"],
            "planning",
        )
    },
    Move {
        check: rules::has_plans,
        ..go(
            "estimate",
            "The plan stands",
            "Everybody writes once more, unseen, how likely it is to succeed.",
            &["planning"],
            "closing",
        )
    },
    go(
        "watch",
        "Close the session",
        "The list is opened again at a third and at two thirds of the way.",
        &["closing"],
        "running",
    ),
    go("again", "We opened the list again", "The next day for it is set.", &["running"], "running"),
    Move {
        check: rules::has_verdicts,
        ..go(
            "close",
            "Close it with its verdicts",
            "What was foreseen stands beside what happened.",
            &["running"],
            "closed",
        )
    },
    go(
        "call_off",
        "Call it off",
        "What was written stays with whoever wrote it.",
        &["planned", "opening", "writing", "round", "merging", "voting", "planning", "closing"],
        "called_off",
    ),
];

/// Whoever leads from outside the work makes none of these steps.
const fn go(
    name: &'static str,
    label: &'static str,
    then: &'static str,
    from: &'static [&'static str],
    to: &'static str,
) -> Move {
    Move { name, label, then, from, to, by: Who::OfTeam, check: nothing_more }
}

#[cfg(test)]
#[path = "premortem/tests.rs"]
mod tests;
