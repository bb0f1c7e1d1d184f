//! What was given up, for whoever looks after the organisation.

use domain::deed::Deed;
use domain::id::{At, Id};
use store::{Change, Job};

use super::Errand;
use crate::desk::Desk;
use crate::problem::{Problem, Result};

/// A job that did not work, however often it was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    pub id: Id,
    pub what: String,
    pub said: String,
    pub since: At,
}

const MOST: usize = 50;

impl Desk {
    /// Jobs that were given up, the newest first, each with its sentence.
    pub async fn stuck_jobs(&self) -> Result<Vec<Stuck>> {
        self.need(Deed::EditSettings, &self.org.subject(None, None))?;
        let dead = self.house.store().dead_jobs(MOST).await?;
        Ok(dead.into_iter().map(stuck).collect())
    }

    /// Tries one again, from the start.
    pub async fn retry_job(&self, id: &Id) -> Result<()> {
        self.end(Change::RetryJob { id: id.clone(), at: self.now }).await
    }

    /// Lets one go; it will not be tried again.
    pub async fn drop_job(&self, id: &Id) -> Result<()> {
        self.end(Change::DropJob { id: id.clone(), at: self.now }).await
    }

    async fn end(&self, change: Change) -> Result<()> {
        self.need(Deed::EditSettings, &self.org.subject(None, None))?;
        self.house.write(self.batch().change(change)).await.map_err(|problem| match problem {
            Problem::Stale(_) => Problem::NotFound,
            other => other,
        })
    }
}

fn stuck(job: Job) -> Stuck {
    let what = Errand::of(&job).map_or_else(|_| job.kind.clone(), |it| it.says().to_owned());
    Stuck { id: job.id, what, said: job.said.unwrap_or_default(), since: job.made_at }
}
