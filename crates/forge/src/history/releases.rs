//! Which tags are releases, by the form of their names.

/// What a tag's name says about a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// What is released where a repository releases several things (`gitgui-0.9` → `gitgui`);
    /// empty for the repository's own.
    pub(super) series: String,
    /// Alpha, beta, release candidate and the like.
    pub(super) pre: bool,
}

const NAME_BYTES: usize = 200;

/// `None` for a name that holds no version: `weekly`, `before-rewrite`, `v-next`.
pub(super) fn release_name(tag: &str) -> Option<Named> {
    if tag.len() > NAME_BYTES {
        return None;
    }
    let (prefix, suffix) = split_version(tag)?;
    let lower = prefix.to_ascii_lowercase();
    let mut series = lower.trim_end_matches(SEPARATORS);
    // Again for what stood before: `release/v1.2` is the repository's own, as `v1.2` is.
    let mut left = usize::MAX;
    while series.len() < left {
        left = series.len();
        for word in ["version", "release", "rel", "ver", "v", "r"] {
            if let Some(rest) = series.strip_suffix(word)
                && (rest.is_empty() || rest.ends_with(SEPARATORS))
            {
                series = rest.trim_end_matches(SEPARATORS);
            }
        }
    }
    // `abc12.3` is some other name that happens to end in numbers.
    let apart = prefix.is_empty() || prefix.ends_with(SEPARATORS) || lower.len() != series.len();
    if !apart {
        return None;
    }
    let series = series.trim_start_matches('@');
    // `nightly-2024-05-01` is early; `test-utils-1.2.3` and `next-auth@4.0.0` only sound so.
    let only_early = !series.is_empty() && series.split(SEPARATORS).all(|it| WORDS.contains(&it));
    let pre = only_early || is_early(&suffix.to_ascii_lowercase());
    let series = if only_early { "" } else { series };
    Some(Named { series: series.to_owned(), pre })
}

const SEPARATORS: [char; 5] = ['-', '_', '/', '@', '.'];

/// What stands before and after the version: the last run of at least two numbers joined by dots,
/// dashes or underscores, or of one number after a `v`.
fn split_version(tag: &str) -> Option<(&str, &str)> {
    let bytes = tag.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let fresh = at == 0 || !bytes[at - 1].is_ascii_digit();
        if bytes[at].is_ascii_digit() && fresh {
            let (end, numbers) = version_end(bytes, at);
            let after_v = at > 0
                && bytes[at - 1].eq_ignore_ascii_case(&b'v')
                && (at == 1 || tag[..at - 1].ends_with(SEPARATORS));
            if numbers >= 2 || after_v {
                return Some((&tag[..at], &tag[end..]));
            }
            at = end;
        }
        at += 1;
    }
    None
}

fn version_end(bytes: &[u8], start: usize) -> (usize, usize) {
    let digits = |from: usize| bytes[from..].iter().take_while(|it| it.is_ascii_digit()).count();
    let (mut end, mut numbers) = (start + digits(start), 1);
    while bytes.get(end).is_some_and(|it| b".-_".contains(it)) && digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
        numbers += 1;
    }
    (end, numbers)
}

const WORDS: [&str; 14] = [
    "alpha",
    "beta",
    "rc",
    "pre",
    "preview",
    "dev",
    "nightly",
    "snapshot",
    "canary",
    "next",
    "test",
    "eap",
    "candidate",
    "milestone",
];

/// Whether what follows the numbers says so: `-rc1`, `b2`, `-alpha.3`, `-m1`.
fn is_early(suffix: &str) -> bool {
    suffix
        .split(|it: char| !it.is_ascii_alphabetic())
        .any(|it| WORDS.contains(&it) || ["a", "b", "m"].contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_are_releases() {
        for tag in [
            "v1.2.3",
            "1.2.3",
            "0.50.0",
            "v2",
            "release-1.4",
            "REL_15_2",
            "r1.2",
            "2026.11.1",
            "version/3.1",
            "v1.2.3+build",
            "1.0.0.Final",
            "2024-05-01",
        ] {
            assert_eq!(
                release_name(tag),
                Some(Named { series: String::new(), pre: false }),
                "{tag}"
            );
        }
    }

    #[test]
    fn early_ones_are_told_apart() {
        for tag in [
            "v1.2.3-rc1",
            "v1.2.3-rc.1",
            "1.0.0-alpha.2",
            "1.0b2",
            "v18.0.0-beta.1",
            "2.0.dev0",
            "nightly-2024-05-01",
            "v2.0-m3",
        ] {
            assert_eq!(
                release_name(tag),
                Some(Named { series: String::new(), pre: true }),
                "{tag}"
            );
        }
    }

    #[test]
    fn each_thing_released_is_a_series() {
        for (tag, series) in [
            ("gitgui-0.10.0", "gitgui"),
            ("nucleo-v0.2.1", "nucleo"),
            ("@scope/pkg@1.2.3", "scope/pkg"),
            ("cmd/tool/v1.2.3", "cmd/tool"),
            ("home-0.5.5", "home"),
            ("test-utils-v1.2.3", "test-utils"),
            ("next-auth@4.0.0", "next-auth"),
            ("tool-release-1.2", "tool"),
        ] {
            assert_eq!(
                release_name(tag),
                Some(Named { series: series.to_owned(), pre: false }),
                "{tag}"
            );
        }
    }

    #[test]
    fn other_tags_are_not_releases() {
        for tag in [
            "weekly",
            "homu-tmp",
            "junio-gpg-pub",
            "before-rewrite",
            "v",
            "",
            "issue-12",
            "x2.1",
            "…",
        ] {
            assert_eq!(release_name(tag), None, "{tag}");
        }
        assert_eq!(release_name(&format!("v1.2{}", "x".repeat(300))), None);
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_read_without_a_panic(name in "[vVrRé0-9./_@+a-]{0,20}") {
            if let Some(named) = release_name(&name) {
                proptest::prop_assert!(name.bytes().any(|it| it.is_ascii_digit()));
                proptest::prop_assert!(!named.series.contains("  "));
            }
        }

        #[test]
        fn three_numbers_are_a_release_whatever_stands_around_them(
            before in "(v|release-|tool-v|@a/b@)?", numbers in "[0-9]{1,4}\\.[0-9]{1,3}\\.[0-9]{1,3}",
        ) {
            let named = release_name(&format!("{before}{numbers}"));
            proptest::prop_assert!(named.is_some_and(|it| !it.pre));
        }
    }

    #[test]
    fn a_number_that_is_no_version_is_not_taken_for_one() {
        for (tag, expected) in [
            ("v1", Some(("", false))),
            ("tool-v1", Some(("tool", false))),
            ("dev1", None),
            ("build-1234", None),
            ("20260101", None),
            ("a1b2", None),
            ("v1.2", Some(("", false))),
            ("V1.2.3-RC1", Some(("", true))),
            ("1.2.3-beta", Some(("", true))),
            ("1.2.3a1", Some(("", true))),
            ("1.2.3-android", Some(("", false))),
            ("1.2.3-linux-x86", Some(("", false))),
            ("canary/1.2.3", Some(("", true))),
            ("release/v1.2.3", Some(("", false))),
            ("rel-tool-1.2.3", Some(("rel-tool", false))),
        ] {
            let found = release_name(tag);
            let found = found.as_ref().map(|it| (it.series.as_str(), it.pre));
            assert_eq!(found, expected, "{tag}");
        }
    }
}
