//! The team leads its own looking back: whoever leads it from outside does not lead or speak first.

use crate::kind::Around;
use crate::record::{Dossier, Refusal};

/// For slots of a reflection: whoever leads from outside adds nothing before the team has published
/// it, unless the team has named them under `invited`.
pub fn team_first(published: &[&str], dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    if published.contains(&record.state.as_str()) || !leads_from_outside(around) {
        return Ok(());
    }
    let handle = around.actor.map_or("", |it| it.handle.as_str());
    if record.list("invited").iter().any(|it| it.trim_start_matches('@') == handle) {
        return Ok(());
    }
    Err(Refusal::NotYours(
        "The team speaks first here. This opens to whoever leads from outside once the team has published it, or when the team invites you in.".to_owned(),
    ))
}

/// Whether a role (leading it, facilitating it) was given to somebody from outside without a reason.
///
/// Errors: who it is, and the two ways out.
pub fn led_by_the_team(dossier: &Dossier, around: &Around, roles: &[&str]) -> Result<(), Refusal> {
    if !dossier.record.text("led_otherwise").trim().is_empty() {
        return Ok(());
    }
    match from_outside(dossier, around, roles) {
        None => Ok(()),
        Some(handle) => Err(Refusal::Rule(format!(
            "@{handle} leads this team from outside. Name somebody of the team instead, or write down why it is led otherwise."
        ))),
    }
}

/// The first handle in one of these answers that leads the team from outside.
pub fn from_outside<'a>(dossier: &'a Dossier, around: &Around, roles: &[&str]) -> Option<&'a str> {
    let named = roles.iter().map(|it| dossier.record.text(it).trim().trim_start_matches('@'));
    named.filter(|it| !it.is_empty()).find(|it| around.leads.iter().any(|leads| leads == it))
}

fn leads_from_outside(around: &Around) -> bool {
    around.standing.is_some_and(|it| it.leads)
}
