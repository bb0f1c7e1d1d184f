//! What waits for the actor, what is due, and what changed: one page's worth, no more.

use std::collections::BTreeMap;

use domain::attachment::{Attachment, Wait};
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::record::Record;
use store::{Filter, Happening, Scope};

use super::{ComingHour, Desk, Due, Lent, Whose};
use crate::problem::Result;

/// How far ahead something due is shown.
pub const AHEAD_DAYS: i64 = 14;
const MOST: usize = 25;

#[derive(Clone, Debug, Default)]
pub struct Today {
    /// What hangs on a record and asks something of the actor: questions, advice, feedback, support.
    pub asked: Vec<(Record, Attachment, Wait)>,
    /// Intents of the actor's teams that somebody else briefed and nobody restated yet.
    pub backbriefs: Vec<Record>,
    /// Open decisions whose frozen route names the actor, or somebody they stand in for today.
    pub calls: Vec<Record>,
    /// Which of the calls are lent while somebody is away.
    pub lent: BTreeMap<Id, Lent>,
    /// Open health reviews that ask the actor, who has taken no ticket yet.
    pub reviews: Vec<Record>,
    /// Records, commitments and forecasts with a date, the earliest first; the overdue ones lead.
    pub due: Vec<Due>,
    /// What the actor may write first; an invitation, and nothing waits for it.
    pub invited: Option<(domain::practice::ownership::Invitation, domain::people::Team)>,
    /// Dates of office hours within a week: hosted, or with a topic of one's own.
    pub hours: Vec<ComingHour>,
    /// What happened last in the actor's teams, with the record it is about.
    pub changed: Vec<(Happening, Record)>,
}

impl Today {
    pub fn waiting(&self) -> usize {
        let records = self.backbriefs.len() + self.calls.len() + self.reviews.len();
        self.asked.len() + records + self.hours.len()
    }

    pub fn is_empty(&self) -> bool {
        self.waiting() == 0 && self.due.is_empty() && self.changed.is_empty()
    }
}

impl Desk {
    pub async fn today(&self) -> Result<Today> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mine = self.my_scope();
        let until = self.now.plus(AHEAD_DAYS * At::DAY).day();
        let (calls, lent) = self.my_calls(&mine).await?;
        Ok(Today {
            asked: self.asked().await?,
            backbriefs: self.backbriefs_to_give(&mine).await?,
            calls,
            lent,
            reviews: self.waves_waiting().await?,
            due: self.due(&Whose::Mine, until, MOST).await?.items,
            invited: self.invitation().await?,
            hours: self.coming_hours().await?,
            changed: self.changed(&mine).await?,
        })
    }

    /// The teams the actor sits in; for a system actor, all.
    pub fn my_scope(&self) -> Scope {
        if self.actor.kind == domain::people::ActorKind::System {
            return Scope::All;
        }
        Scope::Teams(self.actor.seats.iter().map(|seat| seat.team.clone()).collect())
    }

    pub(super) fn is_me(&self, handle: &str) -> bool {
        handle.trim_start_matches('@').eq_ignore_ascii_case(&self.actor.handle)
    }

    async fn backbriefs_to_give(&self, mine: &Scope) -> Result<Vec<Record>> {
        let mut filter = Filter::of(mine.clone()).kind("intent");
        filter.states.push("briefed".into());
        let mut briefed = self.house.store().records(&filter, None, MOST).await?.items;
        briefed.retain(|it| self.is_backbrief_to_give(it));
        Ok(briefed)
    }

    pub(super) fn is_backbrief_to_give(&self, record: &Record) -> bool {
        record.kind == "intent" && record.state == "briefed" && record.author != self.actor.id
    }

    async fn my_calls(&self, mine: &Scope) -> Result<(Vec<Record>, BTreeMap<Id, Lent>)> {
        let mut filter = Filter::of(mine.clone()).kind("decision");
        filter.states = vec!["proposed".into(), "advice".into()];
        let mut open = self.house.store().records(&filter, None, 100).await?.items;
        let lent = self.all_lent(&open).await?;
        open.retain(|it| self.decides(it) || lent.contains_key(&it.id));
        open.truncate(MOST);
        Ok((open, lent))
    }

    pub(super) fn decides(&self, record: &Record) -> bool {
        record.text("deciders").split(", ").any(|it| !it.is_empty() && self.is_me(it))
    }

    async fn changed(&self, mine: &Scope) -> Result<Vec<(Happening, Record)>> {
        let mut found: Vec<(Happening, Record)> = Vec::new();
        for happening in self.house.store().lately(mine, MOST * 2).await? {
            // One line a record: the newest says enough.
            if found.iter().any(|(_, record)| record.id == happening.subject) {
                continue;
            }
            let record = self.house.store().record(&happening.subject).await?;
            let Some(record) = record.filter(|it| self.may_hear(it, &happening)) else { continue };
            found.push((happening, record));
        }
        found.truncate(12);
        Ok(found)
    }
}
