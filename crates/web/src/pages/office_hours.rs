//! The page of office hours: when, bring a topic, the dates to come with their queue, what came of it.

mod dates;
#[cfg(test)]
mod tests;
mod topics;

use std::collections::BTreeMap;

use domain::practice::office_hours::look::Look;
use domain::practice::office_hours::slots::OUTCOMES;
use maud::{Markup, html};

use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::safe::prose;
use crate::shell::{Frame, Spot};
use crate::words;

/// The dates and the queue, as one person may see them.
#[derive(Clone, Debug, Default)]
pub struct HoursBeside {
    /// Number of what happened last: the page waits for the next while a date goes on.
    pub newest: i64,
    /// “Every Thursday at 14:00, Europe/Berlin”; empty where the dates cannot be told.
    pub when: String,
    /// Why the dates cannot be told.
    pub problem: String,
    pub minutes: u32,
    pub capacity: usize,
    pub hosts: Vec<String>,
    pub i_host: bool,
    pub dates: Vec<DateShown>,
    /// Ids of topics for which no date is left.
    pub left: Vec<String>,
    pub votes: BTreeMap<String, usize>,
    pub my_votes: Vec<String>,
    pub may_vote: bool,
    /// Kinds that may be begun from a topic: `(slug, label)`.
    pub ways_on: Vec<(&'static str, &'static str)>,
    pub look: Option<Look>,
}

#[derive(Clone, Debug, Default)]
pub struct DateShown {
    /// `2026-12-03`: what the rule calls it.
    pub day: String,
    /// “Thursday 3 December, 14:00 Europe/Berlin”.
    pub words: String,
    /// “in 3 days”; “now” while it goes on.
    pub distance: String,
    pub goes_on: bool,
    pub off: bool,
    /// Why it is off or elsewhere, and where it was.
    pub why: String,
    /// The change of this date, to be taken back: id and version.
    pub change: Option<(String, i64)>,
    pub room: usize,
    pub topics: Vec<Queued>,
}

/// A topic in its place.
#[derive(Clone, Debug, Default)]
pub struct Queued {
    pub id: String,
    /// “3 December was full”; empty where nothing is to be said.
    pub instead: String,
}

/// Everything a part of the page looks at.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    frame: &'a Frame,
    view: &'a RecordView,
    hours: &'a HoursBeside,
    base: &'a str,
}

impl Sheet<'_> {
    fn around(&self) -> attached::Around<'_> {
        self.view.around(self.frame, self.base)
    }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    let none = HoursBeside::default();
    let hours = match &view.beside {
        Beside::Hours(it) => it.as_ref(),
        _ => &none,
    };
    let sheet = Sheet { frame: &frame, view, hours, base: &base };
    let on = hours.dates.iter().any(|it| it.goes_on);
    let stage = html! {
        @if on { (dates::now(sheet)) }
        (topics::bring(sheet))
        (dates::to_come(sheet))
        (topics::without_dates(sheet))
        (topics::parked(sheet))
        (topics::talked(sheet))
    };
    let body = html! {
        (view.retired_note())
        @if !on && !view.text("purpose").is_empty() { (prose(view.text("purpose"))) }
        @if view.dossier.record.state == "planned" { (before(sheet)) }
        @if on {
            div #stage data-phase="on" data-newest=(hours.newest) data-live={ "/live/" (view.dossier.record.id) } { (stage) }
        } @else { (stage) }
        @if view.dossier.record.state != "planned" { (looked_back(hours, frame.today)) }
        (beside(sheet))
    };
    let mut page = view.page().lead(lead(sheet)).body(body).margin(margin(sheet));
    page.script = on.then_some("live.js");
    frame.page(&page)
}

/// The sentence that is true now.
fn lead(sheet: Sheet) -> Markup {
    let hours = sheet.hours;
    html! {
        @match sheet.view.dossier.record.state.as_str() {
            "ended" => "These have ended. What came of them stays.",
            _ if hours.when.is_empty() => "An hour for half-formed thoughts; when it takes place is not said yet.",
            _ => { (hours.when) ". " (words::count(hours.minutes, "minute")) ", room for " (words::count(hours.capacity as i64, "topic")) "." },
        }
    }
}

/// Why, how long, and the first thing to do.
fn before(sheet: Sheet) -> Markup {
    let view = sheet.view;
    html! {
        section {
            h2 { "How it goes" }
            ol {
                li { "Say when: a first date, an hour and a time zone. Then open them." }
                li { "Anybody brings one sentence, with no proposal; others vote for what they would come for." }
                li { "At the hour the host asks before saying anything. Whoever brought it keeps it." }
                li { "Afterwards one of you writes down what came of it, in three lines." }
            }
            p.soft { "Two topics of twenty-five minutes a week are plenty to begin with." }
            @if view.may_edit { p { a.button.plain href={ (sheet.base) "/edit" } { "Say when" } } }
        }
        (steps(sheet))
    }
}

fn steps(sheet: Sheet) -> Markup {
    let view = sheet.view;
    moves(sheet.frame, sheet.base, view.dossier.record.version, &view.steps, view.refused.as_ref())
}

/// Dates without a topic that are too few to say anything.
const FEW: usize = 3;

/// Counts of half a year that name nobody; words below three topics.
fn looked_back(hours: &HoursBeside, today: jiff::civil::Date) -> Markup {
    let Some(seen) = &hours.look else { return html! {} };
    // Before anybody came there is nothing to look back on.
    if seen.talked == 0 && seen.dates.len() < FEW {
        return html! {};
    }
    let outcome = |name: &str| OUTCOMES.iter().find(|it| it.0 == name).map_or("", |it| it.1);
    html! {
        section {
            h2 { "The last half year" }
            p {
                @match seen.held() { 0 => "None", n => (words::capital(&words::number(n))) } " of " (words::count(seen.dates.len() as i64, "date")) " had a topic"
                @if seen.called_off > 0 { "; " (words::number(seen.called_off)) " more " @if seen.called_off == 1 { "was" } @else { "were" } " called off" }
                ". "
                @if seen.talked > 0 {
                    (words::capital(&words::count(seen.talked as i64, "topic"))) ", "
                    (seen.talked - seen.from_leads) " of them from people who do not lead the team."
                }
            }
            @if let Some((days, n)) = seen.days { p { "From a topic to its date: " (format!("{days:.0}")) " days in the middle (n = " (n) ")." } }
            @else if seen.talked > 0 { p.soft { "Too few to say how long a topic waits." } }
            @if seen.outcomes.len() > 1 {
                table { caption { "What came of them, n = " (seen.talked) } tbody {
                    @for (name, n) in &seen.outcomes { tr { th scope="row" { (words::capital(outcome(name))) } td { (n) } } }
                } }
            }
            p.soft.small { "Since " (words::day(seen.since, today)) ". Who comes how often is counted nowhere." }
        }
    }
}

/// What any record has below it.
fn beside(sheet: Sheet) -> Markup {
    let Sheet { frame, view, .. } = sheet;
    let own = |slot: &str| view.kind.slots.iter().any(|own| own.name == slot);
    let common: Vec<_> = view
        .hung
        .iter()
        .filter(|it| !own(it.slot.name) && it.slot.name != "response")
        .cloned()
        .collect();
    html! {
        @if view.dossier.record.state != "planned" { (steps(sheet)) }
        (attached::all(sheet.around(), &common))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(frame))
    }
}

fn margin(sheet: Sheet) -> Markup {
    let Sheet { frame, view, hours, .. } = sheet;
    let place = view.text("place");
    html! {
        dl {
            @if !hours.hosts.is_empty() { div { dt { @if hours.hosts.len() == 1 { "Host" } @else { "Hosts" } } dd { (words::list(&hours.hosts)) @if hours.i_host { "; you host too" } } } }
            @if !place.is_empty() { div { dt { "Where" } dd dir="auto" {
                @match crate::safe::SafeUrl::outside(place) { Some(to) => a href=(to) rel="noopener noreferrer nofollow" { (place) }, None => (place) }
            } } }
            @for name in ["format", "open_to"] {
                @if let Some(ask) = view.kind.ask(name).filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name))) {
                    div { dt { (ask.label) } dd { (view.answer(ask, frame.today)) } }
                }
            }
            @if !view.text("until").is_empty() { div { dt { "Until" } dd { (words::day_text(view.text("until"), frame.today)) } } }
            (view.about(frame))
        }
    }
}
