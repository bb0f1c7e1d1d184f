//! How much of the Rust is tests: two lines in five are wanted, and it never falls back.

use std::fmt;

use super::File;

/// What the house asks for.
const WANTED_PERCENT: usize = 40;
/// What was reached so far; raise it as it grows, never lower it.
const REACHED_PERCENT: usize = 40;

/// Lines that are not blank.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Share {
    tests: usize,
    all: usize,
}

pub(super) fn of(files: &[File]) -> Share {
    under(files, "")
}

/// The share of the files whose path begins like this.
fn under(files: &[File], prefix: &str) -> Share {
    let for_tests = for_tests(files);
    let mut share = Share { tests: 0, all: 0 };
    let rust = files.iter().filter(|file| file.path.ends_with(".rs"));
    for file in rust.filter(|file| file.path.starts_with(prefix)) {
        let all = file.text.lines().filter(|line| !line.trim().is_empty()).count();
        share.all += all;
        share.tests += if whole(&file.path, &for_tests) { all } else { inner(&file.text) };
    }
    share
}

/// Modules that exist for tests alone, as the beginnings of their files' paths: `…/gallery`, where
/// the file above says `#[cfg(test)] mod gallery;`.
pub(super) fn for_tests(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let stem = name.trim_end_matches(".rs");
        let folder = match stem {
            "mod" | "lib" | "main" => folder.to_owned(),
            _ => format!("{folder}/{stem}"),
        };
        let mut lines = file.text.lines();
        while lines.any(|line| line == "#[cfg(test)]") {
            let module = lines.next().and_then(|line| line.strip_suffix(';')?.split_once("mod "));
            found.extend(module.map(|(_, module)| format!("{folder}/{module}")));
        }
    }
    found
}

/// One line a room, so that a thin one is seen.
pub(super) fn by_room(files: &[File]) -> String {
    let room = |file: &File| file.path.split("/src").next().unwrap_or_default().to_owned();
    let mut rooms: Vec<String> = files.iter().map(room).collect();
    rooms.retain(|path| path.starts_with("crates/") && path.matches('/').count() == 1);
    rooms.dedup();
    let line = |path: &String| {
        let prefix = format!("{path}/");
        let share = under(files, &prefix);
        format!("  {path}: {} of {} ({} %)", share.tests, share.all, share.percent())
    };
    rooms.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Files that hold nothing but tests.
pub(super) fn whole(path: &str, for_tests: &[String]) -> bool {
    let below = |module: &String| {
        let rest = path.strip_prefix(module.as_str());
        rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    path.split('/').any(|part| part == "tests" || part == "tests.rs") || for_tests.iter().any(below)
}

/// Lines of items marked `#[cfg(test)]`; leans on rustfmt, which closes an item where it began.
fn inner(text: &str) -> usize {
    let mut count = 0;
    let mut end: Option<String> = None;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let indent = line.len() - line.trim_start().len();
        match &end {
            None if line.trim() == "#[cfg(test)]" => {
                end = Some(format!("{}}}", " ".repeat(indent)));
                count += 1;
            }
            None => {}
            Some(close) => {
                count += 1;
                // `mod tests;` and one-line items have no brace to wait for.
                let short = line.ends_with(';') && indent + 1 == close.len();
                if line == close || short {
                    end = None;
                }
            }
        }
    }
    count
}

impl Share {
    fn percent(&self) -> usize {
        (self.tests * 100).checked_div(self.all).unwrap_or(0)
    }

    pub(super) fn too_small(&self) -> Option<String> {
        (self.percent() < REACHED_PERCENT).then(|| {
            format!(
                "{self}; {REACHED_PERCENT} % were reached before, and {WANTED_PERCENT} % are wanted"
            )
        })
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Share { tests, all } = self;
        write!(f, "{tests} of {all} lines of Rust are tests ({} %", self.percent())?;
        let short = self.percent() < WANTED_PERCENT;
        f.write_str(if short { ", short of the 40 % wanted)" } else { ")" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_counted_beside_the_code_and_in_files_of_their_own() {
        let beside = "//! x\nfn a() {\n}\n\n#[cfg(test)]\nmod tests {\n    fn b() {\n    }\n}\n";
        let files = [("crates/a/src/a.rs", beside), ("crates/a/tests/story.rs", "//! y\n")]
            .map(|(path, text)| File { path: path.into(), text: text.into() });
        assert_eq!(of(&files), Share { tests: 6, all: 9 });
    }

    #[test]
    fn a_module_that_exists_for_tests_alone_is_all_tests() {
        let files = [
            ("crates/web/src/lib.rs", "//! x\n#[cfg(test)]\nmod gallery;\n"),
            ("crates/web/src/gallery/lanes.rs", "//! y\nfn full() {\n}\n"),
            ("crates/web/src/gallery_of_none.rs", "//! z\n"),
        ]
        .map(|(path, text)| File { path: path.into(), text: text.into() });
        assert_eq!(for_tests(&files), ["crates/web/src/gallery"]);
        assert_eq!(of(&files), Share { tests: 5, all: 7 });
    }

    #[test]
    fn a_module_kept_in_its_own_file_counts_one_line_here() {
        assert_eq!(inner("#[cfg(test)]\nmod tests;\n\nfn a() {\n}\n"), 2);
    }

    #[test]
    fn too_few_tests_are_a_problem_and_none_at_all_too() {
        assert!(Share { tests: REACHED_PERCENT - 1, all: 100 }.too_small().is_some());
        assert!(Share { tests: REACHED_PERCENT, all: 100 }.too_small().is_none());
        assert!(Share { tests: 0, all: 0 }.too_small().is_some());
    }
}
