//! The first start: an organisation, a team for each repository, and the person at the keyboard.

use std::path::Path;

use domain::id::Id;
use domain::people::{Person, Role, Team};
use serde_json::json;
use store::{Change, Repository};

use crate::chance;
use crate::desk::Desk;
use crate::house::House;
use crate::organisation::Charter;
use crate::problem::{Problem, Result};

/// Who starts the workbook, as far as git knows them.
#[derive(Clone, Debug, Default)]
pub struct Newcomer {
    pub name: String,
    pub email: Option<String>,
}

impl House {
    /// The person who runs the workbook on their own machine: made at the first start, found at
    /// every later one. A steward, so that one person alone may use everything.
    pub async fn local_person(&self, newcomer: &Newcomer, organisation: &str) -> Result<Person> {
        if let Some(id) = self.store().setting(LOCAL_PERSON).await?
            && let Some(person) =
                self.organisation().people.get(&Id::from(id)).filter(|it| !it.erased)
        {
            return Ok(person.clone());
        }
        let root = self.root_team(organisation).await?;
        let desk = self.system_desk("first start");
        let handle = crate::desk::slug(&newcomer.name).replace('-', ".");
        let name = if newcomer.name.trim().is_empty() { "You" } else { &newcomer.name };
        let email = newcomer.email.as_deref().filter(|it| it.contains('@'));
        let person = match desk.add_person(&handle, name, email).await {
            Ok(person) => person,
            // An odd name in git's settings must not keep anybody out.
            Err(_) => desk.add_person("me", "You", None).await?,
        };
        self.system_desk("first start")
            .seat(&person.id, &root.id, self.doing_level(), Role::Steward)
            .await?;
        let desk = self.system_desk("first start");
        let kept = Change::Set { key: LOCAL_PERSON.into(), value: person.id.to_string() };
        self.write(desk.batch().change(kept).note(None, &person.id, "person.local", &json!({})))
            .await?;
        Ok(person)
    }

    /// The organisation's own team, made if there is none.
    pub async fn root_team(&self, name: &str) -> Result<Team> {
        if let Some(root) = self.organisation().root() {
            return Ok(root.clone());
        }
        let charter = Charter { name: name.to_owned(), ..Charter::default() };
        let team = self.system_desk("first start").add_team(None, name).await?;
        self.system_desk("first start").set_charter(charter).await?;
        Ok(team)
    }

    /// The team of a checkout: found by its folder, else made below the root, with a seat for
    /// `person`.
    pub async fn team_of_checkout(
        &self,
        root: &Path,
        name: &str,
        person: &Id,
    ) -> Result<(Team, Repository)> {
        let folder = root.to_string_lossy().into_owned();
        let known = self.store().repositories().await?.into_iter().find(|it| it.root == folder);
        if let Some(repository) = known
            && let Some(team) = self.organisation().team(&repository.team)
        {
            return Ok((team.clone(), repository));
        }
        let parent = self.root_team("My organisation").await?;
        let team = self.system_desk("first start").add_team(Some(&parent.id), name).await?;
        let desk = self.system_desk("first start");
        desk.seat(person, &team.id, self.doing_level(), Role::Steward).await?;
        let repository = desk.add_repository(&team.id, &folder, name).await?;
        Ok((team, repository))
    }

    /// Somebody who keeps the whole organisation: any steward of the root.
    pub fn first_keeper(&self) -> Option<Id> {
        let org = self.organisation();
        let root = org.root()?.id.clone();
        let members = org.members(&root, self.now());
        members
            .iter()
            .find(|(_, seat)| seat.role == Role::Steward)
            .map(|(person, _)| person.id.clone())
    }

    /// Whom a new link is for: the local person, else the first steward.
    pub async fn keeper(&self) -> Result<Id> {
        let local = self.store().setting(LOCAL_PERSON).await?.map(Id::from);
        let here = local.filter(|it| self.organisation().actor(it, self.now()).is_some());
        here.or_else(|| self.first_keeper()).ok_or(Problem::NotFound)
    }

    /// The highest level that is still of the team: whoever works alone does and leads.
    fn doing_level(&self) -> usize {
        let charter = &self.organisation().charter;
        charter.leads_from.saturating_sub(1).min(charter.levels.len().saturating_sub(1))
    }
}

impl Desk {
    pub async fn add_repository(&self, team: &Id, root: &str, name: &str) -> Result<Repository> {
        self.need(domain::deed::Deed::EditTeam, &self.org.subject(Some(team), None))?;
        let repository = Repository {
            id: chance::id(self.now),
            team: team.clone(),
            root: root.to_owned(),
            name: name.to_owned(),
        };
        let batch = self.batch().change(Change::SaveRepository(repository.clone()));
        let detail = json!({ "repository": repository.id, "name": name });
        self.house.write(batch.note(Some(team), team, "repository.added", &detail)).await?;
        Ok(repository)
    }

    pub async fn repositories(&self, team: &Id) -> Result<Vec<Repository>> {
        self.need(domain::deed::Deed::ReadMap, &self.org.subject(Some(team), None))?;
        let all = self.house.store().repositories().await?;
        let below = self.org.below(team);
        Ok(all.into_iter().filter(|it| below.contains(&it.team)).collect())
    }
}

const LOCAL_PERSON: &str = "local.person";
