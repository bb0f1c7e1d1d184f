//! Telling people what waits for them: looked up where something changed, told once, with a way
//! to turn it off. What is said comes from the same reading as Today.

mod address;
mod channel;
mod digest;
mod letters;
mod off;
mod tell;
#[cfg(test)]
mod tests;
mod wishes;

use std::sync::Arc;

use domain::id::{At, Id};
use domain::reach::Wishes;
use forge::{Letter, MailServer, Outgoing, Unsent};
use store::{Batch, Change, Draft};

pub use off::Off;
pub use wishes::{ReachSeen, reason};

pub(crate) use channel::teams_with;

use crate::chance;
use crate::desk;
use crate::house::House;
use crate::jobs::Errand;
use crate::problem::{Problem, Result};

/// By what this house reaches people, and where they find it.
pub(crate) struct Reach {
    mail: Option<Arc<MailServer>>,
    out: Outgoing,
    /// Scheme, host and port.
    home: String,
}

/// Kept where drafts are kept: one person's own, gone with an erasure, and in no export.
const WISHES: &str = "reach/wishes";
/// What they have been told of and what still waits, one a line.
const TOLD: &str = "reach/told";

impl House {
    /// From now on this house sends mail; `home` is the address people type.
    pub fn reach_by_mail(&self, url: &str, from: &str, home: &str) -> Result<()> {
        let mail = MailServer::new(url, from).map_err(Problem::Unavailable)?;
        self.reach_with(Some(Arc::new(mail)), Outgoing::new(), home);
        Ok(())
    }

    /// No mail; the channels of teams can be written to all the same.
    pub fn reach_by_channels(&self, home: &str) {
        self.reach_with(None, Outgoing::new(), home);
    }

    fn reach_with(&self, mail: Option<Arc<MailServer>>, out: Outgoing, home: &str) {
        self.set_reach(Reach { mail, out, home: home.trim_end_matches('/').to_owned() });
    }

    /// Whether this house sends mail at all.
    pub fn sends_mail(&self) -> bool {
        self.reach().is_some_and(|it| it.mail.is_some())
    }

    /// One letter now, to see whether it arrives; the answer says what happened.
    pub async fn check_mail(&self, to: &str) -> Result<()> {
        let reach = self.reach().filter(|it| it.mail.is_some()).ok_or(Problem::NotFound)?;
        let now = self.now();
        let letter = letters::check(reach, to, chance::id(now).as_str(), now);
        hand_in(reach, letter).await.map_err(|it| Problem::Unavailable(it.says().to_owned()))
    }

    /// Puts a link to sign in on its way, if this address belongs to somebody here; whether it does
    /// is not said. At most one in five minutes.
    pub async fn mail_sign_in_link(&self, address: &str) -> Result<()> {
        if !self.sends_mail() {
            return Err(Problem::NotFound);
        }
        self.refresh().await?;
        let (org, now) = (self.organisation(), self.now());
        let address = address.trim();
        let is_theirs = |it: &&domain::people::Person| {
            it.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(address))
        };
        let person = org.people.values().find(is_theirs);
        let Some(person) = person.filter(|it| org.actor(&it.id, now).is_some()) else {
            return Ok(());
        };
        let once = format!("{}/{}", person.id, now.0.div_euclid(5 * 60_000));
        let job = Errand::SignIn { person: person.id.clone() }.job(&once, now);
        self.write(self.system_desk("sign-in").batch().change(Change::AddJob(job))).await
    }

    /// Beside every change that may make something wait: a job that looks whom it waits for.
    pub(crate) fn with_looks(&self, mut batch: Batch) -> Batch {
        let heard = !self.organisation().channels.is_empty() && self.reach().is_some();
        if !heard && !self.sends_mail() {
            return batch;
        }
        let now = self.now();
        let mut records: Vec<Id> =
            batch.changes().iter().filter_map(|it| self.may_wait(it)).cloned().collect();
        records.dedup();
        for record in records {
            let by = batch.actor().clone();
            let once = chance::id(now);
            batch =
                batch.change(Change::AddJob(Errand::Look { record, by }.job(once.as_str(), now)));
        }
        batch
    }

    /// The record on which a change may have made something wait; for a proposed map, its team.
    fn may_wait<'a>(&self, change: &'a Change) -> Option<&'a Id> {
        let kinds = self.kinds();
        match change {
            Change::AddRecord { record, .. } | Change::SaveRecord { record, .. } => {
                kinds.by_slug(&record.kind).filter(|it| it.may_wait()).map(|_| &record.id)
            }
            Change::AddAttachment { attachment: it, .. }
            | Change::SaveAttachment { attachment: it, .. } => {
                kinds.slots_that_wait().contains(it.slot.as_str()).then_some(&it.record)
            }
            Change::AddMap(it) => {
                (it.state == desk::DRAFT && it.home == desk::SERVER).then_some(&it.team)
            }
            _ => None,
        }
    }

    pub(crate) async fn wishes_of(&self, person: &Id) -> Result<Wishes> {
        let kept = self.store().draft(person, WISHES).await?;
        Ok(kept.and_then(|it| serde_json::from_str(&it.text).ok()).unwrap_or_default())
    }
}

/// Blocks a thread of its own, not the runner's.
async fn hand_in(reach: &Reach, letter: Letter) -> std::result::Result<(), Unsent> {
    let Some(mail) = reach.mail.clone() else {
        return Err(Unsent::Never("This house sends no mail any more.".into()));
    };
    let sent = tokio::task::spawn_blocking(move || mail.send(&letter)).await;
    sent.unwrap_or_else(|_| Err(Unsent::Later("The letter broke off on our side.".into())))
}

fn keep(person: &Id, key: &str, text: String, at: At) -> Change {
    Change::SaveDraft(Draft { person: person.clone(), key: key.to_owned(), text, at })
}
