//! What the page of a health review shows beside its record: whom it asks and what, whoever looks at it,
//! and once it has closed what they may read.

use app::{Desk, Mine, Problem, WaveSeen};
use axum::Router;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use domain::health::opening::{Opening, enough};
use domain::health::sheet;
use domain::id::Id;
use domain::kind::Around;
use domain::practice::health_review::{KIND, rules, slots};
use domain::record::Dossier;
use maud::Markup;

use super::failure::{Failure, done};
use super::sent::Proved;
use super::{Hall, Seat, bring};
use crate::pages::health_review::{Asked, HealthBeside, Reader, Results};
use crate::pages::record::Beside;
use crate::pages::record_page;

pub(super) fn routes() -> Router<Hall> {
    Router::new()
        .route("/health-review/{id}/group/{at}", get(group))
        .route("/health-review/{id}/results.csv", get(file))
        .route("/health-review/{id}/round", post(round))
}

/// From ballots to an open round, in one press.
async fn round(
    seat: Seat,
    Path(id): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let version = sent.number("version").ok_or(Problem::NotFound)?;
    let now = seat.desk.hold_a_round(&Id::from(id), version).await?;
    Ok(done(&bring::to(&now.record), "a-round"))
}

/// The figures of all its groups as a file, as whoever looks may see them.
async fn file(seat: Seat, Path(id): Path<String>) -> Result<Response, Failure> {
    let told = seat.desk.review_told(&Id::from(id)).await?;
    let Some(seen) = &told.results else { return Err(Problem::rule(told.why).into()) };
    let text = sheet::csv(seen, told.before.as_ref());
    let named = "attachment; filename=\"health-review.csv\"";
    let headers = [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, named)];
    Ok((headers, text).into_response())
}

/// The same page with another of its groups.
async fn group(seat: Seat, Path((id, at)): Path<(String, usize)>) -> Result<Markup, Failure> {
    let mut view = bring::record(&seat.desk, &KIND, &Id::from(id)).await?;
    let Beside::Health(health) = &mut view.beside else { return Err(Problem::NotFound.into()) };
    let seen = health.results.as_mut().ok_or(Problem::NotFound)?;
    if at >= seen.wave.groups.len() {
        return Err(Problem::NotFound.into());
    }
    seen.group = at;
    Ok(record_page(&seat.frame, &view))
}

/// `None` for every other kind.
pub(super) async fn beside(
    desk: &Desk,
    dossier: &Dossier,
    around: &Around<'_>,
) -> Result<Option<Beside>, Problem> {
    if dossier.record.kind != KIND.slug {
        return Ok(None);
    }
    let id = &dossier.record.id;
    let mut health = match desk.wave(id).await? {
        Some(seen) => opened(&seen),
        None => prepared(desk, dossier, around),
    };
    if matches!(dossier.record.state.as_str(), "closed" | "talked") {
        let told = desk.review_told(id).await?;
        let of = |wave| Results { wave, group: 0, before: told.before };
        health.results = told.results.map(of);
        health.unread = told.why;
    }
    Ok(Some(Beside::Health(Box::new(health))))
}

/// As it would be today.
fn prepared(desk: &Desk, dossier: &Dossier, around: &Around) -> HealthBeside {
    let record = &dossier.record;
    let limits = rules::limits(record).unwrap_or_default();
    let team = desk.organisation().team(&record.team);
    let team = Asked {
        name: team.map_or_else(String::new, |it| it.name.clone()),
        people: around.at_work,
        depth: 0,
    };
    // How many are asked beside the team itself is known once it is opened.
    let alone = slots::joined(dossier).next().is_none();
    let too_few = enough(around.at_work, limits).err().filter(|_| alone);
    HealthBeside {
        items: rules::items(record).unwrap_or_default(),
        limits: (limits.scores(), limits.comments()),
        groups: if record.state == "preparing" { vec![team] } else { Vec::new() },
        too_few: too_few.map_or_else(String::new, |it| it.to_string()),
        ..HealthBeside::default()
    }
}

/// As it was fixed when it was opened.
fn opened(seen: &WaveSeen) -> HealthBeside {
    let opening = &seen.opening;
    let group = |at: usize| Asked {
        name: opening.names[at].clone(),
        people: opening.asked[at],
        depth: opening.tree.upwards(at).count() - 1,
    };
    HealthBeside {
        items: opening.items.clone(),
        limits: (opening.limits.scores(), opening.limits.comments()),
        groups: (0..opening.tree.len()).map(group).collect(),
        me: reader(opening, &seen.mine),
        ..HealthBeside::default()
    }
}

fn reader(opening: &Opening, mine: &Mine) -> Reader {
    let named = |at: &usize| (opening.names[*at].clone(), opening.asked[*at]);
    match mine {
        Mine::NotAsked => Reader::default(),
        Mine::Drawn => Reader { is_asked: true, has_ticket: true, ..Reader::default() },
        Mine::Asked { start, counted_in } => Reader {
            is_asked: true,
            has_ticket: false,
            start: start.clone(),
            counted_in: counted_in.iter().map(named).collect(),
        },
    }
}
