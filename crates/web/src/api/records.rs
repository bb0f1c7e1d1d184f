//! Records: list, read, begin, save, move, attach.

use app::{Cursor, Desk, ListQuery, Problem};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::Id;
use domain::kind::Kind;
use domain::record::Answers;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiProblem, Asked, Caller, Wanted, answer, resource};
use crate::doors::Hall;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Listing {
    kind: Option<String>,
    state: Option<String>,
    team: Option<String>,
    open: Option<bool>,
    #[serde(default)]
    retired: bool,
    after: Option<String>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Begin {
    kind: String,
    /// Slug or id.
    team: String,
    title: String,
    #[serde(default)]
    answers: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Save {
    version: i64,
    title: String,
    #[serde(default)]
    answers: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    version: i64,
    #[serde(default)]
    answers: Answers,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Attach {
    answers: Answers,
}

pub(crate) async fn list(
    Caller(desk): Caller,
    Wanted(asked): Wanted<Listing>,
) -> Result<Response, ApiProblem> {
    let team = asked.team.map(|it| desk.team(&it).map(|it| it.id.clone())).transpose()?;
    let query = ListQuery {
        kinds: split(asked.kind.as_deref()),
        states: split(asked.state.as_deref()),
        team,
        open: asked.open,
        retired: asked.retired,
        after: asked.after.as_deref().map(cursor).transpose()?,
        limit: asked.limit.unwrap_or(25),
        ..ListQuery::default()
    };
    let page = desk.list(&query).await?;
    let items: Vec<Value> = page.items.iter().map(|it| resource::brief(&desk, it)).collect();
    let next = page.next.map(|it| format!("{}-{}", it.at.0, it.id));
    Ok(answer(StatusCode::OK, &json!({ "items": items, "next": next })))
}

pub(crate) async fn read(
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let dossier = desk.open(&Id::from(id)).await?;
    Ok(answer(StatusCode::OK, &resource::whole(&desk, &dossier)))
}

pub(crate) async fn history(
    Caller(desk): Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiProblem> {
    let rows = desk.history(&Id::from(id)).await?;
    let items: Vec<Value> = rows.iter().map(|it| happening(&desk, it)).collect();
    Ok(answer(StatusCode::OK, &json!({ "items": items })))
}

pub(crate) async fn search(
    Caller(desk): Caller,
    Wanted(asked): Wanted<std::collections::HashMap<String, String>>,
) -> Result<Response, ApiProblem> {
    let found = desk.search(asked.get("q").map_or("", String::as_str)).await?;
    let items: Vec<Value> = found.iter().map(|it| resource::brief(&desk, it)).collect();
    Ok(answer(StatusCode::OK, &json!({ "items": items })))
}

pub(crate) async fn begin(asked: Asked) -> Response {
    asked
        .once(async |asked| {
            let it: Begin = asked.json()?;
            let team = asked.desk.team(&it.team)?.id.clone();
            let dossier = asked.desk.begin(&it.kind, &team, &it.title, it.answers).await?;
            Ok((StatusCode::CREATED, resource::whole(&asked.desk, &dossier)))
        })
        .await
}

pub(crate) async fn save(Path(id): Path<String>, asked: Asked) -> Response {
    asked
        .once(async |asked| {
            let it: Save = asked.json()?;
            let dossier = asked.desk.save(&Id::from(id), it.version, &it.title, it.answers).await?;
            Ok((StatusCode::OK, resource::whole(&asked.desk, &dossier)))
        })
        .await
}

pub(crate) async fn make_move(Path((id, name)): Path<(String, String)>, asked: Asked) -> Response {
    asked
        .once(async |asked| {
            let it: Step = asked.json()?;
            let dossier = asked.desk.make_move(&Id::from(id), it.version, &name).await?;
            Ok((StatusCode::OK, resource::whole(&asked.desk, &dossier)))
        })
        .await
}

pub(crate) async fn attach(Path((id, slot)): Path<(String, String)>, asked: Asked) -> Response {
    asked
        .once(async |asked| {
            let it: Attach = asked.json()?;
            let made = asked.desk.attach(&Id::from(id), &slot, it.answers).await?;
            Ok((StatusCode::CREATED, resource::attachment(&asked.desk, &made)))
        })
        .await
}

pub(crate) async fn move_attachment(
    Path((id, attachment, name)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    asked
        .once(async |asked| {
            let it: Step = asked.json()?;
            let (id, attachment) = (Id::from(id), Id::from(attachment));
            asked.desk.move_attachment(&id, &attachment, it.version, &name, it.answers).await?;
            let dossier = asked.desk.read(&id).await?;
            Ok((StatusCode::OK, resource::whole(&asked.desk, &dossier)))
        })
        .await
}

/// What each kind asks and how it moves: the table itself, so that a program needs no manual.
pub(crate) async fn kinds(State(hall): State<Hall>, Caller(_): Caller) -> Response {
    let items: Vec<Value> = hall.house.kinds().iter().map(kind).collect();
    answer(StatusCode::OK, &json!({ "items": items }))
}

pub(crate) fn kind(kind: &'static Kind) -> Value {
    let asks = kind.asks.iter().map(|it| {
        json!({
            "name": it.name, "label": it.label, "hint": it.hint, "kept": it.kept,
            "schema": super::openapi::answer_schema(it.answer),
        })
    });
    let states =
        kind.states.iter().map(|it| json!({ "name": it.name, "label": it.label, "open": it.open }));
    let moves = kind.moves.iter().map(|it| {
        json!({ "name": it.name, "label": it.label, "from": it.from, "to": it.to, "by": it.by })
    });
    let slots = kind.all_slots().map(|it| {
        let moves: Vec<_> = it.moves.iter().map(|it| it.name).collect();
        json!({ "name": it.name, "label": it.label, "purpose": it.purpose, "moves": moves })
    });
    json!({
        "slug": kind.slug, "name": kind.name, "purpose": kind.purpose,
        "asks": asks.collect::<Vec<_>>(), "states": states.collect::<Vec<_>>(),
        "moves": moves.collect::<Vec<_>>(), "slots": slots.collect::<Vec<_>>(),
    })
}

fn happening(desk: &Desk, it: &app::Happening) -> Value {
    json!({
        "seq": it.seq,
        "at": it.at.to_string(),
        "actor": resource::author(desk, &it.actor),
        "what": it.what,
        "detail": serde_json::from_str::<Value>(&it.detail).unwrap_or_default(),
    })
}

fn split(text: Option<&str>) -> Vec<String> {
    text.unwrap_or("")
        .split(',')
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect()
}

pub(crate) fn cursor(text: &str) -> Result<Cursor, ApiProblem> {
    let parsed = text.split_once('-').and_then(|(at, id)| {
        Some(Cursor { at: domain::id::At(at.parse().ok()?), id: Id::from(id) })
    });
    parsed.ok_or_else(|| Problem::invalid("after", "This is not a `next` of a list.").into())
}
