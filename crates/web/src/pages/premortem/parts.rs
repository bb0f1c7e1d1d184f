//! What several steps share: the clock, the counts, whose step it is, one's own part.

use domain::attachment::Attachment;
use domain::id::At;
use domain::practice::premortem::{SITTING, session};
use maud::{Markup, html};

use super::Sheet;
use crate::parts::attached::Item;
use crate::parts::moves::{Step, moves};
use crate::words;

/// What I wrote in a slot.
pub(super) fn mine<'a>(sheet: Sheet<'a>, slot: &'a str) -> impl Iterator<Item = &'a Item> {
    let items = sheet.view.hung(slot).map(|it| it.items.as_slice()).unwrap_or_default();
    items.iter().filter(move |it| it.it.author == sheet.room.me)
}

/// How long the step still takes. It ends when somebody takes the next one, never by itself.
pub(super) fn clock(sheet: Sheet) -> Markup {
    let Some(until) = session::until(&sheet.view.dossier.record) else { return html! {} };
    let now = sheet.frame.now;
    html! {
        p.clock #clock data-part data-until=(until.0) data-now=(now.0) role="timer" {
            (left(until.since(now)))
            span.plain-only { " when this page was opened. " a href=(sheet.base) { "Look again" } }
        }
    }
}

fn left(left: i64) -> String {
    match left {
        ..=0 => "The time is up".into(),
        1..At::HOUR => words::count(left.div_euclid(60_000) + 1, "minute") + " left",
        _ => words::count((left + At::HOUR / 2) / At::HOUR, "hour") + " left",
    }
}

/// “An hour” where it is one.
pub(super) fn minutes(n: i64) -> String {
    match n {
        60 => "an hour".into(),
        1 => "one minute".into(),
        n => format!("{} minutes", words::number(usize::try_from(n).unwrap_or(0))),
    }
}

/// A number that follows what happens, with no name anywhere near it.
pub(super) fn counts(n: usize, one: &str, many: &str) -> Markup {
    let says = match n {
        0 => format!("Nobody {one}"),
        1 => format!("{} {one}", words::capital(&words::number(1))),
        n => format!("{} {many}", words::capital(&words::number(n))),
    };
    html! { p.soft #counts data-part aria-live="polite" { (says) } }
}

/// The next step, for whoever leads; folded for anybody else of the team, who may take over.
pub(super) fn lead_bar(sheet: Sheet) -> Markup {
    let (view, room) = (sheet.view, sheet.room);
    let steps: Vec<Step> =
        view.steps.iter().filter(|it| it.step.name != "call_off").cloned().collect();
    let version = view.dossier.record.version;
    let bar = moves(sheet.frame, sheet.base, version, &steps, view.refused.as_ref());
    html! {
        div #lead data-part {
            @if !room.may_lead || steps.is_empty() {
                @if let Some(no) = &view.refused { p.refused role="alert" { (no.says) } }
                @if !room.facilitator.is_empty() { p.soft { (room.facilitator) " leads through this and takes the next step." } }
            } @else if room.i_lead || view.refused.is_some() {
                (bar)
                p.small { a href={ (sheet.base) "/edit" } { "Change the plan, the day, or call it off" } }
            } @else {
                details.take-over {
                    summary { (room.facilitator) " leads through this. Has something come up? Anybody of the team can take the next step." }
                    (bar)
                }
            }
        }
    }
}

/// Where we are, step by step.
pub(super) fn trail(sheet: Sheet) -> Markup {
    let here = SITTING.iter().position(|it| *it == sheet.state());
    let Some(here) = here else { return html! {} };
    let label = |state: &str| sheet.view.kind.state(state).map_or("", |it| it.label);
    html! {
        ol.trail aria-label="Steps" {
            @for (at, state) in SITTING.iter().enumerate() {
                li.past[at < here] aria-current=[(at == here).then_some("step")] { (words::capital(label(state))) }
            }
        }
    }
}

/// A card as it lies on the table: no name on it.
pub(super) fn card(card: &Attachment) -> Markup {
    html! {
        div.card-text dir="auto" { (crate::safe::prose(card.text("text"))) }
        @if !card.text("sign").is_empty() { p.small { span.soft { "First sign: " } span dir="auto" { (card.text("sign")) } } }
    }
}

/// The other wordings of a card.
pub(super) fn wordings(merged: &[&Attachment]) -> Markup {
    html! {
        @if !merged.is_empty() {
            ul.wordings aria-label="Also written as" { @for it in merged { li { (card(it)) } } }
        }
    }
}

/// The head of a form that may be sent twice: it counts once.
pub(super) fn once(sheet: Sheet, slot: &str) -> Markup {
    html! {
        (sheet.frame.token_field())
        input type="hidden" name="once" value={ (sheet.once()) "-" (slot) };
    }
}
