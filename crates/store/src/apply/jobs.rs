//! Jobs change hands: added once, claimed by one, ended by whoever holds the claim.

use domain::id::At;

use super::must_touch;
use crate::change::Change;
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::jobs::{Job, Left};

/// What has ended is kept for so long: its key still says that it was done.
const KEPT: i64 = 30 * At::DAY;

pub(super) async fn apply(db: &mut Conn<'_>, change: &Change) -> Result<()> {
    match change {
        Change::AddJob(job) => add(db, job).await,
        Change::ClaimJob { by, kinds, at, until } => {
            // The writer has the database to itself, so that no two can find the same row.
            let mut sql = Sql::new(
                "update job set claimed_by = $1, claimed_until = $2, attempts = attempts + 1
                 where id = (select id from job where state = 'waiting' and run_after <= $3
                   and (claimed_until is null or claimed_until <= $3) and kind",
            )
            .bind(by)
            .bind(*until)
            .bind(*at);
            sql.push_in(kinds);
            sql.push(" order by run_after, id limit 1)");
            must_touch(db, sql).await
        }
        Change::LeaveJob { id, by, at, left } => {
            must_touch(db, leave(left, *at).bind(id).bind(by)).await
        }
        Change::RetryJob { id, at } => {
            let sql = Sql::new(
                "update job set state = 'waiting', run_after = $1, attempts = 0, ended_at = null
                 where id = $2 and state = 'dead'",
            );
            must_touch(db, sql.bind(*at).bind(id)).await
        }
        Change::DropJob { id, at } => {
            let sql = Sql::new(
                "update job set state = 'done', ended_at = $1, payload = '{}'
                 where id = $2 and state = 'dead'",
            );
            must_touch(db, sql.bind(*at).bind(id)).await
        }
        _ => Err(StoreError::Misused("a change of something else was taken for a job's")),
    }
}

async fn add(db: &mut Conn<'_>, it: &Job) -> Result<()> {
    let sql = Sql::new(
        "insert into job (id, kind, key, payload, made_at, run_after, attempts, state)
         values ($1, $2, $3, $4, $5, $6, 0, 'waiting') on conflict (key) do nothing",
    )
    .bind(&it.id)
    .bind(&it.kind)
    .bind(&it.key)
    .bind(&it.payload)
    .bind(it.made_at)
    .bind(it.run_after);
    db.run(sql).await.map(drop)
}

/// Binds `$1` and `$2`; the claim comes after them.
fn leave(left: &Left, at: At) -> Sql {
    let nothing: Option<String> = None;
    match left {
        Left::Done => Sql::new(
            // Its key says that it was done; whom it was for need not be known any more.
            "update job set state = 'done', ended_at = $1, said = $2, claimed_by = null,
             claimed_until = null, payload = '{}' where id = $3 and claimed_by = $4 and state = 'waiting'",
        )
        .bind(at)
        .bind(nothing),
        Left::Again { at, said } => Sql::new(
            "update job set run_after = $1, said = $2, claimed_by = null, claimed_until = null
             where id = $3 and claimed_by = $4 and state = 'waiting'",
        )
        .bind(*at)
        .bind(said),
        Left::Later { at } => Sql::new(
            "update job set run_after = $1, said = coalesce($2, said), attempts = attempts - 1,
             claimed_by = null, claimed_until = null
             where id = $3 and claimed_by = $4 and state = 'waiting'",
        )
        .bind(*at)
        .bind(nothing),
        Left::Dead { said } => Sql::new(
            "update job set state = 'dead', ended_at = $1, said = $2, claimed_by = null,
             claimed_until = null where id = $3 and claimed_by = $4 and state = 'waiting'",
        )
        .bind(at)
        .bind(said),
    }
}

pub(super) async fn sweep(db: &mut Conn<'_>, before: i64) -> Result<()> {
    let sql = Sql::new("delete from job where state <> 'waiting' and ended_at < $1");
    db.run(sql.bind(before.saturating_sub(KEPT))).await.map(drop)
}
