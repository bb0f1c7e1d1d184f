//! Opens a wave: whom it asks, in which groups, and that no other wave asks the same people now.

use std::collections::BTreeMap;

use domain::attachment::Attachment;
use domain::health::opening::{Asked, Opening};
use domain::health::waves::{Span, may_open};
use domain::id::{At, Id};
use domain::people::{Role, Team};
use domain::practice::health_review::{rules, slots};
use domain::record::{Answers, Dossier, Value};
use store::{Change, Part};

use crate::ballots::{self, Seal};
use crate::desk::Desk;
use crate::jobs::Errand;
use crate::problem::{Problem, Result};

/// Everybody who is asked, by the teams of the wave.
type Roster = Vec<(Id, Vec<usize>)>;

impl Desk {
    /// Somebody of a team below says that their team answers in the same wave.
    pub async fn join(&self, id: &Id, team: &str) -> Result<Attachment> {
        let record = self.read(id).await?.record;
        let joins = self.org.team_called(team, &record.team).ok_or(Problem::NotFound)?;
        if !self.works_in(&self.actor.id, &joins.id, self.now) {
            return Err(Problem::rule(not_of(&joins.name)));
        }
        let answers = Answers::from([("text".to_owned(), Value::Text(joins.name.clone()))]);
        self.attach(id, slots::JOINED.name, answers).await
    }

    pub(in crate::desk) async fn open_wave(&self, before: &Dossier) -> Result<Vec<Change>> {
        let record = &before.record;
        let teams = self.asked_teams(before)?;
        let roster = self.roster(&teams);
        let closes = rules::closes(record).ok_or(Problem::NotFound)?;
        let span = Span { opens: self.now, closes };
        may_open(span, &self.open_spans(&roster).await?)?;
        let items = rules::items(record).map_err(Problem::Invalid)?;
        let each: Vec<Vec<usize>> = roster.iter().map(|it| it.1.clone()).collect();
        let how = (rules::limits(record)?, span);
        let above = self.org.path(&record.team).into_iter().skip(1).collect();
        let opening = Opening::new(record.id.clone(), &teams, &each, items, how)?.below(above);
        // Made before the wave is: a key without a wave seals nothing, a wave without a key is lost.
        self.house.keys().make(ballots::PURPOSE, &record.id)?;
        let slots = |part: Part| each.iter().map(|_| Seal::empty(part)).collect();
        let (scores, words) = (slots(Part::Scores), slots(Part::Words));
        let mut job = Errand::CloseWave { record: record.id.clone() }
            .job(&format!("{} on its day", record.id), self.now);
        job.run_after = closes;
        let opening = Box::new(opening);
        Ok(vec![Change::OpenWave { opening, roster, scores, words }, Change::AddJob(job)])
    }

    /// The record's team and those that joined, each after the one it lies under.
    fn asked_teams(&self, before: &Dossier) -> Result<Vec<Asked>> {
        let of = &before.record.team;
        let mut joined = Vec::new();
        for it in slots::joined(before) {
            let named = it.text("text").trim();
            let team = self.org.team_called(named, of).ok_or_else(|| {
                Problem::rule(format!("There is no team “{named}” below this one. Take it off the list of those that join."))
            })?;
            if !self.works_in(&it.author, &team.id, it.made_at) {
                return Err(Problem::rule(not_of(&team.name)));
            }
            if joined.iter().all(|had: &&Team| had.id != team.id) {
                joined.push(team);
            }
        }
        let own = self.org.team(of).ok_or(Problem::NotFound)?;
        joined.sort_by_key(|it| (self.org.path(&it.id).len(), it.name.clone()));
        let mut asked = vec![Asked { team: own.id.clone(), name: own.name.clone(), above: None }];
        for team in joined {
            let path = self.org.path(&team.id);
            let above =
                path.iter().skip(1).find_map(|it| asked.iter().position(|had| had.team == *it));
            let (team, name) = (team.id.clone(), team.name.clone());
            asked.push(Asked { team, name, above: above.or(Some(0)) });
        }
        Ok(asked)
    }

    /// Who does the work of these teams today.
    fn roster(&self, teams: &[Asked]) -> Roster {
        let mut roster: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (at, team) in teams.iter().enumerate() {
            for person in self.at_work(&team.team) {
                roster.entry(person).or_default().push(at);
            }
        }
        roster.into_iter().collect()
    }

    /// Whoever leads from outside is not asked: their answer would stand among those they read.
    pub(in crate::desk) fn at_work(&self, team: &Id) -> Vec<Id> {
        let members = self.org.members(team, self.now).into_iter().map(|it| it.0.id.clone());
        members.filter(|it| self.works_in(it, team, self.now)).collect()
    }

    fn works_in(&self, person: &Id, team: &Id, at: At) -> bool {
        self.org.actor(person, at).is_some_and(|actor| {
            actor.seats.iter().any(|it| it.team == *team && !it.leads && it.role >= Role::Member)
        })
    }

    /// When the other open waves are that ask some of the same people.
    async fn open_spans(&self, roster: &Roster) -> Result<Vec<Span>> {
        let mut spans = Vec::new();
        for id in self.house.store().open_waves().await? {
            let Some(wave) = self.house.store().wave(&id).await? else { continue };
            let others = self.house.store().wave_roster(&id).await?;
            if others.iter().any(|it| roster.iter().any(|own| own.0 == it.0)) {
                spans.push(wave.opening.span);
            }
        }
        Ok(spans)
    }
}

fn not_of(team: &str) -> String {
    format!("{team} joins when somebody who works there says so, and not from above or beside.")
}
