//! A scenario: what is seen, what the records say, explanations held against each other, steps, an
//! end; beside what was tried before.

use domain::kind::Ask;
use domain::practice::scenario::slots::{HYPOTHESIS, SIGN, STEP};
use domain::record::Dossier;
use domain::scenario::evidence::{Lean, Reading};
use domain::scenario::{AGAINST, FOR, Line, Part, Playbook};
use maud::{Markup, html};

use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::{Step, moves};
use crate::parts::state;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// What a run shows beside its own words.
#[derive(Clone, Default)]
pub struct RunBeside {
    pub playbook: Option<Playbook>,
    pub readings: Vec<Reading>,
    pub earlier: Vec<Dossier>,
    /// For each step of the playbook: the name of its kind, and whether whoever looks may begin one.
    pub steps: Vec<(&'static str, bool)>,
    /// Steps of the run that ask one question, with it.
    pub said_with: Vec<(&'static str, &'static Ask)>,
}

impl RunBeside {
    fn part(&self, part: Part) -> &[Line] {
        self.playbook.as_ref().map_or(&[], |it| it.part(part))
    }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::Scenarios);
    let nothing = RunBeside::default();
    let run = match &view.beside {
        Beside::Run(it) => it,
        _ => &nothing,
    };
    let base = view.base();
    let around = view.around(&frame, &base);
    let of_run = [HYPOTHESIS.name, STEP.name, SIGN.name];
    let others: Vec<_> =
        view.hung.iter().filter(|it| !of_run.contains(&it.slot.name)).cloned().collect();
    let slot =
        |name: &str| html! { @if let Some(it) = view.hung(name) { (attached::slot(around, it)) } };
    let body = html! {
        (view.retired_note())
        @if !view.text("hard").is_empty() { section { h2 { "What we see" } (prose(view.text("hard"))) } }
        (evidence(run))
        (slot(HYPOTHESIS.name))
        (offered(&frame, view, run))
        (apart(run))
        (questions(&frame, view, run))
        (next(&frame, view, run))
        (steps(&frame, view, run))
        (slot(STEP.name))
        (exits(run))
        (slot(SIGN.name))
        @if !view.text("looked").is_empty() { section { h2 { "What each look showed" } (prose(view.text("looked"))) } }
        @for (name, heading) in [("word", "The team’s own word"), ("stopped_because", "Why it stopped")] {
            @if !view.text(name).is_empty() { section { h2 { (heading) } (prose(view.text(name))) } }
        }
        (earlier(view, run))
        (harms(run))
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame.page(&view.page().lead(lead(&frame, view)).body(body).margin(margin(&frame, view, run)))
}

fn lead(frame: &Frame, view: &RecordView) -> Markup {
    let look = words::day_text(view.text("look_on"), frame.today);
    html! {
        @match view.dossier.record.state.as_str() {
            "held" => "Before anything is done: at least three things that could be behind it, each with what speaks for it and against it.",
            "under_way" => { "Steps are being tried. We look at it together on " (look) "." },
            "through" => "The team is through it. What was tried and what changed stays here.",
            _ => "It stopped before its end, and says why.",
        }
    }
}

fn evidence(run: &RunBeside) -> Markup {
    let (read, missing): (Vec<_>, Vec<_>) =
        run.readings.iter().partition(|it| it.lean != Lean::Missing);
    html! {
        @if !run.readings.is_empty() {
            section id="evidence" {
                h2 { "What our records say" }
                p.soft { "Reasons to ask, and none to conclude. Nothing here is about a person or beside another team." }
                ul.lines { @for it in &read { (reading(it)) } }
                @if !missing.is_empty() {
                    details {
                        summary { (words::capital(&words::number(missing.len()))) " cannot be read here" }
                        ul.lines.quiet { @for it in &missing { (reading(it)) } }
                    }
                }
            }
        }
    }
}

fn reading(it: &Reading) -> Markup {
    html! {
        li {
            span.what { (it.about.name) }
            @match it.lean {
                Lean::StandsOut => span.when.due { "stands out" },
                Lean::Usual => span.when { "as usual" },
                Lean::TooLittle => span.when { "too little to say" },
                Lean::Missing => span.when { "missing" },
            }
            p.why dir="auto" { (it.says) @if let Some(n) = it.n { " n = " (n) ", " (it.over) "." } @if !it.doubt.is_empty() { " " (it.doubt) } }
            @if it.lean != Lean::Missing {
                details.small { summary { "What is counted" } p { (it.about.definition) } p { "It cannot say: " (words::lower(it.about.cannot_say)) } }
            }
        }
    }
}

/// Explanations of the playbook that nobody holds yet.
fn offered(frame: &Frame, view: &RecordView, run: &RunBeside) -> Markup {
    let may = view.hung(HYPOTHESIS.name).is_some_and(|it| it.may_add);
    let is_held = |line: &&Line| {
        view.dossier.slot(HYPOTHESIS.name).all(|it| it.text("text").trim() != line.says)
    };
    let left: Vec<&Line> = run.part(Part::Hypotheses).iter().filter(is_held).collect();
    let held = view.dossier.slot(HYPOTHESIS.name).count();
    let is_first = held == 0;
    html! {
        @if may && !left.is_empty() {
            details.no-print open[held < domain::scenario::HYPOTHESES] {
                summary { "The playbook has " (words::number(left.len())) @if is_first { " to begin with" } @else { " more" } }
                ul.lines { @for line in left { li {
                    span.what dir="auto" { (line.says) }
                    p.why dir="auto" { "For: " (line.under(FOR)) " Against: " (line.under(AGAINST)) }
                    form method="post" action={ (view.base()) "/attach/" (HYPOTHESIS.name) } {
                        (frame.token_field())
                        input type="hidden" name="a.text" value=(line.says);
                        input type="hidden" name="a.would_for" value=(line.under(FOR));
                        input type="hidden" name="a.would_against" value=(line.under(AGAINST));
                        button.link { "Hold this one" span.unseen { ": " (line.says) } }
                    }
                } } }
            }
        }
    }
}

fn apart(run: &RunBeside) -> Markup {
    let lines = run.part(Part::Apart);
    html! { @if !lines.is_empty() { section { h2 { "Telling them apart" } (list(lines)) } } }
}

fn list(lines: &[Line]) -> Markup {
    html! { ul { @for it in lines { li dir="auto" { (it.words()) } } } }
}

fn questions(frame: &Frame, view: &RecordView, run: &RunBeside) -> Markup {
    let may = view.hung("question").is_some_and(|it| it.may_add);
    let is_open = |line: &&Line| {
        view.dossier.slot("question").all(|it| it.text("text").trim() != line.words())
    };
    let left: Vec<&Line> = run.part(Part::Questions).iter().filter(is_open).collect();
    html! {
        @if !left.is_empty() && view.is_open() {
            section {
                h2 { "Questions worth asking here" }
                ul.lines { @for line in left { li {
                    span.what dir="auto" { (line.words()) }
                    @if may {
                        form.no-print method="post" action={ (view.base()) "/attach/question" } {
                            (frame.token_field())
                            input type="hidden" name="a.text" value=(line.words());
                            @if !line.key.is_empty() { input type="hidden" name="a.bank" value=(line.key); }
                            button.link { "Ask it here" span.unseen { ": " (line.words()) } }
                        }
                    }
                } } }
            }
        }
    }
}

/// Steps of the run: those that ask one question have it beside their button.
fn next(frame: &Frame, view: &RecordView, run: &RunBeside) -> Markup {
    let asks = |it: &Step| run.said_with.iter().find(|said| said.0 == it.step.name).map(|it| it.1);
    let plain: Vec<Step> = view.steps.iter().filter(|it| asks(it).is_none()).cloned().collect();
    let base = view.base();
    html! {
        (moves(frame, &base, view.dossier.record.version, &plain, view.refused.as_ref()))
        @if plain.is_empty() && !view.steps.is_empty() { h2.no-print { "Next" } }
        @for it in &view.steps { @if let Some(ask) = asks(it) {
            details.no-print id={ "say-" (it.step.name) } open[view.refused.as_ref().is_some_and(|no| no.step == it.step.name)] {
                summary { (it.step.label) }
                form method="post" action={ (base) "/say/" (it.step.name) } {
                    (frame.token_field())
                    input type="hidden" name="version" value=(view.dossier.record.version);
                    div.field { label for={ "f-" (ask.name) } { (ask.label) }
                        @if !ask.hint.is_empty() { p.hint { (ask.hint) } }
                        textarea id={ "f-" (ask.name) } name="text" rows="3" required maxlength="20000" dir="auto" { (view.text(ask.name)) } }
                    button { (it.step.label) }
                    p.soft { (it.step.then) }
                }
            }
        } }
    }
}

/// What the playbook would try: one press begins the record, which leads back here.
fn steps(frame: &Frame, view: &RecordView, run: &RunBeside) -> Markup {
    let may = view.hung(STEP.name).is_some_and(|it| it.may_add);
    let is_left =
        |line: &Line| view.dossier.slot(STEP.name).all(|it| it.text("text").trim() != line.says);
    let left: Vec<_> =
        run.part(Part::Steps).iter().enumerate().filter(|it| is_left(it.1)).collect();
    html! {
        @if !left.is_empty() && view.is_open() {
            section id="steps" {
                h2 { "What could be tried" }
                p.soft { "Small, and possible to take back. One press begins the record, which leads back here." }
                ul.lines { @for (at, line) in left { li {
                    @let (kind, theirs) = run.steps.get(at).copied().unwrap_or_default();
                    span.what dir="auto" { (line.says) }
                    span.when { (kind) }
                    @for (_, said) in &line.more { p.why dir="auto" { (said) } }
                    @if may && theirs {
                        form.no-print method="post" action={ (view.base()) "/step/" (at) } {
                            (frame.token_field())
                            button.link { "Take this step" span.unseen { ": " (line.says) } }
                        }
                    } @else if may { p.small.soft { "This one is begun by others of the team." } }
                } } }
            }
        }
    }
}

fn exits(run: &RunBeside) -> Markup {
    let lines = run.part(Part::Exits);
    html! {
        @if !lines.is_empty() {
            section { h2 { "When it is over" } p.soft { "On two signals that differ, and on the team’s own word." } (list(lines)) }
        }
    }
}

/// The memory: what was tried in the same situation, and what it changed.
fn earlier(view: &RecordView, run: &RunBeside) -> Markup {
    html! {
        @if !run.earlier.is_empty() {
            section id="earlier" {
                h2 { "What was tried before" }
                ul.lines { @for it in &run.earlier { li {
                    a.what href={ "/scenario/" (it.record.id) } dir="auto" { (it.record.title) }
                    span.when { (it.record.opened_at.day().strftime("%B %Y").to_string()) }
                    p.why { (state::state(view.kind, &it.record.state))
                        @for name in ["word", "stopped_because"] { @if !it.record.text(name).is_empty() { " · " span dir="auto" { (it.record.text(name)) } } } }
                    @for step in it.slot(STEP.name) {
                        p.why dir="auto" { (step.text("text")) ": "
                            @match step.state.as_str() { "changed" => (step.text("changed")), "nothing" => { "changed nothing. " (step.text("learned")) }, _ => "nobody said what it changed." } }
                    }
                } } }
            }
        }
    }
}

fn harms(run: &RunBeside) -> Markup {
    let lines = run.part(Part::Harms);
    html! { @if !lines.is_empty() { section { h2 { "What must not come of it" } (list(lines)) } } }
}

fn margin(frame: &Frame, view: &RecordView, run: &RunBeside) -> Markup {
    let day = |name: &str| view.text(name).parse().ok().map(|it| words::distance(it, frame.today));
    html! {
        dl {
            div { dt { "State" } dd { (state::state(view.kind, &view.dossier.record.state)) } }
            @if let Some(it) = &run.playbook { div { dt { "Playbook" } dd dir="auto" { (it.title) } } }
            @if !view.text("owner").is_empty() { div { dt { "Who keeps hold of it" } dd { (view.name(view.text("owner"))) } } }
            @if view.is_open() { @for (name, label) in [("look_on", "Look at it together"), ("ends_on", "Ends")] {
                @if let Some(day) = day(name) { div { dt { (label) } dd { (day) } } }
            } }
            @if let Some(day) = day("ended_on") { div { dt { "Ended" } dd { (day) } } }
            (view.about(frame))
            div.no-print { dt.unseen { "Take it along" } dd { a href={ (view.base()) "/markdown" } { "As Markdown, for a talk with a coach" } } }
        }
    }
}

#[cfg(test)]
#[path = "scenario/tests.rs"]
mod tests;
