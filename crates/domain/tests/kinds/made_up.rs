//! A kind nobody asked for: the proof that one costs one file and one line.

use domain::attachment::prose;
use domain::kind::{Kind, Move, Need, Place, State, nothing_more};
use domain::people::Who;
use domain::practice::samples::text;
use domain::record::{Answers, Dossier, Record};

pub(crate) static KIND: Kind = Kind {
    slug: "walk",
    name: "Walk",
    plural: "Walks",
    place: Place::Reflections,
    purpose: "Two people, outside, one question.",
    begin: "What do you want to think about?",
    by: Who::Team,
    asks: &[prose("thought", "What came of it", "One sentence.", Need::Before("end"))],
    states: &[
        State { name: "open", label: "under way", open: true },
        State { name: "ended", label: "over", open: false },
    ],
    moves: &[Move {
        name: "end",
        label: "Come back",
        then: "What came of it stays here.",
        from: &["open"],
        to: "ended",
        by: Who::Team,
        check: nothing_more,
    }],
    sample,
    ..Kind::PLAIN
};

fn sample() -> Dossier {
    let record = Record {
        id: "sample-walk".into(),
        kind: "walk".into(),
        state: "open".into(),
        title: "Why do our reviews wait?".into(),
        team: "payments".into(),
        author: "mara".into(),
        answers: Answers::from([text("thought", "We ask the same two people.")]),
        version: 1,
        opened_at: Default::default(),
        changed_at: Default::default(),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}
