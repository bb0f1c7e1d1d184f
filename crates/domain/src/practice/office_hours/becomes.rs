//! What a topic can become in one step, and what its form is filled with.

use crate::attachment::Attachment;
use crate::id::Id;
use crate::record::Record;

/// The step of a topic that is made together with the record it becomes.
pub const STEP: &str = "become";
/// The same for a new version of a map, which is no record.
pub const MAP_STEP: &str = "map";

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
    into("proposal", "Ask whoever leads for support", "proposal", "why"),
];

const ASKED: &str = "# Asked in office hours, /find/";

/// The topic that a map answers, as a line of its text says it: the way back goes where the map goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedIn {
    pub hours: Id,
    pub topic: Id,
    pub said: String,
}

impl AskedIn {
    pub fn of(hours: &Record, topic: &Attachment) -> Self {
        let said = topic.text("text").to_owned();
        Self { hours: hours.id.clone(), topic: topic.id.clone(), said }
    }

    pub fn line(&self) -> String {
        let said: Vec<&str> = self.said.split_whitespace().collect();
        format!("{ASKED}{}#at-{}: {}", self.hours, self.topic, said.join(" "))
    }

    /// The text with that line, once, below the rest.
    pub fn noted(&self, text: &str) -> String {
        let line = self.line();
        if text.lines().any(|it| it == line) {
            return text.to_owned();
        }
        format!("{}\n\n{line}\n", text.trim_end())
    }
}

/// Every topic that a map says it answers, in its order.
pub fn asked_in(text: &str) -> Vec<AskedIn> {
    let read = |line: &str| {
        let (place, said) = line.strip_prefix(ASKED)?.split_once(": ")?;
        let (hours, topic) = place.split_once("#at-")?;
        Some(AskedIn { hours: hours.into(), topic: topic.into(), said: said.to_owned() })
    };
    text.lines().filter_map(read).collect()
}

/// Team and number of `payments/7`.
pub fn version_of(named: &str) -> Option<(&str, i64)> {
    let (team, number) = named.trim().split_once('/')?;
    Some((team, number.parse().ok()?)).filter(|it| !it.0.is_empty() && it.1 > 0)
}

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
    fn a_map_says_once_which_topics_it_answers_and_is_read_back() {
        let asked =
            |said: &str| AskedIn { hours: "01J".into(), topic: "t1".into(), said: said.to_owned() };
        let once = asked("Who says\nno?").noted("levels = []\n\n");
        let line = "# Asked in office hours, /find/01J#at-t1: Who says no?";
        assert_eq!(once, format!("levels = []\n\n{line}\n"));
        assert_eq!(asked("Who says no?").noted(&once), once);
        let twice = asked("And yes: who?").noted(&once);
        assert_eq!(asked_in(&twice), [asked("Who says no?"), asked("And yes: who?")]);
        for none in ["", "# Asked in office hours", "# Asked in office hours, /find/01J: x"] {
            assert_eq!(asked_in(none), [], "{none}");
        }
        assert!(crate::lanes::read(&twice).problems.iter().all(|it| it.line == 1), "a comment");
    }

    #[test]
    fn a_version_of_a_map_is_a_team_and_a_number() {
        assert_eq!(version_of(" payments/7"), Some(("payments", 7)));
        for wrong in ["", "payments", "/7", "payments/", "payments/0", "payments/x"] {
            assert_eq!(version_of(wrong), None, "{wrong}");
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
