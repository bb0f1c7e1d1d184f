//! What a range of commits changes: paths, lines, and the texts of manifests.

use std::collections::HashMap;
use std::ops::ControlFlow;

use domain::lanes::change::{Change, Fate, wants_texts};
use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::diff::blob::{Algorithm, Diff, InternedInput};
use gix::prelude::FindExt as _;

use crate::history::message;
use crate::open::{Problem, Repository};
use crate::trees::{Compare, Entry, What};

/// The two ends of a comparison, as hex ids, and in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// `None` where the comparison starts from nothing: the first commit.
    pub base: Option<String>,
    pub head: String,
    /// `main..HEAD`, `the last landing on main` …
    pub words: String,
}

/// `key: value` from the last paragraph of a commit message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trailer {
    pub key: String,
    pub value: String,
}

/// More changed paths than this are an import; the comparison is refused.
const PATHS: usize = 100_000;
/// Longer files count as binary: no lines, no text.
const FILE_BYTES: u64 = 2 << 20;
/// Once this much was compared, further files count all their lines as replaced.
const ALL_BYTES: usize = 128 << 20;
const TRAILER_COMMITS: usize = 2_000;

struct Range {
    base: Option<ObjectId>,
    head: ObjectId,
    words: String,
}

impl Repository {
    /// What `changes` and `trailers` compare for this range.
    ///
    /// `BASE..HEAD` and `BASE...HEAD` both start where HEAD left BASE, as a forge shows a request;
    /// a single name is a BASE. Without a range: from where HEAD left the default branch; on that
    /// branch itself, the last landing.
    pub fn compared(&self, range: Option<&str>) -> Result<Compared, Problem> {
        let range = self.range(&self.local(), range)?;
        let base = range.base.map(|it| it.to_string());
        Ok(Compared { base, head: range.head.to_string(), words: range.words })
    }

    /// Every path that differs, in path order. Files that only moved are `Renamed`; what moved and
    /// changed is one `Removed` and one `Added`. Binary and very long files have no lines.
    pub fn changes(&self, range: Option<&str>) -> Result<Vec<Change>, Problem> {
        let repo = self.local();
        let range = self.range(&repo, range)?;
        let tree_of = |id: ObjectId| {
            let commit = repo.find_commit(id).map_err(|it| self.damaged("a commit", it))?;
            Ok(commit.tree_id().map_err(|it| self.damaged("a commit", it))?.detach())
        };
        let before = range.base.map(tree_of).transpose()?;
        let after = tree_of(range.head)?;
        let mut texts = Texts { objects: &repo.objects, left: ALL_BYTES };
        let mut found: Vec<(Change, Sides)> = Vec::new();
        let mut compare = Compare::new(&repo.objects);
        let mut visit = |path: &[u8], was: Option<Entry<'_>>, is: Option<Entry<'_>>| {
            let sides =
                Sides { was: was.map(|it| (it.what, it.id)), is: is.map(|it| (it.what, it.id)) };
            found.push((
                Change { path: path.to_str_lossy().into_owned(), ..Change::default() },
                sides,
            ));
            if found.len() > PATHS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let whole = compare.between(before, Some(after), &mut visit);
        whole.map_err(|_| self.damaged("the folders of this range", "some are missing"))?;
        if found.len() > PATHS {
            return Err(Problem::TooLarge { words: range.words, paths: PATHS });
        }
        join_renames(&mut found);
        for (change, sides) in &mut found {
            texts.fill(change, *sides);
        }
        let mut changes: Vec<Change> = found.into_iter().map(|it| it.0).collect();
        changes.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(changes)
    }

    /// Trailers of all commits in the range, newest commit first.
    pub fn trailers(&self, range: Option<&str>) -> Result<Vec<Trailer>, Problem> {
        let repo = self.local();
        let range = self.range(&repo, range)?;
        let walk = repo.rev_walk([range.head]).with_hidden(range.base);
        let walk = walk.all().map_err(|it| self.damaged("the history", it))?;
        let mut found = Vec::new();
        for commit in walk.take(TRAILER_COMMITS) {
            let Ok(commit) = commit else { break };
            let Ok(commit) = commit.object() else { break };
            let text = commit.message_raw().map(|it| message::trailers(it)).unwrap_or_default();
            found.extend(text.into_iter().map(|(key, value)| Trailer { key, value }));
        }
        Ok(found)
    }

    /// Base and head of a range, for walking its commits.
    pub(crate) fn ends(
        &self,
        range: Option<&str>,
    ) -> Result<(Option<ObjectId>, ObjectId), Problem> {
        let range = self.range(&self.local(), range)?;
        Ok((range.base, range.head))
    }

    fn range(&self, repo: &gix::Repository, range: Option<&str>) -> Result<Range, Problem> {
        let named = |name: &str| {
            let name = if name.trim().is_empty() { "HEAD" } else { name.trim() };
            let id = (name.len() < 500).then(|| repo.rev_parse_single(name).ok()).flatten();
            let commit = id.and_then(|it| it.object().ok()?.peel_to_commit().ok());
            commit.map(|it| it.id).ok_or_else(|| Problem::UnknownRevision(name.to_owned()))
        };
        if repo.head_id().is_err() && range.is_none() {
            return Err(Problem::NoCommits(self.root().to_owned()));
        }
        let Some(range) = range else { return self.usual_range(repo) };
        let (base, head) =
            range.split_once("...").or(range.split_once("..")).unwrap_or((range, ""));
        let (from, to) = (named(base)?, named(head)?);
        let head = if head.is_empty() { "HEAD" } else { head };
        let shared = shared(repo, from, to).ok_or_else(|| apart(repo, base, head))?;
        Ok(Range { base: Some(shared), head: to, words: range.to_owned() })
    }

    fn usual_range(&self, repo: &gix::Repository) -> Result<Range, Problem> {
        let head = repo.head_id().map_err(|_| Problem::NoCommits(self.root().to_owned()))?.detach();
        let (branch, tip) = self.default_tip(repo);
        let tip = tip.unwrap_or(head);
        let shared = shared(repo, tip, head).ok_or_else(|| apart(repo, &branch, "HEAD"))?;
        if shared != head {
            return Ok(Range { base: Some(shared), head, words: format!("{branch}..HEAD") });
        }
        let commit = repo.find_commit(head).map_err(|it| self.damaged("the newest commit", it))?;
        let base = commit.parent_ids().next().map(gix::Id::detach);
        let words = format!("the last landing on {branch}");
        // Compared with nothing, a commit whose parent was left out would seem to add every file.
        match base.is_none_or(|it| repo.has_object(it)) {
            true => Ok(Range { base, head, words }),
            false => Err(Problem::CutOff(words)),
        }
    }
}

/// Why two commits share none: because they do not, or because the clone holds too little.
fn apart(repo: &gix::Repository, one: &str, other: &str) -> Problem {
    if repo.is_shallow().unwrap_or(false) {
        return Problem::CutOff(format!("{one}..{other}"));
    }
    Problem::Unrelated(one.to_owned(), other.to_owned())
}

/// The newest commit both have.
fn shared(repo: &gix::Repository, one: ObjectId, two: ObjectId) -> Option<ObjectId> {
    repo.merge_base(one, two).ok()?.map(gix::Id::detach)
}

#[derive(Clone, Copy)]
struct Sides {
    was: Option<(What, ObjectId)>,
    is: Option<(What, ObjectId)>,
}

/// A file gone from one place and found unchanged in another has moved.
fn join_renames(found: &mut Vec<(Change, Sides)>) {
    let mut gone: HashMap<ObjectId, Vec<usize>> = HashMap::new();
    for (at, (_, sides)) in found.iter().enumerate() {
        if let (Some((_, id)), None) = (sides.was, sides.is) {
            gone.entry(id).or_default().push(at);
        }
    }
    let mut moved = Vec::new();
    for at in 0..found.len() {
        let (Some((_, id)), None) = (found[at].1.is, found[at].1.was) else { continue };
        let Some(from) = gone.get_mut(&id).and_then(Vec::pop) else { continue };
        found[at].0.was = Some(found[from].0.path.clone());
        found[at].1.was = found[from].1.was;
        moved.push(from);
    }
    moved.sort_unstable_by(|a, b| b.cmp(a));
    for at in moved {
        found.swap_remove(at);
    }
}

struct Texts<'a> {
    objects: &'a gix::OdbHandle,
    left: usize,
}

impl Texts<'_> {
    fn fill(&mut self, change: &mut Change, sides: Sides) {
        change.fate = match (sides.was, sides.is) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            _ if change.was.is_some() => Fate::Renamed,
            _ => Fate::Edited,
        };
        let same = sides.was.map(|it| it.1) == sides.is.map(|it| it.1);
        let wanted = wants_texts(&change.path);
        if same && !wanted {
            return;
        }
        let (before, after) = (self.text(sides.was), self.text(sides.is));
        if let (Some(before), Some(after)) = (&before, &after)
            && !same
        {
            (change.lines_added, change.lines_deleted) = self.lines(before, after);
        }
        if wanted {
            let text = |side: Option<_>, bytes: Option<Vec<u8>>| {
                side.and(bytes).and_then(|it| String::from_utf8(it).ok())
            };
            change.before = text(sides.was, before);
            change.after = text(sides.is, after);
        }
    }

    /// The bytes of one side, empty where it does not exist; `None` for what has no lines.
    fn text(&self, side: Option<(What, ObjectId)>) -> Option<Vec<u8>> {
        let Some((what, id)) = side else { return Some(Vec::new()) };
        if what == What::Commit {
            return Some(format!("Subproject commit {id}\n").into_bytes());
        }
        let size = gix::prelude::HeaderExt::header(self.objects, id).ok()?.size();
        if size > FILE_BYTES {
            return None;
        }
        let mut bytes = Vec::new();
        let kind = self.objects.find(&id, &mut bytes).ok()?.kind;
        let binary = bytes.iter().take(8000).any(|it| *it == 0);
        (kind == gix::objs::Kind::Blob && !binary).then_some(bytes)
    }

    fn lines(&mut self, before: &[u8], after: &[u8]) -> (u32, u32) {
        let count = |text: &[u8]| gix::diff::blob::sources::byte_lines(text).count() as u32;
        if before.is_empty() || after.is_empty() || self.left < before.len() + after.len() {
            return (count(after), count(before));
        }
        self.left -= before.len() + after.len();
        let input = InternedInput::new(before, after);
        let diff = Diff::compute(Algorithm::Myers, &input);
        (diff.count_additions(), diff.count_removals())
    }
}
