//! On how many hands does each part rest? For a team that would rather know before a holiday does.
//!
//! Formula: one over the sum of squared shares of landings by author: five people who land alike
//! are five hands, one who lands nearly everything is one. Areas with fewer than five people are
//! not shown; areas with few landings are shown and not counted: so few cannot spread far.

use std::cmp::Ordering;

use super::columns::Columns;
use super::groups;
use super::mirror::{About, Drawn, ITEMS, Mirror, PEOPLE, Point, Trend, Unit};
use super::quantile::{Sorted, type7};
use super::window::{Every, Period, Window, sorted_into};
use super::words;
use crate::facts::NO_AREA;
use crate::id::At;

pub const ABOUT: About = About {
    id: "landing-concentration",
    name: "Hands per area",
    definition: "For each top area of the tree: one over the sum of the squared shares that its \
                 authors have in the landings of the window. The median is over areas with \
                 twenty landings or more. Areas with fewer than five authors are not shown. Changes by programs are left out.",
    version: 1,
    unit: Unit::Hands,
    method: "quantile type 7",
    drawn: Drawn::Areas,
    beside: "Who the map says decides there: few hands with many deciders is a queue.",
    cannot_say: &[
        "Who else knows the area: reviewing and reading leave no landing.",
        "Whether few hands are a risk or a choice: ask the people who work there.",
        "More than one area of a landing: each counts where most of its paths are.",
    ],
};

/// Fewer landings cannot spread over many hands, whoever works there.
const LANDINGS_PER_AREA: usize = 20;

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    mirror.open_unknown("an area is not something that ends");
    let (mut pairs, left_out) = pairs(columns, window);
    let [bots, no_paths] = left_out;
    pairs.sort_unstable();
    let (mut small, mut found) = (0, Vec::new());
    let quarters = window.periods(Every::Quarter);
    for area in pairs.chunk_by(|a, b| a.0 == b.0) {
        let mut people: Vec<usize> = area.chunk_by(|a, b| a.1 == b.1).map(<[_]>::len).collect();
        // By size, so that not even the last digit depends on who is who.
        people.sort_unstable();
        if people.len() < PEOPLE {
            small += area.len();
            continue;
        }
        let Some(name) = columns.areas.get(usize::from(area[0].0)) else { continue };
        let label = if name == "." || name.is_empty() { "top level" } else { name };
        let label: String = label.chars().filter(|letter| !letter.is_control()).collect();
        let points = over_time(&quarters, area);
        let trend = Trend { label: label.clone(), every: Every::Quarter, points };
        let counted = area.len() >= LANDINGS_PER_AREA;
        let (value, n) = (Some(hands(&people)), Some(area.len()));
        found.push((Point { label, value, n, counted }, trend));
    }
    found.sort_by(|(a, _), (b, _)| b.n.cmp(&a.n).then_with(|| a.label.cmp(&b.label)));
    (mirror.series, mirror.trends) = found.into_iter().unzip();
    mirror.exclude("landings by programs", bots);
    mirror.exclude("landings in areas with fewer than five people", small);
    mirror.exclude("landings whose paths were not read", no_paths);
    mirror.n = Some(pairs.len() - small);
    fill(&mut mirror, pairs.len() + no_paths);
    mirror
}

/// The hands of one area in each quarter. A quarter with fewer than five people is refused, and
/// another one where the two could be told apart by subtraction.
fn over_time(quarters: &[Period], area: &[(u16, u32, At)]) -> Vec<Point> {
    let mut buckets = sorted_into(quarters, area.iter().map(|it| (it.2, it.1)));
    let shown = groups::shown(&buckets);
    let points = quarters.iter().zip(&mut buckets).zip(shown).map(|((quarter, authors), shown)| {
        let label = quarter.label.clone();
        if !shown {
            return Point::refused(label);
        }
        authors.sort_unstable();
        let counts: Vec<usize> = authors.chunk_by(|a, b| a == b).map(<[_]>::len).collect();
        let n = authors.len();
        let counted = quarter.whole && n >= LANDINGS_PER_AREA;
        let value = (n > 0).then(|| hands(&counts));
        Point { label, value, n: Some(n), counted }
    });
    points.collect()
}

/// Area, author and moment of every landing by a person, and how many by programs or without an
/// area.
fn pairs(columns: &Columns<'_>, window: Window) -> (Vec<(u16, u32, At)>, [usize; 2]) {
    let landings = columns.landings;
    let (mut pairs, mut left_out) = (Vec::new(), [0, 0]);
    for (row, &at) in landings.at.iter().enumerate() {
        if !window.holds(at) {
            continue;
        }
        let area = landings.area.get(row).copied().unwrap_or(NO_AREA);
        if columns.by_bot(row) {
            left_out[0] += 1;
        } else if area == NO_AREA {
            left_out[1] += 1;
        } else {
            pairs.push((area, landings.author[row], at));
        }
    }
    (pairs, left_out)
}

/// The effective number of hands behind these counts. In whole numbers as long as possible, so that
/// the order of the people makes no difference.
fn hands(counts: &[usize]) -> f64 {
    let all: usize = counts.iter().sum();
    let squares: usize = counts.iter().map(|&count| count * count).sum();
    (all * all) as f64 / squares as f64
}

fn fill(mirror: &mut Mirror, landed: usize) {
    mirror.unknown("the areas are few and unlike: read each");
    let counted = || mirror.series.iter().filter(|point| point.counted);
    let mut values: Vec<f64> = counted().filter_map(|point| point.value).collect();
    values.sort_unstable_by(f64::total_cmp);
    if values.len() >= ITEMS {
        mirror.median = type7(Sorted::new(&values), 0.5);
        mirror.why.remove("median");
    } else {
        mirror.why.insert("median", format!("needs {ITEMS} areas, has {}", values.len()));
    }
    let fewest = counted().min_by(|a, b| a.value.partial_cmp(&b.value).unwrap_or(Ordering::Equal));
    mirror.says = match fewest {
        Some(point) => format!(
            "Of {} with twenty landings and five people or more, {} rests on the fewest hands: {}.",
            words::count(values.len(), "area"),
            point.label,
            words::amount(point.value.unwrap_or_default(), Unit::Hands)
        ),
        None if !mirror.series.is_empty() => {
            "No area had twenty landings: those shown have too few to spread over many hands."
                .to_owned()
        }
        None if landed == 0 => "Nothing landed in this window.".to_owned(),
        None => {
            mirror.why.insert("series", "group-limit: no area had five people".to_owned());
            "No area had five people landing changes, so none is shown.".to_owned()
        }
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{Row, day, facts_of};
    use super::*;

    fn year() -> Window {
        Window { from: day("2026-01-01"), to: day("2027-01-01") }
    }

    fn landing(area: u16, author: u32) -> Row {
        let at = day("2026-05-05");
        Row { area, author, at, begun: at, ..Row::default() }
    }

    #[test]
    fn five_who_land_alike_are_five_hands() {
        let rows: Vec<_> = (0..5).flat_map(|who| [landing(0, who); 4]).collect();
        let mirror = measure(&Columns::from(&facts_of(&rows)), year());
        assert_eq!((mirror.series.len(), mirror.n), (1, Some(20)));
        assert!((mirror.series[0].value.unwrap() - 5.0).abs() < 1e-9);
        assert_eq!(mirror.why["median"], "needs 3 areas, has 1");
    }

    #[test]
    fn an_area_of_four_people_is_not_shown_but_counted() {
        let rows: Vec<_> = (0..4).map(|who| landing(0, who)).collect();
        let mirror = measure(&Columns::from(&facts_of(&rows)), year());
        assert!(mirror.series.is_empty());
        assert_eq!(mirror.excluded[0].reason, "landings in areas with fewer than five people");
        assert_eq!((mirror.excluded[0].count, mirror.n), (4, Some(0)));
        assert!(mirror.why["series"].starts_with("group-limit"));
    }

    #[test]
    fn an_area_with_few_landings_is_shown_and_not_counted() {
        let rows: Vec<_> = (0..19).map(|i| landing(0, i % 6)).collect();
        let mirror = measure(&Columns::from(&facts_of(&rows)), year());
        assert_eq!((mirror.series[0].n, mirror.series[0].counted), (Some(19), false));
        assert!(mirror.says.starts_with("No area had twenty landings"), "{}", mirror.says);
    }

    #[test]
    fn programs_and_unread_paths_are_left_out_loudly() {
        let rows = [landing(0, Row::BOT), landing(NO_AREA, 1), landing(NO_AREA, 2)];
        let mirror = measure(&Columns::from(&facts_of(&rows)), year());
        let reasons: Vec<_> = mirror.excluded.iter().map(|e| (e.reason, e.count)).collect();
        assert_eq!(
            reasons,
            [("landings by programs", 1), ("landings whose paths were not read", 2)]
        );
    }

    #[test]
    fn an_area_has_its_hands_for_each_quarter_and_few_people_are_refused() {
        let on = |date: &str, author: u32| Row { at: day(date), ..landing(0, author) };
        let mut rows: Vec<_> = (0..20).map(|i| on("2026-02-02", i % 5)).collect();
        rows.extend((0..12).map(|i| on("2026-05-05", i % 6)));
        let points = |rows: &[Row]| {
            let mirror = measure(&Columns::from(&facts_of(rows)), year());
            assert_eq!(mirror.trends.len(), 1);
            let of = |it: &Point| (it.n, it.value.map(f64::round), it.counted);
            mirror.trends[0].points.iter().map(of).collect::<Vec<_>>()
        };
        let nothing = (Some(0), None, false);
        let expected =
            [(Some(20), Some(5.0), true), (Some(12), Some(6.0), false), nothing, nothing];
        assert_eq!(points(&rows), expected);
        rows.extend((0..9).map(|i| on("2026-08-05", i % 3)));
        let refused = (None, None, false);
        assert_eq!(
            points(&rows),
            [refused, expected[1], refused, nothing],
            "three people of autumn"
        );
    }

    #[test]
    fn the_sentence_names_the_area_with_the_fewest_hands() {
        let mut rows: Vec<_> = (0..24).map(|i| landing(0, i % 6)).collect();
        rows.extend((0..5).map(|who| landing(1, who)));
        rows.extend([landing(1, 1); 20]);
        let mirror = measure(&Columns::from(&facts_of(&rows)), year());
        assert_eq!(
            mirror.says,
            "Of 2 areas with twenty landings and five people or more, docs rests on the fewest hands: 1.4 hands."
        );
    }

    proptest! {
        #[test]
        fn hands_lie_between_one_and_the_people(counts in prop::collection::vec(1_usize..500, 1..40)) {
            let hands = hands(&counts);
            prop_assert!((1.0 - 1e-9..=counts.len() as f64 + 1e-9).contains(&hands));
        }

        #[test]
        fn hands_do_not_grow_with_volume(counts in prop::collection::vec(1_usize..500, 1..40)) {
            let tenfold: Vec<usize> = counts.iter().map(|count| count * 10).collect();
            prop_assert!((hands(&counts) - hands(&tenfold)).abs() < 1e-9);
        }
    }
}
