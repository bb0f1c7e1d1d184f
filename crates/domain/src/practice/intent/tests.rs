use super::*;
use crate::attachment::Attachment;
use crate::people::{Actor, ActorKind, Relation, Role, Standing};
use crate::practice::intent::{KIND, slots};
use crate::record::{Answers, Value};

fn actor(id: &str) -> Actor {
    Actor {
        id: id.into(),
        handle: id.into(),
        name: id.into(),
        kind: ActorKind::Person,
        seats: Vec::new(),
    }
}

/// A briefed intent that mara issued and nobody has restated.
fn briefed() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.state = "briefed".into();
    dossier.attached.clear();
    dossier
}

fn backbrief(author: &str, text: &str) -> Attachment {
    crate::practice::samples::attachment(&slots::BACKBRIEF, author, &[("text", text)])
}

fn agreed(author: &str) -> Attachment {
    let own_words =
        "Shops need that first transfer; we begin with whatever makes new accounts late.";
    Attachment { state: "agreed".into(), ..backbrief(author, own_words) }
}

fn start(dossier: &Dossier, team_size: usize) -> Result<&'static str, Refusal> {
    let around = Around { team_size, ..Around::default() };
    KIND.apply(dossier, Standing::of(Relation::OwnTeam, Role::Member), &around, "activate")
}

#[test]
fn an_intent_starts_only_after_somebody_else_restated_it_and_that_was_agreed() {
    let mut dossier = briefed();
    assert!(start(&dossier, 5).is_err(), "nobody restated it");
    dossier.attached = vec![backbrief("jonas", "We go after what makes new accounts late.")];
    assert!(start(&dossier, 5).is_err(), "nobody agreed");
    dossier.attached = vec![agreed("mara")];
    assert!(start(&dossier, 5).is_err(), "by the issuer");
    dossier.attached = vec![agreed("jonas")];
    assert_eq!(start(&dossier, 5), Ok("active"));
}

#[test]
fn a_team_of_two_or_three_may_say_why_nobody_needs_to_restate_it() {
    let mut dossier = briefed();
    dossier.record.put("waiver", "We wrote it together on Monday.");
    for (size, starts) in [(1, false), (2, true), (3, true), (4, false), (12, false)] {
        assert_eq!(start(&dossier, size).is_ok(), starts, "a team of {size}");
    }
}

#[test]
fn somebody_alone_is_told_that_a_briefed_intent_is_as_useful() {
    let refusal = start(&briefed(), 1).expect_err("nobody else is there");
    assert!(refusal.to_string().contains("as useful"), "{refusal}");
}

#[test]
fn what_blocks_holds_up_the_start_and_is_named() {
    let mut dossier = briefed();
    dossier.attached = vec![agreed("jonas")];
    dossier.record.put("end_state", "Build a new onboarding flow.");
    let refusal = start(&dossier, 5).expect_err("a task").to_string();
    assert!(refusal.contains("What would be true for whom"), "{refusal}");
}

#[test]
fn changing_what_was_agreed_sends_it_back_and_the_old_backbrief_no_longer_counts() {
    let mut dossier = briefed();
    dossier.record.state = "active".into();
    dossier.attached = vec![agreed("jonas")];
    let before = dossier.record.clone();
    dossier
        .record
        .put("end_state", "A new shop has its first money within two days, in 97 of 100 cases.");
    let now = dossier.attached[0].made_at.plus(At::DAY);
    settle(&mut dossier.record, Event::Saved(&before), &Around { now, ..Around::default() });
    assert_eq!(dossier.record.state, "briefed");
    assert!(start(&dossier, 5).is_err());
    dossier.attached.push(Attachment { made_at: now.plus(At::HOUR), ..agreed("lena") });
    assert_eq!(start(&dossier, 5), Ok("active"));
}

#[test]
fn only_a_change_of_meaning_reopens_the_backbrief() {
    let before = briefed().record;
    let changed = |name: &str, value: Value| {
        let mut after = before.clone();
        after.answers.insert(name.to_owned(), value);
        reopens_backbrief(&before, &after)
    };
    let text = |it: &str| Value::Text(it.to_owned());
    assert!(changed("purpose", text("Because the law says so.")));
    assert!(changed("constraints", Value::Rows(Vec::new())), "a hard limit went away");
    assert!(!changed("problem", text("They wait ten days.")));
    assert!(!changed("signals", Value::Rows(Vec::new())));
    assert!(!changed(
        "end_state",
        text(&format!("  {}\n", before.text("end_state").to_uppercase()))
    ));
    let mut softer = before.rows("constraints").to_vec();
    softer[0].insert("reason".into(), "Another reason".into());
    assert!(!changed("constraints", Value::Rows(softer)), "the limit is the same");
}

#[test]
fn adding_the_purpose_later_is_no_change_of_meaning() {
    let mut before = briefed().record;
    before.answers.remove("purpose");
    assert!(!reopens_backbrief(&before, &briefed().record));
}

#[test]
fn a_draft_is_rewritten_freely_and_a_closed_intent_keeps_its_state() {
    for state in ["draft", "closed", "reviewed"] {
        let mut record = briefed().record;
        record.state = state.into();
        let before = record.clone();
        record.put("end_state", "Something else is true.");
        settle(&mut record, Event::Saved(&before), &Around::default());
        assert_eq!(record.state, state);
    }
}

#[test]
fn the_writer_owns_it_until_they_name_somebody_and_a_review_is_set_when_it_starts() {
    let mut record = Record { answers: Answers::new(), ..briefed().record };
    let ana = actor("ana");
    let around = Around { actor: Some(&ana), now: At(1_772_798_400_000), ..Around::default() };
    settle(&mut record, Event::Begun, &around);
    assert_eq!(record.text("owner"), "ana");
    settle(&mut record, Event::Moved("activate"), &around);
    assert_eq!(record.text("review_on"), "2026-06-04");
}

#[test]
fn a_backbrief_is_never_by_the_issuer_and_agreed_only_by_the_issuer() {
    let dossier = briefed();
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let add = |id: &str| {
        let actor = actor(id);
        let around = Around { actor: Some(&actor), ..Around::default() };
        slots::BACKBRIEF.may_add(&dossier, member, &around, &Answers::new())
    };
    assert_eq!(add("mara"), Err(Refusal::OwnWork));
    assert_eq!(add("jonas"), Ok(()));
    let given =
        backbrief("jonas", "We go after what makes new accounts late, and leave old ones alone.");
    let dossier = &mut briefed();
    dossier.record.put("owner", "@Lee");
    let agree = |id: &str, standing| {
        let actor = actor(id);
        let around = Around { actor: Some(&actor), ..Around::default() };
        slots::BACKBRIEF.apply((dossier, &given), standing, &around, ("agree", &Answers::new()))
    };
    assert_eq!(agree("mara", member), Ok("agreed"));
    assert_eq!(agree("lee", member), Ok("agreed"), "who owns it");
    assert_eq!(agree("mara", Standing::of(Relation::Above, Role::Member)), Ok("agreed"));
    assert!(agree("lena", member).is_err(), "she did not brief it");
    assert!(agree("jonas", Standing::of(Relation::Own, Role::Member)).is_err(), "his own words");
}

#[test]
fn a_backbrief_in_the_intents_own_words_is_not_agreed() {
    let dossier = briefed();
    let copied = backbrief("jonas", dossier.record.text("end_state"));
    let mara = actor("mara");
    let around = Around { actor: Some(&mara), ..Around::default() };
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let refused =
        slots::BACKBRIEF.apply((&dossier, &copied), member, &around, ("agree", &Answers::new()));
    assert!(matches!(refused, Err(Refusal::Rule(_))), "{refused:?}");
}

#[test]
fn bets_are_the_teams_own_and_end_with_the_intent() {
    let mut dossier = briefed();
    let bet = |dossier: &Dossier, standing| {
        slots::BET.may_add(dossier, standing, &Around::default(), &Answers::new())
    };
    assert_eq!(bet(&dossier, Standing::of(Relation::OwnTeam, Role::Member)), Ok(()));
    for outside in [Relation::Above, Relation::Below, Relation::AnotherTeam] {
        assert!(bet(&dossier, Standing::of(outside, Role::Steward)).is_err(), "{outside:?}");
    }
    dossier.record.state = "closed".into();
    assert!(bet(&dossier, Standing::of(Relation::OwnTeam, Role::Member)).is_err());
}

#[test]
fn why_an_intent_cannot_start_yet_is_said_for_the_team_it_is() {
    let refusal = |dossier: &Dossier, team_size: usize| {
        let around = Around { team_size, ..Around::default() };
        was_restated(dossier, &around).expect_err("nobody restated it").to_string()
    };
    let fresh = briefed();
    assert!(refusal(&fresh, 3).contains("in a team this small"));
    assert!(refusal(&fresh, 5).starts_with("Somebody else on the team first says it"));
    let mut changed = briefed();
    changed.record.put("meant_at", "2026-03-06T12:00:00Z");
    assert!(refusal(&changed, 5).starts_with("Somebody else"), "nobody had restated it before");
    changed.attached = vec![agreed("jonas")];
    assert!(refusal(&changed, 5).starts_with("Its meaning has changed"));
}

#[test]
fn the_order_of_hard_limits_is_no_meaning_and_a_limit_made_hard_is() {
    let before = briefed().record;
    let with = |limits: &[(&str, &str)]| {
        let mut record = before.clone();
        let row = |(statement, hardness): &(&str, &str)| {
            crate::practice::samples::row(&[("statement", statement), ("hardness", hardness)])
        };
        record.answers.insert("constraints".into(), Value::Rows(limits.iter().map(row).collect()));
        record
    };
    let two = with(&[("No downtime", "hard"), ("Under 3 s", "hard"), ("In one release", "soft")]);
    for (limits, reopens) in [
        (&[("Under 3 s", "hard"), ("no  downtime", "hard")][..], false),
        (&[("No downtime", "hard"), ("Under 3 s", "soft")], true),
        (&[("No downtime", "hard"), ("Under 2 s", "hard")], true),
        (&[("No downtime", "hard"), ("Under 3 s", "hard"), ("In one release", "hard")], true),
    ] {
        assert_eq!(reopens_backbrief(&two, &with(limits)), reopens, "{limits:?}");
    }
}

#[test]
fn an_agent_that_begins_an_intent_does_not_own_it() {
    let mut record = Record { answers: Answers::new(), ..briefed().record };
    let agent = Actor { kind: ActorKind::Agent, ..actor("helper") };
    settle(&mut record, Event::Begun, &Around { actor: Some(&agent), ..Around::default() });
    assert_eq!(record.text("owner"), "");
}

#[test]
fn a_change_of_meaning_is_dated_in_every_state_but_a_draft() {
    for (state, after, dated) in [
        ("draft", "draft", false),
        ("briefed", "briefed", true),
        ("backbriefed", "briefed", true),
        ("active", "briefed", true),
        ("reviewed", "reviewed", true),
        ("closed", "closed", true),
    ] {
        let mut record = briefed().record;
        record.state = state.into();
        let before = record.clone();
        record.put("purpose", "Because the law changed.");
        let now = At(1_772_798_400_000);
        settle(&mut record, Event::Saved(&before), &Around { now, ..Around::default() });
        assert_eq!(
            (record.state.as_str(), !record.text("meant_at").is_empty()),
            (after, dated),
            "{state}"
        );
    }
}

#[test]
fn a_review_date_somebody_chose_stays() {
    let mut record = briefed().record;
    record.put("review_on", "2026-12-24");
    settle(&mut record, Event::Moved("activate"), &Around::default());
    assert_eq!(record.text("review_on"), "2026-12-24");
}

#[test]
fn a_backbrief_agreed_before_the_meaning_changed_or_not_yet_agreed_does_not_count() {
    let mut dossier = briefed();
    let given = agreed("jonas");
    let made = given.made_at;
    dossier.attached = vec![given];
    let counts = |dossier: &mut Dossier, since: At| {
        dossier.record.put("meant_at", since.to_string());
        restated(dossier).is_some()
    };
    assert!(counts(&mut dossier, made.plus(-1000)) && counts(&mut dossier, made));
    assert!(!counts(&mut dossier, made.plus(1000)));
    for state in ["given", "again"] {
        dossier.attached[0].state = state.into();
        assert!(!counts(&mut dossier, made), "{state}");
    }
}

#[test]
fn a_backbrief_waits_for_whoever_briefed_it_until_they_have_said() {
    let dossier = briefed();
    let given = backbrief("jonas", "We go after what makes new accounts late.");
    let around = Around::default();
    let wait = |it: &Attachment| slots::BACKBRIEF.waits.unwrap()(&dossier.record, it, &around);
    assert!(wait(&given).is_some() && wait(&agreed("jonas")).is_none());
    let falls = (slots::BACKBRIEF.falls_to)(&dossier.record, &given).stored();
    assert_eq!(falls, dossier.record.author.as_str());
}
