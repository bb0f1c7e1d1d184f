//! Work that nobody waits for: taken up by one replica, tried again, given up with a sentence.

mod errand;
mod stuck;
#[cfg(test)]
mod tests;

use std::time::Duration;

use domain::id::At;
use store::{Change, Job, Left};
use tokio::sync::watch;

pub use stuck::Stuck;

pub(crate) use errand::Errand;

use crate::chance;
use crate::desk::InvitationPlan;
use crate::house::House;
use crate::problem::{Problem, Result};

/// How often other replicas' jobs are looked for; what this one writes wakes it at once.
const EVERY: Duration = Duration::from_secs(5);
/// A job may take so long; its claim lasts longer, so that nobody takes it up beside us.
const LONGEST: Duration = Duration::from_secs(4 * 60);
const CLAIM: i64 = 10 * 60_000;
/// With the pauses below, a little more than a day.
const TRIES: i64 = 9;
const LONGEST_PAUSE: i64 = 6 * At::HOUR;
/// What has ended is forgotten four times a day.
const SWEEP_EVERY: i64 = 6 * At::HOUR;

/// What came of a job, and what is written in the same transaction.
pub(crate) struct Ended {
    pub(crate) left: Left,
    pub(crate) with: Vec<Change>,
}

impl From<Left> for Ended {
    fn from(left: Left) -> Self {
        Self { left, with: Vec::new() }
    }
}

impl House {
    /// Does what is due until `ending` turns true, and covers meanwhile who answers a health review. Never
    /// starts a job after that.
    pub async fn work(&self, ending: watch::Receiver<bool>) {
        tokio::select! {
            () = self.jobs(ending) => {}
            () = self.keep_covering() => {}
        }
    }

    async fn jobs(&self, mut ending: watch::Receiver<bool>) {
        let mut written = self.store().follow();
        let mut swept = None;
        while !*ending.borrow() {
            written.borrow_and_update();
            let slot = self.now().0.div_euclid(SWEEP_EVERY);
            match self.round((swept != Some(slot)).then_some(slot)).await {
                Ok(true) => swept = Some(slot),
                Ok(false) => {
                    swept = Some(slot);
                    let pause = self.pause().await;
                    tokio::select! {
                        _ = ending.changed() => {}
                        here = written.changed() => if here.is_err() { return },
                        () = tokio::time::sleep(pause) => {}
                    }
                }
                Err(problem) => {
                    tracing::warn!(%problem, "jobs could not be looked at");
                    tokio::select! {
                        _ = ending.changed() => {}
                        () = tokio::time::sleep(EVERY) => {}
                    }
                }
            }
        }
    }

    async fn round(&self, sweep: Option<i64>) -> Result<bool> {
        if let Some(slot) = sweep {
            let job = Errand::Sweep.job(&slot.to_string(), self.now());
            self.write(self.system_desk("jobs").batch().change(Change::AddJob(job))).await?;
        }
        self.work_once().await
    }

    /// Until the next job is due, and never long: another replica may add one.
    async fn pause(&self) -> Duration {
        let next = self.store().next_job(&Errand::kinds()).await.ok().flatten();
        let until = next.map_or(i64::MAX, |it| it.since(self.now()).max(0));
        EVERY.min(Duration::from_millis(until.unsigned_abs()))
    }

    /// Takes up one job that is due and ends it; `false` where none is.
    pub async fn work_once(&self) -> Result<bool> {
        let now = self.now();
        let kinds = Errand::kinds();
        if self.store().next_job(&kinds).await?.is_none_or(|due| now < due) {
            return Ok(false);
        }
        let by = chance::secret("");
        let claim = Change::ClaimJob { by: by.clone(), kinds, at: now, until: now.plus(CLAIM) };
        match self.write(self.system_desk("jobs").batch().change(claim)).await {
            Ok(()) => {}
            Err(Problem::Stale(_)) => return Ok(false),
            Err(other) => return Err(other),
        }
        let Some(job) = self.store().claimed_job(&by).await? else { return Ok(false) };
        let ended = self.ended(&job).await;
        let leave = Change::LeaveJob { id: job.id, by, at: self.now(), left: ended.left };
        let batch = self.system_desk("jobs").batch().change(leave);
        match self.write(ended.with.into_iter().fold(batch, store::Batch::change)).await {
            // The claim ran out, and somebody else has the job now: theirs counts.
            Err(Problem::Stale(_)) => Ok(true),
            other => other.map(|()| true),
        }
    }

    async fn ended(&self, job: &Job) -> Ended {
        let done = match Errand::of(job) {
            Ok(errand) => tokio::time::timeout(LONGEST, self.run(&errand, job)).await,
            Err(problem) => Ok(Err(problem)),
        };
        let problem = match done {
            Ok(Ok(ended)) => return ended,
            Ok(Err(problem)) => problem,
            Err(_) => Problem::Unavailable("It took longer than four minutes.".into()),
        };
        if let Problem::Broken(cause) = &problem {
            tracing::error!(%cause, kind = job.kind, job = %job.id, "a job broke");
        }
        after_failure(job.attempts, self.now(), problem.to_string()).into()
    }

    async fn run(&self, errand: &Errand, job: &Job) -> Result<Ended> {
        match errand {
            Errand::Sweep => self.sweep().await.map(|()| Left::Done.into()),
            Errand::Look { record, by } => self.look(record, by).await,
            Errand::Tell { person } => self.tell(person, job).await,
            Errand::SignIn { person } => self.send_link(person, job).await,
            Errand::Invite { by, team, level, role, address } => {
                let plan = InvitationPlan { team: team.clone(), level: *level, role: *role };
                self.send_invitation(by, plan, address, job).await
            }
            Errand::Post { record } => self.post(record, job).await,
            Errand::CloseWave { record } => self.close_wave(record).await,
            Errand::Digest { person } => self.send_digest(person, job).await,
            Errand::Confirm { person, address } => self.ask_address(person, address, job).await,
        }
    }
}

/// The first pause is a minute, each later one four times as long, and the ninth try is the last.
fn after_failure(attempts: i64, now: At, said: String) -> Left {
    if attempts >= TRIES {
        return Left::Dead { said };
    }
    let times = u32::try_from(attempts - 1).unwrap_or(0).min(8);
    let pause = (60_000 * 4_i64.pow(times)).min(LONGEST_PAUSE);
    Left::Again { at: now.plus(pause), said }
}
