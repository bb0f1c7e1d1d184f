//! How people answer: they come when they come, read, write, and send; whoever writes much takes longer.

use domain::health::envelope::{Comment, Scores};
use domain::health::figures::Answer;
use sha2::{Digest as _, Sha256};

use super::dice::{Dice, hash};
use super::{ITEMS, Size};

/// Stands in every comment of a wave, and nowhere before its close.
pub(crate) fn mark(wave: usize) -> String {
    format!("we-could-{wave}-")
}

pub(crate) fn wave_id(wave: usize) -> String {
    format!("wave-{wave:03}")
}

/// Ids sort by when people came, which has nothing to do with what they say.
pub(crate) fn person_id(person: usize) -> String {
    format!("p-{person:03}")
}

/// Random in its place in the alphabet and in its length, as far as its writer goes.
pub(crate) fn comment(wave: usize, person: usize) -> String {
    let hash = hash(&[b"words", &wave.to_le_bytes(), &person.to_le_bytes()]);
    let longer = usize::from_str_radix(&hash[..4], 16).unwrap() % 300;
    format!("{hash} {} {}", mark(wave), "more ".repeat(longer)).trim().to_owned()
}

pub(crate) fn scores(wave: usize, person: usize) -> Scores {
    let step = |item: usize| {
        let hash = Sha256::digest([wave, person, item].map(usize::to_le_bytes).concat());
        Some(Answer::Step(usize::from(hash[0]) % 5 + 1))
    };
    Scores { teams: vec![0], answers: (0..ITEMS).map(step).collect() }
}

pub(crate) fn words(wave: usize, person: usize) -> Comment {
    Comment { teams: vec![0], text: comment(wave, person) }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Draw(usize),
    Cast(usize),
    /// A slot is written anew, and nothing is answered.
    Cover,
}

/// Between two who come lie so many minutes on the average.
const APART: f64 = 8.0;

/// A wave as it passes: what happens, and in which minute.
pub(crate) fn passes(size: &Size, wave: usize, dice: &mut Dice) -> Vec<(f64, Step)> {
    let ends = size.people as f64 * APART;
    let mut steps = Vec::new();
    for person in 0..size.people {
        let comes = dice.share() * ends;
        steps.push((comes, Step::Draw(person)));
        steps.push((comes + takes(comment(wave, person).len(), dice.share()), Step::Cast(person)));
    }
    let mut minute = 0.0;
    while size.covers > 0.0 && minute < ends + 40.0 {
        minute -= (1.0 - dice.share()).ln() / size.covers;
        steps.push((minute, Step::Cover));
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    steps
}

/// Minutes from taking a ticket to sending: reading, which differs, and writing, by its length.
pub(crate) fn takes(letters: usize, luck: f64) -> f64 {
    2.0 + 6.0 * luck + letters as f64 / 100.0
}
