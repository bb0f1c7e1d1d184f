//! The walk itself: along first parents, then into what each merge brought in.

use std::collections::HashSet;

use domain::facts::{Facts, Landing, NO_AREA, Review, Shape};
use domain::id::At;
use gix::ObjectId;
use gix::prelude::FindExt as _;

use super::brought::Brought;
use super::commit::{self, Header, Signed};
use super::memory::Memory;
use super::people::People;
use super::seen::{Seen, key};
use super::{Doubts, Progress, message, reviews};
use crate::open::Problem;

/// What the walk along first parents found, newest first.
pub(super) struct Chain {
    pub(super) steps: Vec<Step>,
    /// The commit the oldest step was built on, if it was read before.
    pub(super) onto: Option<ObjectId>,
    /// Whether history goes on below the oldest step, out of reach.
    pub(super) cut: bool,
}

/// One landing before its merge was followed.
pub(super) struct Step {
    key: u64,
    pub(super) at: At,
    author_at: At,
    author: u32,
    /// Whether its own message names somebody who reviewed it.
    reviewed: bool,
    landed_by: u32,
    number: u32,
    pub(super) tree: Option<ObjectId>,
    /// Parents after the first.
    merged: Vec<ObjectId>,
}

pub(super) struct Walk<'a> {
    objects: &'a gix::OdbHandle,
    buffer: Vec<u8>,
    pub(super) people: People,
    /// Newest landing contained in each commit; `NONE` for commits of an unrelated root.
    pub(super) seen: Seen,
    shallow: &'a HashSet<u64>,
    now: At,
    progress: &'a mut dyn FnMut(Progress),
    commits: u64,
    pub(super) doubts: Doubts,
}

pub(super) const NONE: u32 = u32::MAX;
const MISSING: &str = "history: commits missing or damaged";

/// A commit whose parents are being looked at, while what they contain is summed up.
struct Frame {
    key: u64,
    contains: Option<u32>,
    parents: Vec<ObjectId>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        objects: &'a gix::OdbHandle,
        people: People,
        seen: Seen,
        shallow: &'a HashSet<u64>,
        now: At,
        progress: &'a mut dyn FnMut(Progress),
    ) -> Self {
        Self {
            objects,
            buffer: Vec::new(),
            people,
            seen,
            shallow,
            now,
            progress,
            commits: 0,
            doubts: Doubts::default(),
        }
    }

    /// From the tip down to what `facts` holds already, or to the root.
    /// `None` if `facts` is of a history that this tip does not continue.
    pub(super) fn first_parents(
        &mut self,
        tip: ObjectId,
        facts: &Facts,
    ) -> Result<Option<Chain>, Problem> {
        let last = ObjectId::from_hex(facts.read_to.as_bytes()).ok();
        let mut chain = Chain { steps: Vec::new(), onto: None, cut: false };
        let mut next = Some(tip);
        while let Some(id) = next {
            if Some(id) == last {
                chain.onto = Some(id);
                break;
            }
            let key = key(&id);
            if self.seen.get(key).is_some() {
                return Ok(None);
            }
            let Some(step) = self.step(id, key) else {
                chain.cut = true;
                self.doubts.add(MISSING, 1);
                break;
            };
            next = step.1;
            if next.is_none() && self.shallow.contains(&key) {
                chain.cut = true;
            }
            chain.steps.push(step.0);
        }
        Ok((last.is_none() || chain.onto.is_some()).then_some(chain))
    }

    fn step(&mut self, id: ObjectId, key: u64) -> Option<(Step, Option<ObjectId>)> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let found = self.read(&id, &mut buffer).map(|header| {
            let (at, author_at) = (self.date(header.committer), self.date(header.author));
            let author = self.people.number(header.author.who);
            let committer = self.people.number(header.committer.who);
            let merge = header.parents.len() > 1;
            // A forge that merges puts itself as committer and the person as author.
            let stands_in = merge && self.people.identities[committer as usize].bot;
            let landed_by = if stands_in { author } else { committer };
            if !merge && self.people.identities[committer as usize].bot && committer != author {
                self.doubts.add("who landed: the forge committed in somebody's name", 1);
            }
            let mut parents = header.parents;
            if self.shallow.contains(&key) {
                parents.clear();
            }
            let first = (!parents.is_empty()).then(|| parents.remove(0));
            let number = message::request_number(header.message).unwrap_or(0);
            let reviewed = reviews::names_one(&self.people, author, header.message);
            let (tree, merged) = (header.tree, parents);
            let step =
                Step { key, at, author_at, author, reviewed, landed_by, number, tree, merged };
            (step, first)
        });
        self.buffer = buffer;
        found
    }

    fn read<'b>(&mut self, id: &ObjectId, buffer: &'b mut Vec<u8>) -> Option<Header<'b>> {
        self.commits += 1;
        if self.commits.is_multiple_of(4096) {
            (self.progress)(Progress { commits: self.commits });
        }
        let found = self.objects.find(id, buffer).ok()?;
        (found.kind == gix::objs::Kind::Commit).then(|| commit::parse(found.data))
    }

    fn date(&mut self, signed: Signed<'_>) -> At {
        let at = At(signed.at * 1000);
        if !signed.dated {
            self.doubts.add("dates: not readable", 1);
        } else if at.0 <= 0 {
            self.doubts.add("dates: 1970 or earlier", 1);
        } else if at.since(self.now) > At::HOUR {
            self.doubts.add("dates: in the future", 1);
        }
        at
    }

    /// Appends the chain's landings, oldest first, following each merge.
    pub(super) fn add(&mut self, chain: &Chain, facts: &mut Facts) {
        if chain.cut {
            self.doubts.add("history: cut off, older landings are not here", 1);
        }
        let first = facts.landings.len() as u32;
        for (row, step) in (first..).zip(chain.steps.iter().rev()) {
            self.seen.set(step.key, row);
        }
        for step in chain.steps.iter().rev() {
            let brought = self.bring_in(step);
            let shape = match (step.merged.len(), step.number) {
                (0, 0) => Shape::Direct,
                (0, _) => Shape::Squash,
                (1, _) => Shape::Merge,
                _ => Shape::Octopus,
            };
            let merged = brought.first_author_at.is_some();
            let first_author_at = brought.first_author_at.unwrap_or(step.author_at);
            let last_author_at = brought.last_author_at.unwrap_or(step.author_at);
            let reviewed = step.reviewed || brought.reviewed;
            if first_author_at > step.at {
                self.doubts.add("dates: written after it landed", 1);
            }
            if facts.landings.at.last().is_some_and(|before| *before > step.at) {
                self.doubts.add("dates: landed before the landing below it", 1);
            }
            facts.landings.push(Landing {
                at: step.at,
                first_author_at,
                last_author_at,
                landed_by: step.landed_by,
                commits: if step.merged.is_empty() { 1 } else { brought.commits },
                author: if merged { brought.most() } else { step.author },
                shape,
                number: step.number,
                area: NO_AREA,
                commit: step.key,
                review: if reviewed { Review::Named } else { Review::NoneNamed },
            });
        }
    }

    /// Everything reachable from the merged parents that no earlier landing holds.
    fn bring_in(&mut self, step: &Step) -> Brought {
        let mut brought = Brought::default();
        let mut stack: Vec<Frame> = Vec::new();
        for merged in &step.merged {
            if self.seen.get(key(merged)).is_none() {
                stack.push(self.enter(*merged, &mut brought));
            }
            while let Some(frame) = stack.last_mut() {
                let Some(parent) = frame.parents.pop() else {
                    let (key, contains) = (frame.key, frame.contains);
                    stack.pop();
                    self.seen.set(key, contains.unwrap_or(NONE));
                    if let Some(child) = stack.last_mut() {
                        child.contains = child.contains.max(contains);
                    }
                    continue;
                };
                match self.seen.get(key(&parent)) {
                    Some(row) => frame.contains = frame.contains.max((row != NONE).then_some(row)),
                    None => stack.push(self.enter(parent, &mut brought)),
                }
            }
        }
        brought
    }

    fn enter(&mut self, id: ObjectId, brought: &mut Brought) -> Frame {
        let key = key(&id);
        let mut buffer = std::mem::take(&mut self.buffer);
        let parents = match self.read(&id, &mut buffer) {
            Some(header) => {
                let at = self.date(header.author);
                let author = self.people.number(header.author.who);
                brought.add(author, at);
                brought.reviewed |= reviews::names_one(&self.people, author, header.message);
                if self.shallow.contains(&key) { Vec::new() } else { header.parents }
            }
            None => {
                self.doubts.add(MISSING, 1);
                Vec::new()
            }
        };
        self.buffer = buffer;
        Frame { key, contains: None, parents }
    }

    /// Newest landing that a commit off the branch contains, through commits not seen before.
    pub(super) fn contained(&mut self, id: ObjectId, off: &mut Seen) -> Option<u32> {
        let known = |seen: &Seen, off: &Seen, id: &ObjectId| {
            seen.get(key(id)).or_else(|| off.get(key(id))).map(|row| (row != NONE).then_some(row))
        };
        if let Some(row) = known(&self.seen, off, &id) {
            return row;
        }
        let mut stack = vec![self.off_branch(id, off)];
        let mut answer = None;
        while let Some(frame) = stack.last_mut() {
            let Some(parent) = frame.parents.pop() else {
                let (key, contains) = (frame.key, frame.contains);
                stack.pop();
                off.set(key, contains.unwrap_or(NONE));
                match stack.last_mut() {
                    Some(child) => child.contains = child.contains.max(contains),
                    None => answer = contains,
                }
                continue;
            };
            match known(&self.seen, off, &parent) {
                Some(row) => frame.contains = frame.contains.max(row),
                None => stack.push(self.off_branch(parent, off)),
            }
        }
        answer
    }

    fn off_branch(&mut self, id: ObjectId, off: &Seen) -> Frame {
        let key = key(&id);
        let mut buffer = std::mem::take(&mut self.buffer);
        let within = off.len() < OFF_BRANCH && !self.shallow.contains(&key);
        let header = if within { self.read(&id, &mut buffer) } else { None };
        let parents = header.map(|it| it.parents).unwrap_or_default();
        self.buffer = buffer;
        Frame { key, contains: None, parents }
    }

    pub(super) fn finish(self, memory: &mut Memory) {
        memory.seen = self.seen;
        memory.facts.identities = self.people.identities;
        let mut doubts = Doubts(std::mem::take(&mut memory.facts.unknown));
        for new in self.doubts.0 {
            doubts.add(&new.reason, new.count);
        }
        memory.facts.unknown = doubts.0;
    }
}

/// Commits reachable from tags alone; more are not worth a release's exact place.
const OFF_BRANCH: usize = 200_000;
