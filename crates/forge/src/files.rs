//! Single files: as the newest commit has them, or as they lie in the work tree.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Component, Path};

use gix::bstr::ByteSlice as _;

use crate::open::Repository;
use crate::trees::{Compare, What};

/// Larger files are treated as absent: nothing we read by name is that long.
pub(crate) const FILE_BYTES: u64 = 4 << 20;

impl Repository {
    /// Name of the branch that landings go to: what `origin/HEAD` points to, else `main`, `master`
    /// or `trunk`, else the branch checked out. `HEAD` when detached and nothing else is known.
    pub fn default_branch(&self) -> String {
        let repo = self.local();
        self.default_tip(&repo).0
    }

    /// The default branch's name and its newest commit; `None` before the first commit.
    pub(crate) fn default_tip(&self, repo: &gix::Repository) -> (String, Option<gix::ObjectId>) {
        let commit_of = |name: &str| {
            let id = repo.try_find_reference(name).ok()??.into_fully_peeled_id().ok()?.detach();
            repo.find_header(id).is_ok_and(|it| it.kind().is_commit()).then_some(id)
        };
        let remote = repo.try_find_reference("refs/remotes/origin/HEAD").ok().flatten();
        if let Some(name) =
            remote.as_ref().and_then(|it| it.target().try_name().map(|it| it.as_bstr().to_string()))
            && let Some(short) = name.strip_prefix("refs/remotes/origin/")
        {
            // A local branch of that name may be ahead of what was fetched, or behind: the newer of
            // the two would need a walk, so the one people push to counts.
            if let Some(id) = commit_of(&name) {
                return (short.to_owned(), Some(id));
            }
        }
        let head = repo.head_name().ok().flatten().map(|it| it.shorten().to_string());
        if let Some(name) = head.as_deref().filter(|it| COMMON.contains(it))
            && let Some(id) = commit_of(&format!("refs/heads/{name}"))
        {
            return (name.to_owned(), Some(id));
        }
        for name in COMMON {
            for full in [format!("refs/heads/{name}"), format!("refs/remotes/origin/{name}")] {
                if let Some(id) = commit_of(&full) {
                    return (name.to_owned(), Some(id));
                }
            }
        }
        let tip = repo.head_id().ok().map(gix::Id::detach);
        (head.unwrap_or_else(|| "HEAD".to_owned()), tip)
    }

    /// The file's bytes at `HEAD`; `None` if it is not there, no plain file, or too long.
    pub fn file_at_head(&self, path: &str) -> Option<Vec<u8>> {
        let repo = self.local();
        let entry = repo.head_tree().ok()?.lookup_entry_by_path(plain(path)?).ok()??;
        let small = repo.find_header(entry.object_id()).ok()?.size() <= FILE_BYTES;
        if !entry.mode().is_blob() || !small {
            return None;
        }
        Some(entry.object().ok()?.detach().data)
    }

    /// The file's bytes as it lies on disk, edited or not. Links are not followed, and nothing
    /// outside the work tree is read. In a bare repository the same as at `HEAD`.
    pub fn file_in_work_tree(&self, path: &str) -> Option<Vec<u8>> {
        if self.is_bare() {
            return self.file_at_head(path);
        }
        let mut at = self.root().to_owned();
        for part in plain(path)?.components() {
            at.push(part);
            if std::fs::symlink_metadata(&at).ok()?.is_symlink() {
                return None;
            }
        }
        let file = std::fs::File::open(&at).ok()?;
        if !file.metadata().ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        file.take(FILE_BYTES + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= FILE_BYTES).then_some(bytes)
    }

    /// The id git would give the file as it lies in the work tree: its version.
    pub fn blob_id(&self, path: &str) -> Option<String> {
        let bytes = self.file_in_work_tree(path)?;
        let hash = self.local().object_hash();
        let id = gix::objs::compute_hash(hash, gix::objs::Kind::Blob, &bytes).ok()?;
        Some(id.to_string())
    }

    /// Paths of all plain files at `HEAD`, in git's order, at most `limit`.
    pub fn paths_at_head(&self, limit: usize) -> Vec<String> {
        let repo = self.local();
        let mut found = Vec::new();
        let Ok(tree) = repo.head_tree_id_or_empty() else { return found };
        // What could not be read is left out; there is no better answer.
        let _whole =
            Compare::new(&repo.objects).between(None, Some(tree.detach()), &mut |path, _, is| {
                if is.is_some_and(|it| matches!(it.what, What::File | What::Program)) {
                    found.push(path.to_str_lossy().into_owned());
                }
                if found.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
        found
    }
}

const COMMON: [&str; 3] = ["main", "master", "trunk"];

/// A relative path of plain names only; a leading `./` is fine.
fn plain(path: &str) -> Option<&Path> {
    let path = Path::new(path.strip_prefix("./").unwrap_or(path));
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && path.components().next().is_some()).then_some(path)
}
