//! What a person sees when something did not work: what happened and what to do next.

use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};

#[derive(Clone, Debug, PartialEq)]
pub struct ProblemView {
    pub title: String,
    pub says: String,
    /// What to do next: words and address.
    pub next: Option<(String, String)>,
    /// To quote when asking for help; only where somebody has to look into it.
    pub request: Option<String>,
}

pub fn page(frame: &Frame, view: &ProblemView) -> Markup {
    let frame = frame.at(Spot::Nowhere);
    let body = html! {
        @if let Some((word, to)) = &view.next { p { a.button href=(to) { (word) } } }
        @if let Some(request) = &view.request {
            p.soft { "If you ask for help, say this number: " code { (request) } }
        }
    };
    frame.page(&Page::new(view.title.clone()).lead(html! { (view.says) }).body(body))
}
