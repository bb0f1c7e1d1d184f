//! *Whose call is it?*: a form that is a sentence, and the answer in the same place.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::parts::field::Dimension;
use crate::safe::SafeUrl;
use crate::shell::Frame;
use crate::words;

/// The sentence as far as it is written.
#[derive(Clone, Debug, Default)]
pub struct AskView {
    /// Slug, where the person has several teams with a map.
    pub team: String,
    /// “drop the retry table”.
    pub what: String,
    pub domain: String,
    /// What the answer is about, where the sentence or a path said it.
    pub read_as: String,
    pub domains: Vec<String>,
    /// Only those that could change the answer, or that were said.
    pub dimensions: Vec<Dimension>,
    pub values: BTreeMap<String, String>,
    /// Names of dimensions the answer hangs on.
    pub decides: Vec<String>,
    pub path: String,
    pub diff: String,
    pub problem: Option<String>,
    pub answer: Option<AnswerView>,
    /// What was learned before in the area the answer is about.
    pub learned: Vec<crate::parts::learned::Learned>,
}

/// The map's answer in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerView {
    pub tone: Tone,
    /// “Ana’s call, after asking Platform.”
    pub says: String,
    pub why: Vec<String>,
    /// “It would be yours if it could be undone within a sprint.”
    pub yours_if: Vec<String>,
    /// What the answer was read from: values and where they come from.
    pub read_as: Vec<String>,
    /// Opens a decision that already says what was said here: words and address.
    pub open: Option<(String, String)>,
    /// The same answer again, to send to somebody.
    pub link: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Yours,
    Other,
    Gap,
}

pub fn ask(frame: &Frame, view: &AskView) -> Markup {
    html! {
        (sentence(view))
        (from_diff(frame, view))
        div #answer data-part role="status" { @if let Some(it) = &view.answer { (answer(it)) (crate::parts::learned::learned(frame, None, &view.learned)) } }
    }
}

fn sentence(view: &AskView) -> Markup {
    html! {
        form.ask #ask data-part action="/lanes" method="get" data-live="get" data-answers aria-label="Whose call is it?" {
            @if !view.team.is_empty() { input type="hidden" name="team" value=(view.team); }
            span.joint { "I want to " }
            label data-says="I want to" { input name="what" value=(view.what) size="26" maxlength="300" aria-label="I want to" dir="auto" autocomplete="off"; }
            span.joint { " in " }
            label data-says="In" { (domain(view)) }
            @for (at, it) in view.dimensions.iter().enumerate() {
                @let last = at + 1 == view.dimensions.len();
                span.joint { (if at == 0 { ". " } else if last { " and " } else { ", " }) (if at == 0 { opening(&it.before) } else { small(&it.before) }) " " }
                label data-says=(alone(it)) { (value(view, it)) }
                span.joint { @if !it.after.is_empty() { " " (it.after) } }
            }
            span.joint { "." }
            @if let Some(problem) = &view.problem { p.problem role="alert" { (problem) } }
            details open[!view.path.is_empty()] {
                summary { "Start from a path" }
                label data-says="Path" { span.unseen { "Path" } input name="path" value=(view.path) size="40" maxlength="1000" placeholder="src/billing/retry.rs" autocomplete="off" spellcheck="false"; }
            }
            div.acts { button name="ask" value="1" { "Whose call is it?" } }
        }
    }
}

/// At the head of the second sentence: “It takes”, “It could be undone within”.
fn opening(text: &str) -> String {
    let bare = ["could", "reaches", "touches"].iter().any(|it| text.starts_with(it));
    if bare { format!("It {text}") } else { words::capital(text) }
}

/// On a line of its own, where the rest of the sentence is not beside it: “It takes, in person-days”.
fn alone(it: &Dimension) -> String {
    let opening = opening(&it.before);
    if it.after.is_empty() { opening } else { format!("{opening}, in {}", it.after) }
}

fn domain(view: &AskView) -> Markup {
    html! {
        select name="domain" aria-label="in" {
            option value="" selected[view.domain.is_empty()] { "…" }
            @for it in &view.domains { option value=(it) selected[*it == view.domain] { (spaced(it)) } }
            option value="*" selected[view.domain == "*"] { "anything else" }
        }
    }
}

/// `engineering/storage` as it is said: “engineering / storage”.
pub fn spaced(domain: &str) -> String {
    if domain == "*" { "everything else".to_owned() } else { domain.replace('/', " / ") }
}

fn value(view: &AskView, it: &Dimension) -> Markup {
    let name = format!("d.{}", it.name);
    let given = view.values.get(&it.name).map_or("", String::as_str);
    let class = if view.decides.contains(&it.name) { "decides" } else { "" };
    html! {
        @if it.steps.is_empty() {
            input class=(class) name=(name) value=(given) size="3" inputmode="decimal" aria-label=(it.name) autocomplete="off";
        } @else {
            select class=(class) name=(name) aria-label=(it.name) {
                option value="" { "…" }
                @for step in &it.steps { option value=(step) selected[step == given] { (domain::lanes::phrase::step(&it.name, step)) } }
            }
        }
    }
}

fn from_diff(frame: &Frame, view: &AskView) -> Markup {
    html! {
        details.no-print open[!view.diff.is_empty()] {
            summary { "Start from a diff" }
            form.ask method="post" action="/lanes/diff" aria-label="Whose call is a diff?" {
                (frame.token_field())
                @if !view.team.is_empty() { input type="hidden" name="team" value=(view.team); }
                label data-says="Diff" { span.unseen { "Paste the diff" }
                    textarea name="diff" rows="6" spellcheck="false" placeholder="Paste what git diff prints" { (view.diff) } }
                div.acts { button { "Whose call is this diff?" } }
            }
        }
    }
}

pub fn answer(it: &AnswerView) -> Markup {
    let tone = match it.tone {
        Tone::Yours => "answer",
        Tone::Other => "answer other",
        Tone::Gap => "answer gap",
    };
    html! {
        div class=(tone) {
            div #answer-text {
                p.verdict { (it.says) }
                @for why in &it.why { p { (why) } }
                @if !it.yours_if.is_empty() { div.yours-if { @for says in &it.yours_if { p { (says) } } } }
            }
            @if !it.read_as.is_empty() { details { summary { "How this was read" } ul { @for says in &it.read_as { li { (says) } } } } }
            p.acts.no-print {
                @if let Some((word, to)) = &it.open { a.button href=(SafeUrl::local(to)) { (word) } }
                button.plain.js-only type="button" data-copy="answer-text" data-done="Copied" { "Copy the answer" }
                @if !it.link.is_empty() { a href=(SafeUrl::local(&it.link)) { "Link to this answer" } }
            }
        }
    }
}

/// In the middle of the sentence; a name in capitals stays as it is.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_question_in_the_middle_of_the_sentence_begins_small() {
        assert_eq!(super::small("Who feels it?"), "who feels it?");
        assert_eq!(super::small("EU data"), "EU data");
    }

    use super::*;
    use crate::shell::{Spot, sample_frame};

    fn drawn(view: &AskView) -> String {
        ask(&sample_frame(Spot::Lanes), view).into_string()
    }

    fn dimension(name: &str, before: &str) -> Dimension {
        Dimension {
            name: name.into(),
            before: before.into(),
            steps: vec!["hour".into(), "two-weeks".into()],
            after: String::new(),
        }
    }

    #[test]
    fn the_form_reads_as_one_sentence() {
        let view = AskView {
            dimensions: vec![
                dimension("undo", "could be undone within"),
                dimension("reach", "reaches"),
            ],
            ..AskView::default()
        };
        let page = drawn(&view);
        let joints: String = page
            .split("class=\"joint\">")
            .skip(1)
            .map(|it| it.split('<').next().unwrap_or(""))
            .collect();
        assert_eq!(joints, "I want to  in . It could be undone within  and reaches .");
        assert!(page.contains(">two weeks</option>"));
    }

    #[test]
    fn each_part_of_the_sentence_can_stand_on_a_line_of_its_own() {
        let effort = Dimension { after: "person-days".into(), ..dimension("effort", "it takes") };
        assert_eq!(alone(&effort), "It takes, in person-days");
        assert_eq!(
            alone(&dimension("undo", "could be undone within")),
            "It could be undone within"
        );
        assert_eq!(alone(&dimension("risk", "risk is")), "Risk is");
    }

    #[test]
    fn what_the_answer_hangs_on_is_marked() {
        let view = AskView {
            dimensions: vec![dimension("undo", "x"), dimension("reach", "y")],
            decides: vec!["undo".into()],
            ..AskView::default()
        };
        assert_eq!(drawn(&view).matches("class=\"decides\"").count(), 1);
    }

    #[test]
    fn nothing_is_answered_before_something_is_asked() {
        let page = drawn(&AskView::default());
        assert!(page.contains("id=\"answer\"") && !page.contains("verdict"));
    }

    #[test]
    fn an_answer_can_be_taken_along_by_its_link() {
        let it = AnswerView {
            link: "/lanes?ask=1".into(),
            says: "Yours.".into(),
            ..AnswerView::default()
        };
        assert!(answer(&it).into_string().contains("href=\"/lanes?ask=1\""));
        let away = AnswerView { open: Some(("x".into(), "//evil.example".into())), ..it };
        assert!(answer(&away).into_string().contains("href=\"/\""));
    }

    #[test]
    fn domains_are_said_with_room_between_their_parts() {
        assert_eq!(spaced("engineering/storage"), "engineering / storage");
        assert_eq!(spaced("*"), "everything else");
    }
}
