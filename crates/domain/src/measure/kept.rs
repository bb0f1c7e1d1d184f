//! A mirror as it was on one day: what a released reading holds, and never more than it held then.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::baseline::Baseline;
use super::behaviour::Limits;
use super::mirror::{About, Interval, Mirror, Point, Signal};
use super::window::{Every, Window};
use super::{
    concentration, deployment_frequency, follow_through, lead_time, newcomers, release_frequency,
    release_wait, review, words,
};
use crate::id::At;

static ABOUTS: [&About; 9] = [
    &release_frequency::ABOUT,
    &deployment_frequency::ABOUT,
    &lead_time::ABOUT,
    &review::ABOUT,
    &release_wait::ABOUT,
    &newcomers::FIRST,
    &newcomers::TENTH,
    &concentration::ABOUT,
    &follow_through::ABOUT,
];

/// Numbers, their doubt and their definition. No curve, whose steps could be single people.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Kept {
    pub id: String,
    pub name: String,
    pub version: u32,
    pub definition: String,
    pub method: String,
    pub unit: String,
    /// Of which history; empty for what the records say.
    pub history: String,
    pub says: String,
    /// Milliseconds since 1970, UTC.
    pub from: i64,
    pub to: i64,
    pub n: Option<usize>,
    pub open: Option<usize>,
    pub median: Option<f64>,
    pub p75: Option<f64>,
    pub p90: Option<f64>,
    pub interval: Option<Interval>,
    pub why: BTreeMap<String, String>,
    pub left_out: Vec<(String, usize)>,
    pub every: Option<Every>,
    pub series: Vec<Point>,
    pub limits: Option<Limits>,
    pub baselines: Vec<Baseline>,
    pub signals: Vec<Signal>,
    pub notes: Vec<String>,
}

/// The reasons a mirror gives, by the names it gives them.
const WHYS: [&str; 8] = ["median", "p75", "p90", "interval", "n", "open", "limits", "series"];

impl Kept {
    pub fn of(mirror: &Mirror, history: &str) -> Self {
        let about = &mirror.about;
        let why = mirror.why.iter().map(|(name, why)| ((*name).to_owned(), why.clone()));
        let unit = serde_json::to_value(about.unit).ok();
        Self {
            id: about.id.to_owned(),
            name: about.name.to_owned(),
            version: about.version,
            definition: about.definition.to_owned(),
            method: about.method.to_owned(),
            unit: unit.and_then(|it| it.as_str().map(str::to_owned)).unwrap_or_default(),
            history: history.to_owned(),
            says: mirror.says.clone(),
            from: mirror.window.from.0,
            to: mirror.window.to.0,
            n: mirror.n,
            open: mirror.open,
            median: mirror.median,
            p75: mirror.p75,
            p90: mirror.p90,
            interval: mirror.interval,
            why: why.collect(),
            left_out: mirror.excluded.iter().map(|it| (it.reason.to_owned(), it.count)).collect(),
            every: mirror.every,
            series: mirror.series.clone(),
            limits: mirror.limits,
            baselines: mirror.baselines.clone(),
            signals: mirror.signals.clone(),
            notes: mirror.notes.clone(),
        }
    }

    /// # Errors
    /// None that a person can cause: the house wrote it.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub fn window(&self) -> Window {
        Window { from: At(self.from), to: At(self.to) }
    }

    /// The mirror to draw it by, where its definition is still the one it was counted by. What was
    /// left out stands among its notes.
    pub fn mirror(&self) -> Option<Mirror> {
        let about = ABOUTS.iter().find(|it| it.id == self.id && it.version == self.version)?;
        let mut mirror = Mirror::new(about, self.window());
        mirror.says.clone_from(&self.says);
        (mirror.n, mirror.open) = (self.n, self.open);
        (mirror.median, mirror.p75, mirror.p90) = (self.median, self.p75, self.p90);
        mirror.interval = self.interval;
        let known = |name: &&'static str| self.why.get(*name).map(|why| (*name, why.clone()));
        mirror.why = WHYS.iter().filter_map(known).collect();
        mirror.every = self.every;
        mirror.series.clone_from(&self.series);
        mirror.series_unit = match self.id.as_str() {
            id if id == release_frequency::ABOUT.id => super::Unit::Releases,
            id if id == deployment_frequency::ABOUT.id => super::Unit::Deployments,
            _ => about.unit,
        };
        mirror.limits = self.limits;
        mirror.baselines.clone_from(&self.baselines);
        mirror.signals.clone_from(&self.signals);
        mirror.notes.clone_from(&self.notes);
        mirror.notes.extend(self.left_out_words());
        Some(mirror)
    }

    /// `Left out: landings by programs, 4.`
    pub fn left_out_words(&self) -> Option<String> {
        let each: Vec<String> = self
            .left_out
            .iter()
            .map(|(why, n)| format!("{why}: {}", words::number(*n as f64)))
            .collect();
        (!each.is_empty()).then(|| format!("Left out: {}.", each.join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Row, day, facts_of, hours_after};
    use super::super::{NAMES, all};
    use super::*;

    fn mirrors() -> Vec<Mirror> {
        let at = |i: i64| hours_after(day("2026-01-05"), i * 20);
        let row = |i: i64| Row {
            at: at(i),
            begun: hours_after(at(i), -(i % 9) - 1),
            author: i as u32 % 9,
            ..Row::default()
        };
        let facts = facts_of(&(0..200).map(row).collect::<Vec<_>>());
        all(&facts, Window { from: day("2026-01-01"), to: day("2026-07-01") })
    }

    #[test]
    fn every_mirror_is_kept_and_read_back_as_it_was_but_for_its_curve() {
        for mirror in mirrors() {
            let kept = Kept::of(&mirror, "payments");
            let back = Kept::read(&kept.to_text()).expect("what was written");
            assert_eq!(back, kept);
            let mut drawn = back.mirror().expect("a definition that still holds");
            drawn.notes.retain(|it| !it.starts_with("Left out: "));
            let plain = Mirror {
                excluded: vec![],
                curve: vec![],
                censored: vec![],
                trends: vec![],
                why: mirror
                    .why
                    .iter()
                    .filter(|it| WHYS.contains(it.0))
                    .map(|it| (*it.0, it.1.clone()))
                    .collect(),
                ..mirror
            };
            assert_eq!(drawn, plain);
        }
    }

    #[test]
    fn whatever_can_be_looked_at_can_be_kept() {
        for (id, name) in NAMES {
            assert!(ABOUTS.iter().any(|it| it.id == *id && it.name == *name), "{id}");
        }
    }

    #[test]
    fn a_definition_that_has_changed_since_draws_nothing_and_keeps_its_words() {
        let mut kept = Kept::of(&mirrors()[0], "payments");
        kept.version += 1;
        assert_eq!(kept.mirror(), None);
        assert!(kept.definition.ends_with('.') && kept.window().from == day("2026-01-01"));
    }

    #[test]
    fn what_was_left_out_is_said_with_its_number() {
        let mut kept = Kept::of(&mirrors()[0], "");
        assert_eq!(kept.left_out_words(), None);
        kept.left_out = vec![("landings by programs".into(), 4), ("others".into(), 1)];
        assert_eq!(kept.left_out_words().unwrap(), "Left out: landings by programs: 4; others: 1.");
    }
}
