//! The health review beside its record: who is asked, who takes a ticket, and what each may read.

mod closing;
mod opening;
mod told;

use domain::deed::Deed;
use domain::health::opening::Opening;
use domain::health::results::WaveView;
use domain::id::Id;
use domain::kind::Kind;
use domain::people::{ActorKind, Who};
use domain::practice::health_review::KIND;
use domain::record::{Dossier, Record, Refusal, Value};
use store::{Change, Phase, StoreError, Wave};

pub use told::Told;

use super::Desk;
use crate::ballots::{self, Tickets};
use crate::problem::{Problem, Result};

/// A wave as somebody sees it before it has results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveSeen {
    pub opening: Opening,
    pub phase: Phase,
    pub mine: Mine,
}

/// What the wave has to do with whoever looks. Of others nobody is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mine {
    NotAsked,
    /// They may take a ticket. `start` goes with the form that takes it, so that the same page sent
    /// twice gets the same ticket; `counted_in` are the groups large enough to be shown, smallest first.
    Asked {
        start: String,
        counted_in: Vec<usize>,
    },
    /// They took one. Whether it was used nobody knows.
    Drawn,
}

/// Whoever holds it may answer once, from wherever they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub code: String,
    pub opening: Opening,
    pub counted_in: Vec<usize>,
}

impl Desk {
    /// The wave of a record; `None` before it was opened, and where its ballots are not here.
    pub async fn wave(&self, id: &Id) -> Result<Option<WaveSeen>> {
        self.read(id).await?;
        let Some(Wave { opening, phase, .. }) = self.house.store().wave(id).await? else {
            return Ok(None);
        };
        let mine = match self.asked_in(id).await? {
            None => Mine::NotAsked,
            Some(_) if self.house.store().ticket_drawn(id, &self.actor.id).await?.is_some() => {
                Mine::Drawn
            }
            Some(teams) => {
                Mine::Asked { start: ballots::start(), counted_in: opening.counted_in(&teams) }
            }
        };
        Ok(Some(WaveSeen { opening, phase, mine }))
    }

    /// Takes the actor's one ticket. The house keeps that they did, and neither the ticket nor when.
    pub async fn draw(&self, id: &Id, start: &str) -> Result<Ticket> {
        let record = self.read(id).await?.record;
        self.need(Deed::Attach(Who::Anyone), &self.subject_of(&record))?;
        let store = self.house.store();
        let wave = store.wave(id).await?.ok_or(Problem::NotFound)?;
        ballots::takes_answers(&wave, self.now)?;
        let teams = self.asked_in(id).await?.ok_or_else(not_asked)?;
        let begun = ballots::started(start)
            .ok_or_else(|| Problem::rule("This form is not ours any more. Load the page anew."))?;
        let key = self.house.wave_key(id)?;
        let (wave_id, person) = (id.clone(), self.actor.id.clone());
        let draw = Change::DrawTicket { wave: wave_id, person, start: begun.clone() };
        match store.write(self.batch().change(draw)).await {
            Ok(_) => {}
            // The same page, sent again: it never heard the answer.
            Err(StoreError::Duplicate) => {
                if store.ticket_drawn(id, &self.actor.id).await? != Some(begun) {
                    return Err(drawn());
                }
            }
            Err(other) => return Err(other.into()),
        }
        let code = Tickets::of(&key, id).draw(start, &teams);
        let counted_in = wave.opening.counted_in(&teams);
        Ok(Ticket { code, opening: wave.opening, counted_in })
    }

    /// What the actor may see of a closed wave; `None` while there is nothing. Those who were asked
    /// read first; once it was talked over, everybody who may read the record.
    pub async fn results(&self, id: &Id) -> Result<Option<WaveView>> {
        let record = self.read(id).await?.record;
        let Some(Wave { results: Some(results), .. }) = self.house.store().wave(id).await? else {
            return Ok(None);
        };
        let asked = self.asked_in(id).await?;
        self.reads_results(&record, &results.opening, asked.is_some())?;
        Ok(Some(results.view(asked.as_deref())))
    }

    /// The wave of the same team before this one, for a trend (R12), as the actor may see it.
    pub async fn results_before(&self, id: &Id) -> Result<Option<WaveView>> {
        let record = self.read(id).await?.record;
        match self.house.store().wave_before(&record).await? {
            Some(before) => match self.results(&before).await {
                Err(Problem::Refused(_) | Problem::NotFound) => Ok(None),
                found => found,
            },
            None => Ok(None),
        }
    }

    /// Open ones of a kind that ask the actor, who has taken no ticket yet. Nobody else is told
    /// (attack 23).
    pub(super) async fn waves_waiting(&self, kind: &Kind) -> Result<Vec<Record>> {
        let mut found = Vec::new();
        for id in self.house.store().waves_waiting_for(&self.actor.id).await? {
            let record = self.house.store().record(&id).await?;
            let asks = |it: &Record| it.kind == kind.slug && kind.waiting(it).is_some();
            found.extend(record.filter(asks).filter(|it| self.may_read(it)));
        }
        Ok(found)
    }

    /// Open reviews that ask the actor, whether or not they have a ticket: what is kept of having told
    /// them must not tell the two apart.
    pub(crate) async fn waves_asking(&self) -> Result<Vec<Id>> {
        let mut asking = Vec::new();
        for id in self.house.store().open_waves().await? {
            if self.asked_in(&id).await?.is_some() {
                asking.push(id);
            }
        }
        Ok(asking)
    }

    /// Nobody is asked but people: an agent has no team it works in.
    pub(super) async fn asked_in(&self, id: &Id) -> Result<Option<Vec<usize>>> {
        if self.actor.kind != ActorKind::Person {
            return Ok(None);
        }
        Ok(self.house.store().asked_in(id, &self.actor.id).await?)
    }

    /// Whoever led from above on the day it was opened is not let in by moving the team elsewhere.
    fn reads_results(&self, record: &Record, opening: &Opening, is_asked: bool) -> Result<()> {
        if self.actor.kind != ActorKind::Person {
            let says = "What people answered is read by people.";
            return Err(Refusal::NotYours(says.to_owned()).into());
        }
        let mut subject = self.subject_of(record);
        subject.path.extend(opening.above.iter().cloned());
        let standing = self.actor.standing(&subject);
        if record.state == "talked" || is_asked || standing.is(Who::OfTeam) {
            return Ok(());
        }
        Err(Refusal::NotYours(
            "Those who were asked read this first. It opens to others once they have talked it over."
                .to_owned(),
        )
        .into())
    }

    /// Held as an open round from now on, while nothing is asked yet.
    pub async fn hold_a_round(&self, id: &Id, version: i64) -> Result<Dossier> {
        let record = self.read(id).await?.record;
        if record.kind != KIND.slug {
            return Err(Problem::NotFound);
        }
        if record.state != "preparing" {
            return Err(Problem::rule("It has been opened for answers, so it stays with ballots."));
        }
        let mut answers = record.answers;
        answers.insert("held_as".to_owned(), Value::Text("round".to_owned()));
        self.save(id, version, &record.title, answers).await
    }
}

fn not_asked() -> Problem {
    let says = "This review asks those who worked in its teams on the day it was opened. You are not among them; you can ask a question here.";
    Refusal::NotYours(says.to_owned()).into()
}

fn drawn() -> Problem {
    Problem::rule(
        "You have taken your ticket. It is on the page you took it with, and good until the review closes; a second one cannot be given, because nobody knows which was yours.",
    )
}

#[cfg(test)]
mod tests;
