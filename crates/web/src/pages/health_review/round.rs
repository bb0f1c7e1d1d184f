//! The open round: the same questions talked through, with nothing per person and nothing counted.

use maud::{Markup, html};

use super::{Sheet, asked};
use crate::safe::prose;

pub(super) fn preparing(sheet: Sheet) -> Markup {
    html! {
        section {
            h2 { "How it goes" }
            ol {
                li { "Sit together for an hour, with nobody who leads you from outside." }
                li { "Go through the questions. Each says where between the two ends they see it, and why; anybody may pass." }
                li { "Choose two where you see it most differently, and talk about those." }
                li { "Write down what you agreed, in your words. Who said what stays in the room." }
            }
        }
        section { h2 { "What you talk through" } (asked::questions(&sheet.health.items)) }
        (agreed(sheet))
        (sheet.steps())
    }
}

pub(super) fn held(sheet: Sheet) -> Markup {
    let outcome = sheet.view.text("outcome");
    html! {
        (agreed(sheet))
        @if !outcome.trim().is_empty() { section { h2 { "What we take from it" } (prose(outcome)) } }
        (sheet.slot("commitment"))
        (sheet.slot("support"))
        (sheet.steps())
    }
}

fn agreed(sheet: Sheet) -> Markup {
    let ask = sheet.view.kind.ask("agreed");
    let said = ask.filter(|it| !it.is_empty(sheet.view.dossier.record.answers.get(it.name)));
    html! {
        section {
            h2 { "What you agreed" }
            @match said {
                Some(ask) => (sheet.view.answer(ask, sheet.frame.today)),
                None => p.soft { "Nothing yet: a line for each thing you talked about, and what you agreed." },
            }
            @if sheet.view.may_edit { p { a.button.plain href={ (sheet.base) "/edit" } { "Write it down" } } }
        }
    }
}
