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

/// The one reading of a problem as a status, for pages and for the API.
pub(crate) fn status_of(problem: &Problem) -> StatusCode {
    match problem {
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
        status_of(&self.0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::FieldProblem;

    #[test]
    fn each_problem_has_its_status_and_a_sentence_for_people() {
        let rule = || Refusal::Rule("Somebody else first.".into());
        let field = FieldProblem { field: "title".into(), says: "It needs one.".into() };
        let broken = || std::io::Error::other("secret detail");
        let all = [
            (Problem::NotFound, 404, "nothing you may see"),
            (Problem::SignedOut, 401, "Sign in"),
            (Problem::Refused(rule()), 422, "Somebody else first."),
            (Problem::Refused(Refusal::OwnWork), 403, "somebody else has to do it"),
            (Problem::Refused(Refusal::NotYours("For a steward.".into())), 403, "For a steward."),
            (Problem::Invalid(vec![field]), 422, "It needs one."),
            (Problem::Stale(None), 409, "since you opened it"),
            (Problem::TooMany(7), 429, "7 seconds"),
            (Problem::Unavailable("The disk is full.".into()), 503, "The disk is full."),
            (Problem::broken(broken()), 500, "was not saved"),
        ];
        for (problem, status, says) in all {
            let failure = Failure(problem);
            assert_eq!(failure.status().as_u16(), status);
            assert!(failure.says().contains(says), "{}", failure.says());
            assert!(!failure.says().contains("secret"), "internals stay inside");
            assert!(!failure.title().is_empty());
        }
    }

    #[test]
    fn a_panic_is_a_page_and_not_its_words() {
        let response = panicked(Box::new("index out of bounds"));
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let Some(Shown::Page(view)) = response.extensions().get() else { panic!("no page") };
        assert!(!view.says.contains("index"));
    }

    #[test]
    fn a_notice_goes_before_the_place_on_the_page() {
        let to =
            |to: &str| done(to, "added").headers()[header::LOCATION].to_str().unwrap().to_owned();
        assert_eq!(to("/decision/1#at-2"), "/decision/1?said=added#at-2");
        assert_eq!(to("/lanes?team=a"), "/lanes?team=a&said=added");
        assert_eq!(to("//evil.example"), "/");
    }

    #[test]
    fn causes_are_told_to_the_log_one_after_another() {
        let inner = std::io::Error::other("disk");
        let outer = Problem::broken(inner);
        assert_eq!(chain(&outer), "Something broke on our side.: disk");
    }
}
