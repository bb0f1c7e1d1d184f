//! The organisation: settings, teams, people, memberships, agents.

use domain::id::Id;
use domain::people::{Agent, Membership, Person, Team};

use super::must_find;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::read::people::role_text;

pub(super) async fn set(db: &mut Conn<'_>, key: &str, value: &str) -> Result<()> {
    let sql = Sql::new(
        "insert into setting (key, value) values ($1, $2)
         on conflict (key) do update set value = excluded.value",
    );
    db.run(sql.bind(key).bind(value)).await?;
    Ok(())
}

pub(super) async fn add_team(db: &mut Conn<'_>, team: &Team) -> Result<()> {
    let sql = Sql::new("insert into team (id, parent, slug, name) values ($1, $2, $3, $4)")
        .bind(&team.id)
        .bind(team.parent.as_ref())
        .bind(&team.slug)
        .bind(&team.name);
    db.run(sql).await?;
    Ok(())
}

pub(super) async fn save_team(db: &mut Conn<'_>, team: &Team) -> Result<()> {
    if let Some(parent) = &team.parent {
        refuse_a_loop(db, &team.id, parent).await?;
    }
    let sql = Sql::new("update team set parent = $1, slug = $2, name = $3 where id = $4")
        .bind(team.parent.as_ref())
        .bind(&team.slug)
        .bind(&team.name)
        .bind(&team.id);
    must_find(db, sql).await
}

/// A tree in which a team lies under itself would make every walk upwards endless.
async fn refuse_a_loop(db: &mut Conn<'_>, team: &Id, parent: &Id) -> Result<()> {
    let mut above = Some(parent.clone());
    while let Some(id) = above {
        if id == *team {
            return Err(StoreError::Misused("a team cannot lie under itself"));
        }
        let row = db.row(Sql::new("select parent from team where id = $1").bind(&id)).await?;
        above = row.map(|row| row.maybe_text(0)).transpose()?.flatten().map(Id::new);
    }
    Ok(())
}

pub(super) async fn add(db: &mut Conn<'_>, person: &Person) -> Result<()> {
    let sql = Sql::new(
        "insert into person (id, handle, name, email, joined_at, left_at, erased)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&person.id)
    .bind(&person.handle)
    .bind(&person.name)
    .bind(person.email.clone())
    .bind(person.joined_at)
    .bind(person.left_at)
    .bind(person.erased);
    db.run(sql).await?;
    Ok(())
}

/// An erased person stays erased: saving one finds nobody.
pub(super) async fn save(db: &mut Conn<'_>, person: &Person) -> Result<()> {
    let sql = Sql::new(
        "update person set handle = $1, name = $2, email = $3, left_at = $4
         where id = $5 and erased = false",
    )
    .bind(&person.handle)
    .bind(&person.name)
    .bind(person.email.clone())
    .bind(person.left_at)
    .bind(&person.id);
    must_find(db, sql).await
}

pub(super) async fn add_membership(db: &mut Conn<'_>, it: &Membership) -> Result<()> {
    let sql = Sql::new(
        "insert into membership (person, team, level, role, since, until)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&it.person)
    .bind(&it.team)
    .bind(it.level)
    .bind(role_text(it.role))
    .bind(it.since)
    .bind(it.until);
    db.run(sql).await?;
    Ok(())
}

pub(super) async fn save_membership(db: &mut Conn<'_>, it: &Membership) -> Result<()> {
    let sql = Sql::new(
        "update membership set level = $1, role = $2, until = $3
         where person = $4 and team = $5 and since = $6",
    )
    .bind(it.level)
    .bind(role_text(it.role))
    .bind(it.until)
    .bind(&it.person)
    .bind(&it.team)
    .bind(it.since);
    must_find(db, sql).await
}

pub(super) async fn add_agent(db: &mut Conn<'_>, agent: &Agent) -> Result<()> {
    let sql = Sql::new("insert into agent (id, handle, name, sponsor) values ($1, $2, $3, $4)")
        .bind(&agent.id)
        .bind(&agent.handle)
        .bind(&agent.name)
        .bind(&agent.sponsor);
    db.run(sql).await?;
    Ok(())
}

pub(super) async fn save_agent(db: &mut Conn<'_>, agent: &Agent) -> Result<()> {
    let sql = Sql::new("update agent set handle = $1, name = $2, sponsor = $3 where id = $4")
        .bind(&agent.handle)
        .bind(&agent.name)
        .bind(&agent.sponsor)
        .bind(&agent.id);
    must_find(db, sql).await
}
