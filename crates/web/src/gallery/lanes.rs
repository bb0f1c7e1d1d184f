//! Samples of the map and its other sides.

use domain::finding::{Finding, Weight};
use domain::lanes::{Diagnostic, Difference, Way};
use domain::practice::office_hours::becomes::AskedIn;

use super::{Said, Samples};
use crate::pages::ask::{AnswerView, AskView, Tone};
use crate::pages::map::{About, Cell, MapView, Row};
use crate::pages::map_edit::{Drafted, EditView};
use crate::pages::map_more::{
    ChangesView, Elsewhere, MineView, MyLane, PathRow, PathsView, Replayed,
};
use crate::pages::{map, map_edit, map_more};
use crate::parts::field::Dimension;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Lanes);
    let empty = MapView { team: team(say), may_edit: true, ..MapView::default() };
    let mut found = vec![
        ("map-empty".into(), map::page(&frame, &empty)),
        ("map-normal".into(), map::page(&frame, &full(say, None))),
        ("map-yours".into(), map::page(&frame, &full(say, Some(answer(say, Tone::Yours))))),
        ("map-other".into(), map::page(&frame, &full(say, Some(answer(say, Tone::Other))))),
        ("map-gap".into(), map::page(&frame, &full(say, Some(answer(say, Tone::Gap))))),
    ];
    found.extend(more(say));
    found.extend(edit(say));
    found
}

fn team(say: Said) -> (String, String) {
    (say("Payments"), "payments".into())
}

fn answer(say: Said, tone: Tone) -> AnswerView {
    let (says, yours_if) = match tone {
        Tone::Yours => ("Yours to decide.", vec![]),
        Tone::Other => (
            "@ana’s call, after asking @platform.",
            vec![say("It would be yours if it could be undone within a sprint.")],
        ),
        Tone::Gap => ("No lane holds this, so it goes to @raj: the map has a gap here.", vec![]),
    };
    AnswerView {
        tone,
        says: say(says),
        why: vec![
            say(
                "Lane “architecture” (engineering/storage, level lead): Structure that other teams will feel.",
            ),
            say(
                "Lane “storage” (contributor) does not hold it: it takes a quarter to undo (the limit is a sprint).",
            ),
        ],
        yours_if,
        read_as: vec![
            say("undo: quarter, because of migrations/**"),
            "effort: 1 person-day, assumed".into(),
        ],
        open: Some((say("Open a decision for Ana"), "/decision/new?title=x".into())),
        link: "/lanes?what=x".into(),
    }
}

fn full(say: Said, answer: Option<AnswerView>) -> MapView {
    let cell = |lane: &str, does: &str, up_to: &str, notes: &[&str], mine| Cell {
        lane: lane.into(),
        does: does.into(),
        says: say("Trade-offs inside a feature"),
        up_to: say(up_to),
        notes: notes.iter().map(|it| say(it)).collect(),
        mine,
    };
    let row = |domain: &str, cells: Vec<Vec<Cell>>, here| Row { domain: say(domain), cells, here };
    let step = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    MapView {
        team: team(say),
        others: vec![(say("Search"), "search".into())],
        title: say("Payments: who decides what"),
        lead: "Seven lanes, in force since 4 March.".into(),
        backing: vec![super::leaders::entry(
            say,
            "I take the call with the bank",
            "until 30 June",
            &["For the lane feature"],
        )],
        levels: vec!["contributor".into(), "lead".into(), "director".into()],
        rows: vec![
            row(
                "product",
                vec![
                    vec![cell(
                        "feature",
                        "decides",
                        "5 person-days · a sprint to undo · reaching the team",
                        &[],
                        true,
                    )],
                    vec![cell(
                        "product",
                        "decides after advice",
                        "20 person-days · reaching several teams",
                        &["asks @design"],
                        false,
                    )],
                    vec![],
                ],
                false,
            ),
            row(
                "engineering/storage",
                vec![
                    vec![cell("storage", "decides", "3 person-days · a sprint to undo", &[], true)],
                    vec![cell(
                        "architecture",
                        "decides",
                        "40 person-days · a quarter to undo",
                        &["asks @platform", "until 30 June"],
                        false,
                    )],
                    vec![],
                ],
                answer.is_some(),
            ),
            row(
                "money",
                vec![
                    vec![cell("small-money", "decides", "1000 € a year", &[], true)],
                    vec![cell("money", "decides", "10000 € a year", &[], false)],
                    vec![],
                ],
                false,
            ),
            row(
                "hiring",
                vec![
                    vec![],
                    vec![cell("hiring-advice", "recommends", "", &[], false)],
                    vec![cell("hiring", "decides", "", &["held by @raj"], false)],
                ],
                false,
            ),
            row(
                "*",
                vec![vec![], vec![], vec![cell("the-rest", "decides", "", &[], false)]],
                false,
            ),
        ],
        ask: AskView {
            what: say("drop the retry table"),
            domain: "engineering/storage".into(),
            domains: vec![
                "engineering/storage".into(),
                "hiring".into(),
                "money".into(),
                "product".into(),
            ],
            dimensions: vec![
                Dimension {
                    name: "effort".into(),
                    before: "it takes".into(),
                    after: say("person-days"),
                    steps: vec![],
                },
                Dimension {
                    name: "undo".into(),
                    before: "could be undone within".into(),
                    after: String::new(),
                    steps: step(&["hour", "sprint", "quarter", "never"]),
                },
                Dimension {
                    name: "reach".into(),
                    before: "reaches".into(),
                    after: String::new(),
                    steps: step(&["component", "team", "several-teams"]),
                },
            ],
            values: [
                ("effort".to_owned(), "2".to_owned()),
                ("undo".to_owned(), "quarter".to_owned()),
            ]
            .into(),
            decides: vec!["undo".into()],
            answer,
            ..AskView::default()
        },
        about: About {
            version: "version 7, in force since 4 March".into(),
            home: say("this page"),
            ends: vec![say("30 June: architecture ends unless renewed")],
            before: Some(6),
            number: 7,
            draft: false,
            proposed: Some(8),
        },
        findings: vec![Finding {
            rule: "orphan",
            weight: Weight::Warns,
            place: "architecture".into(),
            words: say("architecture"),
            says: say("Nobody but @ana holds it."),
            asks: "Who decides while she is away?".into(),
        }],
        may_edit: true,
        may_answer: true,
    }
}

fn replay(say: Said) -> Replayed {
    let moved = Elsewhere {
        title: say("Drop the retry table"),
        to: "/decision/01J".into(),
        was: say("any contributor"),
        is: say("@ana"),
    };
    Replayed { tried: 9, moved: vec![moved] }
}

fn more(say: Said) -> Samples {
    let frame = sample_frame(Spot::Lanes);
    let lane = |says: &str| MyLane {
        id: "feature".into(),
        domain: "product".into(),
        says: say(says),
        does: "decides".into(),
        up_to: say("5 person-days · a sprint to undo"),
        notes: vec![say("Tell #payments afterwards")],
    };
    let path = |paths: &str| PathRow {
        paths: say(paths),
        domain: "engineering/storage".into(),
        says: say("a quarter to undo"),
        deciders: say("@ana"),
    };
    let change = |says: &str, way| Difference { says: say(says), way };
    let changes = ChangesView {
        team: team(say),
        from: 6,
        to: 7,
        mine: vec![change("You may decide up to 5 person-days in product; it was 3.", Way::Wider)],
        others: vec![
            change(
                "A lead no longer decides what takes more than a quarter to undo.",
                Way::Narrower,
            ),
            change("Lane hiring is new.", Way::Other),
        ],
        replay: replay(say),
        asked: vec![AskedIn {
            hours: "01J".into(),
            topic: "01K".into(),
            said: say("Who may say no to a new dependency?"),
        }],
    };
    let mine =
        |lanes: Vec<MyLane>| MineView { team: team(say), who: say("as a contributor"), lanes };
    vec![
        ("mine-empty".into(), map_more::mine(&frame, &mine(vec![]))),
        (
            "mine-full".into(),
            map_more::mine(
                &frame,
                &mine(vec![lane("Trade-offs inside a feature whose intent is agreed"), lane("")]),
            ),
        ),
        (
            "paths-empty".into(),
            map_more::paths(&frame, &PathsView { team: team(say), rows: vec![] }),
        ),
        (
            "paths-full".into(),
            map_more::paths(
                &frame,
                &PathsView {
                    team: team(say),
                    rows: vec![path("migrations/**"), path("src/billing/**")],
                },
            ),
        ),
        (
            "changes-none".into(),
            map_more::changes(
                &frame,
                &ChangesView { team: team(say), from: 1, to: 2, ..ChangesView::default() },
            ),
        ),
        ("changes-full".into(), map_more::changes(&frame, &changes)),
    ]
}

const TEXT: &str = "title  = \"Payments: who decides what\"\nlevels = [\"contributor\", \"lead\", \"director\"]\n\n[[lane]]\nid     = \"feature\"\ndomain = \"product\"\nlevel  = \"contributer\"\nupto   = { effort = 5, undo = \"sprnt\" }\n";

fn edit(say: Said) -> Samples {
    let frame = sample_frame(Spot::Lanes);
    let note = |line, column, length, says: &str, weight| Diagnostic {
        line,
        column,
        length,
        says: say(says),
        hint: say("Did you mean “contributor”?"),
        weight,
    };
    let notes = vec![
        note(7, 10, 13, "“contributer” is not one of the levels.", Weight::Blocks),
        note(8, 34, 7, "“sprnt” is no step of undo.", Weight::Warns),
    ];
    let view =
        EditView { team: team(say), text: say(TEXT), version: 7, notes, ..EditView::default() };
    let file = EditView { file: Some(say("lanes.toml")), ..view.clone() };
    let stale = EditView {
        theirs: Some((say("Ana"), say(TEXT))),
        changes: vec![Difference {
            says: say("A contributor may decide up to 5 person-days; it was 3."),
            way: Way::Wider,
        }],
        mine: vec![Difference {
            says: say("In product you decide up to 5 person-days; it was 3."),
            way: Way::Wider,
        }],
        findings: vec![Finding::new(
            "unreachable",
            Weight::Warns,
            say(
                "Lane “small” can never decide: “feature” holds all of it at a lower level (contributor).",
            ),
            "Should it reach further, or be taken out?",
        )],
        replay: replay(say),
        problem: Some(say("Two places have to be mended first.")),
        ..view.clone()
    };
    let table = EditView {
        text: say(TEXT),
        table: say("What\tAna\tBen\nPrices\tA\tA"),
        drafted: Some(Drafted {
            lanes: 1,
            doubts: vec![say(
                "line 2, row “Prices”, column “Ana, Ben”: @ana and @ben have the last word. Which one of them?",
            )],
            before: say(TEXT),
        }),
        notes: Vec::new(),
        ..view.clone()
    };
    let first = EditView { team: team(say), ..EditView::default() };
    vec![
        ("edit-first".into(), map_edit::page(&frame, &first)),
        ("edit-wrong".into(), map_edit::page(&frame, &view)),
        ("edit-file".into(), map_edit::page(&frame, &file)),
        ("edit-stale".into(), map_edit::page(&frame, &stale)),
        ("edit-from-table".into(), map_edit::page(&frame, &table)),
    ]
}
