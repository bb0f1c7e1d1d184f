//! How a team decides, and one's own forecasts.

use app::Problem;
use axum::Router;
use axum::routing::get;
use maud::Markup;

use super::sent::Asked;
use super::{Failure, Hall, Seat};
use crate::pages::quality::{self, QualityView};
use crate::pages::questions;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/quality", get(page)).route("/questions", get(bank))
}

async fn bank(seat: Seat) -> Result<Markup, Failure> {
    Ok(questions::page(&seat.frame, &seat.desk.questions_used().await?))
}

async fn page(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let own = desk.own_forecasts().await?;
    let team = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => desk.team(slug)?.clone(),
        None => desk.my_teams().first().map(|it| (*it).clone()).ok_or(Problem::NotFound)?,
    };
    // What a team keeps to itself does not hide one's own.
    let quality = match desk.quality(&team.id).await {
        Ok(quality) => Ok(quality),
        Err(problem @ Problem::Refused(_)) => Err(problem.to_string()),
        Err(other) => return Err(other.into()),
    };
    Ok(quality::page(&seat.frame, &QualityView { team: (team.name, team.slug), quality, own }))
}
