//! Small tools for reading prose: sentences, words, phrases, overlap, and which language it is.

use std::collections::HashSet;

use super::words::{ENGLISH, FOREIGN};

/// Sentences and list items, trimmed, without their bullets.
pub fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', '\n', ';'])
        .map(|it| it.trim_matches(|c: char| c.is_whitespace() || "-*•.!?;".contains(c)))
        .filter(|it| it.chars().any(char::is_alphabetic))
}

/// Lower-case words; digits count as words, punctuation does not.
pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .filter(|it| !it.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// The first phrase of the list found at word boundaries, as the writer wrote it.
pub fn phrase<'a>(text: &'a str, list: &[&str]) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    let hits = list.iter().filter_map(|it| place(&lower, it).map(|at| (at, it.len())));
    // The earliest, and there the longest: “none known” before “none”.
    let (at, len) = hits.min_by_key(|(at, len)| (*at, std::cmp::Reverse(*len)))?;
    Some(&text[at..at + len])
}

/// Byte offset of `needle` in `lower` where no letter or digit runs on into it on either side.
pub fn place(lower: &str, needle: &str) -> Option<usize> {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    lower.match_indices(needle).map(|(at, _)| at).find(|at| {
        let (before, after) = (&lower[..*at], &lower[at + needle.len()..]);
        let starts_inside = word(needle.chars().next()) && word(before.chars().next_back());
        let ends_inside = word(needle.chars().next_back()) && word(after.chars().next());
        !starts_inside && !ends_inside
    })
}

/// Somebody of these names in a text, as it was written, and whether it is surely a name: a full
/// name or a handle with its `@`. A first name alone may be an ordinary word, so it is one only in
/// its capital letter and inside a sentence.
pub fn named(text: &str, names: &[String]) -> Option<(String, bool)> {
    let lower = text.to_ascii_lowercase();
    for name in names {
        let known = name.to_ascii_lowercase();
        let handle = format!("@{known}");
        let sure = if name.contains(char::is_whitespace) { &known } else { &handle };
        if let Some(at) = place(&lower, sure) {
            return Some((text[at..at + sure.len()].to_owned(), true));
        }
    }
    let single = names.iter().filter(|it| it.starts_with(char::is_uppercase) && !it.contains(' '));
    let inside = |at: usize| {
        let before = text[..at].trim_end_matches([' ', '“', '(', '"']);
        before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',')
    };
    let mut found = single.filter_map(|it| place(text, it).filter(|at| inside(*at)).map(|_| it));
    found.next().map(|it| (it.clone(), false))
}

pub fn has_number(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        || phrase(text, &["half", "twice", "no", "none", "zero", "every", "all", "never"]).is_some()
}

/// Word 3-grams.
pub fn trigrams(text: &str) -> HashSet<[String; 3]> {
    words(text).windows(3).map(|it| [it[0].clone(), it[1].clone(), it[2].clone()]).collect()
}

/// Whether the English word lists may say anything about this text.
pub fn is_english(text: &str) -> bool {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    let others = text.chars().filter(|it| it.is_alphabetic() && !it.is_ascii()).count();
    let (mut english, mut foreign) = (0, 0);
    for word in words(text) {
        english += usize::from(ENGLISH.contains(&word.as_str()));
        foreign += usize::from(FOREIGN.contains(&word.as_str()));
    }
    letters > 0 && others * 5 <= letters && foreign <= english
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_come_without_their_bullets_and_empty_ones_not_at_all() {
        let text = "- Build it.\n* Then ship it!  \n\n...\n1234\nWhy? Because; so.";
        assert_eq!(
            sentences(text).collect::<Vec<_>>(),
            ["Build it", "Then ship it", "Why", "Because", "so"]
        );
    }

    #[test]
    fn a_phrase_is_found_whole_and_as_it_was_written() {
        assert_eq!(phrase("Nothing is BETTER here", &["better"]), Some("BETTER"));
        assert_eq!(phrase("A bettering of things", &["better"]), None);
        assert_eq!(phrase("unbetter", &["better"]), None);
        assert_eq!(phrase("100% complete", &["% complete"]), Some("% complete"));
        assert_eq!(phrase("none known yet", &["none", "none known"]), Some("none known"));
        assert_eq!(phrase("ÄÖÜ better", &["better"]), Some("better"), "offsets hold beyond ASCII");
    }

    #[test]
    fn the_earliest_phrase_wins_whatever_the_order_of_the_list() {
        assert_eq!(phrase("faster and better", &["better", "faster"]), Some("faster"));
    }

    #[test]
    fn words_are_told_apart_from_punctuation_and_keep_their_apostrophes() {
        assert_eq!(words("Don’t—stop: it's 5 %"), ["don’t", "stop", "it's", "5"]);
        assert_eq!(trigrams("one two").len(), 0);
        assert_eq!(trigrams("a b c a b c").len(), 3);
    }

    #[test]
    fn english_is_told_from_what_is_not() {
        for text in [
            "Build a new export.",
            "Checkout",
            "Commits",
            "per engineer",
            "The café is on the naïve side",
        ] {
            assert!(is_english(text), "{text}");
        }
        for text in [
            "Die Kasse ist für alle da",
            "La boutique est pour les clients",
            "Сделать быстрее",
            "12 %",
            "",
        ] {
            assert!(!is_english(text), "{text}");
        }
    }

    #[test]
    fn a_full_name_and_a_handle_are_sure_and_a_first_name_alone_may_be_a_word() {
        let names = ["will", "Will Osei", "Will", "may"].map(str::to_owned);
        for (text, found) in [
            ("Then Will Osei was ill.", Some(("Will Osei", true))),
            ("Ask @Will first", Some(("@Will", true))),
            ("We asked Will twice", Some(("Will", false))),
            ("Will it hold?", None),
            ("It will hold, and it may not", None),
            ("Since May. Will it?", None),
            ("an address@willing.example", None),
        ] {
            let expected = found.map(|(words, sure)| (words.to_owned(), sure));
            assert_eq!(named(text, &names), expected, "{text}");
        }
        assert_eq!(named("Will Osei", &[]), None);
    }

    #[test]
    fn a_number_may_be_a_word() {
        for text in ["97 of 100", "no shop has to call", "half of them", "every export"] {
            assert!(has_number(text), "{text}");
        }
        assert!(!has_number("Customers are happy and known"));
    }
}
