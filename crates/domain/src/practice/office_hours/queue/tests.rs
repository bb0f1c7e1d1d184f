//! Thursdays at 14:00 in Berlin from 5 March 2026, room for two, looked at on Monday 9 March.

use super::super::sample::thursdays;
use super::super::slots::CHANGED;
use super::*;
use crate::practice::samples::attachment;
use crate::record::Value;

fn now() -> At {
    At("2026-03-09T09:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

/// Topics as `(id, date asked for, votes)`, brought one after the other.
fn hours(topics: &[(&str, &str, usize)]) -> (Dossier, BTreeMap<String, usize>) {
    let mut dossier = thursdays();
    dossier.record.put("capacity", "2");
    for (at, (id, on, _)) in topics.iter().enumerate() {
        let mut it = attachment(&TOPIC, "priya", &[("text", id), ("wished_on", on)]);
        it.id = (*id).into();
        it.made_at = At(at as i64);
        dossier.attached.push(it);
    }
    let votes = topics.iter().map(|(id, _, votes)| ((*id).to_owned(), *votes)).collect();
    (dossier, votes)
}

/// `12: a b` for each date with topics.
fn told(plan: &Plan) -> Vec<String> {
    let ids = |all: &[Waiting]| {
        all.iter().map(|it| it.topic.id.to_string()).collect::<Vec<_>>().join(" ")
    };
    let taken = plan.dates.iter().filter(|it| !it.topics.is_empty());
    let mut told: Vec<String> =
        taken.map(|it| format!("{}: {}", it.sitting.day(), ids(&it.topics))).collect();
    if !plan.left.is_empty() {
        told.push(format!("left: {}", ids(&plan.left)));
    }
    told
}

#[test]
fn the_queue_goes_by_votes_and_then_by_time_and_no_date_holds_more_than_it_can() {
    let (dossier, votes) = hours(&[("a", "", 0), ("b", "", 1), ("c", "", 0), ("d", "", 3)]);
    let plan = plan(&dossier, &votes, now()).unwrap();
    assert_eq!(told(&plan), ["2026-03-12: d b", "2026-03-19: a c"]);
    assert_eq!(plan.next_with_room().unwrap().day().to_string(), "2026-03-26");
    assert!(plan.dates.iter().all(|it| it.topics.len() <= 2));
}

#[test]
fn whoever_asked_for_a_date_has_it_while_there_is_room() {
    let (dossier, votes) = hours(&[
        ("a", "", 9),
        ("b", "2026-03-12", 0),
        ("c", "2026-03-12", 1),
        ("d", "2026-03-12", 0),
    ]);
    let plan = plan(&dossier, &votes, now()).unwrap();
    assert_eq!(told(&plan), ["2026-03-12: c b", "2026-03-19: a d"]);
    let moved = &plan.dates[1].topics[1];
    assert_eq!(moved.instead_of, Some(("2026-03-12".parse().unwrap(), Instead::Full)));
    assert_eq!(plan.dates[1].topics[0].instead_of, None, "it had asked for none");
}

#[test]
fn a_date_called_off_or_gone_by_hands_its_topics_to_the_next() {
    let (mut dossier, votes) =
        hours(&[("a", "2026-03-12", 0), ("b", "2026-03-05", 0), ("c", "", 0)]);
    dossier.attached.push(attachment(
        &CHANGED,
        "jonas",
        &[("text", "Away"), ("planned_on", "2026-03-12")],
    ));
    let plan = plan(&dossier, &votes, now()).unwrap();
    assert_eq!(told(&plan), ["2026-03-19: a b", "2026-03-26: c"]);
    let why = |at: usize| plan.dates[1].topics[at].instead_of.unwrap().1;
    assert_eq!((why(0), why(1)), (Instead::CalledOff, Instead::Passed));
    assert!(!plan.dates[0].sitting.takes_place() && plan.room(&plan.dates[0]) == 0);
}

#[test]
fn a_date_far_ahead_is_kept_for_whoever_asked_for_it() {
    let (dossier, votes) = hours(&[("a", "2027-03-04", 0)]);
    assert_eq!(told(&plan(&dossier, &votes, now()).unwrap()), ["2027-03-04: a"]);
}

#[test]
fn where_no_date_is_left_a_topic_says_so() {
    let (mut dossier, votes) = hours(&[("a", "", 0), ("b", "", 0), ("c", "", 0)]);
    dossier.record.put("until", "2026-03-12");
    let plan = plan(&dossier, &votes, now()).unwrap();
    assert_eq!(told(&plan), ["2026-03-12: a b", "left: c"]);
    assert_eq!(plan.next_with_room(), None);
}

#[test]
fn what_is_parked_withdrawn_or_done_takes_no_room() {
    let (mut dossier, votes) = hours(&[("a", "", 0), ("b", "", 0), ("c", "", 0)]);
    for (at, state) in [(0, "parked"), (1, "withdrawn"), (2, "done")] {
        dossier.attached[at].state = state.into();
    }
    assert_eq!(told(&plan(&dossier, &votes, now()).unwrap()), [""; 0]);
}

#[test]
fn one_person_counts_once_for_each_topic() {
    let (dossier, _) = hours(&[("a", "", 0), ("b", "", 0)]);
    let vote = |by: &str, topics: &[&str]| {
        let mut it = attachment(&VOTE, by, &[]);
        let topics = topics.iter().map(|it| (*it).to_owned()).collect();
        it.answers.insert("topics".into(), Value::List(topics));
        it
    };
    let sealed = [vote("kim", &["a", "b"]), vote("ana", &["a", "a"]), vote("ana", &["a"])];
    let around = Around { sealed: &sealed, ..Around::default() };
    let counts = votes(&dossier, &around);
    assert_eq!(counts, BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]));
}
