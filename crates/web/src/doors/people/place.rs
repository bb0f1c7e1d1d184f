//! What a team is called, and which team it lies below.

use app::{Desk, Problem};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::deed::Deed;
use domain::id::Id;

use super::{allows, team_view};
use crate::doors::sent::Proved;
use crate::doors::{Failure, Seat, failure};
use crate::pages::team::{self, Place, TeamView};

/// For whoever may change it.
pub(super) fn of(desk: &Desk, team: &Id) -> Option<Place> {
    let org = desk.organisation();
    let name = |id: &Id| org.team(id).map_or("", |it| it.name.as_str());
    // Two teams may be called the same, so each is named with those above it.
    let way = |id: &Id| org.path(id).iter().rev().map(name).collect::<Vec<_>>().join(" › ");
    let mut choices: Vec<_> =
        desk.places_for(team).iter().map(|it| (it.slug.clone(), way(&it.id))).collect();
    choices.sort_by(|a, b| a.1.cmp(&b.1));
    allows(desk, team, Deed::EditTeam).then_some(Place { choices, problem: None })
}

pub(super) async fn rename(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&slug)?.id.clone();
    let done = seat.desk.rename_team(&team, &sent.text("name")).await;
    answer(&seat, &slug, done).await
}

pub(super) async fn put(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&slug)?.id.clone();
    // A team that is none is refused by the desk, after it asked who may.
    let under = sent.text("under");
    let under = seat.desk.team(&under).map_or_else(|_| Id::from(under), |it| it.id.clone());
    let done = seat.desk.move_team(&team, &under).await;
    answer(&seat, &slug, done).await
}

async fn answer(seat: &Seat, slug: &str, done: Result<(), Problem>) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(failure::done(&format!("/team/{slug}"), "saved")),
        Err(Problem::Invalid(problems)) => {
            let mut view: TeamView = team_view(&seat.desk, slug).await?;
            if let Some(place) = &mut view.place {
                place.problem = problems.into_iter().next();
            }
            let page = team::page(&seat.frame, &view);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
