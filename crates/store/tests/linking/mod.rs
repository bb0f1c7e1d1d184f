//! Attack A3: an operator keeps everything there is (the rows after every commit, the file and its WAL or
//! the heap, its archive and its log, a copy from before the close) and afterwards says who wrote what.
//! Told by the test `story` in a small form and by the example `linking` at its whole size.

pub(crate) mod dice;
pub(crate) mod held;
pub(crate) mod operator;
pub(crate) mod people;
pub(crate) mod traces;
pub(crate) mod ways;

use std::collections::BTreeMap;

use store::Store;

use dice::{Dice, contains};
use held::Held;
use operator::{Kept, Operator};
use people::{Step, mark, passes, wave_id};
use ways::{Guess, Learner, binomial};

const ITEMS: usize = 19;

pub(crate) struct Size {
    pub(crate) people: usize,
    pub(crate) waves: usize,
    /// How many slots a minute are written anew without an answer, as `app` does; nought for none.
    pub(crate) covers: f64,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    /// By the way they were guessed, how many were right.
    pub(crate) ways: BTreeMap<String, usize>,
    /// By each way, and by one that learned from the first half.
    pub(crate) guessed: usize,
    pub(crate) learned: Vec<(&'static str, usize)>,
    pub(crate) learned_of: usize,
    /// Of all that lay there while it was open, pieces that lie there still.
    pub(crate) left: usize,
    pub(crate) commits: usize,
}

impl Linked {
    /// Those that hit more than chance does in 99 of 100 cases, over all ways together.
    pub(crate) fn beyond(&self, people: usize) -> Vec<String> {
        let ways = self.ways.len() + self.learned.len();
        let most = |of: usize| binomial(of, 1.0 / people as f64, 0.01 / ways as f64);
        let usual = self.ways.iter().map(|(way, hits)| (way.as_str(), *hits, most(self.guessed)));
        let learned = self.learned.iter().map(|it| (it.0, it.1, most(self.learned_of)));
        let beyond = usual.chain(learned).filter(|it| it.1 > it.2);
        beyond.map(|it| format!("{}: {} linked, by chance at most {}", it.0, it.1, it.2)).collect()
    }
}

pub(crate) async fn attack(store: &Store, by: &mut Operator, size: &Size) -> Linked {
    held::organisation(store, size).await;
    let (mut linked, mut learner) = (Linked::default(), Learner::new());
    let mut dice = Dice(20_261_126);
    for number in 0..size.waves {
        let (wave, mut kept) = (wave_id(number), Kept::with(mark(number)));
        let mut held = Held::open(store, number, size, &mut dice).await;
        let steps = passes(size, number, &mut dice);
        by.look(&wave, 0.0, &mut kept).await;
        for (at, (minute, step)) in steps.iter().enumerate() {
            held.step(store, *step, &mut dice).await;
            by.look(&wave, *minute, &mut kept).await;
            if at == steps.len() / 2 {
                let mut backup = Vec::new();
                store.dump(domain::id::At(0), &mut backup).await.unwrap();
                assert!(!contains(&backup, &mark(number)) && !contains(&backup, "ticket"));
            }
        }
        by.copy(&wave, &mut kept).await;
        let cast = steps.iter().filter(|it| !matches!(it.1, Step::Draw(_))).count();
        let seen = (kept.drawn.len(), kept.cast.len(), kept.spent);
        assert_eq!(seen, (size.people, cast, cast), "the operator does look");
        let left = held.close(store).await;
        linked.left += by.left(&kept).await;
        linked.commits += steps.len();
        linked.guessed += size.people;
        let guess = Guess::of(&kept, &left);
        for (way, hits) in guess.hits(number) {
            *linked.ways.entry(way).or_default() += hits;
        }
        learner.add(number, guess);
    }
    (linked.learned, linked.learned_of) = learner.hits();
    linked
}
