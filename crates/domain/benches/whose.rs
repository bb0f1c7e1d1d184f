//! How long one answer takes on a map of a thousand lanes: `cargo bench -p domain --bench whose`.
#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use domain::lanes::{Case, Change, Map, read};
use jiff::civil::{Date, date};

const DAY: Date = date(2026, 3, 1);
const ROUNDS: usize = 200;

fn main() {
    let text = map_text(1_000);
    let (bytes, lanes) = (text.len(), text.matches("[[lane]]").count());
    let started = Instant::now();
    let reading = read(&text);
    let took = started.elapsed().as_secs_f64() * 1_000.0;
    assert!(reading.is_usable(), "{:?}", reading.problems.first());
    println!("reading {lanes} lanes ({bytes} bytes): {took:.1} ms");
    let map = reading.map;
    let cases = cases(&map);
    let asker = map.lowest();
    each("verdict and lane", &cases, |case| {
        black_box(map.verdict(case, &asker, DAY));
    });
    each("route with every reason and sentence", &cases, |case| {
        black_box(map.route(case, &asker, DAY));
    });
    let changes: Vec<Change> =
        (0..1_000).map(|it| Change::at(&format!("area{}/src/f{it}.rs", it % 100))).collect();
    let started = Instant::now();
    for _ in 0..20 {
        black_box(map.check(&changes, &[], &asker, DAY));
    }
    println!(
        "check of 1,000 paths in 100 domains: {:.2} ms",
        started.elapsed().as_secs_f64() * 50.0
    );
}

/// Fastest of several rounds over all cases, per case.
fn each(name: &str, cases: &[Case], mut work: impl FnMut(&Case)) {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let started = Instant::now();
        cases.iter().for_each(&mut work);
        best = best.min(started.elapsed().as_secs_f64());
    }
    println!("{name}: {:.2} µs", best * 1e6 / cases.len() as f64);
}

/// Three levels, four dimensions, a hundred areas with ten kinds of decision each.
fn map_text(lanes: usize) -> String {
    let mut text = String::from(
        "levels = ['contributor', 'lead', 'director']\n[dimension.effort]\nassume = 1\n[dimension.cost]\nassume = 0\n\
         [dimension.undo]\nsteps = ['hour', 'sprint', 'quarter', 'never']\nassume = 'sprint'\n\
         [dimension.reach]\nsteps = ['component', 'team', 'teams', 'customers']\nassume = 'team'\n\
         [holder]\nlead = ['@ana']\ndirector = ['@raj']\n[[lane]]\nid = 'rest'\ndomain = '*'\nlevel = 'director'\n",
    );
    for at in 1..lanes {
        let (area, kind) = (at % 100, at / 100);
        let (level, effort, undo) =
            if kind % 2 == 0 { ("contributor", 5, "sprint") } else { ("lead", 40, "quarter") };
        let _ = write!(
            text,
            "[[lane]]\nid = 'l{at}'\ndomain = 'area{area}/kind{}'\nlevel = '{level}'\n\
             upto = {{ effort = {effort}, cost = {}, undo = '{undo}', reach = 'teams' }}\n",
            kind / 2,
            (at % 7) * 1_000,
        );
    }
    for area in 0..100 {
        let _ = write!(
            text,
            "[[signal]]\npaths = ['area{area}/**']\ndomain = 'area{area}/kind0'\nundo = 'hour'\n"
        );
    }
    text
}

fn cases(map: &Map) -> Vec<Case> {
    let mut cases = Vec::new();
    for at in 0..1_000_usize {
        let mut case = map.case(&[format!("area{}/kind{}", at % 100, at % 5)]);
        let steps = ["hour", "sprint", "quarter", "never"];
        for typed in [
            format!("effort={}", at % 50),
            format!("cost={}", at * 10),
            format!("undo={}", steps[at % 4]),
            "reach=team".to_owned(),
        ] {
            map.set(&mut case, &typed).expect("the bench writes its own map");
        }
        cases.push(case);
    }
    cases
}
