//! Who may do what here, what the house keeps, and what the page asks.

use super::look::{self, Look};
use super::{becomes, dates, queue};
use crate::attachment::Attachment;
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Around, Event};
use crate::people::{Actor, ActorKind, Who, bare, is_among, same_handle};
use crate::record::{Dossier, Record, Refusal, Value};

fn no(says: impl Into<String>) -> Result<(), Refusal> {
    Err(Refusal::Rule(says.into()))
}

/// Handles of whoever hosts.
pub fn hosts(record: &Record) -> impl Iterator<Item = &str> {
    record.list("hosts").iter().map(|it| bare(it))
}

pub fn is_host(record: &Record, actor: &Actor) -> bool {
    actor.kind == ActorKind::System
        || hosts(record).any(|it| same_handle(it, &actor.handle))
        || record.author == actor.id
}

/// A topic is its bringer's; a host may see to it too.
pub(super) fn theirs(dossier: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    match around.actor {
        Some(actor) if it.author != actor.id && !is_host(&dossier.record, actor) => Err(
            Refusal::NotYours("This is for whoever brought the topic, or for a host.".to_owned()),
        ),
        _ => Ok(()),
    }
}

pub(super) fn to_a_version_of_a_map(
    dossier: &Dossier,
    it: &Attachment,
    around: &Around,
) -> Result<(), Refusal> {
    theirs(dossier, it, around)?;
    match becomes::version_of(it.text("map")) {
        Some(_) => Ok(()),
        None => no("A version of a map is a team and a number, such as payments/7."),
    }
}

pub(super) fn hosts_only(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    match around.actor {
        Some(actor) if !is_host(&dossier.record, actor) => {
            Err(Refusal::NotYours("Dates are moved and called off by whoever hosts.".to_owned()))
        }
        _ => Ok(()),
    }
}

pub(super) fn may_bring(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    is_running(dossier)?;
    may_come(dossier, around)
}

pub(super) fn may_vote(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if around.actor.is_some_and(|it| it.kind == ActorKind::Agent) {
        return Err(Refusal::NotYours("An agent does not vote; people do.".to_owned()));
    }
    may_bring(dossier, around)
}

fn is_running(dossier: &Dossier) -> Result<(), Refusal> {
    match dossier.record.state.as_str() {
        "running" => Ok(()),
        "planned" => no(
            "These office hours are still being prepared. Topics can be brought once they are open.",
        ),
        _ => no(
            "These office hours have ended. Bring your topic to others, or ask for them to be opened again.",
        ),
    }
}

fn may_come(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let only_team = dossier.record.text("open_to") == "team";
    let hosts = around.actor.is_some_and(|it| is_host(&dossier.record, it));
    match around.standing {
        Some(it) if only_team && !hosts && !it.is(Who::TeamOrLeads) => Err(Refusal::NotYours(
            "These office hours are for the team and those who lead it. Ask a host to open them to everybody.".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// The date is one of the series, lies ahead, takes place, and has room.
pub(super) fn to_a_date_with_room(
    dossier: &Dossier,
    it: &Attachment,
    around: &Around,
) -> Result<(), Refusal> {
    theirs(dossier, it, around)?;
    is_running(dossier)?;
    let votes = queue::votes(dossier, around);
    // Without the one that moves: it takes no room where it comes from.
    let mut others = dossier.clone();
    others.attached.retain(|one| one.id != it.id);
    let plan = queue::plan(&others, &votes, around.now)?;
    let year = around.now.day().year();
    let next = || match plan.next_with_room() {
        Some(next) => format!(
            "The next one with room is {} ({}).",
            plan.series.date_in_words(next.local, year),
            next.day()
        ),
        None => "No date has room; ask a host for another.".to_owned(),
    };
    let Ok(day) = it.text("move_to").trim().parse() else { return Ok(()) };
    let Some(sitting) = plan.series.on(day) else {
        return no(format!("There is no date on {day}. {}", next()));
    };
    if !sitting.takes_place() {
        return no(format!("That date is called off. {}", next()));
    }
    if sitting.ends <= around.now {
        return no(format!("That date is over. {}", next()));
    }
    let full = plan.dates.iter().any(|it| it.sitting.day() == day && plan.room(it) == 0);
    if full { no(format!("That date is full. {}", next())) } else { Ok(()) }
}

/// There is a date to come, and somebody hosts it.
pub(super) fn may_open(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let series = dates::series(dossier)?;
    if series.next(around.now, 1).is_empty() {
        return no("No date lies ahead. Choose a later first date, or a later end.");
    }
    let mut hosts = hosts(&dossier.record);
    if let Some(agent) = hosts.find(|it| is_among(around.agents, it)) {
        return no(format!("@{agent} is an agent, and an agent does not host. Name a person."));
    }
    Ok(())
}

pub(super) fn settle(record: &mut Record, event: Event, around: &Around) {
    if !matches!(event, Event::Begun) || hosts(record).next().is_some() {
        return;
    }
    if let Some(actor) = around.actor.filter(|it| it.kind == ActorKind::Person) {
        record.answers.insert("hosts".into(), Value::List(vec![actor.handle.clone()]));
    }
}

/// Below this, shares say nothing (`domain.md` 5.4).
const ENOUGH: usize = 5;
/// Dates in a row without a topic after which the hour may be too often.
const EMPTY: usize = 3;

/// What the page asks; private to whoever may edit.
pub(super) fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut note = |rule, weight, place: &str, says: String, asks: &str| {
        found.push(Finding::new(rule, weight, says, asks).at(place));
    };
    let running = dossier.record.state == "running";
    let Ok(seen) = look::look(dossier, around.now).inspect_err(|problem| {
        if running {
            let asks = "What should the calendar say?";
            note("no-dates", Weight::Blocks, "starts_on", problem.to_string(), asks);
        }
    }) else {
        return found;
    };
    if seen.talked >= ENOUGH && seen.by_host() * 2 > seen.talked {
        note(
            "queue-for-permission",
            Weight::Warns,
            "",
            format!("Of {} topics, the host decided {}.", seen.talked, seen.by_host()),
            "What would have let whoever brought it decide? A lane may be too narrow.",
        );
    }
    if seen.talked >= ENOUGH && seen.from_leads == seen.talked {
        note(
            "only-leads",
            Weight::Warns,
            "",
            "All topics came from people who lead.".to_owned(),
            "What would make it easy for somebody else to bring one?",
        );
    }
    if running && is_empty_lately(&seen, dossier, around.now) {
        note(
            "nobody-comes",
            Weight::Note,
            "rhythm",
            "The last three dates went by without a topic, and none waits.".to_owned(),
            "Is the hour known? Could it be rarer, or end?",
        );
    }
    found
}

fn is_empty_lately(seen: &Look, dossier: &Dossier, now: At) -> bool {
    let past = &seen.dates[seen.dates.len().saturating_sub(EMPTY)..];
    let waits = dossier.slot("topic").any(|it| it.state == "waiting" && it.made_at <= now);
    past.len() == EMPTY && past.iter().all(|it| it.1 == 0) && !waits
}

#[cfg(test)]
#[path = "rules/tests.rs"]
mod tests;
