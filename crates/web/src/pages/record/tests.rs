//! How each form of answer is set, and what is offered to whom.

use domain::kind::{Answer, Cell, Column};
use domain::record::Value;

use super::*;
use crate::gallery::records::view_of;
use domain::kind::Need;
use domain::practice::decision;

const fn ask(answer: Answer) -> Ask {
    Ask {
        name: "it",
        formerly: &[],
        label: "It",
        hint: "",
        answer,
        need: Need::Never,
        first: true,
        kept: false,
    }
}

fn drawn(answer: Answer, value: Value) -> String {
    let mut view = view_of(&decision::KIND, false);
    view.dossier.record.answers.insert("it".into(), value);
    view.answer(&ask(answer), "2026-03-06".parse().unwrap()).into_string()
}

fn text(it: &str) -> Value {
    Value::Text(it.into())
}

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|it| (*it).to_owned()).collect())
}

#[test]
fn each_form_of_answer_is_set_as_it_is_meant() {
    assert!(drawn(Answer::Prose, text("*so*")).contains("<em>so</em>"));
    assert_eq!(drawn(Answer::Line, text("*so*")), "<p dir=\"auto\">*so*</p>");
    assert_eq!(drawn(Answer::Day, text("2026-04-01")), "<p>1 April</p>");
    assert_eq!(drawn(Answer::Number { unit: "days" }, text("3")), "<p>3 days</p>");
    assert_eq!(drawn(Answer::OneOf(&[("hi", "high")]), text("hi")), "<p>high</p>");
    assert_eq!(drawn(Answer::Person, text("ana")), "<p>Ana Okafor</p>");
    assert_eq!(drawn(Answer::People, list(&["ana", "eve"])), "<p>Ana Okafor and @eve</p>");
    assert!(drawn(Answer::Lanes, list(&["feature", "money"])).contains("feature, money"));
    assert!(drawn(Answer::Record("decision"), text("x")).contains("Retry with a growing pause"));
    assert!(drawn(Answer::Record("decision"), text("gone")).contains("href=\"/find/gone\""));
    assert!(!drawn(Answer::Record("decision"), text("gone")).contains(">gone<"), "no id is shown");
    assert_eq!(drawn(Answer::Line, text("  ")), "");
    let began = drawn(Answer::Line, text("2026-03-04 14:05"));
    assert_eq!(began, "<p dir=\"auto\">4 March, 14:05</p>");
}

#[test]
fn rows_show_only_columns_somebody_filled_in() {
    static COLUMNS: &[Column] = &[
        Column { name: "what", label: "What", cell: Cell::Line, needed: true },
        Column { name: "count", label: "How many", cell: Cell::Number, needed: false },
        Column { name: "never", label: "Never", cell: Cell::Line, needed: false },
    ];
    let row = |what: &str, count: &str| {
        Row::from([("what".to_owned(), what.to_owned()), ("count".to_owned(), count.to_owned())])
    };
    let page = drawn(Answer::Rows(COLUMNS), Value::Rows(vec![row("a", "1"), row("b", "")]));
    assert!(page.contains("How many") && !page.contains("Never"));
    assert_eq!(page.matches("class=\"num\"").count(), 3);
}

#[test]
fn a_case_is_one_line_without_what_nobody_knows() {
    let row = |name: &str, value: &str| {
        Row::from([("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())])
    };
    let rows = [row("domain", "money"), row("effort", "3"), row("undo", "")];
    assert_eq!(case(&rows, &[]).into_string(), "<p dir=\"auto\">money · effort 3</p>");
    let effort =
        Dimension { name: "effort".into(), after: "person-days".into(), ..Dimension::default() };
    let said =
        |value: &str| case(&[row("effort", value)], std::slice::from_ref(&effort)).into_string();
    assert_eq!(said("3"), "<p dir=\"auto\">3 person-days</p>");
    assert_eq!(said("1"), "<p dir=\"auto\">1 person-day</p>");
    assert_eq!(said("a lot"), "<p dir=\"auto\">effort a lot</p>");
}

#[test]
fn the_crumb_leads_to_the_list_of_its_kind() {
    let page = view_of(&domain::practice::premortem::KIND, false).page();
    assert_eq!(page.crumb[1], ("Pre-mortems".to_owned(), "/pre-mortems".to_owned()));
}

#[test]
fn put_away_is_offered_only_to_whoever_may() {
    let frame = crate::shell::sample_frame(Spot::Decisions);
    let mut view = view_of(&decision::KIND, true);
    assert!(view.put_away(&frame).into_string().contains("Put it away"));
    view.dossier.record.retired = true;
    assert!(view.put_away(&frame).into_string().contains("name=\"back\""));
    view.may_retire = false;
    assert_eq!(view.put_away(&frame).into_string(), "");
}
