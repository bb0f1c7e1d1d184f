//! What happened to a record, newest first.

use domain::id::At;
use maud::{Markup, html};

use crate::words;

#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    pub at: At,
    pub who: String,
    /// “began it”, “changed the purpose”: reads after the name.
    pub says: String,
}

const SHOWN: usize = 5;

pub fn history(lines: &[Happened], now: At) -> Markup {
    let line = |it: &Happened| {
        html! { li { time datetime=(it.at) { (words::ago(it.at, now)) } span dir="auto" { (it.who) " " (it.says) } } }
    };
    html! {
        @if !lines.is_empty() {
            section.no-print {
                h2 { "What happened" }
                ol.history { @for it in lines.iter().take(SHOWN) { (line(it)) } }
                @if lines.len() > SHOWN {
                    details { summary { "Everything before" } ol.history { @for it in &lines[SHOWN..] { (line(it)) } } }
                }
            }
        }
    }
}
