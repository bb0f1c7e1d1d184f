//! Postmortem: what happened and how it made sense, told and led by the team who was there.

pub mod markdown;
pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{
    Answer, Ask, Cell, Column, For, Kind, Learning, Move, Need, News, Place, Relates, State,
    Waiting,
};
use crate::people::Who;
use crate::practice::{column, kept, later, needed, team_led};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "postmortem",
    name: "Postmortem",
    plural: "Postmortems",
    place: Place::Reflections,
    purpose: "What happened, how it made sense at the time, and the few things we change. The people who were there tell it.",
    begin: "What happened, in one sentence?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: slots::ALL,
    rhythm: Some(Rhythm {
        returns: Returns::AsItComes,
        held: Held::Record { states: &["published"], on: &["published_on"] },
    }),
    news: Some(News { word: "Published", states: &["published"] }),
    waits: Some(Waiting {
        states: &["review"],
        whom: For::Unheard,
        what: "Read the draft",
        why: "It goes round the team before it is published: add what you saw, or ask",
        at: "",
        due: "",
    }),
    learning: Learning {
        states: &["published"],
        words: &["happened", "surprised", "factors"],
        says: &["surprised", "happened"],
        ..Learning::NONE
    },
    relates: &[
        Relates { by: "decision", forth: "", back: "a postmortem that touches this" },
        Relates { by: "intent", forth: "", back: "a postmortem that touches this" },
        Relates { by: "premortem", forth: "", back: "what came of it" },
    ],
    about: &["surprised", "happened"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static TIMELINE: &[Column] = &[
    column("at", "When", Cell::Line),
    needed("what", "What somebody saw or did", Cell::Line),
    column("source", "How we know", Cell::Line),
];

pub static PERSPECTIVES: &[Column] = &[
    needed("who", "Who, by role", Cell::Line),
    column("saw", "What they saw and expected", Cell::Prose),
];

pub static FACTORS: &[Column] = &[
    needed("factor", "What made it possible or worse", Cell::Line),
    column("category", "Kind", Cell::OneOf(CATEGORIES)),
    column("foreseen", "Had we seen it coming", Cell::OneOf(FORESEEN)),
];

/// Conditions, not people: each can be changed.
pub static CATEGORIES: &[(&str, &str)] = &[
    ("design", "how it is built"),
    ("change", "something that changed"),
    ("detection", "how we notice"),
    ("recovery", "how we get back"),
    ("knowledge", "what was known, and where"),
    ("load", "time, load, interruptions"),
    ("agreement", "who decides, who is told"),
    ("outside", "outside of us"),
];

pub static FORESEEN: &[(&str, &str)] =
    &[("yes", "yes, as a risk"), ("partly", "partly"), ("no", "no")];

pub static SEVERITIES: &[(&str, &str)] = &[
    ("1", "1: customers cannot do what they came for"),
    ("2", "2: many notice, there is a way around"),
    ("3", "3: few notice"),
    ("near", "a near miss: nobody noticed, this time"),
];

static ASKS: &[Ask] = &[
    prose(
        "happened",
        "What happened",
        "For whom, from when to when, and how it ended.",
        Need::Before("share"),
    ),
    Ask {
        answer: Answer::Rows(TIMELINE),
        ..line(
            "timeline",
            "How it went",
            "Begin before it went wrong and go forward: what was known at each moment, not what is known now. Moments as 2026-03-04 14:05.",
            Need::Never,
        )
    },
    Ask {
        answer: Answer::Rows(FACTORS),
        ..line(
            "factors",
            "What contributed",
            "Several conditions together. There is no single root; if you have one, ask what else had to be true.",
            Need::Before("publish"),
        )
    },
    later(line(
        "trigger",
        "Why we look at this one",
        "Best a list decided beforehand, so that nobody has to ask for it.",
        Need::Never,
    )),
    later(Ask {
        answer: Answer::OneOf(SEVERITIES),
        ..line(
            "severity",
            "How bad it was",
            "One published habit: meet within 3 days for the worst, 5 working days for the next.",
            Need::Never,
        )
    }),
    later(line(
        "began",
        "It began",
        "2026-03-04 14:05, and the zone if it is not UTC.",
        Need::Never,
    )),
    later(line("ended", "It was over", "When people could work again.", Need::Never)),
    later(Ask {
        answer: Answer::Rows(PERSPECTIVES),
        ..line(
            "perspectives",
            "Who saw what",
            "At least two people; they will not have seen the same thing.",
            Need::Never,
        )
    }),
    later(prose("expected", "What we expected", "Before it happened.", Need::Never)),
    later(prose(
        "surprised",
        "What surprised us",
        "The most useful line for whoever reads this in a year.",
        Need::Never,
    )),
    later(prose("helped", "What helped", "What went well, and what was luck.", Need::Never)),
    later(prose("open_questions", "What we still don’t know", "", Need::Never)),
    later(Ask {
        answer: Answer::Record("decision"),
        ..line("decision", "A decision it touches", "", Need::Never)
    }),
    later(Ask {
        answer: Answer::Record("intent"),
        ..line("intent", "An intent it touches", "", Need::Never)
    }),
    later(Ask {
        answer: Answer::Record("premortem"),
        ..line(
            "premortem",
            "The pre-mortem before it",
            "What it had foreseen, and what not.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::Lanes,
        ..line(
            "lanes",
            "Lanes it touches",
            "Whose call it was, and whether that was clear.",
            Need::Never,
        )
    }),
    team_led::LEAD,
    later(Ask {
        answer: Answer::Person,
        ..line(
            "facilitator",
            "Who facilitates",
            "Somebody who can ask plainly, and leads nobody here.",
            Need::Never,
        )
    }),
    team_led::LED_OTHERWISE,
    later(Ask {
        answer: Answer::People,
        ..line(
            "invited",
            "Invited in from outside",
            "Whoever leads the team speaks after you have published this, or when you name them here.",
            Need::Never,
        )
    }),
    kept("published_on", "Published on"),
    kept("from_elsewhere", "Taken over from"),
];

static STATES: &[State] = &[
    State { name: "draft", label: "being written", open: true },
    State { name: "review", label: "read by the team", open: true },
    State { name: "published", label: "published", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "share",
        label: "Send it round the team",
        then: "Those who were there read it and add what they saw. One published habit: a day before you meet.",
        from: &["draft"],
        to: "review",
        by: Who::OfTeam,
        check: rules::team_leads,
    },
    Move {
        name: "publish",
        label: "Publish it",
        then: "Everybody in the organisation may read and ask, those who lead from outside too. It comes back when it touches something new.",
        from: &["review"],
        to: "published",
        by: Who::OfTeam,
        check: rules::may_publish,
    },
    Move {
        name: "rewrite",
        label: "Go on writing",
        then: "It is a draft again; what was said stays.",
        from: &["review", "published"],
        to: "draft",
        by: Who::OfTeam,
        check: crate::kind::nothing_more,
    },
];
