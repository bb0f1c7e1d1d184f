//! A page for one person: explanations, questions, a choice. Nobody else is told of it.

use app::{Apart, FIELD_CHARS};
use domain::scenario::{AGAINST, FOR, Line, Part, Playbook};
use jiff::civil::Date;
use maud::{Markup, html};

use crate::pages::list::path_of;
use crate::shell::{Frame, Page, Spot};
use crate::words;

#[derive(Clone)]
pub struct AloneView {
    pub playbook: &'static Playbook,
    /// `None` before the first word.
    pub page: Option<Apart>,
    /// Where nobody can read it: then no form stands here as if beginning anew kept the old words.
    pub shut: Option<Shut>,
    /// What was sent and not kept, with why.
    pub refused: Option<Refused>,
    /// Teams to share with: name and slug.
    pub teams: Vec<(String, String)>,
    /// For each step, the name of its kind.
    pub kinds: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub struct Refused {
    pub says: String,
    pub sent: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Shut {
    pub says: String,
    pub may_end: bool,
}

impl AloneView {
    fn said(&self, name: &str) -> &str {
        let sent = self.refused.iter().flat_map(|it| &it.sent).find(|it| it.0 == name);
        let kept = self.page.as_ref().map_or("", |it| it.said(name));
        sent.map_or(kept, |it| it.1.as_str())
    }
}

/// Weeks until a look; told here and nowhere else.
const LOOK_DAYS: i64 = 42;

pub fn page(frame: &Frame, view: &AloneView) -> Markup {
    let frame = frame.at(Spot::Scenarios);
    let title = &view.playbook.title;
    let page = Page::new(title.clone())
        .under("Scenarios", path_of(&domain::practice::scenario::KIND))
        .lead(html! { (view.playbook.purpose) });
    if let Some(shut) = &view.shut {
        return frame.page(&page.body(closed(&frame, view, shut)));
    }
    let body = html! {
        @if let Some(no) = &view.refused { p.refused role="alert" { (no.says) } }
        (promise())
        form method="post" action="/scenarios/alone" autocomplete="off" {
            (frame.token_field())
            (signals(view))
            (hypotheses(view))
            (apart(view))
            (questions(view))
            (choice(view))
            button { @if view.page.is_some() { "Keep it" } @else { "Begin, for me alone" } }
        }
        @if let Some(kept) = &view.page {
            @if !view.teams.is_empty() { (share(&frame, view)) }
            (end(&frame, Some(kept.begun)))
        }
        (harms(view))
    };
    frame.page(&page.body(body).margin(margin(&frame, view)))
}

/// Why it cannot be read, what was just written, and the end.
fn closed(frame: &Frame, view: &AloneView, shut: &Shut) -> Markup {
    let fields = app::apart_fields().into_iter();
    let sent: Vec<_> = fields.filter(|it| !view.said(&it.0).trim().is_empty()).collect();
    html! {
        p.refused role="alert" { (shut.says) }
        @if !sent.is_empty() {
            section { h2 { "What you just wrote" }
                p.soft { "It is not kept. Copy it, if you would miss it." }
                dl { @for (name, words) in &sent { div { dt dir="auto" { (words) } dd dir="auto" { (view.said(name)) } } } } }
        }
        @if shut.may_end { (end(frame, None)) }
    }
}

fn promise() -> Markup {
    html! {
        section id="promise" {
            h2 { "Who sees this" }
            p { "You. Not whoever leads you, not whoever keeps the organisation, and no program with a token. It is in no list, search, history, feed, letter, export or backup, and nothing on any other page tells that you have one." }
            p { "It lies sealed under a key outside of the database. End it whenever you like: the key is destroyed, and then it is gone, from old copies of the database too. Because it is in no backup, take it along as a text if you would miss it." }
            p.soft { "What that does not cover: whoever runs the server could change the program, or open it with the key file in hand. And somebody who copies the database again and again while you write could see that a row was changed at that time." }
        }
    }
}

fn area(view: &AloneView, name: &str, label: &str, hint: &str) -> Markup {
    let id = format!("f-{}", name.replace('.', "-"));
    html! {
        div.field {
            label for=(id) dir="auto" { (label) }
            @if !hint.is_empty() { p.hint dir="auto" { (words::capital(hint)) } }
            textarea id=(id) name=(name) rows="2" maxlength=(FIELD_CHARS) dir="auto" autocomplete="off" { (view.said(name)) }
        }
    }
}

fn signals(view: &AloneView) -> Markup {
    html! {
        section {
            h2 { "What you may have noticed" }
            ul { @for it in view.playbook.part(Part::Signals) { li { (it.words()) } } }
            p.small { "Nothing here is counted for you or about you. Your own traces: " a href="/decisions?mine=1&state=any" { "decisions you began" } ", " a href="/lanes/mine" { "what you can decide today" } "." }
        }
    }
}

fn hypotheses(view: &AloneView) -> Markup {
    html! {
        section {
            h2 { "What could be behind it" }
            p.soft { "Hold at least three against each other. Write only where something comes to mind." }
            @for (at, line) in view.playbook.part(Part::Hypotheses).iter().enumerate() {
                details open[!view.said(&format!("for.{at}")).is_empty() || !view.said(&format!("against.{at}")).is_empty()] {
                    summary { (line.words()) }
                    (area(view, &format!("for.{at}"), "What speaks for it", line.under(FOR)))
                    (area(view, &format!("against.{at}"), "What speaks against it", line.under(AGAINST)))
                }
            }
        }
    }
}

fn apart(view: &AloneView) -> Markup {
    html! { section { h2 { "Telling them apart" } (list(view.playbook.part(Part::Apart))) } }
}

fn list(lines: &[Line]) -> Markup {
    html! { ul { @for it in lines { li { (it.words()) } } } }
}

fn questions(view: &AloneView) -> Markup {
    html! {
        section {
            h2 { "Questions" }
            @for (at, line) in view.playbook.part(Part::Questions).iter().enumerate() {
                (area(view, &format!("question.{at}"), line.words(), ""))
            }
        }
    }
}

fn choice(view: &AloneView) -> Markup {
    html! {
        section {
            h2 { "What I try, and what I choose" }
            (area(view, "before", "How risky it feels now", "In your own words. You can look at it again later."))
            (area(view, "tried", "What I tried, and what it changed", ""))
            (area(view, "after", "How risky it feels since", ""))
            (area(view, "choice", "What I choose", "Either way. Leading, the craft, or not now: each is whole."))
            (area(view, "notes", "Anything else", ""))
            h3 { "It is over when" }
            (list(view.playbook.part(Part::Exits)))
        }
    }
}

/// An ordinary record, with only the words that were chosen.
fn share(frame: &Frame, view: &AloneView) -> Markup {
    let written: Vec<(String, String)> = app::apart_fields()
        .into_iter()
        .filter(|it| view.page.as_ref().is_some_and(|page| !page.said(&it.0).is_empty()))
        .collect();
    html! {
        section.no-print id="share" {
            h2 { "Share something of it" }
            p.soft { "Each of these begins an ordinary record that your team reads, with the title you write and only the words you tick. This page stays as it is, and the record does not say where it comes from." }
            @for (at, line) in view.playbook.part(Part::Steps).iter().enumerate() {
                details {
                    summary { (line.says) " " small { (view.kinds.get(at).copied().unwrap_or_default()) } }
                    form method="post" action={ "/scenarios/alone/share/" (at) } autocomplete="off" {
                        (frame.token_field())
                        div.field { label for={ "title-" (at) } { "Its title, which everybody reads" }
                            input id={ "title-" (at) } name="title" type="text" maxlength="300" value=(line.says) required dir="auto" autocomplete="off"; }
                        @match view.teams.as_slice() {
                            [(_, slug)] => input type="hidden" name="team" value=(slug);,
                            teams => div.field { label for={ "team-" (at) } { "For which team" }
                                select id={ "team-" (at) } name="team" { @for (name, slug) in teams { option value=(slug) { (name) } } } },
                        }
                        @if !written.is_empty() {
                            fieldset.field { legend { "With these words of mine" }
                                @for (name, words) in &written {
                                    div { label { input type="checkbox" name="word" value=(name); " " span dir="auto" { (words) } ": " q dir="auto" { (view.said(name)) } } }
                                }
                            }
                        }
                        button.plain { "Begin it, for everybody to read" }
                    }
                }
            }
        }
    }
}

/// `None` where nobody can read when it was begun, or a word of it.
fn end(frame: &Frame, begun: Option<Date>) -> Markup {
    html! {
        section.no-print id="end" {
            h2 { "End it" }
            details {
                summary { "End it, for good" }
                @match begun {
                    Some(begun) => p { "What you wrote since " (words::day(begun, frame.today)) ", and the key it lies under, will be gone, from old copies too. Nobody can bring it back. " a href="/scenarios/alone/markdown" { "Take it along as a text" } " first, if you would miss it." },
                    None => p { "What lies sealed here will be gone for good, even if its key were found again. Then you can begin anew, with an empty page." },
                }
                form.acts method="post" action="/scenarios/alone/end" {
                    (frame.token_field())
                    button { "Yes, end it and destroy the key" }
                    a href="/scenarios/alone" { "Keep it" }
                }
            }
        }
    }
}

fn harms(view: &AloneView) -> Markup {
    html! { section { h2 { "What must not come of it" } (list(view.playbook.part(Part::Harms))) } }
}

fn margin(frame: &Frame, view: &AloneView) -> Markup {
    html! {
        dl {
            div { dt { "Who sees this" } dd { a href="#promise" { "You alone" } } }
            @if let Some(page) = &view.page {
                div { dt { "Begun" } dd { (words::day(page.begun, frame.today)) } }
                div { dt { "Worth a look" } dd { (words::distance(page.begun.saturating_add(jiff::Span::new().days(LOOK_DAYS)), frame.today)) "; nothing reminds you" } }
                div.no-print { dt.unseen { "Take it along" } dd { a href="/scenarios/alone/markdown" { "As Markdown" } } }
                div.no-print { dt.unseen { "Share" } dd { a href="#share" { "Share something of it" } } }
                div.no-print { dt.unseen { "End" } dd { a href="#end" { "End it" } } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::scenarios::alone;
    use crate::shell::sample_frame;

    fn drawn(name: &str) -> String {
        let view = alone(str::to_owned).into_iter().find(|it| it.0 == name).unwrap().1;
        page(&sample_frame(Spot::Scenarios), &view).into_string()
    }

    #[test]
    fn before_the_first_word_the_promise_is_read_and_nothing_can_be_shared_or_ended() {
        let page = drawn("empty");
        assert!(page.find("Who sees this") < page.find("<textarea"), "before anybody writes");
        assert!(page.contains("What that does not cover") && page.contains("Begin, for me alone"));
        assert!(!page.contains("id=\"share\"") && !page.contains("/alone/end"));
    }

    #[test]
    fn only_what_was_written_can_be_ticked_and_no_field_is_kept_as_a_draft() {
        let page = drawn("full");
        assert_eq!(page.matches("name=\"word\" value=\"choice\"").count(), 6, "once a step");
        assert!(!page.contains("value=\"notes\""), "nothing was written there");
        assert!(
            !page.contains("data-draft") && !page.contains("data-live"),
            "drafts lie in the open"
        );
        assert!(
            page.contains("/scenarios/alone/end") && page.contains("/scenarios/alone/markdown")
        );
    }

    #[test]
    fn ending_it_takes_a_second_step_that_says_what_is_gone() {
        let page = drawn("full");
        let (_, section) = page.split_once("id=\"end\"").unwrap();
        let end = |it: &str| section.find(it).unwrap_or_else(|| panic!("{it}: {section}"));
        assert!(end("<details><summary>End it, for good") < end("Nobody can bring it back"));
        assert!(end("Nobody can bring it back") < end("action=\"/scenarios/alone/end\""));
        assert!(end("/alone/markdown") < end("Yes, end it and destroy the key"), "a way out first");
        assert!(!section.contains("<details open"), "closed until somebody opens it");
    }

    #[test]
    fn where_nobody_can_read_it_only_the_reason_and_the_end_stand_there() {
        let page = drawn("lost");
        assert!(page.contains("Nobody can open it.") && page.contains("/scenarios/alone/end"));
        assert!(!page.contains("<textarea") && !page.contains("/alone/markdown"), "{page}");
        assert!(
            !page.contains("Begin, for me alone") && !page.contains("action=\"/scenarios/alone\"")
        );
        let away = drawn("away");
        assert!(away.contains("Nobody can open it.") && !away.contains("/scenarios/alone/end"));
        let (_, mut view) = alone(str::to_owned).pop().unwrap();
        let sent = vec![("notes".into(), "just typed".into()), ("choice".into(), " ".into())];
        view.refused = Some(Refused { says: "No.".into(), sent });
        let page = super::page(&sample_frame(Spot::Scenarios), &view).into_string();
        assert!(page.contains("just typed") && page.matches("<dd dir").count() == 1, "{page}");
    }

    #[test]
    fn what_was_refused_is_still_there() {
        let page = drawn("refused");
        assert!(page.contains("at most 1000 fit here") && page.contains("far too long</textarea>"));
    }
}
