//! The way into the guide, from wherever a practice is met.

use maud::{Markup, html};

use crate::guide::{self, Chapter};
use crate::words;

/// “How and why”, for a line of its own.
pub fn line(chapter: Option<&Chapter>) -> Markup {
    html! { @if let Some(it) = chapter { p.small.no-print { (link(it)) } } }
}

/// The same in the margin.
pub fn beside(chapter: Option<&Chapter>) -> Markup {
    html! { @if let Some(it) = chapter { div.no-print { dt { "Guide" } dd { (link(it)) } } } }
}

pub fn link(chapter: &Chapter) -> Markup {
    html! { a href=(chapter.path()) { (words::HOW_AND_WHY) span.unseen { ": " (chapter.title()) } } }
}

/// The chapter of this name, as a line of its own.
pub fn named(name: &str) -> Markup {
    line(guide::by_name(name))
}
