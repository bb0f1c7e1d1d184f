//! Scales and their marks: round numbers in the unit that people would use for this range.

use domain::measure::{Every, Point, Unit, words};

use super::Size;

/// Values from 0 to `top` on a length, with about four round marks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Axis {
    /// The end of the scale, in the unit of the values.
    pub(super) top: f64,
    /// Value and its label; only the last carries the unit.
    pub(super) ticks: Vec<(f64, String)>,
}

/// A scale that holds `max`, which is not negative.
pub(super) fn axis(max: f64, unit: Unit) -> Axis {
    let (per, name) = shown_in(max, unit);
    let step = round_step(max / per);
    let steps = (max / per / step).ceil().max(1.0) as usize;
    let ticks = (0..=steps)
        .map(|i| {
            let value = i as f64 * step;
            let number = words::number(value);
            let label =
                if i == steps && !name.is_empty() { format!("{number} {name}") } else { number };
            (value * per, label)
        })
        .collect();
    Axis { top: steps as f64 * step * per, ticks }
}

/// The unit for this range: how much of the value's unit one of it is, and its short name.
fn shown_in(max: f64, unit: Unit) -> (f64, &'static str) {
    match unit {
        Unit::Hours if max > 72.0 => (24.0, "d"),
        Unit::Hours if max < 2.0 => (1.0 / 60.0, "min"),
        Unit::Hours => (1.0, "h"),
        Unit::Days | Unit::WorkingDays => (1.0, "d"),
        Unit::Releases | Unit::Deployments | Unit::Hands => (1.0, ""),
    }
}

/// 1, 2, 2.5 or 5 times a power of ten, at least 1 where less would repeat labels: three to five steps.
fn round_step(max: f64) -> f64 {
    let rough = (max / 4.0).max(1e-9);
    let power = 10_f64.powf(rough.log10().floor());
    // Quarters read well as 25 or 250, not as 2.5.
    let fits = |m: &f64| rough <= m * power && (*m != 2.5 || power >= 10.0);
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().find(fits).unwrap_or(10.0) * power;
    step.max(0.5)
}

/// Which periods get a label under them, and its words: so many as fit without touching.
pub(super) fn period_labels(
    series: &[Point],
    every: Option<Every>,
    size: Size,
) -> Vec<(usize, String)> {
    let most = if size == Size::Wide { 7 } else { 4 };
    let mut labels: Vec<(usize, String)> = Vec::new();
    let mut month = "";
    for (i, point) in series.iter().enumerate() {
        // A month is named where it begins; in a list of weeks that is its first Monday.
        let Some(this) = point.label.get(..7) else { continue };
        if this == month {
            continue;
        }
        if !(month.is_empty() && every == Some(Every::Week)) {
            labels.push((i, short(this)));
        }
        month = this;
    }
    let nth = labels.len().div_ceil(most).max(1);
    labels.into_iter().step_by(nth).collect()
}

/// `Mar`, and with its year in January: `Jan 2026`.
fn short(month: &str) -> String {
    let words = words::period(month);
    match words.split_once(' ') {
        Some((name, _)) if !["Jan", "Q1", "H1"].contains(&name) => name.to_owned(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(max: f64, unit: Unit) -> Vec<String> {
        axis(max, unit).ticks.into_iter().map(|tick| tick.1).collect()
    }

    #[test]
    fn marks_are_round_and_the_last_has_the_unit() {
        assert_eq!(labels(52.0, Unit::Hours), ["0", "20", "40", "60 h"]);
        assert_eq!(labels(240.0, Unit::Hours), ["0", "5", "10 d"]);
        assert_eq!(labels(1.2, Unit::Hours), ["0", "20", "40", "60", "80 min"]);
        assert_eq!(labels(3.0, Unit::Releases), ["0", "1", "2", "3"]);
        assert_eq!(labels(23_000.0, Unit::Releases)[1], "10\u{202f}000");
    }

    #[test]
    fn the_scale_holds_its_largest_value() {
        for max in [0.0, 0.1, 1.0, 7.3, 99.0, 100.0, 101.0, 1e6] {
            let axis = axis(max, Unit::Hours);
            assert!(axis.top >= max && (2..=6).contains(&axis.ticks.len()), "{max}: {axis:?}");
        }
    }

    #[test]
    fn months_are_named_where_they_begin() {
        let point = |label: &str| Point::refused(label.into());
        let weeks = ["2026-01-26", "2026-02-02", "2026-02-09", "2026-03-02"].map(point);
        let said = period_labels(&weeks, Some(Every::Week), Size::Wide);
        assert_eq!(said, [(1, "Feb".to_owned()), (3, "Mar".to_owned())]);
        let months = ["2025-12", "2026-01"].map(point);
        let said = period_labels(&months, Some(Every::Month), Size::Narrow);
        assert_eq!(said, [(0, "Dec".to_owned()), (1, "Jan 2026".to_owned())]);
    }
}
