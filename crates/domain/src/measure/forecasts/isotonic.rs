//! Calibration without choosing bins: neighbours that contradict each other are pooled (CORP).

use serde::Serialize;

use super::chance;
use super::{Known, mean};

/// Forecasts between two probabilities that are read as one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Smallest and largest probability in it.
    pub from: f64,
    pub to: f64,
    /// Mean of what was said, and the share that came true.
    pub said: f64,
    pub came: f64,
    pub n: usize,
    /// Where the share would lie, 95 of 100 times, if what was said were exactly right.
    pub low: f64,
    pub high: f64,
}

/// Pools adjacent violators: the shares never fall from one block to the next.
pub fn isotonic(known: &[Known]) -> Vec<Block> {
    let mut sorted = known.to_vec();
    sorted.sort_by(|a, b| a.sure.total_cmp(&b.sure));
    let mut pools: Vec<Vec<Known>> = Vec::new();
    for same in sorted.chunk_by(|a, b| a.sure.total_cmp(&b.sure).is_eq()) {
        pools.push(same.to_vec());
        while let [.., before, last] = pools.as_slice() {
            if share(before) < share(last) {
                break;
            }
            let last = pools.pop().unwrap_or_default();
            if let Some(before) = pools.last_mut() {
                before.extend(last);
            }
        }
    }
    pools.iter().map(|pool| block(pool)).collect()
}

fn share(pool: &[Known]) -> f64 {
    mean(pool.iter().map(|it| it.outcome())).unwrap_or_default()
}

fn block(pool: &[Known]) -> Block {
    let (low, high) = chance::band(pool);
    Block {
        from: pool.first().map_or(0.0, |it| it.sure),
        to: pool.last().map_or(1.0, |it| it.sure),
        said: mean(pool.iter().map(|it| it.sure)).unwrap_or_default(),
        came: share(pool),
        n: pool.len(),
        low,
        high,
    }
}
