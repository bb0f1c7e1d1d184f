//! The address mail goes to: it counts once whoever reads it has said so.

use domain::id::Id;
use domain::people::Person;
use serde_json::json;
use store::{Change, Job, Left};

use super::tell::{dated, outcome};
use super::{hand_in, letters, off};
use crate::chance;
use crate::desk::{Desk, InvitationPlan};
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::problem::{Problem, Result};

impl Desk {
    /// Sends a letter to the address that asks whether it is the actor's.
    pub async fn claim_address(&self, address: &str) -> Result<()> {
        if !self.house.sends_mail() {
            return Err(Problem::rule(
                "This house sends no mail, so an address cannot be confirmed.",
            ));
        }
        let address = address.trim();
        let person = self.org.people.get(&self.actor.id).ok_or(Problem::NotFound)?;
        if !forge::is_address(address) {
            return Err(Problem::invalid("address", "Write it as you@example.org."));
        }
        if person.email.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(address)) {
            return Ok(());
        }
        let person = person.id.clone();
        // At most one letter in five minutes, whatever the address.
        let once = format!("{person}/{}", self.now.0.div_euclid(5 * 60_000));
        let job = Errand::Confirm { person, address: address.to_owned() }.job(&once, self.now);
        self.house.write(self.batch().change(Change::AddJob(job))).await
    }
}

impl Desk {
    /// Mails an invitation; the link is made only when the letter goes out.
    pub async fn invite_by_mail(&self, plan: InvitationPlan, address: &str) -> Result<()> {
        self.may_invite(&plan)?;
        if !self.house.sends_mail() {
            return Err(Problem::rule(
                "This house sends no mail. Make the link and give it yourself.",
            ));
        }
        let address = address.trim().to_owned();
        if !forge::is_address(&address) {
            return Err(Problem::invalid("address", "Write it as kim@example.org."));
        }
        let (by, minute) = (self.actor.id.clone(), self.now.0.div_euclid(60_000));
        let once = format!("{by}/{minute}/{}", chance::fingerprint(&address));
        let InvitationPlan { team, level, role } = plan;
        let job = Errand::Invite { by, team, level, role, address }.job(&once, self.now);
        self.house.write(self.batch().change(Change::AddJob(job))).await
    }
}

impl House {
    pub(crate) async fn send_invitation(
        &self,
        by: &Id,
        plan: InvitationPlan,
        address: &str,
        job: &Job,
    ) -> Result<Ended> {
        let (Some(reach), Some(desk)) = (self.reach(), self.here(by).await?) else {
            return Ok(Left::Done.into());
        };
        let team = desk.org.team(&plan.team).map(|it| it.name.clone()).unwrap_or_default();
        let secret = match desk.invite(plan).await {
            Ok(secret) => secret,
            // What was theirs to give an hour ago may not be any more.
            Err(Problem::Refused(no)) => return Ok(Left::Dead { said: no.to_string() }.into()),
            Err(other) => return Err(other),
        };
        let letter = letters::invitation(reach, (&desk.actor().name, &team), address, &secret);
        Ok(outcome(hand_in(reach, dated(letter, job)).await)?.unwrap_or(Left::Done).into())
    }

    pub(crate) async fn ask_address(&self, person: &Id, address: &str, job: &Job) -> Result<Ended> {
        let (Some(reach), Some(desk)) = (self.reach(), self.here(person).await?) else {
            return Ok(Left::Done.into());
        };
        let signed = off::signed(&what(person, address), &self.key_of(person).await?);
        let token = format!("{person}-{}-{signed}", chance::hex(address.as_bytes()));
        let letter = letters::confirm(reach, &desk.actor().name, address, &token);
        Ok(outcome(hand_in(reach, dated(letter, job)).await)?.unwrap_or(Left::Done).into())
    }

    /// The address that a link confirms. Reading it changes nothing.
    pub async fn claimed_address(&self, token: &str) -> Result<String> {
        self.claimed(token).await.map(|it| it.1)
    }

    /// From now on mail to this person goes there, and they may sign in with it.
    pub async fn confirm_address(&self, token: &str) -> Result<String> {
        let (person, address) = self.claimed(token).await?;
        let desk = self.desk_of(&person).await?;
        let found = desk.org.people.get(&person).ok_or(Problem::NotFound)?;
        let saved = Person { email: Some(address.clone()), ..found.clone() };
        let batch = desk.batch().change(Change::SavePerson(saved));
        let noted = batch.note(None, &person, "person.addressed", &json!({}));
        self.write_people(noted).await.map_err(|problem| match problem {
            Problem::Taken(_) => Problem::rule("Somebody else here has this address."),
            other => other,
        })?;
        Ok(address)
    }

    async fn claimed(&self, token: &str) -> Result<(Id, String)> {
        let mut parts = token.split('-');
        let (Some(person), Some(address), Some(given), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Problem::NotFound);
        };
        let (person, address) = (Id::from(person), unhex(address).ok_or(Problem::NotFound)?);
        let key = self.wishes_of(&person).await?.key;
        if !off::is_signed(&what(&person, &address), &key, given) {
            return Err(Problem::NotFound);
        }
        Ok((person, address))
    }
}

fn what(person: &Id, address: &str) -> String {
    format!("address {person} {address}")
}

fn unhex(text: &str) -> Option<String> {
    let digit = |it: &u8| char::from(*it).to_digit(16);
    let pair = |it: &[u8]| match it {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_back_as_it_was_written_into_a_link() {
        for address in ["ana@town.example", "größe@x.example", ""] {
            assert_eq!(unhex(&chance::hex(address.as_bytes())).as_deref(), Some(address));
        }
        for odd in ["a", "zz", "ff", "6", "+1"] {
            assert_eq!(unhex(odd), None, "{odd}");
        }
    }
}
