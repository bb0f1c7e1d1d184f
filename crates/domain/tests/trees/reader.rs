//! Somebody who reads a release and works out what follows. Written without a look at the gate: people
//! one by one, ranks in a finite field, and a search through every way of answering that fits.

use std::collections::{BTreeMap, BTreeSet};

use domain::health::figures::{Answer, Band, Counts};
use domain::health::gate::{Release, Shown};
use domain::health::instrument::End;
use domain::health::tree::Tree;

use super::forest::Person;

/// The five steps, and “does not apply”.
const KINDS: usize = 6;
type Tally = [usize; KINDS];

/// People no published group tells apart.
struct Cell {
    within: Vec<usize>,
    answers: Tally,
    /// By the banded groups each is in.
    parts: BTreeMap<Vec<usize>, Tally>,
    /// The same with those whose answers the reader knows: a band was made of all of them.
    all: BTreeMap<Vec<usize>, Tally>,
}

/// The first thing that follows for somebody who knows what some people answered, about fewer than `few`
/// of the others, or about one of them while `pooled` more tell.
pub(crate) fn learns(
    tree: &Tree,
    people: &[Person],
    known: &[usize],
    seen: &Release,
    few: usize,
    pooled: usize,
) -> Option<String> {
    let cells = cells(tree, people, known, seen);
    let answered = |it: &Cell| it.answers.iter().sum::<usize>();
    let scored = |it: &Cell| it.answers[..5].iter().sum::<usize>();
    small_sum(&cells, answered, few)
        .or_else(|| small_sum(&cells, scored, few))
        .or_else(|| cells.iter().find_map(|it| one_answer(it, seen, people.len(), pooled)))
        .or_else(|| pinned(&cells, few))
}

fn cells(tree: &Tree, people: &[Person], known: &[usize], seen: &Release) -> Vec<Cell> {
    let mut cells: BTreeMap<Vec<usize>, Cell> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        let groups = tree.groups_of(&person.teams);
        let of = |wanted: fn(&Shown) -> bool| -> Vec<usize> {
            groups.iter().copied().filter(|&it| wanted(&seen.groups[it])).collect()
        };
        let within = of(|it| matches!(it, Shown::Steps(_)));
        let banded = of(|it| matches!(it, Shown::Band(_)));
        let kind = match person.answer {
            Answer::Step(step) => step - 1,
            Answer::NotApplicable => KINDS - 1,
        };
        if within.is_empty() {
            continue;
        }
        let cell = cells.entry(within.clone()).or_insert_with(|| Cell {
            within,
            answers: [0; KINDS],
            parts: BTreeMap::new(),
            all: BTreeMap::new(),
        });
        let unknown = usize::from(!known.contains(&at));
        cell.answers[kind] += unknown;
        cell.parts.entry(banded.clone()).or_default()[kind] += unknown;
        cell.all.entry(banded).or_default()[kind] += 1;
    }
    cells.into_values().collect()
}

/// Rank test: a union of cells with fewer than `few` people whose sum is a combination of the others.
fn small_sum(cells: &[Cell], size: impl Fn(&Cell) -> usize, few: usize) -> Option<String> {
    let cells: Vec<&Cell> = cells.iter().filter(|it| size(it) > 0).collect();
    let groups: BTreeSet<usize> = cells.iter().flat_map(|it| it.within.iter().copied()).collect();
    let row = |group: usize| cells.iter().map(|it| u64::from(it.within.contains(&group))).collect();
    let rows: Vec<Vec<u64>> = groups.into_iter().map(row).collect();
    let small: Vec<usize> = (0..cells.len()).filter(|&it| size(cells[it]) < few).collect();
    let known = if small.is_empty() { 0 } else { rank(rows.clone()) };
    for chosen in unions(&small, &|it| size(cells[it]), few) {
        let sum = (0..cells.len()).map(|it| u64::from(chosen.contains(&it))).collect();
        if rank([rows.clone(), vec![sum]].concat()) == known {
            let people: usize = chosen.iter().map(|&it| size(cells[it])).sum();
            return Some(format!("the sum over {people} people"));
        }
    }
    None
}

/// Every union of these that stays below `few`.
fn unions(of: &[usize], size: &impl Fn(usize) -> usize, few: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<(Vec<usize>, usize)> = vec![(Vec::new(), 0)];
    for &it in of {
        let wider: Vec<_> = found
            .iter()
            .filter(|(_, people)| people + size(it) < few)
            .map(|(chosen, people)| ([&chosen[..], &[it]].concat(), people + size(it)))
            .collect();
        found.extend(wider);
    }
    found.into_iter().skip(1).map(|it| it.0).collect()
}

const PRIME: u64 = (1 << 61) - 1;

fn times(a: u64, b: u64) -> u64 {
    (u128::from(a) * u128::from(b) % u128::from(PRIME)) as u64
}

fn inverse(of: u64) -> u64 {
    let (mut power, mut base, mut left) = (1, of, PRIME - 2);
    while left > 0 {
        if left % 2 == 1 {
            power = times(power, base);
        }
        base = times(base, base);
        left /= 2;
    }
    power
}

fn rank(mut rows: Vec<Vec<u64>>) -> usize {
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(from) = (rank..rows.len()).find(|&it| rows[it][column] != 0) else { continue };
        rows.swap(rank, from);
        let (top, below) = rows.split_at_mut(rank + 1);
        let lead = inverse(top[rank][column]);
        for row in below.iter_mut().filter(|it| it[column] != 0) {
            let factor = PRIME - times(row[column], lead);
            for (value, of) in row.iter_mut().zip(&top[rank]) {
                *value = (*value + times(factor, *of)) % PRIME;
            }
        }
        rank += 1;
    }
    rank
}

/// Whether the answers of a cell, less those of any `pooled` of its people, leave somebody one answer.
fn one_answer(cell: &Cell, seen: &Release, everybody: usize, pooled: usize) -> Option<String> {
    let types: Vec<(&Vec<usize>, usize)> =
        cell.parts.keys().flat_map(|part| (0..KINDS).map(move |kind| (part, kind))).collect();
    for first in 0..=types.len() {
        for second in first..=types.len() {
            let told: Vec<_> =
                [first, second].iter().take(pooled).filter_map(|&it| types.get(it)).collect();
            let mut left = cell.parts.clone();
            let fits = told.iter().all(|(part, kind)| {
                let count = &mut left.get_mut(*part).expect("a part of the cell")[*kind];
                *count = count.wrapping_sub(1);
                *count < everybody
            });
            if !fits {
                continue;
            }
            for (part, answers) in &left {
                let kinds: Vec<usize> = (0..KINDS).filter(|&it| answers[it] > 0).collect();
                if let [only] = kinds[..]
                    && !exchanged(cell, &left, part, only, seen)
                {
                    return Some(format!(
                        "that {} people answered {} (in {:?}: {:?}, told {told:?})",
                        answers[only],
                        only + 1,
                        cell.within,
                        cell.all,
                    ));
                }
            }
            if pooled == 0 {
                return None;
            }
        }
    }
    None
}

/// Whether the people of this part could have answered something else, by exchange with another part of
/// the same cell, with every band still true. `left` are those whose answers nobody told.
fn exchanged(
    cell: &Cell,
    left: &BTreeMap<Vec<usize>, Tally>,
    part: &Vec<usize>,
    only: usize,
    seen: &Release,
) -> bool {
    left.iter().filter(|(other, _)| *other != part).any(|(other, theirs)| {
        (0..KINDS).filter(|&kind| kind != only && theirs[kind] > 0).any(|kind| {
            (1..=theirs[kind].min(left[part][only])).any(|count| {
                let mut parts = cell.all.clone();
                for (whose, gives, takes) in [(part, only, kind), (other, kind, only)] {
                    let answers = parts.get_mut(whose).expect("a part of the cell");
                    answers[gives] -= count;
                    answers[takes] += count;
                }
                bands_hold(&parts, seen)
            })
        })
    })
}

/// R8 as a reader knows it: all but two alike, or all but two on the middle and one neighbour.
fn bands_hold(parts: &BTreeMap<Vec<usize>, Tally>, seen: &Release) -> bool {
    let banded: BTreeSet<usize> = parts.keys().flatten().copied().collect();
    banded.into_iter().all(|group| {
        let mut sum = [0; KINDS];
        for (_, answers) in parts.iter().filter(|(part, _)| part.contains(&group)) {
            sum.iter_mut().zip(answers).for_each(|(sum, n)| *sum += n);
        }
        let [a, b, c, d, e, other] = sum;
        let n = a + b + c + d + e;
        let counts = Counts { steps: [a, b, c, d, e], not_applicable: other };
        let band = counts.band(End::High);
        let most = [a, b, c, d, e].into_iter().max().unwrap_or(0);
        let near = if band == Some(Band::Mixed) { (b + c).max(c + d).max(most) } else { most };
        other == 0 && near + 2 >= n && band.map(Shown::Band) == Some(seen.groups[group])
    })
}

/// Integer feasibility: a cell of fewer than `few` whose sum is the same in every way of answering that
/// fits all published counts. A search that takes too long counts as found.
fn pinned(cells: &[Cell], few: usize) -> Option<String> {
    let small = |it: &&Cell| it.answers.iter().sum::<usize>() < few;
    cells.iter().filter(small).find_map(|target| {
        let mut totals: BTreeMap<usize, Tally> = BTreeMap::new();
        for cell in cells {
            for group in &cell.within {
                let total = totals.entry(*group).or_default();
                total.iter_mut().zip(cell.answers).for_each(|(sum, n)| *sum += n);
            }
        }
        let mut order: Vec<&Cell> = vec![target];
        order.extend(cells.iter().filter(|it| !std::ptr::eq(*it, target)));
        let mut budget = 200_000;
        let other = other_way(&order, 0, &mut totals, false, &mut budget);
        let people: usize = target.answers.iter().sum();
        (!other).then(|| format!("what {people} people answered, from bounds"))
    })
}

/// Whether the cells from `at` on can be filled so that the first of all sums up to something else.
fn other_way(
    cells: &[&Cell],
    at: usize,
    left: &mut BTreeMap<usize, Tally>,
    differs: bool,
    budget: &mut usize,
) -> bool {
    let Some(cell) = cells.get(at) else { return differs };
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    let most: Tally =
        std::array::from_fn(|kind| cell.within.iter().map(|it| left[it][kind]).min().unwrap_or(0));
    // The last cell of a group takes what is left of it.
    let last = cell.within.iter().find(|it| cells[at + 1..].iter().all(|c| !c.within.contains(it)));
    let ways = match last {
        Some(group) => vec![left[group]],
        None => fills(most, cell.answers.iter().sum()),
    };
    let n: usize = cell.answers.iter().sum();
    for way in ways {
        if way.iter().sum::<usize>() != n || way.iter().zip(most).any(|(a, b)| *a > b) {
            continue;
        }
        let sum = |it: &Tally| (0..5).map(|step| (step + 1) * it[step]).sum::<usize>();
        let differs = differs || at == 0 && sum(&way) != sum(&cell.answers);
        if at == 0 && !differs {
            continue;
        }
        for group in &cell.within {
            let total = left.get_mut(group).expect("a published group");
            total.iter_mut().zip(way).for_each(|(sum, n)| *sum -= n);
        }
        let found = other_way(cells, at + 1, left, differs, budget);
        for group in &cell.within {
            let total = left.get_mut(group).expect("a published group");
            total.iter_mut().zip(way).for_each(|(sum, n)| *sum += n);
        }
        if found {
            return true;
        }
    }
    false
}

/// Every way to hand out `n` with at most so many of each kind.
fn fills(most: Tally, n: usize) -> Vec<Tally> {
    let mut ways = vec![([0; KINDS], n)];
    for kind in 0..KINDS {
        ways = ways
            .into_iter()
            .flat_map(|(way, left)| {
                (0..=most[kind].min(left)).map(move |count| {
                    let mut way = way;
                    way[kind] = count;
                    (way, left - count)
                })
            })
            .collect();
    }
    ways.into_iter().filter(|it| it.1 == 0).map(|it| it.0).collect()
}
