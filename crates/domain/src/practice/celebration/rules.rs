//! A celebration belongs to a record, and praises how it was done.

use super::TIES;
use crate::finding::{Finding, Weight};
use crate::kind::{Around, Event};
use crate::practice::checks::text::{is_english, phrase};
use crate::record::{Dossier, Record, Refusal};

pub(super) fn belongs_to_a_record(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let tied = TIES.iter().any(|it| !dossier.record.text(it).trim().is_empty());
    let linked = || dossier.slot("link").next().is_some();
    if tied || linked() {
        return Ok(());
    }
    Err(Refusal::Rule(
        "Say what it belongs to: a decision, an intent, a postmortem, a demo, or a link. Praise that hangs on nothing teaches nothing.".to_owned(),
    ))
}

pub(super) fn settle(record: &mut Record, event: Event, around: &Around) {
    if matches!(event, Event::Moved("share")) {
        record.put("shared_on", around.now.day().to_string());
    }
}

/// Praise of the result, of heroics, or of a person's nature.
static RESULT: &[&str] = &[
    "saved the day",
    "hero",
    "heroic",
    "all night",
    "all weekend",
    "through the night",
    "over the weekend",
    "genius",
    "rock star",
    "rockstar",
    "ninja",
    "10x",
    "flawless",
    "as always",
];

pub(super) fn findings(dossier: &Dossier, _: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let mut note = |rule, place: &str, words: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, Weight::Note, says, asks).at(place).of(words));
    };
    let reason = record.text("reason");
    if let Some(words) = phrase(reason, RESULT).filter(|_| is_english(reason)) {
        note(
            "result-praised",
            "reason",
            words,
            "This praises heroics or a nature.",
            "What did they do that somebody else could do next time?",
        );
    }
    let is_risk = record.text("of") == "risk";
    if is_risk && !reason.is_empty() && record.text("bounded").trim().is_empty() {
        note(
            "unbounded-risk",
            "bounded",
            "",
            "A responsible risk has an edge.",
            "What kept the damage small?",
        );
    }
    if is_risk && !reason.is_empty() && record.text("stop").trim().is_empty() {
        note(
            "no-stop-rule",
            "stop",
            "",
            "Nothing is said of when they would have stopped.",
            "Which sign was agreed before?",
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Answer;
    use crate::people::{Relation, Role, Standing};
    use crate::practice::celebration::{KIND, concerns_a_failure};
    use crate::practice::samples::attachment;

    fn draft() -> Dossier {
        let mut dossier = (KIND.sample)();
        dossier.record.state = "draft".into();
        dossier.attached.clear();
        dossier
    }

    fn share(dossier: &Dossier) -> Result<&'static str, Refusal> {
        let member = Standing::of(Relation::OwnTeam, Role::Member);
        KIND.apply(dossier, member, &Around::default(), "share")
    }

    #[test]
    fn no_answer_can_name_a_person() {
        for ask in KIND.asks {
            assert!(!matches!(ask.answer, Answer::Person | Answer::People), "{}", ask.name);
        }
        assert!(KIND.slots.is_empty());
    }

    #[test]
    fn it_is_shared_with_a_reason_and_a_record_and_not_without() {
        assert_eq!(share(&draft()), Ok("shared"));
        let mut dossier = draft();
        dossier.record.answers.remove("reason");
        assert!(matches!(share(&dossier), Err(Refusal::Unanswered(_))));
        dossier = draft();
        for tie in TIES {
            dossier.record.answers.remove(*tie);
        }
        assert!(matches!(share(&dossier), Err(Refusal::Rule(_))));
        let link = attachment(&crate::attachment::LINK, "kim", &[("to", "https://example.org/x")]);
        dossier.attached.push(link);
        assert_eq!(share(&dossier), Ok("shared"));
    }

    #[test]
    fn sharing_never_waits_for_how_it_came_out() {
        let mut dossier = draft();
        for out in ["", "open", "badly", "reversed", "well"] {
            dossier.record.put("came_out", out);
            assert_eq!(share(&dossier), Ok("shared"), "{out}");
        }
    }

    #[test]
    fn heroics_and_risks_without_an_edge_are_asked_about() {
        let rules = |dossier: &Dossier| {
            findings(dossier, &Around::default()).iter().map(|it| it.rule).collect::<Vec<_>>()
        };
        assert_eq!(rules(&(KIND.sample)()), [""; 0]);
        let mut dossier = draft();
        dossier.record.put("reason", "She worked through the night and saved the day.");
        assert_eq!(rules(&dossier)[0], "result-praised");
        dossier = draft();
        dossier.record.answers.remove("bounded");
        dossier.record.answers.remove("stop");
        assert_eq!(rules(&dossier), ["unbounded-risk", "no-stop-rule"]);
    }

    #[test]
    fn what_was_turned_round_or_went_badly_concerns_a_failure() {
        let mut record = draft().record;
        for (of, out, concerns) in [
            ("risk", "well", false),
            ("risk", "badly", true),
            ("win", "reversed", true),
            ("correction", "", true),
            ("help", "open", false),
        ] {
            record.put("of", of);
            record.put("came_out", out);
            assert_eq!(concerns_a_failure(&record), concerns, "{of} {out}");
        }
    }
}
