//! From a change to a letter: whom does it wait for now, and what have they not been told yet.

use std::collections::BTreeSet;

use domain::id::{At, Id};
use domain::reach::{Message, Wishes};
use forge::{Letter, Unsent};
use store::{Change, Job, Left};

use super::{Reach, TOLD, WISHES, hand_in, keep, letters, off};
use crate::chance;
use crate::desk::{Desk, Waits};
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::problem::{Problem, Result};

/// Somebody a letter may go to now.
pub(super) struct Addressee<'a> {
    pub(super) reach: &'a Reach,
    pub(super) desk: Desk,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) wishes: Wishes,
}

/// What begins to wait within the same minutes comes in one letter.
const TOGETHER: i64 = 3 * 60_000;
/// Clocks of replicas may differ by so much.
const SLACK: i64 = 15_000;

impl House {
    /// Whoever this record waits for now, or the map of this team, gets a letter soon, or once their
    /// quiet hours end. Not who made it wait: they know.
    pub(crate) async fn look(&self, subject: &Id, by: &Id) -> Result<Ended> {
        self.refresh().await?;
        let org = self.organisation();
        let dossier = self.store().dossier(subject).await?;
        if dossier.is_none() && org.team(subject).is_none() {
            return Ok(Left::Done.into());
        }
        let posted = dossier.as_ref().and_then(|it| self.post_about(&it.record));
        let mut with: Vec<Change> = posted.into_iter().collect();
        for person in org.people.values().filter(|it| it.id != *by && it.email.is_some()) {
            let Ok(desk) = self.seated(&person.id) else { continue };
            let waits = match &dossier {
                Some(dossier) => desk.is_waited_for(dossier).await?,
                None => desk.has_map_turn(subject).await?,
            };
            if waits {
                let wishes = self.wishes_of(&person.id).await?;
                if wishes.wants(Message::Waits) {
                    with.push(Change::AddJob(tell(&person.id, &wishes, self.now())));
                }
            }
        }
        Ok(Ended { left: Left::Done, with })
    }

    /// One letter about everything that waits for somebody and that they were not told yet.
    pub(crate) async fn tell(&self, person: &Id, job: &Job) -> Result<Ended> {
        let Some(to) = self.addressee(person, Message::Waits).await? else {
            return Ok(Left::Done.into());
        };
        let now = self.now();
        let speaks_at = to.wishes.speaks_at(now);
        if speaks_at > now {
            return Ok(Left::Later { at: speaks_at }.into());
        }
        let (told, new) = self.news_for(&to.desk).await?;
        let with = vec![keep(person, TOLD, told, now)];
        if !new.is_empty() {
            let off = self.off_link(&to, Message::Waits).await?;
            let letter = letters::waits(to.reach, (&to.name, &to.address), &new, &off);
            if let Some(left) = outcome(hand_in(to.reach, dated(letter, job)).await)? {
                return Ok(left.into());
            }
        }
        Ok(Ended { left: Left::Done, with })
    }

    /// Whom a letter goes to; nobody who has left, has no address, or does not want it.
    pub(super) async fn addressee(
        &self,
        person: &Id,
        message: Message,
    ) -> Result<Option<Addressee<'_>>> {
        let Some(reach) = self.reach().filter(|it| it.mail.is_some()) else { return Ok(None) };
        let Some(desk) = self.here(person).await? else { return Ok(None) };
        let wishes = self.wishes_of(person).await?;
        let who = desk.org.people.get(person);
        let Some((name, address)) = who.and_then(|it| Some((it.name.clone(), it.email.clone()?)))
        else {
            return Ok(None);
        };
        let wanted = wishes.wants(message);
        Ok(wanted.then_some(Addressee { reach, desk, name, address, wishes }))
    }

    /// Their desk; none once they have left.
    pub(super) async fn here(&self, person: &Id) -> Result<Option<Desk>> {
        match self.desk_of(person).await {
            Ok(desk) => Ok(Some(desk)),
            Err(Problem::SignedOut) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The link that turns this message off for them, good whatever happens to the letter.
    pub(super) async fn off_link(&self, to: &Addressee<'_>, message: Message) -> Result<String> {
        let person = &to.desk.actor().id;
        let key = self.key_of(person).await?;
        Ok(letters::off_link(to.reach, &off::token(message, person, &key)))
    }

    /// What signs links for this person, made the first time it is needed.
    pub(super) async fn key_of(&self, person: &Id) -> Result<String> {
        let mut wishes = self.wishes_of(person).await?;
        if wishes.key.is_empty() {
            wishes.key = chance::secret("");
            let text = serde_json::to_string(&wishes).map_err(Problem::broken)?;
            let keep = keep(person, WISHES, text, self.now());
            self.write(self.system_desk("reaching").batch().change(keep)).await?;
        }
        Ok(wishes.key)
    }

    /// A link to come in again, made only now: a job that waits holds no secret.
    pub(crate) async fn send_link(&self, person: &Id, job: &Job) -> Result<Ended> {
        let (Some(reach), Some(desk)) = (self.reach(), self.here(person).await?) else {
            return Ok(Left::Done.into());
        };
        let Some(to) = desk.org.people.get(person).and_then(|it| it.email.clone()) else {
            return Ok(Left::Done.into());
        };
        let letter = letters::sign_in(reach, &to, &self.sign_in_link(person).await?);
        Ok(outcome(hand_in(reach, dated(letter, job)).await)?.unwrap_or(Left::Done).into())
    }

    /// What is to be remembered as told, and what is new.
    async fn news_for(&self, desk: &Desk) -> Result<(String, Vec<Waits>)> {
        let me = &desk.actor().id;
        let kept = self.store().draft(me, TOLD).await?.map(|it| it.text).unwrap_or_default();
        let told: BTreeSet<&str> = kept.lines().collect();
        let mut waiting = desk.waits().await?.waiting_lines(desk);
        waiting.retain(|it| it.by != *me && !it.is_lent);
        let asking = desk.waves_asking().await?;
        let mut keys: BTreeSet<&str> = waiting.iter().map(|it| it.key.as_str()).collect();
        keys.extend(asking.iter().map(Id::as_str));
        let keys = Vec::from_iter(keys).join("\n");
        waiting.retain(|it| !told.contains(it.key.as_str()));
        Ok((keys, waiting))
    }
}

/// One job for everything of the same minutes; a whole night ends in the same morning.
fn tell(person: &Id, wishes: &Wishes, now: At) -> Job {
    let window = wishes.speaks_at(now).0.div_euclid(TOGETHER);
    let errand = Errand::Tell { person: person.clone() };
    let run_after = At((window + 1) * TOGETHER + SLACK);
    Job { run_after, ..errand.job(&format!("{person}/{window}"), now) }
}

/// The same job is the same letter: if it goes out twice, that can be told.
pub(super) fn dated(letter: Letter, job: &Job) -> Letter {
    Letter { name: job.id.to_string(), at: job.run_after.0, ..letter }
}

/// `None` once the server has taken it.
pub(super) fn outcome(sent: std::result::Result<(), Unsent>) -> Result<Option<Left>> {
    match sent {
        Ok(()) => Ok(None),
        Err(Unsent::Never(said)) => Ok(Some(Left::Dead { said })),
        Err(Unsent::Later(said)) => Err(Problem::Unavailable(said)),
    }
}
