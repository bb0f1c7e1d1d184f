//! A playbook of a team’s own: one Markdown text in the form of ours.

use crate::attachment::{line, prose};
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Around, Kind, Move, Need, Place, State, nothing_more};
use crate::lanes::diagnostic::Diagnostic;
use crate::people::Who;
use crate::practice::later;
use crate::practice::samples::text;
use crate::record::{Answers, Dossier, Record, Refusal};
use crate::scenario;

pub static KIND: Kind = Kind {
    slug: "playbook",
    name: "Playbook",
    plural: "Playbooks",
    place: Place::Scenarios,
    purpose: "A way through a hard situation that comes again here, in the form of the six that come with Remit: signals, explanations that compete, questions, steps, an end, and what must not come of it. Begin with the text of one of those, which lies under Scenarios.",
    begin: "What is it for?",
    by: Who::OfTeam,
    asks: &[
        prose(
            "text",
            "The playbook",
            "Markdown in the form of ours. Begin with one of them and change it.",
            Need::Before("use"),
        ),
        later(line("put_aside_because", "Why it is put aside", "", Need::Before("put_aside"))),
    ],
    states: &[
        State { name: "draft", label: "being written", open: true },
        State { name: "used", label: "in use", open: true },
        State { name: "aside", label: "put aside", open: false },
    ],
    moves: MOVES,
    about: &["put_aside_because"],
    findings,
    sample,
    ..Kind::PLAIN
};

static MOVES: &[Move] = &[
    Move {
        name: "use",
        label: "Put it to use",
        then: "A scenario can follow it from now on.",
        from: &["draft"],
        to: "used",
        by: Who::OfTeam,
        check: is_whole,
    },
    Move {
        name: "rewrite",
        label: "Go on writing",
        then: "No new scenario follows it until it is put to use again; those that run keep what they took from it.",
        from: &["used", "aside"],
        to: "draft",
        by: Who::OfTeam,
        check: nothing_more,
    },
    Move {
        name: "put_aside",
        label: "Put it aside",
        then: "It stays readable, and says why.",
        from: &["draft", "used"],
        to: "aside",
        by: Who::OfTeam,
        check: nothing_more,
    },
];

/// What stands in the way of using it, in the order of the text.
pub fn wrong(record: &Record) -> Vec<Diagnostic> {
    scenario::read(record.text("text")).err().unwrap_or_default()
}

fn is_whole(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    match wrong(&dossier.record).first() {
        None => Ok(()),
        Some(it) => Err(Refusal::Rule(format!("Line {}: {} {}", it.line, it.says, it.hint))),
    }
}

fn findings(dossier: &Dossier, _: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    if record.text("text").trim().is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = record.text("text").lines().collect();
    let told = |it: Diagnostic| Finding {
        rule: "playbook",
        weight: Weight::Blocks,
        place: "text".to_owned(),
        words: lines.get(it.line - 1).map_or("", |it| it.trim()).to_owned(),
        says: format!("Line {}: {}", it.line, it.says),
        asks: it.hint,
    };
    wrong(record).into_iter().map(told).collect()
}

fn sample() -> Dossier {
    let record = Record {
        id: "sample-playbook".into(),
        kind: "playbook".into(),
        state: "used".into(),
        title: "The bank changes its interface again".into(),
        team: "payments".into(),
        author: "lena".into(),
        answers: Answers::from([text("text", include_str!("playbook/sample.md").trim_end())]),
        version: 2,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{Relation, Role, Standing};

    fn moved(dossier: &Dossier, name: &str) -> Result<&'static str, Refusal> {
        let member = Standing::of(Relation::OwnTeam, Role::Member);
        KIND.apply(dossier, member, &Around::default(), name)
    }

    #[test]
    fn it_is_put_to_use_only_when_it_can_be_read_and_the_refusal_names_the_line() {
        let mut it = sample();
        it.record.state = "draft".into();
        assert_eq!(moved(&it, "use"), Ok("used"));
        let broken = it.record.text("text").replace("## Harms", "## Dangers");
        it.record.put("text", broken.clone());
        let line = broken.lines().position(|it| it == "## Dangers").unwrap() + 1;
        let refused = moved(&it, "use").unwrap_err().to_string();
        assert!(refused.starts_with(&format!("Line {line}: There is no section")), "{refused}");
        it.record.answers.clear();
        assert!(matches!(moved(&it, "use"), Err(Refusal::Unanswered(_))));
    }

    #[test]
    fn what_is_wrong_is_told_beside_the_text_with_its_words() {
        assert_eq!(findings(&sample(), &Around::default()), []);
        let mut it = sample();
        it.record.put("text", it.record.text("text").replace("`promises`", "`promise`"));
        let found = findings(&it, &Around::default());
        assert!(!found.is_empty() && found.iter().all(|it| it.words.contains("`promise`")));
        assert!(found[0].says.contains("“promise” is not known here"));
        it.record.answers.clear();
        assert_eq!(findings(&it, &Around::default()), [], "an empty one is only empty");
    }
}
