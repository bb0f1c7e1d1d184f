//! Scenarios: what a playbook offers, what the records say to it, steps that begin records, and
//! what was tried before.

mod answered;
mod evidence;

use domain::deed::{Deed, may};
use domain::id::Id;
use domain::kind::{Ask, Move, Need};
use domain::practice::playbook;
use domain::practice::scenario::slots::STEP;
use domain::practice::scenario::{KIND, markdown};
use domain::record::{Dossier, Record, Value};
use domain::scenario::evidence::{FOR_AN_OFFER, Reading, standing_out};
use domain::scenario::{self, Part, Playbook, steps};
use store::{Filter, Scope};

use super::Desk;
use crate::chance;
use crate::problem::{Problem, Result};

/// Runs of a team that are looked through for what was tried before.
const MOST: usize = 50;
/// Teams for which a page reads all their signals.
const MOST_TEAMS: usize = 4;

/// One run with what its page shows beside it.
#[derive(Clone, Debug, Default)]
pub struct RunSeen {
    /// `None` where it follows none, or one that is no longer readable.
    pub playbook: Option<Playbook>,
    /// What the records say to the signals of the playbook, in its order.
    pub readings: Vec<Reading>,
    /// Other runs of the team on the same playbook, the newest first.
    pub earlier: Vec<Dossier>,
}

/// The record of a step that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub record: Record,
    /// Nothing was begun: there can be only one, and it was there before.
    pub stood_already: bool,
}

/// A playbook that the evidence suggests to a team that has no scenario in hand.
#[derive(Clone, Debug)]
pub struct Offer {
    pub team: Id,
    pub key: &'static str,
    pub title: &'static str,
    pub because: Vec<Reading>,
}

impl Desk {
    pub async fn run_seen(&self, dossier: &Dossier) -> Result<RunSeen> {
        let record = &dossier.record;
        let Some(playbook) = self.playbook_of(record).await? else {
            return Ok(RunSeen { earlier: self.earlier(record).await?, ..RunSeen::default() });
        };
        let mut readings = self.evidence(&record.team, Some(&playbook)).await?;
        let in_order = [Part::Signals, Part::Measures, Part::Exits];
        let keys: Vec<&str> =
            in_order.iter().flat_map(|it| playbook.part(*it)).map(|it| it.key.as_str()).collect();
        readings.sort_by_key(|it| keys.iter().position(|key| *key == it.about.id));
        Ok(RunSeen { readings, earlier: self.earlier(record).await?, playbook: Some(playbook) })
    }

    /// The playbook that a run follows: one of ours, or one of the team’s that can be read.
    pub async fn playbook_of(&self, record: &Record) -> Result<Option<Playbook>> {
        if let Some(it) = scenario::by_key(record.text("playbook")).filter(|it| !it.is_private) {
            return Ok(Some(it.playbook.clone()));
        }
        let own = record.text("own_playbook").trim();
        if own.is_empty() {
            return Ok(None);
        }
        let own = match self.read(&Id::from(own)).await {
            Ok(it) if it.record.kind == playbook::KIND.slug => it.record,
            Ok(_) | Err(Problem::NotFound) => return Ok(None),
            Err(other) => return Err(other),
        };
        Ok(scenario::read(own.text("text")).ok())
    }

    /// What was tried in the same situation before, with what it changed.
    async fn earlier(&self, record: &Record) -> Result<Vec<Dossier>> {
        let filter = Filter::of(Scope::Teams(vec![record.team.clone()])).kind(KIND.slug);
        let mut all = self.dossiers(&filter, MOST).await?;
        let same = |it: &Record, name: &str| {
            !record.text(name).is_empty() && it.text(name) == record.text(name)
        };
        all.retain(|it| {
            let it = &it.record;
            let is_same = same(it, "own_playbook")
                || same(it, "playbook") && record.text("playbook") != scenario::OWN;
            it.id != record.id && it.opened_at <= record.opened_at && is_same
        });
        all.sort_by_key(|it| std::cmp::Reverse(it.record.opened_at));
        Ok(all)
    }

    /// Takes a step of the playbook: begins its record, and hangs it on the run. Each leads to the
    /// other, in one transaction. Where there can be only one such record and it stands already, the
    /// step is that one.
    pub async fn take_step(&self, run: &Id, at: usize) -> Result<Taken> {
        let dossier = self.read(run).await?;
        if dossier.record.kind != KIND.slug {
            return Err(Problem::NotFound);
        }
        let playbook = self.playbook_of(&dossier.record).await?.ok_or(Problem::NotFound)?;
        let line = playbook.part(Part::Steps).get(at).ok_or(Problem::NotFound)?;
        let kind = self.kind(&line.key)?;
        let team = &dossier.record.team;
        let already = match kind.one {
            Some(_) => self.the_one(kind, team).await?,
            None => None,
        };
        let stood_already = already.is_some();
        let (record, batch) = match already {
            Some(record) => (record, self.batch()),
            None => self.begun(kind.slug, team, &line.says, steps::answers(line, kind)).await?,
        };
        let said = [("text", line.says.as_str()), ("made", record.id.as_str())]
            .map(|(name, text)| (name.to_owned(), Value::Text(text.to_owned())));
        let id = chance::id(self.now);
        let (_, batch) = self.hung(id, &dossier, &STEP, said.into(), batch).await?;
        self.house.write(batch).await?;
        Ok(Taken { record, stood_already })
    }

    /// Answers the one question that a step of the run asks for, and takes the step: a look, the
    /// team’s own word, why it stops.
    pub async fn say_and_move(
        &self,
        id: &Id,
        version: i64,
        name: &str,
        text: &str,
    ) -> Result<Dossier> {
        let before = self.read(id).await?;
        if before.record.kind != KIND.slug {
            return Err(Problem::NotFound);
        }
        let (step, ask) = said_with(name).ok_or(Problem::NotFound)?;
        if before.record.version != version {
            return Err(Problem::Stale(Some(Box::new(before))));
        }
        // Where the step would be refused, nothing is written.
        let mut said = before.clone();
        said.record.put(ask.name, text.trim());
        let surroundings = self.surroundings(&said).await?;
        let around = surroundings.around(self);
        let standing = self.actor.standing(&self.subject_of(&said.record));
        KIND.apply(&said, standing, &around, step.name)?;
        let mut answers = said.record.answers;
        answers.retain(|name, _| KIND.ask(name).is_some_and(|it| !it.kept));
        let saved = self.save(id, version, &before.record.title, answers).await?;
        self.make_move(id, saved.record.version, step.name).await
    }

    /// A run as one Markdown text to take along.
    pub async fn run_markdown(&self, id: &Id) -> Result<String> {
        let dossier = self.read(id).await?;
        if dossier.record.kind != KIND.slug {
            return Err(Problem::NotFound);
        }
        let seen = self.run_seen(&dossier).await?;
        Ok(markdown::export(&dossier, seen.playbook.as_ref(), &seen.readings))
    }

    /// What the evidence suggests to the actor’s own teams, and to teams right below that they lead,
    /// where no scenario is in hand: at most one playbook a team, and only as a question.
    pub async fn scenario_offers(&self) -> Result<Vec<Offer>> {
        let mut offers = Vec::new();
        for team in self.teams_to_offer().await? {
            let readings = self.evidence(&team, None).await?;
            let fitting = scenario::shipped().iter().filter(|it| !it.is_private);
            let fitting = fitting.map(|it| (it, standing_out(&it.playbook, &readings)));
            let best = fitting.filter(|(_, because)| because.len() >= FOR_AN_OFFER).max_by_key(
                |(it, because)| {
                    // Most of its own signals; a long list is not better for being long.
                    let read = it.playbook.part(Part::Signals).len().max(1);
                    (because.len() * 100) / read
                },
            );
            if let Some((it, because)) = best {
                offers.push(Offer {
                    team,
                    key: it.key,
                    title: &it.playbook.title,
                    because: because.into_iter().cloned().collect(),
                });
            }
        }
        Ok(offers)
    }

    async fn teams_to_offer(&self) -> Result<Vec<Id>> {
        let mut teams: Vec<Id> = self.my_teams().iter().map(|it| it.id.clone()).collect();
        let above = self.actor.seats.iter().filter(|it| it.leads).map(|it| &it.team);
        let below = above.flat_map(|it| self.org.below(it));
        for team in below {
            if !teams.contains(&team) {
                teams.push(team);
            }
        }
        teams.retain(|it| {
            // What holds only other teams together has few records of its own, whatever its health.
            if self.org.below(it).len() > 1 {
                return false;
            }
            let has_people = !self.org.members(it, self.now).is_empty();
            has_people && may(self.standing(Some(it), None), Deed::Begin(KIND.by)).is_ok()
        });
        let mut without = Vec::new();
        for team in teams {
            let mut filter = Filter::of(Scope::Teams(vec![team.clone()])).kind(KIND.slug);
            filter.open = Some(true);
            if self.house.store().records(&filter, None, 1).await?.items.is_empty() {
                without.push(team);
            }
            if without.len() == MOST_TEAMS {
                break;
            }
        }
        Ok(without)
    }
}

/// A step of the run with the one question it asks for.
pub fn said_with(name: &str) -> Option<(&'static Move, &'static Ask)> {
    let step = KIND.step(name)?;
    let ask = KIND.asks.iter().find(|it| it.need == Need::Before(step.name))?;
    Some((step, ask))
}
