//! The readings that `product.md` 7 fixes.

use super::*;
use crate::lanes::Verdict;
use crate::lanes::case::Origin;
use crate::lanes::change::Change;
use crate::lanes::map::Map;

const SMALL: &str = "effort=1, undo=hour, reach=component";

#[test]
fn from_above_it_is_yours_and_could_rest_below() {
    let map = map(PAYMENTS);
    let route = route(&map, &["product"], SMALL, "director");
    assert_eq!(route.verdict, Verdict::Yours);
    let rest = route.could_rest_with.expect("a contributor could decide it");
    assert_eq!((rest.level.as_str(), rest.lane.as_str()), ("contributor", "feature"));
}

#[test]
fn somebody_elses_case_is_not_yours_from_above() {
    let map = map(PAYMENTS);
    let mut case = map.case(&["product".to_owned()]);
    SMALL.split(", ").for_each(|it| map.set(&mut case, it).unwrap());
    let other = Asker { own: false, ..asker(&map, "director") };
    assert_eq!(map.route(&case, &other, DAY).verdict, Verdict::Ask);
}

#[test]
fn a_handle_has_the_highest_level_that_lists_it_and_a_stranger_the_lowest() {
    let text = PAYMENTS.replace("lead = [\"@ana\"]", "lead = [\"@ana\", \"@raj\"]");
    let map = map(&text);
    assert_eq!(
        (asker(&map, "raj").level, asker(&map, "@ANA").level, asker(&map, "@kim").level),
        (2, 1, 0)
    );
    assert_eq!(asker(&map, "Lead").handle, None, "a level’s name is no handle");
    let kim = route(&map, &["product"], SMALL, "@kim");
    assert!(kim.why.iter().any(|it| it.contains("lists @kim nowhere")), "{:?}", kim.why);
    assert!(
        map.route(&map.case(&[]), &map.lowest(), DAY)
            .why
            .iter()
            .any(|it| it.contains("nobody said who asks"))
    );
}

#[test]
fn only_a_lanes_own_holder_or_a_higher_level_decides_in_it() {
    let map = map(
        "levels=['contributor','lead']\n[[lane]]\nid='docs'\ndomain='*'\nlevel='contributor'\nholder=['@kim']\n",
    );
    let verdict = |who: &str| route(&map, &[], "", who).verdict;
    assert_eq!(
        (verdict("@kim"), verdict("@bo"), verdict("contributor"), verdict("lead")),
        (Verdict::Yours, Verdict::Ask, Verdict::Ask, Verdict::Yours)
    );
}

#[test]
fn a_lane_holds_on_its_last_day_and_its_end_is_a_reason_afterwards() {
    let map = map(PAYMENTS);
    let mut case = map.case(&["engineering/architecture".to_owned()]);
    "effort=9, undo=sprint, reach=team".split(", ").for_each(|it| map.set(&mut case, it).unwrap());
    let on = |day| map.route(&case, &map.lowest(), day);
    assert_eq!(on(date(2027, 6, 30)).lane.map(|it| it.id).as_deref(), Some("architecture"));
    let after = on(date(2027, 7, 1));
    assert_eq!(after.lane.as_ref().map(|it| it.id.as_str()), Some("the-rest"));
    assert_eq!(after.expired[0].lane, "architecture");
    assert!(
        after.why.contains(
            &"Lane “architecture” would have held it, but it ended on 2027-06-30.".to_owned()
        ),
        "{:?}",
        after.why
    );
}

#[test]
fn a_recommending_lane_never_wins_but_is_named() {
    let map = map("levels=['contributor','lead','director']\n[holder]\nlead=['@ana']\n\
        [[lane]]\nid='hire'\ndomain='hiring'\nlevel='lead'\nmode='recommend'\n\
        [[lane]]\nid='rest'\ndomain='*'\nlevel='director'\n");
    let route = route(&map, &["hiring"], "", "@ana");
    assert_eq!(
        (route.verdict, route.lane.map(|it| it.id).as_deref()),
        (Verdict::Ask, Some("rest"))
    );
    assert_eq!(route.recommended_by, ["@ana"]);
    assert!(route.yours_if.is_empty());
}

#[test]
fn whoever_stands_in_decides_and_the_answer_says_so() {
    let text = format!(
        "{PAYMENTS}\n[[away]]\nwho = \"@ana\"\nstand_in = \"@kim\"\nfrom = 2026-11-20\nuntil = 2026-11-23\n"
    );
    let map = map(&text);
    let values = "effort=9, undo=sprint, reach=team";
    let asked = route(&map, &["engineering/architecture"], values, "contributor");
    assert_eq!(asked.deciders, ["@kim"]);
    assert!(
        asked.why.contains(&"@ana is away until 2026-11-23; @kim stands in.".to_owned()),
        "{:?}",
        asked.why
    );
    assert_eq!(route(&map, &["engineering/architecture"], values, "@kim").verdict, Verdict::Yours);
    let case = {
        let mut it = map.case(&["engineering/architecture".to_owned()]);
        map.set(&mut it, "effort=9").unwrap();
        it
    };
    assert_eq!(map.route(&case, &map.lowest(), date(2026, 11, 24)).absent, []);
}

#[test]
fn without_a_stand_in_an_absent_holders_case_goes_up() {
    let text = format!("{PAYMENTS}\n[[away]]\nwho = \"@ana\"\nuntil = 2026-12-24\n");
    let route = route(
        &map(&text),
        &["engineering/architecture"],
        "effort=9, undo=sprint, reach=team",
        "contributor",
    );
    assert_eq!(route.deciders, ["@raj"]);
}

#[test]
fn people_who_stand_in_for_each_other_end_with_the_level_above() {
    let text = format!(
        "{PAYMENTS}\n[[away]]\nwho='@ana'\nstand_in='@bo'\nuntil=2026-12-24\n[[away]]\nwho='@bo'\nstand_in='@ana'\nuntil=2026-12-24\n"
    );
    let route = route(
        &map(&text),
        &["engineering/architecture"],
        "effort=9, undo=sprint, reach=team",
        "contributor",
    );
    assert_eq!(route.deciders, ["@raj"]);
}

#[test]
fn lanes_of_one_level_and_two_holders_overlap_and_both_are_named() {
    let map = map(
        "levels=['lead']\n[[lane]]\nid='a'\ndomain='*'\nlevel='lead'\nholder=['@a']\n[[lane]]\nid='b'\ndomain='*'\nlevel='lead'\nholder=['@b']\n",
    );
    let route = route(&map, &[], "", "@c");
    assert_eq!(
        (route.overlap, route.deciders),
        (vec!["a".to_owned(), "b".to_owned()], vec!["@a".to_owned(), "@b".to_owned()])
    );
    assert_eq!(super::route(&map, &[], "", "@b").verdict, Verdict::Yours);
}

#[test]
fn a_domain_nobody_named_says_where_it_was_put() {
    let map = map(PAYMENTS);
    let route = route(&map, &["prodct"], SMALL, "contributor");
    assert_eq!(
        route.notes,
        ["No lane names “prodct”: it is routed as part of the whole map. Did you mean “product”?"]
    );
    assert!(super::route(&map, &["engineering"], SMALL, "contributor").notes.is_empty());
}

fn of(map: &Map, path: &str, trailers: &[(&str, &str)]) -> crate::lanes::Case {
    let trailers: Vec<(String, String)> =
        trailers.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
    map.cases_of(&[Change::at(path)], &trailers).remove(0)
}

#[test]
fn a_path_belongs_to_the_last_signal_that_matches_and_weighs_the_most_of_all() {
    let text = format!(
        "{PAYMENTS}\n[[signal]]\npaths = [\"src/db/**\"]\ndomain = \"engineering/architecture\"\nundo = \"sprint\"\n"
    );
    let map = map(&text);
    let case = of(&map, "src/db/pool.rs", &[]);
    assert_eq!(case.domains, ["engineering/architecture"]);
    let amounts: Vec<_> = case.values.iter().map(|it| it.map(|it| (it.amount, it.from))).collect();
    assert_eq!(
        amounts,
        [Some((1.0, Origin::Assumed)), Some((1.0, Origin::Signal)), Some((0.0, Origin::Signal))]
    );
    assert_eq!(of(&map, "README.md", &[]).domains, ["*"], "what no signal matches is the root’s");
    assert_eq!(
        of(&map, "src/db/", &[]).domains,
        ["engineering/architecture"],
        "a folder is somewhere in it"
    );
}

#[test]
fn a_trailer_beats_what_is_assumed_and_never_a_heavier_signal() {
    let map = map(PAYMENTS);
    let case = of(
        &map,
        "migrations/1.sql",
        &[("Effort", "7"), ("effort", "2"), ("undo", "hour"), ("Reach", "sky")],
    );
    let effort = case.values[0].expect("a trailer gave it");
    assert_eq!(
        (effort.amount, effort.from, effort.instead_of),
        (7.0, Origin::Trailer, Some((1.0, Origin::Assumed)))
    );
    assert_eq!(case.values[1].map(|it| (it.amount, it.from)), Some((2.0, Origin::Signal)));
    assert_eq!(case.notes.len(), 2, "{:?}", case.notes);
}

#[test]
fn a_diff_is_yours_only_if_every_part_is() {
    let map = map(PAYMENTS);
    let changes = [Change::at("src/a.rs"), Change::at("src/b.rs"), Change::at("migrations/1.sql")];
    let routes = map.check(&changes, &[], &map.lowest(), DAY);
    assert_eq!(
        (routes.verdict, routes.says.as_str()),
        (Verdict::Ask, "1 of the 2 parts is not yours to decide alone.")
    );
    let paths: Vec<_> =
        routes.routes.iter().map(|it| (it.domains[0].as_str(), it.paths.len())).collect();
    assert_eq!(paths, [("engineering/architecture", 1), ("product", 2)]);
    assert_eq!(map.check(&changes[..2], &[], &map.lowest(), DAY).verdict, Verdict::Yours);
}

#[test]
fn a_signal_on_lines_counts_them_over_all_its_paths() {
    let text =
        format!("{PAYMENTS}\n[[signal]]\npaths = [\"src/**\"]\nlines = 500\nundo = \"quarter\"\n");
    let map = map(&text);
    let change = |lines| Change { lines_added: lines, ..Change::at("src/a.rs") };
    let undo = |changes: &[Change]| map.cases_of(changes, &[])[0].values[1].map(|it| it.amount);
    assert_eq!(undo(&[change(300), change(199)]), Some(0.0));
    assert_eq!(undo(&[change(300), change(200)]), Some(2.0));
}

#[test]
fn a_new_dependency_is_seen_in_the_manifest() {
    let map = map(PAYMENTS);
    let change = Change {
        before: Some("[dependencies]\n".into()),
        after: Some("[dependencies]\nx='1'".into()),
        ..Change::at("Cargo.toml")
    };
    assert_eq!(map.cases_of(&[change], &[])[0].domains, ["engineering/architecture"]);
    assert_eq!(map.cases_of(&[Change::at("Cargo.toml")], &[])[0].domains, ["*"]);
}

#[test]
fn the_lightest_change_under_a_signal_weighs_only_what_signals_over_its_paths_say() {
    let map = map(&format!(
        "{PAYMENTS}\n[[signal]]\npaths=['src/**']\nlines=500\nreach='customers'\n[[signal]]\npaths=['**']\nundo='sprint'\n"
    ));
    let values = |at: usize| -> Vec<f64> {
        let case = map.lightest(&map.signals[at]).expect("it names a domain");
        case.values.into_iter().map(|it| it.map_or(9.0, |it| it.amount)).collect()
    };
    assert_eq!(values(0), [0.0, 1.0, 0.0], "an hour to undo says the line, a sprint says the last");
    assert_eq!(values(1), [0.0, 2.0, 1.0], "and it is no assumed effort");
    assert_eq!(map.lightest(&map.signals[3]), None, "what else it touches says the kind");
    let small = map.lightest(&map.signals[0]).expect("it names a domain");
    assert_eq!(map.route(&small, &map.lowest(), DAY).verdict, Verdict::Yours);
}
