//! Brings up what was learned when something new touches the same area; the writer may wave it off.

use std::collections::BTreeSet;

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Kind;
use domain::people::Who;
use domain::practice::resurface::{Area, Why, anniversary, is_learned, touching};
use domain::record::{Dossier, Record};
use store::{Filter, Scope};

use super::Desk;
use crate::problem::Result;

/// An old learning beside something new, with every reason why it is shown.
#[derive(Clone, Debug)]
pub struct Learning {
    pub record: Record,
    pub why: Vec<Why>,
}

/// A postmortem whose day comes round today.
#[derive(Clone, Debug)]
pub struct Anniversary {
    pub record: Record,
    pub years: i16,
}

/// Of each kind, the newest that are looked at.
const LOOKED_AT: usize = 40;
/// How long a celebration stands on Today.
const CELEBRATED_FOR: i64 = 14 * domain::id::At::DAY;
/// Words of the new record that the search is asked for.
const ASKED: usize = 4;

impl Desk {
    /// What was learned about the area of an open intent or decision, without what the actor has
    /// waved off. Nothing for other kinds: they are the learning.
    pub async fn learned_about(&self, record: &Id) -> Result<Vec<Learning>> {
        let dossier = self.read(record).await?;
        let kind = self.kind(&dossier.record.kind)?;
        let is_wanted = kind.learning.wanted_in.contains(&dossier.record.state.as_str());
        if !is_wanted || dossier.record.retired {
            return Ok(Vec::new());
        }
        let mut area = Area::of(kind, &dossier);
        area.tied = self.tied(record).await?;
        let found = self.learned_near(&area, &dossier.record.team).await?;
        let mut shown = Vec::new();
        for it in found {
            let key = waved_off(record, &it.record.id);
            if self.draft(&key).await?.is_none() {
                shown.push(it);
            }
        }
        Ok(shown)
    }

    /// The same for a change: the domains its paths belong to, and the lanes that hold it.
    pub async fn learned_in(
        &self,
        team: &Id,
        domains: &[String],
        lanes: &[String],
        words: &str,
    ) -> Result<Vec<Learning>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let area = Area {
            domains: domains.iter().map(|it| it.to_lowercase()).filter(|it| it != "*").collect(),
            lanes: lanes.iter().cloned().collect(),
            words: domain::practice::checks::text::words(words)
                .into_iter()
                .filter(|it| it.chars().count() >= 5)
                .collect(),
            ..Area::default()
        };
        self.learned_near(&area, team).await
    }

    /// Waves one off, for oneself and beside this record only.
    pub async fn wave_off(&self, record: &Id, learned: &Id) -> Result<()> {
        self.read(record).await?;
        self.read(learned).await?;
        self.keep_draft(&waved_off(record, learned), "waved off").await
    }

    /// Postmortems of the actor's teams whose day comes round today.
    pub async fn anniversaries(&self) -> Result<Vec<Anniversary>> {
        let mut filter = Filter::of(self.my_scope()).kind("postmortem");
        filter.states.push("published".into());
        let published = self.house.store().records(&filter, None, 200).await?.items;
        let today = self.now.day();
        let day = |it: &Record| {
            let began = domain::practice::postmortem::rules::moment(it.text("began"));
            began.map_or_else(|| it.opened_at.day(), jiff::civil::DateTime::date)
        };
        let come_round = |record: Record| {
            let years = anniversary(day(&record), today)?;
            Some(Anniversary { record, years })
        };
        Ok(published.into_iter().filter_map(come_round).collect())
    }

    /// Celebrations of the actor's teams that were shared within the last two weeks.
    pub async fn celebrated(&self) -> Result<Vec<Record>> {
        let mut filter = Filter::of(self.my_scope()).kind("celebration");
        filter.states.push("shared".into());
        let mut shared = self.house.store().records(&filter, None, 20).await?.items;
        let since = self.now.plus(-CELEBRATED_FOR).day();
        let day = |it: &Record| it.text("shared_on").parse::<jiff::civil::Date>().ok();
        shared.retain(|it| day(it).is_some_and(|day| since <= day));
        Ok(shared)
    }

    /// What the actor's teams shared of what they learned since then.
    pub(crate) async fn learned_lately(&self, since: domain::id::At) -> Result<Vec<Record>> {
        let mut found = Vec::new();
        for kind in self.house.kinds().iter().filter(|it| it.is_practice()) {
            found.extend(self.looked_at(kind, self.my_scope()).await?);
        }
        found.retain(|it| since <= it.changed_at);
        Ok(found)
    }

    async fn learned_near(&self, area: &Area, team: &Id) -> Result<Vec<Learning>> {
        let candidates = self.candidates(area, team).await?;
        let mut around = Vec::new();
        for it in &area.tied {
            around.push((it, self.tied(it).await?));
        }
        let tied = |it: &Id| {
            let through = around.iter().filter(|(_, near)| near.contains(it)).map(|it| it.0);
            let to_this = area.tied.contains(it).then_some(&area.id);
            through.chain(to_this).cloned().collect()
        };
        let areas: Vec<Area> = candidates
            .iter()
            .map(|(kind, it)| Area { tied: tied(&it.record.id), ..Area::of(kind, it) })
            .collect();
        let near = touching(area, &areas);
        let found = near.into_iter().filter_map(|(id, why)| {
            let (_, it) = candidates.iter().find(|it| it.1.record.id == id)?;
            Some(Learning { record: it.record.clone(), why })
        });
        Ok(found.collect())
    }

    /// The team's own learning and that of the teams around it, and whatever the search finds for
    /// the longest words anywhere.
    async fn candidates(&self, area: &Area, team: &Id) -> Result<Vec<(&'static Kind, Dossier)>> {
        let mut records: Vec<Record> = Vec::new();
        let path = self.org.path(team);
        let near = path.first().into_iter().chain(path.get(1)).cloned();
        let scope = Scope::Teams(near.chain(self.org.below(team)).collect());
        for kind in self.house.kinds().iter() {
            records.extend(self.looked_at(kind, scope.clone()).await?);
        }
        let mut words: Vec<&String> = area.words.iter().collect();
        words.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
        for word in words.into_iter().take(ASKED) {
            records.extend(self.search(word).await?);
        }
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for record in records {
            if record.id == area.id || !seen.insert(record.id.clone()) {
                continue;
            }
            let Ok(kind) = self.kind(&record.kind) else { continue };
            let learning = kind.learning;
            if learning.states.is_empty() {
                continue;
            }
            // What hangs on it is read only where it says what was learned.
            let dossier = match learning.slot.is_empty() {
                false => self.read(&record.id).await?,
                true => Dossier { record, attached: Vec::new() },
            };
            if is_learned(kind, &dossier) {
                found.push((kind, dossier));
            }
        }
        Ok(found)
    }

    /// The newest of a kind that may hold something learned.
    async fn looked_at(&self, kind: &Kind, scope: Scope) -> Result<Vec<Record>> {
        if kind.learning.states.is_empty() {
            return Ok(Vec::new());
        }
        let mut filter = Filter::of(scope).kind(kind.slug);
        filter.states = kind.learning.states.iter().map(|it| (*it).to_owned()).collect();
        Ok(self.house.store().records(&filter, None, LOOKED_AT).await?.items)
    }

    async fn tied(&self, record: &Id) -> Result<BTreeSet<Id>> {
        let links = self.house.store().links(record).await?;
        Ok(links.into_iter().map(|it| if it.to == *record { it.from } else { it.to }).collect())
    }

    /// Whether what is new here is the actor's to write: only then is the old brought up.
    pub fn writes(&self, record: &Record) -> bool {
        self.standing(Some(&record.team), Some(&record.author)).is(Who::TeamOrLeads)
    }
}

/// Kept where drafts are kept: one person's own, and in no export.
fn waved_off(record: &Id, learned: &Id) -> String {
    format!("waved-off/{record}/{learned}")
}
