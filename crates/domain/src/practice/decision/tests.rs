use super::*;
use crate::people::{Actor, Relation, Role, Standing};
use crate::practice::decision::{KIND, slots};
use crate::practice::samples::{attachment, row, rows};
use crate::record::Answers;

/// 2026-03-06, noon.
const NOON: At = At(1_772_798_400_000);

fn one_sentence() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.state = "proposed".into();
    dossier.record.answers = Answers::new();
    dossier.attached.clear();
    dossier
}

fn apply(dossier: &Dossier, step: &str) -> Result<&'static str, Refusal> {
    KIND.apply(dossier, Standing::of(Relation::OwnTeam, Role::Member), &Around::default(), step)
}

fn with_options(names: &[&str]) -> Dossier {
    let mut dossier = one_sentence();
    let options = names.iter().map(|it| row(&[("option", it)])).collect();
    dossier.record.answers.extend([rows("options", options)]);
    dossier.record.put("chosen", names.first().copied().unwrap_or("Wait"));
    dossier.record.put("because", "It can be undone.");
    dossier
}

#[test]
fn one_sentence_is_a_decision_written_down_afterwards() {
    assert_eq!(apply(&one_sentence(), "write_down"), Ok("decided"));
    let mut record = one_sentence().record;
    settle(&mut record, Event::Moved("write_down"), &Around { now: NOON, ..Around::default() });
    assert_eq!((record.text("decided_on"), record.text("recorded_late")), ("2026-03-06", "yes"));
}

#[test]
fn deciding_here_takes_two_options_a_choice_and_a_reason() {
    assert!(matches!(apply(&one_sentence(), "decide"), Err(Refusal::Unanswered(_))));
    assert!(matches!(apply(&with_options(&["Wait"]), "decide"), Err(Refusal::Rule(_))));
    assert!(matches!(apply(&with_options(&["Wait", " "]), "decide"), Err(Refusal::Rule(_))));
    assert_eq!(apply(&with_options(&["Wait", "Do nothing"]), "decide"), Ok("decided"));
}

#[test]
fn the_harder_to_undo_the_later_it_is_looked_at_again() {
    // domain.md 3.5: 30, 90, 180 days; what is undone within the hour is sampled.
    for (undo, day) in [
        ("hour", ""),
        ("sprint", "2026-04-05"),
        ("quarter", "2026-06-04"),
        ("never", "2026-09-02"),
        ("unheard of", "2026-06-04"),
    ] {
        let mut record = with_options(&["a", "b"]).record;
        record.answers.extend([rows("case", vec![row(&[("name", "undo"), ("value", undo)])])]);
        settle(&mut record, Event::Moved("decide"), &Around { now: NOON, ..Around::default() });
        assert_eq!(record.text("review_on"), day, "{undo}");
    }
}

#[test]
fn the_first_forecast_comes_before_any_rule_of_thumb_and_a_chosen_day_before_both() {
    let forecast = |by| attachment(&crate::attachment::FORECAST, "ana", &[("resolve_by", by)]);
    let attached = [forecast("2026-05-01"), forecast("2026-03-20")];
    let around = Around { now: NOON, attached: &attached, ..Around::default() };
    let mut record = with_options(&["a", "b"]).record;
    settle(&mut record, Event::Moved("decide"), &around);
    assert_eq!(record.text("review_on"), "2026-03-20");
    record.put("review_on", "2027-01-01");
    settle(&mut record, Event::Moved("decide"), &around);
    assert_eq!(record.text("review_on"), "2027-01-01");
}

#[test]
fn whoever_says_so_decided_unless_somebody_is_named() {
    let ben = Actor { handle: "ben".into(), ..Actor::system("test") };
    let around = Around { now: NOON, actor: Some(&ben), ..Around::default() };
    let mut record = with_options(&["a", "b"]).record;
    settle(&mut record, Event::Moved("decide"), &around);
    assert_eq!(record.text("decider"), "ben");
    record.put("decider", "ana");
    settle(&mut record, Event::Moved("decide"), &around);
    assert_eq!(record.text("decider"), "ana");
}

#[test]
fn a_decision_is_never_replaced_by_itself() {
    let mut dossier = one_sentence();
    dossier.record.state = "decided".into();
    let itself = dossier.record.id.to_string();
    dossier.record.put("superseded_by", itself);
    assert!(matches!(apply(&dossier, "supersede"), Err(Refusal::Rule(_))));
    dossier.record.put("superseded_by", "another");
    assert_eq!(apply(&dossier, "supersede"), Ok("superseded"));
}

#[test]
fn the_page_asks_about_a_lone_option_and_a_choice_that_is_none_of_them() {
    let rules = |dossier: &Dossier| {
        findings(dossier, &Around::default()).iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&with_options(&["Wait"])), ["one-option"]);
    let mut dossier = with_options(&["Wait", "Go"]);
    assert_eq!(rules(&dossier), [""; 0]);
    dossier.record.put("chosen", "Something else");
    assert_eq!(rules(&dossier), ["not-among"]);
}

#[test]
fn a_decision_is_due_the_day_after_its_review_and_not_before() {
    let mut dossier = with_options(&["a", "b"]);
    dossier.record.state = "decided".into();
    dossier.record.put("review_on", "2026-03-06");
    let due = |day: &str| {
        let around = Around { today: day.parse().ok(), ..Around::default() };
        findings(&dossier, &around).iter().any(|it| it.rule == "review-due")
    };
    assert!(!due("2026-03-06"));
    assert!(due("2026-03-07"));
}

#[test]
fn a_process_is_as_good_as_its_weakest_element() {
    // domain.md 3.1: (90, 70, 80, 85, 60, 75) → 60, not 76.7.
    let given: Answers = slots::ELEMENTS
        .iter()
        .zip(["90", "70", "80", "85", "60", "75"])
        .map(|(name, value)| crate::practice::samples::text(name, value))
        .collect();
    assert_eq!(slots::weakest(&given), Some(60.0));
    assert_eq!(slots::weakest(&Answers::new()), None);
}

#[test]
fn advice_asked_for_is_given_weighed_and_may_be_volunteered() {
    let step = |state: &str, standing, name, answers: &[(&str, &str)]| {
        let mut advice = attachment(&slots::ADVICE, "ana", &[("text", "What about the nights?")]);
        advice.state = state.into();
        let given = answers.iter().map(|(k, v)| crate::practice::samples::text(k, v)).collect();
        slots::ADVICE.apply(
            (&one_sentence(), &advice),
            standing,
            &Around::default(),
            (name, &given),
        )
    };
    let elsewhere = Standing::of(Relation::AnotherTeam, Role::Member);
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let weighed = [("weighed", "Taken")];
    assert_eq!(step("open", elsewhere, "give", &[("advice", "Test the way back")]), Ok("given"));
    assert!(step("given", elsewhere, "weigh", &weighed).is_err(), "advice binds nobody");
    assert_eq!(step("given", member, "weigh", &weighed), Ok("weighed"));
    assert_eq!(step("open", member, "weigh", &weighed), Ok("weighed"));
}
