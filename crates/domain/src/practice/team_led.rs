//! The team leads its own looking back: whoever leads it from outside does not lead or speak first.

use super::checks::{Worded, finding};
use super::later;
use crate::attachment::line;
use crate::finding::{Finding, Weight};
use crate::kind::{Answer, Around, Ask, Need};
use crate::people::{ActorKind, bare, is_among};
use crate::record::{Dossier, Record, Refusal};

/// Who leads it. Behind “more”: whoever opens it leads it, unless the team says otherwise.
pub const LEAD: Ask = later(Ask {
    answer: Answer::Person,
    ..line(
        "lead",
        "Who leads this",
        "Somebody of the team; whoever opened it, unless you say otherwise.",
        Need::Never,
    )
});

pub const LED_OTHERWISE: Ask = later(line(
    "led_otherwise",
    "Why it is led from outside",
    "Only where it has to be. Everybody reads the reason.",
    Need::Never,
));

/// For slots of a reflection: whoever leads from outside adds nothing before the team has published
/// it, unless the team has named them under `invited`.
pub fn team_first(published: &[&str], dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    if published.contains(&record.state.as_str()) || !leads_from_outside(around) {
        return Ok(());
    }
    let handle = around.actor.map_or("", |it| it.handle.as_str());
    if is_among(record.list("invited"), handle) {
        return Ok(());
    }
    Err(Refusal::NotYours(
        "The team speaks first here. This opens to whoever leads from outside once the team has published it, or when the team invites you in.".to_owned(),
    ))
}

/// For slots that stay the team's own for good: whoever leads from outside answers there, and asks.
pub fn team_only(_: &Dossier, around: &Around) -> Result<(), Refusal> {
    if !leads_from_outside(around) {
        return Ok(());
    }
    Err(Refusal::NotYours(
        "This is the team’s own to write. You answer what they ask of you, and can ask a question."
            .to_owned(),
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

/// The same for the page, before anybody presses anything.
pub fn noticed(dossier: &Dossier, around: &Around, roles: &[&str]) -> Option<Finding> {
    let handle = from_outside(dossier, around, roles)?;
    let is_explained = !dossier.record.text("led_otherwise").trim().is_empty();
    let says = "This team is led from outside by whoever is named here.";
    let found = finding("led-from-outside", Weight::Blocks, "lead", handle);
    (!is_explained).then(|| found.saying(says, "Who of the team leads through it?"))
}

/// Opened by a person: they lead it, or own it, until somebody else is named.
pub fn fill_by_whoever_opens(record: &mut Record, role: &str, around: &Around) {
    let person = around.actor.filter(|it| it.kind == ActorKind::Person);
    if let Some(actor) = person.filter(|_| record.text(role).is_empty()) {
        record.put(role, actor.handle.clone());
    }
}

/// The first handle in one of these answers that leads the team from outside.
pub fn from_outside<'a>(dossier: &'a Dossier, around: &Around, roles: &[&str]) -> Option<&'a str> {
    let named = roles.iter().map(|it| bare(dossier.record.text(it)));
    named.filter(|it| !it.is_empty()).find(|it| is_among(around.leads, it))
}

fn leads_from_outside(around: &Around) -> bool {
    around.standing.is_some_and(|it| it.leads)
}
