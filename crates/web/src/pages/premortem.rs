//! The page of a pre-mortem, by its step: one thing to do at a time, the same on a phone.

mod cards;
mod parts;
mod plan;
#[cfg(test)]
mod tests;
mod votes;
mod watch;
mod write;

use domain::id::Id;
use domain::practice::premortem::recall::Foresight;
use domain::practice::premortem::{SITTING, rules, session};
use domain::record::Answers;
use maud::{Markup, html};

use crate::pages::record::RecordView;
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::safe::prose;
use crate::shell::{Frame, Page, Spot};
use crate::words;

/// What one person may know of the others in the room: counts, and whose turn it is.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// Number of what happened last to the record: the page waits for the next.
    pub newest: i64,
    pub me: Id,
    /// Name of whoever leads through it; empty before it has begun.
    pub facilitator: String,
    pub i_lead: bool,
    /// Of the team: may take the next step, and so take over.
    pub may_lead: bool,
    /// May write, vote and estimate.
    pub takes_part: bool,
    /// How many people estimated, wrote a card, voted, estimated again. Never who.
    pub estimated: usize,
    pub written: usize,
    pub voted: usize,
    pub again: usize,
    /// What I typed on a card and did not put down yet.
    pub draft: Answers,
    /// Whose turn it is to read out, and whether that is me.
    pub turn: Option<(String, bool)>,
    /// Who comes after.
    pub then: Vec<String>,
    pub sightings: Vec<Sighting>,
    pub foresight: Option<Foresight>,
    pub factors: Vec<Factor>,
    /// What I call my role, from what I said before.
    pub role: String,
}

/// What a mirror says today about a tripwire.
#[derive(Clone, Debug, Default)]
pub struct Sighting {
    pub tripwire: String,
    pub says: String,
    pub tripped: bool,
}

/// A factor of a later postmortem, and what I read it as.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    pub key: String,
    pub text: String,
    /// Title and address of the postmortem.
    pub postmortem: (String, String),
    pub mine: Option<Reading>,
    /// How many people have read it.
    pub readers: usize,
}

/// My own reading of a factor, as it was kept.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub id: String,
    pub version: i64,
    pub answers: Answers,
}

/// Everything a part of the page looks at.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    frame: &'a Frame,
    view: &'a RecordView,
    room: &'a Room,
    base: &'a str,
}

impl Sheet<'_> {
    /// Makes a form that is sent twice count once: new on each page, like the proof it comes from.
    fn once(&self) -> &str {
        self.frame.token.split('.').next().unwrap_or_default()
    }

    fn state(&self) -> &str {
        &self.view.dossier.record.state
    }

    fn around(&self) -> attached::Around<'_> {
        self.view.around(self.frame, self.base)
    }

    /// The day imagined, always with its year.
    fn horizon(&self) -> String {
        let Some(day) = rules::horizon(&self.view.dossier.record) else {
            return "the day it should have worked".to_owned();
        };
        let said = words::day(day, self.frame.today);
        let year = day.year().to_string();
        if said.ends_with(&year) { said } else { format!("{said} {year}") }
    }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    let nobody = Room::default();
    let room = view.room.as_ref().unwrap_or(&nobody);
    let sheet = Sheet { frame: &frame, view, room, base: &base };
    let sits = SITTING.contains(&sheet.state());
    let id = &view.dossier.record.id;
    let body = html! {
        (view.retired_note())
        div #stage data-phase=(sheet.state()) data-newest=(room.newest) data-live={ "/live/" (id) } {
            @if sits { (parts::clock(sheet)) }
            (stage(sheet))
            @if sits { (parts::lead_bar(sheet)) }
        }
        @if !sits { (beside(sheet)) }
    };
    let mut page = view.page().lead(lead(sheet)).body(body).margin(margin(sheet));
    page.script = Some("live.js");
    frame.page(&waits(page, sheet))
}

/// Where there is nothing to type, a browser without script looks again by itself.
fn waits(mut page: Page, sheet: Sheet) -> Page {
    let given = |slot: &str| parts::mine(sheet, slot).next().is_some();
    let idle = match sheet.state() {
        "opening" => given("before"),
        "voting" => given("vote"),
        "closing" => given("after"),
        _ => false,
    };
    page.again_after = idle.then_some(15);
    page
}

fn stage(sheet: Sheet) -> Markup {
    match sheet.state() {
        "opening" => write::opening(sheet),
        "writing" => write::writing(sheet),
        "round" => cards::round(sheet),
        "merging" => cards::merging(sheet),
        "voting" => votes::voting(sheet),
        "planning" => plan::planning(sheet),
        "closing" => write::closing(sheet),
        "running" | "closed" => watch::watching(sheet),
        _ => before(sheet),
    }
}

/// The sentence that is true now.
fn lead(sheet: Sheet) -> Markup {
    let record = &sheet.view.dossier.record;
    let apart = session::is_apart(record);
    let whole = parts::minutes(session::minutes(record));
    html! {
        @match sheet.state() {
            "planned" if apart => "Before we commit: two days in which each writes down, unseen, how this failed.",
            "planned" => { "Before we commit: " (whole) " in which everybody writes down, unseen, how this failed." }
            "opening" => "Read the plan. Then write, unseen, how likely it is to succeed.",
            "writing" => b.certain { (session::it_failed(&sheet.horizon())) },
            "round" => "All cards lie open. One new card each, in turn; nobody answers yet.",
            "merging" => "Put together what says the same. Every wording stays.",
            "voting" => "Three votes for what is likely, three for what would hurt most. In silence.",
            "planning" => "What do we do about the top ones, and what would we see first?",
            "closing" => "With the plan as it stands now: how likely is it to succeed?",
            "running" => (watch::lead(sheet)),
            "closed" => (watch::verdicts(sheet)),
            _ => { "Called off. " span dir="auto" { (record.text("called_off_because")) } },
        }
    }
}

/// Before it begins, or after it was called off: what is to be read, and the first step.
fn before(sheet: Sheet) -> Markup {
    let view = sheet.view;
    let record = &view.dossier.record;
    let apart = session::is_apart(record);
    let whole = parts::minutes(session::minutes(record));
    let writing = session::length_of(record, "writing").unwrap_or(0).div_euclid(session::MINUTE);
    let step = if apart { "open" } else { "send" };
    let steps: Vec<_> = view.steps.iter().filter(|it| it.step.name != step).cloned().collect();
    html! {
        (plan_text(sheet))
        section {
            h2 { "How it goes" }
            ol {
                @if apart {
                    li { "For 48 hours each estimates and writes cards in their own time. Nobody sees the others’." }
                    li { "Then all cards are shown at once, and a call of " (whole) " does the rest." }
                } @else {
                    li { "Everybody reads the plan and estimates its success, unseen." }
                    li { "“It has failed. That is certain.” With this begins the silent writing: " (parts::minutes(writing)) ", one reason a card." }
                    li { "All cards are shown at once and read out in turn; who leads from outside comes last." }
                }
                li { "The same is joined, six votes each, and the top ones get an owner, a date and a tripwire." }
            }
            p.soft { "Four people at least, twelve at most. Open this page on each one’s own screen; a phone will do." }
        }
        (moves(sheet.frame, sheet.base, view.dossier.record.version, &steps, view.refused.as_ref()))
    }
}

/// The plan in its own words, and what it is for.
fn plan_text(sheet: Sheet) -> Markup {
    let view = sheet.view;
    html! {
        @if !view.text("plan").is_empty() { section { h2 { "The plan" } (prose(view.text("plan"))) } }
        @for (name, says) in [("intent", "It serves the intent"), ("decision", "It is about the decision")] {
            @if !view.text(name).is_empty() { section { h2 { (says) } (view.link_to(view.text(name))) } }
        }
    }
}

/// What any record has below it; out of the way while people sit together.
fn beside(sheet: Sheet) -> Markup {
    let Sheet { frame, view, .. } = sheet;
    let common: Vec<_> = view
        .hung
        .iter()
        .filter(|it| view.kind.slots.iter().all(|own| own.name != it.slot.name))
        .filter(|it| it.slot.name != "response")
        .cloned()
        .collect();
    html! {
        (attached::all(sheet.around(), &common))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(frame))
    }
}

fn margin(sheet: Sheet) -> Markup {
    let Sheet { frame, view, room, .. } = sheet;
    let record = &view.dossier.record;
    let sits = SITTING.contains(&sheet.state());
    html! {
        (parts::trail(sheet))
        dl {
            @if !view.text("horizon").is_empty() { div { dt { "Imagined on" } dd { (sheet.horizon()) } } }
            @if !room.facilitator.is_empty() { div { dt { "Leads through it" } dd { (room.facilitator) @if room.i_lead { ", that is you" } } } }
            @for name in ["intent", "decision"] {
                @if !view.text(name).is_empty() { div { dt { "About the " (name) } dd { (view.link_to(view.text(name))) } } }
            }
            @if !sits && !view.text("held_on").is_empty() { div { dt { "Held" } dd { (words::day_text(view.text("held_on"), frame.today)) } } }
            @if record.state == "running" && !view.text("review_on").is_empty() {
                div { dt { "Open it again" } dd {
                    (words::day_text(view.text("review_on"), frame.today))
                    @if !view.text("reopens").is_empty() { ", " (view.name(view.text("reopens"))) }
                } }
            }
            @if !sits { (view.about(frame)) }
        }
    }
}
