//! The steps open to you, each with the sentence that says what happens then.

use domain::kind::Move;
use maud::{Markup, html};

use crate::shell::Frame;

/// One step, and what it still waits for.
#[derive(Clone)]
pub struct Step {
    pub step: &'static Move,
    /// Name and label of each question that needs an answer first.
    pub first: Vec<(&'static str, &'static str)>,
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
                            (first(base, it))
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

/// What has to be answered before, each a way to its own field.
fn first(base: &str, it: &Step) -> Markup {
    html! {
        @for (at, (name, label)) in it.first.iter().enumerate() {
            @if at == 0 { " First answer: " } @else { ", " }
            a href={ (base) "/edit?for=" (it.step.name) "#f-" (name) } { (label) }
        }
        @if !it.first.is_empty() { "." }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Spot, sample_frame};
    use domain::practice::intent;

    fn drawn(first: &[(&'static str, &'static str)], refused: Option<&Refused>) -> String {
        let step = &intent::KIND.moves[0];
        let steps = [Step { step, first: first.to_vec() }];
        moves(&sample_frame(Spot::Intents), "/intent/1", 4, &steps, refused).into_string()
    }

    #[test]
    fn a_step_says_what_happens_then_and_carries_the_version_it_was_seen_in() {
        let page = drawn(&[], None);
        assert!(
            page.contains(intent::KIND.moves[0].then)
                && page.contains("name=\"version\" value=\"4\"")
        );
        assert!(page.contains("action=\"/intent/1/move/brief\"") && page.contains("form_token"));
    }

    #[test]
    fn a_step_that_waits_for_an_answer_links_to_where_it_is_given() {
        assert!(drawn(&[("problem", "The problem"), ("owner", "Owner")], None).contains(
            "First answer: <a href=\"/intent/1/edit?for=brief#f-problem\">The problem</a>, \
                 <a href=\"/intent/1/edit?for=brief#f-owner\">Owner</a>."
        ));
    }

    #[test]
    fn a_refusal_stands_beside_its_button_or_below_them_all() {
        let no = |step: &str| Refused { step: step.into(), says: "Somebody else first.".into() };
        let beside = drawn(&[], Some(&no("brief")));
        assert!(beside.find("Somebody else first.") < beside.find("</form>"));
        let below = drawn(&[], Some(&no("gone")));
        assert!(below.find("Somebody else first.") > below.find("</form>"));
    }
}
