//! What a pre-mortem foresaw: factors of later postmortems, and tripwires that a mirror has crossed.

use std::collections::{BTreeMap, BTreeSet};

use domain::attachment::Attachment;
use domain::id::Id;
use domain::measure::Mirror;
use domain::practice::premortem::recall::factor_key;
use domain::practice::premortem::{rules, session};
use domain::record::{Dossier, Record};
use store::{Due, HangingFilter, Scope};

use super::Desk;
use crate::problem::Result;

/// How far back a tripwire's mirror looks.
const MONTHS: i32 = 3;

/// Something that contributed to a failure, as a postmortem names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// What a match names it by.
    pub key: String,
    pub text: String,
    pub postmortem: Record,
}

/// What a tripwire's mirror says today.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    pub tripwire: Id,
    pub repository: String,
    pub value: f64,
    pub unit: domain::measure::Unit,
    pub tripped: bool,
}

impl Desk {
    /// Contributing factors of the postmortems that belong to this pre-mortem, its intent or its
    /// decision, up to its horizon.
    pub async fn factors(&self, premortem: &Dossier) -> Result<Vec<Factor>> {
        let horizon = rules::horizon(&premortem.record);
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for postmortem in self.postmortems(premortem).await? {
            let in_time = horizon.is_none_or(|day| postmortem.opened_at.day() <= day);
            if !in_time || !seen.insert(postmortem.id.clone()) {
                continue;
            }
            for row in postmortem.rows("factors") {
                let text = row.get("factor").map_or("", |it| it.trim());
                if !text.is_empty() {
                    let key = factor_key(&postmortem.id, text);
                    let text = text.to_owned();
                    found.push(Factor { key, text, postmortem: postmortem.clone() });
                }
            }
        }
        Ok(found)
    }

    async fn postmortems(&self, premortem: &Dossier) -> Result<Vec<Record>> {
        let record = &premortem.record;
        let mut found = Vec::new();
        for id in [record.id.as_str(), record.text("intent"), record.text("decision")] {
            if !id.trim().is_empty() {
                found.extend(self.linked(&id.trim().into()).await?.into_iter().map(|it| it.record));
            }
        }
        found.retain(|it| it.kind == "postmortem");
        Ok(found)
    }

    /// What the mirrors say of these tripwires; nothing where the numbers are not ours to read.
    pub async fn sightings(&self, team: &Id, tripwires: &[&Attachment]) -> Vec<Sighting> {
        let watched = tripwires.iter().filter(|it| !it.text("mirror").is_empty());
        let watched: Vec<&&Attachment> = watched.collect();
        if watched.is_empty() {
            return Vec::new();
        }
        let Ok(repositories) = self.mirrors(team, MONTHS).await else { return Vec::new() };
        let mut found = Vec::new();
        for tripwire in watched {
            for it in &repositories {
                let named = |mirror: &&Mirror| mirror.about.id == tripwire.text("mirror");
                let Some(mirror) = it.seen.mirrors.iter().find(named) else { continue };
                let Some(value) = mirror.median else { continue };
                found.push(Sighting {
                    tripwire: tripwire.id.clone(),
                    repository: it.repository.name.clone(),
                    value,
                    unit: mirror.about.unit,
                    tripped: session::has_tripped(tripwire, value),
                });
            }
        }
        found
    }

    /// Open tripwires whose mirror has crossed their value: due today.
    pub(super) async fn tripped(&self, scope: &Scope, most: usize) -> Result<Vec<Due>> {
        let filter = HangingFilter {
            scope: scope.clone(),
            slot: "tripwire".into(),
            open: Some(true),
            author: None,
        };
        let set = self.house.store().hanging(&filter, None, most).await?.items;
        let mut by_team: BTreeMap<Id, Vec<(Record, Attachment)>> = BTreeMap::new();
        for (record, it) in set {
            by_team.entry(record.team.clone()).or_default().push((record, it));
        }
        let mut due = Vec::new();
        for (team, set) in by_team {
            let wires: Vec<&Attachment> = set.iter().map(|it| &it.1).collect();
            let sightings = self.sightings(&team, &wires).await;
            let tripped: BTreeSet<Id> =
                sightings.into_iter().filter(|it| it.tripped).map(|it| it.tripwire).collect();
            let of_it = set.into_iter().filter(|it| tripped.contains(&it.1.id));
            due.extend(of_it.map(|(record, it)| Due {
                on: self.now.day(),
                record,
                attachment: Some(it),
            }));
        }
        Ok(due)
    }
}
