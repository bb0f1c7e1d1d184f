//! A team’s rows for its signals: loaded once for a page, counted by the domain.

use std::collections::BTreeSet;

use domain::attachment::Attachment;
use domain::deed::{Deed, may};
use domain::finding::Weight;
use domain::id::Id;
use domain::measure::{Mirror, follow_through};
use domain::record::Record;
use domain::scenario::Playbook;
use domain::scenario::evidence::{self, Reading, SLOTS, Seen};
use domain::scenario::signal::{self, About, From};
use store::{Filter, Scope};

use super::super::Desk;
use crate::problem::{Problem, Result};

/// Records of one kind, or of what hangs in one slot, that are looked through.
const MOST: usize = 600;
/// Intents whose checks are run.
const MOST_CHECKED: usize = 20;
const MONTHS: i32 = 12;

impl Desk {
    /// What a team’s records, mirrors and health reviews say to the signals that a playbook watches,
    /// or to all. Mirrors only to the team itself, answers as their page shows them to whoever looks;
    /// records everybody may read.
    pub async fn evidence(&self, team: &Id, of: Option<&Playbook>) -> Result<Vec<Reading>> {
        self.need(Deed::ReadRecord, &self.org.subject(Some(team), None))?;
        let wanted = signal::ALL.iter().filter(|it| of.is_none_or(|of| of.watches(it.id)));
        let (in_mirrors, here): (Vec<&'static About>, Vec<&'static About>) =
            wanted.partition(|it| matches!(it.from, From::Mirror(_)));
        let (asked, here): (Vec<&'static About>, Vec<&'static About>) =
            here.into_iter().partition(|it| matches!(it.from, From::Health(_)));
        let mut found = self.rows_of(team).await?.read(self, &here);
        found.extend(self.mirrored(team, in_mirrors).await?);
        found.extend(self.answered(team, asked).await?);
        found.sort_by_key(|it| signal::ALL.iter().position(|known| known.id == it.about.id));
        Ok(found)
    }

    async fn rows_of(&self, team: &Id) -> Result<Rows> {
        let scope = || Scope::Teams(vec![team.clone()]);
        let all = async |kind: &str| self.records_of(&Filter::of(scope()).kind(kind), MOST).await;
        let intents = all("intent").await?;
        let mut rows = Rows {
            held_up: self.held_up(&intents).await?,
            wider: self.wider(&intents).await?,
            decisions: all("decision").await?,
            incidents: all("postmortem").await?,
            leads: self.leads_of(team),
            map: self.map_in_numbers(team).await?,
            hung: Vec::new(),
            intents,
        };
        for slot in SLOTS {
            rows.hung.extend(self.all_hanging(scope(), slot, None, MOST).await?);
        }
        let may_see = |it: &(Record, Attachment)| self.may_see(&it.0, &it.1);
        rows.hung.retain(may_see);
        Ok(rows)
    }

    async fn held_up(&self, intents: &[Record]) -> Result<usize> {
        let closed = ["closed", "withdrawn", "reviewed"];
        let open = intents.iter().filter(|it| !it.retired && !closed.contains(&it.state.as_str()));
        let mut held_up = 0;
        for record in open.take(MOST_CHECKED) {
            let dossier = self.read(&record.id).await?;
            let surroundings = self.surroundings(&dossier).await?;
            let kind = self.kind(&record.kind)?;
            let found = (kind.findings)(&dossier, &surroundings.around(self));
            held_up += usize::from(found.iter().any(|it| it.weight == Weight::Blocks));
        }
        Ok(held_up)
    }

    async fn wider(&self, intents: &[Record]) -> Result<Vec<Record>> {
        let named: BTreeSet<&str> = intents.iter().map(|it| it.text("parent").trim()).collect();
        let mut found = Vec::new();
        for id in named.into_iter().filter(|it| !it.is_empty()) {
            found.extend(self.house.store().record(&Id::from(id)).await?);
        }
        Ok(found)
    }

    async fn map_in_numbers(&self, team: &Id) -> Result<Option<[usize; 4]>> {
        let Some(found) = self.nearest_map(team).await? else { return Ok(None) };
        let map = found.map();
        let people = self.org.people.values().filter(|it| !it.erased && it.left_at.is_none());
        let known: BTreeSet<String> = people.map(|it| it.handle.clone()).collect();
        let defects = map.defects(self.now.day(), Some(&known));
        let of = |rule: &str| defects.iter().filter(|it| it.finding.rule == rule).count();
        let active = map.lanes.iter().filter(|it| it.is_active(self.now.day()));
        let holders: Vec<usize> = active.map(|it| it.holder.len()).collect();
        let single = holders.iter().filter(|it| **it == 1).count();
        Ok(Some([of("gap"), of("orphan"), single, holders.len()]))
    }

    async fn mirrored(&self, team: &Id, asked: Vec<&'static About>) -> Result<Vec<Reading>> {
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        if may(self.standing(Some(team), None), Deed::ReadMirrors).is_err() {
            return Ok(asked.into_iter().map(evidence::not_released).collect());
        }
        let seen = match self.mirrors(team, MONTHS).await {
            Ok(seen) => seen,
            // A token that may not: told as missing, like anything else that cannot be read.
            Err(Problem::Refused(_)) => Vec::new(),
            Err(other) => return Err(other),
        };
        let promised = self.follow_through(team, MONTHS).await?.mirror;
        let read = asked.into_iter().map(|about| {
            let id = match about.from {
                From::Mirror(id) => id,
                _ => about.id,
            };
            let all = seen.iter().flat_map(|it| {
                let name = it.repository.name.as_str();
                it.seen.mirrors.iter().map(move |mirror| (name, mirror))
            });
            let own = (id == follow_through::ABOUT.id).then_some(("Promises", &promised));
            let of: Vec<(&str, &Mirror)> =
                all.filter(|it| it.1.about.id == id).chain(own).collect();
            evidence::of_mirror(about, &of)
        });
        Ok(read.collect())
    }
}

/// Owns what [`Seen`] borrows.
struct Rows {
    intents: Vec<Record>,
    held_up: usize,
    wider: Vec<Record>,
    decisions: Vec<Record>,
    incidents: Vec<Record>,
    hung: Vec<(Record, Attachment)>,
    leads: Vec<String>,
    map: Option<[usize; 4]>,
}

impl Rows {
    fn read(&self, desk: &Desk, asked: &[&'static About]) -> Vec<Reading> {
        let seen = Seen {
            now: desk.now,
            intents: &self.intents,
            held_up: self.held_up,
            wider: &self.wider,
            decisions: &self.decisions,
            incidents: &self.incidents,
            hung: &self.hung,
            leads: &self.leads,
            map: self.map,
        };
        asked.iter().map(|it| evidence::read(it, &seen)).collect()
    }
}
