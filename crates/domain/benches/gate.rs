//! The release gate over one item of a large organisation: `cargo bench -p domain --bench gate`.
#![expect(clippy::print_stdout, reason = "a benchmark says its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::health::crowd::Crowd;
use domain::health::figures::Answer;
use domain::health::gate::{Case, Rule, release, view};
use domain::health::instrument::End;
use domain::health::limits::Limits;
use domain::health::tree::Tree;
use domain::id::Id;

const AREAS: usize = 30;
const TEAMS: usize = 10;
const RUNS: usize = 5;

fn main() {
    let mut teams = vec![(Id::from("org"), None)];
    let mut people: Vec<(Vec<usize>, Answer)> = Vec::new();
    for area in 0..AREAS {
        let above = teams.len();
        teams.push((Id::from(format!("area {area}")), Some(0)));
        people.push((vec![above], Answer::Step(4)));
        for team in 0..TEAMS {
            let at = teams.len();
            teams.push((Id::from(format!("team {area}.{team}")), Some(above)));
            // From two to ten people, a few of them in a second team.
            for person in 0..2 + (area * 7 + team * 5) % 9 {
                let second = (person == 0 && team % 4 == 1).then_some(at - 1);
                let step = 1 + (area + team * person * person) % 5;
                people
                    .push(([Some(at), second].into_iter().flatten().collect(), Answer::Step(step)));
            }
        }
    }
    let tree = Tree::new(&teams).expect("parents come before their children");
    let crowd = Crowd::of(&tree, people.iter().map(|(teams, answer)| (teams.as_slice(), *answer)));
    let case =
        Case { tree: &tree, crowd: &crowd, limits: Limits::default(), favourable: End::High };
    let everybody = release(&case, None, &Rule::ALL);
    println!(
        "{} groups, {} people, {} groups shown",
        tree.len(),
        people.len(),
        everybody.open().count()
    );
    show("release of one item", || release(&case, None, &Rule::ALL).open().count());
    show("view of a reader who answered", || {
        view(&case, &everybody, Some(&people[9].0), &Rule::ALL).open().count()
    });
}

/// The fastest of a few runs.
fn show(what: &str, mut run: impl FnMut() -> usize) {
    let once = |_| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    let fastest: Duration = (0..RUNS).map(once).min().unwrap_or_default();
    println!("{what:<40} {:>8.1} ms", fastest.as_secs_f64() * 1000.0);
}
