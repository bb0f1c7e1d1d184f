//! Which practices a team uses: all of them, until it switches some off.

use std::collections::{BTreeMap, HashMap};

use domain::deed::Deed;
use domain::id::Id;
use domain::kind::Kind;
use serde_json::json;
use store::{Change, Filter, Scope};

use super::Desk;
use crate::problem::{Problem, Result};

/// What the setting of one team begins with; its id follows.
const OFF: &str = "practices.off.";

pub(crate) fn off_key(team: &Id) -> String {
    format!("{OFF}{team}")
}

/// The settings that say what each team has switched off.
pub(crate) fn left_alone(settings: BTreeMap<String, String>) -> HashMap<Id, Vec<String>> {
    let of_team = |(key, value): (String, String)| {
        let team = key.strip_prefix(OFF)?;
        Some((Id::from(team), serde_json::from_str(&value).ok()?))
    };
    settings.into_iter().filter_map(of_team).collect()
}

impl Desk {
    /// Keeps the practices with these slugs and switches the others off. What was written stays.
    pub async fn choose_practices(&self, team: &Id, used: &[String]) -> Result<()> {
        self.need(Deed::ChoosePractices, &self.org.subject(Some(team), None))?;
        let practices = self.house.kinds().iter().filter(|it| it.is_practice());
        let off: Vec<&str> =
            practices.map(|it| it.slug).filter(|slug| !used.iter().any(|it| it == slug)).collect();
        let was = self.org.left_alone.get(team).cloned().unwrap_or_default();
        if off == was {
            return Ok(());
        }
        let value = serde_json::to_string(&off).map_err(Problem::broken)?;
        let batch = self.batch().change(Change::Set { key: off_key(team), value });
        let detail = json!({ "off": [was, off] });
        self.house.write_people(batch.note(Some(team), team, "practices.chosen", &detail)).await
    }

    /// Whether anything has been written under a practice in one of the actor's teams.
    pub async fn has_reflected(&self) -> Result<bool> {
        let Scope::Teams(teams) = self.my_scope() else { return Ok(true) };
        for team in teams {
            let used = self.house.kinds().iter().filter(|it| it.is_practice());
            let used = used.filter(|it| self.org.practises(&team, it.slug));
            let kinds: Vec<String> = used.map(|it| it.slug.to_owned()).collect();
            if kinds.is_empty() {
                continue;
            }
            let filter = Filter { kinds, ..Filter::of(Scope::Teams(vec![team])) };
            if !self.house.store().records(&filter, None, 1).await?.items.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(crate) fn need_practised(&self, kind: &Kind, team: &Id) -> Result<()> {
        if !kind.is_practice() || self.org.practises(team, kind.slug) {
            return Ok(());
        }
        let team = self.org.team(team).map_or("This team", |it| it.name.as_str());
        let plural = kind.plural.to_lowercase();
        Err(Problem::rule(format!(
            "{team} has switched {plural} off. Somebody of the team can switch them on under Reflections."
        )))
    }
}
