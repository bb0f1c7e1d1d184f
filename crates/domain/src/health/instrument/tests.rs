//! The instrument as `domain.md` 8.1 counts it, and what a team may add.

use std::collections::BTreeSet;

use super::*;

#[test]
fn there_are_as_many_items_of_each_construct_as_8_1_says() {
    let expected = [
        (Construct::Autonomy, 3),
        (Construct::Intent, 2),
        (Construct::Lanes, 2),
        (Construct::Load, 4),
        (Construct::Confidence, 2),
        (Construct::Safety, 4),
        (Construct::Feedback, 1),
        (Construct::Growth, 1),
        (Construct::Own, 0),
    ];
    let counted =
        Construct::ALL.map(|it| (it, ITEMS.iter().filter(|item| item.construct == it).count()));
    assert_eq!(counted, expected);
    assert!(ITEMS.is_sorted_by_key(|it| it.construct), "the order is fixed, by construct");
}

/// Answers of past waves are kept under these. A new line is a new version; none ever goes.
#[test]
fn keys_are_stored_names() {
    let keys: Vec<_> = ITEMS.iter().map(|it| it.key.as_ref()).collect();
    insta::assert_snapshot!(format!("{VERSION}: {}, {}", keys.join(", "), FREE_TEXT.0), @"1: autonomy-way, autonomy-order, autonomy-try, intent-why, intent-limits, lanes-known, lanes-kept, load-own, load-build, load-run, load-switch, confidence-goal, confidence-chance, safety-mistake, safety-doubt, safety-help, safety-risk, feedback-answered, growth-learning, change");
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), ITEMS.len());
    assert!(keys.iter().all(|key| item(key).is_some()) && item(FREE_TEXT.0).is_none());
}

#[test]
fn every_item_is_one_question_with_two_ends_in_words() {
    for it in ITEMS {
        assert!(it.asks.contains('?') && it.asks.chars().count() <= 90, "{}", it.asks);
        assert!(it.ends.iter().all(|end| end.chars().count() > 5), "{}", it.key);
        assert_ne!(it.ends[0], it.ends[1], "{}", it.key);
        assert!(!it.asks.contains("never") && !it.asks.contains(" not only "), "{}", it.key);
    }
}

#[test]
fn one_item_asks_for_a_chance_and_one_is_better_low() {
    let percent: Vec<_> = ITEMS.iter().filter(|it| it.scale == Scale::Percent).collect();
    assert_eq!(percent.iter().map(|it| it.construct).collect::<Vec<_>>(), [Construct::Confidence]);
    let steps: Vec<_> = (1..=STEPS).map(|step| percent[0].scale.label(step)).collect();
    assert_eq!(steps, ["10 %", "30 %", "50 %", "70 %", "90 %"]);
    let low: Vec<_> = ITEMS.iter().filter(|it| it.favourable == End::Low).collect();
    assert_eq!(low.iter().map(|it| it.key.as_ref()).collect::<Vec<_>>(), ["load-switch"]);
}

#[test]
fn every_construct_says_where_it_comes_from() {
    for it in Construct::ALL {
        assert!(it.source().ends_with('.') && it.source().len() > 30, "{}", it.label());
        assert!(!it.source().contains('“'), "{} quotes somebody", it.label());
    }
}

fn own(key: &str) -> Item {
    Item {
        key: key.to_owned().into(),
        construct: Construct::Own,
        asks: "How well do our Fridays work?".into(),
        ends: ["Badly".into(), "Well".into()],
        favourable: End::High,
        scale: Scale::Words,
    }
}

#[test]
fn a_team_adds_items_after_those_of_the_house() {
    let items = with_own(vec![own("own-fridays")]).unwrap();
    assert_eq!(items.len(), ITEMS.len() + 1);
    assert_eq!(items.last().unwrap().key, "own-fridays");
}

#[test]
fn what_is_wrong_with_an_own_item_is_said_at_its_part() {
    let wrong: [(Vec<Item>, &str); 7] = [
        (vec![own("fridays")], "fridays.key"),
        (vec![own("own-")], "own-.key"),
        (vec![own("own-a"), own("own-a")], "own-a.key"),
        (vec![Item { construct: Construct::Safety, ..own("own-a") }], "own-a.construct"),
        (vec![Item { asks: "Fridays are fine.".into(), ..own("own-a") }], "own-a.asks"),
        (vec![Item { ends: ["Well".into(), "Well ".into()], ..own("own-a") }], "own-a.ends"),
        ((0..=OWN_ITEMS).map(|n| own(&format!("own-{n}"))).collect(), "items"),
    ];
    for (items, field) in wrong {
        let problems = with_own(items).unwrap_err();
        assert_eq!(problems.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(), [field]);
    }
}
