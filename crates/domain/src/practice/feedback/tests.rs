use super::*;
use crate::attachment::Attachment;
use crate::people::{Actor, Relation, Role, Standing};
use crate::record::Value;
use raised::RAISED;

fn somebody(id: &str) -> Actor {
    Actor { id: id.into(), handle: id.into(), ..Actor::system("test") }
}

fn at(actor: &Actor, day: i64) -> Around<'_> {
    let now = At(day * At::DAY);
    Around { actor: Some(actor), now, today: Some(now.day()), ..Around::default() }
}

const MEMBER: Standing = Standing {
    relation: Relation::OwnTeam,
    role: Role::Member,
    leads: false,
    agent: false,
    keeper: false,
    own: false,
};

fn raised() -> (Dossier, Attachment) {
    let mut dossier = sample();
    dossier.attached.truncate(1);
    let it = &mut dossier.attached[0];
    it.state = "raised".into();
    it.made_at = At(0);
    it.answers.retain(|name, _| name == "text");
    let it = it.clone();
    (dossier, it)
}

/// Makes a move with every answer it asks, or says why not.
fn go(
    dossier: &Dossier,
    it: &mut Attachment,
    who: &Actor,
    day: i64,
    name: &str,
) -> Result<(), Refusal> {
    let step = RAISED.moves.iter().find(|it| it.name == name).expect("is a move");
    let given = step.asks.iter().map(|ask| {
        let said = match ask.answer {
            Answer::Day => "2026-03-01".to_owned(),
            Answer::Person => "ines".to_owned(),
            _ => format!("said at {name}"),
        };
        (ask.name.to_owned(), Value::Text(said))
    });
    let given: Answers = given.collect();
    let around = at(who, day);
    RAISED.apply((dossier, it), MEMBER, &around, (name, &given))?;
    RAISED.moved(it, step, given, &around);
    Ok(())
}

#[test]
fn an_item_goes_round_the_loop_and_the_house_keeps_each_moment() {
    let (ines, jonas) = (somebody("ines"), somebody("jonas"));
    let (dossier, mut it) = raised();
    let steps: [(&Actor, i64, &str); 5] = [
        (&ines, 1, "hear"),
        (&ines, 2, "will"),
        (&ines, 9, "done"),
        (&ines, 10, "tell"),
        (&jonas, 11, "check"),
    ];
    for (who, day, name) in steps {
        assert_eq!(go(&dossier, &mut it, who, day, name), Ok(()), "{name}");
    }
    assert_eq!(it.state, "closed");
    for (name, day) in
        [("heard_at", 1), ("decided_at", 2), ("done_at", 9), ("told_at", 10), ("closed_at", 11)]
    {
        assert_eq!(raised::moment(&it, name), Some(At(day * At::DAY)), "{name}");
    }
}

#[test]
fn the_day_of_a_promise_asks_for_nothing_once_it_is_done_or_has_come_back() {
    let (ines, jonas) = (somebody("ines"), somebody("jonas"));
    let (dossier, mut it) = raised();
    let day = "2026-03-01".parse().ok();
    for (who, name, due) in [
        (&ines, "learn", day),
        (&ines, "will", day),
        (&ines, "done", None),
        (&ines, "tell", None),
        (&jonas, "reopen", None),
        (&ines, "will", day),
    ] {
        assert_eq!(go(&dossier, &mut it, who, 1, name), Ok(()), "{name}");
        assert_eq!(RAISED.due_on(&it), due, "{name}");
    }
}

#[test]
fn only_whoever_it_is_put_to_answers_and_only_whoever_raised_it_checks() {
    let (ines, jonas, mara) = (somebody("ines"), somebody("jonas"), somebody("mara"));
    let (dossier, mut it) = raised();
    assert!(go(&dossier, &mut it, &mara, 1, "decline").is_err());
    assert!(go(&dossier, &mut it, &jonas, 1, "decline").is_err());
    assert!(go(&dossier, &mut it, &ines, 1, "decline").is_ok());
    assert!(go(&dossier, &mut it, &ines, 2, "tell").is_ok());
    assert!(go(&dossier, &mut it, &ines, 3, "check").is_err(), "nobody declares it closed");
    assert!(go(&dossier, &mut it, &mara, 3, "reopen").is_err());
    assert!(go(&dossier, &mut it, &jonas, 3, "reopen").is_ok());
    assert_eq!(raised::moment(&it, "told_at"), None, "it has not come back after all");
}

#[test]
fn what_is_put_to_the_team_is_answered_by_somebody_else_than_who_raised_it() {
    let (jonas, mara) = (somebody("jonas"), somebody("mara"));
    let (mut dossier, mut it) = raised();
    dossier.record.answers.remove("to");
    assert_eq!(go(&dossier, &mut it, &jonas, 1, "will"), Err(Refusal::OwnWork));
    assert_eq!(go(&dossier, &mut it, &mara, 1, "will"), Ok(()));
}

#[test]
fn what_was_put_to_somebody_who_left_is_answered_by_those_who_stayed() {
    let mara = somebody("mara");
    let (dossier, it) = raised();
    let left = ["ines".to_owned()];
    let around = Around { left: &left, ..at(&mara, 1) };
    let given = Answers::new();
    assert!(RAISED.apply((&dossier, &it), MEMBER, &around, ("hear", &given)).is_ok());
}

#[test]
fn silence_for_thirty_days_after_it_was_told_counts_as_a_check() {
    let ines = somebody("ines");
    let (dossier, mut it) = raised();
    go(&dossier, &mut it, &ines, 1, "decline").unwrap();
    go(&dossier, &mut it, &ines, 2, "tell").unwrap();
    assert!(!raised::is_over(&it, At(32 * At::DAY - 1)));
    assert!(raised::is_over(&it, At(32 * At::DAY)));
}

#[test]
fn it_cannot_be_closed_by_declaring_it_closed() {
    let ines = somebody("ines");
    let (mut dossier, _) = raised();
    let close = |dossier: &Dossier| KIND.apply(dossier, MEMBER, &at(&ines, 1), "close");
    for state in ["raised", "heard", "will", "learning", "declined", "done", "reopened"] {
        dossier.attached[0].state = state.into();
        assert!(close(&dossier).is_err(), "{state}");
    }
    for state in ["told", "closed"] {
        dossier.attached[0].state = state.into();
        assert_eq!(close(&dossier), Ok("closed"), "{state}");
    }
}

#[test]
fn a_question_put_to_oneself_is_asked_for_and_anything_else_is_said_unasked() {
    let mut record = sample().record;
    for (who, asked) in [("ines", "yes"), ("jonas", "no")] {
        let actor = somebody(who);
        settle(&mut record, Event::Begun, &at(&actor, 1));
        assert_eq!(record.text("asked_for"), asked, "{who}");
    }
}

#[test]
fn what_has_waited_for_a_month_is_asked_about() {
    let ines = somebody("ines");
    let (dossier, _) = raised();
    assert_eq!(findings(&dossier, &at(&ines, 30)), []);
    assert_eq!(findings(&dossier, &at(&ines, 31)).len(), 1);
}

#[test]
fn what_is_put_to_nobody_comes_back_to_whoever_asked_or_leads() {
    let (mut dossier, mut it) = raised();
    let falls =
        |dossier: &Dossier, it: &Attachment| (RAISED.falls_to)(&dossier.record, it).stored();
    dossier.record.put("to", "ines");
    assert_eq!(falls(&dossier, &it), "@ines");
    dossier.record.put("to", "");
    it.author = "jonas".into();
    assert_eq!(falls(&dossier, &it), dossier.record.author.as_str(), "whoever asked");
    it.author = dossier.record.author.clone();
    assert_eq!(falls(&dossier, &it), "leads", "said unasked");
}
