//! The ledger of somebody who holds an office, and the pages people write in their own name.
//!
//! One of the two exceptions to “nothing by person”: what somebody promised in an office is the
//! office's business. It is a list, never a number, and there is none for anybody else.

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::Id;
use domain::lanes::handed::{HandedOver, handed_over};
use domain::people::Team;
use domain::practice::support::SUPPORT;
use domain::practice::{backing, feedback, ownership};
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use store::{Filter, Scope};

use super::Desk;
use super::lanes::AGREED;
use crate::problem::{Problem, Result};

/// Promises and statements looked through: years of a large office.
const MOST: usize = 2_000;

/// A promise made in an office.
#[derive(Clone, Debug)]
pub struct Promise {
    pub record: Record,
    pub it: Attachment,
}

/// A cover, with everybody who called on it.
#[derive(Clone, Debug)]
pub struct Backing {
    pub record: Record,
    pub calls: Vec<Attachment>,
}

#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// The teams the office is over.
    pub over: Vec<Team>,
    /// With the team whose map says so.
    pub handed_over: Vec<(Team, HandedOver)>,
    /// What they got wrong and what they changed.
    pub corrections: Vec<Promise>,
    pub promises: Vec<Promise>,
    pub backing: Vec<Backing>,
}

impl Desk {
    /// The ownership pages of a person that stand, and those taken down after them.
    pub async fn ownership_of(&self, person: &Id) -> Result<Vec<Dossier>> {
        let mut pages = self.dossiers(&of(ownership::KIND.slug, person), 20).await?;
        pages.sort_by_key(|it| it.record.state != "stands");
        Ok(pages)
    }

    /// The teams somebody leads, from outside or above: their office. Empty for everybody else.
    pub fn office(&self, person: &Id) -> Vec<Team> {
        let Some(actor) = self.org.actor(person, self.now) else { return Vec::new() };
        let leads = |team: &&Team| actor.standing(&self.org.subject(Some(&team.id), None)).leads;
        self.org.teams.iter().filter(leads).cloned().collect()
    }

    /// What somebody promised, gave away and got wrong in their office; `None` without an office.
    pub async fn ledger(&self, person: &Id) -> Result<Option<Ledger>> {
        self.need(Deed::ReadPeople, &self.org.subject(None, None))?;
        let over = self.office(person);
        let who = self.org.people.get(person).ok_or(Problem::NotFound)?.handle.clone();
        if over.is_empty() {
            return Ok(None);
        }
        let teams: Vec<Id> = over.iter().map(|it| it.id.clone()).collect();
        let is_theirs = |it: &Attachment| it.is_named(&who);
        let scope = || Scope::Teams(teams.clone());
        let mut promises = self.all_hanging(scope(), "commitment", None, MOST).await?;
        // A plain “not now” promises nothing; one that takes a promise back does not keep it.
        let support = self.all_hanging(scope(), SUPPORT.name, None, MOST).await?;
        promises.extend(support.into_iter().filter(|(_, it)| !it.text("will").is_empty()));
        let promises = promises.into_iter().filter(|(_, it)| is_theirs(it));
        let pages = self.ownership_of(person).await?;
        let mut corrections = Vec::new();
        for page in &pages {
            for it in page.slot("got_wrong") {
                corrections.push(Promise { record: page.record.clone(), it: it.clone() });
            }
        }
        Ok(Some(Ledger {
            handed_over: self.handed_over_by(&over, &who).await?,
            corrections,
            promises: promises.map(|(record, it)| Promise { record, it }).collect(),
            backing: self.backing(of(backing::KIND.slug, person)).await?,
            over,
        }))
    }

    /// What the actor is invited to write first, with the team it is about.
    pub(crate) async fn invitation(&self) -> Result<Option<(ownership::Invitation, Team)>> {
        if self.actor.kind != domain::people::ActorKind::Person {
            return Ok(None);
        }
        let Some(home) = self.my_teams().first().copied().cloned() else { return Ok(None) };
        let office = self.office(&self.actor.id);
        let leads = !office.is_empty();
        let said = self.has_said(&self.actor.id).await?;
        let asked = leads && said && self.has_asked(&self.actor.id).await?;
        let leader_said = !said && !leads && self.leader_has_said(&home.id).await?;
        let team = if leads {
            office.into_iter().find(|it| it.id == home.id).unwrap_or(home)
        } else {
            home
        };
        Ok(ownership::invitation(leads, said, asked, leader_said).map(|it| (it, team)))
    }

    /// Whether somebody has put up an unknown, a correction or a deal of their own.
    async fn has_said(&self, person: &Id) -> Result<bool> {
        if self.ownership_of(person).await?.iter().any(ownership::goes_first) {
            return Ok(true);
        }
        let deals = self.house.store().records(&of("deal", person), None, 1).await?;
        Ok(!deals.items.is_empty())
    }

    /// Whether somebody has asked for feedback where everybody reads it.
    async fn has_asked(&self, person: &Id) -> Result<bool> {
        let of = of(feedback::KIND.slug, person);
        Ok(!self.house.store().records(&of, None, 1).await?.items.is_empty())
    }

    /// Asked of those who sit closest: somebody far above who went first is not the leader of whom the
    /// team knows it.
    async fn leader_has_said(&self, team: &Id) -> Result<bool> {
        let nearest = self.leaders_of(team).into_iter().find(|it| !it.is_empty());
        for leader in nearest.unwrap_or_default() {
            if self.has_said(&leader.id).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Covers that stand in a team, for its map and its decisions.
    pub async fn backing_of_team(&self, team: &Id) -> Result<Vec<Backing>> {
        let standing = Filter {
            open: Some(true),
            ..Filter::of(Scope::Teams(vec![team.clone()])).kind(backing::KIND.slug)
        };
        self.backing(standing).await
    }

    pub(crate) async fn backing(&self, filter: Filter) -> Result<Vec<Backing>> {
        let found = self.dossiers(&filter, 100).await?.into_iter().map(|it| {
            let calls = it.slot("call").cloned().collect();
            Backing { record: it.record, calls }
        });
        Ok(found.collect())
    }

    /// Read from the history of every map of the office.
    async fn handed_over_by(&self, over: &[Team], who: &str) -> Result<Vec<(Team, HandedOver)>> {
        let mut found = Vec::new();
        for team in over {
            let versions = self.agreed_maps(&team.id).await?;
            let versions: Vec<_> = versions.iter().map(|(map, day)| (&map.map, *day)).collect();
            let handed = handed_over(&versions, who).into_iter();
            found.extend(handed.map(|it| (team.clone(), it)));
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.1.on));
        Ok(found)
    }

    async fn agreed_maps(
        &self,
        team: &Id,
    ) -> Result<Vec<(std::sync::Arc<domain::lanes::Reading>, Date)>> {
        let mut rows = self.map_versions(team).await?;
        rows.retain(|it| it.state == AGREED);
        rows.sort_by_key(|it| it.number);
        let read = |row: &store::MapText| {
            (self.house.map_shelf().read(row), row.from_day.unwrap_or_else(|| row.at.day()))
        };
        Ok(rows.iter().map(read).collect())
    }
}

fn of(kind: &str, person: &Id) -> Filter {
    Filter { author: Some(person.clone()), ..Filter::of(Scope::All).kind(kind) }
}
