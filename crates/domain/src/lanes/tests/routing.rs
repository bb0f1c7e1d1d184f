//! E4 of `domain.md`, line by line, and the sentences of the design.

use super::*;
use crate::lanes::Verdict;

/// The four lanes of E4; rev, blast and data are ordinal 0–3, cost is money.
pub(in crate::lanes) fn e4() -> Map {
    let steps = "steps = [\"0\", \"1\", \"2\", \"3\"]";
    let mut text = format!(
        "levels = [\"ic\", \"team\", \"staff\", \"director\"]\n[dimension.cost]\nunit = \"EUR\"\n\
         [dimension.rev]\n{steps}\n[dimension.blast]\n{steps}\n[dimension.data]\n{steps}\n\
         [holder]\ndirector = [\"@dora\"]\n"
    );
    for (id, cost, rev, blast, data) in [
        ("ic", 1_000, 1, 1, 1),
        ("team", 10_000, 2, 1, 2),
        ("staff", 50_000, 2, 2, 2),
        ("director", 250_000, 3, 3, 3),
    ] {
        text += &format!(
            "[[lane]]\nid = \"{id}\"\ndomain = \"engineering\"\nlevel = \"{id}\"\n\
             upto = {{ cost = {cost}, rev = \"{rev}\", blast = \"{blast}\", data = \"{data}\" }}\n"
        );
    }
    text += "[[lane]]\nid = \"privacy\"\ndomain = \"privacy\"\nlevel = \"staff\"\nholder = [\"@PrivacyLead\"]\n\
             upto = { cost = 50000, rev = \"3\", blast = \"3\", data = \"2\" }\n";
    map(&text)
}

/// `(lane, binding as "lane:dimension …", unknowns that matter, optimistic lane)`.
fn settled(cost: &str, rev: &str, blast: &str, data: &str) -> (String, String, String, String) {
    let values: Vec<String> = [("cost", cost), ("rev", rev), ("blast", blast), ("data", data)]
        .iter()
        .filter(|it| it.1 != "?")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let route = route(&e4(), &["engineering"], &values.join(", "), "ic");
    let because: Vec<String> =
        route.because.iter().map(|it| format!("{}:{}", it.lane, it.dimension)).collect();
    let matters: Vec<&str> =
        route.unknown.iter().filter(|it| it.matters).map(|it| it.dimension.as_str()).collect();
    (
        route.lane.map_or_else(|| format!("gap to {}", route.deciders.join(" ")), |it| it.id),
        because.join(" "),
        matters.join(" "),
        route.optimistic.map_or(String::new(), |it| it.id),
    )
}

#[test]
fn e4_routes_and_binding_dimensions_are_those_of_the_reference() {
    for (name, case, lane, because) in [
        ("d1", ["800", "1", "1", "0"], "ic", ""),
        ("d2", ["1000", "1", "1", "1"], "ic", ""),
        ("d3", ["1000.01", "1", "1", "1"], "team", "ic:cost"),
        ("d4", ["200", "2", "0", "0"], "team", "ic:rev"),
        ("d5", ["500", "0", "2", "0"], "staff", "ic:blast team:blast"),
        ("d6", ["300", "0", "0", "3"], "director", "ic:data team:data staff:data"),
        (
            "d7",
            ["300000", "0", "0", "0"],
            "gap to @dora",
            "ic:cost team:cost staff:cost director:cost",
        ),
    ] {
        let [cost, rev, blast, data] = case;
        let expected = (lane.to_owned(), because.to_owned(), String::new(), String::new());
        assert_eq!(settled(cost, rev, blast, data), expected, "{name}");
    }
}

#[test]
fn e4_unknowns_fail_upward_and_say_that_they_matter() {
    let d8 = settled("500", "?", "0", "0");
    assert_eq!(
        d8,
        ("director".into(), "ic:rev team:rev staff:rev".into(), "rev".into(), "ic".into())
    );
    let d9 = settled("?", "0", "0", "0");
    let all = "ic:cost team:cost staff:cost director:cost";
    assert_eq!(d9, ("gap to @dora".into(), all.into(), "cost".into(), "ic".into()));
}

#[test]
fn e4_two_domains_go_to_the_higher_holder_and_the_other_is_asked() {
    let route = route(&e4(), &["engineering", "privacy"], "cost=900, rev=1, blast=1, data=1", "ic");
    assert_eq!(route.lane.map(|it| it.id).as_deref(), Some("privacy"));
    assert_eq!(
        (route.deciders, route.consult),
        (vec!["@PrivacyLead".to_owned()], vec!["ic".to_owned()])
    );
    assert_eq!(route.verdict, Verdict::Ask, "the whole is not yours if a part is not");
    let parts: Vec<_> = route.all_of.iter().map(|it| (it.domain.as_str(), it.verdict)).collect();
    assert_eq!(parts, [("engineering", Verdict::Yours), ("privacy", Verdict::Ask)]);
}

#[test]
fn an_unknown_that_cannot_change_the_lane_does_not_matter() {
    let route = route(&e4(), &["engineering"], "cost=100, rev=1, blast=1", "director");
    let data = route.unknown.iter().find(|it| it.dimension == "data").expect("it is unknown");
    assert!(data.matters);
    let same = super::route(&e4(), &["engineering"], "rev=0, blast=0, data=3", "ic");
    assert_eq!(same.verdict, Verdict::Ask, "on neither route is it the contributor’s");
}

#[test]
fn a_child_cannot_be_loosened_by_its_parent() {
    // E5: PayStaff (staff, cost ≤ 1000) on payments, the lanes of E4 on the parent.
    let mut text = String::from("levels = [\"ic\", \"team\", \"staff\"]\n[dimension.cost]\n");
    for (id, domain, level, cost) in [
        ("PayStaff", "eng/pay", "staff", 1_000),
        ("IC", "eng", "ic", 1_000),
        ("Team", "eng", "team", 10_000),
        ("Staff", "eng", "staff", 50_000),
    ] {
        text += &format!(
            "[[lane]]\nid='{id}'\ndomain='{domain}'\nlevel='{level}'\nupto={{cost={cost}}}\n"
        );
    }
    let map = map(&text);
    let lane = |cost: &str| route(&map, &["eng/pay"], cost, "ic").lane.map(|it| it.id);
    assert_eq!(lane("cost=500").as_deref(), Some("PayStaff"));
    assert_eq!(lane("cost=5000").as_deref(), Some("Staff"), "not Team: the child asked for staff");
    let notes = route(&map, &["eng/pay"], "cost=5000", "ic").notes;
    assert!(notes[0].starts_with("Lane “Team” would hold it"), "{notes:?}");
}

#[test]
fn the_answer_is_said_as_the_design_says_it() {
    let map = map(PAYMENTS);
    let route = route(
        &map,
        &["engineering/architecture"],
        "effort=2, undo=quarter, reach=team",
        "contributor",
    );
    assert_eq!(route.says, "@ana’s call, after asking @platform.");
    insta::assert_snapshot!(route.why.join("\n"), @"
    Lane “architecture” (engineering/architecture, level lead, until 2027-06-30): Structure that other teams will feel.
    Lane “storage” (contributor) does not hold it: it takes a quarter to undo (the limit is a sprint).
    It would be yours if it could be undone within a sprint.
    ");
    let ana = super::route(
        &map,
        &["engineering/architecture"],
        "effort=2, undo=quarter, reach=team",
        "@Ana",
    );
    assert_eq!(
        (ana.verdict, ana.says.as_str()),
        (Verdict::Yours, "Yours to decide, after asking @platform.")
    );
}

#[test]
fn the_json_has_the_fields_that_others_rely_on() {
    let map = map(PAYMENTS);
    let route = route(&map, &["product"], "undo=quarter, reach=team", "contributor");
    let json = serde_json::to_value(&route).expect("a route is plain data");
    let pick = |names: &[&str]| {
        let picked = names.iter().map(|it| format!("{it}: {}", json[*it]));
        picked.collect::<Vec<_>>().join("\n")
    };
    let names = [
        "verdict", "lane", "deciders", "consult", "inform", "because", "yours_if", "unknown", "map",
    ];
    insta::assert_snapshot!(pick(&names), @r#"
    verdict: "ask"
    lane: {"domain":"*","id":"the-rest","level":"director","mode":"decide"}
    deciders: ["@raj"]
    consult: []
    inform: []
    because: [{"bound":5.0,"dimension":"effort","lane":"feature","unit":"person-days","value":null},{"bound":"sprint","dimension":"undo","lane":"feature","value":"quarter"}]
    yours_if: [[{"at_most":5.0,"dimension":"effort","lane":"feature","unit":"person-days"},{"at_most":"sprint","dimension":"undo","lane":"feature"}]]
    unknown: [{"dimension":"effort","matters":false}]
    map: {"file":null,"version":null}
    "#);
}
