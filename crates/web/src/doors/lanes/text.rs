//! The map as text: shown, checked while somebody types, put in force.

use app::{Desk, Problem};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::finding::Weight;
use domain::lanes;
use domain::people::Team;
use domain::practice::office_hours::becomes::AskedIn;
use maud::Markup;

use super::super::sent::{Asked, Proved};
use super::super::{Failure, Seat, failure, office_hours};
use super::{draw, named, team};
use crate::forms::Sent;
use crate::pages::map_edit::{Call, Drafted, EditView, page};
use crate::words;

/// A first map, to be changed rather than written.
const FIRST: &str = include_str!("first.toml");

pub(crate) async fn edit(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = team(desk, &asked).await?;
    let mut view = start(desk, &team).await?;
    let mut from = office_hours::from_of(&asked);
    let draft = desk.draft(&format!("map/{}", team.slug)).await?;
    if let Some(draft) = draft.filter(|_| view.file.is_none()) {
        let sent = super::super::records::draft_of(&draft.text);
        if sent.number("version") == Some(view.version) {
            view.text = sent.text("text");
            from = from.or_else(|| office_hours::from_of(&sent));
        }
    }
    if let Some((hours, topic)) = from {
        let (of, it) = desk.topic(&hours, &topic).await?;
        let asked = AskedIn::of(&of.record, &it);
        if view.file.is_none() {
            view.text = asked.noted(&view.text);
        }
        view.asked = Some(asked);
    }
    look(desk, &team, &mut view).await?;
    Ok(page(&seat.frame, &view))
}

/// The newest text of the team's own map, agreed or proposed; an example where there is none.
async fn start(desk: &Desk, team: &Team) -> Result<EditView, Problem> {
    let call = call(desk, team).await?;
    let mut view = EditView { team: named(team), call, ..EditView::default() };
    let newest = desk.map_versions(&team.id).await?.into_iter().next();
    match newest {
        Some(newest) => {
            let in_file = newest.home != app::SERVER && newest.state == app::AGREED;
            view.file = in_file.then(|| newest.home.clone());
            view.text = newest.text;
            view.version = newest.number;
        }
        None => view.text = FIRST.to_owned(),
    }
    Ok(view)
}

/// What sending it would do.
async fn call(desk: &Desk, team: &Team) -> Result<Call, Problem> {
    Ok(match super::may_edit(desk, team) {
        false => Call::Reads,
        true if desk.may_change_map(&team.id).await? => Call::InForce,
        true => Call::Proposed,
    })
}

pub(crate) async fn check(seat: Seat, Proved(sent): Proved) -> Result<Markup, Failure> {
    let team = team(&seat.desk, &sent).await?;
    let view = written(&seat.desk, &team, &sent).await?;
    Ok(page(&seat.frame, &view))
}

/// What was typed, with its remarks and what it would change.
async fn written(desk: &Desk, team: &Team, sent: &Sent) -> Result<EditView, Problem> {
    let text = sent.get("text").unwrap_or("").replace("\r\n", "\n");
    let version = sent.number("version").unwrap_or(0);
    let view = checked(desk, team, version, text).await?;
    let asked = match office_hours::from_of(sent) {
        Some((hours, topic)) => {
            let (of, it) = desk.topic(&hours, &topic).await?;
            Some(AskedIn::of(&of.record, &it))
        }
        None => None,
    };
    Ok(EditView { table: sent.get("table").unwrap_or("").to_owned(), asked, ..view })
}

async fn checked(
    desk: &Desk,
    team: &Team,
    version: i64,
    text: String,
) -> Result<EditView, Problem> {
    let call = call(desk, team).await?;
    let mut view = EditView { team: named(team), version, text, call, ..EditView::default() };
    look(desk, team, &mut view).await?;
    Ok(view)
}

/// What is wrong with the text; where it can be used, what is worth a look in it, and what it would
/// change.
async fn look(desk: &Desk, team: &Team, view: &mut EditView) -> Result<(), Problem> {
    // Asked for first: whoever may not read the map learns nothing from its page.
    let in_force = desk.map(&team.id).await?;
    let reading = lanes::read(&view.text);
    if reading.is_usable() {
        view.findings = draw::findings(desk, &reading.map);
        if let Some(found) = in_force {
            let (old, new) = (found.map(), &reading.map);
            let compared = desk.compared(&team.id, old, new);
            (view.changes, view.mine) = (compared.changes, compared.for_you);
            let replay = desk.replayed(&team.id, old, new).await?;
            view.replay = draw::replayed((old, new), &replay);
        }
    }
    view.notes = reading.problems;
    Ok(())
}

/// A pasted table as a draft in the place of the text; nothing is kept or in force by that.
pub(crate) async fn from_table(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let team = team(&seat.desk, &sent).await?;
    let before = written(&seat.desk, &team, &sent).await?;
    let drafted = match lanes::raci::draft(&before.table) {
        Ok(drafted) => drafted,
        Err(why) => {
            let view = EditView { problem: Some(why.to_string()), ..before };
            let page = page(&seat.frame, &view);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let mut view = checked(&seat.desk, &team, before.version, drafted.text).await?;
    view.drafted = Some(Drafted {
        lanes: drafted.lanes,
        doubts: drafted.doubts.iter().map(ToString::to_string).collect(),
        before: before.text,
    });
    (view.table, view.asked) = (before.table, before.asked);
    Ok(page(&seat.frame, &view).into_response())
}

pub(crate) async fn put_in_force(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let team = team(desk, &sent).await?;
    let mut view = written(desk, &team, &sent).await?;
    let saved = match &view.asked {
        Some(it) => {
            let from = (&it.hours, &it.topic);
            desk.change_map_from(from, &team.id, view.version, &view.text).await
        }
        None => desk.propose_map(&team.id, view.version, &view.text).await,
    };
    match saved {
        Ok(saved) => {
            desk.keep_draft(&format!("map/{}", team.slug), "").await?;
            let said = if saved.state == app::AGREED { "in-force" } else { "proposed" };
            Ok(failure::done(&format!("/lanes?team={}", team.slug), said))
        }
        Err(Problem::Invalid(problems)) => {
            let wrong = view.notes.iter().filter(|it| it.weight == Weight::Blocks).count();
            view.problem = match wrong {
                0 => problems.first().map(|it| it.says.clone()),
                n => Some(format!(
                    "Not put in force: {} to mend, shown below the text. What you wrote is kept.",
                    words::count(n as i64, "place")
                )),
            };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&seat.frame, &view)).into_response())
        }
        Err(problem @ (Problem::Refused(_) | Problem::Stale(_))) => {
            let newest = desk.map_versions(&team.id).await?.into_iter().next();
            let newer = newest.filter(|it| it.number != view.version);
            view.problem = newer.is_none().then(|| problem.to_string());
            let status = if newer.is_some() {
                StatusCode::CONFLICT
            } else {
                Failure::from(problem).status()
            };
            if let Some(newer) = newer {
                view.version = newer.number;
                view.theirs =
                    Some((desk.organisation().name_of(&newer.author).to_owned(), newer.text));
            }
            Ok((status, page(&seat.frame, &view)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// A proposed version, answered by whoever may: it is in force, or the one before it stays.
pub(crate) async fn agree(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let team = team(&seat.desk, &sent).await?;
    let version = sent.number("version").unwrap_or(0);
    let said = if sent.get("keep").is_some() {
        seat.desk.keep_map(&team.id, version).await?;
        "kept"
    } else {
        seat.desk.agree_map(&team.id, version).await?;
        "in-force"
    };
    Ok(failure::done(&format!("/lanes?team={}", team.slug), said))
}
