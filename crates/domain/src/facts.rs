//! What a history says happened, in columns compact enough to keep for every repository.
//!
//! Names of people are interned and never leave this room through a measure: measures take the
//! columns, the drafting of a map takes the names.

use crate::id::At;

/// One repository's history as far as it was read. All columns of one table have the same length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Hex id of the commit read up to; empty before the first read.
    pub read_to: String,
    pub landings: Landings,
    /// Oldest first.
    pub releases: Vec<Release>,
    /// Interned identities after mailmap, in order of first appearance.
    pub identities: Vec<Identity>,
    /// Interned areas: the first folder of a path (`.` for files at the top), or the folder inside
    /// it where the first holds more than half of the landings; three deep at most.
    pub areas: Vec<String>,
    /// What the reader could not know, with how often: `shallow`, `future dates`, …
    pub unknown: Vec<Unknown>,
}

/// One row per step of the default branch's first-parent walk, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Landings {
    /// When it landed: committer time of the commit on the default branch.
    pub at: Vec<At>,
    /// Earliest author time among the commits it brought in.
    pub first_author_at: Vec<At>,
    /// Latest author time among them: when the last word of it was written.
    pub last_author_at: Vec<At>,
    /// Index into `identities`: who wrote the change (for a merge: of the commits it brought in,
    /// the one with most).
    pub author: Vec<u32>,
    /// Index into `identities`: who landed it.
    pub landed_by: Vec<u32>,
    /// How many commits it brought in; 1 for a squash or a direct commit.
    pub commits: Vec<u32>,
    pub shape: Vec<Shape>,
    /// Pull or merge request number where the message names one; 0 = none.
    pub number: Vec<u32>,
    /// Index into `areas`, where most of its changed files lie; `NO_AREA` where paths were not
    /// read: landings more than two years older than the newest.
    pub area: Vec<u16>,
    /// First 8 bytes of the commit id, to find it again.
    pub commit: Vec<u64>,
    pub review: Vec<Review>,
}

/// What the messages of a landing and of the commits it brought in say about a review.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Review {
    /// Read by an older program, which did not look.
    #[default]
    NotRead = 0,
    NoneNamed = 1,
    /// A trailer names a person who is no author of it. Who, and when, is not kept.
    Named = 2,
}

pub const NO_AREA: u16 = u16::MAX;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Shape {
    Direct = 0,
    Merge = 1,
    /// A single commit whose message carries a request number, as squash merging leaves it.
    Squash = 2,
    /// More than two parents.
    Octopus = 3,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    pub name: String,
    pub at: At,
    /// Row of the newest landing it contains, if the tag is on the default branch's history.
    pub landing: Option<u32>,
    /// What is released where a repository releases several things (`gitgui-0.9` → `gitgui`);
    /// empty for the repository's own.
    pub series: String,
    /// Alpha, beta, release candidate and the like.
    pub pre: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub name: String,
    pub email: String,
    pub bot: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    pub reason: String,
    pub count: u32,
}

impl Review {
    /// As it is stored.
    pub fn of_byte(byte: u8) -> Option<Self> {
        [Self::NotRead, Self::NoneNamed, Self::Named].into_iter().find(|it| *it as u8 == byte)
    }
}

impl Landings {
    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}
