//! The page of a decision: the choice first, then the options, the advice and the route as it was.

#[cfg(test)]
mod tests;

use maud::{Markup, html};

use crate::pages::record::{RecordView, case};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// Answers this page sets itself; whatever else was answered follows in the kind's own order.
const SET_HERE: [&str; 21] = [
    "options",
    "chosen",
    "because",
    "case",
    "frame",
    "outcome",
    "turned",
    "intent",
    "review_on",
    "decider",
    "lane",
    "route",
    "map_version",
    "lane_now",
    "route_now",
    "map_version_now",
    "deciders",
    "decided_on",
    "recorded_late",
    "known_at",
    "source",
];

/// What was chosen, what waits for a choice, or what replaced it.
fn lead(view: &RecordView) -> Markup {
    let chosen = view.text("chosen");
    let deciders = view.text("deciders");
    let record = &view.dossier.record;
    html! {
        @match view.dossier.record.state.as_str() {
            "superseded" => { "This no longer holds. " (view.link_to(view.text("superseded_by"))) },
            "withdrawn" => { "Withdrawn. " span dir="auto" { (view.text("withdrawn_because")) } },
            "history" if chosen.is_empty() => "Decided before it came here. It is kept as history and asks for nothing.",
            _ if !chosen.is_empty() => { "We choose: " b dir="auto" { (chosen) } "." },
            _ if !view.text("route").is_empty() => {
                span dir="auto" { (call(view)) }
                @if record.rows("case").is_empty() && view.may_edit {
                    " That is the map’s answer while nobody has said what this is about. "
                    a.no-print href={ (view.base()) "/edit#f-case" } { "Say it" }
                }
            },
            _ if !deciders.is_empty() => { "Waits for " (deciders) "." },
            _ => "Not decided yet.",
        }
    }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::Decisions);
    let base = view.base();
    let around = view.around(&frame, &base);
    let record = &view.dossier.record;
    let rest = view.kind.asks.iter().filter(|ask| !SET_HERE.contains(&ask.name));
    let said = rest.filter(|ask| {
        !ask.is_empty(record.answers.get(ask.name))
            && ask.name != "superseded_by"
            && ask.name != "withdrawn_because"
    });
    let first = ["advice", "forecast"];
    let others: Vec<_> =
        view.hung.iter().filter(|it| !first.contains(&it.slot.name)).cloned().collect();
    let body = html! {
        (view.retired_note())
        @if !view.text("frame").is_empty() { section { h2 { "The question" } (prose(view.text("frame"))) } }
        @if record.state != "history" || !record.rows("options").is_empty() { (options(view)) }
        @if !view.text("because").is_empty() { section { h2 { "Because" } (prose(view.text("because"))) } }
        (outcome(view))
        @for ask in said { section { h2 { (ask.label) } (view.answer(ask, frame.today)) } }
        (as_it_was(view))
        (view.learned(&frame))
        (moves(&frame, &base, record.version, &view.steps, view.refused.as_ref()))
        @for name in first { @if let Some(hung) = view.hung(name) { (attached::slot(around, hung)) } }
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame.page(&view.page().lead(lead(view)).body(body).margin(margin(&frame, view)))
}

fn options(view: &RecordView) -> Markup {
    let rows = view.dossier.record.rows("options");
    let chosen = view.text("chosen").trim();
    html! {
        section {
            h2 { "Options" }
            @if rows.is_empty() {
                p.soft { "None written down yet. At least two; doing nothing counts." @if view.may_edit { " " a.no-print href={ (view.base()) "/edit" } { "Write them" } } }
            } @else {
                div.wide-table tabindex="0" role="region" aria-label="Options" { table.stack {
                    thead { tr { th scope="col" { "Option" } th scope="col" { "For it" } th scope="col" { "Against it" } } }
                    tbody { @for row in rows {
                        @let cell = |name: &str| row.get(name).map_or("", String::as_str);
                        @let is_chosen = !chosen.is_empty() && cell("option").trim() == chosen;
                        tr.chosen[is_chosen] {
                            th scope="row" dir="auto" { (cell("option")) @if is_chosen { span.more { "chosen" } } }
                            td data-says="For it" { (prose(cell("for"))) } td data-says="Against it" { (prose(cell("against"))) }
                        }
                    } }
                } }
            }
        }
    }
}

/// A file that was read holds more than the answers above.
fn as_it_was(view: &RecordView) -> Markup {
    let source = view.text("source");
    html! {
        @if !source.is_empty() { section { details { summary { "The file as it was read" } pre dir="auto" { (source) } } } }
    }
}

fn outcome(view: &RecordView) -> Markup {
    html! {
        @if !view.text("outcome").is_empty() {
            section {
                h2 { "How it turned out" @if !view.text("turned").is_empty() { " " small { (turned(view)) } } }
                (prose(view.text("outcome")))
            }
        }
    }
}

fn turned(view: &RecordView) -> &str {
    match view.kind.ask("turned").map(|it| it.answer) {
        Some(domain::kind::Answer::OneOf(choices)) => {
            crate::pages::record::shown(choices, view.text("turned"))
        }
        _ => view.text("turned"),
    }
}

fn margin(frame: &Frame, view: &RecordView) -> Markup {
    let record = &view.dossier.record;
    // History may name a day that came long ago: nobody here owes it a look.
    let review = view.text("review_on").parse::<jiff::civil::Date>().ok();
    let review = review.filter(|_| record.state != "history");
    let known = view.text("known_at").get(..10).and_then(|it| it.parse::<jiff::civil::Date>().ok());
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &record.state)) } }
            @if !view.text("decided_on").is_empty() {
                div { dt { "Decided" } dd { (words::day_text(view.text("decided_on"), frame.today)) @if !view.text("decider").is_empty() { " by " (view.name(view.text("decider"))) }
                    @if !view.text("recorded_late").is_empty() { ", written down afterwards" } } }
            }
            @if let Some(day) = known { div { dt { "Outcome known" } dd { (words::day(day, frame.today)) } } }
            (route(view))
            @if let Some(day) = review {
                div { dt { "Look again" } dd { (state::until(day, frame.today, view.is_open())) } }
            }
            @if !view.text("intent").is_empty() { div { dt { "Serves" } dd { (view.link_to(view.text("intent"))) } } }
            (view.about(frame))
        }
    }
}

/// The map's answer to what it is about now: as it was opened, unless that was changed since.
fn call(view: &RecordView) -> String {
    match view.text("route_now") {
        "" => call_then(view),
        now => now.to_owned(),
    }
}

/// The map answered whoever opened it; to everybody else, “yours” is that person's.
fn call_then(view: &RecordView) -> String {
    let route = view.text("route");
    if route.starts_with("Yours") {
        format!("{}’s own: “{route}”", view.author)
    } else {
        route.to_owned()
    }
}

fn lane(view: &RecordView, lane: &str, version: &str) -> Markup {
    html! {
        @if !view.text(lane).is_empty() {
            br; span.soft { "Lane " (view.text(lane)) @if !view.text(version).is_empty() { ", on the map " (view.text(version)) } }
        }
    }
}

/// The map's answer as it was when the decision was opened; it does not follow later maps.
fn route(view: &RecordView) -> Markup {
    html! {
        @if !view.text("route").is_empty() {
            div { dt { "Whose call, when it was opened" } dd dir="auto" { (call_then(view)) (lane(view, "lane", "map_version")) } }
        }
        @if !view.text("route_now").is_empty() {
            div { dt { "Whose call, by what it is about now" } dd dir="auto" { (call(view)) (lane(view, "lane_now", "map_version_now")) } }
        }
        @if !view.dossier.record.rows("case").is_empty() { div { dt { "What it is about" } dd { (case(view.dossier.record.rows("case"), &view.choices.dimensions)) } } }
    }
}
