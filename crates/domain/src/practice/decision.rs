//! Decision: options, choice and reasons, its route as it was then, its outcome as it turned out.

pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{
    Answer, Ask, Cell, Column, For, Kind, Learning, Move, Need, News, Place, Relates, State,
    Waiting, nothing_more,
};
use crate::people::Who;
use crate::practice::{ASSUMPTION_COLUMNS, STOP_COLUMNS, column, day, kept, later, needed};

pub static KIND: Kind = Kind {
    slug: "decision",
    name: "Decision",
    plural: "Decisions",
    place: Place::Decisions,
    purpose: "What was decided, by whom and why, and how it turned out.",
    begin: "What is being decided, in one sentence?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&slots::ADVICE, &slots::RATING],
    due: &["review_on"],
    when_due: "Look again at",
    news: Some(News { word: "Decided", states: &["decided", "known", "reviewed"] }),
    waits: Some(Waiting {
        states: &["proposed", "advice"],
        whom: For::Deciders,
        what: "Decide",
        why: "It lies in your lane",
        at: "",
        due: "",
    }),
    learning: Learning {
        states: &["reviewed", "superseded"],
        told_in: "learned",
        words: &["frame", "because", "learned"],
        says: &["learned"],
        wanted_in: &["proposed", "advice"],
        ..Learning::NONE
    },
    relates: &[
        Relates { by: "intent", forth: "the intent it serves", back: "serves this" },
        Relates { by: "superseded_by", forth: "replaces this", back: "replaced by this" },
    ],
    about: &["chosen", "route"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static OPTION_COLUMNS: &[Column] = &[
    needed("option", "Option", Cell::Line),
    column("for", "For it", Cell::Prose),
    column("against", "Against it", Cell::Prose),
];

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::Rows(OPTION_COLUMNS),
        ..line("options", "Options", "At least two; doing nothing counts.", Need::Never)
    },
    line("chosen", "What we choose", "One of the options.", Need::Before("decide")),
    prose("because", "Because", "What tipped it, and what we give up.", Need::Before("decide")),
    later(Ask {
        answer: Answer::Case,
        ..line("case", "What it is about", "Domains, and how much of what.", Need::Never)
    }),
    later(prose(
        "frame",
        "The question",
        "What is to be decided here, and what is not.",
        Need::Never,
    )),
    later(prose(
        "values",
        "What matters here",
        "What we want, and what comes second.",
        Need::Never,
    )),
    later(prose(
        "consequences",
        "What follows",
        "Good and bad, as far as we can see.",
        Need::Never,
    )),
    later(prose(
        "confirmation",
        "How we see it is carried out",
        "A check, a review, a date.",
        Need::Never,
    )),
    later(prose("dissent", "Who sees it differently, and why", "In their words.", Need::Never)),
    later(Ask {
        answer: Answer::Rows(ASSUMPTION_COLUMNS),
        ..line("assumptions", "What we assume", "With who checks it, and when.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Rows(STOP_COLUMNS),
        ..line("stop_rules", "When we look again at once", "A state and a date.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Person,
        ..line(
            "decider",
            "Who decided",
            "One person; without it, whoever says so here.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::People,
        ..line("agreed", "Who agreed", "Where the lane asks for it.", Need::Never)
    }),
    later(Ask {
        answer: Answer::People,
        ..line("consulted", "Who was asked", "Beside the advice below.", Need::Never)
    }),
    later(Ask { answer: Answer::People, ..line("informed", "Who is told", "", Need::Never) }),
    later(Ask {
        answer: Answer::Record("intent"),
        ..line("intent", "Serves", "The intent this is for.", Need::Never)
    }),
    later(day(
        "review_on",
        "Look at it again on",
        "Set when it is decided, unless you do.",
        Need::Never,
    )),
    later(prose("more", "More", "Anything else worth keeping.", Need::Never)),
    later(prose("outcome", "How it turned out", "What you see today.", Need::Before("outcome"))),
    later(Ask {
        answer: Answer::OneOf(TURNED),
        ..line("turned", "On the whole", "Judged by what was forecast.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Case,
        ..line(
            "realised",
            "What it really took",
            "The same measures, as they came out.",
            Need::Never,
        )
    }),
    later(prose("learned", "What we would do again, and what not", "", Need::Before("review"))),
    later(Ask {
        answer: Answer::Record("decision"),
        ..line(
            "superseded_by",
            "Replaced by",
            "The decision that holds now.",
            Need::Before("supersede"),
        )
    }),
    later(line("withdrawn_because", "Why it is withdrawn", "", Need::Before("withdraw"))),
    kept("lane", "Lane when opened"),
    kept("route", "Route when opened"),
    kept("map_version", "Version of the map then"),
    kept("deciders", "For call it is"),
    kept("lane_now", "Lane after the values changed"),
    kept("route_now", "Route after the values changed"),
    kept("map_version_now", "Version of the map at that change"),
    kept("decided_on", "Decided on"),
    kept("recorded_late", "Written down afterwards"),
    kept("known_at", "Outcome known at"),
    kept("source", "As it was imported"),
    kept("from_elsewhere", "Taken over from"),
];

static TURNED: &[(&str, &str)] = &[("good", "well"), ("mixed", "mixed"), ("bad", "badly")];

static STATES: &[State] = &[
    State { name: "proposed", label: "proposed", open: true },
    State { name: "advice", label: "asking for advice", open: true },
    State { name: "decided", label: "decided", open: true },
    State { name: "known", label: "outcome known", open: true },
    State { name: "reviewed", label: "reviewed", open: false },
    State { name: "superseded", label: "superseded", open: false },
    State { name: "withdrawn", label: "withdrawn", open: false },
    State { name: "history", label: "history", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "seek",
        label: "Ask for advice",
        then: "Whoever is affected or knows more is asked; it stays your decision.",
        from: &["proposed"],
        to: "advice",
        by: Who::Team,
        check: nothing_more,
    },
    Move {
        name: "decide",
        label: "Decide",
        then: "It holds. A day to look at it again is set.",
        from: &["proposed", "advice"],
        to: "decided",
        by: Who::TeamOrLeads,
        check: rules::has_a_choice,
    },
    Move {
        name: "write_down",
        label: "It is already decided",
        then: "It is kept as written down afterwards; add to it whenever you like.",
        from: &["proposed", "advice"],
        to: "decided",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
    Move {
        name: "outcome",
        label: "Say how it turned out",
        then: "Forecasts can be resolved; the process is judged apart from the result.",
        from: &["decided"],
        to: "known",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
    Move {
        name: "review",
        label: "Review it",
        then: "What we learned is kept with it; it leaves the short lists.",
        from: &["known"],
        to: "reviewed",
        by: Who::Team,
        check: nothing_more,
    },
    Move {
        name: "supersede",
        label: "Replace it",
        then: "It points to the decision that holds now, and stays readable.",
        from: &["decided", "known", "reviewed", "history"],
        to: "superseded",
        by: Who::TeamOrLeads,
        check: rules::by_another,
    },
    Move {
        name: "withdraw",
        label: "Withdraw it",
        then: "It will not be decided, and says why.",
        from: &["proposed", "advice"],
        to: "withdrawn",
        by: Who::Owner,
        check: nothing_more,
    },
    Move {
        name: "keep",
        label: "Keep it as history",
        then: "It stays readable and asks for nothing more.",
        from: &["decided"],
        to: "history",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
    Move {
        name: "take_up",
        label: "Take it up again",
        then: "It holds here as well. A day to look at it again is set.",
        from: &["history"],
        to: "decided",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
];
