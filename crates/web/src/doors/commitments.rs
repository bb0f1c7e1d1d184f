//! Everything that was promised, by team.

use app::{Cursor, Desk, Problem};
use axum::Router;
use axum::routing::get;
use domain::attachment::{Attachment, FallsTo, falls_to};
use domain::id::{At, Id};
use domain::measure::follow_through::End;
use domain::record::{Record, Value};
use maud::Markup;

use super::sent::Asked;
use super::{Failure, Hall, Seat, bring};
use crate::pages::commitments::{CommitmentsView, Group, Promised, page};
use crate::parts::pager::Pager;

/// Open promises shown at once: beyond it, a team has another trouble than a page.
const OPEN: usize = 200;
const CLOSED: usize = 30;
/// How far back the sentence about follow-through looks.
const MONTHS: i32 = 12;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/commitments", get(shown))
}

async fn shown(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => Some(desk.team(slug)?.clone()),
        None => None,
    };
    let id = team.as_ref().map(|it| it.id.clone());
    let after = asked.get("after").and_then(cursor);
    let open = desk.commitments(id.as_ref(), Some(true), None, OPEN).await?.items;
    let closed = desk.settled(id.as_ref(), after.as_ref(), CLOSED).await?;
    let query = team.as_ref().map_or_else(String::new, |it| format!("&team={}", it.slug));
    let on =
        closed.next.map(|it| format!("/commitments?after={}.{}{query}#closed", it.at.0, it.id));
    let mirror = match &id {
        Some(team) => match desk.follow_through(team, MONTHS).await {
            Ok(found) => Some(found.mirror.says),
            // The team's own: to others the page simply does not say it.
            Err(Problem::Refused(_)) => None,
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    let view = CommitmentsView {
        team: team.map(|it| (it.name, it.slug)),
        teams: desk
            .organisation()
            .teams
            .iter()
            .map(|it| (it.name.clone(), it.slug.clone()))
            .collect(),
        open: by_team(open.iter().filter_map(|(record, it)| promised(desk, record, it)).collect()),
        closed: closed.items.iter().filter_map(|(record, it)| promised(desk, record, it)).collect(),
        pager: Pager { back: None, on },
        mirror,
    };
    Ok(page(&seat.frame, &view))
}

fn by_team(mut all: Vec<Promised>) -> Vec<Group> {
    all.sort_by(|a, b| (&a.team, a.due).cmp(&(&b.team, b.due)));
    let groups = all.chunk_by(|a, b| a.team == b.team);
    groups.map(|it| Group { team: it[0].team.clone(), promises: it.to_vec() }).collect()
}

/// By the table of its slot, whatever that is.
fn promised(desk: &Desk, record: &Record, it: &Attachment) -> Option<Promised> {
    let org = desk.organisation();
    let owner = match falls_to::whoever_promised(record, it) {
        FallsTo::Wrote(id) => org.name_of(&id).to_owned(),
        FallsTo::Named(handle) => org
            .person_by_handle(&handle)
            .map_or_else(|| "someone who left".to_owned(), |it| it.name.clone()),
        FallsTo::Leads => String::new(),
    };
    let promise = desk.promise(record, it)?;
    let kind = desk.kind(&record.kind).ok()?;
    let state = kind.slot(&it.slot)?.state(&it.state).0;
    let cell = |row: &domain::record::Row, name: &str| row.get(name).cloned().unwrap_or_default();
    let moved = match it.answers.get("dates") {
        Some(Value::Rows(rows)) => {
            rows.iter().map(|row| (cell(row, "was_due"), cell(row, "because"))).collect()
        }
        _ => Vec::new(),
    };
    Some(Promised {
        text: bring::short(&promise.text),
        to: format!("{}#at-{}", bring::to(record), it.id),
        on: record.title.clone(),
        kind: kind.name,
        owner,
        due: promise.due,
        state: state.to_owned(),
        is_open: promise.end == End::Open,
        moved,
        reason: promise.because,
        closed_on: promise.settled_on,
        team: org.team(&record.team).map_or_else(String::new, |it| it.name.clone()),
    })
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    Some(Cursor { at: At(at.parse().ok()?), id: Id::from(id) })
}
