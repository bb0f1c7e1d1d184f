//! What a kind's rules may look at beyond the record: gathered once for each change or page.

use domain::attachment::Attachment;
use domain::id::Id;
use domain::kind::{Answer, Around};
use domain::people::Standing;
use domain::record::{Dossier, Record};

use store::{Filter, Scope};

use super::Desk;
use crate::problem::Result;

/// Deeper than this, a chain of parents is a mistake (`domain.md` 1.2: at most five).
const DEEPEST: usize = 12;

/// Owns what [`Around`] borrows.
#[derive(Default)]
pub struct Surroundings {
    standing: Option<Standing>,
    parent: Option<Dossier>,
    depth: Option<usize>,
    team_size: usize,
    lanes: Vec<String>,
    siblings: Vec<String>,
    left: Vec<String>,
    agents: Vec<String>,
    attached: Vec<Attachment>,
}

impl Surroundings {
    pub fn around<'a>(&'a self, desk: &'a Desk) -> Around<'a> {
        Around {
            today: Some(desk.now.day()),
            now: desk.now,
            actor: Some(&desk.actor),
            standing: self.standing,
            parent: self.parent.as_ref(),
            depth: self.depth,
            team_size: self.team_size,
            lanes: &self.lanes,
            siblings: &self.siblings,
            left: &self.left,
            agents: &self.agents,
            attached: &self.attached,
        }
    }
}

impl Desk {
    pub async fn surroundings(&self, dossier: &Dossier) -> Result<Surroundings> {
        let record = &dossier.record;
        let kind = self.kind(&record.kind)?;
        let parent = kind.asks.iter().find_map(|ask| match ask.answer {
            Answer::Record(slug) if slug == kind.slug => Some(record.text(ask.name).trim()),
            _ => None,
        });
        let parent = match parent.filter(|id| !id.is_empty()) {
            Some(id) => self.read(&Id::from(id)).await.ok(),
            None => None,
        };
        let depth = self.depth(record, parent.as_ref()).await?;
        Ok(Surroundings {
            standing: Some(self.actor.standing(&self.subject_of(record))),
            parent,
            depth,
            team_size: self.org.members(&record.team, self.now).len(),
            lanes: self.lane_ids(&record.team).await?,
            siblings: self.siblings(record).await?,
            left: self.left(),
            agents: self.org.agents.values().map(|it| it.handle.clone()).collect(),
            attached: dossier.attached.clone(),
        })
    }

    async fn siblings(&self, record: &Record) -> Result<Vec<String>> {
        let mut filter = Filter::of(Scope::Teams(vec![record.team.clone()])).kind(&record.kind);
        filter.states.push("active".into());
        let active = self.house.store().records(&filter, None, 20).await?.items;
        Ok(active.into_iter().filter(|it| it.id != record.id).map(|it| it.title).collect())
    }

    /// How many parents lie above; `None` if the chain comes back to this record.
    async fn depth(&self, record: &Record, parent: Option<&Dossier>) -> Result<Option<usize>> {
        let Some(parent) = parent else { return Ok(Some(0)) };
        let mut seen = vec![record.id.clone()];
        let mut next = Some(parent.record.clone());
        while let Some(here) = next {
            if seen.contains(&here.id) || seen.len() > DEEPEST {
                return Ok(None);
            }
            seen.push(here.id.clone());
            let kind = self.kind(&here.kind)?;
            let above = kind
                .asks
                .iter()
                .find(|ask| matches!(ask.answer, Answer::Record(it) if it == kind.slug));
            let above = above.map(|ask| here.text(ask.name).trim()).filter(|id| !id.is_empty());
            next = match above {
                Some(id) => self.house.store().record(&Id::from(id)).await?,
                None => None,
            };
        }
        Ok(Some(seen.len() - 1))
    }

    fn left(&self) -> Vec<String> {
        let left =
            self.org.people.values().filter(|it| it.left_at.is_some_and(|at| at <= self.now));
        left.map(|it| it.handle.clone()).collect()
    }
}
