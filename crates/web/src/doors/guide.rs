//! The guide, for everybody who is signed in.

use app::Problem;
use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use maud::Markup;

use super::{Failure, Hall, Seat};
use crate::guide::by_name;
use crate::pages::guide;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/guide", get(contents)).route("/guide/{name}", get(chapter))
}

async fn contents(seat: Seat) -> Markup {
    guide::contents(&seat.frame)
}

async fn chapter(seat: Seat, Path(name): Path<String>) -> Result<Markup, Failure> {
    let it = by_name(&name).ok_or(Problem::NotFound)?;
    Ok(guide::chapter(&seat.frame, it))
}
