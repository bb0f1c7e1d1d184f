//! What a form asks, of whom, and where it goes.

use super::*;
use crate::shell::sample_frame;
use domain::practice::intent;

fn view() -> FormView {
    FormView {
        kind: &intent::KIND,
        id: None,
        version: 0,
        title: String::new(),
        answers: Answers::new(),
        problems: vec![],
        findings: vec![],
        choices: Choices::default(),
        teams: vec![("payments".into(), "Payments".into())],
        team: "payments".into(),
        theirs: None,
        from_draft: false,
        from: String::new(),
        state: "draft".into(),
        before: String::new(),
        at_once: None,
    }
}

fn drawn(view: &FormView) -> String {
    page(&sample_frame(Spot::Intents), view).into_string()
}

#[test]
fn three_questions_show_at_once_and_the_rest_is_folded() {
    let page = drawn(&view());
    let (at_once, folded) = page.split_once("class=\"more\"").unwrap();
    let first = intent::KIND.asks.iter().filter(|it| it.first).count();
    assert_eq!(first, 3);
    assert_eq!(at_once.matches("class=\"field\"").count(), first + 1, "and the title");
    assert!(!folded.contains("<details open"));
}

#[test]
fn what_the_house_keeps_is_never_asked() {
    let page = drawn(&view());
    for ask in intent::KIND.asks.iter().filter(|it| it.kept) {
        assert!(!page.contains(&format!("a.{}", ask.name)), "{}", ask.name);
    }
}

#[test]
fn the_team_is_asked_only_where_there_is_a_choice() {
    assert!(!drawn(&view()).contains("For which team"));
    let two =
        FormView { teams: vec![("a".into(), "A".into()), ("b".into(), "B".into())], ..view() };
    assert!(drawn(&two).contains("For which team"));
}

#[test]
fn a_draft_belongs_to_one_form() {
    assert_eq!(view().draft_key(), "intent/new");
    assert_eq!(FormView { id: Some("01J".into()), ..view() }.draft_key(), "intent/01J");
}

#[test]
fn checks_and_saving_go_to_different_places_without_script() {
    let page = drawn(&view());
    assert!(
        page.contains("action=\"/intent/new\"") && page.contains("formaction=\"/intent/check\"")
    );
    assert!(page.contains("says what happens") || page.contains("What happens next"));
}

#[test]
fn what_the_next_move_asks_lies_open_and_the_margin_says_what_comes_then() {
    let open = "<details open><summary>Why it matters";
    let edited = |state: &str, before: &str| {
        drawn(&FormView {
            id: Some("i1".into()),
            state: state.into(),
            before: before.into(),
            ..view()
        })
    };
    assert!(!edited("briefed", "").contains(open));
    let page = edited("briefed", "activate");
    assert!(page.contains(open) && page.contains("Start: The team works towards it"), "{page}");
    assert!(edited("active", "").contains("Review it: What we saw is written down"));
}

#[test]
fn what_waits_for_somebody_at_once_says_for_whom_and_not_how_it_ends() {
    let kind = &domain::practice::proposal::KIND;
    let sample = (kind.sample)();
    let at_once = kind.waits_at_once(&sample.record);
    let view = FormView { kind, state: "asked".into(), at_once, ..view() };
    let page = drawn(&view);
    let next = page.split_once("What happens next").unwrap().1;
    assert!(
        next.contains(
            "It waits at once for whoever leads: “Support, by …” or “Not now, because …”."
        ),
        "{next}"
    );
    assert!(!next.contains("It is settled"));
    let settling = drawn(&FormView { id: Some("p1".into()), before: "settle".into(), ..view });
    assert!(settling.contains("It is settled: "), "asked about that step, it tells of it");
    assert!(intent::KIND.waits_at_once(&(intent::KIND.sample)().record).is_none());
}

#[test]
fn what_only_a_later_state_asks_for_is_folded_away_at_the_start() {
    let drawn = |id: Option<&str>| {
        let kind = &domain::practice::decision::KIND;
        let view = FormView { kind, id: id.map(str::to_owned), ..view() };
        page(&sample_frame(Spot::Decisions), &view).into_string()
    };
    let (begun, edited) = (drawn(None), drawn(Some("d1")));
    let (now, later) = begun.split_once(words::LATER).unwrap();
    assert!(!now.contains("a.outcome") && later.contains("a.outcome"));
    assert!(!edited.contains(words::LATER) && edited.contains("a.outcome"));
}
