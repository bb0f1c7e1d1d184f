//! What an intent's page says, and to whom.

use domain::record::Row;

use super::tables::{signal, signals};
use super::*;
use crate::gallery::records::view_of;
use crate::shell::sample_frame;
use domain::practice::intent;
use domain::record::Value;

fn row(pairs: &[(&str, &str)]) -> Row {
    pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

fn said(pairs: &[(&str, &str)]) -> String {
    signal(&sample_frame(Spot::Intents), &row(pairs), false).into_string()
}

#[test]
fn a_signal_says_where_it_should_be_in_words() {
    assert!(said(&[("name", "late"), ("unit", "%"), ("at_most", "3")]).contains("at most 3 %"));
    let plain =
        said(&[("name", "crashes"), ("unit", "count"), ("baseline", "1"), ("at_most", "1")]);
    assert!(plain.contains(">at most 1</td>") && !plain.contains("count"), "{plain}");
    assert!(said(&[("name", "late"), ("at_least", "97")]).contains("at least 97"));
    assert!(
        said(&[("name", "late"), ("at_least", "3"), ("at_most", "5"), ("unit", "days")])
            .contains("3–5 days")
    );
    assert!(said(&[("name", "late"), ("direction", "down")]).contains("Down"));
}

#[test]
fn guardrails_come_after_what_should_move() {
    let mut view = view_of(&intent::KIND, false);
    let rows = vec![
        row(&[("name", "Wrong payouts"), ("guardrail", "yes")]),
        row(&[("name", "On the day"), ("guardrail", "no")]),
    ];
    view.dossier.record.answers.insert("signals".into(), Value::Rows(rows));
    let page = signals(&sample_frame(Spot::Intents), &view).into_string();
    assert!(page.find("On the day") < page.find("Wrong payouts"));
    assert_eq!(page.matches("a guardrail: must not get worse").count(), 1);
}

#[test]
fn what_is_missing_is_asked_for_only_of_those_who_may_write() {
    let mut view = view_of(&intent::KIND, true);
    view.dossier.record.answers.clear();
    let frame = sample_frame(Spot::Intents);
    assert!(page(&frame, &view).into_string().contains("Write it"));
    view.may_edit = false;
    let seen = page(&frame, &view).into_string();
    assert!(seen.contains("No signal yet.") && !seen.contains("Write it"));
}

#[test]
fn a_draft_nobody_restated_has_no_box_and_a_briefed_one_asks_for_it() {
    let mut view = view_of(&intent::KIND, true);
    view.dossier.attached.clear();
    for hung in &mut view.hung {
        hung.items.clear();
    }
    let drawn = |view: &RecordView| backbrief(&sample_frame(Spot::Intents), view).into_string();
    view.dossier.record.state = "draft".into();
    assert_eq!(drawn(&view), "");
    view.dossier.record.state = "briefed".into();
    assert!(drawn(&view).contains("In whose words?"));
}

#[test]
fn every_answer_is_on_the_page_once() {
    let view = view_of(&intent::KIND, false);
    let page = page(&sample_frame(Spot::Intents), &view).into_string();
    for name in ["problem", "end_state", "evidence", "antigoals", "free"] {
        let words = view.text(name).lines().next().unwrap_or("");
        assert_eq!(
            page.matches(words).count().max(1),
            page.matches(words).count(),
            "{name}: {words}"
        );
        assert!(page.contains(words), "{name}");
    }
}
