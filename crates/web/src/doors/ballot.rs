//! Answering a health review. A ticket is taken signed in; from there on nobody is: no cookie is read or
//! set, and nothing of these requests goes into a log (see `guard::is_silent`).

use app::{Problem, Ticket};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, extract::DefaultBodyLimit};
use domain::health::telling::telling;
use domain::id::Id;
use maud::Markup;

use super::one_size::padded;
use super::sent::{Open, Proved};
use super::{Failure, Hall, MOST_BYTES, Seat, seat, status_of};
use crate::forms::Sent;
use crate::pages::ballot::{self, BallotView};
use crate::shell::Frame;

pub(super) const PLACE: &str = "/ballot/";

/// The one door with a seat.
pub(super) fn seated() -> Router<Hall> {
    Router::new().route("/ballot/{wave}/ticket", post(draw).layer(map_response(padded)))
}

pub(super) fn routes() -> Router<Hall> {
    Router::new()
        .route("/ballot/{wave}", get(ask).post(answer))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(map_response(padded))
}

/// Takes the ticket and goes straight on to the questions; the page knows nothing of the session.
async fn draw(
    seat: Seat,
    State(hall): State<Hall>,
    Path(wave): Path<String>,
    Proved(sent): Proved,
) -> Result<Markup, Failure> {
    let ticket = seat.desk.draw(&Id::from(wave), &sent.text("start")).await?;
    Ok(ballot::page(&nobody(&hall), &view(ticket)))
}

async fn ask(State(hall): State<Hall>, Path(wave): Path<String>) -> Markup {
    ballot::without_ticket(&nobody(&hall), &wave, None)
}

async fn answer(State(hall): State<Hall>, Path(wave): Path<String>, request: Request) -> Response {
    let frame = nobody(&hall);
    let Ok(Open(sent)) = Open::from_request(request, &hall).await else {
        let says = "What arrived is not the form of this page. Go back, nothing is lost there, and send it again.";
        return page(StatusCode::BAD_REQUEST, ballot::without_ticket(&frame, &wave, Some(says)));
    };
    let id = Id::from(wave.as_str());
    let ticket = match hall.house.ballot(&id, &sent.text("ticket")).await {
        Ok(ticket) => ticket,
        Err(problem) => return refused(&frame, &problem),
    };
    let mut view = filled(ticket, &sent);
    // A ticket that was only copied in opens the questions.
    if sent.get("words").is_none() {
        return page(StatusCode::OK, ballot::page(&frame, &view));
    }
    view.mark = seat::hex(view.words.as_bytes());
    if sent.text("told") != view.mark {
        let names = names(&hall);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        view.told = telling(&view.words, &names);
    }
    if !view.told.is_empty() {
        return page(StatusCode::OK, ballot::page(&frame, &view));
    }
    let sent = hall.house.answer_wave(&id, &view.ticket, view.answers.clone(), &view.words).await;
    let Err(problem) = sent else {
        return page(StatusCode::CREATED, ballot::thanks(&frame));
    };
    // What can be mended is mended on the same page; a wave that has closed and a ticket that was used
    // cannot.
    if let Err(problem) = hall.house.ballot(&id, &view.ticket).await {
        return refused(&frame, &problem);
    }
    view.problem = Some(says(&problem));
    page(status_of(&problem), ballot::page(&frame, &view))
}

/// Whoever answers is nobody here, also where their browser sends a cookie along.
fn nobody(hall: &Hall) -> Frame {
    Frame::signed_out(hall.house.now())
}

fn page(status: StatusCode, page: Markup) -> Response {
    (status, page).into_response()
}

fn refused(frame: &Frame, problem: &Problem) -> Response {
    page(status_of(problem), ballot::refused(frame, &says(problem)))
}

fn says(problem: &Problem) -> String {
    match problem {
        Problem::NotFound => "There is no health review here. Look whether the address is whole.".to_owned(),
        Problem::Broken(_) => "Something broke on our side, and nothing was kept. Send it again; if it stays so, tell whoever looks after this place.".to_owned(),
        other => other.to_string(),
    }
}

fn panicked(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn view(ticket: Ticket) -> BallotView {
    let Ticket { code, opening, counted_in } = ticket;
    BallotView {
        title: format!("How is it to work in {}?", opening.names.first().map_or("", |it| it)),
        closes: Some(opening.span.closes.plus(-1).day()),
        limits: (opening.limits.scores(), opening.limits.comments()),
        counted_in: counted_in
            .into_iter()
            .map(|at| (opening.names[at].clone(), opening.asked[at]))
            .collect(),
        ticket: code,
        wave: opening.wave.to_string(),
        items: opening.items,
        ..BallotView::default()
    }
}

/// The same with what was chosen and written so far.
fn filled(ticket: Ticket, sent: &Sent) -> BallotView {
    let view = view(ticket);
    let chosen = |item| sent.get(&ballot::field(item)).and_then(ballot::answer);
    let answers = view.items.iter().map(chosen).collect();
    BallotView { answers, words: sent.text("words"), ..view }
}

/// What people here are called: a comment that names one of them says so before it is sent.
fn names(hall: &Hall) -> Vec<String> {
    let org = hall.house.organisation();
    let people = org.people.values().filter(|it| !it.erased);
    people.flat_map(|it| [it.name.clone(), it.handle.clone()]).collect()
}
