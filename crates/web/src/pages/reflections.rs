//! Reflections: every practice a team looks back with, what it is for, and what is there.

use domain::kind::Kind;
use maud::{Markup, html};

use crate::guide;
use crate::pages::list::{Line, begin, one, path_of};
use crate::parts::how;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Default)]
pub struct ReflectionsView {
    /// `(name, slug)`; `None` = every team.
    pub team: Option<(String, String)>,
    pub practices: Vec<Practice>,
    /// Teams that whoever looks may choose for.
    pub choices: Vec<Choosing>,
}

/// One practice and the newest of what is there.
#[derive(Clone)]
pub struct Practice {
    pub kind: &'static Kind,
    pub open: usize,
    pub all: usize,
    pub lines: Vec<Line>,
    /// Teams in which one may begin one: `(slug, name)`.
    pub begins_in: Vec<(String, String)>,
}

/// What one team has switched on, for the form that changes it.
#[derive(Clone)]
pub struct Choosing {
    pub team: String,
    pub slug: String,
    /// Slug, plural, and whether it is used.
    pub practices: Vec<(&'static str, &'static str, bool)>,
}

pub fn page(frame: &Frame, view: &ReflectionsView) -> Markup {
    let frame = frame.at(Spot::Reflections);
    let mut page = Page::new("Reflections").lead(html! { (lead(view)) });
    if let Some((name, slug)) = &view.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    let body = html! {
        @for it in &view.practices { (practice(&frame, it)) }
        @if view.practices.is_empty() {
            p.soft { "Every practice is switched off here. Nothing that was written is lost; switch on what you want to try." }
        }
        (choosing(&frame, &view.choices))
    };
    frame.page(&page.body(body).margin(margin(view)))
}

fn lead(view: &ReflectionsView) -> String {
    let all: usize = view.practices.iter().map(|it| it.all).sum();
    let open: usize = view.practices.iter().map(|it| it.open).sum();
    match (all, open) {
        (0, _) => "Nothing is written here yet. These are ways to look ahead and to look back together; one sentence begins any of them, and a team uses only those it wants.".into(),
        (_, 0) => "Nothing is under way. What was learned stands below and comes back when it touches something new.".into(),
        (_, 1) => "One thing is under way.".into(),
        (_, n) => format!("{} things are under way.", words::capital(&words::number(n))),
    }
}

fn practice(frame: &Frame, it: &Practice) -> Markup {
    let kind = it.kind;
    html! {
        section id=(kind.slug) {
            h2 { (kind.plural) @if it.all > 0 { " " small { a href={ (path_of(kind)) "?closed=1" } { "all" } } } }
            p.soft { (kind.purpose) @if let Some(it) = guide::of_kind(kind.slug) { " " (how::link(it)) } }
            @if !it.lines.is_empty() {
                ul.lines { @for line in &it.lines { (one(frame, kind, line)) } }
            }
            @if !it.begins_in.is_empty() {
                @if it.lines.is_empty() { (begin(frame, kind, &it.begins_in)) }
                @else { details.no-print { summary { "Begin another" } (begin(frame, kind, &it.begins_in)) } }
            } @else if it.lines.is_empty() {
                p.soft { "Somebody of a team that uses it begins the first one; you may read it and ask." }
            }
        }
    }
}

fn margin(view: &ReflectionsView) -> Markup {
    html! {
        dl {
            @for it in &view.practices {
                div { dt { a href={ "#" (it.kind.slug) } { (it.kind.plural) } }
                    dd { @if it.all == 0 { "none yet" } @else { (it.all) @if it.open > 0 { ", " (it.open) " open" } } } }
            }
            div { dt { "When they come back" } dd { a href=(quarter_of(view)) { "The quarter" } } }
            div { dt { "What is promised in them" } dd { a href="/commitments" { "Commitments" } } }
            div { dt { "Who is counted" } dd { "Nobody. Records are listed; people are not measured." } }
        }
    }
}

/// The chosen team’s, else that of whoever looks.
fn quarter_of(view: &ReflectionsView) -> String {
    view.team.as_ref().map_or_else(|| "/quarter".to_owned(), |it| format!("/team/{}/quarter", it.1))
}

fn choosing(frame: &Frame, choices: &[Choosing]) -> Markup {
    html! {
        @if !choices.is_empty() {
            section.no-print id="choose" {
                h2 { "What we practise" }
                p.soft { "The rail and this page show only what is switched on. What was written under the others stays and is found by searching." }
                @for it in choices {
                    details {
                        summary { span dir="auto" { (it.team) } }
                        form method="post" action={ "/team/" (it.slug) "/practices" } {
                            (frame.token_field())
                            fieldset.field { legend { "Used by " span dir="auto" { (it.team) } }
                                ul.checks { @for (slug, plural, used) in &it.practices {
                                    li { label { input type="checkbox" name="practice" value=(slug) checked[*used]; (plural) } }
                                } } }
                            button.plain { "Use these" }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::reflections::views;
    use crate::shell::sample_frame;

    #[test]
    fn an_empty_place_teaches_each_practice_and_how_to_begin_it() {
        let view = &views(str::to_owned)[0].1;
        let page = page(&sample_frame(Spot::Reflections), view).into_string();
        for it in &view.practices {
            assert!(
                page.contains(it.kind.begin) && page.contains(&format!("id=\"{}\"", it.kind.slug))
            );
        }
        assert!(page.contains("Nothing is written here yet"));
    }

    #[test]
    fn the_first_sentence_counts_what_is_under_way() {
        let mut view = ReflectionsView::default();
        let practice = |open, all| Practice {
            kind: domain::practice::ALL[0],
            open,
            all,
            lines: vec![],
            begins_in: vec![],
        };
        view.practices = vec![practice(1, 4), practice(2, 2)];
        assert_eq!(lead(&view), "Three things are under way.");
        view.practices = vec![practice(0, 4)];
        assert!(lead(&view).starts_with("Nothing is under way."));
    }
}
