//! Who acts here, and the one function that says who may do what.

use serde::{Deserialize, Serialize};

use crate::id::{At, Id};

/// What somebody may do in a team; each holds all before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Reader,
    Member,
    Steward,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: Id,
    /// Unique, without the `@`; what lanes.toml and forms name.
    pub handle: String,
    pub name: String,
    /// `None` where an invitation has no address, and after an erasure.
    pub email: Option<String>,
    pub joined_at: At,
    pub left_at: Option<At>,
    pub erased: bool,
}

/// A node of the tree of teams. The root is the organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    pub id: Id,
    pub parent: Option<Id>,
    /// In URLs and files.
    pub slug: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    pub person: Id,
    pub team: Id,
    /// Index into the organisation's levels, lowest first.
    pub level: usize,
    pub role: Role,
    pub since: At,
    pub until: Option<At>,
}

/// An actor that is not a person; never a holder.
#[derive(Clone, Debug, PartialEq)]
pub struct Agent {
    pub id: Id,
    pub handle: String,
    pub name: String,
    /// The team that answers for it.
    pub sponsor: Id,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorKind {
    Person,
    Agent,
    /// A job of the house itself.
    System,
}

/// Somebody about to act, with everything that decides what they may do.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    pub id: Id,
    pub handle: String,
    pub name: String,
    pub kind: ActorKind,
    pub seats: Vec<Seat>,
}

/// One membership in force, with the path of teams it lies under (its own first, the root last).
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    pub team: Id,
    pub path: Vec<Id>,
    pub level: usize,
    pub role: Role,
    /// Whether this level leads *from outside* the work (`leads_from` or above).
    pub leads: bool,
}

/// How an actor stands to what it wants to touch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The actor wrote it, or it is the actor.
    Own,
    OwnTeam,
    /// In the organisation, on a team neither above nor below.
    AnotherTeam,
    /// The actor sits in a team above it.
    Above,
    /// The actor sits in a team below it.
    Below,
    /// Signed in, but with no seat in force anywhere.
    Stranger,
    SignedOut,
}

/// Everything `may` looks at about the actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub relation: Relation,
    /// In the subject's team, or in the team above that gives the relation.
    pub role: Role,
    /// Leads the subject's team from outside the work.
    pub leads: bool,
    pub agent: bool,
    /// A steward at the root: of the whole organisation.
    pub keeper: bool,
}

/// What is about to be touched.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// `None` for what belongs to no team: settings, the list of people.
    pub team: Option<Id>,
    /// The subject's team and those above it, own first.
    pub path: Vec<Id>,
    /// Who wrote it or whom it is about.
    pub owner: Option<Id>,
}

/// Who may make a move or fill a slot, as a kind's table names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Who {
    /// Anybody with a seat who may read the record.
    Anyone,
    /// A member of the record's team.
    Team,
    /// A member of the team who does the work: not somebody leading from outside.
    OfTeam,
    /// Whoever leads the team, from outside or above.
    Leads,
    /// Whoever wrote it, or a steward of the team.
    Owner,
    /// A member of the team who did not write it.
    NotOwner,
    Steward,
}

impl Actor {
    /// A job of the house: may do what no person asked for, and is named in the journal.
    pub fn system(name: &str) -> Self {
        Self {
            id: Id::new(format!("system:{name}")),
            handle: name.to_owned(),
            name: name.to_owned(),
            kind: ActorKind::System,
            seats: Vec::new(),
        }
    }

    pub fn standing(&self, subject: &Subject) -> Standing {
        let agent = self.kind == ActorKind::Agent;
        let keeper = self.kind == ActorKind::System
            || self.seats.iter().any(|it| it.path.len() == 1 && it.role == Role::Steward);
        if self.kind == ActorKind::System {
            return Standing {
                relation: Relation::OwnTeam,
                role: Role::Steward,
                leads: false,
                agent,
                keeper,
            };
        }
        let own = subject.owner.as_ref() == Some(&self.id);
        let near = self.nearest(subject);
        let (relation, role, leads) = match near {
            Some((relation, seat)) => {
                let leads = match relation {
                    Relation::OwnTeam => seat.leads,
                    Relation::Above => true,
                    _ => false,
                };
                (if own { Relation::Own } else { relation }, seat.role, leads)
            }
            None if own => (Relation::Own, Role::Reader, false),
            None => (Relation::Stranger, Role::Reader, false),
        };
        Standing { relation, role, leads, agent, keeper }
    }

    /// The seat that counts for this subject: on its team, else above, else below, else any.
    fn nearest(&self, subject: &Subject) -> Option<(Relation, &Seat)> {
        let Some(team) = &subject.team else {
            return self.seats.iter().max_by_key(|it| it.role).map(|it| (Relation::OwnTeam, it));
        };
        let here = self.seats.iter().filter(|it| it.team == *team).max_by_key(|it| it.role);
        let above =
            self.seats.iter().filter(|it| subject.path.contains(&it.team)).max_by_key(|it| it.role);
        let below = self.seats.iter().filter(|it| it.path.contains(team)).max_by_key(|it| it.role);
        let any = self.seats.iter().max_by_key(|it| it.role);
        here.map(|it| (Relation::OwnTeam, it))
            .or(above.map(|it| (Relation::Above, it)))
            .or(below.map(|it| (Relation::Below, it)))
            .or(any.map(|it| (Relation::AnotherTeam, it)))
    }
}

impl Standing {
    pub fn signed_out() -> Self {
        Self {
            relation: Relation::SignedOut,
            role: Role::Reader,
            leads: false,
            agent: false,
            keeper: false,
        }
    }

    /// Whether this standing is what a table's `by` asks for.
    pub fn is(self, who: Who) -> bool {
        let seated = !matches!(self.relation, Relation::Stranger | Relation::SignedOut);
        let in_team = matches!(self.relation, Relation::Own | Relation::OwnTeam);
        let member = in_team && self.role >= Role::Member;
        match who {
            Who::Anyone => seated,
            Who::Team => member,
            Who::OfTeam => member && !self.leads,
            Who::Leads => (member || self.relation == Relation::Above) && self.leads,
            Who::Owner => self.relation == Relation::Own || self.is(Who::Steward),
            Who::NotOwner => self.relation == Relation::OwnTeam && self.role >= Role::Member,
            Who::Steward => in_team && self.role >= Role::Steward || self.keeper,
        }
    }
}

impl Who {
    /// The sentence for whoever is not it.
    pub fn refusal(self, step: &str) -> String {
        let who = match self {
            Who::Anyone => "somebody with a seat in the organisation",
            Who::Team => "a member of the team",
            Who::OfTeam => "somebody of the team who does the work",
            Who::Leads => "whoever leads the team",
            Who::Owner => "whoever wrote it, or a steward of the team",
            Who::NotOwner => "somebody else of the team than the one who wrote it",
            Who::Steward => "a steward of the team",
        };
        format!("“{step}” is for {who}. You can ask a question here instead.")
    }
}
