//! Whether a card says enough to be acted on. For its writer alone, and silent where unsure.

use crate::practice::checks::text::{is_english, words};

/// What one asks whoever wrote a vague card.
pub const ASKS: &str = "What would we have seen first?";

/// Fewer words than this name no mechanism.
const FEW: usize = 5;

/// Words so wide that they fit any failure.
static GENERIC: &[&str] = &[
    "communication",
    "alignment",
    "priorities",
    "priority",
    "quality",
    "scope",
    "resources",
    "resource",
    "time",
    "people",
    "process",
    "processes",
    "complexity",
    "unclear",
    "poor",
    "bad",
    "lack",
    "missing",
    "insufficient",
    "requirements",
    "stakeholders",
    "planning",
    "issues",
    "problems",
    "management",
    "team",
    "teams",
    "capacity",
    "not",
    "no",
    "enough",
    "too",
    "much",
    "little",
    "creep",
    "debt",
    "technical",
    "more",
    "general",
];

/// Words that carry no subject of their own.
static SMALL: &[&str] = &[
    "the", "a", "an", "of", "and", "or", "in", "on", "with", "our", "we", "was", "were", "is",
    "are", "to", "for", "it", "there", "had", "have", "between", "about", "very", "that", "this",
];

/// Endings and words by which something happens. A guess about many writers: wide on purpose, so
/// that a card is asked about only where surely nothing happens in it.
static HAPPENS: &[&str] = &[
    "was",
    "were",
    "did",
    "didn't",
    "didn’t",
    "could",
    "couldn't",
    "couldn’t",
    "can",
    "can't",
    "cannot",
    "never",
    "broke",
    "fell",
    "lost",
    "ran",
    "took",
    "went",
    "came",
    "left",
    "kept",
    "grew",
    "sent",
    "forgot",
    "knew",
    "saw",
    "got",
    "put",
    "cost",
    "hit",
    "shut",
    "froze",
    "held",
    "wrote",
    "read",
    "paid",
    "became",
    "began",
    "does",
    "doesn't",
    "fails",
    "breaks",
    "blocks",
    "is",
    "are",
    "has",
    "have",
    "had",
    "will",
    "would",
    "stop",
    "stops",
    "leaks",
    "slips",
];

/// Why a card is vague, or `None`.
pub fn vague(text: &str) -> Option<&'static str> {
    let words = words(text);
    // Three words of another language are not ours to judge.
    if !is_english(text) || words.is_empty() {
        return None;
    }
    let telling = |it: &&String| !SMALL.contains(&it.as_str());
    if words.iter().filter(telling).all(|it| GENERIC.contains(&it.as_str())) {
        return Some("This would fit any plan.");
    }
    if words.len() < FEW {
        return Some("This names a thing, and not yet how it went wrong.");
    }
    let happens =
        |it: &String| HAPPENS.contains(&it.as_str()) || it.ends_with("ed") || it.ends_with("ing");
    if !words.iter().any(happens) {
        return Some("Nothing happens on this card yet.");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_with_a_mechanism_is_left_alone() {
        for card in [
            "The night run for Sepa timed out at the bank and we paid twice",
            "Support saw the first wrong payouts three days before we did",
            "Omar was the only one who could read the ledger job, and he left",
        ] {
            assert_eq!(vague(card), None, "{card}");
        }
    }

    #[test]
    fn wide_words_few_words_and_no_verb_are_asked_about() {
        assert_eq!(vague("Poor communication between the teams"), Some("This would fit any plan."));
        assert_eq!(vague("scope creep"), Some("This would fit any plan."));
        assert!(vague("The bank interface").is_some_and(|it| it.contains("not yet how")));
        assert!(
            vague("Two banks and the old ledger for all of our shops")
                .is_some_and(|it| it.starts_with("Nothing happens"))
        );
    }

    #[test]
    fn another_language_is_not_judged() {
        for card in ["Die Bank hat die Aufträge nicht angenommen", "通信不足", ""] {
            assert_eq!(vague(card), None, "{card}");
        }
    }
}
