//! A team's mirrors, with everything a page shows beside them.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::measure::mark::{Mark, What};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, Wanted, answer};

#[derive(Deserialize)]
pub(crate) struct Looking {
    /// Months looked back; 12 if not said.
    months: Option<i32>,
}

pub(crate) async fn of_team(
    Caller(desk): Caller,
    Path(team): Path<String>,
    Wanted(looking): Wanted<Looking>,
) -> Result<Response, ApiProblem> {
    let team = desk.team(&team)?.id.clone();
    let found = desk.mirrors(&team, looking.months.unwrap_or(12)).await?;
    let items: Vec<Value> = found
        .iter()
        .map(|it| {
            json!({
                "repository": it.repository.name,
                "read_to": it.read_to,
                "window": it.seen.window,
                "notes": it.seen.notes,
                "mirrors": it.seen.mirrors,
            })
        })
        .collect();
    let board = desk.board(&team).await?;
    let retired = board
        .retired
        .iter()
        .map(|it| json!({ "mirror": it.mirror, "since": it.since.to_string(), "why": it.why }));
    let declared = board
        .declared
        .iter()
        .map(|it| json!({ "mirror": it.mirror, "on": it.on.to_string(), "reason": it.reason }));
    let marks: Vec<Value> = desk.marks(&team).await?.iter().map(mark).collect();
    let body = json!({
        "items": items,
        "marks": marks,
        "ours": {
            "record": board.record,
            "chosen": board.chosen,
            "why": board.why,
            "retired": retired.collect::<Vec<Value>>(),
            "declared": declared.collect::<Vec<Value>>(),
        },
        "follow_through": desk.follow_through(&team, looking.months.unwrap_or(12)).await?,
        "celebrations": desk.celebration_balance(&team).await?,
    });
    Ok(answer(StatusCode::OK, &body))
}

/// What the charts carry as a mark: on which day, under which mirrors (none named is all), and what.
fn mark(it: &Mark) -> Value {
    let (what, review, says) = match &it.what {
        What::Review { review, change } => {
            ("review", Some(review), change.as_ref().map(|it| &it.0))
        }
        What::Note(text) => ("note", None, Some(text)),
        What::Change(text) => ("change", None, Some(text)),
    };
    json!({
        "on": it.on,
        "mirrors": it.mirrors,
        "what": what,
        "review": review,
        "says": says,
        "promised_for": it.promised_for(),
    })
}
