//! How long each practice takes at the keyboard, from its empty page to its last state, reckoned from
//! the kinds' own tables by the keystroke-level model (Card, Moran & Newell 1980). It is the part of
//! a practice that the program costs; thinking and talking are the rest, and nobody was timed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use domain::kind::{Answer, Ask, Cell, Kind, Need};
use domain::practice::ALL;

/// Tenths of a second: an average typist's key, pointing, a hand to the mouse and back, one thought.
const KEY: u32 = 3;
const POINT: u32 = 11;
const HAND: u32 = 4;
const THINK: u32 = 13;
/// A page comes; the server's own part of it is a hundredth.
const PAGE: u32 = 10;

/// Signs of an ordinary answer: a sentence, three sentences, a day.
const SENTENCE: u32 = 60;
const PROSE: u32 = 240;
const DAY: u32 = 10;

fn press() -> u32 {
    THINK + POINT + 2 + PAGE
}

fn typed(signs: u32) -> u32 {
    THINK + POINT + HAND + signs * KEY + HAND
}

fn chosen() -> u32 {
    THINK + 2 * (POINT + 2)
}

fn cell(cell: Cell) -> u32 {
    match cell {
        Cell::Line => typed(SENTENCE / 2),
        Cell::Prose => typed(PROSE / 2),
        Cell::Day | Cell::Number => typed(DAY),
        Cell::OneOf(_) | Cell::Person => chosen(),
    }
}

fn answer(ask: &Ask) -> u32 {
    match ask.answer {
        Answer::Line | Answer::Link => typed(SENTENCE),
        Answer::Prose => typed(PROSE),
        Answer::Day | Answer::Number { .. } => typed(DAY),
        Answer::OneOf(_) | Answer::Person | Answer::Record(_) => chosen(),
        Answer::People | Answer::Lanes | Answer::Attached(_) => 2 * chosen(),
        Answer::Case => 2 * (chosen() + typed(4)),
        // Two rows, with what is needed in each.
        Answer::Rows(columns) => {
            2 * columns.iter().filter(|it| it.needed).map(|it| cell(it.cell)).sum::<u32>()
        }
    }
}

/// The fewest moves from the first state to one that is closed and not given up: the first listed of
/// the shortest ways.
fn way(kind: &Kind) -> Vec<&'static str> {
    let given_up = ["withdrawn", "called_off", "called-off", "off", "superseded", "ended_early"];
    let mut ways: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
    ways.insert(kind.first_state(), Vec::new());
    let mut ahead = vec![kind.first_state()];
    while !ahead.is_empty() {
        let mut next = Vec::new();
        for state in ahead {
            for step in kind.moves.iter().filter(|it| it.from.contains(&state)) {
                if !ways.contains_key(step.to) && !given_up.contains(&step.to) {
                    let mut way = ways[state].clone();
                    way.push(step.name);
                    ways.insert(step.to, way);
                    next.push(step.to);
                }
            }
        }
        ahead = next;
    }
    let is_end = |name: &str| kind.state(name).is_some_and(|it| !it.open);
    let done = ways.iter().filter(|(state, _)| is_end(state)).map(|it| it.1);
    // Kinds that go on until somebody ends them have no other end: what counts is being in force.
    done.max_by_key(|it| it.len())
        .cloned()
        .unwrap_or_else(|| ways.values().max_by_key(|it| it.len()).cloned().unwrap_or_default())
}

struct Cost {
    begin: u32,
    whole: u32,
    answers: usize,
    moves: usize,
}

fn cost(kind: &Kind) -> Cost {
    let needed = |need: Need| kind.asks.iter().filter(move |it| it.need == need && !it.kept);
    let first: Vec<&Ask> = needed(Need::Always).collect();
    let begin =
        press() + typed(SENTENCE) + first.iter().map(|it| answer(it)).sum::<u32>() + press();
    let way = way(kind);
    let later: Vec<&Ask> = way.iter().flat_map(|step| needed(Need::Before(step))).collect();
    let editing = if later.is_empty() { 0 } else { 2 * press() };
    let whole = begin
        + editing
        + later.iter().map(|it| answer(it)).sum::<u32>()
        + way.len() as u32 * press();
    Cost { begin, whole, answers: 1 + first.len() + later.len(), moves: way.len() }
}

/// Product promise: one sentence begins a record in ten seconds, apart from typing the sentence; and
/// nothing asks for more than three answers before it is of use.
#[test]
fn every_record_begins_with_at_most_three_answers() {
    for kind in ALL {
        let asked = kind.asks.iter().filter(|it| it.need == Need::Always).count();
        assert!(asked < 3, "{} asks {} answers to begin", kind.slug, asked + 1);
        let without_typing = cost(kind).begin - SENTENCE * KEY;
        assert!(asked > 0 || without_typing <= 110, "{}: {without_typing}", kind.slug);
    }
}

/// Where `domain.md` gives a practice its minutes, the keyboard takes a part of them.
#[test]
fn the_keyboard_leaves_most_of_the_time_that_a_practice_has() {
    for (slug, minutes, source) in [
        ("premortem", 60, "4.2"),
        ("office-hours", 25, "5.1"),
        ("demo", 10, "6.4"),
        ("health-review", 60, "8.6"),
        ("metrics-review", 60, "8.6, for its like"),
    ] {
        let kind = ALL.iter().find(|it| it.slug == slug).unwrap();
        let Cost { whole, .. } = cost(kind);
        assert!(whole <= minutes * 600 / 2, "{slug} ({source}): {} s of {minutes} min", whole / 10);
    }
}

/// Read the difference when it changes: a new question before a move costs everybody this much.
#[test]
fn what_each_practice_costs_at_the_keyboard() {
    let mut table = String::from("kind | answers | moves | to begin | in all\n");
    for kind in ALL {
        let Cost { begin, whole, answers, moves } = cost(kind);
        let minutes = |tenths: u32| format!("{}:{:02}", tenths / 600, tenths % 600 / 10);
        let (begin, whole) = (minutes(begin), minutes(whole));
        writeln!(table, "{} | {answers} | {moves} | {begin} | {whole}", kind.slug).unwrap();
    }
    insta::assert_snapshot!(table);
}
