//! Ownership pages: on a page of their own, and as a person's page shows them; and the ledger of
//! somebody who holds an office.

use maud::{Markup, html};

use crate::pages::record::RecordView;
use crate::parts::attached;
use crate::parts::entries::{Entry, group};
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// The lines in the order a reader wants them: the hard ones first.
pub const LINES: [&str; 5] = ["statement", "unknown", "got_wrong", "handed_over", "owned"];

/// One page of somebody's, as their person page shows it.
#[derive(Clone, Debug, Default)]
pub struct OwnershipShown {
    pub title: String,
    pub team: String,
    pub to: String,
    /// “Confirmed on 4 March”, or that it has run out.
    pub confirmed: String,
    pub run_out: bool,
    pub down: bool,
    /// Label and text.
    pub says: Vec<(String, String)>,
    /// Heading and lines.
    pub lines: Vec<(String, Vec<Entry>)>,
}

/// What somebody promised in their office. Lists, never numbers.
#[derive(Clone, Debug, Default)]
pub struct LedgerShown {
    /// The teams the office is over.
    pub over: Vec<String>,
    pub handed_over: Vec<Entry>,
    pub corrections: Vec<Entry>,
    pub open: Vec<Entry>,
    pub kept: Vec<Entry>,
    pub missed: Vec<Entry>,
    pub backing: Vec<Entry>,
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::People);
    let base = view.base();
    let around = view.around(&frame, &base);
    let own = |name: &str| LINES.contains(&name);
    let others: Vec<_> = view.hung.iter().filter(|it| !own(it.slot.name)).cloned().collect();
    let asks = view.kind.asks.iter().filter(|ask| !ask.kept);
    let said = asks.filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)));
    let body = html! {
        (view.retired_note())
        @if runs_out(&frame, view) { p.note { "This page has run out: nobody has said for half a year that it still holds. Read it as history." } }
        @for name in LINES { @if let Some(hung) = view.hung(name) { (attached::slot(around, hung)) } }
        @for ask in said { section { h2 { (ask.label) } (view.answer(ask, frame.today)) } }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    let lead = html! { "Said by " span dir="auto" { (view.author) } " in their own name. Every line is dated, stands after a day, and is then only extended." };
    frame.page(&view.page().lead(lead).body(body).margin(margin(&frame, view)))
}

fn runs_out(frame: &Frame, view: &RecordView) -> bool {
    let record = &view.dossier.record;
    record.state == "stands" && domain::practice::ownership::has_run_out(record, frame.today)
}

fn margin(frame: &Frame, view: &RecordView) -> Markup {
    let until = view.text("holds_until").parse::<jiff::civil::Date>().ok();
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @if !view.text("confirmed_on").is_empty() { div { dt { "Confirmed" } dd { (words::day_text(view.text("confirmed_on"), frame.today)) } } }
            @if let Some(day) = until { div { dt { "Holds until" } dd { (state::until(day, frame.today, view.is_open())) } } }
            (view.about(frame))
        }
    }
}

/// A person's pages, one below the other.
pub fn shown(pages: &[OwnershipShown], myself: bool) -> Markup {
    html! {
        @for it in pages {
            section {
                h2 { a href=(it.to) dir="auto" { (it.title) } " " small dir="auto" { (it.team) ", " (it.confirmed) } }
                @if it.run_out { p.note { "It has run out: read it as history" @if myself { ", or " a href=(it.to) { "say that it still holds" } } "." } }
                @if it.down { p.soft { "Taken down; its lines stay readable." } }
                @for (heading, lines) in &it.lines { (group(heading, lines, "")) }
                @for (label, text) in &it.says { h3 { (label) } (prose(text)) }
            }
        }
    }
}

pub fn ledger(it: &LedgerShown) -> Markup {
    let nothing = [&it.handed_over, &it.corrections, &it.open, &it.kept, &it.missed, &it.backing]
        .iter()
        .all(|all| all.is_empty());
    html! {
        section #ledger {
            h2 { "Ledger of the office " small dir="auto" { "over " (words::list(&it.over)) } }
            @if nothing { p.soft { "Nothing promised, handed over or corrected in this office yet. It fills by itself from the map, the promises and the covers." } }
            (group("Handed over", &it.handed_over, ""))
            (group("Promised, and open", &it.open, ""))
            (group("Promised and kept", &it.kept, ""))
            (group("Promised and dropped, with the reason", &it.missed, ""))
            (group("If it goes wrong, I will …", &it.backing, ""))
            (group("Got wrong, and changed", &it.corrections, ""))
        }
    }
}
