//! Coming in and going out.

use std::net::SocketAddr;

use app::Problem;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::record::Refusal;
use maud::Markup;

use super::sent::{Asked, Open, Proved};
use super::{Failure, Hall, Seat, seat};
use crate::pages::sign_in::{JoinView, SignInView, join, page};
use crate::safe::SafeUrl;
use crate::shell::Frame;

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/sign-in", get(ask).post(sign_in))
        .route("/sign-out", post(sign_out))
        .route("/enter/{secret}", get(enter))
        .route("/join/{secret}", get(invited).post(accept))
}

fn address(peer: &Peer) -> Option<SocketAddr> {
    peer.as_ref().map(|it| it.0.0)
}

async fn ask(
    State(hall): State<Hall>,
    seat: Option<Extension<seat::Recognised>>,
    Asked(asked): Asked,
) -> Response {
    if seat.is_some() {
        return Redirect::to(SafeUrl::local(asked.get("then").unwrap_or("/")).as_str())
            .into_response();
    }
    let view = SignInView { then: asked.text("then"), ..view(&hall) };
    let mut frame = Frame::signed_out(hall.house.now());
    frame.said = asked.get("said").and_then(crate::words::said);
    page(&frame, &view).into_response()
}

fn view(hall: &Hall) -> SignInView {
    SignInView {
        reopens: seat::reopens(&hall.house, &hall.options),
        mails: hall.house.sends_mail(),
        ..SignInView::default()
    }
}

async fn sign_in(
    State(hall): State<Hall>,
    peer: Peer,
    headers: HeaderMap,
    Open(sent): Open,
) -> Result<Response, Failure> {
    let name = sent.text("name");
    let then = SafeUrl::local(&sent.text("then"));
    hall.limits.attempt(&name, address(&peer))?;
    // A password is taken as it was typed, blanks included.
    let password = sent.get("password").unwrap_or("");
    match hall.house.sign_in(&name, password, &seat::device(&headers)).await {
        Ok(cookie) => Ok((
            axum::response::AppendHeaders(seat::begin(&hall.options, &cookie)),
            Redirect::to(then.as_str()),
        )
            .into_response()),
        Err(Problem::Refused(no)) => {
            let view = SignInView {
                problem: Some(no.to_string()),
                name,
                then: then.as_str().into(),
                ..view(&hall)
            };
            Ok((StatusCode::UNAUTHORIZED, page(&Frame::signed_out(hall.house.now()), &view))
                .into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The single GET that changes something: a link works once.
async fn enter(
    State(hall): State<Hall>,
    peer: Peer,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Failure> {
    hall.limits.attempt("", address(&peer))?;
    let cookie = hall.house.use_sign_in_link(&secret, &seat::device(&headers)).await;
    match cookie {
        Ok(cookie) => Ok((
            axum::response::AppendHeaders(seat::begin(&hall.options, &cookie)),
            Redirect::to("/"),
        )
            .into_response()),
        Err(Problem::Refused(no)) => {
            let view = SignInView { problem: Some(no.to_string()), ..view(&hall) };
            Ok((StatusCode::UNAUTHORIZED, page(&Frame::signed_out(hall.house.now()), &view))
                .into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn sign_out(
    State(hall): State<Hall>,
    seat: Seat,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    hall.house.sign_out(&seat.keys.session).await?;
    let clear = [("clear-site-data", "\"cache\", \"storage\"")];
    Ok((
        clear,
        axum::response::AppendHeaders(seat::end(&hall.options)),
        Redirect::to("/sign-in?said=left"),
    )
        .into_response())
}

async fn invited(
    State(hall): State<Hall>,
    peer: Peer,
    Path(secret): Path<String>,
) -> Result<Markup, Failure> {
    hall.limits.attempt("", address(&peer))?;
    let view = invitation(&hall, &secret).await?;
    Ok(join(&Frame::signed_out(hall.house.now()), &view))
}

async fn invitation(hall: &Hall, secret: &str) -> Result<JoinView, Failure> {
    let invited = hall.house.invited(secret).await?;
    Ok(JoinView {
        organisation: hall.house.organisation().charter.name.clone(),
        team: invited.team.name,
        level: invited.level,
        invited_by: invited.by,
        secret: secret.to_owned(),
        ..JoinView::default()
    })
}

async fn accept(
    State(hall): State<Hall>,
    peer: Peer,
    headers: HeaderMap,
    Path(secret): Path<String>,
    Open(sent): Open,
) -> Result<Response, Failure> {
    hall.limits.attempt("", address(&peer))?;
    let (handle, name) = (sent.text("handle"), sent.text("name"));
    let password = sent.get("password").unwrap_or("");
    let device = seat::device(&headers);
    match hall.house.accept(&secret, (&handle, &name, None), password, &device).await {
        Ok(cookie) => Ok((
            axum::response::AppendHeaders(seat::begin(&hall.options, &cookie)),
            Redirect::to("/"),
        )
            .into_response()),
        Err(Problem::Invalid(problems)) => {
            let view = JoinView { handle, name, problems, ..invitation(&hall, &secret).await? };
            let page = join(&Frame::signed_out(hall.house.now()), &view);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(Problem::Refused(Refusal::Rule(says))) => Err(Problem::rule(says).into()),
        Err(other) => Err(other.into()),
    }
}
