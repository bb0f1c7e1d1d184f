//! Waits: a curve of the share that has got there, with a tick for each that is still open. Where
//! a curve would show single people, the median and its interval instead.

use domain::measure::{Mirror, words};

use super::Size;
use super::axis::axis;
use super::drawing::{Anchor, Drawing, SMALL, TEXT, width_of};

const TOP: f64 = 16.0;
const BOTTOM: f64 = 36.0;

pub(super) fn draw(mirror: &Mirror, size: Size) -> Option<Drawing> {
    match mirror.curve.is_empty() {
        true => strip(mirror, size),
        false => Some(curve(mirror, size)),
    }
}

fn curve(mirror: &Mirror, size: Size) -> Drawing {
    let (width, height, left, right) = match size {
        Size::Wide => (720.0, 230.0, 44.0, 104.0),
        Size::Narrow => (340.0, 220.0, 44.0, 20.0),
    };
    let longest = mirror.curve.iter().map(|step| step.at).chain(mirror.censored.iter().copied());
    let axis = axis(longest.fold(0.0, f64::max), mirror.about.unit);
    let end = width - right;
    let x = |value: f64| left + (end - left) * value / axis.top;
    let y = |gone: f64| TOP + (height - TOP - BOTTOM) * (1.0 - gone);
    let mut drawing = Drawing::new(width, height);
    drawing.path("wash", band(mirror, &x, &y));
    for share in [0.0, 0.5, 1.0] {
        drawing.line(
            if share == 0.5 { "limit" } else { "axis" },
            (left, y(share)),
            (end, y(share)),
        );
        let label = words::share((share * 100.0) as usize, 100);
        drawing.text((left - 6.0, y(share) + 4.0), Anchor::End, TEXT, label);
    }
    let (line, waiting) = (stairs(mirror, &x, &y), left_at(mirror));
    let last = line.last().copied().unwrap_or((left, y(0.0)));
    drawing.path("step", line);
    ticks(mirror, &mut drawing, &x, &y);
    median(mirror, &mut drawing, &x, &y);
    let waiting = |value: f64| waiting(value).to_string();
    for (value, label) in thinned(&axis.ticks, size) {
        drawing.text((x(value), height - 18.0), Anchor::Middle, SMALL, waiting(value));
        drawing.text((x(value), height - 3.0), Anchor::Middle, SMALL, label);
    }
    let word = if size == Size::Wide { "still waiting" } else { "" };
    if word.is_empty() {
        drawing.text((left - 14.0, height - 18.0), Anchor::End, SMALL, "left");
    } else {
        drawing.text((end + 18.0, height - 18.0), Anchor::Start, SMALL, word);
    }
    if size == Size::Wide {
        let gone = mirror.curve.last().map_or(0.0, |step| 1.0 - step.waiting);
        let share = words::share((gone * 1000.0).round() as usize, 1000);
        drawing.direct((last.0 + 8.0, last.1 + 4.0), Anchor::Start, share);
    }
    drawing
}

/// Marks far enough apart for the numbers under them.
fn thinned(ticks: &[(f64, String)], size: Size) -> Vec<(f64, String)> {
    let most = if size == Size::Wide { 6 } else { 4 };
    let nth = ticks.len().div_ceil(most).max(1);
    ticks.iter().rev().step_by(nth).cloned().collect()
}

/// The rising stairs, one corner a half pixel at most.
fn stairs(mirror: &Mirror, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let mut points = vec![(x(0.0), y(0.0))];
    let mut level = y(0.0);
    for step in &mirror.curve {
        let (to, up) = (x(step.at), y(1.0 - step.waiting));
        if (up - level).abs() >= 0.5 {
            points.extend([(to, level), (to, up)]);
            level = up;
        }
    }
    let seen = mirror.censored.iter().copied().fold(0.0, f64::max);
    let end = mirror.curve.last().map_or(0.0, |step| step.at).max(seen);
    points.push((x(end), level));
    points
}

/// The 95 % limits, forth along the upper and back along the lower.
fn band(mirror: &Mirror, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let (mut upper, mut lower) = (vec![(x(0.0), y(0.0))], vec![(x(0.0), y(0.0))]);
    for (step, limits) in mirror.curve.iter().filter_map(|step| Some((step, step.limits?))) {
        let to = x(step.at);
        for (edge, level) in [(&mut upper, y(1.0 - limits.0)), (&mut lower, y(1.0 - limits.1))] {
            let before = edge.last().map_or(level, |point| point.1);
            if (before - level).abs() >= 0.5 {
                edge.extend([(to, before), (to, level)]);
            }
        }
    }
    let reach = upper.iter().chain(&lower).map(|point| point.0).fold(0.0, f64::max);
    for edge in [&mut upper, &mut lower] {
        let level = edge.last().map_or(0.0, |point| point.1);
        edge.push((reach, level));
    }
    lower.reverse();
    upper.extend(lower);
    upper
}

/// One tick where an open item was last seen, once a pixel.
fn ticks(mirror: &Mirror, drawing: &mut Drawing, x: &impl Fn(f64) -> f64, y: &impl Fn(f64) -> f64) {
    let (mut before, mut i, mut level) = (f64::MIN, 0, y(0.0));
    for &seen in &mirror.censored {
        while let Some(step) = mirror.curve.get(i).filter(|step| step.at <= seen) {
            level = y(1.0 - step.waiting);
            i += 1;
        }
        if x(seen) - before >= 2.0 {
            before = x(seen);
            drawing.line("cens", (before, level - 4.0), (before, level + 4.0));
        }
    }
}

fn median(
    mirror: &Mirror,
    drawing: &mut Drawing,
    x: &impl Fn(f64) -> f64,
    y: &impl Fn(f64) -> f64,
) {
    let Some(median) = mirror.median else { return };
    drawing.line("limit", (x(median), y(0.5)), (x(median), y(0.0)));
    let says = format!("median: {}", words::amount(median, mirror.about.unit));
    drawing.dot("point", (x(median), y(0.5)), 4.0, says);
    let words = words::amount(median, mirror.about.unit);
    let fits = x(median) + 8.0 + width_of(&words, TEXT) <= drawing.width;
    let (at, anchor) =
        if fits { (x(median) + 8.0, Anchor::Start) } else { (x(median) - 8.0, Anchor::End) };
    drawing.direct((at, y(0.5) + 16.0), anchor, words);
}

/// How many still wait just after a moment.
fn left_at(mirror: &Mirror) -> impl Fn(f64) -> usize {
    move |value| {
        let gone: usize =
            mirror.curve.iter().take_while(|step| step.at <= value).map(|step| step.ended).sum();
        let lost = mirror.censored.iter().filter(|&&seen| seen <= value).count();
        mirror.n.unwrap_or_default().saturating_sub(gone + lost)
    }
}

/// The median as a point on its interval; an arrow where that has no upper end yet.
fn strip(mirror: &Mirror, size: Size) -> Option<Drawing> {
    let (median, width) = (mirror.median?, if size == Size::Wide { 720.0 } else { 340.0 });
    let high = mirror.interval.and_then(|interval| interval.high);
    let axis = axis(median.max(high.unwrap_or(median * 1.8)) * 1.1, mirror.about.unit);
    let (left, end) = (12.0, width - 22.0);
    let x = |value: f64| left + (end - left) * value / axis.top;
    let mut drawing = Drawing::new(width, 64.0);
    drawing.line("axis", (left, 40.0), (end, 40.0));
    if let Some(interval) = mirror.interval {
        let to = interval.high.map_or(end, x);
        drawing.line("step", (x(interval.low), 28.0), (to, 28.0));
        if interval.high.is_none() {
            drawing.path("step", vec![(end - 7.0, 23.0), (end, 28.0), (end - 7.0, 33.0)]);
        }
    }
    let words = words::amount(median, mirror.about.unit);
    let half = width_of(&words, TEXT) / 2.0;
    drawing.dot("point", (x(median), 28.0), 5.0, format!("median: {words}"));
    drawing.direct((x(median).clamp(half, width - half), 14.0), Anchor::Middle, words);
    for (value, label) in thinned(&axis.ticks, size) {
        drawing.text((x(value), 56.0), Anchor::Middle, SMALL, label);
    }
    Some(drawing)
}
