//! Brier's score taken apart: reliability, resolution, uncertainty, and the two terms that bins add.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Known, mean};

/// `reliability − resolution + uncertainty + within − across` is Brier's score exactly, whatever the
/// groups (Murphy 1973; Stephenson et al. 2008).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Parts {
    /// 0 is perfectly calibrated.
    pub reliability: f64,
    /// How far the groups differ from the base rate: more is better.
    pub resolution: f64,
    /// Of what was forecast, not of who forecast it.
    pub uncertainty: f64,
    /// Variance within the groups; 0 where all in a group said the same.
    pub within: f64,
    /// Twice the covariance within the groups.
    pub across: f64,
}

impl Parts {
    pub fn sum(self) -> f64 {
        self.reliability - self.resolution + self.uncertainty + self.within - self.across
    }
}

/// Takes the score apart over groups of forecasts; `group` names the group of a probability.
pub fn parts(known: &[Known], group: impl Fn(f64) -> u64) -> Parts {
    let Some(base) = mean(known.iter().map(|it| it.outcome())) else { return Parts::default() };
    let mut groups: BTreeMap<u64, Vec<Known>> = BTreeMap::new();
    for it in known {
        groups.entry(group(it.sure)).or_default().push(*it);
    }
    let all = known.len() as f64;
    let mut found = Parts { uncertainty: base * (1.0 - base), ..Parts::default() };
    for here in groups.values() {
        let said = mean(here.iter().map(|it| it.sure)).unwrap_or_default();
        let came = mean(here.iter().map(|it| it.outcome())).unwrap_or_default();
        let share = here.len() as f64 / all;
        found.reliability += share * (said - came).powi(2);
        found.resolution += share * (came - base).powi(2);
        for it in here {
            found.within += (it.sure - said).powi(2) / all;
            found.across += 2.0 * (it.sure - said) * (it.outcome() - came) / all;
        }
    }
    found
}
