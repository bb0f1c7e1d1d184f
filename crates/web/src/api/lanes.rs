//! Whose call it is, asked of a team's map; and the map itself.

use app::{Problem, Question};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::lanes::Change;
use serde::Deserialize;
use serde_json::json;

use super::{ApiProblem, Asked, Caller, answer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    /// Slug or id.
    team: String,
    #[serde(default)]
    domains: Vec<String>,
    #[serde(default)]
    paths: Vec<String>,
    /// Dimension to value, as the map writes it.
    #[serde(default)]
    set: std::collections::BTreeMap<String, String>,
    /// A handle or a level; the caller if not named.
    #[serde(rename = "as")]
    as_who: Option<String>,
}

/// Changes nothing, so a read scope is enough; a body keeps long lists of paths out of the URL.
pub(crate) async fn route(asked: Asked) -> Result<Response, ApiProblem> {
    let it: Ask = asked.json()?;
    let team = asked.desk.team(&it.team)?.id.clone();
    let question = Question {
        domains: it.domains,
        changes: it.paths.iter().map(|path| Change::at(path)).collect(),
        set: it.set.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        trailers: Vec::new(),
        as_who: it.as_who,
    };
    let answered = asked.desk.whose(&team, &question).await?;
    let answered = answered.ok_or_else(|| {
        Problem::rule("This team has no map yet, and neither has a team above it.")
    })?;
    Ok(answer(StatusCode::OK, &json!(answered.routes)))
}

pub(crate) async fn map(
    Caller(desk): Caller,
    Path(team): Path<String>,
) -> Result<Response, ApiProblem> {
    let team = desk.team(&team)?.id.clone();
    let found = desk.map(&team).await?.ok_or(Problem::NotFound)?;
    let problems = &found.reading.problems;
    let body = json!({
        "team": found.team.slug,
        "number": found.text.number,
        "state": found.text.state,
        "home": found.text.home,
        "text": found.text.text,
        "proposed": found.proposed.as_ref().map(|it| it.number),
        "problems": problems.iter().map(|it| json!({
            "line": it.line, "column": it.column, "says": it.says, "hint": it.hint,
        })).collect::<Vec<_>>(),
    });
    Ok(answer(StatusCode::OK, &body))
}
