//! The practices of one's teams: what is there, and which of them a team uses.

use app::{Desk, ListQuery, Problem};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::{get, post};
use domain::deed::{Deed, may};
use domain::kind::Kind;
use domain::people::Team;
use maud::Markup;

use super::sent::{Asked, Proved};
use super::{Failure, Hall, Seat, bring, failure};
use crate::pages::reflections::{Choosing, Practice, ReflectionsView, page};

/// Of each practice, the newest few.
const SHOWN: usize = 6;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/reflections", get(shown)).route("/team/{slug}/practices", post(choose))
}

async fn shown(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let team = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => Some(desk.team(slug)?.clone()),
        None => None,
    };
    let counts = desk.counts().await?;
    let mut practices = Vec::new();
    for kind in desk.house().kinds().iter().filter(|it| it.is_practice()) {
        if !is_used(desk, team.as_ref(), kind) {
            continue;
        }
        let of_kind = counts.iter().filter(|it| it.kind == kind.slug).filter(|it| match &team {
            Some(team) => desk.organisation().path(&it.team).contains(&team.id),
            None => true,
        });
        let (mut open, mut all) = (0, 0);
        for it in of_kind {
            let count = usize::try_from(it.count).unwrap_or(0);
            all += count;
            open += if kind.state(&it.state).is_some_and(|it| it.open) { count } else { 0 };
        }
        practices.push(Practice {
            kind,
            open,
            all,
            lines: newest(desk, kind, team.as_ref()).await?,
            begins_in: begins_in(desk, kind, team.as_ref()),
        });
    }
    let view = ReflectionsView {
        team: team.map(|it| (it.name, it.slug)),
        practices,
        choices: choices(desk),
    };
    Ok(page(&seat.frame, &view))
}

/// Used by this team; without one, by any of mine, or by anybody where I sit nowhere.
fn is_used(desk: &Desk, team: Option<&Team>, kind: &Kind) -> bool {
    let org = desk.organisation();
    match (team, desk.my_teams()) {
        (Some(team), _) => org.practises(&team.id, kind.slug),
        (None, mine) if mine.is_empty() => true,
        (None, mine) => mine.iter().any(|it| org.practises(&it.id, kind.slug)),
    }
}

/// Only teams that use it.
fn begins_in(desk: &Desk, kind: &Kind, at: Option<&Team>) -> Vec<(String, String)> {
    let org = desk.organisation();
    let uses =
        |slug: &str| org.teams.iter().any(|it| it.slug == slug && org.practises(&it.id, kind.slug));
    let mut teams = bring::begins_in(desk, kind, at);
    teams.retain(|it| uses(&it.0));
    teams
}

async fn newest(
    desk: &Desk,
    kind: &Kind,
    team: Option<&Team>,
) -> Result<Vec<crate::pages::list::Line>, Problem> {
    let query = ListQuery {
        kinds: vec![kind.slug.to_owned()],
        team: team.map(|it| it.id.clone()),
        limit: SHOWN,
        ..ListQuery::default()
    };
    let found = desk.list(&query).await?.items;
    Ok(found.iter().map(|it| bring::line(desk, it)).collect())
}

fn choices(desk: &Desk) -> Vec<Choosing> {
    let org = desk.organisation();
    let practices = |team: &Team| {
        let all = desk.house().kinds().iter().filter(|it| it.is_practice());
        all.map(|it| (it.slug, it.plural, org.practises(&team.id, it.slug))).collect()
    };
    let mine = desk.my_teams().into_iter();
    let mine =
        mine.filter(|it| may(desk.standing(Some(&it.id), None), Deed::ChoosePractices).is_ok());
    mine.map(|it| Choosing {
        team: it.name.clone(),
        slug: it.slug.clone(),
        practices: practices(it),
    })
    .collect()
}

async fn choose(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&slug)?.id.clone();
    let used = sent.0.into_iter().filter(|it| it.0 == "practice").map(|it| it.1);
    seat.desk.choose_practices(&team, &used.collect::<Vec<_>>()).await?;
    Ok(failure::done("/reflections", "saved"))
}
