//! A kind nobody needs: all it takes to add one.

use domain::id::At;
use domain::kind::{Answer, Around, Ask, Event, Kind, Move, Need, Place, State, nothing_more};
use domain::people::Who;
use domain::record::{Answers, Dossier, Record, Value};

pub(crate) static KIND: Kind = Kind {
    slug: "walk",
    name: "Walk",
    plural: "Walks",
    place: Place::Reflections,
    purpose: "Go and look together.",
    begin: "Where shall we walk?",
    by: Who::Team,
    asks: &[
        Ask { answer: Answer::Prose, need: Need::Before("go"), ..ask("why", "Why this way?") },
        Ask { answer: Answer::Record("walk"), ..ask("within", "Part of a longer walk") },
        Ask { answer: Answer::Day, kept: true, ..ask("walked_on", "Walked on") },
    ],
    states: &[
        State { name: "planned", label: "planned", open: true },
        State { name: "walked", label: "walked", open: false },
    ],
    moves: &[Move {
        name: "go",
        label: "Go",
        then: "It counts as walked from today.",
        from: &["planned"],
        to: "walked",
        by: Who::Team,
        check: nothing_more,
    }],
    settle: note_the_day,
    sample: || Dossier {
        record: Record {
            id: "w1".into(),
            kind: "walk".into(),
            state: "planned".into(),
            title: "Along the river".into(),
            team: "t".into(),
            author: "p".into(),
            answers: Answers::new(),
            version: 1,
            opened_at: At(0),
            changed_at: At(0),
            revealed: false,
            retired: false,
        },
        attached: Vec::new(),
    },
    ..Kind::PLAIN
};

const fn ask(name: &'static str, label: &'static str) -> Ask {
    Ask {
        name,
        formerly: &[],
        label,
        hint: "",
        answer: Answer::Line,
        need: Need::Never,
        first: true,
        kept: false,
    }
}

fn note_the_day(record: &mut Record, event: Event, around: &Around) {
    if let (Event::Moved("go"), Some(today)) = (event, around.today) {
        record.answers.insert("walked_on".into(), Value::Text(today.to_string()));
    }
}
