//! What comes due in a checkout: decisions with a day to look again, and lanes that end.

use std::fs;
use std::path::{Component, Path, PathBuf};

use domain::lanes::Map;
use domain::practice::{decision, madr};
use jiff::civil::Date;
use serde::Serialize;

use super::{Checkout, MAP};

/// Folders that hold decisions, as projects name them; the first that exists is used.
const FOLDERS: &[&str] = &[
    "docs/decisions",
    "docs/adr",
    "doc/adr",
    "docs/adrs",
    "docs/architecture/decisions",
    "doc/architecture/decisions",
    "docs/architecture/adr",
    "architecture/decisions",
    "adr",
    "ADR",
    "decisions",
];

/// What a lane asks for on its last day.
pub(crate) const LANE_ENDS: &str = "Renew or end";

/// Files looked through at most.
const MOST: usize = 100_000;

/// One thing with a day; the same form as the server's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueHere {
    pub on: Date,
    pub overdue: bool,
    pub asks: String,
    pub about: String,
    /// The file, and the line where it is one of many.
    pub place: String,
}

/// What a checkout says about days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysHere {
    /// The longest overdue first.
    pub due: Vec<DueHere>,
    /// Files whose day to look again is no day, with what stands there.
    pub unread: Vec<(String, String)>,
}

impl Checkout {
    /// Where this checkout keeps its decisions, seen from its top.
    pub fn decisions_folder(&self) -> PathBuf {
        let named = self.file_in_work_tree(".adr-dir");
        let named = named.and_then(|it| String::from_utf8(it).ok());
        let named = named.map(|it| PathBuf::from(it.trim())).filter(|it| stays_below(it));
        let known = FOLDERS.iter().map(PathBuf::from).find(|it| self.has_folder(it));
        named.or(known).unwrap_or_else(|| PathBuf::from(FOLDERS[0]))
    }

    /// Everything with a day until `until`, as of `today`.
    pub fn due(&self, map: Option<&Map>, today: Date, until: Date) -> DaysHere {
        let mut found = DaysHere::default();
        for path in self.decision_files() {
            let text = self.file_in_work_tree(&path).and_then(|it| String::from_utf8(it).ok());
            let read = text.and_then(|it| madr::import(&it, &path).ok());
            let Some(read) = read else { continue };
            match read.review_on() {
                Some(Ok(on)) => {
                    let asks = decision::KIND.when_due.to_owned();
                    found.due.push(DueHere {
                        on,
                        overdue: on < today,
                        asks,
                        about: read.title,
                        place: path,
                    });
                }
                Some(Err(says)) => found.unread.push((path, says)),
                None => {}
            }
        }
        for lane in map.map_or(&[][..], |it| &it.lanes) {
            let Some(on) = lane.until else { continue };
            let place = format!("{MAP}:{}", lane.line);
            let asks = LANE_ENDS.to_owned();
            let about = format!("lane {}", lane.id);
            found.due.push(DueHere { on, overdue: on < today, asks, about, place });
        }
        found.due.retain(|it| it.on <= until);
        found.due.sort_by(|a, b| (a.on, &a.place).cmp(&(b.on, &b.place)));
        found
    }

    fn decision_files(&self) -> Vec<String> {
        let folder = self.decisions_folder();
        let mut files: Vec<String> = if self.is_bare() {
            let inside = |it: &String| Path::new(it).parent() == Some(&folder);
            self.paths_at_head(MOST).into_iter().filter(inside).collect()
        } else {
            let entries = fs::read_dir(self.root().join(&folder)).into_iter().flatten();
            let paths = entries.flatten().map(|it| folder.join(it.file_name()));
            paths.filter_map(|it| it.to_str().map(str::to_owned)).take(MOST).collect()
        };
        files.retain(|it| Path::new(it).extension().is_some_and(|it| it == "md"));
        files.sort();
        files
    }

    fn has_folder(&self, folder: &Path) -> bool {
        if !self.is_bare() {
            return self.root().join(folder).is_dir();
        }
        self.paths_at_head(MOST).iter().any(|it| Path::new(it).starts_with(folder))
    }

    fn is_bare(&self) -> bool {
        self.repository.is_bare()
    }
}

/// Whether a path stays below the folder it is seen from.
fn stays_below(path: &Path) -> bool {
    use Component::{CurDir, Normal};
    !path.as_os_str().is_empty() && path.components().all(|it| matches!(it, Normal(_) | CurDir))
}
