//! All mirrors over a million made-up landings: `cargo bench -p domain --bench mirrors`.
#![expect(clippy::print_stdout, reason = "a benchmark says its figures")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::facts::{Facts, Identity, Landing, Release, Review, Shape};
use domain::id::At;
use domain::measure::{Columns, Window, all, concentration, lead_time, newcomers, release_wait};

const ROWS: i64 = 1_000_000;
const PEOPLE: i64 = 20_000;
const START: i64 = 1_262_304_000_000; // 2010-01-01
const RUNS: usize = 9;

fn main() {
    let facts = history();
    let end = At(START + ROWS * At::HOUR / 8);
    let whole = Window { from: At(START), to: end };
    let year = Window::months(12, end);
    println!("{ROWS} landings, {PEOPLE} people, {} releases", facts.releases.len());
    show("all mirrors, last 12 months", || all(&facts, year).len());
    show("all mirrors, whole history", || all(&facts, whole).len());
    let columns = Columns::from(&facts);
    show("  change lead time, whole history", || lead_time::measure(&columns, whole).series.len());
    show("  landing to release, whole history", || {
        release_wait::measure(&columns, whole).series.len()
    });
    show("  tenth change, whole history", || newcomers::tenth(&columns, whole).series.len());
    show("  hands per area, whole history", || {
        concentration::measure(&columns, whole).series.len()
    });
}

/// Median of wall times, and the fastest.
fn show(what: &str, mut run: impl FnMut() -> usize) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{what:<40} {:>8.1} ms (fastest {:.1})", ms(times[RUNS / 2]), ms(times[0]));
}

/// Landings an eighth of an hour apart, waits from minutes to weeks, everything from one seed.
fn history() -> Facts {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut chance = move |below: i64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as i64
    };
    let mut facts = Facts {
        areas: (0..40).map(|i| format!("area{i}")).collect(),
        identities: (0..PEOPLE)
            .map(|i| Identity { name: String::new(), email: String::new(), bot: i % 50 == 0 })
            .collect(),
        ..Facts::default()
    };
    for row in 0..ROWS {
        let at = START + row * At::HOUR / 8;
        let begun = At(at - (1 << chance(31)) - chance(At::HOUR));
        let author = chance((row / 40 + 10).min(PEOPLE)) as u32;
        facts.landings.push(Landing {
            first_author_at: begun,
            last_author_at: begun,
            author,
            landed_by: author,
            shape: Shape::Merge,
            number: row as u32,
            area: chance(40) as u16,
            commit: row as u64,
            review: if row % 4 == 0 { Review::NoneNamed } else { Review::Named },
            ..Landing::at(At(at))
        });
        if row % 5000 == 4999 {
            let name = format!("v{}.0", row / 5000);
            let (landing, series) = (Some(row as u32), String::new());
            facts.releases.push(Release { name, at: At(at), landing, series, pre: false });
        }
    }
    facts
}
