//! The page of a record of any kind, drawn from the kind's table.

mod answer;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use domain::finding::Finding;
use domain::kind::{Ask, Kind};
use domain::record::{Dossier, Row};
use maud::{Markup, html};

use crate::guide;
use crate::pages::list::path_of;
use crate::pages::premortem::Room;
use crate::parts::attached::{self, Hung};
use crate::parts::field::{Choices, Dimension};
use crate::parts::history::{Happened, history};
use crate::parts::learned::Learned;
use crate::parts::moves::{Refused, Step, moves};
use crate::parts::{finding, how, state};
use crate::shell::{Frame, Page, Spot};
use crate::words;

/// A record as one person may see it.
#[derive(Clone)]
pub struct RecordView {
    pub kind: &'static Kind,
    pub dossier: Dossier,
    /// Name and slug.
    pub team: (String, String),
    pub author: String,
    pub steps: Vec<Step>,
    pub hung: Vec<Hung>,
    /// Only for whoever may edit.
    pub findings: Vec<Finding>,
    pub history: Vec<Happened>,
    pub may_edit: bool,
    pub may_retire: bool,
    pub refused: Option<Refused>,
    /// Records that name this one, and records this one names.
    pub linked: Vec<Linked>,
    /// What was learned before that touches it; only for whoever writes it.
    pub learned: Vec<Learned>,
    pub choices: Choices,
    /// Names by handle, for answers that name people.
    pub people: BTreeMap<String, String>,
    /// Where people sit together on this record: only a pre-mortem has one.
    pub room: Option<Room>,
    /// What the page of this kind shows that the record does not hold.
    pub beside: Beside,
}

/// What some kinds show beside their own words, brought from elsewhere.
#[derive(Clone, Default)]
pub enum Beside {
    #[default]
    Nothing,
    Deal(Box<crate::pages::deal::DealBeside>),
    Leave(Box<crate::pages::leave_test::LeaveBeside>),
    Hours(Box<crate::pages::office_hours::HoursBeside>),
    Reading(Box<crate::pages::reading::ReadingBeside>),
    Run(Box<crate::pages::scenario::RunBeside>),
    Health(Box<crate::pages::health_review::HealthBeside>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    pub id: String,
    pub title: String,
    pub to: String,
    /// “works towards it”, “replaced by”: how it belongs.
    pub relation: String,
    pub state: String,
}

impl RecordView {
    pub fn base(&self) -> String {
        format!("/{}/{}", self.kind.slug, self.dossier.record.id)
    }

    pub fn around<'a>(&'a self, frame: &'a Frame, base: &'a str) -> attached::Around<'a> {
        attached::Around { frame, base, choices: &self.choices }
    }

    /// Whether something is still to come of it.
    pub fn is_open(&self) -> bool {
        let state = self.kind.state(&self.dossier.record.state);
        state.is_some_and(|it| it.open) && !self.dossier.record.retired
    }

    pub fn text(&self, name: &str) -> &str {
        self.dossier.record.text(name)
    }

    pub fn name(&self, handle: &str) -> String {
        self.people.get(handle).cloned().unwrap_or_else(|| format!("@{handle}"))
    }

    pub fn hung(&self, slot: &str) -> Option<&Hung> {
        self.hung.iter().find(|it| it.slot.name == slot)
    }

    /// The page around a body: crumb, state, heading.
    pub fn page(&self) -> Page {
        let record = &self.dossier.record;
        Page::new(record.title.clone())
            .under(self.team.0.clone(), format!("/team/{}", self.team.1))
            .under(self.kind.plural, path_of(self.kind))
            .mark(state::state(self.kind, &record.state))
    }

    /// The part of the margin every record has.
    pub fn about(&self, frame: &Frame) -> Markup {
        let record = &self.dossier.record;
        html! {
            div { dt { "Begun" } dd { (self.author) ", " (words::distance(record.opened_at.day(), frame.today)) } }
            div { dt { "Version" } dd { (record.version) ", " (words::ago(record.changed_at, frame.now)) } }
            (how::beside(guide::of_kind(self.kind.slug)))
            @if self.may_edit {
                div { dt { "Checks" } dd { (finding::summary(&self.findings)) } }
                div.no-print { dt.unseen { "Change it" } dd { a href={ (self.base()) "/edit" } data-edit { "Edit" } } }
            }
        }
    }

    pub fn links(&self) -> Markup {
        html! {
            @if !self.linked.is_empty() {
                section {
                    h2 { "Belongs together" }
                    ul.lines.quiet { @for it in &self.linked { li {
                        a.what href=(it.to) dir="auto" { (it.title) }
                        p.why { (it.relation) @if !it.state.is_empty() { " · " (it.state) } }
                    } } }
                }
            }
        }
    }

    pub fn learned(&self, frame: &Frame) -> Markup {
        crate::parts::learned::learned(frame, Some(&self.base()), &self.learned)
    }

    /// Out of the lists, or back into them. Nothing is deleted.
    pub fn put_away(&self, frame: &Frame) -> Markup {
        let record = &self.dossier.record;
        html! {
            @if self.may_retire {
                form.no-print method="post" action={ (self.base()) "/retire" } {
                    (frame.token_field())
                    input type="hidden" name="version" value=(record.version);
                    @if record.retired { input type="hidden" name="back" value="1"; button.link { "Take it out again" } }
                    @else { button.link { "Put it away" } " " span.soft.small { "It is kept and can be found by searching." } }
                }
            }
        }
    }

    pub fn retired_note(&self) -> Markup {
        html! { @if self.dossier.record.retired { p.note { "This is put away: kept and found by searching, out of the lists." } } }
    }
}

pub fn shown<'a>(choices: &[(&'static str, &'static str)], stored: &'a str) -> &'a str {
    choices.iter().find(|it| it.0 == stored).map_or(stored, |it| it.1)
}

/// A case in one line: “engineering/storage · 2 person-days · a quarter to undo”.
pub fn case(rows: &[Row], dimensions: &[Dimension]) -> Markup {
    let said = |row: &Row| {
        let (name, value) = (row.get("name")?, row.get("value")?);
        let unit = dimensions.iter().find(|it| it.name == *name).map_or("", |it| &it.after);
        let whole = || match value.trim().parse() {
            Ok(number) if !unit.is_empty() => domain::lanes::phrase::counted(number, unit),
            _ => domain::lanes::phrase::said(name, value),
        };
        (!value.is_empty()).then(whole)
    };
    let said: Vec<String> = rows.iter().filter_map(said).collect();
    html! { p dir="auto" { (said.join(" · ")) } }
}

pub fn page(frame: &Frame, view: &RecordView) -> Markup {
    let frame = frame.at(Spot::of(view.kind.place));
    let base = view.base();
    // A mark that is kept for the program is no section of the page.
    let mark = |ask: &Ask| ask.kept && view.text(ask.name) == "yes";
    let around = view.around(&frame, &base);
    // The thing itself comes before what can be done with it.
    let is_first = |it: &Hung| view.kind.begins_with.is_some_and(|slot| slot.name == it.slot.name);
    let (begun, others): (Vec<Hung>, Vec<Hung>) = view.hung.iter().cloned().partition(is_first);
    let said = |ask: &&Ask| !ask.is_empty(view.dossier.record.answers.get(ask.name)) && !mark(ask);
    let body = html! {
        (view.retired_note())
        @for ask in view.kind.asks.iter().filter(said) {
            section { h2 { (ask.label) } (view.answer(ask, frame.today)) }
        }
        @if view.kind.asks.iter().all(|ask| !said(&ask)) {
            p.soft { (view.kind.purpose) }
            @if view.may_edit { p { a.button.plain href={ (base) "/edit" } { "Write more" } } }
        }
        (attached::all(around, &begun))
        (moves(&frame, &base, view.dossier.record.version, &view.steps, view.refused.as_ref()))
        (attached::all(around, &others))
        (view.links())
        (history(&view.history, frame.now))
        (view.put_away(&frame))
    };
    frame.page(&view.page().body(body).margin(html! { dl { (view.about(&frame)) } }))
}
