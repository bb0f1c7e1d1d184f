//! What did not work, as a status and a page. Logged once, here, with the request's number.

use std::any::Any;

use app::Problem;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use domain::record::Refusal;

use crate::pages::problem::ProblemView;

/// A problem on its way to a page.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Problem);

/// What `face` needs to draw it; carried in the response's extensions.
#[derive(Clone, Debug)]
pub(crate) enum Shown {
    Page(ProblemView),
    /// Nobody is signed in; the first page asks who it is.
    SignIn,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl Failure {
    pub(crate) fn status(&self) -> StatusCode {
        match &self.0 {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::SignedOut => StatusCode::UNAUTHORIZED,
            Problem::Refused(Refusal::NotYours(_) | Refusal::OwnWork) => StatusCode::FORBIDDEN,
            Problem::Refused(_) | Problem::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::Stale(_) | Problem::Taken(_) => StatusCode::CONFLICT,
            Problem::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match &self.0 {
            Problem::NotFound => "Nothing here",
            Problem::SignedOut => "Sign in first",
            Problem::Refused(Refusal::NotYours(_) | Refusal::OwnWork) => "Not yours to do",
            Problem::Refused(_) => "Not now",
            Problem::Invalid(_) => "Not saved yet",
            Problem::Stale(_) => "Somebody was first",
            Problem::Taken(_) => "Taken already",
            Problem::TooMany(_) => "Too many attempts",
            Problem::Unavailable(_) => "Not just now",
            Problem::Broken(_) => "Something broke on our side",
        }
    }

    fn says(&self) -> String {
        match &self.0 {
            Problem::Stale(_) => "Somebody changed this since you opened it. Go back, look at what is there now, and do it again if it still fits.".into(),
            Problem::Broken(_) => "What you did was not saved. It has been written down for whoever looks after this place.".into(),
            other => other.to_string(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Problem::Broken(source) = &self.0 {
            tracing::error!(problem = %chain(source.as_ref()), "a request broke");
        }
        let mut response = status.into_response();
        if let Problem::TooMany(seconds) = &self.0
            && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
        {
            response.headers_mut().insert(header::RETRY_AFTER, value);
        }
        let shown = match &self.0 {
            Problem::SignedOut => Shown::SignIn,
            _ => Shown::Page(ProblemView {
                title: self.title().into(),
                says: self.says(),
                next: Some(("Go to Today".into(), "/".into())),
                request: None,
            }),
        };
        response.extensions_mut().insert(shown);
        response
    }
}

fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        text += &format!(": {error}");
        next = error.source();
    }
    text
}

/// A bug met a person: they get a page and a number, we get the words.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the box over")]
pub(crate) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("unknown");
    Failure(Problem::broken(std::io::Error::other(format!("panic: {text}")))).into_response()
}

/// After a form was taken in: the page, and a sentence about what happened.
pub(crate) fn done(to: &str, said: &str) -> Response {
    let (path, anchor) =
        to.split_once('#').map_or((to, String::new()), |(path, it)| (path, format!("#{it}")));
    let mark = if path.contains('?') { '&' } else { '?' };
    let to = crate::safe::SafeUrl::local(&format!("{path}{mark}said={said}{anchor}"));
    Redirect::to(to.as_str()).into_response()
}
