//! What a search found, across all kinds.

use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct SearchView {
    pub asked: String,
    pub found: Vec<Found>,
    /// More were found than are shown.
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub title: String,
    pub to: String,
    /// “Decision · Payments”.
    pub what: String,
    /// The words around the hit.
    pub around: String,
    pub changed_at: domain::id::At,
}

pub fn page(frame: &Frame, view: &SearchView) -> Markup {
    let frame = frame.at(Spot::Nowhere);
    let lead = match (view.asked.as_str(), view.found.len()) {
        ("", _) => "Words from a title or from the text of any record you may read.".to_owned(),
        (_, 0) => "Nothing has these words. Fewer or shorter words find more.".to_owned(),
        (_, 1) => "One record has these words.".to_owned(),
        (_, n) if view.more => format!("The {n} closest. More words narrow it down."),
        (_, n) => format!("{} records have these words.", words::capital(&words::number(n))),
    };
    let body = html! {
        form.begin action="/search" method="get" role="search" aria-label="Search all records" {
            label { span.label { "Find" } input type="search" name="q" value=(view.asked) maxlength="200" dir="auto"; }
            button { (words::SEARCH) }
        }
        @if !view.found.is_empty() {
            ul.lines {
                @for it in &view.found {
                    li {
                        a.what href=(it.to) dir="auto" { (it.title) }
                        span.when { (words::ago(it.changed_at, frame.now)) }
                        p.why { (it.what) @if !it.around.is_empty() { " · " span dir="auto" { (it.around) } } }
                    }
                }
            }
        }
    };
    frame.page(&Page::new("Search").lead(html! { (lead) }).body(body))
}
