//! Answering a health review: one page for a phone, with nobody signed in on it. The ticket is in the
//! form, the promise beside the questions, and what may tell who wrote a comment is said before it is
//! sent.

mod answered;
#[cfg(test)]
mod tests;

use domain::finding::Finding;
use domain::health::figures::Answer;
use domain::health::instrument::{
    BEFORE_FREE_TEXT, FREE_TEXT, Item, MINUTES, NOT_APPLICABLE, STEPS,
};
use domain::health::{envelope, promise};
use maud::{Markup, html};

use crate::parts::finding;
use crate::shell::{Frame, Page};
use crate::words;

pub use answered::{refused, thanks, without_ticket};

/// Everything a ballot says and asks; nothing in it comes from a session.
#[derive(Clone, Debug, Default)]
pub struct BallotView {
    /// Id of the wave's record.
    pub wave: String,
    pub title: String,
    pub closes: Option<jiff::civil::Date>,
    pub items: Vec<Item>,
    /// How many people a figure needs, and comments.
    pub limits: (usize, usize),
    /// Groups whoever holds this ticket is counted in that are large enough: name and people asked.
    pub counted_in: Vec<(String, usize)>,
    pub ticket: String,
    /// What was chosen so far, by item.
    pub answers: Vec<Option<Answer>>,
    pub words: String,
    /// What may tell who wrote the comment: said once, and then it is sent as it stands.
    pub told: Vec<Finding>,
    /// Tells these words from others: what was said about them holds for no others.
    pub mark: String,
    /// Why it was not taken; nothing of it is kept.
    pub problem: Option<String>,
}

/// Where a ballot is answered.
pub fn place(wave: &str) -> String {
    format!("/ballot/{wave}")
}

/// The name of an item's field.
pub fn field(item: &Item) -> String {
    format!("i.{}", item.key)
}

/// What a field sent, as an answer; anything else is none.
pub fn answer(sent: &str) -> Option<Answer> {
    match sent {
        "na" => Some(Answer::NotApplicable),
        step => step.parse().ok().filter(|it| (1..=STEPS).contains(it)).map(Answer::Step),
    }
}

pub fn page(frame: &Frame, view: &BallotView) -> Markup {
    let body = html! {
        div #answering {
            @if let Some(problem) = &view.problem { p.refused role="alert" { (problem) } }
            @if !view.told.is_empty() { (told(view)) }
            @if view.told.is_empty() && view.problem.is_none() { (promised(view.limits, &view.counted_in)) }
            @if view.counted_in.is_empty() { p.note { "No group you are in is large enough for figures of its own: your answers could not be shown anywhere." } }
            (form(view))
            (keep_the_ticket(view))
        }
        // Put in place by the script: not even a page is asked for after an answer.
        template #answered { section tabindex="-1" { (answered::is_in()) } }
    };
    let mut page = Page::new(view.title.clone()).lead(lead(frame, view)).body(body);
    page.script = Some("ballot.js");
    frame.page(&page)
}

fn form(view: &BallotView) -> Markup {
    html! {
        form.ballot method="post" action=(place(&view.wave)) data-ballot autocomplete="off" {
            input type="hidden" name="ticket" value=(view.ticket);
            @if !view.told.is_empty() { input type="hidden" name="told" value=(view.mark); }
            @for (at, item) in view.items.iter().enumerate() { (question(view, at, item)) }
            (free_text(view))
            @if view.told.is_empty() {
                p.soft.small { "If your own words may tell who you are, that is said first and nothing is kept. What has been sent cannot be changed or found again." }
            }
            button { @if view.told.is_empty() { "Send my answers" } @else { "Send it as it stands" } }
            p.refused role="alert" hidden data-lost { "No connection just now. Everything is still here: press again when it is back. It counts once." }
            p.soft.small.plain-only { "If the connection breaks, reload the page that says so: the same answers are sent again and count once." }
        }
    }
}

fn lead(frame: &Frame, view: &BallotView) -> Markup {
    html! {
        (words::capital(&words::number(view.items.len()))) " questions and one in your own words, about "
        (MINUTES) " minutes. Leave out what you do not want to answer."
        @if let Some(day) = view.closes { " Open until " (words::day(day, frame.today)) "." }
    }
}

/// The promise, in words, and what it does not cover. `limits` are how many people a figure needs, and
/// comments; `counted_in` the groups of whoever reads it that are large enough, with the people asked.
pub fn promised(limits: (usize, usize), counted_in: &[(String, usize)]) -> Markup {
    let (scores, comments) = limits;
    let groups: Vec<String> =
        counted_in.iter().map(|(name, asked)| format!("{name} ({asked} asked)")).collect();
    html! {
        div.promise {
            ul { @for says in promise::PROMISE { li { (says) } } }
            @if !groups.is_empty() { p { "You are counted in " (words::list(&groups)) "." } }
            p { "A figure needs " (scores) " people who answered, comments " (comments) " who wrote. Whoever answered sees it from " (scores + 1) " on: their own answer does not count for them." }
            details {
                summary { "What somebody who runs this server could still see" }
                p { b { "While it is open" } }
                ul { @for says in promise::OPERATOR_MEANWHILE { li { (says) } } }
                p { b { "Afterwards" } }
                ul { @for says in promise::OPERATOR_AFTERWARDS { li { (says) } } }
            }
        }
    }
}

/// One question: five steps with words at both ends, and apart from them that it does not apply.
fn question(view: &BallotView, at: usize, item: &Item) -> Markup {
    let name = field(item);
    let chosen = view.answers.get(at).copied().flatten();
    html! {
        fieldset {
            legend { span.soft { (at + 1) "." } " " bdi { (item.asks) } }
            div.steps {
                @for step in 1..=STEPS {
                    label {
                        input type="radio" name=(name) value=(step) checked[chosen == Some(Answer::Step(step))];
                        span { (item.scale.label(step)) (end_of(item, step)) }
                    }
                }
            }
            div.ends aria-hidden="true" { @for end in &item.ends { span dir="auto" { (end) } } }
            label.beside {
                input type="radio" name=(name) value="na" checked[chosen == Some(Answer::NotApplicable)];
                span { (NOT_APPLICABLE) }
            }
        }
    }
}

/// The words of an end, for whoever does not see them under it.
fn end_of(item: &Item, step: usize) -> Markup {
    let end = match step {
        1 => &item.ends[0],
        STEPS => &item.ends[1],
        _ => return html! {},
    };
    html! { span.unseen { ": " (end) } }
}

fn free_text(view: &BallotView) -> Markup {
    html! {
        div.field {
            label for="words" { (FREE_TEXT.1) }
            p.hint #words-hint { (BEFORE_FREE_TEXT) " It is kept apart from your answers above." }
            textarea #words name="words" rows="4" maxlength=(envelope::TEXT / 2) dir="auto" aria-describedby="words-hint" { (view.words) }
        }
    }
}

/// R11, to the writer alone: nothing was stored, and it may be sent all the same.
fn told(view: &BallotView) -> Markup {
    html! {
        section.told-first role="alert" {
            h2 { "Before it is sent: this may tell who wrote it" }
            @for it in &view.told { (finding::one(it)) }
            p { "Nothing has been kept yet, neither your words nor that this was said. " a href="#words" { "Change the words" } ", or send it as it stands." }
        }
    }
}

/// For whoever has to break off: the ticket is all one needs.
fn keep_the_ticket(view: &BallotView) -> Markup {
    html! {
        details {
            summary { "Answer later, or on another device" }
            p { "Keep this ticket where only you find it. It works once, until the wave closes; the house cannot make you another, because it does not know which one is yours." }
            p.once { (view.ticket) }
            p { "You answer with it at " a href=(place(&view.wave)) { (place(&view.wave)) } ", without signing in." }
        }
    }
}
