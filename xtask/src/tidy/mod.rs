//! Tidiness that no compiler checks: sizes, names, walls, links, and the share of tests.

mod docs;
mod lists;
mod rust;
mod share;

use std::fs;
use std::path::Path;

/// One text file: its path from the root with forward slashes, and what it says.
struct File {
    path: String,
    text: String,
}

pub(crate) fn run(root: &Path) -> Result<(), String> {
    println!("\n> tidy");
    let files = files(root);
    println!("{}\n{}", share::of(&files), share::by_room(&files));
    let problems = problems(root, &files);
    for problem in &problems {
        println!("  {problem}");
    }
    if problems.is_empty() { Ok(()) } else { Err(format!("{} things to tidy.", problems.len())) }
}

fn problems(root: &Path, files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    let for_tests = share::for_tests(files);
    for file in files {
        if file.path.ends_with(".rs") {
            rust::check(file, share::whole(&file.path, &for_tests), &mut problems);
        }
        if file.path.ends_with(".md") {
            docs::check(root, file, &mut problems);
        }
        foreign_paths(file, &mut problems);
    }
    lists::check(files, &mut problems);
    problems.extend(share::of(files).too_small());
    problems
}

/// Nothing in the project may lean on the machine it was written on.
fn foreign_paths(file: &File, problems: &mut Vec<String>) {
    // Put together here, so that this file does not find itself.
    let signs = [["/wo", "rk/"], ["/ro", "ot/"], ["bash", "_jobs"]].map(|halves| halves.concat());
    for (number, line) in numbered(&file.text) {
        if let Some(sign) = signs.iter().find(|sign| line.contains(*sign)) {
            problems.push(format!("{}:{number} names a path of one machine ({sign})", file.path));
        }
    }
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(at, line)| (at + 1, line))
}

/// Every text file of ours, in order of path; what is generated or fetched is left out.
fn files(root: &Path) -> Vec<File> {
    let mut found = Vec::new();
    walk(root, "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<File>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if matches!(name.as_str(), "target" | ".git" | ".remit" | "node_modules" | "Cargo.lock") {
            continue;
        }
        let path = format!("{prefix}{name}");
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            found.push(File { path, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cargo test` holds the house to the same rules as `cargo xtask check`.
    #[test]
    fn the_house_is_tidy() {
        let root = crate::root();
        let problems = problems(&root, &files(&root));
        assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
    }

    #[test]
    fn a_path_of_one_machine_is_found() {
        let text = ["see /wo", "rk/notes"].concat();
        let mut problems = Vec::new();
        foreign_paths(&File { path: "a.md".into(), text }, &mut problems);
        assert!(problems[0].starts_with("a.md:1 names a path"), "{problems:?}");
    }
}
