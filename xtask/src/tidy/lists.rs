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

/// What a page draws is a `…View`, and the gallery, where tests and people look, has one of each.
fn samples(files: &[File], problems: &mut Vec<String>) {
    let under = |folder: &'static str| files.iter().filter(move |f| f.path.starts_with(folder));
    let gallery: Vec<&str> = under("crates/web/src/gallery/").map(|f| f.text.as_str()).collect();
    for page in under("crates/web/src/pages/") {
        for line in page.text.lines() {
            let declared =
                line.strip_prefix("pub struct ").or(line.strip_prefix("pub(crate) struct "));
            let name = declared.and_then(|rest| rest.split([' ', '<', ';', '(']).next());
            let Some(view) = name.filter(|name| name.ends_with("View")) else { continue };
            let drawn = page.text.contains(&format!("{view}::sample"))
                || page.text.contains("fn sample")
                || gallery.iter().any(|text| text.contains(view));
            if !drawn {
                problems.push(format!("{}: `{view}` has no sample in the gallery", page.path));
            }
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
        let page = ("crates/web/src/pages/today.rs", "//! x\n\npub struct TodayView<'a> {}\n");
        let problems = found(&[manifest, page]);
        let says = "crates/web/src/pages/today.rs: `TodayView` has no sample in the gallery";
        assert_eq!(problems, [says]);
        let gallery = ("crates/web/src/gallery/places.rs", "let full = TodayView {};\n");
        assert_eq!(found(&[manifest, page, gallery]), [""; 0]);
    }
}
