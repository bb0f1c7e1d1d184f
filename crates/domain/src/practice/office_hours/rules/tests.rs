//! Who may do what, on Monday 9 March 2026, and what the page asks.

use super::super::slots::{CHANGED, OUTCOMES, TOPIC, VOTE};
use super::*;
use crate::people::{Relation, Role, Standing};
use crate::practice::office_hours::KIND;
use crate::practice::samples::{attachment, list, text};
use crate::record::Answers;

fn at(text: &str) -> At {
    At(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn somebody(handle: &str) -> Actor {
    Actor {
        id: handle.into(),
        handle: handle.into(),
        kind: ActorKind::Person,
        ..Actor::system("x")
    }
}

fn agent(handle: &str) -> Actor {
    Actor { kind: ActorKind::Agent, ..somebody(handle) }
}

/// Thursdays at 14:00 in Berlin from 5 March 2026 with room for one, hosted by Jonas, and two topics
/// of Priya's that wait.
fn hours() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.attached.clear();
    for (name, text) in [("starts_on", "2026-03-05"), ("rhythm", "weekly"), ("capacity", "1")] {
        dossier.record.put(name, text);
    }
    let (name, hosts) = list("hosts", &["@jonas"]);
    dossier.record.answers.insert(name, hosts);
    for id in ["a", "b"] {
        let mut it = attachment(&TOPIC, "priya", &[("text", id)]);
        it.id = id.into();
        dossier.attached.push(it);
    }
    dossier
}

/// What becomes of the topic `a` by this step on Monday 9 March.
fn moved(
    dossier: &Dossier,
    by: &Actor,
    name: &str,
    given: &[(&str, &str)],
) -> Result<Attachment, Refusal> {
    let around = Around { now: at("2026-03-09T09:00:00Z"), actor: Some(by), ..Around::default() };
    let standing = Standing::of(Relation::AnotherTeam, Role::Member);
    let given: Answers = given.iter().map(|(name, said)| text(name, said)).collect();
    let mut it = dossier.attached[0].clone();
    TOPIC.apply((dossier, &it), standing, &around, (name, &given))?;
    let step = TOPIC.moves.iter().find(|it| it.name == name).unwrap();
    TOPIC.moved(&mut it, step, given, &around);
    Ok(it)
}

#[test]
fn a_topic_is_its_bringers_and_a_host_may_see_to_it_too() {
    let dossier = hours();
    for (name, given, to) in [
        ("conclude", &[("outcome", "clearer")][..], "done"),
        ("park", &[("again_on", "2026-05-01")], "parked"),
        ("withdraw", &[], "withdrawn"),
        ("move", &[("move_to", "2026-04-02")], "waiting"),
        ("become", &[("outcome", "decision"), ("became", "01J")], "done"),
    ] {
        for who in ["priya", "jonas"] {
            assert_eq!(moved(&dossier, &somebody(who), name, given).unwrap().state, to, "{name}");
        }
        let other = moved(&dossier, &somebody("kim"), name, given);
        assert!(matches!(other, Err(Refusal::NotYours(_))), "{name}: {other:?}");
    }
}

#[test]
fn exactly_one_outcome_is_said_and_the_moment_is_kept() {
    let dossier = hours();
    let priya = somebody("priya");
    assert!(matches!(moved(&dossier, &priya, "conclude", &[]), Err(Refusal::Unanswered(_))));
    assert!(moved(&dossier, &priya, "conclude", &[("outcome", "approved")]).is_err());
    for (outcome, _) in OUTCOMES {
        let done = moved(&dossier, &priya, "conclude", &[("outcome", outcome)]).unwrap();
        assert_eq!(
            (done.text("outcome"), done.text("talked_at")),
            (*outcome, "2026-03-09T09:00:00Z")
        );
        assert_eq!(TOPIC.due_on(&done), None);
    }
    let parked = moved(&dossier, &priya, "park", &[("again_on", "2026-05-01")]).unwrap();
    assert_eq!(TOPIC.due_on(&parked), "2026-05-01".parse().ok());
    let waits = Attachment { state: "waiting".into(), ..parked };
    assert_eq!(TOPIC.due_on(&waits), None, "moved to a date, it is taken up there");
}

#[test]
fn a_note_is_added_below_those_before() {
    let mut dossier = hours();
    let priya = somebody("priya");
    assert!(moved(&dossier, &priya, "note", &[("notes", "x")]).is_err(), "not talked about yet");
    dossier.attached[0] =
        moved(&dossier, &priya, "conclude", &[("outcome", "clearer"), ("notes", "One.")]).unwrap();
    let noted = moved(&dossier, &somebody("jonas"), "note", &[("notes", "Two.")]).unwrap();
    assert_eq!(noted.text("notes"), "One.\n\n2026-03-09: Two.");
}

#[test]
fn a_full_called_off_or_missing_date_is_refused_with_the_next_that_has_room() {
    let mut dossier = hours();
    dossier.attached.push(attachment(
        &CHANGED,
        "jonas",
        &[("text", "Away"), ("planned_on", "2026-03-26")],
    ));
    let next = "The next one with room is Thursday 19 March, 14:00 Europe/Berlin (2026-03-19).";
    for (on, says) in [
        // The other topic takes the twelfth.
        ("2026-03-12", "That date is full."),
        ("2026-03-26", "That date is called off."),
        ("2026-03-13", "There is no date on 2026-03-13."),
        ("2026-03-05", "That date is over."),
    ] {
        let refused = moved(&dossier, &somebody("priya"), "move", &[("move_to", on)]).unwrap_err();
        assert_eq!(refused, Refusal::Rule(format!("{says} {next}")), "{on}");
    }
    assert_eq!(
        moved(&dossier, &somebody("priya"), "move", &[("move_to", "2026-03-19")])
            .unwrap()
            .text("wished_on"),
        "2026-03-19"
    );
    dossier.record.put("until", "2026-03-12");
    let refused =
        moved(&dossier, &somebody("priya"), "move", &[("move_to", "2026-03-12")]).unwrap_err();
    assert_eq!(refused.to_string(), "That date is full. No date has room; ask a host for another.");
}

/// Whether somebody who stands like this may add one to hours open to `open_to` in this state.
fn may(
    slot: &crate::attachment::Slot,
    actor: &Actor,
    standing: Standing,
    open_to: &str,
    state: &str,
) -> bool {
    let mut dossier = hours();
    dossier.record.put("open_to", open_to);
    dossier.record.state = state.into();
    let around = Around { actor: Some(actor), standing: Some(standing), ..Around::default() };
    slot.may_add(&dossier, standing, &around, &Answers::new()).is_ok()
}

#[test]
fn anybody_brings_a_topic_while_the_hours_are_open_to_them() {
    let kim = somebody("kim");
    let [other, team, above] = [Relation::AnotherTeam, Relation::OwnTeam, Relation::Above]
        .map(|it| Standing::of(it, Role::Member));
    for (standing, open_to, state, yes) in [
        (other, "everybody", "running", true),
        (other, "", "running", true),
        (other, "team", "running", false),
        (team, "team", "running", true),
        (above, "team", "running", true),
        (team, "everybody", "planned", false),
        (team, "everybody", "ended", false),
    ] {
        assert_eq!(
            may(&TOPIC, &kim, standing, open_to, state),
            yes,
            "{standing:?} {open_to} {state}"
        );
        assert_eq!(may(&VOTE, &kim, standing, open_to, state), yes);
    }
    assert!(may(&TOPIC, &agent("patch"), team, "everybody", "running"));
    assert!(!may(&VOTE, &agent("patch"), team, "everybody", "running"), "people vote");
}

#[test]
fn dates_are_changed_by_whoever_hosts_and_nobody_else() {
    let team = Standing::of(Relation::OwnTeam, Role::Steward);
    assert!(may(&CHANGED, &somebody("jonas"), team, "", "running"));
    assert!(!may(&CHANGED, &somebody("kim"), team, "", "running"));
    let wrong =
        Answers::from([text("text", "x"), text("planned_on", "2026-03-12"), text("at", "2pm")]);
    assert!(CHANGED.problems(&wrong).iter().any(|it| it.field == "at"));
}

#[test]
fn they_open_with_a_date_ahead_and_people_who_host() {
    let opened = |dossier: &Dossier, around: &Around| {
        let mut dossier = dossier.clone();
        dossier.record.state = "planned".into();
        let by = Standing::of(Relation::Above, Role::Member);
        KIND.apply(&dossier, by, around, "open").map_err(|it| it.to_string())
    };
    let agents = ["patch".to_owned()];
    let around = Around { now: at("2026-03-09T09:00:00Z"), agents: &agents, ..Around::default() };
    let mut dossier = hours();
    assert_eq!(opened(&dossier, &around), Ok("running"), "whoever leads may host");
    dossier.record.put("until", "2026-03-06");
    assert!(opened(&dossier, &around).unwrap_err().starts_with("No date lies ahead."));
    dossier.record.put("zone", "Berlin");
    assert!(opened(&dossier, &around).unwrap_err().contains("Do you mean Europe/Berlin?"));
    let mut hosted = hours();
    let (name, hosts) = list("hosts", &["jonas", "patch"]);
    hosted.record.answers.insert(name, hosts);
    assert!(opened(&hosted, &around).unwrap_err().contains("@patch is an agent"));
}

#[test]
fn whoever_begins_them_hosts_them_until_somebody_is_named() {
    let begun = |hosts: &[&str], by: &Actor| {
        let mut record = hours().record;
        record.answers.insert("hosts".into(), list("hosts", hosts).1);
        settle(&mut record, Event::Begun, &Around { actor: Some(by), ..Around::default() });
        record.list("hosts").to_vec()
    };
    assert_eq!(begun(&[], &somebody("kim")), ["kim"]);
    assert_eq!(begun(&["jonas"], &somebody("kim")), ["jonas"]);
    assert_eq!(begun(&[], &agent("patch")), [""; 0]);
}

#[test]
fn a_topic_keeps_from_which_side_it_came_and_not_more() {
    let side = |standing: Standing| {
        let mut it = attachment(&TOPIC, "kim", &[("text", "x")]);
        (TOPIC.settle)(&mut it, None, &Around { standing: Some(standing), ..Around::default() });
        it.text("side").to_owned()
    };
    let of = |relation| Standing::of(relation, Role::Member);
    assert_eq!(side(of(Relation::OwnTeam)), "team");
    assert_eq!(side(of(Relation::Above)), "leads");
    assert_eq!(side(Standing { leads: true, ..of(Relation::OwnTeam) }), "leads");
    assert_eq!(side(of(Relation::AnotherTeam)), "elsewhere");
}

/// What is found on hours whose topics were talked about like this, `(outcome, side)`, on 5 March.
fn found(topics: &[(&str, &str)], now: &str) -> Vec<&'static str> {
    let mut dossier = hours();
    dossier.attached.clear();
    for (outcome, side) in topics {
        let said = [
            ("text", "x"),
            ("talked_at", "2026-03-05T13:10:00Z"),
            ("outcome", *outcome),
            ("side", *side),
        ];
        let mut it = attachment(&TOPIC, "priya", &said);
        it.state = "done".into();
        dossier.attached.push(it);
    }
    let around = Around { now: at(now), ..Around::default() };
    findings(&dossier, &around).iter().map(|it| it.rule).collect()
}

#[test]
fn a_queue_for_permission_is_said_when_more_than_half_was_decided_by_the_host() {
    let (host, own) = (("host", "team"), ("clearer", "team"));
    let soon = "2026-03-06T09:00:00Z";
    assert_eq!(found(&[host, host, host, own, own], soon), ["queue-for-permission"]);
    assert_eq!(found(&[host, host, own, own], soon), [""; 0], "too few to say");
    assert_eq!(
        found(&[host, host, host, own, own, own], soon),
        [""; 0],
        "half is not more than half"
    );
}

#[test]
fn only_leads_or_nobody_coming_is_asked_about() {
    let lead = ("clearer", "leads");
    assert_eq!(found(&[lead; 5], "2026-03-06T09:00:00Z"), ["only-leads"]);
    assert_eq!(found(&[lead; 4], "2026-03-06T09:00:00Z"), [""; 0]);
    assert_eq!(found(&[lead], "2026-03-20T09:00:00Z"), [""; 0], "two empty dates");
    assert_eq!(found(&[lead], "2026-03-27T09:00:00Z"), ["nobody-comes"]);
    let mut dossier = hours();
    dossier.record.put("zone", "Berlin");
    let rules: Vec<_> = findings(&dossier, &Around::default()).iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["no-dates"]);
}
