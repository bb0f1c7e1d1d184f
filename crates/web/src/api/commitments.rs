//! What was promised, and what was learned: lists of records, and the team's own mirror of them.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::id::Id;
use domain::measure::follow_through::End;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, Wanted, answer, resource};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    team: Option<String>,
    open: Option<bool>,
    after: Option<String>,
    limit: Option<usize>,
}

pub(crate) async fn list(
    Caller(desk): Caller,
    Wanted(asked): Wanted<Listing>,
) -> Result<Response, ApiProblem> {
    let team = match &asked.team {
        Some(slug) => Some(desk.team(slug)?.id.clone()),
        None => None,
    };
    let after = asked.after.as_deref().map(super::records::cursor).transpose()?;
    let limit = asked.limit.unwrap_or(25).min(100);
    let page = desk.commitments(team.as_ref(), asked.open, after.as_ref(), limit).await?;
    let items = page.items.iter().map(|(record, it)| {
        let mut body = resource::attachment(&desk, it);
        body["record"] = resource::brief(&desk, record);
        body["promise"] = json!(desk.promise(record, it).map(|it| json!({
            "text": it.text,
            "due": it.due,
            "became": match it.end { End::Open => "open", End::Kept => "kept", End::Dropped => "dropped" },
        })));
        body
    });
    let items: Vec<Value> = items.collect();
    let next = page.next.map(|it| format!("{}-{}", it.at.0, it.id));
    Ok(answer(StatusCode::OK, &json!({ "items": items, "next": next })))
}

/// What was learned before that touches an open intent or decision.
pub(crate) async fn learned(
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let found = desk.learned_about(&Id::from(id)).await?;
    Ok(because(&desk, &found))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Area {
    #[serde(default)]
    domain: String,
    #[serde(default)]
    lane: String,
    #[serde(default)]
    q: String,
}

/// The same for a change: where it lies, and what it is about.
pub(crate) async fn learned_in(
    Caller(desk): Caller,
    Path(team): Path<String>,
    Wanted(area): Wanted<Area>,
) -> Result<Response, ApiProblem> {
    let team = desk.team(&team)?.id.clone();
    let list = |text: &str| -> Vec<String> {
        text.split(',').map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
    };
    let found = desk.learned_in(&team, &list(&area.domain), &list(&area.lane), &area.q).await?;
    Ok(because(&desk, &found))
}

fn because(desk: &app::Desk, found: &[app::Learning]) -> Response {
    let items: Vec<Value> = found
        .iter()
        .map(|it| {
            let says: Vec<String> = it.why.iter().map(crate::parts::learned::reason).collect();
            json!({
                "record": resource::brief(desk, &it.record),
                "because": it.why,
                "says": crate::words::list(&says),
            })
        })
        .collect();
    answer(StatusCode::OK, &json!({ "items": items }))
}

/// A decision or a postmortem as the file it would be kept in.
pub(crate) async fn markdown(
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let (_, text) = desk.markdown(&Id::from(id)).await?;
    Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
}
