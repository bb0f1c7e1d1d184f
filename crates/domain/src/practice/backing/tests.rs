use super::*;
use crate::people::{Actor, Relation, Role, Standing};
use crate::record::Value;

fn somebody(id: &str) -> Actor {
    Actor { id: id.into(), handle: id.into(), ..Actor::system("test") }
}

fn at(actor: &Actor) -> Around<'_> {
    Around { actor: Some(actor), ..Around::default() }
}

const MEMBER: Standing = Standing {
    relation: Relation::OwnTeam,
    role: Role::Member,
    leads: false,
    agent: false,
    keeper: false,
    own: false,
};

fn words() -> Answers {
    [("came".to_owned(), Value::Text("She rang".into()))].into()
}

#[test]
fn whether_it_held_says_whoever_called_and_never_whoever_gave_it() {
    let (ines, jonas, mara) = (somebody("ines"), somebody("jonas"), somebody("mara"));
    let mut dossier = sample();
    dossier.attached[0].state = "open".into();
    let call = &dossier.attached[0];
    let steward = Standing { role: Role::Steward, ..MEMBER };
    let own = Standing { own: true, ..MEMBER };
    for name in ["held", "missed"] {
        assert!(CALL.apply((&dossier, call), own, &at(&jonas), (name, &words())).is_ok());
        for (who, standing) in [(&ines, steward), (&mara, steward)] {
            assert!(CALL.apply((&dossier, call), standing, &at(who), (name, &words())).is_err());
        }
    }
    assert!(CALL.apply((&dossier, call), own, &at(&jonas), ("held", &Answers::new())).is_err());
}

#[test]
fn nobody_calls_on_their_own_cover_or_on_one_that_is_over() {
    let (ines, jonas) = (somebody("ines"), somebody("jonas"));
    let mut dossier = sample();
    let call = |dossier: &Dossier, who: &Actor| {
        CALL.may_add(dossier, MEMBER, &at(who), &Answers::new()).is_ok()
    };
    assert!(call(&dossier, &jonas) && !call(&dossier, &ines));
    dossier.record.state = "over".into();
    assert!(!call(&dossier, &jonas));
}

#[test]
fn it_cannot_end_while_somebody_waits_for_it() {
    let ines = somebody("ines");
    let mut dossier = sample();
    let own = Standing { own: true, ..MEMBER };
    assert_eq!(KIND.apply(&dossier, own, &at(&ines), "end"), Ok("over"));
    dossier.attached[0].state = "open".into();
    assert!(KIND.apply(&dossier, own, &at(&ines), "end").is_err());
}

#[test]
fn a_cover_for_nothing_and_without_end_is_asked_about() {
    let mut dossier = sample();
    assert_eq!(findings(&dossier, &Around::default()), []);
    dossier.record.answers.clear();
    let found = findings(&dossier, &Around::default());
    assert_eq!(found.iter().map(|it| it.rule).collect::<Vec<_>>(), ["backs-nothing", "no-end"]);
}

#[test]
fn a_call_is_told_to_whoever_gave_the_cover_until_they_have_said_something() {
    let dossier = sample();
    let mut call = Attachment { state: "open".into(), ..dossier.attached[0].clone() };
    let waits = |it: &Attachment| CALL.waits.unwrap()(&dossier.record, it, &Around::default());
    assert_eq!((CALL.falls_to)(&dossier.record, &call).stored(), dossier.record.author.as_str());
    assert_eq!(waits(&call).unwrap().what, "Stand by your word");
    call.answers.insert("reply".into(), Value::Text("I am on the phone".into()));
    assert_eq!(waits(&call), None);
    call.answers.remove("reply");
    call.state = "held".into();
    assert_eq!(waits(&call), None);
}
