//! The only place to act from: every verb is a method on a desk, and a desk has an actor.

mod attachments;
mod calendar;
mod commitments;
mod deal;
mod due;
mod feedback;
mod foresight;
mod health;
mod lanes;
mod leave;
mod ledger;
mod maps;
mod mirrors;
mod news;
mod office_hours;
mod own_mirrors;
mod paging;
mod people;
mod practices;
mod quality;
mod quarter;
mod reading;
mod records;
mod resurfacing;
mod routes;
mod scenarios;
mod surroundings;
mod today;
mod turns;
mod waiting;

use std::sync::Arc;

use domain::deed::{Deed, may};
use domain::id::{At, Id};
use domain::people::{Actor, Standing, Subject};

use crate::house::House;
use crate::organisation::Organisation;
use crate::problem::{Problem, Result};
use crate::tokens::Scopes;

pub use calendar::{Entry, News, Takes};
pub use deal::{DealSeen, Quarter};
pub use due::{Due, DueList, DueOf, Whose};
pub use feedback::SaidAndDone;
pub use foresight::{Factor, Sighting};
pub use health::{Mine, Ticket, Told, WaveSeen};
pub use lanes::{AGREED, DRAFT, SERVER, TeamMap};
pub use leave::LeaveSeen;
pub use ledger::{Backing, Ledger, Promise};
pub use maps::{MapNews, MapTurn, Moved, Replay};
pub use mirrors::RepositoryMirrors;
pub use office_hours::ComingHour;
pub use own_mirrors::Looked;
pub use people::{InvitationPlan, Invited};
pub use quality::{OwnForecasts, Quality, TeamForecasts, Used};
pub use quarter::{LaneEnding, PracticeSeen, QuarterSeen};
pub use reading::{Linked, ListQuery};
pub use resurfacing::{Anniversary, Learning};
pub use routes::{Answered, Question, case_of_rows};
pub use scenarios::{Offer, RunSeen, Taken, said_with};
pub use surroundings::Surroundings;
pub use today::{AHEAD_DAYS, Today};
pub use turns::{Lent, MyTurn};
pub use waiting::{Waits, short};

pub(crate) use attachments::{back, hanging};
pub(crate) use lanes::MapShelf;
pub(crate) use mirrors::MirrorShelf;
pub(crate) use news::Pulse;
pub(crate) use people::slug;
pub(crate) use practices::{left_alone, off_key};
pub(crate) use records::{promoted, unseals};
pub(crate) use routes::{cases, day_in};

/// An actor at work, at one moment, in the organisation as it is now.
#[derive(Clone)]
pub struct Desk {
    pub(crate) house: House,
    pub(crate) actor: Actor,
    pub(crate) org: Arc<Organisation>,
    pub(crate) scopes: Scopes,
    pub(crate) now: At,
}

impl Desk {
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    pub fn organisation(&self) -> &Organisation {
        &self.org
    }

    pub fn house(&self) -> &House {
        &self.house
    }

    pub fn now(&self) -> At {
        self.now
    }

    /// The teams the actor has a seat in, the deepest first: what "my team" means here.
    pub fn my_teams(&self) -> Vec<&domain::people::Team> {
        let mut seats: Vec<_> = self.actor.seats.iter().collect();
        seats.sort_by_key(|seat| std::cmp::Reverse(seat.path.len()));
        seats.iter().filter_map(|seat| self.org.team(&seat.team)).collect()
    }

    pub fn standing(&self, team: Option<&Id>, owner: Option<&Id>) -> Standing {
        self.actor.standing(&self.org.subject(team, owner))
    }

    /// Grants a deed or says why not. The scopes of a token narrow what the person could do.
    pub(crate) fn need(&self, deed: Deed, subject: &Subject) -> Result<Standing> {
        if !self.scopes.allow(deed) {
            return Err(narrow());
        }
        let standing = self.actor.standing(subject);
        may(standing, deed)?;
        Ok(standing)
    }

    /// Like [`Desk::need`], where even knowing that the thing is there would say too much.
    pub(crate) fn see(&self, deed: Deed, subject: &Subject) -> Result<Standing> {
        self.need(deed, subject).map_err(|problem| match problem {
            Problem::Refused(_) => Problem::NotFound,
            other => other,
        })
    }

    /// A team by its slug or its id.
    pub fn team(&self, slug_or_id: &str) -> Result<&domain::people::Team> {
        let found = self.org.team_by_slug(slug_or_id);
        found.or_else(|| self.org.team(&Id::from(slug_or_id))).ok_or(Problem::NotFound)
    }
}

pub(crate) fn narrow() -> Problem {
    Problem::rule("This token was not made for that; make one with the right scope.")
}
