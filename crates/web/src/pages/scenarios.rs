//! Scenarios: what is under way, what the records suggest as a question, and the playbooks.

use domain::scenario::{Part, Shipped};
use maud::{Markup, html};

use crate::guide;
use crate::pages::list::{self, ListView};
use crate::parts::how;
use crate::parts::team::team;
use crate::shell::{Frame, Page, Spot};

#[derive(Clone)]
pub struct ScenariosView {
    pub list: ListView,
    pub offers: Vec<Offered>,
    /// Playbooks of the teams: title, address, id, and the team’s name.
    pub own: Vec<Own>,
}

/// A playbook that the records of a team suggest.
#[derive(Clone)]
pub struct Offered {
    /// Slug and name.
    pub team: (String, String),
    pub key: &'static str,
    pub title: &'static str,
    /// What stands out: name and sentence.
    pub because: Vec<(&'static str, String)>,
}

#[derive(Clone)]
pub struct Own {
    pub id: String,
    pub title: String,
    pub team: String,
}

pub fn page(frame: &Frame, view: &ScenariosView) -> Markup {
    let frame = frame.at(Spot::Scenarios);
    let list = &view.list;
    let mut page = Page::new(list.kind.plural).lead(html! { (lead(&frame, view)) });
    if let Some((name, slug)) = &list.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    let body = html! {
        @if !list.lines.is_empty() || !list.narrow.rest().is_empty() {
            section { h2 { "Under way" }
                @if list.lines.is_empty() { p { "Nothing fits." } }
                (list::lines(&frame, list))
                p.small.no-print {
                    @if list.narrow.is_any() { a href=(list::also(list, "")) { "Only what is open" } }
                    @else { a href=(list::also(list, list::ANY)) { "What teams came through, and what they stopped" } }
                }
            }
        } @else { p.small.no-print { a href=(list::also(list, list::ANY)) { "What teams came through, and what they stopped" } } }
        @for it in &view.offers { (offer(&frame, it)) }
        section id="playbooks" {
            h2 { "Playbooks" }
            p.soft { "Each has its signals, explanations that compete, questions, small steps, an end, and what must not come of it." }
            @for it in domain::scenario::shipped().iter().filter(|it| !it.is_private) { (shipped(&frame, view, it)) }
        }
        section id="alone" {
            h2 { "For you alone" }
            p { a href="/scenarios/alone" { (domain::scenario::by_key(domain::scenario::ALONE).map_or("", |it| it.playbook.title.as_str())) } }
            p.soft { "A page that only you see, sealed, and gone when you end it. It looks like this for everybody, whether they have one or not." }
        }
        (own(&frame, view))
        (how::line(guide::of_kind(list.kind.slug)))
    };
    frame.page(&page.body(body).margin(margin(view)))
}

fn lead(frame: &Frame, view: &ScenariosView) -> String {
    if view.list.lines.is_empty() {
        return "For a hard situation: what could be behind it, held against what your own records say, steps that can be taken back, and an end. It names nobody.".into();
    }
    list::lead(frame, &view.list)
}

fn offer(frame: &Frame, it: &Offered) -> Markup {
    html! {
        section.no-print {
            h2 { "A question to " span dir="auto" { (it.team.1) } }
            p { "Does “" (it.title) "” say something to you? No scenario is in hand, and these stand out:" }
            ul { @for (name, says) in &it.because { li { (name) ": " span dir="auto" { (says) } } } }
            details { summary { "Look at it as a scenario" } (begin(frame, std::slice::from_ref(&it.team), it.key, "")) }
            p.soft.small { "It may be weather. Whoever knows the work decides whether it is worth a look." }
        }
    }
}

/// One sentence begins a run on a playbook.
fn begin(frame: &Frame, teams: &[(String, String)], key: &str, own: &str) -> Markup {
    html! {
        form.begin method="post" action="/scenario/new" {
            (frame.token_field())
            input type="hidden" name="short" value="1";
            input type="hidden" name="a.playbook" value=(key);
            @if !own.is_empty() { input type="hidden" name="a.own_playbook" value=(own); }
            label { span.label { "What is hard right now?" }
                input name="title" type="text" maxlength="300" required dir="auto" autocomplete="off"; }
            (team(teams))
            button { "Begin" }
        }
    }
}

fn shipped(frame: &Frame, view: &ScenariosView, it: &Shipped) -> Markup {
    let book = &it.playbook;
    html! {
        details id={ "playbook-" (it.key) } {
            summary { (book.title) }
            p { (book.purpose) }
            h3 { "What could be behind it" }
            ul { @for line in book.part(Part::Hypotheses) { li { (line.words()) } } }
            h3 { "What must not come of it" }
            ul { @for line in book.part(Part::Harms) { li { (line.words()) } } }
            @if view.list.may_begin() { (begin(frame, &view.list.begins_in, it.key, "")) }
            details.small {
                summary { "Its text, to begin one of your own with" }
                pre.text tabindex="0" { (it.text) }
            }
        }
    }
}

fn own(frame: &Frame, view: &ScenariosView) -> Markup {
    html! {
        section id="own" {
            h2 { "Playbooks of our own" }
            @if view.own.is_empty() { p.soft { "What comes again here deserves one. It is one Markdown text in the same form; paste it, and what is wrong is told at its line." } }
            @for it in &view.own {
                details {
                    summary { span dir="auto" { (it.title) } " " small dir="auto" { (it.team) } }
                    p { a href={ "/playbook/" (it.id) } { "Read it" } }
                    @if view.list.may_begin() { (begin(frame, &view.list.begins_in, domain::scenario::OWN, &it.id)) }
                }
            }
            p.no-print { a href="/playbooks" { "All of them" } @if view.list.may_begin() { " · " a href="/playbook/new" { "Write one" } } }
        }
    }
}

fn margin(view: &ScenariosView) -> Markup {
    html! {
        dl {
            div { dt { "Open" } dd { (view.list.open) } }
            div { dt { "Playbooks" } dd { a href="#playbooks" { "five of ours" } @if !view.own.is_empty() { ", " a href="#own" { (view.own.len()) " of your own" } } } }
            div { dt { "Who is named" } dd { "Nobody. It is about the work." } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::scenarios::views;
    use crate::shell::sample_frame;

    fn drawn(name: &str) -> String {
        let view = views(str::to_owned).into_iter().find(|it| it.0 == name).unwrap().1;
        page(&sample_frame(Spot::Scenarios), &view).into_string()
    }

    #[test]
    fn the_empty_page_teaches_and_offers_five_ways_to_begin() {
        let page = drawn("empty");
        assert!(page.contains("For a hard situation: what could be behind it"));
        assert_eq!(page.matches("action=\"/scenario/new\"").count(), 5, "one a playbook");
        assert!(!page.contains("playbook-avoids-leadership"), "the private one is not a team’s");
        assert!(page.contains("href=\"/scenarios/alone\""));
        assert!(page.contains("What comes again here deserves one"));
    }

    #[test]
    fn what_the_records_suggest_is_a_question_with_its_reasons() {
        let page = drawn("full");
        assert!(page.contains("Does “The leader is the bottleneck” say something to you?"));
        assert!(page.contains("How long decisions wait: ") && page.contains("It may be weather."));
        assert!(page.contains("name=\"a.playbook\" value=\"bottleneck\""));
        assert!(page.contains("name=\"a.own_playbook\" value=\"own-1\""));
    }

    #[test]
    fn whoever_may_not_begin_reads_and_is_offered_no_form() {
        let page = drawn("reader");
        assert!(
            !page.contains("action=\"/scenario/new\"") && page.contains("What must not come of it")
        );
    }
}
