//! One question of the bank for a host to begin with: whoever hosts asks before saying anything.

use crate::attachment::Attachment;
use crate::questions::{BANK, Element, Question, Topic};

/// A question that opens what the topic is about; the same one on every look.
pub fn first(topic: &Attachment) -> Option<&'static Question> {
    let element = match topic.text("about") {
        "risk" => Element::Risk,
        "bet" => Element::TradeOffs,
        "lane" => Element::People,
        "unknown" => Element::Learning,
        _ => Element::Framing,
    };
    // Nobody knows yet whether an agent acts here.
    let fits = |it: &&Question| it.element == element && !it.topics.contains(&Topic::Agents);
    let fitting: Vec<&Question> = BANK.iter().filter(fits).collect();
    let turn: usize = topic.id.as_str().bytes().map(usize::from).sum();
    fitting.get(turn % fitting.len().max(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::office_hours::slots::{ABOUT, TOPIC};
    use crate::practice::samples::attachment;

    #[test]
    fn each_topic_has_a_question_for_what_it_is_about_and_keeps_it() {
        for (about, element) in [
            ("risk", Element::Risk),
            ("bet", Element::TradeOffs),
            ("health", Element::Framing),
            ("lane", Element::People),
            ("unknown", Element::Learning),
            ("", Element::Framing),
        ] {
            assert!(about.is_empty() || ABOUT.iter().any(|it| it.0 == about), "{about}");
            let mut asked = std::collections::BTreeSet::new();
            for id in ["a", "b", "c", "d"] {
                let mut topic = attachment(&TOPIC, "kim", &[("text", "x"), ("about", about)]);
                topic.id = id.into();
                let question = first(&topic).unwrap();
                assert_eq!((question.element, first(&topic)), (element, Some(question)));
                assert!(!question.topics.contains(&Topic::Agents), "{}", question.id);
                asked.insert(question.id);
            }
            assert!(asked.len() > 1, "topics about {about:?} differ in what they are asked");
        }
    }
}
