//! Lists that must agree with each other: dependencies with their reasons, pages with samples.

use super::File;

const DIRECT: usize = 60;
const REASONS: &str = "docs/decisions/0001-dependencies.md";

pub(super) fn check(files: &[File], problems: &mut Vec<String>) {
    dependencies(files, problems);
    samples(files, problems);
}

/// Every direct dependency says in one line why it is here.
fn dependencies(files: &[File], problems: &mut Vec<String>) {
    let text = |path: &str| files.iter().find(|f| f.path == path).map_or("", |f| f.text.as_str());
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap_or_default();
    let listed = manifest.get("workspace").and_then(|w| w.get("dependencies"));
    let Some(listed) = listed.and_then(toml::Value::as_table) else {
        problems.push("Cargo.toml has no [workspace.dependencies]".into());
        return;
    };
    let foreign: Vec<&String> =
        listed.iter().filter(|(_, how)| how.get("path").is_none()).map(|(name, _)| name).collect();
    if foreign.len() > DIRECT {
        problems.push(format!("{} direct dependencies; {DIRECT} is the limit", foreign.len()));
    }
    let reasons = text(REASONS);
    for name in foreign {
        if !reasons.contains(&format!("`{name}`")) {
            problems.push(format!("{REASONS} does not say why `{name}` is here"));
        }
    }
}

/// Every page can be drawn from a sample, so that tests and people can see it full.
fn samples(files: &[File], problems: &mut Vec<String>) {
    let pages = files.iter().filter(|f| f.path.starts_with("crates/web/src/pages/"));
    for page in pages.filter(|f| f.path.ends_with(".rs") && f.text.contains("\npub(crate) struct"))
    {
        if !page.text.contains("fn sample") {
            problems.push(format!("{} draws a page that has no `sample()`", page.path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<File> = files
            .iter()
            .map(|(path, text)| File { path: (*path).into(), text: (*text).into() })
            .collect();
        let mut problems = Vec::new();
        check(&files, &mut problems);
        problems
    }

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let manifest = "[workspace.dependencies]\nours = { path = \"x\" }\nserde = \"1\"\n";
        let problems = found(&[("Cargo.toml", manifest), (REASONS, "- `toml`: maps")]);
        assert_eq!(problems, [format!("{REASONS} does not say why `serde` is here")]);
        assert_eq!(found(&[("Cargo.toml", manifest), (REASONS, "- `serde`: …")]), [""; 0]);
    }

    #[test]
    fn a_page_without_a_sample_is_found() {
        let manifest = ("Cargo.toml", "[workspace.dependencies]\n");
        let page = "//! x\n\npub(crate) struct Today {}\n";
        let problems = found(&[manifest, ("crates/web/src/pages/today.rs", page)]);
        assert_eq!(problems, ["crates/web/src/pages/today.rs draws a page that has no `sample()`"]);
    }
}
