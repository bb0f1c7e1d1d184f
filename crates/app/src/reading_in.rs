//! What a repository says, taken into the house: its facts, and its map or a draft of one.

use domain::facts::Facts;
use domain::id::Id;
use domain::lanes;
use store::Repository;

use crate::checkout::{Checkout, Evidence};
use crate::desk::{AGREED, DRAFT};
use crate::house::House;
use crate::problem::Result;

/// Where a map is looked for, the first that is there.
pub const MAP_PATHS: [&str; 3] = ["lanes.toml", ".remit/lanes.toml", "docs/lanes.toml"];

/// Which map a team has after its repository was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapSource {
    /// The repository's own; how many problems its text has.
    File { path: &'static str, problems: usize },
    /// Drafted from CODEOWNERS and the history; nothing was written into the repository.
    Drafted,
}

/// The map a checkout carries: its path and its text, as the work tree has it.
pub fn map_of(checkout: &Checkout) -> Option<(&'static str, String)> {
    MAP_PATHS.into_iter().find_map(|path| {
        let bytes = checkout.file_in_work_tree(path).or_else(|| checkout.file_at_head(path))?;
        Some((path, String::from_utf8_lossy(&bytes).into_owned()))
    })
}

impl House {
    /// Keeps the facts of a repository where they are newer than what is kept.
    pub async fn take_in_facts(&self, repository: &Repository, facts: Facts) -> Result<bool> {
        let known = self.store().read_to(&repository.id).await?;
        if known.as_deref() == Some(facts.read_to.as_str()) {
            return Ok(false);
        }
        self.system_desk("reader").keep_facts(&repository.id, None, facts).await?;
        Ok(true)
    }

    /// Takes in the map of a checkout, or drafts one from what its history and owners files show.
    pub async fn take_in_map_of(
        &self,
        team: &Id,
        checkout: &Checkout,
        evidence: &Evidence,
    ) -> Result<MapSource> {
        let desk = self.system_desk("reader");
        if let Some((path, text)) = map_of(checkout) {
            desk.take_in_map(team, &text, path, AGREED).await?;
            let problems = lanes::read(&text).problems.len();
            return Ok(MapSource::File { path, problems });
        }
        let draft = evidence.draft(&checkout.name());
        desk.take_in_map(team, &draft, "drafted", DRAFT).await?;
        Ok(MapSource::Drafted)
    }
}
