//! The mirrors of one or more histories: a sentence, a chart and a table each. Nothing per person.

pub mod own;

use domain::id::At;
use domain::measure::balance::Balance;
use domain::measure::follow_through::FollowThrough;
use domain::measure::mark::Mark;
use domain::measure::{Mirror, Mirrored, words};
use domain::practice::our_mirrors::board::{Board, Stands};
use maud::{Markup, html};
use own::Own;

use crate::charts;
use crate::guide;
use crate::parts::how;
use crate::shell::{Frame, Page, Spot, alone};

/// What the page shows. Several repositories stand one after another; nothing adds them up.
#[derive(Clone, Debug)]
pub struct MirrorsPage {
    pub repositories: Vec<Repository>,
    /// Every window on offer: its words, its text form, and whether it is the one shown.
    pub windows: Vec<(&'static str, &'static str, bool)>,
}

/// One history and its mirrors.
#[derive(Clone, Debug)]
pub struct Repository {
    pub name: String,
    pub seen: Mirrored,
    /// What the team has noted under its mirrors, its metrics reviews too.
    pub marks: Vec<Mark>,
    /// What the team chose; of a checkout nobody has.
    pub own: Option<Own>,
}

/// What a team's own records say of it.
#[derive(Clone, Debug)]
pub struct OfRecords {
    pub team: String,
    pub slug: String,
    pub follow_through: FollowThrough,
    pub balance: Balance,
    pub marks: Vec<Mark>,
    pub own: Own,
}

/// The windows offered without typing.
pub const WINDOWS: [(&str, &str); 3] =
    [("three months", "3m"), ("a year", "12m"), ("three years", "36m")];

pub fn page(frame: &Frame, view: &MirrorsPage) -> Markup {
    let page = Page::new("Mirrors").lead(view.lead()).body(view.body());
    let page = if view.repositories.is_empty() { page } else { page.margin(view.margin()) };
    frame.at(Spot::Mirrors).page(&page)
}

/// The page of one's teams: their histories, their promises, and what is theirs to say.
pub fn own_page(
    frame: &Frame,
    under: (String, String),
    view: &MirrorsPage,
    records: &[OfRecords],
    owns: &[Own],
) -> Markup {
    let frame = frame.at(Spot::Mirrors);
    let body = html! {
        (view.body())
        (of_records(records))
        @for own in owns { (own::section(&frame, own)) }
    };
    let page = Page::new("Our mirrors")
        .under(under.0, under.1)
        .under("only the team sees this page", "")
        .lead(view.lead())
        .body(body);
    frame.page(&if view.repositories.is_empty() { page } else { page.margin(view.margin()) })
}

impl MirrorsPage {
    /// `shown` is the text form of the window they were looked at through.
    pub fn new(repositories: Vec<Repository>, shown: &str) -> Self {
        let windows = WINDOWS.map(|(words, text)| (words, text, text == shown)).to_vec();
        Self { repositories, windows }
    }

    /// The sentence under the heading.
    pub fn lead(&self) -> Markup {
        html! {
            p {
                @match &self.repositories[..] {
                    [] => "No history has been read yet.",
                    [one] if one.seen.landings == 0 => "Nothing has landed in this history yet, so there is nothing to mirror.",
                    [one] => (reading(one)),
                    many => { (many.len()) " histories, each on its own: unlike work is not compared." },
                }
            }
        }
    }

    pub fn body(&self) -> Markup {
        html! {
            (self.choice())
            (self.figures())
        }
    }

    fn figures(&self) -> Markup {
        html! {
            @if self.repositories.is_empty() { (nothing_yet()) }
            @for (i, repository) in self.repositories.iter().enumerate() {
                @if self.repositories.len() > 1 { h2 dir="auto" { (repository.name) } }
                @for note in &repository.seen.notes { p.figure-notes { (note) } }
                (self.of_history(repository, &key(i)))
            }
        }
    }

    /// As the team wants them: its choice, the others one click away, and what it has retired.
    fn of_history(&self, repository: &Repository, key: &str) -> Markup {
        let nothing = Board::default();
        let board = repository.own.as_ref().map_or(&nothing, |it| &it.board);
        let sorted = own::sorted(&repository.seen.mirrors, board);
        let today = repository.seen.window.to.day();
        let figure = |mirror: &Mirror| {
            html! {
                (charts::figure_marked(mirror, key, &repository.marks))
                @if let Some(own) = &repository.own {
                    (own::release_link(own, mirror.about.id, self.window(), &repository.name))
                }
            }
        };
        html! {
            @for mirror in &sorted.on_page { (figure(mirror)) }
            @if !sorted.away.is_empty() {
                details { summary { (own::more(sorted.away.len())) } @for mirror in &sorted.away { (figure(mirror)) } }
            }
            @for (mirror, why) in &sorted.retired {
                details { summary { (own::farewell(mirror, why, today)) } (figure(mirror)) }
            }
        }
    }

    fn window(&self) -> &'static str {
        self.windows.iter().find(|it| it.2).map_or("12m", |it| it.1)
    }

    /// Definitions, n and what was left out, beside the figures.
    pub fn margin(&self) -> Markup {
        let Some(first) = self.repositories.first() else { return html! {} };
        html! {
            dl {
                dt { "Window" }
                dd { (date(first.seen.window.from)) " to " (date(first.seen.window.to)) }
                @if self.repositories.len() == 1 { dt { "History" } dd { (words::count(first.seen.landings, "landing")) " in all" } }
                @if self.repositories.len() == 1 {
                    @for mirror in &first.seen.mirrors { (beside(mirror)) }
                }
                dt { "Who is counted" }
                dd { "Nobody alone. Groups of people below five are not shown." }
                dt { "What this is for" }
                dd { "For the team to look into and to talk about. No targets, no ranks, no appraisal." }
            }
        }
    }

    /// One file that needs nothing else: the stylesheet is inside, there is no script.
    pub fn document(&self, stylesheet: &str) -> Markup {
        let title = match &self.repositories[..] {
            [one] => format!("Mirrors of {}", one.name),
            _ => "Mirrors".to_owned(),
        };
        let main = html! {
            div.lead { (self.lead()) }
            div.spread { div { (self.figures()) } aside.margin aria-label="Beside the page" { (self.margin()) } }
        };
        alone(&title, stylesheet, &main)
    }

    fn choice(&self) -> Markup {
        html! {
            @if !self.repositories.is_empty() {
                nav aria-label="Window" {
                    p.soft {
                        "Looking at "
                        @for (i, (words, text, shown)) in self.windows.iter().enumerate() {
                            @if i > 0 { " · " }
                            @if *shown { strong aria-current="true" { (words) } } @else { a href={ "?window=" (text) } { (words) } }
                        }
                        @if let Some(it) = guide::by_name("mirrors") { " · " (how::link(it)) }
                    }
                }
            }
        }
    }
}

/// The first thing worth saying about one history: what stood out, else how it goes.
fn reading(repository: &Repository) -> String {
    let nothing = Board::default();
    let board = repository.own.as_ref().map_or(&nothing, |it| &it.board);
    let on_page = own::sorted(&repository.seen.mirrors, board).on_page;
    let moved: Vec<&Mirror> = on_page.into_iter().filter(|m| !m.signals.is_empty()).collect();
    let landings = words::count(repository.seen.landings, "landing");
    match moved.first() {
        Some(mirror) => format!("{}: {}", mirror.about.name, mirror.stood_out()),
        None if repository.seen.mirrors.iter().any(|mirror| mirror.limits.is_some()) => {
            "Nothing moved more than it usually does.".to_owned()
        }
        None => format!("{landings} read; too little of one kind to tell signal from noise yet."),
    }
}

/// Follow-through and the balance of what is celebrated, team by team; nothing adds teams up.
fn of_records(all: &[OfRecords]) -> Markup {
    html! {
        @for (at, it) in all.iter().enumerate() {
            section {
                @if all.len() > 1 { h2 { "What was promised: " span dir="auto" { (it.team) } } } @else { h2 { "What was promised" } }
                @let mirror = &it.follow_through.mirror;
                @let figure = html! { (charts::figure_marked(mirror, &key(at), &it.marks)) (own::release_link(&it.own, mirror.about.id, "12m", "")) };
                @match it.own.board.stands(mirror.about.id) {
                    Stands::OnThePage(_) => { (figure) },
                    Stands::OneClickAway => { details { summary { (mirror.about.name) } (figure) } },
                    Stands::Retired => {
                        @for why in it.own.board.retired.iter().filter(|it| it.mirror == mirror.about.id) {
                            details { summary { (own::farewell(mirror, why, mirror.window.to.day())) } (figure) }
                        }
                    },
                }
                @if it.follow_through.mirror.n.is_some_and(|n| n > 0) { (beside_promises(it)) }
                p { (it.balance.says) @if it.balance.n > 0 { " " a href={ "/reflections?team=" (it.slug) "#celebration" } { "Read them" } "." } }
            }
        }
    }
}

fn beside_promises(it: &OfRecords) -> Markup {
    let found = &it.follow_through;
    let days = |value: f64| words::amount(value, domain::measure::Unit::Days);
    html! {
        p.figure-notes {
            @if found.kept + found.dropped + found.carried_over > 0 {
                "Kept " (found.kept) ", of these looked at by somebody else " (found.verified)
                "; dropped with the reason " (found.dropped) "; given another day " (found.carried_over) ". "
            }
            @if let Some(half) = found.open_p50 {
                "Half of the open ones are older than " (days(half))
                @if let Some(most) = found.open_p90 { ", one in ten older than " (days(most)) }
                @if let Some(oldest) = found.open_oldest { ", the oldest " (days(oldest)) }
                ". "
            }
            a href={ "/commitments?team=" (it.slug) } { "Every one of them" } ". Kept counts are no target: easy promises are kept easily."
        }
    }
}

fn nothing_yet() -> Markup {
    html! {
        div.empty {
            h2 { "A mirror shows how work flows, never who worked" }
            p {
                "It reads a history: how often something is released, how long a change is on its way, \
                 how soon somebody new lands a first one. Each number comes with its definition, its n \
                 and its doubt."
            }
            p { "Begin in a checkout: " code { "remit up" } " reads its history and shows it here." }
        }
        (how::named("mirrors"))
    }
}

fn beside(mirror: &Mirror) -> Markup {
    let n = mirror.n.map_or("not shown".to_owned(), |n| format!("n = {n}"));
    let left_out: usize = mirror.excluded.iter().map(|left| left.count).sum();
    html! {
        dt { (mirror.about.name) }
        dd {
            (n)
            @if let Some(open) = mirror.open.filter(|&open| open > 0) { ", " (open) " still open" }
            @if left_out > 0 { br; (left_out) " left out" }
            br; span.soft { (mirror.about.id) " v" (mirror.about.version) }
        }
    }
}

fn key(i: usize) -> String {
    if i == 0 { String::new() } else { format!("r{i}-") }
}

fn date(at: At) -> String {
    words::period(&at.day().to_string())
}

#[cfg(test)]
impl MirrorsPage {
    /// Empty, few, a full year, two at once, and as a team chose them.
    pub(crate) fn samples() -> Vec<Self> {
        use crate::charts::samples::{history, window};
        let of = |weekly, gap, squashed| {
            let facts = history(weekly, gap, squashed);
            let seen = domain::measure::look(&facts, "12m", window().to).expect("a window");
            let review = (domain::practice::metrics_review::KIND.sample)();
            let review = domain::practice::metrics_review::mark::of(&review);
            let own = own::sample();
            let marks = review.into_iter().chain(own.board.marks.clone()).collect();
            Repository { name: "payments".into(), seen, marks, own: None }
        };
        let chosen = |mut it: Repository| {
            it.own = Some(own::sample());
            it
        };
        [
            vec![],
            vec![of(1, 200, true)],
            vec![of(11, 21, false)],
            vec![of(40, 3, false), of(3, 60, false)],
            vec![chosen(of(11, 21, false))],
        ]
        .map(|repositories| Self::new(repositories, "12m"))
        .to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_words_headings_and_unique_ids() {
        for page in MirrorsPage::samples() {
            let text = page.document("").into_string();
            assert!(!text.contains("NaN") && !text.contains("<h2></h2>"), "{text}");
            let mut ids: Vec<&str> =
                text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all, "an id is used twice");
        }
    }

    #[test]
    fn an_empty_page_teaches_one_first_step() {
        let page = &MirrorsPage::samples()[0];
        assert!(page.body().into_string().contains("<code>remit up</code>"));
        assert!(page.margin().into_string().is_empty());
    }

    #[test]
    fn what_is_said_first_is_about_a_mirror_the_team_looks_into() {
        let lead = |at: usize| MirrorsPage::samples()[at].lead().into_string();
        assert!(lead(2).contains("Change lead time: "), "{}", lead(2));
        assert!(lead(4).contains("Review latency: "), "{}", lead(4));
    }

    #[test]
    fn two_histories_are_not_compared() {
        let page = &MirrorsPage::samples()[3];
        assert!(page.lead().into_string().contains("unlike work is not compared"));
        assert_eq!(page.body().into_string().matches("<h2").count(), 2);
    }

    #[test]
    fn the_file_keeps_its_stylesheet_inside_and_asks_nobody() {
        let text = MirrorsPage::samples()[2].document(".a > .b { c: d }</style><b>").into_string();
        assert!(text.contains(".a > .b { c: d }<\\/style>"));
        assert!(!text.contains("<script") && !text.contains("http") && !text.contains("<link"));
    }

    #[test]
    fn a_review_stands_on_each_history_of_its_team_under_what_it_looked_at() {
        let text = MirrorsPage::samples()[3].body().into_string();
        let marked = text.matches("/metrics-review/sample-metrics-review").count();
        assert_eq!(marked, 4, "two mirrors of two histories: {text}");
    }

    #[test]
    fn names_of_repositories_are_escaped() {
        let mut page = MirrorsPage::samples().swap_remove(3);
        page.repositories[0].name = "<img src=x>".into();
        let text = page.document("").into_string();
        assert!(!text.contains("<img") && text.contains("&lt;img"));
    }

    #[test]
    fn the_window_that_is_shown_is_no_link() {
        let text = MirrorsPage::samples()[2].body().into_string();
        assert!(text.contains("<strong aria-current=\"true\">a year</strong>"));
        assert!(text.contains("?window=36m") && !text.contains("?window=12m"));
    }
}
