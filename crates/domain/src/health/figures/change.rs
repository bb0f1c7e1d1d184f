//! Whether two waves differ, judged by shuffling: how often would chance alone move the middle so far?
//!
//! A permutation test asks nothing of the shape of the answers. Up to `EXACT` divisions it counts all
//! of them; beyond, it draws, from a seed made of the counts, so that the same waves always give the
//! same answer. Two waves hold partly the same people and nobody knows which answers belong together
//! (R12), so the test treats them as two groups. That makes it cautious.

use serde::Serialize;

use super::Counts;
use crate::health::instrument::STEPS;

/// Draws where counting would take too long; the error of a p-value of 0.05 is then about 0.003.
const DRAWS: u32 = 4_999;
/// Ways to divide the answers, by counts, that are still counted one by one.
const EXACT: usize = 20_000;
/// Products of factorials carry rounding: differences this small are none.
const SAME: f64 = 1e-9;

/// How the p-value was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Evidence {
    Counted,
    Drawn,
}

/// The comparison of two waves on one item.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Scored answers then and now.
    pub n: [usize; 2],
    /// Difference of the mean ranks, positive where answers went up; from −1 to 1.
    pub lean: f64,
    /// Share of divisions at least as far apart, either way.
    pub p: f64,
    pub by: Evidence,
}

impl Change {
    /// Said with n; never “significant”, and below the limit never “no change”.
    pub fn says(&self) -> String {
        let [then, now] = self.n;
        let n = format!("n {then} then, {now} now");
        let way = if self.lean > 0.0 { "higher" } else { "lower" };
        if self.p <= 0.05 {
            format!("Answers went {way}, further than chance usually takes them ({n}).")
        } else {
            format!("What differs could well be chance ({n}).")
        }
    }
}

/// Absent where one of the waves has no scored answer.
pub fn change(then: &Counts, now: &Counts) -> Option<Change> {
    let n = [then.scored(), now.scored()];
    if n.contains(&0) {
        return None;
    }
    let all = then.plus(now).steps;
    let ranks = mid_ranks(all);
    let seen = rank_sum(now.steps, ranks);
    let expected = n[1] as f64 * (n[0] + n[1] + 1) as f64 / 2.0;
    let far = (seen - expected).abs() - SAME;
    let ways: usize = all.iter().map(|count| count + 1).fold(1, usize::saturating_mul);
    let (p, by) = if ways <= EXACT {
        (
            counted(all, n[1], |steps| (rank_sum(steps, ranks) - expected).abs() >= far),
            Evidence::Counted,
        )
    } else {
        (
            drawn(all, n[1], |steps| (rank_sum(steps, ranks) - expected).abs() >= far),
            Evidence::Drawn,
        )
    };
    let lean = 2.0 * (seen - expected) / (n[0] * n[1]) as f64;
    Some(Change { n, lean, p, by })
}

/// Equal answers share the middle of the ranks they take up.
fn mid_ranks(all: [usize; STEPS]) -> [f64; STEPS] {
    let mut below = 0;
    all.map(|count| {
        let rank = below as f64 + (count as f64 + 1.0) / 2.0;
        below += count;
        rank
    })
}

fn rank_sum(steps: [usize; STEPS], ranks: [f64; STEPS]) -> f64 {
    steps.iter().zip(ranks).map(|(&count, rank)| count as f64 * rank).sum()
}

/// Share of all ways to hand `take` of the answers to “now” for which `far` holds.
fn counted(all: [usize; STEPS], take: usize, far: impl Fn([usize; STEPS]) -> bool) -> f64 {
    let mut sums = [0.0, 0.0];
    each_division(all, take, 0, &mut [0; STEPS], &mut |steps| {
        let ways: f64 = all.iter().zip(steps).map(|(&of, part)| choose(of, part)).product();
        sums[0] += if far(steps) { ways } else { 0.0 };
        sums[1] += ways;
    });
    sums[0] / sums[1]
}

fn each_division(
    all: [usize; STEPS],
    left: usize,
    at: usize,
    steps: &mut [usize; STEPS],
    found: &mut impl FnMut([usize; STEPS]),
) {
    if at == STEPS {
        if left == 0 {
            found(*steps);
        }
        return;
    }
    for part in 0..=all[at].min(left) {
        steps[at] = part;
        each_division(all, left - part, at + 1, steps, found);
    }
    steps[at] = 0;
}

fn choose(n: usize, k: usize) -> f64 {
    (0..k.min(n - k)).map(|i| (n - i) as f64 / (i + 1) as f64).product()
}

/// The same from shuffles. What was seen counts as one of them, so p is never zero.
fn drawn(all: [usize; STEPS], take: usize, far: impl Fn([usize; STEPS]) -> bool) -> f64 {
    let mut answers: Vec<usize> =
        all.iter().enumerate().flat_map(|(step, &count)| vec![step; count]).collect();
    let mut state = all.iter().fold(take as u64, |seed, &count| mix(seed ^ count as u64));
    let mut at_least_as_far = 1;
    for _ in 0..DRAWS {
        let mut steps = [0; STEPS];
        for i in 0..take {
            state = mix(state);
            let other = i + (state % (answers.len() - i) as u64) as usize;
            answers.swap(i, other);
            steps[answers[i]] += 1;
        }
        at_least_as_far += u32::from(far(steps));
    }
    f64::from(at_least_as_far) / f64::from(DRAWS + 1)
}

/// SplitMix64: enough for shuffling, and the same everywhere.
fn mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
