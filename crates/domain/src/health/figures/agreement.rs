//! How far a team answers alike: r_wg of one item (`domain.md` 6.6).

use serde::Serialize;

use super::Counts;
use crate::health::instrument::STEPS;

/// Below this many it is not computed.
const ENOUGH: usize = 5;
/// The usual convention for speaking of “the team”. A convention, not a law.
const CONVENTION: f64 = 0.7;

/// Whether a team may be spoken of as one. Where not, the spread itself is the finding.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// From 0, as apart as if answered by dice, to 1, all alike.
    pub r: f64,
}

impl Agreement {
    pub fn says(self) -> &'static str {
        if self.r >= CONVENTION {
            "People answer much alike."
        } else {
            "People answer differently; read the spread, not the middle."
        }
    }
}

/// `1 − s² / 2`, never below 0: 2 is the variance of five steps chosen by dice, (5² − 1) / 12.
pub fn agreement(counts: &Counts) -> Option<Agreement> {
    let n = counts.scored();
    if n < ENOUGH {
        return None;
    }
    let mean = counts.sum() as f64 / n as f64;
    let squares: f64 = counts
        .steps
        .iter()
        .zip(1..)
        .map(|(&count, step)| count as f64 * (f64::from(step) - mean).powi(2))
        .sum();
    let by_dice = (STEPS * STEPS - 1) as f64 / 12.0;
    Some(Agreement { r: (1.0 - squares / (n - 1) as f64 / by_dice).max(0.0) })
}
