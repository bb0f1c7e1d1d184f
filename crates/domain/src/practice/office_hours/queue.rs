//! Who comes when: topics by votes, then by time; each to the date it asked for while there is room.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::dates;
use super::look::talked_at;
use super::slots::{TOPIC, VOTE};
use crate::attachment::Attachment;
use crate::calendar::{Series, Sitting};
use crate::id::{At, Id};
use crate::kind::Around;
use crate::record::{Dossier, Refusal};

/// Dates that are looked ahead to at least.
const AHEAD: usize = 6;

/// The dates to come with their topics.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan<'a> {
    pub series: Series,
    pub capacity: usize,
    /// In the order in which they begin, those called off too.
    pub dates: Vec<Slate<'a>>,
    /// Topics for which no date is left: the series ends before.
    pub left: Vec<Waiting<'a>>,
}

/// One date to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Slate<'a> {
    pub sitting: Sitting,
    pub topics: Vec<Waiting<'a>>,
}

/// One topic in the queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting<'a> {
    pub topic: &'a Attachment,
    pub votes: usize,
    /// The date it asked for, and why it is another one now.
    pub instead_of: Option<(Date, Instead)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instead {
    Full,
    CalledOff,
    /// That date came and went.
    Passed,
}

/// How many people would come for each topic; one person counts once.
pub fn votes(dossier: &Dossier, around: &Around) -> BTreeMap<String, usize> {
    let given =
        dossier.slot(VOTE.name).chain(around.sealed.iter().filter(|it| it.slot == VOTE.name));
    let all: BTreeSet<(&Id, &String)> = given
        .flat_map(|it| it.list("topics").iter().map(move |topic| (&it.author, topic)))
        .collect();
    let mut counts = BTreeMap::new();
    for (_, topic) in all {
        *counts.entry(topic.clone()).or_default() += 1;
    }
    counts
}

/// Errors: why the dates cannot be told yet.
pub fn plan<'a>(
    dossier: &'a Dossier,
    votes: &BTreeMap<String, usize>,
    now: At,
) -> Result<Plan<'a>, Refusal> {
    let series = dates::series(dossier)?;
    let capacity = dates::capacity(&dossier.record);
    let mut waiting: Vec<Waiting<'a>> = dossier
        .slot(TOPIC.name)
        .filter(|it| it.state == "waiting")
        .map(|topic| Waiting {
            votes: votes.get(topic.id.as_str()).copied().unwrap_or(0),
            topic,
            instead_of: None,
        })
        .collect();
    waiting.sort_by_key(turn);
    let mut plan =
        Plan { dates: slates(&series, &waiting, now), series, capacity, left: Vec::new() };
    // Whoever asked for a date has it before those who take any.
    let (asked, any): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|it| wish(it.topic).is_some());
    let mut rest = Vec::new();
    for it in asked {
        if let Err(it) = plan.seat(it) {
            rest.push(it);
        }
    }
    rest.extend(any);
    rest.sort_by_key(turn);
    for it in rest {
        plan.seat_anywhere(it);
    }
    for slate in &mut plan.dates {
        slate.topics.sort_by_key(turn);
    }
    Ok(plan)
}

/// How many topics were talked about in a date that began then; none before it has begun.
pub fn taken_up(dossier: &Dossier, starts: At, now: At) -> usize {
    let within = |at: &At| starts <= *at && *at <= now;
    let topics = dossier.slot(TOPIC.name).filter(|it| it.state == "done");
    topics.filter_map(talked_at).filter(within).count()
}

/// Votes first, then who came first.
fn turn(it: &Waiting) -> (std::cmp::Reverse<usize>, At, Id) {
    (std::cmp::Reverse(it.votes), it.topic.made_at, it.topic.id.clone())
}

fn wish(topic: &Attachment) -> Option<Date> {
    topic.text("wished_on").trim().parse().ok()
}

/// The next dates, enough for all that wait, and those that somebody asked for.
fn slates<'a>(series: &Series, waiting: &[Waiting], now: At) -> Vec<Slate<'a>> {
    let next = series.next(now, AHEAD + waiting.len());
    let end = next.last().map_or(now, |it| it.starts.plus(1));
    let mut all = series.between(now.plus(-series.length()), end);
    let wished = waiting.iter().filter_map(|it| series.on(wish(it.topic)?));
    all.extend(wished.filter(|it| it.starts >= end));
    all.retain(|it| it.ends > now);
    all.sort_by_key(|it| (it.starts, it.planned));
    all.dedup_by_key(|it| it.planned);
    all.into_iter().map(|sitting| Slate { sitting, topics: Vec::new() }).collect()
}

impl<'a> Plan<'a> {
    pub fn room(&self, slate: &Slate) -> usize {
        if slate.sitting.takes_place() {
            self.capacity.saturating_sub(slate.topics.len())
        } else {
            0
        }
    }

    /// The next date with room.
    pub fn next_with_room(&self) -> Option<&Sitting> {
        self.dates.iter().find(|it| self.room(it) > 0).map(|it| &it.sitting)
    }

    fn seat(&mut self, it: Waiting<'a>) -> Result<(), Waiting<'a>> {
        let Some(day) = wish(it.topic) else { return Err(it) };
        let found = self.dates.iter().position(|slate| slate.sitting.day() == day);
        let why = match found {
            Some(at) if self.room(&self.dates[at]) > 0 => {
                self.dates[at].topics.push(it);
                return Ok(());
            }
            Some(at) if self.dates[at].sitting.takes_place() => Instead::Full,
            Some(_) => Instead::CalledOff,
            None if self.series.on(day).is_some_and(|it| !it.takes_place()) => Instead::CalledOff,
            None => Instead::Passed,
        };
        Err(Waiting { instead_of: Some((day, why)), ..it })
    }

    fn seat_anywhere(&mut self, it: Waiting<'a>) {
        match self.dates.iter().position(|slate| self.room(slate) > 0) {
            Some(at) => self.dates[at].topics.push(it),
            None => self.left.push(it),
        }
    }
}

#[cfg(test)]
#[path = "queue/tests.rs"]
mod tests;
