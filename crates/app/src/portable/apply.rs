//! In: each object compared with what is here; what is new or different goes into one batch.

use std::collections::BTreeMap;

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Kind;
use domain::people::{Agent, Membership, Person, Team};
use domain::record::{FieldProblem, Record};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::Batch;

use super::{Portable, PortableAttachment, PortableRecord, forget};
use crate::desk::{Desk, back, hanging, off_key, promoted, unseals};
use crate::house::CHARTER;
use crate::organisation::Charter;
use crate::problem::{Problem, Result};

/// What applying one object does, or would do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Where the object is kept in a folder; names it in messages.
    pub path: String,
    pub outcome: Outcome,
    /// `field: old → new`, one line each, for what differs.
    pub differs: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Same,
    Added,
    Changed,
}

/// Before and after as flat JSON, so that one comparison serves every kind of object.
type Flat = BTreeMap<String, Json>;

impl Desk {
    /// Compares all objects with what is here and, unless `dry`, writes what is new or different:
    /// all of it or nothing. Applying the same again changes nothing. Nothing is ever removed.
    pub async fn apply(&self, mut objects: Vec<Portable>, dry: bool) -> Result<Vec<Change>> {
        let root = self.org.root().map(|it| it.id.clone());
        self.need(Deed::Export, &self.org.subject(root.as_ref(), None))?;
        let erasures = store::Erasures::of(&self.house.store().erasures().await?);
        let left = |person: &Id| self.org.people.get(person).and_then(|it| it.left_at);
        forget::forget(&mut objects, &erasures, left);
        let places: Vec<i64> = objects.iter().map(|it| place(it, &objects)).collect();
        let mut ordered: Vec<_> = objects.into_iter().zip(places).collect();
        ordered.sort_by_key(|(object, place)| (object.rank(), *place));
        objects = ordered.into_iter().map(|it| it.0).collect();
        let mut batch = self.batch();
        let mut changes = Vec::new();
        for object in &objects {
            let (change, next) = self.compare(object, &objects, batch).await?;
            batch = next;
            changes.push(change);
        }
        // A record may name one that comes after it: links wait until all of them are there.
        for object in &objects {
            batch = self.relink_object(object, &objects, batch).await?;
        }
        let differs = changes.iter().any(|it| it.outcome != Outcome::Same);
        if differs && !dry {
            let count = |outcome| changes.iter().filter(|it| it.outcome == outcome).count();
            let detail =
                json!({ "added": count(Outcome::Added), "changed": count(Outcome::Changed) });
            let subject = root.unwrap_or_else(|| Id::from("organisation"));
            // A record may point at one that comes after it.
            let batch = batch.links_last().note(None, &subject, "objects.applied", &detail);
            self.house.write_people(batch).await?;
        }
        Ok(changes)
    }

    async fn compare(
        &self,
        object: &Portable,
        all: &[Portable],
        batch: Batch,
    ) -> Result<(Change, Batch)> {
        self.leads_somewhere(object, all)?;
        match object {
            Portable::Organisation { name, levels, leads_from, sample } => {
                let charter = Charter {
                    name: name.clone(),
                    levels: levels.clone(),
                    leads_from: *leads_from,
                    sample: *sample,
                };
                charter.whole().map_err(|(name, says)| wrong(object, name, says))?;
                let value = serde_json::to_string(&charter).map_err(Problem::broken)?;
                let here = self.org.root().map(|_| flat(&self.org.charter));
                let set = store::Change::Set { key: CHARTER.into(), value };
                Ok(settle(object, here, &flat(&charter), batch, |_| set))
            }
            Portable::Team { id, parent, slug, name } => {
                let team = Team {
                    id: id.clone(),
                    parent: parent.clone(),
                    slug: slug.clone(),
                    name: name.clone(),
                };
                let here = self.org.team(id).map(team_flat);
                let there = team_flat(&team);
                Ok(settle(object, here, &there, batch, |new| {
                    if new { store::Change::AddTeam(team) } else { store::Change::SaveTeam(team) }
                }))
            }
            Portable::Practices { team, off } => {
                let here = self.org.left_alone.get(team).map(|it| practices_flat(it));
                let value = serde_json::to_string(off).map_err(Problem::broken)?;
                let set = store::Change::Set { key: off_key(team), value };
                Ok(settle(object, here, &practices_flat(off), batch, |_| set))
            }
            Portable::Map { .. } => self.compare_map(object, batch).await,
            Portable::Record(it) => self.compare_record(object, it, all, batch).await,
            Portable::Person { .. } | Portable::Agent { .. } | Portable::Seat { .. } => {
                Ok(self.compare_people(object, batch))
            }
        }
    }

    /// Whether the team and the person an object names are here or among the objects: the database
    /// would only say that something is missing.
    fn leads_somewhere(&self, object: &Portable, all: &[Portable]) -> Result<()> {
        let team = match object {
            Portable::Team { parent, .. } => parent.clone(),
            Portable::Seat { team, .. }
            | Portable::Map { team, .. }
            | Portable::Practices { team, .. } => Some(team.clone()),
            Portable::Agent { sponsor, .. } => Some(sponsor.clone()),
            Portable::Record(it) => Some(self.record_of(it, all).team),
            Portable::Organisation { .. } | Portable::Person { .. } => None,
        };
        let is_team = |it: &Id| {
            let among = |object: &Portable| matches!(object, Portable::Team { id, .. } if id == it);
            self.org.team(it).is_some() || all.iter().any(among)
        };
        if let Some(team) = team.filter(|it| !is_team(it)) {
            return Err(wrong(object, "team", format!("There is no team “{team}”.")));
        }
        let Portable::Seat { person, level, .. } = object else { return Ok(()) };
        let among = |it: &Portable| matches!(it, Portable::Person { id, .. } if id == person);
        if !self.org.people.contains_key(person) && !all.iter().any(among) {
            return Err(wrong(object, "person", format!("There is no person “{person}”.")));
        }
        let levels = all.iter().find_map(|it| match it {
            Portable::Organisation { levels, .. } => Some(levels.len()),
            _ => None,
        });
        if *level >= levels.unwrap_or(self.org.charter.levels.len()) {
            return Err(wrong(object, "level", format!("There is no level {level}.")));
        }
        Ok(())
    }

    fn compare_people(&self, object: &Portable, batch: Batch) -> (Change, Batch) {
        let there = flat(object);
        match object.clone() {
            Portable::Person { id, handle, name, email, joined_at, left_at, erased } => {
                let here = self.org.people.get(&id).map(|it| flat(&Portable::from(it)));
                let person = Person { id, handle, name, email, joined_at, left_at, erased };
                settle(object, here, &there, batch, |new| {
                    if new {
                        store::Change::AddPerson(person)
                    } else {
                        store::Change::SavePerson(person)
                    }
                })
            }
            Portable::Agent { id, handle, name, sponsor } => {
                let here = self.org.agents.get(&id).map(|it| flat(&Portable::from(it)));
                let agent = Agent { id, handle, name, sponsor };
                settle(object, here, &there, batch, |new| {
                    if new {
                        store::Change::AddAgent(agent)
                    } else {
                        store::Change::SaveAgent(agent)
                    }
                })
            }
            Portable::Seat { person, team, level, role, since, until } => {
                let seats = self.org.memberships.iter();
                let mut seats =
                    seats.filter(|it| it.person == person && it.team == team && it.since == since);
                let here = seats.next().map(|it| flat(&Portable::from(it)));
                let seat = Membership { person, team, level, role, since, until };
                settle(object, here, &there, batch, |new| {
                    if new {
                        store::Change::AddMembership(seat)
                    } else {
                        store::Change::SaveMembership(seat)
                    }
                })
            }
            _ => unchanged(object, batch),
        }
    }

    /// A version of a map never changes: it is here, or it is added after the newest.
    async fn compare_map(&self, object: &Portable, batch: Batch) -> Result<(Change, Batch)> {
        let Portable::Map { team, number, text, author, home, state, at } = object.clone() else {
            return Ok(unchanged(object, batch));
        };
        if let Some(here) = self.house.store().map(&team, number).await? {
            if here.text == text {
                return Ok(unchanged(object, batch));
            }
            let says = format!(
                "Version {number} of this map is here with another text; give the new text the next number."
            );
            return Err(Problem::Invalid(vec![FieldProblem { field: object.path(), says }]));
        }
        let from_day = Some(at.day());
        let row = store::MapText { team, number, text, author, home, state, from_day, at };
        Ok(settle(object, None, &Flat::new(), batch, |_| store::Change::AddMap(row)))
    }

    async fn compare_record(
        &self,
        object: &Portable,
        it: &PortableRecord,
        all: &[Portable],
        mut batch: Batch,
    ) -> Result<(Change, Batch)> {
        let kind = self.kind_of(it, object)?;
        let record = self.record_of(it, all);
        let here = self.house.store().dossier(&record.id).await?;
        if here.as_ref().is_some_and(|here| Portable::is_old_news(it, &here.record)) {
            return Ok(unchanged(object, batch));
        }
        let attached_here = here.as_ref().map_or(&[][..], |it| &it.attached[..]);
        let before = here.as_ref().map(|it| record_flat(&it.record));
        let promoted = promoted(kind, &record);
        let version = here.as_ref().map(|it| it.record.version);
        let is_new = here.is_none();
        let (mut change, next) =
            settle(object, before, &record_flat(&record), batch, |_| match version {
                None => store::Change::AddRecord { record: record.clone(), promoted },
                Some(version) => {
                    let record = Record { version, changed_at: self.now, ..record.clone() };
                    store::Change::SaveRecord { record, promoted }
                }
            });
        batch = next;
        if let Some(here) = &here {
            let seen = unseals(kind, &here.record, &record);
            batch = seen.into_iter().fold(batch, store::Batch::change);
        }
        for attachment in &it.attached {
            let was = attached_here.iter().find(|here| here.id == attachment.id);
            let new = self.attachment_of(&record.id, attachment);
            let slot = kind.slot(&new.slot).ok_or_else(|| unknown(object, "slot", &new.slot))?;
            let hanging = hanging(slot, &record, &new);
            let same = was.is_some_and(|it| it.answers == new.answers && it.state == new.state);
            if same {
                continue;
            }
            if !is_new {
                change.differs.push(format!(
                    "{} {}",
                    new.slot,
                    if was.is_some() { "changed" } else { "added" }
                ));
                change.outcome = Outcome::Changed;
            }
            batch = batch.change(match was {
                None => store::Change::AddAttachment { attachment: new, hanging },
                Some(was) => {
                    let attachment = Attachment { version: was.version, ..new };
                    store::Change::SaveAttachment { attachment, hanging }
                }
            });
        }
        Ok((change, batch))
    }

    async fn relink_object(
        &self,
        object: &Portable,
        all: &[Portable],
        batch: Batch,
    ) -> Result<Batch> {
        let Portable::Record(it) = object else { return Ok(batch) };
        let here = self.house.store().dossier(&it.id).await?.map(|it| it.record);
        if here.as_ref().is_some_and(|here| Portable::is_old_news(it, here)) {
            return Ok(batch);
        }
        let kind = self.kind_of(it, object)?;
        let mut batch = self.relink(kind, here.as_ref(), &self.record_of(it, all), batch);
        for attachment in &it.attached {
            let new = self.attachment_of(&it.id, attachment);
            let slot = kind.slot(&new.slot);
            let Some(slot) = slot else { continue };
            for (_, named) in slot.names(&new) {
                let comes =
                    all.iter().any(|one| matches!(one, Portable::Record(one) if one.id == named));
                if comes || self.house.store().record(&named).await?.is_some() {
                    batch = batch.change(store::Change::AddLink(back(named, slot, &it.id)));
                }
            }
        }
        Ok(batch)
    }

    fn kind_of(&self, it: &PortableRecord, object: &Portable) -> Result<&'static Kind> {
        let kind = self
            .house
            .kinds()
            .by_slug(&it.kind)
            .ok_or_else(|| unknown(object, "kind", &it.kind))?;
        if kind.state(&it.state).is_none() {
            return Err(unknown(object, "state", &it.state));
        }
        let mut problems = kind.problems(&it.title, &it.answers);
        for problem in &mut problems {
            problem.field = format!("{}: {}", object.path(), problem.field);
        }
        if problems.is_empty() { Ok(kind) } else { Err(Problem::Invalid(problems)) }
    }

    /// Handles and slugs a person would write become the ids they stand for.
    fn record_of(&self, it: &PortableRecord, all: &[Portable]) -> Record {
        let slug = |object: &Portable| match object {
            Portable::Team { id, slug, .. } if slug == it.team.as_str() => Some(id.clone()),
            _ => None,
        };
        let team = self.org.team_by_slug(it.team.as_str()).map(|it| it.id.clone());
        let or_now = |at: domain::id::At| if at.0 == 0 { self.now } else { at };
        Record {
            id: it.id.clone(),
            kind: it.kind.clone(),
            state: it.state.clone(),
            title: it.title.clone(),
            team: team.or_else(|| all.iter().find_map(slug)).unwrap_or_else(|| it.team.clone()),
            author: self.author_of(&it.author),
            answers: it.answers.clone(),
            version: it.version.max(1),
            opened_at: or_now(it.opened_at),
            changed_at: or_now(it.changed_at),
            revealed: it.revealed,
            retired: it.retired,
        }
    }

    fn attachment_of(&self, record: &Id, it: &PortableAttachment) -> Attachment {
        Attachment {
            id: it.id.clone(),
            record: record.clone(),
            slot: it.slot.clone(),
            author: self.author_of(&it.author),
            made_at: if it.made_at.0 == 0 { self.now } else { it.made_at },
            answers: it.answers.clone(),
            state: it.state.clone(),
            version: it.version.max(1),
        }
    }

    fn author_of(&self, named: &Id) -> Id {
        if named.is_empty() {
            return self.actor.id.clone();
        }
        self.org.person_by_handle(named.as_str()).map_or_else(|| named.clone(), |it| it.id.clone())
    }
}

/// Where an object comes among its like, since folders are read by name: a version of a map after
/// the ones before it, a team after those above it.
fn place(object: &Portable, all: &[Portable]) -> i64 {
    if let Portable::Map { number, .. } = object {
        return *number;
    }
    let above = |it: &Portable| match it {
        Portable::Team { parent: Some(parent), .. } => {
            all.iter().find(|it| matches!(it, Portable::Team { id, .. } if id == parent))
        }
        _ => None,
    };
    // A chain that comes back to itself ends at the number of objects there are.
    std::iter::successors(above(object), |it| above(it)).take(all.len()).count() as i64
}

fn settle(
    object: &Portable,
    here: Option<Flat>,
    there: &Flat,
    batch: Batch,
    change: impl FnOnce(bool) -> store::Change,
) -> (Change, Batch) {
    let path = object.path();
    let Some(here) = here else {
        let added = Change { path, outcome: Outcome::Added, differs: Vec::new() };
        return (added, batch.change(change(true)));
    };
    let names: std::collections::BTreeSet<_> = here.keys().chain(there.keys()).collect();
    let differs: Vec<String> = names
        .into_iter()
        .filter(|name| here.get(*name) != there.get(*name))
        .map(|name| format!("{name}: {} → {}", short(here.get(name)), short(there.get(name))))
        .collect();
    if differs.is_empty() {
        return unchanged(object, batch);
    }
    (Change { path, outcome: Outcome::Changed, differs }, batch.change(change(false)))
}

fn unchanged(object: &Portable, batch: Batch) -> (Change, Batch) {
    (Change { path: object.path(), outcome: Outcome::Same, differs: Vec::new() }, batch)
}

fn wrong(object: &Portable, field: &str, says: impl Into<String>) -> Problem {
    Problem::invalid(&format!("{}: {field}", object.path()), says)
}

fn unknown(object: &Portable, what: &str, name: &str) -> Problem {
    let says = format!("This program knows no {what} called “{name}”.");
    Problem::Invalid(vec![FieldProblem { field: object.path(), says }])
}

fn flat(of: &impl Serialize) -> Flat {
    match serde_json::to_value(of) {
        Ok(Json::Object(fields)) => fields.into_iter().collect(),
        _ => Flat::new(),
    }
}

fn team_flat(team: &Team) -> Flat {
    let name = |it: &str| Json::from(it);
    let parent = team.parent.as_ref().map_or(Json::Null, |it| name(it.as_str()));
    [("name", name(&team.name)), ("parent", parent), ("slug", name(&team.slug))]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
}

fn practices_flat(off: &[String]) -> Flat {
    [("off".to_owned(), json!(off))].into()
}

/// What a record says; its version and its moments follow from that.
fn record_flat(record: &Record) -> Flat {
    let mut fields = flat(&record.answers);
    for (name, text) in [("state", &record.state), ("title", &record.title)] {
        fields.insert(format!("({name})"), Json::from(text.as_str()));
    }
    fields.insert("(team)".into(), Json::from(record.team.as_str()));
    fields.insert("(revealed)".into(), Json::from(record.revealed));
    fields.insert("(retired)".into(), Json::from(record.retired));
    fields
}

fn short(value: Option<&Json>) -> String {
    let Some(value) = value.filter(|it| !it.is_null()) else { return "nothing".into() };
    let text = value.to_string();
    if text.chars().count() <= 60 {
        return text;
    }
    format!("{}…", text.chars().take(59).collect::<String>())
}
