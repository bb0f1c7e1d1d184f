//! The mirrors of one's teams.

use app::{Problem, RepositoryMirrors};
use axum::Router;
use axum::routing::get;
use domain::deed::{Deed, may};
use domain::measure::Mirrored;
use domain::practice::metrics_review::mark::Mark;
use maud::Markup;

use super::sent::Asked;
use super::{Failure, Hall, Seat};
use crate::pages::mirrors::{MirrorsPage, OfRecords, Repository};
use crate::shell::{Page, Spot};

const USUAL: &str = "12m";
const LONGEST_MONTHS: i32 = 120;

pub(crate) fn routes() -> Router<Hall> {
    Router::new().route("/mirrors", get(page))
}

async fn page(seat: Seat, Asked(asked): Asked) -> Result<Markup, Failure> {
    let desk = &seat.desk;
    // Whoever has no seat has no team, and so no mirror: refused here as on every other page.
    may(desk.standing(None, None), Deed::ReadRecord)?;
    let shown = asked.get("window").filter(|it| months(it).is_some()).unwrap_or(USUAL).to_owned();
    let back = months(&shown).unwrap_or(12);
    let teams: Vec<domain::people::Team> = match asked.get("team").filter(|it| !it.is_empty()) {
        Some(slug) => vec![desk.team(slug)?.clone()],
        None => desk.my_teams().into_iter().cloned().collect(),
    };
    let mut found: Vec<Repository> = Vec::new();
    let mut closed: Option<Problem> = None;
    for team in &teams {
        match desk.mirrors(&team.id, back).await {
            Ok(more) => {
                let marks = desk.review_marks(&team.id).await?;
                found.extend(more.iter().map(|it| repository(it, &marks)));
            }
            Err(problem @ Problem::Refused(_)) => closed = Some(problem),
            Err(other) => return Err(other.into()),
        }
    }
    // What one team keeps to itself does not hide what another shows.
    if let Some(problem) = closed.filter(|_| found.is_empty()) {
        return Err(problem.into());
    }
    let records = of_records(desk, &teams, back).await?;
    let view = MirrorsPage::new(found, &shown);
    let frame = seat.frame.at(Spot::Mirrors);
    let crumb = match teams.as_slice() {
        [one] => (one.name.clone(), format!("/team/{}", one.slug)),
        _ => (desk.organisation().charter.name.clone(), String::new()),
    };
    let page =
        Page::new("Our mirrors").under(crumb.0, crumb.1).under("only the team sees this page", "");
    let page = page
        .lead(view.lead())
        .body(maud::html! { (view.body()) (crate::pages::mirrors::of_records(&records)) });
    let page = if view.repositories.is_empty() { page } else { page.margin(view.margin()) };
    Ok(frame.page(&page))
}

/// What the team's own records say, for the teams that show it to whoever looks.
async fn of_records(
    desk: &app::Desk,
    teams: &[domain::people::Team],
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
        let marks = desk.review_marks(&team.id).await?;
        let (team, slug) = (team.name.clone(), team.slug.clone());
        found.push(OfRecords { team, slug, follow_through, balance, marks });
    }
    Ok(found)
}

fn repository(it: &RepositoryMirrors, marks: &[Mark]) -> Repository {
    let (name, seen) = (it.repository.name.clone(), Mirrored::clone(&it.seen));
    Repository { name, seen, marks: marks.to_vec() }
}

/// `12m` → 12.
fn months(text: &str) -> Option<i32> {
    text.strip_suffix('m')?.parse().ok().filter(|it| (1..=LONGEST_MONTHS).contains(it))
}
