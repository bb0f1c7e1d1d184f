//! The form of any kind: a few questions at once, the rest when wanted, checked while you type.

#[cfg(test)]
mod tests;

use domain::attachment::{FallsTo, Slot};
use domain::finding::Finding;
use domain::kind::{Ask, Kind, Need};
use domain::record::{Answers, FieldProblem, LINE_CHARS};
use maud::{Markup, html};

use crate::parts::field::{Choices, Fields};
use crate::parts::finding;
use crate::shell::{Frame, Page, Spot};
use crate::words;

/// A form of one kind, as it stands in the middle of being written.
#[derive(Clone)]
pub struct FormView {
    pub kind: &'static Kind,
    /// `None` while it is being begun.
    pub id: Option<String>,
    pub version: i64,
    pub title: String,
    pub answers: Answers,
    pub problems: Vec<FieldProblem>,
    pub findings: Vec<Finding>,
    pub choices: Choices,
    /// Teams it can begin in: `(slug, name)`; shown when there is more than one.
    pub teams: Vec<(String, String)>,
    pub team: String,
    /// What somebody else saved meanwhile, so that nothing is lost on either side.
    pub theirs: Option<Theirs>,
    /// A draft was found and is shown.
    pub from_draft: bool,
    /// The topic of office hours it begins from, `<record>.<topic>`; empty for most.
    pub from: String,
    /// In which state it is, to say what comes next.
    pub state: String,
    /// The move it is answered for: what that one asks lies open.
    pub before: String,
    /// Where it waits for somebody from its first moment on.
    pub at_once: Option<(&'static Slot, FallsTo)>,
}

/// The version that was saved first, beside what you wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Theirs {
    pub by: String,
    /// `(label, now stored, what you wrote)`, only where the two differ.
    pub differs: Vec<(String, String, String)>,
}

impl FormView {
    fn action(&self) -> String {
        match &self.id {
            Some(id) => format!("/{}/{id}/edit", self.kind.slug),
            None => format!("/{}/new", self.kind.slug),
        }
    }

    pub fn draft_key(&self) -> String {
        format!("{}/{}", self.kind.slug, self.id.as_deref().unwrap_or("new"))
    }
}

pub fn page(frame: &Frame, view: &FormView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let (place, to) = Spot::of(view.kind.place).word_and_path();
    let title = match view.id {
        Some(_) if !view.title.is_empty() => view.title.clone(),
        Some(_) => format!("Edit {}", words::a(&view.kind.name.to_lowercase())),
        None => format!("Begin {}", words::a(&view.kind.name.to_lowercase())),
    };
    let page = Page::new(title)
        .under(place, to)
        .lead(html! { (view.kind.purpose) })
        .body(html! { (stale(view)) (form(&frame, view)) })
        .margin(margin(view));
    frame.page(&page)
}

fn form(frame: &Frame, view: &FormView) -> Markup {
    let asks: Vec<&Ask> = view.kind.asks.iter().filter(|it| !it.kept).collect();
    let (now, later) = asks.split_at(later_from(view, &asks));
    let fields = Fields {
        answers: &view.answers,
        problems: &view.problems,
        findings: &view.findings,
        choices: &view.choices,
        moves: view.kind.moves,
        before: &view.before,
        scope: "",
    };
    let to = format!("/{}/check", view.kind.slug);
    html! {
        @if !view.problems.is_empty() {
            p.refused role="alert" { "Not saved yet: " (words::count(view.problems.len() as i64, "answer")) " to mend. " (words::NOTHING_LOST) }
        }
        @if view.from_draft { p.note { "This is the draft you left." } }
        @if let Some((hours, _)) = view.from.split_once('.') {
            p.note { "This begins from a topic of " a href={ "/find/" (hours.replace('/', "")) } { "office hours" } ". Each will lead to the other." }
        }
        form method="post" action=(view.action()) data-live="post" data-to=(to) data-draft={ "/draft/" (view.draft_key()) } {
            // Enter in a line saves; it must not press the first button that removes a row.
            button.unseen tabindex="-1" aria-hidden="true" { (words::SAVE) }
            (frame.token_field())
            input type="hidden" name="version" value=(view.version);
            @if !view.from.is_empty() { input type="hidden" name="from" value=(view.from); }
            @if let Some(id) = &view.id { input type="hidden" name="id" value=(id); }
            (team(view))
            (title_field(view, &fields))
            (fields.chosen(now))
            @if !later.is_empty() { details.later { summary { (words::LATER) } (fields.group("", later)) } }
            (finding::beside(&view.findings, ""))
            div.acts {
                button { @if view.id.is_some() { (words::SAVE) } @else { "Begin" } }
                button.plain.plain-only formaction=(to) { (words::CHECK) }
                @if let Some(id) = &view.id { a href={ "/" (view.kind.slug) "/" (id) } { (words::CANCEL) } }
                p.saved data-saved="Draft kept." data-unsaved="The draft could not be kept just now." aria-live="polite" {}
            }
        }
    }
}

/// Where in the table the answers begin that only a later state asks for. While something is being
/// begun they stay folded away together.
fn later_from(view: &FormView, asks: &[&Ask]) -> usize {
    let first = view.kind.first_state();
    let is_later = |ask: &&Ask| {
        let Need::Before(step) = ask.need else { return false };
        let filled = !ask.is_empty(view.answers.get(ask.name));
        !ask.first && !filled && view.kind.step(step).is_some_and(|it| !it.from.contains(&first))
    };
    let found =
        asks.iter().position(is_later).filter(|_| view.id.is_none() && view.problems.is_empty());
    found.unwrap_or(asks.len())
}

fn title_field(view: &FormView, fields: &Fields) -> Markup {
    let problem = fields.problem("title");
    html! {
        div.field.wrong[problem.is_some()] {
            label for="f-title" { (view.kind.begin) }
            input #f-title name="title" type="text" value=(view.title) maxlength=(LINE_CHARS) required dir="auto" autocomplete="off"
                aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "f-title-problem")];
            @if let Some(says) = problem { p.problem #f-title-problem { (says) } }
            (finding::beside(fields.findings, "title"))
        }
    }
}

fn team(view: &FormView) -> Markup {
    html! {
        @if view.id.is_none() && view.teams.len() > 1 {
            div.field { label for="f-team" { "For which team" }
                select #f-team name="team" { @for (slug, name) in &view.teams { option value=(slug) selected[*slug == view.team] { (name) } } } }
        } @else if view.id.is_none() { input type="hidden" name="team" value=(view.team); }
    }
}

fn stale(view: &FormView) -> Markup {
    let Some(theirs) = &view.theirs else { return html! {} };
    html! {
        p.refused role="alert" { (theirs.by) " saved this while you were writing. " (words::NOTHING_LOST) }
        div.wide-table tabindex="0" role="region" aria-label="Both versions" {
            table.stack.versions {
                caption { "Where the two differ. Saving now keeps yours; copy over what should stay of theirs first." }
                thead { tr { th scope="col" { "Question" } th scope="col" { "Saved by " (theirs.by) } th scope="col" { "What you wrote" } } }
                tbody { @for (label, stored, mine) in &theirs.differs { tr { th scope="row" { (label) } td data-says={ "Saved by " (theirs.by) } dir="auto" { (stored) } td data-says="What you wrote" dir="auto" { (mine) } } } }
            }
        }
    }
}

fn margin(view: &FormView) -> Markup {
    let next = |it: &&domain::kind::Move| match view.before.as_str() {
        "" => it.from.contains(&view.state.as_str()),
        before => it.name == before,
    };
    let first = view.kind.moves.iter().find(next);
    let at_once = view.at_once.as_ref().filter(|_| view.before.is_empty());
    html! {
        dl {
            div { dt { "Checks" } dd #checks data-part aria-live="polite" { (finding::summary(&view.findings)) } }
            div { dt { "Who sees the checks" } dd { "Only you, while you write." } }
            @if let Some((slot, whom)) = at_once { div { dt { "What happens next" } dd { (waits(slot, whom)) } } }
            @else if let Some(step) = first { div { dt { "What happens next" } dd { (step.label) ": " (step.then) } } }
            div { dt { "How much to write" } dd { "One sentence is enough to begin." } }
        }
    }
}

/// For whom it waits at once, and what they can do.
fn waits(slot: &Slot, whom: &FallsTo) -> String {
    let whom = match whom {
        FallsTo::Leads => "whoever leads".to_owned(),
        FallsTo::Named(handle) => format!("@{handle}"),
        FallsTo::Wrote(_) => "you".to_owned(),
    };
    let from = |it: &&domain::attachment::SlotMove| it.from.contains(&slot.first_state());
    let steps: Vec<_> =
        slot.moves.iter().filter(from).map(|it| format!("“{}”", it.label)).collect();
    format!("It waits at once for {whom}: {}.", steps.join(" or "))
}
