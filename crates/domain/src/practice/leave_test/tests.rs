use super::*;
use crate::people::{Actor, Relation, Role, Standing};

fn around(actor: &Actor) -> Around<'_> {
    Around { actor: Some(actor), ..Around::default() }
}

fn somebody(id: &str) -> Actor {
    Actor { id: id.into(), handle: id.into(), ..Actor::system("test") }
}

#[test]
fn it_asks_for_its_owner_on_the_first_day_and_on_the_last() {
    let mut record = sample().record;
    let due = |record: &Record| KIND.due_on(record).map(|it| it.to_string());
    settle(&mut record, Event::Begun, &Around::default());
    assert_eq!(due(&record).as_deref(), Some("2026-03-16"));
    record.state = "away".into();
    settle(&mut record, Event::Moved("go"), &Around::default());
    assert_eq!(due(&record).as_deref(), Some("2026-03-27"));
    record.state = "back".into();
    settle(&mut record, Event::Moved("back"), &Around::default());
    assert_eq!(due(&record), None);
    assert_eq!(record.text("next_on"), "");
}

#[test]
fn nobody_sends_somebody_else_away_and_nobody_goes_backwards() {
    let (ines, mara) = (somebody("ines"), somebody("mara"));
    let mut dossier = sample();
    let own = Standing::of(Relation::Own, Role::Member);
    let steward = Standing::of(Relation::OwnTeam, Role::Steward);
    assert_eq!(KIND.apply(&dossier, own, &around(&ines), "go"), Ok("away"));
    assert!(KIND.apply(&dossier, steward, &around(&mara), "go").is_err());
    dossier.record.put("until", "2026-03-15");
    assert!(KIND.apply(&dossier, own, &around(&ines), "go").is_err());
    assert_eq!(span(&dossier.record), None);
}

#[test]
fn coming_back_asks_what_was_learned() {
    let ines = somebody("ines");
    let mut dossier = sample();
    dossier.record.state = "away".into();
    let own = Standing::of(Relation::Own, Role::Member);
    assert!(KIND.apply(&dossier, own, &around(&ines), "back").is_err());
    dossier.record.put("learned", "Nobody needed me for prices.");
    assert_eq!(KIND.apply(&dossier, own, &around(&ines), "back"), Ok("back"));
}

#[test]
fn what_nobody_holds_meanwhile_is_asked_about() {
    let ines = somebody("ines");
    let mut dossier = sample();
    let rules = |dossier: &Dossier| -> Vec<&str> {
        findings(dossier, &around(&ines)).iter().map(|it| it.rule).collect()
    };
    assert_eq!(rules(&dossier), [""; 0]);
    dossier.record.answers.extend([rows("lent", vec![row(&[("what", "All"), ("who", "@Ines")])])]);
    assert_eq!(rules(&dossier), ["lent-to-oneself"]);
    dossier.record.answers.remove("lent");
    dossier.record.answers.remove("stand_in");
    dossier.record.put("until", "2026-03-01");
    assert_eq!(rules(&dossier), ["no-span", "nothing-lent"]);
}
