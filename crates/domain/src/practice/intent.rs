//! Intent: the problem, what will be true and how we will see it; the way is the team's own.

pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{
    Answer, Ask, Cell, Column, For, Kind, Learning, Move, Need, News, Place, Relates, State,
    Waiting, nothing_more,
};
use crate::people::Who;
use crate::practice::{DIRECTIONS, HARDNESS, column, day, kept, later, needed};

pub static KIND: Kind = Kind {
    slug: "intent",
    name: "Intent",
    plural: "Intents",
    place: Place::Intents,
    purpose: "What we are after and why, so that the people who do the work can choose the way.",
    begin: "What should become true, in one sentence?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&slots::BACKBRIEF, &slots::BET, &slots::CORRECTION],
    due: &["review_on"],
    when_due: "Look again at",
    news: Some(News { word: "In force", states: &["active"] }),
    waits: Some(Waiting {
        states: &["briefed"],
        whom: For::Others,
        what: "Say back",
        why: "{by} briefed it; it starts once somebody on the team has said it in their own words",
        at: "backbrief",
        due: "",
    }),
    learning: Learning {
        states: &["active", "reviewed", "closed"],
        told_in: "correction",
        slot: "correction",
        words: &["problem", "end_state", "learned", "text"],
        says: &["learned", "end_state"],
        wanted_in: &["draft", "briefed", "backbriefed"],
    },
    relates: &[Relates { by: "parent", forth: "what it is part of", back: "part of this" }],
    about: &["purpose", "end_state", "problem"],
    settle: rules::settle,
    findings: crate::practice::checks::intent,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static SIGNAL_COLUMNS: &[Column] = &[
    needed("name", "What we look at", Cell::Line),
    column("unit", "Unit", Cell::Line),
    column("baseline", "Today", Cell::Line),
    column("baseline_date", "Read on", Cell::Day),
    column("direction", "Should go", Cell::OneOf(DIRECTIONS)),
    column("at_least", "At least", Cell::Number),
    column("at_most", "At most", Cell::Number),
    column("by_date", "By", Cell::Day),
    column("source", "Where it is read", Cell::Line),
    column("guardrail", "Is it", Cell::OneOf(GUARDRAIL)),
];

pub static CONSTRAINT_COLUMNS: &[Column] = &[
    needed("statement", "The limit", Cell::Line),
    column("kind", "Kind", Cell::OneOf(CONSTRAINT_KINDS)),
    column("hardness", "Hard or soft", Cell::OneOf(HARDNESS)),
    column("reason", "Why", Cell::Line),
    column("lifted_by", "Who may lift it", Cell::Line),
];

static GUARDRAIL: &[(&str, &str)] =
    &[("no", "something to move"), ("yes", "a guardrail: must not get worse")];

static CONSTRAINT_KINDS: &[(&str, &str)] = &[
    ("technical", "technical"),
    ("time", "time"),
    ("money", "money"),
    ("legal", "legal or data"),
    ("reliability", "reliability"),
    ("people", "people"),
    ("business", "a goal of the business"),
];

static NATURES: &[(&str, &str)] = &[
    ("chosen", "our own choice"),
    ("mandated", "required of us: law, contract, security"),
    ("discovery", "discovery: we want to be able to say something"),
];

static ASKS: &[Ask] = &[
    prose(
        "problem",
        "The problem",
        "Who has it, in what situation, and how we know. No solution yet.",
        Need::Before("brief"),
    ),
    prose(
        "end_state",
        "What will be true",
        "A state of the world, not an activity. At most 80 words.",
        Need::Before("brief"),
    ),
    Ask {
        answer: Answer::Rows(SIGNAL_COLUMNS),
        ..line("signals", "How we will see it", "A name is enough to begin with.", Need::Never)
    },
    later(prose(
        "purpose",
        "Why it matters",
        "One or two sentences: for whom, and what it makes possible.",
        Need::Before("activate"),
    )),
    later(line("who", "For problem it is", "The people who feel it first.", Need::Never)),
    later(line("situation", "When they meet it", "Doing what, how often.", Need::Never)),
    later(prose(
        "evidence",
        "How we know",
        "A link, a number or a dated observation.",
        Need::Never,
    )),
    later(prose("out_of_scope", "Deliberately outside", "What this is not about.", Need::Never)),
    later(Ask {
        answer: Answer::Rows(CONSTRAINT_COLUMNS),
        ..line(
            "constraints",
            "Limits",
            "Each with its reason and who may lift it; or “none known”.",
            Need::Never,
        )
    }),
    later(prose("antigoals", "What would be the wrong success", "One a line.", Need::Never)),
    later(Ask {
        answer: Answer::Lanes,
        ..line("lanes", "Lanes that apply", "What the team decides alone here.", Need::Never)
    }),
    later(prose(
        "free",
        "Explicitly free",
        "What the team may change without asking.",
        Need::Never,
    )),
    later(Ask {
        answer: Answer::Rows(crate::practice::ASSUMPTION_COLUMNS),
        ..line("assumptions", "What we assume", "With who checks it, and when.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Rows(crate::practice::STOP_COLUMNS),
        ..line("stop_rules", "When we stop", "A state and a date.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Record("intent"),
        ..line("parent", "Part of", "The wider intent this one serves.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Person,
        ..line("owner", "Owner", "Exactly one person.", Need::Before("activate"))
    }),
    later(day("review_on", "Look at it again on", "Within two quarters.", Need::Never)),
    later(Ask {
        answer: Answer::OneOf(NATURES),
        ..line("nature", "Where it comes from", "Some checks depend on it.", Need::Never)
    }),
    later(prose(
        "waiver",
        "Why nobody needs to restate it",
        "Only for a team of two or three: say how you know you mean the same.",
        Need::Never,
    )),
    later(prose(
        "learned",
        "What we saw, and what it means",
        "The signals as they are today; what surprised us.",
        Need::Before("review"),
    )),
    later(line(
        "withdrawn_because",
        "Why it is withdrawn",
        "What changed since.",
        Need::Before("withdraw"),
    )),
    kept("meant_at", "Meaning last changed"),
];

static STATES: &[State] = &[
    State { name: "draft", label: "draft", open: true },
    State { name: "briefed", label: "briefed", open: true },
    State { name: "backbriefed", label: "backbriefed", open: true },
    State { name: "active", label: "active", open: true },
    State { name: "reviewed", label: "reviewed", open: true },
    State { name: "closed", label: "closed", open: false },
    State { name: "withdrawn", label: "withdrawn", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "brief",
        label: "Brief the team",
        then: "The team reads it and somebody restates it in their own words.",
        from: &["draft"],
        to: "briefed",
        by: Who::Owner,
        check: nothing_more,
    },
    Move {
        name: "backbriefed",
        label: "We mean the same",
        then: "Needs a backbrief that was agreed. The team chooses its bets.",
        from: &["briefed"],
        to: "backbriefed",
        by: Who::TeamOrLeads,
        check: rules::was_restated,
    },
    Move {
        name: "activate",
        label: "Start",
        then: "The team works towards it and decides in its lanes.",
        from: &["briefed", "backbriefed"],
        to: "active",
        by: Who::TeamOrLeads,
        check: rules::may_start,
    },
    Move {
        name: "review",
        label: "Review it",
        then: "What we saw is written down; then it goes on or is closed.",
        from: &["active"],
        to: "reviewed",
        by: Who::Team,
        check: nothing_more,
    },
    Move {
        name: "resume",
        label: "Go on",
        then: "It is active again with what we learned.",
        from: &["reviewed"],
        to: "active",
        by: Who::Team,
        check: rules::was_restated,
    },
    Move {
        name: "close",
        label: "Close it",
        then: "It leaves the short lists and stays readable.",
        from: &["reviewed"],
        to: "closed",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
    Move {
        name: "withdraw",
        label: "Withdraw it",
        then: "It stops, in the open, with the reason.",
        from: &["draft", "briefed", "backbriefed", "active", "reviewed"],
        to: "withdrawn",
        by: Who::Owner,
        check: nothing_more,
    },
];
