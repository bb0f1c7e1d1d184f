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
/// Over all landings; nobody changes so many files in two years.
const ALL_CHANGES: u32 = 20_000_000;
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
        let (mut counts, mut all) = (HashMap::new(), ALL_CHANGES);
        for pair in trees {
            let Some((before, after)) = pair.filter(|_| all > 0) else {
                places.of_landing.push(UNREAD);
                places.unreadable += u32::from(pair.is_some());
                continue;
            };
            counts.clear();
            let most = CHANGES.min(all);
            let mut left = most;
            let whole = compare.between(before, Some(after), &mut |path, _, _| {
                places.count(folder(path), &mut counts);
                left -= 1;
                if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            all -= most - left;
            places.unreadable += u32::from(whole.is_err());
            let most = places.most(&counts);
            places.of_landing.push(most);
        }
        places
    }

    fn count(&mut self, folder: &[u8], counts: &mut HashMap<u32, u32>) {
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
        *counts.entry(number).or_default() += 1;
    }

    /// Folder by folder the one with most changes, so that the answer is the same at each depth.
    fn most(&self, counts: &HashMap<u32, u32>) -> u32 {
        let mut among: Vec<(&str, u32, u32)> =
            counts.iter().map(|it| (self.names[*it.0 as usize].as_str(), *it.1, *it.0)).collect();
        // By name, so that of equal shares the first counts and two readings agree.
        among.sort_unstable_by(|a, b| a.0.split('/').cmp(b.0.split('/')));
        for depth in 1..=DEPTH {
            let inside = among.chunk_by(|a, b| cut(a.0, depth) == cut(b.0, depth));
            let share = |all: &[(&str, u32, u32)]| all.iter().map(|it| it.1).sum::<u32>();
            let most = inside.rev().max_by_key(|all| share(all));
            among = most.unwrap_or_default().to_vec();
        }
        among.first().map_or(UNREAD, |it| it.2)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn places(landings: &[&[(&str, u32)]]) -> Places {
        let (names, by_folder) = (Vec::new(), HashMap::new());
        let mut places = Places { names, by_folder, of_landing: Vec::new(), unreadable: 0 };
        for landing in landings {
            let mut counts = HashMap::new();
            for (path, times) in *landing {
                (0..*times).for_each(|_| places.count(folder(path.as_bytes()), &mut counts));
            }
            let most = places.most(&counts);
            places.of_landing.push(most);
        }
        places
    }

    fn deepest(landing: &[(&str, u32)]) -> String {
        let places = places(&[landing]);
        places.names.get(places.of_landing[0] as usize).cloned().unwrap_or_default()
    }

    #[test]
    fn the_largest_share_is_looked_for_folder_by_folder() {
        assert_eq!(deepest(&[("a/x/1", 2), ("a/y/1", 2), ("b/z/1", 3)]), "a/x");
        assert_eq!(deepest(&[("a-b/1", 2), ("a/b/1", 1), ("a/1", 1), ("a/c/1", 1)]), "a");
        assert_eq!(deepest(&[("f", 1), ("g", 1), ("a/x", 1)]), ".");
        assert_eq!(deepest(&[("a/b/c/d/e", 1)]), "a/b/c");
        assert_eq!(deepest(&[]), "");
    }

    #[test]
    fn only_a_folder_with_more_than_half_is_told_apart() {
        let landings: Vec<&[(&str, u32)]> =
            [&[("src/a/x", 1)][..]; 6].into_iter().chain([&[("doc/x", 1)][..]; 6]).collect();
        let (mut split, mut areas) = (Vec::new(), Vec::new());
        places(&landings).areas(&mut split, &mut areas);
        assert_eq!((split.len(), areas), (0, vec!["src".to_owned(), "doc".to_owned()]));
        let (mut split, mut areas) = (Vec::new(), Vec::new());
        let numbers = places(&landings[..11]).areas(&mut split, &mut areas);
        assert_eq!(
            (split, &areas),
            (
                vec!["src".to_owned(), "src/a".to_owned()],
                &vec!["src/a".to_owned(), "doc".to_owned()]
            )
        );
        assert_eq!(numbers, [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    }

    #[test]
    fn areas_found_before_keep_their_meaning() {
        let (mut split, mut areas) = (Vec::new(), vec!["src".to_owned()]);
        let landings = [&[("src/a/x", 1)][..]; 20];
        let numbers = places(&landings).areas(&mut split, &mut areas);
        assert!(split.is_empty() && numbers.iter().all(|it| *it == 0));
    }
}
