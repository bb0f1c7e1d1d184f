//! Signing in and out: one-time links, passwords, sessions that rotate and end.

use domain::id::{At, Id};
use store::{Change, Session, SignInLink};

use crate::chance;
use crate::desk::Desk;
use crate::house::{House, ORGANISATION_VERSION};
use crate::password;
use crate::problem::{Problem, Result};

/// A session nobody uses ends after this.
pub(crate) const IDLE: i64 = 14 * At::DAY;
/// And every session after this, used or not.
pub(crate) const LONGEST: i64 = 90 * At::DAY;
/// After this the secret in the cookie is exchanged for a new one.
const ROTATE: i64 = At::DAY;
const LINK_LIVES: i64 = At::HOUR;
/// Less than this between two marks of use would be a write on every request.
const MARK_EVERY: i64 = 5 * 60_000;

/// A desk, and the cookie's new value where it has just been exchanged.
pub struct SignedIn {
    pub desk: Desk,
    pub rotated: Option<String>,
}

impl House {
    /// A link that signs somebody in once, within the hour.
    pub async fn sign_in_link(&self, person: &Id) -> Result<String> {
        let secret = chance::secret("");
        let now = self.now();
        let link = SignInLink {
            hash: chance::fingerprint(&secret),
            person: person.clone(),
            made_at: now,
            ends_at: now.plus(LINK_LIVES),
            used_at: None,
        };
        let batch = self.system_desk("sign-in").batch().change(Change::AddSignInLink(link));
        self.write(batch).await?;
        Ok(secret)
    }

    /// Uses a one-time link up and opens a session. The only GET that changes something.
    pub async fn use_sign_in_link(&self, secret: &str, device: &str) -> Result<String> {
        let now = self.now();
        let hash = chance::fingerprint(secret);
        let link = self.store().sign_in_link(&hash).await?;
        let link = link.filter(|it| it.used_at.is_none() && now < it.ends_at);
        let link = link.ok_or_else(stale_link)?;
        self.desk_of(&link.person).await?;
        let (cookie, session) = self.new_session(&link.person, device);
        let batch = self.system_desk("sign-in").batch();
        let batch = batch.change(Change::UseSignInLink { hash, at: now });
        self.write(batch.change(Change::AddSession(session))).await.map_err(
            |problem| match problem {
                Problem::Stale(_) => stale_link(),
                other => other,
            },
        )?;
        Ok(cookie)
    }

    /// Signs in with handle or address and password. Wrong name, wrong password and no password
    /// are one answer, and take the same time.
    pub async fn sign_in(&self, name: &str, password: &str, device: &str) -> Result<String> {
        self.refresh().await?;
        let org = self.organisation();
        let name = name.trim();
        let by_address = org.people.values().find(|it| {
            !it.erased && it.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(name))
        });
        let person = by_address.or_else(|| org.person_by_handle(name));
        let stored = match person {
            Some(person) => self.store().secret(&person.id).await?,
            None => None,
        };
        let right = self.passwords().is_right(password.to_owned(), stored).await?;
        let person = person.filter(|it| right && org.actor(&it.id, self.now()).is_some());
        let person = person
            .ok_or_else(|| Problem::rule("This name and password do not belong together."))?;
        self.open_session(&person.id, device).await
    }

    pub(crate) async fn open_session(&self, person: &Id, device: &str) -> Result<String> {
        let (cookie, session) = self.new_session(person, device);
        let batch = self.system_desk("sign-in").batch().change(Change::AddSession(session));
        self.write(batch).await?;
        Ok(cookie)
    }

    /// The desk behind a cookie; `SignedOut` where it has ended, or the person has left.
    pub async fn desk_of_session(&self, cookie: &str) -> Result<SignedIn> {
        if cookie.len() != 64 {
            return Err(Problem::SignedOut);
        }
        let now = self.now();
        let hash = chance::fingerprint(cookie);
        let found = self.store().session(&hash, ORGANISATION_VERSION).await?;
        let (session, version) = found.ok_or(Problem::SignedOut)?;
        if now >= session.ends_at {
            return Err(Problem::SignedOut);
        }
        self.refresh_to(version.as_deref()).await?;
        let desk = self.seated(&session.person)?;
        let rotated = self.mark_use(&desk, session).await?;
        Ok(SignedIn { desk, rotated })
    }

    pub async fn sign_out(&self, cookie: &str) -> Result<()> {
        let hash = chance::fingerprint(cookie);
        self.write(self.system_desk("sign-in").batch().change(Change::EndSession { hash })).await
    }

    async fn mark_use(&self, desk: &Desk, session: Session) -> Result<Option<String>> {
        let now = desk.now;
        if now.since(session.seen_at) < MARK_EVERY {
            return Ok(None);
        }
        let last = session.made_at.plus(LONGEST);
        let ends_at = now.plus(IDLE).min(last);
        if now.since(session.seen_at) < ROTATE && now.day() == session.seen_at.day() {
            let seen = Change::SeeSession { hash: session.hash, seen_at: now, ends_at };
            self.write(desk.batch().change(seen)).await?;
            return Ok(None);
        }
        let cookie = chance::secret("");
        let old = session.hash.clone();
        let new = Session { hash: chance::fingerprint(&cookie), seen_at: now, ends_at, ..session };
        let batch = desk.batch().change(Change::AddSession(new));
        // Requests already under way with the old secret get a minute to arrive.
        let grace = Change::SeeSession { hash: old, seen_at: now, ends_at: now.plus(60_000) };
        self.write(batch.change(grace)).await?;
        Ok(Some(cookie))
    }

    fn new_session(&self, person: &Id, device: &str) -> (String, Session) {
        let cookie = chance::secret("");
        let now = self.now();
        let session = Session {
            hash: chance::fingerprint(&cookie),
            person: person.clone(),
            made_at: now,
            seen_at: now,
            ends_at: now.plus(IDLE),
            device: device.chars().filter(|it| !it.is_control()).take(120).collect(),
        };
        (cookie, session)
    }
}

impl Desk {
    /// Sets the actor's password and ends all their other sessions.
    pub async fn set_password(&self, current: &str, password: &str) -> Result<()> {
        let stored = self.house.store().secret(&self.actor.id).await?;
        if stored.is_some() && !self.house.passwords().is_right(current.to_owned(), stored).await? {
            return Err(Problem::invalid("current", "This is not your current password."));
        }
        if let Some(says) = password::objection(password, &self.actor.handle, &self.actor.name) {
            return Err(Problem::invalid("password", says));
        }
        let hash = self.house.passwords().hash(password.to_owned()).await?;
        let batch = self.batch().change(Change::SetSecret {
            person: self.actor.id.clone(),
            hash,
            at: self.now,
        });
        let ended = Change::EndSessionsOf { person: self.actor.id.clone() };
        self.house.write(batch.change(ended)).await
    }

    pub async fn has_password(&self) -> Result<bool> {
        Ok(self.house.store().secret(&self.actor.id).await?.is_some())
    }

    /// A fresh session after [`Desk::set_password`] has ended them all.
    pub async fn new_session(&self, device: &str) -> Result<String> {
        self.house.open_session(&self.actor.id, device).await
    }

    /// The actor's own sessions, the one last used first.
    pub async fn sessions(&self) -> Result<Vec<Session>> {
        let mut own = self.house.store().sessions_of(&self.actor.id).await?;
        own.retain(|it| self.now < it.ends_at);
        own.sort_by_key(|it| std::cmp::Reverse(it.seen_at));
        Ok(own)
    }

    pub async fn end_session(&self, hash: &str) -> Result<()> {
        if !self.sessions().await?.iter().any(|it| it.hash == hash) {
            return Err(Problem::NotFound);
        }
        self.house.write(self.batch().change(Change::EndSession { hash: hash.to_owned() })).await
    }
}

fn stale_link() -> Problem {
    Problem::rule(
        "This link has been used or is older than an hour. Ask for a new one: “remit up” prints one, and a steward can make one.",
    )
}
