//! The rules that close groups: each looks at what is open and names the next group that must go.

use super::Rule;
use std::collections::BTreeSet;

use super::rows;
use super::sight::{Cell, People, Sight};
use crate::health::figures::Counts;
use crate::health::limits::COLLUDERS;

/// R1: fewer than k people.
pub(super) fn size(sight: &Sight) -> Option<usize> {
    sight.open().find(|&group| sight.is_short(group))
}

/// R3: whoever of a group is in no open child can be read as the difference; they must be nobody or at
/// least k, else the smallest open child goes too (E6).
pub(super) fn complement(sight: &Sight) -> Option<usize> {
    let tree = sight.case.tree;
    (0..tree.len()).find_map(|group| {
        let is_open_child = |it: usize| tree.parent(it) == Some(group) && sight.is_open(it);
        let rest = sight.count(group, |groups| !groups.iter().any(|&it| is_open_child(it)));
        if !rest.are_few(sight.k()) {
            return None;
        }
        sight.smallest(tree.children(group).filter(|&it| sight.is_open(it)))
    })
}

/// R3b: below a closed group everything is closed, or the closed one can be put together again.
pub(super) fn below_hidden(sight: &Sight) -> Option<usize> {
    let hidden = |group| sight.case.tree.parent(group).is_some_and(|it| !sight.is_open(it));
    sight.open().find(|&group| hidden(group))
}

/// R4: of any two open groups, what only one of them has and what both have is nobody or at least k.
pub(super) fn pairwise(sight: &Sight) -> Option<usize> {
    // Each of those parts is made of whole cells, so one of the two groups holds a small cell.
    let cells = sight.cells();
    let small = cells.iter().filter(|it| it.people.are_few(sight.k()));
    let suspects: BTreeSet<usize> = small.flat_map(|it| it.within.iter().copied()).collect();
    suspects.into_iter().find_map(|a| {
        let other = sight.open().find(|b| {
            let both = sight.count(a, |groups| groups.contains(b));
            let parts = [both, sight.size(a).less(both), sight.size(*b).less(both)];
            parts.iter().any(|it| it.are_few(sight.k()))
        })?;
        sight.smallest([a, other].into_iter())
    })
}

/// R5: no sum over fewer than k people may be a combination of the open sums.
pub(super) fn joint(sight: &Sight) -> Option<usize> {
    let cells = sight.cells();
    let found =
        [|it: People| it.answered, |it: People| it.scored].into_iter().find_map(|count| {
            let present: Vec<&Cell> = cells.iter().filter(|it| count(it.people) > 0).collect();
            let columns: Vec<&[usize]> = present.iter().map(|it| it.within.as_slice()).collect();
            let weights: Vec<usize> = present.iter().map(|it| count(it.people)).collect();
            let few = rows::determined(&columns, &weights, sight.k())?;
            few.first().map(|&it| present[it])
        })?;
    sight.around(found)
}

/// R8: a cell of one mind shows what each of its people said, however many they are. A group that is of
/// one mind itself goes, and shows a band; else what sets the cell apart, as in R3.
pub(super) fn of_one_mind(sight: &Sight) -> Option<(usize, Rule)> {
    let cells = sight.cells();
    let cell = cells.iter().find(|it| alike(&it.answers))?;
    let group = sight.around(cell)?;
    let itself = alike(&sight.case.crowd.counts(group));
    Some((group, if itself { Rule::R8 } else { Rule::R3 }))
}

/// R13: a cell of a few, although no sum over it can be combined. Bounds can still pin it down: five
/// answers that add up to 25 are five times 5.
pub(super) fn in_doubt(sight: &Sight) -> Option<usize> {
    let cells = sight.cells();
    sight.around(cells.iter().find(|it| it.people.are_few(sight.k()))?)
}

/// Whether two people who know their own answers could know everybody's. At the middle step two
/// neighbouring steps count as one: the band “mixed” would else say “all of them chose the middle”.
pub(super) fn alike(answers: &Counts) -> bool {
    let [_, two, three, four, _] = answers.steps;
    let n = answers.scored();
    let most = answers.steps.iter().max().copied().unwrap_or_default();
    let middling = answers.median() == Some(crate::health::figures::Median::Step(3))
        && (two + three).max(three + four) + COLLUDERS >= n;
    n > 0 && (most + COLLUDERS >= n || middling)
        || answers.not_applicable > 0 && answers.not_applicable + COLLUDERS >= answers.answered()
}
