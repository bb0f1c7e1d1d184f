//! Rules for one Markdown file: what it links to is there.

use std::path::Path;

use super::{File, numbered};

pub(super) fn check(root: &Path, file: &File, problems: &mut Vec<String>) {
    let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
    let mut fenced = false;
    for (number, line) in numbered(&file.text) {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for path in named_paths(line).filter(|path| !root.join(path).exists()) {
            problems.push(format!("{}:{number} names {path}, which is not there", file.path));
        }
        for link in links(line).filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = root.join(folder).join(path);
            let there = match (path, anchor) {
                ("", anchor) => anchors(&file.text).any(|a| a == anchor),
                (_, "") => target.exists(),
                (_, anchor) => std::fs::read_to_string(&target)
                    .is_ok_and(|text| anchors(&text).any(|a| a == anchor)),
            };
            if !there {
                problems
                    .push(format!("{}:{number} links to {link}, which is not there", file.path));
            }
        }
    }
}

/// What stands in the round brackets of `[…](…)`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0))
}

/// Paths of ours set as code: `crates/web/src/safe.rs`.
fn named_paths(line: &str) -> impl Iterator<Item = &str> {
    let code = line.split('`').skip(1).step_by(2);
    let ours = ["crates/", "docs/", "tests/", "xtask/", "benches/"];
    code.filter(move |it| ours.iter().any(|room| it.starts_with(room)))
        .filter(|it| !it.contains([' ', '<', '*', '…', '{']))
}

/// Headings, as forges turn them into anchors.
fn anchors(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_file_or_a_heading_that_is_there() {
        let text = "# The House\n[a](Cargo.toml) [b](#the-house) [c](https://example.org)\n\
                    [d](gone.md) and [e](#gone)\n`crates/gone.rs`, `crates/cli`\n\
                    ```\n[f](in a fence)\n```\n";
        let mut problems = Vec::new();
        check(&crate::root(), &File { path: "x.md".into(), text: text.into() }, &mut problems);
        let expected = ["x.md:3 links to gone.md, which is not there"];
        assert_eq!(problems[..1], expected);
        assert_eq!(problems[2], "x.md:4 names crates/gone.rs, which is not there");
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
