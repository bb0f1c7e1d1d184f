//! A place that lists records: intents, decisions, or any other kind.

use domain::kind::{Kind, Place};
use maud::{Markup, html};

use crate::guide;
use crate::parts::empty::empty;
use crate::parts::how;
use crate::parts::pager::{Pager, pager};
use crate::parts::state;
use crate::parts::team::team;
use crate::parts::way::way;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone)]
pub struct ListView {
    pub kind: &'static Kind,
    /// `(name, slug)`; `None` = every team.
    pub team: Option<(String, String)>,
    pub lines: Vec<Line>,
    pub narrow: Narrow,
    pub open: usize,
    /// Those that have come to an end, kept and listed when asked for.
    pub closed: usize,
    /// Teams in which one may begin one, the likeliest first: `(slug, name)`.
    pub begins_in: Vec<(String, String)>,
    pub pager: Pager,
}

impl ListView {
    pub fn may_begin(&self) -> bool {
        !self.begins_in.is_empty()
    }
}

/// What the list is narrowed to, and what it can be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Narrow {
    /// A state of the kind, or [`ANY`]; empty = whatever is open.
    pub state: String,
    /// A team by its slug; empty = every team.
    pub team: String,
    /// Only what one began oneself.
    pub mine: bool,
    /// Teams to choose from: `(slug, name)`.
    pub teams: Vec<(String, String)>,
}

/// The closed ones too.
pub const ANY: &str = "any";

impl Narrow {
    /// What it is narrowed to, as the rest of an address: `&state=decided&mine=1`, or nothing.
    pub fn rest(&self) -> String {
        let mut rest = String::new();
        for (name, value) in [("state", self.state.as_str()), ("team", &self.team)] {
            if !value.is_empty() {
                rest += &format!("&{name}={value}");
            }
        }
        rest + if self.mine { "&mine=1" } else { "" }
    }

    pub fn is_any(&self) -> bool {
        self.state == ANY
    }

    /// Whether something is left out that is usually there.
    fn is_narrow(&self) -> bool {
        self.mine || !(self.state.is_empty() || self.is_any())
    }
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
    /// “Every Thursday, 14:00”, of what has no one day.
    pub rhythm: String,
    pub changed_at: domain::id::At,
}

/// The list's address: the plural, in small letters, words joined by dashes.
pub fn path_of(kind: &Kind) -> String {
    format!("/{}", kind.plural.to_lowercase().replace(' ', "-"))
}

pub fn page(frame: &Frame, view: &ListView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let mut page = Page::new(view.kind.plural);
    let (place, to) = Spot::of(view.kind.place).word_and_path();
    if place != view.kind.plural {
        page = page.under(place, to);
    }
    if let Some((name, slug)) = &view.team {
        page = page.under(name.clone(), format!("/team/{slug}"));
    }
    if !view.lines.is_empty() {
        page = page.lead(html! { (lead(&frame, view)) });
    }
    frame.page(&page.body(html! {
        @if view.lines.is_empty() { (nothing(&frame, view)) } @else {
            @if view.may_begin() { (begin(&frame, view.kind, &view.begins_in)) }
            (lines(&frame, view))
            p.small.no-print {
                @if view.narrow.is_any() { a href=(also(view, "")) { "Only what is open" } }
                @else { a href=(also(view, ANY)) { "Closed ones too" } }
                @if view.may_begin() { " · " a href={ "/" (view.kind.slug) "/new" } { "With the long form" } }
                @if view.kind.place == Place::Decisions { " · " a href="/quality" { "How we decide" } }
                " · " a href="/questions" { "Questions worth asking" }
                @if let Some(it) = guide::of_kind(view.kind.slug) { " · " (how::link(it)) }
            }
        }
    }))
}

/// What there is, with the way to narrow it down.
pub fn lines(frame: &Frame, view: &ListView) -> Markup {
    html! {
        (narrow(view))
        ul.lines { @for line in &view.lines { (one(frame, view.kind, line)) } }
        (pager(&view.pager))
    }
}

/// “Two open decisions. One to look at again.”
pub fn lead(frame: &Frame, view: &ListView) -> String {
    let noun = if view.open == 1 { view.kind.name } else { view.kind.plural }.to_lowercase();
    let due = view.lines.iter().filter(|it| it.due.is_some_and(|due| due <= frame.today)).count();
    let number = words::capital(&words::number(view.open));
    let open = match (view.kind.name == view.kind.plural, view.open) {
        (true, 1) => format!("{number} is open."),
        (true, _) => format!("{number} are open."),
        _ => format!("{number} open {noun}."),
    };
    match due {
        0 => open,
        n => format!("{open} {} to look at again.", words::capital(&words::number(n))),
    }
}

/// The same list in another state, narrowed in the same way otherwise.
pub fn also(view: &ListView, state: &str) -> String {
    let rest = Narrow { state: state.to_owned(), ..view.narrow.clone() }.rest();
    match rest.strip_prefix('&') {
        Some(rest) => format!("{}?{rest}", path_of(view.kind)),
        None => path_of(view.kind),
    }
}

/// Team, own work, state: a form that is sent, and works without script.
fn narrow(view: &ListView) -> Markup {
    let now = &view.narrow;
    html! {
        details.narrow.no-print open[now.is_narrow()] {
            summary { "Narrow it down" }
            form action=(path_of(view.kind)) method="get" {
                label { span.label { "State" } select name="state" {
                    option value="" selected[now.state.is_empty()] { "whatever is open" }
                    option value=(ANY) selected[now.is_any()] { "closed ones too" }
                    @for it in view.kind.states { option value=(it.name) selected[it.name == now.state] { (it.label) } }
                } }
                @if now.teams.len() > 1 {
                    label { span.label { "Team" } select name="team" {
                        option value="" { "every team" }
                        @for (slug, name) in &now.teams { option value=(slug) selected[*slug == now.team] { (name) } }
                    } }
                }
                label { input type="checkbox" name="mine" value="1" checked[now.mine]; " Only what I began" }
                button.plain { "Show" }
            }
        }
    }
}

/// One field, one button: everything else can come later.
pub fn begin(frame: &Frame, kind: &Kind, teams: &[(String, String)]) -> Markup {
    html! {
        form.begin method="post" action={ "/" (kind.slug) "/new" } {
            (frame.token_field())
            input type="hidden" name="short" value="1";
            label { span.label { (kind.begin) }
                input name="title" type="text" maxlength="300" required dir="auto" autocomplete="off" data-new; }
            (team(teams))
            button { "Begin" }
        }
    }
}

/// One record in a list.
pub(crate) fn one(frame: &Frame, kind: &Kind, line: &Line) -> Markup {
    html! {
        li {
            a.what href=(line.to) dir="auto" { (line.title) }
            @match line.due {
                Some(due) => span.when.due[due <= frame.today] { (day_of(kind, due, frame.today)) },
                None if !line.rhythm.is_empty() => span.when { (line.rhythm) },
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

/// What is looked at again, and what is due; a day that has gone by is told as gone.
fn day_of(kind: &Kind, due: jiff::civil::Date, today: jiff::civil::Date) -> String {
    let day = words::distance(due, today);
    match (kind.ask("review_on").is_some(), due < today) {
        (true, true) => format!("was to be looked at {day}"),
        (true, false) => format!("look again {day}"),
        (false, true) => format!("was due {day}"),
        (false, false) => format!("due {day}"),
    }
}

fn nothing(frame: &Frame, view: &ListView) -> Markup {
    if view.narrow.is_narrow() {
        return html! {
            p { "Nothing fits. Take something away below, or look at "
                a href=(path_of(view.kind)) { "all that is open" } "." }
            (narrow(view))
        };
    }
    let first = html! {
        @if view.may_begin() { (begin(frame, view.kind, &view.begins_in)) p.soft { "One sentence is enough. What is not known yet can be written when it is." } }
        @else { p.soft { "Somebody on a team begins one; you may read and ask." } }
    };
    let kept = !view.narrow.is_any() && view.closed > 0;
    html! {
        (empty(&none_of(view.kind, kept), view.kind.purpose, &first))
        @if kept { p { a href=(also(view, ANY)) { "Look at the " (words::number(view.closed)) " that came to an end" } } }
        (way(view.kind))
        (how::line(guide::of_kind(view.kind.slug)))
    }
}

/// “No decisions yet”; where there were some, none that is open.
fn none_of(kind: &Kind, kept: bool) -> String {
    let plural = kind.plural.to_lowercase();
    let plural = match plural.strip_prefix("our ") {
        Some(rest) => format!("{rest} of our own"),
        None => plural,
    };
    if kept { format!("No open {plural}") } else { format!("No {plural} yet") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::sample_frame;
    use domain::practice::{decision, demo, feedback, intent};

    fn view(kind: &'static Kind, open: usize, due: Option<&str>) -> ListView {
        let line = Line {
            title: "x".into(),
            to: "/".into(),
            state: kind.first_state().into(),
            about: String::new(),
            team: String::new(),
            due: due.map(|it| it.parse().unwrap()),
            rhythm: String::new(),
            changed_at: domain::id::At(0),
        };
        ListView {
            kind,
            team: None,
            lines: vec![line],
            narrow: Narrow::default(),
            open,
            closed: 0,
            begins_in: vec![],
            pager: Pager::default(),
        }
    }

    #[test]
    fn the_first_sentence_counts_what_is_open_and_what_to_look_at() {
        let frame = sample_frame(Spot::Decisions);
        assert_eq!(lead(&frame, &view(&decision::KIND, 1, None)), "One open decision.");
        assert_eq!(
            lead(&frame, &view(&intent::KIND, 3, Some("2026-03-06"))),
            "Three open intents. One to look at again."
        );
        assert_eq!(lead(&frame, &view(&intent::KIND, 40, Some("2026-03-07"))), "40 open intents.");
        assert_eq!(lead(&frame, &view(&feedback::KIND, 3, None)), "Three are open.");
        assert_eq!(lead(&frame, &view(&feedback::KIND, 1, None)), "One is open.");
    }

    #[test]
    fn what_a_list_is_narrowed_to_goes_into_its_addresses_and_its_form() {
        let frame = sample_frame(Spot::Decisions);
        let narrow = Narrow {
            state: "decided".into(),
            team: "payments".into(),
            mine: true,
            teams: vec![
                ("payments".into(), "Payments <b>".into()),
                ("search".into(), "Search".into()),
            ],
        };
        assert_eq!(narrow.rest(), "&state=decided&team=payments&mine=1");
        assert_eq!(Narrow::default().rest(), "");
        let view = ListView { narrow, ..view(&decision::KIND, 2, None) };
        assert_eq!(also(&view, ANY), "/decisions?state=any&team=payments&mine=1");
        let drawn = page(&frame, &view).into_string();
        assert!(drawn.contains("<option value=\"decided\" selected>"), "{drawn}");
        assert!(drawn.contains("<option value=\"payments\" selected>Payments &lt;b&gt;"));
        assert!(drawn.contains("name=\"mine\" value=\"1\" checked"));
        let none = ListView { lines: vec![], ..view };
        let drawn = page(&frame, &none).into_string();
        assert!(drawn.contains("Nothing fits") && drawn.contains("name=\"state\""));
        assert!(!drawn.contains("No decisions yet"), "there may be some outside of what was asked");
    }

    #[test]
    fn what_comes_again_says_how_often_and_not_when_it_was_written_down() {
        let frame = sample_frame(Spot::Reflections);
        let mut view = view(&feedback::KIND, 1, None);
        let drawn = |view: &ListView| page(&frame, view).into_string();
        let ago = words::ago(domain::id::At(0), frame.now);
        assert!(drawn(&view).contains(&format!("<span class=\"when\">{ago}</span>")));
        view.lines[0].rhythm = "Every Thursday, 14:00".into();
        let page = drawn(&view);
        assert!(page.contains("<span class=\"when\">Every Thursday, 14:00</span>"), "{page}");
        assert!(!page.contains(&ago));
    }

    #[test]
    fn a_day_that_has_gone_by_is_told_as_gone() {
        let today = "2026-03-06".parse().unwrap();
        let said = |due: &str| day_of(&decision::KIND, due.parse().unwrap(), today);
        assert_eq!(said("2026-03-06"), "look again today");
        assert_eq!(said("2026-03-16"), "look again in 10 days");
        assert_eq!(said("2026-03-05"), "was to be looked at yesterday");
        assert_eq!(said("2025-12-24"), "was to be looked at 24 December 2025");
        let demo = |due: &str| day_of(&demo::KIND, due.parse().unwrap(), today);
        assert_eq!(demo("2026-03-07"), "due tomorrow", "a demo is held, not looked at again");
        assert_eq!(demo("2026-03-05"), "was due yesterday");
    }

    #[test]
    fn a_list_lies_under_its_plural() {
        assert_eq!(path_of(&decision::KIND), "/decisions");
    }

    #[test]
    fn whoever_may_not_begin_is_not_offered_to() {
        let frame = sample_frame(Spot::Decisions);
        let empty = ListView { lines: vec![], ..view(&decision::KIND, 0, None) };
        let page = page(&frame, &empty).into_string();
        assert!(
            page.contains("No decisions yet")
                && !page.contains("class=\"begin\"")
                && page.contains(decision::KIND.purpose)
        );
    }

    #[test]
    fn whoever_may_begin_in_several_teams_says_in_which() {
        let frame = sample_frame(Spot::Decisions);
        let two =
            [("payments", "Payments"), ("search", "Search")].map(|it| (it.0.into(), it.1.into()));
        let drawn =
            |teams: &[(String, String)]| begin(&frame, &decision::KIND, teams).into_string();
        let form = drawn(&two);
        assert!(
            form.contains("For which team") && form.contains("<select name=\"team\">"),
            "{form}"
        );
        let one = drawn(&two[1..]);
        assert!(!one.contains("For which team") && one.contains("value=\"search\""), "{one}");
    }

    #[test]
    fn what_came_to_an_end_is_not_taken_for_nothing() {
        let frame = sample_frame(Spot::Reflections);
        let ended = ListView { lines: vec![], closed: 2, ..view(&demo::KIND, 0, None) };
        let drawn = page(&frame, &ended).into_string();
        assert!(drawn.contains("No open demos") && !drawn.contains("No demos yet"), "{drawn}");
        assert!(drawn.contains("<a href=\"/demos?state=any\">Look at the two that came to an end"));
        let narrow = Narrow { state: ANY.into(), ..Narrow::default() };
        let none = page(&frame, &ListView { closed: 0, narrow, ..ended }).into_string();
        assert!(none.contains("No demos yet") && !none.contains("came to an end"));
    }
}
