//! From a diff to cases: which domain each path belongs to, and how weighty the change is there.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::case::{Asker, Case, Given, Origin};
use super::change::Change;
use super::map::{Map, ROOT, Seen, Signal};
use super::route::{Route, Verdict};

/// The answer for a whole diff: one route for each domain it touches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Routes {
    /// *yours* only if every part is; else the worst of the parts.
    pub verdict: Verdict,
    pub says: String,
    pub routes: Vec<Route>,
    pub map: Seen,
}

impl Map {
    /// Cases of a diff, one for each domain, by name. A path belongs to the domain of the last
    /// signal that matches it, else to the root; its values are the largest over all that match.
    /// Then `assume` fills in, and trailers beat that; against a signal the larger counts.
    pub fn cases_of(&self, changes: &[Change], trailers: &[(String, String)]) -> Vec<Case> {
        let mut cases: BTreeMap<&str, Case> = BTreeMap::new();
        let reached = self.long_enough(changes);
        for change in changes {
            let hits = self.signals_of(change, &reached);
            let domain = hits.iter().rev().find_map(|it| self.signals[*it].domain.as_deref());
            let domain = domain.unwrap_or(ROOT);
            let case = cases.entry(domain).or_insert_with(|| Case {
                domains: vec![domain.to_owned()],
                values: vec![None; self.dimensions.len()],
                ..Case::default()
            });
            case.paths.push(change.path.clone());
            for signal in hits {
                for (at, value) in self.signals[signal].values.iter().enumerate() {
                    let larger =
                        value.filter(|it| case.values[at].is_none_or(|old| old.amount < *it));
                    if let Some(amount) = larger {
                        case.values[at] =
                            Some(Given { amount, from: Origin::Signal, instead_of: None });
                    }
                }
            }
        }
        let mut cases: Vec<Case> = cases.into_values().collect();
        for case in &mut cases {
            self.assume(case);
            self.heed(case, trailers);
        }
        cases
    }

    /// The lightest change this signal speaks of: what no signal over its paths weighs, weighs
    /// nothing. `None` where it leaves to others what kind of decision that is.
    pub fn lightest(&self, signal: &Signal) -> Option<Case> {
        let domain = signal.domain.clone()?;
        let mut amounts: Vec<f64> = signal.values.iter().map(|it| it.unwrap_or(0.0)).collect();
        let folder = signal.paths.first().map_or("", |it| it.trim_end_matches('*'));
        for at in self.index.signals_for(folder) {
            let over = &self.signals[at];
            if over.adds.is_none() && over.lines.is_none() {
                for (amount, more) in amounts.iter_mut().zip(&over.values) {
                    *amount = amount.max(more.unwrap_or(0.0));
                }
            }
        }
        let given = |amount| Some(Given { amount, from: Origin::Signal, instead_of: None });
        let values = amounts.into_iter().map(given).collect();
        Some(Case { domains: vec![domain], values, ..Case::default() })
    }

    /// Routes a whole diff.
    pub fn check(
        &self,
        changes: &[Change],
        trailers: &[(String, String)],
        asker: &Asker,
        day: Date,
    ) -> Routes {
        self.routes(&self.cases_of(changes, trailers), asker, day)
    }

    /// Routes each case and sums up.
    pub fn routes(&self, cases: &[Case], asker: &Asker, day: Date) -> Routes {
        let routes: Vec<Route> = cases.iter().map(|it| self.route(it, asker, day)).collect();
        let verdict = routes.iter().map(|it| it.verdict).max().unwrap_or(Verdict::Yours);
        Routes { verdict, says: summed_up(verdict, &routes), routes, map: self.seen.clone() }
    }

    /// Trailers such as `Effort: 3`; of several for one dimension the weightiest counts.
    fn heed(&self, case: &mut Case, trailers: &[(String, String)]) {
        let mut said: BTreeMap<usize, f64> = BTreeMap::new();
        for (key, value) in trailers {
            let Some(at) = self.dimension(key.trim()) else { continue };
            match self.dimensions[at].parse(value) {
                Ok(amount) => {
                    let largest = said.entry(at).or_insert(amount);
                    *largest = largest.max(amount);
                }
                Err(says) => case.notes.push(format!("The trailer {key} is not read: {says}")),
            }
        }
        for (at, amount) in said {
            match case.values[at] {
                Some(seen) if seen.from == Origin::Signal && seen.amount > amount => {
                    case.notes.push(format!(
                        "A trailer says {} {}, but the change itself shows {}.",
                        self.dimensions[at].name,
                        self.dimensions[at].in_words(amount),
                        self.dimensions[at].in_words(seen.amount)
                    ));
                }
                _ => case.give(at, amount, Origin::Trailer),
            }
        }
    }

    /// Signals that hold for this change, in file order.
    fn signals_of(&self, change: &Change, reached: &[bool]) -> Vec<usize> {
        let mut by_path = self.index.signals_for(&change.path);
        let here = by_path.len();
        if let Some(was) = &change.was {
            // What leaves a place is weighed there too, but belongs where it went.
            by_path.extend(self.index.signals_for(was));
        }
        let is_here = |at: usize| by_path[..here].contains(&at);
        let holds = |at: &usize| reached[*at] && adds(&self.signals[*at], change);
        let all = by_path.iter().chain(&self.index.pathless);
        let mut hits: Vec<usize> = all.copied().filter(holds).collect();
        hits.sort_by_key(|at| (self.signals[*at].paths.is_empty() || is_here(*at), *at));
        hits.dedup();
        hits
    }

    /// For each signal: whether as many lines changed as it asks for.
    fn long_enough(&self, changes: &[Change]) -> Vec<bool> {
        let mut sums = vec![0_u64; self.signals.len()];
        let counting: Vec<usize> =
            (0..sums.len()).filter(|it| self.signals[*it].lines.is_some()).collect();
        if !counting.is_empty() {
            for change in changes {
                let by_path = self.index.signals_for(&change.path);
                for at in &counting {
                    let signal = &self.signals[*at];
                    if (signal.paths.is_empty() || by_path.contains(at)) && adds(signal, change) {
                        sums[*at] += u64::from(change.lines());
                    }
                }
            }
        }
        sums.iter()
            .zip(&self.signals)
            .map(|(sum, it)| it.lines.is_none_or(|most| *sum >= u64::from(most)))
            .collect()
    }
}

fn adds(signal: &Signal, change: &Change) -> bool {
    signal.adds.is_none_or(|what| change.adds(what))
}

fn summed_up(verdict: Verdict, routes: &[Route]) -> String {
    match routes {
        [] => "Nothing changed, so nothing is to be decided.".to_owned(),
        [one] => one.says.clone(),
        _ => {
            let open = routes.iter().filter(|it| it.verdict != Verdict::Yours).count();
            match verdict {
                Verdict::Yours => "Yours to decide, every part of it.".to_owned(),
                _ if open == routes.len() => {
                    format!("None of the {open} parts is yours to decide alone.")
                }
                _ => format!(
                    "{open} of the {} parts {} not yours to decide alone.",
                    routes.len(),
                    if open == 1 { "is" } else { "are" }
                ),
            }
        }
    }
}
