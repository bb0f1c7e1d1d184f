//! How Remit reaches somebody; and the links of letters, which need no sign-in.

use std::net::SocketAddr;

use app::Problem;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::reach::{Message, Wishes};
use maud::Markup;

use super::sent::{Open, Proved};
use super::{Failure, Hall, Seat, failure};
use crate::forms::Sent;
use crate::pages::reaching::{Asked, ReachingView, asked, page};
use crate::pages::sign_in;
use crate::shell::Frame;

type Peer = Option<Extension<ConnectInfo<SocketAddr>>>;

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/settings/reaching", get(shown).post(save))
        .route("/settings/address", post(claim))
        .route("/off/{token}", get(off).post(turn_off))
        .route("/confirm/{token}", get(claimed).post(confirm))
        .route("/sign-in/link", post(link))
}

async fn view(seat: &Seat) -> Result<ReachingView, Problem> {
    let seen = seat.desk.reach().await?;
    Ok(ReachingView {
        wishes: seen.wishes,
        address: seen.address,
        house_sends: seen.house_sends,
        problems: Vec::new(),
    })
}

async fn shown(seat: Seat) -> Result<Markup, Failure> {
    Ok(page(&seat.frame, &view(&seat).await?))
}

async fn save(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let wishes = wishes(&sent);
    match seat.desk.set_reach(wishes.clone()).await {
        Ok(()) => Ok(failure::done("/settings/reaching", "saved")),
        Err(Problem::Invalid(problems)) => {
            let view = ReachingView { wishes, problems, ..view(&seat).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&seat.frame, &view)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// A box that is not ticked is not sent.
fn wishes(sent: &Sent) -> Wishes {
    let hour = |name| sent.number(name).and_then(|it| i8::try_from(it).ok()).unwrap_or(-1);
    let zone = Some(sent.text("zone")).filter(|it| !it.is_empty());
    let mut wishes = Wishes {
        zone: zone.unwrap_or_else(|| Wishes::default().zone),
        quiet_from: hour("quiet_from"),
        quiet_until: hour("quiet_until"),
        weekends: sent.get("weekends").is_some(),
        ..Wishes::default()
    };
    for message in Message::ALL {
        wishes.set(message, sent.get(message.name()).is_some());
    }
    wishes
}

async fn claim(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    match seat.desk.claim_address(&sent.text("address")).await {
        Ok(()) => Ok(failure::done("/settings/reaching", "asked-there")),
        Err(Problem::Invalid(problems)) => {
            let view = ReachingView { problems, ..view(&seat).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&seat.frame, &view)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn draw(hall: &Hall, token: &str, it: &Asked) -> Markup {
    asked(&Frame::signed_out(hall.house.now()), token, it)
}

fn attempt(hall: &Hall, peer: &Peer) -> Result<(), Failure> {
    Ok(hall.limits.attempt("", peer.as_ref().map(|it| it.0.0))?)
}

async fn off(
    State(hall): State<Hall>,
    peer: Peer,
    Path(token): Path<String>,
) -> Result<Markup, Failure> {
    attempt(&hall, &peer)?;
    let off = hall.house.off(&token).await?;
    let name = off.name.to_owned();
    let asked = if off.done { Asked::TurnedOff(name) } else { Asked::TurnOff(name) };
    Ok(draw(&hall, &token, &asked))
}

/// Also what a mail program sends for its own button (RFC 8058): nothing but the address counts.
async fn turn_off(
    State(hall): State<Hall>,
    peer: Peer,
    Path(token): Path<String>,
) -> Result<Markup, Failure> {
    attempt(&hall, &peer)?;
    let off = hall.house.turn_off(&token).await?;
    Ok(draw(&hall, &token, &Asked::TurnedOff(off.name.to_owned())))
}

async fn claimed(
    State(hall): State<Hall>,
    peer: Peer,
    Path(token): Path<String>,
) -> Result<Markup, Failure> {
    attempt(&hall, &peer)?;
    let address = hall.house.claimed_address(&token).await?;
    Ok(draw(&hall, &token, &Asked::Confirm(address)))
}

async fn confirm(
    State(hall): State<Hall>,
    peer: Peer,
    Path(token): Path<String>,
) -> Result<Markup, Failure> {
    attempt(&hall, &peer)?;
    let address = hall.house.confirm_address(&token).await?;
    Ok(draw(&hall, &token, &Asked::Confirmed(address)))
}

/// The answer is the same whether anybody here has this address.
async fn link(State(hall): State<Hall>, peer: Peer, Open(sent): Open) -> Result<Markup, Failure> {
    let address = sent.text("address");
    hall.limits.attempt(&address, peer.as_ref().map(|it| it.0.0))?;
    hall.house.mail_sign_in_link(&address).await?;
    let view = sign_in::SignInView { mails: true, mailed: true, ..sign_in::SignInView::default() };
    Ok(sign_in::page(&Frame::signed_out(hall.house.now()), &view))
}
