//! Who is here: levels, teams, people and agents, held in memory because every request asks.

use std::collections::HashMap;

use domain::id::{At, Id};
use domain::people::{
    Actor, ActorKind, Agent, Membership, Person, Seat, Subject, Team, same_handle,
};
use serde::{Deserialize, Serialize};

/// What an organisation decides about itself once. Stored as one setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charter {
    pub name: String,
    /// Lowest first.
    pub levels: Vec<String>,
    /// From this level on, people lead from outside the work.
    pub leads_from: usize,
    /// A fictional organisation, marked on every page.
    pub sample: bool,
}

impl Default for Charter {
    fn default() -> Self {
        let levels = ["contributor", "lead", "staff", "director"];
        Self {
            name: "My organisation".into(),
            levels: levels.map(String::from).into(),
            leads_from: 2,
            sample: false,
        }
    }
}

impl Charter {
    /// What is wrong with it by itself: the field, and a sentence.
    pub(crate) fn whole(&self) -> Result<(), (&'static str, String)> {
        one_line(&self.name).map_err(|says| ("name", says))?;
        let count = self.levels.len();
        if !(1..=12).contains(&count) || self.levels.iter().any(|it| one_line(it).is_err()) {
            let says = "Between 1 and 12 levels, each with a name, lowest first.";
            return Err(("levels", says.to_owned()));
        }
        if self.leads_from > count {
            return Err(("leads_from", "There is no such level.".to_owned()));
        }
        Ok(())
    }
}

const NAME_CHARS: usize = 80;

/// A name as people, teams and levels have one, without blanks around it.
pub(crate) fn one_line(name: &str) -> Result<String, String> {
    let name = name.trim();
    let count = name.chars().count();
    if count == 0 || count > NAME_CHARS || name.chars().any(char::is_control) {
        return Err(format!("A name has 1 to {NAME_CHARS} characters, on one line."));
    }
    Ok(name.to_owned())
}

/// A snapshot; a new one replaces it after every change to people or teams.
#[derive(Clone, Debug, Default)]
pub struct Organisation {
    pub charter: Charter,
    pub teams: Vec<Team>,
    pub people: HashMap<Id, Person>,
    pub agents: HashMap<Id, Agent>,
    pub memberships: Vec<Membership>,
    /// Slugs of the practices each team has switched off.
    pub left_alone: HashMap<Id, Vec<String>>,
    /// Teams whose chat channel hears of their calls.
    pub channels: Vec<Id>,
    /// Another with every change; tells replicas to look again. Not a number: two replicas that change
    /// people at one moment would count to the same one.
    pub version: String,
}

impl Organisation {
    pub fn root(&self) -> Option<&Team> {
        self.teams.iter().find(|team| team.parent.is_none())
    }

    pub fn team(&self, id: &Id) -> Option<&Team> {
        self.teams.iter().find(|team| team.id == *id)
    }

    pub fn team_by_slug(&self, slug: &str) -> Option<&Team> {
        self.teams.iter().find(|team| team.slug == slug)
    }

    /// The team and those above it, own first, the root last.
    pub fn path(&self, team: &Id) -> Vec<Id> {
        let mut path = Vec::new();
        let mut next = self.team(team);
        while let Some(team) = next {
            // A loop cannot be stored, but a damaged tree must not hang a request.
            if path.contains(&team.id) {
                break;
            }
            path.push(team.id.clone());
            next = team.parent.as_ref().and_then(|parent| self.team(parent));
        }
        path
    }

    /// The team and every team below it.
    pub fn below(&self, team: &Id) -> Vec<Id> {
        let here = self.teams.iter().filter(|it| self.path(&it.id).contains(team));
        here.map(|it| it.id.clone()).collect()
    }

    /// A team below this one by its slug or its name.
    pub(crate) fn team_called(&self, called: &str, above: &Id) -> Option<&Team> {
        let called = called.trim();
        self.teams.iter().find(|it| {
            let is_it = it.slug == called || it.name.eq_ignore_ascii_case(called);
            is_it && it.id != *above && self.path(&it.id).contains(above)
        })
    }

    pub fn person_by_handle(&self, handle: &str) -> Option<&Person> {
        self.people.values().find(|it| !it.erased && same_handle(&it.handle, handle))
    }

    /// Members of one team now, highest level first, then by name.
    pub fn members(&self, team: &Id, now: At) -> Vec<(&Person, &Membership)> {
        let mut found: Vec<_> = self
            .memberships
            .iter()
            .filter(|it| it.team == *team && in_force(it, now))
            .filter_map(|it| self.people.get(&it.person).map(|person| (person, it)))
            .collect();
        found.sort_by(|(a, x), (b, y)| y.level.cmp(&x.level).then_with(|| a.name.cmp(&b.name)));
        found
    }

    /// The name to print for an author, a person or an agent.
    pub fn name_of<'a>(&'a self, id: &'a Id) -> &'a str {
        if let Some(person) = self.people.get(id) {
            return if person.erased { "someone who left" } else { &person.name };
        }
        match self.agents.get(id) {
            Some(agent) => &agent.name,
            None => id.as_str().strip_prefix("system:").unwrap_or("someone who left"),
        }
    }

    /// Whether a team uses a practice; all of them until it says otherwise.
    pub fn practises(&self, team: &Id, kind: &str) -> bool {
        !self.left_alone.get(team).is_some_and(|off| off.iter().any(|it| it == kind))
    }

    pub fn level_name(&self, level: usize) -> &str {
        self.charter.levels.get(level).map_or("contributor", String::as_str)
    }

    pub fn level_by_name(&self, name: &str) -> Option<usize> {
        self.charter.levels.iter().position(|it| it.eq_ignore_ascii_case(name.trim()))
    }

    /// A person as an actor, with the seats in force at `now`; `None` once they have left.
    pub fn actor(&self, person: &Id, now: At) -> Option<Actor> {
        let who = self.people.get(person)?;
        if who.erased || who.left_at.is_some_and(|left| left <= now) {
            return None;
        }
        let seats = self.memberships.iter().filter(|it| it.person == *person && in_force(it, now));
        Some(Actor {
            id: who.id.clone(),
            handle: who.handle.clone(),
            name: who.name.clone(),
            kind: ActorKind::Person,
            seats: seats.map(|it| self.seat(it)).collect(),
        })
    }

    /// An agent acts with the reach of its sponsor team, as a plain member and never as a lead.
    pub fn agent_actor(&self, agent: &Id) -> Option<Actor> {
        let who = self.agents.get(agent)?;
        let seat = Seat {
            team: who.sponsor.clone(),
            path: self.path(&who.sponsor),
            level: 0,
            role: domain::people::Role::Member,
            leads: false,
        };
        Some(Actor {
            id: who.id.clone(),
            handle: who.handle.clone(),
            name: who.name.clone(),
            kind: ActorKind::Agent,
            seats: vec![seat],
        })
    }

    pub fn subject(&self, team: Option<&Id>, owner: Option<&Id>) -> Subject {
        Subject {
            team: team.cloned(),
            path: team.map(|it| self.path(it)).unwrap_or_default(),
            owner: owner.cloned(),
        }
    }

    fn seat(&self, membership: &Membership) -> Seat {
        Seat {
            team: membership.team.clone(),
            path: self.path(&membership.team),
            level: membership.level,
            role: membership.role,
            leads: membership.level >= self.charter.leads_from,
        }
    }
}

fn in_force(membership: &Membership, now: At) -> bool {
    membership.since <= now && membership.until.is_none_or(|until| now < until)
}

#[cfg(test)]
mod tests {
    use domain::people::{Relation, Role};

    use super::*;

    fn organisation() -> Organisation {
        let team = |id: &str, parent: Option<&str>| Team {
            id: id.into(),
            parent: parent.map(Id::from),
            slug: id.into(),
            name: id.into(),
        };
        let person = |id: &str| Person {
            id: id.into(),
            handle: id.into(),
            name: id.into(),
            email: None,
            joined_at: At(0),
            left_at: None,
            erased: false,
        };
        let member = |person: &str, team: &str, level, until: Option<i64>| Membership {
            person: person.into(),
            team: team.into(),
            level,
            role: Role::Member,
            since: At(0),
            until: until.map(At),
        };
        Organisation {
            teams: vec![team("all", None), team("pay", Some("all")), team("ledger", Some("pay"))],
            people: ["ana", "raj", "kim"].map(|it| (Id::from(it), person(it))).into(),
            memberships: vec![
                member("ana", "pay", 1, None),
                member("raj", "all", 3, None),
                member("kim", "pay", 0, Some(500)),
            ],
            ..Organisation::default()
        }
    }

    fn relation(who: &str, team: &str, now: i64) -> Relation {
        let org = organisation();
        let actor = org.actor(&who.into(), At(now)).expect("is here");
        actor.standing(&org.subject(Some(&team.into()), None)).relation
    }

    #[test]
    fn a_seat_gives_a_relation_to_every_team_of_the_tree() {
        assert_eq!(relation("ana", "pay", 1), Relation::OwnTeam);
        assert_eq!(relation("ana", "ledger", 1), Relation::Above);
        assert_eq!(relation("ana", "all", 1), Relation::Below);
        assert_eq!(relation("raj", "ledger", 1), Relation::Above);
    }

    #[test]
    fn a_membership_that_ended_gives_nothing() {
        assert_eq!(relation("kim", "pay", 499), Relation::OwnTeam);
        assert_eq!(relation("kim", "pay", 500), Relation::Stranger);
    }

    #[test]
    fn below_a_team_are_itself_and_its_children() {
        assert_eq!(organisation().below(&"pay".into()), [Id::from("pay"), Id::from("ledger")]);
    }
}
