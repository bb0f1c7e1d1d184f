//! The one way from answers to figures: rules R1 to R13 of `domain.md` 8.4.
//!
//! A wave is released once, at its close, item by item. Each rule is a function that looks at what is
//! still open and names what must go; they are asked in turn until none has anything to say. Rules only
//! ever close, so this ends, and closing everything is always an answer.
//!
//! What the end state guarantees: every *cell*, that is people in exactly the same open groups, holds
//! nobody or at least k, and is not of one mind even for two of its members who compare notes. Then
//! any two of its people who answered differently could be exchanged and no figure would change; so
//! no answer, and no sum over fewer than k people, follows from the figures.

mod band;
mod rows;
mod rule;
mod rules;
mod sight;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::crowd::Crowd;
use super::figures::{Band, Counts};
use super::instrument::End;
use super::limits::Limits;
use super::tree::Tree;
pub use rule::Rule;
use sight::Sight;

/// One item of one closed wave.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub tree: &'a Tree,
    pub crowd: &'a Crowd,
    pub limits: Limits,
    pub favourable: End,
}

/// What may be seen of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// All counts; median, mean and n follow from them.
    Steps(Counts),
    /// Where the group leans, and nothing else.
    Band(Band),
    /// The rule, never the number: a group of none reads like a group of four.
    Hidden(Rule),
}

/// What may be seen of one item: one line a group, by its index in the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub groups: Vec<Shown>,
}

impl Release {
    /// Groups whose counts are shown.
    pub fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.groups.len()).filter(|&it| matches!(self.groups[it], Shown::Steps(_)))
    }
}

/// Computes what everybody may see. What was released before stands, whatever has come or gone since
/// (R6); deleting a report does not open the gate again, because the release is kept with the wave.
pub fn release(case: &Case, before: Option<&Release>, rules: &[Rule]) -> Release {
    if let Some(before) = before.filter(|_| rules.contains(&Rule::R6)) {
        return before.clone();
    }
    let mut sight = Sight::new(case, vec![None; case.tree.len()], None);
    settle(&mut sight, rules);
    let mut groups: Vec<Shown> = (0..case.tree.len())
        .map(|group| match sight.closed[group] {
            None => Shown::Steps(case.crowd.counts(group)),
            Some(rule) => Shown::Hidden(rule),
        })
        .collect();
    for group in 0..groups.len() {
        if groups[group] == Shown::Hidden(Rule::R8) {
            groups[group] =
                band::instead(&sight, group, &groups).map_or(Shown::Hidden(Rule::R13), Shown::Band);
        }
    }
    Release { groups }
}

/// What one reader sees of a release: less, where they answered themselves and would read the others by
/// taking their own answer away (R2). `teams` are those they were a direct member of when answering;
/// whoever drew a ticket counts as having answered, since nobody knows.
pub fn view(case: &Case, released: &Release, teams: Option<&[usize]>, rules: &[Rule]) -> Release {
    let Some(teams) = teams.filter(|_| rules.contains(&Rule::R2)) else { return released.clone() };
    let own = case.tree.groups_of(teams);
    let closed = released.groups.iter().map(|it| match it {
        Shown::Steps(_) => None,
        Shown::Band(_) | Shown::Hidden(_) => Some(Rule::R2),
    });
    let mut sight = Sight::new(case, closed.collect(), Some(&own));
    let of_counts: Vec<Rule> = rules.iter().copied().filter(|&it| it != Rule::R8).collect();
    settle(&mut sight, &of_counts);
    let groups = released.groups.iter().enumerate().map(|(group, &shown)| match shown {
        Shown::Steps(_) if sight.closed[group].is_some() => Shown::Hidden(Rule::R2),
        Shown::Band(_) if sight.is_short(group) => Shown::Hidden(Rule::R2),
        as_released => as_released,
    });
    Release { groups: groups.collect() }
}

/// Asks the rules in turn until a whole round closes nothing.
fn settle(sight: &mut Sight, rules: &[Rule]) {
    loop {
        let open = sight.open().count();
        for rule in rules {
            while let Some((group, because)) = rule.closes(sight) {
                sight.closed[group] = Some(because);
            }
        }
        if sight.open().count() == open {
            return;
        }
    }
}
