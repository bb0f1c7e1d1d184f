//! R8: a band in place of counts, where it tells nobody more than where the group leans.
//!
//! A reader who sees a band knows the rule, and so that all but two of the group answered alike. They
//! may also know the counts of a larger cell around it. So every way the cell's answers could be divided
//! between the group and the rest is listed, and the band is given only if nobody's answer is the same in
//! all of them, for any two people who compare notes.

use std::collections::BTreeSet;

use super::Shown;
use super::rules::alike;
use super::sight::Sight;
use crate::health::crowd::Atom;
use crate::health::figures::{Band, Counts};
use crate::health::instrument::STEPS;
use crate::health::limits::COLLUDERS;

/// “Does not apply” as one more answer.
const KINDS: usize = STEPS + 1;
type Answers = [usize; KINDS];

/// The band for a group closed by R8, or nothing where it would say too much.
pub(super) fn instead(sight: &Sight, group: usize, so_far: &[Shown]) -> Option<Band> {
    let counts = sight.case.crowd.counts(group);
    let band = counts.band(sight.case.favourable)?;
    let cells: BTreeSet<Vec<usize>> =
        sight.members(group).iter().map(|it| sight.open_of(&it.groups)).collect();
    let within = cells.first()?;
    // One band to a cell, and one from root to leaf: two of them together could be solved.
    let near = |atom: &&Atom| {
        atom.groups.contains(&group) || !within.is_empty() && sight.open_of(&atom.groups) == *within
    };
    let taken = sight
        .case
        .crowd
        .atoms
        .iter()
        .filter(near)
        .any(|atom| atom.groups.iter().any(|&it| matches!(so_far[it], Shown::Band(_))));
    if taken || cells.len() > 1 || counts.not_applicable > 0 || sight.is_short(group) {
        return None;
    }
    let Some(cell) = sight.cells().into_iter().find(|it| it.within == *within) else {
        return Some(band);
    };
    let says = |it: &Counts| alike(it) && it.band(sight.case.favourable) == Some(band);
    let divided = Divided {
        group: kinds(&counts),
        cell: kinds(&cell.answers),
        ways: splits(counts.scored(), says, kinds(&cell.answers)),
        k: sight.k(),
    };
    divided.is_safe().then_some(band)
}

fn kinds(counts: &Counts) -> Answers {
    let mut all = [0; KINDS];
    all[..STEPS].copy_from_slice(&counts.steps);
    all[STEPS] = counts.not_applicable;
    all
}

/// Every way `n` answers fit the band and leave the rest of the cell possible. Alike means nearly all on
/// one step or on two neighbours, so few others have to be placed.
fn splits(n: usize, says: impl Fn(&Counts) -> bool, cell: Answers) -> Vec<Answers> {
    let mut found = Vec::new();
    let mut others = vec![[0; STEPS]];
    for a in 0..STEPS {
        others.push(with(&[a]));
        others.extend((0..=a).map(|b| with(&[a, b])));
    }
    for low in 0..STEPS {
        for other in &others {
            let Some(left) = n.checked_sub(other.iter().sum()) else { continue };
            for upper in 0..=if low + 1 < STEPS { left } else { 0 } {
                let mut steps = *other;
                steps[low] += left - upper;
                if upper > 0 {
                    steps[low + 1] += upper;
                }
                let way = Counts { steps, not_applicable: 0 };
                if says(&way) && kinds(&way).iter().zip(cell).all(|(part, of)| *part <= of) {
                    found.push(kinds(&way));
                }
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn with(steps: &[usize]) -> [usize; STEPS] {
    let mut all = [0; STEPS];
    for &step in steps {
        all[step] += 1;
    }
    all
}

/// A cell, the group in it as it is, and every way it could be as far as a reader knows.
struct Divided {
    group: Answers,
    cell: Answers,
    ways: Vec<Answers>,
    k: usize,
}

impl Divided {
    fn is_safe(&self) -> bool {
        let rest = less(self.cell, self.group);
        let mut pools = vec![([0; KINDS], [0; KINDS])];
        for _ in 0..COLLUDERS {
            let wider = pools.iter().flat_map(|&(inside, outside)| {
                let one = |mut of: Answers, at: usize| {
                    of[at] += 1;
                    of
                };
                (0..KINDS)
                    .flat_map(move |at| [(one(inside, at), outside), (inside, one(outside, at))])
            });
            pools.extend(wider.collect::<Vec<_>>());
        }
        pools.retain(|(inside, outside)| fits(inside, &self.group) && fits(outside, &rest));
        pools.sort_unstable();
        pools.dedup();
        pools.iter().all(|(inside, outside)| self.is_safe_from(inside, outside))
    }

    /// Whether people with these answers, in the group and in the rest, learn nobody else's.
    fn is_safe_from(&self, inside: &Answers, outside: &Answers) -> bool {
        let ways: Vec<(Answers, Answers)> = self
            .ways
            .iter()
            .map(|&way| (way, less(self.cell, way)))
            .filter(|(group, rest)| fits(inside, group) && fits(outside, rest))
            .map(|(group, rest)| (less(group, *inside), less(rest, *outside)))
            .collect();
        let open = |part: fn(&(Answers, Answers)) -> &Answers| {
            let seen = (0..KINDS).filter(|&at| ways.iter().any(|way| part(way)[at] > 0)).count();
            seen != 1
        };
        let sums = |rest: &Answers| rest.iter().zip(1..).map(|(n, step)| n * step).sum::<usize>();
        let few = less(self.cell, self.group).iter().sum::<usize>() < self.k;
        let sum_varies = ways.iter().any(|way| sums(&way.1) != sums(&ways[0].1));
        let nobody_left = ways.iter().all(|way| way.1.iter().sum::<usize>() == 0);
        open(|it| &it.0) && open(|it| &it.1) && (!few || nobody_left || sum_varies)
    }
}

fn fits(part: &Answers, whole: &Answers) -> bool {
    part.iter().zip(whole).all(|(part, of)| part <= of)
}

fn less(whole: Answers, part: Answers) -> Answers {
    std::array::from_fn(|at| whole[at] - part[at])
}
