//! Work that waits: rows that any replica may take up, one at a time.

use domain::id::{At, Id};

use crate::Store;
use crate::db::{Row, Sql};
use crate::error::Result;

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    pub id: Id,
    /// What is to be done; a program that does not know the kind leaves the job alone.
    pub kind: String,
    /// What it is to be done once for: a second one with this key is not added.
    pub key: String,
    /// JSON with ids, and at most an address; never a secret, and never what somebody wrote. Empty
    /// once it is done.
    pub payload: String,
    pub made_at: At,
    pub run_after: At,
    /// How often it was begun.
    pub attempts: i64,
    /// What went wrong the last time, in a sentence.
    pub said: Option<String>,
}

/// What became of a job that was taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    Done,
    /// It did not work; once more at this moment.
    Again {
        at: At,
        said: String,
    },
    /// Not now, and nothing went wrong: it does not count as an attempt.
    Later {
        at: At,
    },
    /// It will not work; somebody has to look.
    Dead {
        said: String,
    },
}

const COLUMNS: &str = "select id, kind, key, payload, made_at, run_after, attempts, said from job";

impl Store {
    /// When the next job of these kinds may be taken up; the past if one waits already.
    pub async fn next_job(&self, kinds: &[String]) -> Result<Option<At>> {
        let mut sql = Sql::new(
            "select min(case when claimed_until is null or claimed_until < run_after
               then run_after else claimed_until end) from job where state = 'waiting' and kind",
        );
        sql.push_in(kinds);
        self.row(sql).await?.map_or(Ok(None), |row| row.maybe_at(0))
    }

    /// The job this claim took.
    pub async fn claimed_job(&self, by: &str) -> Result<Option<Job>> {
        let mut sql = Sql::new(COLUMNS);
        sql.push(" where state = 'waiting' and claimed_by = ");
        sql.push_arg(by);
        self.row(sql).await?.as_ref().map(job).transpose()
    }

    /// Jobs that were given up, the newest first.
    pub async fn dead_jobs(&self, most: usize) -> Result<Vec<Job>> {
        let mut sql = Sql::new(COLUMNS);
        sql.push(" where state = 'dead' order by ended_at desc, id limit ");
        sql.push_arg(most);
        self.rows(sql).await?.iter().map(job).collect()
    }

    /// Jobs that wait or are under way, the first due first.
    pub async fn waiting_jobs(&self, most: usize) -> Result<Vec<Job>> {
        let mut sql = Sql::new(COLUMNS);
        sql.push(" where state = 'waiting' order by run_after, id limit ");
        sql.push_arg(most);
        self.rows(sql).await?.iter().map(job).collect()
    }
}

fn job(row: &Row) -> Result<Job> {
    Ok(Job {
        id: row.id(0)?,
        kind: row.text(1)?,
        key: row.text(2)?,
        payload: row.text(3)?,
        made_at: row.at(4)?,
        run_after: row.at(5)?,
        attempts: row.int(6)?,
        said: row.maybe_text(7)?,
    })
}
