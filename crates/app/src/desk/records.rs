//! Begin, save, move, retire: how records change, each in one transaction with its journal line.

use domain::attachment::{Attachment, Hides};
use domain::deed::Deed;
use domain::id::Id;
use domain::kind::{Answer, Ask, Does, Each, Event, Kind};
use domain::people::{ActorKind, Subject, bare};
use domain::record::{Answers, Dossier, Record, Value, handles};
use serde_json::json;
use store::{Batch, Change, Draft, Filter, Link, Promoted, Scope};

use super::Desk;
use crate::chance;
use crate::problem::{Problem, Result};

impl Desk {
    pub fn kind(&self, slug: &str) -> Result<&'static Kind> {
        self.house.kinds().by_slug(slug).ok_or(Problem::NotFound)
    }

    /// Begins a record. One sentence, the title, is enough.
    pub async fn begin(
        &self,
        kind: &str,
        team: &Id,
        title: &str,
        answers: Answers,
    ) -> Result<Dossier> {
        let (record, batch) = self.begun(kind, team, title, answers).await?;
        let begun = as_begun(record, &batch);
        match (self.house.write(batch).await, self.kind(kind)?.one) {
            // Somebody began it in the same moment.
            (Err(Problem::Stale(_)), Some(one)) => Err(Problem::rule(one.says)),
            (written, _) => written.map(|()| begun),
        }
    }

    /// A record as it begins, and what has to be written for it.
    pub(super) async fn begun(
        &self,
        kind: &str,
        team: &Id,
        title: &str,
        answers: Answers,
    ) -> Result<(Record, Batch)> {
        let kind = self.kind(kind)?;
        self.need(Deed::Begin(kind.by), &self.org.subject(Some(team), None))?;
        self.need_practised(kind, team)?;
        self.only_one(kind, team).await?;
        let mut answers = self.tidied(kind.asks, answers);
        check(kind, title, &answers)?;
        answers.retain(|name, _| kind.ask(name).is_some_and(|it| !it.kept));
        self.freeze_route(kind, team, &mut answers).await?;
        let record = Record {
            id: chance::id(self.now),
            kind: kind.slug.to_owned(),
            state: kind.first_state().to_owned(),
            title: title.trim().to_owned(),
            team: team.clone(),
            author: self.actor.id.clone(),
            answers,
            version: 1,
            opened_at: self.now,
            changed_at: self.now,
            revealed: false,
            retired: false,
        };
        let mut begun = Dossier { record, attached: Vec::new() };
        let surroundings = self.surroundings(&begun).await?;
        (kind.settle)(&mut begun.record, Event::Begun, &surroundings.around(self));
        let record = &begun.record;
        let promoted = promoted(kind, record);
        let batch = self
            .batch()
            .change(Change::AddRecord { record: record.clone(), promoted })
            .note(Some(team), &record.id, "record.begun", &json!({ "title": record.title }));
        let batch = self.relink(kind, None, record, batch);
        let batch = stays_one(kind, record).into_iter().fold(batch, Batch::change);
        let Some(first) = kind.begins_with else { return Ok((begun.record, batch)) };
        let words = [("text".to_owned(), Value::Text(record.title.clone()))].into();
        let (_, batch) = self.hung(chance::id(self.now), &begun, first, words, batch).await?;
        Ok((begun.record, batch))
    }

    /// Saves title and answers over the version that was read. What changed goes to the journal
    /// with the words that were there before.
    pub async fn save(
        &self,
        id: &Id,
        version: i64,
        title: &str,
        answers: Answers,
    ) -> Result<Dossier> {
        let before = self.read(id).await?;
        let kind = self.kind(&before.record.kind)?;
        self.need(kind.edited_by(), &self.subject_of(&before.record))?;
        Self::in_use(&before.record)?;
        let mut after = before.record.clone();
        after.title = title.trim().to_owned();
        after.answers = self.tidied(kind.asks, answers);
        // What the house itself wrote is not the writer's to change.
        for ask in kind.asks.iter().filter(|it| it.kept) {
            match before.record.answers.get(ask.name) {
                Some(value) => after.answers.insert(ask.name.to_owned(), value.clone()),
                None => after.answers.remove(ask.name),
            };
        }
        check(kind, &after.title, &after.answers)?;
        (kind.rewords)(&before.record, &after).map_err(Problem::Invalid)?;
        if before.record.version != version {
            return Err(Problem::Stale(Some(Box::new(before))));
        }
        if after.title == before.record.title && after.answers == before.record.answers {
            return Ok(before);
        }
        let (team, old) = (&before.record.team, &before.record.answers);
        self.reroute(kind, team, old, &mut after.answers).await?;
        let surroundings = self.surroundings(&before).await?;
        (kind.settle)(&mut after, Event::Saved(&before.record), &surroundings.around(self));
        let detail = difference(&before.record, &after);
        self.put(kind, &before, after, "record.saved", detail).await
    }

    /// Makes a move of the kind's table.
    pub async fn make_move(&self, id: &Id, version: i64, name: &str) -> Result<Dossier> {
        // Where something was written unseen in the same moment, it is counted too: look again.
        for _ in 0..MOVE_TRIES {
            match self.try_move(id, version, name).await {
                Err(Problem::Stale(Some(now))) if now.record.version == version => {}
                done => return done,
            }
        }
        Err(Problem::Unavailable("Too much was written at this moment. Try again.".into()))
    }

    async fn try_move(&self, id: &Id, version: i64, name: &str) -> Result<Dossier> {
        let before = self.read(id).await?;
        let kind = self.kind(&before.record.kind)?;
        let by = kind.step(name).map_or(domain::people::Who::Anyone, |it| it.by);
        let subject = self.subject_of(&before.record);
        // `apply` says which of the refusals it is; this one only holds off strangers and tokens.
        self.need(Deed::ReadRecord, &subject)?;
        let standing = self.actor.standing(&subject);
        Self::in_use(&before.record)?;
        if before.record.version != version {
            return Err(Problem::Stale(Some(Box::new(before))));
        }
        let surroundings = self.surroundings(&before).await?;
        let around = surroundings.around(self);
        let to = kind.apply(&before, standing, &around, name)?;
        self.need(Deed::Move(by), &subject)?;
        let mut after = before.record.clone();
        after.state = to.to_owned();
        (kind.settle)(&mut after, Event::Moved(name), &around);
        let does = kind.does(name);
        let beside = self.beside(does, &before, &mut after).await?;
        let detail = json!({ "move": name, "from": before.record.state, "to": to });
        let holds = (Some(surroundings.versions()), beside);
        let moved = self.put_if(kind, &before, after, holds, ("record.moved", detail)).await?;
        if matches!(does, Some(Does::CountBallots | Does::DropBallots)) {
            self.house.forget_wave(&moved.record.id).await;
        }
        Ok(moved)
    }

    /// What a move changes beside the record, or in it, by the table of its kind.
    async fn beside(
        &self,
        does: Option<Does>,
        before: &Dossier,
        after: &mut Record,
    ) -> Result<Vec<Change>> {
        match does {
            Some(Does::OpenBallots) => self.open_wave(before).await,
            Some(Does::CountBallots) => self.count_wave(before).await,
            Some(Does::DropBallots) => self.drop_wave(before).await,
            Some(Does::KeepFigure) => self.keep_figure(after).await.map(|()| Vec::new()),
            None => Ok(Vec::new()),
        }
    }

    /// Shows what was hidden until now. There is no way back.
    pub async fn reveal(&self, id: &Id, version: i64) -> Result<Dossier> {
        let before = self.read(id).await?;
        let kind = self.kind(&before.record.kind)?;
        // A kind whose steps reveal is revealed by that step and its rule.
        if kind.step("reveal").is_some() {
            return self.make_move(id, version, "reveal").await;
        }
        self.need(Deed::Reveal, &self.subject_of(&before.record))?;
        Self::in_use(&before.record)?;
        if before.record.version != version {
            return Err(Problem::Stale(Some(Box::new(before))));
        }
        let after = Record { revealed: true, ..before.record.clone() };
        self.put(kind, &before, after, "record.revealed", json!({})).await?;
        self.read(id).await
    }

    /// Puts a record away, or takes it out again. Nothing is deleted.
    pub async fn retire(&self, id: &Id, version: i64, retired: bool) -> Result<Dossier> {
        let before = self.read(id).await?;
        let kind = self.kind(&before.record.kind)?;
        self.need(Deed::RetireRecord, &self.subject_of(&before.record))?;
        if before.record.version != version {
            return Err(Problem::Stale(Some(Box::new(before))));
        }
        if before.record.retired && !retired {
            self.only_one(kind, &before.record.team).await?;
        }
        let after = Record { retired, ..before.record.clone() };
        let what = if retired { "record.retired" } else { "record.restored" };
        let stays = stays_one(kind, &after).filter(|_| !retired).into_iter().collect();
        self.put_if(kind, &before, after, (None, stays), (what, json!({}))).await
    }

    /// What is put away stays as it was: all that can be done with it is to take it out again.
    pub fn in_use(record: &Record) -> Result<()> {
        if record.retired {
            let says = "This is put away and stays as it was. Take it out again first.";
            return Err(Problem::rule(says));
        }
        Ok(())
    }

    /// Keeps what somebody typed but did not send. An empty text forgets it.
    pub async fn keep_draft(&self, key: &str, text: &str) -> Result<()> {
        if text.len() > 200_000 || key.len() > 200 {
            return Err(Problem::invalid("draft", "This is too long to keep as a draft."));
        }
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let (person, key) = (self.actor.id.clone(), key.to_owned());
        let change = if text.trim().is_empty() {
            Change::DropDraft { person, key }
        } else {
            Change::SaveDraft(Draft { person, key, text: text.to_owned(), at: self.now })
        };
        self.house.write(self.batch().change(change)).await
    }

    pub async fn draft(&self, key: &str) -> Result<Option<Draft>> {
        Ok(self.house.store().draft(&self.actor.id, key).await?)
    }

    /// What somebody wrote, with each handle as the house keeps it, however they wrote it.
    pub(super) fn tidied(&self, asks: &[Ask], mut answers: Answers) -> Answers {
        for handle in handles(asks, &mut answers) {
            let known = self.org.person_by_handle(handle).map(|it| it.handle.clone());
            *handle = known.unwrap_or_else(|| bare(handle).to_owned());
        }
        tidy(answers)
    }

    /// Where there is one of a kind, there is no second.
    async fn only_one(&self, kind: &Kind, team: &Id) -> Result<()> {
        let Some(one) = kind.one else { return Ok(()) };
        if one.each == Each::Person && self.actor.kind == ActorKind::Agent {
            return Err(Problem::rule(
                "An agent acts and owns nothing; the team that answers for it does.",
            ));
        }
        match self.the_one(kind, team).await? {
            None => Ok(()),
            Some(_) => Err(Problem::rule(one.says)),
        }
    }

    /// The record of a kind that there is one of: the team's, or the actor's own in it.
    pub(super) async fn the_one(&self, kind: &Kind, team: &Id) -> Result<Option<Record>> {
        let mut filter = Filter::of(Scope::Teams(vec![team.clone()])).kind(kind.slug);
        if kind.one.is_some_and(|it| it.each == Each::Person) {
            filter.author = Some(self.actor.id.clone());
        }
        Ok(self.house.store().records(&filter, None, 1).await?.items.into_iter().next())
    }

    pub(crate) fn subject_of(&self, record: &Record) -> Subject {
        self.org.subject(Some(&record.team), Some(&record.author))
    }

    pub(crate) fn batch(&self) -> Batch {
        Batch::by(&self.actor.id, self.now)
    }

    async fn put(
        &self,
        kind: &'static Kind,
        before: &Dossier,
        after: Record,
        what: &str,
        detail: serde_json::Value,
    ) -> Result<Dossier> {
        self.put_if(kind, before, after, (None, Vec::new()), (what, detail)).await
    }

    /// The same, only if what hangs on the record still has these versions, and with changes beside it.
    async fn put_if(
        &self,
        kind: &'static Kind,
        before: &Dossier,
        mut after: Record,
        (holds, beside): (Option<i64>, Vec<Change>),
        (what, detail): (&str, serde_json::Value),
    ) -> Result<Dossier> {
        after.changed_at = self.now;
        let promoted = promoted(kind, &after);
        let mut batch = self.batch().change(Change::SaveRecord { record: after.clone(), promoted });
        let fallen = fallen(kind, before, &after);
        let unsealed = unseals(kind, &before.record, &after).into_iter();
        for change in unsealed.chain(fallen).chain(beside) {
            batch = batch.change(change);
        }
        if let Some(versions) = holds.filter(|_| hides(kind)) {
            batch = batch.change(Change::StillHolds { record: after.id.clone(), versions });
        }
        let batch = batch.note(Some(&after.team), &after.id, what, &detail);
        match self.house.write(self.relink(kind, Some(&before.record), &after, batch)).await {
            Ok(()) => {}
            Err(Problem::Stale(_)) => {
                return Err(Problem::Stale(Some(Box::new(self.read(&after.id).await?))));
            }
            Err(other) => return Err(other),
        }
        after.version += 1;
        Ok(Dossier { record: after, attached: before.attached.clone() })
    }

    /// Answers that name another record are links that can be followed from both ends.
    pub(crate) fn relink(
        &self,
        kind: &'static Kind,
        before: Option<&Record>,
        after: &Record,
        mut batch: Batch,
    ) -> Batch {
        for ask in kind.asks.iter().filter(|ask| matches!(ask.answer, Answer::Record(_))) {
            let named = |record: &Record| {
                let to = record.text(ask.name).trim();
                let link =
                    Link { from: after.id.clone(), to: to.into(), relation: ask.name.into() };
                (!to.is_empty()).then_some(link)
            };
            let (old, new) = (before.and_then(named), named(after));
            if old == new {
                continue;
            }
            batch = old.into_iter().fold(batch, |batch, it| batch.change(Change::RemoveLink(it)));
            batch = new.into_iter().fold(batch, |batch, it| batch.change(Change::AddLink(it)));
        }
        batch
    }
}

/// A record with what hangs on it from its beginning.
pub(super) fn as_begun(record: Record, batch: &Batch) -> Dossier {
    let hung = batch.changes().iter().filter_map(|it| match it {
        Change::AddAttachment { attachment, .. } => Some(attachment.clone()),
        _ => None,
    });
    let attached = hung.filter(|it| it.record == record.id).collect();
    Dossier { record, attached }
}

/// Attempts at a move before somebody is asked to try again themselves.
const MOVE_TRIES: usize = 8;

/// Whether what a kind's own slots hold is written unseen.
fn hides(kind: &Kind) -> bool {
    kind.slots.iter().any(|it| it.hides != Hides::Never)
}

/// What may be seen from now on. Slots that were open before are looked at again with each step:
/// something may have been written in the very moment they opened.
pub(crate) fn unseals(kind: &Kind, before: &Record, after: &Record) -> Vec<Change> {
    if (&before.state, before.revealed) == (&after.state, after.revealed) {
        return Vec::new();
    }
    let hiding = kind.all_slots().filter(|it| it.hides != Hides::Never);
    hiding
        .filter(|it| !it.is_sealed(after))
        .map(|it| Change::Unseal { record: after.id.clone(), slot: it.name.to_owned() })
        .collect()
}

/// What falls to somebody else because the record now says something else.
fn fallen(kind: &Kind, before: &Dossier, after: &Record) -> Vec<Change> {
    let changed = |it: &Attachment| {
        let falls_to = |record| kind.slot(&it.slot).map(|slot| (slot.falls_to)(record, it));
        let whom = falls_to(after).filter(|_| falls_to(&before.record) != falls_to(after))?;
        Some(Change::FallsTo { attachment: it.id.clone(), whom: whom.stored() })
    };
    before.attached.iter().filter_map(changed).collect()
}

fn check(kind: &Kind, title: &str, answers: &Answers) -> Result<()> {
    let problems = kind.problems(title, answers);
    if problems.is_empty() { Ok(()) } else { Err(Problem::Invalid(problems)) }
}

/// Without the answers and rows that say nothing.
fn tidy(answers: Answers) -> Answers {
    let mut kept = Answers::new();
    for (name, value) in answers {
        let value = match value {
            Value::Text(text) => Value::Text(text.trim_end().replace("\r\n", "\n")),
            Value::List(items) => {
                Value::List(items.into_iter().filter(|it| !it.trim().is_empty()).collect())
            }
            Value::Rows(rows) => Value::Rows(
                rows.into_iter()
                    .filter(|row| row.values().any(|it| !it.trim().is_empty()))
                    .collect(),
            ),
        };
        if !value.is_empty() {
            kept.insert(name, value);
        }
    }
    kept
}

/// What lists sort and count on: whether work is expected, and when to look here again.
pub(crate) fn promoted(kind: &Kind, record: &Record) -> Promoted {
    let open = kind.state(&record.state).is_some_and(|it| it.open) && !record.retired;
    Promoted { open, due_on: kind.due_on(record) }
}

fn difference(before: &Record, after: &Record) -> serde_json::Value {
    let mut changed = serde_json::Map::new();
    if before.title != after.title {
        changed.insert("title".into(), json!([before.title, after.title]));
    }
    let names: std::collections::BTreeSet<_> =
        before.answers.keys().chain(after.answers.keys()).collect();
    for name in names {
        let (old, new) = (before.answers.get(name), after.answers.get(name));
        if old != new {
            changed.insert(name.clone(), json!([old, new]));
        }
    }
    if before.state != after.state {
        changed.insert("state".into(), json!([before.state, after.state]));
    }
    changed.into()
}

/// Of what there is one of: that there still is no other when it is written.
fn stays_one(kind: &Kind, record: &Record) -> Option<Change> {
    let one = kind.one?;
    Some(Change::OnlyOne {
        record: record.id.clone(),
        kind: record.kind.clone(),
        team: record.team.clone(),
        author: (one.each == Each::Person).then(|| record.author.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_answers_that_say_nothing_are_not_kept() {
        let row = |text: &str| [("name".to_owned(), text.to_owned())].into();
        let answers = Answers::from([
            ("a".to_owned(), Value::Text("  ".into())),
            ("b".to_owned(), Value::Rows(vec![row(""), row("kept")])),
            ("c".to_owned(), Value::Text("one\r\ntwo  ".into())),
        ]);
        let kept = tidy(answers);
        assert_eq!(kept.len(), 2);
        assert_eq!(kept["b"], Value::Rows(vec![row("kept")]));
        assert_eq!(kept["c"], Value::Text("one\ntwo".into()));
    }
}
