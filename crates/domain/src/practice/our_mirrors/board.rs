//! What follows for the page from what a team said of its mirrors.

use jiff::civil::Date;

use super::slots::{CHANGE, CHOICE, NOTE, RETIREMENT};
use crate::attachment::Attachment;
use crate::id::Id;
use crate::measure::Declared;
use crate::measure::mark::{Mark, What};
use crate::record::{Dossier, Value};

/// Empty for a team that has said nothing: every mirror stands there in its usual order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// The record it comes from.
    pub record: Option<Id>,
    /// Ids of the mirrors on the page, the first on top; none chosen is all of them.
    pub chosen: Vec<String>,
    /// Why these.
    pub why: String,
    pub marks: Vec<Mark>,
    pub declared: Vec<Declared>,
    pub retired: Vec<Retired>,
}

/// A mirror the team no longer looks into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retired {
    pub mirror: String,
    pub since: Date,
    pub why: String,
}

/// Where a mirror stands on the page of its team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stands {
    OnThePage(usize),
    OneClickAway,
    Retired,
}

impl Board {
    /// Of the dossier as somebody of the team sees it.
    pub fn of(dossier: &Dossier) -> Self {
        let record = Some(dossier.record.id.clone());
        if dossier.record.retired || dossier.record.state != "used" {
            return Self { record, ..Self::default() };
        }
        let holds = |slot: &'static crate::attachment::Slot| {
            dossier.slot(slot.name).filter(|it| it.state == slot.first_state())
        };
        let choice = holds(&CHOICE).last();
        let rows = match choice.and_then(|it| it.answers.get("mirrors")) {
            Some(Value::Rows(rows)) => rows.as_slice(),
            _ => &[],
        };
        let mut marks: Vec<Mark> = holds(&NOTE).filter_map(|it| mark(it, What::Note)).collect();
        marks.extend(holds(&CHANGE).filter_map(|it| mark(it, What::Change)));
        marks.sort_by_key(|it| it.on);
        Self {
            record,
            chosen: rows.iter().filter_map(|row| row.get("mirror")).cloned().collect(),
            why: choice.map_or("", |it| it.text("text")).to_owned(),
            marks,
            declared: holds(&CHANGE).filter_map(declared).collect(),
            retired: holds(&RETIREMENT).map(retired).collect(),
        }
    }

    pub fn stands(&self, mirror: &str) -> Stands {
        if self.retired.iter().any(|it| it.mirror == mirror) {
            return Stands::Retired;
        }
        if self.chosen.is_empty() {
            return Stands::OnThePage(0);
        }
        let place = self.chosen.iter().position(|it| it == mirror);
        place.map_or(Stands::OneClickAway, Stands::OnThePage)
    }
}

fn mark(it: &Attachment, what: fn(String) -> What) -> Option<Mark> {
    let mirrors = Some(it.text("mirror").to_owned()).filter(|it| !it.is_empty());
    Some(Mark {
        on: it.text("on").parse().ok()?,
        what: what(it.text("text").to_owned()),
        mirrors: mirrors.into_iter().collect(),
    })
}

fn declared(it: &Attachment) -> Option<Declared> {
    let (reason, mirror) = (it.text("text").to_owned(), it.text("mirror").to_owned());
    Some(Declared { on: it.text("on").parse().ok()?, reason, mirror })
}

fn retired(it: &Attachment) -> Retired {
    let (mirror, why) = (it.text("mirror").to_owned(), it.text("text").to_owned());
    Retired { mirror, since: it.made_at.day(), why }
}
