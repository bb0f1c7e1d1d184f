//! A place that lists records: intents, decisions, or any other kind.

use domain::kind::Kind;
use maud::{Markup, html};

use crate::parts::empty::empty;
use crate::parts::pager::{Pager, pager};
use crate::parts::state;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone)]
pub struct ListView {
    pub kind: &'static Kind,
    /// `(name, slug)`; `None` = every team.
    pub team: Option<(String, String)>,
    pub lines: Vec<Line>,
    /// Closed ones are shown too.
    pub closed_too: bool,
    pub open: usize,
    pub may_begin: bool,
    pub pager: Pager,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub title: String,
    pub to: String,
    pub state: String,
    /// One line of what it is about.
    pub about: String,
    pub team: String,
    pub due: Option<jiff::civil::Date>,
    pub changed_at: domain::id::At,
}

/// The list's address: the plural, in small letters, words joined by dashes.
pub fn path_of(kind: &Kind) -> String {
    format!("/{}", kind.plural.to_lowercase().replace(' ', "-"))
}

pub fn page(frame: &Frame, view: &ListView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let mut page = Page::new(view.kind.plural);
    if let Some((name, slug)) = &view.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    if !view.lines.is_empty() {
        page = page.lead(html! { (lead(&frame, view)) });
    }
    frame.page(&page.body(html! {
        @if view.lines.is_empty() { (nothing(&frame, view)) } @else {
            @if view.may_begin { (begin(&frame, view.kind)) }
            ul.lines { @for line in &view.lines { (one(&frame, view.kind, line)) } }
            (pager(&view.pager))
            p.small.no-print {
                @if view.closed_too { a href=(path_of(view.kind)) { "Only what is open" } }
                @else { a href={ (path_of(view.kind)) "?closed=1" } { "Closed ones too" } }
                @if view.may_begin { " · " a href={ "/" (view.kind.slug) "/new" } { "With the long form" } }
            }
        }
    }))
}

fn lead(frame: &Frame, view: &ListView) -> String {
    let noun = if view.open == 1 { view.kind.name } else { view.kind.plural }.to_lowercase();
    let due = view.lines.iter().filter(|it| it.due.is_some_and(|due| due <= frame.today)).count();
    let open = format!("{} open {noun}.", words::capital(&words::number(view.open)));
    match due {
        0 => open,
        n => format!("{open} {} to look at again.", words::capital(&words::number(n))),
    }
}

/// One field, one button: everything else can come later.
pub fn begin(frame: &Frame, kind: &Kind) -> Markup {
    html! {
        form.begin method="post" action={ "/" (kind.slug) "/new" } {
            (frame.token_field())
            input type="hidden" name="short" value="1";
            label { span.label { (kind.begin) }
                input name="title" type="text" maxlength="300" required dir="auto" autocomplete="off" data-new; }
            button { "Begin" }
        }
    }
}

fn one(frame: &Frame, kind: &Kind, line: &Line) -> Markup {
    html! {
        li {
            a.what href=(line.to) dir="auto" { (line.title) }
            @match line.due {
                Some(due) => span.when.due[due <= frame.today] { "look again " (words::distance(due, frame.today)) },
                None => span.when { (words::ago(line.changed_at, frame.now)) },
            }
            p.why {
                (state::state(kind, &line.state))
                @if !line.team.is_empty() { " · " span dir="auto" { (line.team) } }
                @if !line.about.is_empty() { " · " span dir="auto" { (line.about) } }
            }
        }
    }
}

fn nothing(frame: &Frame, view: &ListView) -> Markup {
    let first = html! {
        @if view.may_begin { (begin(frame, view.kind)) }
        @else { p.soft { "Somebody on a team begins one; you may read and ask." } }
    };
    let what = format!("No {} yet", view.kind.plural.to_lowercase());
    html! {
        (empty(&what, view.kind.purpose, &first))
        @if !view.closed_too { p.small { a href={ (path_of(view.kind)) "?closed=1" } { "Look among the closed ones" } } }
    }
}
