//! People, teams and invitations.

mod place;

use app::{Desk, InvitationPlan, ListQuery, Problem};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::deed::{Deed, may};
use domain::id::Id;
use domain::people::{Role, Team, same_handle};
use maud::Markup;

use super::sent::Proved;
use super::{Failure, Hall, Seat, bring, failure, leaders};
use crate::pages::people::{Branch, Invite, Named, PeopleView};
use crate::pages::person::{Keeping, PersonView, Seat as Sits};
use crate::pages::team::{Member, Open, TeamView};
use crate::pages::{people, person, team};
use crate::words;

pub(crate) fn routes() -> Router<Hall> {
    Router::new()
        .route("/people", get(page))
        .route("/people/invite", post(invite))
        .route("/people/team", post(add_team))
        .route("/person/{handle}", get(one))
        .route("/team/{slug}", get(team_page))
        .route("/team/{slug}/level", post(level))
        .route("/team/{slug}/end-seat", post(end_seat))
        .route("/team/{slug}/channel", post(channel))
        .route("/team/{slug}/name", post(place::rename))
        .route("/team/{slug}/place", post(place::put))
        .route("/team/{slug}/invitation/{id}/end", post(end_invitation))
        .route("/person/{handle}/link", post(link))
        .route("/person/{handle}/erase", post(erase))
}

fn allows(desk: &Desk, team: &Id, deed: Deed) -> bool {
    may(desk.standing(Some(team), None), deed).is_ok()
}

fn branch(team: &Team, depth: usize) -> Branch {
    Branch { name: team.name.clone(), slug: team.slug.clone(), depth }
}

/// The tree, depth first, siblings by name.
fn tree(desk: &Desk) -> Vec<Branch> {
    fn grow(desk: &Desk, parent: Option<&Id>, depth: usize, found: &mut Vec<Branch>) {
        let org = desk.organisation();
        let mut here: Vec<&Team> =
            org.teams.iter().filter(|it| it.parent.as_ref() == parent).collect();
        here.sort_by(|a, b| a.name.cmp(&b.name));
        // A damaged tree must not hang a page.
        if depth > org.teams.len() {
            return;
        }
        for team in here {
            found.push(branch(team, depth));
            grow(desk, Some(&team.id), depth + 1, found);
        }
    }
    let mut found = Vec::new();
    grow(desk, None, 0, &mut found);
    found
}

fn view(seat: &Seat) -> Result<PeopleView, Problem> {
    let desk = &seat.desk;
    let org = desk.organisation();
    let mut people: Vec<Named> = Vec::new();
    for it in desk.people()?.into_iter().filter(|it| it.left_at.is_none() && !it.erased) {
        let seats = org.memberships.iter().filter(|one| one.person == it.id && one.until.is_none());
        let said = |one: &domain::people::Membership| {
            let team = org.team(&one.team).map_or("", |it| it.name.as_str());
            format!(
                "{team}, {} since {}",
                org.level_name(one.level),
                words::day(one.since.day(), seat.frame.today)
            )
        };
        people.push(Named {
            name: it.name.clone(),
            handle: it.handle.clone(),
            seats: seats.map(said).collect(),
        });
    }
    let mine = org.teams.iter().filter(|it| allows(desk, &it.id, Deed::Invite));
    let teams: Vec<(String, String)> = mine.map(|it| (it.slug.clone(), it.name.clone())).collect();
    Ok(PeopleView {
        organisation: org.charter.name.clone(),
        teams: tree(desk),
        people,
        levels: org.charter.levels.clone(),
        invite: (!teams.is_empty()).then_some(Invite {
            teams,
            mails: desk.house().sends_mail(),
            ..Invite::default()
        }),
        may_add_team: org.teams.iter().any(|it| allows(desk, &it.id, Deed::EditTeam)),
        problems: Vec::new(),
    })
}

async fn page(seat: Seat) -> Result<Markup, Failure> {
    Ok(people::page(&seat.frame, &view(&seat)?))
}

async fn invite(
    State(hall): State<Hall>,
    seat: Seat,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let team = desk.team(&sent.text("team"))?.id.clone();
    let level = desk.organisation().level_by_name(&sent.text("level"));
    let level = level.ok_or_else(|| Problem::invalid("level", "There is no such level here."))?;
    let role = match sent.get("role") {
        Some("steward") => Role::Steward,
        Some("reader") => Role::Reader,
        _ => Role::Member,
    };
    let mut view = view(&seat)?;
    let plan = InvitationPlan { team, level, role };
    let address = sent.text("address");
    let made = if address.is_empty() {
        desk.invite(plan).await.map(Some)
    } else {
        desk.invite_by_mail(plan, &address).await.map(|()| None)
    };
    let status = match made {
        Ok(None) => {
            view.invite = view.invite.map(|it| Invite { mailed: Some(address), ..it });
            StatusCode::OK
        }
        Ok(Some(secret)) => {
            // Shown in this answer only: an address or a list would keep it.
            let link = format!("{}/join/{secret}", hall.options.home);
            view.invite = view.invite.map(|it| Invite { link: Some(link), ..it });
            StatusCode::OK
        }
        Err(Problem::Invalid(problems)) => {
            view.problems = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(other) => return Err(other.into()),
    };
    Ok((status, people::page(&seat.frame, &view)).into_response())
}

async fn add_team(seat: Seat, Proved(sent): Proved) -> Result<Response, Failure> {
    let parent = seat.desk.team(&sent.text("parent"))?.id.clone();
    let team = seat.desk.add_team(Some(&parent), &sent.text("name")).await?;
    Ok(failure::done(&format!("/team/{}", team.slug), "added"))
}

async fn team_page(seat: Seat, Path(slug): Path<String>) -> Result<Markup, Failure> {
    Ok(team::page(&seat.frame, &team_view(&seat.desk, &slug).await?))
}

async fn channel(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&slug)?.id.clone();
    match seat.desk.set_channel(&team, &sent.text("url")).await {
        Ok(()) => Ok(failure::done(&format!("/team/{slug}"), "saved")),
        Err(Problem::Invalid(problems)) => {
            let problem = problems.into_iter().next().map(|it| it.says);
            let view = TeamView { problem, ..team_view(&seat.desk, &slug).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, team::page(&seat.frame, &view)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn team_view(desk: &Desk, slug: &str) -> Result<TeamView, Failure> {
    let org = desk.organisation();
    let here = desk.team(slug)?;
    let above =
        org.path(&here.id).into_iter().skip(1).filter_map(|it| org.team(&it)).collect::<Vec<_>>();
    let members = org.members(&here.id, desk.now());
    let map = desk.map(&here.id).await?;
    let map = map.filter(|it| it.team.id == here.id);
    let map = map.map_or_else(String::new, |it| {
        format!("{}, version {}", words::count(it.map().lanes.len() as i64, "lane"), it.text.number)
    });
    Ok(TeamView {
        name: here.name.clone(),
        slug: here.slug.clone(),
        above: above.into_iter().rev().map(|it| branch(it, 0)).collect(),
        below: org
            .teams
            .iter()
            .filter(|it| it.parent.as_ref() == Some(&here.id))
            .map(|it| branch(it, 0))
            .collect(),
        members: members
            .into_iter()
            .map(|(person, seat)| Member {
                name: person.name.clone(),
                handle: person.handle.clone(),
                level: org.level_name(seat.level).to_owned(),
                since: seat.since.day(),
                steward: seat.role == Role::Steward,
            })
            .collect(),
        intents: records(desk, "intent", &here.id).await?,
        decisions: records(desk, "decision", &here.id).await?,
        map,
        mirrors: allows(desk, &here.id, Deed::ReadMirrors),
        released: !desk.readings(&here.id).await?.is_empty(),
        invited: invited(desk, &here.id).await?,
        levels: allows(desk, &here.id, Deed::EditMembership).then(|| org.charter.levels.clone()),
        channel: allows(desk, &here.id, Deed::EditTeam).then(|| desk.has_channel(&here.id)),
        problem: None,
        place: place::of(desk, &here.id),
    })
}

async fn records(
    desk: &Desk,
    kind: &str,
    team: &Id,
) -> Result<Vec<crate::pages::list::Line>, Problem> {
    let query = ListQuery {
        kinds: vec![kind.into()],
        team: Some(team.clone()),
        open: Some(true),
        limit: 8,
        ..ListQuery::default()
    };
    let found = desk.list(&query).await?.items;
    let mut lines: Vec<_> = found.iter().map(|it| bring::line(desk, it)).collect();
    for (line, record) in lines.iter_mut().zip(&found) {
        line.state = bring::state(desk, record);
    }
    Ok(lines)
}

async fn level(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let org = desk.organisation();
    let team = desk.team(&slug)?.id.clone();
    let person = org.person_by_handle(&sent.text("handle")).ok_or(Problem::NotFound)?.id.clone();
    let level = org
        .level_by_name(&sent.text("level"))
        .ok_or_else(|| Problem::invalid("level", "There is no such level here."))?;
    let role = org
        .members(&team, desk.now())
        .iter()
        .find(|it| it.0.id == person)
        .map_or(Role::Member, |it| it.1.role);
    desk.seat(&person, &team, level, role).await?;
    Ok(failure::done(&format!("/team/{slug}"), "saved"))
}

/// Somebody's seats, and what they began lately: listed from the newest records, never counted.
async fn one(seat: Seat, Path(handle): Path<String>) -> Result<Markup, Failure> {
    Ok(person::page(&seat.frame, &person_view(&seat.desk, &handle).await?))
}

async fn person_view(desk: &Desk, handle: &str) -> Result<PersonView, Problem> {
    let org = desk.organisation();
    desk.people()?;
    let person = org.person_by_handle(handle).ok_or(Problem::NotFound)?;
    let seats = org.memberships.iter().filter(|it| it.person == person.id && it.until.is_none());
    let sits = |it: &domain::people::Membership| {
        let team = org.team(&it.team)?;
        Some(Sits {
            team: team.name.clone(),
            slug: team.slug.clone(),
            level: org.level_name(it.level).to_owned(),
            since: it.since.day(),
        })
    };
    let found = desk.list(&ListQuery { limit: 100, ..ListQuery::default() }).await?.items;
    let wrote = found.iter().filter(|it| it.author == person.id).take(20);
    let line = |record: &domain::record::Record| {
        let state = bring::state(desk, record);
        crate::pages::list::Line { state, ..bring::line(desk, record) }
    };
    let keeps = may(desk.standing(None, None), Deed::EditSettings).is_ok();
    let myself = person.id == desk.actor().id;
    Ok(PersonView {
        name: person.name.clone(),
        handle: person.handle.clone(),
        seats: seats.filter_map(sits).collect(),
        owns: leaders::owns(desk, person).await?,
        ledger: leaders::ledger(desk, person).await?,
        wrote: wrote.map(line).collect(),
        left: person.left_at.map(domain::id::At::day),
        myself,
        keeping: (keeps && !myself && person.left_at.is_none()).then(Keeping::default),
        ..PersonView::default()
    })
}

async fn invited(desk: &Desk, team: &Id) -> Result<Vec<Open>, Problem> {
    if !allows(desk, team, Deed::Invite) {
        return Ok(Vec::new());
    }
    let org = desk.organisation();
    let open = |it: app::Invitation| Open {
        id: it.id.to_string(),
        level: org.level_name(it.level).to_owned(),
        by: org.name_of(&it.made_by).to_owned(),
        until: it.ends_at.day(),
    };
    Ok(desk.invitations(team).await?.into_iter().map(open).collect())
}

async fn end_invitation(
    seat: Seat,
    Path((slug, id)): Path<(String, String)>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    let team = seat.desk.team(&slug)?.id.clone();
    seat.desk.end_invitation(&team, &Id::from(id)).await?;
    Ok(failure::done(&format!("/team/{slug}"), "withdrawn"))
}

async fn end_seat(
    seat: Seat,
    Path(slug): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let team = desk.team(&slug)?.id.clone();
    let person = desk.organisation().person_by_handle(&sent.text("handle"));
    let person = person.ok_or(Problem::NotFound)?.id.clone();
    desk.end_seat(&person, &team).await?;
    Ok(failure::done(&format!("/team/{slug}"), "saved"))
}

async fn link(
    State(hall): State<Hall>,
    seat: Seat,
    Path(handle): Path<String>,
    Proved(_): Proved,
) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let person = desk.organisation().person_by_handle(&handle).ok_or(Problem::NotFound)?.id.clone();
    let secret = desk.sign_in_link_for(&person).await?;
    let mut view = person_view(desk, &handle).await?;
    let link = Some(format!("{}/enter/{secret}", hall.options.home));
    view.keeping = Some(Keeping { link, ..Keeping::default() });
    Ok(person::page(&seat.frame, &view).into_response())
}

async fn erase(
    seat: Seat,
    Path(handle): Path<String>,
    Proved(sent): Proved,
) -> Result<Response, Failure> {
    let desk = &seat.desk;
    let person = desk.organisation().person_by_handle(&handle).ok_or(Problem::NotFound)?.id.clone();
    if !same_handle(&sent.text("handle"), &handle) {
        let mut view = person_view(desk, &handle).await?;
        let says = "That is not the handle, so nothing was removed.";
        view.keeping = view.keeping.map(|it| Keeping { problem: Some(says.into()), ..it });
        return Ok(
            (StatusCode::UNPROCESSABLE_ENTITY, person::page(&seat.frame, &view)).into_response()
        );
    }
    desk.erase(&person).await?;
    Ok(failure::done("/people", "saved"))
}
