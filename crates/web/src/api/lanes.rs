//! Whose call it is, asked of a team's map; and the map itself.

use app::{Problem, Question};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::lanes::{Change, Fate};
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
    /// A diff, path by path; instead of `paths`.
    #[serde(default)]
    changes: Vec<Changed>,
    /// Trailers of its commits, such as `["Effort", "3"]`.
    #[serde(default)]
    trailers: Vec<(String, String)>,
    /// Dimension to value, as the map writes it.
    #[serde(default)]
    set: std::collections::BTreeMap<String, String>,
    /// A handle or a level; the caller if not named.
    #[serde(rename = "as")]
    as_who: Option<String>,
}

/// One path of a diff.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    path: String,
    was: Option<String>,
    #[serde(default)]
    fate: Option<String>,
    #[serde(default)]
    lines_added: u32,
    #[serde(default)]
    lines_deleted: u32,
    /// Both texts of a manifest, so that a new dependency is seen.
    before: Option<String>,
    after: Option<String>,
}

impl From<Changed> for Change {
    fn from(it: Changed) -> Self {
        let fate = match it.fate.as_deref() {
            Some("added") => Fate::Added,
            Some("removed") => Fate::Removed,
            Some("renamed") => Fate::Renamed,
            _ => Fate::Edited,
        };
        Self {
            path: it.path,
            was: it.was,
            fate,
            lines_added: it.lines_added,
            lines_deleted: it.lines_deleted,
            before: it.before,
            after: it.after,
        }
    }
}

/// Changes nothing, so a read scope is enough; a body keeps long lists of paths out of the URL.
pub(crate) async fn route(asked: Asked) -> Result<Response, ApiProblem> {
    let it: Ask = asked.json()?;
    let team = asked.desk.team(&it.team)?.id.clone();
    let mut changes: Vec<Change> = it.changes.into_iter().map(Change::from).collect();
    changes.extend(it.paths.iter().map(|path| Change::at(path)));
    let question = Question {
        domains: it.domains,
        changes,
        set: it.set.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        trailers: it.trailers,
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
