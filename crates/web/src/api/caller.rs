//! Who calls, what they sent, and answering once however often it is sent.

use app::{Desk, Problem, Turn};
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::ApiProblem;
use crate::doors::{Hall, Seat};

/// A desk reached by a token, or by the cookie of a page that only reads.
pub(crate) struct Caller(pub(crate) Desk);

/// A request that changes something: its desk, its body, and the key it may have been sent with.
pub(crate) struct Asked {
    pub(crate) desk: Desk,
    body: Bytes,
    is_json: bool,
    key: Option<String>,
    method: Method,
    path: String,
}

/// What stands behind the question mark of an address. Names nobody knows are refused, not ignored.
pub(crate) struct Wanted<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<Hall> for Wanted<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, hall: &Hall) -> Result<Self, ApiProblem> {
        let read = Query::<T>::from_request_parts(parts, hall).await;
        let Query(wanted) = read.map_err(|it| Problem::invalid("query", it.body_text()))?;
        Ok(Self(wanted))
    }
}

impl FromRequestParts<Hall> for Caller {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, hall: &Hall) -> Result<Self, ApiProblem> {
        if let Some(token) = bearer(&parts.headers) {
            return Ok(Self(hall.house.desk_of_token(token).await?));
        }
        // A cookie is sent by any page the browser shows; reading is all it can do here.
        if parts.method != Method::GET && parts.method != Method::HEAD {
            return Err(Problem::SignedOut.into());
        }
        let seat = Seat::from_request_parts(parts, hall).await.map_err(|it| it.0)?;
        Ok(Self(seat.desk))
    }
}

impl FromRequest<Hall> for Asked {
    type Rejection = ApiProblem;

    async fn from_request(request: Request, hall: &Hall) -> Result<Self, ApiProblem> {
        let (mut parts, body) = request.into_parts();
        let Caller(desk) = Caller::from_request_parts(&mut parts, hall).await?;
        let header = |name: &str| parts.headers.get(name).and_then(|it| it.to_str().ok());
        let kind = header(header::CONTENT_TYPE.as_str())
            .unwrap_or("")
            .split(';')
            .next()
            .unwrap_or("")
            .trim();
        let is_json = kind == "application/json";
        let key = header("idempotency-key").map(str::to_owned);
        let (method, path) = (parts.method.clone(), parts.uri.to_string());
        let too_long = |_| Problem::invalid("body", "The body is too long, or broke off.");
        let body =
            Bytes::from_request(Request::from_parts(parts, body), hall).await.map_err(too_long)?;
        Ok(Self { desk, body, is_json, key, method, path })
    }
}

impl Asked {
    /// The body as JSON of this shape. Fields nobody knows are refused, not ignored.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ApiProblem> {
        if !self.is_json {
            let says = "Send JSON with `Content-Type: application/json`.";
            return Err(Problem::invalid("body", says).into());
        }
        serde_json::from_slice(&self.body).map_err(|fault| {
            Problem::invalid("body", format!("This JSON does not fit: {fault}.")).into()
        })
    }

    pub(crate) fn text(&self) -> Result<&str, ApiProblem> {
        std::str::from_utf8(&self.body)
            .map_err(|_| Problem::invalid("body", "The body is not UTF-8 text.").into())
    }

    /// Does the work once. With an `Idempotency-Key` the same request gets the same answer again;
    /// one that changed nothing may be sent again.
    pub(crate) async fn once<F>(self, work: impl FnOnce(Self) -> F) -> Response
    where
        F: Future<Output = Result<(StatusCode, Value), ApiProblem>>,
    {
        let Some(key) = self.key.clone() else {
            return match work(self).await {
                Ok((status, body)) => answer(status, &body),
                Err(problem) => problem.into_response(),
            };
        };
        let desk = self.desk.clone();
        let body = String::from_utf8_lossy(&self.body).into_owned();
        match desk.take_turn(&key, &[self.method.as_str(), &self.path, &body]).await {
            Ok(Turn::First) => {}
            Ok(Turn::Again { status, body }) => return again(status, body),
            Err(problem) => return ApiProblem(problem).into_response(),
        }
        match work(self).await {
            Ok((status, body)) => match desk.finish(&key, status.as_u16(), &body.to_string()).await
            {
                Ok(()) => answer(status, &body),
                Err(problem) => ApiProblem(problem).into_response(),
            },
            Err(problem) => {
                // The problem is the answer that counts, whether or not the key could be freed.
                let _ = desk.give_up(&key).await;
                problem.into_response()
            }
        }
    }
}

pub(crate) fn answer(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let headers =
        [(header::CONTENT_TYPE.as_str(), "application/json"), ("idempotent-replayed", "true")];
    (status, headers, body).into_response()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
