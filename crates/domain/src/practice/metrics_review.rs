//! Metrics review: what a team saw in its mirrors, how it reads them, and the one thing it changes.

pub mod mark;
pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{Answer, Ask, Cell, Column, Kind, Move, Need, News, Place, State};
use crate::measure;
use crate::people::Who;
use crate::practice::{column, day, kept, later, needed, team_led};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "metrics-review",
    name: "Metrics review",
    plural: "Metrics reviews",
    place: Place::Reflections,
    purpose: "An hour of the team: what we saw in our mirrors, what surprised us, at least two explanations and one change. The team’s own record; whoever leads answers what it asks for.",
    begin: "What did you want to know?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: slots::ALL,
    due: &["look_again_on"],
    when_due: "Look again",
    rhythm: Some(Rhythm {
        returns: Returns::EachQuarter,
        held: Held::Record { states: &["shared", "looked"], on: &["shared_on"] },
    }),
    news: Some(News { word: "Looked into", states: &["shared", "looked"] }),
    about: &["shows_now", "surprised", "saw"],
    own_in: &["draft"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static LOOKED_AT: &[Column] = &[
    needed("mirror", "Mirror", Cell::OneOf(measure::NAMES)),
    column("window", "Over", Cell::OneOf(WINDOWS)),
];

pub static WINDOWS: &[(&str, &str)] =
    &[("3m", "three months"), ("12m", "a year"), ("36m", "three years")];

pub static EXPLANATIONS: &[Column] = &[
    needed("explanation", "It could be that", Cell::Line),
    column("against", "What would speak against it", Cell::Line),
];

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::Rows(LOOKED_AT),
        ..line(
            "looked_at",
            "What we looked at",
            "Two that pull against each other say more than one.",
            Need::Never,
        )
    },
    prose(
        "saw",
        "What we saw",
        "What the figures say and what they cannot, before what it means.",
        Need::Before("share"),
    ),
    later(prose(
        "surprised",
        "What surprised us",
        "“Nothing did” is an answer, and worth a second look.",
        Need::Before("share"),
    )),
    Ask {
        answer: Answer::Rows(EXPLANATIONS),
        ..line(
            "explanations",
            "What could be behind it",
            "At least two, each with what you would see if it were wrong.",
            Need::Before("share"),
        )
    },
    later(day(
        "look_again_on",
        "Look again on",
        "In a quarter, unless you say otherwise.",
        Need::Never,
    )),
    later(prose(
        "shows_now",
        "What it shows now",
        "Which explanation is still standing? The same mirrors, over the same window.",
        Need::Before("look"),
    )),
    team_led::LEAD,
    team_led::LED_OTHERWISE,
    kept("shared_on", "Shared on"),
    kept("looked_on", "Looked at again on"),
];

static STATES: &[State] = &[
    State { name: "draft", label: "being written", open: true },
    State { name: "shared", label: "shared, to be looked at again", open: true },
    State { name: "looked", label: "looked at again", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "share",
        label: "Share it",
        then: "Whoever leads from outside can read and answer now. It stands as a mark under the team’s mirrors, and comes back on its day.",
        from: &["draft"],
        to: "shared",
        by: Who::OfTeam,
        check: rules::may_share,
    },
    Move {
        name: "look",
        label: "We have looked again",
        then: "What it shows now stands below what it showed then.",
        from: &["shared"],
        to: "looked",
        by: Who::OfTeam,
        check: crate::kind::nothing_more,
    },
    Move {
        name: "rewrite",
        label: "Go on writing",
        then: "It is a draft again, and its mark goes; what was answered stays.",
        from: &["shared", "looked"],
        to: "draft",
        by: Who::OfTeam,
        check: crate::kind::nothing_more,
    },
];
