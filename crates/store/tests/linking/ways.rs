//! Everything that an operator can lay people beside answers by, once the answers are shown.

use std::collections::BTreeMap;

use super::operator::Kept;
use super::people::{comment, person_id};

/// People in an order, and in another the answers that are left; whoever stands beside an answer is
/// taken for its writer.
pub(crate) struct Guess {
    pub(crate) people: Vec<(&'static str, Vec<String>)>,
    pub(crate) answers: Vec<(&'static str, Vec<String>)>,
}

/// Whom a slot that was written is given to.
#[derive(Clone, Copy)]
enum Whose {
    /// Most answer soon after they have taken their ticket.
    Newest,
    Oldest,
    /// Whose time until then is the most usual one.
    Likely,
}

impl Guess {
    pub(crate) fn of(kept: &Kept, left: &[String]) -> Self {
        let newest = pairs(kept, Whose::Newest);
        let by = |key: &dyn Fn(&Pair) -> f64| {
            let mut all: Vec<&Pair> = newest.iter().collect();
            all.sort_by(|a, b| key(a).total_cmp(&key(b)));
            all.into_iter().map(|it| it.person.clone()).collect::<Vec<_>>()
        };
        let place = |all: &[i64], number: i64| {
            all.iter().position(|it| *it == number).map_or(-1.0, |it| it as f64)
        };
        let names = |pairs: Vec<Pair>| pairs.into_iter().map(|it| it.person).collect();
        let people = vec![
            ("who came first", (0..kept.drawn.len()).map(person_id).collect()),
            ("tickets by time", kept.drawn.iter().map(|it| it.1.clone()).collect()),
            ("tickets by row or transaction", kept.rows.clone()),
            ("tickets by place in the file", kept.in_file.people.clone()),
            ("tickets by place in the WAL", kept.in_wal.people.clone()),
            ("tickets by the server's log", kept.logged.0.clone()),
            ("slots by time, to the newest", by(&|it| it.minute)),
            ("slots by time, to the oldest", names(pairs(kept, Whose::Oldest))),
            ("slots by time, to the likeliest", names(pairs(kept, Whose::Likely))),
            ("slots of scores by number", by(&|it| it.slots[0] as f64)),
            ("slots of words by number", by(&|it| it.slots[1] as f64)),
            ("slots by place in the file", by(&|it| place(&kept.in_file.slots[1], it.slots[1]))),
            ("slots by place in the WAL", by(&|it| place(&kept.in_wal.slots[1], it.slots[1]))),
            ("slots by the server's log", from_log(kept)),
            ("time it took", by(&|it| it.took)),
            ("time it took, weighed", weighed(kept)),
        ];
        let (mut shorter, mut longer) = (left.to_vec(), left.to_vec());
        shorter.sort_by_key(String::len);
        longer.sort_by_key(|it| std::cmp::Reverse(it.len()));
        let answers = vec![
            ("as left", left.to_vec()),
            ("backwards", left.iter().rev().cloned().collect()),
            ("shorter first", shorter),
            ("longer first", longer),
        ];
        Self { people, answers }
    }

    /// How many each way hits.
    pub(crate) fn hits(&self, wave: usize) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        // What this database does not have is no way.
        for (who, people) in self.people.iter().filter(|it| !it.1.is_empty()) {
            for (what, answers) in &self.answers {
                found.insert(format!("{who} / {what}"), right(people, answers, wave));
            }
        }
        found
    }
}

pub(crate) fn right(people: &[String], answers: &[String], wave: usize) -> usize {
    let writer = |it: &str| it.trim_start_matches("p-").parse().unwrap();
    people.iter().zip(answers).filter(|it| comment(wave, writer(it.0)) == **it.1).count()
}

struct Pair {
    minute: f64,
    person: String,
    slots: [i64; 2],
    took: f64,
}

fn pairs(kept: &Kept, whose: Whose) -> Vec<Pair> {
    let (mut came, mut waiting, mut found) = (kept.drawn.iter().peekable(), Vec::new(), Vec::new());
    for (minute, slots) in &kept.cast {
        while let Some(drawn) = came.next_if(|it| it.0 <= *minute) {
            waiting.push(drawn);
        }
        let at = match whose {
            Whose::Newest => waiting.len().checked_sub(1),
            Whose::Oldest => (!waiting.is_empty()).then_some(0),
            Whose::Likely => (0..waiting.len()).max_by(|a, b| {
                let usual = |at: &usize| usual(minute - waiting[*at].0).0;
                usual(a).total_cmp(&usual(b))
            }),
        };
        let Some((drawn, person)) = at.map(|at| waiting.remove(at)) else { continue };
        let (person, took) = (person.clone(), minute - drawn);
        found.push(Pair { minute: *minute, person, slots: *slots, took });
    }
    found
}

/// How usual it is to take so many minutes, and how many of them were probably spent writing: from what
/// `people::takes` does, which an operator knows of their colleagues.
fn usual(minutes: f64) -> (f64, f64) {
    let (least, most) = (0.3, 15.3);
    let (from, to) = ((minutes - most).max(2.0), (minutes - least).min(8.0));
    ((to - from).max(0.0), minutes - f64::midpoint(from, to))
}

/// By how long each probably wrote, over all slots that may be theirs.
fn weighed(kept: &Kept) -> Vec<String> {
    let wrote = |drawn: f64| {
        let each = kept.cast.iter().map(|it| usual(it.0 - drawn)).filter(|it| it.0 > 0.0);
        let (weight, sum) = each.fold((0.0, 0.0), |all, it| (all.0 + it.0, all.1 + it.0 * it.1));
        if weight > 0.0 { sum / weight } else { 0.0 }
    };
    let mut all: Vec<(f64, &String)> = kept.drawn.iter().map(|it| (wrote(it.0), &it.1)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().map(|it| it.1.clone()).collect()
}

/// The log has no more than what was seen; its order is laid over the people it names.
fn from_log(kept: &Kept) -> Vec<String> {
    let (drawn, cast) = &kept.logged;
    if drawn.is_empty() {
        return Vec::new();
    }
    let mut all = pairs(kept, Whose::Newest);
    let first = |it: &Pair| cast.iter().position(|slots| *slots == it.slots);
    all.sort_by_key(first);
    all.into_iter().map(|it| it.person).collect()
}

/// A linker that learns. It is told of half of the waves who wrote what, weighs every order of people by
/// how well it foretells length and place in the alphabet, and guesses the rest.
pub(crate) struct Learner {
    waves: Vec<(usize, Guess)>,
}

impl Learner {
    pub(crate) fn new() -> Self {
        Self { waves: Vec::new() }
    }

    pub(crate) fn add(&mut self, wave: usize, guess: Guess) {
        self.waves.push((wave, guess));
    }

    /// Hits among the second half, by what was foretold, and how many were guessed each time.
    pub(crate) fn hits(&self) -> (Vec<(&'static str, usize)>, usize) {
        let (told, asked) = self.waves.split_at(self.waves.len() / 2);
        let mut found = Vec::new();
        for (name, answers) in [("learned / alphabet", 0), ("learned / length", 2)] {
            let mut rows = Vec::new();
            for (wave, guess) in told {
                let order = &guess.answers[answers].1;
                for (person, features) in features(guess) {
                    let writer = person.trim_start_matches("p-").parse().unwrap();
                    let said = comment(*wave, writer);
                    let at = order.iter().position(|it| *it == said).expect("it was left");
                    rows.push((features, at as f64 / order.len() as f64));
                }
            }
            let weights = fitted(&rows);
            let hits = asked.iter().map(|(wave, guess)| {
                let foretold = |features: &[f64]| -> f64 {
                    features.iter().zip(&weights).map(|it| it.0 * it.1).sum()
                };
                let mut people = features(guess);
                people.sort_by(|a, b| foretold(&a.1).total_cmp(&foretold(&b.1)));
                let people: Vec<String> = people.into_iter().map(|it| it.0).collect();
                right(&people, &guess.answers[answers].1, *wave)
            });
            found.push((name, hits.sum()));
        }
        let guessed = asked.iter().map(|it| it.1.answers[0].1.len()).sum();
        (found, guessed)
    }
}

/// Of each person their place in every order, from nought to one, and a one.
fn features(guess: &Guess) -> Vec<(String, Vec<f64>)> {
    let places: Vec<BTreeMap<&String, f64>> = guess
        .people
        .iter()
        .map(|(_, all)| {
            all.iter().enumerate().map(|(at, it)| (it, at as f64 / all.len() as f64)).collect()
        })
        .collect();
    let of = |person: &String| {
        let place = |it: &BTreeMap<&String, f64>| it.get(person).copied().unwrap_or(0.5);
        places.iter().map(place).chain([1.0]).collect()
    };
    guess.people[0].1.iter().map(|it| (it.clone(), of(it))).collect()
}

/// Least squares, held down a little so that orders that are the same do no harm.
fn fitted(rows: &[(Vec<f64>, f64)]) -> Vec<f64> {
    let n = rows.first().map_or(0, |it| it.0.len());
    let mut system = vec![vec![0.0; n + 1]; n];
    for (features, wanted) in rows {
        for (row, one) in system.iter_mut().zip(features) {
            for (cell, other) in row.iter_mut().zip(features.iter().chain([wanted])) {
                *cell += one * other;
            }
        }
    }
    for at in 0..n {
        system[at][at] += 1.0;
        let pivot = system[at].clone();
        for row in (0..n).filter(|it| *it != at) {
            let times = system[row][at] / pivot[at];
            for (cell, from) in system[row].iter_mut().zip(&pivot) {
                *cell -= times * from;
            }
        }
    }
    (0..n).map(|at| system[at][n] / system[at][at]).collect()
}

/// The most hits of `n` guesses that chance alone exceeds no more often than `tail` says.
pub(crate) fn binomial(n: usize, p: f64, tail: f64) -> usize {
    // By logarithms: of ten thousand guesses the first term is too small to be multiplied on.
    let (mut mass, mut sum, mut hits) = (n as f64 * (1.0 - p).ln(), 0.0, 0);
    loop {
        sum += mass.exp();
        if 1.0 - sum <= tail {
            return hits;
        }
        mass += ((n - hits) as f64 / (hits + 1) as f64 * p / (1.0 - p)).ln();
        hits += 1;
    }
}
