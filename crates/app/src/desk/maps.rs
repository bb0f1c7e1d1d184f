//! A map that waits for an answer, one that changed lately, and what another one would have done.

use domain::deed::{Deed, may};
use domain::id::{At, Id};
use domain::lanes::map::Map;
use domain::lanes::{Comparison, Verdict, compare_as};
use domain::people::{Team, Who};
use domain::record::{Record, Value};
use store::{Filter, MapText, Scope};

use super::lanes::{AGREED, DRAFT, SERVER};
use super::routes::{case_of_rows, cases};
use super::{Desk, Waits};
use crate::problem::Result;

/// So long a changed map is news.
const NEWS_DAYS: i64 = 14;
/// How far back another map is tried: a quarter’s worth of weeks.
const REPLAY_DAYS: i64 = 13 * 7;
/// Of these decisions, as many are looked through: the ones changed last.
const MOST: usize = 200;

/// A version of a team's map that waits for the actor's word.
#[derive(Clone, Debug)]
pub struct MapTurn {
    pub team: Team,
    pub text: MapText,
}

/// What a map that was put in force lately changes for the actor.
#[derive(Clone, Debug)]
pub struct MapNews {
    pub team: Team,
    pub from: i64,
    /// The version in force.
    pub to: i64,
    /// How many sentences say what changes for them.
    pub things: usize,
    pub by: Id,
    /// `server`, or the file that is its truth.
    pub home: String,
    pub at: At,
}

/// Decisions of the last weeks, tried on another map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// How many said enough about their case to be tried.
    pub tried: usize,
    /// Those that would have gone to somebody else, with whose call they were and would have been.
    pub moved: Vec<Moved>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    pub record: Record,
    pub from: Vec<String>,
    pub to: Vec<String>,
}

impl MapNews {
    /// Its address on this site.
    pub fn place(&self) -> String {
        format!("/lanes/changes?team={}&from={}&to={}", self.team.slug, self.from, self.to)
    }
}

impl Desk {
    /// What the second map does otherwise, and what of it changes for the actor.
    pub fn compared(&self, team: &Id, old: &Map, new: &Map) -> Comparison {
        let (before, after) = (self.asker(old, team), self.asker(new, team));
        compare_as((old, &before), (new, &after), self.day_of(new))
    }

    /// Proposed versions that wait for the actor: those of whom the map in force says that changing
    /// it is their call. Whoever else may decide it is not asked.
    pub(super) async fn map_turns(&self) -> Result<Vec<MapTurn>> {
        let mut found = Vec::new();
        for text in self.house.store().newest_maps(DRAFT, SERVER).await? {
            let Some(team) = self.org.team(&text.team).cloned() else { continue };
            let may_answer = may(self.standing(Some(&team.id), None), Deed::EditMap).is_ok();
            if may_answer && self.is_asked_for_map(&team.id).await? {
                found.push(MapTurn { team, text });
            }
        }
        Ok(found)
    }

    /// Whether a proposed version of this team's map waits for the actor.
    pub(crate) async fn has_map_turn(&self, team: &Id) -> Result<bool> {
        Ok(self.map_turns().await?.iter().any(|it| it.team.id == *team))
    }

    async fn is_asked_for_map(&self, team: &Id) -> Result<bool> {
        let Some((found, route)) = self.call_of_map(team).await? else {
            return Ok(self.standing(Some(team), None).is(Who::Steward));
        };
        let map = found.map();
        Ok(match route.verdict {
            Verdict::Gap => self.standing(Some(team), None).is(Who::Steward),
            _ => route.deciders.iter().any(|it| match map.level(it) {
                Some(level) => self.stands_nearest(map, team, level),
                None => self.is_me(it),
            }),
        })
    }

    /// Where a level decides and nobody is listed there: whether the actor has the lowest level from
    /// it on that anybody has.
    fn stands_nearest(&self, map: &Map, team: &Id, level: usize) -> bool {
        let people = self.org.people.keys().filter_map(|it| self.org.actor(it, self.now));
        let levels = people.map(|it| self.asker_as(&it, map, team).level);
        let nearest = levels.filter(|it| *it >= level).min();
        nearest == Some(self.asker_as(&self.actor, map, team).level)
    }

    /// Maps put in force lately by somebody else, where they change what the actor decides.
    pub(super) async fn map_news(&self) -> Result<Vec<MapNews>> {
        let since = self.now.plus(-NEWS_DAYS * At::DAY);
        let mut found = Vec::new();
        for team in self.house.store().teams_with_maps_since(AGREED, since).await? {
            let Some(team) = self.org.team(&team).cloned() else { continue };
            found.extend(self.news_of_map(team, since).await?);
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.at));
        Ok(found)
    }

    async fn news_of_map(&self, team: Team, since: At) -> Result<Option<MapNews>> {
        if may(self.standing(Some(&team.id), None), Deed::ReadMap).is_err() {
            return Ok(None);
        }
        let mut versions = self.house.store().maps(&team.id).await?;
        versions.retain(|it| it.state == AGREED);
        let Some(newest) = versions.first() else { return Ok(None) };
        // Whoever puts one in force knows what it does.
        let is_known = |it: &&MapText| it.at < since || it.author == self.actor.id;
        let known = versions.iter().find(is_known).or(versions.last()).unwrap_or(newest);
        let (old, new) = (self.house.map_shelf().read(known), self.house.map_shelf().read(newest));
        if !self.is_under(&team.id, [&old.map, &new.map]).await? {
            return Ok(None);
        }
        let things = self.compared(&team.id, &old.map, &new.map).for_you.len();
        let (from, to, home) = (known.number, newest.number, newest.home.clone());
        let (by, at) = (newest.author.clone(), newest.at);
        Ok((things > 0).then_some(MapNews { team, from, to, things, by, home, at }))
    }

    /// Whether this team's map is the actor's: the nearest above a seat of theirs, or one that names
    /// them.
    async fn is_under(&self, team: &Id, maps: [&Map; 2]) -> Result<bool> {
        let names_me = |map: &&Map| {
            let lanes = map.lanes.iter().flat_map(|it| &it.holder);
            map.holders.iter().flatten().chain(lanes).any(|it| self.is_me(it))
        };
        if maps.iter().any(names_me) {
            return Ok(true);
        }
        for seat in self.actor.seats.iter().filter(|it| it.path.contains(team)) {
            if self.nearest_map(&seat.team).await?.is_some_and(|it| it.team.id == *team) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The team's own decisions of the last weeks under both maps. Whoever wrote them, and how it
    /// went, is not looked at.
    pub async fn replayed(&self, team: &Id, old: &Map, new: &Map) -> Result<Replay> {
        let since = self.now.plus(-REPLAY_DAYS * At::DAY);
        let filter = Filter::of(Scope::Teams(vec![team.clone()])).kind("decision");
        let records = self.house.store().records(&filter, None, MOST).await?.items;
        let mut replay = Replay::default();
        for record in records.into_iter().filter(|it| it.opened_at >= since && self.may_read(it)) {
            let Some(Value::Rows(rows)) = record.answers.get("case") else { continue };
            let question = case_of_rows(rows);
            if question.domains.is_empty() && question.set.is_empty() {
                continue;
            }
            // A map that does not know a value of it cannot say whose call it was.
            let whose = |map: &Map| -> Option<Vec<String>> {
                let case = cases(map, &question).ok()?.into_iter().next()?;
                Some(map.route(&case, &map.lowest(), self.day_of(map)).deciders)
            };
            let (Some(from), Some(to)) = (whose(old), whose(new)) else { continue };
            replay.tried += 1;
            if from != to {
                replay.moved.push(Moved { record, from, to });
            }
        }
        Ok(replay)
    }

    /// As the actor's other lines that wait.
    pub(super) fn map_line(&self, MapTurn { team, text }: &MapTurn) -> Waits {
        let title = format!("version {} of the map of {}", text.number, team.name);
        Waits {
            key: format!("map/{}/{}", team.id, text.number),
            what: "Put in force, or answer".into(),
            on: title.clone(),
            title,
            to: format!("/lanes?team={}", team.slug),
            why: format!("{} proposed it", self.org.name_of(&text.author)),
            by: text.author.clone(),
            ..Waits::default()
        }
    }
}
