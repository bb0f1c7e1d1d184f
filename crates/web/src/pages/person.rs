//! A person: where they sit, and the records they wrote. Listed, never counted.

use maud::{Markup, html};

use crate::pages::list::Line;
use crate::pages::ownership::{self, LedgerShown, OwnershipShown};
use crate::parts::pager::{Pager, pager};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct PersonView {
    pub name: String,
    pub handle: String,
    pub seats: Vec<Seat>,
    /// What they say in their own name.
    pub owns: Vec<OwnershipShown>,
    /// For somebody who holds an office; nobody else has one.
    pub ledger: Option<LedgerShown>,
    pub wrote: Vec<Line>,
    pub pager: Pager,
    pub left: Option<jiff::civil::Date>,
    pub myself: bool,
    /// For whoever looks after the organisation.
    pub keeping: Option<Keeping>,
}

/// What a keeper may do for, or about, somebody else.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keeping {
    /// Shown once, right after it was made.
    pub link: Option<String>,
    pub problem: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub team: String,
    pub slug: String,
    pub level: String,
    pub since: jiff::civil::Date,
}

pub fn page(frame: &Frame, view: &PersonView) -> Markup {
    let frame = frame.at(Spot::People);
    let lead = html! {
        @if let Some(left) = view.left { "Left on " (words::day(left, frame.today)) ". What they wrote stays." }
        @else if view.seats.is_empty() { "Without a seat in any team." }
        @else {
            @for (at, seat) in view.seats.iter().enumerate() {
                @if at > 0 { "; " }
                (if at == 0 { words::capital(&seat.level) } else { seat.level.clone() })
                " in " a href={ "/team/" (seat.slug) } { (seat.team) } " since " (words::day(seat.since, frame.today))
            }
            "."
        }
    };
    let body = html! {
        @if view.myself { p { a href="/lanes/mine" { "What I can decide today" } " · " a href="/settings" { "My settings" } } }
        (ownership::shown(&view.owns, view.myself))
        @if view.owns.is_empty() && view.myself { (begin_own()) }
        @if let Some(it) = &view.ledger { (ownership::ledger(it)) }
        @if view.wrote.is_empty() { section { p.soft { "Nothing begun here yet." } } } @else {
            h2 { "Begun by " (view.name) }
            ul.lines.quiet { @for it in &view.wrote { li {
                a.what href=(it.to) dir="auto" { (it.title) }
                span.when { (it.state) }
                p.why { (it.about) }
            } } }
            (pager(&view.pager))
        }
    };
    let body = html! { (body) @if let Some(it) = &view.keeping { (keeping(&frame, view, it)) } };
    let page = Page::new(view.name.clone())
        .under("People and teams", "/people")
        .under(format!("@{}", view.handle), "");
    frame.page(&page.lead(lead).body(body))
}

/// An invitation, once, on one's own page.
fn begin_own() -> Markup {
    html! {
        section.no-print {
            h2 { "What I own" }
            p.soft { "You have no ownership page. It says what you own, what you handed over, what you do not know and what you got wrong; nobody has to write one." }
            p { a.button.plain href="/ownership/new" { "Begin one" } }
        }
    }
}

fn keeping(frame: &Frame, view: &PersonView, it: &Keeping) -> Markup {
    let at = format!("/person/{}", view.handle);
    html! {
        section.no-print {
            h2 { "Looking after" }
            @if let Some(link) = &it.link {
                p { "Give this link to " (view.name) " yourself. It signs in once, within the hour, and is shown only now." }
                p.once #sign-in-link { (link) }
                p { button.plain.js-only type="button" data-copy="sign-in-link" data-done="Copied" { "Copy the link" } }
            }
            form.acts method="post" action={ (at) "/link" } {
                (frame.token_field())
                button.plain { "Make a sign-in link" }
                span.soft { "For somebody who cannot come in any more." }
            }
            @if let Some(problem) = &it.problem { p.refused role="alert" { (problem) } }
            details open[it.problem.is_some()] {
                summary { "Remove the name for good" }
                p { "Name, handle and address go, and every key ends. What was written stays, by “someone who left”. There is no way back." }
                form.narrow-form method="post" action={ (at) "/erase" } {
                    (frame.token_field())
                    div.field { label for="erase-handle" { "Type the handle to say you mean it" }
                        input #erase-handle name="handle" type="text" autocomplete="off" required maxlength="100"; }
                    button { "Remove the name" }
                }
            }
        }
    }
}
