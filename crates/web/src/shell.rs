//! What stands around every page: the rail, the crumb, one heading, the lead sentence, the margin.

use maud::{DOCTYPE, Markup, html};

use crate::safe::{self, SafeUrl};
use crate::{assets, words};

/// A place in the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    Today,
    Intents,
    Lanes,
    Decisions,
    Reflections,
    Mirrors,
    People,
    Scenarios,
    Settings,
    /// A page outside the rail: sign-in, search, a problem.
    Nowhere,
}

/// Who is looking.
#[derive(Clone, Debug, PartialEq)]
pub struct Me {
    pub handle: String,
    pub name: String,
    /// “Payments, contributor”; empty without a seat.
    pub seat: String,
}

/// What a page knows about the person and the house, whatever it shows.
#[derive(Clone, Debug)]
pub struct Frame {
    pub spot: Spot,
    pub me: Option<Me>,
    /// Places beyond the usual that have something in them.
    pub also: Vec<Spot>,
    /// How much waits for this person, shown beside Today.
    pub waiting: usize,
    /// Goes into every form; empty when signed out.
    pub token: String,
    pub sample: bool,
    /// One sentence about what just happened.
    pub said: Option<&'static str>,
    pub today: jiff::civil::Date,
    pub now: domain::id::At,
}

/// One page, ready to be set.
#[derive(Default)]
pub struct Page {
    pub title: String,
    /// `(words, where to)`, outermost first.
    pub crumb: Vec<(String, String)>,
    /// A short mark beside the heading: the state.
    pub mark: Option<Markup>,
    pub lead: Option<Markup>,
    pub body: Option<Markup>,
    pub margin: Option<Markup>,
    /// A second script, for what only this page does.
    pub script: Option<&'static str>,
    /// Seconds after which a browser without script looks again; only where nothing is typed.
    pub again_after: Option<u32>,
}

impl Spot {
    /// Word and address, in the order of the loop.
    const RAIL: [(Spot, &'static str, &'static str); 6] = [
        (Spot::Today, "Today", "/"),
        (Spot::Intents, "Intents", "/intents"),
        (Spot::Lanes, "Lanes", "/lanes"),
        (Spot::Decisions, "Decisions", "/decisions"),
        (Spot::Reflections, "Reflections", "/reflections"),
        (Spot::Mirrors, "Mirrors", "/mirrors"),
    ];
    const BELOW: [(Spot, &'static str, &'static str); 3] = [
        (Spot::People, "People", "/people"),
        (Spot::Scenarios, "Scenarios", "/scenarios"),
        (Spot::Settings, "Settings", "/settings"),
    ];

    fn only_when_used(self) -> bool {
        matches!(self, Spot::Reflections | Spot::Scenarios)
    }

    /// The place that lists kinds of this place.
    pub fn of(place: domain::kind::Place) -> Self {
        use domain::kind::Place;
        match place {
            Place::Intents => Spot::Intents,
            Place::Lanes => Spot::Lanes,
            Place::Decisions => Spot::Decisions,
            Place::Reflections => Spot::Reflections,
            Place::Mirrors => Spot::Mirrors,
            Place::People => Spot::People,
            Place::Scenarios => Spot::Scenarios,
        }
    }

    pub fn word_and_path(self) -> (&'static str, &'static str) {
        let mut all = Self::RAIL.iter().chain(&Self::BELOW);
        all.find(|it| it.0 == self).map_or((words::NAME, "/"), |it| (it.1, it.2))
    }
}

/// A document that stands alone, outside of this house: the stylesheet is inside, there is no script.
pub(crate) fn alone(title: &str, stylesheet: &str, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                (safe::style(stylesheet))
                // There is no rail beside it.
                style { "body { display: block } main { margin: 0 auto }" }
            }
            body { main { h1 dir="auto" { (title) } (main) } }
        }
    }
}

impl Frame {
    /// For pages of somebody who is not signed in.
    pub fn signed_out(now: domain::id::At) -> Self {
        Self {
            spot: Spot::Nowhere,
            me: None,
            also: Vec::new(),
            waiting: 0,
            token: String::new(),
            sample: false,
            said: None,
            today: now.day(),
            now,
        }
    }

    pub fn at(&self, spot: Spot) -> Self {
        Self { spot, ..self.clone() }
    }

    /// The whole document, as a page of this house.
    pub fn page(&self, page: &Page) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (page.title) " · " (words::NAME) }
                    link rel="stylesheet" href=(assets::path("workbook.css"));
                    link rel="preload" href=(assets::path(assets::FACE)) as="font" type="font/woff2" crossorigin;
                    link rel="icon" href=(assets::path("mark.svg")) type="image/svg+xml";
                    script src=(assets::path("remit.js")) defer {}
                    @if let Some(name) = page.script { script src=(assets::path(name)) defer {} }
                    @if let Some(seconds) = page.again_after { noscript { meta http-equiv="refresh" content=(seconds); } }
                }
                body {
                    a.skip href="#main" { (words::SKIP) }
                    (self.rail())
                    main id="main" tabindex="-1" { (self.main(page)) }
                }
            }
        }
    }

    fn main(&self, page: &Page) -> Markup {
        html! {
            @if self.sample { p.sample { (words::SAMPLE) } }
            @if let Some(said) = self.said { p.note role="status" { (said) } }
            @if !page.crumb.is_empty() {
                p.crumb {
                    @for (at, (word, to)) in page.crumb.iter().enumerate() {
                        @if at > 0 { " · " }
                        @if to.is_empty() { span dir="auto" { (word) } } @else { a href=(SafeUrl::local(to)) dir="auto" { (word) } }
                    }
                    @if let Some(mark) = &page.mark { " · " (mark) }
                }
            }
            h1 dir="auto" { (page.title) }
            @if let Some(lead) = &page.lead { div.lead { (lead) } }
            @match (&page.body, &page.margin) {
                (Some(body), Some(margin)) => div.spread { div { (body) } aside.margin aria-label="Beside the page" { (margin) } },
                (Some(body), None) => (body),
                _ => "",
            }
        }
    }

    fn rail(&self) -> Markup {
        html! {
            nav.rail aria-label="Places" {
                a.name href="/" { (words::NAME) }
                @if let Some(me) = &self.me {
                    form.search role="search" action="/search" method="get" {
                        input type="search" name="q" aria-label=(words::SEARCH) placeholder="Search  /" maxlength="200";
                    }
                    (self.places(&Spot::RAIL))
                    (self.places(&Spot::BELOW))
                    div.who {
                        a href={ "/person/" (me.handle) } { (me.name) } br;
                        span { (me.seat) } br;
                        a href="/guide" { "Guide" }
                        form method="post" action="/sign-out" { (self.token_field()) button.link { "Sign out" } }
                    }
                }
            }
        }
    }

    fn places(&self, places: &[(Spot, &str, &str)]) -> Markup {
        let shown = |it: &&(Spot, &str, &str)| {
            !it.0.only_when_used() || self.also.contains(&it.0) || it.0 == self.spot
        };
        html! {
            ul {
                @for (spot, word, to) in places.iter().filter(shown) {
                    li {
                        a href=(to) aria-current=[(*spot == self.spot).then_some("page")] {
                            (word)
                            @if *spot == Spot::Today && self.waiting > 0 {
                                " " span.n { (self.waiting) span.unseen { " waiting for you" } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The proof that a form came from here; first thing in every form that posts.
    pub fn token_field(&self) -> Markup {
        html! { @if !self.token.is_empty() { input type="hidden" name="form_token" value=(self.token); } }
    }
}

impl Page {
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    pub fn under(mut self, word: impl Into<String>, to: impl Into<String>) -> Self {
        self.crumb.push((word.into(), to.into()));
        self
    }

    pub fn mark(mut self, mark: Markup) -> Self {
        self.mark = Some(mark);
        self
    }

    pub fn lead(mut self, lead: Markup) -> Self {
        self.lead = Some(lead);
        self
    }

    pub fn body(mut self, body: Markup) -> Self {
        self.body = Some(body);
        self
    }

    pub fn margin(mut self, margin: Markup) -> Self {
        self.margin = Some(margin);
        self
    }
}

#[cfg(test)]
pub(crate) fn sample_frame(spot: Spot) -> Frame {
    let now = domain::id::At(1_772_798_400_000);
    Frame {
        spot,
        me: Some(Me {
            handle: "kim".into(),
            name: "Kim".into(),
            seat: "Payments, contributor".into(),
        }),
        also: Vec::new(),
        waiting: 3,
        token: "token".into(),
        sample: false,
        said: None,
        today: now.day(),
        now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rail_shows_reflections_only_when_there_are_some() {
        let mut frame = sample_frame(Spot::Today);
        assert!(!frame.page(&Page::new("Today")).into_string().contains("Reflections"));
        frame.also.push(Spot::Reflections);
        assert!(frame.page(&Page::new("Today")).into_string().contains("Reflections"));
    }

    #[test]
    fn somebody_signed_out_sees_no_places_and_no_token() {
        let page = Frame::signed_out(domain::id::At(0)).page(&Page::new("Sign in")).into_string();
        assert!(!page.contains("/intents") && !page.contains("form_token"));
    }

    #[test]
    fn title_is_escaped_wherever_it_stands() {
        let page = sample_frame(Spot::Today).page(&Page::new("<b>&")).into_string();
        assert!(page.contains("<title>&lt;b&gt;&amp;") && page.contains(">&lt;b&gt;&amp;</h1>"));
    }
}
