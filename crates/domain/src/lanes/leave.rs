//! The leave test: what would stall while somebody is away, and what was really decided without
//! them. A map, a span of days and plain values in; nothing here knows records.

use jiff::civil::Date;
use serde::Serialize;

use super::case::{Asker, Case};
use super::map::{Away, Lane, Map, Mode};
use crate::people::same_handle;

/// Somebody away, both days counting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub who: String,
    pub stand_in: Option<String>,
    pub from: Date,
    pub until: Date,
}

/// A decision that is open today.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenCall {
    pub id: String,
    pub case: Case,
    /// Whose call it is said to be; empty where its route was never asked for.
    pub deciders: Vec<String>,
}

/// An open decision that is theirs, and where it goes meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stall {
    pub id: String,
    /// Who decides meanwhile; empty where nobody but they could.
    pub goes_to: Vec<String>,
}

/// What somebody is to a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    Decides,
    Agrees,
    Advises,
}

/// A lane that needs them while they are away.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeldLane {
    pub lane: String,
    pub says: String,
    pub part: Part,
    /// Who else does the same, there on every day of the span.
    pub others: Vec<String>,
    /// With nobody beside them: who does it meanwhile; empty where nobody does.
    pub goes_to: Vec<String>,
    /// Days after which silence counts as agreement, where the lane says so.
    pub silence_days: Option<u32>,
}

impl HeldLane {
    /// Nobody does it while they are away, and no silence ends the wait.
    pub fn stalls(&self) -> bool {
        let waits = self.others.is_empty() && self.goes_to.is_empty();
        waits && self.part != Part::Advises && self.silence_days.is_none()
    }
}

/// What a span without somebody would look like.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Leave {
    pub calls: Vec<Stall>,
    pub lanes: Vec<HeldLane>,
}

/// A decision of the past, as far as this asks.
#[derive(Clone, Debug, PartialEq)]
pub struct PastCall {
    pub id: String,
    pub opened: Date,
    pub decided: Option<Date>,
    pub decider: String,
    /// Whose call the map said it was when it was opened.
    pub deciders: Vec<String>,
}

/// What became of the calls that were theirs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Without {
    /// Theirs by the map, decided by somebody else while they were away.
    pub decided: Vec<String>,
    /// Theirs by the map, and it waited until they were back, or still waits.
    pub waited: Vec<String>,
    /// Decided by them although they were away.
    pub from_afar: Vec<String>,
}

impl Map {
    /// The same map with one absence more, before those it names already.
    pub fn with_absence(&self, absence: &Absence) -> Map {
        let mut map = self.clone();
        let away = Away {
            who: absence.who.clone(),
            stand_in: absence.stand_in.clone(),
            from: Some(absence.from),
            until: Some(absence.until),
        };
        map.away.retain(|it| !same_handle(&it.who, &absence.who));
        map.away.insert(0, away);
        map
    }

    /// What would stall, or go elsewhere, while somebody is away. Each open call is routed on its
    /// own, on the first day of the absence.
    pub fn leave(&self, absence: &Absence, calls: &[OpenCall]) -> Leave {
        let away = self.with_absence(absence);
        let asker = self.asker(&absence.who, super::How::Named);
        let theirs = |it: &&OpenCall| self.is_call_of(it, absence, &asker);
        let stand_in = away.stand_in(&absence.who, absence.from);
        let stall = |it: &OpenCall| {
            let up = || away.route(&it.case, &asker, absence.from).deciders;
            let mut goes_to = stand_in.clone().map_or_else(up, |who| vec![who]);
            goes_to.retain(|who| !same_handle(who, &absence.who));
            Stall { id: it.id.clone(), goes_to }
        };
        let there = self.lanes.iter().filter(|it| {
            it.mode != Mode::Recommend
                && (it.is_active(absence.from) || it.is_active(absence.until))
        });
        let mut lanes: Vec<HeldLane> = there.flat_map(|it| away.parts(self, it, absence)).collect();
        // What stalls first, then in the order of the map.
        lanes.sort_by_key(|it| (!it.stalls(), it.part));
        Leave { calls: calls.iter().filter(theirs).map(stall).collect(), lanes }
    }

    fn is_call_of(&self, call: &OpenCall, absence: &Absence, asker: &Asker) -> bool {
        if !call.deciders.is_empty() {
            return call.deciders.iter().any(|it| same_handle(it, &absence.who));
        }
        let route = self.route(&call.case, asker, absence.from);
        route.deciders.iter().any(|it| same_handle(it, &absence.who))
    }

    /// Everything somebody is to one lane; `self` knows that they are away, `before` does not.
    fn parts(&self, before: &Map, lane: &Lane, absence: &Absence) -> Vec<HeldLane> {
        let is_them = |it: &String| same_handle(it, &absence.who);
        let held = |part, others: Vec<String>, goes_to, silence_days| HeldLane {
            lane: lane.id.clone(),
            says: lane.says.clone(),
            part,
            others,
            goes_to,
            silence_days,
        };
        let mut found = Vec::new();
        let holders = before.deciders_of(lane);
        if holders.iter().any(is_them) {
            let others = self.there(holders.into_iter().filter(|it| !is_them(it)), absence);
            let goes_to = if others.is_empty() { self.instead(lane, absence) } else { Vec::new() };
            found.push(held(Part::Decides, others, goes_to, None));
        }
        let agrees = lane.agree.iter().find(|it| is_them(&it.who));
        if let Some(agree) = agrees {
            let stand_in = self.stand_in(&absence.who, absence.from).into_iter().collect();
            found.push(held(Part::Agrees, Vec::new(), stand_in, agree.days));
        }
        if lane.consult.iter().any(is_them) {
            let others = lane.consult.iter().filter(|it| !is_them(it)).cloned();
            let others = self.there(others, absence);
            let stand_in = self.stand_in(&absence.who, absence.from).into_iter().collect();
            found.push(held(Part::Advises, others, stand_in, None));
        }
        found
    }

    /// Who of these is there on the first day and on the last.
    fn there(&self, who: impl Iterator<Item = String>, absence: &Absence) -> Vec<String> {
        let present = |it: &String| {
            self.absence(it, absence.from).is_none() && self.absence(it, absence.until).is_none()
        };
        who.filter(present).collect()
    }

    /// The stand-in, else the next level up where somebody is named.
    fn instead(&self, lane: &Lane, absence: &Absence) -> Vec<String> {
        if let Some(who) = self.stand_in(&absence.who, absence.from) {
            return vec![who];
        }
        let above = (lane.level + 1..self.levels.len()).map(|level| self.holders_at(level));
        let others = above.map(|it| it.into_iter().filter(|who| !same_handle(who, &absence.who)));
        others.map(|it| self.there(it, absence)).find(|it| !it.is_empty()).unwrap_or_default()
    }
}

/// What really happened to the calls of somebody who was away.
pub fn without(absence: &Absence, calls: &[PastCall]) -> Without {
    let mut found = Without::default();
    let within = |day: Date| absence.from <= day && day <= absence.until;
    let theirs = |it: &&PastCall| it.deciders.iter().any(|who| same_handle(who, &absence.who));
    for call in calls.iter().filter(|it| it.opened <= absence.until) {
        let by_them = same_handle(&call.decider, &absence.who);
        match call.decided {
            Some(day) if within(day) && by_them => found.from_afar.push(call.id.clone()),
            Some(day) if within(day) && theirs(&call) => found.decided.push(call.id.clone()),
            Some(day) if day < absence.from || within(day) => {}
            _ if theirs(&call) => found.waited.push(call.id.clone()),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
#[path = "leave/tests.rs"]
mod tests;
