use super::*;
use crate::id::At;
use crate::kind::{Around, Event};
use crate::measure::kept::Kept;
use crate::people::{Relation, Role, Standing};
use crate::record::{Dossier, Record, Refusal};

fn sample() -> Dossier {
    (KIND.sample)()
}

fn written() -> Dossier {
    let mut it = sample();
    it.record.state = WRITTEN.into();
    it.record.answers.remove(FIGURES);
    it
}

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

#[test]
fn what_it_does_not_say_is_asked_before_it_is_released() {
    let mut it = written();
    it.record.answers.remove("says_not");
    it.record.answers.remove(MIRROR);
    let refused = KIND.apply(&it, member(), &Around::default(), RELEASE).unwrap_err();
    let expected = ["What it does not say", "Mirror"].map(str::to_owned).to_vec();
    assert_eq!(refused, Refusal::Unanswered(expected));
    assert_eq!(KIND.apply(&written(), member(), &Around::default(), RELEASE), Ok(RELEASED));
}

#[test]
fn the_release_keeps_its_day_and_other_words_are_released_anew() {
    let around = Around { now: At(1_768_383_600_000), ..Around::default() };
    let mut record = written().record;
    rules::settle(&mut record, Event::Moved(RELEASE), &around);
    assert_eq!(record.text("released_on"), "2026-01-14");
    let before = sample().record;
    let mut after = Record { title: "It is better now".into(), ..before.clone() };
    rules::settle(&mut after, Event::Saved(&before), &around);
    assert_eq!(
        (after.state.as_str(), after.text(FIGURES), after.text("released_on")),
        (WRITTEN, "", "")
    );
    let mut past = Record { state: "past".into(), ..before.clone() };
    rules::settle(&mut past, Event::Saved(&Record { state: "past".into(), ..before }), &around);
    assert!(!past.text(FIGURES).is_empty(), "what was said then stays");
}

#[test]
fn the_figure_of_the_sample_can_be_drawn_and_holds_no_person() {
    let it = sample();
    let kept = Kept::read(it.record.text(FIGURES)).expect("figures");
    assert_eq!((kept.n, kept.version), (Some(312), 1));
    assert!(kept.mirror().is_some());
    let text = it.record.text(FIGURES);
    assert!(!text.contains("jonas") && !text.contains("curve"), "{text}");
}

#[test]
fn whoever_leads_from_outside_asks_and_does_nothing_else_here() {
    let it = sample();
    let leader = Standing::of(Relation::Above, Role::Steward);
    let around = Around { standing: Some(leader), ..Around::default() };
    for slot in KIND.all_slots() {
        let may = slot.may_add(&it, leader, &around, &crate::record::Answers::new()).is_ok();
        let open = ["question", "commitment", "forecast", "response"].contains(&slot.name);
        assert!(!may || open, "{} by a leader", slot.name);
    }
    for step in KIND.moves {
        assert!(!leader.is(step.by), "{}", step.name);
    }
}
