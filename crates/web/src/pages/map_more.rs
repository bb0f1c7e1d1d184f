//! The map from other sides: what is mine today, which path belongs where, what changed.

use domain::lanes::{Difference, Way};
use domain::practice::office_hours::becomes::AskedIn;
use maud::{Markup, html};

use crate::pages::ask::spaced;
use crate::pages::map_edit::topic;
use crate::parts::empty::empty;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct MineView {
    pub team: (String, String),
    /// “as a contributor”, “as @ana (lead)”.
    pub who: String,
    pub lanes: Vec<MyLane>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct MyLane {
    pub id: String,
    pub domain: String,
    pub says: String,
    pub does: String,
    pub up_to: String,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct PathsView {
    pub team: (String, String),
    pub rows: Vec<PathRow>,
}

/// One signal of the map: what a diff under these paths says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathRow {
    pub paths: String,
    pub domain: String,
    /// “undo: quarter”.
    pub says: String,
    /// Who decides a small change there.
    pub deciders: String,
}

#[derive(Clone, Debug, Default)]
pub struct ChangesView {
    pub team: (String, String),
    pub from: i64,
    pub to: i64,
    /// What changed for the one who reads.
    pub mine: Vec<Difference>,
    /// What changed for others.
    pub others: Vec<Difference>,
    /// Topics of office hours that the newer version answers and the older one does not.
    pub asked: Vec<AskedIn>,
    pub replay: Replayed,
}

/// Decisions of the last weeks under another version of the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replayed {
    pub tried: usize,
    pub moved: Vec<Elsewhere>,
}

/// A decision that would have been somebody else's call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Elsewhere {
    pub title: String,
    pub to: String,
    pub was: String,
    pub is: String,
}

/// What another version of the map does otherwise.
pub fn differences(all: &[Difference]) -> Markup {
    let class = |it: &Difference| match it.way {
        Way::Wider => "wider",
        Way::Narrower => "narrower",
        Way::Other => "",
    };
    html! { ul.changes { @for it in all { li class=(class(it)) { (it.says) } } } }
}

/// Tried on what was decided; nothing where no decision said enough about itself.
pub fn replayed(it: &Replayed) -> Markup {
    html! {
        @if it.tried > 0 {
            section {
                h2 { "Tried on the last thirteen weeks" }
                p { (tried(it)) }
                @if !it.moved.is_empty() { ul.lines.quiet { @for one in &it.moved { li {
                    a.what href=(one.to) dir="auto" { (one.title) }
                    p.why { (one.was) " → " (one.is) }
                } } } }
                p.soft { "By what each decision says about its case. What was never written down is not among them." }
            }
        }
    }
}

fn tried(it: &Replayed) -> String {
    let decisions = words::count(it.tried as i64, "decision");
    match (it.moved.len(), it.tried) {
        (0, 1) => "The one decision would have gone to the same people.".to_owned(),
        (0, _) => format!("All {decisions} would have gone to the same people."),
        (1, 1) => "The one decision would have gone to somebody else.".to_owned(),
        (n, _) => format!("{n} of {decisions} would have gone to somebody else."),
    }
}

fn under(title: &str, team: &(String, String)) -> Page {
    Page::new(title).under("Lanes", format!("/lanes?team={}", team.1)).under(team.0.clone(), "")
}

pub fn mine(frame: &Frame, view: &MineView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let page = under("What I can decide today", &view.team);
    if view.lanes.is_empty() {
        let why = "No lane in force names you or your level. Ask whose call something is: the answer says what would make it yours.";
        let first =
            html! { p { a.button href={ "/lanes?team=" (view.team.1) } { "Whose call is it?" } } };
        return frame.page(&page.body(empty("Nothing alone, as the map stands", why, &first)));
    }
    let lead = html! {
        (words::capital(&words::number(view.lanes.len()))) " "
        (if view.lanes.len() == 1 { "lane is" } else { "lanes are" }) " yours " (view.who) ". Inside them you need nobody’s yes."
    };
    let body = html! {
        ul.lines {
            @for it in &view.lanes {
                li {
                    span.what dir="auto" { (if it.says.is_empty() { spaced(&it.domain) } else { it.says.clone() }) }
                    span.when { (it.does) }
                    p.why { (spaced(&it.domain)) " · " (if it.up_to.is_empty() { "whatever its size" } else { &it.up_to }) }
                    @for note in &it.notes { p.why { (note) } }
                }
            }
        }
        p.no-print { a href={ "/lanes?team=" (view.team.1) } { "Ask about something in particular" } }
    };
    frame.page(&page.lead(lead).body(body))
}

pub fn paths(frame: &Frame, view: &PathsView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let body = html! {
        form.begin action="/lanes" method="get" {
            input type="hidden" name="team" value=(view.team.1);
            input type="hidden" name="ask" value="1";
            label { span.label { "Whose call is a change to" } input name="path" type="text" placeholder="src/billing/retry.rs" spellcheck="false" maxlength="1000"; }
            button { "Whose call is it?" }
        }
        @if !view.rows.is_empty() { div.wide-table tabindex="0" role="region" aria-label="Paths" { table.stack {
            caption { "The last line that fits a path gives its kind; sizes add up to the largest." }
            thead { tr { th scope="col" { "A change under" } th scope="col" { "Belongs to" } th scope="col" { "Counts as" } th scope="col" { "A small one is decided by" } } }
            tbody { @for it in &view.rows { tr {
                th scope="row" { code { (it.paths) } } td data-says="Belongs to" { (spaced(&it.domain)) } td data-says="Counts as" { (it.says) } td data-says="A small one is decided by" { (it.deciders) }
            } } }
        } } }
    };
    let lead = match view.rows.len() {
        0 => "The map says nothing about paths yet: every path belongs to everything else.".into(),
        1 => "One line of the map says what a change to a file is.".into(),
        n => {
            let lines = words::capital(&words::number(n));
            format!("{lines} lines of the map say what a change to a file is.")
        }
    };
    frame.page(&under("Which path belongs where", &view.team).lead(html! { (lead) }).body(body))
}

pub fn changes(frame: &Frame, view: &ChangesView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let title = format!("From version {} to {}", view.from, view.to);
    let lead = match view.mine.len() {
        0 => "Nothing changes for you.".to_owned(),
        1 => "One thing changes for you.".to_owned(),
        n => format!("{} things change for you.", words::capital(&words::number(n))),
    };
    let body = html! {
        @for it in &view.asked { p.note { "It answers a topic of office hours: " a href=(topic(it)) dir="auto" { (it.said) } } }
        @if !view.mine.is_empty() { section { h2 { "For you" } (differences(&view.mine)) } }
        section { h2 { "For others" } @if view.others.is_empty() { p.soft { "Nothing." } } @else { (differences(&view.others)) } }
        (replayed(&view.replay))
    };
    frame.page(&under(&title, &view.team).lead(html! { (lead) }).body(body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_decided_is_tried_and_said_for_one_some_and_all() {
        let says = |tried: usize, moved: usize| {
            let moved = vec![Elsewhere::default(); moved];
            replayed(&Replayed { tried, moved }).into_string()
        };
        assert_eq!(says(0, 0), "", "nothing to try it on");
        for (tried, moved, words) in [
            (1, 0, "The one decision would have gone to the same people."),
            (1, 1, "The one decision would have gone to somebody else."),
            (9, 0, "All 9 decisions would have gone to the same people."),
            (9, 2, "2 of 9 decisions would have gone to somebody else."),
        ] {
            assert!(says(tried, moved).contains(words), "{words}");
        }
    }
}
