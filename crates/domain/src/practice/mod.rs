//! Every kind of practice. Add a file, add a line.

pub mod backing;
pub mod celebration;
pub mod checks;
pub mod deal;
pub mod decision;
pub mod demo;
pub mod feedback;
pub mod health_review;
pub mod intent;
pub mod leave_test;
pub mod madr;
pub mod metrics_review;
pub mod office_hours;
pub mod our_mirrors;
mod own;
pub mod ownership;
pub mod playbook;
pub mod postmortem;
pub mod premortem;
pub mod proposal;
pub mod reading;
pub mod resurface;
pub mod samples;
pub mod scenario;
pub mod support;
pub mod team_led;

use std::collections::BTreeSet;

use crate::attachment::line;
use crate::kind::{Answer, Ask, Cell, Column, Kind, Need};

/// What this program offers. The list is handed to the house when it is built, so that a test can
/// add one.
pub static ALL: &[&Kind] = &[
    &intent::KIND,
    &decision::KIND,
    &premortem::KIND,
    &postmortem::KIND,
    &metrics_review::KIND,
    &our_mirrors::KIND,
    &reading::KIND,
    &health_review::KIND,
    &demo::KIND,
    &office_hours::KIND,
    &proposal::KIND,
    &celebration::KIND,
    &deal::KIND,
    &ownership::KIND,
    &backing::KIND,
    &feedback::KIND,
    &leave_test::KIND,
    &scenario::KIND,
    &playbook::KIND,
];

/// The kinds one house knows.
#[derive(Clone, Copy)]
pub struct Kinds(pub &'static [&'static Kind]);

impl Kinds {
    pub fn by_slug(self, slug: &str) -> Option<&'static Kind> {
        self.0.iter().copied().find(|kind| kind.slug == slug)
    }

    pub fn iter(self) -> impl Iterator<Item = &'static Kind> {
        self.0.iter().copied()
    }

    /// Names of slots in which something may be promised.
    pub fn slots_that_promise(self) -> BTreeSet<&'static str> {
        let slots = self.iter().flat_map(Kind::all_slots);
        slots.filter(|it| it.promises.is_some()).map(|it| it.name).collect()
    }

    /// Names of slots in which something may wait for somebody.
    pub fn slots_that_wait(self) -> BTreeSet<&'static str> {
        let slots = self.iter().flat_map(Kind::all_slots);
        slots.filter(|it| it.waits.is_some()).map(|it| it.name).collect()
    }
}

/// As much of a text as a sentence about it can hold.
fn short(text: &str) -> String {
    text.chars().take(80).collect()
}

/// Rows that several kinds ask in the same words.
pub static ASSUMPTION_COLUMNS: &[Column] = &[
    needed("statement", "We assume that", Cell::Line),
    column("owner", "Who checks it", Cell::Person),
    column("check_on", "Check on", Cell::Day),
    column("found", "What we found", Cell::Line),
];

pub static STOP_COLUMNS: &[Column] =
    &[needed("state", "If this is the case", Cell::Line), column("date", "On", Cell::Day)];

pub static DIRECTIONS: &[(&str, &str)] = &[("up", "up"), ("down", "down"), ("hold", "stay")];

pub static HARDNESS: &[(&str, &str)] = &[("hard", "hard"), ("soft", "soft")];

pub const fn column(name: &'static str, label: &'static str, cell: Cell) -> Column {
    Column { name, label, cell, needed: false }
}

pub const fn needed(name: &'static str, label: &'static str, cell: Cell) -> Column {
    Column { name, label, cell, needed: true }
}

/// An ask that stands behind "more".
pub const fn later(ask: Ask) -> Ask {
    Ask { first: false, ..ask }
}

pub const fn day(name: &'static str, label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { answer: Answer::Day, ..line(name, label, hint, need) }
}

/// Written by the house, shown, never asked.
pub const fn kept(name: &'static str, label: &'static str) -> Ask {
    Ask { kept: true, first: false, ..line(name, label, "", Need::Never) }
}
