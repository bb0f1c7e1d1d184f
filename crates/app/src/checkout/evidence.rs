//! What a repository shows about who decides where, as a basis for questions: groups, not people.

use std::collections::{BTreeMap, BTreeSet};

use domain::facts::{Facts, NO_AREA};
use domain::id::At;
use domain::lanes::draft::Reviews;

use super::Checkout;

/// For drafting a map. Nothing in it names or counts a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Areas with landings in the last two years, busiest first.
    pub areas: Vec<AreaEvidence>,
    /// CODEOWNERS and OWNERS files as they stand at `HEAD`.
    pub owners: Vec<OwnersFile>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct AreaEvidence {
    /// A folder, `.` for files at the top.
    pub area: String,
    pub landings: u32,
    /// Share of the landings that came through a numbered request or a merge, 0 to 1.
    pub reviewed: f64,
    /// How many different people wrote what landed, robots left out.
    pub writers: u32,
    /// How many different people landed it; 0 where a forge commits in their name.
    pub landers: u32,
    /// What the trailers say about reviews, as sums.
    pub reviews: Reviews,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OwnersFile {
    pub path: String,
    pub text: String,
}

/// Where forges look for the one file that counts, in their order.
const CODEOWNERS: [&str; 4] =
    [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const OWNERS_FILES: usize = 200;
const PATHS: usize = 200_000;

impl Checkout {
    /// Areas from `facts`, and the owners files at `HEAD` (in the work tree, where they differ).
    pub fn evidence(&self, facts: &Facts) -> Evidence {
        let reviews = self.repository.reviews(facts);
        Evidence { areas: areas(facts, &reviews), owners: self.owners() }
    }

    fn owners(&self) -> Vec<OwnersFile> {
        let read = |path: &str| {
            let bytes = self.file_in_work_tree(path)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Some(OwnersFile { path: path.to_owned(), text })
        };
        let mut found: Vec<OwnersFile> = CODEOWNERS.iter().filter_map(|path| read(path)).collect();
        let all = self.paths_at_head(PATHS);
        let owners = all.iter().filter(|path| *path == "OWNERS" || path.ends_with("/OWNERS"));
        found.extend(owners.take(OWNERS_FILES).filter_map(|path| read(path)));
        found
    }
}

#[derive(Default)]
struct Tally {
    landings: u32,
    requests: u32,
    writers: BTreeSet<u32>,
    landers: BTreeSet<u32>,
}

fn areas(facts: &Facts, reviews: &BTreeMap<u16, Reviews>) -> Vec<AreaEvidence> {
    let landings = &facts.landings;
    let newest = landings.at.iter().max().copied().unwrap_or_default();
    let person = |who: u32| facts.identities.get(who as usize).is_some_and(|it| !it.bot);
    let mut tallies: BTreeMap<u16, Tally> = BTreeMap::new();
    for row in 0..landings.len() {
        let area = landings.area[row];
        if area == NO_AREA || newest.since(landings.at[row]) > 730 * At::DAY {
            continue;
        }
        let tally = tallies.entry(area).or_default();
        tally.landings += 1;
        let merged = landings.shape[row] != domain::facts::Shape::Direct;
        tally.requests += u32::from(merged || landings.number[row] != 0);
        tally.writers.extend(Some(landings.author[row]).filter(|it| person(*it)));
        tally.landers.extend(Some(landings.landed_by[row]).filter(|it| person(*it)));
    }
    let mut areas: Vec<AreaEvidence> = tallies
        .into_iter()
        .map(|(area, tally)| AreaEvidence {
            area: facts.areas.get(usize::from(area)).cloned().unwrap_or_default(),
            landings: tally.landings,
            reviewed: f64::from(tally.requests) / f64::from(tally.landings),
            writers: tally.writers.len() as u32,
            landers: tally.landers.len() as u32,
            reviews: reviews.get(&area).copied().unwrap_or_default(),
        })
        .collect();
    areas.sort_by(|a, b| b.landings.cmp(&a.landings).then_with(|| a.area.cmp(&b.area)));
    areas
}
