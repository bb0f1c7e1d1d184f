use proptest::prelude::*;

use super::*;
use crate::attachment::COMMITMENT;
use crate::people::{Actor, ActorKind, Relation, Role, Standing, Who};
use crate::practice::postmortem::{KIND, slots};
use crate::practice::samples::{attachment, list, row, rows};
use crate::record::Answers;

fn draft() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.state = "draft".into();
    dossier.attached.clear();
    dossier
}

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn leader() -> Standing {
    Standing::of(Relation::Above, Role::Member)
}

fn named(handle: &str) -> Actor {
    Actor { id: handle.into(), handle: handle.into(), ..Actor::system("test") }
}

/// What somebody who stands like this gets to hear when adding to a slot.
fn adds(dossier: &Dossier, slot: &str, standing: Standing, actor: &Actor) -> Result<(), Refusal> {
    let around = Around { standing: Some(standing), actor: Some(actor), ..Around::default() };
    KIND.slot(slot).unwrap().may_add(dossier, standing, &around, &Answers::new())
}

#[test]
fn only_the_team_opens_shares_and_publishes_it() {
    for step in KIND.moves {
        assert_eq!(step.by, Who::OfTeam, "{}", step.name);
    }
    assert_eq!(KIND.by, Who::OfTeam);
    assert!(!leader().is(KIND.by) && !Standing { leads: true, ..member() }.is(KIND.by));
    let refused = KIND.apply(&draft(), leader(), &Around::default(), "share");
    assert!(matches!(refused, Err(Refusal::NotYours(_))));
}

#[test]
fn whoever_leads_from_outside_speaks_after_the_team_has_published() {
    let (raj, mut dossier) = (named("raj"), draft());
    for slot in KIND.all_slots().filter(|it| leader().is(it.by)) {
        let before = adds(&dossier, slot.name, leader(), &raj);
        assert!(
            matches!(&before, Err(Refusal::NotYours(says)) if says.contains("team speaks first")),
            "{}: {before:?}",
            slot.name
        );
    }
    dossier.record.state = "published".into();
    assert_eq!(adds(&dossier, "own_part", leader(), &raj), Ok(()));
}

#[test]
fn an_answer_before_that_is_a_word_too() {
    let dossier = draft();
    let asked = attachment(&crate::attachment::QUESTION, "jonas", &[("text", "Why then?")]);
    let raj = named("raj");
    let said = Answers::from([crate::practice::samples::text("answer", "Because of me")]);
    let answer = |dossier: &Dossier, standing| {
        let around = Around { standing: Some(standing), actor: Some(&raj), ..Around::default() };
        KIND.slot("question").unwrap().apply(
            (dossier, &asked),
            standing,
            &around,
            ("answer", &said),
        )
    };
    assert!(answer(&dossier, leader()).is_err());
    assert_eq!(answer(&dossier, member()), Ok("answered"));
    assert_eq!(answer(&(KIND.sample)(), leader()), Ok("answered"), "published");
}

#[test]
fn the_team_may_invite_whoever_leads_in_before() {
    let mut dossier = draft();
    dossier.record.answers.extend([list("invited", &["@Raj"])]);
    assert_eq!(adds(&dossier, "own_part", leader(), &named("raj")), Ok(()));
    assert!(adds(&dossier, "own_part", leader(), &named("ruth")).is_err());
}

#[test]
fn whoever_leads_says_their_own_part_before_anything_else() {
    let mut dossier = draft();
    dossier.record.state = "published".into();
    let raj = named("raj");
    for slot in ["question", "commitment", "idea"] {
        let early = adds(&dossier, slot, leader(), &raj);
        assert!(
            matches!(&early, Err(Refusal::NotYours(says)) if says.contains("your own part")),
            "{slot}"
        );
    }
    dossier.attached.push(attachment(&slots::OWN_PART, "raj", &[("text", "I asked for speed.")]));
    for slot in ["question", "commitment", "idea"] {
        assert_eq!(adds(&dossier, slot, leader(), &raj), Ok(()), "{slot}");
    }
    assert!(adds(&dossier, "own_part", leader(), &raj).is_err(), "once is enough");
}

#[test]
fn the_team_and_people_of_other_teams_need_no_such_ceremony() {
    let elsewhere = Standing::of(Relation::AnotherTeam, Role::Member);
    for (standing, slot) in [(member(), "commitment"), (member(), "idea"), (elsewhere, "question")]
    {
        assert_eq!(adds(&draft(), slot, standing, &named("kim")), Ok(()), "{slot}");
    }
}

#[test]
fn a_sixth_promise_is_refused_and_an_idea_never() {
    let mut dossier = draft();
    for n in 0..slots::MOST_COMMITMENTS {
        assert_eq!(adds(&dossier, "commitment", member(), &named("kim")), Ok(()), "{n}");
        dossier.attached.push(attachment(&COMMITMENT, "kim", &[("text", "Something")]));
    }
    let sixth = adds(&dossier, "commitment", member(), &named("kim"));
    assert!(
        matches!(&sixth, Err(Refusal::Rule(says)) if says.contains("Five changes")),
        "{sixth:?}"
    );
    assert_eq!(adds(&dossier, "idea", member(), &named("kim")), Ok(()));
    dossier.attached[0].state = "dropped".into();
    assert_eq!(adds(&dossier, "commitment", member(), &named("kim")), Ok(()), "one was dropped");
}

#[test]
fn a_lead_from_outside_needs_a_reason_that_everybody_reads() {
    let leads = ["ines".to_owned()];
    let around = Around { leads: &leads, ..Around::default() };
    let mut dossier = draft();
    assert_eq!(KIND.apply(&dossier, member(), &around, "share"), Ok("review"));
    for role in ["lead", "facilitator"] {
        dossier.record.put(role, "@ines");
        let refused = KIND.apply(&dossier, member(), &around, "share");
        assert!(
            matches!(&refused, Err(Refusal::Rule(says)) if says.starts_with("@ines")),
            "{refused:?}"
        );
        assert!(findings(&dossier, &around).iter().any(|it| it.rule == "led-from-outside"));
        dossier.record.put(role, "lena");
    }
    dossier.record.put("lead", "ines");
    dossier.record.put("led_otherwise", "All of us were in it, and nobody else knows the bank.");
    assert_eq!(KIND.apply(&dossier, member(), &around, "share"), Ok("review"));
}

#[test]
fn one_factor_is_never_published() {
    let mut dossier = draft();
    dossier.record.state = "review".into();
    assert_eq!(KIND.apply(&dossier, member(), &Around::default(), "publish"), Ok("published"));
    let one = rows("factors", vec![row(&[("factor", "A full disk")]), row(&[("factor", " ")])]);
    dossier.record.answers.extend([one]);
    let refused = KIND.apply(&dossier, member(), &Around::default(), "publish");
    assert!(
        matches!(&refused, Err(Refusal::Rule(says)) if says.contains("root cause by another name"))
    );
    dossier.record.answers.remove("factors");
    assert!(matches!(
        KIND.apply(&dossier, member(), &Around::default(), "publish"),
        Err(Refusal::Unanswered(_))
    ));
}

#[test]
fn the_page_asks_for_what_is_missing_and_not_before_there_is_anything() {
    let rules = |dossier: &Dossier| {
        findings(dossier, &Around::default()).iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&(KIND.sample)()), [""; 0], "the example is a good one");
    let mut dossier = draft();
    dossier.record.answers.clear();
    assert_eq!(rules(&dossier), [""; 0]);
    dossier.record.answers.extend([rows_of("factors", "factor", &["A full disk"])]);
    assert_eq!(rules(&dossier), ["one-factor", "perspectives", "nothing-helped"]);
    dossier = draft();
    dossier.record.put("began", "2026-01-07 16:30");
    dossier.attached.push(attachment(&COMMITMENT, "kim", &[("text", "Train everybody")]));
    assert_eq!(rules(&dossier), ["starts-late", "only-care"]);
}

fn rows_of(name: &str, cell: &str, all: &[&str]) -> (String, Value) {
    rows(name, all.iter().map(|it| row(&[(cell, it)])).collect())
}

#[test]
fn wording_is_looked_at_wherever_people_write() {
    let names = ["Jonas".to_owned()];
    let around = Around { names: &names, ..Around::default() };
    for place in ["timeline", "perspectives", "factors"] {
        let cell = if place == "timeline" {
            "what"
        } else if place == "factors" {
            "factor"
        } else {
            "saw"
        };
        let mut dossier = draft();
        let said = ["Then Jonas forgot the flag.", "A second view"];
        let mut all = rows_of(place, cell, &said);
        if let Value::Rows(all) = &mut all.1 {
            all.iter_mut().for_each(|it| {
                it.insert("who".into(), "somebody".into());
            });
        }
        dossier.record.answers.extend([all]);
        let found = findings(&dossier, &around);
        assert!(
            found.iter().any(|it| it.rule == "named-error" && it.place == place),
            "{place}: {found:?}"
        );
    }
}

#[test]
fn the_timeline_is_kept_in_order_and_what_has_no_moment_stays_where_it_was() {
    let at = |at: &str, what: &str| row(&[("at", at), ("what", what)]);
    let mut all = vec![
        at("2026-03-04 14:05", "c"),
        at("", "d"),
        at("2026-03-03", "a"),
        at("2026-03-04T09:00Z", "b"),
    ];
    in_order(&mut all);
    let order: String = all.iter().map(|it| it["what"].as_str()).collect();
    assert_eq!(order, "abcd");
}

#[test]
fn whoever_opens_it_leads_it_until_somebody_else_is_named() {
    let kim = Actor { kind: ActorKind::Person, ..named("kim") };
    let around = Around { actor: Some(&kim), ..Around::default() };
    let mut record = draft().record;
    record.answers.remove("lead");
    settle(&mut record, Event::Begun, &around);
    assert_eq!(record.text("lead"), "kim");
    record.put("lead", "lena");
    settle(&mut record, Event::Begun, &around);
    assert_eq!(record.text("lead"), "lena");
}

proptest! {
    #[test]
    fn putting_rows_in_order_loses_none_and_twice_is_once(moments in prop::collection::vec("(2026-0[1-9]-1[0-9] 1[0-9]:0[0-9])?", 0..12)) {
        let mut all: Vec<Row> = moments.iter().enumerate().map(|(n, at)| row(&[("at", at), ("what", &n.to_string())])).collect();
        let before = all.clone();
        in_order(&mut all);
        let once = all.clone();
        in_order(&mut all);
        prop_assert_eq!(&all, &once);
        let sorted = |rows: &[Row]| { let mut it: Vec<String> = rows.iter().map(|r| r["what"].clone()).collect(); it.sort(); it };
        prop_assert_eq!(sorted(&before), sorted(&once));
    }
}
