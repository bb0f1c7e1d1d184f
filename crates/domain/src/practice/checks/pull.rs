//! What pulls a team apart without anybody meaning it: intents that pull on one signal from two
//! sides (I19), and short words the team did not use when it said the intent back (I22).

use super::frame::whole;
use super::signals::is_guardrail;
use super::text::{is_english, words};
use super::{Worded, cell, finding};
use crate::finding::{Finding, Weight};
use crate::kind::Around;
use crate::record::{Dossier, Record, Row};

/// Short words that engineers use everywhere.
static USUAL: &[&str] = &[
    "AI", "API", "CI", "CPU", "CSS", "CSV", "DNS", "FAQ", "GDPR", "HTML", "HTTP", "HTTPS", "ID",
    "IP", "IT", "JSON", "OK", "OS", "PDF", "PR", "QA", "RAM", "SDK", "SQL", "SSH", "TLS", "UI",
    "URL", "UTC", "UX", "XML", "YAML",
];
/// Longer words in capitals are shouted, or a name.
const LONGEST: usize = 6;

pub(super) fn check(dossier: &Dossier, around: &Around, found: &mut Vec<Finding>) {
    found.extend(against_a_sibling(&dossier.record, around));
    found.extend(jargon(dossier));
}

/// I19. Often a healthy tension, so it only asks.
fn against_a_sibling(record: &Record, around: &Around) -> Option<Finding> {
    around.siblings.iter().find_map(|sibling| {
        let row = record.rows("signals").iter().find(|row| {
            sibling.rows("signals").iter().any(|other| {
                is_guardrail(row) != is_guardrail(other)
                    && words(cell(row, "name")) == words(cell(other, "name"))
                    && pull_apart(row, other)
            })
        })?;
        let says = if is_guardrail(row) {
            format!("“{}” wants this moved, and here it is guarded.", sibling.title)
        } else {
            format!("“{}” guards this against the way it should go here.", sibling.title)
        };
        Some(
            finding("I19", Weight::Note, "signals", cell(row, "name"))
                .saying(&says, "How far may the one go before the other gives way?"),
        )
    })
}

/// Whether what one of them aims at the other forbids: against its direction, or past its bound.
fn pull_apart(row: &Row, other: &Row) -> bool {
    let (target, guard) = if is_guardrail(row) { (other, row) } else { (row, other) };
    let guarded = |bound: &str| !cell(guard, bound).is_empty();
    match cell(target, "direction") {
        "up" => cell(guard, "direction") == "down" || guarded("at_most"),
        "down" => cell(guard, "direction") == "up" || guarded("at_least"),
        _ => false,
    }
}

/// I22. Silent until somebody has said the intent back: before that nobody had the chance to use it.
fn jargon(dossier: &Dossier) -> Option<Finding> {
    let text = whole(&dossier.record);
    let said: Vec<&str> = dossier.slot("backbrief").map(|it| it.text("text")).collect();
    if said.is_empty() || !is_english(&text) {
        return None;
    }
    let used = |word: &str| said.iter().any(|it| tokens(it).any(|one| one == word));
    let odd =
        |it: &&str| is_acronym(it) && !USUAL.contains(it) && !is_explained(&text, it) && !used(it);
    ["problem", "end_state", "purpose"].into_iter().find_map(|place| {
        // Where everything is in capitals, they tell nothing.
        let words =
            Some(dossier.record.text(place)).filter(|it| it.contains(char::is_lowercase))?;
        let word = tokens(words).find(odd)?;
        Some(finding("I22", Weight::Note, place, word).saying(
            "Nobody used this word when they said the intent back.",
            "What does it stand for, and would the team say it?",
        ))
    })
}

fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty())
}

fn is_acronym(word: &str) -> bool {
    (2..=LONGEST).contains(&word.len()) && word.chars().all(|it| it.is_ascii_uppercase())
}

/// `service level objective (SLO)`, or `SLO (service level objective)`.
fn is_explained(text: &str, word: &str) -> bool {
    text.contains(&format!("({word})")) || text.contains(&format!("{word} ("))
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use super::super::intent;
    use super::*;
    use crate::practice::intent::KIND;
    use crate::practice::samples::{row, rows, text};

    fn told(dossier: &Dossier, siblings: &[Record], rule: &str) -> Option<Finding> {
        let around = Around { siblings, ..Around::default() };
        intent(dossier, &around).into_iter().find(|it| it.rule == rule)
    }

    fn with_signal(pairs: &[(&str, &str)]) -> Dossier {
        let mut dossier = (KIND.sample)();
        dossier.record.answers.extend([rows("signals", vec![row(pairs)])]);
        dossier
    }

    #[test]
    fn i19_a_target_that_a_sibling_guards_the_other_way_is_asked_about_from_both_sides() {
        let fast = [("name", "Releases a week"), ("direction", "up"), ("guardrail", "no")];
        let calm = [("name", "releases a week"), ("at_most", "3"), ("guardrail", "yes")];
        let (fast, calm) = (with_signal(&fast), with_signal(&calm));
        let hit = told(&fast, from_ref(&calm.record), "I19").expect("one wants more, one fewer");
        assert_eq!((hit.weight, hit.words.as_str()), (Weight::Note, "Releases a week"));
        assert!(told(&calm, from_ref(&fast.record), "I19").is_some());
        assert_eq!(told(&fast, from_ref(&fast.record), "I19"), None, "both want the same");
        let floor = [("name", "Releases a week"), ("at_least", "1"), ("guardrail", "yes")];
        assert_eq!(told(&fast, &[with_signal(&floor).record], "I19"), None, "one direction");
        let other = [("name", "Releases a day"), ("at_most", "3"), ("guardrail", "yes")];
        assert_eq!(told(&fast, &[with_signal(&other).record], "I19"), None, "another signal");
    }

    #[test]
    fn i22_a_short_word_nobody_said_back_is_asked_about_and_an_explained_or_usual_one_is_not() {
        let found = |problem: &str| {
            let mut dossier = (KIND.sample)();
            dossier.record.answers.extend([text("problem", problem)]);
            told(&dossier, &[], "I22").map(|it| (it.place, it.words))
        };
        let words = |place: &str, words: &str| Some((place.to_owned(), words.to_owned()));
        assert_eq!(found("Shops wait because the TPLM runs at night."), words("problem", "TPLM"));
        assert_eq!(
            found("Shops wait for the nightly transfer plan (TPLM). The TPLM is slow."),
            None
        );
        assert_eq!(found("Shops call the API and wait."), None, "everybody says that");
        assert_eq!(found("THE TPLM IS SLOW."), None, "capitals tell nothing there");
        assert_eq!(found("Shops ask: WHATEVER is the matter with it?"), None, "shouted");
        let mut alone = (KIND.sample)();
        alone.record.answers.extend([text("problem", "Shops wait because the TPLM is slow.")]);
        alone.attached.clear();
        assert_eq!(told(&alone, &[], "I22"), None, "nobody has said it back yet");
    }
}
