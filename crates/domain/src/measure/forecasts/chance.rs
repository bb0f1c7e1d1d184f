//! Drawing again, with a seed made of the forecasts themselves: the same ones give the same doubt.

use super::super::Interval;
use super::super::quantile::{Sorted, type7};
use super::Known;

/// How often is drawn (`domain.md` 7.7).
const DRAWS: usize = 2_000;

/// SplitMix64: small, well spread, and the same on every machine.
struct Draw(u64);

impl Draw {
    fn of(known: &[Known]) -> Self {
        // FNV-1a over what was said and what came, in an order of their own.
        let mut values: Vec<u64> =
            known.iter().map(|it| it.sure.to_bits() ^ u64::from(it.came_true)).collect();
        values.sort_unstable();
        let fold = |hash: u64, it: &u64| (hash ^ it).wrapping_mul(0x0100_0000_01b3);
        Self(values.iter().fold(0xcbf2_9ce4_8422_2325, fold))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`, which is at least 1.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The middle 95 % of a figure over forecasts drawn again with replacement.
pub(super) fn interval(known: &[Known], figure: impl Fn(&[Known]) -> f64) -> Interval {
    let mut sorted = known.to_vec();
    sorted.sort_by(|a, b| a.sure.total_cmp(&b.sure).then(a.came_true.cmp(&b.came_true)));
    let mut draw = Draw::of(known);
    let mut again = Vec::with_capacity(sorted.len());
    let figures = (0..DRAWS).map(|_| {
        again.clear();
        again.extend(sorted.iter().map(|_| sorted[draw.below(sorted.len())]));
        figure(&again)
    });
    let (low, high) = middle(figures.collect());
    Interval { low, high: Some(high) }
}

/// Where the share that comes true lies if every forecast of the pool is exactly right.
pub(super) fn band(pool: &[Known]) -> (f64, f64) {
    if pool.is_empty() {
        return (0.0, 1.0);
    }
    let mut draw = Draw::of(pool);
    let share = |draw: &mut Draw| {
        let hits = pool.iter().filter(|it| draw.share() < it.sure).count();
        hits as f64 / pool.len() as f64
    };
    middle((0..DRAWS).map(|_| share(&mut draw)).collect())
}

fn middle(mut figures: Vec<f64>) -> (f64, f64) {
    figures.sort_by(f64::total_cmp);
    let at = |p: f64| type7(Sorted::new(&figures), p).unwrap_or_default();
    (at(0.025), at(0.975))
}
