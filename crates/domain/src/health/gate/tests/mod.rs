//! The gate against E6 and 8.5 of `domain.md`, and each rule against its own absence.

mod attacks;
mod bands;
mod e6;
mod without;

use super::*;
use crate::health::figures::Answer;
use crate::id::Id;

/// Teams below one root and how many answered in each; direct members go under "org". Answers run
/// through 1 to 5, so that no group is of one mind.
struct Org {
    tree: Tree,
    people: Vec<(Vec<usize>, Answer)>,
}

impl Org {
    fn of(teams: &[(&str, usize)]) -> Self {
        let names: Vec<&str> = teams.iter().map(|it| it.0).filter(|it| *it != "org").collect();
        let mut org = Self::bare(&names);
        for (name, n) in teams {
            org.add(&[name], &(0..*n).map(|i| i % 5 + 1).collect::<Vec<_>>());
        }
        org
    }

    /// Nobody has answered yet.
    fn bare(names: &[&str]) -> Self {
        let mut teams = vec![(Id::from("org"), None)];
        teams.extend(names.iter().map(|name| (Id::from(*name), Some(0))));
        Self { tree: Tree::new(&teams).unwrap(), people: Vec::new() }
    }

    /// People who are direct members of all these teams, with their steps.
    fn add(&mut self, teams: &[&str], steps: &[usize]) {
        let teams: Vec<usize> = teams.iter().map(|it| self.group(it)).collect();
        self.people.extend(steps.iter().map(|&step| (teams.clone(), Answer::Step(step))));
    }

    /// The group of this name; "direct" for the direct members of the root.
    fn group(&self, name: &str) -> usize {
        let is = |it: &crate::health::tree::Group| {
            if name == "direct" { it.direct } else { !it.direct && it.team == Id::from(name) }
        };
        self.tree.groups().iter().position(is).expect("a group of the test's tree")
    }

    fn crowd(&self) -> Crowd {
        Crowd::of(&self.tree, self.people.iter().map(|(teams, answer)| (teams.as_slice(), *answer)))
    }

    fn released(&self, rules: &[Rule]) -> Release {
        self.with(|case| release(case, None, rules))
    }

    /// What somebody of these teams sees.
    fn seen_by(&self, teams: &[&str], rules: &[Rule]) -> Release {
        let teams: Vec<usize> = teams.iter().map(|it| self.group(it)).collect();
        self.with(|case| view(case, &release(case, None, rules), Some(&teams), rules))
    }

    fn with<T>(&self, run: impl Fn(&Case) -> T) -> T {
        let crowd = self.crowd();
        let limits = Limits::default();
        run(&Case { tree: &self.tree, crowd: &crowd, limits, favourable: End::High })
    }

    /// Names of the groups whose counts are shown, in the order of the tree.
    fn open(&self, release: &Release) -> Vec<&str> {
        let name = |it: usize| match &self.tree.groups()[it] {
            group if group.direct => "direct",
            group => group.team.as_str(),
        };
        release.open().map(name).collect()
    }

    fn sum(&self, release: &Release, group: &str) -> Option<i64> {
        match release.groups[self.group(group)] {
            Shown::Steps(counts) => Some(counts.sum() as i64),
            Shown::Band(_) | Shown::Hidden(_) => None,
        }
    }

    fn shown(&self, release: &Release, group: &str) -> Shown {
        release.groups[self.group(group)]
    }
}

/// All rules but these.
fn but(without: &[Rule]) -> Vec<Rule> {
    Rule::ALL.into_iter().filter(|it| !without.contains(it)).collect()
}
