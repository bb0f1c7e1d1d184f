//! The leave test on real records: open calls and promises in, what stalls out; and afterwards what
//! was really decided. The rules are `domain::lanes::leave`.

use domain::attachment::Attachment;
use domain::id::Id;
use domain::lanes::leave::{self, Absence, Leave, OpenCall, PastCall, Without};
use domain::people::{bare, same_handle};
use domain::practice::decision::rules::{deciders, is_taken_over};
use domain::practice::{decision, leave_test};
use domain::record::{Dossier, Record};
use jiff::civil::Date;
use store::{Filter, Scope};

use super::routes::{case_of_rows, cases};
use super::{Desk, TeamMap};
use crate::problem::{Problem, Result};

/// Records looked through for one leave test.
const MOST: usize = 400;

/// What an absence looks like on the records.
#[derive(Default)]
pub struct LeaveSeen {
    pub who: String,
    pub span: Option<(Date, Date)>,
    pub leave: Leave,
    pub without: Option<Without>,
    /// Decisions the two above name, by id.
    pub decisions: Vec<Record>,
    /// Promises of theirs that come due while they are away.
    pub promises: Vec<(Record, Attachment)>,
    /// Records of theirs that come due meanwhile.
    pub reviews: Vec<(Record, Date)>,
    /// Whether the map in force names the absence already.
    pub on_map: bool,
    /// The lines that would name it there; empty without a map, or where it is there.
    pub for_map: String,
    /// The map is edited on the page, so that the lines can be proposed from here.
    pub may_propose: bool,
}

impl Desk {
    pub async fn leave_seen(&self, record: &Record) -> Result<LeaveSeen> {
        let who = self.org.people.get(&record.author).map(|it| it.handle.clone());
        let who = who.unwrap_or_default();
        let Some((from, until)) = leave_test::span(record) else {
            return Ok(LeaveSeen { who, ..LeaveSeen::default() });
        };
        let stand_in = Some(record.text("stand_in")).filter(|it| !it.is_empty());
        let absence = Absence {
            who: format!("@{who}"),
            stand_in: stand_in.map(|it| format!("@{}", bare(it))),
            from,
            until,
        };
        let mut seen = LeaveSeen { who, span: Some((from, until)), ..LeaveSeen::default() };
        let teams = self.reach_of(record);
        for team in &teams {
            let decisions = self.decisions_of(team).await?;
            if let Some(map) = self.map(team).await? {
                self.stalls(&mut seen, &map, &absence, &decisions)?;
                if *team == record.team {
                    self.on_map(&mut seen, &map, &absence);
                }
            }
            self.afterwards(&mut seen, &absence, &decisions);
            seen.decisions.extend(decisions);
        }
        let named: Vec<&str> = seen.leave.calls.iter().map(|it| it.id.as_str()).collect();
        let after = seen.without.iter().flat_map(|it| {
            it.decided.iter().chain(&it.waited).chain(&it.from_afar).map(String::as_str)
        });
        let named: Vec<String> = named.into_iter().chain(after).map(str::to_owned).collect();
        seen.decisions.retain(|it| named.iter().any(|id| it.id.as_str() == id));
        self.come_due(&mut seen, &record.author, teams, (from, until)).await?;
        Ok(seen)
    }

    /// Writes the absence into a new version of the team's map, which is in force at once or waits
    /// for whoever agrees.
    pub async fn lend_on_map(&self, id: &Id) -> Result<()> {
        let Dossier { record, .. } = self.read(id).await?;
        if record.kind != leave_test::KIND.slug {
            return Err(Problem::NotFound);
        }
        if record.author != self.actor.id {
            return Err(Problem::rule("Only whoever is away says so on the map."));
        }
        let seen = self.leave_seen(&record).await?;
        let map = self.map(&record.team).await?.ok_or(Problem::NotFound)?;
        if !seen.may_propose || seen.for_map.is_empty() {
            return Err(Problem::rule("The map names this absence already, or is kept in a file."));
        }
        let text = format!("{}\n{}", map.text.text.trim_end(), seen.for_map);
        self.propose_map(&map.team.id, newest(&map), &text).await?;
        Ok(())
    }

    /// The team of the record, and every team whose leader they are.
    fn reach_of(&self, record: &Record) -> Vec<Id> {
        let office = self.office(&record.author).into_iter().map(|it| it.id);
        let mut teams = vec![record.team.clone()];
        teams.extend(office.filter(|it| *it != record.team));
        teams
    }

    async fn decisions_of(&self, team: &Id) -> Result<Vec<Record>> {
        let filter = Filter::of(Scope::Teams(vec![team.clone()])).kind(decision::KIND.slug);
        let mut found = self.records_of(&filter, MOST).await?;
        found.retain(|it| !is_taken_over(it));
        Ok(found)
    }

    fn stalls(
        &self,
        seen: &mut LeaveSeen,
        map: &TeamMap,
        absence: &Absence,
        decisions: &[Record],
    ) -> Result<()> {
        let open = decisions.iter().filter(|it| matches!(it.state.as_str(), "proposed" | "advice"));
        let mut calls = Vec::new();
        for record in open {
            // A value the map no longer knows leaves the case as bad as it could be.
            let question = case_of_rows(record.rows("case"));
            let case = cases(map.map(), &question).ok().and_then(|it| it.into_iter().next());
            let case = case.unwrap_or_else(|| map.map().case(&question.domains));
            calls.push(OpenCall {
                id: record.id.to_string(),
                case,
                deciders: deciders(record).map(str::to_owned).collect(),
            });
        }
        let leave = map.map().leave(absence, &calls);
        seen.leave.calls.extend(leave.calls);
        let known: Vec<String> = seen.leave.lanes.iter().map(|it| it.lane.clone()).collect();
        seen.leave.lanes.extend(leave.lanes.into_iter().filter(|it| !known.contains(&it.lane)));
        Ok(())
    }

    fn afterwards(&self, seen: &mut LeaveSeen, absence: &Absence, decisions: &[Record]) {
        if self.now.day() < absence.from {
            return;
        }
        let past = decisions.iter().filter(|it| it.state != "withdrawn").map(|it| PastCall {
            id: it.id.to_string(),
            opened: it.opened_at.day(),
            decided: it.text("decided_on").parse().ok(),
            decider: it.text("decider").to_owned(),
            deciders: deciders(it).map(str::to_owned).collect(),
        });
        let found = leave::without(absence, &past.collect::<Vec<_>>());
        let all = seen.without.get_or_insert_default();
        all.decided.extend(found.decided);
        all.waited.extend(found.waited);
        all.from_afar.extend(found.from_afar);
    }

    fn on_map(&self, seen: &mut LeaveSeen, map: &TeamMap, absence: &Absence) {
        let is_same = |it: &domain::lanes::map::Away| {
            same_handle(&it.who, &absence.who)
                && it.covers(absence.from)
                && it.covers(absence.until)
        };
        seen.on_map = map.map().away.iter().any(is_same);
        let named = map.map().holders.iter().flatten().any(|it| same_handle(it, &absence.who));
        let in_lane = !seen.leave.lanes.is_empty();
        if seen.on_map || !(named || in_lane) {
            return;
        }
        let mut lines = format!("\n[[away]]\nwho      = \"{}\"\n", absence.who);
        if let Some(who) = &absence.stand_in {
            lines += &format!("stand_in = \"{who}\"\n");
        }
        lines += &format!("from     = {}\nuntil    = {}\n", absence.from, absence.until);
        seen.for_map = lines;
        let standing = self.standing(Some(&map.team.id), None);
        let may = domain::deed::may(standing, domain::deed::Deed::EditMap).is_ok();
        seen.may_propose = map.is_edited_here() && may;
    }

    async fn come_due(
        &self,
        seen: &mut LeaveSeen,
        person: &Id,
        teams: Vec<Id>,
        (from, until): (Date, Date),
    ) -> Result<()> {
        let meanwhile = |it: &store::Due| it.on >= from;
        for it in self.all_due(&Scope::Teams(teams), until, MOST, meanwhile).await? {
            match it.attachment {
                Some(hung) if hung.is_named(&seen.who) => {
                    seen.promises.push((it.record, hung));
                }
                None if it.record.author == *person && it.record.kind != leave_test::KIND.slug => {
                    seen.reviews.push((it.record, it.on));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn newest(map: &TeamMap) -> i64 {
    map.proposed.as_ref().map_or(map.text.number, |it| it.number)
}
