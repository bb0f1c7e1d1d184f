//! Records of every kind: lists, pages, forms, moves and what hangs on them.

mod hang;
mod write;

use app::{Cursor, ListQuery, Problem};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::id::{At, Id};
use domain::kind::Kind;
use domain::practice::Kinds;
use domain::record::Record;
use maud::Markup;

use super::sent::{Asked, Proved};
use super::{Failure, Hall, Seat, bring};
use crate::forms::Sent;
use crate::pages::list::{ListView, Narrow, path_of};
use crate::pages::{list, record_page};
use crate::parts::pager::Pager;

const A_PAGE: usize = 50;

pub(crate) use hang::refused_with;
pub(crate) use write::sent_of as draft_of;

/// One set of addresses for each kind the house knows.
pub(crate) fn routes(kinds: Kinds) -> Router<Hall> {
    let mut router = Router::new()
        .route("/find/{id}", get(find))
        .route("/draft/{*key}", post(write::keep_draft));
    for kind in kinds.iter() {
        router = router.merge(routes_of(kind));
    }
    router
}

fn routes_of(kind: &'static Kind) -> Router<Hall> {
    let slug = kind.slug;
    let at = |rest: &str| format!("/{slug}/{rest}");
    Router::new()
        .route(&path_of(kind), get(move |seat, asked| listed(kind, seat, asked)))
        .route(
            &at("new"),
            get(move |seat, asked| write::begin_form(kind, seat, asked))
                .post(move |seat, sent| write::begin(kind, seat, sent)),
        )
        .route(&at("check"), post(move |seat, sent| write::check(kind, seat, sent)))
        .route(&at("{id}"), get(move |seat, id| shown(kind, seat, id)))
        .route(
            &at("{id}/edit"),
            get(move |seat, id, asked| write::edit_form(kind, seat, id, asked))
                .post(move |seat, id, sent| write::save(kind, seat, id, sent)),
        )
        .route(
            &at("{id}/move/{step}"),
            post(move |seat, path, sent| hang::step(kind, seat, path, sent)),
        )
        .route(
            &at("{id}/attach/{slot}"),
            post(move |seat, path, sent| hang::attach(kind, seat, path, sent)),
        )
        .route(
            &at("{id}/attach/{slot}/check"),
            post(move |seat, path, sent| hang::notice(kind, seat, path, sent)),
        )
        .route(
            &at("{id}/attached/{it}/reword"),
            post(move |seat, path, sent| hang::reword(kind, seat, path, sent)),
        )
        .route(&at("{id}/reveal"), post(move |seat, id, sent| hang::reveal(kind, seat, id, sent)))
        .route(
            &at("{id}/attached/{it}/{step}"),
            post(move |seat, path, sent| hang::step_of(kind, seat, path, sent)),
        )
        .route(&at("{id}/markdown"), get(move |seat, id| markdown(kind, seat, id)))
        .route(
            &at("{id}/wave-off/{learned}"),
            post(move |seat, path, sent| wave_off(kind, seat, path, sent)),
        )
        .route(&at("{id}/retire"), post(move |seat, id, sent| retire(kind, seat, id, sent)))
}

async fn listed(kind: &'static Kind, seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let narrow = narrow(kind, desk, &asked)?;
    let team = match narrow.team.as_str() {
        "" => None,
        slug => Some(desk.team(slug)?.clone()),
    };
    let (page, pager) = turned(kind, desk, &asked, &narrow, team.as_ref().map(|it| &it.id)).await?;
    let within = team.as_ref().map(|it| desk.organisation().below(&it.id));
    let counts = desk.counts().await?;
    let ours = counts
        .iter()
        .filter(|it| within.as_ref().is_none_or(|teams| teams.contains(&it.team)))
        .filter(|it| it.kind == kind.slug);
    let (open, closed) = ours.fold((0, 0), |(open, closed), it| {
        match kind.state(&it.state).is_some_and(|state| state.open) {
            true => (open + it.count, closed),
            false => (open, closed + it.count),
        }
    });
    let many_teams = narrow.teams.len() > 1 && team.is_none();
    let mut lines: Vec<_> = page.iter().map(|it| bring::line(desk, it)).collect();
    if !many_teams {
        lines.iter_mut().for_each(|it| it.team.clear());
    }
    let begins_in = bring::begins_in(desk, kind, team.as_ref());
    let view = ListView {
        kind,
        team: team.map(|it| (it.name, it.slug)),
        lines,
        narrow,
        open: usize::try_from(open).unwrap_or(0),
        closed: usize::try_from(closed).unwrap_or(0),
        begins_in,
        pager,
    };
    if kind.slug == domain::practice::scenario::KIND.slug {
        return super::scenarios::listed(&seat, view).await;
    }
    Ok(list::page(&seat.frame, &view))
}

/// What was asked for; a state the kind does not have asks for nothing in particular.
fn narrow(kind: &Kind, desk: &app::Desk, asked: &Sent) -> Result<Narrow, Problem> {
    let known = |it: &&str| *it == list::ANY || kind.state(it).is_some();
    let state = asked.get("state").filter(known).unwrap_or("");
    // Addresses from before states could be chosen.
    let state = if state.is_empty() && asked.get("closed").is_some() { list::ANY } else { state };
    let team = asked.get("team").filter(|it| !it.is_empty());
    let team = team.map(|it| desk.team(it).map(|it| it.slug.clone())).transpose()?;
    let teams = desk.organisation().teams.iter();
    Ok(Narrow {
        state: state.to_owned(),
        team: team.unwrap_or_default(),
        mine: asked.get("mine").is_some_and(|it| it == "1"),
        teams: teams.map(|it| (it.slug.clone(), it.name.clone())).collect(),
    })
}

/// The page that was asked for, and the ways on and back from it.
async fn turned(
    kind: &Kind,
    desk: &app::Desk,
    asked: &Sent,
    narrow: &Narrow,
    team: Option<&Id>,
) -> Result<(Vec<Record>, Pager), Problem> {
    let chosen = Some(narrow.state.clone()).filter(|it| !it.is_empty() && it != list::ANY);
    let mut query = ListQuery {
        kinds: vec![kind.slug.to_owned()],
        team: team.cloned(),
        open: narrow.state.is_empty().then_some(true),
        states: chosen.into_iter().collect(),
        mine: narrow.mine,
        before: asked.get("before").and_then(cursor),
        after: asked.get("after").and_then(cursor),
        limit: A_PAGE,
        ..ListQuery::default()
    };
    let mut page = desk.list(&query).await?;
    if query.before.is_some() && page.next.is_none() {
        // The newest have been reached: the first page, and all of it.
        query = ListQuery { before: None, after: None, ..query };
        page = desk.list(&query).await?;
    }
    let edge = |it: Option<&Record>| it.map(|it| Cursor { at: it.changed_at, id: it.id.clone() });
    let (newest, oldest) = (edge(page.items.first()), edge(page.items.last()));
    let (back, on) = match (&query.before, &query.after) {
        (Some(_), _) => (page.next, oldest),
        // After the last one there is nothing, but there is a way back to it.
        (None, Some(after)) => (newest.or_else(|| Some(after.clone())), page.next),
        (None, None) => (None, page.next),
    };
    let to = |turn: &str, it: Cursor| {
        format!("{}?{turn}={}.{}{}", path_of(kind), it.at.0, it.id, narrow.rest())
    };
    let pager = Pager { back: back.map(|it| to("before", it)), on: on.map(|it| to("after", it)) };
    Ok((page.items, pager))
}

fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('.')?;
    Some(Cursor { at: At(at.parse().ok()?), id: Id::from(id) })
}

async fn shown(kind: &'static Kind, seat: Seat, Path(id): Path<String>) -> Result<Markup, Failure> {
    let view = bring::record(&seat.desk, kind, &Id::from(id)).await?;
    Ok(record_page(&seat.frame, &view))
}

/// A record by its id alone, whatever its kind.
async fn find(seat: Seat, Path(id): Path<String>) -> Result<Response, Failure> {
    let dossier = seat.desk.read(&Id::from(id)).await?;
    Ok(Redirect::to(&bring::to(&dossier.record)).into_response())
}

/// The record as the file it would be kept in.
async fn markdown(
    kind: &'static Kind,
    seat: Seat,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (record, text) = seat.desk.markdown(&Id::from(id)).await?;
    if record.kind != kind.slug {
        return Err(Problem::NotFound.into());
    }
    Ok(([(axum::http::header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response())
}

/// One old learning is not about this: said once, for oneself.
async fn wave_off(
    kind: &'static Kind,
    seat: Seat,
    Path((id, learned)): Path<(String, String)>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    seat.desk.wave_off(&Id::from(id.clone()), &Id::from(learned)).await?;
    Ok(super::failure::done(&format!("/{}/{id}", kind.slug), "waved-off"))
}

async fn retire(
    kind: &'static Kind,
    seat: Seat,
    Path(id): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let version = sent.number("version").ok_or(Problem::NotFound)?;
    let back = sent.get("back").is_some();
    seat.desk.retire(&Id::from(id.clone()), version, !back).await?;
    Ok(super::failure::done(
        &format!("/{}/{id}", kind.slug),
        if back { "saved" } else { "retired" },
    ))
}
