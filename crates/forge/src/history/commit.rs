//! One commit's header, taken apart without trusting it.

use gix::ObjectId;

/// Borrowed from the commit's bytes. Times are seconds since 1970, within the years ±9999.
#[derive(Debug, Default)]
pub(super) struct Header<'a> {
    pub(super) tree: Option<ObjectId>,
    pub(super) parents: Vec<ObjectId>,
    pub(super) author: Signed<'a>,
    pub(super) committer: Signed<'a>,
    /// At most `MESSAGE_BYTES`: the beginning and the end of a longer one, where titles and
    /// trailers are.
    pub(super) message: Message<'a>,
}

/// `Name <email>` and a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signed<'a> {
    /// The bytes up to and with `>`; what interning goes by.
    pub(super) who: &'a [u8],
    pub(super) at: i64,
    /// Whether the time could be read as written.
    pub(super) dated: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) head: &'a [u8],
    /// Empty unless the message was too long to keep whole.
    pub(super) tail: &'a [u8],
}

/// More parents than this are not followed; git itself writes at most a few dozen.
pub(super) const PARENTS: usize = 64;
const MESSAGE_BYTES: usize = 64 << 10;
/// 9999-12-31 and its mirror before 1970, so that every time is a date a calendar can name.
const LAST: i64 = 253_402_207_200;
const FIRST: i64 = -LAST;

/// Never fails: what cannot be read stays empty, and `Signed::dated` says so for times.
pub(super) fn parse(mut bytes: &[u8]) -> Header<'_> {
    let mut header = Header::default();
    while let Some(line) = take_line(&mut bytes) {
        if line.is_empty() {
            header.message = shorten(bytes);
            break;
        }
        if let Some(hex) = line.strip_prefix(b"parent ") {
            if header.parents.len() < PARENTS
                && let Ok(id) = ObjectId::from_hex(hex)
            {
                header.parents.push(id);
            }
        } else if let Some(hex) = line.strip_prefix(b"tree ") {
            header.tree = ObjectId::from_hex(hex).ok();
        } else if let Some(rest) = line.strip_prefix(b"author ") {
            header.author = signed(rest);
        } else if let Some(rest) = line.strip_prefix(b"committer ") {
            header.committer = signed(rest);
        }
    }
    header
}

fn take_line<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    if bytes.is_empty() {
        return None;
    }
    let end = gix::bstr::ByteSlice::find_byte(*bytes, b'\n').unwrap_or(bytes.len());
    let line = &bytes[..end];
    *bytes = bytes.get(end + 1..).unwrap_or_default();
    Some(line)
}

pub(super) fn signed(line: &[u8]) -> Signed<'_> {
    let Some(end) = line.iter().rposition(|it| *it == b'>') else {
        return Signed { who: line, at: 0, dated: false };
    };
    let (who, rest) = line.split_at(end + 1);
    let (at, dated) = seconds(rest.trim_ascii_start());
    Signed { who, at, dated }
}

fn seconds(text: &[u8]) -> (i64, bool) {
    let (negative, digits) = match text.strip_prefix(b"-") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let count = digits.iter().take_while(|it| it.is_ascii_digit()).count();
    let ends = digits.get(count).is_none_or(|it| *it == b' ');
    let value = digits[..count]
        .iter()
        .fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    let value = if negative { -value } else { value };
    (value.clamp(FIRST, LAST), count > 0 && ends && (FIRST..=LAST).contains(&value))
}

fn shorten(message: &[u8]) -> Message<'_> {
    if message.len() <= MESSAGE_BYTES {
        return Message { head: message, tail: b"" };
    }
    let half = MESSAGE_BYTES / 2;
    Message { head: &message[..half], tail: &message[message.len() - half..] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "92794501a5d145e7ad9ac33ddd90963b6d6bb3ce";

    #[test]
    fn a_header_is_read_with_its_message() {
        let text = format!(
            "tree {ID}\nparent {ID}\nauthor A B <a@b> 100 +0200\ncommitter C <c@d> 200 +0000\n\
             gpgsig -----\n author none\n\nTitle\n\nBody\n"
        );
        let header = parse(text.as_bytes());
        assert_eq!(header.parents.len(), 1);
        assert_eq!((header.author.who, header.author.at), (&b"A B <a@b>"[..], 100));
        assert_eq!((header.committer.at, header.committer.dated), (200, true));
        assert_eq!(header.message.head, b"Title\n\nBody\n");
    }

    #[test]
    fn impossible_dates_are_kept_in_the_calendar_and_marked() {
        let far = signed(b"A <a@b> 99999999999999999999999 +0000");
        assert_eq!((far.at, far.dated), (LAST, false));
        let before = signed(b"A <a@b> -86400 +0000");
        assert_eq!((before.at, before.dated), (-86400, true));
        assert!(!signed(b"A <a@b> yesterday").dated);
        assert!(!signed(b"A <a@b>").dated);
        assert!(!signed(b"no address 12 +0000").dated);
    }

    #[test]
    fn a_huge_message_keeps_its_beginning_and_its_end() {
        let mut text = b"\nTitle (#7)\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 5 << 20));
        text.extend_from_slice(b"\n\nReviewed-by: A <a@b>\n");
        let message = parse(&text).message;
        assert!(message.head.starts_with(b"Title (#7)"));
        assert!(message.tail.ends_with(b"Reviewed-by: A <a@b>\n"));
        assert!(message.head.len() + message.tail.len() <= MESSAGE_BYTES);
    }

    #[test]
    fn rubbish_reads_as_an_empty_header() {
        for text in [&b""[..], b"\n", b"tree", b"parent zz\nauthor\n", b"\xff\xfe\n\n\xff"] {
            assert!(parse(text).parents.is_empty());
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_read_as_some_header(bytes in proptest::collection::vec(0_u8.., 0..200)) {
            let header = parse(&bytes);
            proptest::prop_assert!((FIRST..=LAST).contains(&header.author.at));
        }

        #[test]
        fn any_dates_are_within_the_calendar(text in "-?[0-9]{0,40}[ a-z+]{0,3}[0-9]{0,4}") {
            let line = format!("A <a@b> {text}");
            proptest::prop_assert!((FIRST..=LAST).contains(&signed(line.as_bytes()).at));
        }
    }

    #[test]
    fn what_stands_in_a_signature_or_a_tag_is_no_header() {
        let text = format!(
            "tree {ID}\nparent {ID}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 2 +0000\n\
             mergetag object {ID}\n parent {ID}\n tagger Z <z@z> 9 +0000\nencoding latin1\n\
             \nparent {ID}\nauthor Z <z@z> 9 +0000\n"
        );
        let header = parse(text.as_bytes());
        assert_eq!((header.parents.len(), header.author.at, header.committer.at), (1, 1, 2));
        assert!(
            header.message.head.starts_with(b"parent "),
            "the message begins at the empty line"
        );
    }

    #[test]
    fn the_last_bracket_ends_the_address_and_the_zone_is_not_read() {
        for (line, who, at, dated) in [
            (&b"A <B> C <a@b> 7 +0200"[..], &b"A <B> C <a@b>"[..], 7, true),
            (b"<> 7", b"<>", 7, true),
            (b"A <a@b>7", b"A <a@b>", 7, true),
            (b"A <a@b> 7x +0000", b"A <a@b>", 7, false),
            (b"A <a@b> -", b"A <a@b>", 0, false),
            (b"A <a@b>  7 -9999", b"A <a@b>", 7, true),
        ] {
            assert_eq!(
                signed(line),
                Signed { who, at, dated },
                "{}",
                String::from_utf8_lossy(line)
            );
        }
    }

    #[test]
    fn a_message_is_whole_up_to_its_limit_and_then_two_halves_of_it() {
        let message = |length: usize| [b"\n", &vec![b'x'; length][..]].concat();
        let whole = message(MESSAGE_BYTES);
        assert_eq!(parse(&whole).message, Message { head: &whole[1..], tail: b"" });
        let longer = message(MESSAGE_BYTES + 1);
        let cut = parse(&longer).message;
        assert_eq!((cut.head.len(), cut.tail.len()), (MESSAGE_BYTES / 2, MESSAGE_BYTES / 2));
    }
}
