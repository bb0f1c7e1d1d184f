//! What the page of a health review shows beside its record: whom it would ask, and what.

use app::Desk;
use domain::health::opening::enough;
use domain::kind::Around;
use domain::practice::health_review::{KIND, rules, slots};
use domain::record::Dossier;

use crate::pages::health_review::{Asked, HealthBeside};
use crate::pages::record::Beside;

/// `None` for every other kind.
pub(super) fn beside(desk: &Desk, dossier: &Dossier, around: &Around) -> Option<Beside> {
    let record = &dossier.record;
    if record.kind != KIND.slug {
        return None;
    }
    let limits = rules::limits(record).unwrap_or_default();
    let team = desk.organisation().team(&record.team);
    let team = Asked {
        name: team.map_or_else(String::new, |it| it.name.clone()),
        people: around.team_size,
        depth: 0,
    };
    // How many are asked beside the team itself is known once it is opened.
    let alone = slots::joined(dossier).next().is_none();
    let too_few = enough(around.team_size, limits).err().filter(|_| alone);
    Some(Beside::Health(Box::new(HealthBeside {
        items: rules::items(record).unwrap_or_default(),
        limits: (limits.scores(), limits.comments()),
        groups: if record.state == "preparing" { vec![team] } else { Vec::new() },
        too_few: too_few.map_or_else(String::new, |it| it.to_string()),
        ..HealthBeside::default()
    })))
}
