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
            @if !finding.words.is_empty() { " " mark dir="auto" { (finding.words) } }
            @if !finding.asks.is_empty() { " " span.asks { (finding.asks) } }
        }
    }
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
