//! One bar an area, the busiest first: on how many hands it rests.

use domain::measure::{Mirror, words};

use super::Size;
use super::drawing::{Anchor, Drawing, Mark, SMALL, TEXT, width_of};

/// More would be a list, and the table is one.
const SHOWN: usize = 12;
const ROW: f64 = 24.0;

pub(super) fn draw(mirror: &Mirror, size: Size) -> Option<Drawing> {
    let shown = &mirror.series[..mirror.series.len().min(SHOWN)];
    let most = shown.iter().filter_map(|point| point.value).fold(0.0, f64::max);
    if shown.is_empty() || most <= 0.0 {
        return None;
    }
    // Narrow: the name stands over its bar.
    let (width, left, right, row) = match size {
        Size::Wide => (720.0, 190.0, 150.0, ROW),
        Size::Narrow => (340.0, 0.0, 140.0, ROW + 14.0),
    };
    let hidden = mirror.series.len() - shown.len();
    let more = if hidden > 0 { 18.0 } else { 0.0 };
    let mut drawing = Drawing::new(width, row * shown.len() as f64 + 6.0 + more);
    for (i, point) in shown.iter().enumerate() {
        let top = row * i as f64 + 4.0;
        let value = point.value.unwrap_or_default();
        let long = (width - left - right) * value / most;
        let bar_top = if size == Size::Wide { top + 4.0 } else { top + 18.0 };
        let amount = words::amount(value, mirror.about.unit);
        let says = format!("{}: {amount}, n = {}", point.label, point.n_words());
        let class = if point.counted { "bar" } else { "few" };
        let (at, bar) = ((left, bar_top), (long, 10.0));
        drawing.marks.push(Mark::Bar { class, at, size: bar, says });
        let name = match size {
            Size::Wide => {
                ((left - 10.0, bar_top + 9.0), Anchor::End, cut(&point.label, left - 14.0))
            }
            Size::Narrow => ((0.0, top + 12.0), Anchor::Start, cut(&point.label, width - 20.0)),
        };
        drawing.text(name.0, name.1, TEXT, name.2);
        let (x, y) = (left + long + 8.0, bar_top + 9.0);
        let number = words::number(value);
        let past = x + width_of(&number, TEXT) + 8.0;
        drawing.direct((x, y), Anchor::Start, number);
        drawing.text((past, y), Anchor::Start, SMALL, format!("n = {}", point.n_words()));
    }
    if hidden > 0 {
        let y = drawing.height - 5.0;
        let text = format!("and {} more in the table", words::count(hidden, "area"));
        drawing.text((left, y), Anchor::Start, SMALL, text);
    }
    Some(drawing)
}

/// Cuts the middle out of a name that is too long, so that both ends can be told.
fn cut(name: &str, room: f64) -> String {
    let letters: Vec<char> = name.chars().filter(|c| !c.is_control()).collect();
    let most = (room / (0.62 * TEXT)) as usize;
    if letters.len() <= most {
        return letters.into_iter().collect();
    }
    let half = most.saturating_sub(1) / 2;
    let (start, end) = (&letters[..half], &letters[letters.len() - half..]);
    start.iter().chain(&['…']).chain(end).collect()
}
