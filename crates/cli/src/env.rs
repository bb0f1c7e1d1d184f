//! The environment, read here and nowhere else.

/// The value of a variable; none where it is unset, empty or not valid text.
#[expect(clippy::disallowed_methods, reason = "the one place that reads a variable")]
pub(crate) fn var(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
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
