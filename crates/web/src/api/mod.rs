//! `/api/v1`: the same verbs as the pages, as JSON, for programs and agents.

mod caller;
mod commitments;
mod due;
mod health;
mod lanes;
mod mirrors;
mod openapi;
mod organisation;
mod portable;
mod problem;
mod quarter;
mod records;
mod resource;
mod table;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::any;

use crate::doors::Hall;

pub(crate) use caller::{Asked, Caller, Wanted, answer};
pub use openapi::describe;
pub(crate) use problem::ApiProblem;

/// Every route of the table, and problems as JSON for whatever is not in it.
pub(crate) fn routes(hall: &Hall) -> Router<Hall> {
    let nothing = || async { ApiProblem(app::Problem::NotFound) };
    let api =
        table::ROUTES.iter().fold(Router::new(), |router, it| router.route(it.path, (it.serve)()));
    api.route("/api/{*rest}", any(nothing))
        .method_not_allowed_fallback(nothing)
        .layer(DefaultBodyLimit::max(crate::doors::MOST_BYTES))
        .layer(from_fn_with_state(hall.clone(), crate::doors::recognise))
}

#[cfg(test)]
mod tests;
