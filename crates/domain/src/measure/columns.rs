//! The facts as measures may see them: no names, no addresses.

use crate::facts::{Facts, Landings, Release};
use crate::id::At;

use super::releases::{Tag, read};

/// What every measure takes. People are numbers here, good for telling apart and nothing else.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    pub(super) landings: &'a Landings,
    pub(super) areas: &'a [String],
    /// Tags that name a finished version, oldest first.
    pub(super) releases: Vec<&'a Release>,
    /// When tags of unfinished versions, and tags that name none, were made.
    pub(super) prereleases: Vec<At>,
    pub(super) other_tags: Vec<At>,
    /// Whether the identity is a program, by its number.
    pub(super) bot: Vec<bool>,
    /// The history is cut off, so nobody's first change is known.
    pub(super) shallow: bool,
    pub(super) oldest: At,
}

impl<'a> From<&'a Facts> for Columns<'a> {
    fn from(facts: &'a Facts) -> Self {
        let mut releases: Vec<&Release> = Vec::new();
        let (mut prereleases, mut other_tags) = (Vec::new(), Vec::new());
        for release in &facts.releases {
            match read(&release.name) {
                Tag::Release => releases.push(release),
                Tag::Prerelease => prereleases.push(release.at),
                Tag::Other => other_tags.push(release.at),
            }
        }
        releases.sort_by_key(|release| release.at);
        Self {
            landings: &facts.landings,
            areas: &facts.areas,
            releases,
            prereleases,
            other_tags,
            bot: facts.identities.iter().map(|identity| identity.bot).collect(),
            shallow: facts.unknown.iter().any(|unknown| unknown.reason.contains("shallow")),
            oldest: facts.landings.at.iter().copied().min().unwrap_or_default(),
        }
    }
}

impl Columns<'_> {
    pub(super) fn by_bot(&self, row: usize) -> bool {
        self.bot.get(self.landings.author[row] as usize).copied().unwrap_or(false)
    }
}
