//! An [`Answer::Link`](domain::kind::Answer::Link) set for reading: another record, or a page elsewhere.

use maud::{Markup, html};

use crate::safe::SafeUrl;

/// `words` stand for it: a title, or the address itself.
pub fn to(link: &str, words: &str) -> Markup {
    match SafeUrl::outside(link) {
        Some(to) => html! { a href=(to) rel="noopener noreferrer nofollow" dir="auto" { (words) } },
        None => html! { a href={ "/find/" (link.replace('/', "")) } dir="auto" { (words) } },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_leads_outside_only_by_a_known_scheme_and_never_up() {
        for (link, leads_to) in [
            ("https://example.org/a", "https://example.org/a"),
            ("javascript:alert(1)", "/find/javascript:alert(1)"),
            ("01J/../../x", "/find/01J....x"),
        ] {
            let drawn = to(link, "<b>").into_string();
            assert!(drawn.contains(&format!("href=\"{leads_to}\"")), "{drawn}");
            assert!(drawn.contains(">&lt;b&gt;</a>"), "{drawn}");
        }
    }
}
