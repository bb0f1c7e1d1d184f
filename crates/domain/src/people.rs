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
    /// The actor wrote it, or it is about the actor, and the actor sits in its team.
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
    /// Wrote it, promised it, or it is about them; wherever they sit today.
    pub own: bool,
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
    /// A member of the team, or whoever leads it from above.
    TeamOrLeads,
    /// Whoever wrote it, or a steward of the team.
    Owner,
    /// A person on the team, or leading it, who did not write it.
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

    /// How this actor stands to a subject. Whoever holds no seat in force is a stranger, whatever
    /// they once wrote here.
    pub fn standing(&self, subject: &Subject) -> Standing {
        let agent = self.kind == ActorKind::Agent;
        if self.kind == ActorKind::System {
            return Standing::of(Relation::OwnTeam, Role::Steward).keeping();
        }
        let Some((relation, role)) = self.nearest(subject) else {
            return Standing { agent, ..Standing::of(Relation::Stranger, Role::Reader) };
        };
        let own = subject.owner.as_ref() == Some(&self.id);
        Standing {
            relation: if own && relation == Relation::OwnTeam { Relation::Own } else { relation },
            role,
            leads: self.leads(subject, relation),
            agent,
            keeper: !agent && self.seats.iter().any(Seat::is_keeper),
            own,
        }
    }

    /// The seat that counts for this subject: on its team, else above, else below, else any.
    /// What belongs to no team belongs to the organisation, so its team is the root.
    fn nearest(&self, subject: &Subject) -> Option<(Relation, Role)> {
        let best = |holds: &dyn Fn(&Seat) -> bool| {
            self.seats.iter().filter(|it| holds(it)).map(|it| it.role).max()
        };
        let here = best(&|it| subject.is_on(it)).map(|role| (Relation::OwnTeam, role));
        let above = || best(&|it| subject.is_under(it)).map(|role| (Relation::Above, role));
        let below = || best(&|it| subject.is_over(it)).map(|role| (Relation::Below, role));
        let any = || best(&|_| true).map(|role| (Relation::AnotherTeam, role));
        here.or_else(above).or_else(below).or_else(any)
    }

    /// Taking a seat on the team does not make a leader from above one of the team.
    fn leads(&self, subject: &Subject, relation: Relation) -> bool {
        match relation {
            Relation::Above => true,
            Relation::Own | Relation::OwnTeam => {
                self.seats.iter().any(|it| it.leads && (subject.is_on(it) || subject.is_under(it)))
            }
            _ => false,
        }
    }
}

impl Seat {
    fn is_keeper(&self) -> bool {
        self.path.len() == 1 && self.role == Role::Steward
    }
}

impl Subject {
    fn is_on(&self, seat: &Seat) -> bool {
        match &self.team {
            Some(team) => seat.team == *team,
            None => seat.path.len() == 1,
        }
    }

    fn is_under(&self, seat: &Seat) -> bool {
        self.team.is_some() && !self.is_on(seat) && self.path.contains(&seat.team)
    }

    fn is_over(&self, seat: &Seat) -> bool {
        self.team.as_ref().is_none_or(|team| seat.team != *team && seat.path.contains(team))
    }
}

impl Standing {
    /// A person of the team's doing side, who wrote nothing: the plain case.
    pub fn of(relation: Relation, role: Role) -> Self {
        let own = relation == Relation::Own;
        let leads = relation == Relation::Above;
        Self { relation, role, leads, agent: false, keeper: false, own }
    }

    pub fn signed_out() -> Self {
        Self::of(Relation::SignedOut, Role::Reader)
    }

    fn keeping(self) -> Self {
        Self { keeper: true, ..self }
    }

    pub fn is_seated(self) -> bool {
        !matches!(self.relation, Relation::Stranger | Relation::SignedOut)
    }

    pub fn is_in_team(self) -> bool {
        matches!(self.relation, Relation::Own | Relation::OwnTeam)
    }

    /// Whether this standing is what a table's `by` asks for.
    pub fn is(self, who: Who) -> bool {
        let member = self.is_in_team() && self.role >= Role::Member;
        let above = self.relation == Relation::Above && self.role >= Role::Member;
        let person = !self.agent;
        match who {
            Who::Anyone => self.is_seated(),
            Who::Team => member,
            Who::OfTeam => member && !self.leads && person,
            Who::Leads => (member || above) && self.leads && person,
            Who::TeamOrLeads => member || above,
            Who::Owner => self.is_seated() && self.own || self.is(Who::Steward),
            Who::NotOwner => (member || above) && !self.own && person,
            Who::Steward => {
                let steward = (self.is_in_team() || above) && self.role >= Role::Steward;
                person && self.is_seated() && (steward || self.keeper)
            }
        }
    }
}

/// A handle as the house keeps it, however somebody wrote it: without its `@`.
pub fn bare(handle: &str) -> &str {
    handle.trim().trim_start_matches('@')
}

/// Whether two handles name the same one, with or without the `@`, in capitals or not.
pub fn same_handle(a: &str, b: &str) -> bool {
    bare(a).eq_ignore_ascii_case(bare(b))
}

/// Whether one of these is that handle.
pub fn is_among(all: &[String], handle: &str) -> bool {
    all.iter().any(|it| same_handle(it, handle))
}

impl Who {
    pub const ALL: [Self; 8] = [
        Self::Anyone,
        Self::Team,
        Self::OfTeam,
        Self::Leads,
        Self::TeamOrLeads,
        Self::Owner,
        Self::NotOwner,
        Self::Steward,
    ];

    /// The sentence for whoever is not it, on a record where a question is always open to them.
    pub fn refusal(self, step: &str) -> String {
        format!("{} You can ask a question here instead.", self.keeps(step))
    }

    /// The same without a record to ask on.
    pub fn keeps(self, step: &str) -> String {
        let who = match self {
            Who::Anyone => "somebody with a seat in the organisation",
            Who::Team => "a member of the team",
            Who::OfTeam => "somebody of the team who does the work",
            Who::Leads => "whoever leads the team",
            Who::TeamOrLeads => "a member of the team or whoever leads it",
            Who::Owner => "whoever wrote it, or a steward of the team",
            Who::NotOwner => "somebody else of the team than the one who wrote it",
            Who::Steward => "a steward of the team",
        };
        format!("“{step}” is for {who}.")
    }
}
