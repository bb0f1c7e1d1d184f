//! How well a team decides: process beside outcome, and what was expected against what came.
//!
//! The team's own figures are the team's. One's own forecasts are for oneself alone.

use std::collections::BTreeMap;

use domain::attachment::Attachment;
use domain::deed::Deed;
use domain::id::{At, Id};
use domain::measure::forecasts::{Calibration, Known, calibration};
use domain::measure::judged::{Judged, Table, table};
use domain::measure::mirror::PEOPLE;
use domain::people::ActorKind;
use domain::practice::decision::slots::weakest;
use domain::record::Record;
use store::{Filter, Scope};

use super::Desk;
use crate::problem::Result;

/// Rows of one kind that are read for one page; a team has a few hundred in years.
const MOST: usize = 2_000;

/// What a team sees of its own deciding.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    pub table: Table,
    /// The decisions behind the table, newest first.
    pub judged: Vec<(Record, Judged)>,
    pub forecasts: TeamForecasts,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TeamForecasts {
    /// Fewer people than the limit have forecast: a score would show single people.
    TooFewPeople {
        need: usize,
    },
    Shown {
        calibration: Calibration,
        open: usize,
        void: usize,
    },
}

/// One's own forecasts and how they came out.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnForecasts {
    pub calibration: Calibration,
    pub known: Vec<(Record, Attachment)>,
    pub open: usize,
    pub void: usize,
}

/// What became of one question of the bank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    pub asked: usize,
    pub changed: usize,
}

impl Desk {
    /// Only for the team itself, and not for whoever leads it from outside.
    pub async fn quality(&self, team: &Id) -> Result<Quality> {
        self.need(Deed::ReadMirrors, &self.org.subject(Some(team), None))?;
        let scope = Scope::Teams(vec![team.clone()]);
        let judged = self.judged(&scope).await?;
        let forecasts = self.all_hanging(scope.clone(), "forecast", None, MOST).await?;
        Ok(Quality {
            table: table(&judged.iter().map(|it| it.1).collect::<Vec<_>>()),
            judged,
            forecasts: of_team(&forecasts),
        })
    }

    /// The actor's own; nobody can ask for somebody else's.
    pub async fn own_forecasts(&self) -> Result<OwnForecasts> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mine = if self.actor.kind == ActorKind::Person {
            self.all_hanging(Scope::All, "forecast", Some(&self.actor.id), MOST).await?
        } else {
            Vec::new()
        };
        let of = |state: &str| mine.iter().filter(|(_, it)| it.state == state).count();
        let (open, void) = (of("open"), of("void"));
        let known: Vec<_> = mine.into_iter().filter(|(_, it)| known(it).is_some()).collect();
        let values: Vec<Known> = known.iter().filter_map(|(_, it)| self::known(it)).collect();
        Ok(OwnForecasts { calibration: calibration(&values), known, open, void })
    }

    /// How often each question of the bank was asked here, and how often its answer changed
    /// something: of the question, whoever asked.
    pub async fn questions_used(&self) -> Result<BTreeMap<String, Used>> {
        self.need(Deed::ReadRecord, &self.org.subject(None, None))?;
        let mut used: BTreeMap<String, Used> = BTreeMap::new();
        for (_, it) in self.all_hanging(self.scope(None), "question", None, MOST).await? {
            let one = used.entry(it.text("bank").to_owned()).or_default();
            one.asked += 1;
            one.changed += usize::from(it.state == "changed");
        }
        used.remove("");
        Ok(used)
    }

    async fn judged(&self, scope: &Scope) -> Result<Vec<(Record, Judged)>> {
        let mut ratings: BTreeMap<Id, Vec<Attachment>> = BTreeMap::new();
        for (record, it) in self.all_hanging(scope.clone(), "rating", None, MOST).await? {
            ratings.entry(record.id).or_default().push(it);
        }
        let mut filter = Filter::of(scope.clone()).kind("decision");
        filter.states = vec!["known".into(), "reviewed".into()];
        let found = self.records_of(&filter, MOST).await?;
        let none = Vec::new();
        let judge = |record: Record| {
            let judged = judged_of(&record, ratings.get(&record.id).unwrap_or(&none));
            (record, judged)
        };
        Ok(found.into_iter().map(judge).collect())
    }
}

fn of_team(forecasts: &[(Record, Attachment)]) -> TeamForecasts {
    let mut people: Vec<&Id> =
        forecasts.iter().filter(|(_, it)| known(it).is_some()).map(|(_, it)| &it.author).collect();
    people.sort_unstable();
    people.dedup();
    if people.len() < PEOPLE {
        return TeamForecasts::TooFewPeople { need: PEOPLE };
    }
    let of = |state: &str| forecasts.iter().filter(|(_, it)| it.state == state).count();
    let values: Vec<Known> = forecasts.iter().filter_map(|(_, it)| known(it)).collect();
    TeamForecasts::Shown { calibration: calibration(&values), open: of("open"), void: of("void") }
}

/// A forecast that came true or did not; void and open ones are not scored.
fn known(it: &Attachment) -> Option<Known> {
    let came_true = match it.state.as_str() {
        "true" => true,
        "false" => false,
        _ => return None,
    };
    let sure = it.text("probability").trim().parse::<f64>().ok()? / 100.0;
    Some(Known { sure: sure.clamp(0.01, 0.99), came_true })
}

/// Only ratings from before the outcome was known count: afterwards, the result shines through.
fn judged_of(record: &Record, ratings: &[Attachment]) -> Judged {
    let known_at = record.text("known_at").parse::<jiff::Timestamp>().ok();
    let known_at = known_at.map_or(At(i64::MAX), |it| At(it.as_millisecond()));
    let before = ratings.iter().filter(|it| it.made_at < known_at);
    let weakest = before.clone().filter_map(|it| weakest(&it.answers)).reduce(f64::min);
    Judged {
        weakest,
        only_after: !ratings.is_empty() && before.count() == 0,
        turned_well: match record.text("turned") {
            "good" => Some(true),
            "bad" => Some(false),
            _ => None,
        },
    }
}
