//! Forms as nobody would draw them: whatever arrives is read, bounded, and held to what was asked.

use domain::kind::Answer;
use domain::practice::ALL;
use domain::record::{Row, Value};
use proptest::prelude::*;

use super::{MOST_ROWS, RowPress, Sent};

fn sent(pairs: &[(&str, &str)]) -> Sent {
    Sent(pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect())
}

/// Names of fields: real ones, near misses, and anything.
fn name() -> impl Strategy<Value = String> {
    let asks: Vec<String> =
        ALL.iter().flat_map(|kind| kind.asks).map(|it| format!("a.{}", it.name)).collect();
    let ask = prop::sample::select(asks);
    let row = prop_oneof![
        (0_usize..600).prop_map(|it| it.to_string()),
        prop::sample::select(vec!["", "-1", "x", "1.5", "99999999999999999999"])
            .prop_map(str::to_owned)
    ];
    let column = prop::sample::select(vec!["option", "name", "value", "", "a.b", "for"]);
    prop_oneof![
        ask.clone(),
        (ask, row, column).prop_map(|(ask, row, column)| format!("{ask}.{row}.{column}")),
        ".{0,20}",
        Just("rows".to_owned()),
        Just("title".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,30}",
        "[@a-z, \r\n]{0,30}",
        prop::sample::select(vec!["add:options", "drop:options:0", "drop:options:x", "add:"])
            .prop_map(str::to_owned)
    ]
}

fn form() -> impl Strategy<Value = Sent> {
    prop::collection::vec((name(), text()), 0..30).prop_map(Sent)
}

/// Rows as a browser sends them, each with a word of its own.
fn table(count: usize) -> Sent {
    let marker = ("a.options".to_owned(), String::new());
    let cells = (0..count).map(|n| (format!("a.options.{n}.option"), format!("Option {n}")));
    Sent(std::iter::once(marker).chain(cells).collect())
}

fn options(sent: &Sent, press: &RowPress) -> Vec<Row> {
    let decision = ALL.iter().find(|it| it.slug == "decision").unwrap();
    match sent.answers_pressed(decision.asks, press).remove("options") {
        Some(Value::Rows(rows)) => rows,
        other => panic!("options are rows, not {other:?}"),
    }
}

proptest! {
    #[test]
    fn whatever_arrives_answers_only_what_was_asked_in_the_shape_that_was_asked_for(sent in form()) {
        for kind in ALL {
            for (name, value) in sent.answers(kind.asks) {
                let ask = kind.asks.iter().find(|it| it.name == name).unwrap();
                let fits = match ask.answer {
                    Answer::Rows(_) | Answer::Case => matches!(&value, Value::Rows(rows) if rows.len() <= MOST_ROWS),
                    Answer::People | Answer::Lanes => matches!(value, Value::List(_)),
                    _ => matches!(&value, Value::Text(text) if !text.contains('\r')),
                };
                prop_assert!(fits, "{} is {:?}", name, value);
            }
        }
    }

    #[test]
    fn handles_are_never_empty_and_never_begin_with_an_at_sign(sent in form()) {
        for kind in ALL {
            let people = kind.asks.iter().filter(|it| matches!(it.answer, Answer::People));
            for ask in people {
                let answers = sent.answers(kind.asks);
                let Some(Value::List(handles)) = answers.get(ask.name) else { continue };
                for handle in handles {
                    prop_assert!(!handle.is_empty() && !handle.starts_with('@'), "{:?}", handle);
                    prop_assert!(!handle.contains([',', ' ', '\n']), "{:?}", handle);
                }
            }
        }
    }

    #[test]
    fn a_press_on_nonsense_is_no_press(said in ".{0,20}") {
        let Some(press) = sent(&[("rows", &said)]).press() else { return Ok(()) };
        let told = match &press {
            RowPress::Add { ask } => format!("add:{ask}"),
            RowPress::Drop { ask, row } => format!("drop:{ask}:{row}"),
        };
        // “+1” reads as one; apart from that it says what was said.
        prop_assert_eq!(told.replace('+', ""), said.replace('+', ""));
    }

    #[test]
    fn dropping_a_row_takes_that_one_and_leaves_the_others_in_their_order(
        count in 1_usize..40, row in 0_usize..40
    ) {
        let left = options(&table(count), &RowPress::Drop { ask: "options".into(), row });
        let words: Vec<&str> = left.iter().map(|it| it["option"].as_str()).collect();
        let all: Vec<String> = (0..count).map(|n| format!("Option {n}")).collect();
        let wanted: Vec<&str> =
            all.iter().enumerate().filter(|it| it.0 != row).map(|it| it.1.as_str()).collect();
        prop_assert_eq!(words, wanted);
    }

    #[test]
    fn adding_a_row_adds_one_empty_one_at_the_end(count in 1_usize..40) {
        let more = options(&table(count), &RowPress::Add { ask: "options".into() });
        prop_assert_eq!(more.len(), count + 1);
        prop_assert!(more[count].is_empty() && more[..count].iter().all(|it| !it.is_empty()));
    }
}

#[test]
fn a_press_names_its_row_or_is_none() {
    for (said, press) in [
        ("add:options", Some(RowPress::Add { ask: "options".into() })),
        ("drop:options:3", Some(RowPress::Drop { ask: "options".into(), row: 3 })),
        ("drop:options", None),
        ("drop:options:", None),
        ("drop:options:-1", None),
        ("drop:options:1:2", None),
        ("add:options:1", None),
        ("save", None),
        ("", None),
    ] {
        assert_eq!(sent(&[("rows", said)]).press(), press, "{said}");
    }
    assert_eq!(sent(&[]).press(), None);
}

#[test]
fn numbers_are_read_whole_or_not_at_all() {
    for (said, number) in [
        ("7", Some(7)),
        (" 7 ", Some(7)),
        ("-7", Some(-7)),
        ("7.5", None),
        ("7x", None),
        ("", None),
        ("9223372036854775807", Some(i64::MAX)),
        ("9223372036854775808", None),
        ("0x7", None),
    ] {
        assert_eq!(sent(&[("version", said)]).number("version"), number, "{said}");
    }
}

#[test]
fn of_two_texts_under_one_name_the_first_counts() {
    let form = sent(&[("title", "First"), ("title", "Second")]);
    assert_eq!(form.get("title"), Some("First"));
    assert_eq!(form.text("title"), "First");
}

#[test]
fn lanes_that_were_all_unticked_are_an_answer_and_lanes_that_were_not_asked_are_none() {
    let with_lanes =
        ALL.iter().flat_map(|kind| kind.asks).find(|it| matches!(it.answer, Answer::Lanes));
    let Some(ask) = with_lanes else { return };
    let asks = std::slice::from_ref(ask);
    let name = format!("a.{}", ask.name);
    let unticked = sent(&[(&name, "")]).answers(asks);
    assert_eq!(unticked.get(ask.name), Some(&Value::List(vec![])));
    let some = sent(&[(&name, ""), (&name, "small"), (&name, "large")]).answers(asks);
    assert_eq!(some.get(ask.name), Some(&Value::List(vec!["small".into(), "large".into()])));
    assert!(sent(&[("title", "x")]).answers(asks).is_empty());
}
