//! Foresight recall: of what contributed to failures, how much had been foreseen (`domain.md` 4.3).

use std::collections::BTreeSet;

use crate::attachment::Attachment;
use crate::id::Id;
use crate::measure::proportion::wilson;

/// From this many factors on, a share has an interval worth showing.
const FOR_INTERVAL: usize = 10;
/// From this many pairs on, agreement beyond chance can be told.
const FOR_KAPPA: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    None,
    Category,
    Mechanism,
}

/// One person's reading of one factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub factor: String,
    pub by: Id,
    /// In the reader's own words; two readings make a pair only where these differ.
    pub role: String,
    pub how: How,
    /// The card that foresaw it: the one that stands for all it was joined with.
    pub card: Option<Id>,
}

/// A count with what it is a count of, and its doubt.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    pub some: usize,
    pub all: usize,
    /// 95 %, absent below ten.
    pub interval: Option<(f64, f64)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Recall {
    /// Same mechanism.
    pub strict: Share,
    /// Same mechanism or same category.
    pub lenient: Share,
    /// Same mechanism, and the card was among the planned ones.
    pub top: Share,
    /// Planned cards.
    pub k: usize,
}

/// What the readings of all factors give.
#[derive(Clone, Debug, PartialEq)]
pub enum Foresight {
    /// No factor is known: never 100 %.
    NothingToRecall,
    /// Factors are known; none was read by two people of different roles yet.
    NotReadYet { factors: usize },
    Known {
        recall: Recall,
        /// Factors that still wait for their second reader.
        waiting: usize,
        agreement: Agreement,
        /// The horizon has not passed: this is so far.
        provisional: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub same: usize,
    pub pairs: usize,
    /// Cohen's, from twenty pairs on; undefined where chance alone agrees fully.
    pub kappa: Option<f64>,
}

/// How a factor was foreseen, and by which card.
type Settled = (How, Option<Id>);

/// What both readers saw: where they differ, the weaker of the two counts.
fn settled(a: &Reading, b: &Reading) -> Settled {
    let how = a.how.min(b.how);
    let same_card = a.card == b.card;
    match how {
        // Two mechanisms seen in two different cards: one of the two is a likeness at most.
        How::Mechanism if !same_card => (How::Category, None),
        How::Mechanism => (How::Mechanism, a.card.clone()),
        other => (other, None),
    }
}

/// Recall over `factors`, as read by pairs; `planned` are the cards that were planned for.
pub fn foresight(
    factors: &[String],
    readings: &[Reading],
    planned: &BTreeSet<Id>,
    provisional: bool,
) -> Foresight {
    let factors: BTreeSet<&str> = factors.iter().map(String::as_str).collect();
    if factors.is_empty() {
        return Foresight::NothingToRecall;
    }
    let pairs: Vec<(&Reading, &Reading)> =
        factors.iter().filter_map(|factor| pair(readings, factor)).collect();
    if pairs.is_empty() {
        return Foresight::NotReadYet { factors: factors.len() };
    }
    let seen: Vec<Settled> = pairs.iter().map(|(a, b)| settled(a, b)).collect();
    let count = |holds: &dyn Fn(&Settled) -> bool| {
        share(seen.iter().filter(|it| holds(it)).count(), seen.len())
    };
    let recall = Recall {
        strict: count(&|it| it.0 == How::Mechanism),
        lenient: count(&|it| it.0 >= How::Category),
        top: count(&|it| it.1.as_ref().is_some_and(|card| planned.contains(card))),
        k: planned.len(),
    };
    let waiting = factors.len() - pairs.len();
    Foresight::Known { recall, waiting, agreement: agreement(&pairs), provisional }
}

/// The first two readings of a factor by different people in different roles.
fn pair<'a>(readings: &'a [Reading], factor: &str) -> Option<(&'a Reading, &'a Reading)> {
    let role = |it: &Reading| it.role.trim().to_lowercase();
    let mut latest: Vec<&Reading> = Vec::new();
    for reading in readings.iter().filter(|it| it.factor == factor) {
        latest.retain(|it| it.by != reading.by);
        latest.push(reading);
    }
    let first = *latest.first()?;
    let second = latest.into_iter().find(|it| role(it) != role(first))?;
    Some((first, second))
}

fn share(some: usize, all: usize) -> Share {
    let interval = if all >= FOR_INTERVAL { wilson(some as u64, all as u64) } else { None };
    Share { some, all, interval }
}

fn agreement(pairs: &[(&Reading, &Reading)]) -> Agreement {
    let n = pairs.len();
    let same = pairs.iter().filter(|(a, b)| a.how == b.how).count();
    let kappa = if n >= FOR_KAPPA { kappa(pairs, same) } else { None };
    Agreement { same, pairs: n, kappa }
}

fn kappa(pairs: &[(&Reading, &Reading)], same: usize) -> Option<f64> {
    let n = pairs.len() as f64;
    let of = |first: bool, how: How| {
        let is = |(a, b): &&(&Reading, &Reading)| if first { a.how == how } else { b.how == how };
        pairs.iter().filter(is).count() as f64 / n
    };
    let by_chance: f64 = [How::None, How::Category, How::Mechanism]
        .into_iter()
        .map(|how| of(true, how) * of(false, how))
        .sum();
    let seen = same as f64 / n;
    (by_chance < 1.0).then(|| (seen - by_chance) / (1.0 - by_chance))
}

/// A match as it hangs on the record. `None` where it says nothing that can be counted.
pub fn reading(it: &Attachment, root_of: impl Fn(&str) -> Option<Id>) -> Option<Reading> {
    let how = match it.text("how") {
        "mechanism" => How::Mechanism,
        "category" => How::Category,
        "none" => How::None,
        _ => return None,
    };
    Some(Reading {
        factor: it.text("factor").to_owned(),
        by: it.author.clone(),
        role: it.text("role").to_owned(),
        how,
        card: it.list("cards").first().and_then(|card| root_of(card)),
    })
}

/// The key of a factor: which postmortem, and its words. Fits a line.
pub fn factor_key(postmortem: &Id, factor: &str) -> String {
    let text: String = factor.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{postmortem}: {text}").chars().take(crate::record::LINE_CHARS).collect()
}

/// How a verdict counts: of the risks nobody acted on, how many came. One that was held off is no
/// false alarm.
pub fn hits<'a>(risks: impl Iterator<Item = &'a Attachment>) -> Share {
    let states: Vec<&str> = risks.map(|it| it.state.as_str()).collect();
    let of = |state: &str| states.iter().filter(|it| **it == state).count();
    share(of("occurred"), of("occurred") + of("unmitigated"))
}
