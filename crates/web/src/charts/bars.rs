//! One bar a period, zeros included: how often something happened.

use domain::measure::{Mirror, words};

use super::Size;
use super::axis::period_labels;
use super::drawing::{Anchor, Drawing, Mark, SMALL, TEXT, width_of};
use super::line::ranges;

const TOP: f64 = 22.0;
const BOTTOM: f64 = 22.0;

/// Where a period and a value stand.
struct Scale {
    left: f64,
    /// From one period to the next.
    step: f64,
    floor: f64,
    /// The value that reaches the top.
    top: f64,
}

impl Scale {
    fn tall(&self, value: f64) -> f64 {
        (self.floor - TOP) * value / self.top
    }

    fn level(&self, value: f64) -> f64 {
        self.floor - self.tall(value)
    }
}

pub(super) fn draw(mirror: &Mirror, size: Size) -> Option<Drawing> {
    if mirror.n.unwrap_or_default() == 0 || mirror.series.is_empty() {
        return None;
    }
    let (width, height, right) = match size {
        Size::Wide if mirror.limits.is_some() => (720.0, 150.0, 104.0),
        Size::Wide => (720.0, 150.0, 8.0),
        Size::Narrow => (340.0, 150.0, 8.0),
    };
    let (left, floor) = (8.0, height - BOTTOM);
    let most = mirror.series.iter().filter_map(|point| point.value).fold(1.0, f64::max);
    let ranges = ranges(mirror);
    let top = ranges.iter().map(|it| it.2.upper).fold(most, f64::max);
    let step = (width - left - right) / mirror.series.len() as f64;
    let scale = Scale { left, step, floor, top };
    let mut drawing = Drawing::new(width, height);
    let middle = |i: usize| left + step * (i as f64 + 0.5);
    drawing.periods = Some(((0..mirror.series.len()).map(middle).collect(), floor));
    drawing.line("axis", (left, floor), (width - right, floor));
    for (i, point) in mirror.series.iter().enumerate() {
        let value = point.value.unwrap_or_default();
        let (x, high) = (left + step * (i as f64 + 0.3), scale.tall(value).max(1.0));
        let amount = words::amount(value, mirror.series_unit);
        let says = format!("{}: {amount}", words::period(&point.label));
        let class = if point.counted { "bar" } else { "few" };
        let (at, size) = ((x, floor - high), (step * 0.4, high));
        drawing.marks.push(Mark::Bar { class, at, size, says });
        let number = words::number(value);
        if width_of(&number, SMALL) < step {
            drawing.text((x + step * 0.2, floor - high - 4.0), Anchor::Middle, SMALL, number);
        }
    }
    usual_range(&mut drawing, mirror, &scale);
    if let Some(limits) = mirror.limits.filter(|_| size == Size::Wide) {
        beside(&mut drawing, mirror, (limits.centre, limits.upper), (width - right + 8.0, &scale));
    }
    for (i, name) in period_labels(&mirror.series, mirror.every, size) {
        let x = left + step * (i as f64 + 0.3);
        if x + width_of(&name, SMALL) <= width {
            drawing.text((x, height - 5.0), Anchor::Start, SMALL, name);
        }
    }
    Some(drawing)
}

/// Lines at the middle and at both ends of what is usual, from when to when it was.
fn usual_range(drawing: &mut Drawing, mirror: &Mirror, scale: &Scale) {
    for (from, to, it) in ranges(mirror) {
        let at = |period: usize| scale.left + scale.step * period as f64;
        for (class, value) in [("limit", it.upper), ("mid", it.centre), ("limit", it.lower)] {
            drawing.line(class, (at(from), scale.level(value)), (at(to + 1), scale.level(value)));
        }
    }
}

/// The words for these lines, at their ends.
fn beside(
    drawing: &mut Drawing,
    mirror: &Mirror,
    (centre, upper): (f64, f64),
    (x, scale): (f64, &Scale),
) {
    let every = mirror.every.map_or("month", domain::measure::Every::word);
    let middle = format!("{} a {every}", words::number(centre));
    drawing.direct((x, scale.level(centre) + 4.0), Anchor::Start, middle);
    if scale.tall(upper) - scale.tall(centre) > 14.0 {
        let at = (x, scale.level(upper) + 4.0);
        drawing.text(at, Anchor::Start, TEXT, "usual range");
    }
}
