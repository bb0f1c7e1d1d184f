//! A team: who is in it, what it is after, what it decides.

use domain::record::FieldProblem;
use maud::{Markup, html};

use crate::pages::list::Line;
use crate::pages::people::Branch;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct TeamView {
    pub name: String,
    pub slug: String,
    /// Teams above, outermost first.
    pub above: Vec<Branch>,
    pub below: Vec<Branch>,
    pub members: Vec<Member>,
    pub intents: Vec<Line>,
    pub decisions: Vec<Line>,
    /// “Eleven lanes, version 7”; empty without a map.
    pub map: String,
    /// Whether whoever looks may see the team's mirrors.
    pub mirrors: bool,
    /// Whether the team has released a reading that everybody may see.
    pub released: bool,
    /// The levels to choose from, where they may be changed.
    pub levels: Option<Vec<String>>,
    /// Invitations nobody has used yet.
    pub invited: Vec<Open>,
    /// Whether a chat channel hears of the team's calls; only for whoever may name one.
    pub channel: Option<bool>,
    /// What is wrong with the address that was typed.
    pub problem: Option<String>,
    /// Only for whoever may change its name.
    pub place: Option<Place>,
}

/// What the team is called and where it lies, to be changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Where it may be put, by address, each with the teams above it; nowhere for whoever does not look
    /// after the one above too.
    pub choices: Vec<(String, String)>,
    /// What is wrong, and with which of the two.
    pub problem: Option<FieldProblem>,
}

/// An invitation that still waits for somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    pub id: String,
    pub level: String,
    pub by: String,
    pub until: jiff::civil::Date,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub name: String,
    pub handle: String,
    pub level: String,
    pub since: jiff::civil::Date,
    pub steward: bool,
}

pub fn page(frame: &Frame, view: &TeamView) -> Markup {
    let frame = frame.at(Spot::People);
    let mut page = Page::new(view.name.clone()).under("People and teams", "/people");
    for it in &view.above {
        page = page.under(it.name.clone(), format!("/team/{}", it.slug));
    }
    let body = html! {
        section { h2 { "Members" } (members(&frame, view)) (invited(&frame, view)) }
        (lines("What it is after", &view.intents, &format!("/intents?team={}", view.slug)))
        (lines("What it decides", &view.decisions, &format!("/decisions?team={}", view.slug)))
        @if let Some(named) = view.channel { (channel(&frame, view, named)) }
        @if !view.below.is_empty() {
            section { h2 { "Teams below" }
                ul.lines.quiet { @for it in &view.below { li { a.what href={ "/team/" (it.slug) } dir="auto" { (it.name) } } } } }
        }
        @if let Some(it) = &view.place { (place(&frame, view, it)) }
    };
    let margin = html! { dl {
        div { dt { "Map" } dd { a href={ "/lanes?team=" (view.slug) } { @if view.map.is_empty() { "none yet" } @else { (view.map) } } } }
        div { dt { "Reflections" } dd { a href={ "/reflections?team=" (view.slug) } { "what the team looks back on" } } }
        div { dt { "Quarter" } dd { a href={ "/team/" (view.slug) "/quarter" } { "what was held, what is to come" } } }
        div { dt { "Mirrors" } dd {
            @if view.mirrors { a href={ "/mirrors?team=" (view.slug) } { "what the team sees of itself" } }
            @else if view.released { a href={ "/mirrors?team=" (view.slug) } { "what the team released" } }
            @else { "The team has not released its numbers to you; ask the team for them." }
        } }
    } };
    frame.page(&page.body(body).margin(margin))
}

fn channel(frame: &Frame, view: &TeamView, named: bool) -> Markup {
    html! {
        section #channel {
            h2 { "The team’s channel" }
            @if named {
                p { "A channel hears once of each call of this team that waits, with its title, who decides, and the link. Its address is not shown again." }
                form method="post" action={ "/team/" (view.slug) "/channel" } { (frame.token_field()) input type="hidden" name="url" value=""; button.link { "Take it away" } }
            } @else {
                p.soft { "None: nothing is sent. A chat that takes Slack’s incoming webhooks can hear once of each call of this team that waits, so that whoever decides sees it where the team talks. It hears titles and names, and everybody in the channel with it." }
            }
            details open[view.problem.is_some()] { summary { @if named { "Name another" } @else { "Name one" } }
                form.narrow-form method="post" action={ "/team/" (view.slug) "/channel" } {
                    (frame.token_field())
                    div.field { label for="channel-url" { "The address the chat gave" } p.hint #channel-hint { "Begins with https:// and is kept secret. Addresses inside this network are refused." }
                        input #channel-url name="url" type="url" required maxlength="2000" autocomplete="off" aria-describedby="channel-hint";
                        @if let Some(says) = &view.problem { p.problem role="alert" { (says) } } }
                    button { "Name it" }
                }
            }
        }
    }
}

fn place(frame: &Frame, view: &TeamView, place: &Place) -> Markup {
    let wrong = |field: &str| place.problem.as_ref().filter(|it| it.field == field);
    let says =
        |field| html! { @if let Some(it) = wrong(field) { p.problem role="alert" { (it.says) } } };
    let to = |door: &str| format!("/team/{}/{door}", view.slug);
    html! {
        section #place {
            h2 { "Name and place" }
            form.narrow-form method="post" action=(to("name")) {
                (frame.token_field())
                div.field { label for="place-name" { "Its name" } p.hint #place-name-hint { "Its address stays, so links go on leading here; a health review goes on calling it what it was called when it opened." }
                    input #place-name name="name" type="text" value=(view.name) required maxlength="80" dir="auto" aria-describedby="place-name-hint" aria-invalid=[wrong("name").map(|_| "true")];
                    (says("name")) }
                button.plain { "Rename it" }
            }
            @if let Some(above) = view.above.last().filter(|_| !place.choices.is_empty()) {
                form.narrow-form method="post" action=(to("place")) {
                    (frame.token_field())
                    div.field { label for="place-under" { "Lies below" } p.hint #place-under-hint { "Its teams come with it. Whoever leads from above is then who leads there, without a map of its own it takes the lanes from there, and a health review that is open counts as on the day it opened." }
                        select #place-under name="under" aria-describedby="place-under-hint" aria-invalid=[wrong("under").map(|_| "true")] {
                            option value=(above.slug) { (above.name) ", as now" }
                            @for (slug, name) in &place.choices { option value=(slug) { (name) } }
                        }
                        (says("under")) }
                    button.plain { "Move it" }
                }
            }
        }
    }
}

fn members(frame: &Frame, view: &TeamView) -> Markup {
    if view.members.is_empty() {
        return html! { p.soft { "Nobody yet. " a href="/people#invite" { "Invite somebody" } " by a link." } };
    }
    html! {
        div.wide-table tabindex="0" role="region" aria-label="Members" {
            table.stack {
                thead { tr { th scope="col" { "Name" } th scope="col" { "Level" } th scope="col" { "Since" } @if view.levels.is_some() { th scope="col" { "Change" } } } }
                tbody { @for it in &view.members { tr {
                    th scope="row" { a href={ "/person/" (it.handle) } { (it.name) } " " span.handle.soft { "@" (it.handle) } }
                    td data-says="Level" { (it.level) @if it.steward { span.more { "looks after this place" } } }
                    td data-says="Since" { (words::day(it.since, frame.today)) }
                    @if let Some(levels) = &view.levels { td { (change(frame, view, it, levels)) } }
                } } }
            }
        }
    }
}

fn change(frame: &Frame, view: &TeamView, it: &Member, levels: &[String]) -> Markup {
    html! {
        details {
            summary { "Seat " span.unseen { "of " (it.name) } }
            form method="post" action={ "/team/" (view.slug) "/level" } {
                (frame.token_field())
                input type="hidden" name="handle" value=(it.handle);
                select name="level" aria-label={ "Level of " (it.name) } { @for level in levels { option value=(level) selected[*level == it.level] { (level) } } }
                " " button.plain { "From today" }
            }
            form method="post" action={ "/team/" (view.slug) "/end-seat" } {
                (frame.token_field())
                input type="hidden" name="handle" value=(it.handle);
                button.link { "End the seat" span.unseen { " of " (it.name) } }
            }
        }
    }
}

fn lines(title: &str, lines: &[Line], all: &str) -> Markup {
    html! {
        @if !lines.is_empty() {
            section {
                h2 { (title) " " small { a href=(all) { "all" } } }
                ul.lines.quiet { @for it in lines { li { a.what href=(it.to) dir="auto" { (it.title) } span.when { (it.state) } } } }
            }
        }
    }
}

fn invited(frame: &Frame, view: &TeamView) -> Markup {
    html! {
        @if !view.invited.is_empty() {
            h3 { "Invited, not here yet" }
            ul.lines.quiet {
                @for it in &view.invited { li {
                    span.what { "As " (it.level) ", by " (it.by) }
                    span.when { "until " (words::day(it.until, frame.today)) }
                    form.why method="post" action={ "/team/" (view.slug) "/invitation/" (it.id) "/end" } {
                        (frame.token_field())
                        button.link { "Withdraw the link" }
                    }
                } }
            }
        }
    }
}
