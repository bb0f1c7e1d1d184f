//! Maps and diffs made to hurt: large, deep, odd. Each still gets a sentence.

use std::fmt::Write;

use super::*;
use crate::lanes::change::Change;
use crate::lanes::{Verdict, read};

#[test]
fn ten_thousand_lanes_are_read_and_the_next_one_is_refused() {
    let mut text = String::from("levels=['a']\n");
    for at in 0..=10_000 {
        let _ = write!(text, "[[lane]]\nid='{at}'\ndomain='d{}'\nlevel='a'\n", at % 50);
    }
    let reading = read(&text);
    assert_eq!(reading.map.lanes.len(), 10_000);
    assert_eq!(reading.problems.len(), 1, "{:?}", reading.problems);
    assert!(reading.problems[0].says.contains("at most 10000 are read"), "{:?}", reading.problems);
}

#[test]
fn a_text_wrong_everywhere_is_told_two_hundred_times_and_no_more() {
    let text = "levels=['a']\n".to_owned() + &"[[lane]]\nid=3\n".repeat(2_000);
    assert_eq!(read(&text).problems.len(), 200);
}

#[test]
fn brackets_nested_without_end_are_an_error_and_no_crash() {
    for open in ["[", "{a=", "[{a="] {
        let reading = read(&format!("title = {}", open.repeat(5_000)));
        assert!(!reading.is_usable(), "{open}");
    }
}

#[test]
fn a_domain_of_a_hundred_parts_routes_to_its_nearest_ancestor() {
    let deep: Vec<String> = (0..100).map(|it| format!("p{it}")).collect();
    let map = map(&format!(
        "levels=['a']\n[[lane]]\nid='x'\ndomain='{}'\nlevel='a'\n",
        deep[..50].join("/")
    ));
    let found = route(&map, &[&deep.join("/")], "", "a");
    assert_eq!(found.lane.map(|it| it.id).as_deref(), Some("x"));
    assert_eq!(route(&map, &[&deep[..49].join("/")], "", "a").verdict, Verdict::Gap);
}

#[test]
fn many_lanes_that_could_overlap_are_checked_to_a_limit_and_the_answer_comes() {
    let mut text = String::from("levels=['a']\n");
    for at in 0..2_000 {
        let _ = write!(text, "[[lane]]\nid='{at}'\ndomain='*'\nlevel='a'\nholder=['@h{at}']\n");
    }
    let overlaps = map(&text).defects(DAY, None);
    assert_eq!(overlaps.len(), 50, "more than a person reads is not listed");
}

#[test]
fn paths_with_odd_letters_match_like_any_other() {
    let map = map(
        "levels=['a']\n[[lane]]\nid='x'\ndomain='*'\nlevel='a'\n[[signal]]\npaths=['支払い/**', 'a b/**', '**/*.{x,y}']\ndomain='odd'\n",
    );
    for path in ["支払い/コード.rs", "a b/c", "deep/er/f.y"] {
        assert_eq!(map.cases_of(&[Change::at(path)], &[])[0].domains, ["odd"], "{path}");
    }
    assert_eq!(map.cases_of(&[Change::at("b/c")], &[])[0].domains, ["*"]);
    for path in ["", "/", "..", "\u{0}"] {
        assert_eq!(map.cases_of(&[Change::at(path)], &[]).len(), 1, "{path:?}");
    }
}

#[test]
fn a_case_of_another_map_is_routed_and_its_extra_values_are_left() {
    let large = map(PAYMENTS);
    let small = map("levels=['a']\n[[lane]]\nid='x'\ndomain='*'\nlevel='a'\n");
    let case = large.cases_of(&[Change::at("src/a.rs")], &[]).remove(0);
    assert_eq!(small.route(&case, &small.lowest(), DAY).verdict, Verdict::Yours);
    let bare = small.case(&[]);
    assert_eq!(
        large.route(&bare, &large.lowest(), DAY).verdict,
        Verdict::Ask,
        "what is missing is unknown"
    );
}

#[test]
fn an_asker_from_a_map_with_more_levels_does_not_panic() {
    let small = map("levels=['a']\n[[lane]]\nid='x'\ndomain='*'\nlevel='a'\n");
    let high = Asker { handle: None, level: 7, how: How::Named, own: true };
    assert_eq!(small.route(&small.case(&[]), &high, DAY).verdict, Verdict::Yours);
}
