//! How a practice comes back in a team's year, and where it stands in one quarter of it.

use jiff::civil::Date;

use super::Quarter;
use crate::id::Id;
use crate::kind::Kind;
use crate::record::{Dossier, Record};

/// In the table of a kind: that a team does this again and again.
#[derive(Clone, Copy)]
pub struct Rhythm {
    pub returns: Returns,
    pub held: Held,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// Once begun, it is worth doing in every quarter.
    EachQuarter,
    /// After an incident, before something large, when there is a reason: no quarter lacks it.
    AsItComes,
}

/// What says that it took place, and when.
#[derive(Clone, Copy)]
pub enum Held {
    /// A record in one of these states, on the first of these days that is answered; where none
    /// is, on the day it was begun.
    Record { states: &'static [&'static str], on: &'static [&'static str] },
    /// Each of what hangs on a record in this slot, on the day it was written.
    Hanging(&'static str),
    /// The dates that a record's own rule gives within these days, both counting.
    Dates(fn(&Dossier, Date, Date) -> Vec<Date>),
}

/// What one record says about its practice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marked {
    pub record: Id,
    /// Days on which it took place.
    pub held: Vec<Date>,
    /// Days on which it is to take place, or was and nobody said that it did.
    pub planned: Vec<Date>,
    /// Still expects work.
    pub is_open: bool,
}

/// Where a practice stands in a quarter. What it says first is the most certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Held,
    /// On this day, today or later.
    Planned(Date),
    /// This day is over, and nobody said that it took place.
    Passed(Date),
    /// Begun, and without a day.
    UnderWay,
    /// Comes back on this day, in a later quarter.
    Later(Date),
    /// The team does not use it.
    SwitchedOff,
    /// Comes back each quarter, and this one is not over.
    NotYet,
    /// Comes back each quarter, and this one went by without it.
    NotHeld,
    /// Comes back each quarter once a team has begun with it; this one had not.
    NeverYet,
    /// Comes when there is a reason, and there was none.
    None,
}

/// A practice of one team in one quarter.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub says: Says,
    /// Held in this quarter, in order.
    pub held: Vec<(Date, Id)>,
    /// Still to come in it, or passed without a word.
    pub planned: Vec<(Date, Id)>,
    /// Open, and without a day in this quarter.
    pub open: Vec<Id>,
    /// The last time before this quarter.
    pub last: Option<Date>,
}

/// Reads one record of a kind that returns; nothing where it was put away.
pub fn marks(
    kind: &Kind,
    rhythm: &Rhythm,
    dossier: &Dossier,
    quarter: Quarter,
    today: Date,
) -> Marked {
    let record = &dossier.record;
    if record.retired {
        return Marked::default();
    }
    let due = kind.due_on(record);
    let is_open = kind.state(&record.state).is_some_and(|it| it.open);
    let (held, planned) = match rhythm.held {
        Held::Record { states, on } if states.contains(&record.state.as_str()) => {
            (vec![held_on(record, on)], Vec::new())
        }
        Held::Record { .. } => (Vec::new(), due.into_iter().collect()),
        Held::Hanging(slot) => {
            let days = dossier.slot(slot).map(|it| it.made_at.day());
            (days.collect(), due.into_iter().collect())
        }
        Held::Dates(between) => {
            let days = between(dossier, quarter.first(), quarter.last());
            days.into_iter().partition(|day| *day <= today)
        }
    };
    Marked { record: record.id.clone(), held, planned, is_open }
}

fn held_on(record: &Record, on: &[&str]) -> Date {
    let said = on.iter().find_map(|name| record.text(name).trim().parse().ok());
    said.unwrap_or_else(|| record.opened_at.day())
}

/// Where a practice stands in a quarter, as seen today.
pub fn standing(
    returns: Returns,
    is_used: bool,
    marks: &[Marked],
    quarter: Quarter,
    today: Date,
) -> Standing {
    let days = |of: fn(&Marked) -> &Vec<Date>| {
        marks.iter().flat_map(move |it| of(it).iter().map(|day| (*day, it.record.clone())))
    };
    let within = |of: fn(&Marked) -> &Vec<Date>| {
        let mut found: Vec<_> = days(of).filter(|it| quarter.holds(it.0)).collect();
        found.sort();
        found
    };
    let (held, planned) = (within(|it| &it.held), within(|it| &it.planned));
    let last = days(|it| &it.held).map(|it| it.0).filter(|it| *it < quarter.first()).max();
    let later = days(|it| &it.planned).map(|it| it.0).filter(|it| *it > quarter.last()).min();
    let open = |it: &&Marked| {
        let is_here = |all: &[(Date, Id)]| all.iter().any(|(_, id)| *id == it.record);
        it.is_open && !is_here(&held) && !is_here(&planned)
    };
    let open: Vec<&Marked> = marks.iter().filter(open).collect();
    // What is open today says nothing about a quarter that is over or has not begun; and what was
    // held before, and is only still being watched, is not the next one.
    let is_begun = |it: &&Marked| it.planned.is_empty() && it.held.is_empty();
    let is_under_way = quarter.holds(today) && open.iter().any(is_begun);
    let is_over = quarter.last() < today;
    let next = planned.iter().map(|it| it.0).find(|it| *it >= today);
    let says = if !held.is_empty() {
        Says::Held
    } else if let Some(day) = next {
        Says::Planned(day)
    } else if let Some((day, _)) = planned.first() {
        Says::Passed(*day)
    } else if is_under_way {
        Says::UnderWay
    } else if !is_used {
        Says::SwitchedOff
    } else if let Some(day) = later.filter(|_| !is_over) {
        Says::Later(day)
    } else {
        match returns {
            Returns::AsItComes => Says::None,
            Returns::EachQuarter if last.is_none() => Says::NeverYet,
            Returns::EachQuarter if is_over => Says::NotHeld,
            Returns::EachQuarter => Says::NotYet,
        }
    };
    let open = open.into_iter().map(|it| it.record.clone()).collect();
    Standing { says, held, planned, open, last }
}

impl Standing {
    /// Days of this quarter on which it still has to be held for its rhythm to go on.
    pub fn is_expected(&self) -> bool {
        matches!(self.says, Says::NotYet | Says::Passed(_) | Says::UnderWay)
    }
}
