//! Celebration: of a responsible risk, a course correction, help given, or a win. It has a reason
//! and belongs to a record; no answer names a person, so that nothing can count anybody.

mod rules;
mod sample;

use crate::attachment::{line, prose};
use crate::kind::{Answer, Ask, Kind, Move, Need, News, Place, Relates, State, nothing_more};
use crate::people::Who;
use crate::practice::{kept, later};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "celebration",
    name: "Celebration",
    plural: "Celebrations",
    place: Place::Reflections,
    purpose: "What somebody dared or turned round, and what we saw of how they did it, whatever came of it. Stories, never totals.",
    begin: "What do we celebrate, in one sentence?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    rhythm: Some(Rhythm {
        returns: Returns::AsItComes,
        held: Held::Record { states: &["shared"], on: &["shared_on"] },
    }),
    news: Some(News { word: "Celebrated", states: &["shared"] }),
    relates: &[
        Relates { by: "decision", forth: "", back: "celebrates this" },
        Relates { by: "intent", forth: "", back: "celebrates this" },
        Relates { by: "postmortem", forth: "", back: "celebrates this" },
        Relates { by: "demo", forth: "", back: "celebrates this" },
    ],
    about: &["reason"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static OF: &[(&str, &str)] = &[
    ("risk", "a responsible risk"),
    ("correction", "a course correction"),
    ("help", "help given"),
    ("win", "a win"),
];

pub static CAME_OUT: &[(&str, &str)] = &[
    ("open", "not known yet"),
    ("well", "well"),
    ("reversed", "we turned round"),
    ("badly", "badly, and it was right to try"),
];

static ASKS: &[Ask] = &[
    Ask { answer: Answer::OneOf(OF), ..line("of", "It was", "", Need::Before("share")) },
    prose(
        "reason",
        "What was risked or corrected, and what we saw of the process",
        "What was known then, what was asked, what kept the damage small. Not how well it ended.",
        Need::Before("share"),
    ),
    Ask {
        answer: Answer::Record("decision"),
        ..line(
            "decision",
            "The decision it belongs to",
            "Or, below, another record. One is needed.",
            Need::Never,
        )
    },
    later(Ask {
        answer: Answer::Record("intent"),
        ..line("intent", "The intent it belongs to", "", Need::Never)
    }),
    later(Ask {
        answer: Answer::Record("postmortem"),
        ..line("postmortem", "The postmortem it belongs to", "", Need::Never)
    }),
    later(Ask {
        answer: Answer::Record("demo"),
        ..line("demo", "The demo it belongs to", "", Need::Never)
    }),
    later(Ask {
        answer: Answer::OneOf(CAME_OUT),
        ..line("came_out", "How it came out", "Praise does not wait for it.", Need::Never)
    }),
    later(line(
        "bounded",
        "What kept the damage small",
        "For a risk: how far it could have gone.",
        Need::Never,
    )),
    later(line("stop", "What would have made us stop", "For a risk: agreed before.", Need::Never)),
    later(line(
        "signal",
        "What was seen first",
        "For a correction: the sign, and its day.",
        Need::Never,
    )),
    later(line("saved", "What was saved or learned", "", Need::Never)),
    later(line("withdrawn_because", "Why it is withdrawn", "", Need::Before("withdraw"))),
    kept("shared_on", "Shared on"),
];

static STATES: &[State] = &[
    State { name: "draft", label: "being written", open: true },
    State { name: "shared", label: "shared", open: false },
    State { name: "withdrawn", label: "withdrawn", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "share",
        label: "Share it",
        then: "The team and those around it see it on Today for two weeks; it stays with the record it belongs to.",
        from: &["draft"],
        to: "shared",
        by: Who::TeamOrLeads,
        check: rules::belongs_to_a_record,
    },
    Move {
        name: "withdraw",
        label: "Withdraw it",
        then: "It leaves Today and stays readable, with the reason.",
        from: &["draft", "shared"],
        to: "withdrawn",
        by: Who::Owner,
        check: nothing_more,
    },
];

/// The answers that tie it to a record.
pub static TIES: &[&str] = &["decision", "intent", "postmortem", "demo"];

/// Whether it concerns something that failed or was turned round: what balance looks at.
pub fn concerns_a_failure(record: &crate::record::Record) -> bool {
    record.text("of") == "correction" || matches!(record.text("came_out"), "reversed" | "badly")
}
