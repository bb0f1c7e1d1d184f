//! What one person may know of the others in a pre-mortem's room: counts, turns, what was foreseen.

use app::{Desk, Problem};
use domain::attachment::Attachment;
use domain::id::Id;
use domain::kind::Around;
use domain::measure::{self, Unit};
use domain::people::{ActorKind, Who, same_handle};
use domain::practice::premortem::{KIND, recall, rules, session, slots};
use domain::record::Dossier;

use super::bring;
use crate::pages::premortem::{Factor, Reading, Room, Sighting};
use crate::words;

/// `None` for every other kind.
pub(crate) async fn room(
    desk: &Desk,
    dossier: &Dossier,
    around: &Around<'_>,
) -> Result<Option<Room>, Problem> {
    let record = &dossier.record;
    if record.kind != KIND.slug {
        return Ok(None);
    }
    let actor = desk.actor();
    let standing = desk.standing(Some(&record.team), Some(&record.author));
    let people = |slot: &str| {
        let all = dossier.attached.iter().chain(around.sealed).filter(|it| it.slot == slot);
        all.map(|it| &it.author).collect::<std::collections::BTreeSet<_>>().len()
    };
    let facilitator = rules::facilitator(record);
    let org = desk.organisation();
    let name = org.person_by_handle(facilitator).map_or(facilitator, |it| it.name.as_str());
    let (turn, then) = turns(desk, dossier, around);
    let key = format!("premortem/{}/card", record.id);
    let draft = desk.draft(&key).await?.map(|it| super::records::draft_of(&it.text));
    let factors = match record.state.as_str() {
        "running" | "closed" => desk.factors(dossier).await?,
        _ => Vec::new(),
    };
    let readings = readings(dossier, around);
    Ok(Some(Room {
        newest: desk.newest(&record.id).await?,
        me: actor.id.clone(),
        facilitator: name.to_owned(),
        i_lead: same_handle(facilitator, &actor.handle),
        may_lead: standing.is(Who::OfTeam) && Desk::in_use(record).is_ok(),
        takes_part: standing.is(Who::TeamOrLeads) && actor.kind == ActorKind::Person,
        estimated: people("before"),
        written: people("card"),
        voted: people("vote"),
        again: people("after"),
        draft: draft
            .map(|it| it.answers(slots::CARD.asks))
            .unwrap_or_default()
            .into_iter()
            .filter(|it| !it.1.is_empty())
            .collect(),
        turn,
        then,
        sightings: sightings(desk, dossier).await,
        foresight: matches!(record.state.as_str(), "running" | "closed")
            .then(|| foresight(dossier, around, &factors, &readings)),
        factors: factors.into_iter().map(|it| factor(desk, dossier, it, &readings)).collect(),
        role: dossier
            .slot("match")
            .last()
            .map_or_else(String::new, |it| it.text("role").to_owned()),
    }))
}

/// Whose turn it is, and the others after them, by name.
fn turns(desk: &Desk, dossier: &Dossier, around: &Around) -> (Option<(String, bool)>, Vec<String>) {
    if dossier.record.state != "round" {
        return (None, Vec::new());
    }
    let org = desk.organisation();
    let authors: Vec<String> = dossier.slot("card").map(|it| it.author.to_string()).collect();
    let leads = |id: &String| {
        let handle = org.people.get(&Id::from(id.as_str())).map(|it| &it.handle);
        handle.is_some_and(|it| around.leads.contains(it))
    };
    let order: Vec<Id> =
        session::order(&dossier.record.id, &authors, leads).into_iter().map(Id::from).collect();
    let Some(now) = session::turn(&order, dossier) else { return (None, Vec::new()) };
    let waits =
        |id: &&Id| dossier.slot("card").any(|it| it.author == **id && it.state == "written");
    let at = order.iter().position(|it| it == now).unwrap_or(0);
    let (before, after) = order.split_at(at);
    let then = after.iter().skip(1).chain(before).filter(waits);
    let then = then.take(3).map(|id| org.name_of(id).to_owned()).collect();
    (Some((org.name_of(now).to_owned(), *now == desk.actor().id)), then)
}

async fn sightings(desk: &Desk, dossier: &Dossier) -> Vec<Sighting> {
    let wires: Vec<&Attachment> = dossier.slot("tripwire").filter(|it| it.state == "set").collect();
    let seen = desk.sightings(&dossier.record.team, &wires).await;
    seen.into_iter()
        .map(|it| {
            let wire = wires.iter().find(|wire| wire.id == it.tripwire);
            let text = |name: &str| wire.map_or("", |wire| wire.text(name));
            let mirror = slots::MIRRORS.iter().find(|known| known.0 == text("mirror"));
            let mirror = mirror.map_or("", |known| known.1);
            let (way, limit) = (text("way"), text("value"));
            let says = sighted(mirror, &it, way, limit);
            Sighting { tripwire: it.tripwire.to_string(), says, tripped: it.tripped }
        })
        .collect()
}

/// Where the mirror stands today and where the tripwire is set, the limit as it was written.
fn sighted(mirror: &str, seen: &app::Sighting, way: &str, limit: &str) -> String {
    let value = measure::words::amount(seen.value, seen.unit);
    let unit = match seen.unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::WorkingDays => "working days",
        Unit::Releases => "releases",
        Unit::Deployments => "deployments",
        Unit::Hands => "hands",
    };
    let mirror = words::capital(mirror);
    format!(
        "{mirror} in {}: {value} today; the tripwire is set {way} {limit} {unit}.",
        seen.repository
    )
}

/// All readings, those of others too: to be counted.
fn readings(dossier: &Dossier, around: &Around) -> Vec<recall::Reading> {
    let root_of = |id: &str| {
        let card = dossier.slot("card").find(|it| it.id.as_str() == id)?;
        Some(session::root(dossier, card).id.clone())
    };
    let all = dossier.attached.iter().chain(around.sealed).filter(|it| it.slot == "match");
    let mut all: Vec<&Attachment> = all.collect();
    all.sort_by_key(|it| (it.made_at, &it.id));
    all.into_iter().filter_map(|it| recall::reading(it, root_of)).collect()
}

fn foresight(
    dossier: &Dossier,
    around: &Around,
    factors: &[app::Factor],
    readings: &[recall::Reading],
) -> recall::Foresight {
    let roots = dossier.slot("risk").flat_map(|risk| risk.list("cards")).filter_map(|id| {
        let card = dossier.slot("card").find(|it| it.id.as_str() == id)?;
        Some(session::root(dossier, card).id.clone())
    });
    let keys: Vec<String> = factors.iter().map(|it| it.key.clone()).collect();
    let ahead = rules::horizon(&dossier.record).zip(around.today);
    let provisional = ahead.is_some_and(|(horizon, today)| today < horizon);
    recall::foresight(&keys, readings, &roots.collect(), provisional)
}

fn factor(desk: &Desk, dossier: &Dossier, it: app::Factor, readings: &[recall::Reading]) -> Factor {
    let me = &desk.actor().id;
    let mine =
        dossier.slot("match").filter(|one| one.author == *me && one.text("factor") == it.key);
    let readers: std::collections::BTreeSet<&Id> =
        readings.iter().filter(|one| one.factor == it.key).map(|one| &one.by).collect();
    Factor {
        mine: mine.last().map(|one| Reading {
            id: one.id.to_string(),
            version: one.version,
            answers: one.answers.clone(),
        }),
        readers: readers.len(),
        postmortem: (it.postmortem.title.clone(), bring::to(&it.postmortem)),
        key: it.key,
        text: it.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_and_its_tripwire_are_told_in_the_same_unit() {
        let seen = |value, unit| app::Sighting {
            tripwire: Id::from("w"),
            repository: "till".into(),
            value,
            unit,
            tripped: false,
        };
        let said = |seen: app::Sighting, limit| sighted("change lead time", &seen, "above", limit);
        assert_eq!(
            said(seen(24.0, Unit::Hours), "400"),
            "Change lead time in till: 24 h today; the tripwire is set above 400 hours."
        );
        assert_eq!(
            said(seen(1.0, Unit::Releases), "3"),
            "Change lead time in till: 1 release today; the tripwire is set above 3 releases."
        );
    }
}
