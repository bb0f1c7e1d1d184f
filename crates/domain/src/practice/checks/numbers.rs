//! Wording that turns a mirror into a whip: teams side by side, a name beside a number, a target
//! (`domain.md` 7.9). English only; sure rather than complete.

use super::text::{is_english, phrase, sentences, words};
use super::{Worded, finding};
use crate::finding::{Finding, Weight};

static COMPARES: &[&str] = &[
    "than the other team",
    "than the other teams",
    "than other teams",
    "than another team",
    "than any other team",
    "than any team",
    "than team",
    "compared to other teams",
    "compared with other teams",
    "compared to team",
    "compared with team",
    "unlike other teams",
    "ahead of other teams",
    "behind other teams",
    "best team",
    "worst team",
    "fastest team",
    "slowest team",
    "weakest team",
    "strongest team",
    "league table",
    "ranking",
    "ranked",
    "industry average",
    "elite performer",
    "elite performers",
    "low performer",
    "low performers",
    "best in class",
];

/// A target whatever else the sentence says.
static TARGETS: &[&str] = &[
    "our target",
    "the target",
    "a target",
    "target of",
    "target is",
    "targets",
    "kpi",
    "kpis",
    "quota",
    "bonus",
    "key result",
];

/// A target where a number stands in the same sentence.
static AIMS: &[&str] = &[
    "bring it to",
    "bring it down to",
    "bring this down to",
    "get it to",
    "get it down to",
    "get down to",
    "get it below",
    "get it under",
    "get below",
    "get under",
    "must be",
    "must not exceed",
    "must stay",
    "has to be",
    "have to be",
    "should be",
    "needs to be",
    "aim for",
    "aim at",
    "our goal is",
    "the goal is",
    "we commit to",
];

static MONTHS: &str = "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec";

/// What the wording of one answer gives away: at most one finding of each rule.
pub fn wording(place: &str, text: &str, names: &[String]) -> Vec<Finding> {
    if !is_english(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Some(words) = phrase(text, COMPARES) {
        found.push(finding("compares-teams", Weight::Warns, place, words).saying(
            "This sets teams side by side, and unlike work is not compared.",
            "How does it look beside your own last quarter?",
        ));
    }
    if let Some(words) = sentences(text).find_map(|it| named_number(it, names)) {
        found.push(finding("named-number", Weight::Warns, place, &words).saying(
            "A name stands beside a number.",
            "What in the work made this number? The name can go.",
        ));
    }
    let aims = |it| phrase(it, AIMS).filter(|_| number(it).is_some());
    let target = || sentences(text).find_map(aims);
    if let Some(words) = phrase(text, TARGETS).or_else(target) {
        found.push(finding("sets-target", Weight::Warns, place, words).saying(
            "This makes a target of a number, and then it stops telling.",
            "What would be different, and for whom? Change the work, and look at the number again.",
        ));
    }
    found
}

/// A name and a number that is no date, in one sentence.
fn named_number(sentence: &str, names: &[String]) -> Option<String> {
    let number = number(sentence)?;
    let said = words(sentence);
    let is_said = |name: &Vec<String>| {
        !name.is_empty() && said.windows(name.len()).any(|it| it == name.as_slice())
    };
    let name = names.iter().map(|it| words(it)).find(is_said)?;
    Some(format!("{} … {number}", name.join(" ")))
}

/// The first number that is no year, no hour and no day of a month.
fn number(sentence: &str) -> Option<&str> {
    let tokens: Vec<&str> = sentence
        .split_whitespace()
        .map(|it| it.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'))
        .collect();
    let is_month = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at));
        let of_year = |it: &str| MONTHS.split(' ').any(|month| it.eq_ignore_ascii_case(month));
        token.is_some_and(|it| of_year(it))
    };
    let is_year = |it: &str| it.parse::<u16>().is_ok_and(|it| (1900..2100).contains(&it));
    let is_number = |(at, it): (usize, &&str)| {
        let counts = it.starts_with(|c: char| c.is_ascii_digit());
        let tells_time = it.contains(':') || it.matches('-').count() == 2 || is_year(it);
        counts && !tells_time && !is_month(at.checked_sub(1)) && !is_month(Some(at + 1))
    };
    let at = tokens.iter().enumerate().position(is_number)?;
    Some(tokens[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        let names = ["ana".to_owned(), "Ana Okafor".to_owned(), "ben".to_owned()];
        wording("saw", text, &names).iter().map(|it| it.rule).collect()
    }

    #[test]
    fn teams_set_side_by_side_are_noticed_and_a_team_by_itself_is_not() {
        for text in [
            "We are slower than other teams.",
            "Payments was the fastest team this quarter.",
            "By the industry average we are late.",
            "The ranking says we are third",
        ] {
            assert_eq!(rules(text), ["compares-teams"], "{text}");
        }
        for text in [
            "We release more seldom than in spring.",
            "Our team waits for the bank.",
            "Other teams asked us for the same thing.",
        ] {
            assert_eq!(rules(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_name_beside_a_number_is_noticed_unless_the_number_is_a_day() {
        for (text, found) in [
            ("Ana landed 14 changes.", "ana … 14"),
            ("A third of it, 30%, went through @ben", "ben … 30%"),
            ("Ana Okafor reviewed in 3 hours", "ana … 3"),
        ] {
            let names = ["Ana".to_owned(), "ben".to_owned()];
            let of = wording("saw", text, &names);
            assert_eq!(of.iter().map(|it| it.words.as_str()).collect::<Vec<_>>(), [found]);
            assert_eq!(rules(text), ["named-number"], "{text}");
        }
        for text in [
            "Ana joined on 3 March.",
            "Ben was away until April 14",
            "In 2025 Ana moved the queue.",
            "Ben drained it at 08:10 on 2026-03-04.",
            "Ana saw it first. It took 14 days.",
            "The banana took 3 days.",
        ] {
            assert_eq!(rules(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_target_is_noticed_and_what_was_seen_is_not() {
        for text in [
            "Our target was missed.",
            "Lead time must be below 2 days.",
            "We get it down to 3 days by spring.",
            "It is part of the bonus",
        ] {
            assert_eq!(rules(text), ["sets-target"], "{text}");
        }
        for text in [
            "Lead time went down to 2 days in March.",
            "The change must be small.",
            "Half of all changes waited four days or longer.",
        ] {
            assert_eq!(rules(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn other_languages_and_nothing_are_left_alone() {
        assert_eq!(rules("Unser KPI ist besser als der von Ana, um 14 Prozent."), [""; 0]);
        assert_eq!(rules(""), [""; 0]);
    }

    #[test]
    fn each_rule_speaks_once_an_answer() {
        let text = "Ana did 3. Ben did 4. We are behind other teams, the slowest team of all. The target is the target.";
        assert_eq!(rules(text), ["compares-teams", "named-number", "sets-target"]);
    }
}
