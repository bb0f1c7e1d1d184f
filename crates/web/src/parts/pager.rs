//! One step back, one step on. Pages are named by a cursor, never by a number.

use maud::{Markup, html};

use crate::safe::SafeUrl;

/// Addresses of the page before and the page after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pager {
    pub back: Option<String>,
    pub on: Option<String>,
}

pub fn pager(pager: &Pager) -> Markup {
    if pager.back.is_none() && pager.on.is_none() {
        return html! {};
    }
    html! {
        nav.pager aria-label="Pages of this list" {
            span { @if let Some(to) = &pager.back { a href=(SafeUrl::local(to)) rel="prev" { "Newer" } } }
            span { @if let Some(to) = &pager.on { a href=(SafeUrl::local(to)) rel="next" { "Older" } } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_no_pager_and_no_cursor_leads_away() {
        assert_eq!(pager(&Pager::default()).into_string(), "");
        let drawn = pager(&Pager { back: None, on: Some("//evil.example".into()) }).into_string();
        assert!(
            drawn.contains("href=\"/\"") && drawn.contains("Older") && !drawn.contains("Newer")
        );
    }
}
