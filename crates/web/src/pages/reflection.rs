//! The pages of postmortems, metrics reviews, demos and celebrations: one sentence of what is true, the account, and
//! what hangs on it in the order in which a team would read it.

use domain::kind::Ask;
use maud::{Markup, html};

use crate::pages::record::{RecordView, shown};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::parts::state;
use crate::shell::{Frame, Spot};
use crate::words;

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    let around = view.around(&frame, &base);
    let beside = in_margin(view.kind.slug);
    let said: Vec<&Ask> = view
        .kind
        .asks
        .iter()
        .filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)))
        .filter(|ask| !beside.contains(&ask.name) && !is_the_lead(view, ask.name))
        .collect();
    let first = first_slots(view.kind.slug);
    let (lead_slots, others): (Vec<_>, Vec<_>) = view
        .hung
        .iter()
        .cloned()
        .partition(|it| first.contains(&it.slot.name) && !it.items.is_empty());
    let body = html! {
        (view.retired_note())
        @if said.is_empty() {
            p.soft { (view.kind.purpose) }
            @if view.may_edit { p { a.button.plain href={ (base) "/edit" } { "Write more" } } }
        }
        @for ask in &said { section { h2 { (ask.label) } (view.answer(ask, frame.today)) } }
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        @for name in first { @for hung in lead_slots.iter().filter(|it| it.slot.name == *name) { (attached::slot(around, hung)) } }
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame.page(&view.page().lead(lead(&frame, view)).body(body).margin(margin(&frame, view)))
}

/// Answers that stand beside the account.
fn in_margin(kind: &str) -> &'static [&'static str] {
    match kind {
        "postmortem" => &[
            "severity",
            "began",
            "ended",
            "trigger",
            "lead",
            "facilitator",
            "led_otherwise",
            "invited",
            "lanes",
            "published_on",
            "from_elsewhere",
            "decision",
            "intent",
            "premortem",
        ],
        "metrics-review" => &["look_again_on", "looked_on", "shared_on", "lead", "led_otherwise"],
        "demo" => &["on", "place", "audience", "called_off_because"],
        _ => &[
            "of",
            "came_out",
            "shared_on",
            "decision",
            "intent",
            "postmortem",
            "demo",
            "withdrawn_because",
        ],
    }
}

/// What a team reads first of what hangs there: promises before ideas.
fn first_slots(kind: &str) -> &'static [&'static str] {
    match kind {
        "demo" => &["showing"],
        "metrics-review" => &["commitment", "support", "question"],
        "postmortem" => &["commitment", "idea", "own_part", "question"],
        _ => &[],
    }
}

fn lead(frame: &Frame, view: &RecordView) -> Markup {
    let record = &view.dossier.record;
    let text = |name: &str| view.text(name).to_owned();
    html! {
        @match (view.kind.slug, record.state.as_str()) {
            ("postmortem", "published") if !text("surprised").is_empty() => { "What surprised us: " (prose_inline(&text("surprised"))) },
            ("postmortem", "published") => "The team has told this; everybody may read and ask.",
            ("postmortem", "review") => "The team is reading it. Whoever leads from outside speaks once it is published.",
            ("postmortem", _) => "The team is writing it: what was seen, what was expected, several things that contributed.",
            ("metrics-review", "looked") => { "What it shows now: " (prose_inline(&text("shows_now"))) },
            ("metrics-review", "shared") => { "What surprised us: " (prose_inline(&text("surprised"))) },
            ("metrics-review", _) => "The team is writing it: what it saw, and at least two things that could be behind it. Whoever leads from outside answers once it is shared.",
            ("demo", "planned") => (when(frame, view)),
            ("demo", "held") if !text("learned").is_empty() => (prose_inline(&text("learned"))),
            ("demo", "held") => "It was held. What each said will change comes back on its day.",
            ("demo", _) => { "It was called off. " span dir="auto" { (text("called_off_because")) } },
            ("celebration", "shared") => { (of(view)) @if let Some(day) = day(view, "shared_on") { ", shared " (words::distance(day, frame.today)) } "." },
            ("celebration", "withdrawn") => { "Withdrawn. " span dir="auto" { (text("withdrawn_because")) } },
            ("celebration", _) => "Not shared yet: it needs its reason, and the record it belongs to.",
            _ => (view.kind.purpose),
        }
    }
}

/// Said whole in the first sentence already, so not once more below.
fn is_the_lead(view: &RecordView, name: &str) -> bool {
    let leads = match (view.kind.slug, view.dossier.record.state.as_str()) {
        ("postmortem", "published") => name == "surprised",
        ("demo", "held") => name == "learned",
        ("metrics-review", "shared") => name == "surprised",
        ("metrics-review", "looked") => name == "shows_now",
        _ => false,
    };
    leads && view.text(name).trim().lines().count() == 1
}

fn prose_inline(text: &str) -> Markup {
    html! { span dir="auto" { (text.lines().find(|it| !it.trim().is_empty()).unwrap_or("")) } }
}

fn when(frame: &Frame, view: &RecordView) -> Markup {
    let showings = view.hung("showing").map_or(0, |it| it.items.len());
    let shown = match showings {
        0 => "Nothing is on it yet: add what you will show, finished or not.".to_owned(),
        1 => "One showing is on it.".to_owned(),
        n => format!("{} showings are on it.", words::capital(&words::number(n))),
    };
    html! { @if let Some(day) = day(view, "on") { (words::capital(&words::distance(day, frame.today))) ". " } (shown) }
}

fn of(view: &RecordView) -> String {
    let said = match view.kind.ask("of").map(|it| it.answer) {
        Some(domain::kind::Answer::OneOf(choices)) => shown(choices, view.text("of")),
        _ => view.text("of"),
    };
    words::capital(said)
}

fn day(view: &RecordView, name: &str) -> Option<jiff::civil::Date> {
    view.text(name).trim().parse().ok()
}

fn margin(frame: &Frame, view: &RecordView) -> Markup {
    let beside = in_margin(view.kind.slug);
    let said = view.kind.asks.iter().filter(|ask| beside.contains(&ask.name));
    let said = said.filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)));
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @for ask in said { div { dt { (ask.label) } dd { (view.answer(ask, frame.today)) } } }
            (view.about(frame))
            @if view.kind.slug == "postmortem" {
                div.no-print { dt.unseen { "Take it away" } dd { a href={ (view.base()) "/markdown" } { "As Markdown" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::records::view_of;
    use crate::shell::sample_frame;
    use domain::practice::{celebration, demo, metrics_review, postmortem};

    #[test]
    fn a_postmortem_opens_with_what_surprised_and_sets_promises_before_ideas() {
        let page =
            page(&sample_frame(Spot::Reflections), &view_of(&postmortem::KIND, true)).into_string();
        assert!(page.contains("What surprised us: ") && page.contains("/markdown"));
        assert!(page.find("id=\"slot-commitment\"") < page.find("id=\"slot-idea\""));
        assert!(page.find("id=\"slot-idea\"") < page.find("id=\"slot-own_part\""));
    }

    #[test]
    fn a_metrics_review_opens_with_what_surprised_and_then_with_what_it_shows_now() {
        let frame = sample_frame(Spot::Reflections);
        let mut view = view_of(&metrics_review::KIND, true);
        let drawn = page(&frame, &view).into_string();
        assert!(drawn.contains("What surprised us: <span dir=\"auto\">We had all thought"));
        assert!(drawn.contains("Landing to release") && drawn.contains("a year"), "{drawn}");
        assert!(drawn.find("id=\"slot-commitment\"") < drawn.find("id=\"slot-support\""));
        for said in ["Two weeks on trial, paid from my budget", "support is promised"] {
            assert!(drawn.contains(said), "the answer stands in the open: {said}");
        }
        view.dossier.record.state = "looked".into();
        view.dossier.record.put("shows_now", "Four days since the second machine.");
        let drawn = page(&frame, &view).into_string();
        assert_eq!(drawn.matches("Four days since the second machine.").count(), 1, "{drawn}");
        assert!(drawn.contains("What it shows now: "));
        view.dossier.record.state = "draft".into();
        assert!(page(&frame, &view).into_string().contains("at least two things"));
    }

    #[test]
    fn a_demo_that_is_planned_says_when_and_how_much_is_on_it() {
        let mut view = view_of(&demo::KIND, true);
        view.dossier.record.state = "planned".into();
        view.dossier.record.put("on", "2026-03-09");
        let drawn = page(&sample_frame(Spot::Reflections), &view).into_string();
        assert!(drawn.contains("In 3 days. Two showings are on it."), "{drawn}");
    }

    #[test]
    fn a_celebration_says_what_it_is_of_and_names_nobody_it_praises() {
        let drawn = page(&sample_frame(Spot::Reflections), &view_of(&celebration::KIND, false))
            .into_string();
        assert!(drawn.contains("A responsible risk, shared "), "{drawn}");
    }
}
