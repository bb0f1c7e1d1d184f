//! The state of a record as a word with a dot; colour never says it alone.

use domain::kind::Kind;
use maud::{Markup, html};

pub fn state(kind: &Kind, name: &str) -> Markup {
    match kind.state(name) {
        Some(state) if state.open => html! { span.state { (state.label) } },
        Some(state) => html! { span.state.shut { (state.label) } },
        None => html! { span.state.stop { (name) } },
    }
}

/// For things that are not records: `open` draws a full dot.
pub fn mark(label: &str, open: bool) -> Markup {
    html! { span.state.shut[!open] { (label) } }
}

pub fn due(label: &str) -> Markup {
    html! { span.state.due { (label) } }
}
