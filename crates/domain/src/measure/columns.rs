//! The facts as measures may see them: no names, no addresses.

use crate::facts::{Facts, Landings, Release};
use crate::id::At;

/// What every measure takes. People are numbers here, good for telling apart and nothing else.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    pub(super) landings: &'a Landings,
    pub(super) areas: &'a [String],
    pub(super) tags: &'a [Release],
    /// Whether the identity is a program, by its number.
    pub(super) bot: Vec<bool>,
    /// Older landings are missing, so nobody's first change is known.
    pub(super) cut_off: bool,
    pub(super) oldest: At,
}

impl<'a> From<&'a Facts> for Columns<'a> {
    fn from(facts: &'a Facts) -> Self {
        Self {
            landings: &facts.landings,
            areas: &facts.areas,
            tags: &facts.releases,
            bot: facts.identities.iter().map(|identity| identity.bot).collect(),
            cut_off: facts.unknown.iter().any(|unknown| unknown.reason.contains("cut off")),
            oldest: facts.landings.at.iter().copied().min().unwrap_or_default(),
        }
    }
}

impl<'a> Columns<'a> {
    pub(super) fn by_bot(&self, row: usize) -> bool {
        self.is_bot(self.landings.author[row])
    }

    /// Whether a forge or another program stands where whoever landed it should.
    pub(super) fn landed_by_bot(&self, row: usize) -> bool {
        self.is_bot(self.landings.landed_by[row])
    }

    fn is_bot(&self, who: u32) -> bool {
        self.bot.get(who as usize).copied().unwrap_or(false)
    }

    /// Finished versions before `end`, oldest first. Where a repository releases several things,
    /// its own releases, or without those the things released most often.
    pub(super) fn releases(&self, end: At) -> Vec<&'a Release> {
        let finished = |tag: &&Release| !tag.pre && tag.at < end;
        let mut names: Vec<&str> =
            self.tags.iter().filter(finished).map(|tag| &*tag.series).collect();
        names.sort_unstable();
        let groups = names.chunk_by(|a, b| a == b);
        let main =
            groups.max_by_key(|group| (group[0].is_empty(), group.len())).map(|group| group[0]);
        let mut releases: Vec<&Release> =
            self.tags.iter().filter(finished).filter(|tag| Some(&*tag.series) == main).collect();
        releases.sort_by_key(|release| release.at);
        releases
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, facts, release};
    use super::*;

    fn names(tags: &[(&str, &str, bool)]) -> Vec<String> {
        let mut facts = facts();
        for (i, &(name, series, pre)) in tags.iter().enumerate() {
            let tag = release(name, &format!("2026-01-{:02}", i + 1));
            facts.releases.push(Release { series: series.into(), pre, ..tag });
        }
        let columns = Columns::from(&facts);
        columns.releases(day("2027-01-01")).iter().map(|release| release.name.clone()).collect()
    }

    #[test]
    fn the_repository_own_releases_count_before_those_of_its_parts() {
        let tags = [("home-1.0", "home", false), ("home-1.1", "home", false), ("1.0", "", false)];
        assert_eq!(names(&tags), ["1.0"]);
    }

    #[test]
    fn without_its_own_the_part_released_most_often_counts() {
        let tags = [("a-1.0", "a", false), ("b-1.0", "b", false), ("a-1.1", "a", false)];
        assert_eq!(names(&tags), ["a-1.0", "a-1.1"]);
    }

    #[test]
    fn unfinished_versions_are_no_releases() {
        assert_eq!(names(&[("v1.0-rc1", "", true), ("v1.0", "", false)]), ["v1.0"]);
    }
}
