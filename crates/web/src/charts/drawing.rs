//! Marks on a sheet, and the sheet as SVG. Looks come from the stylesheet's classes only.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::Size;

#[derive(Clone, Debug)]
pub(super) struct Drawing {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) marks: Vec<Mark>,
    /// Where there is a time axis: the middle of each period, and how far down the axis is.
    pub(super) periods: Option<(Vec<f64>, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Clone, Debug)]
pub(super) enum Mark {
    Line {
        class: &'static str,
        from: (f64, f64),
        to: (f64, f64),
    },
    /// Corner after corner, open or (with a fill) closed by the stylesheet.
    Path {
        class: &'static str,
        points: Vec<(f64, f64)>,
    },
    Dot {
        class: &'static str,
        at: (f64, f64),
        r: f64,
        says: String,
    },
    Bar {
        class: &'static str,
        at: (f64, f64),
        size: (f64, f64),
        says: String,
    },
    Text {
        class: &'static str,
        at: (f64, f64),
        anchor: Anchor,
        size: f64,
        words: String,
    },
}

/// The size of text that a class does not shrink, in units of the drawing.
pub(super) const TEXT: f64 = 12.0;
pub(super) const SMALL: f64 = 10.5;

/// Width of a line of text, guessed high: bold faces and wide letters must fit too.
pub(super) fn width_of(words: &str, size: f64) -> f64 {
    words
        .chars()
        .map(|c| if c.is_ascii_digit() || "il.,: -".contains(c) { 0.56 } else { 0.62 })
        .sum::<f64>()
        * size
}

impl Drawing {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self { width, height, marks: Vec::new(), periods: None }
    }

    pub(super) fn line(&mut self, class: &'static str, from: (f64, f64), to: (f64, f64)) {
        self.marks.push(Mark::Line { class, from, to });
    }

    pub(super) fn path(&mut self, class: &'static str, points: Vec<(f64, f64)>) {
        self.marks.push(Mark::Path { class, points });
    }

    pub(super) fn dot(&mut self, class: &'static str, at: (f64, f64), r: f64, says: String) {
        self.marks.push(Mark::Dot { class, at, r, says });
    }

    pub(super) fn text(
        &mut self,
        at: (f64, f64),
        anchor: Anchor,
        size: f64,
        words: impl Into<String>,
    ) {
        self.marks.push(Mark::Text { class: "", at, anchor, size, words: words.into() });
    }

    /// Text in ink: the label that says what a line or bar is.
    pub(super) fn direct(&mut self, at: (f64, f64), anchor: Anchor, words: impl Into<String>) {
        self.marks.push(Mark::Text {
            class: "direct",
            at,
            anchor,
            size: TEXT,
            words: words.into(),
        });
    }

    pub(super) fn render(&self, size: Size, id: &str, title: &str, desc: &str) -> Markup {
        let class = if size == Size::Wide { "wide" } else { "narrow" };
        self.render_once(class, &format!("{id}-{class}"), title, desc)
    }

    pub(super) fn render_once(&self, class: &str, id: &str, title: &str, desc: &str) -> Markup {
        let view = format!("0 0 {:.0} {:.0}", self.width, self.height);
        html! {
            svg class={ "chart " (class) } viewBox=(view) role="img" aria-labelledby={ (id) "-t " (id) "-d" } {
                title id={ (id) "-t" } { (title) }
                desc id={ (id) "-d" } { (desc) }
                @for mark in &self.marks { (mark.render()) }
            }
        }
    }
}

impl Mark {
    fn render(&self) -> Markup {
        match self {
            Self::Line { class, from, to } => html! {
                line class=(class) x1=(at(from.0)) y1=(at(from.1)) x2=(at(to.0)) y2=(at(to.1)) {}
            },
            Self::Path { class, points } => {
                html! { polyline class=(class) points=(list(points)) {} }
            }
            Self::Dot { class, at: (x, y), r, says } => html! {
                circle class=(class) cx=(at(*x)) cy=(at(*y)) r=(at(*r)) { @if !says.is_empty() { title { (says) } } }
            },
            Self::Bar { class, at: (x, y), size: (w, h), says } => html! {
                rect class=(class) x=(at(*x)) y=(at(*y)) width=(at(*w)) height=(at(*h)) { title { (says) } }
            },
            Self::Text { class, at: (x, y), anchor, size, words } => {
                let class = Some(*class).filter(|class| !class.is_empty());
                let small = Some(*size).filter(|&size| size != TEXT);
                html! {
                    text class=[class] x=(at(*x)) y=(at(*y)) text-anchor=[anchor.name()] font-size=[small] { (words) }
                }
            }
        }
    }
}

impl Anchor {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Start => None,
            Self::Middle => Some("middle"),
            Self::End => Some("end"),
        }
    }
}

fn at(value: f64) -> String {
    format!("{value:.1}")
}

fn list(points: &[(f64, f64)]) -> String {
    let mut text = String::with_capacity(points.len() * 12);
    for (x, y) in points {
        let _ = write!(text, "{x:.1},{y:.1} ");
    }
    text.truncate(text.trim_end().len());
    text
}

#[cfg(test)]
impl Mark {
    pub(super) fn is_finite(&self) -> bool {
        let pair = |(x, y): &(f64, f64)| x.is_finite() && y.is_finite();
        match self {
            Self::Line { from, to, .. } => pair(from) && pair(to),
            Self::Path { points, .. } => !points.is_empty() && points.iter().all(pair),
            Self::Dot { at, .. } | Self::Text { at, .. } => pair(at),
            Self::Bar { at, size, .. } => pair(at) && pair(size) && size.0 >= 0.0 && size.1 >= 0.0,
        }
    }

    /// From where to where a text runs, left to right.
    pub(super) fn reach(&self) -> (f64, f64) {
        let Self::Text { at, anchor, size, words, .. } = self else { return (0.0, 0.0) };
        let width = width_of(words, *size);
        match anchor {
            Anchor::Start => (at.0, at.0 + width),
            Anchor::Middle => (at.0 - width / 2.0, at.0 + width / 2.0),
            Anchor::End => (at.0 - width, at.0),
        }
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let (Self::Text { at: a, .. }, Self::Text { at: b, .. }) = (self, other) else {
            return false;
        };
        let (mine, theirs) = (self.reach(), other.reach());
        (a.1 - b.1).abs() < 9.0 && mine.0 < theirs.1 && theirs.0 < mine.1
    }

    pub(super) fn says(&self) -> Option<&str> {
        match self {
            Self::Dot { says, .. } | Self::Bar { says, .. } if !says.is_empty() => Some(says),
            _ => None,
        }
    }
}
