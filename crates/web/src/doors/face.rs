//! Draws the problems that handlers return, in the frame of whoever looks; holds the clock too.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::failure::{Failure, Shown};
use super::guard::RequestId;
use super::{Hall, seat};
use crate::pages::{problem, sign_in};
use crate::safe::SafeUrl;

/// Nobody waits longer for a page.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) async fn show_problems(
    State(hall): State<Hall>,
    request: Request,
    next: Next,
) -> Response {
    let frame = seat::frame_of(&request, hall.house.now());
    let id = request.extensions().get::<RequestId>().map(|it| it.0.clone()).unwrap_or_default();
    let silent = super::guard::is_silent(request.uri().path());
    let method = request.method().clone();
    let route = super::guard::route_of(&request);
    let address =
        request.uri().path_and_query().map(|it| it.as_str().to_owned()).unwrap_or_default();
    let mut response = match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure(app::Problem::Unavailable(
            "This took too long and was given up. Try again.".into(),
        ))
        .into_response(),
    };
    let Some(shown) = response.extensions_mut().remove::<Shown>() else { return response };
    let status = response.status();
    if status.is_server_error() && !silent {
        tracing::error!(request = %id, %method, route, %status, "answered with a problem");
    }
    let page = match shown {
        Shown::SignIn if method == Method::GET => return to_sign_in(&address),
        Shown::SignIn => {
            let problem =
                Some("Your session has ended. Sign in, go back, and send it again.".to_owned());
            let reopens = seat::reopens(&hall.house, &hall.options);
            sign_in::page(
                &frame,
                &sign_in::SignInView { problem, reopens, ..sign_in::SignInView::default() },
            )
        }
        Shown::Page(mut view) => {
            view.request = (status.is_server_error() && !silent).then_some(id);
            if frame.me.is_none() {
                view.next = Some(("Go to sign-in".into(), "/sign-in".into()));
            }
            problem::page(&frame, &view)
        }
    };
    let retry = response.headers().get(axum::http::header::RETRY_AFTER).cloned();
    let mut answer = (status, page).into_response();
    if let Some(retry) = retry {
        answer.headers_mut().insert(axum::http::header::RETRY_AFTER, retry);
    }
    answer
}

fn to_sign_in(address: &str) -> Response {
    let then = SafeUrl::local(address);
    if then.as_str() == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    let then: String = then.as_str().bytes().map(escaped).collect();
    Redirect::to(&format!("/sign-in?then={then}")).into_response()
}

/// One byte of a query's value.
fn escaped(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// A text as the value of a query.
pub(crate) fn in_query(text: &str) -> String {
    text.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    fn leads_to(address: &str) -> String {
        to_sign_in(address).headers()[header::LOCATION].to_str().unwrap().to_owned()
    }

    #[test]
    fn after_signing_in_one_is_where_one_wanted_to_be() {
        assert_eq!(leads_to("/"), "/sign-in");
        assert_eq!(leads_to("/lanes?what=a&b=c"), "/sign-in?then=/lanes%3Fwhat%3Da%26b%3Dc");
        assert_eq!(leads_to("//evil.example/x"), "/sign-in");
    }

    #[test]
    fn a_text_in_a_query_holds_nothing_that_ends_it() {
        assert_eq!(in_query("a&b=c#d é"), "a%26b%3Dc%23d%20%C3%A9");
    }
}
