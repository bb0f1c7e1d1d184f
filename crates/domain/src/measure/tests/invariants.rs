//! What no history can break: nothing is dropped in silence, nobody is told apart, edges are edges.

use super::*;

fn landed_in(facts: &Facts, window: Window) -> usize {
    facts.landings.at.iter().filter(|&&at| window.holds(at)).count()
}

fn counted(mirror: &Mirror) -> usize {
    mirror.n.unwrap_or_default() + mirror.excluded.iter().map(|it| it.count).sum::<usize>()
}

/// The numbers alone: what was excluded, and what is said about it, differs with programs.
fn numbers(mirrors: &[Mirror]) -> Vec<Mirror> {
    let one = |it: &Mirror| Mirror {
        excluded: Vec::new(),
        notes: Vec::new(),
        says: String::new(),
        why: std::collections::BTreeMap::new(),
        ..it.clone()
    };
    mirrors.iter().map(one).collect()
}

/// Releases of the branch, one after every so many rows.
fn released(rows: &[Row], every: usize) -> Facts {
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| row.at);
    let mut facts = facts_of(&rows);
    for (at, row) in rows.iter().enumerate().skip(every - 1).step_by(every) {
        let tag = release(&format!("v1.{at}"), "2026-01-01");
        facts.releases.push(Release { at: row.at.plus(At::HOUR), landing: Some(at as u32), ..tag });
    }
    facts
}

/// The measures over flows that count landings, in the order of `all`.
fn of_landings(facts: &Facts, window: Window) -> [Mirror; 3] {
    let columns = Columns::from(facts);
    [
        lead_time::measure(&columns, window),
        release_wait::measure(&columns, window),
        concentration::measure(&columns, window),
    ]
}

#[test]
fn the_first_moment_of_a_window_is_in_it_and_the_last_is_not() {
    let window = Window { from: day("2026-03-01"), to: day("2026-04-01") };
    for (at, inside) in [
        (window.from.plus(-1), false),
        (window.from, true),
        (window.to.plus(-1), true),
        (window.to, false),
    ] {
        let row = Row { at, begun: at.plus(-At::DAY), author: 1, area: 0, ..Row::default() };
        let mut facts = facts_of(&[row]);
        facts.releases.push(Release { at, landing: Some(0), ..release("v1", "2026-01-01") });
        for mirror in of_landings(&facts, window) {
            assert_eq!(counted(&mirror), usize::from(inside), "{} at {at}", mirror.about.id);
        }
        let releases = release_frequency::measure(&Columns::from(&facts), window);
        assert_eq!(releases.n, Some(usize::from(inside)), "a release at {at}");
    }
}

#[test]
fn a_look_back_covers_whole_months_and_the_running_one() {
    let facts = facts_of(&[Row { at: day("2026-11-20"), ..Row::default() }]);
    let seen = look_back(&facts, 3, day("2026-11-23"));
    assert_eq!(seen.window, Window { from: day("2026-08-01"), to: day("2026-11-23") });
    assert!(seen.notes.is_empty(), "fetched within the month");
}

#[test]
fn a_landing_dated_after_today_does_not_stretch_the_watch() {
    let rows = [day("2026-02-01"), day("2099-01-01")].map(|at| Row { at, ..Row::default() });
    let (to, says) = watched_to(&facts_of(&rows), day("2026-06-01"));
    assert_eq!(to, day("2026-02-01").plus(1));
    assert!(says.is_some());
}

#[test]
fn a_definition_is_a_whole_sentence_and_says_what_it_cannot_say() {
    for mirror in all(&facts(), year()) {
        let about = mirror.about;
        assert!(about.definition.ends_with('.') && about.version >= 1, "{}", about.id);
        assert!(about.cannot_say.iter().all(|it| it.ends_with('.')), "{}", about.id);
        assert!(!about.cannot_say.is_empty() && !about.beside.is_empty(), "{}", about.id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_landing_is_counted_or_excluded_out_loud(rows in some_rows(), every in 3_usize..40) {
        for facts in [facts_of(&rows), released(&rows, every)] {
            for mirror in of_landings(&facts, year()) {
                prop_assert_eq!(counted(&mirror), landed_in(&facts, year()), "{}", mirror.about.id);
            }
        }
    }

    #[test]
    fn two_halves_of_a_window_hold_what_the_whole_holds(rows in some_rows(), at in 1_i64..364) {
        let facts = facts_of(&rows);
        let middle = year().from.plus(at * At::DAY + at);
        let halves = [Window { to: middle, ..year() }, Window { from: middle, ..year() }];
        let n = |window| lead_time::measure(&Columns::from(&facts), window).n.unwrap_or_default();
        prop_assert_eq!(n(halves[0]) + n(halves[1]), n(year()));
    }

    #[test]
    fn programs_move_no_number(rows in some_rows(), more in some_rows()) {
        let people: Vec<Row> = rows.into_iter().filter(|row| row.author != Row::BOT).collect();
        let mut both = people.clone();
        // After the landings of people, so that releases hold the same rows.
        both.extend(more.iter().map(|row| Row { author: Row::BOT, ..*row }));
        prop_assert_eq!(numbers(&all(&facts_of(&both), year())), numbers(&all(&facts_of(&people), year())));
    }

    #[test]
    fn who_is_who_makes_no_difference(rows in some_rows(), by in 1_u32..60) {
        let others = |row: &Row| match row.author {
            Row::BOT => *row,
            author => Row { author: (author + by) % PEOPLE, ..*row },
        };
        let renamed: Vec<Row> = rows.iter().map(others).collect();
        prop_assert_eq!(all(&facts_of(&renamed), year()), all(&facts_of(&rows), year()));
    }

    #[test]
    fn the_same_history_a_year_of_weeks_later_has_the_same_middles(rows in some_rows(), every in 3_usize..40) {
        let by = 52 * 7 * At::DAY;
        let later: Vec<Row> =
            rows.iter().map(|row| Row { at: row.at.plus(by), begun: row.begun.plus(by), ..*row }).collect();
        let window = Window { from: year().from.plus(by), to: year().to.plus(by) };
        let middles = |rows: &[Row], window| {
            let of = |it: Mirror| (it.n, it.open, it.median, it.p75, it.interval);
            all(&released(rows, every), window).into_iter().map(of).collect::<Vec<_>>()
        };
        prop_assert_eq!(middles(&later, window), middles(&rows, year()));
    }

    #[test]
    fn quantiles_rise_and_the_interval_holds_the_median(rows in some_rows(), every in 3_usize..40) {
        for mirror in all(&released(&rows, every), year()) {
            let rising: Vec<f64> = [mirror.median, mirror.p75, mirror.p90].into_iter().flatten().collect();
            prop_assert!(rising.is_sorted(), "{} {:?}", mirror.about.id, rising);
            if let (Some(interval), Some(median)) = (mirror.interval, mirror.median) {
                prop_assert!(interval.low <= median, "{}", mirror.about.id);
                prop_assert!(interval.high.is_none_or(|high| median <= high), "{}", mirror.about.id);
            }
        }
    }

    #[test]
    fn a_group_below_five_never_shows_its_size(rows in some_rows()) {
        let few: Vec<Row> = rows.into_iter().filter(|row| row.author < 4).collect();
        let facts = facts_of(&few);
        for mirror in [newcomers::first(&Columns::from(&facts), year()), newcomers::tenth(&Columns::from(&facts), year())] {
            prop_assert_eq!((mirror.n, mirror.open, mirror.median), (None, None, None));
            prop_assert!(mirror.excluded.is_empty(), "{:?}", mirror.excluded);
        }
        prop_assert!(concentration::measure(&Columns::from(&facts), year()).series.is_empty());
    }

    #[test]
    fn tags_in_any_order_are_the_same_releases(days in prop::collection::vec(0_i64..400, 0..20)) {
        let mut facts = facts();
        for (at, on) in days.iter().enumerate() {
            let tag = release(&format!("v1.{at}"), "2026-01-01");
            facts.releases.push(Release { at: tag.at.plus(on * At::DAY), ..tag });
        }
        let before = release_frequency::measure(&Columns::from(&facts), year());
        facts.releases.reverse();
        prop_assert_eq!(release_frequency::measure(&Columns::from(&facts), year()), before);
    }
}
