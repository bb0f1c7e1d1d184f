//! What comes due, for whoever asks, a team or everybody.

use app::{AHEAD_DAYS, Due, DueList, Whose};
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::At;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, Wanted, answer, resource};

/// More is no list that anybody looks through; the answer says that there is more.
const MOST: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    team: Option<String>,
    until: Option<String>,
    #[serde(default)]
    mine: bool,
}

pub(crate) async fn list(
    Caller(desk): Caller,
    Wanted(asked): Wanted<Asked>,
) -> Result<Response, ApiProblem> {
    let whose = match (&asked.team, asked.mine) {
        (Some(_), true) => {
            let says = "Ask for one's own or for a team's, not for both at once.";
            return Err(app::Problem::invalid("mine", says).into());
        }
        (Some(slug), false) => Whose::Team(desk.team(slug)?.id.clone()),
        (None, true) => Whose::Mine,
        (None, false) => Whose::All,
    };
    let until = match &asked.until {
        Some(text) => text.parse::<Date>().map_err(|_| {
            let says = format!("“{text}” is not a date; write it as 2026-03-01.");
            app::Problem::invalid("until", says)
        })?,
        None => desk.now().plus(AHEAD_DAYS * At::DAY).day(),
    };
    let DueList { items, is_cut } = desk.due(&whose, until, MOST).await?;
    let items: Vec<Value> = items.iter().map(|it| item(&desk, it)).collect();
    Ok(answer(StatusCode::OK, &json!({ "until": until, "items": items, "more": is_cut })))
}

pub(crate) fn item(desk: &app::Desk, it: &Due) -> Value {
    json!({
        "on": it.on,
        "overdue": it.is_overdue,
        "asks": it.asks,
        "about": it.about,
        "place": it.place(),
        "record": it.record().map(|record| resource::brief(desk, record)),
        "attachment": it.attachment().map(|hung| resource::attachment(desk, hung)),
    })
}
