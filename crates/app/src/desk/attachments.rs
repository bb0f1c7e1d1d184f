//! Attach, change the words, move: one way for questions, commitments, forecasts and the rest.

use domain::attachment::{Attachment, Hides, Slot, SlotMove};
use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Answer;
use domain::record::{Answers, Dossier, FieldProblem, Record, Value, answers_problems};
use serde_json::json;
use store::{Batch, Change, Hanging, Link};

use super::{Desk, narrow};
use crate::chance;
use crate::problem::{Problem, Result};

impl Desk {
    /// Attaches something to a record. The record's own version does not change: two people may
    /// ask at the same moment.
    pub async fn attach(&self, record: &Id, slot: &str, answers: Answers) -> Result<Attachment> {
        self.attach_as(chance::id(self.now), record, slot, answers).await
    }

    /// The same for what may be sent twice: a page that never heard the answer sends its form
    /// again, with the same `once`, and it is attached once.
    pub async fn attach_once(
        &self,
        record: &Id,
        slot: &str,
        answers: Answers,
        once: &str,
    ) -> Result<Attachment> {
        let name = [self.actor.id.as_str(), record.as_str(), slot, once].join("\n");
        let id = Id::new(chance::fingerprint(&name)[..32].to_owned());
        match self.house.store().attachment(&id).await? {
            Some(it) if it.author == self.actor.id && it.record == *record => Ok(it),
            _ => self.attach_as(id, record, slot, answers).await,
        }
    }

    async fn attach_as(
        &self,
        id: Id,
        record: &Id,
        slot: &str,
        answers: Answers,
    ) -> Result<Attachment> {
        let dossier = self.read(record).await?;
        let slot = self.slot_of(&dossier, slot)?;
        let mut answers = slot.asked(self.tidied(slot.asks, answers));
        self.fill_owner(slot, &mut answers);
        let (attachment, batch) = self.hung(id, &dossier, slot, answers, self.batch()).await?;
        self.house.write(batch).await.map_err(|problem| match problem {
            Problem::Taken(_) => only_one(slot),
            Problem::Stale(_) => moved_on(slot),
            other => other,
        })?;
        Ok(attachment)
    }

    /// Something new in a slot, where its rules let the actor add it, and what has to be written for
    /// it beside what the batch holds already.
    pub(super) async fn hung(
        &self,
        id: Id,
        dossier: &Dossier,
        slot: &'static Slot,
        answers: Answers,
        batch: Batch,
    ) -> Result<(Attachment, Batch)> {
        let record = &dossier.record;
        self.need(Deed::Attach(slot.by), &self.subject_of(record))?;
        Self::in_use(record)?;
        fits(slot.asks, slot.check, &answers)?;
        let standing = self.actor.standing(&self.subject_of(record));
        let surroundings = self.surroundings(dossier).await?;
        let around = surroundings.around(self);
        slot.may_add(dossier, standing, &around, &answers)?;
        let mut it = Attachment {
            id,
            record: record.id.clone(),
            slot: slot.name.to_owned(),
            author: self.actor.id.clone(),
            made_at: self.now,
            answers,
            state: slot.first_state().to_owned(),
            version: 1,
        };
        (slot.settle)(&mut it, None, &around);
        let mut detail = json!({ "slot": slot.name, "id": it.id });
        if is_told(slot, dossier) {
            detail["answers"] = json!(it.answers);
        }
        let hanging = hanging(slot, record, &it);
        let batch = self
            .relink_attached(slot, None, &it, steady(slot, record, batch))
            .await?
            .change(Change::AddAttachment { attachment: it.clone(), hanging })
            .note(Some(&record.team), &record.id, "attachment.added", &detail);
        Ok((it, batch))
    }

    /// Changes the words of one's own attachment while they may still be changed.
    pub async fn reword(&self, record: &Id, id: &Id, version: i64, answers: Answers) -> Result<()> {
        let (dossier, mut it, slot) = self.attached(record, id).await?;
        let subject = self.org.subject(Some(&dossier.record.team), Some(&it.author));
        self.need(Deed::Attach(slot.by), &subject)?;
        Self::in_use(&dossier.record)?;
        slot.may_reword((&dossier, &it), self.actor.standing(&subject), self.now)?;
        let surroundings = self.surroundings(&dossier).await?;
        (slot.rewords)(&dossier, &surroundings.around(self))?;
        let mut words = slot.asked(self.tidied(slot.asks, answers));
        let is_asked = |name: &str| slot.asks.iter().any(|ask| ask.name == name);
        words.retain(|name, _| is_asked(name) || !it.answers.contains_key(name));
        fits(slot.asks, slot.check, &words)?;
        let old = it.answers.clone();
        // What a move said (an answer, a reason) and what the house kept are not the author's words.
        let is_word = |name: &str| slot.asks.iter().any(|ask| !ask.kept && ask.name == name);
        it.answers.retain(|name, _| !is_word(name));
        it.answers.extend(words);
        let mut detail = json!({ "slot": slot.name, "id": id });
        if is_told(slot, &dossier) {
            detail["was"] = json!(old);
        }
        self.put_attachment(&dossier, slot, it, version, ("attachment.reworded", detail)).await
    }

    /// Makes a move of the slot's table: answer, keep, drop, came true …
    pub async fn move_attachment(
        &self,
        record: &Id,
        id: &Id,
        version: i64,
        name: &str,
        answers: Answers,
    ) -> Result<()> {
        let (dossier, mut it, slot) = self.attached(record, id).await?;
        let step = slot.moves.iter().find(|step| step.name == name).ok_or(Problem::NotFound)?;
        let subject = self.org.subject(Some(&dossier.record.team), Some(&it.author));
        // Whose step it is, the slot says below; this holds off strangers and narrow tokens.
        self.need(Deed::ReadRecord, &subject)?;
        if !self.scopes.allow(Deed::Move(step.by)) {
            return Err(narrow());
        }
        let answers = self.tidied(step.asks, answers);
        fits(step.asks, |_| Vec::new(), &answers)?;
        let made = step.makes.map(|name| (name, answers.clone()));
        let detail = self.moved(&dossier, slot, &mut it, step, answers).await?;
        current(&dossier, &it, version)?;
        let batch = match made {
            Some((name, said)) => self.made(&dossier, name, slot.about(&it), &said).await?,
            None => self.batch(),
        };
        let told = ("attachment.moved", detail);
        self.house.write(self.saved(&dossier, slot, it, batch, told).await?).await
    }

    /// What a step makes beside itself, by the rules of the slot in which it hangs then.
    async fn made(
        &self,
        dossier: &Dossier,
        slot: &str,
        about: &str,
        said: &Answers,
    ) -> Result<Batch> {
        let slot = self.slot_of(dossier, slot)?;
        let mut answers = slot.made_of(about, said);
        self.fill_owner(slot, &mut answers);
        let id = chance::id(self.now);
        Ok(self.hung(id, dossier, slot, answers, self.batch()).await?.1)
    }

    /// Takes a step of the slot's table, where its rules allow it; what the journal is to say of it.
    pub(super) async fn moved(
        &self,
        dossier: &Dossier,
        slot: &'static Slot,
        it: &mut Attachment,
        step: &SlotMove,
        answers: Answers,
    ) -> Result<serde_json::Value> {
        Self::in_use(&dossier.record)?;
        let subject = self.org.subject(Some(&dossier.record.team), Some(&it.author));
        let surroundings = self.surroundings(dossier).await?;
        let standing = self.actor.standing(&subject);
        let around = surroundings.around(self);
        slot.apply((dossier, it), standing, &around, (step.name, &answers))?;
        let mut detail =
            json!({ "slot": slot.name, "id": it.id, "move": step.name, "from": it.state });
        if is_told(slot, dossier) {
            detail["answers"] = json!(answers);
        }
        slot.moved(it, step, answers, &around);
        Ok(detail)
    }

    fn slot_of(&self, dossier: &Dossier, name: &str) -> Result<&'static Slot> {
        self.kind(&dossier.record.kind)?.slot(name).ok_or(Problem::NotFound)
    }

    async fn attached(&self, record: &Id, id: &Id) -> Result<(Dossier, Attachment, &'static Slot)> {
        let dossier = self.read(record).await?;
        let it =
            dossier.attached.iter().find(|it| it.id == *id).cloned().ok_or(Problem::NotFound)?;
        let slot = self.slot_of(&dossier, &it.slot)?;
        Ok((dossier, it, slot))
    }

    async fn put_attachment(
        &self,
        dossier: &Dossier,
        slot: &'static Slot,
        it: Attachment,
        version: i64,
        (what, detail): (&str, serde_json::Value),
    ) -> Result<()> {
        current(dossier, &it, version)?;
        let batch = self.saved(dossier, slot, it, self.batch(), (what, detail)).await?;
        self.house.write(batch).await
    }

    /// What has to be written for one that changed, beside what the batch holds already.
    pub(super) async fn saved(
        &self,
        dossier: &Dossier,
        slot: &'static Slot,
        it: Attachment,
        batch: Batch,
        (what, detail): (&str, serde_json::Value),
    ) -> Result<Batch> {
        let record = &dossier.record;
        let hanging = hanging(slot, record, &it);
        let before = dossier.attached.iter().find(|had| had.id == it.id);
        Ok(self
            .relink_attached(slot, before, &it, steady(slot, record, batch))
            .await?
            .change(Change::SaveAttachment { attachment: it, hanging })
            .note(Some(&record.team), &record.id, what, &detail))
    }

    /// Records that are named by what hangs are there, or begin in the same batch, and lead back to
    /// where it hangs.
    async fn relink_attached(
        &self,
        slot: &'static Slot,
        before: Option<&Attachment>,
        after: &Attachment,
        mut batch: Batch,
    ) -> Result<Batch> {
        let link = |from| back(from, slot, &after.record);
        let named = |it| slot.names(it).collect::<Vec<_>>();
        let (old, new) = (before.map(named).unwrap_or_default(), named(after));
        let is_in = |all: &[(&str, Id)], id: &Id| all.iter().any(|it| it.1 == *id);
        for (_, gone) in old.iter().filter(|it| !is_in(&new, &it.1)) {
            batch = batch.change(Change::RemoveLink(link(gone.clone())));
        }
        for (ask, to) in new.into_iter().filter(|it| !is_in(&old, &it.1)) {
            if !begins(&batch, &to) {
                self.read(&to).await.map_err(|problem| match problem {
                    Problem::NotFound => Problem::invalid(
                        ask,
                        "There is no record with this id. Take the last part of its address.",
                    ),
                    other => other,
                })?;
            }
            batch = batch.change(Change::AddLink(link(to)));
        }
        Ok(batch)
    }

    /// A commitment without a name is one's own.
    fn fill_owner(&self, slot: &Slot, answers: &mut Answers) {
        let asks_owner = slot
            .asks
            .iter()
            .any(|ask| ask.name == "owner" && !ask.kept && matches!(ask.answer, Answer::Person));
        if asks_owner && !answers.contains_key("owner") {
            answers.insert("owner".into(), Value::Text(self.actor.handle.clone()));
        }
    }
}

/// The journal can be read by the team: what is hidden until a reveal is not in it before. What hides
/// from outside alone is: whoever is outside reads none of these lines.
fn is_told(slot: &Slot, dossier: &Dossier) -> bool {
    !slot.is_sealed(&dossier.record) || slot.hides == Hides::FromOutside
}

/// A slot that hides has its own steps: nothing gets in once the record has taken the next.
fn steady(slot: &Slot, record: &Record, batch: Batch) -> Batch {
    match slot.hides {
        Hides::Never => batch,
        _ => {
            batch.change(Change::StillIn { record: record.id.clone(), state: record.state.clone() })
        }
    }
}

/// Whether it is still the version that was looked at.
fn current(dossier: &Dossier, it: &Attachment, version: i64) -> Result<()> {
    if it.version == version {
        return Ok(());
    }
    Err(Problem::Stale(Some(Box::new(dossier.clone()))))
}

fn fits(
    asks: &[domain::kind::Ask],
    check: fn(&Answers) -> Vec<FieldProblem>,
    answers: &Answers,
) -> Result<()> {
    let mut problems = answers_problems(asks, answers);
    problems.extend(check(answers));
    if problems.is_empty() { Ok(()) } else { Err(Problem::Invalid(problems)) }
}

fn begins(batch: &Batch, id: &Id) -> bool {
    batch
        .changes()
        .iter()
        .any(|it| matches!(it, Change::AddRecord { record, .. } if record.id == *id))
}

fn only_one(slot: &Slot) -> Problem {
    Problem::rule(format!("You have given your {} already.", slot.label.to_lowercase()))
}

pub(crate) fn back(from: Id, slot: &Slot, to: &Id) -> Link {
    Link { from, to: to.clone(), relation: slot.name.to_owned() }
}

fn moved_on(slot: &Slot) -> Problem {
    let label = slot.label.to_lowercase();
    Problem::rule(format!("The next step was taken while your {label} was on its way. Look again."))
}

pub(crate) fn hanging(slot: &Slot, record: &Record, it: &Attachment) -> Hanging {
    Hanging {
        open: slot.is_open(&it.state),
        due_on: slot.due_on(it),
        hidden: slot.is_sealed(record),
        one_each: slot.one_each,
        falls_to: (slot.falls_to)(record, it).stored(),
    }
}
