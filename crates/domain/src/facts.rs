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

/// One row of [`Landings`], under the same names.
#[derive(Clone, Copy, Debug)]
pub struct Landing {
    pub at: At,
    pub first_author_at: At,
    pub last_author_at: At,
    pub author: u32,
    pub landed_by: u32,
    pub commits: u32,
    pub shape: Shape,
    pub number: u32,
    pub area: u16,
    pub commit: u64,
    pub review: Review,
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

impl Landing {
    /// One commit, written and landed in the same moment by the first of `identities`.
    pub fn at(at: At) -> Self {
        Self {
            at,
            first_author_at: at,
            last_author_at: at,
            author: 0,
            landed_by: 0,
            commits: 1,
            shape: Shape::Direct,
            number: 0,
            area: 0,
            commit: 0,
            review: Review::NotRead,
        }
    }
}

impl Facts {
    /// A team of three, who land twice a week up to `to`, each change read by somebody else within a
    /// day. Used by tests.
    pub fn sample(landings: i64, to: At) -> Self {
        let mut facts = Self {
            read_to: "aa".into(),
            areas: vec!["src".into()],
            identities: ["Ana", "Kim", "Pia"]
                .map(|name| Identity { name: name.into(), email: String::new(), bot: false })
                .into(),
            ..Self::default()
        };
        for i in 0..landings {
            let at = to.plus(-(landings - i) * 84 * At::HOUR);
            facts.landings.push(Landing {
                first_author_at: at.plus(-(i * i % 23 + 6) * At::HOUR),
                last_author_at: at.plus(-(i % 5 + 1) * At::HOUR),
                author: (i % 3) as u32,
                landed_by: ((i + 1) % 3) as u32,
                commit: i as u64,
                review: Review::Named,
                ..Landing::at(at)
            });
        }
        facts
    }
}

impl Landings {
    pub fn push(&mut self, it: Landing) {
        // Named one by one, so that a new column cannot be left behind the others.
        let Self {
            at,
            first_author_at,
            last_author_at,
            author,
            landed_by,
            commits,
            shape,
            number,
            area,
            commit,
            review,
        } = self;
        at.push(it.at);
        first_author_at.push(it.first_author_at);
        last_author_at.push(it.last_author_at);
        author.push(it.author);
        landed_by.push(it.landed_by);
        commits.push(it.commits);
        shape.push(it.shape);
        number.push(it.number);
        area.push(it.area);
        commit.push(it.commit);
        review.push(it.review);
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_into_every_column() {
        let mut landings = Landings::default();
        landings.push(Landing { author: 2, area: NO_AREA, ..Landing::at(At(7)) });
        let expected = Landings {
            at: vec![At(7)],
            first_author_at: vec![At(7)],
            last_author_at: vec![At(7)],
            author: vec![2],
            landed_by: vec![0],
            commits: vec![1],
            shape: vec![Shape::Direct],
            number: vec![0],
            area: vec![NO_AREA],
            commit: vec![0],
            review: vec![Review::NotRead],
        };
        assert_eq!((landings.len(), landings), (1, expected));
    }
}
