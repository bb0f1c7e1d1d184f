use std::collections::BTreeSet;

use proptest::prelude::*;

use super::recall::{Foresight, How, Reading, foresight, hits, reading};
use super::session::{self, cards, groups, order, spread, tally, turn, until};
use super::{KIND, rules, slots};
use crate::attachment::{Attachment, Hides, Slot};
use crate::id::{At, Id};
use crate::kind::{Around, Event};
use crate::people::{Actor, Relation, Role, Standing};
use crate::practice::samples::{attachment, list, text};
use crate::record::{Answers, Dossier, Refusal, Value};

/// 2026-03-06, noon.
const NOON: At = At(1_772_798_400_000);

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn in_state(state: &str) -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.record.state = state.into();
    dossier.attached.clear();
    dossier
}

fn card(id: &str, author: &str, said: &str) -> Attachment {
    Attachment { id: id.into(), ..attachment(&slots::CARD, author, &[("text", said)]) }
}

fn merged(id: &str, author: &str, into: &str) -> Attachment {
    let mut it = card(id, author, "the same in other words");
    it.state = "merged".into();
    it.answers.extend([list("into", &[into])]);
    it
}

fn vote(author: &str, likely: &[&str], damage: &[&str]) -> Attachment {
    let mut it = attachment(&slots::VOTE, author, &[]);
    it.answers.extend([list("likely", likely), list("damage", damage)]);
    it
}

fn chance(author: &str, percent: &str) -> Attachment {
    attachment(&slots::BEFORE, author, &[("chance", percent)])
}

fn apply(dossier: &Dossier, around: &Around, step: &str) -> Result<&'static str, Refusal> {
    KIND.apply(dossier, member(), around, step)
}

#[test]
fn a_session_goes_from_the_plan_to_the_watching_in_nine_steps() {
    let (sealed, mut dossier) = ([card("c", "lena", "It broke.")], in_state("planned"));
    let votes = [vote("lena", &["c"], &["c"])];
    let risk = attachment(&slots::RISK, "ana", &[("text", "It breaks")]);
    for (step, to) in [
        ("open", "opening"),
        ("write", "writing"),
        ("reveal", "round"),
        ("join", "merging"),
        ("vote", "voting"),
        ("count", "planning"),
        ("estimate", "closing"),
        ("watch", "running"),
    ] {
        let sealed: &[Attachment] = if step == "count" { &votes } else { &sealed };
        let around = Around { now: NOON, sealed, ..Around::default() };
        assert_eq!(apply(&dossier, &around, step), Ok(to), "{step}");
        dossier.record.state = to.into();
        rules::settle(&mut dossier.record, Event::Moved(step), &around);
        if to == "planning" {
            dossier.attached.push(risk.clone());
        }
    }
    assert!(matches!(apply(&dossier, &Around::default(), "close"), Err(Refusal::Rule(_))));
    dossier.attached[0].state = "unclear".into();
    assert_eq!(apply(&dossier, &Around::default(), "close"), Ok("closed"));
}

#[test]
fn nothing_is_shown_before_somebody_has_written_and_nothing_counted_before_somebody_voted() {
    let refused = |state: &str, step: &str| apply(&in_state(state), &Around::default(), step);
    for (state, step) in [("writing", "reveal"), ("voting", "count"), ("planning", "estimate")] {
        assert!(matches!(refused(state, step), Err(Refusal::Rule(_))), "{step}");
    }
}

#[test]
fn whoever_leads_from_outside_begins_and_moves_nothing() {
    let outside = [
        Standing { leads: true, ..member() },
        Standing::of(Relation::Above, Role::Steward),
        Standing { agent: true, ..member() },
    ];
    for standing in outside {
        assert!(!standing.is(KIND.by));
        for step in KIND.moves {
            let dossier = in_state(step.from[0]);
            let tried = KIND.apply(&dossier, standing, &Around::default(), step.name);
            assert!(matches!(tried, Err(Refusal::NotYours(_))), "{}", step.name);
        }
    }
    let mut dossier = in_state("planned");
    dossier.record.put("facilitator", "@Ines");
    let leads = ["ines".to_owned()];
    let around = Around { leads: &leads, ..Around::default() };
    let says = apply(&dossier, &around, "open").expect_err("she leads").to_string();
    assert!(says.contains("@Ines") && says.contains("outside"), "{says}");
    assert_eq!(rules::findings(&dossier, &around)[0].rule, "leads-from-outside");
}

#[test]
fn the_day_imagined_lies_ahead_and_together_is_not_apart() {
    let mut dossier = in_state("planned");
    let on = |day: &str| Around { today: day.parse().ok(), ..Around::default() };
    assert!(apply(&dossier, &on("2026-06-30"), "open").is_err());
    assert_eq!(apply(&dossier, &on("2026-06-29"), "open"), Ok("opening"));
    assert!(apply(&dossier, &on("2026-06-29"), "send").is_err());
    dossier.record.put("mode", "apart");
    assert!(apply(&dossier, &on("2026-06-29"), "open").is_err());
    assert_eq!(apply(&dossier, &on("2026-06-29"), "send"), Ok("writing"));
    dossier.record.answers.remove("horizon");
    assert!(matches!(apply(&dossier, &on("2026-06-29"), "send"), Err(Refusal::Unanswered(_))));
}

#[test]
fn whoever_takes_a_step_leads_from_there_on() {
    let (ana, ben) = (Actor::system("ana"), Actor::system("ben"));
    let mut record = in_state("writing").record;
    for actor in [&ana, &ben] {
        let around = Around { now: NOON, actor: Some(actor), ..Around::default() };
        rules::settle(&mut record, Event::Moved("longer"), &around);
        assert_eq!(rules::facilitator(&record), actor.handle);
    }
}

#[test]
fn each_step_ends_when_the_hour_says_so_and_the_deadline_stands_in_the_record() {
    // domain.md 4.2: nine minutes of silent writing with the sentence, six for the votes.
    let around = Around { now: NOON, ..Around::default() };
    let ends = |record: &mut crate::record::Record, step: &str, state: &str| {
        record.state = state.into();
        rules::settle(record, Event::Moved(step), &around);
        until(record).map(|it| it.since(NOON) / session::MINUTE)
    };
    let mut record = in_state("writing").record;
    assert_eq!(ends(&mut record, "write", "writing"), Some(9));
    assert_eq!(ends(&mut record, "longer", "writing"), Some(12));
    assert_eq!(ends(&mut record, "vote", "voting"), Some(6));
    record.put("minutes", "30");
    assert_eq!(ends(&mut record, "estimate", "planning"), Some(7));
    assert_eq!(ends(&mut record, "watch", "running"), None);
    record.put("mode", "apart");
    record.answers.remove("minutes");
    assert_eq!(ends(&mut record, "send", "writing"), Some(48 * 60));
    // Of 25 minutes for the 46 that come after the writing.
    assert_eq!(ends(&mut record, "reveal", "round"), Some(8));
}

#[test]
fn how_long_it_may_take_is_what_somebody_said_and_else_what_the_question_calls_usual() {
    let hint = KIND.ask("minutes").unwrap().hint;
    let mut record = in_state("planned").record;
    for (mode, usual) in [("live", 60), ("apart", 25)] {
        record.put("mode", mode);
        record.put("minutes", "");
        assert_eq!(session::minutes(&record), usual, "{mode}");
        assert!(hint.contains(&usual.to_string()), "{hint}");
        for (said, read) in [("45", 45), ("4", usual), ("601", usual), ("soon", usual)] {
            record.put("minutes", said);
            assert_eq!(session::minutes(&record), read, "{mode}: {said}");
        }
    }
}

#[test]
fn cards_are_unseen_until_the_reveal_and_estimates_and_votes_always() {
    let mut dossier = in_state("writing");
    dossier.record.revealed = false;
    assert!(slots::CARD.is_sealed(&dossier.record));
    rules::settle(&mut dossier.record, Event::Moved("reveal"), &Around::default());
    assert!(!slots::CARD.is_sealed(&dossier.record));
    for slot in [&slots::BEFORE, &slots::AFTER, &slots::VOTE] {
        assert_eq!(slot.hides, Hides::Always, "{}", slot.name);
    }
    assert!(slots::MATCH.is_sealed(&in_state("running").record));
    assert!(!slots::MATCH.is_sealed(&in_state("closed").record));
}

fn add(slot: &Slot, state: &str, actor: &Actor) -> Result<(), Refusal> {
    let around = Around { actor: Some(actor), ..Around::default() };
    slot.may_add(&in_state(state), member(), &around, &Answers::new())
}

#[test]
fn each_slot_is_open_in_its_own_steps_and_to_people_alone() {
    let person = Actor { kind: crate::people::ActorKind::Person, ..Actor::system("ana") };
    for (slot, open) in [
        (&slots::BEFORE, &["opening", "writing"][..]),
        (&slots::CARD, &["writing", "round", "merging"]),
        (&slots::VOTE, &["voting"]),
        (&slots::RISK, &["planning", "closing", "running"]),
        (&slots::AFTER, &["closing"]),
        (&slots::MATCH, &["running"]),
    ] {
        for state in KIND.states {
            let may = add(slot, state.name, &person).is_ok();
            assert_eq!(may, open.contains(&state.name), "{} while {}", slot.name, state.name);
        }
    }
    let agent = Actor { kind: crate::people::ActorKind::Agent, ..person };
    for (slot, state) in [(&slots::CARD, "writing"), (&slots::VOTE, "voting")] {
        assert!(add(slot, state, &agent).is_err(), "an agent in {}", slot.name);
    }
}

#[test]
fn what_a_slot_takes_is_said_in_a_sentence() {
    let said = |slot: &Slot, answers: &[(&str, &str)]| {
        let answers = answers.iter().map(|(name, it)| text(name, it)).collect();
        slot.problems(&answers).into_iter().map(|it| it.says).collect::<Vec<_>>().join(" ")
    };
    assert!(said(&slots::CARD, &[("text", &"x".repeat(601))]).contains("600"));
    for percent in ["0", "100", "0.5"] {
        assert!(said(&slots::BEFORE, &[("chance", percent)]).contains("99"), "{percent}");
    }
    assert_eq!(said(&slots::BEFORE, &[("chance", "50")]), "");
    let wire =
        |more: &[(&str, &str)]| said(&slots::TRIPWIRE, &[&[("text", "Refusals")], more].concat());
    assert!(wire(&[]).contains("Name a day"));
    assert_eq!(wire(&[("due", "2026-05-01")]), "");
    assert!(wire(&[("mirror", "change-lead-time")]).contains("direction"));
    assert_eq!(wire(&[("mirror", "change-lead-time"), ("way", "above"), ("value", "48")]), "");
    let four = vote("a", &["1", "2", "3", "4"], &["1"]).answers;
    assert_eq!(slots::VOTE.problems(&four)[0].says, "4 votes; each has 3 for this.");
    let matched = |how: &str, cards: &[&str]| {
        let mut answers: Answers =
            [text("factor", "f"), text("how", how), text("role", "r")].into();
        answers.extend([list("cards", cards)]);
        slots::MATCH.problems(&answers).len()
    };
    assert_eq!((matched("none", &[]), matched("mechanism", &["c"])), (0, 0));
    assert_eq!((matched("none", &["c"]), matched("category", &[])), (1, 1));
}

#[test]
fn cards_joined_keep_every_wording_under_the_one_that_stands_for_them() {
    let mut dossier = in_state("merging");
    dossier.attached = vec![
        card("a", "ana", "A"),
        merged("b", "ben", "a"),
        merged("c", "ana", "b"),
        card("d", "eva", "D"),
    ];
    let found = groups(&dossier);
    let of_a = found.iter().find(|it| it.card.id.as_str() == "a").expect("a stands for three");
    assert_eq!((found.len(), of_a.merged.len()), (2, 2));
    let join = |from: &str, into: &str| {
        let it = dossier.attached.iter().find(|it| it.id.as_str() == from).unwrap();
        let given = Answers::from([list("into", &[into])]);
        slots::CARD.apply((&dossier, it), member(), &Around::default(), ("merge", &given))
    };
    assert_eq!(join("d", "c"), Ok("merged"));
    assert!(join("a", "c").is_err(), "a card would stand for itself");
    assert!(join("d", "d").is_err() && join("d", "gone").is_err());
    // An import may bring a ring: each is shown, none is lost.
    dossier.attached = vec![merged("a", "ana", "b"), merged("b", "ben", "a")];
    let shown: usize = groups(&dossier).iter().map(|it| 1 + it.merged.len()).sum();
    assert_eq!(shown, 2);
}

#[test]
fn votes_are_ranked_by_damage_then_likelihood_then_a_known_sign() {
    let mut dossier = in_state("voting");
    dossier.attached = ["a", "b", "c", "d"].map(|id| card(id, "ana", "It broke.")).to_vec();
    dossier.attached[3].answers.extend([text("sign", "Refusals")]);
    let votes = [
        vote("1", &["a", "b"], &["b", "c"]),
        vote("2", &["a", "gone"], &["c"]),
        vote("3", &["a"], &["b"]),
    ];
    let ranked = tally(&dossier, votes.iter());
    let seen: Vec<_> = ranked.iter().map(|it| (it.card.as_str(), it.damage, it.likely)).collect();
    assert_eq!(seen, [("b", 2, 1), ("c", 2, 0), ("a", 0, 3), ("d", 0, 0)]);

    let around = Around { attached: &dossier.attached, sealed: &votes, ..Around::default() };
    rules::settle(&mut dossier.record, Event::Moved("count"), &around);
    assert_eq!(session::kept_tally(&dossier.record), ranked);
    assert_eq!(dossier.record.text("voters"), "3");
}

#[test]
fn estimates_are_a_distribution_from_five_people_on_and_nothing_below() {
    let given = |n: usize| -> Vec<Attachment> {
        let percents = ["10", "20", "79", "80", "99", "50"];
        percents[..n].iter().enumerate().map(|(at, it)| chance(&format!("p{at}"), it)).collect()
    };
    assert_eq!(spread(given(4).iter()), None);
    let five = spread(given(5).iter()).expect("five people");
    assert_eq!(five.bands.map(|it| it.2), [1, 1, 0, 1, 2]);
    assert_eq!((five.median, five.n), (79.0, 5));
    assert_eq!(spread(given(6).iter()).map(|it| it.median), Some(64.5));
    // Five estimates of one person are one person's.
    let mut twice = given(4);
    twice.push(chance("p0", "30"));
    assert_eq!(spread(twice.iter()), None);

    let mut record = in_state("running").record;
    record.answers.clear();
    let sealed = given(4);
    let around = Around { sealed: &sealed, ..Around::default() };
    rules::settle(&mut record, Event::Moved("reveal"), &around);
    assert!(record.rows("before_spread").is_empty() && record.text("before_middle").is_empty());
}

#[test]
fn the_list_is_opened_again_at_a_third_two_thirds_and_the_day_itself() {
    let [third, two_thirds, end] =
        rules::review_days("2026-03-06".parse().unwrap(), "2026-06-04".parse().unwrap());
    assert_eq!(
        [third, two_thirds, end].map(|it| it.to_string()),
        ["2026-04-05", "2026-05-05", "2026-06-04"]
    );
    let mut record = in_state("running").record;
    record.put("held_on", "2026-03-06");
    record.put("horizon", "2026-06-04");
    for (step, on, next) in [
        ("watch", "2026-03-06", "2026-04-05"),
        ("again", "2026-04-07", "2026-05-05"),
        ("again", "2026-05-05", "2026-06-04"),
        ("again", "2026-07-01", "2026-06-04"),
    ] {
        let moment: jiff::Timestamp = format!("{on}T12:00:00Z").parse().unwrap();
        let around = Around { now: At(moment.as_millisecond()), ..Around::default() };
        rules::settle(&mut record, Event::Moved(step), &around);
        assert_eq!(record.text("review_on"), next, "{step} on {on}");
    }
}

#[test]
fn a_tripwire_on_a_mirror_trips_only_beyond_its_value() {
    let wire = |way: &str| {
        attachment(&slots::TRIPWIRE, "ana", &[("text", "slow"), ("way", way), ("value", "48")])
    };
    for (way, value, trips) in [
        ("above", 48.1, true),
        ("above", 48.0, false),
        ("below", 47.9, true),
        ("below", 48.0, false),
        ("", 50.0, false),
    ] {
        assert_eq!(session::has_tripped(&wire(way), value), trips, "{way} {value}");
    }
}

#[test]
fn the_sentence_is_always_the_same() {
    assert_eq!(
        session::it_failed("30 June 2026"),
        "It is 30 June 2026. It has failed, badly. That is certain."
    );
}

fn read(factor: &str, by: &str, role: &str, how: How, card: Option<&str>) -> Reading {
    Reading {
        factor: factor.into(),
        by: by.into(),
        role: role.into(),
        how,
        card: card.map(Id::from),
    }
}

fn both(factor: &str, how: How, card: Option<&str>) -> [Reading; 2] {
    [read(factor, "ana", "engineer", how, card), read(factor, "kim", "support", how, card)]
}

/// The extra example of `domain.md` 12: six factors, two by the same mechanism, one by category.
fn six() -> (Vec<String>, Vec<Reading>) {
    let factors = (1..=6).map(|n| format!("f{n}")).collect();
    let readings = [
        both("f1", How::Mechanism, Some("top")),
        both("f2", How::Mechanism, Some("below")),
        both("f3", How::Category, None),
        both("f4", How::None, None),
        both("f5", How::None, None),
        both("f6", How::None, None),
    ]
    .concat();
    (factors, readings)
}

#[test]
fn foresight_recall_of_six_factors() {
    let (factors, readings) = six();
    let planned: BTreeSet<Id> = ["top", "b", "c", "d", "e"].map(Id::from).into();
    let Foresight::Known { recall, waiting, agreement, provisional } =
        foresight(&factors, &readings, &planned, false)
    else {
        panic!("six factors are read")
    };
    assert_eq!((recall.strict.some, recall.strict.all), (2, 6));
    assert_eq!((recall.lenient.some, recall.lenient.all), (3, 6));
    assert_eq!((recall.top.some, recall.top.all, recall.k), (1, 6, 5));
    assert_eq!((waiting, agreement.same, agreement.pairs, agreement.kappa), (0, 6, 6, None));
    assert!(!provisional && recall.strict.interval.is_none(), "six are too few for an interval");
}

#[test]
fn nothing_to_recall_is_never_a_hundred_percent() {
    let nobody = BTreeSet::new();
    assert_eq!(foresight(&[], &six().1, &nobody, false), Foresight::NothingToRecall);
    let unread = foresight(&six().0, &[], &nobody, true);
    assert_eq!(unread, Foresight::NotReadYet { factors: 6 });
}

#[test]
fn one_reader_or_one_role_is_not_enough_and_the_weaker_of_two_counts() {
    let factors = ["f".to_owned()];
    let at = |readings: &[Reading]| foresight(&factors, readings, &BTreeSet::new(), false);
    let ana = read("f", "ana", "engineer", How::Mechanism, Some("c"));
    assert_eq!(at(std::slice::from_ref(&ana)), Foresight::NotReadYet { factors: 1 });
    let same_role = read("f", "ben", "Engineer ", How::Mechanism, Some("c"));
    assert_eq!(at(&[ana.clone(), same_role]), Foresight::NotReadYet { factors: 1 });
    let kim = |how, card| read("f", "kim", "support", how, card);
    let counts = |second: Reading| match at(&[ana.clone(), second]) {
        Foresight::Known { recall, agreement, .. } => {
            (recall.strict.some, recall.lenient.some, agreement.same)
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(counts(kim(How::Mechanism, Some("c"))), (1, 1, 1));
    assert_eq!(counts(kim(How::Category, Some("c"))), (0, 1, 0));
    assert_eq!(counts(kim(How::None, None)), (0, 0, 0));
    // Two mechanisms in two different cards are a likeness at most.
    assert_eq!(counts(kim(How::Mechanism, Some("other"))), (0, 1, 1));
    // Whoever reads it again has changed their mind.
    let again = [ana.clone(), kim(How::None, None), kim(How::Mechanism, Some("c"))];
    assert!(matches!(at(&again), Foresight::Known { recall, .. } if recall.strict.some == 1));
}

#[test]
fn ten_factors_have_an_interval_and_twenty_pairs_a_kappa() {
    let factors: Vec<String> = (0..20).map(|n| format!("f{n:02}")).collect();
    // Ten of each: both say mechanism, or both say none: full agreement, half of it by chance.
    let readings: Vec<Reading> = factors
        .iter()
        .enumerate()
        .flat_map(|(at, f)| both(f, if at < 10 { How::Mechanism } else { How::None }, None))
        .collect();
    let known = |n: usize| match foresight(&factors[..n], &readings, &BTreeSet::new(), true) {
        Foresight::Known { recall, agreement, provisional, .. } => {
            assert!(provisional);
            (recall.strict, agreement.kappa)
        }
        other => panic!("{other:?}"),
    };
    let (twenty, kappa) = known(20);
    // Wilson for 10 of 20: 29.9 to 70.1 %.
    let (low, high) = twenty.interval.expect("twenty factors");
    assert!((low - 0.299).abs() < 5e-4 && (high - 0.701).abs() < 5e-4, "{low} {high}");
    assert_eq!(kappa, Some(1.0));
    assert!(known(10).0.interval.is_some() && known(10).1.is_none());
    assert!(known(9).0.interval.is_none());
}

#[test]
fn a_hit_rate_uses_only_what_nobody_acted_on() {
    let risks = ["occurred", "unmitigated", "unmitigated", "mitigated", "unclear", "open"]
        .map(|state| Attachment { state: state.into(), ..attachment(&slots::RISK, "ana", &[]) });
    let rate = hits(risks.iter());
    assert_eq!((rate.some, rate.all), (1, 3));
}

#[test]
fn a_match_reads_as_the_card_that_stands_for_the_one_it_names() {
    let mut it =
        attachment(&slots::MATCH, "ana", &[("factor", "f"), ("how", "mechanism"), ("role", "r")]);
    it.answers.insert("cards".into(), Value::List(vec!["b".into()]));
    let read = reading(&it, |card| (card == "b").then(|| Id::from("a"))).expect("it says how");
    assert_eq!((read.how, read.card), (How::Mechanism, Some(Id::from("a"))));
    it.answers.remove("how");
    assert!(reading(&it, |_| None).is_none());
}

#[test]
fn turns_go_round_one_card_each_until_none_is_left() {
    let order: Vec<Id> = ["ana", "ben", "ines"].map(Id::from).to_vec();
    let mut dossier = in_state("round");
    dossier.attached = vec![
        card("a1", "ana", "A"),
        card("a2", "ana", "A"),
        card("i1", "ines", "I"),
        card("b1", "ben", "B"),
        card("a3", "ana", "A"),
    ];
    let mut heard = Vec::new();
    while let Some(author) = turn(&order, &dossier).cloned() {
        let at =
            dossier.attached.iter().position(|it| it.author == author && it.state == "written");
        dossier.attached[at.expect("whose turn it is has a card")].state = "told".into();
        heard.push(author.to_string());
    }
    assert_eq!(heard, ["ana", "ben", "ines", "ana", "ana"]);
}

#[test]
fn it_waits_for_the_others_while_there_is_something_to_write_unseen() {
    let waits = |state: &str| KIND.waiting(&in_state(state).record).map(|it| it.what);
    for state in ["opening", "writing"] {
        assert_eq!(waits(state), Some("Take part in"), "{state}");
    }
    assert!(waits("planned").is_none() && waits("round").is_none(), "then they sit together");
}

proptest! {
    /// Invariant 23: whoever leads from outside speaks after everybody else, whatever the order.
    #[test]
    fn leaders_come_last_and_a_late_comer_moves_nobody(
        record in "[a-z0-9]{4,12}",
        people in prop::collection::btree_set("[a-z]{1,6}", 1..16),
        leading in prop::collection::vec(any::<bool>(), 16),
    ) {
        let people: Vec<String> = people.into_iter().collect();
        let leads = |it: &String| leading[people.iter().position(|p| p == it).unwrap_or(0)];
        let id = Id::from(record.as_str());
        let all = order(&id, &people, leads);
        prop_assert_eq!(all.len(), people.len());
        let first_leader = all.iter().position(leads).unwrap_or(all.len());
        prop_assert!(all[first_leader..].iter().all(leads));
        let without = order(&id, &people[1..], leads);
        let rest: Vec<String> = all.into_iter().filter(|it| *it != people[0]).collect();
        prop_assert_eq!(rest, without);
    }

    /// Recall is a share of what was read, strict within lenient, and never more than all.
    #[test]
    fn recall_stays_within_its_bounds(
        readings in prop::collection::vec((0..8_u8, 0..4_u8, 0..3_u8, 0..3_u8, prop::option::of(0..4_u8)), 0..40),
        factors in 0..8_u8,
    ) {
        let readings: Vec<Reading> = readings.into_iter().map(|(factor, by, role, how, card)| {
            let how = [How::None, How::Category, How::Mechanism][usize::from(how)];
            let card = card.map(|it| it.to_string());
            read(&factor.to_string(), &by.to_string(), &role.to_string(), how, card.as_deref())
        }).collect();
        let factors: Vec<String> = (0..factors).map(|it| it.to_string()).collect();
        let planned = BTreeSet::from([Id::from("1")]);
        match foresight(&factors, &readings, &planned, true) {
            Foresight::Known { recall, waiting, agreement, .. } => {
                prop_assert!(recall.strict.some <= recall.lenient.some);
                prop_assert!(recall.top.some <= recall.strict.some);
                prop_assert!(recall.lenient.some <= recall.lenient.all);
                prop_assert_eq!(recall.lenient.all + waiting, factors.len());
                prop_assert!(agreement.same <= agreement.pairs);
            }
            Foresight::NothingToRecall => prop_assert!(factors.is_empty()),
            Foresight::NotReadYet { factors: n } => prop_assert_eq!(n, factors.len()),
        }
    }

    /// Every card is shown exactly once, alone or under the one that stands for it.
    #[test]
    fn no_card_is_lost_by_joining(joined in prop::collection::vec(prop::option::of(0..6_usize), 6)) {
        let mut dossier = in_state("merging");
        dossier.attached = (0..6).map(|n| card(&format!("c{n}"), "ana", "It broke.")).collect();
        for (from, into) in joined.into_iter().enumerate() {
            let Some(into) = into else { continue };
            let given = Answers::from([list("into", &[&format!("c{into}")])]);
            let it = dossier.attached[from].clone();
            let around = Around::default();
            if let Ok(to) = slots::CARD.apply((&dossier, &it), member(), &around, ("merge", &given)) {
                dossier.attached[from].state = to.into();
                dossier.attached[from].answers.extend(given);
            }
        }
        let mut shown: Vec<&str> = groups(&dossier)
            .iter()
            .flat_map(|it| [it.card].into_iter().chain(it.merged.iter().copied()))
            .map(|it| it.id.as_str())
            .collect();
        shown.sort_unstable();
        prop_assert_eq!(shown, ["c0", "c1", "c2", "c3", "c4", "c5"]);
        prop_assert_eq!(cards(&dossier).len(), 6);
    }
}
