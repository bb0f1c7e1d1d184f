//! What fits into an answer and what does not, and that every problem is told at once.

use domain::kind::{Answer, Ask, Cell, Column, Need};
use domain::record::{
    Answers, KEPT_CHARS, LINE_CHARS, PROSE_CHARS, ROWS, Record, Row, Value, answers_problems,
};
use proptest::prelude::*;

const COLOURS: &[(&str, &str)] = &[("teal", "Teal"), ("amber", "Amber")];
const COLUMNS: &[Column] = &[
    Column { name: "what", label: "What", cell: Cell::Line, needed: true },
    Column { name: "when", label: "When", cell: Cell::Day, needed: false },
    Column { name: "worth", label: "Worth", cell: Cell::Number, needed: false },
    Column { name: "tone", label: "Tone", cell: Cell::OneOf(COLOURS), needed: false },
];

const fn ask(name: &'static str, answer: Answer) -> Ask {
    let (label, hint) = (name, "");
    Ask { name, formerly: &[], label, hint, answer, need: Need::Never, first: true, kept: false }
}

const ASKS: &[Ask] = &[
    ask("line", Answer::Line),
    ask("prose", Answer::Prose),
    ask("day", Answer::Day),
    ask("number", Answer::Number { unit: "days" }),
    ask("one", Answer::OneOf(COLOURS)),
    ask("person", Answer::Person),
    ask("people", Answer::People),
    ask("record", Answer::Record("intent")),
    ask("lanes", Answer::Lanes),
    ask("case", Answer::Case),
    ask("rows", Answer::Rows(COLUMNS)),
    Ask { kept: true, ..ask("kept", Answer::Prose) },
    Ask { need: Need::Always, ..ask("always", Answer::Line) },
];

fn text(words: &str) -> Value {
    Value::Text(words.into())
}

fn row(cells: &[(&str, &str)]) -> Row {
    cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
}

/// What is said about this answer to this question, every other one being fine.
fn said(name: &str, value: Value) -> String {
    let answers = Answers::from([("always".into(), text("there")), (name.into(), value)]);
    let problems = answers_problems(ASKS, &answers);
    assert!(problems.len() <= 1, "{problems:?}");
    problems.into_iter().map(|it| format!("{}: {}", it.field, it.says)).collect()
}

#[test]
fn a_line_is_one_line_and_ends_somewhere() {
    let longest = "ä".repeat(LINE_CHARS);
    for name in ["line", "person", "record"] {
        assert_eq!(said(name, text(&longest)), "");
        assert_eq!(
            said(name, text(&format!("{longest}x"))),
            format!("{name}: 301 characters; at most 300 fit here."),
        );
    }
    for broken in ["a\nb", "a\rb"] {
        assert_eq!(said("line", text(broken)), "line: One line only.");
    }
    assert_eq!(said("prose", text("a\nb")), "");
    assert_eq!(said("prose", text(&"x".repeat(PROSE_CHARS))), "");
    assert!(said("prose", text(&"x".repeat(PROSE_CHARS + 1))).contains("at most 20000"));
    // What the house keeps of its own may be longer, and ends too.
    assert_eq!(said("kept", text(&"x".repeat(PROSE_CHARS + 1))), "");
    assert!(said("kept", text(&"x".repeat(KEPT_CHARS + 1))).contains("are kept"));
}

#[test]
fn a_date_is_a_day_that_exists() {
    for day in ["2026-03-01", " 2024-02-29 ", "0001-01-01"] {
        assert_eq!(said("day", text(day)), "", "{day}");
    }
    for day in ["2026-02-29", "2026-13-01", "01.03.2026", "tomorrow", "2026-03"] {
        let says = format!("day: “{day}” is not a date; write it as 2026-03-01.");
        assert_eq!(said("day", text(day)), says);
    }
}

#[test]
fn a_number_is_finite() {
    for number in ["0", "-3.5", "1e6", " 12 "] {
        assert_eq!(said("number", text(number)), "", "{number}");
    }
    for number in ["NaN", "inf", "-infinity", "1,5", "twelve", "0x10", "1e999"] {
        let says = format!("number: “{number}” is not a number.");
        assert_eq!(said("number", text(number)), says);
    }
}

#[test]
fn a_choice_is_one_of_those_offered_as_they_are_stored() {
    assert_eq!(said("one", text("teal")), "");
    for other in ["Teal", "brick", "teal "] {
        assert_eq!(said("one", text(other)), format!("one: “{other}” is not one of teal, amber."));
    }
}

#[test]
fn rows_are_checked_cell_by_cell_and_the_place_is_named() {
    let rows = |rows: &[Row]| said("rows", Value::Rows(rows.to_vec()));
    let whole = row(&[("what", "a"), ("when", "2026-03-01"), ("worth", "2"), ("tone", "amber")]);
    let empty = row(&[("what", " "), ("when", "")]);
    // A row nobody filled in is no row.
    assert_eq!(rows(&[whole.clone(), empty, row(&[("what", "b")])]), "");
    for (wrong, says) in [
        (row(&[("when", "2026-03-01")]), "Row 2: “What” is empty."),
        (row(&[("what", "a"), ("who", "ana")]), "Row 2: there is no column “who”."),
        (row(&[("what", "a\nb")]), "Row 2, What: One line only."),
        (
            row(&[("what", "a"), ("when", "soon")]),
            "Row 2, When: “soon” is not a date; write it as 2026-03-01.",
        ),
        (row(&[("what", "a"), ("worth", "much")]), "Row 2, Worth: “much” is not a number."),
        (row(&[("what", "a"), ("tone", "red")]), "Row 2, Tone: “red” is not one of teal, amber."),
    ] {
        assert_eq!(rows(&[whole.clone(), wrong]), format!("rows: {says}"));
    }
    assert_eq!(rows(&vec![whole.clone(); ROWS]), "");
    assert_eq!(rows(&vec![whole; ROWS + 1]), "rows: 101 rows; at most 100.");
}

#[test]
fn lists_hold_lines_and_not_too_many() {
    for name in ["people", "lanes"] {
        let list = |count: usize| Value::List(vec!["ana".into(); count]);
        assert_eq!(said(name, list(ROWS)), "");
        assert_eq!(said(name, list(ROWS + 1)), format!("{name}: 101 entries; at most 100."));
        let long = Value::List(vec!["ana".into(), "x".repeat(LINE_CHARS + 1)]);
        assert!(said(name, long).contains("301 characters"));
    }
    let case = |cell: String| Value::Rows(vec![row(&[("name", "effort"), ("value", &cell)])]);
    assert_eq!(said("case", case("3".into())), "");
    assert!(said("case", case("x".repeat(LINE_CHARS + 1))).contains("301 characters"));
}

#[test]
fn an_answer_of_another_form_is_refused_and_an_empty_one_is_none() {
    let forms = [text("x"), Value::List(vec!["x".into()]), Value::Rows(vec![row(&[("x", "x")])])];
    for (name, fitting) in [("prose", 0), ("people", 1), ("rows", 2)] {
        for (at, form) in forms.iter().enumerate().filter(|(at, _)| *at != fitting) {
            let says = said(name, form.clone());
            assert_eq!(
                says,
                format!("{name}: This is not the form of answer expected here."),
                "{at}"
            );
        }
    }
    for empty in [text(" \n"), Value::List(vec![" ".into()]), Value::Rows(vec![row(&[("x", "")])])]
    {
        assert!(empty.is_empty());
        for ask in ASKS.iter().filter(|ask| ask.name != "always") {
            assert_eq!(said(ask.name, empty.clone()), "", "{}", ask.name);
        }
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let answers = Answers::from([
        ("always".into(), text("  ")),
        ("day".into(), text("soon")),
        ("stray".into(), text("x")),
    ]);
    let problems = answers_problems(ASKS, &answers);
    let fields: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["stray", "day", "always"]);
    assert_eq!(problems[0].says, "Nothing here asks for “stray”.");
    assert_eq!(problems[2].says, "“always” needs an answer.");
}

#[test]
fn reading_an_answer_in_another_form_gives_nothing() {
    let mut record = Record {
        id: "r".into(),
        kind: "walk".into(),
        state: "open".into(),
        title: "t".into(),
        team: "t".into(),
        author: "a".into(),
        answers: Answers::new(),
        version: 1,
        opened_at: Default::default(),
        changed_at: Default::default(),
        revealed: false,
        retired: false,
    };
    record.put("why", "because");
    record.answers.insert("who".into(), Value::List(vec!["ana".into()]));
    record.answers.insert("rows".into(), Value::Rows(vec![row(&[("what", "a")])]));
    assert_eq!((record.text("why"), record.text("who"), record.text("gone")), ("because", "", ""));
    assert_eq!((record.list("who").len(), record.list("why").len()), (1, 0));
    assert_eq!((record.rows("rows").len(), record.rows("why").len()), (1, 0));
}

fn any_value() -> impl Strategy<Value = Value> {
    let cells = prop::collection::btree_map("what|when|worth|tone|x", ".{0,12}", 0..4);
    prop_oneof![
        ".{0,40}".prop_map(Value::Text),
        prop::collection::vec(".{0,12}", 0..4).prop_map(Value::List),
        prop::collection::vec(cells, 0..4).prop_map(Value::Rows),
    ]
}

proptest! {
    /// Whatever is sent, the answer is a list of sentences, each for a field that was there.
    #[test]
    fn no_answer_breaks_the_check(values in prop::collection::vec(any_value(), ASKS.len())) {
        let names = ASKS.iter().map(|ask| ask.name.to_owned());
        let answers: Answers = names.zip(values).collect();
        for problem in answers_problems(ASKS, &answers) {
            prop_assert!(answers.contains_key(&problem.field));
            prop_assert!(problem.says.ends_with('.'), "{}", problem.says);
        }
    }

    /// What is stored as JSON comes back as it was.
    #[test]
    fn an_answer_survives_its_json(value in any_value()) {
        let json = serde_json::to_string(&value).unwrap();
        let back: Value = serde_json::from_str(&json).unwrap();
        // An empty list and no rows look the same in JSON, and both say nothing.
        prop_assert!(back == value || (back.is_empty() && value.is_empty()), "{json}");
    }
}
