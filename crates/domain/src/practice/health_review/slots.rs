//! What may hang on a health review: the teams that join, the session's words, changes and requests.

use crate::attachment::{
    Attachment, COMMITMENT, Hides, PLAIN, Slot, SlotMove, before_the_reveal, commitment, line,
    prose, step,
};
use crate::kind::{Around, Need};
use crate::people::{Role, Who};
use crate::practice::metrics_review::slots as shared;
use crate::practice::support::SUPPORT;
use crate::practice::team_led;
use crate::record::{Dossier, Refusal};

pub static ALL: &[&Slot] = &[
    &JOINED,
    &SURPRISE,
    &EXPLANATION,
    &CHANGE,
    &SUPPORT,
    &shared::ASKED,
    &shared::IDEAS,
    &shared::FORECASTS,
    &shared::RESPONSES,
    &shared::LINKS,
];

/// Changes that one review may be followed by (`domain.md` 8.6).
const CHANGES: usize = 2;

/// A team below is asked only when somebody who works there says so, and never from above.
pub static JOINED: Slot = Slot {
    name: "joined",
    label: "Team that joins",
    plural: "Teams that join",
    adds: "Join with your team",
    told: "a team that joins",
    purpose: "A team below answers in the same wave, and is shown apart where enough answer.",
    asks: &[line(
        "text",
        "Your team",
        "By its name. You work there, so you can say so.",
        Need::Always,
    )],
    states: &[("in", "is asked too", true), ("out", "is not asked", false)],
    moves: &[SlotMove {
        check: while_preparing_again,
        ..step("leave", "Do not join after all", &["in"], "out", Who::Owner)
    }],
    allows: by_somebody_below,
    ..PLAIN
};

/// Each writes before the others are read, and before anybody speaks.
static SURPRISE: Slot = Slot {
    name: "surprise",
    label: "Surprise",
    plural: "What surprised us",
    adds: "Write what surprised you",
    told: "what surprised them",
    purpose: "Each writes alone what they had not expected. Then all of it is shown at once.",
    asks: &[prose(
        "text",
        "What surprised you",
        "“Nothing did” is worth saying too.",
        Need::Always,
    )],
    states: &[("given", "written", false)],
    by: Who::OfTeam,
    hides: Hides::UntilReveal,
    fixed_after: i64::MAX,
    one_each: true,
    allows: |dossier, around| {
        once_closed(dossier, around).and_then(|()| before_the_reveal(dossier, around))
    },
    ..PLAIN
};

static EXPLANATION: Slot = Slot {
    name: "explanation",
    label: "Explanation",
    plural: "What could be behind it",
    adds: "Write an explanation",
    told: "an explanation",
    purpose: "At least two for what you talk about, each with what you would see if it were wrong.",
    asks: &[
        line("text", "It could be that", "", Need::Always),
        line("against", "What would speak against it", "What you would see then.", Need::Never),
    ],
    states: &[("said", "could be", false)],
    by: Who::OfTeam,
    allows: once_closed,
    ..PLAIN
};

pub static CHANGE: Slot = Slot {
    purpose: "One or two things we change, each with a name and a day.",
    allows: one_or_two,
    by: Who::OfTeam,
    ..COMMITMENT
};

/// The teams below that are asked too, as they were named.
pub fn joined(dossier: &Dossier) -> impl Iterator<Item = &Attachment> {
    dossier.slot(JOINED.name).filter(|it| it.state == "in")
}

fn by_somebody_below(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::team_only(dossier, around)?;
    let of = &dossier.record.team;
    let works_below = around.actor.is_some_and(|actor| {
        let below = |path: &[crate::id::Id]| path.len() > 1 && path[1..].contains(of);
        actor.seats.iter().any(|it| !it.leads && it.role >= Role::Member && below(&it.path))
    });
    if !works_below {
        return Err(Refusal::NotYours(
            "A team joins when somebody who works there says so. You work in no team below this one; you can ask a question here.".to_owned(),
        ));
    }
    while_preparing(dossier)
}

fn while_preparing(dossier: &Dossier) -> Result<(), Refusal> {
    if dossier.record.state == "preparing" {
        return Ok(());
    }
    Err(Refusal::Rule(
        "Who is asked was fixed when the review was opened. Join the next one.".to_owned(),
    ))
}

fn while_preparing_again(dossier: &Dossier, _: &Attachment, _: &Around) -> Result<(), Refusal> {
    while_preparing(dossier)
}

fn once_closed(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::team_only(dossier, around)?;
    if matches!(dossier.record.state.as_str(), "closed" | "talked") {
        return Ok(());
    }
    Err(Refusal::Rule(
        "First there are results to look at; then say what you make of them.".to_owned(),
    ))
}

fn one_or_two(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::team_only(dossier, around)?;
    commitment::fewer_than(
        CHANGES,
        dossier,
        "Two changes stand here already, and more are rarely done. Leave this as an idea, or drop one of the others with the reason.",
    )
}
