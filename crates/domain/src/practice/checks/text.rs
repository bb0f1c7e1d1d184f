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
