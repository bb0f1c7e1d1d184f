//! The map, whose call it is, and changing it.

mod draw;
mod guess;
#[cfg(test)]
mod tests;
mod text;

use app::{Desk, Problem, Question, TeamMap};
use axum::Router;
use axum::routing::{get, post};
use domain::lanes::{Change, Verdict};
use domain::people::Team;
use domain::practice::office_hours::becomes;
use maud::Markup;

use super::sent::{Asked, Proved};
use super::{Failure, Hall, Seat};
use crate::diff;
use crate::forms::Sent;
use crate::pages::ask::AskView;
use crate::pages::map::MapView;
use crate::pages::map_more::{ChangesView, MineView};
use crate::pages::{map, map_more};

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/lanes", get(page))
        .route("/lanes/diff", post(from_diff))
        .route("/lanes/mine", get(mine))
        .route("/lanes/paths", get(paths))
        .route("/lanes/changes", get(changes))
        .route("/lanes/edit", get(text::edit).post(text::put_in_force))
        .route("/lanes/check", post(text::check))
        .route("/lanes/table", post(text::from_table))
        .route("/lanes/agree", post(text::agree))
}

/// The team a page is about: the one named, else the first of one's own that has a map.
async fn team(desk: &Desk, sent: &Sent) -> Result<Team, Problem> {
    if let Some(slug) = sent.get("team").filter(|it| !it.is_empty()) {
        return desk.team(slug).cloned();
    }
    for team in desk.my_teams() {
        if desk.map(&team.id).await?.is_some() {
            return Ok(team.clone());
        }
    }
    let first = desk.my_teams().first().map(|it| (*it).clone());
    first.or_else(|| desk.organisation().root().cloned()).ok_or(Problem::NotFound)
}

async fn page(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let team = team(&seat.desk, &asked).await?;
    let view = view(&seat.desk, &team, &asked, None).await?;
    Ok(map::page(&seat.frame, &view))
}

async fn from_diff(seat: Seat, Proved(sent): Proved) -> Result<Markup, Failure> {
    let team = team(&seat.desk, &sent).await?;
    let pasted = sent.text("diff");
    let view = view(&seat.desk, &team, &sent, Some(&pasted)).await?;
    Ok(map::page(&seat.frame, &view))
}

async fn view(
    desk: &Desk,
    team: &Team,
    sent: &Sent,
    pasted: Option<&str>,
) -> Result<MapView, Problem> {
    let found = desk.map(&team.id).await?;
    let Some(found) = found else {
        return Ok(MapView {
            team: named(team),
            may_edit: may_edit(desk, team),
            ..MapView::default()
        });
    };
    let ask = ask(desk, team, &found, sent, pasted).await?;
    let mut view = draw::map(desk, team, &found, ask);
    view.others = others(desk, team).await?;
    let covers = desk.backing_of_team(&team.id).await?;
    view.backing = covers.iter().map(|it| super::leaders::backing(desk, it)).collect();
    view.may_edit = found.is_edited_here() && may_edit(desk, &found.team);
    view.may_answer = view.may_edit && desk.may_change_map(&found.team.id).await?;
    Ok(view)
}

fn named(team: &Team) -> (String, String) {
    (team.name.clone(), team.slug.clone())
}

fn may_edit(desk: &Desk, team: &Team) -> bool {
    let standing = desk.standing(Some(&team.id), None);
    domain::deed::may(standing, domain::deed::Deed::EditMap).is_ok()
}

async fn others(desk: &Desk, team: &Team) -> Result<Vec<(String, String)>, Problem> {
    let mut found = Vec::new();
    for it in desk.my_teams() {
        if it.id != team.id && desk.map(&it.id).await?.is_some_and(|map| map.team.id == it.id) {
            found.push(named(it));
        }
    }
    Ok(found)
}

/// The sentence as it was sent, answered if something was asked; with the dimensions that could
/// change the answer.
async fn ask(
    desk: &Desk,
    team: &Team,
    found: &TeamMap,
    sent: &Sent,
    pasted: Option<&str>,
) -> Result<AskView, Problem> {
    let map = found.map();
    let mut view = AskView {
        team: team.slug.clone(),
        what: sent.text("what"),
        domain: sent.text("domain"),
        domains: map.domains().into_iter().map(str::to_owned).collect(),
        path: sent.text("path"),
        diff: pasted.unwrap_or("").to_owned(),
        ..AskView::default()
    };
    for (name, text) in &sent.0 {
        if let Some(dimension) = name.strip_prefix("d.").filter(|_| !text.trim().is_empty()) {
            view.values.insert(dimension.to_owned(), text.trim().to_owned());
        }
    }
    let mut guessed = None;
    if view.domain.is_empty() && !view.what.is_empty() {
        guessed = guess::domain(map, &view.what);
        // The choice stays open: the next word may say something else.
        view.read_as = guessed.as_ref().map_or_else(String::new, |it| it.0.clone());
    }
    let said = !view.what.is_empty() || !view.domain.is_empty() || !view.path.is_empty();
    let asked = pasted.is_some() || sent.get("ask").is_some() || said;
    let question = question(&view, pasted);
    let answered = match desk.whose(&team.id, &question).await {
        Ok(answered) => answered,
        Err(Problem::Invalid(problems)) => {
            view.problem = problems.first().map(|it| it.says.clone());
            view.dimensions = map.dimensions.iter().map(super::bring::dimension).collect();
            return Ok(view);
        }
        Err(other) => return Err(other),
    };
    if let Some(answered) = answered {
        draw::fill(&mut view, map, &answered, asked, guessed.as_ref());
        view.learned = learned(desk, team, &answered, &view).await?;
    }
    Ok(view)
}

/// What was learned where the change lies: its domains, its lanes, its own words.
async fn learned(
    desk: &Desk,
    team: &Team,
    answered: &app::Answered,
    view: &AskView,
) -> Result<Vec<crate::parts::learned::Learned>, Problem> {
    if view.answer.is_none() {
        return Ok(Vec::new());
    }
    let routes = &answered.routes.routes;
    let domains: Vec<String> = routes.iter().flat_map(|it| it.domains.iter().cloned()).collect();
    let lanes = routes.iter().filter_map(|it| it.lane.as_ref());
    let lanes: Vec<String> = lanes.map(|it| it.id.clone()).collect();
    let words = format!("{} {}", view.what, view.path);
    let found = desk.learned_in(&team.id, &domains, &lanes, &words).await?;
    Ok(found.iter().map(|it| super::bring::learning(desk, it)).collect())
}

fn question(view: &AskView, pasted: Option<&str>) -> Question {
    let mut question = Question {
        set: view.values.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        ..Question::default()
    };
    if let Some(pasted) = pasted {
        question.changes = diff::changes(pasted);
    } else if !view.path.is_empty() {
        question.changes = view.path.split_whitespace().map(Change::at).collect();
    } else {
        let domain = if view.domain.is_empty() { &view.read_as } else { &view.domain };
        question.domains.extend((!domain.is_empty() && domain != "*").then(|| domain.clone()));
    }
    question
}

async fn mine(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = team(desk, &asked).await?;
    let mut view = MineView { team: named(&team), ..MineView::default() };
    if let Some(found) = desk.map(&team.id).await? {
        let map = found.map();
        let asker = desk.asker(map, &team.id);
        view.who =
            format!("as a {}", map.levels.get(asker.level).map_or("contributor", String::as_str));
        let lanes = map.lanes_of(&asker, desk.day_of(map));
        view.lanes = lanes
            .iter()
            .map(|(domain, lane)| draw::my_lane(domain, lane, seat.frame.today))
            .collect();
    }
    Ok(map_more::mine(&seat.frame, &view))
}

async fn paths(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let team = team(&seat.desk, &asked).await?;
    let found = seat.desk.map(&team.id).await?;
    let rows = found.map_or_else(Vec::new, |it| draw::paths(it.map(), seat.frame.today));
    Ok(map_more::paths(&seat.frame, &map_more::PathsView { team: named(&team), rows }))
}

async fn changes(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = team(desk, &asked).await?;
    let owner = desk.map(&team.id).await?.ok_or(Problem::NotFound)?.team;
    let to = asked.number("to").ok_or(Problem::NotFound)?;
    let from = asked.number("from").unwrap_or(to - 1);
    let (before, old) = desk.map_version(&owner.id, from).await?;
    let (after, new) = desk.map_version(&owner.id, to).await?;
    let said = becomes::asked_in(&before.text);
    let asked = becomes::asked_in(&after.text).into_iter().filter(|it| !said.contains(it));
    let found = desk.compared(&team.id, &old.map, &new.map);
    let replay = desk.replayed(&owner.id, &old.map, &new.map).await?;
    let replay = draw::replayed((&old.map, &new.map), &replay);
    let others = found.changes.into_iter().filter(|it| !found.for_you.contains(it)).collect();
    let mine = found.for_you;
    let asked = asked.collect();
    let view = ChangesView { team: named(&owner), from, to, mine, others, asked, replay };
    Ok(map_more::changes(&seat.frame, &view))
}

fn tone(verdict: Verdict) -> crate::pages::ask::Tone {
    use crate::pages::ask::Tone;
    match verdict {
        Verdict::Yours => Tone::Yours,
        Verdict::Ask | Verdict::Depends => Tone::Other,
        Verdict::Gap => Tone::Gap,
    }
}
