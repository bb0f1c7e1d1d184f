//! What was given up after a day of trying: each with its sentence, to be tried again or let go.

use maud::{Markup, html};

use crate::shell::Frame;
use crate::words;

/// Nothing where nothing is stuck: it is not a place to visit.
pub(super) fn section(frame: &Frame, stuck: &[app::Stuck]) -> Markup {
    html! {
        @if !stuck.is_empty() {
            section #stuck {
                h2 { "What did not work" }
                p { "Each of these was tried for a day. Mend the cause first, then try again; what is no longer needed can be let go." }
                ul.lines { @for it in stuck { li {
                    span.what { (it.what) } span.when { (words::ago(it.since, frame.now)) }
                    p.why dir="auto" { (it.said) }
                    form.why method="post" action={ "/settings/job/" (it.id) "/again" } { (frame.token_field()) button.link { "Try it again" } }
                    form.why method="post" action={ "/settings/job/" (it.id) "/drop" } { (frame.token_field()) button.link { "Let it go" } }
                } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::id::At;

    use super::*;

    #[test]
    fn what_is_stuck_says_what_and_why_and_has_two_ways_out() {
        let frame = Frame::signed_out(At(10_000));
        assert_eq!(section(&frame, &[]).into_string(), "");
        let it = app::Stuck {
            id: "j1".into(),
            what: "A mail".into(),
            said: "Nobody <answers>.".into(),
            since: At(0),
        };
        let page = section(&frame, &[it]).into_string();
        assert!(page.contains("A mail") && page.contains("Nobody &lt;answers&gt;."), "{page}");
        assert!(page.contains("/settings/job/j1/again") && page.contains("/settings/job/j1/drop"));
    }
}
