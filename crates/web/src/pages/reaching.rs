//! How Remit reaches me: every message with its reason and its switch, and when it is kept back.

use domain::reach::{Message, Wishes};
use domain::record::FieldProblem;
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};

#[derive(Clone, Debug, Default)]
pub struct ReachingView {
    pub wishes: Wishes,
    /// None is known of somebody who came by a link.
    pub address: Option<String>,
    pub house_sends: bool,
    pub problems: Vec<FieldProblem>,
}

/// What a link out of a letter shows, before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// “What waits for you”.
    TurnOff(String),
    TurnedOff(String),
    /// An address.
    Confirm(String),
    Confirmed(String),
}

pub fn page(frame: &Frame, view: &ReachingView) -> Markup {
    let frame = frame.at(Spot::Settings);
    let body = html! {
        (standing(view))
        form.narrow-form method="post" action="/settings/reaching" {
            (frame.token_field())
            (messages(view))
            (quiet(view))
            button { "Save" }
        }
        (address(&frame, view))
        section { h2 { "What is never sent" } p { "Words that somebody wrote under a title, ballots, advice before it is shown, and nudges. A letter holds titles, names and links; the rest is read here." } }
    };
    let lead = html! { "Remit writes only where others would wait for you. Everything else is off until you want it." };
    frame.page(&Page::new("How Remit reaches me").lead(lead).body(body))
}

/// Whether anything can come at all, said first.
fn standing(view: &ReachingView) -> Markup {
    html! {
        @if !view.house_sends {
            p.note { "This house sends no mail yet. Whoever runs it names a mail server; your wishes are kept until then." }
        } @else if view.address.is_none() {
            p.note { "No address is known of you, so nothing is sent. Say one below." }
        }
    }
}

fn messages(view: &ReachingView) -> Markup {
    let said = |message| match message {
        Message::Waits => "What waits for me, within minutes",
        Message::Digest => "The week on one page, on Monday morning",
    };
    html! {
        fieldset.field { legend { "By mail" }
            @for message in Message::ALL {
                div.finding.note-only {
                    label { input type="checkbox" name=(message.name()) value="on" checked[view.wishes.wants(message)] aria-describedby={ (message.name()) "-why" }; " " (said(message)) }
                    p.hint id={ (message.name()) "-why" } { (app::reason(message)) }
                }
            }
        }
    }
}

fn quiet(view: &ReachingView) -> Markup {
    let wishes = &view.wishes;
    let hour = |name: &str, label: &str, chosen: i8| {
        html! {
            label for=(name) { (label) " " }
            select id=(name) name=(name) { @for it in 0..24_i8 { option value=(it) selected[it == chosen] { (it) ":00" } } }
        }
    };
    html! {
        fieldset.field { legend { "Quiet hours" }
            p.hint #quiet-hint { "What comes up meanwhile comes in one letter when they end. The same hour twice: none." }
            p { (hour("quiet_from", "From", wishes.quiet_from)) " " (hour("quiet_until", "until", wishes.quiet_until)) }
            ul.checks { li { label { input type="checkbox" name="weekends" value="on" checked[wishes.weekends]; "Saturday and Sunday too" } } }
            (problem(view, "quiet"))
        }
        div.field { label for="zone" { "Your time zone" } p.hint #zone-hint { "As in Europe/Berlin or America/Toronto; UTC if you say nothing." }
            input #zone name="zone" type="text" value=(wishes.zone) maxlength="60" autocapitalize="off" spellcheck="false" aria-describedby="zone-hint"; (problem(view, "zone")) }
    }
}

fn address(frame: &Frame, view: &ReachingView) -> Markup {
    html! {
        section {
            h2 { "Your address" }
            @match &view.address {
                Some(it) => p { "Mail goes to " b { (it) } ". You may sign in with it." },
                None => p { "None yet." },
            }
            @if view.house_sends {
                form.narrow-form method="post" action="/settings/address" {
                    (frame.token_field())
                    div.field { label for="address" { @if view.address.is_some() { "Another one" } @else { "Your e-mail" } }
                        p.hint #address-hint { "A letter asks there whether it is yours; it counts once you have said so." }
                        input #address name="address" type="email" autocomplete="email" required maxlength="254" aria-describedby="address-hint"; (problem(view, "address")) }
                    button { "Ask there" }
                }
            }
        }
    }
}

fn problem(view: &ReachingView, field: &str) -> Markup {
    let found = view.problems.iter().find(|it| it.field == field);
    html! { @if let Some(it) = found { p.problem role="alert" { (it.says) } } }
}

/// What somebody sees who followed a link out of a letter, signed in or not. A look changes
/// nothing: programs that read mail look too.
pub fn asked(frame: &Frame, token: &str, asked: &Asked) -> Markup {
    let (title, body) = match asked {
        Asked::TurnOff(name) => (
            "Turn this off?",
            html! {
                p { "“" (name) "” will no longer come by mail. It all stays on your pages, and Settings turns it on again." }
                form method="post" action={ "/off/" (token) } { button { "Turn it off" } }
            },
        ),
        Asked::TurnedOff(name) => (
            "It is off",
            html! { p { "“" (name) "” no longer comes by mail. " a href="/settings/reaching" { "How Remit reaches me" } " turns it on again." } },
        ),
        Asked::Confirm(address) => (
            "Is this your address?",
            html! {
                p { b { (address) } }
                p { "If you confirm it, mail goes there from now on, and you may sign in with it." }
                form method="post" action={ "/confirm/" (token) } { button { "It is mine" } }
            },
        ),
        Asked::Confirmed(address) => (
            "Confirmed",
            html! { p { "Mail goes to " b { (address) } " from now on. " a href="/settings/reaching" { "How Remit reaches me" } } },
        ),
    };
    frame.page(&Page::new(title).body(body))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::sample_frame;

    fn drawn(view: &ReachingView) -> String {
        page(&sample_frame(Spot::Settings), view).into_string()
    }

    #[test]
    fn each_message_has_its_reason_and_a_switch_as_it_stands() {
        let text = drawn(&ReachingView { house_sends: true, ..ReachingView::default() });
        for message in Message::ALL {
            assert!(text.contains(app::reason(message)), "{message:?} gives no reason");
            let on = if message == Message::Waits { " checked" } else { "" };
            let switch = format!("name=\"{}\" value=\"on\"{on} ", message.name());
            assert!(text.contains(&switch), "no {switch} in {text}");
        }
        assert!(text.contains("<option value=\"20\" selected>20:00"), "{text}");
    }

    #[test]
    fn what_keeps_letters_from_coming_is_said_first() {
        let silent = drawn(&ReachingView::default());
        assert!(silent.contains("sends no mail yet") && !silent.contains("/settings/address"));
        let homeless = drawn(&ReachingView { house_sends: true, ..ReachingView::default() });
        assert!(homeless.contains("No address is known of you") && homeless.contains("Ask there"));
        let address = Some("ana@town.example".into());
        let whole = drawn(&ReachingView { house_sends: true, address, ..ReachingView::default() });
        assert!(!whole.contains("class=\"note\"") && whole.contains("ana@town.example"));
    }

    #[test]
    fn a_link_asks_before_it_does_anything() {
        let frame = Frame::signed_out(domain::id::At(0));
        let drawn = |it| asked(&frame, "t-1", &it).into_string();
        assert!(drawn(Asked::TurnOff("X".into())).contains("action=\"/off/t-1\""));
        assert!(drawn(Asked::Confirm("a@b".into())).contains("action=\"/confirm/t-1\""));
        for done in [Asked::TurnedOff("X".into()), Asked::Confirmed("a@b".into())] {
            assert!(!drawn(done).contains("<form method=\"post\" action=\"/off"));
        }
    }
}
