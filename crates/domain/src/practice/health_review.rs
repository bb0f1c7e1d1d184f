//! Health review: each quarter the team answers for itself how it is to work here.
//!
//! The record holds who was asked what, and what the team made of it. Ballots are not in it, nor
//! anywhere beside it that is listed, searched, journalled or exported: see `health` and
//! `docs/health.md`.

pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::health::instrument::End;
use crate::kind::{
    Answer, Ask, Cell, Column, Does, For, Kind, Move, Need, News, Place, State, Waiting,
    nothing_more,
};
use crate::people::Who;
use crate::practice::{column, day, kept, later, needed, team_led};
use crate::quarter::{Held, Returns, Rhythm};

pub static KIND: Kind = Kind {
    slug: "health-review",
    name: "Health review",
    plural: "Health reviews",
    place: Place::Reflections,
    purpose: "How it is to work here, by those who do the work: answered unseen, counted once, read by the team first, and followed by a change. Four minutes for each, then an hour together. Whoever answered sees figures from six answers on; fewer of you hold an open round.",
    begin: "Which quarter, and what moves you to ask?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: slots::ALL,
    due: &["closes_on", "talk_on"],
    when_due: "Go on with",
    rhythm: Some(Rhythm {
        returns: Returns::EachQuarter,
        held: Held::Record { states: &["closed", "talked"], on: &["closed_on", "talked_on"] },
    }),
    news: Some(News { word: "Talked over", states: &["talked"] }),
    waits: Some(Waiting {
        states: &["open"],
        whom: For::Asked,
        what: "Answer",
        why: "A health review asks you; nobody is told who answered, or what",
        at: "",
        due: "closes_on",
    }),
    does: &[
        ("open", Does::OpenBallots),
        ("close", Does::CountBallots),
        ("call_off", Does::DropBallots),
    ],
    about: &["outcome"],
    rewords: rules::keeps_its_promise,
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

/// Answered unseen, or talked through with nothing kept but what was agreed.
pub static HELD_AS: &[(&str, &str)] = &[
    ("ballots", "ballots, which nobody can link to you"),
    ("round", "an open round, talked through"),
];

pub static ENDS: &[(&str, &str)] =
    &[("high", "the second is better"), ("low", "the first is better")];

/// The end of the scale under its stored name.
pub(crate) fn end(stored: &str) -> End {
    if stored == "low" { End::Low } else { End::High }
}

pub static OWN_ITEMS: &[Column] = &[
    needed("asks", "We also ask", Cell::Line),
    needed("low", "Words at step 1", Cell::Line),
    needed("high", "Words at step 5", Cell::Line),
    column("better", "Which we would rather", Cell::OneOf(ENDS)),
];

pub static AGREED: &[Column] = &[
    needed("about", "What we talked about", Cell::Line),
    needed("agreed", "What we agreed", Cell::Line),
];

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::OneOf(HELD_AS),
        ..line(
            "held_as",
            "How we hold it",
            "With fewer than five people, or where you would rather talk: an open round.",
            Need::Never,
        )
    },
    day(
        "closes_on",
        "Open until the end of",
        "A week or two. Nothing is shown before, and nothing is taken after.",
        Need::Before("open"),
    ),
    later(Ask {
        answer: Answer::Rows(OWN_ITEMS),
        ..line(
            "own_items",
            "What we ask beside the house’s items",
            "At most five, each one question.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::Number { unit: "people" },
        ..line(
            "people_needed",
            "A figure needs",
            "Five unless you say otherwise, and never fewer than four.",
            Need::Never,
        )
    }),
    later(Ask {
        answer: Answer::Number { unit: "people" },
        ..line(
            "writers_needed",
            "Comments need",
            "Eight unless you say otherwise: people are known by how they write.",
            Need::Never,
        )
    }),
    later(day("talk_on", "We talk it over on", "Soon after it has closed.", Need::Never)),
    later(Ask {
        answer: Answer::Rows(AGREED),
        ..line(
            "agreed",
            "What we agreed in the round",
            "What was said stays in the room; this is kept.",
            Need::Before("hold"),
        )
    }),
    later(prose(
        "outcome",
        "What we take from it",
        "What surprised us, what could be behind it, what we change. “We leave it as it is” is an answer.",
        Need::Before("talk"),
    )),
    team_led::LEAD,
    team_led::LED_OTHERWISE,
    kept("opened_on", "Opened on"),
    kept("closed_on", "Closed on"),
    kept("talked_on", "Talked over on"),
];

static STATES: &[State] = &[
    State { name: "preparing", label: "being prepared", open: true },
    State { name: "open", label: "open for answers", open: true },
    State { name: "closed", label: "closed, to be talked over by the team", open: true },
    State { name: "talked", label: "talked over", open: false },
    State { name: "called-off", label: "called off", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "open",
        label: "Open it for answers",
        then: "What is asked, whom, and how many people a figure needs are fixed now, and promised to whoever answers. It closes by itself at the end of its day.",
        from: &["preparing"],
        to: "open",
        by: Who::OfTeam,
        check: rules::may_open,
    },
    Move {
        name: "close",
        label: "Close it and count",
        then: "Everything is counted once, and every single answer is thrown away. There is no way back.",
        from: &["open"],
        to: "closed",
        by: Who::OfTeam,
        check: nothing_more,
    },
    Move {
        name: "hold",
        label: "We have talked it through",
        then: "What you agreed stays here for everybody; nothing else of the round is kept.",
        from: &["preparing"],
        to: "talked",
        by: Who::OfTeam,
        check: rules::may_hold,
    },
    Move {
        name: "talk",
        label: "We have talked it over",
        then: "Now others may read the results too, and whoever leads answers what you ask of them.",
        from: &["closed"],
        to: "talked",
        by: Who::OfTeam,
        check: rules::may_talk,
    },
    Move {
        name: "call_off",
        label: "Call it off",
        then: "Nothing is counted, and what was answered can be opened by nobody any more.",
        from: &["preparing", "open"],
        to: "called-off",
        by: Who::OfTeam,
        check: nothing_more,
    },
];
