use super::super::KIND;
use super::*;
use crate::id::At;
use crate::kind::Ask;
use crate::people::{Relation, Role, Standing};
use crate::practice::samples::attachment;
use crate::record::Value;

const BEGUN: At = At(1_767_690_000_000);

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn run() -> Dossier {
    (KIND.sample)()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn moved(dossier: &Dossier, name: &str, around: &Around) -> Result<&'static str, Refusal> {
    KIND.apply(dossier, member(), around, name)
}

fn says(refused: Result<&'static str, Refusal>) -> String {
    refused.expect_err("this is refused").to_string()
}

#[test]
fn it_goes_on_only_with_three_explanations_that_have_two_sides() {
    let around = Around::default();
    let mut it = run();
    it.record.state = "held".into();
    assert_eq!(moved(&it, "go_on", &around), Ok("under_way"));
    for missing in ["evidence_for", "evidence_against"] {
        let mut it = it.clone();
        it.attached[2].answers.remove(missing);
        assert!(says(moved(&it, "go_on", &around)).starts_with("2 of at least 3"), "{missing}");
    }
    let mut twice = it.clone();
    let same = twice.attached[0].text("text").to_uppercase();
    twice.attached[2].answers.insert("text".into(), Value::Text(same));
    assert!(says(moved(&twice, "go_on", &around)).starts_with("2 of"), "said twice is one");
    it.attached[1].state = "aside".into();
    assert!(says(moved(&it, "go_on", &around)).starts_with("2 of"), "set aside is out");
}

#[test]
fn it_ends_on_two_different_signals_and_on_the_teams_own_word() {
    let around = Around::default();
    let mut it = run();
    it.record.put("word", "The plan is ours again.");
    assert!(says(moved(&it, "exit", &around)).contains("2 different signals, and 1 stands"));
    let sign = |signal: &str, words: &str| {
        attachment(&SIGN, "kim", &[("text", words), ("signal", signal)])
    };
    for (signal, words, ends) in [
        ("decision-wait", "Still two days", false),
        ("own", "We laugh at stand-up", true),
        ("promises", "None is late", true),
    ] {
        let mut it = it.clone();
        it.attached.push(sign(signal, words));
        assert_eq!(moved(&it, "exit", &around).is_ok(), ends, "{signal}");
        it.attached.last_mut().unwrap().state = "gone".into();
        assert!(moved(&it, "exit", &around).is_err(), "a sign that is gone is none");
    }
    it.attached.extend([sign("own", "a"), sign("own", "A "), sign("promises", "none")]);
    assert_eq!(signs(&it).len(), 3, "a sign of one’s own differs by its words");
    it.record.answers.remove("word");
    assert_eq!(
        moved(&it, "exit", &around),
        Err(Refusal::Unanswered(vec!["The team’s own word".to_owned()]))
    );
}

#[test]
fn whoever_leads_from_outside_may_begin_and_hold_and_neither_goes_on_nor_ends_it() {
    let above = Standing::of(Relation::Above, Role::Member);
    assert!(above.is(KIND.by) && above.is(HYPOTHESIS.by) && !above.is(SIGN.by));
    for step in KIND.moves {
        let mut it = run();
        it.record.state = step.from[0].into();
        let refused = KIND.apply(&it, above, &Around::default(), step.name);
        assert!(matches!(refused, Err(Refusal::NotYours(_))), "{}", step.name);
    }
}

#[test]
fn nothing_goes_on_while_somebody_is_named_until_it_is_set_aside() {
    let names = ["kim".to_owned(), "Kim Osei".to_owned(), "Kim".to_owned()];
    let around = Around { names: &names, ..Around::default() };
    let mut it = run();
    it.record.state = "held".into();
    it.record.put("word", "Ours.");
    it.attached[1]
        .answers
        .insert("evidence_for".into(), Value::Text("Kim Osei was called twice".into()));
    it.attached.push({
        let mut more = it.attached[2].clone();
        more.answers.insert("text".into(), Value::Text("Skill".into()));
        more
    });
    assert!(says(moved(&it, "go_on", &around)).contains("“Kim Osei” names somebody"));
    let found = findings(&it, &around);
    assert!(found.iter().any(|it| it.rule == "names-somebody" && it.weight == Weight::Blocks));
    it.attached[1].state = "aside".into();
    assert_eq!(moved(&it, "go_on", &around), Ok("under_way"));
    it.record.put("hard", "Then Kim was ill.");
    let found = findings(&it, &around);
    assert!(found.iter().any(|it| it.rule == "names-somebody" && it.weight == Weight::Warns));
    assert_eq!(moved(&it, "go_on", &around), Ok("under_way"), "a first name alone may be a word");
}

#[test]
fn its_days_come_by_themselves_and_it_never_runs_longer_than_two_quarters() {
    let mut it = run().record;
    for name in ["look_on", "ends_on", "owner", "looked"] {
        it.answers.remove(name);
    }
    settle(&mut it, Event::Begun, &Around { now: BEGUN, ..Around::default() });
    // 6 January 2026 and 42, 91 days.
    assert_eq!((it.text("look_on"), it.text("ends_on")), ("2026-02-17", "2026-04-07"));
    assert_eq!(KIND.due_on(&it), Some(day("2026-02-17")));
    let before = it.clone();
    it.put("ends_on", "2027-01-01");
    settle(&mut it, Event::Saved(&before), &Around { now: BEGUN, ..Around::default() });
    assert_eq!(it.text("ends_on"), "2026-07-07", "182 days");
    it.put("shows_now", "Nothing yet.");
    let later = Around { now: BEGUN.plus(43 * At::DAY), ..Around::default() };
    settle(&mut it, Event::Moved("look"), &later);
    assert_eq!(it.text("looked"), "2026-02-18: Nothing yet.");
    assert_eq!((it.text("shows_now"), it.text("look_on")), ("", "2026-04-01"));
    it.put("shows_now", "Less waits.");
    settle(
        &mut it,
        Event::Moved("look"),
        &Around { now: BEGUN.plus(170 * At::DAY), ..Around::default() },
    );
    assert!(it.text("looked").ends_with("Nothing yet.\n\n2026-06-25: Less waits."));
    assert_eq!(it.text("look_on"), "2026-07-07", "no look after its last day");
}

#[test]
fn a_closed_one_is_taken_up_within_two_quarters_and_not_after() {
    let mut it = run();
    it.record.state = "stopped".into();
    it.record.put("ended_on", "2026-03-01");
    let at = |days: i64| Around { now: BEGUN.plus(days * At::DAY), ..Around::default() };
    assert_eq!(moved(&it, "take_up", &at(181)), Ok("under_way"));
    assert!(says(moved(&it, "take_up", &at(182))).contains("Two quarters are over"));
    settle(&mut it.record, Event::Moved("take_up"), &at(150));
    assert_eq!((it.record.text("ended_on"), it.record.text("ends_on")), ("", "2026-07-07"));
    settle(&mut it.record, Event::Moved("exit"), &at(160));
    assert_eq!(it.record.text("ended_on"), "2026-06-15");
}

#[test]
fn nothing_more_is_hung_on_one_that_is_over() {
    for slot in super::super::slots::ALL {
        for (state, open) in
            [("held", true), ("under_way", true), ("through", false), ("stopped", false)]
        {
            let mut it = run();
            it.record.state = state.into();
            assert_eq!(
                (slot.allows)(&it, &Around::default()).is_ok(),
                open,
                "{} {state}",
                slot.name
            );
        }
    }
}

#[test]
fn the_page_asks_for_the_other_side_and_for_a_first_step() {
    let rules = |it: &Dossier| {
        findings(it, &Around::default()).iter().map(|it| it.rule).collect::<Vec<_>>()
    };
    assert!(rules(&run()).is_empty(), "the sample is a good example");
    let mut it = run();
    it.record.state = "held".into();
    it.attached[0].answers.remove("evidence_against");
    assert_eq!(rules(&it), ["one-sided"]);
    let mut it = run();
    it.attached.retain(|it| it.slot != STEP.name);
    assert_eq!(rules(&it), ["no-step"]);
    it.record.put("hard", "We are slower than the other team.");
    assert!(rules(&it).contains(&"compares-teams"));
}

#[test]
fn whoever_begins_it_keeps_hold_of_it_and_no_answer_is_needed_to_begin() {
    let actor = crate::people::Actor::system("kim");
    let mut it = run().record;
    it.answers.clear();
    settle(&mut it, Event::Begun, &Around { now: BEGUN, actor: Some(&actor), ..Around::default() });
    assert_eq!(it.text("owner"), "kim");
    let first: Vec<&str> = KIND.asks.iter().filter(|it| it.first).map(|it: &Ask| it.name).collect();
    assert_eq!(first, ["playbook", "hard"]);
}
