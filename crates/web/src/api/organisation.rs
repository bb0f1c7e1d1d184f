//! Who is here: the caller, the teams, the people. Lists, never counts of what people did.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::people::Team;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, answer};

pub(crate) async fn me(Caller(desk): Caller) -> Response {
    let actor = desk.actor();
    let org = desk.organisation();
    let seats = actor.seats.iter().map(|it| {
        json!({
            "team": org.team(&it.team).map(|it| &it.slug),
            "level": org.level_name(it.level),
            "role": it.role,
        })
    });
    answer(
        StatusCode::OK,
        &json!({
            "kind": actor.kind,
            "handle": actor.handle,
            "name": actor.name,
            "seats": seats.collect::<Vec<_>>(),
        }),
    )
}

pub(crate) async fn teams(Caller(desk): Caller) -> Result<Response, ApiProblem> {
    desk.people()?;
    let items: Vec<Value> = desk.organisation().teams.iter().map(|it| team(&desk, it)).collect();
    Ok(answer(StatusCode::OK, &json!({ "items": items })))
}

pub(crate) async fn one_team(
    Caller(desk): Caller,
    Path(slug): Path<String>,
) -> Result<Response, ApiProblem> {
    desk.people()?;
    let found = desk.team(&slug)?;
    let org = desk.organisation();
    let members = org.members(&found.id, desk.now());
    let members = members.iter().map(|(person, seat)| {
        json!({
            "handle": person.handle,
            "name": person.name,
            "level": org.level_name(seat.level),
            "role": seat.role,
            "since": seat.since.to_string(),
        })
    });
    let mut body = team(&desk, found);
    body["members"] = members.collect();
    let practices = desk.house().kinds().iter().filter(|it| it.is_practice());
    let practices =
        practices.map(|it| json!({ "kind": it.slug, "used": org.practises(&found.id, it.slug) }));
    body["practices"] = practices.collect();
    Ok(answer(StatusCode::OK, &body))
}

pub(crate) async fn people(Caller(desk): Caller) -> Result<Response, ApiProblem> {
    let items: Vec<Value> = desk
        .people()?
        .iter()
        .map(|it| json!({ "handle": it.handle, "name": it.name, "here": it.left_at.is_none() }))
        .collect();
    Ok(answer(StatusCode::OK, &json!({ "items": items })))
}

fn team(desk: &app::Desk, it: &Team) -> Value {
    let parent = it.parent.as_ref().and_then(|parent| desk.organisation().team(parent));
    json!({ "id": it.id, "slug": it.slug, "name": it.name, "parent": parent.map(|it| &it.slug) })
}
