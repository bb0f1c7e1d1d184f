//! Today: what waits for you, then what changed.

pub use app::Waits;
use maud::{Markup, html};

use crate::parts::empty::empty;
use crate::parts::how;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct TodayView {
    pub name: String,
    pub waits: Vec<Waits>,
    pub changed: Vec<Changed>,
    /// What to do first, in a house where nothing has happened yet.
    pub first_steps: Vec<FirstStep>,
    /// Celebrations of the last two weeks.
    pub celebrated: Vec<Changed>,
    /// Postmortems whose day comes round, with the years since.
    pub come_round: Vec<(Changed, i16)>,
    /// Something this person may write first. It is not counted among what waits.
    pub invited: Option<FirstStep>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub title: String,
    pub to: String,
    pub says: String,
    pub at: domain::id::At,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FirstStep {
    pub says: String,
    pub why: String,
    pub to: String,
    pub done: bool,
}

pub fn page(frame: &Frame, view: &TodayView) -> Markup {
    let frame = frame.at(Spot::Today);
    let body = html! {
        @if !view.waits.is_empty() { (waits(&frame, &view.waits)) }
        @if !view.first_steps.is_empty() { (first_steps(view)) }
        (come_round(view))
        (celebrated(&frame, view))
        @if let Some(it) = &view.invited { (invited(it)) }
        (changed(&frame, view))
        @if view.first_steps.is_empty() { p.small.no-print { a href="/quarter" { "Where the team is in its quarter" } } }
    };
    frame.page(&Page::new("Today").lead(lead(&frame, view)).body(body))
}

fn lead(frame: &Frame, view: &TodayView) -> Markup {
    let late = view.waits.iter().filter(|it| it.due.is_some_and(|due| due < frame.today)).count();
    let what = match view.waits.len() {
        // Somebody git has no name for is “You” already.
        0 if view.name == "You" => "Nothing waits for you.".to_owned(),
        0 => format!("Nothing waits for you, {}.", view.name),
        1 => "One thing waits for you.".to_owned(),
        n => format!("{} things wait for you.", words::capital(&words::number(n))),
    };
    let late = match late {
        0 => String::new(),
        1 if view.waits.len() == 1 => " It is late.".into(),
        1 => " One is late.".into(),
        n => format!(" {} are late.", words::capital(&words::number(n))),
    };
    html! { (what) (late) }
}

fn waits(frame: &Frame, waits: &[Waits]) -> Markup {
    html! {
        section {
            h2.unseen { "Waiting for you" }
            (lines(frame, waits))
        }
    }
}

/// What asks for something, each with its day.
pub(crate) fn lines(frame: &Frame, waits: &[Waits]) -> Markup {
    html! {
        ul.lines {
            @for it in waits {
                li {
                    a.what href=(it.to) { (it.what) ": " span dir="auto" { (it.title) } }
                    @if let Some(due) = it.due {
                        span.when.due[due <= frame.today] { @if due < frame.today { "was due " } @else { "due " } (words::distance(due, frame.today)) }
                    }
                    p.why dir="auto" { (it.why) }
                }
            }
        }
    }
}

fn first_steps(view: &TodayView) -> Markup {
    html! {
        section {
            h2 { "To begin with" }
            ul.lines {
                @for it in &view.first_steps {
                    li {
                        a.what href=(it.to) { (it.says) }
                        @if it.done { span.when { "done" } }
                        p.why { (it.why) }
                    }
                }
            }
            (how::named("first-day"))
        }
    }
}

/// What happened on this day, and what was surprising about it then.
fn come_round(view: &TodayView) -> Markup {
    html! {
        @if !view.come_round.is_empty() {
            section {
                h2 { "On this day" }
                ul.lines.quiet { @for (it, years) in &view.come_round { li {
                    a.what href=(it.to) dir="auto" { (it.title) }
                    span.when { @if *years == 1 { "a year ago" } @else { (words::number(usize::try_from(*years).unwrap_or(0))) " years ago" } }
                    @if !it.says.is_empty() { p.why dir="auto" { (it.says) } }
                } } }
            }
        }
    }
}

fn celebrated(frame: &Frame, view: &TodayView) -> Markup {
    html! {
        @if !view.celebrated.is_empty() {
            section {
                h2 { "Celebrated" }
                ul.lines.quiet { @for it in &view.celebrated { li {
                    a.what href=(it.to) dir="auto" { (it.title) }
                    time.when datetime=(it.at) { (words::ago(it.at, frame.now)) }
                    p.why dir="auto" { (it.says) }
                } } }
            }
        }
    }
}

fn invited(it: &FirstStep) -> Markup {
    html! {
        section {
            h2 { "If you like" }
            ul.lines { li { a.what href=(it.to) { (it.says) } p.why dir="auto" { (it.why) } } }
        }
    }
}

fn changed(frame: &Frame, view: &TodayView) -> Markup {
    if view.changed.is_empty() && !view.first_steps.is_empty() {
        return html! {};
    }
    if view.changed.is_empty() {
        let first = html! { p { a.button href="/lanes" { "See whose call a change is" } } };
        let why = "This page gathers what only you can do: questions asked of you, decisions in your lane, reviews that come due. Below it stands what others did.";
        return empty("Nothing has changed here yet", why, &first);
    }
    html! {
        section {
            h2 { "What changed" }
            ul.lines.quiet {
                @for it in &view.changed {
                    li {
                        a.what href=(it.to) dir="auto" { (it.title) }
                        time.when datetime=(it.at) { (words::ago(it.at, frame.now)) }
                        p.why { (it.says) }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::sample_frame;

    fn says(dues: &[Option<&str>]) -> String {
        let wait = |due: &Option<&str>| Waits {
            what: "Decide".into(),
            title: "x".into(),
            to: "/".into(),
            why: String::new(),
            due: due.map(|it| it.parse().unwrap()),
            ..Waits::default()
        };
        let view = TodayView {
            name: "Kim".into(),
            waits: dues.iter().map(wait).collect(),
            ..TodayView::default()
        };
        lead(&sample_frame(Spot::Today), &view).into_string()
    }

    #[test]
    fn the_first_sentence_counts_what_waits_and_what_is_late() {
        assert_eq!(says(&[]), "Nothing waits for you, Kim.");
        assert_eq!(says(&[None]), "One thing waits for you.");
        assert_eq!(says(&[Some("2026-03-01")]), "One thing waits for you. It is late.");
        assert_eq!(
            says(&[Some("2026-03-06"), None]),
            "Two things wait for you.",
            "today is not late"
        );
        assert_eq!(
            says(&[Some("2026-03-01"), Some("2026-03-02"), None]),
            "Three things wait for you. Two are late."
        );
    }
}
