//! Problems as `application/problem+json` (RFC 9457): a sentence, never an inside.

use app::Problem;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::record::Refusal;
use serde_json::{Value, json};

use super::resource;
use crate::doors::status_of;

/// A problem on its way to a program.
#[derive(Debug)]
pub(crate) struct ApiProblem(pub(crate) Problem);

impl From<Problem> for ApiProblem {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl ApiProblem {
    pub(crate) fn status(&self) -> StatusCode {
        status_of(&self.0)
    }

    /// `(last part of the type, title)`; both stay the same for ever.
    fn name(&self) -> (&'static str, &'static str) {
        match &self.0 {
            Problem::NotFound => ("not-found", "Nothing here"),
            Problem::SignedOut => ("signed-out", "A token is needed"),
            Problem::Refused(Refusal::NotYours(_) | Refusal::OwnWork) => {
                ("not-yours", "Not yours to do")
            }
            Problem::Refused(_) => ("refused", "Not now"),
            Problem::Invalid(_) => ("invalid", "Something in the request does not fit"),
            Problem::Stale(_) => ("stale", "Somebody was first"),
            Problem::Taken(_) => ("taken", "Taken already"),
            Problem::TooMany(_) => ("too-many", "Too many attempts"),
            Problem::Unavailable(_) => ("unavailable", "Not just now"),
            Problem::Broken(_) => ("broken", "Something broke on our side"),
        }
    }

    pub(crate) fn body(&self) -> Value {
        let (kind, title) = self.name();
        let detail = match &self.0 {
            Problem::SignedOut => {
                "Send a token as `Authorization: Bearer remit_…`; make one under Settings."
                    .to_owned()
            }
            other => other.to_string(),
        };
        let mut body = json!({
            "type": format!("/problems/{kind}"),
            "title": title,
            "status": self.status().as_u16(),
            "detail": detail,
        });
        match &self.0 {
            Problem::Invalid(problems) => body["problems"] = json!(problems),
            Problem::Stale(Some(now)) => body["now"] = resource::plain(now),
            _ => {}
        }
        body
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        if let Problem::Broken(source) = &self.0 {
            tracing::error!(problem = %source, "an API request broke");
        }
        let body = self.body().to_string();
        (self.status(), [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
