//! What can be changed, one typed value each, and the batch that changes it at once.

use domain::attachment::Attachment;
use domain::facts::Facts;
use domain::health::opening::Opening;
use domain::health::results::Results;
use domain::id::{At, Id};
use domain::people::{Agent, Membership, Person, Team};
use domain::record::Record;
use jiff::civil::Date;

use crate::erasures::Erasure;
use crate::jobs::{Job, Left};
use crate::rows::{
    Answered, Draft, FeedLink, Hanging, Invitation, Link, Look, MapText, Promoted, Repository,
    Session, SignInLink, Token,
};
use crate::waves::Filling;

/// One change. What names a version or a use says `Stale` if somebody else was first.
#[derive(Clone, Debug)]
pub enum Change {
    // journalled: records
    AddRecord {
        record: Record,
        promoted: Promoted,
    },
    /// `record.version` is the version that was read; it is stored as one more.
    SaveRecord {
        record: Record,
        promoted: Promoted,
    },
    AddAttachment {
        attachment: Attachment,
        hanging: Hanging,
    },
    /// `attachment.version` is the version that was read.
    SaveAttachment {
        attachment: Attachment,
        hanging: Hanging,
    },
    /// The record changed, and with it to whom this falls; its own version stays.
    FallsTo {
        attachment: Id,
        whom: String,
    },
    /// Shows what others wrote unseen in this slot of a record.
    Unseal {
        record: Id,
        slot: String,
    },
    AddLink(Link),
    RemoveLink(Link),
    /// Changes nothing; `Stale` unless the record still is in this state.
    StillIn {
        record: Id,
        state: String,
    },
    /// Changes nothing; `Stale` unless the versions of all that hangs on the record add up to this:
    /// nothing was added or reworded since it was read.
    StillHolds {
        record: Id,
        versions: i64,
    },
    /// Changes nothing; `Stale` if the team has another record of the kind that is not put away, by
    /// this author where one is named.
    OnlyOne {
        record: Id,
        kind: String,
        team: Id,
        author: Option<Id>,
    },
    // journalled: the organisation
    Set {
        key: String,
        value: String,
    },
    AddTeam(Team),
    SaveTeam(Team),
    AddPerson(Person),
    SavePerson(Person),
    /// Name, handle, address and keys go; what the person did stays, by “someone who left”.
    /// `salt` is used if nobody was erased here before.
    ErasePerson {
        person: Id,
        at: At,
        salt: String,
    },
    /// Keeps this list and erases again whoever is on it.
    HonourErasures(Vec<Erasure>),
    AddMembership(Membership),
    /// Found by person, team and `since`.
    SaveMembership(Membership),
    AddAgent(Agent),
    SaveAgent(Agent),
    /// `number` must be one more than the newest, else `Stale`.
    AddMap(MapText),
    SaveRepository(Repository),
    /// A wave with everybody it asks and a slot of random bytes for each of them and part.
    OpenWave {
        opening: Box<Opening>,
        roster: Vec<(Id, Vec<usize>)>,
        scores: Vec<Vec<u8>>,
        words: Vec<Vec<u8>>,
    },
    /// The end of a wave: what may be shown, or nothing where it was called off; every answer goes.
    /// `Stale` if it has ended.
    EndWave {
        wave: Id,
        results: Option<Box<Results>>,
    },
    // facts: observed, read again at any time, so not journalled
    /// The landings are the new ones, everything else is whole. `read_from` is the `read_to` the
    /// reader began at; `Stale` if another reader was first.
    AppendFacts {
        repository: Id,
        read_from: String,
        facts: Facts,
    },
    /// For a history that was rewritten.
    ReplaceFacts {
        repository: Id,
        facts: Facts,
    },
    // silent: alone in its batch and in its transaction
    /// Spends a ticket, by its hash, and fills a slot of each part.
    CastBallot {
        wave: Id,
        spent: String,
        fillings: Vec<Filling>,
    },
    // private
    /// That somebody took a ticket. `Stale` if they are not asked or the wave takes no answers;
    /// `Duplicate` if they have one.
    DrawTicket {
        wave: Id,
        person: Id,
        start: String,
    },
    /// From now on no answer is taken. `Stale` if that was so before.
    BeginClosing {
        wave: Id,
    },
    /// What one person keeps for themselves, sealed; `whose` names the row and not the person.
    KeepApart {
        whose: String,
        sealed: String,
    },
    DropApart {
        whose: String,
    },
    SaveDraft(Draft),
    DropDraft {
        person: Id,
        key: String,
    },
    SetSecret {
        person: Id,
        hash: String,
        at: At,
    },
    AddSession(Session),
    SeeSession {
        hash: String,
        seen_at: At,
        ends_at: At,
    },
    EndSession {
        hash: String,
    },
    EndSessionsOf {
        person: Id,
    },
    AddSignInLink(SignInLink),
    /// `Stale` if it was used before or has ended.
    UseSignInLink {
        hash: String,
        at: At,
    },
    AddInvitation(Invitation),
    /// `Stale` if it was used before or has ended.
    UseInvitation {
        hash: String,
        person: Id,
        at: At,
    },
    EndInvitation {
        id: Id,
        at: At,
    },
    AddToken(Token),
    EndToken {
        id: Id,
        at: At,
    },
    UseToken {
        id: Id,
        day: Date,
    },
    /// In the place of the one the person had.
    PutFeedLink(FeedLink),
    EndFeedLink {
        person: Id,
    },
    /// Only while the link is still this one.
    ReadFeed {
        hash: String,
        day: Date,
    },
    /// Only the first time somebody looks is kept.
    AddLook(Look),
    /// In the batch of the change it answers: a twin of the request is then `Duplicate`.
    Answer(Answered),
    /// Gives an answer kept with status 0 (its request is under way) its status and body.
    FinishAnswer(Answered),
    /// Forgets an answer under way: its request changed nothing and may be sent again.
    DropAnswer {
        actor: Id,
        key: String,
    },
    /// Beside the change that causes it. A second job with the same key is not added.
    AddJob(Job),
    /// Takes the first job that is due, of these kinds, for whoever says `by`, until then;
    /// `Stale` if there is none.
    ClaimJob {
        by: String,
        kinds: Vec<String>,
        at: At,
        until: At,
    },
    /// What became of a job that was claimed; `Stale` if the claim ran out and another took it.
    LeaveJob {
        id: Id,
        by: String,
        at: At,
        left: Left,
    },
    /// A job that was given up is tried again from the start.
    RetryJob {
        id: Id,
        at: At,
    },
    /// A job that was given up is let go.
    DropJob {
        id: Id,
        at: At,
    },
    /// Sessions, links and answers that ended before this moment, and jobs long before.
    Sweep {
        before: At,
    },
    #[cfg(test)]
    Panic,
}

/// How a table is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Every change writes the journal in the same transaction.
    Journalled,
    /// Observed, or one person's own, or a key to the door: never journalled.
    Private,
    /// Ballots: no person, no moment, no order, and nothing beside them in the transaction.
    Silent,
}

/// Several changes that happen together or not at all, and what the journal says about them.
#[derive(Clone, Debug)]
pub struct Batch {
    pub(crate) actor: Id,
    pub(crate) at: At,
    pub(crate) changes: Vec<Change>,
    pub(crate) notes: Vec<Note>,
}

#[derive(Clone, Debug)]
pub(crate) struct Note {
    pub(crate) team: Option<Id>,
    pub(crate) subject: Id,
    pub(crate) what: String,
    pub(crate) detail: String,
}

/// What a batch left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The number of its last journal row; 0 if it wrote none.
    pub seq: i64,
}

impl Batch {
    pub fn by(actor: &Id, at: At) -> Self {
        Self { actor: actor.clone(), at, changes: Vec::new(), notes: Vec::new() }
    }

    #[must_use]
    pub fn change(mut self, change: Change) -> Self {
        self.changes.push(change);
        self
    }

    /// One journal row. `detail` is JSON: what was before, what is now; ids, never names.
    #[must_use]
    pub fn note(
        mut self,
        team: Option<&Id>,
        subject: &Id,
        what: &str,
        detail: &serde_json::Value,
    ) -> Self {
        self.notes.push(Note {
            team: team.cloned(),
            subject: subject.clone(),
            what: what.to_owned(),
            detail: detail.to_string(),
        });
        self
    }

    /// Moves links behind the records they join, wherever those come in the batch.
    #[must_use]
    pub fn links_last(mut self) -> Self {
        self.changes.sort_by_key(|it| matches!(it, Change::AddLink(_)));
        self
    }

    pub fn actor(&self) -> &Id {
        &self.actor
    }

    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.notes.is_empty()
    }

    /// A journalled change without a word about it is our mistake, and is not written.
    pub(crate) fn is_told(&self) -> bool {
        !self.notes.is_empty() || self.changes.iter().all(|it| it.class() != Class::Journalled)
    }

    /// A ballot, which shares its transaction with nothing.
    pub(crate) fn is_silent(&self) -> bool {
        self.changes.iter().any(|it| it.class() == Class::Silent)
    }

    pub(crate) fn is_alone(&self) -> bool {
        self.notes.is_empty() && self.changes.len() == 1
    }
}

impl Change {
    pub fn class(&self) -> Class {
        match self {
            Self::AddRecord { .. }
            | Self::SaveRecord { .. }
            | Self::AddAttachment { .. }
            | Self::SaveAttachment { .. }
            | Self::FallsTo { .. }
            | Self::Unseal { .. }
            | Self::AddLink(_)
            | Self::RemoveLink(_)
            | Self::Set { .. }
            | Self::AddTeam(_)
            | Self::SaveTeam(_)
            | Self::AddPerson(_)
            | Self::SavePerson(_)
            | Self::ErasePerson { .. }
            | Self::HonourErasures(_)
            | Self::AddMembership(_)
            | Self::SaveMembership(_)
            | Self::AddAgent(_)
            | Self::SaveAgent(_)
            | Self::AddMap(_)
            | Self::SaveRepository(_)
            | Self::OpenWave { .. }
            | Self::EndWave { .. } => Class::Journalled,
            Self::CastBallot { .. } => Class::Silent,
            Self::DrawTicket { .. }
            | Self::BeginClosing { .. }
            | Self::StillIn { .. }
            | Self::StillHolds { .. }
            | Self::OnlyOne { .. }
            | Self::AppendFacts { .. }
            | Self::ReplaceFacts { .. }
            | Self::KeepApart { .. }
            | Self::DropApart { .. }
            | Self::SaveDraft(_)
            | Self::DropDraft { .. }
            | Self::SetSecret { .. }
            | Self::AddSession(_)
            | Self::SeeSession { .. }
            | Self::EndSession { .. }
            | Self::EndSessionsOf { .. }
            | Self::AddSignInLink(_)
            | Self::UseSignInLink { .. }
            | Self::AddInvitation(_)
            | Self::UseInvitation { .. }
            | Self::EndInvitation { .. }
            | Self::AddToken(_)
            | Self::EndToken { .. }
            | Self::UseToken { .. }
            | Self::PutFeedLink(_)
            | Self::EndFeedLink { .. }
            | Self::ReadFeed { .. }
            | Self::AddLook(_)
            | Self::Answer(_)
            | Self::FinishAnswer(_)
            | Self::DropAnswer { .. }
            | Self::AddJob(_)
            | Self::ClaimJob { .. }
            | Self::LeaveJob { .. }
            | Self::RetryJob { .. }
            | Self::DropJob { .. }
            | Self::Sweep { .. } => Class::Private,
            #[cfg(test)]
            Self::Panic => Class::Private,
        }
    }
}
