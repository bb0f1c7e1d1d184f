//! The ballot as markup: every question whole, nothing on it that names or counts anybody.

use domain::health::instrument::{End, ITEMS};
use domain::health::telling::telling;

use super::*;
use crate::gallery::ballot::view;
use crate::shell::Frame;

fn frame() -> Frame {
    Frame::signed_out(domain::id::At(1_772_798_400_000))
}

fn drawn(view: &BallotView) -> String {
    page(&frame(), view).into_string()
}

#[test]
fn every_question_has_five_steps_its_two_ends_and_a_way_out() {
    let drawn = drawn(&view(str::to_owned));
    assert_eq!(drawn.matches("<fieldset>").count(), ITEMS.len());
    assert_eq!(drawn.matches("type=\"radio\"").count(), ITEMS.len() * (STEPS + 1));
    assert_eq!(drawn.matches(NOT_APPLICABLE).count(), ITEMS.len());
    for item in ITEMS {
        for end in &item.ends {
            assert_eq!(
                drawn.matches(end.as_ref()).count(),
                2,
                "{end}: seen, and heard at its step"
            );
        }
    }
    assert!(drawn.contains("10 %") && !drawn.contains(" required"), "anything may be left out");
}

#[test]
fn the_promise_and_what_an_operator_sees_stand_before_the_first_question() {
    let drawn = drawn(&view(str::to_owned));
    let first = drawn.find("<fieldset>").unwrap();
    let all = [promise::PROMISE, promise::OPERATOR_MEANWHILE, promise::OPERATOR_AFTERWARDS];
    for says in all.concat() {
        assert!(drawn.find(says).is_some_and(|at| at < first), "{says}");
    }
    assert!(drawn.contains("You are counted in Payments (7 asked) and Shop (24 asked)."));
    assert!(
        drawn.contains("<p>A figure needs 5 people who answered, comments 8 who wrote. Whoever")
    );
    assert!(
        drawn.contains("answered sees it from 6 on: their own answer does not count for them.</p>")
    );
}

#[test]
fn whoever_is_in_no_group_that_is_large_enough_is_told_before_writing() {
    let alone = BallotView { counted_in: vec![], ..view(str::to_owned) };
    assert!(drawn(&alone).contains("No group you are in is large enough"));
}

#[test]
fn what_was_chosen_comes_back_with_what_may_tell_and_is_sent_by_a_second_press() {
    let mut view = view(str::to_owned);
    view.answers = vec![Some(Answer::Step(2)), Some(Answer::NotApplicable), None];
    view.words = "As the only intern I wait.".into();
    view.told = telling(&view.words, &[]);
    view.mark = "of these words".into();
    let drawn = drawn(&view);
    assert_eq!(drawn.matches(" checked").count(), 2);
    assert!(drawn.contains("name=\"i.autonomy-way\" value=\"2\" checked"), "{drawn}");
    assert!(drawn.contains("name=\"i.autonomy-order\" value=\"na\" checked"));
    assert!(drawn.contains(">As the only intern I wait.</textarea>"));
    assert!(drawn.contains("This fits few people") && drawn.contains("Send it as it stands"));
    assert!(drawn.contains("name=\"told\" value=\"of these words\""));
}

/// A page of somebody signed in has their name, their token and the number of what waits for them.
#[test]
fn nothing_of_a_session_is_on_any_page_of_answering() {
    let pages = [
        page(&frame(), &view(str::to_owned)),
        thanks(&frame()),
        without_ticket(&frame(), "01J", None),
        refused(&frame(), "This ticket has been used."),
    ];
    for page in pages {
        let page = page.into_string();
        for of_a_session in ["form_token", "/sign-out", "/person/", "waiting for you"] {
            assert!(!page.contains(of_a_session), "{of_a_session}: {page}");
        }
    }
}

#[test]
fn a_field_is_an_answer_only_where_the_form_offered_it() {
    for (sent, expected) in [
        ("1", Some(Answer::Step(1))),
        ("5", Some(Answer::Step(5))),
        ("na", Some(Answer::NotApplicable)),
        ("0", None),
        ("6", None),
        ("-1", None),
        ("", None),
        ("five", None),
    ] {
        assert_eq!(answer(sent), expected, "{sent}");
    }
}

#[test]
fn a_teams_own_question_is_escaped_and_asked_like_any_other() {
    let own = Item {
        key: "own-lunch".into(),
        asks: "<b>Lunch</b>?".into(),
        favourable: End::Low,
        ..ITEMS[0].clone()
    };
    let drawn = drawn(&BallotView { items: vec![own], ..view(str::to_owned) });
    assert!(drawn.contains("name=\"i.own-lunch\"") && drawn.contains("&lt;b&gt;Lunch&lt;/b&gt;?"));
}
