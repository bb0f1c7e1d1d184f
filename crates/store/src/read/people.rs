//! People, teams, memberships, agents and settings. People are listed, never counted or ranked.

use std::collections::BTreeMap;

use domain::id::Id;
use domain::people::{Agent, Membership, Person, Role, Team};

use crate::Store;
use crate::db::{Row, Sql};
use crate::error::{Result, StoreError};

impl Store {
    pub async fn settings(&self) -> Result<BTreeMap<String, String>> {
        let rows = self.rows(Sql::new("select key, value from setting")).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }

    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        let row = self.row(Sql::new("select value from setting where key = $1").bind(key)).await?;
        row.map(|row| row.text(0)).transpose()
    }

    /// All teams by name. The tree is small; whoever needs a path walks it in memory.
    pub async fn teams(&self) -> Result<Vec<Team>> {
        let sql = Sql::new("select id, parent, slug, name from team order by name, id");
        self.rows(sql).await?.iter().map(team).collect()
    }

    pub async fn team(&self, id: &Id) -> Result<Option<Team>> {
        let sql = Sql::new("select id, parent, slug, name from team where id = $1");
        self.row(sql.bind(id)).await?.as_ref().map(team).transpose()
    }

    pub async fn team_by_slug(&self, slug: &str) -> Result<Option<Team>> {
        let sql = Sql::new("select id, parent, slug, name from team where slug = $1");
        self.row(sql.bind(slug)).await?.as_ref().map(team).transpose()
    }

    /// Everybody, also those who left, by handle.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let sql = Sql::new(
            "select id, handle, name, email, joined_at, left_at, erased from person order by handle",
        );
        self.rows(sql).await?.iter().map(person).collect()
    }

    pub async fn person(&self, id: &Id) -> Result<Option<Person>> {
        let sql = Sql::new(
            "select id, handle, name, email, joined_at, left_at, erased from person where id = $1",
        );
        self.row(sql.bind(id)).await?.as_ref().map(person).transpose()
    }

    pub async fn person_by_handle(&self, handle: &str) -> Result<Option<Person>> {
        let sql = Sql::new(
            "select id, handle, name, email, joined_at, left_at, erased from person where handle = $1",
        );
        self.row(sql.bind(handle)).await?.as_ref().map(person).transpose()
    }

    /// Addresses are compared as they were stored: the caller writes them in lower case.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<Person>> {
        let sql = Sql::new(
            "select id, handle, name, email, joined_at, left_at, erased from person where email = $1",
        );
        self.row(sql.bind(email)).await?.as_ref().map(person).transpose()
    }

    /// Every membership there ever was, oldest first.
    pub async fn memberships(&self) -> Result<Vec<Membership>> {
        let sql = Sql::new(
            "select person, team, level, role, since, until from membership order by since, person, team",
        );
        self.rows(sql).await?.iter().map(membership).collect()
    }

    pub async fn memberships_of(&self, person: &Id) -> Result<Vec<Membership>> {
        let sql = Sql::new(
            "select person, team, level, role, since, until from membership where person = $1 order by since, team",
        );
        self.rows(sql.bind(person)).await?.iter().map(membership).collect()
    }

    pub async fn memberships_in(&self, team: &Id) -> Result<Vec<Membership>> {
        let sql = Sql::new(
            "select person, team, level, role, since, until from membership where team = $1 order by since, person",
        );
        self.rows(sql.bind(team)).await?.iter().map(membership).collect()
    }

    pub async fn agents(&self) -> Result<Vec<Agent>> {
        let sql = Sql::new("select id, handle, name, sponsor from agent order by handle");
        self.rows(sql).await?.iter().map(agent).collect()
    }

    pub async fn agent(&self, id: &Id) -> Result<Option<Agent>> {
        let sql = Sql::new("select id, handle, name, sponsor from agent where id = $1");
        self.row(sql.bind(id)).await?.as_ref().map(agent).transpose()
    }
}

pub(crate) fn role_text(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Member => "member",
        Role::Steward => "steward",
    }
}

pub(super) fn role(text: &str) -> Result<Role> {
    match text {
        "reader" => Ok(Role::Reader),
        "member" => Ok(Role::Member),
        "steward" => Ok(Role::Steward),
        other => Err(StoreError::Unreadable(format!("“{other}” is no role"))),
    }
}

pub(super) fn level(row: &Row, at: usize) -> Result<usize> {
    usize::try_from(row.int(at)?).map_err(|_| StoreError::Unreadable("a level is negative".into()))
}

fn team(row: &Row) -> Result<Team> {
    Ok(Team {
        id: row.id(0)?,
        parent: row.maybe_text(1)?.map(Id::new),
        slug: row.text(2)?,
        name: row.text(3)?,
    })
}

fn person(row: &Row) -> Result<Person> {
    Ok(Person {
        id: row.id(0)?,
        handle: row.text(1)?,
        name: row.text(2)?,
        email: row.maybe_text(3)?,
        joined_at: row.at(4)?,
        left_at: row.maybe_at(5)?,
        erased: row.flag(6)?,
    })
}

fn membership(row: &Row) -> Result<Membership> {
    Ok(Membership {
        person: row.id(0)?,
        team: row.id(1)?,
        level: level(row, 2)?,
        role: role(&row.text(3)?)?,
        since: row.at(4)?,
        until: row.maybe_at(5)?,
    })
}

fn agent(row: &Row) -> Result<Agent> {
    Ok(Agent { id: row.id(0)?, handle: row.text(1)?, name: row.text(2)?, sponsor: row.id(3)? })
}
