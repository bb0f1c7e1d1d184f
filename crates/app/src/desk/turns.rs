//! Whose turn it is: records that wait for the actor by the table of their kind.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::kind::{Around, For, Kind, Waiting};
use domain::people::{Who, same_handle};
use domain::practice::decision::rules::deciders;
use domain::record::{Dossier, Record};
use store::{Filter, Scope};

use super::Desk;
use crate::problem::Result;

/// Of each kind, as many are told.
const MOST: usize = 25;
/// Whose call one is stands in its route: so many are looked through.
const LOOKED_AT: usize = 100;

/// A move of a record, as the journal calls it.
const STEP: &str = "record.moved";

/// A record on which it is the actor's turn.
#[derive(Clone, Debug)]
pub struct MyTurn {
    pub record: Record,
    pub waits: Waiting,
    /// Where the map lends the call while somebody is away.
    pub lent: Option<Lent>,
}

/// A call that the map lends to somebody while its holder is away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lent {
    /// By this handle to the actor.
    ToMe(String),
    /// By the actor to this handle.
    FromMe(String),
}

/// The handle of somebody who is away today by a team's map, and of who stands in.
type StandsIn = (String, String);

impl Desk {
    pub(super) async fn my_turns(&self, mine: &Scope) -> Result<Vec<MyTurn>> {
        let kinds = self.house.kinds();
        let mut asking: Vec<(&Kind, Waiting)> =
            kinds.iter().filter_map(|kind| Some((kind, kind.waits?))).collect();
        asking.sort_by_key(|it| it.1.whom);
        let mut found = Vec::new();
        for (kind, waits) in asking {
            let records = self.asking(mine, kind, waits).await?;
            let mut maps: BTreeMap<Id, Vec<StandsIn>> = BTreeMap::new();
            let mut own = Vec::new();
            for record in records {
                if waits.whom == For::Deciders && !maps.contains_key(&record.team) {
                    maps.insert(record.team.clone(), self.away(&record.team).await?);
                }
                let away = maps.get(&record.team).map_or(&[][..], Vec::as_slice);
                own.extend(self.turn_on(&record, waits, away).await?);
            }
            own.truncate(MOST);
            found.extend(own);
        }
        Ok(found)
    }

    /// Records that ask something of somebody; where only those who are asked may be told, of the
    /// actor, who has not answered yet.
    async fn asking(&self, mine: &Scope, kind: &Kind, waits: Waiting) -> Result<Vec<Record>> {
        if waits.whom == For::Asked {
            return self.waves_waiting(kind).await;
        }
        let anywhere = matches!(waits.whom, For::WhoMay(_));
        let scope = if anywhere { self.scope(None) } else { mine.clone() };
        let mut filter = Filter::of(scope).kind(kind.slug);
        filter.states = waits.states.iter().map(|it| (*it).to_owned()).collect();
        let mut found = self.house.store().records(&filter, None, LOOKED_AT).await?.items;
        found.retain(|it| !anywhere || self.may_read(it));
        Ok(found)
    }

    /// Whether it is the actor's turn on this record, for one that is looked at by itself.
    pub(crate) async fn is_my_turn(&self, record: &Record) -> Result<bool> {
        let Some(waits) = self.kind(&record.kind)?.waiting(record) else { return Ok(false) };
        if waits.whom == For::Asked {
            // Whoever has a ticket as well: a letter that is planned for the others alone tells who has none.
            return Ok(self.asked_in(&record.id).await?.is_some());
        }
        let is_near = match waits.whom {
            For::WhoMay(_) => self.may_read(record),
            _ => self.actor.seats.iter().any(|it| it.team == record.team),
        };
        if !is_near {
            return Ok(false);
        }
        let away = match waits.whom {
            For::Deciders => self.away(&record.team).await?,
            _ => Vec::new(),
        };
        Ok(self.turn_on(record, waits, &away).await?.is_some())
    }

    async fn turn_on(
        &self,
        record: &Record,
        waits: Waiting,
        away: &[StandsIn],
    ) -> Result<Option<MyTurn>> {
        let lent = self.lent(record, away);
        let is_mine = match waits.whom {
            For::Deciders => lent.is_some() || self.decides(record),
            For::Others => record.author != self.actor.id,
            For::Asked => true,
            For::WhoMay(steps) => self.may_go_on(record, steps)?,
            For::Unheard => self.is_unheard(record).await?,
        };
        Ok(is_mine.then(|| MyTurn { record: record.clone(), waits, lent }))
    }

    /// By the rules of the moves themselves, so that nobody is asked who would be refused.
    fn may_go_on(&self, record: &Record, steps: &[&str]) -> Result<bool> {
        let kind = self.kind(&record.kind)?;
        let standing = self.actor.standing(&self.subject_of(record));
        let around = Around {
            today: Some(self.now.day()),
            now: self.now,
            actor: Some(&self.actor),
            standing: Some(standing),
            ..Around::default()
        };
        let dossier = Dossier { record: record.clone(), attached: Vec::new() };
        Ok(steps.iter().any(|it| kind.apply(&dossier, standing, &around, it).is_ok()))
    }

    /// A word, an answer or an edit since the step that asked for it is enough; whoever took the step
    /// knows of it.
    async fn is_unheard(&self, record: &Record) -> Result<bool> {
        let works_there = self.actor.standing(&self.subject_of(record)).is(Who::OfTeam);
        let store = self.house.store();
        Ok(works_there && !store.has_acted_since(&record.id, &self.actor.id, STEP).await?)
    }

    fn decides(&self, record: &Record) -> bool {
        deciders(record).any(|it| self.is_me(it))
    }

    async fn away(&self, team: &Id) -> Result<Vec<StandsIn>> {
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
    fn lent(&self, record: &Record, away: &[StandsIn]) -> Option<Lent> {
        deciders(record).find_map(|decider| {
            let (from, to) = away.iter().find(|(from, _)| same_handle(from, decider))?;
            let me = &self.actor.handle;
            if same_handle(to, me) {
                return Some(Lent::ToMe(from.clone()));
            }
            same_handle(from, me).then(|| Lent::FromMe(to.clone()))
        })
    }
}
