//! The bank of guiding questions, with what became of each where it was asked.

use std::collections::BTreeMap;

use app::Used;
use domain::questions::{BANK, Element, Question};
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};

/// Asked less often than this, a share would only be one talk.
const FOR_A_SHARE: usize = 3;

/// `used` by the question's id.
pub fn page(frame: &Frame, used: &BTreeMap<String, Used>) -> Markup {
    let page = Page::new("Questions worth asking")
        .under("Decisions", "/decisions")
        .lead(html! { "Sixty-four open questions. Each record offers the three that fit it best." })
        .body(html! { @for element in Element::ALL { (group(element, used)) } })
        .margin(margin());
    frame.at(Spot::Decisions).page(&page)
}

fn group(element: Element, used: &BTreeMap<String, Used>) -> Markup {
    html! {
        section {
            h2 { (element.label()) }
            ul.lines.quiet { @for it in BANK.iter().filter(|it| it.element == element) { (one(it, used.get(it.id))) } }
        }
    }
}

fn one(question: &Question, used: Option<&Used>) -> Markup {
    html! {
        li id=(question.id) {
            p.what { (question.text) }
            @if let Some(used) = used { p.why { (said(*used)) } }
        }
    }
}

fn said(used: Used) -> String {
    match used.changed {
        0 if used.asked < FOR_A_SHARE => "Asked here before.".into(),
        _ if used.asked < FOR_A_SHARE => "Asked here before, and it changed something.".into(),
        changed => format!("Changed something {changed} of {} times.", used.asked),
    }
}

fn margin() -> Markup {
    html! {
        dl {
            div { dt { "How to use them" } dd { "Open a record; under Questions, three are one press away. Ask one thing, then wait." } }
            div { dt { "What is counted" } dd { "What became of a question, whoever asked it. Nobody’s questions or answers are counted." } }
            div { dt { "Instead of" } dd { "“Use a queue.” ask “What happens here when the consumer is slow?”" } }
        }
    }
}

#[cfg(test)]
pub(crate) fn sample() -> BTreeMap<String, Used> {
    let used = [("F1", 1, 0), ("O2", 2, 1), ("V1", 7, 3)];
    used.into_iter().map(|(id, asked, changed)| (id.to_owned(), Used { asked, changed })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::sample_frame;

    #[test]
    fn a_few_talks_are_words_and_a_share_needs_three() {
        let page = page(&sample_frame(Spot::Decisions), &sample()).into_string();
        assert!(page.contains("Changed something 3 of 7 times."));
        assert!(page.contains("Asked here before, and it changed something."));
        assert!(page.contains("Asked here before."));
        assert_eq!(page.matches("class=\"why\"").count(), 3, "nothing is said of those not asked");
        assert!(!page.contains("1 of 2"));
    }

    #[test]
    fn every_question_of_the_bank_stands_under_its_element_once() {
        let page = page(&sample_frame(Spot::Decisions), &BTreeMap::new()).into_string();
        assert_eq!(page.matches("class=\"what\"").count(), BANK.len());
    }
}
