//! What a decision says first, and of whom.

use super::*;
use crate::gallery::records::view_of;
use crate::shell::sample_frame;
use domain::practice::decision;
use domain::record::Value;

fn with(state: &str, answers: &[(&str, &str)]) -> RecordView {
    let mut view = view_of(&decision::KIND, true);
    view.dossier.record.state = state.into();
    view.dossier.record.answers =
        answers.iter().map(|(a, b)| ((*a).to_owned(), Value::Text((*b).to_owned()))).collect();
    view
}

fn first(state: &str, answers: &[(&str, &str)]) -> String {
    lead(&with(state, answers)).into_string()
}

#[test]
fn the_first_sentence_is_what_holds_now() {
    assert!(first("decided", &[("chosen", "Drop it")]).contains(">Drop it</b>"));
    assert!(
        first("superseded", &[("chosen", "Drop it"), ("superseded_by", "x")])
            .starts_with("This no longer holds.")
    );
    assert!(
        first("withdrawn", &[("withdrawn_because", "Nobody needs it")]).contains("Nobody needs it")
    );
    assert!(first("proposed", &[("route", "@ana’s call.")]).contains("@ana’s call."));
    assert!(first("proposed", &[("deciders", "@ana")]).contains("Waits for @ana."));
    assert_eq!(first("proposed", &[]), "Not decided yet.");
}

#[test]
fn what_was_yours_to_somebody_is_said_to_be_theirs() {
    let view = with("proposed", &[("route", "Yours to decide.")]);
    assert_eq!(call(&view), "Ana’s own: “Yours to decide.”");
    assert_eq!(call(&with("proposed", &[("route", "@raj’s call.")])), "@raj’s call.");
}

#[test]
fn whose_call_it_is_follows_what_it_is_about_and_asks_for_that() {
    let then = ("route", "@raj’s call.");
    let now = [then, ("route_now", "@mia’s own call."), ("lane_now", "feature")];
    assert!(first("proposed", &now).contains("@mia’s own call."));
    let frame = sample_frame(Spot::Decisions);
    let beside = margin(&frame, &with("proposed", &now)).into_string();
    assert!(beside.contains("@raj’s call.") && beside.contains("Lane feature"), "{beside}");
    let mut open = with("proposed", &[then]);
    open.dossier.record.answers.remove("case");
    open.may_edit = true;
    assert!(lead(&open).into_string().contains("nobody has said what this is about"));
    open.may_edit = false;
    assert!(!lead(&open).into_string().contains("Say it"));
}

#[test]
fn only_the_chosen_option_is_marked() {
    let mut view = with("decided", &[("chosen", " Drop it ")]);
    let row = |name: &str| domain::record::Row::from([("option".to_owned(), name.to_owned())]);
    view.dossier
        .record
        .answers
        .insert("options".into(), Value::Rows(vec![row("Drop it"), row("Do nothing")]));
    let page = options(&view).into_string();
    assert_eq!(page.matches("class=\"chosen\"").count(), 1);
    view.dossier.record.answers.insert("chosen".into(), Value::Text(String::new()));
    assert!(!options(&view).into_string().contains("class=\"chosen\""));
}

#[test]
fn what_the_house_keeps_for_itself_is_not_printed_twice() {
    let view = with(
        "decided",
        &[
            ("route", "@ana’s call."),
            ("lane", "feature"),
            ("map_version", "Payments 3"),
            ("source", "raw text"),
        ],
    );
    let page = page(&sample_frame(Spot::Decisions), &view).into_string();
    assert!(page.contains(", on the map Payments 3"));
    assert!(page.contains("<summary>The file as it was read</summary><pre dir=\"auto\">raw text"));
    assert_eq!(page.matches("raw text").count(), 1);
}

#[test]
fn when_the_outcome_was_known_is_said_as_a_day() {
    let view = with("known", &[("known_at", "2026-03-04T09:30:00Z")]);
    let ask = decision::KIND.ask("known_at").unwrap();
    let today = sample_frame(Spot::Decisions).today;
    assert_eq!(view.answer(ask, today).into_string(), "<p dir=\"auto\">4 March</p>");
}

#[test]
fn history_asks_for_no_options_and_says_where_it_comes_from() {
    let view = with("history", &[("because", "Less."), ("from_elsewhere", "Nygard, 0001-a.md")]);
    assert!(lead(&view).into_string().contains("kept as history"));
    let page = page(&sample_frame(Spot::Decisions), &view).into_string();
    assert!(!page.contains("None written down yet") && page.contains("Nygard, 0001-a.md"));
    let view = with("history", &[("chosen", "One"), ("review_on", "2020-01-01")]);
    assert!(!margin(&sample_frame(Spot::Decisions), &view).into_string().contains("Look again"));
    assert!(lead(&view).into_string().starts_with("We choose: "));
}
