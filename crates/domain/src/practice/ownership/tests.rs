use super::*;
use crate::attachment::Slot;
use crate::id::At;
use crate::people::{Actor, Relation, Role, Standing};
use crate::record::Answers;

fn somebody(id: &str) -> Actor {
    Actor { id: id.into(), handle: id.into(), ..Actor::system("test") }
}

fn around(actor: &Actor, at: i64) -> Around<'_> {
    Around { actor: Some(actor), now: At(at), today: Some(At(at).day()), ..Around::default() }
}

#[test]
fn a_page_holds_for_half_a_year_and_a_yes_gives_it_another() {
    let ines = somebody("ines");
    let mut record = sample::sample().record;
    record.answers = Answers::new();
    settle(&mut record, Event::Begun, &around(&ines, 1_772_798_400_000));
    assert_eq!(record.text("confirmed_on"), "2026-03-06");
    assert_eq!(record.text("holds_until"), "2026-09-06");
    assert!(!has_run_out(&record, "2026-09-06".parse().unwrap()), "the last day still counts");
    assert!(has_run_out(&record, "2026-09-07".parse().unwrap()));
    assert_eq!(KIND.due_on(&record), "2026-09-06".parse().ok(), "it asks to be confirmed");
    settle(&mut record, Event::Moved("confirm"), &around(&ines, 1_772_798_400_000 + 200 * At::DAY));
    assert_eq!(record.text("confirmed_on"), "2026-09-22");
}

#[test]
fn nobody_but_its_owner_writes_on_a_page_whatever_their_role() {
    let (ines, mara) = (somebody("ines"), somebody("mara"));
    let dossier = sample::sample();
    let steward = Standing::of(Relation::OwnTeam, Role::Steward);
    let owner = Standing::of(Relation::Own, Role::Member);
    let given = Answers::new();
    for slot in KIND.slots {
        let other = slot.may_add(&dossier, steward, &around(&mara, 0), &given);
        assert!(other.is_err(), "{}", slot.name);
        assert_eq!(
            slot.may_add(&dossier, owner, &around(&ines, 0), &given),
            Ok(()),
            "{}",
            slot.name
        );
    }
    for step in KIND.moves.iter().filter(|it| it.from.contains(&"stands")) {
        assert!(
            KIND.apply(&dossier, steward, &around(&mara, 0), step.name).is_err(),
            "{}",
            step.name
        );
        assert!(KIND.apply(&dossier, owner, &around(&ines, 0), step.name).is_ok(), "{}", step.name);
    }
    let taken = dossier.slot("owned").next().unwrap();
    let words = [("more".to_owned(), crate::record::Value::Text("Not mine to say".into()))].into();
    let said =
        slots::OWNED.apply((&dossier, taken), steward, &around(&mara, 0), ("extend", &words));
    assert!(said.is_err(), "a steward extends nobody's line");
}

#[test]
fn every_line_stands_after_a_day_and_can_be_extended_as_long_as_it_is_open() {
    let owner = Standing::of(Relation::Own, Role::Member);
    let dossier = sample::sample();
    for it in &dossier.attached {
        let slot = KIND.slot(&it.slot).unwrap();
        let it = &crate::attachment::Attachment { state: slot.first_state().into(), ..it.clone() };
        let after = |ms| slot.may_reword((&dossier, it), owner, it.made_at.plus(ms));
        assert_eq!(after(At::DAY - 1), Ok(()), "{}", slot.name);
        assert!(after(At::DAY).is_err(), "{}", slot.name);
        assert!(extends(slot), "{}", slot.name);
    }
}

fn extends(slot: &Slot) -> bool {
    slot.moves.iter().any(|it| it.name == "extend" && it.grows && it.from == [slot.first_state()])
}

#[test]
fn what_has_run_out_and_what_is_late_is_asked_about() {
    let ines = somebody("ines");
    let mut dossier = sample::sample();
    let rules = |dossier: &Dossier, day: &str| -> Vec<&str> {
        let around = Around { today: day.parse().ok(), ..around(&ines, 0) };
        findings(dossier, &around).iter().map(|it| it.rule).collect()
    };
    assert_eq!(rules(&dossier, "2026-02-03"), [""; 0], "what is known is not late");
    dossier.attached[2].state = "open".into();
    assert_eq!(rules(&dossier, "2026-02-02"), [""; 0]);
    assert_eq!(rules(&dossier, "2026-02-03"), ["unknown-late"]);
    assert_eq!(rules(&dossier, "2026-08-01"), ["run-out", "unknown-late"]);
}

#[test]
fn a_team_is_invited_only_after_its_leader_has_said_something() {
    assert_eq!(invitation(true, false, false, false), Some(Invitation::GoFirst));
    assert_eq!(invitation(true, false, true, true), Some(Invitation::GoFirst), "asking is not it");
    assert_eq!(invitation(false, false, false, false), None, "the team is not asked first");
    assert_eq!(invitation(false, false, false, true), Some(Invitation::Follow));
    assert_eq!(invitation(true, true, false, true), Some(Invitation::Ask));
    for (leads, asked, leader) in [(true, true, true), (false, false, true), (false, true, false)] {
        assert_eq!(invitation(leads, true, asked, leader), None, "who has said it is left alone");
    }
}

#[test]
fn going_first_means_an_unknown_or_something_got_wrong_and_not_a_list_of_what_one_owns() {
    let mut page = sample::sample();
    assert!(goes_first(&page));
    page.attached.retain(|it| matches!(it.slot.as_str(), "owned" | "handed_over"));
    assert!(!goes_first(&page));
}
