//! A person: where they sit, and the records they wrote. Listed, never counted.

use maud::{Markup, html};

use crate::pages::list::Line;
use crate::parts::pager::{Pager, pager};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct PersonView {
    pub name: String,
    pub handle: String,
    pub seats: Vec<Seat>,
    pub wrote: Vec<Line>,
    pub pager: Pager,
    pub left: Option<jiff::civil::Date>,
    pub myself: bool,
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
        @if view.wrote.is_empty() { p.soft { "Nothing begun here yet." } } @else {
            h2 { "Begun by " (view.name) }
            ul.lines.quiet { @for it in &view.wrote { li {
                a.what href=(it.to) dir="auto" { (it.title) }
                span.when { (it.state) }
                p.why { (it.about) }
            } } }
            (pager(&view.pager))
        }
    };
    let page = Page::new(view.name.clone())
        .under("People and teams", "/people")
        .under(format!("@{}", view.handle), "");
    frame.page(&page.lead(lead).body(body))
}
