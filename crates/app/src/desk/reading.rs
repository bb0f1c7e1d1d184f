//! Read, list, search, look back: only what the actor may see, filtered before it leaves the store.

use domain::attachment::{Attachment, Hides};
use domain::deed::{Deed, may};
use domain::id::Id;
use domain::record::{Dossier, Record};
use store::{Count, Cursor, Filter, HangingFilter, Happening, Paged, Scope, Turn};

use super::Desk;
use crate::problem::{Problem, Result};

/// Which records a list shows.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    pub kinds: Vec<String>,
    pub states: Vec<String>,
    /// With the teams below it.
    pub team: Option<Id>,
    pub open: Option<bool>,
    pub retired: bool,
    /// Only what the actor began. There is no such list of anybody else.
    pub mine: bool,
    pub after: Option<Cursor>,
    /// Back from here instead of on from `after`.
    pub before: Option<Cursor>,
    /// At most 100.
    pub limit: usize,
}

/// A record linked to another, and how.
#[derive(Clone, Debug)]
pub struct Linked {
    pub relation: String,
    /// Whether the other record is the one that names this.
    pub back: bool,
    pub record: Record,
}

impl Desk {
    /// One record with everything that hangs on it and may be seen now.
    pub async fn read(&self, id: &Id) -> Result<Dossier> {
        let mut dossier = self.house.store().dossier(id).await?.ok_or(Problem::NotFound)?;
        self.see_record(&dossier.record)?;
        let Dossier { record, attached } = &mut dossier;
        attached.retain(|it| self.is_shown(record, it));
        Ok(dossier)
    }

    pub async fn list(&self, query: &ListQuery) -> Result<Paged<Record>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let filter = Filter {
            scope: self.scope(query.team.as_ref()),
            author: query.mine.then(|| self.actor.id.clone()),
            kinds: query.kinds.clone(),
            states: query.states.clone(),
            open: query.open,
            retired: query.retired,
        };
        let limit = query.limit.clamp(1, 100);
        let turn = match (&query.before, &query.after) {
            (Some(cursor), _) => Turn::Before(cursor.clone()),
            (None, Some(cursor)) => Turn::After(cursor.clone()),
            (None, None) => Turn::First,
        };
        self.readable(&filter, turn, limit).await
    }

    pub async fn search(&self, words: &str) -> Result<Vec<Record>> {
        self.need(Deed::Search, &self.org.subject(None, None))?;
        let words: String = words.chars().take(200).collect();
        if words.trim().is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.house.store().search(&self.scope(None), &words, 50).await?;
        found.retain(|it| self.may_read(it));
        Ok(found)
    }

    /// How many records of each kind and state there are. Never by person.
    pub async fn counts(&self) -> Result<Vec<Count>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mut counts = self.house.store().counts(&self.scope(None)).await?;
        counts.retain(|it| {
            let own =
                self.kind(&it.kind).is_ok_and(|kind| kind.own_in.contains(&it.state.as_str()));
            !own || may(self.standing(Some(&it.team), None), Deed::ReadMirrors).is_ok()
        });
        Ok(counts)
    }

    /// What happened to one record, oldest first.
    pub async fn history(&self, id: &Id) -> Result<Vec<Happening>> {
        let record = self.house.store().record(id).await?.ok_or(Problem::NotFound)?;
        self.see(Deed::ReadJournal, &self.subject_of(&record))?;
        self.see_record(&record)?;
        let mut history = self.house.store().history(id, 0, 500).await?;
        history.retain(|it| self.is_told(&record, it));
        Ok(history)
    }

    /// Records this one names, and records that name this one.
    pub async fn linked(&self, id: &Id) -> Result<Vec<Linked>> {
        let mut found = Vec::new();
        for link in self.house.store().links(id).await? {
            let back = link.to == *id;
            let other = if back { &link.from } else { &link.to };
            let Some(record) = self.house.store().record(other).await? else { continue };
            if self.may_read(&record) {
                found.push(Linked { relation: link.relation, back, record });
            }
        }
        Ok(found)
    }

    /// Everything of one slot over these teams, by one author or by all, newest first; at most `most`
    /// are looked at. What is hidden until a reveal stays hidden.
    pub(crate) async fn all_hanging(
        &self,
        scope: Scope,
        slot: &str,
        author: Option<&Id>,
        most: usize,
    ) -> Result<Vec<(Record, Attachment)>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let author = author.cloned();
        let filter = HangingFilter { scope, slot: slot.to_owned(), open: None, author };
        let (mut found, mut after) = (Vec::new(), None);
        while found.len() < most {
            let page = self.house.store().hanging(&filter, after.as_ref(), store::PAGE).await?;
            found.extend(page.items.into_iter().filter(|it| self.may_read(&it.0)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    /// What this filter finds and the actor may read, newest change first, at most `most`. By one
    /// person only for what people say in their own name, and for an office; no door takes a person.
    pub(crate) async fn records_of(&self, filter: &Filter, most: usize) -> Result<Vec<Record>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let (mut found, mut after) = (Vec::new(), None);
        while found.len() < most {
            let page = self.house.store().records(filter, after.as_ref(), store::PAGE).await?;
            found.extend(page.items.into_iter().filter(|it| self.may_read(it)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        found.truncate(most);
        Ok(found)
    }

    /// The same with what hangs there.
    pub(crate) async fn dossiers(&self, filter: &Filter, most: usize) -> Result<Vec<Dossier>> {
        let records = self.records_of(filter, most).await?;
        let ids: Vec<&Id> = records.iter().map(|it| &it.id).collect();
        let mut hanging = self.house.store().attachments_of(&ids).await?;
        let whole = |record: Record| {
            let mut attached = hanging.remove(&record.id).unwrap_or_default();
            attached.retain(|it| self.is_shown(&record, it));
            Dossier { record, attached }
        };
        Ok(records.into_iter().map(whole).collect())
    }

    /// The teams whose records the actor may see: everybody with a seat sees the organisation's
    /// context; somebody without one sees nothing.
    pub(crate) fn scope(&self, team: Option<&Id>) -> Scope {
        let seated = self.see(Deed::ReadRecord, &self.org.subject(None, None)).is_ok();
        match team {
            _ if !seated => Scope::Teams(Vec::new()),
            Some(team) => Scope::Teams(self.org.below(team)),
            None => Scope::All,
        }
    }

    /// Whether the actor may read a record as it stands now: what is the team's own while it is
    /// written is read by the team, and by whoever wrote it.
    pub(crate) fn may_read(&self, record: &Record) -> bool {
        self.see_record(record).is_ok()
    }

    /// The same, where even knowing that it is there would say too much.
    pub(crate) fn see_record(&self, record: &Record) -> Result<()> {
        let subject = self.subject_of(record);
        self.see(Deed::ReadRecord, &subject)?;
        let deed = self.kind(&record.kind).map_or(Deed::ReadRecord, |kind| kind.read_by(record));
        if record.author != self.actor.id {
            self.see(deed, &subject)?;
        }
        Ok(())
    }

    pub(crate) fn may_see(&self, record: &Record, it: &Attachment) -> bool {
        self.may_read(record) && self.is_shown(record, it)
    }

    /// Of a record that the actor may read.
    fn is_shown(&self, record: &Record, it: &Attachment) -> bool {
        let slot = self.kind(&record.kind).ok().and_then(|kind| kind.slot(&it.slot));
        let standing = self.actor.standing(&self.subject_of(record));
        let shown = slot.is_some_and(|slot| slot.is_shown_to(record, standing));
        shown || it.author == self.actor.id
    }

    pub(crate) fn may_hear(&self, record: &Record, it: &Happening) -> bool {
        self.may_read(record) && self.is_told(record, it)
    }

    /// Who writes unseen is nobody else's to read, and who wrote how much not even after it has
    /// been shown.
    fn is_told(&self, record: &Record, it: &Happening) -> bool {
        let mine = it.actor == self.actor.id;
        if mine || !it.what.starts_with("attachment.") {
            return true;
        }
        let detail: serde_json::Value = serde_json::from_str(&it.detail).unwrap_or_default();
        let slot = detail.get("slot").and_then(|it| it.as_str()).unwrap_or_default();
        let slot = self.kind(&record.kind).ok().and_then(|kind| kind.slot(slot));
        let standing = self.actor.standing(&self.subject_of(record));
        slot.is_some_and(|slot| {
            if slot.hides == Hides::FromOutside {
                return slot.is_shown_to(record, standing);
            }
            slot.hides == Hides::Never || !slot.is_sealed(record) && it.what != "attachment.added"
        })
    }
}
