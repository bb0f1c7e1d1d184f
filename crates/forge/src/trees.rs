//! Two trees compared, folder by folder, equal ones skipped unread. No file is opened.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use gix::ObjectId;
use gix::bstr::ByteSlice as _;
use gix::prelude::FindExt as _;

/// Reads each tree once while it is of use: neighbours in a history share nearly all of them.
pub(crate) struct Compare<'a> {
    objects: &'a gix::OdbHandle,
    cache: HashMap<ObjectId, Rc<[u8]>>,
    cached: usize,
    buffer: Vec<u8>,
    /// Folders that may still be opened in this comparison.
    folders: u32,
    path: Vec<u8>,
}

/// Something in a folder: a file, a link, a folder, or another repository's commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry<'a> {
    name: &'a [u8],
    pub(crate) what: What,
    pub(crate) id: ObjectId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    File,
    /// A file that may be run.
    Program,
    Link,
    Folder,
    /// A submodule.
    Commit,
}

/// A folder or more could not be read, or there were too many: the answer is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Incomplete;

/// Called with the path and what was there before and after; may stop the comparison.
pub(crate) type Visit<'v> =
    dyn FnMut(&[u8], Option<Entry<'_>>, Option<Entry<'_>>) -> ControlFlow<()> + 'v;

const FOLDERS: u32 = 50_000;
/// Deeper and longer paths than any file system takes are not followed.
const DEPTH: usize = 128;
const PATH_BYTES: usize = 4096;
const CACHE_BYTES: usize = 6 << 20;

impl<'a> Compare<'a> {
    pub(crate) fn new(objects: &'a gix::OdbHandle) -> Self {
        let (cache, buffer, path) = (HashMap::new(), Vec::new(), Vec::new());
        Self { objects, cache, cached: 0, buffer, folders: 0, path }
    }

    /// Visits every changed entry that is no folder, in git's order. `None` is the empty tree.
    pub(crate) fn between(
        &mut self,
        before: Option<ObjectId>,
        after: Option<ObjectId>,
        visit: &mut Visit<'_>,
    ) -> Result<(), Incomplete> {
        self.folders = FOLDERS;
        self.path.clear();
        let mut whole = Ok(());
        let _stopped = self.folder(before, after, 0, &mut whole, visit);
        whole
    }

    fn folder(
        &mut self,
        before: Option<ObjectId>,
        after: Option<ObjectId>,
        depth: usize,
        whole: &mut Result<(), Incomplete>,
        visit: &mut Visit<'_>,
    ) -> ControlFlow<()> {
        if self.folders == 0 || depth > DEPTH || self.path.len() > PATH_BYTES {
            *whole = Err(Incomplete);
            return ControlFlow::Continue(());
        }
        self.folders -= 1;
        let (Some(old), Some(new)) = (self.tree(before), self.tree(after)) else {
            *whole = Err(Incomplete);
            return ControlFlow::Continue(());
        };
        for (was, is) in Pairs::of(&old, &new) {
            let same = |a: Entry<'_>, b: Entry<'_>| a.id == b.id && a.what == b.what;
            if was.zip(is).is_some_and(|(was, is)| same(was, is)) {
                continue;
            }
            let Some(either) = is.or(was) else { continue };
            let keep = self.path.len();
            if keep > 0 {
                self.path.push(b'/');
            }
            self.path.extend_from_slice(either.name);
            let flow = if either.what == What::Folder {
                self.folder(was.map(|it| it.id), is.map(|it| it.id), depth + 1, whole, visit)
            } else {
                visit(&self.path, was, is)
            };
            self.path.truncate(keep);
            flow?;
        }
        ControlFlow::Continue(())
    }

    fn tree(&mut self, id: Option<ObjectId>) -> Option<Rc<[u8]>> {
        // Git knows the empty tree without keeping it.
        let Some(id) = id.filter(|it| *it != ObjectId::empty_tree(it.kind())) else {
            return Some(Rc::from(&b""[..]));
        };
        if let Some(bytes) = self.cache.get(&id) {
            return Some(bytes.clone());
        }
        let found = self.objects.find(&id, &mut self.buffer).ok()?;
        if found.kind != gix::objs::Kind::Tree {
            return None;
        }
        let bytes: Rc<[u8]> = Rc::from(found.data);
        self.cached += bytes.len() + 64;
        if self.cached > CACHE_BYTES {
            self.cache.clear();
            self.cached = bytes.len();
        }
        self.cache.insert(id, bytes.clone());
        Some(bytes)
    }
}

/// Entries of two folders side by side, each pair once.
struct Pairs<'a> {
    old: Entries<'a>,
    new: Entries<'a>,
    was: Option<Entry<'a>>,
    is: Option<Entry<'a>>,
}

impl<'a> Pairs<'a> {
    fn of(old: &'a [u8], new: &'a [u8]) -> Self {
        let (mut old, mut new) = (Entries(old), Entries(new));
        let (was, is) = (old.next(), new.next());
        Self { old, new, was, is }
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (Option<Entry<'a>>, Option<Entry<'a>>);

    fn next(&mut self) -> Option<Self::Item> {
        let order = match (&self.was, &self.is) {
            (Some(was), Some(is)) => was.order(is),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return None,
        };
        let mut pair = (None, None);
        if order.is_le() {
            pair.0 = std::mem::replace(&mut self.was, self.old.next());
        }
        if order.is_ge() {
            pair.1 = std::mem::replace(&mut self.is, self.new.next());
        }
        Some(pair)
    }
}

/// Entries of a raw tree: `mode name\0id`, sorted. Ends early at the first damaged one.
struct Entries<'a>(&'a [u8]);

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let space = self.0.find_byte(b' ')?;
        let (mode, rest) = self.0.split_at(space);
        let end = rest.find_byte(0)?;
        let id = ObjectId::try_from(rest.get(end + 1..end + 21)?).ok()?;
        self.0 = &rest[end + 21..];
        let what = match mode {
            b"40000" | b"040000" => What::Folder,
            b"120000" => What::Link,
            b"160000" => What::Commit,
            b"100755" => What::Program,
            _ => What::File,
        };
        Some(Entry { name: &rest[1..end], what, id })
    }
}

impl Entry<'_> {
    /// Git's order; a folder and a file of one name are two entries.
    fn order(&self, other: &Self) -> Ordering {
        let common = self.name.len().min(other.name.len());
        self.name[..common].cmp(&other.name[..common]).then_with(|| {
            let folder = |it: &Self| (it.what == What::Folder).then_some(b'/');
            let next = |it: &Self| it.name.get(common).copied().or(folder(it));
            next(self).cmp(&next(other))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(entries: &[(&str, &str, u8)]) -> Vec<u8> {
        let one = |(mode, name, id): &(&str, &str, u8)| {
            [format!("{mode} {name}\0").into_bytes(), vec![*id; 20]].concat()
        };
        entries.iter().flat_map(one).collect()
    }

    #[test]
    fn folders_are_paired_by_name_and_kind() {
        let old = tree(&[("100644", "a", 1), ("40000", "b", 2), ("100644", "c", 3)]);
        let new = tree(&[("100644", "b", 4), ("40000", "b", 2), ("100644", "d", 5)]);
        let found: Vec<String> = Pairs::of(&old, &new)
            .map(|(was, is)| {
                let show = |it: Option<Entry<'_>>| {
                    it.map_or("-".into(), |it| format!("{}{:?}", it.name.as_bstr(), it.what))
                };
                format!("{} {}", show(was), show(is))
            })
            .collect();
        assert_eq!(found, ["aFile -", "- bFile", "bFolder bFolder", "cFile -", "- dFile"]);
    }

    #[test]
    fn a_damaged_tree_ends_early() {
        let mut bytes = tree(&[("100644", "a", 1), ("100644", "b", 2)]);
        bytes.truncate(bytes.len() - 3);
        assert_eq!(Entries(&bytes).count(), 1);
        assert_eq!(Entries(b"100644").count(), 0);
        assert_eq!(Entries(b"\0\0\0").count(), 0);
    }

    proptest::proptest! {
        #[test]
        fn every_name_comes_up_once_with_what_it_was_and_is(
            old in proptest::collection::btree_map("[a-c]{1,2}", 1_u8..4, 0..7),
            new in proptest::collection::btree_map("[a-c]{1,2}", 1_u8..4, 0..7),
        ) {
            let raw = |all: &std::collections::BTreeMap<String, u8>| {
                let entries: Vec<(&str, &str, u8)> =
                    all.iter().map(|(name, id)| ("100644", name.as_str(), *id)).collect();
                tree(&entries)
            };
            let (before, after) = (raw(&old), raw(&new));
            let mut names = Vec::new();
            for (was, is) in Pairs::of(&before, &after) {
                let name = is.or(was).expect("a pair has a side").name.to_str().expect("text").to_owned();
                let id = |it: Option<Entry<'_>>| it.map(|it| it.id.as_bytes()[0]);
                proptest::prop_assert_eq!((id(was), id(is)), (old.get(&name).copied(), new.get(&name).copied()));
                names.push(name);
            }
            let all: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).cloned().collect();
            proptest::prop_assert_eq!(names, all.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn each_kind_of_entry_is_known_by_its_mode() {
        let bytes = tree(&[
            ("40000", "a", 1),
            ("040000", "b", 1),
            ("100644", "c", 1),
            ("100664", "d", 1),
            ("100755", "e", 1),
            ("120000", "f", 1),
            ("160000", "g", 1),
        ]);
        let found: Vec<What> = Entries(&bytes).map(|it| it.what).collect();
        use What::{Commit, File, Folder, Link, Program};
        assert_eq!(found, [Folder, Folder, File, File, Program, Link, Commit]);
    }
}
