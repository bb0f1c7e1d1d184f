//! What a job is to do: the kinds this program knows, as they are stored.

use domain::id::At;
use serde::{Deserialize, Serialize};
use store::Job;

use crate::chance;
use crate::problem::{Problem, Result};

/// Stored as the job's payload. Ids only: no secret, and nothing that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Errand {
    /// Forgets what has ended.
    Sweep,
}

impl Errand {
    /// Every kind a job of this program may have.
    pub(crate) fn kinds() -> Vec<String> {
        vec!["sweep".into()]
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Sweep => "sweep",
        }
    }

    /// A job that does this, once for what `once` names, from now on.
    pub(crate) fn job(&self, once: &str, now: At) -> Job {
        let payload = serde_json::to_string(self).expect("ids and numbers are JSON");
        Job {
            id: chance::id(now),
            kind: self.kind().to_owned(),
            key: format!("{}/{once}", self.kind()),
            payload,
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
    pub(crate) fn says(&self) -> String {
        match self {
            Self::Sweep => "Forgetting sessions and links that have ended".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was_stored_and_is_taken_up() {
        let errand = Errand::Sweep;
        let job = errand.job("1", At(5));
        assert_eq!(Errand::of(&job).unwrap(), errand);
        assert!(Errand::kinds().contains(&job.kind), "{errand:?} would wait for ever");
        assert!(job.payload.contains(&format!("\"kind\":\"{}\"", job.kind)));
        assert_eq!(job.key, format!("{}/1", job.kind));
    }
}
