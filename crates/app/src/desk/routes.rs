//! Whose call is it: a question, a map and the actor in; the routes with their reasons out.

use domain::deed::Deed;
use domain::id::{At, Id};
use domain::kind::Kind;
use domain::lanes::{Asker, Case, Change, How, Map, Route, Routes, Verdict};
use domain::people::Actor;
use domain::record::{Answers, Row, Value};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Desk;
use super::lanes::TeamMap;
use crate::problem::{Problem, Result};

/// Longer lists are asked for with `remit check`.
const MOST_PATHS: usize = 5_000;

/// What somebody wants to decide: by domain, by paths, or by a diff.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub domains: Vec<String>,
    /// `DIM=VALUE`, as typed.
    pub set: Vec<String>,
    pub changes: Vec<Change>,
    pub trailers: Vec<(String, String)>,
    /// Somebody else's point of view: a handle or a level.
    pub as_who: Option<String>,
}

/// The routes of one question on one map.
pub struct Answered {
    pub map: TeamMap,
    pub asker: Asker,
    pub routes: Routes,
}

impl Desk {
    /// Answers for a team; `None` where neither it nor a team above has a map.
    pub async fn whose(&self, team: &Id, question: &Question) -> Result<Option<Answered>> {
        self.see(Deed::ReadMap, &self.org.subject(Some(team), None))?;
        self.route(team, question).await
    }

    async fn route(&self, team: &Id, question: &Question) -> Result<Option<Answered>> {
        let Some(found) = self.nearest_map(team).await? else { return Ok(None) };
        if question.changes.len() > MOST_PATHS {
            return Err(Problem::invalid(
                "paths",
                format!("More than {MOST_PATHS} paths; use `remit check` in the checkout."),
            ));
        }
        let map = found.map();
        let cases = cases(map, question)?;
        let asker = match question.as_who.as_deref().map(str::trim).filter(|it| !it.is_empty()) {
            Some(who) => map.asker(who, How::Named),
            None => self.asker(map, team),
        };
        let routes = map.routes(&cases, &asker, self.day_of(map));
        Ok(Some(Answered { map: found, asker, routes }))
    }

    /// The actor as a map sees them: the higher of what the map and the memberships say.
    pub fn asker(&self, map: &Map, team: &Id) -> Asker {
        self.asker_as(&self.actor, map, team)
    }

    /// The same for somebody else.
    pub(super) fn asker_as(&self, actor: &Actor, map: &Map, team: &Id) -> Asker {
        let path = self.org.path(team);
        let seats = actor.seats.iter().filter(|it| path.contains(&it.team));
        let levels = seats.filter_map(|it| map.level(self.org.level_name(it.level)));
        let asker = map.asker(&format!("@{}", actor.handle), How::SignedIn);
        asker.at_least(levels.max().unwrap_or(0))
    }

    /// Today in the calendar the map follows.
    pub fn day_of(&self, map: &Map) -> Date {
        day_in(map, self.now)
    }

    /// Whether changing the map is the actor's own call: `lanes` is a domain like any other. Where
    /// no map says so yet, the team's stewards agree on the first one.
    pub async fn may_change_map(&self, team: &Id) -> Result<bool> {
        if self.actor.kind == domain::people::ActorKind::System {
            return Ok(true);
        }
        self.see(Deed::ReadMap, &self.org.subject(Some(team), None))?;
        let steward = self.standing(Some(team), None).is(domain::people::Who::Steward);
        Ok(match self.call_of_map(team).await?.map(|it| it.1.verdict) {
            Some(Verdict::Yours) => true,
            None | Some(Verdict::Gap) => steward,
            Some(Verdict::Depends | Verdict::Ask) => false,
        })
    }

    /// Whose call a change of the map is, by the map in force; `None` where nobody agreed to one.
    pub(super) async fn call_of_map(&self, team: &Id) -> Result<Option<(TeamMap, Route)>> {
        let Some(found) = self.nearest_map(team).await?.filter(|it| !it.is_draft()) else {
            return Ok(None);
        };
        let map = found.map();
        let case = map.case(&["lanes".to_owned()]);
        let route = map.route(&case, &self.asker(map, team), self.day_of(map));
        Ok(Some((found, route)))
    }

    /// Writes the route of a case into a record that is being opened: as the map says it now,
    /// whatever the map says later.
    pub(crate) async fn freeze_route(
        &self,
        kind: &Kind,
        team: &Id,
        answers: &mut Answers,
    ) -> Result<()> {
        if kind.ask("route").is_some() {
            self.write_route(team, answers, ["route", "lane", "map_version", "deciders"]).await?;
        }
        Ok(())
    }

    /// Where an edit changed the case: the route it has now stands beside the one it had.
    pub(crate) async fn reroute(
        &self,
        kind: &Kind,
        team: &Id,
        before: &Answers,
        after: &mut Answers,
    ) -> Result<()> {
        if kind.ask("route_now").is_some() && before.get("case") != after.get("case") {
            self.write_route(team, after, ["route_now", "lane_now", "map_version_now", "deciders"])
                .await?;
        }
        Ok(())
    }

    async fn write_route(&self, team: &Id, answers: &mut Answers, names: [&str; 4]) -> Result<()> {
        let question = match answers.get("case") {
            Some(Value::Rows(rows)) => case_of_rows(rows),
            _ => Question::default(),
        };
        // A value the map does not know is the form's to say; the record is kept all the same.
        let Ok(Some(answered)) = self.route(team, &question).await else { return Ok(()) };
        let routes = &answered.routes.routes;
        let lane = routes.iter().filter_map(|it| it.lane.as_ref()).map(|it| it.id.clone());
        let own = format!("@{}", self.actor.handle);
        // Whoever opens it asks for themselves; later readers have to be told who that was.
        let deciders = routes.iter().flat_map(|it| match it.verdict {
            Verdict::Yours => vec![own.clone()],
            _ => it.deciders.clone(),
        });
        let version = format!("{} {}", answered.map.team.name, answered.map.text.number);
        let told = match answered.routes.verdict {
            Verdict::Yours => format!("{own}’s own call."),
            _ => says(&answered.routes.says, routes),
        };
        let texts = [told, joined(lane), version, joined(deciders)];
        for (name, text) in names.into_iter().zip(texts) {
            answers.insert(name.to_owned(), Value::Text(text));
        }
        Ok(())
    }
}

/// The rows of an `Answer::Case`: `domain` names a domain, anything else a dimension.
pub fn case_of_rows(rows: &[Row]) -> Question {
    let mut question = Question::default();
    for row in rows {
        let cell = |name: &str| row.get(name).map_or("", |it| it.trim());
        match (cell("name"), cell("value")) {
            (_, "") => {}
            ("domain", value) => question.domains.push(value.to_owned()),
            (name, value) => question.set.push(format!("{name}={value}")),
        }
    }
    question
}

/// One case for each domain a diff or paths touch; else one over all named domains.
/// The calendar day of a moment where the map lives; UTC where it names no zone we know.
pub(crate) fn day_in(map: &Map, now: At) -> Date {
    let zone = map.timezone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let now = jiff::Timestamp::from_millisecond(now.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    now.to_zoned(zone.unwrap_or(TimeZone::UTC)).date()
}

/// Domains that are named beat those the paths belong to; what is set by hand beats everything.
pub(crate) fn cases(map: &Map, question: &Question) -> Result<Vec<Case>> {
    let mut cases = if question.changes.is_empty() || !question.domains.is_empty() {
        vec![map.case(&question.domains)]
    } else {
        map.cases_of(&question.changes, &question.trailers)
    };
    for typed in &question.set {
        for case in &mut cases {
            map.set(case, typed).map_err(|says| Problem::invalid("set", says))?;
        }
    }
    Ok(cases)
}

fn says(whole: &str, routes: &[Route]) -> String {
    match routes {
        [only] => only.says.clone(),
        _ => whole.to_owned(),
    }
}

fn joined(names: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, value: &str) -> Row {
        [("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())].into()
    }

    #[test]
    fn the_rows_of_a_case_are_domains_and_values() {
        let rows = [row("domain", "money"), row("effort", "3"), row("undo", "")];
        let question = case_of_rows(&rows);
        assert_eq!(question.domains, ["money"]);
        assert_eq!(question.set, ["effort=3"]);
    }

    #[test]
    fn a_value_the_map_does_not_know_is_a_sentence() {
        let map = domain::lanes::read("levels = [\"contributor\"]").map;
        let question = Question { set: vec!["effort=3".into()], ..Question::default() };
        assert!(matches!(cases(&map, &question), Err(Problem::Invalid(_))));
    }
}
