//! While a review is open, slots are written anew that nobody has answered into, so that whoever looks at
//! the database again and again cannot tell when somebody did.
//!
//! A long comment takes long to write, and lengths are shown after the close: who took how long is half of
//! who wrote what. So what an answer does to the database happens about once a minute without one: a slot
//! of each part is sealed anew, filled or free, and a hash of nothing is spent. The gaps are those of
//! chance without memory: where a write stands among them says nothing about the next.

use std::time::Duration;

use domain::id::Id;
use store::{Batch, Change, Filling, Part};
use tokio::time::{Instant, sleep_until};

use super::{Seal, not_here};
use crate::chance;
use crate::house::House;
use crate::problem::Result;

/// Seconds between two of them on the average, for each open review.
const APART: f64 = 60.0;
/// How often it is looked which reviews are open: apart from the writing, which it would give away.
const LOOK: Duration = Duration::from_secs(60);

impl House {
    /// As long as the house is open.
    pub(crate) async fn keep_covering(&self) {
        loop {
            let looks = Instant::now() + LOOK;
            // A database that cannot be asked is told of by everybody else.
            let open = self.store().open_waves().await.unwrap_or_default();
            let mut next = Instant::now() + pause(open.len());
            while next < looks {
                sleep_until(next).await;
                if let Some(wave) = open.get(chance::below(open.len())) {
                    // It may have closed since, or somebody answered into the same slot: the next will do.
                    let _ = self.cover(wave).await;
                }
                next += pause(open.len());
            }
            sleep_until(looks).await;
        }
    }

    /// Asks and writes what an answer asks and writes.
    pub(crate) async fn cover(&self, wave: &Id) -> Result<()> {
        let spent = chance::hex(&chance::bytes::<32>());
        self.open_wave_for_answers(wave, self.now()).await?;
        let key = self.wave_key(wave)?;
        self.store().is_spent(wave, &spent).await?;
        self.open_wave_for_answers(wave, self.now()).await?;
        let seal = Seal::of(&key, wave);
        let fillings = vec![
            self.anew(wave, &seal, Part::Scores).await?,
            self.anew(wave, &seal, Part::Words).await?,
        ];
        let cast = Change::CastBallot { wave: wave.clone(), spent, fillings };
        let batch = Batch::by(&Id::default(), domain::id::At(0)).change(cast);
        self.store().write(batch).await?;
        Ok(())
    }

    /// What lies in a slot, sealed anew; where nothing does, other nothing.
    async fn anew(&self, wave: &Id, seal: &Seal, part: Part) -> Result<Filling> {
        let mut slots = self.store().ballot_slots(wave, part).await?;
        if slots.is_empty() {
            return Err(not_here());
        }
        let (number, was) = slots.swap_remove(chance::below(slots.len()));
        let sealed =
            seal.open(part, &was).map_or_else(|| Seal::empty(part), |it| seal.close(part, &it));
        Ok(Filling { part, number, was, sealed })
    }
}

/// Until the next one, whichever review it is for.
fn pause(open: usize) -> Duration {
    if open == 0 {
        return LOOK;
    }
    const STEPS: usize = 1 << 32;
    let share = (chance::below(STEPS) + 1) as f64 / STEPS as f64;
    Duration::from_secs_f64(-share.ln() * APART / open as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exponential: the mean is as long as the spread, and no more often than chance has it near nought.
    #[test]
    fn gaps_are_those_of_chance_without_memory() {
        for open in [1, 3] {
            let gaps: Vec<f64> = (0..20_000).map(|_| pause(open).as_secs_f64()).collect();
            let wanted = APART / open as f64;
            let mean = gaps.iter().sum::<f64>() / gaps.len() as f64;
            let short =
                gaps.iter().filter(|it| **it < wanted * 0.1).count() as f64 / gaps.len() as f64;
            assert!((mean / wanted - 1.0).abs() < 0.05, "{mean}");
            // 1 − e^−0.1
            assert!((short - 0.0952).abs() < 0.015, "{short}");
        }
        assert_eq!(pause(0), LOOK);
    }
}
