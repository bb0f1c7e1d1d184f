//! The steps open to you, each with the sentence that says what happens then.

use domain::kind::Move;
use maud::{Markup, html};

use crate::shell::Frame;

/// One step, and what it still waits for.
#[derive(Clone)]
pub struct Step {
    pub step: &'static Move,
    /// Labels of questions that need an answer first.
    pub first: Vec<String>,
}

/// Why the last press did nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub step: String,
    pub says: String,
}

pub fn moves(
    frame: &Frame,
    base: &str,
    version: i64,
    steps: &[Step],
    refused: Option<&Refused>,
) -> Markup {
    html! {
        @if !steps.is_empty() {
            section.no-print aria-label="What you can do" {
                h2 { "Next" }
                @for (at, it) in steps.iter().enumerate() {
                    form.move method="post" action={ (base) "/move/" (it.step.name) } {
                        (frame.token_field())
                        input type="hidden" name="version" value=(version);
                        button.plain[at > 0 || !it.first.is_empty()] { (it.step.label) }
                        p {
                            (it.step.then)
                            @if !it.first.is_empty() { " First answer: " a href={ (base) "/edit" } { (it.first.join(", ")) } "." }
                        }
                        @if let Some(no) = refused.filter(|no| no.step == it.step.name) { p.refused role="alert" { (no.says) } }
                    }
                }
            }
        }
        @if let Some(no) = refused.filter(|no| steps.iter().all(|it| it.step.name != no.step)) {
            p.refused role="alert" { (no.says) }
        }
    }
}
