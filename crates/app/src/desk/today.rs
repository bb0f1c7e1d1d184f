//! What waits for the actor, what is due, and what changed: one page's worth, no more.

use std::collections::BTreeMap;

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::practice::metrics_review::slots::{OPENED, SUPPORT};
use domain::record::Record;
use store::{Filter, HangingFilter, Happening, Scope};

use super::{ComingHour, Desk, Due, Lent, Whose};
use crate::problem::Result;

/// How far ahead something due is shown.
pub const AHEAD_DAYS: i64 = 14;
const MOST: usize = 25;

#[derive(Clone, Debug, Default)]
pub struct Today {
    /// Open questions on records the actor wrote.
    pub questions: Vec<(Record, Attachment)>,
    /// Intents of the actor's teams that somebody else briefed and nobody restated yet.
    pub backbriefs: Vec<Record>,
    /// Open decisions whose frozen route names the actor, or somebody they stand in for today.
    pub calls: Vec<Record>,
    /// Which of the calls are lent while somebody is away.
    pub lent: BTreeMap<Id, Lent>,
    /// Decisions on which the actor was asked for advice and has not given it.
    pub advice: Vec<(Record, Attachment)>,
    /// Records, commitments and forecasts with a date, the earliest first; the overdue ones lead.
    pub due: Vec<Due>,
    /// What the actor may write first; an invitation, and nothing waits for it.
    pub invited: Option<(domain::practice::ownership::Invitation, domain::people::Team)>,
    /// Feedback that waits for the actor: to be answered, done or told; or to be checked by them.
    /// And what a team asks of them for its metrics review.
    pub feedback: Vec<(Record, Attachment)>,
    /// Dates of office hours within a week: hosted, or with a topic of one's own.
    pub hours: Vec<ComingHour>,
    /// What happened last in the actor's teams, with the record it is about.
    pub changed: Vec<(Happening, Record)>,
}

impl Today {
    pub fn waiting(&self) -> usize {
        self.questions.len()
            + self.backbriefs.len()
            + self.calls.len()
            + self.advice.len()
            + self.feedback.len()
            + self.hours.len()
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
            questions: self.open_questions(&mine).await?,
            backbriefs: self.backbriefs_to_give(&mine).await?,
            calls,
            lent,
            advice: self.advice_asked().await?,
            due: self.due(&Whose::Mine, until, MOST).await?.items,
            invited: self.invitation().await?,
            feedback: self.feedback_to_answer().await?,
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

    async fn open_questions(&self, mine: &Scope) -> Result<Vec<(Record, Attachment)>> {
        let filter = HangingFilter {
            scope: mine.clone(),
            slot: "question".into(),
            open: Some(true),
            author: None,
        };
        let mut to_me = self.house.store().hanging(&filter, None, MOST * 4).await?.items;
        to_me.retain(|(record, it)| self.is_question_to_me(record, it) && !record.retired);
        Ok(to_me)
    }

    pub(super) fn is_question_to_me(&self, record: &Record, it: &Attachment) -> bool {
        record.author == self.actor.id && it.author != self.actor.id
    }

    async fn advice_asked(&self) -> Result<Vec<(Record, Attachment)>> {
        let filter = HangingFilter {
            scope: self.scope(None),
            slot: "advice".into(),
            open: Some(true),
            author: None,
        };
        let mut of_me = self.house.store().hanging(&filter, None, MOST * 4).await?.items;
        of_me.retain(|(record, it)| self.is_advice_asked_of_me(it) && !record.retired);
        Ok(of_me)
    }

    pub(super) fn is_advice_asked_of_me(&self, it: &Attachment) -> bool {
        it.state == "open" && self.is_me(it.text("from"))
    }

    /// Put to me and not come back yet, or told to me and not checked.
    async fn feedback_to_answer(&self) -> Result<Vec<(Record, Attachment)>> {
        let filter = HangingFilter {
            scope: self.scope(None),
            slot: "raised".into(),
            open: Some(true),
            author: None,
        };
        let mut found = self.house.store().hanging(&filter, None, MOST * 4).await?.items;
        found.retain(|(record, it)| self.is_feedback_to_me(record, it));
        let asked = HangingFilter { slot: SUPPORT.name.into(), ..filter };
        let asked = self.house.store().hanging(&asked, None, MOST * 4).await?.items;
        found.extend(
            asked.into_iter().filter(|(record, it)| self.is_support_asked_of_me(record, it)),
        );
        Ok(found)
    }

    /// Of me by name, or of whoever leads the team; from when the team has shared it.
    pub(super) fn is_support_asked_of_me(&self, record: &Record, it: &Attachment) -> bool {
        let waits = it.state == "open" && OPENED.contains(&record.state.as_str());
        let of_me = match it.text("from") {
            "" => self.standing(Some(&record.team), None).leads,
            from => self.is_me(from),
        };
        waits && of_me && !record.retired
    }

    pub(super) fn is_feedback_to_me(&self, record: &Record, it: &Attachment) -> bool {
        let to_check = it.state == "told" && it.author == self.actor.id;
        let over = domain::practice::feedback::raised::is_over(it, self.now);
        // What is under way comes due by its own date.
        let to_answer = !matches!(it.state.as_str(), "told" | "will" | "learning");
        !over && (to_check || to_answer && self.is_me(record.text("to")))
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
