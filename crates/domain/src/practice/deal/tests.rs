use super::*;
use crate::people::{Actor, Relation, Role, Standing};
use crate::record::{Row, Value};

fn somebody(id: &str) -> Actor {
    Actor { id: id.into(), handle: id.into(), ..Actor::system("test") }
}

fn standing(leads: bool) -> Standing {
    Standing { leads, ..Standing::of(Relation::OwnTeam, Role::Member) }
}

fn around(actor: &Actor, leads: bool) -> Around<'_> {
    Around {
        actor: Some(actor),
        standing: Some(standing(leads)),
        today: "2026-01-10".parse().ok(),
        ..Around::default()
    }
}

fn draft() -> Dossier {
    let mut dossier = sample::sample();
    dossier.record.state = "draft".into();
    for name in ["leader_agreed", "team_agreed", "agreed_on", "compare_on"] {
        dossier.record.answers.remove(name);
    }
    dossier
}

fn go(dossier: &mut Dossier, who: &Actor, leads: bool, name: &str) -> Result<(), Refusal> {
    let around = around(who, leads);
    let to = KIND.apply(dossier, standing(leads), &around, name)?;
    dossier.record.state = to.into();
    settle(&mut dossier.record, Event::Moved(name), &around);
    Ok(())
}

#[test]
fn it_is_in_force_once_both_have_agreed_whoever_was_first() {
    let (ines, mara) = (somebody("ines"), somebody("mara"));
    for order in [
        [(true, "leader_first"), (false, "team_last")],
        [(false, "team_first"), (true, "leader_last")],
    ] {
        let mut dossier = draft();
        for (leads, name) in order {
            assert_ne!(dossier.record.state, "agreed");
            let who = if leads { &ines } else { &mara };
            assert_eq!(go(&mut dossier, who, leads, name), Ok(()), "{name}");
        }
        let record = &dossier.record;
        assert_eq!(record.state, "agreed");
        assert_eq!(record.text("agreed_on"), "2026-01-10");
        assert_eq!(record.text("compare_on"), "2026-04-10");
        assert_eq!(record.text("leader_agreed"), "@ines on 2026-01-10");
        assert_eq!(record.text("team_agreed"), "@mara on 2026-01-10");
    }
}

#[test]
fn nobody_agrees_for_the_other_side() {
    let (ines, mara, ruth) = (somebody("ines"), somebody("mara"), somebody("ruth"));
    let mut dossier = draft();
    assert!(go(&mut dossier, &mara, false, "leader_first").is_err());
    assert!(go(&mut dossier, &ruth, true, "leader_first").is_err(), "another leader");
    assert!(go(&mut dossier, &ines, true, "team_first").is_err());
    assert!(go(&mut dossier, &ines, false, "team_first").is_err(), "not even with a seat there");
    assert!(go(&mut dossier, &ruth, true, "team_first").is_err());
}

#[test]
fn a_deal_of_one_side_cannot_be_agreed() {
    let ines = somebody("ines");
    for side in ["i_owe", "you_owe"] {
        let mut dossier = draft();
        dossier.record.answers.insert(side.into(), Value::Rows(Vec::new()));
        assert!(go(&mut dossier, &ines, true, "leader_first").is_err(), "{side}");
    }
}

#[test]
fn a_changed_word_needs_both_again_and_a_changed_title_does_not() {
    let mara = somebody("mara");
    let before = sample::sample().record;
    let mut after = before.clone();
    after.title = "Payments and Ines".into();
    settle(&mut after, Event::Saved(&before), &around(&mara, false));
    assert_eq!(after.state, "agreed");
    after
        .answers
        .insert("stops".into(), Value::Rows(vec![Row::from([("what".into(), "x".into())])]));
    settle(&mut after, Event::Saved(&before), &around(&mara, false));
    assert_eq!((after.state.as_str(), after.text("agreed_on")), ("draft", ""));
}

/// On 10 January 2026, that many hours after midnight.
fn hour(n: i64) -> At {
    At(1_768_003_200_000 + n * At::HOUR)
}

fn compare(dossier: &mut Dossier, hour: At) -> Result<(), Refusal> {
    let mara = somebody("mara");
    let around = Around { now: hour, ..around(&mara, false) };
    KIND.apply(dossier, standing(false), &around, "compare")?;
    settle(&mut dossier.record, Event::Moved("compare"), &around);
    Ok(())
}

#[test]
fn it_is_compared_with_words_and_then_asks_again_in_a_quarter() {
    let mut dossier = sample::sample();
    let words = dossier.attached.pop().unwrap();
    assert!(compare(&mut dossier, hour(9)).is_err(), "without a word");
    dossier.attached.push(crate::attachment::Attachment { made_at: hour(-1), ..words.clone() });
    assert!(compare(&mut dossier, hour(9)).is_err(), "from the day before it was agreed");
    dossier.attached.push(crate::attachment::Attachment { made_at: hour(8), ..words });
    assert_eq!(compare(&mut dossier, hour(9)), Ok(()), "on the day it was agreed");
    assert_eq!(dossier.record.text("compare_on"), "2026-04-10");
    assert_eq!(KIND.due_on(&dossier.record), "2026-04-10".parse().ok());
}

#[test]
fn one_comparison_is_one_however_often_it_is_pressed() {
    let mut dossier = sample::sample();
    dossier.attached[0].made_at = hour(8);
    assert_eq!(compare(&mut dossier, hour(9)), Ok(()));
    for later in [hour(9), hour(10), hour(24 * 100)] {
        assert!(compare(&mut dossier, later).is_err(), "nothing new was written");
    }
    let again = crate::attachment::Attachment { made_at: hour(11), ..dossier.attached[0].clone() };
    dossier.attached.push(again);
    assert_eq!(compare(&mut dossier, hour(12)), Ok(()));
}

#[test]
fn a_deal_that_gives_nothing_up_and_one_nobody_compares_are_asked_about() {
    let mara = somebody("mara");
    let mut dossier = sample::sample();
    let rules = |dossier: &Dossier, day: &str| -> Vec<&str> {
        let around = Around { today: day.parse().ok(), ..around(&mara, false) };
        findings(dossier, &around).iter().map(|it| it.rule).collect()
    };
    assert_eq!(rules(&dossier, "2026-04-10"), [""; 0]);
    assert_eq!(rules(&dossier, "2026-04-11"), ["not-compared"]);
    dossier.record.answers.remove("stops");
    assert_eq!(rules(&dossier, "2026-04-10"), ["stops-nothing"]);
    dossier.record.answers.clear();
    assert_eq!(rules(&dossier, "2026-04-10"), [""; 0], "nothing is written yet");
}
