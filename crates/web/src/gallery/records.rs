//! Samples of records: every kind's own sample, said plainly and with something hostile in it.

use std::collections::BTreeMap;

use domain::attachment::Slot;
use domain::finding::{Finding, Weight};
use domain::id::{At, Id};
use domain::kind::Kind;
use domain::practice::ALL;
use domain::record::{Answers, Dossier, FieldProblem, Record, Value};

use super::{Said, Samples};
use crate::pages::form::{FormView, Theirs};
use crate::pages::list::{ANY, Line, ListView, Narrow};
use crate::pages::record::{Linked, RecordView};
use crate::pages::{form, list, record_page};
use crate::parts::attached::{Hung, Item};
use crate::parts::field::{Choices, Dimension};
use crate::parts::history::Happened;
use crate::parts::moves::{Refused, Step};
use crate::parts::pager::Pager;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    ALL.iter()
        .flat_map(|kind| [pages(kind, say), forms(kind, say), lists(kind, say)].concat())
        .collect()
}

/// One record of this kind as it comes with the kind, for tests of single pages.
pub(crate) fn view_of(kind: &'static Kind, mine: bool) -> RecordView {
    view(kind, dossier(kind, str::to_owned), str::to_owned, mine)
}

fn said(answers: &Answers, say: Said) -> Answers {
    let one = |value: &Value| match value {
        Value::Text(text) => Value::Text(say(text)),
        Value::List(items) => Value::List(items.iter().map(|it| say(it)).collect()),
        Value::Rows(rows) => {
            let row = |row: &domain::record::Row| {
                row.iter().map(|(name, cell)| (name.clone(), say(cell))).collect()
            };
            Value::Rows(rows.iter().map(row).collect())
        }
    };
    answers.iter().map(|(name, value)| (name.clone(), one(value))).collect()
}

pub(crate) fn dossier(kind: &'static Kind, say: Said) -> Dossier {
    let mut dossier = (kind.sample)();
    dossier.record.title = say(&dossier.record.title);
    dossier.record.answers = said(&dossier.record.answers, say);
    dossier.record.id = Id::from("01J");
    for (at, it) in dossier.attached.iter_mut().enumerate() {
        it.answers = said(&it.answers, say);
        it.id = Id::new(format!("a{at}"));
    }
    dossier
}

fn choices(say: Said) -> Choices {
    Choices {
        people: vec![("ana".into(), say("Ana Okafor")), ("kim".into(), say("Kim"))],
        lanes: vec![("feature".into(), say("Trade-offs inside a feature"))],
        records: vec![("intent", "01J".into(), say("A failed payment never surprises a customer"))],
        domains: vec!["product".into(), "engineering/storage".into()],
        attached: vec![
            ("card", "card-bank".into(), say("The second bank refused")),
            ("risk", "risk-limit".into(), say("A bank’s night limit")),
        ],
        dimensions: vec![
            Dimension { name: "effort".into(), after: say("person-days"), ..Dimension::default() },
            Dimension {
                name: "undo".into(),
                steps: vec!["hour".into(), "sprint".into()],
                ..Dimension::default()
            },
        ],
    }
}

fn hung(slot: &'static Slot, dossier: &Dossier, say: Said, may_add: bool) -> Hung {
    let item = |it: &domain::attachment::Attachment| {
        let moves = slot
            .moves
            .iter()
            .filter(|step| may_add && step.from.contains(&it.state.as_str()))
            .collect();
        Item { it: it.clone(), by: say("Ana"), moves, may_reword: may_add, notices: Vec::new() }
    };
    let items = dossier.slot(slot.name).map(item).collect();
    let question = domain::questions::by_id("V1").expect("the bank has it");
    let offers = [domain::questions::Offered { question, because: say("This is hard to undo.") }];
    let offers = offers.into_iter().filter(|_| may_add && slot.name == "question").collect();
    Hung { slot, items, may_add, sealed: 0, reveals: may_add.then_some(4), offers, tried: None }
}

pub(crate) fn view(kind: &'static Kind, dossier: Dossier, say: Said, mine: bool) -> RecordView {
    let frame = sample_frame(Spot::Today);
    let moves =
        kind.moves.iter().filter(|it| mine && it.from.contains(&dossier.record.state.as_str()));
    let steps: Vec<Step> = moves
        .enumerate()
        .map(|(at, step)| Step {
            step,
            first: if at == 1 { vec![("because", "Because")] } else { vec![] },
        })
        .collect();
    let happened = |n: i64| Happened {
        at: frame.now.plus(-n * At::DAY),
        who: say("Ana"),
        says: say("changed “What will be true”"),
    };
    RecordView {
        kind,
        team: (say("Payments"), "payments".into()),
        author: say("Ana"),
        hung: kind.all_slots().map(|slot| hung(slot, &dossier, say, mine)).collect(),
        findings: if mine { vec![finding(say, "purpose", Weight::Blocks)] } else { vec![] },
        history: (1..if mine { 9 } else { 2 }).map(happened).collect(),
        may_edit: mine,
        may_retire: mine,
        refused: steps.first().filter(|_| mine).map(|it| Refused {
            step: it.step.name.into(),
            says: say("Somebody else first says it in their own words."),
        }),
        linked: vec![Linked {
            id: "x".into(),
            title: say("Retry with a growing pause"),
            to: "/decision/x".into(),
            relation: "serves this".into(),
            state: "decided".into(),
        }],
        learned: if mine { crate::parts::learned::samples(say) } else { vec![] },
        choices: choices(say),
        people: BTreeMap::from([("ana".into(), say("Ana Okafor")), ("kim".into(), say("Kim"))]),
        beside: super::leaders::beside(kind, say),
        steps,
        room: None,
        dossier,
    }
}

fn finding(say: Said, place: &str, weight: Weight) -> Finding {
    Finding {
        rule: "I01",
        weight,
        place: place.into(),
        words: say("implement"),
        says: say("This begins with an activity."),
        asks: say("What would be true for whom when this is finished?"),
    }
}

fn pages(kind: &'static Kind, say: Said) -> Samples {
    let frame = sample_frame(Spot::of(kind.place));
    let full = dossier(kind, say);
    let bare = Dossier {
        record: Record {
            answers: Answers::new(),
            state: kind.first_state().into(),
            version: 1,
            ..full.record.clone()
        },
        attached: vec![],
    };
    let page = |dossier: Dossier, mine| record_page(&frame, &view(kind, dossier, say, mine));
    let mut found = vec![
        (format!("{}-empty", kind.slug), page(bare.clone(), true)),
        (format!("{}-normal", kind.slug), page(full.clone(), false)),
        (format!("{}-full", kind.slug), page(full.clone(), true)),
    ];
    for state in kind.states {
        let record = Record { state: state.name.into(), ..full.record.clone() };
        found.push((
            format!("{}-{}", kind.slug, state.name),
            page(Dossier { record, ..full.clone() }, true),
        ));
    }
    found.push((
        format!("{}-plain-table", kind.slug),
        crate::pages::record::page(&frame, &view(kind, full, say, true)),
    ));
    found
}

/// Two to choose from: slug and name.
pub(super) fn teams(say: Said) -> Vec<(String, String)> {
    vec![("payments".into(), say("Payments")), ("search".into(), say("Search"))]
}

fn forms(kind: &'static Kind, say: Said) -> Samples {
    let frame = sample_frame(Spot::of(kind.place));
    let full = dossier(kind, say);
    let begin = FormView {
        kind,
        id: None,
        version: 0,
        title: String::new(),
        answers: Answers::new(),
        problems: vec![],
        findings: vec![],
        choices: choices(say),
        teams: teams(say),
        team: "payments".into(),
        theirs: None,
        from_draft: false,
        from: String::new(),
        state: String::new(),
        at_once: None,
        before: String::new(),
    };
    let place = kind.asks[0].name;
    let edit = FormView {
        id: Some("01J".into()),
        version: 4,
        title: full.record.title.clone(),
        answers: full.record.answers.clone(),
        findings: vec![
            finding(say, place, Weight::Warns),
            finding(say, "", Weight::Note),
            finding(say, "title", Weight::Blocks),
        ],
        ..begin.clone()
    };
    let stale = FormView {
        theirs: Some(Theirs {
            by: say("Bo"),
            differs: vec![("What we choose".into(), say("Keep it"), say("Drop it"))],
        }),
        problems: vec![
            FieldProblem { field: place.into(), says: say("Row 1: “Option” is empty.") },
            FieldProblem {
                field: "title".into(),
                says: "One sentence is enough to begin, but it needs one.".into(),
            },
        ],
        from_draft: true,
        from: String::new(),
        ..edit.clone()
    };
    vec![
        (format!("form-{}-empty", kind.slug), form::page(&frame, &begin)),
        (format!("form-{}-normal", kind.slug), form::page(&frame, &edit)),
        (format!("form-{}-stale", kind.slug), form::page(&frame, &stale)),
    ]
}

fn lists(kind: &'static Kind, say: Said) -> Samples {
    let frame = sample_frame(Spot::of(kind.place));
    let line = |n: usize| Line {
        title: say(if n.is_multiple_of(2) {
            "Drop the retry table"
        } else {
            "A failed payment never surprises a customer, whichever bank it was that said no"
        }),
        to: format!("/{}/{n}", kind.slug),
        state: kind.states[n % kind.states.len()].name.into(),
        about: say("It would be @ana’s call"),
        team: say("Payments"),
        due: (n.is_multiple_of(3)).then(|| frame.now.plus((n as i64 - 2) * At::DAY).day()),
        rhythm: String::new(),
        changed_at: frame.now.plus(-(n as i64) * At::DAY),
    };
    let view = |n: usize, may_begin| ListView {
        kind,
        team: Some((say("Payments"), "payments".into())),
        lines: (0..n).map(line).collect(),
        narrow: Narrow {
            state: if n > 10 { ANY.into() } else { String::new() },
            mine: n == 4,
            teams: teams(say),
            ..Narrow::default()
        },
        open: n,
        closed: 0,
        begins_in: if may_begin { teams(say) } else { vec![] },
        pager: Pager {
            back: (n > 10).then(|| "/decisions?before=x".into()),
            on: (n > 10).then(|| "/decisions?after=x".into()),
        },
    };
    vec![
        (format!("list-{}-empty", kind.slug), list::page(&frame, &view(0, true))),
        (format!("list-{}-normal", kind.slug), list::page(&frame, &view(4, true))),
        (format!("list-{}-full", kind.slug), list::page(&frame, &view(30, false))),
    ]
}
