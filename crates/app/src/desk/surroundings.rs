//! What a kind's rules may look at beyond the record: gathered once for each change or page.

use domain::attachment::{Attachment, Hides};
use domain::id::Id;
use domain::kind::{Answer, Around};
use domain::people::{Person, Standing};
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
    at_work: usize,
    lanes: Vec<String>,
    siblings: Vec<Record>,
    left: Vec<String>,
    agents: Vec<String>,
    leads: Vec<String>,
    names: Vec<String>,
    attached: Vec<Attachment>,
    sealed: Vec<Attachment>,
}

impl Surroundings {
    /// The versions of all that hangs on the record as it was read, added up.
    pub(crate) fn versions(&self) -> i64 {
        self.attached.iter().chain(&self.sealed).map(|it| it.version).sum()
    }

    pub fn around<'a>(&'a self, desk: &'a Desk) -> Around<'a> {
        Around {
            today: Some(desk.now.day()),
            now: desk.now,
            actor: Some(&desk.actor),
            standing: self.standing,
            parent: self.parent.as_ref(),
            depth: self.depth,
            team_size: self.team_size,
            at_work: self.at_work,
            lanes: &self.lanes,
            siblings: &self.siblings,
            left: &self.left,
            agents: &self.agents,
            leads: &self.leads,
            names: &self.names,
            attached: &self.attached,
            sealed: &self.sealed,
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
            at_work: self.at_work(&record.team).len(),
            lanes: self.lane_ids(&record.team).await?,
            siblings: self.siblings(record).await?,
            left: self.left(),
            agents: self.org.agents.values().map(|it| it.handle.clone()).collect(),
            leads: self.leads_of(&record.team),
            names: self.names_around(&record.team),
            attached: dossier.attached.clone(),
            sealed: self.sealed(record).await?,
        })
    }

    /// What hangs there that whoever acts may not see yet, to be counted.
    async fn sealed(&self, record: &Record) -> Result<Vec<Attachment>> {
        let mut all = self.house.store().attachments(&record.id).await?;
        // How much a team keeps to itself is no number for others either.
        let counts = |it: &Attachment| {
            let slot = self.kind(&record.kind).ok().and_then(|kind| kind.slot(&it.slot));
            slot.is_none_or(|slot| slot.hides != Hides::FromOutside)
        };
        all.retain(|it| !self.may_see(record, it) && counts(it));
        Ok(all)
    }

    async fn siblings(&self, record: &Record) -> Result<Vec<Record>> {
        let mut filter = Filter::of(Scope::Teams(vec![record.team.clone()])).kind(&record.kind);
        filter.states.push("active".into());
        let active = self.house.store().records(&filter, None, 20).await?.items;
        Ok(active.into_iter().filter(|it| it.id != record.id).collect())
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

    /// Whoever leads a team from outside the work, by their level or from above: those who sit in it,
    /// then those of the team above it, and so on.
    pub(super) fn leaders_of(&self, team: &Id) -> Vec<Vec<&Person>> {
        let subject = self.org.subject(Some(team), None);
        let leads = |person: &Person| {
            let actor = self.org.actor(&person.id, self.now);
            actor.is_some_and(|it| it.standing(&subject).leads)
        };
        let seated = |team: &Id| {
            let members = self.org.members(team, self.now).into_iter().map(|it| it.0);
            members.filter(|it| leads(it)).collect()
        };
        subject.path.iter().map(seated).collect()
    }

    /// Their handles.
    pub(super) fn leads_of(&self, team: &Id) -> Vec<String> {
        let all = self.leaders_of(team).into_iter().flatten();
        let mut found: Vec<String> = all.map(|it| it.handle.clone()).collect();
        found.sort();
        found.dedup();
        found
    }

    /// What people of a team and those above it are called in a text.
    fn names_around(&self, team: &Id) -> Vec<String> {
        let near = self.org.path(team);
        let seats = self.org.memberships.iter().filter(|it| near.contains(&it.team));
        let people = seats.filter_map(|it| self.org.people.get(&it.person));
        let mut names: Vec<String> = people
            .filter(|it| !it.erased)
            .flat_map(|it| {
                let first = it.name.split_whitespace().next().unwrap_or("");
                [it.handle.clone(), it.name.clone(), first.to_owned()]
            })
            // Two letters or an ordinary word would be seen everywhere.
            .filter(|it| it.chars().count() > 2 && it != "You")
            .collect();
        names.sort();
        names.dedup();
        names
    }

    fn left(&self) -> Vec<String> {
        let left =
            self.org.people.values().filter(|it| it.left_at.is_some_and(|at| at <= self.now));
        left.map(|it| it.handle.clone()).collect()
    }
}
