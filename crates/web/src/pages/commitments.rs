//! Commitments: everything that was promised, from every kind of record and leaders too, and what
//! became of it.

use maud::{Markup, html};

use crate::guide;
use crate::parts::empty::empty;
use crate::parts::pager::{Pager, pager};
use crate::parts::{how, state};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct CommitmentsView {
    /// `(name, slug)`; `None` = every team.
    pub team: Option<(String, String)>,
    /// Every team to choose from.
    pub teams: Vec<(String, String)>,
    /// Open ones by team, the earliest day first; teams by name.
    pub open: Vec<Group>,
    /// Kept and dropped, the one settled last first.
    pub closed: Vec<Promised>,
    pub pager: Pager,
    /// The team's own follow-through, where whoever looks may see it.
    pub mirror: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub team: String,
    pub promises: Vec<Promised>,
}

/// One promise. Whose it is stands with it; nobody's are added up.
#[derive(Clone, Debug, PartialEq)]
pub struct Promised {
    pub text: String,
    pub to: String,
    /// Title of the record it hangs on.
    pub on: String,
    /// “Postmortem”, “Decision”.
    pub kind: &'static str,
    pub owner: String,
    pub due: Option<jiff::civil::Date>,
    pub state: String,
    pub is_open: bool,
    /// Days it had before, with what moved it, oldest first.
    pub moved: Vec<(String, String)>,
    /// Why it was dropped.
    pub reason: String,
    pub closed_on: Option<jiff::civil::Date>,
    pub team: String,
}

pub fn page(frame: &Frame, view: &CommitmentsView) -> Markup {
    let frame = frame.at(Spot::Reflections);
    let mut page = Page::new("Commitments").under("Reflections", "/reflections");
    if let Some((name, slug)) = &view.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    if view.open.is_empty() && view.closed.is_empty() {
        return frame.page(&page.body(nothing(view)));
    }
    let body = html! {
        @for group in &view.open {
            section {
                h2 { @if view.team.is_some() { "Promised" } @else { span dir="auto" { (group.team) } } " " small { (group.promises.len()) " open" } }
                ul.lines { @for it in &group.promises { (one(&frame, it, false)) } }
            }
        }
        @if view.open.is_empty() { p.soft { "Nothing is open." } }
        @if !view.closed.is_empty() {
            section id="closed" {
                h2 { "Kept and dropped" }
                ul.lines { @for it in &view.closed { (one(&frame, it, view.team.is_none())) } }
                (pager(&view.pager))
            }
        }
    };
    frame.page(&page.lead(html! { (lead(&frame, view)) }).body(body).margin(margin(view)))
}

fn lead(frame: &Frame, view: &CommitmentsView) -> String {
    let open = || view.open.iter().flat_map(|it| &it.promises);
    let late = open().filter(|it| it.due.is_some_and(|due| due < frame.today)).count();
    let (count, noun) = match open().count() {
        1 => ("One".to_owned(), "promise is"),
        n => (words::capital(&words::number(n)), "promises are"),
    };
    let late = match late {
        0 => "None is past its day.".to_owned(),
        1 => "One is past its day: keep it, carry it over with the reason, or drop it in the open."
            .to_owned(),
        n => format!(
            "{} are past their day: keep them, carry them over with the reason, or drop them in the open.",
            words::capital(&words::number(n))
        ),
    };
    format!("{count} {noun} open. {late}")
}

fn one(frame: &Frame, it: &Promised, with_team: bool) -> Markup {
    html! {
        li {
            a.what href=(it.to) dir="auto" { (it.text) }
            @match (it.is_open, it.due, it.closed_on) {
                (true, Some(due), _) => span.when.due[due < frame.today] { @if due < frame.today { "was due " } @else { "due " } (words::distance(due, frame.today)) },
                (false, _, Some(day)) => span.when { (words::day(day, frame.today)) },
                _ => "",
            }
            p.why {
                @if !it.is_open { (state::mark(&it.state, false)) " · " }
                (it.owner) @if with_team { ", " span dir="auto" { (it.team) } }
                " · " (it.kind) " “" span dir="auto" { (it.on) } "”"
            }
            @for (was, because) in &it.moved {
                p.why { "Carried over from " (words::day_text(was, frame.today)) @if !because.is_empty() { ": " span dir="auto" { (because) } } }
            }
            @if !it.reason.is_empty() { p.why { "Dropped because: " span dir="auto" { (it.reason) } } }
        }
    }
}

fn margin(view: &CommitmentsView) -> Markup {
    html! {
        dl {
            @if let Some(says) = &view.mirror {
                div { dt { "Follow-through, for the team" } dd { (says) " It counts commitments alone, not what was promised in answer to a request, to feedback or about a risk." @if let Some((_, slug)) = &view.team { " " a href={ "/mirrors?team=" (slug) "#follow-through" } { "The mirror" } } } }
            }
            @if view.teams.len() > 1 {
                div { dt { "Team" } dd {
                    @if view.team.is_some() { a href="/commitments" { "All" } " · " }
                    @for (at, (name, slug)) in view.teams.iter().enumerate() { @if at > 0 { " · " } a href={ "/commitments?team=" (slug) } dir="auto" { (name) } }
                } }
            }
            div { dt { "Whose are here" } dd { "Everybody’s, leaders’ too, each with its own day. Nobody’s are added up." } }
            div { dt { "Held" } dd { "A kept promise is looked at once more by somebody else; then it says so." } }
            (how::beside(guide::by_name("commitments")))
        }
    }
}

fn nothing(view: &CommitmentsView) -> Markup {
    let whose = view
        .team
        .as_ref()
        .map_or("Nothing is promised yet", |_| "This team has promised nothing yet");
    let why = "A promise is one line with a name and a day, on whatever taught you that something has to change: a postmortem, a decision, a demo. Here they come together, until each is kept, or dropped with its reason.";
    let first =
        html! { p { a.button href="/reflections" { "Look at what you could learn from" } } };
    html! { (empty(whose, why, &first)) (how::named("commitments")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::reflections::commitments;
    use crate::shell::sample_frame;

    fn drawn(at: usize) -> String {
        let (_, view) = &commitments(str::to_owned)[at];
        page(&sample_frame(Spot::Reflections), view).into_string()
    }

    #[test]
    fn an_empty_page_says_where_a_promise_is_made() {
        assert!(
            drawn(0).contains("Nothing is promised yet")
                && drawn(0).contains("href=\"/reflections\"")
        );
    }

    #[test]
    fn an_old_day_stays_visible_and_a_dropped_promise_says_why() {
        let page = drawn(1);
        assert!(
            page.contains("Carried over from 20 February: <span dir=\"auto\">The old dashboard could not draw it"),
            "{page}"
        );
        assert!(page.contains("Dropped because: "));
    }

    #[test]
    fn the_first_sentence_counts_promises_and_never_people() {
        assert!(drawn(1).contains("Two promises are open. One is past its day"));
        let owner = "Ana Okafor";
        for line in drawn(1).split("<h2").skip(1) {
            let heading = line.split("</h2>").next().unwrap();
            assert!(!heading.contains(owner), "no heading is a person: {heading}");
        }
    }
}
