//! A request that is sent twice happens once: `Idempotency-Key`.

use domain::id::At;
use store::{Answered, Change};

use crate::chance;
use crate::desk::Desk;
use crate::house::House;
use crate::problem::{Problem, Result};

/// Answers are kept this long.
const KEPT: i64 = 48 * At::HOUR;
const LONGEST_KEY: usize = 255;

/// What a key means for a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nobody sent it before: do it, then [`Desk::finish`] or [`Desk::give_up`].
    First,
    /// It was done; this is what it was answered.
    Again { status: u16, body: String },
}

impl House {
    /// Forgets kept answers, sessions and links that ended two days ago. Run now and then.
    pub async fn sweep(&self) -> Result<()> {
        let desk = self.system_desk("sweeper");
        let sweep = Change::Sweep { before: desk.now().plus(-KEPT) };
        self.write(desk.batch().change(sweep)).await
    }
}

impl Desk {
    /// Takes a key for a request. The request is known by its hash, so that one key never stands
    /// for two requests.
    pub async fn take_turn(&self, key: &str, request: &[&str]) -> Result<Turn> {
        if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(|it| it.is_ascii_graphic())
        {
            return Err(Problem::invalid(
                "Idempotency-Key",
                format!("A key has 1 to {LONGEST_KEY} visible ASCII characters."),
            ));
        }
        let request = chance::fingerprint(&request.join("\n"));
        let under_way = Answered {
            actor: self.actor.id.clone(),
            key: key.to_owned(),
            request: request.clone(),
            status: 0,
            body: String::new(),
            at: self.now,
        };
        match self.house.write(self.batch().change(Change::Answer(under_way))).await {
            Ok(()) => return Ok(Turn::First),
            Err(Problem::Taken(_)) => {}
            Err(other) => return Err(other),
        }
        let kept = self.house.store().answered(&self.actor.id, key).await?;
        match kept {
            Some(kept) if kept.request != request => Err(Problem::invalid(
                "Idempotency-Key",
                "This key was used for another request; take a new one.",
            )),
            Some(kept) if kept.status != 0 => {
                Ok(Turn::Again { status: kept.status, body: kept.body })
            }
            _ => {
                Err(Problem::Taken("The same request is under way, or broke off; this key".into()))
            }
        }
    }

    /// Keeps the answer for whoever sends the request again.
    pub async fn finish(&self, key: &str, status: u16, body: &str) -> Result<()> {
        let answer = Answered {
            actor: self.actor.id.clone(),
            key: key.to_owned(),
            request: String::new(),
            status,
            body: body.to_owned(),
            at: self.now,
        };
        self.house.write(self.batch().change(Change::FinishAnswer(answer))).await
    }

    /// The request changed nothing: the key is free again.
    pub async fn give_up(&self, key: &str) -> Result<()> {
        let (actor, key) = (self.actor.id.clone(), key.to_owned());
        self.house.write(self.batch().change(Change::DropAnswer { actor, key })).await
    }
}
