//! The page of an intent: it reads well printed on one side of A4.

use domain::practice::intent::{CONSTRAINT_COLUMNS, SIGNAL_COLUMNS};
use domain::record::Row;
use maud::{Markup, html};

use crate::pages::record::{RecordView, shown};
use crate::parts::attached::{self, Hung};
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

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
        (signals(&frame, view))
        (limits(&frame, view))
        (freedom(view))
        @for ask in said { section { h2 { (ask.label) } (view.answer(ask, frame.today)) } }
        (backbrief(&frame, view))
        @for name in ["bet", "correction"] { @if let Some(hung) = used(view, name) { (attached::slot(around, hung)) } }
        (moves(&frame, &base, version, &view.steps, view.refused.as_ref()))
        (attached::all(around, &others(view)))
        (view.links())
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

/// What we look at, from where, to where: the guardrails after the signals.
fn signals(frame: &Frame, view: &RecordView) -> Markup {
    let rows = view.dossier.record.rows("signals");
    let is_guardrail = |row: &&Row| row.get("guardrail").is_some_and(|it| it == "yes");
    let (guards, moving): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(is_guardrail);
    html! {
        section {
            h2 { "How we will see it" }
            @if rows.is_empty() { (wanted(view, "No signal yet.")) } @else {
                div.wide-table tabindex="0" role="region" aria-label="Signals" { table {
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

fn signal(frame: &Frame, row: &Row, guards: bool) -> Markup {
    let cell = |name: &str| row.get(name).map_or("", |it| it.trim());
    let unit = if cell("unit").is_empty() { String::new() } else { format!(" {}", cell("unit")) };
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
            td { (cell("baseline")) @if !cell("baseline").is_empty() { (unit) } @if !cell("baseline_date").is_empty() { span.more { (words::day_text(cell("baseline_date"), frame.today)) } } }
            td { (range) }
            td { (words::day_text(cell("by_date"), frame.today)) }
        }
    }
}

fn limits(frame: &Frame, view: &RecordView) -> Markup {
    let rows = view.dossier.record.rows("constraints");
    let column = |name: &str| CONSTRAINT_COLUMNS.iter().find(|it| it.name == name);
    let cell = |row: &Row, name: &str| column(name).map(|it| view.cell(it, row, frame.today));
    let has = |row: &Row, name: &str| row.get(name).is_some_and(|it| !it.trim().is_empty());
    html! {
        @if !rows.is_empty() {
            section {
                h2 { "Limits" }
                div.wide-table tabindex="0" role="region" aria-label="Limits" { table {
                    thead { tr { th scope="col" { "Limit" } th scope="col" { "Why" } th scope="col" { "Who may lift it" } } }
                    tbody { @for row in rows { tr {
                        th scope="row" dir="auto" { (cell(row, "statement").unwrap_or_default())
                            @if has(row, "hardness") || has(row, "kind") { span.more { (cell(row, "hardness").unwrap_or_default()) " " (cell(row, "kind").unwrap_or_default()) } } }
                        td dir="auto" { (cell(row, "reason").unwrap_or_default()) }
                        td dir="auto" { (cell(row, "lifted_by").unwrap_or_default()) }
                    } } }
                } }
            }
        }
    }
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
                div { dt { "Look again" } dd { @if day <= frame.today { (state::due(&words::distance(day, frame.today))) } @else { (words::distance(day, frame.today)) } } }
            }
            @if !view.dossier.record.list("lanes").is_empty() {
                div { dt { "Lanes that apply" } @for it in view.dossier.record.list("lanes") { dd { a href={ "/lanes?team=" (view.team.1) "#lane-" (it) } { (it) } } } }
            }
            @if !view.text("parent").is_empty() { div { dt { "Part of" } dd { (view.link_to(view.text("parent"))) } } }
            (view.about(frame))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::records::view_of;
    use crate::shell::sample_frame;
    use domain::practice::intent;
    use domain::record::Value;

    fn row(pairs: &[(&str, &str)]) -> Row {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    fn said(pairs: &[(&str, &str)]) -> String {
        signal(&sample_frame(Spot::Intents), &row(pairs), false).into_string()
    }

    #[test]
    fn a_signal_says_where_it_should_be_in_words() {
        assert!(said(&[("name", "late"), ("unit", "%"), ("at_most", "3")]).contains("at most 3 %"));
        assert!(said(&[("name", "late"), ("at_least", "97")]).contains("at least 97"));
        assert!(
            said(&[("name", "late"), ("at_least", "3"), ("at_most", "5"), ("unit", "days")])
                .contains("3–5 days")
        );
        assert!(said(&[("name", "late"), ("direction", "down")]).contains("Down"));
    }

    #[test]
    fn guardrails_come_after_what_should_move() {
        let mut view = view_of(&intent::KIND, false);
        let rows = vec![
            row(&[("name", "Wrong payouts"), ("guardrail", "yes")]),
            row(&[("name", "On the day"), ("guardrail", "no")]),
        ];
        view.dossier.record.answers.insert("signals".into(), Value::Rows(rows));
        let page = signals(&sample_frame(Spot::Intents), &view).into_string();
        assert!(page.find("On the day") < page.find("Wrong payouts"));
        assert_eq!(page.matches("a guardrail: must not get worse").count(), 1);
    }

    #[test]
    fn what_is_missing_is_asked_for_only_of_those_who_may_write() {
        let mut view = view_of(&intent::KIND, true);
        view.dossier.record.answers.clear();
        let frame = sample_frame(Spot::Intents);
        assert!(page(&frame, &view).into_string().contains("Write it"));
        view.may_edit = false;
        let seen = page(&frame, &view).into_string();
        assert!(seen.contains("No signal yet.") && !seen.contains("Write it"));
    }

    #[test]
    fn a_draft_nobody_restated_has_no_box_and_a_briefed_one_asks_for_it() {
        let mut view = view_of(&intent::KIND, true);
        view.dossier.attached.clear();
        for hung in &mut view.hung {
            hung.items.clear();
        }
        let drawn = |view: &RecordView| backbrief(&sample_frame(Spot::Intents), view).into_string();
        view.dossier.record.state = "draft".into();
        assert_eq!(drawn(&view), "");
        view.dossier.record.state = "briefed".into();
        assert!(drawn(&view).contains("In whose words?"));
    }

    #[test]
    fn every_answer_is_on_the_page_once() {
        let view = view_of(&intent::KIND, false);
        let page = page(&sample_frame(Spot::Intents), &view).into_string();
        for name in ["problem", "end_state", "evidence", "antigoals", "free"] {
            let words = view.text(name).lines().next().unwrap_or("");
            assert_eq!(
                page.matches(words).count().max(1),
                page.matches(words).count(),
                "{name}: {words}"
            );
            assert!(page.contains(words), "{name}");
        }
    }
}
