//! Patterns of owners files as globs over whole paths.

use globset::{Glob, GlobBuilder};

use super::Dialect;

/// Globs for a pattern, or why it has no effect.
pub(super) fn globs(pattern: &str, dialect: Dialect) -> Result<Vec<String>, &'static str> {
    let github = dialect == Dialect::GitHub;
    if github && pattern.starts_with('!') {
        return Err("GitHub does not read patterns that begin with !");
    }
    if github && pattern.contains(['[', ']']) {
        return Err("GitHub does not read ranges in brackets");
    }
    if github && pattern.starts_with("\\#") {
        return Err("GitHub does not read patterns that begin with \\#");
    }
    let anchored = pattern.starts_with('/');
    let bare = pattern.trim_start_matches('/');
    let folder = bare.ends_with('/');
    let bare = bare.trim_end_matches('/');
    if bare.is_empty() {
        return if pattern == "/" {
            Ok(vec!["**".to_owned()])
        } else {
            Err("the pattern is empty")
        };
    }
    let inner = bare.contains('/');
    let body = translate(bare);
    // GitHub follows .gitignore: a slash inside anchors. GitLab anchors only by a leading slash.
    let free = !anchored && (!github || !inner) && !body.starts_with("**");
    let body = if free { format!("**/{body}") } else { body };
    let last = bare.rsplit('/').next().unwrap_or(bare);
    let globs = if folder {
        vec![format!("{body}/**")]
    } else if body.ends_with("**") {
        vec![body]
    } else if !github || last == "*" && inner {
        // `docs/*` is what lies directly in docs, on both forges.
        vec![body]
    } else {
        vec![body.clone(), format!("{body}/**")]
    };
    globs.iter().all(|it| glob(it).is_some()).then_some(globs).ok_or("the pattern cannot be read")
}

pub(super) fn glob(text: &str) -> Option<Glob> {
    GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build().ok()
}

/// A glob that matches this text and nothing else.
pub(crate) fn literal(text: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '*' | '?' | '[' | ']' | '{' | '}' | '!' | ',');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}

/// Stars and question marks stay; everything else that a glob would read as special is escaped.
fn translate(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out += &literal(chars.next().unwrap_or('\\').encode_utf8(&mut [0; 4])),
            '*' | '?' => out.push(c),
            _ => out += &literal(c.encode_utf8(&mut [0; 4])),
        }
    }
    out
}
