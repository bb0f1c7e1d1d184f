//! Wording that stops an account from being told: one cause, blame, what should have been
//! (`domain.md` 3.8 and 6.2). Private to the writer; English only; sure rather than complete.

use super::text::{is_english, phrase, sentences, words};
use super::{Worded, finding};
use crate::finding::{Finding, Weight};

static SINGLE_CAUSE: &[&str] = &[
    "root cause",
    "root causes",
    "the cause was",
    "the only cause",
    "sole cause",
    "single cause",
    "human error",
    "operator error",
    "user error",
    "human mistake",
    "caused by a mistake",
];

static BLAME: &[&str] = &[
    "careless",
    "carelessly",
    "carelessness",
    "negligent",
    "negligence",
    "incompetent",
    "lazy",
    "sloppy",
    "at fault",
    "to blame",
    "whose fault",
    "his fault",
    "her fault",
    "their fault",
    "failed to",
    "neglected to",
    "forgot to",
    "did not bother",
    "didn't bother",
    "should have known",
    "how could",
    "who broke",
    "who caused",
    "who allowed",
];

static COUNTERFACTUAL: &[&str] = &[
    "should have",
    "should not have",
    "shouldn't have",
    "could have",
    "would have been avoided",
    "would have prevented",
    "would have caught",
    "would not have happened",
    "wouldn't have happened",
    "ought to have",
    "needed to have",
    "if only",
    "had we only",
];

/// What follows a name in the account of an error.
static ERRED: &[&str] = &[
    "broke",
    "forgot",
    "failed",
    "missed",
    "caused",
    "ignored",
    "misconfigured",
    "deleted",
    "neglected",
    "overlooked",
    "skipped",
    "mistyped",
    "misread",
    "messed",
];

/// Actions that ask people to be better people.
static ATTENTION: &[&str] = &[
    "train",
    "training",
    "retrain",
    "be careful",
    "be more careful",
    "more careful",
    "pay attention",
    "pay more attention",
    "remind",
    "remember to",
    "raise awareness",
    "awareness",
    "double check",
    "double-check",
    "be vigilant",
    "more vigilant",
];

/// A handful of words between a name and what it is said to have done.
const NEAR: usize = 3;

/// What the wording of one answer gives away: at most one finding of each rule.
pub fn wording(place: &str, text: &str, names: &[String]) -> Vec<Finding> {
    if !is_english(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Some(words) = phrase(text, SINGLE_CAUSE) {
        found.push(finding("single-cause", Weight::Warns, place, words).saying(
            "This names one cause.",
            "What else had to be true for it to happen that day and not another?",
        ));
    }
    let blamed = phrase(text, BLAME);
    if let Some(words) = blamed {
        found.push(finding("blame", Weight::Warns, place, words).saying(
            "This judges, and whoever is judged stops telling.",
            "What did they see and expect, so that it made sense to them then?",
        ));
    }
    if let Some(words) =
        phrase(text, COUNTERFACTUAL).filter(|it| blamed.is_none_or(|b| !b.contains(it)))
    {
        found.push(finding("counterfactual", Weight::Note, place, words).saying(
            "This tells what did not happen.",
            "What did happen, and why did it look right?",
        ));
    }
    if let Some(words) = named_error(text, names) {
        found.push(finding("named-error", Weight::Warns, place, &words).saying(
            "A name stands beside an error.",
            "Which role met which situation? The name can go.",
        ));
    }
    found
}

/// A name with a verb of error soon after it, in the same sentence.
fn named_error(text: &str, names: &[String]) -> Option<String> {
    for sentence in sentences(text) {
        let said = words(sentence);
        for name in names.iter().map(|it| words(it)).filter(|it| !it.is_empty()) {
            let at = said.windows(name.len()).position(|it| it == name.as_slice());
            let Some(after) = at.map(|at| at + name.len()) else { continue };
            let near = said.iter().skip(after).take(NEAR);
            if let Some(verb) = near.into_iter().find(|it| ERRED.contains(&it.as_str())) {
                return Some(format!("{} … {verb}", name.join(" ")));
            }
        }
    }
    None
}

/// Whether all of these changes only ask people to take more care.
pub fn only_attention<'a>(changes: impl Iterator<Item = &'a str>) -> bool {
    let mut some = false;
    for change in changes {
        if phrase(change, ATTENTION).is_none() {
            return false;
        }
        some = true;
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        let names = ["ana".to_owned(), "Ana Okafor".to_owned(), "ben".to_owned()];
        wording("happened", text, &names).iter().map(|it| it.rule).collect()
    }

    #[test]
    fn one_cause_blame_and_what_should_have_been_are_noticed() {
        assert_eq!(rules("The root cause was a full disk."), ["single-cause"]);
        assert_eq!(rules("This was human error."), ["single-cause"]);
        assert_eq!(rules("The operator was careless that night."), ["blame"]);
        assert_eq!(rules("We should have tested the restore."), ["counterfactual"]);
        assert_eq!(rules("They failed to see the alert"), ["blame"]);
    }

    #[test]
    fn should_have_known_is_blame_and_not_told_twice() {
        assert_eq!(rules("The team should have known."), ["blame"]);
    }

    #[test]
    fn a_name_is_noticed_only_beside_an_error() {
        assert_eq!(rules("Ana accidentally deleted the table."), ["named-error"]);
        assert_eq!(rules("Then @ben misconfigured the queue"), ["named-error"]);
        assert_eq!(rules("Ana Okafor saw the alert and called Ben."), [""; 0]);
        assert_eq!(rules("Ana called. The disk was full and the job failed."), [""; 0]);
        assert_eq!(rules("The banana broke."), [""; 0], "a name is a whole word");
    }

    #[test]
    fn plain_telling_and_other_languages_are_left_alone() {
        for text in [
            "The alert came at 14:05 and looked like the one of last week.",
            "Wir hätten es wissen müssen, die Ursache war ein voller Datenträger.",
            "",
        ] {
            assert_eq!(rules(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn changes_that_only_ask_for_care_are_told_from_one_that_changes_something() {
        let care = ["Train everybody on restores", "Be more careful with migrations"];
        assert!(only_attention(care.into_iter()));
        assert!(!only_attention(care.into_iter().chain(["Refuse a migration without a way back"])));
        assert!(!only_attention(std::iter::empty()), "nothing promised is another matter");
    }
}
