//! Everything out, and in again: what `remit export` and `remit apply` ask of a server.

use app::Problem;
use app::portable::Portable;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::{ApiProblem, Asked, Caller, Wanted};

/// An organisation of a few thousand people with years of records.
pub(crate) const MOST_BYTES: usize = 64 << 20;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dry {
    #[serde(default)]
    dry_run: bool,
}

pub(crate) async fn export(Caller(desk): Caller) -> Result<Response, ApiProblem> {
    let mut lines = String::new();
    for object in desk.export().await? {
        lines.push_str(&serde_json::to_string(&object).map_err(Problem::broken)?);
        lines.push('\n');
    }
    Ok(([(header::CONTENT_TYPE, "application/jsonl; charset=utf-8")], lines).into_response())
}

pub(crate) async fn apply(Wanted(dry): Wanted<Dry>, asked: Asked) -> Response {
    asked
        .once(async |asked| {
            let lines =
                asked.text()?.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let objects: Result<Vec<Portable>, Problem> = lines
                .map(|(at, line)| {
                    Portable::parse(line)
                        .map_err(|says| Problem::invalid(&format!("line {}", at + 1), says))
                })
                .collect();
            let changes = asked.desk.apply(objects?, dry.dry_run).await?;
            Ok((StatusCode::OK, json!(changes)))
        })
        .await
}
