use jiff::civil::Date;
use proptest::prelude::*;

use super::{Held, Marked, Quarter, Returns, Rhythm, Says, Standing, marks, standing};
use crate::practice::samples::attachment;
use crate::practice::{deal, demo, metrics_review, office_hours};
use crate::record::Dossier;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}

#[test]
fn a_quarter_is_three_months_and_years_end_where_they_do() {
    for (on, name, first, last, words) in [
        ("2026-01-01", "2026-Q1", "2026-01-01", "2026-03-31", "January to March 2026"),
        ("2026-03-31", "2026-Q1", "2026-01-01", "2026-03-31", "January to March 2026"),
        ("2026-04-01", "2026-Q2", "2026-04-01", "2026-06-30", "April to June 2026"),
        ("2026-09-30", "2026-Q3", "2026-07-01", "2026-09-30", "July to September 2026"),
        ("2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31", "October to December 2026"),
        ("2027-01-01", "2027-Q1", "2027-01-01", "2027-03-31", "January to March 2027"),
        ("2028-02-29", "2028-Q1", "2028-01-01", "2028-03-31", "January to March 2028"),
    ] {
        let it = Quarter::of(day(on));
        assert_eq!((it.to_string().as_str(), it.in_words().as_str()), (name, words), "{on}");
        assert_eq!((it.first(), it.last()), (day(first), day(last)), "{on}");
    }
    assert_eq!(quarter("2026-Q4").next(), Some(quarter("2027-Q1")));
    assert_eq!(quarter("2026-Q1").previous(), Some(quarter("2025-Q4")));
    assert_eq!(Quarter::of(Date::MAX).next(), None);
    assert_eq!(Quarter::of(Date::MIN).previous(), None);
}

#[test]
fn a_quarter_is_read_as_it_is_written_and_nothing_else() {
    for text in ["2026-Q0", "2026-Q5", "2026-q1", "26-Q1", "2026Q1", "2026-Q1 ", "", "-026-Q1"] {
        let says = text.parse::<Quarter>().unwrap_err().to_string();
        assert!(says.ends_with("is not a quarter; write it as 2026-Q1."), "{text}: {says}");
    }
    assert_eq!(serde_json::to_string(&quarter("2026-Q3")).unwrap(), "\"2026-Q3\"");
}

#[test]
fn its_weeks_begin_on_mondays_and_are_cut_at_its_ends() {
    // 2026-01-01 is a Thursday, 2026-03-31 a Tuesday.
    let weeks = quarter("2026-Q1").weeks();
    assert_eq!(weeks[0], (day("2026-01-01"), day("2026-01-04")));
    assert_eq!(weeks[1], (day("2026-01-05"), day("2026-01-11")));
    assert_eq!(weeks.last(), Some(&(day("2026-03-30"), day("2026-03-31"))));
    assert_eq!(weeks.len(), 14);
    assert_eq!(quarter("2026-Q1").week_of(day("2026-01-11")), Some(1));
    assert_eq!(quarter("2026-Q1").week_of(day("2026-04-01")), None);
}

proptest! {
    #[test]
    fn each_day_lies_in_one_quarter_and_in_one_of_its_weeks(days in -700_000_i32..2_900_000) {
        let on = day("1970-01-01").saturating_add(jiff::Span::new().days(days));
        let it = Quarter::of(on);
        prop_assert!(it.first() <= on && on <= it.last());
        let weeks = it.weeks();
        prop_assert!((13..=14).contains(&weeks.len()));
        prop_assert_eq!((weeks[0].0, weeks[weeks.len() - 1].1), (it.first(), it.last()));
        for pair in weeks.windows(2) {
            prop_assert_eq!(pair[0].1.tomorrow().unwrap(), pair[1].0, "no gap and no overlap");
        }
        let (from, until) = weeks[it.week_of(on).unwrap()];
        prop_assert!(from <= on && on <= until);
    }

    #[test]
    fn there_and_back_is_the_same_and_four_make_a_year(year in 2_i16..9998, month in 1_i8..=12) {
        let it = Quarter::of(Date::constant(year, month, 1));
        prop_assert_eq!(it.next().and_then(Quarter::previous), Some(it));
        let later = (0..4).try_fold(it, |it, _| it.next()).unwrap();
        prop_assert_eq!(later.first(), it.first().saturating_add(jiff::Span::new().years(1)));
        prop_assert!(it < later);
        if year >= 1000 {
            prop_assert_eq!(it.to_string().parse(), Ok(it));
        }
    }
}

fn marked(id: &str, held: &[&str], planned: &[&str], is_open: bool) -> Marked {
    let days = |all: &[&str]| all.iter().map(|it| day(it)).collect();
    Marked { record: id.into(), held: days(held), planned: days(planned), is_open }
}

fn in_q2(returns: Returns, is_used: bool, marks: &[Marked], today: &str) -> Standing {
    standing(returns, is_used, marks, quarter("2026-Q2"), day(today))
}

#[test]
fn what_a_rhythm_says_of_a_quarter() {
    use Returns::{AsItComes, EachQuarter};
    let nothing = vec![];
    let before = vec![marked("a", &["2026-01-20"], &[], false)];
    let here = vec![marked("a", &["2026-04-01"], &[], false)];
    let ahead = vec![marked("a", &["2026-01-20"], &["2026-06-30"], true)];
    let gone = vec![marked("a", &[], &["2026-04-03"], true)];
    let begun = vec![marked("a", &[], &[], true)];
    let watched = vec![marked("a", &["2026-01-20"], &[], true)];
    let later = vec![marked("a", &["2026-01-20"], &["2026-07-01"], true)];
    let after = vec![marked("a", &["2026-07-02"], &[], false)];
    for (why, returns, is_used, marks, today, says) in [
        ("never begun", EachQuarter, true, &nothing, "2026-05-05", Says::NeverYet),
        ("begun only later", EachQuarter, true, &after, "2026-08-05", Says::NeverYet),
        ("no reason", AsItComes, true, &nothing, "2026-05-05", Says::None),
        ("no reason, and once there was", AsItComes, true, &before, "2026-08-05", Says::None),
        ("held, on the first day", EachQuarter, true, &here, "2026-05-05", Says::Held),
        ("held, then switched off", EachQuarter, false, &here, "2026-05-05", Says::Held),
        ("not used", EachQuarter, false, &before, "2026-05-05", Says::SwitchedOff),
        ("still time", EachQuarter, true, &before, "2026-04-01", Says::NotYet),
        ("its last day is still time", EachQuarter, true, &before, "2026-06-30", Says::NotYet),
        ("it is over", EachQuarter, true, &before, "2026-07-01", Says::NotHeld),
        ("to come", EachQuarter, true, &before, "2026-03-01", Says::NotYet),
        ("on its day", EachQuarter, true, &ahead, "2026-06-30", Says::Planned(day("2026-06-30"))),
        ("the day after", EachQuarter, true, &ahead, "2026-07-01", Says::Passed(day("2026-06-30"))),
        (
            "and nobody said so",
            AsItComes,
            true,
            &gone,
            "2026-05-05",
            Says::Passed(day("2026-04-03")),
        ),
        ("without a day", EachQuarter, true, &begun, "2026-05-05", Says::UnderWay),
        ("only watched still", EachQuarter, true, &watched, "2026-05-05", Says::NotYet),
        ("open today, not then", EachQuarter, true, &begun, "2026-07-01", Says::NeverYet),
        ("over, whatever comes later", EachQuarter, true, &later, "2026-07-01", Says::NotHeld),
        ("comes later", EachQuarter, true, &later, "2026-05-05", Says::Later(day("2026-07-01"))),
    ] {
        assert_eq!(in_q2(returns, is_used, marks, today).says, says, "{why}");
    }
}

#[test]
fn all_that_lies_in_the_quarter_is_listed_in_order_with_the_last_time_before() {
    let marks = [
        marked("b", &["2026-05-02", "2025-12-31"], &["2026-06-01"], true),
        marked("a", &["2026-05-02", "2026-04-09", "2026-03-31"], &[], false),
        marked("c", &[], &[], true),
    ];
    let seen = in_q2(Returns::AsItComes, true, &marks, "2026-05-05");
    assert_eq!(
        seen.held,
        [
            (day("2026-04-09"), "a".into()),
            (day("2026-05-02"), "a".into()),
            (day("2026-05-02"), "b".into())
        ]
    );
    assert_eq!(seen.planned, [(day("2026-06-01"), "b".into())]);
    assert_eq!((seen.open, seen.last), (vec!["c".into()], Some(day("2026-03-31"))));
}

#[test]
fn only_what_was_begun_and_still_lacks_is_expected() {
    let expected = [
        (Says::NotYet, true),
        (Says::Passed(day("2026-04-03")), true),
        (Says::UnderWay, true),
        (Says::Held, false),
        (Says::Planned(day("2026-04-03")), false),
        (Says::Later(day("2026-07-01")), false),
        (Says::SwitchedOff, false),
        (Says::NotHeld, false),
        (Says::NeverYet, false),
        (Says::None, false),
    ];
    for (says, is_expected) in expected {
        let it = Standing { says, ..in_q2(Returns::AsItComes, true, &[], "2026-05-05") };
        assert_eq!(it.is_expected(), is_expected, "{says:?}");
    }
}

fn any_marks() -> impl Strategy<Value = Vec<Marked>> {
    let days = || proptest::collection::vec(0_i32..1100, 0..3);
    let one = (days(), days(), any::<bool>()).prop_map(|(held, planned, is_open)| {
        let on = |days: Vec<i32>| {
            let days = days.into_iter();
            days.map(|it| day("2025-01-01").saturating_add(jiff::Span::new().days(it))).collect()
        };
        Marked { record: "r".into(), held: on(held), planned: on(planned), is_open }
    });
    proptest::collection::vec(one, 0..4)
}

proptest! {
    #[test]
    fn what_is_said_never_contradicts_the_days(
        marks in any_marks(),
        each in any::<bool>(),
        is_used in any::<bool>(),
        now in 0_i32..1100,
        seen in 0_i32..1100,
    ) {
        let on = |days: i32| day("2025-01-01").saturating_add(jiff::Span::new().days(days));
        let returns = if each { Returns::EachQuarter } else { Returns::AsItComes };
        let (today, quarter) = (on(now), Quarter::of(on(seen)));
        let it = standing(returns, is_used, &marks, quarter, today);
        let held = marks.iter().flat_map(|it| &it.held).filter(|it| quarter.holds(**it)).count();
        prop_assert_eq!(it.held.len(), held);
        prop_assert_eq!(it.says == Says::Held, held > 0);
        let all = it.held.iter().chain(&it.planned);
        prop_assert!(all.clone().all(|(day, _)| quarter.holds(*day)));
        prop_assert!(it.last.is_none_or(|day| day < quarter.first()));
        let is_over = quarter.last() < today;
        match it.says {
            Says::Planned(day) => prop_assert!(quarter.holds(day) && day >= today),
            Says::Passed(day) => prop_assert!(quarter.holds(day) && day < today),
            Says::Later(day) => prop_assert!(day > quarter.last() && !is_over),
            Says::NotYet => prop_assert!(!is_over && it.last.is_some() && is_used && each),
            Says::NotHeld => prop_assert!(is_over && it.last.is_some() && is_used && each),
            Says::NeverYet => prop_assert!(it.last.is_none() && is_used && each),
            Says::UnderWay => prop_assert!(quarter.holds(today) && !it.open.is_empty()),
            Says::SwitchedOff => prop_assert!(!is_used),
            Says::None => prop_assert!(!each && is_used),
            Says::Held => {}
        }
    }
}

fn read(rhythm: Option<Rhythm>, kind: &crate::kind::Kind, dossier: &Dossier) -> Marked {
    marks(kind, &rhythm.unwrap(), dossier, quarter("2026-Q1"), day("2026-03-06"))
}

#[test]
fn a_record_was_held_on_the_day_it_names_else_on_the_day_it_was_begun() {
    let kind = &metrics_review::KIND;
    let mut dossier = (kind.sample)();
    dossier.record.state = "draft".into();
    dossier.record.put("look_again_on", "");
    let it = read(kind.rhythm, kind, &dossier);
    assert_eq!((it.held.len(), it.planned.len(), it.is_open), (0, 0, true));
    dossier.record.state = "shared".into();
    dossier.record.put("shared_on", "2026-01-13");
    assert_eq!(read(kind.rhythm, kind, &dossier).held, [day("2026-01-13")]);
    dossier.record.put("shared_on", "soon");
    // 2026-02-01T00:00Z.
    dossier.record.opened_at = crate::id::At(1_769_904_000_000);
    assert_eq!(read(kind.rhythm, kind, &dossier).held, [day("2026-02-01")]);
    dossier.record.retired = true;
    assert_eq!(read(kind.rhythm, kind, &dossier), Marked::default(), "put away says nothing");
}

#[test]
fn what_is_planned_has_its_due_day_and_what_was_called_off_has_none() {
    let kind = &demo::KIND;
    let mut dossier = (kind.sample)();
    dossier.record.put("on", "2026-03-12");
    dossier.record.state = "planned".into();
    let it = read(kind.rhythm, kind, &dossier);
    assert_eq!((it.held.len(), it.planned), (0, vec![day("2026-03-12")]));
    dossier.record.state = "called_off".into();
    let it = read(kind.rhythm, kind, &dossier);
    assert_eq!((it.held.len(), it.planned.len(), it.is_open), (0, 0, false));
}

#[test]
fn a_deal_returns_with_each_comparison() {
    let kind = &deal::KIND;
    let mut dossier = (kind.sample)();
    dossier.attached.clear();
    dossier.record.state = "agreed".into();
    dossier.record.put("compare_on", "2026-04-02");
    dossier.attached.push(attachment(
        &deal::COMPARISON,
        "ana",
        &[("text", "More asked than said")],
    ));
    // The maker of samples writes on 2026-01-06.
    let it = read(kind.rhythm, kind, &dossier);
    assert_eq!((it.held, it.planned), (vec![day("2026-01-06")], vec![day("2026-04-02")]));
}

#[test]
fn a_series_has_dates_behind_it_and_dates_ahead() {
    let kind = &office_hours::KIND;
    let mut dossier = (kind.sample)();
    dossier.attached.clear();
    dossier.record.state = "running".into();
    for (name, said) in
        [("starts_on", "2026-02-19"), ("at", "14:00"), ("rhythm", "two_weeks"), ("until", "")]
    {
        dossier.record.put(name, said);
    }
    let it = read(kind.rhythm, kind, &dossier);
    assert_eq!(it.held, [day("2026-02-19"), day("2026-03-05")]);
    assert_eq!(it.planned, [day("2026-03-19")]);
}

#[test]
fn each_table_names_states_days_and_slots_that_there_are() {
    let rhythms = crate::practice::ALL.iter().filter_map(|kind| Some((kind, kind.rhythm?)));
    let mut each = Vec::new();
    for (kind, rhythm) in rhythms {
        match rhythm.held {
            Held::Record { states, on } => {
                assert!(states.iter().all(|it| kind.state(it).is_some()), "{}", kind.slug);
                assert!(!states.contains(&kind.first_state()), "{} is held when begun", kind.slug);
                assert!(on.iter().all(|it| kind.ask(it).is_some()), "{}", kind.slug);
            }
            Held::Hanging(slot) => assert!(kind.slot(slot).is_some(), "{}", kind.slug),
            Held::Dates(_) => {}
        }
        if rhythm.returns == Returns::EachQuarter {
            each.push(kind.slug);
        }
    }
    for slug in ["metrics-review", "demo", "deal"] {
        assert!(each.contains(&slug), "{slug} comes back each quarter");
    }
}
