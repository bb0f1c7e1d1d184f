//! Forms as they arrive: read whole, at most a mebibyte, and proved to come from our own page.

use axum::body::Bytes;
use axum::extract::{Form, FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::failure::Shown;
use super::seat::Recognised;
use super::{Failure, Hall};
use crate::forms::Sent;
use crate::pages::problem::ProblemView;

/// A form of somebody who is signed in; its token has been checked.
pub(crate) struct Proved(pub(crate) Sent);

/// A form of somebody who is not signed in yet.
pub(crate) struct Open(pub(crate) Sent);

/// The query of an address, as a form.
pub(crate) struct Asked(pub(crate) Sent);

/// Why a form was not taken in.
pub(crate) enum NotTaken {
    Failure(Failure),
    TooLarge,
    Unproved,
    NotAForm,
}

impl FromRequest<Hall> for Open {
    type Rejection = NotTaken;

    async fn from_request(request: Request, hall: &Hall) -> Result<Self, NotTaken> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        let kind = kind.and_then(|it| it.split(';').next()).unwrap_or("").trim();
        if kind != "application/x-www-form-urlencoded" {
            return Err(NotTaken::NotAForm);
        }
        let bytes = Bytes::from_request(request, hall).await.map_err(|_| NotTaken::TooLarge)?;
        let request = Request::builder()
            .method("POST")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(bytes))
            .map_err(|_| NotTaken::NotAForm)?;
        let form = Form::<Vec<(String, String)>>::from_request(request, &()).await;
        form.map(|Form(pairs)| Self(Sent(pairs))).map_err(|_| NotTaken::NotAForm)
    }
}

impl FromRequest<Hall> for Proved {
    type Rejection = NotTaken;

    async fn from_request(request: Request, hall: &Hall) -> Result<Self, NotTaken> {
        let seat = request.extensions().get::<Recognised>().cloned();
        let seat = seat.ok_or(NotTaken::Failure(app::Problem::SignedOut.into()))?;
        let Open(mut sent) = Open::from_request(request, hall).await?;
        if !seat.keys().proves(sent.get("form_token").unwrap_or("")) {
            return Err(NotTaken::Unproved);
        }
        sent.0.retain(|(name, _)| name != "form_token");
        Ok(Self(sent))
    }
}

impl FromRequestParts<Hall> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Hall) -> Result<Self, Self::Rejection> {
        // A query that cannot be read asks nothing.
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Ok(Self(Sent(pairs.map(|it| it.0).unwrap_or_default())))
    }
}

impl IntoResponse for NotTaken {
    fn into_response(self) -> Response {
        let (status, title, says) = match self {
            NotTaken::Failure(failure) => return failure.into_response(),
            NotTaken::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "Too much at once",
                "A form holds at most one mebibyte. Go back, nothing is lost there, and shorten it or link to the rest.",
            ),
            NotTaken::Unproved => (
                StatusCode::FORBIDDEN,
                "Not from this page",
                "This form does not prove that it comes from a page of yours, so nothing was done. Go back, reload, and send it again.",
            ),
            NotTaken::NotAForm => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Not a form",
                "What arrived could not be read as a form.",
            ),
        };
        let mut response = status.into_response();
        let view = ProblemView {
            title: title.into(),
            says: says.into(),
            next: Some(("Go to Today".into(), "/".into())),
            request: None,
        };
        response.extensions_mut().insert(Shown::Page(view));
        response
    }
}
