//! What every page must hold: one heading, labels, ids used once, nothing inline.

use std::collections::HashSet;

/// One start tag with its attributes.
struct Tag<'a> {
    name: &'a str,
    inside: &'a str,
}

impl<'a> Tag<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.inside.match_indices(name).find(|(at, _)| {
            let before = self.inside[..*at].chars().last();
            before.is_some_and(char::is_whitespace)
                && self.inside[at + name.len()..].starts_with("=\"")
        });
        let rest = &self.inside[found?.0 + name.len() + 2..];
        rest.split('"').next()
    }

    fn has(&self, word: &str) -> bool {
        self.inside.split_whitespace().any(|it| it == word) || self.get(word).is_some()
    }
}

fn tags(page: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    for (at, _) in page.match_indices('<') {
        let rest = &page[at + 1..];
        let name: &str = rest.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or("");
        let end = rest.find('>').unwrap_or(rest.len());
        if !name.is_empty() {
            found.push(Tag { name, inside: &rest[name.len()..end] });
        }
    }
    found
}

pub(super) fn problems(name: &str, page: &str) -> Vec<String> {
    let tags = tags(page);
    let mut found = Vec::new();
    let mut wrong = |says: String| found.push(format!("{name}: {says}"));
    ids(&tags, &mut wrong);
    headings(page, &tags, &mut wrong);
    controls(page, &tags, &mut wrong);
    for tag in &tags {
        if tag.get("style").is_some() || tag.name == "style" {
            wrong("an inline style, which the content policy forbids".into());
        }
        if tag.inside.contains(" onclick=") || tag.inside.contains(" onload=") {
            wrong("an inline handler".into());
        }
        if tag.name == "form" && tag.get("method") == Some("post") && tag.get("action").is_none() {
            wrong("a form that does not say where it goes".into());
        }
        if tag.name == "img" && tag.get("alt").is_none() {
            wrong("a picture without words".into());
        }
    }
    found
}

fn ids(tags: &[Tag], wrong: &mut impl FnMut(String)) {
    let mut ids = HashSet::new();
    for tag in tags {
        if let Some(id) = tag.get("id")
            && !ids.insert(id)
        {
            wrong(format!("id “{id}” twice"));
        }
    }
    for tag in tags {
        for attribute in ["for", "aria-describedby", "aria-labelledby", "data-copy"] {
            for id in tag.get(attribute).unwrap_or("").split_whitespace() {
                if !ids.contains(id) {
                    wrong(format!("{attribute} names “{id}”, which is not on the page"));
                }
            }
        }
    }
}

fn headings(page: &str, tags: &[Tag], wrong: &mut impl FnMut(String)) {
    let level = |tag: &Tag| tag.name.strip_prefix('h').and_then(|it| it.parse::<u8>().ok());
    let levels: Vec<u8> = tags.iter().filter_map(level).collect();
    if levels.iter().filter(|it| **it == 1).count() != 1 {
        wrong("not exactly one first heading".into());
    }
    if levels.windows(2).any(|pair| pair[1] > pair[0] + 1) {
        wrong(format!("a heading level is jumped over: {levels:?}"));
    }
    for level in 1..=6 {
        let (open, close) = (format!("<h{level}"), format!("</h{level}>"));
        for part in page.split(&open).skip(1) {
            let inside = part.split(&close).next().unwrap_or("");
            let text = inside.split_once('>').map_or("", |it| it.1);
            if text.trim().is_empty() {
                wrong("an empty heading".into());
            }
        }
    }
}

fn controls(page: &str, tags: &[Tag], wrong: &mut impl FnMut(String)) {
    let labelled: HashSet<&str> =
        tags.iter().filter(|it| it.name == "label").filter_map(|it| it.get("for")).collect();
    let wrapped: Vec<&str> =
        page.split("<label").skip(1).map(|it| it.split("</label>").next().unwrap_or("")).collect();
    for tag in tags.iter().filter(|it| ["input", "select", "textarea"].contains(&it.name)) {
        let kind = tag.get("type").unwrap_or("text");
        let name = tag.get("name").unwrap_or("");
        let in_label = || wrapped.iter().any(|it| it.contains(tag.inside.trim_end_matches('/')));
        let named = tag.get("aria-label").is_some_and(|it| !it.is_empty())
            || tag.get("id").is_some_and(|id| labelled.contains(id))
            || in_label();
        if kind != "hidden" && !tag.has("hidden") && !named {
            wrong(format!("control “{name}” has no label"));
        }
    }
    for part in page.split("<button").skip(1) {
        let (attributes, rest) = part.split_once('>').unwrap_or((part, ""));
        let text = rest.split("</button>").next().unwrap_or("");
        if text.trim().is_empty() && !attributes.contains("aria-label") {
            wrong("a button without a word".into());
        }
    }
}

#[test]
fn these_checks_can_fail() {
    let bad = r#"<h1></h1><h3>x</h3><p id="a"></p><p id="a"></p><input name="q"><label for="z">x</label><p style="color:red"></p><button></button>"#;
    let found = problems("bad", bad).join("\n");
    for says in [
        "id “a” twice",
        "“z”",
        "an empty heading",
        "jumped over",
        "“q” has no label",
        "inline style",
        "without a word",
    ] {
        assert!(found.contains(says), "{says} not in:\n{found}");
    }
}
