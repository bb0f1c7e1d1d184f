//! Random organisations through the gate, and a reader who tries to undo what it shows. Used by the test
//! `health_trees` and by the example `trees`, which runs many more of them.

mod forest;
mod reader;

use domain::health::crowd::Crowd;
use domain::health::gate::{Case, Release, Rule, Shown, release, view};
use domain::health::instrument::End;
use domain::health::limits::{COLLUDERS, Limits};

use forest::{Chance, World};

/// What came of some organisations.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) organisations: usize,
    pub(crate) groups: usize,
    pub(crate) shown: usize,
    pub(crate) bands: usize,
    /// Of those groups the ones in which at least k people chose a step.
    pub(crate) large: usize,
    /// Organisations whose figures give somebody away, and how the first of them does.
    pub(crate) leaking: usize,
    pub(crate) first_leak: Option<String>,
}

impl Tally {
    pub(crate) fn add(&mut self, seed: u64, rules: &[Rule]) {
        let world = World::grow(seed);
        let answers = world.people.iter().map(|it| (it.teams.as_slice(), it.answer));
        let crowd = Crowd::of(&world.tree, answers);
        let limits = Limits::default();
        let case = Case { tree: &world.tree, crowd: &crowd, limits, favourable: End::High };
        let everybody = release(&case, None, rules);
        self.organisations += 1;
        self.groups += (0..world.tree.len()).filter(|&it| crowd.counts(it).answered() > 0).count();
        self.large += (0..world.tree.len())
            .filter(|&it| crowd.counts(it).scored() >= limits.scores())
            .count();
        self.shown += everybody.open().count();
        self.bands += everybody.groups.iter().filter(|it| matches!(it, Shown::Band(_))).count();
        if let Some(leak) = leak(&world, &case, &everybody, rules, seed) {
            self.leaking += 1;
            self.first_leak.get_or_insert(format!("seed {seed}: {leak}"));
        }
    }
}

/// What somebody learns: anybody from the outside, a reader who answered, two who pool their views.
fn leak(
    world: &World,
    case: &Case,
    everybody: &Release,
    rules: &[Rule],
    seed: u64,
) -> Option<String> {
    let k = case.limits.scores();
    let mut chance = Chance(seed ^ 0x5eed);
    let from_outside = reader::learns(&world.tree, &world.people, &[], everybody, k, COLLUDERS);
    let mut views = Vec::new();
    let mut found = from_outside.map(|it| format!("anybody learns {it}"));
    for _ in 0..COLLUDERS {
        let at = chance.below(world.people.len());
        let seen = view(case, everybody, Some(&world.people[at].teams), rules);
        let learnt = reader::learns(&world.tree, &world.people, &[at], &seen, k, COLLUDERS - 1);
        found = found.or(learnt.map(|it| format!("person {at} learns {it}")));
        views.push((at, seen));
    }
    let pooled = Release {
        groups: views[0]
            .1
            .groups
            .iter()
            .zip(&views[1].1.groups)
            .map(|(&a, &b)| wider(a, b))
            .collect(),
    };
    let both = [views[0].0, views[1].0];
    // Each of two in one group of k sees less of it; together they may know what the others sum up to.
    let learnt = reader::learns(&world.tree, &world.people, &both, &pooled, k - COLLUDERS, 0);
    found.or(learnt.map(|it| format!("persons {both:?} together learn {it}")))
}

fn wider(a: Shown, b: Shown) -> Shown {
    if matches!(a, Shown::Hidden(_)) { b } else { a }
}
