//! One's own keys, and what the organisation settled once.

use app::{Charter, Problem, Scope};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::routing::{get, post};
use domain::deed::{Deed, may};
use domain::id::Id;
use domain::record::FieldProblem;
use maud::Markup;

use super::sent::Proved;
use super::{Failure, Hall, Seat, failure, seat};
use crate::forms::Sent;
use crate::pages::settings::{FeedLink, OrganisationView, Session, SettingsView, Token, page};

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/settings", get(shown))
        .route("/settings/password", post(password))
        .route("/settings/session/{id}/end", post(end_session))
        .route("/settings/token", post(make_token))
        .route("/settings/token/{id}/end", post(end_token))
        .route("/settings/feeds", post(make_feeds))
        .route("/settings/feeds/end", post(end_feeds))
        .route("/settings/organisation", post(organisation))
        .route("/settings/job/{id}/again", post(retry_job))
        .route("/settings/job/{id}/drop", post(drop_job))
}

async fn view(seat: &Seat) -> Result<SettingsView, Problem> {
    let desk = &seat.desk;
    let this = seat::hex(seat.keys.session.as_bytes());
    let sessions = desk.sessions().await?.into_iter().map(|it| Session {
        this: it.hash == this,
        id: it.hash,
        device: it.device,
        seen: it.seen_at,
    });
    let tokens = desk.tokens().await?.into_iter().map(|it| Token {
        id: it.id.to_string(),
        name: it.name,
        scopes: it.scopes.replace(' ', ", "),
        until: it.ends_at.map_or(seat.frame.today, domain::id::At::day),
    });
    let feeds =
        desk.feed_link().await?.map(|it| FeedLink { made: it.made_at.day(), read: it.last_day });
    let charter = &desk.organisation().charter;
    let keeps = may(desk.standing(None, None), Deed::EditSettings).is_ok();
    Ok(SettingsView {
        has_password: desk.has_password().await?,
        sessions: sessions.collect(),
        tokens: tokens.collect(),
        new_token: None,
        feeds,
        new_feeds: None,
        scopes: scopes(),
        organisation: keeps.then(|| OrganisationView {
            name: charter.name.clone(),
            levels: charter.levels.clone(),
            leads_from: charter.leads_from,
        }),
        stuck: if keeps { desk.stuck_jobs().await? } else { Vec::new() },
        problems: Vec::new(),
    })
}

fn scopes() -> Vec<(String, String)> {
    let words = |it: Scope| match it {
        Scope::Read => "read what I may read",
        Scope::Write => "write in my name",
        Scope::Admin => "look after teams, seats and settings",
    };
    [Scope::Read, Scope::Write, Scope::Admin]
        .map(|it| (it.name().to_owned(), words(it).to_owned()))
        .to_vec()
}

async fn shown(seat: Seat) -> Result<Markup, Failure> {
    Ok(page(&seat.frame, &view(&seat).await?))
}

async fn refused(seat: &Seat, problem: Problem) -> Result<Response, Failure> {
    let Problem::Invalid(problems) = problem else { return Err(problem.into()) };
    let view = SettingsView { problems, ..view(seat).await? };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&seat.frame, &view)).into_response())
}

async fn password(
    State(hall): State<Hall>,
    seat: Seat,
    headers: HeaderMap,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    hall.limits.attempt(&seat.desk.actor().handle, None)?;
    let (current, new) = (sent.get("current").unwrap_or(""), sent.get("password").unwrap_or(""));
    if let Err(problem) = seat.desk.set_password(current, new).await {
        return refused(&seat, problem).await;
    }
    // All sessions have ended with the old password; this browser gets a new one.
    let cookie = seat.desk.new_session(&seat::device(&headers)).await?;
    Ok((AppendHeaders(seat::begin(&hall.options, &cookie)), failure::done("/settings", "password"))
        .into_response())
}

async fn end_session(
    seat: Seat,
    Path(id): Path<String>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    seat.desk.end_session(&id).await?;
    Ok(failure::done("/settings", "ended"))
}

async fn make_token(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let chosen = sent.0.iter().filter(|(name, _)| name == "scope").map(|(_, it)| it.as_str());
    let chosen = chosen.collect::<Vec<_>>().join(" ");
    let days = sent.number("days").unwrap_or(0);
    match seat.desk.make_token(&sent.text("name"), &chosen, days).await {
        Ok(secret) => {
            let view = SettingsView { new_token: Some(secret), ..view(&seat).await? };
            Ok(page(&seat.frame, &view).into_response())
        }
        Err(problem) => refused(&seat, problem).await,
    }
}

async fn end_token(
    seat: Seat,
    Path(id): Path<String>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    seat.desk.end_token(&Id::from(id)).await?;
    Ok(failure::done("/settings", "withdrawn"))
}

async fn make_feeds(
    State(hall): State<Hall>,
    seat: Seat,
    Proved(_): Proved,
) -> Result<Markup, Failure> {
    let secret = seat.desk.make_feed_link().await?;
    let new_feeds = Some(super::feeds::addresses(&hall.options.home, &secret));
    Ok(page(&seat.frame, &SettingsView { new_feeds, ..view(&seat).await? }))
}

async fn end_feeds(seat: Seat, Proved(_): Proved) -> Result<Response, Failure> {
    seat.desk.end_feed_link().await?;
    Ok(failure::done("/settings", "unlinked"))
}

async fn organisation(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let levels = levels(&sent);
    let charter = Charter {
        name: sent.text("name"),
        leads_from: sent
            .number("leads_from")
            .and_then(|it| usize::try_from(it).ok())
            .unwrap_or(levels.len()),
        levels,
        ..seat.desk.organisation().charter.clone()
    };
    match seat.desk.set_charter(charter).await {
        Ok(()) => Ok(failure::done("/settings", "saved")),
        Err(Problem::Invalid(problems)) => {
            let renamed = |it: FieldProblem| {
                if it.field == "name" {
                    FieldProblem { field: "organisation".into(), ..it }
                } else {
                    it
                }
            };
            refused(&seat, Problem::Invalid(problems.into_iter().map(renamed).collect())).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn retry_job(
    seat: Seat,
    Path(id): Path<String>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    seat.desk.retry_job(&Id::from(id)).await?;
    Ok(failure::done("/settings", "retried"))
}

async fn drop_job(
    seat: Seat,
    Path(id): Path<String>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    seat.desk.drop_job(&Id::from(id)).await?;
    Ok(failure::done("/settings", "let-go"))
}

fn levels(sent: &Sent) -> Vec<String> {
    sent.text("levels").lines().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}
