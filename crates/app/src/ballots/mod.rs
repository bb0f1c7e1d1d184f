//! Ballots of an open health review: sealed, and taken from whoever has a ticket, without a seat.
//!
//! This is the one way in that has no desk: a desk would know who is answering. Nothing here is logged,
//! journalled or kept under a name. Why it is built like this: `docs/decisions/0012-tickets-and-seals.md`.

mod cover;
mod seal;
mod ticket;

use domain::health::envelope::{Comment, Scores};
use domain::health::figures::Answer;
use domain::health::waves::is_in_time;
use domain::id::{At, Id};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use store::{Batch, Change, Filling, Part, Phase, StoreError, Wave};

use crate::chance;
use crate::desk::Ticket;
use crate::house::House;
use crate::keys::Key;
use crate::problem::{Problem, Result};

pub(crate) use seal::Seal;
pub(crate) use ticket::{Tickets, start, started};

/// What a wave's key is made for, in the key file.
pub(crate) const PURPOSE: &str = "wave";

/// Others may fill the slot we chose; with as many as this at one moment, somebody has to wait.
const TRIES: usize = 16;

impl House {
    /// What a ticket opens: the questions, and what was promised. Whoever has none is told nothing of
    /// the wave.
    ///
    /// Errors: the same as for an answer, before anybody has written one.
    pub async fn ballot(&self, wave: &Id, ticket: &str) -> Result<Ticket> {
        let Wave { opening, .. } = self.open_wave_for_answers(wave, self.now()).await?;
        let good = Tickets::of(&self.wave_key(wave)?, wave).read(ticket).ok_or_else(no_ticket)?;
        if self.store().is_spent(wave, &good.spent).await? {
            return Err(used());
        }
        let counted_in = opening.counted_in(&good.teams);
        Ok(Ticket { code: ticket.trim().to_owned(), opening, counted_in })
    }

    async fn open_wave_for_answers(&self, wave: &Id, now: At) -> Result<Wave> {
        let found = self.store().wave(wave).await?.ok_or(Problem::NotFound)?;
        takes_answers(&found, now)?;
        Ok(found)
    }

    /// Takes an answer: one entry an item, in the order in which the wave asks, nothing where it was
    /// skipped. It is on disk, sealed, when this returns.
    ///
    /// Errors: `Problem::Refused` with a sentence for a ticket that is none or was used, and for a wave
    /// that takes no answers (any more). Nothing is kept then.
    pub async fn answer_wave(
        &self,
        wave: &Id,
        ticket: &str,
        answers: Vec<Option<Answer>>,
        comment: &str,
    ) -> Result<()> {
        self.answer_wave_at(self.now(), wave, ticket, (answers, comment)).await
    }

    /// The same at another moment: it decides whether the answer is in time, and goes nowhere.
    pub(crate) async fn answer_wave_at(
        &self,
        now: At,
        wave: &Id,
        ticket: &str,
        (answers, comment): (Vec<Option<Answer>>, &str),
    ) -> Result<()> {
        let found = self.open_wave_for_answers(wave, now).await?;
        let key = self.wave_key(wave)?;
        let good = Tickets::of(&key, wave).read(ticket).ok_or_else(no_ticket)?;
        if answers.len() != found.opening.items.len() {
            return Err(Problem::rule(
                "This page asks other items than the review does. Load it anew, and answer there.",
            ));
        }
        if answers.iter().all(Option::is_none) && comment.trim().is_empty() {
            return Err(Problem::rule(
                "Nothing is chosen or written yet. A ticket is used once, so answer at least one item.",
            ));
        }
        let scores = Scores { teams: good.teams.clone(), answers }.pack()?;
        let words = Comment { teams: good.teams, text: comment.trim().to_owned() }.pack()?;
        let seal = Seal::of(&key, wave);
        for _ in 0..TRIES {
            let fillings = vec![
                self.filling(wave, &seal, Part::Scores, &scores).await?,
                self.filling(wave, &seal, Part::Words, &words).await?,
            ];
            let cast =
                Change::CastBallot { wave: wave.clone(), spent: good.spent.clone(), fillings };
            // No actor and no moment, not even in memory.
            let batch = Batch::by(&Id::default(), At(0)).change(cast);
            match self.store().write(batch).await {
                Ok(_) => return Ok(()),
                Err(StoreError::Duplicate) => return Err(used()),
                Err(StoreError::Stale) => {
                    self.open_wave_for_answers(wave, now).await?;
                }
                Err(other) => return Err(other.into()),
            }
        }
        Err(Problem::Unavailable("Many are answering at this moment. Send it again.".to_owned()))
    }

    /// A free slot, by chance; that it is free only the key tells.
    async fn filling(&self, wave: &Id, seal: &Seal, part: Part, plain: &[u8]) -> Result<Filling> {
        let slots = self.store().ballot_slots(wave, part).await?;
        let mut free: Vec<_> =
            slots.into_iter().filter(|it| seal.open(part, &it.1).is_none()).collect();
        if free.is_empty() {
            return Err(not_here());
        }
        let (number, was) = free.swap_remove(chance::below(free.len()));
        Ok(Filling { part, number, was, sealed: seal.close(part, plain) })
    }

    pub(crate) fn wave_key(&self, wave: &Id) -> Result<Key> {
        self.keys().get(PURPOSE, wave)?.ok_or_else(|| {
            Problem::Unavailable(
                "The key of this review is not in the key file, so nothing can be sealed or opened. Whoever runs the server puts the file back; without it the team can only call the review off."
                    .to_owned(),
            )
        })
    }
}

/// R6: late answers wait for the next wave.
pub(crate) fn takes_answers(wave: &Wave, now: At) -> Result<()> {
    if wave.phase == Phase::Open && is_in_time(wave.opening.span, now) {
        return Ok(());
    }
    Err(Problem::rule(
        "This review has closed and takes no answers any more. Nothing of yours was kept; the next one asks again.",
    ))
}

pub(crate) fn not_here() -> Problem {
    Problem::Unavailable(
        "The ballots of this review are not here: they are in no backup and in no export. Call it off and open another."
            .to_owned(),
    )
}

fn no_ticket() -> Problem {
    Problem::rule(
        "This is no ticket for this review. Take one on its page; a ticket of another review does not count here.",
    )
}

fn used() -> Problem {
    Problem::rule(
        "This ticket has been used: the answer that came with it counts, and nobody can find it again to change it.",
    )
}

/// A key for one purpose out of the wave's.
pub(crate) fn derived(key: &Key, purpose: &str) -> Key {
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length will do");
    mac.chain_update(purpose).finalize().into_bytes().into()
}
