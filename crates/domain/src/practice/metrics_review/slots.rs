//! What may hang on a metrics review: the one change, and the support that leaders answer in the open.

use crate::attachment::{
    COMMITMENT, FORECAST, IDEA, LINK, QUESTION, RESPONSE, Slot, SlotMove, answered,
    before_the_reveal, commitment,
};
use crate::kind::Around;
use crate::people::Who;
use crate::practice::support::{OPENED, SUPPORT};
use crate::practice::team_led;
use crate::record::{Dossier, Refusal};

pub static ALL: &[&Slot] = &[&CHANGE, &SUPPORT, &ASKED, &IDEAS, &FORECASTS, &RESPONSES, &LINKS];

/// The common commitment; of the team, and one.
pub static CHANGE: Slot = Slot {
    purpose: "The one thing we change before we look again. With two, nobody knows afterwards which of them it was.",
    allows: one_change,
    by: Who::OfTeam,
    ..COMMITMENT
};

pub static ASKED: Slot = Slot { allows: after_the_team, moves: &ANSWERED, ..QUESTION };
static ANSWERED: [SlotMove; 2] = answered(|dossier, _, around| after_the_team(dossier, around));
pub static IDEAS: Slot = Slot { allows: team_led::team_only, ..IDEA };
pub static FORECASTS: Slot = Slot { allows: team_led::team_only, ..FORECAST };
pub static RESPONSES: Slot = Slot {
    allows: |dossier, around| {
        team_led::team_only(dossier, around).and_then(|()| before_the_reveal(dossier, around))
    },
    ..RESPONSE
};
pub static LINKS: Slot = Slot { allows: team_led::team_only, ..LINK };

fn after_the_team(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::team_first(OPENED, dossier, around)
}

fn one_change(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    commitment::fewer_than(
        1,
        dossier,
        "One change stands here already. With two, nobody knows afterwards which of them it was: leave this as an idea, or drop the other with the reason.",
    )
}
