//! Drafts, and the keys to the door. Keys are found by their hash only.

use domain::id::Id;

use super::people::{level, role};
use crate::Store;
use crate::db::{Row, Sql, day};
use crate::error::{Result, StoreError};
use crate::rows::{Answered, Draft, FeedLink, Invitation, Look, Session, SignInLink, Token};

impl Store {
    pub async fn draft(&self, person: &Id, key: &str) -> Result<Option<Draft>> {
        let sql =
            Sql::new("select person, key, text, at from draft where person = $1 and key = $2");
        self.row(sql.bind(person).bind(key)).await?.as_ref().map(draft).transpose()
    }

    pub async fn drafts_of(&self, person: &Id) -> Result<Vec<Draft>> {
        let sql = Sql::new(
            "select person, key, text, at from draft where person = $1 order by at desc, key",
        );
        self.rows(sql.bind(person)).await?.iter().map(draft).collect()
    }

    /// The hash of the person's password.
    pub async fn secret(&self, person: &Id) -> Result<Option<String>> {
        let sql = Sql::new("select hash from secret where person = $1");
        self.row(sql.bind(person)).await?.map(|row| row.text(0)).transpose()
    }

    /// Ended ones too: whether it still counts is decided by who holds the clock.
    /// A session, and beside it the value of a setting: every request asks for both.
    pub async fn session(
        &self,
        hash: &str,
        setting: &str,
    ) -> Result<Option<(Session, Option<String>)>> {
        let sql = Sql::new(
            "select hash, person, made_at, seen_at, ends_at, device,
               (select value from setting where key = $2) from session where hash = $1",
        );
        let row = self.row(sql.bind(hash).bind(setting)).await?;
        row.map(|row| Ok((session(&row)?, row.maybe_text(6)?))).transpose()
    }

    pub async fn sessions_of(&self, person: &Id) -> Result<Vec<Session>> {
        let sql = Sql::new(
            "select hash, person, made_at, seen_at, ends_at, device from session where person = $1 order by made_at, hash",
        );
        self.rows(sql.bind(person)).await?.iter().map(session).collect()
    }

    pub async fn sign_in_link(&self, hash: &str) -> Result<Option<SignInLink>> {
        let sql = Sql::new(
            "select hash, person, made_at, ends_at, used_at from sign_in_link where hash = $1",
        );
        let row = self.row(sql.bind(hash)).await?;
        row.map(|row| {
            Ok(SignInLink {
                hash: row.text(0)?,
                person: row.id(1)?,
                made_at: row.at(2)?,
                ends_at: row.at(3)?,
                used_at: row.maybe_at(4)?,
            })
        })
        .transpose()
    }

    pub async fn invitation(&self, hash: &str) -> Result<Option<Invitation>> {
        let sql = Sql::new(
            "select id, hash, team, level, role, made_by, made_at, ends_at, used_by from invitation where hash = $1",
        );
        self.row(sql.bind(hash)).await?.as_ref().map(invitation).transpose()
    }

    pub async fn invitations_to(&self, team: &Id) -> Result<Vec<Invitation>> {
        let sql = Sql::new(
            "select id, hash, team, level, role, made_by, made_at, ends_at, used_by from invitation where team = $1 order by made_at, id",
        );
        self.rows(sql.bind(team)).await?.iter().map(invitation).collect()
    }

    /// A token, and beside it the value of a setting: every request asks for both.
    pub async fn token(
        &self,
        hash: &str,
        setting: &str,
    ) -> Result<Option<(Token, Option<String>)>> {
        let sql = Sql::new(
            "select id, hash, owner, name, scopes, made_at, ends_at, last_day,
               (select value from setting where key = $2) from token where hash = $1",
        );
        let row = self.row(sql.bind(hash).bind(setting)).await?;
        row.map(|row| Ok((token(&row)?, row.maybe_text(8)?))).transpose()
    }

    pub async fn tokens_of(&self, owner: &Id) -> Result<Vec<Token>> {
        let sql = Sql::new(
            "select id, hash, owner, name, scopes, made_at, ends_at, last_day from token where owner = $1 order by made_at, id",
        );
        self.rows(sql.bind(owner)).await?.iter().map(token).collect()
    }

    /// A link, and beside it the value of a setting: every reading asks for both.
    pub async fn feed_link(
        &self,
        hash: &str,
        setting: &str,
    ) -> Result<Option<(FeedLink, Option<String>)>> {
        let sql = Sql::new(
            "select person, hash, made_at, last_day,
               (select value from setting where key = $2) from feed_link where hash = $1",
        );
        let row = self.row(sql.bind(hash).bind(setting)).await?;
        row.map(|row| Ok((feed_link(&row)?, row.maybe_text(4)?))).transpose()
    }

    pub async fn feed_link_of(&self, person: &Id) -> Result<Option<FeedLink>> {
        let sql =
            Sql::new("select person, hash, made_at, last_day from feed_link where person = $1");
        self.row(sql.bind(person)).await?.as_ref().map(feed_link).transpose()
    }

    /// Who outside its team opened a record, in no order that means anything.
    pub async fn looks(&self, record: &Id) -> Result<Vec<Look>> {
        let sql = Sql::new(
            "select record, viewer, first_day from look where record = $1 order by viewer",
        );
        let look = |row: &Row| {
            Ok(Look { record: row.id(0)?, viewer: row.id(1)?, on: day(&row.text(2)?)? })
        };
        self.rows(sql.bind(record)).await?.iter().map(look).collect()
    }

    /// What a request with this key was answered.
    pub async fn answered(&self, actor: &Id, key: &str) -> Result<Option<Answered>> {
        let sql = Sql::new(
            "select actor, key, request, status, body, at from idempotency where actor = $1 and key = $2",
        );
        let row = self.row(sql.bind(actor).bind(key)).await?;
        row.map(|row| {
            let status = u16::try_from(row.int(3)?);
            Ok(Answered {
                actor: row.id(0)?,
                key: row.text(1)?,
                request: row.text(2)?,
                status: status
                    .map_err(|_| StoreError::Unreadable("a status is no status".into()))?,
                body: row.text(4)?,
                at: row.at(5)?,
            })
        })
        .transpose()
    }
}

fn draft(row: &Row) -> Result<Draft> {
    Ok(Draft { person: row.id(0)?, key: row.text(1)?, text: row.text(2)?, at: row.at(3)? })
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        hash: row.text(0)?,
        person: row.id(1)?,
        made_at: row.at(2)?,
        seen_at: row.at(3)?,
        ends_at: row.at(4)?,
        device: row.text(5)?,
    })
}

fn invitation(row: &Row) -> Result<Invitation> {
    Ok(Invitation {
        id: row.id(0)?,
        hash: row.text(1)?,
        team: row.id(2)?,
        level: level(row, 3)?,
        role: role(&row.text(4)?)?,
        made_by: row.id(5)?,
        made_at: row.at(6)?,
        ends_at: row.at(7)?,
        used_by: row.maybe_text(8)?.map(Id::new),
    })
}

fn feed_link(row: &Row) -> Result<FeedLink> {
    Ok(FeedLink {
        person: row.id(0)?,
        hash: row.text(1)?,
        made_at: row.at(2)?,
        last_day: row.maybe_day(3)?,
    })
}

fn token(row: &Row) -> Result<Token> {
    Ok(Token {
        id: row.id(0)?,
        hash: row.text(1)?,
        owner: row.id(2)?,
        name: row.text(3)?,
        scopes: row.text(4)?,
        made_at: row.at(5)?,
        ends_at: row.maybe_at(6)?,
        last_day: row.maybe_day(7)?,
    })
}
