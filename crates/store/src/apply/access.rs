//! Drafts and the keys to the door: one person's own, never journalled.

use super::{must_find, must_touch};
use crate::change::Change;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::read::people::role_text;
use crate::rows::{Answered, Invitation, Session, Token};

pub(super) async fn apply(db: &mut Conn<'_>, change: &Change) -> Result<()> {
    let sql = match change {
        Change::UseSignInLink { hash, at } => {
            return must_touch(
                db,
                Sql::new("update sign_in_link set used_at = $1 where hash = $2 and used_at is null and ends_at > $1")
                    .bind(*at)
                    .bind(hash),
            )
            .await;
        }
        Change::UseInvitation { hash, person, at } => {
            return must_touch(
                db,
                Sql::new("update invitation set used_by = $1 where hash = $2 and used_by is null and ends_at > $3")
                    .bind(person)
                    .bind(hash)
                    .bind(*at),
            )
            .await;
        }
        Change::EndInvitation { id, at } => {
            let sql =
                Sql::new("update invitation set ends_at = $1 where id = $2 and used_by is null");
            return must_find(db, sql.bind(*at).bind(id)).await;
        }
        Change::EndToken { id, at } => {
            let sql = Sql::new("update token set ends_at = $1 where id = $2");
            return must_find(db, sql.bind(*at).bind(id)).await;
        }
        Change::Sweep { before } => return sweep(db, before.0).await,
        Change::AddSession(it) => add_session(it),
        Change::AddInvitation(it) => add_invitation(it),
        Change::AddToken(it) => add_token(it),
        Change::Answer(it) => answer(it),
        Change::FinishAnswer(it) => Sql::new(
            "update idempotency set status = $3, body = $4
             where actor = $1 and key = $2 and status = 0",
        )
        .bind(&it.actor)
        .bind(&it.key)
        .bind(i64::from(it.status))
        .bind(&it.body),
        Change::DropAnswer { actor, key } => {
            Sql::new("delete from idempotency where actor = $1 and key = $2 and status = 0")
                .bind(actor)
                .bind(key)
        }
        other => small(other)?,
    };
    db.run(sql).await?;
    Ok(())
}

fn small(change: &Change) -> Result<Sql> {
    Ok(match change {
        Change::SaveDraft(it) => Sql::new(
            "insert into draft (person, key, text, at) values ($1, $2, $3, $4)
             on conflict (person, key) do update set text = excluded.text, at = excluded.at",
        )
        .bind(&it.person)
        .bind(&it.key)
        .bind(&it.text)
        .bind(it.at),
        Change::DropDraft { person, key } => {
            Sql::new("delete from draft where person = $1 and key = $2").bind(person).bind(key)
        }
        Change::SetSecret { person, hash, at } => Sql::new(
            "insert into secret (person, hash, changed_at) values ($1, $2, $3)
             on conflict (person) do update set hash = excluded.hash, changed_at = excluded.changed_at",
        )
        .bind(person)
        .bind(hash)
        .bind(*at),
        Change::SeeSession { hash, seen_at, ends_at } => {
            Sql::new("update session set seen_at = $1, ends_at = $2 where hash = $3")
                .bind(*seen_at)
                .bind(*ends_at)
                .bind(hash)
        }
        Change::EndSession { hash } => Sql::new("delete from session where hash = $1").bind(hash),
        Change::EndSessionsOf { person } => {
            Sql::new("delete from session where person = $1").bind(person)
        }
        Change::AddSignInLink(it) => Sql::new(
            "insert into sign_in_link (hash, person, made_at, ends_at, used_at)
             values ($1, $2, $3, $4, $5)",
        )
        .bind(&it.hash)
        .bind(&it.person)
        .bind(it.made_at)
        .bind(it.ends_at)
        .bind(it.used_at),
        Change::UseToken { id, day } => {
            Sql::new("update token set last_day = $1 where id = $2").bind(*day).bind(id)
        }
        Change::PutFeedLink(it) => Sql::new(
            "insert into feed_link (person, hash, made_at, last_day) values ($1, $2, $3, $4)
             on conflict (person) do update set hash = excluded.hash,
             made_at = excluded.made_at, last_day = excluded.last_day",
        )
        .bind(&it.person)
        .bind(&it.hash)
        .bind(it.made_at)
        .bind(it.last_day),
        Change::EndFeedLink { person } => {
            Sql::new("delete from feed_link where person = $1").bind(person)
        }
        Change::ReadFeed { hash, day } => {
            Sql::new("update feed_link set last_day = $1 where hash = $2").bind(*day).bind(hash)
        }
        Change::AddLook(it) => Sql::new(
            "insert into look (record, viewer, first_day) values ($1, $2, $3)
             on conflict (record, viewer) do nothing",
        )
        .bind(&it.record)
        .bind(&it.viewer)
        .bind(it.on),
        _ => return Err(StoreError::Misused("a change that no room of the store applies")),
    })
}

fn add_session(it: &Session) -> Sql {
    Sql::new(
        "insert into session (hash, person, made_at, seen_at, ends_at, device)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&it.hash)
    .bind(&it.person)
    .bind(it.made_at)
    .bind(it.seen_at)
    .bind(it.ends_at)
    .bind(&it.device)
}

fn add_invitation(it: &Invitation) -> Sql {
    Sql::new(
        "insert into invitation (id, hash, team, level, role, made_by, made_at, ends_at, used_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&it.id)
    .bind(&it.hash)
    .bind(&it.team)
    .bind(it.level)
    .bind(role_text(it.role))
    .bind(&it.made_by)
    .bind(it.made_at)
    .bind(it.ends_at)
    .bind(it.used_by.as_ref())
}

fn add_token(it: &Token) -> Sql {
    Sql::new(
        "insert into token (id, hash, owner, name, scopes, made_at, ends_at, last_day)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&it.id)
    .bind(&it.hash)
    .bind(&it.owner)
    .bind(&it.name)
    .bind(&it.scopes)
    .bind(it.made_at)
    .bind(it.ends_at)
    .bind(it.last_day)
}

fn answer(it: &Answered) -> Sql {
    Sql::new(
        "insert into idempotency (actor, key, request, status, body, at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&it.actor)
    .bind(&it.key)
    .bind(&it.request)
    .bind(i64::from(it.status))
    .bind(&it.body)
    .bind(it.at)
}

async fn sweep(db: &mut Conn<'_>, before: i64) -> Result<()> {
    for sql in [
        "delete from session where ends_at < $1",
        "delete from sign_in_link where ends_at < $1",
        "delete from idempotency where at < $1",
    ] {
        db.run(Sql::new(sql).bind(before)).await?;
    }
    super::jobs::sweep(db, before).await
}
