//! How a route is put together: each domain settled on its own, then one answer for the whole.

use jiff::civil::Date;

use super::case::{Asker, Case};
use super::map::{Lane, Map, Mode};
use super::route::{
    Absent, Amount, AskerName, Because, Expired, Instead, LaneName, Part, Rest, Route, Unknown,
    Value, Verdict,
};

/// One domain of a case, settled both ways.
struct Ruling {
    domain: String,
    node: usize,
    pessimistic: Option<usize>,
    /// The node the winner stands in.
    end: usize,
    optimistic: Option<usize>,
    verdict: Verdict,
    level: usize,
}

impl Map {
    /// The answer for this case, this asker and this day of the map's calendar. Same input, same
    /// answer; every case has one.
    pub fn route(&self, case: &Case, asker: &Asker, day: Date) -> Route {
        let light = self.optimistic(case);
        let heavy = self.pessimistic(case);
        let rulings: Vec<Ruling> =
            case.domains.iter().map(|it| self.ruling(it, &heavy, &light, asker, day)).collect();
        let verdict = rulings.iter().map(|it| it.verdict).max().unwrap_or(Verdict::Gap);
        let top = rulings.iter().map(|it| it.level).max().unwrap_or(0);
        let leading = rulings.iter().find(|it| it.level == top);
        let lane = leading.and_then(|it| it.pessimistic);
        let mut route = Route {
            verdict,
            says: String::new(),
            why: Vec::new(),
            lane: lane.map(|it| self.lane_name(it)),
            deciders: Vec::new(),
            consult: Vec::new(),
            agree: Vec::new(),
            inform: Vec::new(),
            because: Vec::new(),
            yours_if: Vec::new(),
            unknown: self.unknown(case, &rulings, &heavy, &light, day),
            map: self.seen.clone(),
            asker: AskerName {
                asker: asker.clone(),
                level: self.levels[asker.level.min(self.levels.len() - 1)].clone(),
            },
            domains: case.domains.clone(),
            paths: case.paths.clone(),
            values: self.values(case),
            all_of: Vec::new(),
            could_rest_with: None,
            optimistic: None,
            expired: Vec::new(),
            absent: Vec::new(),
            overlap: Vec::new(),
            recommended_by: Vec::new(),
            notes: case.notes.clone(),
        };
        for ruling in &rulings {
            self.add_part(&mut route, ruling, &heavy, case, day, ruling.level == top);
        }
        self.finish(&mut route, &rulings, case, asker, day);
        route
    }

    /// The verdict and the winning lane alone, for replays and lists: no allocation but the values.
    pub fn verdict(&self, case: &Case, asker: &Asker, day: Date) -> (Verdict, Option<usize>) {
        let (heavy, light) = (self.pessimistic(case), self.optimistic(case));
        let mut worst = (Verdict::Yours, None, 0);
        for domain in &case.domains {
            let node = self.index.find(domain);
            let (lane, end) = self.settle(node, &heavy, day);
            let verdict = self.verdict_in(node, lane, end, &heavy, &light, asker, day);
            let level = lane.map_or(self.levels.len(), |it| self.lanes[it].level);
            if (level, verdict) >= (worst.2, worst.0) || worst.1.is_none() {
                worst = (worst.0.max(verdict), lane, level);
            } else {
                worst.0 = worst.0.max(verdict);
            }
        }
        (worst.0, worst.1)
    }

    fn ruling(
        &self,
        domain: &str,
        heavy: &[f64],
        light: &[f64],
        asker: &Asker,
        day: Date,
    ) -> Ruling {
        let node = self.index.find(domain);
        let (pessimistic, end) = self.settle(node, heavy, day);
        let (optimistic, _) = self.settle(node, light, day);
        Ruling {
            domain: domain.to_owned(),
            node,
            pessimistic,
            end,
            optimistic,
            verdict: self.verdict_in(node, pessimistic, end, heavy, light, asker, day),
            level: pessimistic.map_or(self.levels.len(), |it| self.lanes[it].level),
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the two sides of one comparison, kept unallocated"
    )]
    fn verdict_in(
        &self,
        node: usize,
        lane: Option<usize>,
        end: usize,
        heavy: &[f64],
        light: &[f64],
        asker: &Asker,
        day: Date,
    ) -> Verdict {
        let mine = |lane: Option<usize>, end: usize, values: &[f64]| {
            lane.is_some_and(|it| {
                self.is_lane_of(it, asker, day)
                    || self
                        .tied(it, end, values, day)
                        .iter()
                        .any(|it| self.is_lane_of(*it, asker, day))
            })
        };
        let first = mine(lane, end, heavy);
        if heavy == light {
            return match lane {
                None => Verdict::Gap,
                Some(_) if first => Verdict::Yours,
                Some(_) => Verdict::Ask,
            };
        }
        let (other, other_end) = self.settle(node, light, day);
        match (first, mine(other, other_end, light)) {
            (true, true) => Verdict::Yours,
            (false, false) if lane.is_none() && other.is_none() => Verdict::Gap,
            (false, false) => Verdict::Ask,
            _ => Verdict::Depends,
        }
    }

    /// For each unknown: whether knowing it could change a lane, with the others heavy or light.
    fn unknown(
        &self,
        case: &Case,
        rulings: &[Ruling],
        heavy: &[f64],
        light: &[f64],
        day: Date,
    ) -> Vec<Unknown> {
        let mut found = Vec::new();
        for (at, dimension) in self.dimensions.iter().enumerate() {
            if case.values.get(at).copied().flatten().is_some() {
                continue;
            }
            let (mut lighter, mut heavier) = (heavy.to_vec(), light.to_vec());
            lighter[at] = 0.0;
            heavier[at] = dimension.top();
            let matters = rulings.iter().any(|it| {
                self.settle(it.node, &lighter, day).0 != it.pessimistic
                    || self.settle(it.node, &heavier, day).0 != it.optimistic
            });
            found.push(Unknown { dimension: dimension.name.clone(), matters });
        }
        found
    }

    /// What one domain adds to the answer. The leading ones name the deciders; the holders of the
    /// others are asked.
    fn add_part(
        &self,
        route: &mut Route,
        ruling: &Ruling,
        heavy: &[f64],
        case: &Case,
        day: Date,
        leads: bool,
    ) {
        let mut absent = Vec::new();
        let (deciders, overlap) = match ruling.pessimistic {
            None => (
                self.present(
                    self.holders_at(self.levels.len() - 1),
                    self.levels.len() - 1,
                    day,
                    &mut absent,
                ),
                vec![],
            ),
            Some(lane) => {
                let tied = self.tied(lane, ruling.end, heavy, day);
                let mut deciders = Vec::new();
                for one in &tied {
                    let holders = self.holders_of(*one);
                    let present = self.present(holders, self.lanes[*one].level, day, &mut absent);
                    add_new(&mut deciders, present);
                }
                let first = self.holders_of(lane);
                self.add_left_aside(route, lane, &tied);
                let differ = tied.iter().any(|it| self.holders_of(*it) != first);
                let ids = tied.iter().map(|it| self.lanes[*it].id.clone());
                (deciders, if differ { ids.collect() } else { Vec::new() })
            }
        };
        let lane = ruling.pessimistic.map(|it| &self.lanes[it]);
        add_new(if leads { &mut route.deciders } else { &mut route.consult }, deciders.clone());
        if let Some(lane) = lane {
            add_new(&mut route.consult, lane.consult.clone());
            add_new(&mut route.inform, lane.inform.clone());
            route.agree.extend(
                lane.agree
                    .iter()
                    .filter(|it| !route.agree.contains(it))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        add_new(&mut route.overlap, overlap);
        route.absent.extend(absent);
        self.add_reasons(route, ruling, heavy, case, day);
        if !case.values.iter().all(Option::is_some) && (leads || route.optimistic.is_none()) {
            route.optimistic = ruling.optimistic.map(|it| self.lane_name(it));
        }
        if case.domains.len() > 1 {
            route.all_of.push(Part {
                domain: ruling.domain.clone(),
                verdict: ruling.verdict,
                lane: ruling.pessimistic.map(|it| self.lane_name(it)),
                deciders,
                consult: lane.map(|it| it.consult.clone()).unwrap_or_default(),
            });
        }
    }

    /// Lanes that hold it as well and ask otherwise: the first in the file says what is asked.
    fn add_left_aside(&self, route: &mut Route, first: usize, tied: &[usize]) {
        let first = &self.lanes[first];
        let asks = tied.iter().map(|it| &self.lanes[*it]).filter(|it| !it.asks_like(first));
        let says = |it: &Lane| {
            format!(
                "Lane “{}” ({}) holds it too; what “{}” asks counts, since it stands first.",
                it.id,
                it.in_words(),
                first.id
            )
        };
        route.notes.extend(asks.map(says));
    }

    /// Bounds of lower lanes that did not hold, lanes whose time is over, floors, recommendations.
    fn add_reasons(
        &self,
        route: &mut Route,
        ruling: &Ruling,
        heavy: &[f64],
        case: &Case,
        day: Date,
    ) {
        for node in self.chain(ruling.node) {
            for at in &self.index.nodes[node].lanes {
                let lane = &self.lanes[*at];
                let lower = lane.level < ruling.level || node != ruling.end;
                let over = lane.until.filter(|it| *it < day);
                if let (Some(until), true) = (over, lane.holds(heavy) && lane.level < ruling.level)
                {
                    route.expired.push(Expired { lane: lane.id.clone(), until });
                } else if lower && lane.is_active(day) && lane.mode != Mode::Recommend {
                    route.because.extend(self.excluded(*at, heavy, case));
                } else if lower && lane.is_active(day) && lane.holds(heavy) {
                    add_new(&mut route.recommended_by, self.holders_of(*at));
                }
            }
            if node == ruling.end {
                break;
            }
        }
        for (lane, floor) in self.settle_in_full(ruling.node, heavy, day).floored {
            let (lane, floor) = (&self.lanes[lane], &self.levels[floor]);
            route.notes.push(format!(
                "Lane “{}” would hold it, but “{}” already asks for {floor} and the wider domain cannot loosen that.",
                lane.id, ruling.domain
            ));
        }
    }

    fn excluded<'a>(
        &'a self,
        lane: usize,
        values: &'a [f64],
        case: &'a Case,
    ) -> impl Iterator<Item = Because> + 'a {
        let lane = &self.lanes[lane];
        self.dimensions.iter().enumerate().filter_map(move |(at, dimension)| {
            let outside = values[at] > lane.hi[at];
            let below = values[at] < lane.lo[at];
            let bound = if outside { lane.hi[at] } else { lane.lo[at] };
            let known = case.values.get(at).copied().flatten();
            (outside || below).then(|| Because {
                dimension: dimension.name.clone(),
                value: known.map(|it| self.amount(at, it.amount)),
                bound: self.amount(at, bound),
                unit: dimension.unit().map(str::to_owned),
                lane: lane.id.clone(),
            })
        })
    }

    /// Who of these is there; stand-ins for the others; if nobody is left, the next level up.
    fn present(
        &self,
        holders: Vec<String>,
        level: usize,
        day: Date,
        absent: &mut Vec<Absent>,
    ) -> Vec<String> {
        let mut there: Vec<String> = Vec::new();
        for who in &holders {
            let Some(away) = self.absence(who, day) else {
                add_new(&mut there, vec![who.clone()]);
                continue;
            };
            let instead: Vec<String> = self.stand_in(who, day).into_iter().collect();
            absent.push(Absent { who: who.clone(), until: away.until, instead: instead.clone() });
            add_new(&mut there, instead);
        }
        if !there.is_empty() {
            return there;
        }
        if level + 1 < self.levels.len() {
            return self.present(self.holders_at(level + 1), level + 1, day, absent);
        }
        // Nobody above either: the case still has to name somebody.
        holders
    }

    fn values(&self, case: &Case) -> Vec<Value> {
        let given = case.values.iter().enumerate().filter_map(|(at, it)| Some((at, (*it)?)));
        given
            .filter(|(at, _)| *at < self.dimensions.len())
            .map(|(at, it)| Value {
                dimension: self.dimensions[at].name.clone(),
                value: self.amount(at, it.amount),
                unit: self.dimensions[at].unit().map(str::to_owned),
                from: it.from,
                instead_of: it
                    .instead_of
                    .map(|(value, from)| Instead { value: self.amount(at, value), from }),
            })
            .collect()
    }

    pub(super) fn amount(&self, dimension: usize, value: f64) -> Amount {
        let it = &self.dimensions[dimension];
        if it.has_steps() { Amount::Label(it.label(value)) } else { Amount::Number(value) }
    }

    pub(super) fn lane_name(&self, lane: usize) -> LaneName {
        let lane = &self.lanes[lane];
        LaneName {
            id: lane.id.clone(),
            domain: lane.domain.clone(),
            level: self.levels[lane.level].clone(),
            mode: lane.mode,
            says: lane.says.clone(),
            until: lane.until,
        }
    }

    /// What depends on the whole: who else could decide, what would make it yours, the sentences.
    fn finish(&self, route: &mut Route, rulings: &[Ruling], case: &Case, asker: &Asker, day: Date) {
        route.consult.retain(|it| !route.deciders.contains(it));
        if route.verdict == Verdict::Yours {
            let above = rulings
                .iter()
                .filter_map(|it| it.pessimistic)
                .filter(|it| asker.level > self.lanes[*it].level);
            let lowest = above.min_by_key(|it| self.lanes[*it].level);
            route.could_rest_with = lowest.map(|it| Rest {
                level: self.levels[self.lanes[it].level].clone(),
                lane: self.lanes[it].id.clone(),
                deciders: self.holders_of(it),
            });
        } else {
            let parts: Vec<(usize, Verdict)> =
                rulings.iter().map(|it| (it.node, it.verdict)).collect();
            route.yours_if = self.yours_if(&parts, case, asker, day);
        }
        super::say::sentences(self, route);
    }
}

/// Adds what is not there yet, in order.
fn add_new(to: &mut Vec<String>, more: Vec<String>) {
    for one in more {
        if !to.contains(&one) {
            to.push(one);
        }
    }
}
