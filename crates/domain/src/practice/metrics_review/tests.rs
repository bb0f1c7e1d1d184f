use super::*;
use crate::attachment::Attachment;
use crate::kind::{Answer, Cell};
use crate::people::{Actor, ActorKind, Relation, Role, Standing, Who};
use crate::practice::metrics_review::{KIND, LOOKED_AT};
use crate::practice::samples::{attachment, row, rows, text};
use crate::record::Answers;

/// 2026-03-06.
const NOW: At = At(1_772_798_400_000);

fn draft() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.state = "draft".into();
    dossier.attached.clear();
    dossier
}

fn shared() -> Dossier {
    Dossier { attached: Vec::new(), ..(KIND.sample)() }
}

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn leader() -> Standing {
    Standing::of(Relation::Above, Role::Member)
}

fn person(handle: &str) -> Actor {
    Actor {
        id: handle.into(),
        handle: handle.into(),
        kind: ActorKind::Person,
        ..Actor::system("test")
    }
}

fn rules_of(dossier: &Dossier, around: &Around) -> Vec<&'static str> {
    findings(dossier, around).iter().map(|it| it.rule).collect()
}

fn with_explanations(of: &[(&str, &str)]) -> Dossier {
    let mut dossier = draft();
    let said = of.iter().map(|it| row(&[("explanation", it.0), ("against", it.1)])).collect();
    dossier.record.answers.extend([rows("explanations", said)]);
    dossier
}

fn promise(author: &str) -> Attachment {
    attachment(
        &crate::practice::metrics_review::slots::CHANGE,
        author,
        &[("text", "An alarm for age"), ("owner", author), ("due", "2026-04-01")],
    )
}

#[test]
fn it_is_shared_with_two_explanations_and_not_with_one_said_twice() {
    let share = |dossier: &Dossier| KIND.apply(dossier, member(), &Around::default(), "share");
    assert_eq!(share(&draft()), Ok("shared"));
    for (few, why) in [
        (&[("The check is slow", "It was quick in May")][..], "one"),
        (&[("The check is slow", ""), ("the check is slow ", "")], "the same twice"),
    ] {
        let refused = share(&with_explanations(few));
        assert!(
            matches!(&refused, Err(Refusal::Rule(says)) if says.contains("what else")),
            "{why}: {refused:?}"
        );
    }
    let two = with_explanations(&[("The check is slow", ""), ("The bank was closed", "")]);
    assert_eq!(share(&two), Ok("shared"), "what would speak against it is asked, never forced");
}

#[test]
fn what_was_seen_and_what_surprised_are_said_first_and_what_it_shows_now_last() {
    for (ask, step, mut dossier) in [
        ("saw", "share", draft()),
        ("surprised", "share", draft()),
        ("explanations", "share", draft()),
        ("shows_now", "look", shared()),
    ] {
        dossier.record.answers.remove(ask);
        let refused = KIND.apply(&dossier, member(), &Around::default(), step);
        assert!(matches!(refused, Err(Refusal::Unanswered(_))), "{ask}: {refused:?}");
    }
    let mut dossier = shared();
    dossier.record.put("shows_now", "Four days, and the freeze is over for long.");
    assert_eq!(KIND.apply(&dossier, member(), &Around::default(), "look"), Ok("looked"));
}

#[test]
fn somebody_of_the_team_leads_it_or_everybody_reads_why_not() {
    let leads = ["ines".to_owned()];
    let around = Around { leads: &leads, ..Around::default() };
    let mut dossier = draft();
    dossier.record.put("lead", "@Ines");
    let refused = KIND.apply(&dossier, member(), &around, "share").unwrap_err();
    assert!(refused.to_string().contains("@Ines leads this team from outside"), "{refused}");
    assert!(rules_of(&dossier, &around).contains(&"led-from-outside"));
    dossier.record.put("led_otherwise", "All of us are new here.");
    assert_eq!(KIND.apply(&dossier, member(), &around, "share"), Ok("shared"));
    assert!(!rules_of(&dossier, &around).contains(&"led-from-outside"));
}

#[test]
fn whoever_opens_it_leads_it_and_sharing_sets_its_days() {
    let jonas = person("jonas");
    let around = Around { now: NOW, actor: Some(&jonas), ..Around::default() };
    let mut record = draft().record;
    for name in ["lead", "look_again_on", "shared_on"] {
        record.answers.remove(name);
    }
    settle(&mut record, Event::Begun, &around);
    assert_eq!(record.text("lead"), "jonas");
    settle(&mut record, Event::Moved("share"), &around);
    // Thirteen weeks after 6 March 2026.
    assert_eq!(
        (record.text("shared_on"), record.text("look_again_on")),
        ("2026-03-06", "2026-06-05")
    );
    record.put("look_again_on", "2026-05-01");
    settle(&mut record, Event::Moved("share"), &around);
    assert_eq!(record.text("look_again_on"), "2026-05-01", "a day of their own stays");
    settle(&mut record, Event::Moved("look"), &around);
    assert_eq!(record.text("looked_on"), "2026-03-06");
}

#[test]
fn it_comes_due_on_the_day_to_look_again_and_no_more_once_looked_at() {
    let mut record = shared().record;
    assert_eq!(KIND.due_on(&record), "2026-04-14".parse().ok());
    record.state = "looked".into();
    assert_eq!(KIND.due_on(&record), None);
}

#[test]
fn no_question_of_it_holds_a_number() {
    let slots = || KIND.slots.iter().filter(|it| it.name != "forecast");
    let asks = slots().flat_map(|it| it.asks.iter().chain(it.moves.iter().flat_map(|m| m.asks)));
    for ask in KIND.asks.iter().chain(asks) {
        let is_number = match ask.answer {
            Answer::Number { .. } => true,
            Answer::Rows(columns) => columns.iter().any(|it| it.cell == Cell::Number),
            _ => false,
        };
        assert!(!is_number, "{} could hold a target", ask.name);
    }
}

#[test]
fn every_mirror_there_is_can_be_looked_at_by_its_name() {
    let facts = crate::facts::Facts::default();
    let seen = crate::measure::look_back(&facts, 12, NOW);
    let Cell::OneOf(offered) = LOOKED_AT[0].cell else { panic!("a choice") };
    for mirror in &seen.mirrors {
        assert!(offered.contains(&(mirror.about.id, mirror.about.name)), "{}", mirror.about.id);
    }
    assert_eq!(offered.len(), seen.mirrors.len() + 1, "and follow-through, of the records");
}

#[test]
fn one_change_stands_at_a_time() {
    let around = Around { standing: Some(member()), ..Around::default() };
    let slot = KIND.slot("commitment").unwrap();
    let add = |dossier: &Dossier| slot.may_add(dossier, member(), &around, &Answers::new());
    let mut dossier = draft();
    assert_eq!(add(&dossier), Ok(()));
    dossier.attached.push(promise("lena"));
    assert!(matches!(add(&dossier), Err(Refusal::Rule(says)) if says.contains("One change")));
    dossier.attached[0].state = "dropped".into();
    assert_eq!(add(&dossier), Ok(()), "a dropped one makes room");
}

#[test]
fn whoever_leads_writes_nothing_before_it_is_shared_and_then_asks_and_answers() {
    let ines = person("ines");
    for standing in [leader(), Standing { leads: true, ..member() }] {
        let around = Around { standing: Some(standing), actor: Some(&ines), ..Around::default() };
        for slot in KIND.all_slots() {
            let add = |dossier: &Dossier| slot.may_add(dossier, standing, &around, &Answers::new());
            let before = add(&draft());
            assert!(matches!(before, Err(Refusal::NotYours(_))), "{}: {before:?}", slot.name);
            let is_question = slot.name == "question";
            assert_eq!(add(&shared()).is_ok(), is_question, "{} once shared", slot.name);
        }
    }
}

/// What comes of an answer by somebody who leads the team.
fn answers(
    it: &Attachment,
    dossier: &Dossier,
    who: &str,
    step: &str,
    given: &[(&str, &str)],
) -> Result<Attachment, Refusal> {
    let (actor, leads) = (person(who), ["ines".to_owned(), "tomas".to_owned()]);
    let around = Around {
        now: NOW,
        actor: Some(&actor),
        standing: Some(leader()),
        leads: &leads,
        ..Around::default()
    };
    let given: Answers = given.iter().map(|it| text(it.0, it.1)).collect();
    SUPPORT.apply((dossier, it), leader(), &around, (step, &given))?;
    let mut it = it.clone();
    let made = SUPPORT.moves.iter().find(|it| it.name == step).unwrap();
    SUPPORT.moved(&mut it, made, given, &around);
    Ok(it)
}

fn asked_of(whom: &str) -> Attachment {
    attachment(&SUPPORT, "jonas", &[("text", "A second machine"), ("from", whom)])
}

const PROMISED: &[(&str, &str)] = &[("will", "Two weeks on trial"), ("support_by", "2026-04-01")];

#[test]
fn support_is_promised_with_a_day_or_declined_with_the_reason_and_by_nobody_unnamed() {
    let promised = answers(&asked_of("ines"), &shared(), "ines", "support", PROMISED).unwrap();
    let said = |it: &Attachment| (it.state.clone(), it.text("owner").to_owned());
    assert_eq!(said(&promised), ("supported".into(), "ines".into()));
    assert_eq!(promised.text("answered_on"), "2026-03-06");
    assert_eq!(SUPPORT.due_on(&promised), "2026-04-01".parse().ok());
    assert_eq!(promised.named(), Some("ines"), "it stands in the ledger of whoever promised it");
    for bare in [&[][..], &PROMISED[..1]] {
        let refused = answers(&asked_of("ines"), &shared(), "ines", "support", bare);
        assert!(matches!(refused, Err(Refusal::Unanswered(_))), "{bare:?}: {refused:?}");
    }
    let because = [("because", "The budget is set in May; ask again then")];
    let not_now = answers(&promised, &shared(), "ines", "not_now", &because).unwrap();
    assert_eq!((not_now.state.as_str(), SUPPORT.due_on(&not_now)), ("not_now", None));
    assert!(answers(&asked_of(""), &shared(), "ines", "not_now", &[]).is_err(), "no reason");
}

#[test]
fn support_is_answered_by_whoever_is_asked_once_the_team_has_shared_it() {
    for (whom, who, dossier, ok) in [
        ("ines", "ines", shared(), true),
        ("@ines", "ines", shared(), true),
        ("ines", "tomas", shared(), false),
        ("", "tomas", shared(), true),
        ("kim", "tomas", shared(), true),
        ("ines", "ines", draft(), false),
    ] {
        let found = answers(&asked_of(whom), &dossier, who, "support", PROMISED);
        assert_eq!(found.is_ok(), ok, "of {whom:?} by {who} while {}", dossier.record.state);
    }
    let nobody = SUPPORT.apply(
        (&shared(), &asked_of("ines")),
        member(),
        &Around::default(),
        ("support", &Answers::new()),
    );
    assert!(matches!(nobody, Err(Refusal::NotYours(_))), "the team cannot answer itself");
}

#[test]
fn whether_support_came_the_team_says() {
    let came = SUPPORT.moves.iter().find(|it| it.name == "came").unwrap();
    assert_eq!((came.by, came.from), (Who::OfTeam, &["supported"][..]));
    assert!(!leader().is(came.by) && member().is(came.by));
}

#[test]
fn an_empty_draft_is_told_nothing_and_a_begun_one_what_is_missing() {
    let mut dossier = draft();
    dossier.record.answers.clear();
    assert_eq!(rules_of(&dossier, &Around::default()), [""; 0]);
    dossier.record.put("saw", "It waits.");
    dossier.record.answers.extend([rows("looked_at", vec![row(&[("mirror", "first-change")])])]);
    assert_eq!(
        rules_of(&dossier, &Around::default()),
        ["one-explanation", "one-mirror", "no-change"]
    );
}

#[test]
fn an_explanation_says_what_would_speak_against_it_and_changes_come_one_by_one() {
    let mut dossier = with_explanations(&[("The check is slow", " "), ("The bank", "It opened")]);
    dossier.attached.push(promise("lena"));
    let found = findings(&dossier, &Around::default());
    let told: Vec<_> = found.iter().map(|it| (it.rule, it.words.as_str())).collect();
    assert_eq!(told, [("nothing-against", "The check is slow")]);
    dossier.attached.push(promise("jonas"));
    assert!(rules_of(&dossier, &Around::default()).contains(&"many-changes"));
}

#[test]
fn a_comparison_a_name_beside_a_number_and_a_target_are_noticed_wherever_they_stand() {
    let names = ["Ana".to_owned()];
    let around = Around { names: &names, ..Around::default() };
    let mut dossier = (KIND.sample)();
    assert_eq!(rules_of(&dossier, &around), [""; 0], "the example is clean");
    dossier.record.put("surprised", "We are slower than other teams.");
    dossier.record.put("shows_now", "Ana did 14 of them.");
    let text = text("text", "The wait must be below 2 days");
    dossier.attached[0].answers.extend([text]);
    assert_eq!(rules_of(&dossier, &around), ["compares-teams", "named-number", "sets-target"]);
}

#[test]
fn support_nobody_answered_for_a_month_is_told_once_it_was_shared() {
    let mut dossier = shared();
    dossier.attached = vec![promise("lena"), asked_of("ines")];
    let after = |dossier: &Dossier, days: i64| {
        let now = dossier.attached[1].made_at.plus(days * At::DAY);
        let found = rules_of(dossier, &Around { now, ..Around::default() });
        found.contains(&"support-waits")
    };
    // domain.md 9.3: within thirty days.
    assert!(!after(&dossier, 30) && after(&dossier, 31));
    dossier.record.state = "draft".into();
    assert!(!after(&dossier, 31), "nobody could have answered yet");
}
