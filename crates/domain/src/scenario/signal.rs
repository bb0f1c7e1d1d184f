//! What a scenario can watch: each signal with what it counts, where it comes from and what it
//! cannot say. A signal belongs to a team; none is about a person, none compares teams.

use serde::Serialize;

use crate::health::instrument::Construct;
use crate::measure::{
    concentration, follow_through, lead_time, newcomers, release_frequency, release_wait,
};

/// What stays the same about one signal, whatever the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct About {
    /// Stored in playbooks and runs. Never rename it.
    pub id: &'static str,
    pub name: &'static str,
    /// Exactly what is counted, in words.
    pub definition: &'static str,
    pub from: From,
    pub cannot_say: &'static str,
}

/// Where a signal is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum From {
    /// Records everybody may read.
    Records,
    /// The team’s map.
    Map,
    /// A mirror with this id: the team’s own.
    Mirror(&'static str),
    /// Items of the health review on this construct: the team’s own.
    Health(Construct),
    /// Nowhere yet; the sentence says what is missing.
    Nowhere(&'static str),
}

pub const ALL: &[About] = &[
    records(
        "intents-active",
        "Active intents",
        "Intents of the team that are active today.",
        "Whether they pull in one direction.",
    ),
    records(
        "intents-unclear",
        "Intents held up by a check",
        "Open intents of which a check says that something is missing which the next step needs.",
        "Whether the intent is a good one.",
    ),
    records(
        "intents-unrestated",
        "Intents nobody said back",
        "Open intents that were briefed and that nobody on the team has said back.",
        "Whether they are understood all the same.",
    ),
    records(
        "intents-cut-off",
        "Intents without what they served",
        "Open intents whose wider intent is closed or withdrawn.",
        "Whether the purpose went with it.",
    ),
    records(
        "intents-reviewed",
        "Intents reviewed with their signal read",
        "Intents of the last half year that were reviewed.",
        "Whether the signal was the right one.",
    ),
    records(
        "forecasts",
        "Forecasts and how they came out",
        "Forecasts of the last half year that were at least four fifths sure, and how many of them did not come true.",
        "Anything about whoever forecast.",
    ),
    records(
        "decision-wait",
        "How long decisions wait",
        "Days from opening to deciding, of decisions opened in the last half year; what is open counts as waiting.",
        "Whether a quick decision was a good one.",
    ),
    records(
        "decided-outside",
        "Decided from outside the team",
        "Of decisions of the last half year, those whose decider leads the team from outside.",
        "Whether they were pulled up or handed up: read them.",
    ),
    records(
        "decisions-few",
        "Decisions written down",
        "Decisions of the last half year.",
        "How many were taken and not written down.",
    ),
    records(
        "decisions-replaced",
        "Decisions opened again",
        "Of decisions of the last half year, those that another one has replaced.",
        "Whether the first one was wrong: the world may have changed.",
    ),
    records(
        "advice-wait",
        "Advice that waits",
        "Advice that was asked on decisions of the team and has not come, older than a week.",
        "Why it waits.",
    ),
    records(
        "promises",
        "Promises past their day",
        "Open commitments on records of the team whose day has passed.",
        "Whether they were worth making.",
    ),
    records(
        "topics",
        "Topics at office hours",
        "Topics brought in the last half year, and how many share most of their words with an earlier one.",
        "Whether a topic that comes again is an unsolved one.",
    ),
    records(
        "hosts-decide",
        "Topics that the host decided",
        "Of topics talked about in the last half year, those that ended in a decision by whoever hosts.",
        "Whether the team wanted it decided.",
    ),
    records(
        "unknowns",
        "What is not known yet",
        "Open lines under “don’t know yet” on ownership pages of the team.",
        "How much is not known and not written down.",
    ),
    records(
        "incidents",
        "Incidents told",
        "Postmortems of the last half year.",
        "How many incidents were not told.",
    ),
    records(
        "feedback-loop",
        "Feedback that waits",
        "Feedback to people of the team that nobody came back on for thirty days.",
        "What was said in person.",
    ),
    About {
        id: "lane-gaps",
        name: "Cases that no lane holds",
        definition: "Findings “gap” of the team’s map in force.",
        from: From::Map,
        cannot_say: "How often such a case comes.",
    },
    About {
        id: "lane-orphans",
        name: "Lanes whose holder is gone",
        definition: "Findings “orphan” of the team’s map in force.",
        from: From::Map,
        cannot_say: "Who does it in the meantime.",
    },
    About {
        id: "lane-single",
        name: "Lanes with one holder",
        definition: "Lanes of the team’s map in force that name one person and nobody else.",
        from: From::Map,
        cannot_say: "Who could step in without standing there.",
    },
    mirror(lead_time::ABOUT.id, lead_time::ABOUT.name),
    mirror(release_frequency::ABOUT.id, release_frequency::ABOUT.name),
    mirror(release_wait::ABOUT.id, release_wait::ABOUT.name),
    mirror(newcomers::FIRST.id, newcomers::FIRST.name),
    mirror(newcomers::TENTH.id, newcomers::TENTH.name),
    mirror(concentration::ABOUT.id, concentration::ABOUT.name),
    mirror(follow_through::ABOUT.id, follow_through::ABOUT.name),
    mirror("review-latency", "How long reviews wait"),
    health("health-load", "Cognitive load", Construct::Load),
    health("health-confidence", "Delivery confidence", Construct::Confidence),
    health("health-intent", "Clarity of intent", Construct::Intent),
    health("health-safety", "Speaking up", Construct::Safety),
    nowhere(
        "change-fail-rate",
        "Changes that failed",
        "Nothing tells Remit yet which change had to be mended or taken back. Look at your incidents.",
    ),
    nowhere(
        "rework-rate",
        "Work done twice",
        "Nothing tells Remit yet which change was unplanned mending of another. Ask in the team.",
    ),
    nowhere(
        "unplanned-share",
        "Unplanned work",
        "Remit does not know what was planned, and does not want to. Keep a tally for two weeks.",
    ),
    nowhere(
        "on-call-load",
        "Calls at night",
        "Remit reads no pager. Your alerting tool counts them.",
    ),
    nowhere(
        "zone-overlap",
        "Hours in which all are awake",
        "Remit knows nobody’s hours, and does not ask. Draw them on a board together.",
    ),
];

/// What a sign can be about: `(stored, shown)`.
pub static CHOICES: &[(&str, &str)] = &{
    let mut all = [(super::OWN, "something that we watch ourselves"); ALL.len() + 1];
    let mut at = 0;
    while at < ALL.len() {
        all[at] = (ALL[at].id, ALL[at].name);
        at += 1;
    }
    all
};

pub fn by_id(id: &str) -> Option<&'static About> {
    ALL.iter().find(|it| it.id == id)
}

const fn records(
    id: &'static str,
    name: &'static str,
    definition: &'static str,
    cannot_say: &'static str,
) -> About {
    About { id, name, definition, from: From::Records, cannot_say }
}

const fn mirror(id: &'static str, name: &'static str) -> About {
    About {
        id,
        name,
        definition: "The mirror of this name over a year, and whether its last points stood out of the usual range.",
        from: From::Mirror(id),
        cannot_say: "Why it moved.",
    }
}

const fn health(id: &'static str, name: &'static str, construct: Construct) -> About {
    About {
        id,
        name,
        definition: "The team’s last health review on these questions, as its page shows it to whoever looks.",
        from: From::Health(construct),
        cannot_say: "Who answered what, and what those who did not answer think.",
    }
}

const fn nowhere(id: &'static str, name: &'static str, why: &'static str) -> About {
    About { id, name, definition: "Not measured here.", from: From::Nowhere(why), cannot_say: why }
}
