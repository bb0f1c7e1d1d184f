use proptest::prelude::*;

use super::*;
use crate::lanes::tests::{PAYMENTS, map};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn away(who: &str, stand_in: Option<&str>) -> Absence {
    Absence {
        who: who.into(),
        stand_in: stand_in.map(str::to_owned),
        from: day("2026-03-16"),
        until: day("2026-03-27"),
    }
}

fn call(map: &Map, id: &str, domain: &str, set: &str, deciders: &[&str]) -> OpenCall {
    let mut case = map.case(&[domain.to_owned()]);
    if !set.is_empty() {
        map.set(&mut case, set).unwrap();
    }
    OpenCall { id: id.into(), case, deciders: deciders.iter().map(|it| (*it).to_owned()).collect() }
}

fn lane<'a>(leave: &'a Leave, id: &str) -> &'a HeldLane {
    leave
        .lanes
        .iter()
        .find(|it| it.lane == id)
        .unwrap_or_else(|| panic!("{id} is not in {leave:?}"))
}

#[test]
fn a_call_goes_to_the_stand_in_else_up_and_others_are_not_touched() {
    let map = map(PAYMENTS);
    let calls = [
        call(&map, "hers", "engineering/architecture", "effort=10", &["@ana"]),
        call(&map, "theirs", "product", "effort=1", &["contributor"]),
    ];
    let alone = map.leave(&away("@ana", None), &calls);
    assert_eq!(alone.calls, [Stall { id: "hers".into(), goes_to: vec!["@raj".into()] }]);
    let lent = map.leave(&away("ana", Some("@kim")), &calls);
    assert_eq!(lent.calls, [Stall { id: "hers".into(), goes_to: vec!["@kim".into()] }]);
}

#[test]
fn what_only_the_top_can_decide_stalls_while_the_top_is_away() {
    let map = map(PAYMENTS);
    let calls = [call(&map, "all", "*", "", &["@raj"])];
    let leave = map.leave(&away("@raj", None), &calls);
    assert_eq!(leave.calls, [Stall { id: "all".into(), goes_to: vec![] }]);
    assert!(lane(&leave, "the-rest").stalls());
    let lent = map.leave(&away("@raj", Some("@ana")), &calls);
    assert!(!lane(&lent, "the-rest").stalls());
    assert_eq!(lent.calls[0].goes_to, ["@ana"]);
}

#[test]
fn a_lane_with_somebody_else_on_it_does_not_stall() {
    let two = PAYMENTS.replace("director = [\"@raj\"]", "director = [\"@raj\", \"@ruth\"]");
    let leave = map(&two).leave(&away("@raj", None), &[]);
    assert_eq!(lane(&leave, "the-rest").others, ["@ruth"]);
    assert!(!lane(&leave, "the-rest").stalls());
}

#[test]
fn two_people_away_at_once_are_nobody() {
    let both = PAYMENTS.replace("director = [\"@raj\"]", "director = [\"@raj\", \"@ruth\"]")
        + "\n[[away]]\nwho = \"@ruth\"\nfrom = 2026-03-20\nuntil = 2026-04-01\n";
    let leave = map(&both).leave(&away("@raj", None), &[]);
    assert!(lane(&leave, "the-rest").stalls(), "{leave:?}");
}

#[test]
fn whoever_must_agree_holds_a_lane_up_unless_silence_ends_the_wait() {
    let agree = |days: &str| {
        PAYMENTS.replace(
            "consult = [\"@platform\"]",
            &format!("consult = [\"@kim\"]\nagree = [{{ who = \"@bo\"{days} }}]"),
        )
    };
    let forever = map(&agree("")).leave(&away("@bo", None), &[]);
    assert_eq!(lane(&forever, "architecture").part, Part::Agrees);
    assert!(lane(&forever, "architecture").stalls());
    let two_days = map(&agree(", days = 2")).leave(&away("@bo", None), &[]);
    assert!(!lane(&two_days, "architecture").stalls());
    let asked = map(&agree("")).leave(&away("@kim", None), &[]);
    assert!(!lane(&asked, "architecture").stalls(), "advice is missed, not waited for");
}

fn past(
    id: &str,
    opened: &str,
    decided: Option<&str>,
    decider: &str,
    deciders: &[&str],
) -> PastCall {
    PastCall {
        id: id.into(),
        opened: day(opened),
        decided: decided.map(day),
        decider: decider.into(),
        deciders: deciders.iter().map(|it| (*it).to_owned()).collect(),
    }
}

#[test]
fn afterwards_it_says_what_was_decided_what_waited_and_what_was_done_from_afar() {
    let calls = [
        past("without", "2026-03-10", Some("2026-03-18"), "kim", &["@ana"]),
        past("last-day", "2026-03-10", Some("2026-03-27"), "kim", &["@ana"]),
        past("waited", "2026-03-20", Some("2026-03-30"), "ana", &["@ana"]),
        past("still", "2026-03-20", None, "", &["@ana"]),
        past("afar", "2026-03-17", Some("2026-03-19"), "ana", &["@ana"]),
        past("before", "2026-03-01", Some("2026-03-13"), "ana", &["@ana"]),
        past("later", "2026-03-29", None, "", &["@ana"]),
        past("not-hers", "2026-03-17", Some("2026-03-19"), "kim", &["@kim"]),
    ];
    let found = without(&away("@ana", None), &calls);
    assert_eq!(found.decided, ["without", "last-day"]);
    assert_eq!(found.waited, ["waited", "still"]);
    assert_eq!(found.from_afar, ["afar"]);
}

proptest! {
    #[test]
    fn nothing_goes_to_whoever_is_away(who in 0usize..4, stand_in in 0usize..5, effort in 0u32..60) {
        let people = ["@ana", "@raj", "@kim", "@platform"];
        let map = map(PAYMENTS);
        let absence = away(people[who], people.get(stand_in).copied());
        let calls = [call(&map, "x", "engineering/architecture", &format!("effort={effort}"), &[])];
        let leave = map.leave(&absence, &calls);
        for stall in &leave.calls {
            prop_assert!(!stall.goes_to.iter().any(|it| it == people[who]));
        }
        for it in &leave.lanes {
            prop_assert!(!it.others.iter().chain(&it.goes_to).any(|it| it == people[who]), "{it:?}");
        }
    }
}
