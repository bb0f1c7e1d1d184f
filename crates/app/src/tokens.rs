//! Keys to the API: what each may do, made and ended by the person they act for.

use domain::deed::Deed;
use domain::id::{At, Id};
use serde::Serialize;
use store::{Change, Token};

use crate::chance;
use crate::desk::Desk;
use crate::house::{House, ORGANISATION_VERSION};
use crate::problem::{Problem, Result};

/// Findable in a leak by whoever scans for it.
pub(crate) const PREFIX: &str = "remit_";
const LONGEST_DAYS: i64 = 366;

/// What a token was made for. No scope means nothing, never everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Records, people, teams, maps, routes, mirrors.
    Read,
    /// Begin, edit, move and attach.
    Write,
    /// Teams, seats, settings, export and backup.
    Admin,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scope {
    pub const ALL: [Scope; 3] = [Scope::Read, Scope::Write, Scope::Admin];

    pub fn name(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }

    fn covering(deed: Deed) -> Scope {
        match deed {
            Deed::ReadRecord
            | Deed::ReadJournal
            | Deed::Search
            | Deed::ReadPeople
            | Deed::ReadMap
            | Deed::ReadMirrors
            | Deed::ReadReleasedMirrors
            | Deed::SeeSettings => Scope::Read,
            Deed::Begin(_)
            | Deed::EditRecord
            | Deed::EditOwnWords
            | Deed::Move(_)
            | Deed::Attach(_)
            | Deed::Reveal
            | Deed::RetireRecord
            | Deed::EditMap
            | Deed::ChoosePractices
            | Deed::ReleaseMirrors => Scope::Write,
            Deed::Invite
            | Deed::EditTeam
            | Deed::EditMembership
            | Deed::ErasePerson
            | Deed::Export
            | Deed::Backup
            | Deed::MakeToken
            | Deed::SponsorAgent
            | Deed::EditSettings => Scope::Admin,
        }
    }
}

impl Scopes {
    /// A person at the page, or a job of the house.
    pub fn all() -> Self {
        Self(Scope::ALL.into())
    }

    /// From names separated by blanks; unknown names are a problem, not ignored.
    pub fn parse(text: &str) -> Result<Self> {
        let mut found = Vec::new();
        for name in text.split_whitespace() {
            let scope = Scope::ALL.into_iter().find(|it| it.name() == name);
            let says = || {
                Problem::invalid(
                    "scopes",
                    format!("“{name}” is not a scope; there are read, write and admin."),
                )
            };
            found.push(scope.ok_or_else(says)?);
        }
        found.sort_unstable();
        found.dedup();
        Ok(Self(found))
    }

    pub fn allow(&self, deed: Deed) -> bool {
        self.0.contains(&Scope::covering(deed))
    }
}

impl std::fmt::Display for Scopes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.0.iter().map(|it| it.name()).collect();
        f.write_str(&names.join(" "))
    }
}

impl Desk {
    /// Makes a token that acts as the actor. The secret is shown once and not kept.
    pub async fn make_token(&self, name: &str, scopes: &str, days: i64) -> Result<String> {
        self.need(Deed::MakeToken, &self.org.subject(None, None))?;
        let scopes = Scopes::parse(scopes)?;
        if scopes.0.is_empty() {
            return Err(Problem::invalid(
                "scopes",
                "Tick at least one: a token that may do nothing is of no use.",
            ));
        }
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 80 {
            return Err(Problem::invalid(
                "name",
                "Give it a name of 1 to 80 characters, so that you know it again.",
            ));
        }
        if !(1..=LONGEST_DAYS).contains(&days) {
            return Err(Problem::invalid(
                "days",
                format!("A token lives 1 to {LONGEST_DAYS} days."),
            ));
        }
        let secret = chance::secret(PREFIX);
        let token = Token {
            id: chance::id(self.now),
            hash: chance::fingerprint(&secret),
            owner: self.actor.id.clone(),
            name: name.to_owned(),
            scopes: scopes.to_string(),
            made_at: self.now,
            ends_at: Some(self.now.plus(days * At::DAY)),
            last_day: None,
        };
        self.house.write(self.batch().change(Change::AddToken(token))).await?;
        Ok(secret)
    }

    /// The actor's own tokens, newest first; never their secrets.
    pub async fn tokens(&self) -> Result<Vec<Token>> {
        Ok(self.house.store().tokens_of(&self.actor.id).await?)
    }

    pub async fn end_token(&self, id: &Id) -> Result<()> {
        let own = self.tokens().await?.iter().any(|it| it.id == *id);
        if !own {
            return Err(Problem::NotFound);
        }
        let end = Change::EndToken { id: id.clone(), at: self.now };
        self.house.write(self.batch().change(end)).await
    }
}

impl House {
    /// The desk behind a token, narrowed to its scopes.
    pub async fn desk_of_token(&self, secret: &str) -> Result<Desk> {
        if !secret.starts_with(PREFIX) || secret.len() > 200 {
            return Err(Problem::SignedOut);
        }
        let now = self.now();
        let hash = chance::fingerprint(secret);
        let found = self.store().token(&hash, ORGANISATION_VERSION).await?;
        let found = found.filter(|(it, _)| it.ends_at.is_none_or(|end| now < end));
        let (token, version) = found.ok_or(Problem::SignedOut)?;
        self.refresh_to(version.as_deref()).await?;
        let org = self.organisation();
        let actor = org.actor(&token.owner, now).or_else(|| org.agent_actor(&token.owner));
        let desk = self.desk(actor.ok_or(Problem::SignedOut)?, Scopes::parse(&token.scopes)?);
        let today = now.day();
        if token.last_day != Some(today) {
            let used = Change::UseToken { id: token.id, day: today };
            self.write(desk.batch().change(used)).await?;
        }
        Ok(desk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_scope_allows_nothing() {
        let none = Scopes::parse("").unwrap();
        assert!(domain::deed::all_deeds().into_iter().all(|deed| !none.allow(deed)));
    }

    #[test]
    fn a_scope_covers_its_own_deeds_only() {
        let read = Scopes::parse("read").unwrap();
        assert!(read.allow(Deed::ReadRecord) && !read.allow(Deed::EditRecord));
        assert!(!Scopes::parse("write").unwrap().allow(Deed::ReadRecord));
        assert!(!Scopes::parse("read write").unwrap().allow(Deed::Export));
    }

    #[test]
    fn an_unknown_scope_is_refused_with_the_known_ones() {
        let problem = Scopes::parse("read everything").unwrap_err();
        assert!(problem.to_string().contains("read, write and admin"));
    }
}
