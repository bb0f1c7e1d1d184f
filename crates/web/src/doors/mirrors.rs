//! The mirrors of one's teams.

use app::{Problem, RepositoryMirrors};
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::deed::{Deed, may};
use domain::measure::Mirrored;
use domain::measure::mark::Mark;
use domain::people::Team;
use domain::practice::reading;
use domain::record::Record;
use maud::Markup;

use super::sent::{Asked, Proved};
use super::{Failure, Hall, Seat};
use crate::pages::mirrors::own::{self, Own, Released};
use crate::pages::mirrors::{MirrorsPage, OfRecords, Repository, own_page};
use crate::pages::reading::ReadingBeside;
use crate::pages::record::Beside;

const USUAL: &str = "12m";
const LONGEST_MONTHS: i32 = 120;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/mirrors", get(page)).route("/mirrors/begin", post(begin))
}

async fn page(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    // Whoever has no seat has no team, and so no mirror: refused here as on every other page.
    may(desk.standing(None, None), Deed::ReadRecord)?;
    let shown = asked.get("window").filter(|it| months(it).is_some()).unwrap_or(USUAL).to_owned();
    let back = months(&shown).unwrap_or(12);
    let teams: Vec<Team> = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => vec![desk.team(slug)?.clone()],
        None => desk.my_teams().into_iter().cloned().collect(),
    };
    let mut found: Vec<Repository> = Vec::new();
    let mut owns: Vec<Own> = Vec::new();
    let mut closed: Option<Problem> = None;
    for team in &teams {
        match desk.mirrors(&team.id, back).await {
            Ok(more) => {
                let (marks, own) = (desk.marks(&team.id).await?, own(desk, team).await?);
                found.extend(more.iter().map(|it| repository(it, &marks, &own)));
                owns.push(own);
            }
            Err(problem @ Problem::Refused(_)) => closed = Some(problem),
            Err(other) => return Err(other.into()),
        }
    }
    // What one team keeps to itself does not hide what another shows.
    if let Some(problem) = closed.filter(|_| owns.is_empty()) {
        return released(&seat, &teams).await?.ok_or_else(|| problem.into());
    }
    let records = of_records(desk, &teams, back).await?;
    let view = MirrorsPage::new(found, &shown);
    let under = match teams.as_slice() {
        [one] => (one.name.clone(), format!("/team/{}", one.slug)),
        _ => (desk.organisation().charter.name.clone(), String::new()),
    };
    Ok(own_page(&seat.frame, under, &view, &records, &owns))
}

/// What the team's own records say, for the teams that show it to whoever looks.
async fn of_records(
    desk: &app::Desk,
    teams: &[Team],
    back: i32,
) -> Result<Vec<OfRecords>, Problem> {
    let mut found = Vec::new();
    for team in teams {
        let follow_through = match desk.follow_through(&team.id, back).await {
            Ok(it) => it,
            Err(Problem::Refused(_)) => continue,
            Err(other) => return Err(other),
        };
        let balance = desk.celebration_balance(&team.id).await?;
        let (marks, own) = (desk.marks(&team.id).await?, own(desk, team).await?);
        let (team, slug) = (team.name.clone(), team.slug.clone());
        found.push(OfRecords { team, slug, follow_through, balance, marks, own });
    }
    Ok(found)
}

fn repository(it: &RepositoryMirrors, marks: &[Mark], own: &Own) -> Repository {
    let (name, seen) = (it.repository.name.clone(), Mirrored::clone(&it.seen));
    Repository { name, seen, marks: marks.to_vec(), own: Some(own.clone()) }
}

async fn own(desk: &app::Desk, team: &Team) -> Result<Own, Problem> {
    let released = desk.readings(&team.id).await?.iter().map(Released::of).collect();
    let board = desk.board(&team.id).await?;
    Ok(Own { team: (team.name.clone(), team.slug.clone()), board, released })
}

/// For whoever is not of these teams: what one of them released. Nothing where none has.
async fn released(seat: &Seat, teams: &[Team]) -> Result<Option<Markup>, Failure> {
    let desk = &seat.desk;
    let [team] = teams else { return Ok(None) };
    let readings = desk.readings(&team.id).await?;
    if readings.is_empty() {
        return Ok(None);
    }
    let released: Vec<Released> = readings.iter().map(Released::of).collect();
    let ask_us = desk.how_to_ask(&team.id).await?;
    let page = own::outside_page(&seat.frame, (&team.name, &team.slug), &released, &ask_us);
    Ok(Some(page))
}

/// Beside a released reading: for the team who looked, for others that they are seen.
pub(crate) async fn beside(desk: &app::Desk, record: &Record) -> Result<Option<Beside>, Problem> {
    if record.kind != reading::KIND.slug {
        return Ok(None);
    }
    let looked = match desk.looked(record).await {
        Ok(looked) => Some(looked.into_iter().map(|it| (it.name, it.on)).collect()),
        Err(Problem::Refused(_)) => None,
        Err(other) => return Err(other),
    };
    let leaves_a_look = desk.leaves_a_look(record);
    Ok(Some(Beside::Reading(Box::new(ReadingBeside { looked, leaves_a_look }))))
}

/// The record on which a team chooses, notes and declares, begun where there is none.
async fn begin(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let team = seat.desk.team(sent.get("team").unwrap_or_default())?.id.clone();
    let id = seat.desk.begin_board(&team).await?;
    Ok(super::failure::done(&format!("/our-mirrors/{id}"), "saved"))
}

/// `12m` → 12.
fn months(text: &str) -> Option<i32> {
    text.strip_suffix('m')?.parse().ok().filter(|it| (1..=LONGEST_MONTHS).contains(it))
}
