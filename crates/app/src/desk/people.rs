//! Teams, seats, invitations, and leaving.

use domain::deed::Deed;
use domain::id::{At, Id};
use domain::people::{Agent, Membership, Person, Role, Team};
use serde_json::json;
use store::{Change, Invitation};

use super::Desk;
use crate::chance;
use crate::house::{CHARTER, House};
use crate::organisation::{Charter, Organisation, one_line};
use crate::password;
use crate::problem::{Problem, Result};

const INVITATION_LIVES: i64 = 14 * At::DAY;

/// What a link will give to whoever uses it.
#[derive(Clone, Debug)]
pub struct InvitationPlan {
    pub team: Id,
    pub level: usize,
    pub role: Role,
}

/// What somebody sees before they accept.
#[derive(Clone, Debug)]
pub struct Invited {
    pub team: Team,
    pub level: String,
    pub role: Role,
    pub by: String,
}

impl Desk {
    /// Everybody who is here, by name.
    pub fn people(&self) -> Result<Vec<&Person>> {
        self.need(Deed::ReadPeople, &self.org.subject(None, None))?;
        let mut here: Vec<_> = self.org.people.values().filter(|it| !it.erased).collect();
        here.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        Ok(here)
    }

    /// A one-time link for one new person, as a secret to put behind `/join/`.
    pub async fn invite(&self, plan: InvitationPlan) -> Result<String> {
        self.may_invite(&plan)?;
        let secret = chance::secret("");
        let invitation = Invitation {
            id: chance::id(self.now),
            hash: chance::fingerprint(&secret),
            team: plan.team.clone(),
            level: plan.level,
            role: plan.role,
            made_by: self.actor.id.clone(),
            made_at: self.now,
            ends_at: self.now.plus(INVITATION_LIVES),
            used_by: None,
        };
        let detail = json!({ "invitation": invitation.id, "level": plan.level, "role": plan.role });
        let batch = self.batch().note(Some(&plan.team), &plan.team, "person.invited", &detail);
        self.house.write(batch.change(Change::AddInvitation(invitation))).await?;
        Ok(secret)
    }

    /// Whether this invitation is the actor's to give.
    pub(crate) fn may_invite(&self, plan: &InvitationPlan) -> Result<()> {
        let subject = self.org.subject(Some(&plan.team), None);
        let standing = self.need(Deed::Invite, &subject)?;
        if self.org.team(&plan.team).is_none() {
            return Err(Problem::invalid("team", "There is no such team."));
        }
        if plan.level >= self.org.charter.levels.len() {
            return Err(Problem::invalid("level", "There is no such level."));
        }
        if plan.role > standing.role && !standing.keeper {
            return Err(Problem::rule("You cannot give a role you do not have yourself."));
        }
        Ok(())
    }

    /// Invitations to a team that still wait for somebody.
    pub async fn invitations(&self, team: &Id) -> Result<Vec<Invitation>> {
        self.need(Deed::Invite, &self.org.subject(Some(team), None))?;
        let mut open = self.house.store().invitations_to(team).await?;
        open.retain(|it| it.used_by.is_none() && self.now < it.ends_at);
        Ok(open)
    }

    pub async fn end_invitation(&self, team: &Id, id: &Id) -> Result<()> {
        if !self.invitations(team).await?.iter().any(|it| it.id == *id) {
            return Err(Problem::NotFound);
        }
        let end = Change::EndInvitation { id: id.clone(), at: self.now };
        let batch = self.batch().change(end);
        let batch = batch.note(Some(team), team, "invitation.ended", &json!({ "invitation": id }));
        self.house.write(batch).await
    }

    /// Adds a team below another; without a parent only where there is no team yet.
    pub async fn add_team(&self, parent: Option<&Id>, name: &str) -> Result<Team> {
        self.need(Deed::EditTeam, &self.org.subject(parent, None))?;
        if parent.is_none() && !self.org.teams.is_empty() {
            return Err(Problem::invalid("parent", "Every team but the first lies below another."));
        }
        let name = named("name", name)?;
        let team = Team {
            id: chance::id(self.now),
            parent: parent.cloned(),
            slug: self.free_slug(&name),
            name,
        };
        let detail = json!({ "name": team.name, "parent": team.parent });
        let batch = self.batch().change(Change::AddTeam(team.clone()));
        self.house
            .write_people(batch.note(Some(&team.id), &team.id, "team.added", &detail))
            .await?;
        Ok(team)
    }

    pub async fn rename_team(&self, team: &Id, name: &str) -> Result<()> {
        self.need(Deed::EditTeam, &self.org.subject(Some(team), None))?;
        // As it is now: it may have been moved since this desk was given.
        let org = self.house.organisation();
        let old = org.team(team).ok_or(Problem::NotFound)?;
        let new = Team { name: named("name", name)?, ..old.clone() };
        let detail = json!({ "name": [old.name, new.name] });
        let batch = self.batch().change(Change::SaveTeam(new));
        self.house.write_people(batch.note(Some(team), team, "team.renamed", &detail)).await
    }

    /// Puts a team with everything below it under another. Addresses stay; what is inherited from
    /// above, and who leads from there, is the new team's from the next request on.
    pub async fn move_team(&self, team: &Id, under: &Id) -> Result<()> {
        // The one it leaves loses its sight of it, the one it comes to gains one: each has a say.
        let org = self.house.organisation();
        let above = org.team(team).and_then(|it| it.parent.as_ref());
        for it in [Some(team), above, Some(under)].into_iter().flatten() {
            self.need(Deed::EditTeam, &org.subject(Some(it), None))?;
        }
        let old = org.team(team).ok_or(Problem::NotFound)?;
        if let Some(says) = no_place(&org, old, under) {
            return Err(Problem::invalid("under", says));
        }
        let detail = json!({ "under": [above, Some(under)] });
        let moved = Team { parent: Some(under.clone()), ..old.clone() };
        let batch = self.batch().change(Change::SaveTeam(moved));
        self.house.write_people(batch.note(Some(team), team, "team.moved", &detail)).await
    }

    /// Where the actor may put a team; nowhere unless they look after the one above it too.
    pub fn places_for(&self, team: &Id) -> Vec<&Team> {
        let Some(here) = self.org.team(team) else { return Vec::new() };
        let edits = |it: &Id| self.need(Deed::EditTeam, &self.org.subject(Some(it), None)).is_ok();
        if !edits(team) || !here.parent.as_ref().is_some_and(edits) {
            return Vec::new();
        }
        let fits = |it: &&Team| edits(&it.id) && no_place(&self.org, here, &it.id).is_none();
        self.org.teams.iter().filter(fits).collect()
    }

    /// Adds a person without a link: the local operator, the sample, an import.
    pub async fn add_person(
        &self,
        handle: &str,
        name: &str,
        email: Option<&str>,
    ) -> Result<Person> {
        self.need(Deed::EditMembership, &self.org.subject(self.org.root().map(|it| &it.id), None))?;
        let person = self.new_person(handle, name, email)?;
        let batch = self.batch().change(Change::AddPerson(person.clone()));
        let batch = batch.note(None, &person.id, "person.added", &json!({}));
        self.house.write_people(batch).await?;
        Ok(person)
    }

    /// Gives somebody a seat from now on; a seat they had in this team ends.
    pub async fn seat(&self, person: &Id, team: &Id, level: usize, role: Role) -> Result<()> {
        let standing = self.need(Deed::EditMembership, &self.org.subject(Some(team), None))?;
        let here = self.org.people.get(person).is_some_and(|it| !it.erased);
        if self.org.team(team).is_none() || !here {
            return Err(Problem::NotFound);
        }
        if level >= self.org.charter.levels.len() {
            return Err(Problem::invalid("level", "There is no such level."));
        }
        if role > standing.role && !standing.keeper {
            return Err(Problem::rule("You cannot give a role you do not have yourself."));
        }
        if role != Role::Steward && self.is_last_keeper(person, team) {
            return Err(last_steward());
        }
        let mut batch = self.batch();
        for old in self.seats_of(person, team) {
            batch =
                batch.change(Change::SaveMembership(Membership { until: Some(self.now), ..old }));
        }
        let membership = Membership {
            person: person.clone(),
            team: team.clone(),
            level,
            role,
            since: self.now,
            until: None,
        };
        let detail = json!({ "person": person, "level": level, "role": role });
        let batch = batch.change(Change::AddMembership(membership));
        self.house.write_people(batch.note(Some(team), person, "seat.given", &detail)).await
    }

    /// Ends somebody's seat in a team; what they did stays.
    pub async fn end_seat(&self, person: &Id, team: &Id) -> Result<()> {
        self.need(Deed::EditMembership, &self.org.subject(Some(team), None))?;
        let seats = self.seats_of(person, team);
        if seats.is_empty() {
            return Err(Problem::NotFound);
        }
        if self.is_last_keeper(person, team) {
            return Err(last_steward());
        }
        let mut batch = self.batch();
        for old in seats {
            batch =
                batch.change(Change::SaveMembership(Membership { until: Some(self.now), ..old }));
        }
        let detail = json!({ "person": person });
        self.house.write_people(batch.note(Some(team), person, "seat.ended", &detail)).await
    }

    pub async fn add_agent(&self, handle: &str, name: &str, sponsor: &Id) -> Result<Agent> {
        self.need(Deed::SponsorAgent, &self.org.subject(Some(sponsor), None))?;
        let handle = self.free_handle(handle)?;
        let name = named("name", name)?;
        let agent = Agent { id: chance::id(self.now), handle, name, sponsor: sponsor.clone() };
        let batch = self.batch().change(Change::AddAgent(agent.clone()));
        let batch = batch.note(Some(sponsor), &agent.id, "agent.added", &json!({}));
        self.house.write_people(batch).await?;
        Ok(agent)
    }

    /// A link that signs somebody else in once: for whoever forgot a password. Keepers only.
    pub async fn sign_in_link_for(&self, person: &Id) -> Result<String> {
        self.need(Deed::EditSettings, &self.org.subject(None, None))?;
        let known = self.org.actor(person, self.now).is_some();
        if !known {
            return Err(Problem::NotFound);
        }
        // Whoever makes it could use it: the journal says who asked.
        let noted = self.batch().note(None, person, "person.link-made", &json!({}));
        self.house.write(noted).await?;
        self.house.sign_in_link(person).await
    }

    /// Removes a person's name, handle and address and ends their keys. What they did stays, by
    /// “someone who left”.
    pub async fn erase(&self, person: &Id) -> Result<()> {
        self.need(Deed::ErasePerson, &self.org.subject(None, Some(person)))?;
        if self.org.people.get(person).ok_or(Problem::NotFound)?.erased {
            return Ok(());
        }
        if self.org.root().is_some_and(|root| self.is_last_keeper(person, &root.id)) {
            return Err(last_steward());
        }
        let erase = Change::ErasePerson {
            person: person.clone(),
            at: self.now,
            salt: chance::hex(&chance::bytes::<16>()),
        };
        let batch = self.batch().change(erase).note(None, person, "person.erased", &json!({}));
        // First: who is erased already is not erased again, and this needs the key file.
        self.forget_apart(person).await?;
        self.house.write_people(batch).await?;
        self.house.keep_erasures().await
    }

    /// Changes what the organisation decides about itself.
    pub async fn set_charter(&self, charter: Charter) -> Result<()> {
        self.need(Deed::EditSettings, &self.org.subject(self.org.root().map(|it| &it.id), None))?;
        charter.whole().map_err(|(field, says)| Problem::invalid(field, says))?;
        let count = charter.levels.len();
        if self.org.memberships.iter().any(|it| it.level >= count) {
            return Err(Problem::invalid(
                "levels",
                "Somebody has a level that would be gone. Add names, or move people first.",
            ));
        }
        let value = serde_json::to_string(&charter).map_err(Problem::broken)?;
        let detail = json!({ "was": self.org.charter, "is": charter });
        let batch = self.batch().change(Change::Set { key: CHARTER.into(), value });
        let root = self.org.root().map_or_else(|| Id::from("organisation"), |it| it.id.clone());
        self.house.write_people(batch.note(None, &root, "charter.changed", &detail)).await
    }

    fn seats_of(&self, person: &Id, team: &Id) -> Vec<Membership> {
        let seats = self.org.memberships.iter();
        seats
            .filter(|it| it.person == *person && it.team == *team && it.until.is_none())
            .cloned()
            .collect()
    }

    fn is_last_keeper(&self, person: &Id, team: &Id) -> bool {
        let Some(root) = self.org.root().filter(|it| it.id == *team) else { return false };
        let keepers = self.org.members(&root.id, self.now);
        let mut keepers = keepers.iter().filter(|(_, seat)| seat.role == Role::Steward).peekable();
        keepers.peek().is_some() && keepers.all(|(it, _)| it.id == *person)
    }

    fn new_person(&self, handle: &str, name: &str, email: Option<&str>) -> Result<Person> {
        let email = email.map(str::trim).filter(|it| !it.is_empty());
        if email.is_some_and(|it| {
            !it.contains('@') || it.chars().count() > 254 || it.contains(char::is_whitespace)
        }) {
            return Err(Problem::invalid("email", "This does not look like an address."));
        }
        Ok(Person {
            id: chance::id(self.now),
            handle: self.free_handle(handle)?,
            name: named("name", name)?,
            email: email.map(str::to_owned),
            joined_at: self.now,
            left_at: None,
            erased: false,
        })
    }

    fn free_handle(&self, handle: &str) -> Result<String> {
        let handle = handle.trim().trim_start_matches('@').to_lowercase();
        let fits = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.');
        if handle.is_empty() || handle.len() > 40 || !handle.chars().all(fits) {
            return Err(Problem::invalid(
                "handle",
                "A handle has 1 to 40 letters, digits, dots or hyphens.",
            ));
        }
        let taken = self.org.person_by_handle(&handle).is_some()
            || self.org.agents.values().any(|it| it.handle == handle)
            || self.org.level_by_name(&handle).is_some();
        if taken {
            return Err(Problem::invalid("handle", format!("“{handle}” is taken already.")));
        }
        Ok(handle)
    }

    fn free_slug(&self, name: &str) -> String {
        let plain = slug(name);
        let mut candidates =
            std::iter::once(plain.clone()).chain((2..).map(|n| format!("{plain}-{n}")));
        candidates.find(|it| self.org.team_by_slug(it).is_none()).unwrap_or(plain)
    }
}

impl House {
    pub async fn invited(&self, secret: &str) -> Result<Invited> {
        let invitation = self.open_invitation(secret).await?;
        let org = self.organisation();
        Ok(Invited {
            team: org.team(&invitation.team).cloned().ok_or(Problem::NotFound)?,
            level: org.level_name(invitation.level).to_owned(),
            role: invitation.role,
            by: org.name_of(&invitation.made_by).to_owned(),
        })
    }

    /// Makes the person an invitation was for, with their seat, and signs them in.
    pub async fn accept(
        &self,
        secret: &str,
        (handle, name, email): (&str, &str, Option<&str>),
        password: &str,
        device: &str,
    ) -> Result<String> {
        let invitation = self.open_invitation(secret).await?;
        let desk = self.system_desk("invitation");
        let person = desk.new_person(handle, name, email)?;
        if let Some(says) = password::objection(password, &person.handle, &person.name) {
            return Err(Problem::invalid("password", says));
        }
        let hash = self.passwords().hash(password.to_owned()).await?;
        let membership = Membership {
            person: person.id.clone(),
            team: invitation.team.clone(),
            level: invitation.level,
            role: invitation.role,
            since: desk.now,
            until: None,
        };
        let used = Change::UseInvitation {
            hash: invitation.hash,
            person: person.id.clone(),
            at: desk.now,
        };
        let detail = json!({ "invitation": invitation.id, "by": invitation.made_by });
        let batch = desk
            .batch()
            .change(Change::AddPerson(person.clone()))
            .change(used)
            .change(Change::AddMembership(membership))
            .change(Change::SetSecret { person: person.id.clone(), hash, at: desk.now })
            .note(Some(&invitation.team), &person.id, "person.joined", &detail);
        self.write_people(batch).await?;
        self.open_session(&person.id, device).await
    }

    async fn open_invitation(&self, secret: &str) -> Result<Invitation> {
        let found = self.store().invitation(&chance::fingerprint(secret)).await?;
        let open = found.filter(|it| it.used_by.is_none() && self.now() < it.ends_at);
        open.ok_or_else(|| {
            Problem::rule("This invitation has been used or has ended. Ask for a new one.")
        })
    }
}

/// Why a team cannot lie there.
fn no_place(org: &Organisation, team: &Team, under: &Id) -> Option<&'static str> {
    if team.parent.is_none() {
        return Some("This is the organisation itself. Everything else lies below it.");
    }
    if org.team(under).is_none() {
        return Some("There is no such team.");
    }
    if team.parent.as_ref() == Some(under) {
        return Some("It lies there already. Choose another team.");
    }
    org.path(under).contains(&team.id).then_some(
        "A team cannot lie below itself or below one of its own teams. Choose one outside of it.",
    )
}

fn last_steward() -> Problem {
    Problem::rule("This is the organisation’s last steward. Make somebody else a steward first.")
}

fn named(field: &str, name: &str) -> Result<String> {
    one_line(name).map_err(|says| Problem::invalid(field, says))
}

/// Letters and digits of a name, joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    let parts = name.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let slug = parts.collect::<Vec<_>>().join("-").to_lowercase();
    if slug.is_empty() { "team".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_keeps_letters_and_digits() {
        assert_eq!(slug("Payments & Ledger"), "payments-ledger");
        assert_eq!(slug("チーム"), "team");
    }
}
