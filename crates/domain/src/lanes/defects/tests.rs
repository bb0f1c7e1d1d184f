use super::*;
use crate::lanes::tests::{DAY, PAYMENTS, map, routing};

fn rules(text: &str) -> Vec<(&'static str, String)> {
    map(text).defects(DAY, None).into_iter().map(|it| (it.finding.rule, it.finding.place)).collect()
}

#[test]
fn a_map_whose_highest_lane_has_no_bounds_and_a_holder_has_no_defect() {
    assert_eq!(rules(PAYMENTS), []);
}

#[test]
fn e4_has_its_gap_above_the_directors_money() {
    let defects = routing::e4().defects(DAY, None);
    let gap = defects.iter().find(|it| it.domain == "engineering").expect("d7 is a gap");
    assert_eq!(
        (gap.finding.rule, gap.witness.as_slice()),
        ("gap", ["cost more than 250000 EUR".to_owned()].as_slice())
    );
    let root = defects.iter().find(|it| it.domain == "*").expect("no lane names the root");
    assert_eq!(root.witness, ["however small"]);
}

#[test]
fn an_overlap_counts_only_where_no_lower_lane_takes_the_case() {
    let two = "levels=['c','lead']\n[holder]\nlead=['@x']\n[dimension.n]\n\
        [[lane]]\nid='a'\ndomain='*'\nlevel='lead'\nholder=['@a']\n[[lane]]\nid='b'\ndomain='*'\nlevel='lead'\nholder=['@b']\nupto={n=5}\n";
    assert_eq!(rules(two), [("overlap", "b".to_owned())]);
    let masked = format!("{two}[[lane]]\nid='low'\ndomain='*'\nlevel='c'\nupto={{n=9}}\n");
    assert_eq!(rules(&masked), [("unreachable", "b".to_owned())]);
    let partly = format!("{two}[[lane]]\nid='low'\ndomain='*'\nlevel='c'\nupto={{n=4}}\n");
    assert_eq!(rules(&partly), [("overlap", "b".to_owned())]);
}

#[test]
fn lanes_that_ended_levels_without_people_and_open_vetoes_are_found() {
    let text = "levels=['c','lead']\n[[lane]]\nid='a'\ndomain='*'\nlevel='lead'\nagree=['@legal']\n\
        [[lane]]\nid='b'\ndomain='*'\nlevel='c'\nuntil=2026-01-01\n";
    let found = rules(text);
    assert_eq!(
        found,
        [("ended", "b".into()), ("orphan", "a".into()), ("unscoped veto", "a".into())]
    );
}

#[test]
fn a_holder_who_left_leaves_an_orphan() {
    let people = BTreeSet::from(["raj".to_owned()]);
    let found = map(PAYMENTS).defects(DAY, Some(&people));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].finding.says, "Lane “architecture” is held by @ana, who is not here.");
}

const THREE: &str = "levels=['lead']\n[dimension.effort]\nunit='days'\n[holder]\nlead=['@ana']\n\
    [[lane]]\nid='free'\ndomain='money'\nlevel='lead'\nupto={effort=5}\n\
    [[lane]]\nid='agreed'\ndomain='money'\nlevel='lead'\nupto={effort=5}\nmode='agree'\nagree=[{who='@security',about='keys',days=3}]\n\
    [[lane]]\nid='never'\ndomain='money'\nlevel='lead'\nupto={effort=2}\n\
    [[lane]]\nid='rest'\ndomain='*'\nlevel='lead'\n";

#[test]
fn lanes_of_the_same_holders_that_ask_otherwise_overlap_and_say_which_one_counts() {
    let found = map(THREE).defects(DAY, None);
    let rules: Vec<_> =
        found.iter().map(|it| (it.finding.rule, it.finding.place.as_str())).collect();
    assert_eq!(
        rules,
        [("overlap", "agreed"), ("unreachable", "agreed"), ("unreachable", "never")],
        "“never” asks like “free” and is no overlap"
    );
    assert_eq!(
        found[0].clone().in_full().says,
        "Lanes “free” (decides) and “agreed” (decides, needs the yes of @security) both hold the \
         same case in money. “free” stands first, so what “agreed” says counts for nothing there. \
         For example: effort 5 days."
    );
    for same in ["mode='agree'\n", "consult=['@x']\n", "agree=[{who='@x',about='y',days=1}]\n"] {
        let one = |more: &str| {
            format!("[[lane]]\nid='l{}'\ndomain='*'\nlevel='lead'\n{more}", more.len())
        };
        let both = format!("levels=['lead']\n[holder]\nlead=['@ana']\n{}{}", one(""), one(same));
        assert!(map(&both).defects(DAY, None)[0].finding.rule == "overlap", "{same}");
    }
}

#[test]
fn the_answer_for_such_a_case_says_what_was_left_aside() {
    let found = crate::lanes::tests::route(&map(THREE), &["money"], "effort=2", "@ana");
    assert_eq!(
        found.notes,
        [
            "Lane “agreed” (decides, needs the yes of @security) holds it too; what “free” asks counts, since it stands first."
        ]
    );
}

#[test]
fn a_lane_that_can_never_win_is_told_with_the_one_that_takes_its_cases() {
    let found = map(THREE).defects(DAY, None);
    let never = found.iter().find(|it| it.finding.place == "never").expect("it wins nowhere");
    assert_eq!(
        (never.finding.says.as_str(), never.witness.join(", ")),
        (
            "Lane “never” can never decide: “free” stands before it, has the same holders and holds all of it.",
            "effort 2 days".to_owned()
        )
    );
    let found = crate::lanes::tests::grid::e5().defects(DAY, None);
    let lanes: Vec<_> = found.iter().filter(|it| it.finding.rule == "unreachable").collect();
    assert_eq!(lanes.len(), 1, "{lanes:?}");
    assert_eq!(
        lanes[0].finding.says,
        "Lane “D” can never decide: “B” holds all of it at a lower level (team)."
    );
}

/// Its own domain leaves it nothing, and what falls through from a stricter one does not go lower.
#[test]
fn a_lane_that_wins_only_for_a_domain_below_is_not_told() {
    let low = "levels=['ic','team']\n[dimension.n]\n[holder]\nteam=['@t']\n\
        [[lane]]\nid='ic'\ndomain='*'\nlevel='ic'\nupto={n=9}\n\
        [[lane]]\nid='team'\ndomain='*'\nlevel='team'\nupto={n=5}\n\
        [[lane]]\nid='rest'\ndomain='*'\nlevel='team'\n";
    let told = |text: &str| rules(text).iter().any(|it| it.0 == "unreachable" && it.1 == "team");
    assert!(told(low));
    let below = format!("{low}[[lane]]\nid='pay'\ndomain='pay'\nlevel='team'\nupto={{n=1}}\n");
    assert!(!told(&below));
}

#[test]
fn an_open_veto_and_a_crowd_to_ask_come_with_a_case() {
    let text = "levels=['c']\n[dimension.n]\nunit='days'\n[dimension.undo]\nsteps=['hour','sprint']\n\
        [[lane]]\nid='a'\ndomain='*'\nlevel='c'\nupto={n=5}\nagree=['@legal']\n\
        consult=['@1','@2','@3','@4','@5','@6']\n[[lane]]\nid='b'\ndomain='*'\nlevel='c'\nconsult=['@1','@2','@3','@4','@5']\n";
    let found = map(text).defects(DAY, None);
    let of = |rule: &str| -> Vec<String> {
        let of_rule = found.iter().filter(|it| it.finding.rule == rule);
        of_rule.map(|it| it.clone().in_full().says).collect()
    };
    assert_eq!(
        of("unscoped veto"),
        [
            "In lane “a”, @legal may hold things up on anything, for as long as they like. For example: n 5 days, undo sprint."
        ]
    );
    assert_eq!(
        of("consult sprawl"),
        ["In lane “a”, 6 must be asked first. For example: n 5 days, undo sprint."]
    );
}
