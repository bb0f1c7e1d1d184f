use super::super::tests::{Row, day, facts_of, hours_after};
use super::*;
use crate::facts::Facts;

fn march() -> Window {
    Window { from: day("2026-03-01"), to: day("2026-04-01") }
}

/// A landing on 9 March whose last word was written so many hours before.
fn waited(hours: i64, author: u32, review: Review) -> Row {
    let at = day("2026-03-09");
    Row { at, begun: hours_after(at, -hours), author, review, ..Row::default() }
}

fn named(hours: i64) -> Row {
    waited(hours, hours as u32 % 7, Review::Named)
}

fn of(facts: &Facts) -> Mirror {
    measure(&Columns::from(facts), march())
}

fn left_out(mirror: &Mirror) -> Vec<(&str, usize)> {
    mirror.excluded.iter().map(|it| (it.reason, it.count)).collect()
}

#[test]
fn half_of_the_reviewed_changes_landed_within_the_median_of_their_last_word() {
    let mirror = of(&facts_of(&[2, 3, 5, 8, 13, 22].map(named)));
    assert_eq!((mirror.n, mirror.median, mirror.open), (Some(6), Some(6.5), None));
    assert!(
        mirror
            .says
            .starts_with("Half of the 6 changes with a sign of a review landed within 6.5 h of"),
        "{}",
        mirror.says
    );
    assert!(
        mirror.notes[0].starts_with("0 of 6 landings by people (0 %; 95 %: 0–39 %) carry no sign"),
        "{:?}",
        mirror.notes
    );
}

#[test]
fn the_clock_starts_with_the_last_word_and_not_with_the_first() {
    let mut facts = facts_of(&[10, 20, 30, 40].map(named));
    facts.landings.last_author_at =
        [1, 2, 3, 4].map(|it| hours_after(day("2026-03-09"), -it)).to_vec();
    assert_eq!(of(&facts).median, Some(2.5));
}

#[test]
fn landings_without_a_sign_of_a_second_person_are_counted_out_loud() {
    let alone = |hours| waited(hours, 1, Review::NoneNamed);
    let mirror = of(&facts_of(&[named(2), named(4), named(6), alone(1), named(8)]));
    assert_eq!(mirror.n, Some(4));
    assert_eq!(left_out(&mirror), [("landings without a sign of a second person", 1)]);
    // 1 of 5 = 20 %, as in E9; Wilson 3.6 to 62.4 %.
    assert!(
        mirror.notes[0].starts_with("1 of 5 landings by people (20 %; 95 %: 3.6–62 %)"),
        "{:?}",
        mirror.notes
    );
}

#[test]
fn another_person_who_landed_it_is_a_sign_and_a_forge_or_oneself_is_none() {
    let mut facts = facts_of(&[waited(3, 1, Review::NoneNamed); 3]);
    facts.landings.landed_by = vec![2, Row::BOT, 1];
    let mirror = of(&facts);
    assert_eq!(mirror.n, Some(1));
    assert_eq!(left_out(&mirror), [("landings without a sign of a second person", 2)]);
    assert!(
        mirror.notes[0]
            .ends_with("Of these the forge landed 1 itself, so nobody knows who looked."),
        "{:?}",
        mirror.notes
    );
}

#[test]
fn programs_and_lost_dates_are_left_out_by_name() {
    let bot = waited(1, Row::BOT, Review::Named);
    let mirror = of(&facts_of(&[named(2), named(3), named(4), named(0), named(-7), bot]));
    let expected = [
        ("landings by programs", 1),
        ("landings with no earlier author date", 1),
        ("landings dated before they were written", 1),
    ];
    assert_eq!((mirror.n, left_out(&mirror)), (Some(3), expected.to_vec()));
}

#[test]
fn where_squash_merging_overwrote_most_dates_there_is_no_number() {
    let mirror = of(&facts_of(&[named(2), named(0), named(0), named(0)]));
    assert_eq!((mirror.n, mirror.median), (Some(1), None));
    assert!(mirror.says.starts_with("75 % of the reviewed landings"), "{}", mirror.says);
    assert!(mirror.why["median"].contains("overwritten"));
}

#[test]
fn what_is_of_one_person_is_not_shown() {
    let mirror = of(&facts_of(&[2, 4, 6, 8].map(|it| waited(it, 3, Review::Named))));
    assert_eq!((mirror.median, mirror.series.len()), (None, 0));
    assert!(mirror.says.contains("what is of one person is not shown"), "{}", mirror.says);
}

#[test]
fn each_reason_for_silence_has_its_own_sentence() {
    for (rows, says) in [
        (vec![], "No change by a person landed"),
        (vec![waited(2, 1, Review::NoneNamed)], "No landing in this window carries a sign"),
        (vec![waited(2, 1, Review::NotRead)], "These landings were read before reviews"),
        (vec![named(2)], "1 landing with a sign of a review"),
    ] {
        let mirror = of(&facts_of(&rows));
        assert!(mirror.says.starts_with(says), "{}", mirror.says);
        assert!(mirror.why.contains_key("median") && mirror.says.ends_with('.'));
    }
}
