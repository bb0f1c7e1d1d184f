//! Every cell of a small map looked at: E5 of `domain.md`, and that what is found is exact.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::properties::{DOMAINS, maps};
use super::*;
use crate::lanes::Verdict;
use crate::lanes::defects::Defect;
use crate::lanes::map::{Lane, Mode};

/// The five lanes of E5. Each cost stands for the cell that ends with it: bounds are inclusive.
pub(in crate::lanes) fn e5() -> Map {
    let mut text = String::from(
        "levels=['ic','team','staff','director']\n[dimension.cost]\n\
         [dimension.rev]\nsteps=['0','1','2','3']\n[holder]\nstaff=['@s']\ndirector=['@d']\n",
    );
    for (id, holder, level, cost, rev) in [
        ("A", "@a", "ic", 1, 1),
        ("B", "@team", "team", 10, 1),
        ("C", "@guild", "team", 5, 2),
        ("D", "@s", "staff", 10, 1),
        ("E", "@d", "director", 50, 2),
    ] {
        text += &format!(
            "[[lane]]\nid='{id}'\ndomain='*'\nlevel='{level}'\nholder=['{holder}']\n\
             upto={{cost={cost}, rev='{rev}'}}\n"
        );
    }
    map(&text)
}

#[test]
fn e5_gaps_overlaps_and_cells_won_are_those_of_the_reference() {
    let map = e5();
    let (mut gaps, mut overlaps) = (Vec::new(), Vec::new());
    let mut won: BTreeMap<String, u32> = BTreeMap::new();
    for cost in [1, 5, 10, 50, 100] {
        for rev in 0..4 {
            let found = route(&map, &[], &format!("cost={cost}, rev={rev}"), "@nobody");
            match found.lane {
                None => gaps.push((cost, rev)),
                Some(lane) if found.overlap.is_empty() => *won.entry(lane.id).or_default() += 1,
                Some(_) => {
                    overlaps.push((cost, rev));
                    found.overlap.into_iter().for_each(|id| *won.entry(id).or_default() += 1);
                }
            }
        }
    }
    assert_eq!(gaps.len(), 8);
    assert!(gaps.iter().all(|(cost, rev)| *rev == 3 || *cost == 100), "{gaps:?}");
    assert_eq!(overlaps, [(5, 0), (5, 1)]);
    let won: Vec<_> = won.iter().map(|(id, cells)| (id.as_str(), *cells)).collect();
    assert_eq!(won, [("A", 2), ("B", 4), ("C", 4), ("E", 4)], "D lies inside B and wins nowhere");
}

#[test]
fn e5_the_gap_and_the_overlap_are_found_with_a_case_that_shows_them() {
    let found = e5().defects(DAY, None);
    let of = |rule: &str| -> Vec<&Defect> {
        found.iter().filter(|it| it.finding.rule == rule).collect()
    };
    assert_eq!(of("gap").len(), 1);
    assert_eq!(of("gap")[0].witness, ["cost more than 50"], "one dimension alone is enough");
    let [overlap] = of("overlap")[..] else { panic!("{found:?}") };
    assert_eq!((overlap.finding.words.as_str(), overlap.finding.place.as_str()), ("B", "C"));
    assert_eq!(overlap.witness, ["cost 5", "rev 1"], "the weightiest case both hold");
}

/// Every value of three dimensions with five steps.
fn every_value() -> impl Iterator<Item = [f64; 3]> {
    (0..125_u8).map(|it| [it % 5, it / 5 % 5, it / 25].map(f64::from))
}

/// Level of the winner for every domain and value; 9 is a gap.
fn levels(map: &Map) -> Vec<usize> {
    let level = |domain: &&str, values: [f64; 3]| {
        let lane = map.settle(map.index.find(domain), &values, DAY).0;
        lane.map_or(9, |it| map.lanes[it].level)
    };
    DOMAINS.iter().flat_map(|it| every_value().map(move |values| level(it, values))).collect()
}

fn with_lanes(map: &Map, lanes: Vec<Lane>) -> Map {
    Map { lanes, ..map.clone() }.indexed()
}

/// The same map, some lanes given to one of two people, and some only after advice.
fn held_maps() -> impl Strategy<Value = Map> {
    let held = prop::collection::vec((0..3_u8, prop::bool::weighted(0.3)), 12);
    (maps(), held).prop_map(|(mut map, held)| {
        for (lane, (by, asks)) in map.lanes.iter_mut().zip(held) {
            lane.holder = (by > 0).then(|| format!("@h{by}")).into_iter().collect();
            lane.consult = asks.then(|| "@p".to_owned()).into_iter().collect();
        }
        map
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_gap_is_found_exactly_where_some_case_has_no_lane(map in maps()) {
        let defects = map.defects(DAY, None);
        for (at, node) in map.index.nodes.iter().enumerate() {
            if at > 0 && node.lanes.is_empty() {
                continue;
            }
            let some = every_value().any(|it| map.settle(at, &it, DAY).0.is_none());
            let told = defects.iter().any(|it| it.finding.rule == "gap" && it.domain == node.name);
            prop_assert_eq!(told, some, "{}", node.name);
        }
    }

    #[test]
    fn an_overlap_is_found_exactly_where_two_holders_tie_or_the_first_asks_otherwise(map in held_maps()) {
        let defects = map.defects(DAY, None);
        for (at, node) in map.index.nodes.iter().enumerate() {
            let tie = |values: [f64; 3]| match map.settle(at, &values, DAY) {
                (Some(lane), end) if end == at => map.tied(lane, at, &values, DAY),
                _ => Vec::new(),
            };
            let ties: Vec<Vec<usize>> = every_value().map(tie).collect();
            for (first, one) in node.lanes.iter().enumerate() {
                for other in &node.lanes[first + 1..] {
                    let differ = map.holders_of(*one) != map.holders_of(*other);
                    let otherwise = !map.lanes[*one].asks_like(&map.lanes[*other]);
                    let some = ties.iter().any(|it| {
                        let both = it.contains(one) && it.contains(other);
                        both && (differ || otherwise && it[0] == *one)
                    });
                    let ids = (&map.lanes[*one].id, &map.lanes[*other].id);
                    let told = defects.iter().any(|it| {
                        it.finding.rule == "overlap" && (&it.finding.words, &it.finding.place) == ids
                    });
                    prop_assert_eq!(told, some, "{:?}", ids);
                }
            }
        }
    }

    #[test]
    fn a_lane_is_unreachable_exactly_where_no_case_of_any_domain_names_its_holders(map in held_maps()) {
        let defects = map.defects(DAY, None);
        let tied = |node: usize, values: [f64; 3]| match map.settle(node, &values, DAY) {
            (Some(lane), end) => map.tied(lane, end, &values, DAY),
            _ => Vec::new(),
        };
        let all: Vec<Vec<usize>> = (0..map.index.nodes.len())
            .flat_map(|node| every_value().map(move |values| tied(node, values)))
            .collect();
        for (at, lane) in map.lanes.iter().enumerate() {
            let alike = |it: &&usize| map.holders_of(**it) == map.holders_of(at);
            let wins = all.iter().any(|it| it.iter().find(alike) == Some(&at));
            let told = defects
                .iter()
                .any(|it| it.finding.rule == "unreachable" && it.finding.place == lane.id);
            prop_assert_eq!(told, !wins && lane.mode != Mode::Recommend, "{}", lane.id);
        }
    }

    #[test]
    fn the_order_of_lanes_in_the_file_decides_nothing(map in maps(), by in 0..12_usize) {
        let mut lanes = map.lanes.clone();
        lanes.reverse();
        lanes.rotate_left(by.min(map.lanes.len()));
        prop_assert_eq!(levels(&with_lanes(&map, lanes)), levels(&map));
    }

    #[test]
    fn a_wider_lane_moves_no_case_up(map in maps(), which in any::<prop::sample::Index>(), at in 0..3_usize) {
        prop_assume!(!map.lanes.is_empty());
        let mut lanes = map.lanes.clone();
        which.get_mut(&mut lanes).hi[at] = f64::INFINITY;
        let wider = levels(&with_lanes(&map, lanes));
        prop_assert!(wider.iter().zip(levels(&map)).all(|(new, old)| *new <= old));
    }

    #[test]
    fn a_lane_whose_time_is_over_is_as_good_as_gone(map in maps(), which in any::<prop::sample::Index>()) {
        prop_assume!(!map.lanes.is_empty());
        let (mut ended, mut gone) = (map.lanes.clone(), map.lanes.clone());
        which.get_mut(&mut ended).until = DAY.yesterday().ok();
        gone.remove(which.index(map.lanes.len()));
        prop_assert_eq!(levels(&with_lanes(&map, ended)), levels(&with_lanes(&map, gone)));
    }

    #[test]
    fn a_recommending_lane_never_wins_whatever_else_the_map_says(map in maps()) {
        for node in 0..map.index.nodes.len() {
            for values in every_value() {
                let lane = map.settle(node, &values, DAY).0;
                prop_assert!(lane.is_none_or(|it| map.lanes[it].mode != Mode::Recommend));
            }
        }
    }

    #[test]
    fn what_is_mine_at_one_level_is_mine_at_every_higher_one(map in maps(), domain in 0..5_usize, values in prop::array::uniform3(0..=4_u8)) {
        let mut case = map.case(&[DOMAINS[domain].to_owned()]);
        for (at, value) in values.iter().enumerate() {
            case.give(at, f64::from(*value), crate::lanes::case::Origin::Said);
        }
        let mine = |level: usize| {
            let asker = asker(&map, &format!("l{level}"));
            map.verdict(&case, &asker, DAY).0 == Verdict::Yours
        };
        prop_assert!((0..4).map(mine).is_sorted());
    }
}
