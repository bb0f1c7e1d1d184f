//! The map: whose call is it, and who decides what up to where.

#[cfg(test)]
mod tests;

use domain::finding::Finding;
use maud::{Markup, html};

use crate::guide;
use crate::pages::ask::{AskView, ask, spaced};
use crate::parts::empty::empty;
use crate::parts::entries::{Entry, entries};
use crate::parts::{finding, how};
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct MapView {
    /// Name and slug.
    pub team: (String, String),
    /// Other teams whose map may be read: `(name, slug)`.
    pub others: Vec<(String, String)>,
    pub title: String,
    pub lead: String,
    pub levels: Vec<String>,
    pub rows: Vec<Row>,
    pub ask: AskView,
    pub about: About,
    pub findings: Vec<Finding>,
    /// Covers somebody gives for what is decided here.
    pub backing: Vec<Entry>,
    pub may_edit: bool,
    /// Whether a proposed version is theirs to put in force.
    pub may_answer: bool,
}

/// One domain across the levels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub domain: String,
    /// One list for each level.
    pub cells: Vec<Vec<Cell>>,
    /// The answer above came from here.
    pub here: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub lane: String,
    /// “decides after advice”.
    pub does: String,
    pub says: String,
    /// “5 person-days · undo: sprint”; empty = whatever its size.
    pub up_to: String,
    /// Holders other than the whole level, whom to ask, until when.
    pub notes: Vec<String>,
    pub mine: bool,
}

/// What a careful reader asks next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// “version 7, in force since 4 March”.
    pub version: String,
    /// “a file: lanes.toml”, “this page”.
    pub home: String,
    /// Lanes that end soon: one sentence each.
    pub ends: Vec<String>,
    /// Number of the version before, to compare with.
    pub before: Option<i64>,
    pub number: i64,
    /// A map drafted from the repository that nobody has agreed to.
    pub draft: bool,
    /// Number of a newer version that waits to be agreed.
    pub proposed: Option<i64>,
}

pub fn page(frame: &Frame, view: &MapView) -> Markup {
    let frame = frame.at(Spot::Lanes);
    let page =
        Page::new("Who decides what").under(view.team.0.clone(), format!("/team/{}", view.team.1));
    if view.rows.is_empty() {
        return frame.page(&page.body(nothing(view)));
    }
    let body = html! {
        @if view.about.draft && view.about.proposed.is_none() {
            p.note { "A draft, made from the repository’s own history and owners. Nobody has agreed to it yet: read it as questions." }
        }
        @if let Some(number) = view.about.proposed { (proposal(&frame, view, number)) }
        (ask(&frame, &view.ask))
        section { h2 { "The map " small { "by kind of decision and level" } } (matrix(view)) }
        @if !view.backing.is_empty() { section #backing { h2 { "If it goes wrong" } (entries(&view.backing)) } }
        (worth_a_look(&view.findings))
    };
    frame.page(&page.lead(html! { (view.lead) }).body(body).margin(margin(view)))
}

/// A newer text that waits for whoever decides about the map.
fn proposal(frame: &Frame, view: &MapView, number: i64) -> Markup {
    let team = &view.team.1;
    html! {
        div.note.no-print {
            p { "Version " (number) " has been proposed. "
                @if number == view.about.number { "Nobody has agreed to a map yet." }
                @else { a href={ "/lanes/changes?team=" (team) "&from=" (view.about.number) "&to=" (number) } { "What it would change for you" } } }
            @if view.may_answer {
                form.acts method="post" action="/lanes/agree" {
                    (frame.token_field())
                    input type="hidden" name="team" value=(team);
                    input type="hidden" name="version" value=(number);
                    button.plain { "Put version " (number) " in force" }
                    @if number != view.about.number { button.plain name="keep" value="1" { "Leave the map as it is" } }
                }
            }
        }
    }
}

fn nothing(view: &MapView) -> Markup {
    let first = html! {
        @if view.may_edit { p { a.button href={ "/lanes/edit?team=" (view.team.1) } { "Write the first lane" } } }
        @else { p.soft { "A steward of the team writes the first lane." } }
        p { "Or, in a checkout, " code { "remit init" } " drafts a map from the owners file and the real history." }
    };
    let why = "A lane says who may decide what, up to where, without asking anybody. With a map, nobody waits for a yes that nobody needed.";
    html! { (empty("No lanes yet", why, &first)) (how::named("lanes")) }
}

pub fn matrix(view: &MapView) -> Markup {
    html! {
        div.wide-table #matrix data-part tabindex="0" role="region" aria-label="The map" {
            table.matrix {
                caption { "Each cell holds up to where. Above it, the next level decides." }
                thead { tr { th scope="col" { "Kind" } @for level in &view.levels { th scope="col" { (words::capital(level)) } } } }
                tbody { @for row in &view.rows {
                    tr.here[row.here] {
                        th scope="row" dir="auto" { (words::capital(&spaced(&row.domain))) @if let Some(says) = says(row) { span.more { (says) } } }
                        @for (level, cells) in view.levels.iter().zip(&row.cells) {
                            td data-says=(words::capital(level)) { @for it in cells { (cell(it)) } }
                        }
                    }
                } }
            }
        }
    }
}

/// What the map says about a kind, where all lanes of the row say the same.
fn says(row: &Row) -> Option<&str> {
    let mut all = row.cells.iter().flatten().map(|it| it.says.as_str());
    let first = all.next().filter(|it| !it.is_empty())?;
    all.all(|it| it == first).then_some(first)
}

fn cell(it: &Cell) -> Markup {
    html! {
        span.mine[it.mine] id={ "lane-" (it.lane) } title=(it.says) { (it.does) }
        @if !it.up_to.is_empty() { span.up dir="auto" { (it.up_to) } }
        @for note in &it.notes { span.up dir="auto" { (note) } }
    }
}

/// What the map leaves open or says twice, as the page of the map and the page of its text show it.
pub fn worth_a_look(findings: &[Finding]) -> Markup {
    html! {
        @if !findings.is_empty() {
            section.no-print {
                h2 { "Worth a look " small { (finding::summary(findings)) } }
                @for it in findings { (finding::one(it)) }
            }
        }
    }
}

fn margin(view: &MapView) -> Markup {
    let about = &view.about;
    let team = &view.team.1;
    html! {
        dl {
            div { dt { "Map" } dd { (about.version) } }
            @if !about.home.is_empty() { div { dt { "Its truth is in" } dd { (about.home) } } }
            @if !about.ends.is_empty() { div { dt { "Next look" } @for it in &about.ends { dd { (it) } } } }
            div { dt { "Findings" } dd { (finding::summary(&view.findings)) } }
            div.no-print { dt { "Yours" } dd { a href={ "/lanes/mine?team=" (team) } { "What I can decide today" } } }
            div.no-print { dt { "By path" } dd { a href={ "/lanes/paths?team=" (team) } { "Which path belongs where" } } }
            @if let Some(before) = about.before {
                div.no-print { dt { "Before" } dd { a href={ "/lanes/changes?team=" (team) "&from=" (before) "&to=" (about.number) } { "What changed with version " (about.number) } } }
            }
            (how::beside(guide::by_name("lanes")))
            @if view.may_edit { div.no-print { dt { "Change it" } dd { a href={ "/lanes/edit?team=" (team) } data-edit { "Edit the text" } } } }
            @if !view.others.is_empty() {
                div.no-print { dt { "Other maps" } @for (name, slug) in &view.others { dd { a href={ "/lanes?team=" (slug) } dir="auto" { (name) } } } }
            }
        }
    }
}
