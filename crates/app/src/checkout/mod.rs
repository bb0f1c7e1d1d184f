//! A local checkout, read without any server: the door for the command line and the pages.

mod draft;
mod due;
mod evidence;
mod map;
mod remembered;

use std::path::Path;

use domain::facts::Facts;
use domain::id::At;
use domain::lanes::change::Change;

pub(crate) use due::LANE_ENDS;
pub use due::{DaysHere, DueHere};
pub use evidence::{AreaEvidence, Evidence, OwnersFile};
pub use forge::{Compared, Noted, Problem as CheckoutProblem, Progress, Trailer};
pub use map::{MAP, MapFile, today, whose};

/// A git repository on this machine. Only ever read.
pub struct Checkout {
    repository: forge::Repository,
}

impl Checkout {
    /// The repository that `path` lies in, looking upwards. Bare repositories, linked work trees
    /// and repositories without commits are fine.
    pub fn find(path: &Path) -> Result<Self, CheckoutProblem> {
        Ok(Self { repository: forge::Repository::find(path)? })
    }

    /// The work tree's folder; of a bare repository the git folder.
    pub fn root(&self) -> &Path {
        self.repository.root()
    }

    pub fn git_dir(&self) -> &Path {
        self.repository.git_dir()
    }

    /// What people call it: the last part of `origin`'s address, else the folder's name.
    pub fn name(&self) -> String {
        self.repository.name()
    }

    /// The branch that landings go to: `main`, `master` …
    pub fn default_branch(&self) -> String {
        self.repository.default_branch()
    }

    /// A file's bytes at `HEAD`; `None` if absent, no plain file, or over 4 MiB.
    pub fn file_at_head(&self, path: &str) -> Option<Vec<u8>> {
        self.repository.file_at_head(path)
    }

    /// A file's bytes as they lie on disk; links are not followed. In a bare repository: at `HEAD`.
    pub fn file_in_work_tree(&self, path: &str) -> Option<Vec<u8>> {
        self.repository.file_in_work_tree(path)
    }

    /// The id git would give the file as it lies in the work tree, in hex: its version.
    pub fn blob_id(&self, path: &str) -> Option<String> {
        self.repository.blob_id(path)
    }

    /// Paths of the files at `HEAD`, at most `limit`.
    pub fn paths_at_head(&self, limit: usize) -> Vec<String> {
        self.repository.paths_at_head(limit)
    }

    /// One value of the git configuration, `remit.as` for example.
    pub fn config(&self, key: &str) -> Option<String> {
        self.repository.config(key)
    }

    /// The two ends that a range means. Without one: from where HEAD left the default branch; on
    /// that branch itself, the last landing.
    pub fn compared(&self, range: Option<&str>) -> Result<Compared, CheckoutProblem> {
        self.repository.compared(range)
    }

    /// What the range changes, by path. Commits only: edits not committed yet are not in it.
    pub fn changes(&self, range: Option<&str>) -> Result<Vec<Change>, CheckoutProblem> {
        self.repository.changes(range)
    }

    /// `Key: value` trailers of the range's commits, newest commit first.
    pub fn trailers(&self, range: Option<&str>) -> Result<Vec<Trailer>, CheckoutProblem> {
        self.repository.trailers(range)
    }

    /// Decisions that the range's commits note in their trailers, oldest commit first.
    pub fn noted(&self, range: Option<&str>) -> Result<Vec<Noted>, CheckoutProblem> {
        self.repository.noted(range)
    }

    /// The whole history as facts. With a `cache` folder a second call reads only what is new;
    /// a cache that cannot be read or written costs time and nothing else.
    pub fn facts(
        &self,
        cache: Option<&Path>,
        now: At,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Facts, CheckoutProblem> {
        let kept = cache.map(|folder| remembered::place(folder, self.git_dir()));
        let memory = kept.as_deref().and_then(remembered::load);
        let known = |facts: &Facts| (facts.read_to.clone(), facts.releases.len());
        let before = memory.as_ref().map(|it| known(&it.facts));
        let memory = self.repository.history(memory, now, progress)?;
        if let Some(place) = kept.filter(|_| before != Some(known(&memory.facts))) {
            remembered::save(&place, &memory);
        }
        Ok(memory.facts)
    }
}

#[cfg(test)]
mod tests;
