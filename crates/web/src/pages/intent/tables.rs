//! The two tables of an intent: how we will see it, and what limits it.

use domain::practice::intent::{CONSTRAINT_COLUMNS, SIGNAL_COLUMNS};
use domain::record::Row;
use maud::{Markup, html};

use crate::pages::record::{RecordView, shown};
use crate::shell::Frame;
use crate::words;

/// What we look at, from where, to where: the guardrails after the signals.
pub(super) fn signals(frame: &Frame, view: &RecordView) -> Markup {
    let rows = view.dossier.record.rows("signals");
    let is_guardrail = |row: &&Row| row.get("guardrail").is_some_and(|it| it == "yes");
    let (guards, moving): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(is_guardrail);
    html! {
        section {
            h2 { "How we will see it" }
            @if rows.is_empty() { (super::wanted(view, "No signal yet.")) } @else {
                div.wide-table tabindex="0" role="region" aria-label="Signals" { table.stack {
                    thead { tr { th scope="col" { "What we look at" } th scope="col" { "Today" } th scope="col" { "Should be" } th scope="col" { "By" } } }
                    tbody {
                        @for row in moving { (signal(frame, row, false)) }
                        @for row in guards { (signal(frame, row, true)) }
                    }
                } }
            }
        }
    }
}

pub(super) fn signal(frame: &Frame, row: &Row, guards: bool) -> Markup {
    let cell = |name: &str| row.get(name).map_or("", |it| it.trim());
    // Of a plain number there is nothing more to say: “1 count” is 1.
    let unit = match cell("unit") {
        "" | "count" => String::new(),
        unit => format!(" {unit}"),
    };
    let column = SIGNAL_COLUMNS.iter().find(|it| it.name == "direction").map(|it| it.cell);
    let way = match column {
        Some(domain::kind::Cell::OneOf(choices)) => shown(choices, cell("direction")),
        _ => cell("direction"),
    };
    let range = match (cell("at_least"), cell("at_most")) {
        ("", "") => words::capital(way),
        (low, "") => format!("at least {low}{unit}"),
        ("", high) => format!("at most {high}{unit}"),
        (low, high) => format!("{low}–{high}{unit}"),
    };
    html! {
        tr {
            th scope="row" dir="auto" { (cell("name")) @if guards { span.more { "a guardrail: must not get worse" } } @if !cell("source").is_empty() { span.more { (cell("source")) } } }
            td data-says="Today" { (cell("baseline")) @if !cell("baseline").is_empty() { (unit) } @if !cell("baseline_date").is_empty() { span.more { (words::day_text(cell("baseline_date"), frame.today)) } } }
            td data-says="Should be" { (range) }
            td data-says="By" { (words::day_text(cell("by_date"), frame.today)) }
        }
    }
}

pub(super) fn limits(frame: &Frame, view: &RecordView) -> Markup {
    let rows = view.dossier.record.rows("constraints");
    let column = |name: &str| CONSTRAINT_COLUMNS.iter().find(|it| it.name == name);
    let cell = |row: &Row, name: &str| column(name).map(|it| view.cell(it, row, frame.today));
    let has = |row: &Row, name: &str| row.get(name).is_some_and(|it| !it.trim().is_empty());
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "Limits" }
                div.wide-table tabindex="0" role="region" aria-label="Limits" { table.stack {
                    thead { tr { th scope="col" { "Limit" } th scope="col" { "Why" } th scope="col" { "Who may lift it" } } }
                    tbody { @for row in rows { tr {
                        th scope="row" dir="auto" { (cell(row, "statement").unwrap_or_default())
                            @if has(row, "hardness") || has(row, "kind") { span.more { (cell(row, "hardness").unwrap_or_default()) @if has(row, "hardness") && has(row, "kind") { " · " } (cell(row, "kind").unwrap_or_default()) } } }
                        td data-says="Why" dir="auto" { (cell(row, "reason").unwrap_or_default()) }
                        td data-says="Who may lift it" dir="auto" { (cell(row, "lifted_by").unwrap_or_default()) }
                    } } }
                } }
            }
        }
    }
}
