//! Pictures of what hardly happens: one point, nothing, very much, and what is no number at all.

use domain::measure::{Mirror, Unit, words};
use proptest::prelude::*;

use super::axis::axis;
use super::drawing::Mark;
use super::{Size, draw, figure, samples, spark, table};

const SIZES: [Size; 2] = [Size::Wide, Size::Narrow];

/// Every sample with its series bent.
fn bent(bend: impl Fn(&mut Mirror)) -> Vec<Mirror> {
    let mut all = samples::all();
    all.iter_mut().for_each(bend);
    all
}

fn is_sound(mirror: &Mirror) {
    for size in SIZES {
        let Some(drawing) = draw(mirror, size) else { continue };
        for mark in &drawing.marks {
            assert!(mark.is_finite(), "{} {size:?}: {mark:?}", mirror.about.id);
        }
    }
    let page = figure(mirror, "k-").into_string();
    for bad in ["NaN", "inf,", "\"inf", "-0.0 ", "width=\"-"] {
        assert!(!page.contains(bad), "{}: {bad} in {page}", mirror.about.id);
    }
    assert!(page.contains("<table"), "{}: whoever cannot see it has nothing", mirror.about.id);
}

#[test]
fn a_series_of_one_of_none_and_of_nothing_known_is_no_accident() {
    for mirror in bent(|it| it.series.truncate(1)) {
        is_sound(&mirror);
    }
    for mirror in bent(|it| it.series.clear()) {
        is_sound(&mirror);
    }
    for mirror in bent(|it| it.series.iter_mut().for_each(|point| point.value = None)) {
        is_sound(&mirror);
    }
    for mirror in bent(|it| {
        it.curve.truncate(1);
        it.censored.clear();
    }) {
        is_sound(&mirror);
    }
}

#[test]
fn where_nothing_is_counted_no_line_claims_otherwise() {
    for mirror in bent(|it| it.series.iter_mut().for_each(|point| point.counted = false)) {
        for size in SIZES {
            let Some(drawing) = draw(&mirror, size) else { continue };
            let solid = |mark: &&Mark| {
                matches!(mark, Mark::Dot { class: "dot", says, .. } if !says.is_empty())
                    || matches!(mark, Mark::Bar { class: "bar", .. })
            };
            assert!(drawing.marks.iter().find(solid).is_none(), "{}", mirror.about.id);
        }
    }
}

#[test]
fn very_much_and_nothing_stay_on_the_sheet() {
    for value in [0.0, 1e-9, 1e6, 1e12] {
        for mirror in bent(|it| {
            it.series.iter_mut().for_each(|point| point.value = Some(value));
            it.limits = None;
        }) {
            is_sound(&mirror);
            for size in SIZES {
                let Some(drawing) = draw(&mirror, size) else { continue };
                for mark in &drawing.marks {
                    if let Mark::Dot { at, .. } | Mark::Bar { at, .. } = mark {
                        let inside = (-1.0..=drawing.width + 1.0).contains(&at.0)
                            && (-1.0..=drawing.height + 1.0).contains(&at.1);
                        assert!(inside, "{} {value}: {mark:?}", mirror.about.id);
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_no_number_is_drawn_as_not_known() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for mirror in bent(|it| {
            if let Some(point) = it.series.last_mut() {
                point.value = Some(value);
            }
        }) {
            is_sound(&mirror);
            let small = spark(&mirror, "k-").into_string();
            assert!(!small.contains("NaN") && !small.contains("inf"), "{small}");
        }
    }
}

#[test]
fn every_number_under_a_chart_is_an_n_of_its_table() {
    for mirror in samples::all() {
        let table = table::details(&mirror).into_string();
        for n in mirror.series.iter().filter(|it| it.value.is_some()).filter_map(|it| it.n) {
            assert!(table.contains(&format!(">{n}<")), "{}: {n}", mirror.about.id);
        }
    }
}

#[test]
fn two_pictures_on_one_page_have_ids_of_their_own() {
    let (mut ids, mut count) = (std::collections::BTreeSet::new(), 0);
    for key in ["a-", "b-"] {
        // One history: every mirror once.
        for mirror in samples::all().into_iter().take(6) {
            let page = figure(&mirror, key).into_string() + &spark(&mirror, key).into_string();
            for id in page.split(" id=\"").skip(1) {
                ids.insert(id.split('"').next().unwrap().to_owned());
                count += 1;
            }
        }
    }
    assert_eq!(ids.len(), count);
    assert!(count > 24, "only {count} ids");
}

#[test]
fn words_of_a_history_are_words_in_the_picture_too() {
    let evil = "</title><script>alert(1)</script>";
    for mirror in bent(|it| {
        it.says = evil.into();
        it.notes = vec![evil.into()];
        it.series.iter_mut().for_each(|point| point.label = evil.into());
    }) {
        let page = figure(&mirror, "k-").into_string() + &spark(&mirror, "k-").into_string();
        assert!(!page.contains("<script>"), "{}", mirror.about.id);
    }
}

const UNITS: [Unit; 6] =
    [Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Releases, Unit::Deployments, Unit::Hands];

proptest! {
    #[test]
    fn a_scale_holds_its_values_with_few_marks_that_rise(
        max in prop_oneof![0.0..3.0, 0.0..1e3, 0.0..1e9], unit in prop::sample::select(UNITS.to_vec())
    ) {
        let axis = axis(max, unit);
        prop_assert!(axis.top >= max * 0.999_999 && axis.top > 0.0, "{:?}", axis);
        prop_assert!((2..=7).contains(&axis.ticks.len()), "{:?}", axis);
        prop_assert!(axis.ticks.windows(2).all(|pair| pair[0].0 < pair[1].0), "{:?}", axis);
        prop_assert_eq!(axis.ticks[0].0, 0.0);
        let labels: std::collections::BTreeSet<_> = axis.ticks.iter().map(|it| &it.1).collect();
        prop_assert_eq!(labels.len(), axis.ticks.len(), "two marks read the same: {:?}", axis);
    }

    #[test]
    fn a_line_of_any_values_stays_on_its_sheet_and_says_each(
        values in prop::collection::vec(prop::option::of(0.0..1e4_f64), 2..40)
    ) {
        let mut mirror = samples::of("change-lead-time");
        mirror.limits = None;
        mirror.signals.clear();
        let template = mirror.series[0].clone();
        mirror.series = values
            .iter()
            .map(|value| domain::measure::Point { value: *value, ..template.clone() })
            .collect();
        let Some(drawing) = draw(&mirror, Size::Wide) else { return Ok(()) };
        prop_assert!(drawing.marks.iter().all(Mark::is_finite));
        if mirror.about.drawn == domain::measure::Drawn::Line {
            let said: Vec<&str> = drawing.marks.iter().filter_map(Mark::says).collect();
            let known: Vec<f64> = values.into_iter().flatten().collect();
            prop_assert_eq!(said.len(), known.len());
            for (says, value) in said.iter().zip(known) {
                let amount = words::amount(value, mirror.series_unit);
                prop_assert!(says.contains(&amount), "{} does not say {}", says, amount);
            }
        }
    }
}
