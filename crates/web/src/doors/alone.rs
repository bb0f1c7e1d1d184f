//! The page for one person: read, kept, shared in part, ended. Its addresses are the same for everybody,
//! and nothing of it is logged but that.

use app::Problem;
use axum::Router;
use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::people::Who;
use domain::scenario::Part;
use maud::Markup;

use super::failure::{Failure, done};
use super::sent::Proved;
use super::{Hall, Seat, bring};
use crate::pages::alone::{AloneView, Refused, Shut, page};

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/scenarios/alone", get(shown).post(keep))
        .route("/scenarios/alone/end", post(end))
        .route("/scenarios/alone/share/{step}", post(share))
        .route("/scenarios/alone/markdown", get(markdown))
}

async fn view(seat: &Seat, refused: Option<Refused>) -> Result<AloneView, Failure> {
    let desk = &seat.desk;
    match desk.apart().await {
        Ok(page) => Ok(AloneView { page, refused, ..blank(seat) }),
        Err(Problem::Unavailable(says)) => {
            // Without the file nobody knows which page is whose: then there is nothing to end yet.
            let may_end = desk.has_apart().await.unwrap_or(false);
            Ok(AloneView { shut: Some(Shut { says, may_end }), refused, ..blank(seat) })
        }
        Err(other) => Err(other.into()),
    }
}

fn blank(seat: &Seat) -> AloneView {
    let desk = &seat.desk;
    let playbook = app::apart_playbook();
    let may = |it: &&domain::people::Team| desk.standing(Some(&it.id), None).is(Who::TeamOrLeads);
    let teams = desk.my_teams().into_iter().filter(may);
    let kinds = playbook.part(Part::Steps).iter().map(|it| desk.kind(&it.key));
    AloneView {
        playbook,
        page: None,
        shut: None,
        refused: None,
        teams: teams.map(|it| (it.name.clone(), it.slug.clone())).collect(),
        kinds: kinds.map(|it| it.map_or("", |kind| kind.name)).collect(),
    }
}

async fn shown(seat: Seat) -> Result<Markup, Failure> {
    Ok(page(&seat.frame, &view(&seat, None).await?))
}

async fn keep(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let said = sent.0;
    match seat.desk.keep_apart(&said).await {
        Ok(()) => Ok(done("/scenarios/alone", "kept-alone")),
        Err(problem @ (Problem::Invalid(_) | Problem::Unavailable(_))) => {
            let says = match &problem {
                Problem::Invalid(all) => {
                    all.iter().map(|it| it.says.as_str()).collect::<Vec<_>>().join(" ")
                }
                other => other.to_string(),
            };
            let status = Failure::from(problem).status();
            let refused = Some(Refused { says, sent: said });
            let drawn = page(&seat.frame, &view(&seat, refused).await?);
            Ok((status, drawn).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn end(seat: Seat, Proved(_): Proved) -> Result<Response, Failure> {
    seat.desk.end_apart().await?;
    Ok(done("/scenarios", "ended-alone"))
}

async fn share(
    seat: Seat,
    Path(step): Path<usize>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&sent.text("team"))?.id.clone();
    let chosen: Vec<String> =
        sent.0.iter().filter(|it| it.0 == "word").map(|it| it.1.clone()).collect();
    let begun = seat.desk.share_apart(&team, step, &sent.text("title"), &chosen).await?;
    Ok(done(&bring::to(&begun.record), "begun"))
}

async fn markdown(seat: Seat) -> Result<Response, Failure> {
    let page = seat.desk.apart().await?.ok_or(Problem::NotFound)?;
    let text = page.markdown(app::apart_playbook());
    Ok(([(CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
}
