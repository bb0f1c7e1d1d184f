//! Calendars and feed readers: no sign-in, a secret address instead.

use std::net::SocketAddr;

use app::{Desk, Problem};
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};

use super::{Hall, seat, status_of};
use crate::feeds::{atom, ical};

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

pub(crate) const CALENDAR: &str = "calendar.ics";
pub(crate) const NEWS: &str = "news.atom";

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/feeds/{secret}/calendar.ics", get(calendar))
        .route("/feeds/{secret}/news.atom", get(news))
}

/// Where a link's feeds are read.
pub(crate) fn addresses(home: &str, secret: &str) -> (String, String) {
    (format!("{home}/feeds/{secret}/{CALENDAR}"), format!("{home}/feeds/{secret}/{NEWS}"))
}

async fn calendar(
    State(hall): State<Hall>,
    peer: Peer,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Response {
    let found = calendar_of(&hall, &peer, &secret).await;
    answer(found, "text/calendar; charset=utf-8", &headers)
}

async fn news(
    State(hall): State<Hall>,
    peer: Peer,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Response {
    let found = news_of(&hall, &peer, &secret).await;
    answer(found, "application/atom+xml; charset=utf-8", &headers)
}

async fn calendar_of(hall: &Hall, peer: &Peer, secret: &str) -> Result<String, Problem> {
    let desk = open(hall, peer, secret).await?;
    let entries = desk.calendar().await?;
    Ok(ical::calendar(&name(&desk), &hall.options.home, &entries, desk.now()))
}

async fn news_of(hall: &Hall, peer: &Peer, secret: &str) -> Result<String, Problem> {
    let desk = open(hall, peer, secret).await?;
    let own = format!("{}/feeds/news/{}", hall.options.home, desk.actor().id);
    Ok(atom::feed(&name(&desk), &hall.options.home, &own, &desk.news().await?, desk.now()))
}

/// The desk behind a link. Only what finds nothing counts as an attempt of its address: behind one
/// address may be a whole company's calendars.
async fn open(hall: &Hall, peer: &Peer, secret: &str) -> Result<Desk, Problem> {
    hall.limits.read_feed(&seat::hex(secret.as_bytes()))?;
    let found = hall.house.desk_of_feed(secret).await;
    if matches!(found, Err(Problem::NotFound)) {
        hall.limits.attempt("", peer.as_ref().map(|it| it.0.0))?;
    }
    found
}

fn name(desk: &Desk) -> String {
    let organisation = &desk.organisation().charter.name;
    if organisation.is_empty() { "Remit".to_owned() } else { format!("Remit: {organisation}") }
}

/// The same answer whether there never was such a link, it was withdrawn, or its owner has left.
fn answer(found: Result<String, Problem>, kind: &'static str, asked: &HeaderMap) -> Response {
    let text = match found {
        Ok(text) => text,
        Err(problem) => return refusal(&problem),
    };
    // What a proxy compresses on the way is still the same to whoever reads.
    let tag = format!("W/\"{}\"", &seat::hex(text.as_bytes())[..32]);
    let known = asked.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    let is_known = known.is_some_and(|it| it.split(',').any(|it| it.trim() == tag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], text).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

fn refusal(problem: &Problem) -> Response {
    let says = match problem {
        Problem::NotFound => {
            "Nothing is read at this address. Under Settings you can make a new link.\n".to_owned()
        }
        Problem::Broken(_) => "Something broke on our side.\n".to_owned(),
        other => format!("{other}\n"),
    };
    if let Problem::Broken(source) = problem {
        tracing::error!(problem = %source, "a feed broke");
    }
    let mut response =
        (status_of(problem), [(header::REFERRER_POLICY, "no-referrer")], says).into_response();
    if let Problem::TooMany(seconds) = problem
        && let Ok(value) = HeaderValue::from_str(&seconds.to_string())
    {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}
