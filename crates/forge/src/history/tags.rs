//! Tags as releases: when each was made and which landings it holds.

use std::collections::HashMap;

use domain::facts::Release;
use domain::id::At;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::objs::Kind;
use gix::prelude::FindExt as _;

use super::commit::{parse, signed};
use super::memory::{Memory, Tag};
use super::releases::release_name;
use super::seen::Seen;
use super::walk::Walk;

/// A tag of a tag of a tag …: followed this far.
const NESTED: usize = 8;
/// More tags than this are not read; the count says so.
const TAGS: usize = 200_000;

/// Fills `memory.tags` and `facts.releases`; tags known with the same target are not read again.
pub(super) fn read(repo: &gix::Repository, walk: &mut Walk<'_>, memory: &mut Memory) {
    let known = std::mem::take(&mut memory.tags);
    let known: HashMap<(String, ObjectId), Option<Release>> =
        known.into_iter().map(|it| ((it.name, it.target), it.release)).collect();
    let mut off = Seen::default();
    let mut doubts = [0; 4];
    let [nameless, pointless, off_branch, unread] = &mut doubts;
    let platform = repo.references().ok();
    let all = platform.as_ref().and_then(|it| it.tags().ok()).into_iter().flatten();
    for found in all {
        let Ok(found) = found else {
            *unread += 1;
            continue;
        };
        let Some(target) = found.target().try_id().map(ToOwned::to_owned) else { continue };
        let name = found.name().shorten().to_str_lossy().into_owned();
        let Some(named) = release_name(&name) else {
            *nameless += 1;
            continue;
        };
        if memory.tags.len() >= TAGS {
            *unread += 1;
            continue;
        }
        let release = match known.get(&(name.clone(), target)) {
            Some(release) => release.clone(),
            None => resolve(&repo.objects, target).map(|(commit, at)| {
                let landing = walk.contained(commit, &mut off);
                Release { name: name.clone(), at, landing, series: named.series, pre: named.pre }
            }),
        };
        match &release {
            None => *pointless += 1,
            Some(release) if release.landing.is_none() => *off_branch += 1,
            Some(_) => {}
        }
        memory.tags.push(Tag { name, target, release });
    }
    let mut releases: Vec<Release> =
        memory.tags.iter().filter_map(|it| it.release.clone()).collect();
    releases.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.name.cmp(&b.name)));
    memory.facts.releases = releases;
    let reasons = [
        "tags: names without a version",
        "tags: not on a commit that is here",
        "tags: on no history this branch shares",
        "tags: not readable",
    ];
    memory.facts.unknown.retain(|it| !reasons.contains(&it.reason.as_str()));
    for (reason, count) in reasons.into_iter().zip(doubts) {
        walk.doubts.add(reason, count);
    }
}

/// The tagged commit, and when the tag was made: by its tagger, else by the commit.
fn resolve(objects: &gix::OdbHandle, target: ObjectId) -> Option<(ObjectId, At)> {
    let mut buffer = Vec::new();
    let (mut id, mut made) = (target, None);
    for _ in 0..NESTED {
        let found = objects.find(&id, &mut buffer).ok()?;
        match found.kind {
            Kind::Commit => {
                let at = made.unwrap_or_else(|| parse(found.data).committer.at);
                return Some((id, At(at * 1000)));
            }
            Kind::Tag => {
                let header = found.data.lines().take_while(|it| !it.is_empty());
                let mut next = None;
                for line in header {
                    if let Some(hex) = line.strip_prefix(b"object ") {
                        next = ObjectId::from_hex(hex).ok();
                    } else if let Some(rest) = line.strip_prefix(b"tagger ") {
                        let tagger = signed(rest);
                        made = made.or(tagger.dated.then_some(tagger.at));
                    }
                }
                id = next?;
            }
            Kind::Tree | Kind::Blob => return None,
        }
    }
    None
}
