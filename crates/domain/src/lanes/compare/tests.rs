use super::*;
use crate::lanes::tests::{DAY, PAYMENTS, map};

fn said(all: &[Difference]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn a_wider_lane_is_told_to_all_and_to_whom_it_widens() {
    let new = PAYMENTS
        .replace("effort = 5, undo = \"sprint\"", "effort = 8, undo = \"quarter\"")
        .replace("lead = [\"@ana\"]", "lead = [\"@ana\", \"@kim\"]")
        .replace("inform = [\"#payments\"]", "");
    let found = compare(&map(PAYMENTS), &map(&new), "@kim", DAY);
    insta::assert_snapshot!(said(&found.changes).join("\n"), @"
    @kim is now listed as lead.
    Lane “feature”: effort 5 person-days → 8 person-days; undo sprint → quarter; told #payments → nobody.
    ");
    insta::assert_snapshot!(said(&found.for_you).join("\n"), @"
    You are now lead.
    You may now decide in engineering/architecture up to 40 person-days · a quarter to undo · reaching several teams (lane “architecture”).
    In product you decide up to 8 person-days · a quarter to undo · reaching the team; it was 5 person-days · a sprint to undo · reaching the team (lane “feature”).
    ");
}

#[test]
fn the_same_map_changes_nothing_for_anybody() {
    assert_eq!(compare(&map(PAYMENTS), &map(PAYMENTS), "lead", DAY), Comparison::default());
}

#[test]
fn a_lane_taken_away_is_told_to_whom_it_held() {
    let (kept, _) =
        PAYMENTS.split_once("[[lane]]\nid = \"the-rest\"").expect("it is in the example");
    let found = compare(&map(PAYMENTS), &map(kept), "director", DAY);
    assert_eq!(
        said(&found.for_you),
        ["You no longer decide in everything up to any size (lane “the-rest”)."]
    );
    assert_eq!(
        found.changes[0].says,
        "Lane “the-rest” is gone: in everything, director decides up to any size."
    );
}

const BASE: &str = "levels=['c','lead']\n[dimension.cost]\nunit='EUR'\nassume=1\n\
    [dimension.undo]\nsteps=['hour','never']\n[holder]\nlead=['@ana']\n\
    [[lane]]\nid='a'\ndomain='x'\nlevel='c'\nupto={cost=5}\n\
    [[lane]]\nid='rest'\ndomain='*'\nlevel='lead'\n\
    [[signal]]\npaths=['src/**']\ndomain='x'\n";

fn after(from: &str, to: &str) -> Vec<String> {
    assert!(BASE.contains(from), "{from}");
    said(&compare(&map(BASE), &map(&BASE.replacen(from, to, 1)), "@kim", DAY).changes)
}

#[test]
fn each_difference_is_one_sentence_that_says_what_was_and_what_is() {
    let bounds = "upto={cost=5}";
    let agrees = "upto={cost=5}\nagree=[{who='@sec',about='keys',days=3}]";
    for (from, to, expected) in [
        ("'c','lead'", "'c','lead','exec'", "The levels are now c, lead, exec."),
        ("assume=1", "assume=2", "A diff that does not say is now taken as cost 2 EUR."),
        ("assume=1\n", "", "A diff that does not say now leaves cost unknown."),
        ("'hour','never'", "'hour','day','never'", "The scale of undo changes."),
        ("[holder]", "[dimension.n]\n[holder]", "Cases are now weighed by n too."),
        ("[dimension.undo]\nsteps=['hour','never']\n", "", "Cases are no longer weighed by undo."),
        ("lead=['@ana']", "lead=['@bo','@ana']", "@bo is now listed as lead."),
        ("lead=['@ana']", "", "@ana is no longer listed as lead."),
        ("domain='x'\nlevel", "domain='y'\nlevel", "Lane “a”: domain x → y."),
        ("level='c'", "level='lead'", "Lane “a”: decided by c → lead."),
        ("level='c'", "level='c'\nholder=['@kim','@bo']", "Lane “a”: decided by c → @kim or @bo."),
        (bounds, "mode='intend'\nupto={cost=5}", "Lane “a”: mode decide → intend."),
        (bounds, "", "Lane “a”: cost 5 EUR → any."),
        (bounds, "upto={cost=5,undo='hour'}", "Lane “a”: undo any → hour."),
        (bounds, "upto={cost=5}\nconsult=['@p']", "Lane “a”: asked nobody → @p."),
        (bounds, "upto={cost=5}\ninform=['#x']", "Lane “a”: told nobody → #x."),
        (bounds, agrees, "Lane “a”: must agree nobody → @sec on keys within 3 days."),
        (bounds, "upto={cost=5}\nfrom=2027-01-01", "Lane “a”: from open → 2027-01-01."),
        (bounds, "upto={cost=5}\nuntil=2027-01-01", "Lane “a”: until open → 2027-01-01."),
        ("src/**", "lib/**", "What a diff says about a case changes: the signals differ."),
    ] {
        assert_eq!(after(from, to), [expected], "{to}");
    }
}

/// By the bounds, not by how a sentence happens to be worded.
#[test]
fn a_difference_is_wider_narrower_or_neither() {
    let bounds = "upto={cost=5}";
    for (from, to, way) in [
        (bounds, "upto={cost=8}", Way::Wider),
        (bounds, "", Way::Wider),
        (bounds, "upto={cost=2}", Way::Narrower),
        (bounds, "upto={cost=5,undo='hour'}", Way::Narrower),
        (bounds, "upto={cost=8,undo='hour'}", Way::Other),
        (bounds, "upto={cost=8}\nconsult=['@p']", Way::Other),
        ("level='c'", "level='lead'", Way::Other),
        ("src/**", "lib/**", Way::Other),
        ("[[signal]]", "[[lane]]\nid='new'\ndomain='y'\nlevel='c'\n[[signal]]", Way::Wider),
        ("[[lane]]\nid='rest'\ndomain='*'\nlevel='lead'\n", "", Way::Narrower),
    ] {
        let found = compare(&map(BASE), &map(&BASE.replacen(from, to, 1)), "c", DAY);
        assert_eq!(found.changes.last().map(|it| it.way), Some(way), "{to}");
        let mine = found.for_you.first().map(|it| it.way);
        assert!(way == Way::Other || mine.is_none_or(|it| it == way), "{to}: {mine:?}");
    }
    let scale = BASE.replace("'hour','never'", "'hour','day','never'");
    let scale = scale.replace("upto={cost=5}", "upto={cost=8,undo='day'}");
    let old = BASE.replace("upto={cost=5}", "upto={cost=5,undo='hour'}");
    let found = compare(&map(&old), &map(&scale), "c", DAY);
    assert_eq!(found.changes[1].way, Way::Other, "two scales: {:?}", found.changes);
}

#[test]
fn for_programs_a_difference_is_its_sentence() {
    let found = compare(&map(BASE), &map(&BASE.replace("cost=5", "cost=8")), "c", DAY);
    assert_eq!(
        serde_json::to_value(&found.changes).unwrap(),
        serde_json::json!(["Lane “a”: cost 5 EUR → 8 EUR."])
    );
}

#[test]
fn a_veto_that_gets_wider_is_told_also_where_the_name_stays() {
    let with = |agree: &str| map(&BASE.replace("upto={cost=5}", &format!("agree=[{agree}]")));
    let (scoped, open) = (with("{who='@sec',about='keys',days=1}"), with("'@sec'"));
    let found = compare(&scoped, &open, "c", DAY);
    assert_eq!(said(&found.changes), ["Lane “a”: must agree @sec on keys within 1 day → @sec."]);
    assert_eq!(said(&found.for_you), ["In x whom you ask first changes (lane “a”)."]);
}

#[test]
fn a_signal_that_weighs_otherwise_is_told_and_a_dimension_beside_it_is_not() {
    let weighed = BASE.replace("paths=['src/**']", "paths=['src/**']\nundo='hour'");
    let heavier = weighed.replace("undo='hour'", "undo='never'");
    let found = compare(&map(&weighed), &map(&heavier), "c", DAY).changes;
    assert_eq!(said(&found), ["What a diff says about a case changes: the signals differ."]);
    let more = weighed.replace("[dimension.cost]", "[dimension.n]\n[dimension.cost]");
    let found = compare(&map(&weighed), &map(&more), "c", DAY).changes;
    assert_eq!(said(&found), ["Cases are now weighed by n too."]);
}

#[test]
fn signals_that_only_moved_to_other_lines_are_the_same() {
    let moved = BASE.replace("[[signal]]", "\n\n# a remark\n[[signal]]");
    assert_eq!(compare(&map(BASE), &map(&moved), "@kim", DAY), Comparison::default());
}

#[test]
fn what_changes_for_you_is_only_what_you_may_do() {
    let wider = BASE.replace("cost=5", "cost=50");
    let for_whom = |who: &str| said(&compare(&map(BASE), &map(&wider), who, DAY).for_you);
    let expected = ["In x you decide up to 50 EUR; it was 5 EUR (lane “a”)."];
    assert_eq!(for_whom("c"), expected);
    assert_eq!(for_whom("@ana"), expected, "a lead may decide there as well");
    let held = wider.replace("level='c'", "level='c'\nholder=['@kim']");
    let now = |who: &str| said(&compare(&map(BASE), &map(&held), who, DAY).for_you);
    assert_eq!(now("@bo"), ["You no longer decide in x up to 5 EUR (lane “a”)."]);
    assert_eq!(now("@kim"), expected);
}

#[test]
fn a_lane_that_begins_later_is_a_change_of_the_map_and_not_yet_one_for_you() {
    let later = format!("{BASE}[[lane]]\nid='new'\ndomain='y'\nlevel='c'\nfrom=2099-01-01\n");
    let found = compare(&map(BASE), &map(&later), "c", DAY);
    assert_eq!(said(&found.changes), ["New lane “new”: in y, c decides up to any size."]);
    assert_eq!(said(&found.for_you), [""; 0]);
}
