//! How a practice goes, out of its kind's table: for the page where nobody has tried it yet.

use domain::attachment::Slot;
use domain::kind::{Kind, Need};
use maud::{Markup, html};

/// The steps in their order, each with what it needs and what happens then, and what hangs on a record.
pub fn way(kind: &Kind) -> Markup {
    html! {
        section.way {
            h2 { "How it goes" }
            ol {
                li { b { "Begin" } " One sentence, and it is there: nothing else has to be known yet." }
                @for step in kind.way() {
                    li { b { (step.label) } " " (step.then) @let needs = needs(kind, step.name);
                        @if !needs.is_empty() { " " span.soft { "First answered: " (needs) "." } } }
                }
            }
            @if !kind.slots.is_empty() {
                h2 { "What is added to it" }
                dl { @for slot in kind.slots { (added(slot)) } }
            }
        }
    }
}

/// One thing that hangs on a record: what it is for, and what may become of it.
fn added(slot: &Slot) -> Markup {
    let then: Vec<&str> = slot.moves.iter().map(|step| step.label).collect();
    html! {
        div {
            dt { (slot.plural) }
            dd { (slot.purpose) @if !then.is_empty() { " " span.soft { "Then: " (then.join(" · ")) } } }
        }
    }
}

/// What a step asks to be answered before it, by its labels.
fn needs(kind: &Kind, step: &str) -> String {
    let before = kind.asks.iter().filter(|ask| matches!(ask.need, Need::Before(it) if it == step));
    let labels: Vec<String> = before.map(|ask| format!("“{}”", ask.label)).collect();
    labels.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::practice::{ALL, decision, feedback};

    #[test]
    fn the_way_of_a_decision_leads_to_its_review_and_says_what_each_step_needs() {
        let page = way(&decision::KIND).into_string();
        let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("no {words}: {page}"));
        assert!(
            at("Ask for advice") < at("<b>Decide</b>") && at("<b>Decide</b>") < at("Review it")
        );
        assert!(!page.contains("Withdraw it"), "a way out is no step on the way");
        assert!(at("First answered: “What we choose”") > at("<b>Decide</b>"));
        assert!(page.contains("<dt>Advice</dt>"));
        let feedback = way(&feedback::KIND).into_string();
        assert!(feedback.contains("Then: I have heard it · We will"), "{feedback}");
    }

    #[test]
    fn every_step_and_every_slot_of_every_kind_says_what_it_is_for() {
        for kind in ALL {
            assert!(!kind.way().is_empty(), "{} goes nowhere", kind.slug);
            assert!(kind.way().iter().all(|step| !step.then.is_empty()), "{}", kind.slug);
            assert!(kind.slots.iter().all(|slot| !slot.purpose.is_empty()), "{}", kind.slug);
        }
    }
}
