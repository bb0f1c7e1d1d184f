//! What a topic can become in one step, and what its form is filled with.

use crate::attachment::Attachment;

/// The step of a topic that is made together with the record it becomes.
pub const STEP: &str = "become";

pub struct Into {
    /// Slug of the kind it becomes.
    pub kind: &'static str,
    /// On the link: a verb.
    pub label: &'static str,
    /// What came of the topic, as it is stored.
    pub outcome: &'static str,
    /// The answer that takes what was tried and what is needed.
    takes: &'static str,
}

pub static ALL: &[Into] = &[
    into("decision", "Open a decision", "decision", "frame"),
    into("intent", "Begin an intent", "intent", "evidence"),
    into("premortem", "Set up a pre-mortem", "premortem", "plan"),
];

const fn into(
    kind: &'static str,
    label: &'static str,
    outcome: &'static str,
    takes: &'static str,
) -> Into {
    Into { kind, label, outcome, takes }
}

impl Into {
    /// The answers its form begins with; the title is the topic itself.
    pub fn answers(&self, topic: &Attachment) -> Vec<(&'static str, String)> {
        let said = [("Tried already: ", "tried"), ("Needed: ", "need"), ("", "notes")];
        let said = said.iter().filter(|it| !topic.text(it.1).trim().is_empty());
        let lines: Vec<String> =
            said.map(|(before, name)| format!("{before}{}", topic.text(name).trim())).collect();
        if lines.is_empty() { Vec::new() } else { vec![(self.takes, lines.join("\n\n"))] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::office_hours::slots::{OUTCOMES, TOPIC};
    use crate::practice::samples::attachment;
    use crate::practice::{ALL as KINDS, Kinds};

    #[test]
    fn every_way_on_leads_to_a_kind_that_asks_for_what_it_is_given() {
        assert!(TOPIC.moves.iter().any(|it| it.name == STEP));
        for into in ALL {
            let kind = Kinds(KINDS).by_slug(into.kind).unwrap();
            assert!(kind.ask(into.takes).is_some_and(|it| !it.kept), "{}", into.kind);
            assert!(OUTCOMES.iter().any(|it| it.0 == into.outcome), "{}", into.kind);
        }
    }

    #[test]
    fn the_form_begins_with_what_was_said_and_with_nothing_where_nothing_was() {
        let topic = |said: &[(&str, &str)]| attachment(&TOPIC, "kim", said);
        let full = topic(&[
            ("text", "x"),
            ("tried", "Twice. "),
            ("need", "A name"),
            ("notes", "Ask Tess"),
        ]);
        let said = "Tried already: Twice.\n\nNeeded: A name\n\nAsk Tess".to_owned();
        assert_eq!(ALL[0].answers(&full), [("frame", said)]);
        assert_eq!(ALL[1].answers(&topic(&[("text", "x"), ("tried", " ")])), []);
    }
}
