//! Reads a repository's history into facts, each commit once, and later only what is new.
//!
//! First the default branch is walked along first parents: every step is a landing. Then each
//! merge, oldest first, is followed into what it brought in, down to commits seen before. Trees
//! are compared beside that, on a second thread, for the landings of the last two years.

mod areas;
mod brought;
mod bytes;
mod commit;
mod memory;
pub(crate) mod message;
mod people;
mod releases;
mod reviews;
mod seen;
mod tags;
mod walk;

use std::collections::HashSet;

use domain::facts::{Facts, Unknown};
use domain::id::At;
use gix::ObjectId;

pub use memory::Memory;

use crate::bases::Bases;
use crate::open::{Problem, Repository};
use people::People;
use walk::{Chain, Walk};

/// How far a long reading has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub commits: u64,
}

/// Landings older than this, counted from the newest, get no area.
const AREA_WINDOW: i64 = 730 * At::DAY;

impl Repository {
    /// Reads what `memory` does not hold yet and returns all of it. A memory that no longer fits
    /// (history rewritten, mailmap changed, clone deepened) is dropped and everything read anew.
    pub fn history(
        &self,
        memory: Option<Memory>,
        now: At,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Memory, Problem> {
        let repo = self.local();
        let (branch, Some(tip)) = self.default_tip(&repo) else {
            let mut memory = Memory::default();
            memory
                .facts
                .unknown
                .push(Unknown { reason: "history: no commits yet".into(), count: 1 });
            return Ok(memory);
        };
        let world = self.world(&repo, tip);
        let memory = memory.filter(|it| it.fits(&branch, world.fingerprint)).unwrap_or_default();
        let mut objects = Bases::within(repo.objects.clone());
        objects.prevent_pack_unload();
        if let Some(read) = self.read_on(&objects, &world, memory, now, progress)? {
            return Ok(read.labelled(branch, world.fingerprint));
        }
        let read = self.read_on(&objects, &world, Memory::default(), now, progress)?;
        let read =
            read.ok_or_else(|| self.damaged("the history", "a commit is its own ancestor"))?;
        Ok(read.labelled(branch, world.fingerprint))
    }

    /// Who is who, as the tree of this commit says.
    pub(crate) fn mailmap(&self, tip: ObjectId) -> gix::mailmap::Snapshot {
        gix::mailmap::Snapshot::from_bytes(&self.world(&self.local(), tip).mailmap)
    }

    /// What besides commits decides how a history reads.
    fn world(&self, repo: &gix::Repository, tip: ObjectId) -> World {
        let shallow = repo.shallow_commits().ok().flatten();
        let shallow: HashSet<u64> =
            shallow.iter().flat_map(|it| it.iter()).map(|it| seen::key(it)).collect();
        let mailmap = (|| {
            let tree = repo.find_commit(tip).ok()?.tree().ok()?;
            let entry = tree.lookup_entry_by_path(".mailmap").ok()??;
            let small =
                repo.find_header(entry.object_id()).ok()?.size() <= crate::files::FILE_BYTES;
            (entry.mode().is_blob() && small).then(|| entry.object().ok())?.map(gix::Object::detach)
        })();
        let (mailmap, mut fingerprint) = match mailmap {
            Some(blob) => (blob.data.clone(), bytes::checksum(&blob.data)),
            None => (Vec::new(), 0),
        };
        // Order in the shallow file means nothing.
        fingerprint ^= shallow.iter().fold(0, |sum, key| sum ^ key.rotate_left(17));
        World { tip, mailmap, shallow, fingerprint }
    }

    /// `None` if the memory turns out to be of another history.
    fn read_on(
        &self,
        objects: &gix::OdbHandle,
        world: &World,
        memory: Memory,
        now: At,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<Memory>, Problem> {
        let Memory { facts, seen, tags, split, .. } = memory;
        let people = People::new(&world.mailmap, facts.identities);
        let mut walk = Walk::new(objects, people, seen, &world.shallow, now, progress);
        let facts = Facts { identities: Vec::new(), ..facts };
        let chain = walk.first_parents(world.tip, &facts)?;
        let Some(chain) = chain else { return Ok(None) };
        let mut memory = Memory { facts, tags, split, ..Memory::default() };
        let trees = self.trees_to_compare(&chain, &memory.facts);
        let places = std::thread::scope(|scope| {
            let looker = trees.iter().any(Option::is_some).then(|| {
                scope.spawn(|| areas::Places::of(&Bases::within(self.local().objects), &trees))
            });
            walk.add(&chain, &mut memory.facts);
            looker.map(std::thread::ScopedJoinHandle::join)
        });
        if let Some(Ok(places)) = places {
            let found = places.areas(&mut memory.split, &mut memory.facts.areas);
            let from = memory.facts.landings.area.len() - found.len();
            memory.facts.landings.area[from..].copy_from_slice(&found);
            walk.doubts.add("areas: folders missing or damaged", places.unreadable);
        }
        tags::read(&self.local(), &mut walk, &mut memory);
        memory.facts.read_to = world.tip.to_string();
        walk.finish(&mut memory);
        Ok(Some(memory))
    }

    /// Pairs of trees, one for each new landing, oldest first; `None` where paths are not read.
    fn trees_to_compare(
        &self,
        chain: &Chain,
        facts: &Facts,
    ) -> Vec<Option<(Option<ObjectId>, ObjectId)>> {
        let newest = chain.steps.first().map_or(0, |it| it.at.0);
        let mut before = chain.onto.and_then(|id| {
            let repo = self.local();
            Some(repo.find_commit(id).ok()?.tree_id().ok()?.detach())
        });
        let mut pairs = Vec::with_capacity(chain.steps.len());
        for (at, step) in chain.steps.iter().rev().enumerate() {
            let recent = step.at.0 > newest - AREA_WINDOW;
            let cut_off = at == 0 && (chain.cut || !facts.landings.is_empty() && before.is_none());
            let tree = step.tree.filter(|_| recent && !cut_off);
            pairs.push(tree.map(|tree| (before, tree)));
            before = step.tree;
        }
        pairs
    }
}

struct World {
    tip: ObjectId,
    mailmap: Vec<u8>,
    /// Keys of commits whose parents were left out of the clone.
    shallow: HashSet<u64>,
    fingerprint: u64,
}

/// What could not be known, counted by reason.
#[derive(Debug, Default)]
struct Doubts(Vec<Unknown>);

impl Doubts {
    fn add(&mut self, reason: &str, count: u32) {
        if count == 0 {
            return;
        }
        match self.0.iter_mut().find(|it| it.reason == reason) {
            Some(known) => known.count = known.count.saturating_add(count),
            None => self.0.push(Unknown { reason: reason.to_owned(), count }),
        }
    }
}
