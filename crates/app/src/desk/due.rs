//! What comes due, for somebody, for a team or for everybody: one list, read by Today, the API, the
//! command line and the feeds.

use domain::attachment::{Attachment, FallsTo};
use domain::deed::{Deed, may};
use domain::id::{At, Id};
use domain::kind::{DueFor, Kind};
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
    /// The name of whoever has to see to it, where that is somebody else than whoever reads.
    pub whose: Option<String>,
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
        let is_theirs = |it: &store::Due| *whose != Whose::Mine || self.is_mine(it);
        let mut found = self.all_due(&scope, until, most, &is_theirs).await?;
        if *whose == Whose::Mine {
            found.extend(self.due_elsewhere(&scope, until, most).await?);
        }
        let mut items = self.with_tripped(found, &scope, is_theirs).await?;
        let mut held = self.rhythm_due(&scope, until).await?;
        held.retain(|it| *whose != Whose::Mine || self.is_mine_to_hold(it));
        items.extend(held);
        Ok(cut(items, most))
    }

    /// What has a day in this scope, whoever it falls to: without what practices and maps add.
    pub(super) async fn dated(&self, scope: &Scope, until: Date, most: usize) -> Result<DueList> {
        let found = self.all_due(scope, until, most, |_| true).await?;
        Ok(cut(self.with_tripped(found, scope, |_| true).await?, most))
    }

    async fn with_tripped(
        &self,
        mut found: Vec<store::Due>,
        scope: &Scope,
        wanted: impl Fn(&store::Due) -> bool,
    ) -> Result<Vec<Due>> {
        // A day that is near stands there already.
        for tripped in self.tripped(scope, store::PAGE).await?.into_iter().filter(wanted) {
            match found.iter_mut().find(|it| it.id() == tripped.id()) {
                Some(near) => near.on = near.on.min(tripped.on),
                None => found.push(tripped),
            }
        }
        Ok(found.into_iter().map(|it| self.told(it)).collect())
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
        let filter = DueFilter { scope: scope.clone(), until, whose: None, kinds: Vec::new() };
        self.walk_due(&filter, most, wanted).await
    }

    /// Leaders promise, speak in their own name and are asked on records of other teams too.
    async fn due_elsewhere(
        &self,
        mine: &Scope,
        until: Date,
        most: usize,
    ) -> Result<Vec<store::Due>> {
        let Scope::Teams(teams) = mine else { return Ok(Vec::new()) };
        let (scope, kinds) = (self.scope(None), Vec::new());
        let filter = DueFilter { scope, until, whose: Some(self.whom()), kinds };
        let elsewhere = |it: &store::Due| !teams.contains(&it.record.team);
        let said = |it: &store::Due| it.attachment.is_some() || self.is_mine(it);
        let mut found = self.walk_due(&filter, most, |it| elsewhere(it) && said(it)).await?;
        let names = |kind: &&Kind| matches!(kind.due_for, DueFor::Named(_));
        let kinds = self.house.kinds().iter().filter(names).map(|it| it.slug.to_owned()).collect();
        let filter = DueFilter { whose: None, kinds, ..filter };
        let named = |it: &store::Due| it.attachment.is_none() && elsewhere(it) && self.is_mine(it);
        found.extend(self.walk_due(&filter, most, named).await?);
        Ok(found)
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

    /// Theirs by name, or by the table of its kind the team's they sit in.
    fn is_mine(&self, due: &store::Due) -> bool {
        match &due.attachment {
            Some(it) => self.falls_to_me(&due.record, it),
            None => match self.record_falls_to(&due.record) {
                Some(whom) => self.is_to_me(&due.record, whom),
                None => self.sits_in(&due.record.team) && self.has_a_step(&due.record),
            },
        }
    }

    /// Nobody is reminded of what is for others to do.
    fn has_a_step(&self, record: &Record) -> bool {
        let Ok(kind) = self.kind(&record.kind) else { return false };
        let standing = self.actor.standing(&self.subject_of(record));
        self.my_scope() == Scope::All
            || may(standing, kind.edited_by()).is_ok()
            || kind.moves_open_to(record, standing).next().is_some()
    }

    /// The same of a practice that comes back: for those who may begin it.
    fn is_mine_to_hold(&self, due: &Due) -> bool {
        let DueOf::Practice { team, kind } = &due.of else { return true };
        let by = self.kind(kind).map(|it| it.by);
        by.is_ok_and(|by| {
            self.my_scope() == Scope::All || self.standing(Some(&team.id), None).is(by)
        })
    }

    /// To whom a record falls on its day; to its team where whoever is named has left.
    fn record_falls_to(&self, record: &Record) -> Option<FallsTo> {
        let whom = self.kind(&record.kind).ok()?.falls_to(record)?;
        let FallsTo::Named(handle) = &whom else { return Some(whom) };
        let person = self.org.person_by_handle(handle)?;
        person.left_at.is_none_or(|at| at > self.now).then_some(whom)
    }

    /// The name of somebody else to whom it falls.
    fn somebody_else(&self, due: &store::Due) -> Option<String> {
        let slot = |it: &Attachment| self.kind(&due.record.kind).ok()?.slot(&it.slot);
        let whom = match &due.attachment {
            Some(it) => Some((slot(it)?.falls_to)(&due.record, it)),
            None => self.record_falls_to(&due.record),
        };
        match whom.filter(|it| !self.is_to_me(&due.record, it.clone()))? {
            FallsTo::Wrote(id) => Some(self.org.name_of(&id).to_owned()),
            FallsTo::Named(handle) => self.org.person_by_handle(&handle).map(|it| it.name.clone()),
            FallsTo::Leads => None,
        }
    }

    fn sits_in(&self, team: &Id) -> bool {
        match self.my_scope() {
            Scope::All => true,
            Scope::Teams(mine) => mine.contains(team),
        }
    }

    fn told(&self, it: store::Due) -> Due {
        let kind = self.kind(&it.record.kind).ok();
        let slot = it.attachment.as_ref().and_then(|hung| kind?.slot(&hung.slot));
        let (asks, about) = match (&it.attachment, slot) {
            (Some(hung), Some(slot)) => (slot.when_due, slot.about(hung)),
            _ => {
                let asks = kind.map_or("", |kind| kind.asks_when_due(&it.record));
                (asks, it.record.title.as_str())
            }
        };
        Due {
            whose: self.somebody_else(&it),
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

/// The longest overdue first, at most so many.
fn cut(mut items: Vec<Due>, most: usize) -> DueList {
    items.sort_by_cached_key(Due::key);
    let is_cut = items.len() > most;
    items.truncate(most);
    DueList { items, is_cut }
}
