//! The one task that writes. What waits is committed together, each batch inside its savepoint.
//!
//! A commit costs a sync of the disk; thirty callers share one. A batch that is stale, refused or
//! broken off is undone to its savepoint, its neighbours stay, and nobody is answered before the
//! commit. Why, and what it measured: `docs/decisions/0005-group-commit.md`.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::task::Poll;

use tokio::sync::{mpsc, oneshot, watch};

use crate::change::{Batch, Written};
use crate::db::{Conn, Sql};
use crate::error::{Result, StoreError};
use crate::open::{Pool, Pooled};
use crate::{apply, dialect};

#[cfg(test)]
mod tests;

/// As many batches as one commit carries at most, so that the first does not wait for ever.
const GROUP: usize = 128;

pub(crate) enum Message {
    Write(Job),
    /// Clears what was deleted out of the tables of ballots, once everything before it is committed.
    Forget(oneshot::Sender<Result<bool>>),
    /// Answered when everything before it has been committed; nothing is taken after it.
    Close(oneshot::Sender<()>),
}

pub(crate) struct Job {
    pub(crate) batch: Batch,
    pub(crate) answer: oneshot::Sender<Result<Written>>,
}

/// Runs until the store is closed or dropped.
pub(crate) async fn run(
    pool: Pool,
    mut messages: mpsc::Receiver<Message>,
    position: watch::Sender<i64>,
) {
    while let Some(first) = messages.recv().await {
        let mut group = Vec::new();
        let mut next = Some(first);
        let mut closing = None;
        while let Some(message) = next {
            match message {
                // Numbers of transactions tell what was written together: a ballot is written alone.
                Message::Write(job) if job.batch.is_silent() => {
                    commit(&pool, std::mem::take(&mut group), &position).await;
                    commit(&pool, vec![job], &position).await;
                }
                Message::Write(job) => group.push(job),
                Message::Forget(answer) => {
                    commit(&pool, std::mem::take(&mut group), &position).await;
                    // Whoever asked may have gone away; it is done all the same.
                    let _ = answer.send(forget(&pool).await);
                }
                Message::Close(done) => closing = Some(done),
            }
            let is_full = closing.is_some() || group.len() >= GROUP;
            next = if is_full { None } else { messages.try_recv().ok() };
        }
        commit(&pool, group, &position).await;
        if let Some(done) = closing {
            // Nobody waits for the answer if the closing caller has gone.
            let _ = done.send(());
            return;
        }
    }
}

async fn commit(pool: &Pool, group: Vec<Job>, position: &watch::Sender<i64>) {
    if group.is_empty() {
        return;
    }
    match together(pool, &group).await {
        Ok(results) => {
            if let Some(seq) = results.iter().flatten().map(|it| it.seq).max() {
                position.send_if_modified(|it| std::mem::replace(it, seq.max(*it)) < seq);
            }
            for (job, result) in group.into_iter().zip(results) {
                answer(job, result);
            }
        }
        // The database undid the whole group for one batch (a full disk does that): each gets
        // its own transaction, so that only those who cannot be written hear of it.
        Err(Broken::Before(_)) if group.len() > 1 => {
            for job in group {
                Box::pin(commit(pool, vec![job], position)).await;
            }
        }
        Err(Broken::Before(error) | Broken::AtCommit(error)) => {
            tracing::error!(%error, batches = group.len(), "a group of writes failed");
            for job in group {
                answer(job, Err(error.again()));
            }
        }
    }
}

async fn forget(pool: &Pool) -> Result<bool> {
    let mut pooled = pool.acquire().await?;
    let forgotten = dialect::forget_deleted(&mut pooled.conn()).await;
    if forgotten.is_err() {
        give_up(pooled, pool).await;
    }
    forgotten
}

fn answer(job: Job, result: Result<Written>) {
    // A caller that has gone away has its change all the same.
    let _ = job.answer.send(result);
}

enum Broken {
    /// Nothing was committed.
    Before(StoreError),
    /// Whether it was committed is not known to us where the connection broke.
    AtCommit(StoreError),
}

/// One transaction; the outer error means that nobody's batch is in.
async fn together(pool: &Pool, group: &[Job]) -> std::result::Result<Vec<Result<Written>>, Broken> {
    let mut pooled = pool.acquire().await.map_err(Broken::Before)?;
    let result = within(&mut pooled.conn(), group).await;
    if result.is_err() {
        give_up(pooled, pool).await;
    }
    result
}

async fn within(
    db: &mut Conn<'_>,
    group: &[Job],
) -> std::result::Result<Vec<Result<Written>>, Broken> {
    let begin = dialect::begin(db.is_postgres());
    db.run(Sql::new(begin)).await.map_err(Broken::Before)?;
    dialect::only_writer(db).await.map_err(Broken::Before)?;
    let mut results = Vec::with_capacity(group.len());
    for job in group {
        results.push(in_savepoint(db, &job.batch).await.map_err(Broken::Before)?);
    }
    db.run(Sql::new("commit")).await.map_err(Broken::AtCommit)?;
    Ok(results)
}

/// The inner result is the batch's own; the outer one means that the transaction is lost.
async fn in_savepoint(db: &mut Conn<'_>, batch: &Batch) -> Result<Result<Written>> {
    db.run(Sql::new("savepoint batch")).await?;
    let result = unpanicked(apply::batch(db, batch)).await;
    if let Err(error) = &result
        && db.run(Sql::new("rollback to savepoint batch")).await.is_err()
    {
        return Err(error.again());
    }
    db.run(Sql::new("release savepoint batch")).await?;
    Ok(result)
}

/// Leaves no open transaction behind: a connection that cannot begin anew is closed.
async fn give_up(mut pooled: Pooled, pool: &Pool) {
    // Refused where the database has rolled back by itself, as SQLite does on a full disk.
    let _ = pooled.conn().run(Sql::new("rollback")).await;
    let begun = pooled.conn().run(Sql::new("begin")).await;
    let ended = pooled.conn().run(Sql::new("rollback")).await;
    if (begun.is_err() || ended.is_err()) && !pool.is_memory() {
        pooled.close().await;
    }
}

/// A panic inside one batch is that batch's error.
async fn unpanicked<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        let poll = AssertUnwindSafe(|| work.as_mut().poll(context));
        std::panic::catch_unwind(poll).unwrap_or_else(|_| {
            tracing::error!("a change broke off inside the store");
            Poll::Ready(Err(StoreError::BrokenOff))
        })
    })
    .await
}
