//! Where a team is in its quarter: what it does again and again, what comes due, which lanes end.

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Kind;
use domain::people::Team;
use domain::quarter::{Held, Quarter, Says, Standing, marks, standing};
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use store::{Filter, Scope};

use super::{Desk, Due, DueOf};
use crate::checkout::LANE_ENDS;
use crate::problem::Result;

/// Records of one practice that are looked through: the ones changed last.
const MOST: usize = 400;
const MOST_DUE: usize = 200;
/// What a practice that comes back asks for on the last day of the quarter.
const HOLD: &str = "Hold";

/// One team in one quarter.
pub struct QuarterSeen {
    pub team: Team,
    pub quarter: Quarter,
    pub practices: Vec<PracticeSeen>,
    /// What else has a day in it, the earliest first; in the quarter that goes on, with what is
    /// overdue from before.
    pub due: Vec<Due>,
    /// Whether there was more than is looked through.
    pub is_cut: bool,
    pub lanes: Vec<LaneEnding>,
}

/// A practice that returns, and where it stands.
pub struct PracticeSeen {
    pub kind: &'static Kind,
    pub standing: Standing,
    /// Those that the standing names.
    pub records: Vec<Record>,
    pub may_begin: bool,
}

/// A lane that ends in the quarter, or ended and still stands on the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneEnding {
    pub id: String,
    pub says: String,
    /// The last day it holds.
    pub until: Date,
}

impl Desk {
    /// One team's quarter; the one that goes on where none is named. Records and days, no person.
    pub async fn quarter(&self, team: &Id, quarter: Option<Quarter>) -> Result<QuarterSeen> {
        self.see(Deed::ReadRecord, &self.org.subject(Some(team), None))?;
        let team = self.team(team.as_str())?.clone();
        let today = self.now.day();
        let quarter = quarter.unwrap_or_else(|| Quarter::of(today));
        let mut practices = Vec::new();
        for kind in self.house.kinds().iter() {
            practices.extend(self.practice_in(&team, kind, quarter).await?);
        }
        let scope = Scope::Teams(vec![team.id.clone()]);
        let due = self.dated(&scope, quarter.last(), MOST_DUE).await?;
        let is_planned = |it: &Record| practices.iter().any(|seen| seen.plans(&it.id));
        let in_it = |it: &Due| {
            let is_shown = matches!(&it.of, DueOf::Record(record) if is_planned(record));
            !is_shown && (quarter.holds(today) || quarter.holds(it.on))
        };
        let items = due.items.into_iter().filter(in_it).collect();
        let lanes = self.lanes_ending(&team.id, quarter).await?;
        Ok(QuarterSeen { team, quarter, practices, due: items, is_cut: due.is_cut, lanes })
    }

    /// What a team's rhythm and its map add to what is due: practices that come back each quarter
    /// and have not in this one, on its last day, and lanes on theirs.
    pub(super) async fn rhythm_due(&self, scope: &Scope, until: Date) -> Result<Vec<Due>> {
        let (today, quarter) = (self.now.day(), Quarter::of(self.now.day()));
        let is_theirs = |it: &&Team| match scope {
            Scope::Teams(teams) => teams.contains(&it.id),
            Scope::All => true,
        };
        let mut found = Vec::new();
        for team in self.org.teams.iter().filter(is_theirs) {
            let due = |on, asks, about, of| {
                let whose = None;
                Due { on, is_overdue: on < today, asks, about, whose, of }
            };
            for kind in self.house.kinds().iter().filter(|_| quarter.last() <= until) {
                let seen = self.practice_in(team, kind, quarter).await?;
                if seen.is_some_and(|it| it.standing.says == Says::NotYet) {
                    let of = DueOf::Practice { team: team.clone(), kind: kind.slug };
                    let about = format!("{}, {}", kind.name, quarter.in_words());
                    found.push(due(quarter.last(), HOLD, about, of));
                }
            }
            let Some(map) = self.own_map(&team.id).await?.filter(|it| !it.is_draft()) else {
                continue;
            };
            for lane in &map.map().lanes {
                let Some(on) = lane.until.filter(|it| *it <= until) else { continue };
                let (number, since) = (map.text.number, map.text.at);
                let (team, id) = (team.clone(), lane.id.clone());
                let of = DueOf::Lane { team, lane: id, number, since };
                found.push(due(on, LANE_ENDS, format!("lane {}", lane.id), of));
            }
        }
        Ok(found)
    }

    async fn practice_in(
        &self,
        team: &Team,
        kind: &'static Kind,
        quarter: Quarter,
    ) -> Result<Option<PracticeSeen>> {
        let Some(rhythm) = kind.rhythm else { return Ok(None) };
        let today = self.now.day();
        let filter = Filter::of(Scope::Teams(vec![team.id.clone()])).kind(kind.slug);
        let dossiers = match rhythm.held {
            Held::Record { .. } => self.alone(&filter).await?,
            Held::Hanging(_) | Held::Dates(_) => self.dossiers(&filter, MOST).await?,
        };
        let marks: Vec<_> =
            dossiers.iter().map(|it| marks(kind, &rhythm, it, quarter, today)).collect();
        let is_used = !kind.is_practice() || self.org.practises(&team.id, kind.slug);
        let standing = standing(rhythm.returns, is_used, &marks, quarter, today);
        let may_begin = is_used && self.standing(Some(&team.id), None).is(kind.by);
        let mut seen = PracticeSeen { kind, standing, records: Vec::new(), may_begin };
        seen.records =
            dossiers.into_iter().map(|it| it.record).filter(|it| seen.names(&it.id)).collect();
        Ok(Some(seen))
    }

    /// Records whose own answers say when they were held: nothing that hangs there is read.
    async fn alone(&self, filter: &Filter) -> Result<Vec<Dossier>> {
        let alone = |record| Dossier { record, attached: Vec::new() };
        Ok(self.records_of(filter, MOST).await?.into_iter().map(alone).collect())
    }

    async fn lanes_ending(&self, team: &Id, quarter: Quarter) -> Result<Vec<LaneEnding>> {
        let Some(found) = self.nearest_map(team).await? else { return Ok(Vec::new()) };
        let today = self.day_of(found.map());
        let is_here =
            |until: Date| quarter.holds(until) || quarter.holds(today) && until < quarter.first();
        let ending = found.map().lanes.iter().filter_map(|it| {
            let until = it.until.filter(|until| is_here(*until))?;
            Some(LaneEnding { id: it.id.clone(), says: it.says.clone(), until })
        });
        let mut ending: Vec<_> = ending.collect();
        ending.sort_by_key(|it| it.until);
        Ok(ending)
    }
}

impl PracticeSeen {
    pub fn record(&self, id: &Id) -> Option<&Record> {
        self.records.iter().find(|it| it.id == *id)
    }

    fn plans(&self, id: &Id) -> bool {
        self.standing.planned.iter().any(|it| it.1 == *id)
    }

    fn names(&self, id: &Id) -> bool {
        let held = self.standing.held.iter().any(|it| it.1 == *id);
        held || self.plans(id) || self.standing.open.contains(id)
    }
}

impl QuarterSeen {
    /// Whether nothing of it has ever been done here.
    pub fn is_untouched(&self) -> bool {
        let untouched = |it: &PracticeSeen| it.records.is_empty() && it.standing.last.is_none();
        self.practices.iter().all(untouched)
    }
}
