//! Coming in: by a link, by a password, by an invitation.

use maud::{Markup, html};

use crate::safe::SafeUrl;
use crate::shell::{Frame, Page};

#[derive(Clone, Debug, Default)]
pub struct SignInView {
    /// Why the last try did not work; never says which part was wrong.
    pub problem: Option<String>,
    /// Kept from the last try.
    pub name: String,
    /// Where to go afterwards, on this site.
    pub then: String,
    /// Runs on this machine for one person: a link is printed by `remit up`.
    pub reopens: bool,
    /// A link can be asked for by mail.
    pub mails: bool,
    /// It has just been asked for.
    pub mailed: bool,
}

#[derive(Clone, Debug, Default)]
pub struct JoinView {
    pub organisation: String,
    pub team: String,
    pub level: String,
    pub invited_by: String,
    pub secret: String,
    pub name: String,
    pub handle: String,
    pub problems: Vec<domain::record::FieldProblem>,
}

pub fn page(frame: &Frame, view: &SignInView) -> Markup {
    let body = html! {
        @if let Some(problem) = &view.problem { p.refused role="alert" { (problem) } }
        form.narrow-form method="post" action="/sign-in" {
            input type="hidden" name="then" value=(SafeUrl::local(&view.then));
            div.field { label for="name" { "Your handle or e-mail" }
                input #name name="name" type="text" value=(view.name) autocomplete="username" required maxlength="300" autocapitalize="off" spellcheck="false"; }
            div.field { label for="password" { "Password" }
                input #password name="password" type="password" autocomplete="current-password" required maxlength="1000"; }
            button { "Sign in" }
        }
        section {
            h2 { "With a link" }
            @if view.mailed {
                p role="status" { "If this address belongs to somebody here, a link is on its way. It works once and within the hour." }
            } @else if view.mails {
                form.narrow-form method="post" action="/sign-in/link" {
                    div.field { label for="address" { "Your e-mail" }
                        input #address name="address" type="email" autocomplete="email" required maxlength="254"; }
                    button { "Send me a link" }
                }
                p.soft { "Without an address here, ask whoever looks after this place for a link." }
            } @else if view.reopens {
                p { "Run " code { "remit up" } " again: it finds the one that runs and prints a new link." }
            } @else {
                p { "Whoever looks after this place can make you a link that works once. Forgotten passwords are replaced the same way." }
            }
        }
    };
    let lead = "Each person comes in as themselves: what you may decide depends on who you are.";
    frame.page(&Page::new("Sign in").lead(html! { (lead) }).body(body))
}

pub fn join(frame: &Frame, view: &JoinView) -> Markup {
    let body = html! {
        @if let Some(it) = view.problems.iter().find(|it| !["name", "handle", "password"].contains(&it.field.as_str())) {
            p.refused role="alert" { (it.says) }
        }
        form.narrow-form method="post" action={ "/join/" (view.secret) } {
            (field(view, "name", "Your name", "As the others know you.", &view.name, "text", "name"))
            (field(view, "handle", "A short handle", "Small letters, digits and dashes; maps and forms name you by it.", &view.handle, "text", "username"))
            (field(view, "password", "A password", "At least twelve characters. A few words are easier than signs.", "", "password", "new-password"))
            button { "Join " (view.team) }
        }
    };
    let by = if view.invited_by.is_empty() { "Somebody" } else { &view.invited_by };
    let lead = html! { (by) " invites you to " b { (view.team) } ", as " (view.level) ". The link works once." };
    frame.page(&Page::new(format!("Join {}", view.organisation)).lead(lead).body(body))
}

fn field(
    view: &JoinView,
    name: &str,
    label: &str,
    hint: &str,
    value: &str,
    kind: &str,
    auto: &str,
) -> Markup {
    let wrong = view.problems.iter().find(|it| it.field == name);
    html! {
        div.field.wrong[wrong.is_some()] {
            label for=(name) { (label) }
            p.hint id={ (name) "-hint" } { (hint) }
            input id=(name) name=(name) type=(kind) value=(value) autocomplete=(auto) required maxlength="300"
                aria-describedby={ (name) "-hint" } aria-invalid=[wrong.map(|_| "true")];
            @if let Some(it) = wrong { p.problem { (it.says) } }
        }
    }
}
