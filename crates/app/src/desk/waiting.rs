//! What waits for somebody, in words: the same lines on Today, in a letter and in a digest.

use std::collections::{BTreeMap, BTreeSet};

use domain::attachment::{Attachment, FallsTo, Wait};
use domain::id::Id;
use domain::kind::Around;
use domain::lanes::map::same_handle;
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use store::Whom;

use super::{Desk, Today};
use crate::problem::Result;

/// Of what hangs on records and waits, as much is looked at.
const MOST: usize = 100;

/// Something only this person (or their team) can do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waits {
    /// Names this very waiting: a second question on the same record is another.
    pub key: String,
    /// “Answer”, “Say back”, “Decide”: begins the line.
    pub what: String,
    pub title: String,
    /// The title of the record it is about.
    pub on: String,
    /// An address on this site.
    pub to: String,
    pub why: String,
    pub due: Option<Date>,
    /// Who made it wait.
    pub by: Id,
    /// Somebody else does it while this person is away.
    pub is_lent: bool,
}

/// A call that the map lends to somebody while its holder is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lent {
    /// By this handle to the actor.
    ToMe(String),
    /// By the actor to this handle.
    FromMe(String),
}

/// Handles of those who are away today by one team's map, with who stands in.
type Away = Vec<(String, String)>;

impl Today {
    /// Only what waits: for an answer, a call, advice, words of one's own.
    pub fn waiting_lines(&self, desk: &Desk) -> Vec<Waits> {
        let name = |id| desk.org.name_of(id).to_owned();
        let asked = self.asked.iter().map(|(record, it, wait)| {
            let by = if wait.by_record { &record.author } else { &it.author };
            Waits {
                what: wait.what.into(),
                title: short(it.text("text")),
                why: wait.why(&name(by), &record.title),
                key: format!("{}/{}", it.id, it.state),
                ..at(record, &it.id, by)
            }
        });
        let backbriefs = self.backbriefs.iter().map(|record| Waits {
            what: "Say back".into(),
            title: record.title.clone(),
            to: format!("{}#backbrief", to(record)),
            why: format!(
                "{} briefed it; it starts once somebody on the team has said it in their own words",
                name(&record.author)
            ),
            ..of(record)
        });
        let calls = self.calls.iter().filter(|it| is_undecided(desk, it)).map(|record| {
            let lent = self.lent.get(&record.id);
            let why = match lent {
                None => "It lies in your lane".to_owned(),
                Some(Lent::ToMe(from)) => {
                    format!("{} is away, and you stand in", named(desk, from))
                }
                Some(Lent::FromMe(to)) => {
                    format!(
                        "It lies in your lane; {} stands in while you are away",
                        named(desk, to)
                    )
                }
            };
            let is_lent = matches!(lent, Some(Lent::FromMe(_)));
            Waits { what: "Decide".into(), title: record.title.clone(), why, is_lent, ..of(record) }
        });
        let reviews = self.reviews.iter().map(|record| Waits {
            what: "Answer".into(),
            title: record.title.clone(),
            why: "A health review asks you; nobody is told who answered, or what".into(),
            due: record.text("closes_on").parse().ok(),
            ..of(record)
        });
        asked.chain(calls).chain(backbriefs).chain(reviews).collect()
    }
}

impl Desk {
    /// Whether anything on this record waits for the actor: the reading of Today, for one record.
    pub(crate) async fn is_waited_for(&self, dossier: &Dossier) -> Result<bool> {
        let record = &dossier.record;
        let on_team = self.actor.seats.iter().any(|it| it.team == record.team);
        if record.retired {
            return Ok(false);
        }
        if on_team && self.is_backbrief_to_give(record) {
            return Ok(true);
        }
        if record.kind == "health-review" && record.state == "open" {
            // Whoever has a ticket as well: a letter that is planned for the others alone tells who has none.
            return Ok(self.asked_in(&record.id).await?.is_some());
        }
        if on_team && record.kind == "decision" && is_undecided(self, record) {
            let lent = self.lent(record, &self.away(&record.team).await?);
            if self.decides(record) || lent.is_some() {
                return Ok(true);
            }
        }
        Ok(dossier.attached.iter().any(|it| self.waits_for_me(record, it).is_some()))
    }

    /// What hangs anywhere, falls to the actor and waits for them, newest first.
    pub(super) async fn asked(&self) -> Result<Vec<(Record, Attachment, Wait)>> {
        let kinds = self.house.kinds();
        let slots = kinds.iter().flat_map(domain::kind::Kind::all_slots);
        let waiting: BTreeSet<&str> =
            slots.filter(|it| it.waits.is_some()).map(|it| it.name).collect();
        let waiting: Vec<&str> = waiting.into_iter().collect();
        let found = self.house.store().fallen_to(&self.whom(), &waiting, MOST).await?;
        let asked = found.into_iter().filter_map(|(record, it)| {
            let wait = self.waits_for_me(&record, &it)?;
            Some((record, it, wait))
        });
        Ok(asked.collect())
    }

    fn waits_for_me(&self, record: &Record, it: &Attachment) -> Option<Wait> {
        let slot = self.kind(&record.kind).ok()?.slot(&it.slot)?;
        let waits = slot.waits.filter(|_| slot.is_open(&it.state) && !slot.is_sealed(record))?;
        let around = Around { now: self.now, actor: Some(&self.actor), ..Around::default() };
        waits(record, it, &around)
            .filter(|_| self.falls_to_me(record, it) && self.may_see(record, it))
    }

    pub(super) fn falls_to_me(&self, record: &Record, it: &Attachment) -> bool {
        let slot = self.kind(&record.kind).ok().and_then(|kind| kind.slot(&it.slot));
        match slot.map(|slot| (slot.falls_to)(record, it)) {
            Some(FallsTo::Wrote(id)) => id == self.actor.id,
            Some(FallsTo::Named(handle)) => self.is_me(&handle),
            Some(FallsTo::Leads) => self.standing(Some(&record.team), None).leads,
            None => false,
        }
    }

    /// The actor, as the store looks for what falls to them.
    pub(super) fn whom(&self) -> Whom {
        let teams = self.org.teams.iter().map(|it| it.id.clone());
        Whom {
            id: self.actor.id.clone(),
            handle: self.actor.handle.to_lowercase(),
            leads: teams.filter(|it| self.standing(Some(it), None).leads).collect(),
        }
    }

    /// Calls that are lent today, to the actor or by them.
    pub(super) async fn all_lent(&self, calls: &[Record]) -> Result<BTreeMap<Id, Lent>> {
        let mut maps: BTreeMap<&Id, Away> = BTreeMap::new();
        let mut found = BTreeMap::new();
        for record in calls {
            if !maps.contains_key(&record.team) {
                maps.insert(&record.team, self.away(&record.team).await?);
            }
            if let Some(lent) = self.lent(record, &maps[&record.team]) {
                found.insert(record.id.clone(), lent);
            }
        }
        Ok(found)
    }

    async fn away(&self, team: &Id) -> Result<Away> {
        let Some(found) = self.nearest_map(team).await? else { return Ok(Vec::new()) };
        let (map, day) = (found.map(), self.day_of(found.map()));
        let stands_in = map
            .away
            .iter()
            .filter(|it| it.covers(day))
            .filter_map(|it| Some((it.who.clone(), map.stand_in(&it.who, day)?)));
        Ok(stands_in.collect())
    }

    /// The route is frozen when the decision is written; who is away changes by the day.
    fn lent(&self, record: &Record, away: &Away) -> Option<Lent> {
        let mut deciders = record.text("deciders").split(", ").filter(|it| !it.is_empty());
        deciders.find_map(|decider| {
            let (from, to) = away.iter().find(|(from, _)| same_handle(from, decider))?;
            let me = &self.actor.handle;
            if same_handle(to, me) {
                return Some(Lent::ToMe(from.clone()));
            }
            same_handle(from, me).then(|| Lent::FromMe(to.clone()))
        })
    }
}

pub(crate) fn is_undecided(desk: &Desk, record: &Record) -> bool {
    let decide = desk.kind(&record.kind).ok().and_then(|kind| kind.step("decide"));
    decide.is_some_and(|step| step.from.contains(&record.state.as_str()))
}

fn named(desk: &Desk, handle: &str) -> String {
    let person = desk.org.person_by_handle(handle);
    person.map_or_else(|| handle.to_owned(), |it| it.name.clone())
}

fn to(record: &Record) -> String {
    format!("/{}/{}", record.kind, record.id)
}

fn of(record: &Record) -> Waits {
    Waits {
        key: record.id.to_string(),
        on: record.title.clone(),
        to: to(record),
        by: record.author.clone(),
        ..Waits::default()
    }
}

fn at(record: &Record, attached: &Id, by: &Id) -> Waits {
    Waits {
        key: attached.to_string(),
        to: format!("{}#at-{attached}", to(record)),
        by: by.clone(),
        ..of(record)
    }
}

/// The first line of a text, cut at a word.
pub fn short(text: &str) -> String {
    const MOST: usize = 110;
    let line = text.lines().find(|it| !it.trim().is_empty()).unwrap_or("").trim();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |it| it.0);
    format!("{cut} …")
}
