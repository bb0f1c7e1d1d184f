//! The review session: the team reads, each writes what surprised them, then explanations, one or two
//! changes, and what they ask from outside. Whoever leads answers after it was talked over.

use maud::{Markup, html};

use super::Sheet;
use super::results::results;
use crate::safe::prose;

/// Closed, and not talked over yet.
pub(super) fn reading(sheet: Sheet) -> Markup {
    html! {
        (how_it_goes(sheet))
        (results(sheet))
        (sheet.slot("surprise"))
        (sheet.slot("explanation"))
        (sheet.slot("commitment"))
        (sheet.slot("support"))
        (sheet.steps())
    }
}

/// What came of it stands first.
pub(super) fn talked(sheet: Sheet) -> Markup {
    let outcome = sheet.view.text("outcome");
    html! {
        @if outcome.trim().lines().count() > 1 { section { h2 { "What we take from it" } (prose(outcome)) } }
        (sheet.slot("commitment"))
        (sheet.slot("support"))
        (sheet.slot("surprise"))
        (sheet.slot("explanation"))
        (results(sheet))
        (sheet.steps())
    }
}

/// Five steps of an hour; where we are follows from what has been written.
fn how_it_goes(sheet: Sheet) -> Markup {
    let written =
        |slot: &str| sheet.view.hung(slot).is_some_and(|it| !it.items.is_empty() || it.sealed > 0);
    let here = ["surprise", "explanation", "commitment"].iter().rposition(|it| written(it));
    let here = here.map_or(0, |at| at + 1);
    let steps = [
        "Read the answers, each alone. Ten minutes.",
        "Each writes down, unseen, what surprised them. Then read all of it together.",
        "Choose two questions. At least two explanations for each, and what would speak against them.",
        "One or two changes with a name and a day; and what you ask of whoever leads.",
    ];
    html! {
        @if sheet.view.may_edit {
            section {
                h2 { "An hour, the team by itself" }
                ol.trail aria-label="Steps of the session" {
                    @for (at, says) in steps.into_iter().enumerate() {
                        li.past[at < here] aria-current=[(at == here).then_some("step")] { (says) }
                    }
                }
                p.soft { "Whoever leads from outside reads and answers once you have talked it over. No team is compared with another." }
            }
        }
    }
}
