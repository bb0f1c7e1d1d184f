//! What a check noticed, beside the field it is about. A suggestion: it never scolds.

use domain::finding::{Finding, Weight};
use maud::{Markup, html};

/// The region a live form swaps: present even when nothing was noticed.
pub fn beside(findings: &[Finding], place: &str) -> Markup {
    html! {
        div id={ "notes-" (id_of(place)) } data-part aria-live="polite" {
            @for it in findings.iter().filter(|it| it.place == place) { (one(it)) }
        }
    }
}

pub fn one(finding: &Finding) -> Markup {
    let (class, word) = match finding.weight {
        Weight::Note => ("finding note-only", "Worth a thought: "),
        Weight::Warns => ("finding", "Look again: "),
        Weight::Blocks => ("finding blocks", "Before it goes on: "),
    };
    html! {
        p class=(class) title={ "Rule " (finding.rule) } {
            span.unseen { (word) }
            (finding.says)
            @if !finding.words.is_empty() { " " mark dir="auto" { (noticed(&finding.words)) } }
            @if !finding.asks.is_empty() { " " span.asks { (finding.asks) } }
        }
    }
}

/// The words it is about as they were written; a day as people say it.
fn noticed(text: &str) -> String {
    let is_day = text.trim().parse::<jiff::civil::Date>().is_ok();
    if is_day { domain::measure::words::period(text.trim()) } else { text.to_owned() }
}

/// “nothing noticed”, “2 to mend, 1 to think about”: for the margin.
pub fn summary(findings: &[Finding]) -> String {
    let mend = findings.iter().filter(|it| it.weight == Weight::Blocks).count();
    let think = findings.len() - mend;
    match (mend, think) {
        (0, 0) => "nothing noticed".into(),
        (0, n) => format!("{n} to think about"),
        (n, 0) => format!("{n} to mend"),
        (a, b) => format!("{a} to mend, {b} to think about"),
    }
}

/// A place as part of an element's id: letters, digits and dashes.
pub fn id_of(place: &str) -> String {
    let plain = |it: char| if it.is_ascii_alphanumeric() { it } else { '-' };
    if place.is_empty() { "whole".into() } else { place.chars().map(plain).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_was_noticed_is_said_as_people_say_it() {
        assert_eq!(noticed("2026-08-18"), "18 Aug 2026");
        assert_eq!(noticed("is deployed by 2026-08-18"), "is deployed by 2026-08-18");
    }

    fn finding(weight: Weight, place: &str) -> Finding {
        let place = place.to_owned();
        Finding {
            rule: "I01",
            weight,
            place,
            words: "<b>".into(),
            says: "A task.".into(),
            asks: "For whom?".into(),
        }
    }

    #[test]
    fn a_finding_stands_only_beside_its_field() {
        let all = [finding(Weight::Blocks, "purpose"), finding(Weight::Note, "")];
        let drawn = beside(&all, "purpose").into_string();
        assert_eq!(drawn.matches("For whom?").count(), 1);
        assert!(drawn.contains("&lt;b&gt;"));
        assert_eq!(summary(&all), "1 to mend, 1 to think about");
    }
}
