//! What comes before and after a ballot: asking for the ticket, thanks, and every way it is not taken.

use maud::{Markup, html};

use super::place;
use crate::shell::{Frame, Page};

/// Only the ticket is asked for: nothing of the wave is told to whoever has none.
pub fn without_ticket(frame: &Frame, wave: &str, problem: Option<&str>) -> Markup {
    let body = html! {
        @if let Some(problem) = problem { p.refused role="alert" { (problem) } }
        form.narrow-form method="post" action=(place(wave)) autocomplete="off" {
            div.field {
                label for="ticket" { "Your ticket" }
                p.hint #ticket-hint { "As you copied it when you took it." }
                input #ticket name="ticket" type="text" required maxlength="400" autocapitalize="off" spellcheck="false" aria-describedby="ticket-hint";
            }
            button { "Go to the questions" }
        }
        p.soft { "Without one: sign in, open the health review and take your ticket there. Everybody who is asked has one." }
    };
    let lead = "You need no name here: whoever has a ticket answers once.";
    frame.page(&Page::new("Answer a health review").lead(html! { (lead) }).body(body))
}

/// The same page for everybody who has answered, whatever they said.
pub fn thanks(frame: &Frame) -> Markup {
    frame.page(&Page::new("Thank you").body(is_in()))
}

/// Said once an answer is in.
pub(super) fn is_in() -> Markup {
    html! {
        h2 { "Your answers are in, sealed, without your name and without the time" }
        p { "Nobody sees anything before the wave closes, not even how many answered. Then everything is counted at once, and you find it where the wave was announced." }
        p { "What you sent cannot be looked up, changed or taken back: nothing leads from you to it. If you kept your ticket, throw it away." }
        p { a.button.plain href="/" { "Go to Today" } }
    }
}

/// Why a ballot was not taken: too late, twice, or without a ticket. Nothing of it is kept.
pub fn refused(frame: &Frame, says: &str) -> Markup {
    let body = html! { p { a.button.plain href="/" { "Go to Today" } } };
    frame.page(&Page::new("This was not taken").lead(html! { (says) }).body(body))
}
