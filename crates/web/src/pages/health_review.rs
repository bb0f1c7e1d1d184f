//! The page of a health review: whom it asks and what, before anybody writes a word; the ticket while
//! it is open; then the answers, and what the team makes of them.

mod asked;
mod open;
mod results;
mod round;
mod session;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use domain::health::gate::Rule;
use domain::health::instrument::Item;
use domain::health::results::WaveView;
use domain::health::turnout::Turnout;
use maud::{Markup, html};

use crate::charts::likert;
use crate::pages::record::{Beside, RecordView};
use crate::parts::attached;
use crate::parts::history::history;
use crate::parts::moves::moves;
use crate::shell::{Frame, Spot};
use crate::words;

/// What one reader may know of a wave, beside what its record holds.
#[derive(Clone, Debug, Default)]
pub struct HealthBeside {
    /// What is asked, in its order.
    pub items: Vec<Item>,
    /// How many people a figure needs, and comments.
    pub limits: (usize, usize),
    /// Who is asked: as it would be today, and from the opening on as it was then.
    pub groups: Vec<Asked>,
    /// Why there can be no ballots, with the way out; empty where there can.
    pub too_few: String,
    pub me: Reader,
    /// Only once it has closed, and only for whoever may read it.
    pub results: Option<Results>,
    /// Why whoever looks reads no results yet.
    pub unread: String,
}

/// A group of the declared tree, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub name: String,
    pub people: usize,
    /// How far below the whole it is.
    pub depth: usize,
}

/// Whoever looks at the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    pub is_asked: bool,
    pub has_ticket: bool,
    /// Goes with the form that takes the ticket: the same page sent twice gets the same one.
    pub start: String,
    /// Groups they count in that are large enough: name and people asked.
    pub counted_in: Vec<(String, usize)>,
}

/// A closed wave as one reader sees it.
#[derive(Clone, Debug)]
pub struct Results {
    pub wave: WaveView,
    /// Which of its groups is shown.
    pub group: usize,
    /// The wave before, as the same reader sees it.
    pub before: Option<WaveView>,
}

/// Everything a part of the page looks at.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    frame: &'a Frame,
    view: &'a RecordView,
    health: &'a HealthBeside,
    base: &'a str,
}

impl Sheet<'_> {
    fn state(&self) -> &str {
        &self.view.dossier.record.state
    }

    fn is_round(&self) -> bool {
        self.view.text("held_as") == "round"
    }

    fn around(&self) -> attached::Around<'_> {
        self.view.around(self.frame, self.base)
    }

    /// A slot of the kind, by its name.
    fn slot(&self, name: &str) -> Markup {
        let hung = self.view.hung(name);
        hung.map_or_else(|| html! {}, |hung| attached::slot(self.around(), hung))
    }

    fn day(&self, name: &str) -> String {
        words::day_text(self.view.text(name), self.frame.today)
    }

    /// The steps that lead on from here; the other way of holding it, and ballots for too few, do not.
    fn steps(&self) -> Markup {
        let view = self.view;
        let ballots = !self.is_round() && self.health.too_few.is_empty();
        let leads_on = |step: &str| match step {
            "open" => ballots,
            "hold" => self.is_round(),
            _ => true,
        };
        let steps: Vec<_> =
            view.steps.iter().filter(|it| leads_on(it.step.name)).cloned().collect();
        let version = view.dossier.record.version;
        moves(self.frame, self.base, version, &steps, view.refused.as_ref())
    }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    let none = HealthBeside::default();
    let health = match &view.beside {
        Beside::Health(it) => it.as_ref(),
        _ => &none,
    };
    let sheet = Sheet { frame: &frame, view, health, base: &base };
    let body = html! {
        (view.retired_note())
        @match sheet.state() {
            "preparing" if sheet.is_round() => (round::preparing(sheet)),
            "preparing" => (asked::preparing(sheet)),
            "open" => (open::open(sheet)),
            "talked" if sheet.is_round() => (round::held(sheet)),
            "closed" => (session::reading(sheet)),
            "talked" => (session::talked(sheet)),
            _ => { @if !view.text("outcome").is_empty() { p { (view.text("outcome")) } } (sheet.steps()) },
        }
        (beside(sheet))
    };
    frame.page(&view.page().lead(lead(sheet)).body(body).margin(margin(sheet)))
}

/// The sentence that is true now.
fn lead(sheet: Sheet) -> Markup {
    html! {
        @match sheet.state() {
            "preparing" if sheet.is_round() => "An open round: the same questions, talked through. Only what you agree on is kept.",
            "preparing" if !sheet.health.too_few.is_empty() => "Too few people for ballots: each could be found out. Nobody has been asked anything.",
            "preparing" => "Nothing is asked yet. Look over whom it asks, what, and what it promises; then open it.",
            "open" => { "Open for answers until the end of " (sheet.day("closes_on")) ". Nobody sees anything before, not even how many answered." },
            "closed" => (turnout_first(sheet)),
            "talked" if sheet.is_round() => "Talked through. What you agreed stands here; what was said stayed in the room.",
            "talked" => { @match sheet.view.text("outcome").trim() { "" => "Talked over.", said => span dir="auto" { (said.lines().next().unwrap_or_default()) } } },
            _ => "Called off. Nothing was counted, and what was answered can be opened by nobody any more.",
        }
    }
}

fn turnout_first(sheet: Sheet) -> Markup {
    let seen = sheet.health.results.as_ref();
    html! {
        @match seen.map(|it| it.wave.groups[it.group].turnout) {
            Some(it @ Turnout::Shown { .. }) => { (likert::turnout(it)) ". Read the answers; then each writes down, unseen, what surprised them." },
            Some(Turnout::Hidden(_)) => "Closed and counted. What may be shown stands below, and every rule that hides something says so.",
            None => "Closed and counted. The team reads it first.",
        }
    }
}

/// What any record has below it; what is of the kind stands where it belongs.
fn beside(sheet: Sheet) -> Markup {
    let Sheet { frame, view, .. } = sheet;
    let set =
        ["joined", "surprise", "explanation", "commitment", "support", "response", "question"];
    let others: Vec<_> =
        view.hung.iter().filter(|it| !set.contains(&it.slot.name)).cloned().collect();
    html! {
        (sheet.slot("question"))
        (attached::all(sheet.around(), &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(frame))
    }
}

fn margin(sheet: Sheet) -> Markup {
    let Sheet { frame, view, health, .. } = sheet;
    let (scores, comments) = health.limits;
    let kept = ["opened_on", "closed_on", "talk_on", "talked_on", "lead", "led_otherwise"];
    let said = view.kind.asks.iter().filter(|ask| kept.contains(&ask.name));
    let said = said.filter(|ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)));
    let turnout = health.results.as_ref().map(|it| it.wave.groups[it.group].turnout);
    html! {
        dl {
            @if let Some(it) = turnout { div { dt { "Answered" } dd { (likert::turnout(it)) } } }
            @if !sheet.is_round() && scores > 0 {
                div { dt { "A figure needs" } dd { (scores) " people who answered" } }
                div { dt { "Comments need" } dd { (comments) " who wrote" } }
            }
            @for ask in said { div { dt { (ask.label) } dd { (view.answer(ask, frame.today)) } } }
            @if !sheet.is_round() { div { dt { "Who may look" } dd { (who_may_look(sheet)) } } }
            (view.about(frame))
        }
    }
}

fn who_may_look(sheet: Sheet) -> &'static str {
    match sheet.state() {
        "closed" => "whoever was asked; others once the team has talked it over",
        "talked" => "everybody, by the same rules",
        _ => "nobody, before it has closed",
    }
}

/// Why a rule hides something, in one place for all that is hidden on a page.
fn rules_of(hidden: &BTreeSet<Rule>) -> Markup {
    html! {
        @if !hidden.is_empty() {
            details {
                summary { "What is not shown, and why" }
                dl { @for rule in hidden { div { dt { "Rule " (format!("{rule:?}")) } dd { (rule.says()) } } } }
                p.soft { "A group of none reads like a group of four. " a href="/guide/health-reviews" { "How it is held" } }
            }
        }
    }
}
