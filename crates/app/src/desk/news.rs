//! Waiting for what happens to a record, on whichever replica it happens.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::id::{At, Id};

use super::Desk;
use crate::house::House;
use crate::problem::{Problem, Result};

/// How often the journal is asked what other replicas wrote; what this one writes is heard at once.
const EVERY: Duration = Duration::from_secs(1);

/// The journal's position, asked once for all who wait.
#[derive(Default)]
pub(crate) struct Pulse(Mutex<(At, i64)>);

impl House {
    /// At most one question a second to the database, however many wait.
    async fn position(&self) -> Result<i64> {
        let now = self.now();
        let (at, position) = *self.pulse().0.lock().unwrap_or_else(PoisonError::into_inner);
        if now.since(at).unsigned_abs() < EVERY.as_millis() as u64 && position > 0 {
            return Ok(position);
        }
        let position = self.store().position().await?;
        *self.pulse().0.lock().unwrap_or_else(PoisonError::into_inner) = (now, position);
        Ok(position)
    }
}

impl Desk {
    /// The number of what happened last to a record: what to wait after.
    pub async fn newest(&self, id: &Id) -> Result<i64> {
        let record = self.house.store().record(id).await?.ok_or(Problem::NotFound)?;
        self.see_record(&record)?;
        Ok(self.house.store().newest_of(id).await?)
    }

    /// Returns once something happened to the record after this number, or after `patience`, with
    /// the newest number. It says that something happened, and never what or by whom.
    pub async fn wait_for_news(&self, id: &Id, after: i64, patience: Duration) -> Result<i64> {
        let mut newest = self.newest(id).await?;
        let waiting = async {
            let store = self.house.store();
            let mut written = store.follow();
            let mut seen = *written.borrow_and_update();
            loop {
                newest = store.newest_of(id).await?;
                if newest > after {
                    return Ok(());
                }
                loop {
                    // An error would mean that the house is closing; the patience ends the wait.
                    let here = tokio::time::timeout(EVERY, written.changed()).await;
                    let position = match here {
                        Ok(Ok(())) => *written.borrow_and_update(),
                        _ => self.house.position().await?,
                    };
                    if position > seen {
                        seen = position;
                        break;
                    }
                    if matches!(here, Ok(Err(_))) {
                        tokio::time::sleep(EVERY).await;
                    }
                }
            }
        };
        match tokio::time::timeout(patience, waiting).await {
            Ok(Err(problem)) => Err(problem),
            Ok(Ok(())) | Err(_) => Ok(newest),
        }
    }
}
