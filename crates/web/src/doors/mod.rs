//! The doors: how a request comes in, who it is, and which page it gets.

mod alone;
mod ballot;
mod bring;
mod commitments;
mod face;
mod failure;
mod feeds;
mod guard;
mod guide;
mod health_review;
mod lanes;
mod leaders;
mod limits;
mod live;
mod mirrors;
mod office_hours;
mod one_size;
mod people;
mod premortem;
mod quality;
mod quarter;
mod reaching;
mod records;
mod reflections;
mod scenarios;
mod seat;
mod sent;
mod settings;
mod sign_in;
mod today;
mod waiting;

use std::net::SocketAddr;
use std::sync::Arc;

use app::House;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::header;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;

pub(crate) use failure::{Failure, status_of};
pub(crate) use quarter::named as named_quarter;
pub(crate) use seat::{Seat, recognise};

/// Where the house is reached, which decides about cookies and hosts.
#[derive(Clone, Debug)]
pub struct Options {
    /// Scheme, host and port, without a slash at the end.
    pub home: String,
    /// Runs on loopback for the people of this machine.
    pub local: bool,
    /// Starting it again prints a new link to come in by.
    pub reopens: bool,
}

impl Options {
    /// On this machine, at `home` such as `http://127.0.0.1:7171`.
    pub fn local(home: &str) -> Self {
        Self { home: home.trim_end_matches('/').to_owned(), local: true, reopens: true }
    }

    /// On this machine as well, for those who have passwords.
    pub fn served(home: &str) -> Self {
        Self { reopens: false, ..Self::local(home) }
    }

    /// Behind its public address.
    pub fn public(home: &str) -> Self {
        Self { home: home.trim_end_matches('/').to_owned(), local: false, reopens: false }
    }

    pub fn is_https(&self) -> bool {
        self.home.starts_with("https://")
    }
}

/// What every door shares.
#[derive(Clone)]
pub(crate) struct Hall {
    pub(crate) house: House,
    pub(crate) options: Arc<Options>,
    pub(crate) limits: Arc<limits::Limits>,
    pub(crate) counter: Arc<guard::Counter>,
    pub(crate) waiting: Arc<waiting::Waiting>,
    /// Turns true when the program ends: nobody waits on then.
    pub(crate) ending: tokio::sync::watch::Receiver<bool>,
}

/// Forms and documents larger than this are refused before they are read.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// Every page of the house behind one router.
pub fn router(house: House, options: Options) -> Router {
    let (_, never) = tokio::sync::watch::channel(false);
    router_until(house, options, never)
}

fn router_until(
    house: House,
    options: Options,
    ending: tokio::sync::watch::Receiver<bool>,
) -> Router {
    let counter = guard::Counter::new(house.now());
    let hall = Hall {
        limits: Arc::new(limits::Limits::default()),
        options: Arc::new(options),
        counter: Arc::new(counter),
        waiting: Arc::default(),
        ending,
        house,
    };
    let pages = Router::new()
        .merge(today::routes())
        .merge(records::routes(hall.house.kinds()))
        .merge(reflections::routes())
        .merge(scenarios::routes())
        .merge(alone::routes())
        .merge(commitments::routes())
        .merge(lanes::routes())
        .merge(live::routes())
        .merge(mirrors::routes())
        .merge(quality::routes())
        .merge(quarter::routes())
        .merge(people::routes())
        .merge(guide::routes())
        .merge(leaders::routes())
        .merge(settings::routes())
        .merge(reaching::routes())
        .merge(sign_in::routes())
        .merge(health_review::routes())
        .merge(ballot::seated())
        .fallback(|| async { Failure::from(app::Problem::NotFound) })
        .method_not_allowed_fallback(|| async { Failure::from(app::Problem::NotFound) })
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(failure::panicked))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(hall.clone(), face::show_problems))
        .layer(from_fn_with_state(hall.clone(), seat::recognise));
    Router::new()
        .route("/assets/{hash}/{name}", get(asset))
        .route("/health", get(health))
        .merge(feeds::routes())
        .merge(ballot::routes())
        .merge(pages)
        .merge(crate::api::routes(&hall))
        .layer(CompressionLayer::new().gzip(true).compress_when(one_size::may_be_compressed()))
        .layer(from_fn_with_state(hall.clone(), guard::protect))
        .with_state(hall)
}

/// Serves until `ended`, then lets what is under way finish.
pub async fn serve(
    listener: tokio::net::TcpListener,
    house: House,
    options: Options,
    ended: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let (ends, ending) = tokio::sync::watch::channel(false);
    let router = router_until(house, options, ending);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let ended = async move {
        ended.await;
        ends.send_replace(true);
    };
    axum::serve(listener, service).with_graceful_shutdown(ended).await
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    match crate::assets::find(&name) {
        Some(it) => {
            let headers = [
                (header::CONTENT_TYPE, it.mime),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, it.body).into_response()
        }
        None => axum::http::StatusCode::NOT_FOUND.into_response(),
    }
}

/// For whoever watches that the process answers.
async fn health(State(hall): State<Hall>) -> Response {
    let says = if hall.house.is_empty() { "empty\n" } else { "ok\n" };
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], says).into_response()
}
