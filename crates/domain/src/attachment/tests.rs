use super::*;
use crate::people::{Actor, Relation, Role};
use crate::record::Record;

fn dossier() -> Dossier {
    let record = Record {
        id: "r1".into(),
        kind: "decision".into(),
        state: "proposed".into(),
        title: "Keep one queue".into(),
        team: "payments".into(),
        author: "ana".into(),
        answers: Answers::new(),
        version: 1,
        opened_at: At(0),
        changed_at: At(0),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}

fn attached(slot: &Slot, answers: &[(&str, &str)]) -> Attachment {
    Attachment {
        id: "a1".into(),
        record: "r1".into(),
        slot: slot.name.into(),
        author: "ana".into(),
        made_at: At(0),
        answers: given(answers),
        state: slot.first_state().into(),
        version: 1,
    }
}

fn given(answers: &[(&str, &str)]) -> Answers {
    answers.iter().map(|(k, v)| ((*k).to_owned(), Value::Text((*v).to_owned()))).collect()
}

fn ben() -> Actor {
    Actor { id: "p2".into(), handle: "ben".into(), ..Actor::system("test") }
}

#[test]
fn a_forecast_can_be_reworded_for_an_hour_and_never_after() {
    let forecast =
        attached(&FORECAST, &[("text", "Fewer than two incidents"), ("probability", "70")]);
    let author = Standing::of(Relation::Own, Role::Member);
    let at = |ms| FORECAST.may_reword((&dossier(), &forecast), author, At(ms));
    assert_eq!(at(At::HOUR - 1), Ok(()));
    assert!(at(At::HOUR).is_err());
    assert!(at(At::HOUR * 24 * 365).is_err());
}

#[test]
fn what_was_written_blind_is_the_authors_to_change_until_it_is_read_together() {
    let blind = attached(&RESPONSE, &[("text", "It will be late")]);
    let author = Standing::of(Relation::Own, Role::Member);
    let mut dossier = dossier();
    let may = |dossier: &Dossier| RESPONSE.may_reword((dossier, &blind), author, At(At::DAY * 9));
    assert_eq!(may(&dossier), Ok(()));
    dossier.record.revealed = true;
    assert!(may(&dossier).unwrap_err().to_string().contains("read together"));
}

#[test]
fn what_became_of_a_response_is_said_after_the_reveal_and_none_is_added_then() {
    let blind = attached(&RESPONSE, &[("text", "It will be late")]);
    let mut dossier = dossier();
    let (around, member) = (Around::default(), Standing::of(Relation::OwnTeam, Role::Member));
    let said = given(&[("weighed", "Taken: one week more")]);
    let weigh =
        |dossier: &Dossier| RESPONSE.apply((dossier, &blind), member, &around, ("weigh", &said));
    let add = |dossier: &Dossier| RESPONSE.may_add(dossier, member, &around, &Answers::new());
    assert!(matches!(weigh(&dossier), Err(Refusal::Rule(_))));
    assert_eq!(add(&dossier), Ok(()));
    dossier.record.revealed = true;
    assert_eq!(weigh(&dossier), Ok("weighed"));
    assert!(matches!(add(&dossier), Err(Refusal::Rule(_))));
}

#[test]
fn a_question_from_the_bank_names_one_that_is_there() {
    let ask = |bank| QUESTION.problems(&given(&[("text", "What now?"), ("bank", bank)]));
    assert_eq!(ask("L1"), []);
    assert!(ask("Z9")[0].says.contains("no question “Z9”"));
}

#[test]
fn an_answer_that_changed_something_says_what_and_only_the_team_may_say_it() {
    let asked = Attachment { state: "answered".into(), ..attached(&QUESTION, &[("text", "Why?")]) };
    let dossier = dossier();
    let around = Around::default();
    let say = |standing, said: &[(&str, &str)]| {
        QUESTION.apply((&dossier, &asked), standing, &around, ("changed", &given(said)))
    };
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let what = [("changed", "We dropped the second queue.")];
    assert_eq!(say(member, &what), Ok("changed"));
    assert!(matches!(say(member, &[]), Err(Refusal::Unanswered(_))));
    let above = Standing::of(Relation::Above, Role::Member);
    assert!(matches!(say(above, &what), Err(Refusal::NotYours(_))));
}

#[test]
fn nobody_rewords_what_somebody_else_wrote_whatever_their_role() {
    let forecast = attached(&FORECAST, &[]);
    for relation in [Relation::OwnTeam, Relation::Above, Relation::AnotherTeam] {
        let other = Standing::of(relation, Role::Steward);
        assert!(FORECAST.may_reword((&dossier(), &forecast), other, At(1)).is_err());
    }
}

#[test]
fn a_forecast_is_neither_certain_nor_impossible() {
    let problems = |sure| {
        FORECAST.problems(&given(&[
            ("text", "Fewer than two incidents"),
            ("probability", sure),
            ("resolve_by", "2026-03-01"),
        ]))
    };
    for sure in ["1", "50", "99", "12.5"] {
        assert_eq!(problems(sure), [], "{sure}");
    }
    for sure in ["0", "100", "-3", "0.5", "likely"] {
        assert_eq!(problems(sure).len(), 1, "{sure}");
    }
}

#[test]
fn a_promise_is_kept_by_whoever_it_names_and_by_no_other_colleague() {
    let promise = attached(&COMMITMENT, &[("text", "Move the alerts"), ("owner", "@ben")]);
    let colleague = Standing::of(Relation::OwnTeam, Role::Member);
    let nothing = Answers::new();
    let keep = |around: &Around| {
        COMMITMENT.apply((&dossier(), &promise), colleague, around, ("keep", &nothing))
    };
    let ben = ben();
    assert_eq!(keep(&Around { actor: Some(&ben), ..Around::default() }), Ok("kept"));
    assert!(matches!(keep(&Around::default()), Err(Refusal::NotYours(_))));
}

#[test]
fn a_promise_is_dropped_only_with_its_reason_and_only_once() {
    let mut promise = attached(&COMMITMENT, &[("text", "Move the alerts")]);
    let own = Standing::of(Relation::Own, Role::Member);
    let drop = |promise: &Attachment, answers: &Answers| {
        COMMITMENT.apply((&dossier(), promise), own, &Around::default(), ("drop", answers))
    };
    assert!(matches!(drop(&promise, &Answers::new()), Err(Refusal::Unanswered(_))));
    let why = given(&[("reason", "The old alerts went away with the old queue")]);
    assert_eq!(drop(&promise, &why), Ok("dropped"));
    promise.state = "dropped".into();
    assert!(matches!(drop(&promise, &why), Err(Refusal::NotFromHere { .. })));
}

#[test]
fn each_person_responds_once_and_everybody_may() {
    let mut dossier = dossier();
    let ben = ben();
    let around = Around { actor: Some(&ben), ..Around::default() };
    let standing = Standing::of(Relation::AnotherTeam, Role::Member);
    assert_eq!(RESPONSE.may_add(&dossier, standing, &around, &Answers::new()), Ok(()));
    dossier.attached.push(Attachment { author: ben.id.clone(), ..attached(&RESPONSE, &[]) });
    assert!(matches!(
        RESPONSE.may_add(&dossier, standing, &around, &Answers::new()),
        Err(Refusal::Rule(_))
    ));
}

#[test]
fn a_leader_from_above_promises_for_themselves_and_for_nobody_else() {
    let ben = ben();
    let around = Around { actor: Some(&ben), ..Around::default() };
    let add = |standing, owner| {
        COMMITMENT.may_add(&dossier(), standing, &around, &given(&[("owner", owner)]))
    };
    let above = Standing::of(Relation::Above, Role::Member);
    assert_eq!(add(above, "@ben"), Ok(()));
    assert!(add(above, "ana").is_err());
    assert_eq!(add(Standing::of(Relation::OwnTeam, Role::Member), "ana"), Ok(()));
    let agent = Standing { agent: true, ..Standing::of(Relation::OwnTeam, Role::Member) };
    assert!(add(agent, "ben").is_err());
}

/// What becomes of something in this state by this step, made by somebody who stands like this.
fn moved(
    slot: &Slot,
    state: &str,
    standing: Standing,
    step: &str,
    answers: &[(&str, &str)],
) -> Result<&'static str, Refusal> {
    let it = Attachment { state: state.into(), ..attached(slot, &[]) };
    slot.apply((&dossier(), &it), standing, &Around::default(), (step, &given(answers)))
}

#[test]
fn each_common_slot_moves_as_its_table_says_and_no_further() {
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let why = [("reason", "Overtaken")];
    for (slot, state, step, answers, expected) in [
        (&QUESTION, "open", "answer", &[("answer", "We don't know yet")][..], Some("answered")),
        (&QUESTION, "answered", "answer", &[("answer", "Now we do")], Some("answered")),
        (&QUESTION, "open", "answer", &[("answer", "  ")], None),
        (&IDEA, "open", "take", &[("due", "2026-04-01")], Some("taken")),
        (&IDEA, "open", "take", &[], None),
        (&IDEA, "open", "leave", &[], Some("left")),
        (&IDEA, "left", "take", &[("due", "2026-04-01")], None),
        (&FORECAST, "open", "came_true", &[], Some("true")),
        (&FORECAST, "open", "did_not", &[], Some("false")),
        (&FORECAST, "true", "did_not", &[], None),
        (&FORECAST, "open", "void", &[], None),
        (&FORECAST, "open", "void", &why, Some("void")),
        (&LINK, "open", "keep", &[], None),
        (&RESPONSE, "given", "answer", &[], None),
    ] {
        let found = moved(slot, state, member, step, answers).ok();
        assert_eq!(found, expected, "{} {state} {step} {answers:?}", slot.name);
    }
}

#[test]
fn from_another_team_one_may_ask_and_wonder_and_decide_nothing() {
    let other = Standing::of(Relation::AnotherTeam, Role::Steward);
    for slot in [&QUESTION, &IDEA, &FORECAST, &RESPONSE, &LINK] {
        let may = slot.may_add(&dossier(), other, &Around::default(), &Answers::new());
        assert_eq!(may, Ok(()), "{}", slot.name);
    }
    for (slot, step, answers) in [
        (&QUESTION, "answer", &[("answer", "Yes")][..]),
        (&IDEA, "take", &[]),
        (&FORECAST, "came_true", &[]),
        (&COMMITMENT, "keep", &[]),
    ] {
        let found = moved(slot, "open", other, step, answers);
        assert!(matches!(found, Err(Refusal::NotYours(_))), "{}: {found:?}", slot.name);
    }
    assert!(COMMITMENT.may_add(&dossier(), other, &Around::default(), &Answers::new()).is_err());
}

#[test]
fn what_a_move_asks_must_fit_and_nothing_else_is_taken() {
    let own = Standing::of(Relation::Own, Role::Member);
    let long = "x".repeat(301);
    for answers in [&[("reason", long.as_str())][..], &[("reason", "So"), ("mood", "bad")]] {
        let found = moved(&COMMITMENT, "open", own, "drop", answers);
        assert!(matches!(found, Err(Refusal::Rule(_))), "{found:?}");
    }
    let unknown = moved(&COMMITMENT, "open", own, "forget", &[]).expect_err("no such step");
    assert_eq!(unknown.to_string(), "“forget” is not possible while this is promised.");
}

#[test]
fn words_stand_after_the_hour_of_their_slot_and_a_response_until_the_reveal() {
    for (slot, after, revealed, may) in [
        (&QUESTION, At::HOUR - 1, true, true),
        (&QUESTION, At::HOUR, false, false),
        (&COMMITMENT, At::HOUR, false, false),
        (&RESPONSE, 365 * At::DAY, false, true),
        (&RESPONSE, 1, true, false),
    ] {
        let mut dossier = dossier();
        dossier.record.revealed = revealed;
        let author = Standing::of(Relation::Own, Role::Member);
        let reworded = slot.may_reword((&dossier, &attached(slot, &[])), author, At(after));
        assert_eq!(reworded.is_ok(), may, "{} {after}", slot.name);
    }
    let stranger = Standing { own: true, ..Standing::of(Relation::Stranger, Role::Reader) };
    let question = attached(&QUESTION, &[]);
    assert!(
        QUESTION.may_reword((&dossier(), &question), stranger, At(1)).is_err(),
        "who left rewords nothing"
    );
}

#[test]
fn whoever_is_named_is_named_without_the_at_sign() {
    for (answers, named) in [
        (&[("owner", "@ben")][..], Some("ben")),
        (&[("from", "ines")], Some("ines")),
        (&[("owner", ""), ("from", "ines")], Some("ines")),
        (&[("owner", "ben"), ("from", "ines")], Some("ben")),
        (&[("text", "@ben")], None),
    ] {
        assert_eq!(attached(&COMMITMENT, answers).named(), named, "{answers:?}");
    }
}

#[test]
fn whoever_is_named_in_capitals_owns_the_promise_and_does_not_vouch_for_it() {
    let ben = ben();
    let around = Around { actor: Some(&ben), ..Around::default() };
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let made = |state: &str, step: &str| {
        let it = Attachment { state: state.into(), ..attached(&COMMITMENT, &[("owner", "@Ben ")]) };
        COMMITMENT.apply((&dossier(), &it), member, &around, (step, &Answers::new()))
    };
    assert_eq!(made("open", "keep"), Ok("kept"), "whoever wrote it down");
    assert_eq!(made("kept", "verify"), Err(Refusal::OwnWork));
    let above = Standing::of(Relation::Above, Role::Member);
    let promise = given(&[("text", "x"), ("owner", "@BEN"), ("due", "2026-03-01")]);
    assert_eq!(COMMITMENT.may_add(&dossier(), above, &around, &promise), Ok(()), "for oneself");
}

#[test]
fn only_what_is_written_before_hearing_the_others_is_hidden() {
    let hidden: Vec<_> =
        COMMON.iter().filter(|it| it.hides == Hides::UntilReveal).map(|it| it.name).collect();
    assert_eq!(hidden, ["response"]);
}

#[test]
fn a_new_one_needs_its_first_words_and_a_promise_an_owner_and_a_day() {
    for (slot, fields) in [
        (&QUESTION, &["text"][..]),
        (&COMMITMENT, &["text", "owner", "due"]),
        (&IDEA, &["text"]),
        (&LINK, &["to"]),
        (&FORECAST, &["text", "probability", "resolve_by"]),
        (&RESPONSE, &["text"]),
    ] {
        let found: Vec<_> = slot.problems(&Answers::new()).into_iter().map(|it| it.field).collect();
        assert_eq!(found, fields, "{}", slot.name);
    }
}

#[test]
fn what_a_growing_move_says_stands_below_what_was_said_before_and_replaces_nothing() {
    static GROWING: Slot = Slot {
        name: "line",
        label: "Line",
        moves: &[SlotMove {
            asks: &[prose("more", "More", "", Need::Always)],
            grows: true,
            ..step("extend", "Add to it", &["open"], "open", Who::Owner)
        }],
        states: &[("open", "stands", true)],
        ..PLAIN
    };
    let mut line = attached(&GROWING, &[("text", "The ledger")]);
    for (day, said) in [(0, "And its backups"), (1, "Not the restore")] {
        let around = Around { now: At(day * At::DAY), ..Around::default() };
        GROWING.moved(&mut line, &GROWING.moves[0], given(&[("more", said)]), &around);
    }
    assert_eq!(line.text("more"), "1970-01-01: And its backups\n\n1970-01-02: Not the restore");
    assert_eq!(line.text("text"), "The ledger");
}

#[test]
fn words_that_stand_after_a_day_say_so() {
    static DAY: Slot =
        Slot { label: "Line", states: &[("open", "stands", true)], fixed_after: At::DAY, ..PLAIN };
    let line = attached(&DAY, &[]);
    let author = Standing::of(Relation::Own, Role::Member);
    assert_eq!(DAY.may_reword((&dossier(), &line), author, At(At::DAY - 1)), Ok(()));
    let says = DAY.may_reword((&dossier(), &line), author, At(At::DAY)).unwrap_err().to_string();
    assert!(says.contains("more than a day"), "{says}");
}

#[test]
fn how_long_words_have_stood_is_said_as_people_say_it() {
    let says = |after: i64, one_each: bool| {
        Slot { label: "Line", fixed_after: after, one_each, ..PLAIN }.have_stood()
    };
    for (after, span) in [
        (At::HOUR, "an hour"),
        (6 * At::HOUR, "6 hours"),
        (At::DAY, "a day"),
        (30 * At::DAY, "30 days"),
    ] {
        assert_eq!(
            says(after, false),
            format!(
                "These words have stood for more than {span} and stay as they are. Add another line instead."
            )
        );
    }
    assert!(!says(At::HOUR, true).contains("another"), "there is one of each");
}

#[test]
fn what_the_team_keeps_to_itself_was_never_read_together() {
    let own = Slot { hides: Hides::FromOutside, fixed_after: At::DAY, ..QUESTION };
    let author = Standing::of(Relation::Own, Role::Member);
    let asked = attached(&QUESTION, &[("text", "Why?")]);
    let says = own.may_reword((&dossier(), &asked), author, At(At::DAY)).unwrap_err().to_string();
    assert!(says.contains("more than a day"), "{says}");
}

#[test]
fn a_promise_is_kept_or_dropped_by_whoever_is_named_and_not_by_whoever_wrote_it() {
    let ben = ben();
    let ana = Actor { id: "ana".into(), handle: "ana".into(), ..Actor::system("test") };
    let left = ["ben".to_owned()];
    let mut promise = attached(&COMMITMENT, &[("text", "x"), ("owner", "@Ben")]);
    let open_to = |it: &Attachment, actor: &Actor, own: bool, left: &[String]| -> Vec<&str> {
        let around = Around { actor: Some(actor), left, ..Around::default() };
        let standing = Standing { own, ..Standing::of(Relation::OwnTeam, Role::Member) };
        let dossier = dossier();
        for step in COMMITMENT.moves {
            let made =
                COMMITMENT.apply((&dossier, it), standing, &around, (step.name, &Answers::new()));
            let is_open = COMMITMENT
                .steps_open_to((&dossier, it), standing, &around)
                .any(|open| open.name == step.name);
            let refused = matches!(
                made,
                Err(Refusal::NotYours(_) | Refusal::OwnWork | Refusal::NotFromHere { .. })
            );
            assert_eq!(is_open, !refused, "{}: offered and then refused", step.name);
        }
        let steps = COMMITMENT.steps_open_to((&dossier, it), standing, &around);
        steps.map(|step| step.name).collect()
    };
    assert_eq!(open_to(&promise, &ben, false, &[]), ["keep", "carry", "drop"]);
    assert_eq!(open_to(&promise, &ana, true, &[]), [""; 0], "she only wrote it down");
    assert_eq!(open_to(&promise, &ana, true, &left), ["keep", "carry", "drop"], "ben has left");
    promise.state = "kept".into();
    assert_eq!(open_to(&promise, &ben, false, &[]), ["reopen"]);
    assert_eq!(open_to(&promise, &ana, true, &[]), ["verify", "reopen"]);
}

#[test]
fn what_the_house_keeps_of_a_promise_nobody_writes() {
    let given = Answers::from([
        crate::practice::samples::text("text", "x"),
        crate::practice::samples::text("closed_on", "2026-01-01"),
    ]);
    assert_eq!(COMMITMENT.asked(given).keys().collect::<Vec<_>>(), ["text"]);
    let picked = Answers::from([
        crate::practice::samples::text("text", "Who feels it first?"),
        crate::practice::samples::text("bank", "V1"),
    ]);
    assert_eq!(QUESTION.asked(picked.clone()), picked, "which one of the bank it is, one presses");
}

#[test]
fn a_state_is_said_as_the_table_says_it_and_an_unknown_one_as_it_is_stored() {
    for (stored, said, is_open) in [
        ("open", "promised", true),
        ("verified", "kept, and somebody else has looked", false),
        ("dropped", "dropped", false),
        ("mislaid", "mislaid", true),
    ] {
        assert_eq!(COMMITMENT.state(stored), (said, is_open));
    }
}
