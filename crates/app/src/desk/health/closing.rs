//! Ends a wave: counted once, every answer thrown away, and the key destroyed last.
//!
//! Whoever is interrupted goes on where they stopped: from the mark *closing* no answer is taken, the
//! results are written in the transaction that ends the wave, and as long as the key is there, a job
//! comes back to clear up.

use domain::health::envelope::{Comment, Scores};
use domain::health::opening::Opening;
use domain::health::results::Results;
use domain::id::Id;
use domain::practice::health_review::rules;
use domain::record::{Dossier, Record};
use store::{Change, Left, Part, Phase, StoreError, Wave};

use crate::ballots::{self, Seal};
use crate::desk::Desk;
use crate::house::House;
use crate::jobs::{Ended, Errand};
use crate::problem::{Problem, Result};

/// A job looks after whoever closes, and after so long takes over.
const TAKEN_OVER: i64 = 60_000;

impl Desk {
    pub(in crate::desk) async fn count_wave(&self, before: &Dossier) -> Result<Vec<Change>> {
        let record = &before.record;
        let wave = self.house.store().wave(&record.id).await?.ok_or_else(ballots::not_here)?;
        let key = self.house.wave_key(&record.id)?;
        self.begin_closing(&record.id).await?;
        let seal = Seal::of(&key, &record.id);
        let scores = self.opened(&record.id, &seal, Part::Scores).await?;
        let words = self.opened(&record.id, &seal, Part::Words).await?;
        let items = wave.opening.items.len();
        let scores: Vec<Scores> =
            scores.iter().filter_map(|it| Scores::unpack(it, items)).collect();
        let words: Vec<Comment> = words.iter().filter_map(|it| Comment::unpack(it)).collect();
        let roster = self.house.store().wave_roster(&record.id).await?;
        let before = self.wave_before(record).await?;
        let opening = as_promised(wave.opening, record);
        let work = move || {
            let teams: Vec<Vec<usize>> = roster.iter().map(|it| it.1.clone()).collect();
            let results = Results::of(opening, &scores, &words, &teams);
            match &before {
                Some((then, people)) => results.since(&roster, (then, people)),
                None => results,
            }
        };
        let results = tokio::task::spawn_blocking(work).await.map_err(Problem::broken)?;
        let results = Some(Box::new(results));
        Ok(vec![Change::EndWave { wave: record.id.clone(), results }])
    }

    /// Nothing is counted; for a wave that was never opened there is nothing to end.
    pub(in crate::desk) async fn drop_wave(&self, before: &Dossier) -> Result<Vec<Change>> {
        let id = &before.record.id;
        match self.house.store().wave(id).await? {
            Some(Wave { phase: Phase::Open | Phase::Closing, .. }) => {
                let end = Change::EndWave { wave: id.clone(), results: None };
                Ok(vec![end, Change::AddJob(self.clears_up(id))])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// From here on no answer is taken; whoever was interrupted after it is not stopped by it.
    async fn begin_closing(&self, id: &Id) -> Result<()> {
        let begin = Change::BeginClosing { wave: id.clone() };
        let batch = self.batch().change(begin).change(Change::AddJob(self.clears_up(id)));
        match self.house.store().write(batch).await {
            Ok(_) => Ok(()),
            Err(StoreError::Stale) => match self.house.store().wave(id).await? {
                Some(Wave { phase: Phase::Closing, .. }) => Ok(()),
                _ => Err(Problem::rule("This review has ended already.")),
            },
            Err(other) => Err(other.into()),
        }
    }

    fn clears_up(&self, id: &Id) -> store::Job {
        let errand = Errand::CloseWave { record: id.clone() };
        let mut job = errand.job(&format!("{id} once ended"), self.now);
        job.run_after = self.now.plus(TAKEN_OVER);
        job
    }

    /// What lies in the slots that were filled. In which of them tells nothing, and goes nowhere.
    async fn opened(&self, wave: &Id, seal: &Seal, part: Part) -> Result<Vec<Vec<u8>>> {
        let slots = self.house.store().ballot_slots(wave, part).await?;
        if slots.is_empty() {
            return Err(ballots::not_here());
        }
        Ok(slots.iter().filter_map(|it| seal.open(part, &it.1)).collect())
    }

    /// Opening and people of the wave before, to say how the groups changed since (R12).
    async fn wave_before(
        &self,
        record: &Record,
    ) -> Result<Option<(Opening, Vec<(Id, Vec<usize>)>)>> {
        let store = self.house.store();
        let Some(id) = store.wave_before(record).await? else { return Ok(None) };
        let Some(then) = store.wave(&id).await? else { return Ok(None) };
        Ok(Some((then.opening, store.wave_roster(&id).await?)))
    }
}

/// More people may have been asked for since, and never fewer than was promised.
fn as_promised(mut opening: Opening, record: &Record) -> Opening {
    if let Ok(now) = rules::limits(record) {
        opening.limits = opening.limits.kept(now);
    }
    opening
}

impl House {
    /// Rebuilds the file without what was deleted, then destroys the key. What does not work now a job
    /// does later; nobody who closed a review has to hear of it.
    pub(crate) async fn forget_wave(&self, wave: &Id) {
        match self.store().forget_deleted().await {
            Ok(true) => {
                if let Err(problem) = self.keys().destroy(ballots::PURPOSE, wave) {
                    tracing::warn!(%problem, "the key of a closed review could not be destroyed yet");
                }
            }
            Ok(false) => {
                tracing::info!("somebody reads the database; it is cleared up in a minute");
            }
            Err(error) => tracing::warn!(%error, "the database could not be cleared up yet"),
        }
    }

    /// On its day, and after whoever closed it: closes what is open, and clears up as long as there is
    /// a key.
    pub(crate) async fn close_wave(&self, record: &Id) -> Result<Ended> {
        let Some(wave) = self.store().wave(record).await? else { return Ok(Left::Done.into()) };
        if matches!(wave.phase, Phase::Open | Phase::Closing) {
            let desk = self.system_desk("health-review");
            let version = desk.read(record).await?.record.version;
            desk.make_move(record, version, "close").await?;
        }
        if self.keys().get(ballots::PURPOSE, record)?.is_some() {
            // At most one more try at the file; the key goes in any case.
            self.store().forget_deleted().await?;
            self.keys().destroy(ballots::PURPOSE, record)?;
        }
        Ok(Left::Done.into())
    }
}
