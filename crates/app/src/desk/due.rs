//! What comes due, for somebody, for a team or for everybody: one list, read by Today, the API, the
//! command line and the feeds.

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::people::Team;
use domain::record::Record;
use jiff::civil::Date;
use store::{DueFilter, Scope};

use super::Desk;
use crate::problem::Result;

/// Pages of what is due that are looked through; who has more, has other worries.
const MOST_PAGES: usize = 25;

/// Whose list it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// What the actor's teams have to look at, and what the actor promised anywhere.
    Mine,
    /// A team's, with the teams below it.
    Team(Id),
    All,
}

/// Something with a day on which somebody has to look at it.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    pub on: Date,
    pub is_overdue: bool,
    /// A verb: what it asks for, by the table of its kind or slot.
    pub asks: &'static str,
    pub about: String,
    pub of: DueOf,
}

/// What has the day.
#[derive(Clone, Debug, PartialEq)]
pub enum DueOf {
    Record(Record),
    /// What hangs on a record.
    Hanging(Record, Attachment),
    /// A lane on the map of a team, on its last day; with the version of the map and its moment.
    Lane {
        team: Team,
        lane: String,
        number: i64,
        since: At,
    },
    /// The slug of a practice that the team holds each quarter, and has not in this one.
    Practice {
        team: Team,
        kind: &'static str,
    },
}

impl Due {
    /// `None` where no record has the day.
    pub fn record(&self) -> Option<&Record> {
        match &self.of {
            DueOf::Record(record) | DueOf::Hanging(record, _) => Some(record),
            DueOf::Lane { .. } | DueOf::Practice { .. } => None,
        }
    }

    pub fn attachment(&self) -> Option<&Attachment> {
        match &self.of {
            DueOf::Hanging(_, it) => Some(it),
            _ => None,
        }
    }

    /// Its address on this site.
    pub fn place(&self) -> String {
        match &self.of {
            DueOf::Record(record) => format!("/{}/{}", record.kind, record.id),
            DueOf::Hanging(record, it) => format!("/{}/{}#at-{}", record.kind, record.id, it.id),
            DueOf::Lane { team, .. } => format!("/lanes?team={}", team.slug),
            DueOf::Practice { team, kind } => format!("/team/{}/quarter#{kind}", team.slug),
        }
    }

    fn key(&self) -> (Date, String) {
        (self.on, self.attachment().map_or_else(|| self.place(), |it| it.id.to_string()))
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueList {
    /// The longest overdue first.
    pub items: Vec<Due>,
    /// Whether there was more than was asked for.
    pub is_cut: bool,
}

impl Desk {
    /// Everything due until this day that the actor may see, at most `most`.
    pub async fn due(&self, whose: &Whose, until: Date, most: usize) -> Result<DueList> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let scope = match whose {
            Whose::Mine => self.my_scope(),
            Whose::Team(team) => self.scope(Some(team)),
            Whose::All => self.scope(None),
        };
        let is_theirs =
            |it: &store::Due| *whose != Whose::Mine || it.attachment.is_none() || self.is_mine(it);
        let mut found = self.all_due(&scope, until, most, &is_theirs).await?;
        if *whose == Whose::Mine {
            found.extend(self.promised_elsewhere(&scope, until, most).await?);
        }
        // A day that is near stands there already.
        for tripped in self.tripped(&scope, store::PAGE).await?.into_iter().filter(is_theirs) {
            match found.iter_mut().find(|it| it.id() == tripped.id()) {
                Some(near) => near.on = near.on.min(tripped.on),
                None => found.push(tripped),
            }
        }
        let mut items: Vec<Due> = found.into_iter().map(|it| self.told(it)).collect();
        items.extend(self.rhythm_due(&scope, until).await?);
        items.sort_by_cached_key(Due::key);
        let is_cut = items.len() > most;
        items.truncate(most);
        Ok(DueList { items, is_cut })
    }

    pub fn is_overdue(&self, on: Date) -> bool {
        on < self.now.day()
    }

    /// What is due in this scope and is wanted, until one more than `most` is found.
    pub(super) async fn all_due(
        &self,
        scope: &Scope,
        until: Date,
        most: usize,
        wanted: impl Fn(&store::Due) -> bool,
    ) -> Result<Vec<store::Due>> {
        self.walk_due(&DueFilter { scope: scope.clone(), until, whose: None }, most, wanted).await
    }

    /// Leaders promise on records of other teams too; there they can only promise for themselves.
    async fn promised_elsewhere(
        &self,
        mine: &Scope,
        until: Date,
        most: usize,
    ) -> Result<Vec<store::Due>> {
        let Scope::Teams(teams) = mine else { return Ok(Vec::new()) };
        let filter = DueFilter { scope: self.scope(None), until, whose: Some(self.whom()) };
        let elsewhere =
            |it: &store::Due| it.attachment.is_some() && !teams.contains(&it.record.team);
        self.walk_due(&filter, most, elsewhere).await
    }

    async fn walk_due(
        &self,
        filter: &DueFilter,
        most: usize,
        wanted: impl Fn(&store::Due) -> bool,
    ) -> Result<Vec<store::Due>> {
        let (mut found, mut last) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let page = self.house.store().due(filter, last.as_ref(), store::PAGE).await?;
            let is_last = page.len() < store::PAGE;
            last = page.last().cloned();
            found.extend(page.into_iter().filter(|it| self.may_see_due(it) && wanted(it)));
            if is_last || found.len() > most {
                break;
            }
        }
        Ok(found)
    }

    fn may_see_due(&self, it: &store::Due) -> bool {
        let hung = it.attachment.as_ref();
        self.may_read(&it.record) && hung.is_none_or(|hung| self.may_see(&it.record, hung))
    }

    fn is_mine(&self, due: &store::Due) -> bool {
        match &due.attachment {
            Some(it) => self.falls_to_me(&due.record, it),
            None => due.record.author == self.actor.id,
        }
    }

    fn told(&self, it: store::Due) -> Due {
        let kind = self.kind(&it.record.kind).ok();
        let slot = it.attachment.as_ref().and_then(|hung| kind?.slot(&hung.slot));
        let (asks, about) = match (&it.attachment, slot) {
            (Some(hung), Some(slot)) => (slot.when_due, slot.about(hung)),
            _ => (kind.map_or("", |it| it.when_due), it.record.title.as_str()),
        };
        Due {
            on: it.on,
            is_overdue: self.is_overdue(it.on),
            asks,
            about: about.to_owned(),
            of: match it.attachment {
                Some(hung) => DueOf::Hanging(it.record, hung),
                None => DueOf::Record(it.record),
            },
        }
    }
}
