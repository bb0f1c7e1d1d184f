//! A process behaviour chart: medians in ink, their usual range dotted, n under the axis.

use domain::measure::behaviour::{Limits, Rule};
use domain::measure::{Baseline, Mirror, Unit, words};

use super::Size;
use super::axis::{axis, period_labels};
use super::drawing::{Anchor, Drawing, SMALL, TEXT, width_of};

/// The sheet and the margins around the plot.
struct Plot {
    width: f64,
    height: f64,
    left: f64,
    right: f64,
}

const TOP: f64 = 16.0;
const BOTTOM: f64 = 36.0;

pub(super) fn draw(mirror: &Mirror, size: Size) -> Option<Drawing> {
    let values = mirror.series.iter().filter_map(|point| point.value);
    let ranges = ranges(mirror);
    let upper = ranges.iter().map(|it| it.2.upper).fold(0.0, f64::max);
    if values.clone().count() < 2 {
        return None;
    }
    let axis = axis(values.fold(upper, f64::max), mirror.series_unit);
    let plot = match size {
        Size::Wide => Plot { width: 720.0, height: 230.0, left: 44.0, right: 104.0 },
        Size::Narrow => Plot { width: 340.0, height: 220.0, left: 40.0, right: 66.0 },
    };
    let last = mirror.series.len().saturating_sub(1).max(1) as f64;
    let x = |i: usize| plot.left + (plot.width - plot.left - plot.right) * i as f64 / last;
    let y = |value: f64| TOP + (plot.height - TOP - BOTTOM) * (1.0 - value / axis.top);
    let mut drawing = Drawing::new(plot.width, plot.height);
    drawing.periods = Some(((0..mirror.series.len()).map(x).collect(), y(0.0)));
    let end = plot.width - plot.right;
    for (value, label) in &axis.ticks {
        drawing.line("axis", (plot.left, y(*value)), (end, y(*value)));
        drawing.text((plot.left - 6.0, y(*value) + 4.0), Anchor::End, TEXT, label.as_str());
    }
    for (from, to, limits) in &ranges {
        let until = if *to + 1 >= mirror.series.len() { end } else { x(*to) };
        drawing.line("limit", (x(*from), y(limits.upper)), (until, y(limits.upper)));
        drawing.line("mid", (x(*from), y(limits.centre)), (until, y(limits.centre)));
        // A limit cut at zero cannot signal: it would only look as if it could.
        if !limits.clipped {
            drawing.line("limit", (x(*from), y(limits.lower)), (until, y(limits.lower)));
        }
    }
    if let Some(limits) = mirror.limits {
        let centre = words::amount(limits.centre, mirror.series_unit);
        drawing.direct((end + 8.0, y(limits.centre) + 4.0), Anchor::Start, centre);
        if size == Size::Wide && y(limits.centre) - y(limits.upper) > 14.0 {
            drawing.text((end + 8.0, y(limits.upper) + 4.0), Anchor::Start, TEXT, "usual range");
        }
    }
    values_in_ink(mirror, &mut drawing, x, y);
    below(mirror, &mut drawing, size, x);
    signals(mirror, &mut drawing, x, y);
    Some(drawing)
}

/// The usual ranges with the first and the last period of each: one, or one after each declared change.
pub(super) fn ranges(mirror: &Mirror) -> Vec<(usize, usize, Limits)> {
    let last = mirror.series.len().saturating_sub(1);
    if mirror.baselines.is_empty() {
        return mirror.limits.map(|it| (0, last, it)).into_iter().collect();
    }
    let start = |it: &Baseline| mirror.series.iter().position(|point| point.label == it.from);
    let starts: Vec<usize> = mirror.baselines.iter().map(|it| start(it).unwrap_or(0)).collect();
    let end = |at: usize| starts.get(at + 1).map_or(last, |next| next.saturating_sub(1));
    let range = |(at, it): (usize, &Baseline)| (starts[at], end(at), it.limits);
    mirror.baselines.iter().enumerate().map(range).collect()
}

fn values_in_ink(
    mirror: &Mirror,
    drawing: &mut Drawing,
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) {
    let shown = |i: usize| mirror.series[i].value.map(|value| (x(i), y(value)));
    let counted = (0..mirror.series.len()).filter(|&i| mirror.series[i].counted);
    let points: Vec<_> = counted.filter_map(shown).collect();
    if !points.is_empty() {
        drawing.path("ink", points);
    }
    for (i, point) in mirror.series.iter().enumerate() {
        let Some(value) = point.value else { continue };
        let amount = words::amount(value, mirror.series_unit);
        let says = format!("{}: {amount}, n = {}", words::period(&point.label), point.n_words());
        drawing.dot(if point.counted { "dot" } else { "few" }, (x(i), y(value)), 2.7, says);
    }
}

/// n and the names of periods, as many as fit.
fn below(mirror: &Mirror, drawing: &mut Drawing, size: Size, x: impl Fn(usize) -> f64) {
    let (n_line, name_line) = (drawing.height - 18.0, drawing.height - 3.0);
    drawing.text((x(0) - 16.0, n_line), Anchor::End, SMALL, "n");
    let mut free = f64::MIN;
    let room = if size == Size::Wide { 10.0 } else { 12.0 };
    for (i, point) in mirror.series.iter().enumerate() {
        let n = point.n_words();
        let half = width_of(&n, SMALL) / 2.0;
        if x(i) - half >= free {
            drawing.text((x(i), n_line), Anchor::Middle, SMALL, n);
            free = x(i) + half + room;
        }
    }
    for (i, name) in period_labels(&mirror.series, mirror.every, size) {
        let fits = x(i) + width_of(&name, SMALL) <= drawing.width;
        if fits {
            drawing.text((x(i), name_line), Anchor::Start, SMALL, name);
        }
    }
}

/// A ring around each point outside the limits. The sentence above names it.
fn signals(
    mirror: &Mirror,
    drawing: &mut Drawing,
    x: impl Fn(usize) -> f64,
    y: impl Fn(f64) -> f64,
) {
    for signal in mirror.signals.iter().filter(|signal| signal.rule == Rule::Outside) {
        let Some(i) = mirror.series.iter().position(|point| point.label == signal.label) else {
            continue;
        };
        if let Some(value) = mirror.series[i].value {
            drawing.dot("ink", (x(i), y(value)), 6.0, String::new());
        }
    }
}

/// A line without axes, in 96 by 20.
pub(super) fn spark(values: &[f64]) -> Drawing {
    let top = super::axis::axis(values.iter().copied().fold(0.0, f64::max), Unit::Hands).top;
    let last = values.len().saturating_sub(1).max(1) as f64;
    let points: Vec<_> = values
        .iter()
        .enumerate()
        .map(|(i, value)| (3.0 + 90.0 * i as f64 / last, 17.0 - 14.0 * value / top))
        .collect();
    let mut drawing = Drawing::new(96.0, 20.0);
    if let Some(&end) = points.last() {
        drawing.path("ink", points);
        drawing.dot("dot", end, 2.2, String::new());
    }
    drawing
}

#[cfg(test)]
mod tests {
    use domain::measure::Declared;

    use super::super::drawing::Mark;
    use super::super::samples;
    use super::*;

    #[test]
    fn after_a_declared_change_that_shows_two_ranges_stand_side_by_side() {
        let mut mirror = samples::of("change-lead-time");
        let half = mirror.series.len() / 2;
        for (at, point) in mirror.series.iter_mut().enumerate() {
            let value =
                40.0 + [0.0, 3.0, 1.0, 4.0, 2.0][at % 5] - if at < half { 0.0 } else { 30.0 };
            (point.value, point.counted) = (Some(value), true);
        }
        mirror.signals.clear();
        mirror.behaviour();
        let on = domain::measure::baseline::begins(&mirror.series[half].label).expect("a Monday");
        mirror.declare(&[Declared { on, reason: "Pairs".into(), mirror: mirror.about.id.into() }]);
        let found = ranges(&mirror);
        let ends: Vec<_> = found.iter().map(|it| (it.0, it.1)).collect();
        assert_eq!(ends, [(0, half - 1), (half, mirror.series.len() - 1)]);
        assert!(found[0].2.centre > found[1].2.centre + 25.0);
        let drawing = draw(&mirror, Size::Wide).expect("a chart");
        let mids: Vec<_> = drawing
            .marks
            .iter()
            .filter_map(|it| match it {
                Mark::Line { class: "mid", from, to } => Some((from.0, to.0)),
                _ => None,
            })
            .collect();
        assert_eq!(mids.len(), 2);
        assert!(mids[0].1 < mids[1].0, "{mids:?}");
    }
}
