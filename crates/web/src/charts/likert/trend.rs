//! Two waves of one item, one bar above the other, with what chance could have done.

use domain::health::figures::Counts;
use domain::health::instrument::Item;
use domain::health::waves::Trend;
use maud::{Markup, html};

use super::bar::Plot;
use super::{Scale, Size, n, sides};
use crate::charts::drawing::{Anchor, Drawing, SMALL, TEXT};

const ROW: f64 = 34.0;

pub(super) fn both(item: &Item, trend: &Trend, id: &str) -> Markup {
    let (id, says) = (format!("{id}-before"), says(item, trend));
    html! {
        @for size in [Size::Wide, Size::Narrow] {
            (draw(item, trend, size).render(size, &id, "This wave and the one before", &says))
        }
    }
}

/// The change with both n, and which way is which where there is one. Who came and went is said once
/// for the whole group.
pub(super) fn says(item: &Item, trend: &Trend) -> String {
    match trend.change {
        None => "One of the two waves has no scored answer.".to_owned(),
        Some(it) if it.says().starts_with("Answers went") => {
            format!("Since the wave before: {} Higher is towards “{}”.", it.says(), item.ends[1])
        }
        Some(it) => format!("Since the wave before: {}", it.says()),
    }
}

pub(super) fn draw(item: &Item, trend: &Trend, size: Size) -> Drawing {
    let (width, name) = if size == Size::Wide { (720.0, 124.0) } else { (340.0, 84.0) };
    let both: [&Counts; 2] = [&trend.then, &trend.now];
    let scale = both.iter().fold(Scale::default(), |it, counts| it.with(sides(item, counts)));
    let plot = Plot::new(scale, width, width - name);
    let mut drawing = Drawing::new(width, ROW * 2.0 + 4.0);
    for (i, (when, counts)) in ["before", "now"].into_iter().zip(both).enumerate() {
        let top = 4.0 + ROW * i as f64;
        plot.bar(&mut drawing, item, counts, top);
        let x = plot.width - name + 14.0;
        drawing.text((x, top + 10.0), Anchor::Start, TEXT, when);
        drawing.text((x, top + 23.0), Anchor::Start, SMALL, n(counts));
    }
    drawing
}
