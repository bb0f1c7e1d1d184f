//! How well what was expected came true (`domain.md` 3.4): Brier's score, its parts, calibration.
//!
//! Shown to one person about their own forecasts, or to a team about its own; never ranked.

mod chance;
mod isotonic;
mod parts;

use serde::Serialize;

use super::Interval;
use super::proportion::wilson;

pub use isotonic::{Block, isotonic};
pub use parts::{Parts, parts};

/// A forecast that is known to have come true or not. Void ones are counted elsewhere, never here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Between 0.01 and 0.99.
    pub sure: f64,
    pub came_true: bool,
}

/// Below this there is a list and no score.
pub const FOR_SCORE: usize = 10;
/// From here on a curve is drawn.
pub const FOR_CURVE: usize = 30;
/// Always saying one half scores this.
pub const HALF: f64 = 0.25;
/// Edges of the at most three bins of a middling number of forecasts.
const BINS: [f64; 2] = [1.0 / 3.0, 2.0 / 3.0];

/// What can be said about a number of forecasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "shows", rename_all = "lowercase")]
pub enum Calibration {
    /// Too few for any score.
    List {
        n: usize,
        need: usize,
    },
    Score {
        n: usize,
        score: Score,
        bins: Vec<Bin>,
    },
    Curve {
        n: usize,
        score: Score,
        blocks: Vec<Block>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// 0 is best, 1 is worst; both outcomes counted once.
    pub brier: f64,
    /// Bootstrap, 95 %, with a seed: the same forecasts give the same interval.
    pub interval: Interval,
    /// Against the base rate of the same forecasts; absent where all turned out alike.
    pub skill: Option<f64>,
    pub parts: Parts,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bin {
    pub said: f64,
    pub came_true: usize,
    pub n: usize,
    pub low: f64,
    pub high: f64,
}

/// Mean squared distance between what was said and what came; absent without forecasts.
pub fn brier(known: &[Known]) -> Option<f64> {
    mean(known.iter().map(|it| (it.sure - it.outcome()).powi(2)))
}

/// Mean of −ln of what was said about what came, in nats.
pub fn log_loss(known: &[Known]) -> Option<f64> {
    mean(known.iter().map(|it| -if it.came_true { it.sure } else { 1.0 - it.sure }.ln()))
}

/// How much better than always saying the base rate; absent where all turned out alike.
pub fn skill(known: &[Known]) -> Option<f64> {
    let base = mean(known.iter().map(|it| it.outcome()))?;
    let reference = base * (1.0 - base);
    (reference > 0.0).then_some(1.0 - brier(known)? / reference)
}

/// As much as their number bears: a list, a score with three bins, or a curve.
pub fn calibration(known: &[Known]) -> Calibration {
    let n = known.len();
    let Some(score) = (n >= FOR_SCORE).then(|| scored(known)).flatten() else {
        return Calibration::List { n, need: FOR_SCORE };
    };
    if n < FOR_CURVE {
        Calibration::Score { n, score, bins: bins(known) }
    } else {
        Calibration::Curve { n, score, blocks: isotonic(known) }
    }
}

fn scored(known: &[Known]) -> Option<Score> {
    let interval = chance::interval(known, |drawn| brier(drawn).unwrap_or(HALF));
    let parts = parts(known, f64::to_bits);
    Some(Score { brier: brier(known)?, interval, skill: skill(known), parts })
}

fn bins(known: &[Known]) -> Vec<Bin> {
    let of = |sure: f64| BINS.iter().filter(|edge| sure >= **edge).count();
    let bin = |at: usize| {
        let here: Vec<Known> = known.iter().copied().filter(|it| of(it.sure) == at).collect();
        let came_true = here.iter().filter(|it| it.came_true).count();
        let (low, high) = wilson(came_true as u64, here.len() as u64)?;
        let said = mean(here.iter().map(|it| it.sure))?;
        Some(Bin { said, came_true, n: here.len(), low, high })
    };
    (0..=BINS.len()).filter_map(bin).collect()
}

impl Known {
    fn outcome(self) -> f64 {
        f64::from(u8::from(self.came_true))
    }
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, n) = values.fold((0.0, 0_u32), |(sum, n), it| (sum + it, n + 1));
    (n > 0).then(|| sum / f64::from(n))
}

#[cfg(test)]
mod tests;
