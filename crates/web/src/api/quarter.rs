//! Where a team is in its quarter.

use app::{Due, PracticeSeen};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::id::Id;
use domain::quarter::{Returns, Says};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{ApiProblem, Caller, Wanted, answer, due, resource};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    of: Option<String>,
}

pub(crate) async fn of_team(
    Caller(desk): Caller,
    Path(team): Path<String>,
    Wanted(asked): Wanted<Asked>,
) -> Result<Response, ApiProblem> {
    let team = desk.team(&team)?.id.clone();
    let quarter = crate::doors::named_quarter(asked.of.as_deref())?;
    let seen = desk.quarter(&team, quarter).await?;
    let items: Vec<Value> = seen.practices.iter().map(|it| practice(&desk, it)).collect();
    let due: Vec<Value> = seen.due.iter().map(|it: &Due| due::item(&desk, it)).collect();
    let lanes =
        seen.lanes.iter().map(|it| json!({ "id": it.id, "says": it.says, "until": it.until }));
    let body = json!({
        "team": seen.team.slug,
        "quarter": seen.quarter,
        "first": seen.quarter.first(),
        "last": seen.quarter.last(),
        "previous": seen.quarter.previous(),
        "next": seen.quarter.next(),
        "items": items,
        "due": due,
        "more": seen.is_cut,
        "lanes": lanes.collect::<Vec<_>>(),
    });
    Ok(answer(StatusCode::OK, &body))
}

fn practice(desk: &app::Desk, it: &PracticeSeen) -> Value {
    let standing = &it.standing;
    let days = |all: &[(Date, Id)]| -> Vec<Value> {
        let brief = |id: &Id| it.record(id).map(|record| resource::brief(desk, record));
        all.iter().map(|(on, id)| json!({ "on": on, "record": brief(id) })).collect()
    };
    let open = standing.open.iter().filter_map(|id| it.record(id));
    let returns = it.kind.rhythm.map(|it| match it.returns {
        Returns::EachQuarter => "each_quarter",
        Returns::AsItComes => "as_it_comes",
    });
    json!({
        "kind": it.kind.slug,
        "returns": returns,
        "says": word(standing.says),
        "held": days(&standing.held),
        "planned": days(&standing.planned),
        "open": open.map(|record| resource::brief(desk, record)).collect::<Vec<_>>(),
        "last": standing.last,
    })
}

fn word(says: Says) -> &'static str {
    match says {
        Says::Held => "held",
        Says::Planned(_) => "planned",
        Says::Passed(_) => "passed",
        Says::UnderWay => "under_way",
        Says::Later(_) => "later",
        Says::SwitchedOff => "switched_off",
        Says::NotYet => "not_yet",
        Says::NotHeld => "not_held",
        Says::NeverYet => "never_yet",
        Says::None => "none",
    }
}
