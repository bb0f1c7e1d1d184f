//! The bar: steps to the left and to the right of a line, and the middle apart from both.

use domain::health::figures::Counts;
use domain::health::instrument::{End, Item, STEPS};
use maud::{Markup, html};

use super::{MIDDLE, Scale, Size, ends, in_words, median, n, placed};
use crate::charts::drawing::{Anchor, Drawing, Mark, SMALL, TEXT, width_of};

/// From left to right; looks come from the stylesheet, in a pair of colours that are neither anybody's
/// nor anybody else's, and are told apart by every kind of eye.
const PARTS: [&str; STEPS] = ["no-far", "no-near", "between", "yes-near", "yes-far"];
const GAP: f64 = 26.0;
const TALL: f64 = 24.0;
const LINE: f64 = 14.5;
/// Lines of words under an end; a longer end is cut here and whole in the table.
const LINES: usize = 3;
/// Room for the word under those in the middle.
const LEAST: f64 = 48.0;

pub(super) fn both(item: &Item, counts: &Counts, scale: Scale, id: &str) -> Markup {
    html! {
        @for size in [Size::Wide, Size::Narrow] {
            (draw(item, counts, scale, size).render(size, id, &item.asks, &in_words(item, counts)))
        }
    }
}

/// Where things are on a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plot {
    pub(super) width: f64,
    /// How wide one person is.
    unit: f64,
    /// The line between the sides, and where those in the middle begin.
    zero: f64,
    aside: f64,
    /// Up to where the two sides reach.
    pub(super) end: f64,
}

impl Plot {
    pub(super) fn new(scale: Scale, width: f64, room: f64) -> Self {
        let (left, right) = (scale.left.max(1) as f64, scale.right.max(1) as f64);
        let middle = scale.middle as f64;
        let mut unit = (room - GAP) / (left + right + middle);
        if middle > 0.0 && middle * unit < LEAST {
            unit = (room - GAP - LEAST) / (left + right);
        }
        let end = (left + right) * unit;
        Self { width, unit, zero: left * unit, aside: end + GAP, end }
    }

    /// One bar with its counts, from `top` down.
    pub(super) fn bar(&self, drawing: &mut Drawing, item: &Item, counts: &Counts, top: f64) {
        let people = placed(item, counts);
        let long = |place: usize| people[place] as f64 * self.unit;
        let mut left = self.zero;
        for place in (0..MIDDLE).rev() {
            left -= long(place);
            self.part(drawing, item, (place, people[place]), (left, top));
        }
        let mut right = self.zero;
        for (place, here) in people.into_iter().enumerate().skip(MIDDLE + 1) {
            self.part(drawing, item, (place, here), (right, top));
            right += long(place);
        }
        self.part(drawing, item, (MIDDLE, people[MIDDLE]), (self.aside, top));
        drawing.line("mid", (self.zero, top - 3.0), (self.zero, top + TALL + 3.0));
    }

    /// People of one step, with their count where it fits; a hair of paper keeps neighbours apart.
    fn part(
        &self,
        drawing: &mut Drawing,
        item: &Item,
        (place, people): (usize, usize),
        at: (f64, f64),
    ) {
        if people == 0 {
            return;
        }
        let long = people as f64 * self.unit;
        let step = if item.favourable == End::Low { STEPS - place } else { place + 1 };
        let says = format!("{}: {people}", item.in_words(step));
        let (class, size) = (PARTS[place], ((long - 1.5).max(1.0), TALL));
        drawing.marks.push(Mark::Bar { class, at, size, says });
        let words = people.to_string();
        if width_of(&words, TEXT) + 2.0 <= long {
            let class = if place.abs_diff(MIDDLE) == 2 { "on-far" } else { "on-near" };
            let at = (at.0 + size.0 / 2.0, at.1 + 16.5);
            let anchor = Anchor::Middle;
            drawing.marks.push(Mark::Text { class, at, anchor, size: TEXT, words });
        }
    }
}

pub(super) fn draw(item: &Item, counts: &Counts, scale: Scale, size: Size) -> Drawing {
    // Narrow: the middle answer stands on a line of its own.
    let (width, beside) = if size == Size::Wide { (720.0, 124.0) } else { (340.0, 0.0) };
    let plot = Plot::new(scale, width, width - beside);
    let [left, right] = ends(item).map(|it| lines(it, plot.end / 2.0 - 6.0));
    let below = LINE * left.len().max(right.len()).max(1) as f64;
    let top = 4.0;
    let under = top + TALL;
    let height = under + below + 8.0 + if size == Size::Wide { 0.0 } else { 20.0 };
    let mut drawing = Drawing::new(width, height);
    plot.bar(&mut drawing, item, counts, top);
    for (side, x, anchor) in [(&left, 0.0, Anchor::Start), (&right, plot.end, Anchor::End)] {
        for (i, words) in side.iter().enumerate() {
            drawing.text((x, under + LINE * (i + 1) as f64), anchor, TEXT, words.as_str());
        }
    }
    if counts.steps[MIDDLE] > 0 {
        drawing.text((plot.aside, under + LINE), Anchor::Start, TEXT, "middle");
    }
    let median = median(item, counts).unwrap_or_else(|| "no median".into());
    let n = n(counts);
    if size == Size::Wide {
        let x = width - beside + 14.0;
        drawing.direct((x, top + 12.0), Anchor::Start, median);
        drawing.text((x, top + 28.0), Anchor::Start, SMALL, n);
    } else {
        let y = height - 6.0;
        let past = width_of(&median, TEXT) + 10.0;
        drawing.direct((0.0, y), Anchor::Start, median);
        drawing.text((past, y), Anchor::Start, SMALL, n);
    }
    drawing
}

/// Words in lines no wider than there is room, cut after the last that fits.
fn lines(words: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words.split_whitespace() {
        let line = lines.last_mut().expect("begins with one line");
        if line.is_empty() {
            line.push_str(word);
        } else if width_of(&format!("{line} {word}"), TEXT) <= room {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    let last = lines.len() - 1;
    for (i, line) in lines.iter_mut().enumerate() {
        let cut = (i == last && more) || width_of(line, TEXT) > room;
        while cut && !line.is_empty() && width_of(&format!("{line}…"), TEXT) > room {
            line.pop();
        }
        if cut {
            line.push('…');
        }
    }
    lines
}
