//! What holds for every request and every response: hosts, origins, sizes, headers, ids.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::id::At;

use super::{Hall, Options};

pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
const FEATURES: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";
const LONGEST_ADDRESS: usize = 8 * 1024;

/// Numbers requests, so that a person can name the one that broke.
pub(crate) struct Counter {
    start: i64,
    next: AtomicU64,
    /// Numbers of pages, apart: a request that no log knows of must leave no gap in the others’.
    pages: AtomicU64,
}

/// The number of one request, carried in its extensions and in `X-Request-Id`.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub(crate) String);

impl Counter {
    pub(crate) fn new(start: At) -> Self {
        Self { start: start.0, next: AtomicU64::new(1), pages: AtomicU64::new(1) }
    }

    pub(crate) fn next(&self) -> String {
        format!("{:x}-{:x}", self.start, self.next.fetch_add(1, Ordering::Relaxed))
    }

    /// What the proof of one page's forms is made with.
    pub(crate) fn page(&self) -> String {
        format!("{:x}-p{:x}", self.start, self.pages.fetch_add(1, Ordering::Relaxed))
    }
}

pub(crate) async fn protect(
    State(hall): State<Hall>,
    mut request: Request,
    next: Next,
) -> Response {
    if is_silent(request.uri().path()) {
        // No line, no number and no clock: an answer must not be found by when it came.
        let mut response = answered(&hall, request, next).await;
        dress(&hall.options, response.headers_mut(), None);
        return response;
    }
    let id = hall.counter.next();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (method, route) = (request.method().clone(), route_of(&request));
    let begun = std::time::Instant::now();
    let mut response = answered(&hall, request, next).await;
    dress(&hall.options, response.headers_mut(), Some(&id));
    let (status, took) = (response.status().as_u16(), begun.elapsed().as_micros());
    tracing::info!(request = %id, %method, route, status, us = took, "answered");
    response
}

async fn answered(hall: &Hall, request: Request, next: Next) -> Response {
    match refuse(&hall.options, &request) {
        Some((status, says)) => (status, says).into_response(),
        None => next.run(request).await,
    }
}

/// Whether nothing of a request to this path goes into any log: where ballots are taken and answered.
pub(crate) fn is_silent(path: &str) -> bool {
    path.starts_with(super::ballot::PLACE)
}

/// The route as it is written here: an address may hold a one-time secret, its template never.
pub(crate) fn route_of(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or_else(|| "(none)".to_owned(), |it| it.as_str().to_owned())
}

/// Why a request is not even looked at.
fn refuse(options: &Options, request: &Request) -> Option<(StatusCode, &'static str)> {
    if request.uri().to_string().len() > LONGEST_ADDRESS {
        return Some((StatusCode::URI_TOO_LONG, "This address is too long.\n"));
    }
    let headers = request.headers();
    if options.local && !is_loopback(host(headers, request)) {
        return Some((
            StatusCode::MISDIRECTED_REQUEST,
            "This program answers only under this machine’s own name.\n",
        ));
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !comes_from_here(options, headers) {
        return Some((
            StatusCode::FORBIDDEN,
            "This was sent by a page of another site, so it was not done.\n",
        ));
    }
    None
}

fn host<'a>(headers: &'a HeaderMap, request: &'a Request) -> &'a str {
    let named = headers.get(header::HOST).and_then(|it| it.to_str().ok());
    named
        .or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str))
        .unwrap_or("")
}

/// A page of another site may point its own name at this machine; it cannot change the header.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|it| it.is_loopback())
}

fn comes_from_here(options: &Options, headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|it| it.to_str().ok());
    // What carries its own key instead of a cookie cannot be forged by another site.
    if text("authorization").is_some() && text("cookie").is_none() {
        return true;
    }
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match text("origin") {
        Some(origin) if options.local => origin
            .strip_prefix("http://")
            .is_some_and(|it| is_loopback(it) && text("host") == Some(it)),
        Some(origin) => origin == options.home,
        // No browser that could be tricked: the token in the form is still asked for.
        None => true,
    }
}

fn dress(options: &Options, headers: &mut HeaderMap, id: Option<&str>) {
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", FEATURES);
    if let Some(id) = id {
        set("x-request-id", id);
    }
    if options.is_https() {
        set("strict-transport-security", "max-age=63072000; includeSubDomains");
    }
    if !headers.contains_key(header::REFERRER_POLICY) {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |it: &(&'static str, &str)| {
            (HeaderName::from_static(it.0), HeaderValue::from_str(it.1).unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_this_machines_own_names_are_loopback() {
        for here in ["127.0.0.1:7171", "localhost:1", "localhost", "[::1]:80", "127.0.0.2"] {
            assert!(is_loopback(here), "{here}");
        }
        for away in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "",
            "10.0.0.1",
            "[::2]",
        ] {
            assert!(!is_loopback(away), "{away}");
        }
    }

    #[test]
    fn a_form_of_another_site_is_not_from_here() {
        let public = Options::public("https://remit.example/");
        assert!(comes_from_here(&public, &headers(&[("origin", "https://remit.example")])));
        for away in [
            "https://evil.example",
            "null",
            "http://remit.example",
            "https://remit.example.evil.example",
        ] {
            assert!(!comes_from_here(&public, &headers(&[("origin", away)])), "{away}");
        }
        assert!(!comes_from_here(
            &public,
            &headers(&[("sec-fetch-site", "same-site"), ("origin", "https://remit.example")])
        ));
        let local = Options::local("http://127.0.0.1:7171");
        let same = headers(&[("origin", "http://127.0.0.1:7171"), ("host", "127.0.0.1:7171")]);
        assert!(comes_from_here(&local, &same));
        let other_port =
            headers(&[("origin", "http://127.0.0.1:9999"), ("host", "127.0.0.1:7171")]);
        assert!(!comes_from_here(&local, &other_port));
    }

    #[test]
    fn the_policy_allows_nothing_inline() {
        assert!(!POLICY.contains("unsafe") && POLICY.contains("frame-ancestors 'none'"));
    }
}
