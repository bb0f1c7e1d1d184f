//! What is kept of a closed wave: what may be shown, computed once, and nothing else (R6).
//!
//! Not one answer is in here. For R2 each kind of reader, that is everybody asked in the same teams,
//! has a list of what is hidden from them beside what is hidden from all; so no view has to be
//! computed again, and no crowd has to be kept for it. Everybody who was asked counts as a reader who
//! answered: nobody knows who did, and nobody reads more for having stayed silent.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::comments::{self, Pile};
use super::crowd::Crowd;
use super::envelope::{Comment, Scores};
use super::gate::{Case, Release, Rule, Shown, release, view};
use super::instrument::Item;
use super::opening::Opening;
use super::turnout::{Turnout, turnout};
use super::waves::{Roster, Trend, trend};
use crate::id::Id;

/// Stored in the transaction that closes the wave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Results {
    pub opening: Opening,
    /// By item of the opening.
    releases: Vec<Release>,
    turnout: Vec<Turnout>,
    piles: Vec<Pile>,
    readers: Vec<Reader>,
    since: Option<Since>,
}

/// By item, of turnout and of comments: the groups hidden from whoever was asked in these teams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reader {
    teams: Vec<usize>,
    items: Vec<Vec<usize>>,
    turnout: Vec<usize>,
    piles: Vec<usize>,
}

/// How each group changed since the wave before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Since {
    wave: Id,
    rosters: Vec<Roster>,
}

/// Who was asked, by the teams they were a direct member of.
pub type People = [(Id, Vec<usize>)];

/// What one reader sees of a closed wave. A hidden group reads like an empty one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaveView {
    pub opening: Opening,
    pub groups: Vec<GroupView>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct GroupView {
    pub team: Id,
    pub name: String,
    /// The direct members of the team, and not all of it.
    pub direct: bool,
    /// Index of the group above.
    pub parent: Option<usize>,
    pub asked: usize,
    pub turnout: Turnout,
    /// In the order in which they were asked.
    pub items: Vec<(Item, Shown)>,
    pub comments: Pile,
    /// How it changed since the wave of that record.
    pub since: Option<(Id, Roster)>,
}

impl Results {
    /// Opens the gate for every item and group, once.
    pub fn of(
        opening: Opening,
        scores: &[Scores],
        words: &[Comment],
        roster: &[Vec<usize>],
    ) -> Self {
        let (tree, limits) = (&opening.tree, opening.limits);
        let crowds: Vec<Crowd> = (0..opening.items.len())
            .map(|item| {
                let answered = |it: &'_ Scores| it.answers.get(item).copied().flatten();
                let of = scores.iter().filter_map(|it| Some((it.teams.as_slice(), answered(it)?)));
                Crowd::of(tree, of)
            })
            .collect();
        let cases = || {
            opening.items.iter().zip(&crowds).map(|(item, crowd)| Case {
                tree,
                crowd,
                limits,
                favourable: item.favourable,
            })
        };
        let releases: Vec<Release> = cases().map(|it| release(&it, None, &Rule::ALL)).collect();
        let took_part: Vec<Vec<usize>> = scores.iter().map(|it| it.teams.clone()).collect();
        let answered =
            |reader: Option<&[usize]>| turnout(tree, &took_part, roster, true, reader, limits);
        let texts: Vec<_> = words.iter().map(|it| (it.teams.clone(), it.text.clone())).collect();
        let piles = comments::piles(tree, &texts, limits);
        let kinds: BTreeSet<Vec<usize>> = roster.iter().map(|it| sorted(it)).collect();
        let readers = kinds.iter().map(|teams| {
            let own = Some(teams.as_slice());
            let hidden = |(case, shown): (Case, &Release)| {
                let seen = view(&case, shown, own, &Rule::ALL).groups;
                closed(&seen, |it| *it == Shown::Hidden(Rule::R2))
            };
            let items = cases().zip(&releases).map(hidden).collect();
            let turnout = closed(&answered(own), |it| *it == Turnout::Hidden(Rule::R2));
            let piles = comments::read(tree, &piles, own, limits);
            let piles = closed(&piles, |it| *it == Pile::Hidden(Rule::R2));
            Reader { items, turnout, piles, teams: teams.clone() }
        });
        let (readers, turnout) = (readers.collect(), answered(None));
        Self { releases, turnout, piles, readers, since: None, opening }
    }

    /// The same beside the wave before: how the people of each group changed in between.
    #[must_use]
    pub fn since(mut self, now: &People, then: (&Opening, &People)) -> Self {
        let within = |opening: &Opening, people: &People, group| {
            let of = people.iter().filter(|it| opening.tree.groups_of(&it.1).contains(&group));
            of.map(|it| it.0.clone()).collect::<BTreeSet<Id>>()
        };
        let rosters = (0..self.opening.tree.len()).map(|group| {
            let Some(before) = same(&then.0.tree, &self.opening.tree, group) else {
                return Roster::Some;
            };
            let (old, new) = (within(then.0, then.1, before), within(&self.opening, now, group));
            Roster::of(new.difference(&old).count(), old.difference(&new).count())
        });
        self.since = Some(Since { wave: then.0.wave.clone(), rosters: rosters.collect() });
        self
    }

    /// What somebody sees: `teams` are those they were asked in, nothing if they were not asked. Whoever
    /// was not asked is shown what all are shown who were: else a team would answer for others to read.
    pub fn view(&self, teams: Option<&[usize]>) -> WaveView {
        let reader = teams.map(|teams| self.readers.iter().find(|it| it.teams == sorted(teams)));
        let groups = self.opening.tree.groups().iter().enumerate().map(|(at, group)| {
            // Of somebody who was asked in teams we do not know of, in doubt nothing is shown.
            let hides = |of: &dyn Fn(&Reader) -> bool, outside: Rule| match reader {
                None => self.readers.iter().any(of).then_some(outside),
                Some(None) => Some(Rule::R13),
                Some(Some(reader)) => of(reader).then_some(Rule::R2),
            };
            let shown = |item: usize, asked: &Item| {
                let released = self.releases[item].groups[at];
                let outside = fewer(self.is_just_enough(released), Rule::R1);
                let hidden = hides(&|it| it.items[item].contains(&at), outside);
                (asked.clone(), hidden.map_or(released, Shown::Hidden))
            };
            let just_enough = matches!(self.turnout[at], Turnout::Shown { answered, .. }
                if answered <= self.opening.limits.scores());
            let outside = fewer(just_enough, Rule::R10);
            let turnout = hides(&|it| it.turnout.contains(&at), outside);
            let pile = hides(&|it| it.piles.contains(&at), Rule::R11);
            GroupView {
                team: group.team.clone(),
                name: self.opening.names[at].clone(),
                direct: group.direct,
                parent: group.parent,
                asked: self.opening.asked[at],
                turnout: turnout.map_or(self.turnout[at], Turnout::Hidden),
                items: self.opening.items.iter().enumerate().map(|(i, it)| shown(i, it)).collect(),
                comments: pile.map_or_else(|| self.piles[at].clone(), Pile::Hidden),
                since: self.since.as_ref().map(|it| (it.wave.clone(), it.rosters[at])),
            }
        });
        WaveView { groups: groups.collect(), opening: self.opening.clone() }
    }

    /// Whether each of those who answered knows one of as many as a figure needs.
    fn is_just_enough(&self, released: Shown) -> bool {
        match released {
            Shown::Steps(it) => it.answered().min(it.scored()) <= self.opening.limits.scores(),
            Shown::Band(_) => true,
            Shown::Hidden(_) => false,
        }
    }
}

impl WaveView {
    /// R12: one item of one group beside the wave before, as the same reader sees both.
    pub fn trend(&self, then: &WaveView, group: usize, item: usize) -> Result<Trend, Rule> {
        let now = &self.groups[group];
        let before = same(&then.opening.tree, &self.opening.tree, group).ok_or(Rule::R12)?;
        let (asked, shown) = &now.items[item];
        let known = then.groups[before].items.iter().find(|it| it.0 == *asked).ok_or(Rule::R12)?;
        let roster = match &now.since {
            Some((wave, roster)) if *wave == then.opening.wave => *roster,
            _ => Roster::Some,
        };
        trend(known.1, *shown, roster, [then.opening.version, self.opening.version])
    }
}

impl GroupView {
    /// Whether not one figure of it is shown. Then its rules are said once, and not item by item.
    pub fn shows_nothing(&self) -> bool {
        self.items.iter().all(|it| matches!(it.1, Shown::Hidden(_)))
    }

    /// The rules that hide something here, each once.
    pub fn rules(&self) -> BTreeSet<Rule> {
        let items = self.items.iter().filter_map(|it| match it.1 {
            Shown::Hidden(rule) => Some(rule),
            Shown::Band(_) => Some(Rule::R8),
            Shown::Steps(_) => None,
        });
        let pile = match self.comments {
            Pile::Hidden(rule) => Some(rule),
            Pile::Shown(_) => None,
        };
        items.chain(pile).collect()
    }
}

/// The group of another tree that is the same one: of the same team, and direct members or all.
fn same(of: &super::tree::Tree, tree: &super::tree::Tree, group: usize) -> Option<usize> {
    let it = &tree.groups()[group];
    // A team without teams below has no direct members apart: they are all of it.
    of.groups().iter().position(|other| other.team == it.team && other.direct == it.direct)
}

fn closed<T>(groups: &[T], is: impl Fn(&T) -> bool) -> Vec<usize> {
    (0..groups.len()).filter(|&it| is(&groups[it])).collect()
}

/// Said to whoever was not asked: as if one fewer had answered, so that the rule does not tell how many did.
fn fewer(just_enough: bool, rule: Rule) -> Rule {
    if just_enough { rule } else { Rule::R3 }
}

fn sorted(teams: &[usize]) -> Vec<usize> {
    let mut teams = teams.to_vec();
    teams.sort_unstable();
    teams.dedup();
    teams
}

#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
