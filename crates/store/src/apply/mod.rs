//! Applies one batch inside the writer's transaction.

mod access;
mod apart;
pub(crate) mod erasure;
mod facts;
mod jobs;
mod people;
pub(crate) mod records;
mod waves;

pub use erasure::{SOMEONE_WHO_LEFT, unmentioned};

use crate::chain;
use crate::change::{Batch, Change, Note, Written};
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};

/// All changes of the batch, then its journal rows. The caller's savepoint undoes it on an error.
pub(crate) async fn batch(db: &mut Conn<'_>, batch: &Batch) -> Result<Written> {
    if !batch.is_told() {
        return Err(StoreError::Misused("a journalled change came without a note for the journal"));
    }
    if batch.is_silent() && !batch.is_alone() {
        return Err(StoreError::Misused("something was to be written beside a ballot"));
    }
    for change in &batch.changes {
        one(db, change).await?;
    }
    let mut seq = 0;
    for note in &batch.notes {
        seq = journal(db, batch, note).await?;
    }
    Ok(Written { seq })
}

async fn one(db: &mut Conn<'_>, change: &Change) -> Result<()> {
    match change {
        Change::AddRecord { record, promoted } => records::add(db, record, promoted).await,
        Change::SaveRecord { record, promoted } => records::save(db, record, promoted).await,
        Change::AddAttachment { attachment, hanging } => {
            records::attach(db, attachment, hanging).await
        }
        Change::SaveAttachment { attachment, hanging } => {
            records::save_attachment(db, attachment, hanging).await
        }
        Change::FallsTo { attachment, whom } => records::falls_to(db, attachment, whom).await,
        Change::Unseal { record, slot } => records::unseal(db, record, slot).await,
        Change::StillIn { record, state } => records::still_in(db, record, state).await,
        Change::StillHolds { record, versions } => {
            records::still_holds(db, record, *versions).await
        }
        Change::OnlyOne { record, kind, team, author } => {
            records::only_one(db, record, kind, team, author.as_ref()).await
        }
        Change::AddLink(link) => records::link(db, link).await,
        Change::RemoveLink(link) => records::unlink(db, link).await,
        Change::AddMap(map) => records::add_map(db, map).await,
        Change::Set { key, value } => people::set(db, key, value).await,
        Change::AddTeam(team) => people::add_team(db, team).await,
        Change::SaveTeam(team) => people::save_team(db, team).await,
        Change::AddPerson(person) => people::add(db, person).await,
        Change::SavePerson(person) => people::save(db, person).await,
        Change::ErasePerson { person, at, salt } => erasure::erase(db, person, *at, salt).await,
        Change::HonourErasures(list) => erasure::honour(db, list).await.map(drop),
        Change::AddMembership(it) => people::add_membership(db, it).await,
        Change::SaveMembership(it) => people::save_membership(db, it).await,
        Change::AddAgent(agent) => people::add_agent(db, agent).await,
        Change::SaveAgent(agent) => people::save_agent(db, agent).await,
        Change::SaveRepository(it) => facts::save_repository(db, it).await,
        Change::AppendFacts { repository, read_from, facts } => {
            facts::append(db, repository, read_from, facts).await
        }
        Change::ReplaceFacts { repository, facts } => facts::replace(db, repository, facts).await,
        Change::AddJob(_)
        | Change::ClaimJob { .. }
        | Change::LeaveJob { .. }
        | Change::RetryJob { .. }
        | Change::DropJob { .. } => jobs::apply(db, change).await,
        Change::OpenWave { .. }
        | Change::DrawTicket { .. }
        | Change::CastBallot { .. }
        | Change::BeginClosing { .. }
        | Change::EndWave { .. } => waves::apply(db, change).await,
        Change::KeepApart { whose, sealed } => apart::keep(db, whose, sealed).await,
        Change::DropApart { whose } => apart::forget(db, whose).await,
        #[cfg(test)]
        Change::Panic => panic!("a change that panics"),
        private => access::apply(db, private).await,
    }
}

async fn journal(db: &mut Conn<'_>, batch: &Batch, note: &Note) -> Result<i64> {
    let seq = db
        .row(Sql::new(
            "update counter set value = value + 1 where name = 'journal' returning value",
        ))
        .await?
        .ok_or(StoreError::Unreadable("the journal's counter is gone".into()))?
        .int(0)?;
    let (before, salt) = chain::before(db, seq).await?;
    let digest = chain::digest(&salt, &note.detail);
    let hash = chain::Sealed {
        seq,
        at: batch.at.0,
        actor: batch.actor.as_str(),
        team: note.team.as_ref().map(domain::id::Id::as_str),
        subject: note.subject.as_str(),
        what: &note.what,
        digest: &digest,
        before: &before,
    }
    .hash();
    let sql = Sql::new(
        "insert into journal (seq, at, actor, team, subject, what, detail, salt, digest, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(seq)
    .bind(batch.at)
    .bind(&batch.actor)
    .bind(note.team.as_ref())
    .bind(&note.subject)
    .bind(&note.what)
    .bind(&note.detail)
    .bind(&salt)
    .bind(&digest)
    .bind(&hash);
    db.run(sql).await?;
    Ok(seq)
}

/// For an update that names the version it read: no row means somebody else was first.
async fn must_touch(db: &mut Conn<'_>, sql: Sql) -> Result<()> {
    if db.run(sql).await? == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// For an update of something that has to be there.
async fn must_find(db: &mut Conn<'_>, sql: Sql) -> Result<()> {
    if db.run(sql).await? == 0 { Err(StoreError::Missing) } else { Ok(()) }
}
