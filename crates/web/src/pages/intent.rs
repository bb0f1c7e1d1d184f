//! The page of an intent: it reads well printed on one side of A4.

mod tables;
#[cfg(test)]
mod tests;

use maud::{Markup, html};

use crate::pages::record::RecordView;
use crate::parts::attached::{self, Hung};
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};

/// Answers this page sets itself; whatever else was answered follows in the kind's own order.
const SET_HERE: [&str; 17] = [
    "problem",
    "end_state",
    "signals",
    "purpose",
    "who",
    "situation",
    "evidence",
    "out_of_scope",
    "constraints",
    "antigoals",
    "lanes",
    "free",
    "parent",
    "owner",
    "review_on",
    "nature",
    "meant_at",
];

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::Intents);
    let base = view.base();
    let around = view.around(&frame, &base);
    let version = view.dossier.record.version;
    let rest = view.kind.asks.iter().filter(|ask| !SET_HERE.contains(&ask.name));
    let said = rest.filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)));
    let body = html! {
        (view.retired_note())
        (problem(view))
        (end_state(view))
        (tables::signals(&frame, view))
        (tables::limits(&frame, view))
        (freedom(view))
        @for ask in said { section { h2 { (ask.label) } (view.answer(ask, frame.today)) } }
        (backbrief(&frame, view))
        @for (name, class) in [("bet", "bare-in-print"), ("correction", "no-print")] {
            @if let Some(hung) = used(view, name) { div class=(class) { (attached::slot(around, hung)) } }
        }
        (view.learned(&frame))
        (moves(&frame, &base, version, &view.steps, view.refused.as_ref()))
        div.no-print { (attached::all(around, &others(view))) (view.links()) }
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    let mut page = view.page().body(body).margin(margin(&frame, view));
    if !view.text("purpose").is_empty() {
        page = page.lead(prose(view.text("purpose")));
    }
    frame.page(&page)
}

fn problem(view: &RecordView) -> Markup {
    let facts = [("who", "Felt first by"), ("situation", "When")];
    html! {
        @if !view.text("problem").is_empty() || !view.text("evidence").is_empty() {
            section {
                h2 { "The problem" }
                (prose(view.text("problem")))
                @for (name, label) in facts {
                    @if !view.text(name).is_empty() { p { span.soft { (label) ": " } span dir="auto" { (view.text(name)) } } }
                }
                @if !view.text("evidence").is_empty() { h3 { "How we know" } (prose(view.text("evidence"))) }
                @if !view.text("out_of_scope").is_empty() { h3 { "Deliberately outside" } (prose(view.text("out_of_scope"))) }
            }
        }
    }
}

fn end_state(view: &RecordView) -> Markup {
    html! {
        section {
            h2 { "What will be true" }
            @if view.text("end_state").is_empty() { (wanted(view, "Nobody has said yet what will be true when this is done.")) }
            @else { (prose(view.text("end_state"))) }
        }
    }
}

fn wanted(view: &RecordView, says: &str) -> Markup {
    html! { p.soft { (says) @if view.may_edit { " " a.no-print href={ (view.base()) "/edit" } { "Write it" } } } }
}

fn freedom(view: &RecordView) -> Markup {
    html! {
        @if !view.text("antigoals").is_empty() { section { h2 { "What would be the wrong success" } (prose(view.text("antigoals"))) } }
        @if !view.text("free").is_empty() { section { h2 { "Explicitly free" } (prose(view.text("free"))) } }
    }
}

/// The one box on the page: somebody else says it in their own words.
fn backbrief(frame: &Frame, view: &RecordView) -> Markup {
    let Some(hung) = view.hung("backbrief") else { return html! {} };
    let draft = view.dossier.record.state == "draft";
    if hung.items.is_empty() && (draft || !hung.may_add) {
        return html! {};
    }
    let base = view.base();
    html! {
        div.brief #backbrief {
            @if hung.items.is_empty() {
                h2 { "In whose words?" }
                p { "It becomes active once somebody on the team has said it in their own words and whoever briefed it agrees." }
            }
            (attached::slot(view.around(frame, &base), hung))
        }
    }
}

fn used<'a>(view: &'a RecordView, name: &str) -> Option<&'a Hung> {
    view.hung(name).filter(|it| !it.items.is_empty() || it.tried.is_some())
}

/// Slots that have not been set above.
fn others(view: &RecordView) -> Vec<Hung> {
    let above = |it: &&Hung| {
        let name = it.slot.name;
        name != "backbrief"
            && used(view, name).is_none_or(|_| !["bet", "correction"].contains(&name))
    };
    view.hung.iter().filter(above).cloned().collect()
}

fn margin(frame: &Frame, view: &RecordView) -> Markup {
    let review = view.text("review_on").parse::<jiff::civil::Date>().ok();
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @if !view.text("owner").is_empty() { div { dt { "Owner" } dd dir="auto" { (view.name(view.text("owner"))) } } }
            @if let Some(day) = review {
                div { dt { "Look again" } dd { (state::until(day, frame.today, view.is_open())) } }
            }
            @if !view.dossier.record.list("lanes").is_empty() {
                div { dt { "Lanes that apply" } @for it in view.dossier.record.list("lanes") { dd { a href={ "/lanes?team=" (view.team.1) "#lane-" (it) } { (it) } } } }
            }
            @if !view.text("parent").is_empty() { div { dt { "Part of" } dd { (view.link_to(view.text("parent"))) } } }
            (view.about(frame))
        }
    }
}
