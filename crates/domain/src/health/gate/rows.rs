//! R5: which small sums follow from the published ones, by exact elimination over fractions.
//!
//! A published sum is a row of zeros and ones over the cells. A sum over some cells follows from them
//! exactly if it is in the row space, that is if it is orthogonal to every way to change the cells
//! that changes no published sum (the null space).

use std::collections::BTreeSet;

/// A fraction in lowest terms with a positive denominator; `None` where it no longer fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    over: i128,
    under: i128,
}

const ZERO: Fraction = Fraction { over: 0, under: 1 };
const ONE: Fraction = Fraction { over: 1, under: 1 };

impl Fraction {
    fn new(over: i128, under: i128) -> Option<Self> {
        if under == 0 {
            return None;
        }
        let (mut a, mut b) = (over.checked_abs()?, under.checked_abs()?);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = under.signum();
        Some(Self { over: sign * over / a, under: sign * under / a })
    }

    fn minus(self, other: Self) -> Option<Self> {
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?;
        Self::new(left.checked_sub(right)?, self.under.checked_mul(other.under)?)
    }

    fn times(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    fn by(self, other: Self) -> Option<Self> {
        Self::new(self.over.checked_mul(other.under)?, self.under.checked_mul(other.over)?)
    }
}

/// Cells, together fewer than `k` people, whose sum follows. `columns` holds for each cell the published
/// groups it is in, `weights` how many people it has (at least one). If a fraction no longer fits,
/// the smallest cell: in doubt it follows.
pub(super) fn determined(columns: &[&[usize]], weights: &[usize], k: usize) -> Option<Vec<usize>> {
    let few: Vec<usize> = (0..weights.len()).filter(|&it| weights[it] < k).collect();
    let smallest = few.iter().copied().min_by_key(|&it| weights[it])?;
    let Some(moves) = null_space(columns) else { return Some(vec![smallest]) };
    let search = Search { moves: &moves, weights, few: &few, k };
    for &first in &few {
        match search.from(&[first], weights[first]) {
            Some(found) if found.is_empty() => {}
            Some(found) => return Some(found),
            None => return Some(vec![smallest]),
        }
    }
    None
}

/// By cell: how much each independent change that no published sum notices changes it.
fn null_space(columns: &[&[usize]]) -> Option<Vec<Vec<Fraction>>> {
    let groups: BTreeSet<usize> = columns.iter().flat_map(|it| it.iter().copied()).collect();
    let bit = |is: bool| if is { ONE } else { ZERO };
    let row = |group| columns.iter().map(|it| bit(it.contains(group))).collect();
    let mut rows: Vec<Vec<Fraction>> = groups.iter().map(row).collect();
    let pivots = reduce(&mut rows, columns.len())?;
    let free: Vec<usize> = (0..columns.len()).filter(|it| !pivots.contains(it)).collect();
    (0..columns.len())
        .map(|cell| {
            let change = |&by: &usize| match pivots.iter().position(|&it| it == cell) {
                Some(row) => ZERO.minus(rows[row][by]),
                None => Some(bit(by == cell)),
            };
            free.iter().map(change).collect()
        })
        .collect()
}

/// Gauss–Jordan. The columns of the leading ones, by row.
fn reduce(rows: &mut [Vec<Fraction>], width: usize) -> Option<Vec<usize>> {
    let mut pivots = Vec::new();
    for column in 0..width {
        let top = pivots.len();
        let Some(from) = (top..rows.len()).find(|&it| rows[it][column] != ZERO) else { continue };
        rows.swap(top, from);
        let lead = rows[top][column];
        for value in &mut rows[top] {
            *value = value.by(lead)?;
        }
        let leading = rows[top].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(it, _)| *it != top) {
            let factor = row[column];
            if factor == ZERO {
                continue;
            }
            for (value, lead) in row.iter_mut().zip(&leading) {
                *value = value.minus(factor.times(*lead)?)?;
            }
        }
        pivots.push(column);
    }
    Some(pivots)
}

struct Search<'a> {
    moves: &'a [Vec<Fraction>],
    weights: &'a [usize],
    few: &'a [usize],
    k: usize,
}

impl Search<'_> {
    /// A set of cells that holds these and whose sum follows; empty if there is none. Where a change
    /// still moves the sum, only a cell that it moves too can make up for it: that keeps this short.
    fn from(&self, chosen: &[usize], people: usize) -> Option<Vec<usize>> {
        let Some(change) = self.first_move(chosen)? else { return Some(chosen.to_vec()) };
        for &next in self.few {
            let people = people + self.weights[next];
            if people >= self.k || chosen.contains(&next) || self.moves[next][change] == ZERO {
                continue;
            }
            let found = self.from(&[chosen, &[next]].concat(), people)?;
            if !found.is_empty() {
                return Some(found);
            }
        }
        Some(Vec::new())
    }

    /// The first change that moves the sum of these cells.
    fn first_move(&self, chosen: &[usize]) -> Option<Option<usize>> {
        let changes = self.moves.first().map_or(0, Vec::len);
        for change in 0..changes {
            let mut sum = ZERO;
            for &cell in chosen {
                sum = sum.minus(ZERO.minus(self.moves[cell][change])?)?;
            }
            if sum != ZERO {
                return Some(Some(change));
            }
        }
        Some(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E6: t 2, x 5, y 5, z 5 and all, all but z, all but y, all but x: t = S1 + S2 + S3 − 2 · all.
    #[test]
    fn e6_three_complements_and_the_whole_give_away_two_people() {
        let columns: [&[usize]; 4] = [&[0, 1, 2, 3], &[0, 1, 2], &[0, 1, 3], &[0, 2, 3]];
        assert_eq!(determined(&columns, &[2, 5, 5, 5], 5), Some(vec![0]));
        assert_eq!(
            determined(&columns, &[5, 5, 5, 5], 5),
            None,
            "five people may be known together"
        );
        let without_all: [&[usize]; 4] = [&[1, 2, 3], &[1, 2], &[1, 3], &[2, 3]];
        assert_eq!(determined(&without_all, &[2, 5, 5, 5], 5), None);
    }

    #[test]
    fn two_cells_that_only_follow_together_are_found() {
        // a+b+c, and c alone: a+b follows although neither does. Two columns alike are one cell
        // elsewhere; here they stand apart.
        let columns: [&[usize]; 3] = [&[0], &[0], &[0, 1]];
        assert_eq!(determined(&columns, &[2, 2, 9], 5), Some(vec![0, 1]));
        assert_eq!(determined(&columns, &[2, 3, 9], 5), None);
    }

    #[test]
    fn fractions_stay_exact_and_say_when_they_do_not_fit() {
        let third = Fraction::new(-1, -3).unwrap();
        assert_eq!(third.minus(Fraction::new(1, 3).unwrap()), Some(ZERO));
        assert_eq!(third.times(Fraction::new(3, 1).unwrap()), Some(ONE));
        assert_eq!(third.by(ZERO), None, "nothing is divided by nothing");
        assert_eq!(Fraction::new(i128::MAX, 1).unwrap().times(Fraction::new(2, 1).unwrap()), None);
    }
}
