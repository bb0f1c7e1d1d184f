//! You said, we did: what was said, what came of it, refusals too; and how feedback comes back.

use maud::{Markup, html};

use crate::parts::empty::empty;
use crate::parts::entries::{Entry, entries};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct SaidView {
    /// Name and slug; `None` for the whole organisation.
    pub team: Option<(String, String)>,
    /// Teams to look at instead.
    pub teams: Vec<(String, String)>,
    pub waits: Vec<Entry>,
    pub promised: Vec<Entry>,
    pub done: Vec<Entry>,
    pub refused: Vec<Entry>,
    pub mirror: Mirror,
}

/// Numbers in words: “3 of 4”, “–” where there is nothing to share.
#[derive(Clone, Debug, Default)]
pub struct Mirror {
    pub items: usize,
    pub closure: String,
    pub acted_on: String,
    pub refused: String,
    pub reopened: String,
    pub in_public: String,
    pub to_heard: String,
    pub to_decided: String,
    pub to_told: String,
}

/// Below this many items there are words instead of numbers.
const FEW: usize = 3;

pub fn page(frame: &Frame, view: &SaidView) -> Markup {
    let frame = frame.at(Spot::People);
    let mut page = Page::new("You said, we did").under("People and teams", "/people");
    if let Some((name, slug)) = &view.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    if view.mirror.items == 0 {
        let first = html! { p { a.button href="/feedback" { "Ask for it, or say it" } } };
        let why = "Everything that is said here comes back: with what was done, or with the reason why not. Leaders ask first. A refusal that was told is an answer; silence is none.";
        return frame.page(&page.body(empty("Nothing has been said yet", why, &first)));
    }
    let body = html! {
        (section("Waits for an answer", &view.waits))
        (section("Promised", &view.promised))
        (section("You said, we did", &view.done))
        (section("You said, we will not, because", &view.refused))
        (mirror(&view.mirror))
    };
    frame.page(&page.lead(html! { (lead(view)) }).body(body).margin(margin(view)))
}

fn lead(view: &SaidView) -> String {
    let came = view.done.len() + view.refused.len();
    let open = view.waits.len() + view.promised.len();
    let came = match came {
        0 => "Nothing has come back yet".to_owned(),
        1 => "One thing has come back".to_owned(),
        n => format!("{} things have come back", words::capital(&words::number(n))),
    };
    match open {
        0 => format!("{came}; nothing is open."),
        n => format!(
            "{came}; {} open.",
            if n == 1 { "one is".to_owned() } else { format!("{} are", words::number(n)) }
        ),
    }
}

fn section(title: &str, all: &[Entry]) -> Markup {
    html! { @if !all.is_empty() { section { h2 { (title) } (entries(all)) } } }
}

fn mirror(it: &Mirror) -> Markup {
    let rows = [
        (
            "Came back within thirty days",
            &it.closure,
            "Of what was said at least thirty days ago. A refusal that was told counts; what was done and not told does not.",
        ),
        ("Answered where it was raised", &it.in_public, "Of the same."),
        ("Promised and done", &it.acted_on, "Of what was decided."),
        ("Declined, with the reason", &it.refused, "Of what was decided."),
        ("Opened again", &it.reopened, "Of everything that was said."),
    ];
    let waits = [
        ("Until it was heard", &it.to_heard),
        ("Until it was answered", &it.to_decided),
        ("Until it was told", &it.to_told),
    ];
    html! {
        section #mirror {
            h2 { "How feedback comes back " small { "n = " (it.items) } }
            @if it.items < FEW {
                p.soft { "Fewer than three things have been said: read them above. Numbers about one or two would be numbers about one or two people." }
            } @else {
                div.wide-table tabindex="0" role="region" aria-label="How feedback comes back" { table {
                    caption { "Of the office, never of a person: nothing here can be grouped by who said or answered it. No target; thirty days are ours." }
                    thead { tr { th scope="col" { "What" } th.num scope="col" { "How many" } } }
                    tbody {
                        @for (label, share, says) in rows { tr { th scope="row" { (label) span.more { (says) } } td.num { (share) } } }
                        @for (label, median) in waits { tr { th scope="row" { (label) span.more { "The middle wait; what is still open counts as waiting." } } td.num { (median) } } }
                    }
                } }
            }
        }
    }
}

fn margin(view: &SaidView) -> Markup {
    html! { dl {
        div { dt { "n" } dd { (words::count(view.mirror.items as i64, "item")) } }
        div { dt { "Definition" } dd { "Feedback loop, version 1" } dd { "Everything said so far; to the day." } }
        div.no-print { dt { "Ask, or say" } dd { a href="/feedback" { "Feedback" } } }
        @if view.team.is_some() { div.no-print { dt { "All" } dd { a href="/you-said-we-did" { "The whole organisation" } } } }
        @if !view.teams.is_empty() {
            div.no-print { dt { "Of one team" } @for (name, slug) in &view.teams { dd { a href={ "/you-said-we-did?team=" (slug) } dir="auto" { (name) } } } }
        }
    } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::sample_frame;

    fn drawn(items: usize) -> String {
        let mirror = Mirror { items, closure: "2 of 3".into(), ..Mirror::default() };
        let view = SaidView { mirror, waits: vec![Entry::default()], ..SaidView::default() };
        page(&sample_frame(Spot::People), &view).into_string()
    }

    #[test]
    fn one_or_two_things_are_words_and_three_are_numbers() {
        assert!(drawn(0).contains("Nothing has been said yet"));
        assert!(!drawn(2).contains("2 of 3") && drawn(2).contains("Fewer than three"));
        assert!(drawn(3).contains("2 of 3") && drawn(3).contains("n = 3"));
    }
}
