//! Scenarios: the page of a run with its evidence, steps that begin records, and the list with what
//! the records suggest.

use app::{Desk, ListQuery, Problem, said_with};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use domain::id::Id;
use domain::kind::Around;
use domain::practice::playbook;
use domain::practice::scenario::KIND;
use domain::record::Dossier;
use domain::scenario::Part;
use maud::Markup;

use super::failure::{Failure, done};
use super::sent::Proved;
use super::{Hall, Seat, bring};
use crate::pages::list::ListView;
use crate::pages::record::{Beside, RecordView};
use crate::pages::scenario::RunBeside;
use crate::pages::scenarios::{Offered, Own, ScenariosView, page};

/// Playbooks of teams that one page lists.
const MOST_OWN: usize = 20;

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/scenario/{id}/step/{at}", post(take_step))
        .route("/scenario/{id}/say/{step}", post(say))
}

/// `None` for every other kind.
pub(crate) async fn beside(
    desk: &Desk,
    dossier: &Dossier,
    around: &Around<'_>,
) -> Result<Option<Beside>, Problem> {
    if dossier.record.kind != KIND.slug {
        return Ok(None);
    }
    let seen = desk.run_seen(dossier).await?;
    let standing =
        around.standing.unwrap_or_else(|| desk.standing(Some(&dossier.record.team), None));
    let kinds =
        seen.playbook.iter().flat_map(|it| it.part(Part::Steps)).map(|it| desk.kind(&it.key));
    let steps = kinds.map(|it| it.map_or(("", false), |kind| (kind.name, standing.is(kind.by))));
    let run = RunBeside {
        steps: steps.collect(),
        said_with: KIND
            .moves
            .iter()
            .filter_map(|it| Some((it.name, said_with(it.name)?.1)))
            .collect(),
        playbook: seen.playbook,
        readings: seen.readings,
        earlier: seen.earlier,
    };
    Ok(Some(Beside::Run(Box::new(run))))
}

/// The list of runs, with what the records suggest and the playbooks there are.
pub(crate) async fn listed(seat: &Seat, list: ListView) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    let org = desk.organisation();
    let offers =
        if list.narrow.rest().is_empty() { desk.scenario_offers().await? } else { Vec::new() };
    let offered = |it: app::Offer| {
        let team = org.team(&it.team)?;
        Some(Offered {
            team: (team.slug.clone(), team.name.clone()),
            key: it.key,
            title: it.title,
            because: it.because.into_iter().map(|it| (it.about.name, it.says)).collect(),
        })
    };
    let query = ListQuery {
        kinds: vec![playbook::KIND.slug.to_owned()],
        states: vec!["used".to_owned()],
        limit: MOST_OWN,
        ..ListQuery::default()
    };
    let own = desk.list(&query).await?.items.into_iter().map(|it| Own {
        team: org.team(&it.team).map_or_else(String::new, |it| it.name.clone()),
        id: it.id.to_string(),
        title: it.title,
    });
    let view = ScenariosView {
        offers: offers.into_iter().filter_map(offered).collect(),
        own: own.collect(),
        list,
    };
    Ok(page(&seat.frame, &view))
}

async fn take_step(
    seat: Seat,
    Path((id, at)): Path<(String, usize)>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    let taken = seat.desk.take_step(&Id::from(id), at).await?;
    let said = if taken.stood_already { "stands-already" } else { "begun" };
    Ok(done(&bring::to(&taken.record), said))
}

async fn say(
    seat: Seat,
    Path((id, step)): Path<(String, String)>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let version = sent.number("version").ok_or(Problem::NotFound)?;
    let text = sent.text("text");
    let id = Id::from(id);
    match seat.desk.say_and_move(&id, version, &step, &text).await {
        Ok(it) => Ok(done(&bring::to(&it.record), "moved")),
        Err(problem @ (Problem::Refused(_) | Problem::Stale(_))) => {
            let typed = |view: &mut RecordView| {
                if let Some((_, ask)) = said_with(&step) {
                    view.dossier.record.put(ask.name, text.clone());
                }
            };
            super::records::refused_with(&KIND, &seat, (&id, &step), problem, typed).await
        }
        Err(other) => Err(other.into()),
    }
}
