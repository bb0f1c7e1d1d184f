//! One team's quarter.

use app::Problem;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::quarter::Quarter;
use maud::Markup;

use super::sent::Asked;
use super::today::due_line;
use super::{Failure, Hall, Seat};
use crate::pages::quarter::{QuarterView, page};

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/quarter", get(mine)).route("/team/{slug}/quarter", get(shown))
}

/// Of one's own team; who sits in none chooses among all.
async fn mine(seat: Seat) -> Response {
    let to = match seat.desk.my_teams().first() {
        Some(team) => format!("/team/{}/quarter", team.slug),
        None => "/people".to_owned(),
    };
    Redirect::to(&to).into_response()
}

async fn shown(
    seat: Seat,
    Path(slug): Path<String>,
    Asked(asked): Asked,
) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = desk.team(&slug)?.id.clone();
    let seen = desk.quarter(&team, named(asked.get("of"))?).await?;
    let due = seen.due.iter().map(|it| due_line(desk, it)).collect();
    Ok(page(&seat.frame, &QuarterView { seen, due }))
}

/// The quarter that was asked for; none is the one that goes on.
pub(crate) fn named(of: Option<&str>) -> Result<Option<Quarter>, Problem> {
    let of = of.filter(|it| !it.is_empty()).map(str::parse::<Quarter>);
    of.transpose().map_err(|it| Problem::invalid("of", it.to_string()))
}
