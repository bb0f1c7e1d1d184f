//! Where each check begins and ends: one step before it, and one step past it.

use super::*;

fn around_of(dossier: &Dossier, around: &Around, rule: &str) -> Option<Finding> {
    intent(dossier, around).into_iter().find(|it| it.rule == rule)
}

#[test]
fn i12_limits_in_one_unit_about_one_thing_clash_and_no_others() {
    let clash = |one: &str, other: &str| {
        let hard = |it| row(&[("statement", it), ("hardness", "hard"), ("reason", "So it is")]);
        let there =
            found(&with(&[rows("constraints", vec![hard(one), hard(other)])]), "I12").is_some();
        let back =
            found(&with(&[rows("constraints", vec![hard(other), hard(one)])]), "I12").is_some();
        assert_eq!(there, back, "the order of rows: {one} | {other}");
        there
    };
    for (one, other, expected) in [
        ("Costs at most €300", "Costs at least €500", true),
        ("Costs at most €300", "Costs at least £500", false),
        ("Latency under 200ms", "Latency above 300 ms", true),
        ("Refunds below 5%", "Refunds at least 9%", true),
        ("Refunds below 9%", "Refunds at least 5%", false),
        ("Refunds at most 5%", "Refunds at least 5%", false),
        ("A minimum of words", "At most some words", false),
        ("Live before 2026-03-01", "The bank starts on 2026-03-02.", true),
        ("Live no later than 2026-03-02", "The bank starts on 2026-03-02.", false),
        ("Not before 2026-03-05", "Not before 2026-03-01", false),
    ] {
        assert_eq!(clash(one, other), expected, "{one} | {other}");
    }
}

#[test]
fn i12_a_soft_limit_clashes_with_nothing_and_every_hard_pair_is_told() {
    let limit = |statement: &str, hardness: &str| {
        row(&[("statement", statement), ("hardness", hardness), ("reason", "So it is")])
    };
    let clashes = |rows_of: Vec<Row>| {
        let dossier = with(&[rows("constraints", rows_of)]);
        intent(&dossier, &Around::default()).iter().filter(|it| it.rule == "I12").count()
    };
    let (low, high) = ("Answers take at most 200 ms", "Answers take at least 300 ms");
    assert_eq!(clashes(vec![limit(low, "hard"), limit(high, "soft")]), 0);
    assert_eq!(clashes(vec![limit(low, "hard"), limit(high, "hard"), limit(high, "hard")]), 2);
}

#[test]
fn i16_two_short_aims_alike_are_chance_and_two_long_ones_are_a_copy() {
    let copied = |own: &str, parent: &str| {
        let parent = with(&[text("end_state", parent), text("purpose", "")]);
        let dossier = with(&[text("end_state", own), text("purpose", ""), text("parent", "p")]);
        let around = Around { parent: Some(&parent), depth: Some(1), ..Around::default() };
        around_of(&dossier, &around, "I16").is_some()
    };
    let eleven = "one two three four five six seven eight nine ten eleven";
    let twelve = format!("{eleven} twelve");
    assert!(!copied(eleven, eleven));
    assert!(copied(&twelve, &twelve));
    assert!(copied(&twelve.to_uppercase(), &twelve), "capitals are no difference");
    let half = "one two three four five six and then something of our own entirely";
    assert!(!copied(half, &twelve));
}

#[test]
fn i18_five_intents_above_are_deep_enough_and_an_ended_one_serves_nothing() {
    let dossier = with(&[text("parent", "p")]);
    let found = |state: &str, depth: Option<usize>| {
        let mut parent = with(&[text("end_state", "Quite another thing is true.")]);
        parent.record.state = state.into();
        let around = Around { parent: Some(&parent), depth, ..Around::default() };
        around_of(&dossier, &around, "I18").map(|it| it.weight)
    };
    for (state, depth, expected) in [
        ("active", Some(5), None),
        ("active", Some(6), Some(Weight::Warns)),
        ("reviewed", Some(1), None),
        ("closed", Some(1), Some(Weight::Blocks)),
        ("withdrawn", Some(1), Some(Weight::Blocks)),
        ("active", None, Some(Weight::Blocks)),
    ] {
        assert_eq!(found(state, depth), expected, "{state} {depth:?}");
    }
}

#[test]
fn i21_a_review_is_stale_from_the_fifteenth_day_and_too_far_from_the_185th() {
    let mut dossier = with(&[text("review_on", "2026-06-15"), rows("assumptions", Vec::new())]);
    let found = |dossier: &Dossier, today: &str| {
        let around = Around { today: today.parse().ok(), ..Around::default() };
        around_of(dossier, &around, "I21").is_some()
    };
    for (today, expected) in [
        ("2026-06-29", false),
        ("2026-06-30", true),
        ("2026-06-15", false),
        ("2025-12-13", false),
        ("2025-12-12", true),
    ] {
        assert_eq!(found(&dossier, today), expected, "{today}");
    }
    for state in ["closed", "withdrawn"] {
        dossier.record.state = state.into();
        assert!(!found(&dossier, "2027-01-01"), "{state}: nobody waits for it");
    }
    assert!(
        intent(&dossier, &Around::default()).iter().all(|it| it.rule != "I21"),
        "no day, no age"
    );
}

#[test]
fn words_are_counted_up_to_what_people_remember() {
    for (place, most) in [("purpose", 60), ("end_state", 80)] {
        let of = |n: usize| {
            let dossier = with(&[text(place, &"because ".repeat(n))]);
            intent(&dossier, &Around::default())
                .iter()
                .any(|it| it.rule == "length" && it.place == place)
        };
        assert_eq!((of(most), of(most + 1)), (false, true), "{place}");
    }
}

#[test]
fn the_heaviest_findings_come_first() {
    let dossier = with(&[
        text("end_state", "Build a better thing."),
        text("owner", ""),
        rows("stop_rules", vec![row(&[("state", "It fails")])]),
        rows("signals", vec![row(&[("name", "Commits")])]),
    ]);
    let weights: Vec<Weight> =
        intent(&dossier, &Around::default()).iter().map(|it| it.weight).collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    assert!(weights.contains(&Weight::Blocks) && weights.contains(&Weight::Note));
}

#[test]
fn every_finding_names_a_question_of_the_form_and_ends_with_one() {
    let dossier = with(&[
        text("end_state", "Build a better thing, launched with Kafka."),
        text("problem", "We lack Kafka. Configure it. Then use it."),
        text("owner", "a, b"),
        text("evidence", "Everybody says that it is slow."),
        text("parent", "gone"),
        rows("constraints", vec![row(&[("statement", "Ideally soon"), ("hardness", "hard")])]),
        rows("signals", vec![row(&[("name", "Commits per engineer"), ("by_date", "2099-01-01")])]),
    ]);
    let found = intent(&dossier, &Around::default());
    assert!(found.len() >= 10, "{found:?}");
    for it in &found {
        let known = it.place.is_empty() || it.place == "backbrief" || KIND.ask(&it.place).is_some();
        assert!(known && it.says.ends_with('.') && it.asks.ends_with('?'), "{it:?}");
    }
}

/// Text of words that the lists know and of words that they do not.
fn prose() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::prelude::*;
    let word = prop::sample::select(
        &[
            "build", "the", "better", "launched", "shops", "tickets", "because", "for", "kafka",
            "must use", "we", "Payouts", "half",
        ][..],
    );
    prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
}

proptest::proptest! {
    #[test]
    fn blanks_around_a_text_and_capitals_in_it_find_the_same_rules(said in prose()) {
        let rules = |said: &str| {
            let dossier = with(&[text("end_state", said), text("problem", said)]);
            intent(&dossier, &Around::default()).iter().map(|it| it.rule).collect::<Vec<_>>()
        };
        proptest::prop_assert_eq!(rules(&format!("  {said} \n")), rules(&said));
        proptest::prop_assert_eq!(rules(&said.to_uppercase()), rules(&said));
    }

    #[test]
    fn a_text_repeats_itself_and_never_words_it_does_not_share(one in prose(), other in "[x-z]{3,6}( [x-z]{3,6}){0,14}") {
        proptest::prop_assert!(!is_parroted(&with(&[text("problem", &one), text("end_state", ""), text("purpose", "")]).record, &other));
    }
}
