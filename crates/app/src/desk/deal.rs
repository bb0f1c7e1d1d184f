//! What a deal shows beside its own words: lanes, intents, promises and covers as they stand, and
//! what really happened since.

use domain::attachment::Attachment;
use domain::id::Id;
use domain::lanes::map::Lane;
use domain::people::same_handle;
use domain::practice::decision::rules::{deciders, is_taken_over};
use domain::practice::{backing, deal, decision, intent};
use domain::record::Record;
use jiff::civil::Date;
use store::{Filter, Scope};

use super::ledger::Backing;
use super::{Desk, TeamMap};
use crate::problem::Result;

/// Records looked through for one deal.
const MOST: usize = 400;

#[derive(Default)]
pub struct DealSeen {
    /// What the map gives to the team, the leader not among the deciders; with its bounds in words.
    pub lanes: Vec<(Lane, String)>,
    /// The leader's promises to the team that are open.
    pub owed: Vec<(Record, Attachment)>,
    /// The leader's covers that stand here.
    pub backing: Vec<Backing>,
    pub intents: Vec<Record>,
    /// Promises of the team that are open.
    pub promised: Vec<(Record, Attachment)>,
    /// What happened since it was agreed; `None` before that.
    pub quarter: Option<Quarter>,
}

/// What really happened under a deal, from the records.
#[derive(Default)]
pub struct Quarter {
    pub since: Option<Date>,
    /// Decided by somebody else than the leader.
    pub decided: Vec<Record>,
    /// Decided by the leader although the map gave it to somebody else.
    pub decided_above: Vec<Record>,
    /// The leader's promises here that ended: kept or dropped.
    pub owed: Vec<(Record, Attachment)>,
    pub promised: Vec<(Record, Attachment)>,
    /// Calls on the leader's covers.
    pub called: Vec<(Record, Attachment)>,
}

impl Desk {
    pub async fn deal_seen(&self, record: &Record) -> Result<DealSeen> {
        let leader = deal::leader(record);
        let team = &record.team;
        let is_leader = |it: &Attachment| !leader.is_empty() && it.is_named(leader);
        let promises =
            self.all_hanging(Scope::Teams(vec![team.clone()]), "commitment", None, MOST).await?;
        let (by_leader, by_team): (Vec<_>, Vec<_>) =
            promises.into_iter().partition(|(_, it)| is_leader(it));
        let open = |all: &[(Record, Attachment)]| -> Vec<(Record, Attachment)> {
            all.iter().filter(|(_, it)| it.state == "open").cloned().collect()
        };
        let mut backing = self.backing(of_team(backing::KIND.slug, team)).await?;
        let is_theirs = |it: &Backing| {
            self.org
                .people
                .get(&it.record.author)
                .is_some_and(|who| same_handle(&who.handle, leader))
        };
        backing.retain(|it| it.record.team == *team && is_theirs(it));
        let working = Filter { open: Some(true), ..of_team(intent::KIND.slug, team) };
        let intents = self.records_of(&working, MOST).await?;
        let map = self.map(team).await?;
        let mut seen = DealSeen {
            lanes: map.as_ref().map_or_else(Vec::new, |map| self.lanes_below(map, leader)),
            owed: open(&by_leader),
            promised: open(&by_team),
            intents,
            quarter: None,
            backing: Vec::new(),
        };
        if let Ok(since) = record.text("agreed_on").parse::<Date>() {
            let mut quarter = self.decisions_since(team, leader, since).await?;
            let ended = |all: Vec<(Record, Attachment)>| -> Vec<(Record, Attachment)> {
                let within =
                    |it: &Attachment| it.state != "open" && due(it).is_none_or(|due| due >= since);
                all.into_iter().filter(|(_, it)| within(it)).collect()
            };
            quarter.owed = ended(by_leader);
            quarter.promised = ended(by_team);
            let calls = backing
                .iter()
                .flat_map(|it| it.calls.iter().map(|call| (it.record.clone(), call.clone())));
            quarter.called = calls.filter(|(_, it)| it.made_at.day() >= since).collect();
            seen.quarter = Some(quarter);
        }
        backing.retain(|it| it.record.state == "stands");
        seen.backing = backing;
        Ok(seen)
    }

    /// Lanes in force that somebody else than the leader decides.
    fn lanes_below(&self, map: &TeamMap, leader: &str) -> Vec<(Lane, String)> {
        let (map, day) = (map.map(), self.day_of(map.map()));
        let level = map.level_of(leader).or_else(|| self.level_on_map(map, leader));
        let below = |lane: &&Lane| {
            let named = map.deciders_of(lane);
            let theirs = named.iter().any(|it| same_handle(it, leader));
            lane.is_active(day) && !theirs && level.is_none_or(|level| lane.level < level)
        };
        map.lanes.iter().filter(below).map(|it| (it.clone(), map.up_to(it))).collect()
    }

    fn level_on_map(&self, map: &domain::lanes::Map, handle: &str) -> Option<usize> {
        let person = self.org.person_by_handle(handle)?;
        let actor = self.org.actor(&person.id, self.now)?;
        actor.seats.iter().filter_map(|it| map.level(self.org.level_name(it.level))).max()
    }

    async fn decisions_since(&self, team: &Id, leader: &str, since: Date) -> Result<Quarter> {
        let mut quarter = Quarter { since: Some(since), ..Quarter::default() };
        let found = self.records_of(&of_team(decision::KIND.slug, team), MOST).await?;
        for record in found {
            let on = record.text("decided_on").parse::<Date>().ok();
            if on.is_none_or(|on| on < since) || is_taken_over(&record) {
                continue;
            }
            let gave_to_leader = {
                let mut named = deciders(&record).peekable();
                named.peek().is_none() || named.any(|it| same_handle(it, leader))
            };
            match same_handle(record.text("decider"), leader) {
                false => quarter.decided.push(record),
                true if !gave_to_leader => quarter.decided_above.push(record),
                true => {}
            }
        }
        Ok(quarter)
    }
}

fn of_team(kind: &str, team: &Id) -> Filter {
    Filter::of(Scope::Teams(vec![team.clone()])).kind(kind)
}

fn due(it: &Attachment) -> Option<Date> {
    it.text("due").parse().ok()
}
