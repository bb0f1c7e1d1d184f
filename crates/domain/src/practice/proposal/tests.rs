use super::*;
use crate::people::{Actor, ActorKind, Relation, Role, Standing};

/// 6 March 2026.
const NOW: At = At(1_772_798_400_000);

fn somebody(handle: &str) -> Actor {
    Actor {
        handle: handle.into(),
        id: handle.into(),
        kind: ActorKind::Person,
        ..Actor::system("test")
    }
}

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn leader() -> Standing {
    Standing::of(Relation::Above, Role::Member)
}

/// The sample's record with one request that waits.
fn asked_of(whom: &str) -> Dossier {
    let mut dossier = sample();
    dossier.attached =
        vec![attachment(&REQUEST, "kim", &[("text", "A second person"), ("from", whom)])];
    dossier
}

/// One step of the first request, by somebody who leads; what was given with it is kept.
fn after(
    dossier: &Dossier,
    who: &str,
    step: &str,
    given: &[(&str, &str)],
) -> Result<Dossier, Refusal> {
    let (actor, leads) = (somebody(who), ["ines".to_owned(), "tomas".to_owned()]);
    let around = Around { now: NOW, actor: Some(&actor), leads: &leads, ..Around::default() };
    let given: Answers = given.iter().map(|it| text(it.0, it.1)).collect();
    let mut next = dossier.clone();
    REQUEST.apply((dossier, &dossier.attached[0]), leader(), &around, (step, &given))?;
    let made = REQUEST.moves.iter().find(|it| it.name == step).unwrap();
    REQUEST.moved(&mut next.attached[0], made, given, &around);
    Ok(next)
}

const BY_APRIL: &[(&str, &str)] = &[("will", "From my budget"), ("support_by", "2026-04-01")];
const NOT_NOW: &[(&str, &str)] = &[("because", "The budget is set in May")];

fn moved(dossier: &Dossier, step: &str) -> Result<&'static str, Refusal> {
    let around = Around { standing: Some(member()), now: NOW, ..Around::default() };
    KIND.apply(dossier, member(), &around, step)
}

#[test]
fn it_waits_for_whoever_is_asked_from_the_first_moment_and_for_nobody_once_withdrawn() {
    let around = Around::default();
    let mut dossier = asked_of("");
    let waits = |it: &Dossier| while_asked(&it.record, &it.attached[0], &around);
    let why = waits(&dossier).unwrap().why("Kim", "On call");
    assert_eq!(why, "Kim asks for support on “On call”");
    let falls_to = |it: &Dossier| (REQUEST.falls_to)(&it.record, &it.attached[0]).stored();
    assert_eq!(falls_to(&dossier), "leads");
    assert_eq!(falls_to(&asked_of("@Ines")), "@ines");
    dossier.record.state = "withdrawn".into();
    assert_eq!(waits(&dossier), None);
}

#[test]
fn a_promise_comes_due_with_whoever_made_it_and_a_refusal_needs_its_reason() {
    let promised = after(&asked_of(""), "tomas", "support", BY_APRIL).unwrap();
    let it = &promised.attached[0];
    assert_eq!(REQUEST.due_on(it), "2026-04-01".parse().ok());
    assert_eq!((it.named(), it.text("answered_on")), (Some("tomas"), "2026-03-06"));
    assert_eq!((REQUEST.falls_to)(&promised.record, it).stored(), "@tomas");
    assert!(matches!(after(&asked_of(""), "ines", "not_now", &[]), Err(Refusal::Unanswered(_))));
    let other = after(&asked_of("ines"), "tomas", "support", BY_APRIL);
    assert!(matches!(other, Err(Refusal::NotYours(_))), "{other:?}");
}

#[test]
fn it_is_settled_only_when_everything_came_or_was_declined() {
    let open = asked_of("");
    assert!(
        matches!(moved(&open, "settle"), Err(Refusal::Rule(says)) if says.contains("no answer"))
    );
    assert_eq!(moved(&withdrawn_for("It solved itself", &open), "withdraw"), Ok("withdrawn"));
    let promised = after(&open, "ines", "support", BY_APRIL).unwrap();
    for step in ["settle", "withdraw"] {
        let refused = moved(&withdrawn_for("x", &promised), step);
        assert!(matches!(refused, Err(Refusal::Rule(says)) if says.contains("promised")), "{step}");
    }
    let declined = after(&promised, "ines", "not_now", NOT_NOW).unwrap();
    assert_eq!(moved(&declined, "settle"), Ok("settled"));
    assert!(matches!(moved(&open, "withdraw"), Err(Refusal::Unanswered(_))), "no reason");
}

#[test]
fn once_it_is_over_nothing_is_asked_or_promised_and_a_promise_can_still_be_taken_back() {
    let mut over = asked_of("");
    over.record.state = "settled".into();
    let around = Around::default();
    let more = REQUEST.may_add(&over, member(), &around, &Answers::new());
    assert!(matches!(more, Err(Refusal::Rule(_))), "{more:?}");
    assert!(matches!(after(&over, "ines", "support", BY_APRIL), Err(Refusal::Rule(_))));
    let mut promised = after(&asked_of(""), "ines", "support", BY_APRIL).unwrap();
    promised.record.state = "settled".into();
    assert!(after(&promised, "ines", "not_now", NOT_NOW).is_ok());
}

#[test]
fn whoever_leads_does_not_propose_to_themselves() {
    assert!(member().is(KIND.by) && !leader().is(KIND.by));
    let around = Around::default();
    let theirs = REQUEST.may_add(&asked_of(""), leader(), &around, &Answers::new());
    assert!(matches!(theirs, Err(Refusal::NotYours(_))));
}

#[test]
fn its_page_says_what_waits_too_long() {
    let rules = |dossier: &Dossier, now: At| -> Vec<&str> {
        let around = Around { now, ..Around::default() };
        findings(dossier, &around).iter().map(|it| it.rule).collect()
    };
    let open = asked_of("");
    let made = open.attached[0].made_at;
    assert_eq!(rules(&open, made.plus(30 * At::DAY)), [""; 0]);
    assert_eq!(rules(&open, made.plus(31 * At::DAY)), ["request-waits"]);
    assert_eq!(rules(&sample(), made.plus(300 * At::DAY)), [""; 0], "answered");
    let mut over = asked_of("");
    over.record.state = "withdrawn".into();
    assert_eq!(rules(&over, made.plus(300 * At::DAY)), [""; 0], "nobody is asked any more");
}

fn withdrawn_for(why: &str, dossier: &Dossier) -> Dossier {
    let mut dossier = dossier.clone();
    dossier.record.put("withdrawn_because", why);
    dossier
}
