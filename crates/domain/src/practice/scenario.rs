//! A scenario: one team goes through one hard situation, with competing explanations, small steps,
//! a look every six weeks, and an end that needs two signals and the team’s own word.

pub mod markdown;
pub mod rules;
mod sample;
pub mod slots;

use crate::attachment::{line, prose};
use crate::kind::{Answer, Ask, Kind, Move, Need, News, Place, Relates, State, nothing_more};
use crate::people::Who;
use crate::practice::{day, kept, later};
use crate::scenario::NAMES;

pub static KIND: Kind = Kind {
    slug: "scenario",
    name: "Scenario",
    plural: "Scenarios",
    place: Place::Scenarios,
    purpose: "A way through a hard situation: what could be behind it, held against what the team’s own records say, small steps that can be taken back, and an end. It names nobody.",
    begin: "What is hard right now?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: slots::ALL,
    due: &["look_on", "ends_on"],
    when_due: "Look at together",
    news: Some(News { word: "Through it", states: &["through"] }),
    relates: &[
        Relates { by: "step", forth: "the scenario it is a step of", back: "begun as a step here" },
        Relates {
            by: "own_playbook",
            forth: "the playbook it follows",
            back: "follows this playbook",
        },
    ],
    about: &["word", "stopped_because", "hard"],
    settle: rules::settle,
    findings: rules::findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::OneOf(NAMES),
        ..line(
            "playbook",
            "Which playbook",
            "Without one, you hold explanations of your own.",
            Need::Never,
        )
    },
    prose("hard", "What we see", "What happens, and since when. No names.", Need::Never),
    later(Ask {
        answer: Answer::Record("playbook"),
        ..line("own_playbook", "The playbook of our own", "One that is in use.", Need::Never)
    }),
    later(Ask {
        answer: Answer::Person,
        ..line(
            "owner",
            "Who keeps hold of it",
            "Whoever begins it, unless you say otherwise.",
            Need::Never,
        )
    }),
    later(day(
        "look_on",
        "Look at it together on",
        "In six weeks, and every six weeks after.",
        Need::Never,
    )),
    later(day(
        "ends_on",
        "It ends on",
        "In a quarter; at the latest two quarters after its beginning, and a later day becomes that one.",
        Need::Never,
    )),
    later(prose(
        "shows_now",
        "What has changed since",
        "In the work, not in the mood. “Nothing yet” is an answer.",
        Need::Before("look"),
    )),
    later(prose(
        "word",
        "The team’s own word",
        "Why this is over, as the team would say it to a friend.",
        Need::Before("exit"),
    )),
    later(line(
        "stopped_because",
        "Why it stops here",
        "And what you would try first the next time.",
        Need::Before("stop"),
    )),
    Ask { answer: Answer::Prose, ..kept("looked", "What each look showed") },
    kept("ended_on", "Ended on"),
];

static STATES: &[State] = &[
    State { name: "held", label: "holding explanations against each other", open: true },
    State { name: "under_way", label: "trying steps", open: true },
    State { name: "through", label: "through it", open: false },
    State { name: "stopped", label: "stopped", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "go_on",
        label: "Go on to steps",
        then: "At least three explanations have something for them and something against them. Steps are small, and can be taken back.",
        from: &["held"],
        to: "under_way",
        by: Who::OfTeam,
        check: rules::may_go_on,
    },
    Move {
        name: "look",
        label: "We have looked at it together",
        then: "What changed stands under its day, and the next look comes due in six weeks.",
        from: &["under_way"],
        to: "under_way",
        by: Who::OfTeam,
        check: rules::names_nobody,
    },
    Move {
        name: "exit",
        label: "We are through it",
        then: "It stays, with what was tried and what changed, for whoever comes into the same.",
        from: &["under_way"],
        to: "through",
        by: Who::OfTeam,
        check: rules::may_exit,
    },
    Move {
        name: "stop",
        label: "Stop here",
        then: "It ends without an answer, and says why. Nothing is lost.",
        from: &["held", "under_way"],
        to: "stopped",
        by: Who::OfTeam,
        check: nothing_more,
    },
    Move {
        name: "take_up",
        label: "Take it up again",
        then: "It goes on where it was, up to two quarters after its beginning.",
        from: &["through", "stopped"],
        to: "under_way",
        by: Who::OfTeam,
        check: rules::may_take_up,
    },
];
