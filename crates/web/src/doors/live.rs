//! Pages that follow what happens: a question that is answered once there is news.
//!
//! A long question and not a stream: it passes every proxy, holds no state at the server, and asks
//! again by itself after a restart, on whichever replica answers.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::id::Id;

use super::sent::Asked;
use super::{Failure, Hall, Seat};

/// Shorter than the patience of usual proxies, and than our own for a page.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const PLACE: &str = "/live/";

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/live/{id}", get(news))
}

/// The number of what happened last to a record, once it is above `after`, or after a while.
async fn news(
    State(hall): State<Hall>,
    seat: Seat,
    Path(id): Path<String>,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let after = asked.number("after").unwrap_or(0);
    let id = Id::from(id);
    let mut ending = hall.ending.clone();
    let newest = tokio::select! {
        newest = seat.desk.wait_for_news(&id, after, PATIENCE) => newest?,
        true = ends(&mut ending) => seat.desk.newest(&id).await?,
    };
    Ok(newest.to_string().into_response())
}

/// Never returns where nobody can say that it ends.
async fn ends(ending: &mut tokio::sync::watch::Receiver<bool>) -> bool {
    let is_over = ending.wait_for(|it| *it).await.is_ok();
    if is_over {
        return true;
    }
    std::future::pending().await
}
