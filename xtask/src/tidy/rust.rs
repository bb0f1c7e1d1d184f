//! Rules for one Rust file: how long it is, how it begins, what it names and what it touches.

use super::{File, numbered};

const FILE_LINES: usize = 600;
const FUNCTION_LINES: usize = 80;
/// Samples and stories are long because the thing is, not because it is tangled.
const TEST_FUNCTION_LINES: usize = 150;

/// Words that say nothing about what a thing is.
const EMPTY_WORDS: [&str; 5] = ["Manager", "Helper", "Util", "Utils", "Helpers"];

pub(super) fn check(file: &File, all_tests: bool, problems: &mut Vec<String>) {
    let path = &file.path;
    let lines = file.text.lines().count();
    if lines > FILE_LINES {
        problems.push(format!("{path} has {lines} lines; split it, {FILE_LINES} is the limit"));
    }
    // `tests.rs` says it in its name and its place.
    if !file.text.starts_with("//!") && !path.ends_with("/tests.rs") {
        problems.push(format!("{path} does not begin with a `//!` line that says what it is"));
    }
    let limit = if all_tests { TEST_FUNCTION_LINES } else { FUNCTION_LINES };
    for (number, name, length) in functions(&file.text) {
        if length > limit {
            problems
                .push(format!("{path}:{number} `{name}` has {length} lines; {limit} is the limit"));
        }
    }
    names(file, problems);
    walls(file, problems);
}

/// Every function with its line, its name and how many lines it takes. Leans on rustfmt: a body
/// ends at the first closing brace that stands where the function began.
fn functions(text: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = declared(line, "fn") else { continue };
        let after = &lines[at..];
        // A signature goes on until its brace, or a semicolon where there is no body.
        let opens = after.iter().find(|line| line.ends_with(['{', ';', '}']));
        if !opens.is_some_and(|line| line.ends_with('{')) {
            continue;
        }
        let close = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let length = after.iter().position(|line| *line == close).unwrap_or(after.len());
        found.push((at + 1, name.to_owned(), length + 1));
    }
    found
}

/// The name a line declares with this keyword, if it declares one.
fn declared<'a>(line: &'a str, keyword: &str) -> Option<&'a str> {
    let mut words = line.trim_start().split(' ').peekable();
    loop {
        let word = words.next()?;
        if word == keyword {
            break;
        }
        let before = ["pub", "const", "async", "unsafe", "extern", "pub(crate)", "pub(super)"];
        if !before.contains(&word) {
            return None;
        }
    }
    let name = words.next()?;
    let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    Some(&name[..end]).filter(|name| !name.is_empty())
}

fn names(file: &File, problems: &mut Vec<String>) {
    let stem = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".rs");
    let mut names = vec![(1, stem)];
    for (number, line) in numbered(&file.text) {
        for keyword in ["struct", "enum", "trait", "type", "fn", "mod"] {
            names.extend(declared(line, keyword).map(|name| (number, name)));
        }
    }
    for (number, name) in names {
        if let Some(word) = EMPTY_WORDS.iter().find(|empty| parts(name).any(|part| part == **empty))
        {
            problems.push(format!("{}:{number} `{name}`: {word} names nothing", file.path));
        }
    }
}

/// `PageHelper` and `page_helper` are both `Page`, `Helper`.
fn parts(name: &str) -> impl Iterator<Item = String> {
    let mut parts: Vec<String> = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' {
            parts.push(String::new());
            continue;
        }
        if letter.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            let first = part.is_empty();
            part.extend(letter.to_uppercase().take(usize::from(first)));
            part.extend((!first).then_some(letter));
        }
    }
    parts.into_iter().filter(|part| !part.is_empty())
}

/// Words that may stand in one room or one file only.
fn walls(file: &File, problems: &mut Vec<String>) {
    // Put together here, so that this file does not find itself.
    let raw_html = ["Pre", "Escaped"].concat();
    let sql = ["sql", "x::"].concat();
    let path = file.path.as_str();
    let draws = path == "crates/web/src/safe.rs" || path.starts_with("crates/web/src/charts/");
    for (number, line) in numbered(&file.text) {
        if line.contains(&raw_html) && !draws {
            problems.push(format!("{path}:{number} passes raw HTML; ask `web::safe` for it"));
        }
        if line.contains(&sql) && !path.starts_with("crates/store/") {
            problems.push(format!("{path}:{number} speaks SQL outside `store`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut problems = Vec::new();
        check(&File { path: path.into(), text: text.into() }, false, &mut problems);
        problems
    }

    #[test]
    fn a_file_says_what_it_is_and_stays_short() {
        assert_eq!(found("a.rs", "//! What it is.\nfn a() {\n}\n"), [""; 0]);
        assert!(found("a.rs", "fn a() {\n}\n")[0].contains("does not begin"));
        let long = format!("//! Long.\n{}", "\n".repeat(600));
        assert!(found("a.rs", &long)[0].contains("601 lines"));
    }

    #[test]
    fn a_function_ends_where_its_brace_stands() {
        let text = "//! x\n    pub(crate) async fn first(a: u8) {\n        if a {\n        }\n    }\n\
                    fn second(\n    a: u8,\n) -> u8 {\n    a;\n}\ntrait A {\n    fn third(&self);\n}\n";
        let lengths = functions(text);
        assert_eq!(lengths, [(2, "first".into(), 4), (6, "second".into(), 5)]);
        let long = format!("//! x\nfn long() {{\n{}}}\n", "    a;\n".repeat(79));
        assert!(found("a.rs", &long)[0].contains("`long` has 81 lines"));
    }

    #[test]
    fn empty_words_are_found_in_types_functions_and_file_names() {
        assert!(found("a.rs", "//! x\nstruct PageManager;\n")[0].contains("Manager"));
        assert!(found("a.rs", "//! x\npub(crate) fn date_util() {\n}\n")[0].contains("Util"));
        assert!(found("crates/web/src/helpers.rs", "//! x\n")[0].contains("Helpers"));
        assert_eq!(found("a.rs", "//! x\nstruct Utility;\nfn helped() {\n}\n"), [""; 0]);
    }

    #[test]
    fn sql_and_raw_html_stay_in_their_rooms() {
        let sql = ["//! x\nuse sql", "x::Row;\n"].concat();
        assert!(found("crates/app/src/lib.rs", &sql)[0].contains("speaks SQL"));
        assert_eq!(found("crates/store/src/lib.rs", &sql), [""; 0]);
        let html = ["//! x\nuse maud::Pre", "Escaped;\n"].concat();
        assert!(found("crates/web/src/pages/today.rs", &html)[0].contains("raw HTML"));
        assert_eq!(found("crates/web/src/safe.rs", &html), [""; 0]);
    }
}
