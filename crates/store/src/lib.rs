//! The one room that speaks SQL. Every statement is written once and runs on both databases.
//!
//! Reads are methods of [`Store`]; every change goes through [`Store::write`] as a [`Batch`].

mod apart;
mod apply;
mod backup;
mod chain;
mod change;
mod columns;
mod db;
mod dialect;
mod erasures;
mod error;
mod jobs;
mod migrate;
mod open;
#[cfg(test)]
#[path = "../tests/story/postgres.rs"]
mod postgres;
mod read;
mod rows;
mod waves;
mod writer;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

pub use crate::apply::{SOMEONE_WHO_LEFT, unmentioned};
pub use crate::backup::{Head, verify};
pub use crate::change::{Batch, Change, Class, Written};
use crate::db::{Row, Sql};
pub use crate::erasures::{Erasure, Erasures};
pub use crate::error::{Result, StoreError};
pub use crate::jobs::{Job, Left};
pub use crate::open::Options;
use crate::open::Pools;
pub use crate::read::PAGE;
pub use crate::rows::{
    Answered, Count, Cursor, Draft, Due, DueFilter, FeedLink, Filter, Hanging, HangingFilter,
    Happening, Invitation, Link, Look, MapText, Paged, Promoted, Repository, Scope, Session,
    SignInLink, Token, Turn, Whom,
};
pub use crate::waves::{Filling, Part, Phase, Wave};
use crate::writer::Message;

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    pools: Pools,
    messages: mpsc::Sender<Message>,
    position: watch::Receiver<i64>,
}

/// As many callers may wait to write before the next one waits to wait.
const QUEUE: usize = 1024;

impl Store {
    /// Opens `sqlite:PATH` (created if it is not there), `sqlite::memory:` (each its own) or
    /// `postgres://USER@HOST/NAME`, and brings its schema up to date.
    pub async fn open(url: &str, options: Options) -> Result<Self> {
        Self::open_at(url, options, migrate::KNOWN).await
    }

    /// The same, stopping at an older schema.
    async fn open_at(url: &str, options: Options, up_to: i64) -> Result<Self> {
        let pools = open::open(url, options, up_to).await?;
        if up_to >= migrate::CHAINED {
            chain::seal_all(&pools.write).await?;
        }
        let (messages, queue) = mpsc::channel(QUEUE);
        let (moved, position) = watch::channel(0);
        let store = Self { inner: Arc::new(Inner { pools, messages, position }) };
        moved.send_replace(store.position().await?);
        #[expect(clippy::disallowed_methods, reason = "the writer ends with the store")]
        tokio::spawn(writer::run(store.inner.pools.write.clone(), queue, moved));
        Ok(store)
    }

    /// Makes all changes of the batch, or none. Returns once they are safe on disk.
    pub async fn write(&self, batch: Batch) -> Result<Written> {
        let (answer, result) = oneshot::channel();
        let message = Message::Write(writer::Job { batch, answer });
        self.inner.messages.send(message).await.map_err(|_| StoreError::Closed)?;
        result.await.map_err(|_| StoreError::Closed)?
    }

    /// The journal's newest number, changing as this process writes.
    pub fn follow(&self) -> watch::Receiver<i64> {
        self.inner.position.clone()
    }

    /// The file of an SQLite database on disk.
    pub fn path(&self) -> Option<&Path> {
        self.inner.pools.path.as_deref()
    }

    /// Finishes what waits and lets go of the database.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.inner.messages.send(Message::Close(done)).await.is_ok() {
            // An error here means that the writer has already ended.
            let _ = closed.await;
        }
        self.inner.pools.read.close().await;
        self.inner.pools.write.close().await;
    }

    pub(crate) async fn rows(&self, sql: Sql) -> Result<Vec<Row>> {
        self.inner.pools.read.acquire().await?.conn().rows(sql).await
    }

    pub(crate) async fn row(&self, sql: Sql) -> Result<Option<Row>> {
        self.inner.pools.read.acquire().await?.conn().row(sql).await
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.inner.pools.read.is_postgres()
    }
}
