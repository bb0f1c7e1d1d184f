//! Signal or noise in words, and how many items each number asks for.

use super::*;
use crate::measure::quantile::Sorted;

const QUIET: [f64; 10] = [10.0, 12.0, 9.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 13.0];

/// A mirror whose values follow each other from January 2025, or from Monday 5 January 2026.
fn of(values: &[f64], every: Every) -> Mirror {
    let mut mirror = Mirror::new(&lead_time::ABOUT, year());
    mirror.every = Some(every);
    for (at, value) in values.iter().enumerate() {
        let label = match every {
            Every::Month | Every::Quarter | Every::Half => {
                format!("{}-{:02}", 2025 + at / 12, at % 12 + 1)
            }
            Every::Week => day("2026-01-05").plus(7 * at as i64 * At::DAY).day().to_string(),
        };
        mirror.series.push(Point { label, value: Some(*value), n: Some(9), counted: true });
    }
    mirror.behaviour();
    mirror
}

fn said(values: &[f64]) -> String {
    of(values, Every::Month).stood_out()
}

#[test]
fn what_stood_out_is_one_sentence_about_the_time() {
    assert_eq!(said(&QUIET), "No month stood out from the usual range.");
    let one = [&QUIET[..], &QUIET, &[40.0]].concat();
    assert_eq!(said(&one), "Sep 2026 lies outside the usual range.");
    let two = [&QUIET[..], &QUIET, &[25.0], &QUIET, &QUIET, &[25.0]].concat();
    assert_eq!(said(&two), "2 months lie outside the usual range.");
    assert_eq!(said(&QUIET[..5]), "", "five points draw no range");
}

#[test]
fn a_run_is_told_by_its_eighth_week_and_asks_what_people_know_about_it() {
    let run: Vec<f64> = (0..16).map(|at| QUIET[at % 10] + if at < 8 { 0.0 } else { 4.5 }).collect();
    let said = of(&run, Every::Week).stood_out();
    assert!(said.contains("By the week of 23 Feb 2026, eight weeks in a row"), "{said}");
    assert!(said.ends_with("what do you know about that time?"), "{said}");
}

#[test]
fn a_point_on_too_few_items_is_drawn_and_does_not_count() {
    let mut mirror = of(&[&QUIET[..], &[400.0]].concat(), Every::Month);
    assert!(!mirror.signals.is_empty());
    mirror.series[10].counted = false;
    mirror.signals.clear();
    mirror.behaviour();
    assert_eq!((mirror.signals.len(), mirror.limits.map(|it| it.points)), (0, Some(10)));
}

#[test]
fn without_a_usual_range_there_is_a_reason() {
    for (values, why) in [
        (&QUIET[..4], "needs 6 counted points, has 4"),
        (&[5.0; 8], "the values move in too few different steps for a usual range"),
    ] {
        let mirror = of(values, Every::Month);
        assert_eq!((mirror.limits, mirror.why["limits"].as_str()), (None, why));
    }
}

#[test]
fn each_quantile_asks_for_as_many_values_as_its_doubt_needs() {
    // domain.md 7.7: a median from 3, its interval from 6, p75 from 11, p90 from 29.
    for (n, known) in [
        (2, [false; 4]),
        (3, [true, false, false, false]),
        (5, [true, false, false, false]),
        (6, [true, true, false, false]),
        (10, [true, true, false, false]),
        (11, [true, true, true, false]),
        (28, [true, true, true, false]),
        (29, [true; 4]),
    ] {
        let values: Vec<f64> = (0..n).map(f64::from).collect();
        let mut mirror = of(&[], Every::Month);
        mirror.spread_of(Sorted::new(&values));
        let low = mirror.interval.map(|it| it.low);
        let found = [mirror.median, low, mirror.p75, mirror.p90].map(|it| it.is_some());
        assert_eq!(found, known, "{n} values");
    }
}
