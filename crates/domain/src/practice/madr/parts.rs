//! A Markdown file cut at its headings. The parts put together are the file, byte for byte.

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// Between `---` lines at the very top.
    Front,
    Title,
    /// A heading in lower case, with its level.
    Section(String, usize),
    /// Text before any heading.
    Loose,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part<'a> {
    pub what: What,
    /// The heading's line or lines, with their ends.
    pub head: &'a str,
    pub body: &'a str,
}

/// Cuts a file. Headings inside fenced code are text.
pub(super) fn cut(source: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (front, rest) = source.split_at(front_end(source));
    if !front.is_empty() {
        parts.push(Part { what: What::Front, head: "", body: front });
    }
    let mut open = Part { what: What::Loose, head: "", body: "" };
    let (mut fence, mut at, mut start) = (None, 0, 0);
    let mut titled = false;
    while at < rest.len() {
        let line = line_at(rest, at);
        let next = at + line.len();
        let under = line_at(rest, next);
        if let Some((text, level)) = heading(line, under).filter(|_| fence.is_none()) {
            open.body = &rest[start..at];
            parts.push(open);
            let long = if level == 0 { next + under.len() } else { next };
            let is_title = level <= 1 && !titled && !super::read::is_known(text);
            titled |= level <= 1;
            let what = if is_title {
                What::Title
            } else {
                What::Section(text.to_lowercase(), level.max(1))
            };
            open = Part { what, head: &rest[at..long], body: "" };
            (at, start) = (long, long);
            continue;
        }
        fence = after(fence, line);
        at = next;
    }
    open.body = &rest[start..];
    parts.push(open);
    parts.retain(|it| !(it.head.is_empty() && it.body.is_empty()));
    parts
}

/// The text of a heading's line, without its marks.
pub(super) fn heading_text(head: &str) -> &str {
    let line = head.lines().next().unwrap_or_default();
    let line = line.trim().trim_start_matches('\u{feff}');
    let text = line.trim_start_matches('#');
    let text = if text.len() < line.len() { text.trim_end_matches('#') } else { text };
    text.trim()
}

fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find('\n').map_or(rest.len(), |it| it + 1)]
}

/// A heading's text and level; level 0 is one underlined with `=`.
fn heading<'a>(line: &'a str, under: &str) -> Option<(&'a str, usize)> {
    let bare = line.trim_start_matches('\u{feff}');
    let level = bare.chars().take_while(|it| *it == '#').count();
    let after = &bare[level..];
    if (1..=6).contains(&level) && after.starts_with([' ', '\t']) && !heading_text(line).is_empty()
    {
        return Some((heading_text(line), level));
    }
    let rule = under.trim();
    let underlined = rule.len() >= 3 && rule.chars().all(|it| it == '=') && !bare.trim().is_empty();
    underlined.then(|| (bare.trim(), 0))
}

/// The fence that is open after this line.
fn after(open: Option<char>, line: &str) -> Option<char> {
    let mark = line.trim_start();
    match open {
        None if mark.starts_with("```") => Some('`'),
        None if mark.starts_with("~~~") => Some('~'),
        Some(c) if mark.trim_end().len() >= 3 && mark.trim_end().chars().all(|it| it == c) => None,
        open => open,
    }
}

/// Where the front matter ends, its closing line included; 0 if there is none.
fn front_end(source: &str) -> usize {
    let mut at = 0;
    while at < source.len() {
        let line = line_at(source, at);
        let bare = line.trim_start_matches('\u{feff}').trim_end();
        if at == 0 && bare != "---" {
            return 0;
        }
        let first = at == 0;
        at += line.len();
        if !first && (bare == "---" || bare == "...") {
            return at;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shape(source: &str) -> Vec<String> {
        let parts = cut(source);
        let name = |it: &Part| match &it.what {
            What::Front => "front".to_owned(),
            What::Title => format!("title {}", heading_text(it.head)),
            What::Section(name, level) => format!("{level} {name}"),
            What::Loose => "loose".to_owned(),
        };
        parts.iter().map(name).collect()
    }

    #[test]
    fn a_file_is_cut_at_its_headings() {
        assert_eq!(
            shape("---\na: b\n---\n# One\ntext\n## Two\n### Three\n"),
            ["front", "title One", "2 two", "3 three"]
        );
        assert_eq!(shape("before\n# One\n"), ["loose", "title One"]);
        assert_eq!(shape("One\n===\ntext\n"), ["title One"]);
        assert_eq!(shape("# One\n# Another\n"), ["title One", "1 another"]);
        assert_eq!(shape(""), [""; 0]);
    }

    #[test]
    fn what_only_looks_like_a_heading_is_text() {
        assert_eq!(shape("#nospace\n####### seven\n#\n# \n"), ["loose"]);
        assert_eq!(shape("~~~\n# in a fence\n```\n# still\n~~~\n# Out\n"), ["loose", "title Out"]);
        assert_eq!(shape("a\n==\n"), ["loose"], "two strokes are no line");
    }

    #[test]
    fn a_front_matter_begins_at_the_very_top_and_is_closed() {
        assert_eq!(shape("\n---\na: b\n---\n"), ["loose"]);
        assert_eq!(shape("---\na: b\n"), ["loose"]);
        assert_eq!(shape("\u{feff}---\r\na: b\r\n...\r\nrest"), ["front", "loose"]);
    }

    #[test]
    fn a_headings_text_is_without_its_marks() {
        for (head, text) in [
            ("# One ##\n", "One"),
            ("\u{feff}## Two\r\n", "Two"),
            ("C#\n===\n", "C#"),
            ("###   x\n", "x"),
        ] {
            assert_eq!(heading_text(head), text);
        }
    }

    proptest! {
        #[test]
        fn the_parts_are_the_file(source in "(?s)(#{1,3} |---|\n|\r\n|=|`{3}|[a-z ]|\u{feff}){0,60}") {
            let again: String = cut(&source).iter().map(|it| [it.head, it.body].concat()).collect();
            prop_assert_eq!(again, source);
        }
    }
}
