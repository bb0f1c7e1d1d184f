//! Which tags are releases, told from their names alone.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Names a finished version: `v1.2.0`, `1.2`, `cli-3.0.1`, `release/2024.05`.
    Release,
    /// Names a version on its way: `v1.2.0-rc1`, `2.0.0b3`, `1.0.0-nightly`.
    Prerelease,
    Other,
}

const UNFINISHED: [&str; 12] = [
    "rc", "alpha", "beta", "pre", "dev", "nightly", "canary", "preview", "snapshot", "test",
    "edge", "next",
];

/// A tag names a version if it holds numbers joined by dots, or a number after a bare `v`.
pub fn read(name: &str) -> Tag {
    let name = name.to_ascii_lowercase();
    let Some((before, after)) = version_in(&name) else { return Tag::Other };
    let unfinished = |text: &str| {
        text.split(|c: char| !c.is_ascii_alphabetic()).any(|word| UNFINISHED.contains(&word))
    };
    let short =
        matches!(after.as_bytes(), [b'a' | b'b' | b'c', digit, ..] if digit.is_ascii_digit());
    if unfinished(after) || short || unfinished(before) { Tag::Prerelease } else { Tag::Release }
}

/// What stands before and after the first version in the name.
fn version_in(name: &str) -> Option<(&str, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let from = at + found;
        let long = bytes[from..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        let version = name[from..from + long].trim_end_matches('.');
        let bare_v = &name[..from] == "v" && from + long == name.len();
        if version.contains('.') || bare_v {
            return Some((&name[..from], &name[from + version.len()..]));
        }
        at = from + long;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Tag, names: &[&str]) {
        for name in names {
            assert_eq!(read(name), expected, "{name}");
        }
    }

    #[test]
    fn finished_versions_are_releases() {
        check(
            Tag::Release,
            &[
                "v1.2.0",
                "0.97.2",
                "v7",
                "home-0.5.12",
                "release/2024.05",
                "V2.0",
                "1.0.0-1",
                "v2.0.",
            ],
        );
        check(
            Tag::Release,
            &["v1.0.0+build5", "tokio-1.38.1", "jdk-21.0.1-ga", "edgedb-3.1-final"],
        );
    }

    #[test]
    fn versions_on_their_way_are_prereleases() {
        check(
            Tag::Prerelease,
            &[
                "v2.55.0-rc2",
                "v18.20.0-beta.3",
                "2.0.0b3",
                "1.0rc1",
                "1.0.0-alpha",
                "nightly-2026.01",
            ],
        );
        check(Tag::Prerelease, &["v3.0.0.dev1", "v1.0.0-SNAPSHOT"]);
    }

    #[test]
    fn other_tags_name_no_version() {
        check(
            Tag::Other,
            &["", "latest", "backup", "gitgui", "junio-gpg-pub", "build42", "é", "..."],
        );
    }
}
