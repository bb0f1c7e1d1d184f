//! What would make it yours: the fewest bounds to come within, each alternative tried on the map.

use jiff::civil::Date;

use super::case::{Asker, Case, Origin};
use super::map::{Map, Mode};
use super::route::{Condition, Verdict};

/// `(dimension, at most, lane)`.
type Need = Vec<(usize, f64, usize)>;

/// More alternatives than a person reads.
const MOST: usize = 6;

impl Map {
    /// Alternatives, fewest conditions first. Each was routed: with its values the whole is yours.
    pub(super) fn yours_if(
        &self,
        parts: &[(usize, Verdict)],
        case: &Case,
        asker: &Asker,
        day: Date,
    ) -> Vec<Vec<Condition>> {
        let heavy = self.pessimistic(case);
        let mut all: Vec<Need> = vec![Vec::new()];
        for (node, verdict) in parts {
            if *verdict == Verdict::Yours {
                continue;
            }
            let own = self.needs(*node, &heavy, asker, day);
            all = all
                .iter()
                .flat_map(|first| own.iter().map(|second| both(first, second)))
                .take(64)
                .collect();
        }
        all.retain(|need| !need.is_empty() && self.makes_it_yours(need, case, asker, day));
        let mut kept: Vec<Need> = Vec::new();
        all.sort_by_key(Vec::len);
        for need in all {
            if !kept.iter().any(|it| is_easier(it, &need)) {
                kept.retain(|it| !is_easier(&need, it));
                kept.push(need);
            }
        }
        kept.truncate(MOST);
        kept.iter().map(|it| self.in_labels(it)).collect()
    }

    /// For each lane of the asker's on the way to the root: the bounds the case is outside of.
    fn needs(&self, node: usize, heavy: &[f64], asker: &Asker, day: Date) -> Vec<Need> {
        let mut found = Vec::new();
        for at in self.chain(node).flat_map(|it| &self.index.nodes[it].lanes) {
            let lane = &self.lanes[*at];
            let mine = lane.is_active(day)
                && lane.mode != Mode::Recommend
                && self.is_lane_of(*at, asker, day);
            if !mine || heavy.iter().zip(&lane.lo).any(|(it, lo)| it < lo) {
                continue;
            }
            let outside = (0..heavy.len()).filter(|it| heavy[*it] > lane.hi[*it]);
            found.push(outside.map(|it| (it, lane.hi[it], *at)).collect());
        }
        found
    }

    fn makes_it_yours(&self, need: &Need, case: &Case, asker: &Asker, day: Date) -> bool {
        let mut lighter = case.clone();
        for (at, most, _) in need {
            lighter.give(*at, *most, Origin::Said);
        }
        self.verdict(&lighter, asker, day).0 == Verdict::Yours
    }

    fn in_labels(&self, need: &Need) -> Vec<Condition> {
        need.iter()
            .map(|(at, most, lane)| Condition {
                dimension: self.dimensions[*at].name.clone(),
                at_most: self.amount(*at, *most),
                unit: self.dimensions[*at].unit().map(str::to_owned),
                lane: self.lanes[*lane].id.clone(),
            })
            .collect()
    }
}

/// The conditions of both, the narrower bound where both name a dimension.
fn both(first: &Need, second: &Need) -> Need {
    let mut all = first.clone();
    for (at, most, lane) in second {
        match all.iter_mut().find(|it| it.0 == *at) {
            Some(it) if *most < it.1 => *it = (*at, *most, *lane),
            Some(_) => {}
            None => all.push((*at, *most, *lane)),
        }
    }
    all
}

/// Whether whoever meets `other` meets `need` as well.
fn is_easier(need: &Need, other: &Need) -> bool {
    need.iter().all(|(at, most, _)| other.iter().any(|it| it.0 == *at && it.1 <= *most))
}
