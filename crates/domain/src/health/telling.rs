//! R11: what in a comment may tell who wrote it, said to the writer before it is sent.
//!
//! Only the writer sees this, nothing is held up, and nothing is kept: not the text, not that it was
//! asked about. It finds plain signs and says so; it cannot know how somebody writes.

use std::sync::LazyLock;

use regex::Regex;

use crate::finding::{Finding, Weight};

/// A sign with what is said about it and the question that would mend it.
struct Sign {
    found_by: Regex,
    says: &'static str,
    asks: &'static str,
}

static SIGNS: LazyLock<Vec<Sign>> = LazyLock::new(|| {
    [
        (
            r"@[\w.-]+\w",
            "Somebody is named here.",
            "Can it be said without the name, as what happened?",
        ),
        (
            r"(?i)https?://\S+|\b[A-Z]{2,}-\d+\b|(?:^|\s)#\d+\b",
            "A link or a number leads to something with names on it.",
            "What was it about, in words?",
        ),
        (
            r"(?i)\b\d{4}-\d\d-\d\d\b|\b\d{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:yesterday|last (?:mon|tues|wednes|thurs|fri)day)\b",
            "A date says who was there.",
            "Does it happen more often than on that day?",
        ),
        (
            r"(?i)\b(?:i am|i'm|i’m|as) the only\b|\bas (?:a|the) (?:new|newest|youngest|oldest|only|junior|intern)\b|\bmy (?:first|last) (?:day|week|month)\b",
            "This fits few people, perhaps only you.",
            "Would others on the team say it too? Then say it for all of you.",
        ),
    ]
    .map(|(found_by, says, asks)| Sign {
        found_by: Regex::new(found_by).expect("a pattern of our own"),
        says,
        asks,
    })
    .into()
});

/// What may tell who wrote this. `names` are those of the people asked, with handles.
pub fn telling(text: &str, names: &[&str]) -> Vec<Finding> {
    let name = names.iter().filter(|it| is_named(text, it)).map(|it| Finding {
        words: (*it).to_owned(),
        ..said("Somebody is named here.", "Can it be said without the name, as what happened?")
    });
    let signs = SIGNS.iter().filter_map(|sign| {
        let words = sign.found_by.find(text)?.as_str().trim().to_owned();
        Some(Finding { words, ..said(sign.says, sign.asks) })
    });
    name.chain(signs).collect()
}

fn said(says: &str, asks: &str) -> Finding {
    Finding {
        rule: "R11",
        weight: Weight::Warns,
        place: super::instrument::FREE_TEXT.0.to_owned(),
        words: String::new(),
        says: says.to_owned(),
        asks: asks.to_owned(),
    }
}

/// “Al” is not in “also”; and “will”, “mark” or “rose” in small letters are words and nobody. Where a
/// script has no capitals, every letter may begin a name.
fn is_named(text: &str, name: &str) -> bool {
    let lower = |text: &str| text.to_lowercase();
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let (wanted, long) = (lower(name), name.chars().count());
    long > 0
        && text.char_indices().any(|(at, first)| {
            let before = text[..at].chars().next_back();
            let begins = ends(before) && (!first.is_lowercase() || before == Some('@'));
            let here: String = text[at..].chars().take(long).collect();
            begins && lower(&here) == wanted && ends(text[at..].chars().nth(long))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        telling(text, &["Ana", "Al"]).into_iter().map(|it| it.words).collect()
    }

    #[test]
    fn plain_signs_are_told_to_the_writer() {
        for (text, sign) in [
            ("Ana decides everything alone.", "Ana"),
            ("Ask @raj.k about it.", "@raj.k"),
            ("See https://example.org/42 for the mess.", "https://example.org/42"),
            ("PAY-120 should never have shipped.", "PAY-120"),
            ("We argued about #482 for a week.", "#482"),
            ("The meeting on 2026-03-04 was unfair.", "2026-03-04"),
            ("On 4 March nobody listened.", "4 March"),
            ("Last Friday was the low point.", "Last Friday"),
            ("I'm the only one on call at night.", "I'm the only"),
            ("As the newest I say little.", "As the newest"),
        ] {
            assert_eq!(words(text), [sign], "{text}");
        }
    }

    #[test]
    fn what_anybody_could_have_written_passes() {
        for text in [
            "",
            "We also need an answer when we ask for help.",
            "Calls that are ours are made elsewhere, nearly every month.",
            "Analysis takes too long.",
            "The only thing that helps is fewer meetings.",
        ] {
            assert_eq!(words(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_name_that_is_a_word_too_is_one_only_with_a_capital_or_as_a_handle() {
        let found =
            |text: &str| telling(text, &["Will", "mark", "Rose", "Ana Soler", "李明"]).len();
        for (text, signs) in [
            ("We will mark what rose last quarter.", 0),
            ("This will not do, and nobody will say so.", 0),
            ("I asked Will twice.", 1),
            ("Mark and Rose decide it between them.", 2),
            // The handle, and that somebody is named by one.
            ("It is always @mark who hears of it first.", 2),
            ("ANA SOLER was told.", 1),
            ("ana soler was not.", 0),
            ("Ask 李明 first.", 1),
            ("İ will, Willing or not.", 0),
        ] {
            assert_eq!(found(text), signs, "{text}");
        }
    }

    #[test]
    fn each_sign_comes_with_a_question_and_holds_nothing_up() {
        for it in telling("As the only intern I told Ana yesterday, see PAY-1.", &["Ana"]) {
            assert!(it.asks.contains('?') && it.weight == Weight::Warns, "{it:?}");
            assert_eq!((it.rule, it.place.as_str()), ("R11", "change"));
        }
        assert_eq!(
            telling("As the only intern I told Ana yesterday, see PAY-1.", &["Ana"]).len(),
            4
        );
    }
}
