//! A released reading: one figure as it was on one day, with what the team says of it.

mod rules;
mod sample;

use crate::attachment::{IDEA, LINK, QUESTION, Slot, line, prose};
use crate::kind::{Answer, Ask, Does, Kind, Move, Need, News, Place, State, nothing_more};
use crate::measure;
use crate::people::Who;
use crate::practice::{kept, later, metrics_review, team_led};

pub static KIND: Kind = Kind {
    slug: "reading",
    name: "Released reading",
    plural: "Released readings",
    place: Place::Mirrors,
    purpose: "A figure as it was on one day, with what it says and what it does not, in the team’s own words. Whoever leads from outside sees these and nothing else of the team’s numbers; what changes later is not in it.",
    begin: "What does it say?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: SLOTS,
    news: Some(News { word: "Released", states: &[RELEASED, "past"] }),
    does: &[(RELEASE, Does::KeepFigure)],
    about: &["says_not"],
    own_in: &[WRITTEN],
    settle: rules::settle,
    sample: sample::sample,
    ..Kind::PLAIN
};

/// Kept as it was when it was released; empty before. The house writes it: `measure::kept`.
pub const FIGURES: &str = "figures";
pub const MIRROR: &str = "mirror";
pub const WINDOW: &str = "window";
pub const HISTORY: &str = "history";
/// Until then there are no figures in it.
pub const WRITTEN: &str = "written";
pub const RELEASED: &str = "released";
pub const RELEASE: &str = "release";

static ASKS: &[Ask] = &[
    prose(
        "says_not",
        "What it does not say",
        "What somebody might read into it who was not there.",
        Need::Before(RELEASE),
    ),
    Ask {
        answer: Answer::OneOf(measure::NAMES),
        ..line(MIRROR, "Mirror", "", Need::Before(RELEASE))
    },
    Ask {
        answer: Answer::OneOf(metrics_review::WINDOWS),
        ..line(WINDOW, "Over", "A year, unless you say otherwise.", Need::Never)
    },
    later(line(HISTORY, "Of which history", "Only where the team has several.", Need::Never)),
    kept(FIGURES, "The figure"),
    kept("released_on", "Released on"),
];

static STATES: &[State] = &[
    State { name: WRITTEN, label: "being written", open: true },
    State { name: RELEASED, label: "released", open: true },
    State { name: "past", label: "no longer how it is", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: RELEASE,
        label: "Release it",
        then: "The figure is kept as it is now, and whoever has a seat can read it with your words. You see who looked.",
        from: &[WRITTEN],
        to: RELEASED,
        by: Who::OfTeam,
        check: nothing_more,
    },
    Move {
        name: "outdate",
        label: "It is no longer so",
        then: "It stays readable as what was said then, marked as past.",
        from: &[RELEASED],
        to: "past",
        by: Who::OfTeam,
        check: nothing_more,
    },
];

/// Whoever leads asks; the rest is the team's own.
static SLOTS: &[&Slot] = &[&QUESTION, &IDEAS, &LINKS];
static IDEAS: Slot = Slot { allows: team_led::team_only, ..IDEA };
static LINKS: Slot = Slot { allows: team_led::team_only, ..LINK };

#[cfg(test)]
mod tests;
