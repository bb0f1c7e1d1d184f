//! What a landing's message says: the request it came from, and its trailers.

use gix::bstr::ByteSlice as _;

use super::commit::Message;

/// The pull or merge request's number, as forges, merge robots and review tools write it.
pub(super) fn request_number(message: Message<'_>) -> Option<u32> {
    let title = message.head.lines().next().unwrap_or_default();
    from_title(title).or_else(|| trailing_lines(message).find_map(from_line))
}

/// A name as text that cannot repaint a terminal.
pub(crate) fn readable(name: &gix::bstr::BStr) -> String {
    super::people::plain_text(name)
}

/// `Key: value` lines of the last paragraph, in order. A line that begins with a blank goes on
/// with the value above it, as git reads it.
pub(crate) fn trailers(message: &[u8]) -> Vec<(String, String)> {
    let text = message.trim_end();
    let last = text.rfind(b"\n\n").map_or(&b""[..], |at| &text[at + 2..]);
    let one = |line: &[u8]| {
        let (key, value) = line.split_once_str(b":")?;
        let word = !key.is_empty()
            && key.len() <= 40
            && key.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-')
            && value.first().is_some_and(u8::is_ascii_whitespace);
        word.then(|| (key.to_str_lossy().into_owned(), value.trim().to_str_lossy().into_owned()))
    };
    let mut found: Vec<(String, String)> = Vec::new();
    let mut goes_on = false;
    for line in last.lines() {
        if line.first().is_some_and(|it| matches!(it, b' ' | b'\t')) {
            if let Some((_, value)) = found.last_mut().filter(|_| goes_on) {
                *value = format!("{value} {}", line.trim().to_str_lossy()).trim().to_owned();
            }
            continue;
        }
        let trailer = one(line);
        goes_on = trailer.is_some();
        found.extend(trailer);
    }
    found
}

/// The lines that may hold trailers: of a message cut short, those of its end.
fn trailing_lines<'a>(message: Message<'a>) -> impl Iterator<Item = &'a [u8]> {
    let part = if message.tail.is_empty() { message.head } else { message.tail };
    part.lines().filter(|it| it.contains(&b':') || it.contains(&b'!'))
}

fn from_title(title: &[u8]) -> Option<u32> {
    const STARTS: [&[u8]; 8] = [
        b"Merge pull request #",
        b"Merge pull request !",
        b"Merge PR #",
        b"Merged PR ",
        b"Auto merge of #",
        b"Rollup merge of #",
        b"Merge #",
        b"Pull request #",
    ];
    for start in STARTS {
        if let Some(rest) = title.strip_prefix(start) {
            return number(rest);
        }
    }
    // Squashing leaves `Title (#12)`, Bitbucket `… (pull request #12)`, GitLab `… (!12)`.
    let inside = title.trim_end().strip_suffix(b")")?;
    let inside = &inside[inside.rfind_byte(b'(')? + 1..];
    let inside =
        inside.strip_prefix(b"pull request ").or(inside.strip_prefix(b"PR ")).unwrap_or(inside);
    let digits = inside.strip_prefix(b"#").or(inside.strip_prefix(b"!"))?;
    digits.iter().all(u8::is_ascii_digit).then(|| number(digits))?
}

fn from_line(line: &[u8]) -> Option<u32> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix(b"See merge request ") {
        return number(&rest[rest.rfind_byte(b'!')? + 1..]);
    }
    let (word, value) = line.split_once_str(b":")?;
    let value = value.trim();
    match word.to_ascii_lowercase().as_slice() {
        b"reviewed-on" | b"pr-url" | b"pull-request" | b"pull-request-url" | b"merge-request"
        | b"mr-url" => number(last_part(value)),
        b"differential revision" => number(last_part(value).trim_start_with(|it| it == 'D')),
        b"github-pull-request" | b"pr" => number(last_part(value)),
        _ => None,
    }
}

/// What follows the last `/`, `#`, `!` or `+`.
fn last_part(value: &[u8]) -> &[u8] {
    let value = value.trim_end_with(|it| it == '/');
    value.rsplit(|it| b"/#!+".contains(it)).next().unwrap_or(value)
}

fn number(text: &[u8]) -> Option<u32> {
    let digits = text.iter().take_while(|it| it.is_ascii_digit()).count();
    let value = std::str::from_utf8(&text[..digits]).ok()?.parse().ok()?;
    (value > 0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(text: &str) -> Option<u32> {
        request_number(Message { head: text.as_bytes(), tail: b"" })
    }

    #[test]
    fn each_forge_and_robot_leaves_its_number() {
        for (text, expected) in [
            ("Merge pull request #12 from ana/fix\n\nTitle", 12),
            ("Fix the fold (#345)", 345),
            ("Fix the fold (!34)", 34),
            ("Merged in fix (pull request #9)", 9),
            ("Merged PR 77: Fix", 77),
            ("Auto merge of #1234 - ana:fix, r=ben\n\nFix", 1234),
            ("Merge #55 #56", 55),
            ("Merge branch 'fix' into 'main'\n\nFix\n\nSee merge request group/sub/project!34", 34),
            (
                "Fix\n\nReviewed-on: https://review.example.org/c/project/+/4567\nReviewed-by: A <a@b>",
                4567,
            ),
            ("Fix\n\nReviewed-on: https://git.example.org/a/b/pulls/8", 8),
            ("doc: fix\n\nPR-URL: https://github.com/nodejs/node/pull/51000\n", 51000),
            ("Fix\n\nDifferential Revision: https://reviews.example.org/D123", 123),
        ] {
            assert_eq!(request(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_not_requests() {
        for text in [
            "Fix #12",
            "Fixes (see #12)",
            "Merge branch 'a' into b",
            "Fix (#12) again",
            "Title (#)",
            "Title (#0)",
            "Title (#99999999999)",
            "Title\n\nCloses: #12",
            "",
        ] {
            assert_eq!(request(text), None, "{text}");
        }
    }

    #[test]
    fn a_message_cut_short_still_gives_both_ends() {
        let message =
            Message { head: b"Title\n\nlong", tail: b"text\n\nPR-URL: https://x.org/pull/5" };
        assert_eq!(request_number(message), Some(5));
    }

    #[test]
    fn trailers_are_the_last_paragraph_only() {
        let text = b"Title: not one\n\nEffort: 3\nin the body\n\nEffort: 5\nUndo: sprint\nnot a trailer\nhttp://x";
        let expected = [("Effort", "5"), ("Undo", "sprint")];
        assert_eq!(trailers(text), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert!(trailers(b"Effort: 5").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_message_is_read_without_a_panic(text in "[Mmerg #!():/\\n0-9PR-URLreviewed-on]{0,60}") {
            let found = request(&text);
            proptest::prop_assert!(found != Some(0));
            for (key, value) in trailers(text.as_bytes()) {
                proptest::prop_assert!(!key.is_empty() && !value.contains('\n'));
            }
        }

        #[test]
        fn a_squash_title_gives_its_number(title in "[a-z #()]{0,30}", n in 1_u32..) {
            proptest::prop_assert_eq!(request(&format!("x{title} (#{n})")), Some(n));
        }
    }

    #[test]
    fn a_trailer_is_a_word_a_colon_and_a_blank() {
        let of = |last: &str| {
            let found = trailers(format!("Title\n\n{last}").as_bytes());
            found.into_iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>()
        };
        for (last, expected) in [
            ("Effort: 3", &["Effort=3"][..]),
            ("Effort:\t3 \r\nUndo: a: b\n\n\n", &["Effort=3", "Undo=a: b"]),
            ("Co-authored-by: B <b@x.org>", &["Co-authored-by=B <b@x.org>"]),
            ("Effort:3", &[]),
            ("Effort: \nUndo: hour", &["Effort=", "Undo=hour"]),
            (" Effort: 3", &[]),
            ("Two words: 3", &[]),
            (": 3", &[]),
            ("https://x.org: 3", &[]),
            ("Gr\u{f6}\u{df}e: 3", &[]),
        ] {
            assert_eq!(of(last), expected, "{last:?}");
        }
        let (longest, longer) = ("k".repeat(40), "k".repeat(41));
        assert_eq!(of(&format!("{longest}: 1")).len(), 1);
        assert_eq!(of(&format!("{longer}: 1")).len(), 0);
    }

    #[test]
    fn the_title_counts_before_what_stands_below_it() {
        for (text, expected) in [
            ("Fix (#7)\n\nPR-URL: https://x.org/pull/8", Some(7)),
            ("Merge pull request !9 from a/b", Some(9)),
            ("Rollup merge of #10 - a:b, r=c", Some(10)),
            ("Pull request #11: Fix", Some(11)),
            ("Merge PR #12 into main", Some(12)),
            ("Fix (PR #13)", Some(13)),
            ("Fix\n\nGitHub-Pull-Request: owner/repo#14", Some(14)),
            ("Fix\n\nmerge-request: https://x.org/a/b/-/merge_requests/15/", Some(15)),
            ("Fix\n\nReviewed-on: soon", None),
            ("Merge pull request from a/b", None),
            ("Fix (#7, #8)", None),
            ("Fix (see 7)", None),
        ] {
            assert_eq!(request(text), expected, "{text}");
        }
    }
}
