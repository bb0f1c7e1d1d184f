//! Organisations made from a seed: three levels, small teams, people in two teams, leads who are direct
//! members of an area, sometimes a second way to cut everybody; teams of one mind and teams of many.

use domain::health::figures::Answer;
use domain::health::tree::Tree;
use domain::id::Id;

/// SplitMix64, so that a seed names the same organisation everywhere.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) teams: Vec<usize>,
    pub(crate) answer: Answer,
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) tree: Tree,
    pub(crate) people: Vec<Person>,
}

impl World {
    pub(crate) fn grow(seed: u64) -> Self {
        let mut chance = Chance(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let (teams, leaves, sites) = Self::teams(&mut chance);
        let tree = Tree::new(&teams).expect("parents come before their children");
        let overlaps = chance.once_in(2);
        let mut people = Vec::new();
        for (team, size) in &leaves {
            let style = Style::of(&mut chance);
            for _ in 0..*size {
                let mut teams = vec![*team];
                if overlaps && chance.once_in(6) {
                    teams.push(leaves[chance.below(leaves.len())].0);
                }
                if !sites.is_empty() {
                    teams.push(sites[chance.below(sites.len())]);
                }
                people.push(Person { teams, answer: style.answer(&mut chance) });
            }
        }
        Self { tree, people }
    }

    /// Teams with their parents; where people sit and how many; the sites, if they are cut that way too.
    #[expect(clippy::type_complexity, reason = "three lists of plain numbers, taken apart at once")]
    fn teams(chance: &mut Chance) -> (Vec<(Id, Option<usize>)>, Vec<(usize, usize)>, Vec<usize>) {
        let mut teams = vec![(Id::from("org"), None)];
        let mut leaves = vec![(0, chance.below(4))];
        for area in 0..chance.between(2, 4) {
            let at = teams.len();
            teams.push((Id::from(format!("area {area}")), Some(0)));
            leaves.push((at, if chance.once_in(2) { chance.between(0, 6) } else { 0 }));
            for team in 0..chance.between(1, 4) {
                leaves.push((teams.len(), chance.between(1, 9)));
                teams.push((Id::from(format!("team {area}.{team}")), Some(at)));
            }
        }
        let mut sites = Vec::new();
        if chance.once_in(5) {
            let root = teams.len();
            teams.push((Id::from("sites"), None));
            for site in 0..chance.between(2, 3) {
                sites.push(teams.len());
                teams.push((Id::from(format!("site {site}")), Some(root)));
            }
        }
        (teams, leaves, sites)
    }
}

/// How a team tends to answer.
enum Style {
    Alike(usize),
    Around(usize),
    Anyhow,
}

impl Style {
    fn of(chance: &mut Chance) -> Self {
        match chance.below(5) {
            0 | 1 => Self::Alike(chance.between(1, 5)),
            2 | 3 => Self::Around(chance.between(1, 5)),
            _ => Self::Anyhow,
        }
    }

    fn answer(&self, chance: &mut Chance) -> Answer {
        if chance.once_in(25) {
            return Answer::NotApplicable;
        }
        Answer::Step(match self {
            Self::Alike(step) if !chance.once_in(8) => *step,
            Self::Around(step) => (step + chance.below(3)).saturating_sub(1).clamp(1, 5),
            Self::Alike(_) | Self::Anyhow => chance.between(1, 5),
        })
    }
}
