//! What may hang on a postmortem: the usual, once the team has spoken, and the leader's own part.

use crate::attachment::{
    COMMITMENT, FORECAST, IDEA, LINK, PLAIN, QUESTION, RESPONSE, Slot, SlotMove, answered,
    before_the_reveal, commitment, prose,
};
use crate::kind::{Around, Need};
use crate::people::Who;
use crate::practice::team_led;
use crate::record::{Dossier, Refusal};

/// More than this is a list nobody keeps; the rest are ideas.
pub const MOST_COMMITMENTS: usize = 5;

pub static ALL: &[&Slot] = &[&OWN_PART, &ASKED, &PROMISED, &IDEAS, &FORECASTS, &RESPONSES, &LINKS];

/// Whoever leads the team says first what they did or left undone themselves.
pub static OWN_PART: Slot = Slot {
    name: "own_part",
    label: "Own part of whoever leads",
    plural: "Own part of whoever leads",
    adds: "Say your own part",
    told: "their own part",
    purpose: "What I decided, asked for or left undone that made this likelier. Before any other word of mine.",
    asks: &[prose(
        "text",
        "My own part",
        "Begin with “I”. What would you do differently?",
        Need::Always,
    )],
    states: &[("open", "said", false)],
    by: Who::Leads,
    one_each: true,
    allows: after_the_team,
    ..PLAIN
};

static ASKED: Slot = Slot { allows: after_own_part, moves: &ANSWERED, ..QUESTION };
static ANSWERED: [SlotMove; 2] = answered(|dossier, _, around| after_the_team(dossier, around));
static PROMISED: Slot = Slot { allows: at_most_five, ..COMMITMENT };
static IDEAS: Slot = Slot {
    purpose: "A possible change nobody has promised. Most belong here; at most five become commitments.",
    allows: after_own_part,
    ..IDEA
};
static FORECASTS: Slot = Slot { allows: after_own_part, ..FORECAST };
static RESPONSES: Slot = Slot {
    allows: |dossier, around| {
        after_own_part(dossier, around).and_then(|()| before_the_reveal(dossier, around))
    },
    ..RESPONSE
};
static LINKS: Slot = Slot { allows: after_own_part, ..LINK };

fn after_the_team(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::team_first(&["published"], dossier, around)
}

/// Whoever leads from outside first says their own part, and then asks, promises or suggests.
fn after_own_part(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    after_the_team(dossier, around)?;
    let leads = around.standing.is_some_and(|it| it.leads && it.is(Who::Leads));
    let said =
        |it: &crate::people::Actor| dossier.slot(OWN_PART.name).any(|had| had.author == it.id);
    if !leads || around.actor.is_some_and(said) {
        return Ok(());
    }
    Err(Refusal::NotYours(
        "First say your own part: what you decided, asked for or left undone that made this likelier. Then the rest opens.".to_owned(),
    ))
}

fn at_most_five(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    after_own_part(dossier, around)?;
    commitment::fewer_than(
        MOST_COMMITMENTS,
        dossier,
        "Five changes are promised here already. A sixth makes all of them weaker: leave it as an idea, or drop one with the reason.",
    )
}
