//! The deal of a team and its leader, on one page: what was agreed, beside what stands today and
//! what really happened.

use maud::{Markup, html};

use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::entries::{Entry, entries, group};
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// What stands today, read from the map, the intents and the promises.
#[derive(Clone, Debug, Default)]
pub struct DealBeside {
    pub leader: String,
    pub lanes: Vec<Entry>,
    pub owed: Vec<Entry>,
    pub backing: Vec<Entry>,
    pub intents: Vec<Entry>,
    pub promised: Vec<Entry>,
    pub quarter: Option<QuarterBeside>,
}

#[derive(Clone, Debug, Default)]
pub struct QuarterBeside {
    pub since: String,
    pub decided: Vec<Entry>,
    pub decided_above: Vec<Entry>,
    pub owed: Vec<Entry>,
    pub promised: Vec<Entry>,
    pub called: Vec<Entry>,
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let base = view.base();
    let around = view.around(&frame, &base);
    let nothing = DealBeside::default();
    let beside = match &view.beside {
        Beside::Deal(it) => it,
        _ => &nothing,
    };
    let first = ["comparison"];
    let others: Vec<_> =
        view.hung.iter().filter(|it| !first.contains(&it.slot.name)).cloned().collect();
    let body = html! {
        (view.retired_note())
        div.two {
            (you_may(view, beside))
            (i_owe(view, beside))
            (you_owe(view, beside))
            (stops(view))
        }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        @if let Some(quarter) = &beside.quarter { (happened(quarter)) }
        @for name in first { @if let Some(hung) = view.hung(name) { (attached::slot(around, hung)) } }
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame
        .page(&view.page().lead(lead(&frame, view, beside)).body(body).margin(margin(&frame, view)))
}

fn lead(frame: &Frame, view: &RecordView, beside: &DealBeside) -> Markup {
    let leader = if beside.leader.is_empty() { "the leader" } else { &beside.leader };
    let compare = words::day_text(view.text("compare_on"), frame.today);
    html! {
        @match view.dossier.record.state.as_str() {
            "agreed" => { "Agreed by both on " (words::day_text(view.text("agreed_on"), frame.today)) "; to be compared with what happened on " (compare) "." },
            "by_leader" => { span dir="auto" { (words::capital(leader)) } " has agreed; the team has not yet." },
            "by_team" => { "The team has agreed; " span dir="auto" { (leader) } " has not yet." },
            "ended" => "This deal has ended. Nobody is held to it.",
            _ => "A draft: it holds once both have agreed.",
        }
    }
}

/// Rows of one side, set as lines.
fn rows(view: &RecordView, name: &str, below: &str) -> Vec<Entry> {
    let cell = |row: &domain::record::Row, name: &str| row.get(name).cloned().unwrap_or_default();
    let line = |row: &domain::record::Row| Entry {
        text: cell(row, "what"),
        about: vec![cell(row, below)],
        ..Entry::default()
    };
    view.dossier.record.rows(name).iter().map(line).collect()
}

fn you_may(view: &RecordView, beside: &DealBeside) -> Markup {
    html! {
        section {
            h2 { "You may decide" }
            @if beside.lanes.is_empty() { p.soft { "The map gives the team no lane of its own. " a href={ "/lanes?team=" (view.team.1) } { "Look at the map" } } }
            @else { (entries(&beside.lanes)) }
            @if !view.text("may_decide").is_empty() { h3 { "Beyond the map" } (prose(view.text("may_decide"))) }
        }
    }
}

fn i_owe(view: &RecordView, beside: &DealBeside) -> Markup {
    html! {
        section {
            h2 { "I owe you" }
            (own(view, "i_owe", "how_seen", "Nothing is written yet of what the leader owes."))
            (group("Promised", &beside.owed, ""))
            (group("If it goes wrong", &beside.backing, ""))
        }
    }
}

fn you_owe(view: &RecordView, beside: &DealBeside) -> Markup {
    html! {
        section {
            h2 { "You owe us" }
            (own(view, "you_owe", "how_seen", "Nothing is written yet of what the team owes."))
            (group("What the team is after", &beside.intents, ""))
            (group("Promised", &beside.promised, ""))
        }
    }
}

fn stops(view: &RecordView) -> Markup {
    html! {
        section {
            h2 { "We stop asking" }
            (own(view, "stops", "instead", "Nothing ends because of this deal. A deal that only adds is a list of duties."))
        }
    }
}

fn own(view: &RecordView, name: &str, below: &str, none: &str) -> Markup {
    let rows = rows(view, name, below);
    html! {
        @if rows.is_empty() { p.soft { (none) @if view.may_edit { " " a.no-print href={ (view.base()) "/edit" } { "Write it" } } } }
        @else { (entries(&rows)) }
    }
}

fn happened(quarter: &QuarterBeside) -> Markup {
    html! {
        section {
            h2 { "What really happened " small { "since " (quarter.since) } }
            div.two {
                div {
                    (group("Decided by the team", &quarter.decided, "Nothing has been decided since."))
                    (group("Decided above the lane", &quarter.decided_above, "Nothing that a lane gave to the team was decided above it."))
                }
                div {
                    (group("What the leader had promised", &quarter.owed, "None of it has come to its end yet."))
                    (group("Called on", &quarter.called, ""))
                    (group("What the team had promised", &quarter.promised, ""))
                }
            }
        }
    }
}

fn margin(frame: &Frame, view: &RecordView) -> Markup {
    let compare = view.text("compare_on").parse::<jiff::civil::Date>().ok();
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @for (name, label) in [("leader_agreed", "For the leader"), ("team_agreed", "For the team")] {
                @if !view.text(name).is_empty() { div { dt { (label) } dd { (agreed(frame, view.text(name))) } } }
            }
            @if let Some(day) = compare {
                div { dt { "Compare" } dd { (state::until(day, frame.today, view.is_open())) } }
            }
            div { dt { "Map" } dd { a href={ "/lanes?team=" (view.team.1) } { "who decides what" } } }
            (view.about(frame))
        }
    }
}

/// “@ines on 2026-01-07” with the day as people say it.
fn agreed(frame: &Frame, text: &str) -> String {
    match text.rsplit_once(" on ") {
        Some((who, day)) => format!("{who}, {}", words::day_text(day, frame.today)),
        None => text.to_owned(),
    }
}
