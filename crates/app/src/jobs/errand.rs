//! What a job is to do: the kinds this program knows, as they are stored.

use domain::id::{At, Id};
use domain::people::Role;
use serde::{Deserialize, Serialize};
use store::Job;

use crate::chance;
use crate::problem::{Problem, Result};

/// Stored as the job's payload. Ids, and at most an address: no secret, and nothing that somebody
/// wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Errand {
    /// Forgets what has ended.
    Sweep,
    /// Looks for whom a changed record waits; `by` changed it.
    Look { record: Id, by: Id },
    /// Tells somebody what waits for them.
    Tell { person: Id },
    /// Makes a link to sign in and mails it.
    SignIn { person: Id },
    /// The week on one page.
    Digest { person: Id },
    /// Makes an invitation in somebody's name and mails its link.
    Invite { by: Id, team: Id, level: usize, role: Role, address: String },
    /// Tells a team's channel that a call waits.
    Post { record: Id },
    /// Closes a health review on its day, or clears up after whoever closed it.
    CloseWave { record: Id },
    /// Asks an address whether it is this person's.
    Confirm { person: Id, address: String },
}

impl Errand {
    /// Every kind a job of this program may have, as it is stored.
    pub(crate) fn kinds() -> Vec<String> {
        ["sweep", "look", "tell", "sign-in", "digest", "confirm", "post", "invite", "close-wave"]
            .map(String::from)
            .into()
    }

    /// A job that does this, once for what `once` names, from now on.
    pub(crate) fn job(&self, once: &str, now: At) -> Job {
        let payload = serde_json::to_value(self).expect("ids and numbers are JSON");
        let kind = payload["kind"].as_str().expect("the tag").to_owned();
        Job {
            id: chance::id(now),
            key: format!("{kind}/{once}"),
            kind,
            payload: payload.to_string(),
            made_at: now,
            run_after: now,
            attempts: 0,
            said: None,
        }
    }

    pub(crate) fn of(job: &Job) -> Result<Self> {
        serde_json::from_str(&job.payload).map_err(Problem::broken)
    }

    /// What it was for, in words.
    pub(crate) fn says(&self) -> &'static str {
        match self {
            Self::Sweep => "Forgetting sessions and links that have ended",
            Self::Look { .. } => "Looking whom a change waits for",
            Self::Tell { .. } => "A letter about what waits for somebody",
            Self::SignIn { .. } => "A letter with a link to sign in",
            Self::Digest { .. } => "A letter with somebody’s week on one page",
            Self::Invite { .. } => "A letter that invites somebody",
            Self::Post { .. } => "A message to a team’s channel",
            Self::CloseWave { .. } => "Closing a health review and destroying its key",
            Self::Confirm { .. } => "A letter that asks whether an address is somebody’s",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was_stored_and_is_taken_up() {
        let (record, by, person) = (Id::from("r"), Id::from("p"), Id::from("p"));
        for errand in [
            Errand::Sweep,
            Errand::Post { record: record.clone() },
            Errand::Invite {
                by: by.clone(),
                team: "t".into(),
                level: 1,
                role: Role::Reader,
                address: "ana@town.example".into(),
            },
            Errand::Look { record, by },
            Errand::Tell { person: person.clone() },
            Errand::SignIn { person: person.clone() },
            Errand::Digest { person: person.clone() },
            Errand::CloseWave { record: "r".into() },
            Errand::Confirm { person, address: "ana@town.example".into() },
        ] {
            let job = errand.job("1", At(5));
            assert_eq!(Errand::of(&job).unwrap(), errand);
            assert!(Errand::kinds().contains(&job.kind), "{errand:?} would wait for ever");
            assert!(job.payload.contains(&format!("\"kind\":\"{}\"", job.kind)));
            assert_eq!(job.key, format!("{}/1", job.kind));
        }
    }
}
