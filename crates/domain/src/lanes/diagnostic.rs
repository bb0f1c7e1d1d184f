//! What is wrong with a lanes.toml, where exactly, and how to mend it.

use std::fmt::Write;
use std::ops::Range;

use serde::Serialize;
use unicode_width::UnicodeWidthChar;

use crate::finding::Weight;

/// One problem of a text. `Blocks` means that the map cannot be used as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// In characters, at least 1; never past the end of the line.
    pub length: usize,
    /// One sentence.
    pub says: String,
    /// What to do; may be empty.
    pub hint: String,
    pub weight: Weight,
}

impl Diagnostic {
    /// `span` in bytes of `text`; anything outside is moved inside.
    pub fn at(text: &str, span: Range<usize>, weight: Weight, says: String, hint: String) -> Self {
        let start = floor_char(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |it| start + it);
        let end = floor_char(text, span.end).clamp(start, line_end);
        Self {
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            length: text[start..end].trim_end().chars().count().max(1),
            says,
            hint,
            weight,
        }
    }

    /// Place, sentence, the line with the words underlined, and the hint. Ends in a newline.
    pub fn print(&self, file: &str, text: &str, colour: bool) -> String {
        let (word, on) = match self.weight {
            Weight::Blocks => ("error", "\x1b[31m"),
            Weight::Warns => ("warning", "\x1b[33m"),
            Weight::Note => ("note", "\x1b[36m"),
        };
        let (on, bold, off) = if colour { (on, "\x1b[1m", "\x1b[0m") } else { ("", "", "") };
        let source = text.lines().nth(self.line - 1).unwrap_or("");
        let (shown, before, under) = self.underline(source);
        let number = self.line.to_string();
        let gutter = " ".repeat(number.len());
        let mut out = String::new();
        let _ = writeln!(
            out,
            "{file}:{}:{}: {on}{word}:{off} {bold}{}{off}",
            self.line, self.column, self.says
        );
        let _ = writeln!(out, "  {number} | {shown}");
        let _ = writeln!(out, "  {gutter} | {}{on}{}{off}", " ".repeat(before), "^".repeat(under));
        if !self.hint.is_empty() {
            let _ = writeln!(out, "  {gutter} = {}", self.hint);
        }
        out
    }

    /// The line as it can be shown (no control characters, at most 160 wide), the width before
    /// the words and the width of the words.
    fn underline(&self, source: &str) -> (String, usize, usize) {
        const WIDEST: usize = 160;
        let (mut shown, mut before, mut under, mut width) = (String::new(), 0, 0, 0);
        for (at, raw) in source.chars().enumerate() {
            let mark = if raw == '\t' || raw.is_control() { ' ' } else { raw };
            let wide = mark.width().unwrap_or(0);
            if width + wide > WIDEST {
                shown.push('…');
                break;
            }
            if at + 1 < self.column {
                before += wide;
            } else if at + 1 < self.column + self.length {
                under += wide;
            }
            width += wide;
            shown.push(mark);
        }
        (shown, before, under.max(1))
    }
}

/// All problems one after another, with a last line that counts them.
pub fn print_all(problems: &[Diagnostic], file: &str, text: &str, colour: bool) -> String {
    let mut out: String = problems.iter().map(|it| it.print(file, text, colour) + "\n").collect();
    let errors = problems.iter().filter(|it| it.weight == Weight::Blocks).count();
    let others = problems.len() - errors;
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let counts: Vec<String> = [(errors, "error"), (others, "remark")]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| plural(n, word))
        .collect();
    if !counts.is_empty() {
        let _ = writeln!(out, "{file}: {}.", counts.join(", "));
    }
    out
}

/// The name a person most likely meant, if one is near enough to be worth saying.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    names
        .into_iter()
        .map(|name| (distance(&word, &name.to_lowercase()), name))
        .filter(|(far, _)| *far <= allowed)
        .min_by_key(|(far, _)| *far)
        .map(|(_, name)| name)
}

/// "Did you mean …?" or the list of what is possible.
pub fn suggestion<'a>(word: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(name) = nearest(word, names.clone()) {
        return format!("Did you mean “{name}”?");
    }
    let all: Vec<&str> = names.into_iter().take(12).collect();
    if all.is_empty() { String::new() } else { format!("Possible here: {}.", all.join(", ")) }
}

/// Edits between two words, a swap of neighbours counted as one. Long words are not compared.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) =
        (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j - 1] + same).min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_underlined_also_after_wide_characters() {
        let text = "a = 1\ntitle = \"支払い\" # x\nlevel = \"leed\"";
        let of = |word: &str| {
            let start = text.find(word).expect("the word is in the text");
            let span = start..start + word.len();
            Diagnostic::at(text, span, Weight::Blocks, "No such thing.".into(), "Mend it.".into())
        };
        insta::assert_snapshot!(of("# x").print("lanes.toml", text, false), @r#"
        lanes.toml:2:15: error: No such thing.
          2 | title = "支払い" # x
            |                  ^^^
            = Mend it.
        "#);
        assert_eq!((of("\"leed\"").line, of("\"leed\"").column, of("\"leed\"").length), (3, 9, 6));
    }

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_does_not_panic() {
        let text = "é";
        for span in [0..9, 1..1, 7..9, 0..1] {
            let found = Diagnostic::at(text, span, Weight::Note, String::new(), String::new());
            assert!(!found.print("x", text, true).is_empty());
        }
        assert!(
            !Diagnostic::at("", 0..0, Weight::Note, "x".into(), String::new())
                .print("x", "", false)
                .is_empty()
        );
    }

    #[test]
    fn near_names_are_offered_and_far_ones_are_not() {
        let names = ["contributor", "lead", "director"];
        assert_eq!(nearest("leda", names), Some("lead"));
        assert_eq!(nearest("Contributer", names), Some("contributor"));
        assert_eq!(nearest("chef", names), None);
    }

    fn first_word(text: &str) -> Diagnostic {
        Diagnostic::at(text, 0..1, Weight::Warns, "Odd.".into(), String::new())
    }

    #[test]
    fn a_place_is_counted_in_characters_and_never_runs_past_its_line() {
        let text = "é = 1\nab = 2   \n";
        for (span, place) in [
            (0..2, (1, 1, 1)),
            (3..4, (1, 3, 1)),
            (7..9, (2, 1, 2)),
            (7..999, (2, 1, 6)),
            (12..16, (2, 6, 1)),
            (text.len()..text.len(), (3, 1, 1)),
        ] {
            let it = Diagnostic::at(text, span.clone(), Weight::Note, String::new(), String::new());
            assert_eq!((it.line, it.column, it.length), place, "{span:?}");
        }
    }

    #[test]
    fn a_line_too_long_for_a_terminal_is_cut_and_shows_nothing_that_moves_the_cursor() {
        let text = format!("a\t\u{1b}[31m{}", "x".repeat(500));
        let printed = first_word(&text).print("f", &text, false);
        let line = printed.lines().nth(1).expect("the line itself");
        assert!(line.ends_with('…') && line.chars().count() < 180, "{line}");
        assert!(!printed.contains(['\t', '\u{1b}']), "{printed:?}");
    }

    #[test]
    fn colour_is_there_when_asked_for_and_only_then() {
        let plain = first_word("a = 1").print("f", "a = 1", false);
        let painted = first_word("a = 1").print("f", "a = 1", true);
        assert!(!plain.contains('\u{1b}') && painted.contains("\u{1b}[33mwarning:"));
        let bare = ["\u{1b}[33m", "\u{1b}[1m", "\u{1b}[0m"];
        assert_eq!(bare.iter().fold(painted, |text, it| text.replace(it, "")), plain);
    }

    #[test]
    fn the_last_line_counts_errors_and_remarks_apart() {
        let of = |weights: &[Weight]| {
            let problems: Vec<_> =
                weights.iter().map(|it| Diagnostic { weight: *it, ..first_word("a") }).collect();
            let text = print_all(&problems, "f", "a", false);
            text.lines().last().map_or(String::new(), str::to_owned)
        };
        let (error, warning, note) = (Weight::Blocks, Weight::Warns, Weight::Note);
        assert_eq!(of(&[]), "");
        assert_eq!(of(&[error]), "f: 1 error.");
        assert_eq!(of(&[error, warning, error, note]), "f: 2 errors, 2 remarks.");
        assert_eq!(of(&[note]), "f: 1 remark.");
    }

    #[test]
    fn the_nearest_name_wins_and_swapped_neighbours_are_one_mistake() {
        assert_eq!(nearest("sprnit", ["sprite", "sprint"]), Some("sprint"));
        assert_eq!(nearest("ab", ["ba"]), Some("ba"));
        assert_eq!(nearest("abc", ["cba"]), None);
        assert_eq!(nearest("straße", ["strasse"]), Some("strasse"));
        assert_eq!(nearest("x", [""; 0]), None);
    }

    #[test]
    fn far_from_every_name_the_first_twelve_are_listed() {
        let names: Vec<String> = (0..20).map(|it| format!("name{it:02}")).collect();
        let said = suggestion("quite different", names.iter().map(String::as_str));
        assert!(
            said.starts_with("Possible here: name00, ") && said.ends_with(", name11."),
            "{said}"
        );
        assert_eq!(suggestion("x", [""; 0]), "");
    }

    proptest::proptest! {
        #[test]
        fn the_distance_between_two_words_is_one(a in "[a-d]{0,7}", b in "[a-d]{0,7}", c in "[a-d]") {
            proptest::prop_assert_eq!(distance(&a, &b), distance(&b, &a));
            proptest::prop_assert_eq!(distance(&a, &b) == 0, a == b);
            proptest::prop_assert!(distance(&a, &b) <= a.len().max(b.len()));
            proptest::prop_assert_eq!(distance(&a, &format!("{a}{c}")), 1);
        }
    }
}
