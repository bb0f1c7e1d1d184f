//! Plays the year through desks whose clock stands at each step's time.

use std::collections::HashMap;

use domain::attachment::Attachment;
use domain::health::figures::Answer;
use domain::id::{At, Id};
use domain::people::{ActorKind, Person};
use domain::practice::office_hours::becomes;
use domain::record::{Answers, Value};
use serde_json::json;
use store::Change;

use super::history;
use super::people::{
    AGENTS, KEEPER, LEADS_FROM, LEVELS, MAPS, ORGANISATION, REDRAWN, SEATS, Seat, TEAMS,
};
use super::script::{Do, FIRST, MADE, Step, steps};
use crate::desk::{AGREED, Desk, Mine, SERVER};
use crate::house::House;
use crate::organisation::Charter;
use crate::problem::{Problem, Result};
use crate::tokens::Scopes;

/// Set once everything is there: a sample that was interrupted is not taken for a whole one.
const FILLED: &str = "sample.filled";

/// Fills an empty house with the sample organisation, or finds it there. Returns the person whose
/// workbook it is.
///
/// Errors: `Problem::Refused` with the way out where somebody else's data lies there already.
pub async fn fill(house: &House) -> Result<Person> {
    let filled = house.store().setting(FILLED).await?.is_some();
    if !filled {
        if house.organisation().root().is_some() {
            return Err(Problem::rule(
                "This folder holds another organisation, or a sample that was never finished. Name an empty one with --data, or delete it.",
            ));
        }
        Player::begin(house).play().await?;
    }
    let org = house.organisation();
    org.person_by_handle(KEEPER).cloned().ok_or(Problem::NotFound)
}

struct Player<'a> {
    house: &'a House,
    /// The end of the sample's year: the morning of the day it is opened.
    now: At,
    teams: HashMap<&'static str, Id>,
    records: HashMap<String, Id>,
    attached: HashMap<String, Id>,
}

impl<'a> Player<'a> {
    fn begin(house: &'a House) -> Self {
        let now = house.now();
        Self {
            house,
            now,
            teams: HashMap::new(),
            records: HashMap::new(),
            attached: HashMap::new(),
        }
    }

    async fn play(mut self) -> Result<()> {
        self.settle_in().await?;
        let all = steps(self.now.day()).map_err(Problem::rule)?;
        let now = self.now;
        let mut left = self.leavers();
        for step in all.into_iter().filter(|it| it.at <= now) {
            while let Some(seat) = left.pop_if(|it| it.0 <= step.at) {
                self.leave(seat).await?;
            }
            let what = format!("{} on {}: {:?}", step.by, step.at, step.what);
            self.make(step).await.map_err(|problem| match problem {
                Problem::Refused(_) | Problem::Invalid(_) | Problem::NotFound => {
                    Problem::rule(format!("The sample is broken at {what}: {problem}"))
                }
                other => other,
            })?;
        }
        for seat in left {
            self.leave(seat).await?;
        }
        let desk = self.house.system_desk("sample");
        let change = Change::Set { key: FILLED.into(), value: self.now.to_string() };
        let root = self.teams[""].clone();
        self.house
            .write(desk.batch().change(change).note(None, &root, "sample.filled", &json!({})))
            .await
    }

    /// Teams, people, agents, maps and histories, from a year ago on.
    async fn settle_in(&mut self) -> Result<()> {
        let began = self.days_ago(373);
        let root = self.system(began).add_team(None, ORGANISATION).await?;
        self.teams.insert("", root.id);
        let levels = LEVELS.iter().map(|it| (*it).to_owned()).collect();
        let charter =
            Charter { name: ORGANISATION.to_owned(), levels, leads_from: LEADS_FROM, sample: true };
        self.system(began).set_charter(charter).await?;
        for (slug, name, above) in TEAMS {
            let team = self.system(began).add_team(Some(&self.teams[above]), name).await?;
            self.teams.insert(slug, team.id);
        }
        for seat in SEATS {
            let at = self.days_ago(seat.came);
            let known =
                self.house.organisation().person_by_handle(seat.handle).map(|it| it.id.clone());
            let person = match known {
                Some(id) => id,
                None => self.system(at).add_person(seat.handle, seat.name, None).await?.id,
            };
            self.system(at).seat(&person, &self.teams[seat.team], seat.level, seat.role).await?;
        }
        for (handle, name, team) in AGENTS {
            self.system(began).add_agent(handle, name, &self.teams[team]).await?;
        }
        for (team, ago, text) in MAPS {
            self.system(self.days_ago(*ago))
                .take_in_map(&self.teams[team], text, SERVER, AGREED)
                .await?;
        }
        for history in history::ALL {
            let team = self.teams[history.team].clone();
            let root = format!("sample:{}", history.name);
            let repository = self.system(began).add_repository(&team, &root, history.name).await?;
            let facts = history.facts(self.now);
            self.system(self.now).keep_facts(&repository.id, None, facts).await?;
        }
        Ok(())
    }

    async fn make(&mut self, step: Step) -> Result<()> {
        let desk = self.desk(&step.by, step.at)?;
        match step.what {
            Do::Begin { key, kind, team, title, answers } => {
                let team = self.teams.get(team.as_str()).ok_or(Problem::NotFound)?.clone();
                let begun = desk.begin(kind, &team, &title, self.with_ids(answers)).await?;
                for it in begun.attached {
                    self.attached.insert(format!("{key}/{FIRST}"), it.id);
                }
                self.records.insert(key, begun.record.id);
            }
            Do::Save { key, answers } => {
                let before = desk.read(&self.record(&key)?).await?.record;
                let mut all = before.answers;
                all.extend(self.with_ids(answers));
                desk.save(&before.id, before.version, &before.title, all).await?;
            }
            Do::Move { key, name } => {
                let record = desk.read(&self.record(&key)?).await?.record;
                desk.make_move(&record.id, record.version, name).await?;
            }
            Do::Reveal { key } => {
                let record = desk.read(&self.record(&key)?).await?.record;
                desk.reveal(&record.id, record.version).await?;
            }
            Do::Attach { key, slot, attached, answers } => {
                let record = self.record(&key)?;
                let it = desk.attach(&record, slot, self.with_ids(answers)).await?;
                self.attached.insert(format!("{key}/{attached}"), it.id);
            }
            Do::Answer { key, steps, words } => {
                let wave = self.record(&key)?;
                let begun = desk.wave(&wave).await?.ok_or(Problem::NotFound)?;
                let Mine::Asked { start, .. } = begun.mine else { return Err(Problem::NotFound) };
                let ticket = desk.draw(&wave, &start).await?;
                let said = steps.into_iter().map(|it| Some(Answer::Step(it))).collect();
                let said = (said, words.as_str());
                self.house.answer_wave_at(step.at, &wave, &ticket.code, said).await?;
            }
            Do::AttachMove { key, attached, name, answers } => {
                let record = self.record(&key)?;
                let id = self
                    .attached
                    .get(&format!("{key}/{attached}"))
                    .cloned()
                    .ok_or(Problem::NotFound)?;
                if let Some(Value::Text(map)) =
                    answers.get("map").filter(|_| name == becomes::MAP_STEP)
                {
                    return self.redraw(&desk, (&record, &id), map).await;
                }
                let answers = self.with_ids(answers);
                let made = step_on(&desk, (&record, &id), &name, answers).await?;
                self.attached.extend(made.map(|it| (format!("{key}/{attached}{MADE}"), it)));
            }
        }
        Ok(())
    }

    /// The next version of a map, out of a topic.
    async fn redraw(&self, desk: &Desk, from: (&Id, &Id), name: &str) -> Result<()> {
        let known = REDRAWN.iter().find(|it| it.0 == name);
        let (_, team, text) = known.ok_or(Problem::NotFound)?;
        let team = &self.teams[team];
        let newest = desk.map_versions(team).await?.first().map_or(0, |it| it.number);
        let saved = desk.change_map_from(from, team, newest, text).await?;
        debug_assert!(saved.state == AGREED, "{} may change the map", desk.actor.handle);
        Ok(())
    }

    /// Seats that ended within the year, the first to end last.
    fn leavers(&self) -> Vec<(At, &'static Seat)> {
        let ended = SEATS.iter().filter_map(|seat| Some((self.days_ago(seat.left?), seat)));
        let mut ended: Vec<_> = ended.collect();
        ended.sort_by_key(|it| std::cmp::Reverse(it.0));
        ended
    }

    async fn leave(&self, (at, seat): (At, &Seat)) -> Result<()> {
        let org = self.house.organisation();
        let person = org.person_by_handle(seat.handle).ok_or(Problem::NotFound)?.id.clone();
        self.system(at).end_seat(&person, &self.teams[seat.team]).await
    }

    /// Texts that name a record of the sample by its key become that record's id; what a list names
    /// of what hangs on it too.
    fn with_ids(&self, mut answers: Answers) -> Answers {
        for value in answers.values_mut() {
            if let Value::Text(text) = value
                && let Some(id) = self.records.get(text.as_str())
            {
                id.as_str().clone_into(text);
            }
            if let Value::List(items) = value {
                for item in items {
                    if let Some(id) = self.attached.get(item.as_str()) {
                        id.as_str().clone_into(item);
                    }
                }
            }
        }
        answers
    }

    fn record(&self, key: &str) -> Result<Id> {
        self.records.get(key).cloned().ok_or(Problem::NotFound)
    }

    fn desk(&self, handle: &str, at: At) -> Result<Desk> {
        let org = self.house.organisation();
        let person = org.person_by_handle(handle).and_then(|it| org.actor(&it.id, at));
        let agent = || {
            org.agents
                .values()
                .find(|it| it.handle == handle)
                .and_then(|it| org.agent_actor(&it.id))
        };
        let actor = person.or_else(agent).ok_or(Problem::NotFound)?;
        debug_assert!(actor.kind != ActorKind::System, "the year is made by people and agents");
        Ok(Desk { now: at, ..self.house.desk(actor, Scopes::all()) })
    }

    fn system(&self, at: At) -> Desk {
        Desk { now: at, ..self.house.system_desk("sample") }
    }

    fn days_ago(&self, days: i64) -> At {
        self.now.plus(-days * At::DAY)
    }
}

fn version_of(attached: &[Attachment], id: &Id) -> i64 {
    attached.iter().find(|it| it.id == *id).map_or(0, |it| it.version)
}

/// Takes a step on what hangs there; the id of what it made beside it, if anything.
async fn step_on(
    desk: &Desk,
    (record, id): (&Id, &Id),
    name: &str,
    answers: Answers,
) -> Result<Option<Id>> {
    let before = desk.read(record).await?.attached;
    desk.move_attachment(record, id, version_of(&before, id), name, answers).await?;
    let after = desk.read(record).await?.attached;
    let made = after.into_iter().find(|it| before.iter().all(|had| had.id != it.id));
    Ok(made.map(|it| it.id))
}
