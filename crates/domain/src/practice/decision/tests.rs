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

#[test]
fn what_can_be_undone_within_a_day_is_sampled_and_only_open_forecasts_set_a_day() {
    let mut day = with_options(&["a", "b"]).record;
    day.answers.extend([rows("case", vec![row(&[("name", "undo"), ("value", "day")])])]);
    assert_eq!(review_day(&day, &Around { now: NOON, ..Around::default() }), None);
    let forecast = |state: &str, by: &str| {
        let it = attachment(&crate::attachment::FORECAST, "ana", &[("resolve_by", by)]);
        crate::attachment::Attachment { state: state.into(), ..it }
    };
    let attached = [
        forecast("true", "2026-03-10"),
        forecast("void", "2026-03-11"),
        forecast("open", "soon"),
        forecast("open", " 2026-03-20 "),
    ];
    let around = Around { now: NOON, attached: &attached, ..Around::default() };
    assert_eq!(review_day(&day, &around).map(|it| it.to_string()).as_deref(), Some("2026-03-20"));
}

#[test]
fn only_saying_how_it_turned_out_sets_when_that_was_known() {
    for (event, known) in [
        (Event::Moved("outcome"), "2026-03-06T12:00:00Z"),
        (Event::Moved("seek"), ""),
        (Event::Moved("review"), ""),
        (Event::Begun, ""),
    ] {
        let mut record = with_options(&["a", "b"]).record;
        let before = record.answers.clone();
        settle(&mut record, event, &Around { now: NOON, ..Around::default() });
        assert_eq!(record.text("known_at"), known);
        record.answers.remove("known_at");
        assert_eq!(record.answers, before, "and nothing else is written");
    }
}

#[test]
fn what_is_hard_to_undo_and_has_no_forecast_is_asked_about_once_it_holds() {
    let asked = |state: &str, undo: &str, forecast: bool| {
        let mut dossier = with_options(&["a", "b"]);
        dossier.record.state = state.into();
        let case = vec![row(&[("name", "undo"), ("value", undo)])];
        dossier.record.answers.extend([rows("case", case)]);
        if forecast {
            dossier.attached.push(attachment(&crate::attachment::FORECAST, "ana", &[]));
        }
        findings(&dossier, &Around::default()).iter().any(|it| it.rule == "no-forecast")
    };
    for (state, undo, forecast, expected) in [
        ("decided", "never", false, true),
        ("known", "quarter", false, true),
        ("decided", "never", true, false),
        ("decided", "sprint", false, false),
        ("proposed", "never", false, false),
        ("reviewed", "never", false, false),
    ] {
        assert_eq!(asked(state, undo, forecast), expected, "{state} {undo} {forecast}");
    }
}

#[test]
fn an_option_is_recognised_in_other_letters_and_with_more_words_behind_it() {
    let found = |chosen: &str| {
        let mut dossier = with_options(&["Wait", "Go on"]);
        dossier.record.put("chosen", chosen);
        findings(&dossier, &Around::default()).iter().any(|it| it.rule == "not-among")
    };
    for (chosen, expected) in
        [("wait", false), (" Wait ", false), ("Wait until May", false), ("", false), ("Stop", true)]
    {
        assert_eq!(found(chosen), expected, "{chosen}");
    }
}

#[test]
fn where_an_agent_decided_the_page_asks_which_person_answers_for_it() {
    let mut dossier = with_options(&["a", "b"]);
    dossier.record.put("decider", "@Helper");
    let asks = |around: &Around| findings(&dossier, around).iter().any(|it| it.rule == "agent");
    let agents = ["helper".to_owned()];
    assert!(asks(&Around { agents: &agents, ..Around::default() }));
    assert!(!asks(&Around::default()));
    let agent = Actor { handle: "helper".into(), kind: ActorKind::Agent, ..Actor::system("test") };
    assert!(asks(&Around { actor: Some(&agent), ..Around::default() }), "while it acts");
    let person = Actor { kind: ActorKind::Person, ..agent };
    assert!(!asks(&Around { actor: Some(&person), ..Around::default() }));
}

#[test]
fn a_rating_lies_between_none_and_all_and_comes_once_from_each() {
    let problems = |value: &str| {
        let given = ["text", "frame"].iter().zip(["Ask earlier", value]);
        let given: Answers =
            given.map(|(name, value)| crate::practice::samples::text(name, value)).collect();
        slots::RATING.problems(&given).into_iter().map(|it| it.field).collect::<Vec<_>>()
    };
    for fits in ["0", "100", "62.5", ""] {
        assert_eq!(problems(fits), [""; 0], "{fits}");
    }
    for wrong in ["-1", "100.1", "high", "NaN"] {
        assert_eq!(problems(wrong), ["frame"], "{wrong}");
    }
    let mut dossier = one_sentence();
    let ben = Actor { id: "ben".into(), handle: "ben".into(), ..Actor::system("test") };
    let around = Around { actor: Some(&ben), ..Around::default() };
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let add = |dossier: &Dossier| slots::RATING.may_add(dossier, member, &around, &Answers::new());
    assert_eq!(add(&dossier), Ok(()));
    dossier.attached.push(attachment(&slots::RATING, "ben", &[]));
    assert!(add(&dossier).is_err());
}

proptest::proptest! {
    #[test]
    fn the_weakest_element_is_one_of_them_and_none_is_below_it(values in proptest::array::uniform6(0_u8..=100), gone in 0..6_usize) {
        let mut given: Answers = slots::ELEMENTS
            .iter()
            .zip(values)
            .map(|(name, value)| crate::practice::samples::text(name, &value.to_string()))
            .collect();
        proptest::prop_assert_eq!(slots::weakest(&given), values.iter().min().map(|it| f64::from(*it)));
        given.remove(slots::ELEMENTS[gone]);
        proptest::prop_assert_eq!(slots::weakest(&given), None, "a chain with a link missing is no chain");
    }
}

#[test]
fn history_asks_for_nothing_until_it_is_taken_up_again() {
    let mut dossier = with_options(&["a", "b"]);
    dossier.record.state = "decided".into();
    dossier.record.put("review_on", "2026-03-01");
    assert_eq!(apply(&dossier, "keep"), Ok("history"));
    dossier.record.state = "history".into();
    let around = Around { now: NOON, today: Some(NOON.day()), ..Around::default() };
    assert_eq!(KIND.due_on(&dossier.record), None);
    assert_eq!(findings(&dossier, &around), []);
    assert_eq!(crate::questions::offer(&KIND, &dossier, &around, 3).len(), 0);
    assert_eq!(apply(&dossier, "take_up"), Ok("decided"));
    dossier.record.answers.remove("review_on");
    settle(&mut dossier.record, Event::Moved("take_up"), &around);
    assert_eq!(dossier.record.text("review_on"), "2026-06-04", "domain.md 3.5: 90 days");
}

#[test]
fn only_what_names_where_it_was_decided_is_taken_over() {
    let mut record = one_sentence().record;
    assert!(!is_taken_over(&record));
    record.put("from_elsewhere", "Nygard, 0001-a.md");
    assert!(is_taken_over(&record));
}
