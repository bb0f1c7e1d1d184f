//! Office hours: a standing hour to which anybody brings one sentence and leaves still owning it.

pub mod asks;
pub mod becomes;
pub mod dates;
pub mod look;
pub mod queue;
pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{Answer, Ask, Kind, Move, Need, Place, Relates, State};
use crate::people::Who;
use crate::practice::{day, later};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "office-hours",
    name: "Office hours",
    plural: "Office hours",
    place: Place::Reflections,
    purpose: "A standing hour for half-formed thoughts. One sentence is enough; whoever brings it keeps it, and leaves with a clearer next step.",
    begin: "What are these office hours about?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&slots::TOPIC, &slots::CHANGED, &slots::VOTE],
    rhythm: Some(Rhythm { returns: Returns::AsItComes, held: Held::Dates(dates::within) }),
    relates: &[Relates {
        by: "topic",
        forth: "the office hours it comes from",
        back: "came from a topic here",
    }],
    about: &["purpose", "place"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

/// What such an hour may be for (`domain.md` 5.1).
pub static FORMATS: &[(&str, &str)] = &[
    ("strategy", "tech strategy: bets, one-way doors, build or buy"),
    ("health", "tech health: load, toil, flaky tests, who owns what"),
    ("drop_in", "drop-in: half-formed ideas and a second opinion"),
    ("clinic", "lane clinic: whose decision is this?"),
    ("listening", "listening hour: what whoever leads does not hear otherwise"),
];

pub static OPEN_TO: &[(&str, &str)] =
    &[("everybody", "everybody in the organisation"), ("team", "the team and those who lead it")];

pub static RHYTHMS: &[(&str, &str)] = &[
    ("weekly", "every week"),
    ("two_weeks", "every two weeks"),
    ("three_weeks", "every three weeks"),
    ("four_weeks", "every four weeks"),
    ("month", "every month, on the same weekday: the second Thursday"),
    ("months_end", "every month, on the last such weekday"),
    ("once", "once"),
];

static ASKS: &[Ask] = &[
    day("starts_on", "First date", "Its weekday is the weekday of all.", Need::Before("open")),
    line("at", "At", "14:00, in the zone below.", Need::Before("open")),
    line(
        "zone",
        "Time zone",
        "Europe/Berlin, or UTC. It follows the clocks there.",
        Need::Before("open"),
    ),
    later(Ask {
        answer: Answer::OneOf(RHYTHMS),
        ..line("rhythm", "How often", "Every week, unless you say otherwise.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Number { unit: "minutes" },
        ..line("minutes", "How long", "25, unless you say otherwise.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Number { unit: "topics" },
        ..line("capacity", "Room for", "Topics a date; two, unless you say otherwise.", Need::Never)
    }),
    later(line("place", "Where", "A room, or the link of the call.", Need::Never)),
    later(prose("purpose", "What they are for", "What is welcome, half-formed too.", Need::Never)),
    later(Ask {
        answer: Answer::People,
        ..line(
            "hosts",
            "Who hosts",
            "Of the team, or whoever leads it; you, unless you say otherwise.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::OneOf(OPEN_TO),
        ..line("open_to", "Open to", "Everybody, unless you say otherwise.", Need::Never)
    }),
    later(Ask { answer: Answer::OneOf(FORMATS), ..line("format", "What kind", "", Need::Never) }),
    later(day("until", "Until", "The last day; leave it empty to go on.", Need::Never)),
];

static STATES: &[State] = &[
    State { name: "planned", label: "being prepared", open: true },
    State { name: "running", label: "open for topics", open: true },
    State { name: "ended", label: "ended", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "open",
        label: "Open them",
        then: "Topics can be brought; the dates stand in the calendar of the team, its hosts and whoever brings one.",
        from: &["planned", "ended"],
        to: "running",
        by: Who::TeamOrLeads,
        check: rules::may_open,
    },
    Move {
        name: "end",
        label: "End them",
        then: "No further dates. What was said and what came of it stays.",
        from: &["planned", "running"],
        to: "ended",
        by: Who::TeamOrLeads,
        check: crate::kind::nothing_more,
    },
];
