//! What must hold for every map: totality, determinism, monotonicity, inclusive bounds, time.

use proptest::prelude::*;

use super::*;
use crate::lanes::case::{Case, Given, Origin};
use crate::lanes::map::{Lane, Map, Mode};
use crate::lanes::route::Verdict;

pub(super) const DOMAINS: [&str; 5] = ["*", "a", "a/b", "a/b/c", "d"];
const TOP: f64 = 4.0;

fn text_of_scales() -> String {
    let steps = "steps=['0','1','2','3','4']";
    format!(
        "levels=['l0','l1','l2','l3']\n[dimension.x]\n{steps}\n[dimension.y]\n{steps}\n[dimension.z]\n{steps}\n"
    )
}

prop_compose! {
    fn lane()(domain in 0..5_usize, level in 0..4_usize, hi in prop::array::uniform3(0..=5_u8), recommends in prop::bool::weighted(0.1)) -> Lane {
        let hi = hi.iter().map(|it| if *it == 5 { f64::INFINITY } else { f64::from(*it) }).collect();
        Lane {
            id: String::new(), says: String::new(), domain: DOMAINS[domain].to_owned(), level, holder: vec![],
            mode: if recommends { Mode::Recommend } else { Mode::Decide },
            lo: vec![0.0; 3], hi, consult: vec![], agree: vec![], inform: vec![], from: None, until: None, line: 1,
        }
    }
}

pub(super) fn maps() -> impl Strategy<Value = Map> {
    prop::collection::vec(lane(), 0..12).prop_map(|mut lanes| {
        for (at, lane) in lanes.iter_mut().enumerate() {
            lane.id = format!("lane-{at}");
        }
        Map { lanes, ..map(&text_of_scales()) }.indexed()
    })
}

/// `None` is unknown.
fn case(domain: &str, values: [Option<u8>; 3]) -> Case {
    let given = |it: Option<u8>| {
        it.map(|it| Given { amount: f64::from(it), from: Origin::Said, instead_of: None })
    };
    Case { domains: vec![domain.to_owned()], values: values.map(given).to_vec(), ..Case::default() }
}

fn level(map: &Map, domain: &str, values: [Option<u8>; 3]) -> usize {
    let route = map.route(&case(domain, values), &map.lowest(), DAY);
    route.lane.map_or(9, |it| map.level(&it.level).expect("a lane has a level"))
}

proptest! {
    #[test]
    fn every_case_gets_a_lane_or_a_gap_and_somebody_who_decides(
        map in maps(), domain in 0..5_usize, values in prop::array::uniform3(prop::option::of(0..=4_u8)), asker in 0..4_usize,
    ) {
        let asker = map.asker(&format!("l{asker}"), How::Named);
        let case = case(DOMAINS[domain], values);
        let route = map.route(&case, &asker, DAY);
        prop_assert!(!route.deciders.is_empty() && !route.says.is_empty());
        prop_assert_eq!(&route, &map.route(&case, &asker, DAY), "the same question has the same answer");
        prop_assert_eq!(route.verdict, map.verdict(&case, &asker, DAY).0);
        prop_assert!(route.verdict != Verdict::Gap || route.lane.is_none());
    }

    #[test]
    fn a_weightier_case_never_goes_lower(
        map in maps(), domain in 0..5_usize, values in prop::array::uniform3(0..=4_u8), more in prop::array::uniform3(0..=4_u8),
    ) {
        let heavier = [0, 1, 2].map(|it: usize| Some((values[it] + more[it]).min(4)));
        let lighter = values.map(Some);
        prop_assert!(level(&map, DOMAINS[domain], lighter) <= level(&map, DOMAINS[domain], heavier));
    }

    #[test]
    fn an_unknown_goes_where_the_weightiest_value_would(
        map in maps(), domain in 0..5_usize, values in prop::array::uniform3(0..=4_u8), which in 0..3_usize,
    ) {
        let (mut unknown, mut top) = (values.map(Some), values.map(Some));
        unknown[which] = None;
        top[which] = Some(TOP as u8);
        prop_assert_eq!(level(&map, DOMAINS[domain], unknown), level(&map, DOMAINS[domain], top));
    }

    #[test]
    fn a_value_on_the_bound_is_inside_and_the_next_one_is_not(hi in 0..4_u8) {
        let text = format!("{}[[lane]]\nid='a'\ndomain='*'\nlevel='l0'\nupto={{x='{hi}'}}\n", text_of_scales());
        let map = map(&text);
        prop_assert_eq!(level(&map, "*", [Some(hi), None, None]), 0);
        prop_assert_eq!(level(&map, "*", [Some(hi + 1), None, None]), 9);
    }

    #[test]
    fn a_lane_decides_from_its_first_to_its_last_day(first in 0..60_i64, length in 0..30_i64, on in -10..100_i64) {
        let start = date(2026, 1, 1);
        let day = |it: i64| start.checked_add(jiff::Span::new().days(it)).expect("near 2026");
        let (from, until) = (day(first), day(first + length));
        let text = format!("levels=['l']\n[[lane]]\nid='a'\ndomain='*'\nlevel='l'\nfrom={from}\nuntil={until}\n");
        let map = map(&text);
        let inside = (first..=first + length).contains(&on);
        let expected = if inside { Verdict::Yours } else { Verdict::Gap };
        prop_assert_eq!(map.route(&map.case(&[]), &map.lowest(), day(on)).verdict, expected);
    }

    #[test]
    fn what_would_make_it_yours_does(
        map in maps(), domain in 0..5_usize, values in prop::array::uniform3(prop::option::of(0..=4_u8)), asker in 0..4_usize,
    ) {
        let asker = map.asker(&format!("l{asker}"), How::Named);
        let first = case(DOMAINS[domain], values);
        let route = map.route(&first, &asker, DAY);
        prop_assert!(route.verdict != Verdict::Yours || route.yours_if.is_empty());
        for conditions in &route.yours_if {
            let mut met = first.clone();
            for it in conditions {
                let value = match &it.at_most { crate::lanes::route::Amount::Label(it) => it.clone(), crate::lanes::route::Amount::Number(it) => it.to_string() };
                map.set(&mut met, &format!("{}={value}", it.dimension)).expect("its own label");
            }
            prop_assert_eq!(map.route(&met, &asker, DAY).verdict, Verdict::Yours);
        }
    }
}
