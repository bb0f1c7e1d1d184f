//! The story leaves nothing out: every public method and every change is in it.

use std::fs;
use std::path::Path;

fn texts(folder: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("whole.rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    all
}

/// Names of public functions in a source text.
fn functions(source: &str) -> Vec<String> {
    source
        .lines()
        .filter_map(|line| {
            let line = line.trim_start();
            let rest = line.strip_prefix("pub async fn ").or(line.strip_prefix("pub fn "))?;
            Some(rest.split(['(', '<']).next()?.to_owned())
        })
        .collect()
}

#[test]
fn every_public_function_and_every_change_is_in_the_story() {
    let story = texts("tests/story");
    let mut missing = Vec::new();
    let mut found = 0;
    for folder in ["src", "src/read", "src/backup"] {
        for name in functions(&texts(folder)) {
            found += 1;
            let called = [".", "::", " ", "("].map(|before| format!("{before}{name}("));
            if !called.iter().any(|it| story.contains(it.as_str())) {
                missing.push(name);
            }
        }
    }
    let changes =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/change.rs")).unwrap();
    let body = changes.split_once("pub enum Change {").unwrap().1.split_once("\n}").unwrap().0;
    for line in body.lines().filter(|it| it.starts_with("    ") && !it.starts_with("     ")) {
        let name: String = line.trim().chars().take_while(|it| it.is_alphanumeric()).collect();
        if name.is_empty() || name == "Panic" {
            continue;
        }
        found += 1;
        if !story.contains(&format!("Change::{name}")) {
            missing.push(format!("Change::{name}"));
        }
    }
    assert!(found > 80, "only {found} names were found: this test no longer reads the sources");
    assert!(missing.is_empty(), "not told to both databases: {missing:?}");
}
