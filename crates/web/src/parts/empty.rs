//! An empty place teaches: what this is, why, and the one thing to do first.

use maud::{Markup, html};

pub fn empty(what: &str, why: &str, first: &Markup) -> Markup {
    html! {
        div.empty {
            h2 { (what) }
            p { (why) }
            (first)
        }
    }
}
