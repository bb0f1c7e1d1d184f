//! Where landings of the last two years took place: trees compared, no file ever opened.

use std::collections::HashMap;
use std::ops::ControlFlow;

use domain::facts::NO_AREA;
use gix::ObjectId;
use gix::bstr::ByteSlice as _;

use super::people::plain_text;
use crate::trees::Compare;

/// For each landing looked at, the deepest area (three folders) where most of its changes lie.
pub(super) struct Places {
    names: Vec<String>,
    by_folder: HashMap<Vec<u8>, u32>,
    /// `u32::MAX` where paths were not read.
    pub(super) of_landing: Vec<u32>,
    /// Landings whose trees were missing or damaged.
    pub(super) unreadable: u32,
}

/// Folders below which all is one area.
const DEPTH: usize = 3;
/// Counting stops here; what most of so many changes touch is known by then.
const CHANGES: u32 = 3_000;
const UNREAD: u32 = u32::MAX;

/// A file at the top belongs to this one.
pub(super) const TOP: &str = ".";

impl Places {
    /// One row for each `(tree before, tree after)`, in order. `None` is the empty tree.
    pub(super) fn of(
        objects: &gix::OdbHandle,
        trees: &[Option<(Option<ObjectId>, ObjectId)>],
    ) -> Self {
        let mut places = Self {
            names: Vec::new(),
            by_folder: HashMap::new(),
            of_landing: Vec::with_capacity(trees.len()),
            unreadable: 0,
        };
        let mut compare = Compare::new(objects);
        let mut counts: Vec<(u32, u32)> = Vec::new();
        for pair in trees {
            let Some((before, after)) = pair else {
                places.of_landing.push(UNREAD);
                continue;
            };
            counts.clear();
            let mut left = CHANGES;
            let whole = compare.between(*before, Some(*after), &mut |path, _, _| {
                places.count(folder(path), &mut counts);
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            places.unreadable += u32::from(whole.is_err());
            let most = places.most(&counts);
            places.of_landing.push(most);
        }
        places
    }

    fn count(&mut self, folder: &[u8], counts: &mut Vec<(u32, u32)>) {
        let number = match self.by_folder.get(folder) {
            Some(number) => *number,
            None => {
                let number = self.names.len() as u32;
                let name =
                    if folder.is_empty() { TOP.to_owned() } else { plain_text(folder.as_bstr()) };
                self.names.push(name);
                self.by_folder.insert(folder.to_owned(), number);
                number
            }
        };
        match counts.iter_mut().find(|it| it.0 == number) {
            Some(known) => known.1 += 1,
            None => counts.push((number, 1)),
        }
    }

    /// Folder by folder the one with most changes, so that the answer is the same at each depth.
    fn most(&self, counts: &[(u32, u32)]) -> u32 {
        let mut among: Vec<(u32, u32)> = counts.to_vec();
        for depth in 1..=DEPTH {
            let mut sums: Vec<(&str, u32)> = Vec::new();
            for (number, count) in &among {
                let name = cut(&self.names[*number as usize], depth);
                match sums.iter_mut().find(|it| it.0 == name) {
                    Some(sum) => sum.1 += count,
                    None => sums.push((name, *count)),
                }
            }
            // Equal shares: the first by name, so that two readings agree.
            let most = sums.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
            let Some((name, _)) = most.map(|it| (it.0.to_owned(), it.1)) else { return UNREAD };
            among.retain(|(number, _)| cut(&self.names[*number as usize], depth) == name);
        }
        among.first().map_or(UNREAD, |it| it.0)
    }

    /// Names of areas and the area of each landing. A folder that holds more than half of all
    /// landings is no answer to "where", so the folders inside it count instead.
    /// `split` names such folders; those found before stay.
    pub(super) fn areas(&self, split: &mut Vec<String>, areas: &mut Vec<String>) -> Vec<u16> {
        for depth in 1..DEPTH {
            let mut held: HashMap<&str, usize> = HashMap::new();
            let read = self.of_landing.iter().filter(|it| **it != UNREAD);
            for name in read.clone().map(|it| cut(&self.names[*it as usize], depth)) {
                *held.entry(name).or_default() += 1;
            }
            let all = read.count();
            // Only while nothing is settled: areas keep their meaning from one reading to the next.
            if areas.is_empty() && all >= 10 {
                let found =
                    held.iter().find(|it| *it.1 * 2 > all && it.0.split('/').count() == depth);
                split.extend(found.map(|it| (*it.0).to_owned()));
            }
        }
        let mut numbers: HashMap<String, u16> =
            areas.iter().enumerate().map(|(at, name)| (name.clone(), at as u16)).collect();
        let mut number = |deepest: &u32| {
            let Some(full) = self.names.get(*deepest as usize) else { return NO_AREA };
            let mut name = cut(full, 1);
            for depth in 2..=DEPTH {
                if split.iter().any(|it| it == name) {
                    name = cut(full, depth);
                }
            }
            if let Some(number) = numbers.get(name) {
                return *number;
            }
            let next = areas.len() as u16;
            if next == NO_AREA {
                return NO_AREA;
            }
            areas.push(name.to_owned());
            numbers.insert(name.to_owned(), next);
            next
        };
        self.of_landing.iter().map(&mut number).collect()
    }
}

/// At most the first three folders of a file's path.
fn folder(path: &[u8]) -> &[u8] {
    let end = path.find_iter(b"/").take(DEPTH).last().unwrap_or(0);
    &path[..end]
}

/// The first `depth` parts of a path.
fn cut(path: &str, depth: usize) -> &str {
    let end = path.match_indices('/').nth(depth - 1).map_or(path.len(), |it| it.0);
    &path[..end]
}
