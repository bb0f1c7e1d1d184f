//! The environment, read here and nowhere else.

use std::path::PathBuf;

/// The value of a variable; none where it is unset, empty or not valid text.
#[expect(clippy::disallowed_methods, reason = "the one place that reads a variable")]
pub(crate) fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Where what can be computed again is kept, by the XDG rules; none without a home.
pub(crate) fn cache_folder() -> Option<PathBuf> {
    let absolute = |path: String| Some(PathBuf::from(path)).filter(|it| it.is_absolute());
    let xdg = var("XDG_CACHE_HOME").and_then(absolute);
    let home = || var("HOME").and_then(absolute).map(|it| it.join(".cache"));
    xdg.or_else(home).map(|it| it.join("remit"))
}

/// Whether the terminal's locale says UTF-8. Unset says nothing against it.
pub(crate) fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(var);
    let utf8 = |it: String| it.to_ascii_lowercase().replace('-', "").contains("utf8");
    locale.is_none_or(utf8)
}

/// Names of all set variables that are meant for us, sorted.
pub(crate) fn remit_variables() -> Vec<String> {
    let mut names: Vec<String> = std::env::vars_os()
        .filter_map(|(name, _)| name.into_string().ok())
        .filter(|name| name.starts_with("REMIT_"))
        .collect();
    names.sort();
    names
}
