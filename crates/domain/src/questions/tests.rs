use std::collections::BTreeSet;

use super::*;
use crate::attachment::Attachment;
use crate::practice::{ALL, Kinds, samples};
use crate::record::{Row, Value};
use crate::wording::{Label, hear};

fn decision(state: &str) -> Dossier {
    let mut dossier = (kind("decision").sample)();
    dossier.attached.clear();
    dossier.record.answers.clear();
    dossier.record.state = state.into();
    dossier.record.title = "How we store receipts".into();
    dossier
}

fn kind(slug: &str) -> &'static Kind {
    Kinds(ALL).by_slug(slug).unwrap()
}

fn offered(dossier: &Dossier) -> Vec<Offered> {
    offer(kind(&dossier.record.kind), dossier, &Around::default(), 3)
}

fn hang(dossier: &mut Dossier, slot: &str, answers: &[(&'static str, &str)]) {
    let record = dossier.record.id.clone();
    let answers = answers.iter().map(|(name, said)| samples::text(name, said)).collect();
    dossier.attached.push(Attachment {
        id: format!("a{}", dossier.attached.len()).as_str().into(),
        record,
        slot: slot.into(),
        author: "ben".into(),
        made_at: Default::default(),
        answers,
        state: "given".into(),
        version: 1,
    });
}

fn rows(name: &str, rows: &[[(&str, &str); 2]]) -> (String, Value) {
    let row = |cells: &[(&str, &str); 2]| -> Row {
        cells.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    (name.to_owned(), Value::Rows(rows.iter().map(row).collect()))
}

#[test]
fn the_bank_holds_sixty_four_open_questions_that_ask_one_thing_each() {
    assert_eq!(BANK.len(), 64);
    let ids: BTreeSet<_> = BANK.iter().map(|it| it.id).collect();
    let texts: BTreeSet<_> = BANK.iter().map(|it| it.text).collect();
    assert_eq!((ids.len(), texts.len()), (64, 64));
    for it in BANK {
        assert_eq!(hear(it.text).label, Label::Open, "{}: {}", it.id, it.text);
        assert_eq!(it.text.matches('?').count(), 1, "{}", it.id);
        assert!(by_id(it.id).is_some_and(|found| found.text == it.text));
    }
    for element in Element::ALL {
        assert!(BANK.iter().filter(|it| it.element == element).count() >= 9, "{element:?}");
    }
}

#[test]
fn what_is_missing_is_asked_before_what_is_usual() {
    let mut begun = decision("proposed");
    let first = offered(&begun);
    assert_eq!(first[0].question.element, Element::Options);
    assert_eq!(first[0].because, "No option is written down yet.");
    assert_eq!(first[1].question.id, "V1", "nothing is said about undoing it");
    begun.record.answers.extend([
        rows("options", &[[("option", "A"), ("for", "")], [("option", "B"), ("for", "")]]),
        rows("case", &[[("name", "undo"), ("value", "never")]]),
    ]);
    let next = offered(&begun);
    assert_eq!(next[0].question.element, Element::Reversibility);
    assert_eq!(next[0].because, "This is hard to undo.");
    assert!(next.iter().all(|it| it.because != "No option is written down yet."));
}

#[test]
fn a_decision_without_a_forecast_is_asked_for_one_and_with_one_no_more() {
    let mut made = decision("decided");
    made.record.answers.extend([rows("case", &[[("name", "undo"), ("value", "sprint")]])]);
    assert_eq!(offered(&made)[0].question.id, "L1");
    hang(&mut made, "forecast", &[("text", "It holds"), ("probability", "70")]);
    assert!(offered(&made).iter().all(|it| it.because != "It has no forecast."));
}

#[test]
fn the_weakest_rating_opens_its_own_part_of_thinking() {
    let mut made = decision("decided");
    hang(&mut made, "forecast", &[("text", "It holds")]);
    let said = [("frame", "90"), ("options", "30"), ("information", "80"), ("text", "x")];
    hang(&mut made, "rating", &said);
    let first = &offered(&made)[0];
    assert_eq!(first.question.element, Element::Options);
    assert_eq!(first.because, "Rated weakest: options, 30 %.");
    made.attached.pop();
    hang(&mut made, "rating", &[("frame", "90"), ("options", "60"), ("text", "x")]);
    assert!(offered(&made).iter().all(|it| !it.because.starts_with("Rated")), "60 % is good");
}

#[test]
fn a_question_is_never_offered_again_where_it_was_asked() {
    let mut open = decision("proposed");
    let mut seen = BTreeSet::new();
    for _ in 0..BANK.len() {
        let Some(next) = offered(&open).into_iter().next() else { break };
        assert!(seen.insert(next.question.id), "{} was asked already", next.question.id);
        hang(&mut open, "question", &[("text", next.question.text), ("bank", next.question.id)]);
    }
    assert!(seen.len() > 20, "a record has many questions in it");
    let mut by_words = decision("decided");
    hang(&mut by_words, "question", &[("text", "What do you expect to happen, and by when?")]);
    assert!(offered(&by_words).iter().all(|it| it.question.id != "L1"), "typed by hand counts too");
}

#[test]
fn each_offer_opens_another_part_of_thinking_and_there_are_never_more_than_asked_for() {
    for kind in ALL {
        for state in kind.states {
            let mut dossier = (kind.sample)();
            dossier.record.state = state.name.into();
            for most in 0..5 {
                let offers = offer(kind, &dossier, &Around::default(), most);
                let elements: BTreeSet<_> = offers.iter().map(|it| it.question.element).collect();
                assert!(offers.len() <= most && elements.len() == offers.len());
                assert!(offers.iter().all(|it| it.because.ends_with('.')));
            }
        }
    }
}

#[test]
fn questions_about_agents_wait_until_an_agent_is_there() {
    for state in ["proposed", "advice", "decided", "known"] {
        let none = offer(kind("decision"), &decision(state), &Around::default(), 9);
        assert!(none.iter().all(|it| !it.question.topics.contains(&Topic::Agents)));
    }
    let mut acted = decision("decided");
    acted.record.title = "What our coding agent may merge".into();
    acted.record.put("decider", "@Robin");
    let agents = ["robin".to_owned()];
    let around = Around { agents: &agents, ..Around::default() };
    let first = &offer(kind("decision"), &acted, &around, 3)[0];
    assert_eq!((first.question.id, first.because.as_str()), ("P9", "An agent acts here."));
}

#[test]
fn the_subject_of_a_record_chooses_among_questions_that_fit_equally() {
    let mut stored = decision("advice");
    stored.record.title = "Move personal data to a new database".into();
    stored.record.answers.extend([
        rows("options", &[[("option", "A"), ("for", "")], [("option", "B"), ("for", "")]]),
        rows("case", &[[("name", "undo"), ("value", "never")]]),
    ]);
    let hard = offered(&stored).into_iter().find(|it| it.because == "This is hard to undo.");
    assert!(hard.is_some_and(|it| it.question.topics.contains(&Topic::Data)));
}

#[test]
fn what_is_put_away_asks_for_nothing() {
    let mut away = decision("proposed");
    away.record.retired = true;
    assert!(offered(&away).is_empty());
}
