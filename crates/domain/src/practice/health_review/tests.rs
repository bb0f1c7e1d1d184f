use super::*;
use crate::health::instrument::{End, ITEMS};
use crate::people::{Actor, ActorKind, Relation, Role, Seat, Standing};
use crate::practice::health_review::KIND;
use crate::practice::health_review::slots::JOINED;
use crate::practice::samples::{attachment, row, rows};
use crate::record::Answers;

/// 2026-03-06, at noon.
const NOW: At = At(1_772_798_400_000);

fn preparing() -> Dossier {
    let mut dossier = (KIND.sample)();
    dossier.attached.clear();
    dossier.record.state = "preparing".into();
    for name in ["opened_on", "closed_on", "talk_on"] {
        dossier.record.answers.remove(name);
    }
    dossier.record.put("closes_on", "2026-03-16");
    dossier
}

fn with(name: &str, value: &str) -> Dossier {
    let mut dossier = preparing();
    dossier.record.put(name, value);
    dossier
}

fn member() -> Standing {
    Standing::of(Relation::OwnTeam, Role::Member)
}

fn of_five() -> Around<'static> {
    Around { now: NOW, at_work: 5, standing: Some(member()), ..Around::default() }
}

fn open(dossier: &Dossier, around: &Around) -> Result<&'static str, Refusal> {
    KIND.apply(dossier, member(), around, "open")
}

fn rules_of(dossier: &Dossier, around: &Around) -> Vec<&'static str> {
    findings(dossier, around).iter().map(|it| it.rule).collect()
}

/// Somebody with one seat, in a team with those above it.
fn seated(handle: &str, path: &[&str], leads: bool) -> Actor {
    let seat = Seat {
        team: path[0].into(),
        path: path.iter().map(|it| (*it).into()).collect(),
        level: 0,
        role: Role::Member,
        leads,
    };
    let kind = ActorKind::Person;
    Actor { id: handle.into(), handle: handle.into(), kind, seats: vec![seat], ..Actor::system("") }
}

#[test]
fn a_wave_with_too_few_people_says_so_before_anybody_writes_a_word() {
    let four = Around { at_work: 4, ..of_five() };
    let refused = open(&preparing(), &four).unwrap_err().to_string();
    assert!(refused.contains("open round"), "{refused}");
    assert!(rules_of(&preparing(), &four).contains(&"too-few"));
    assert_eq!(open(&preparing(), &of_five()), Ok("open"));
    assert!(!rules_of(&preparing(), &of_five()).contains(&"too-few"));
    assert!(!rules_of(&with("held_as", "round"), &four).contains(&"too-few"));
    let mut joined = preparing();
    joined.attached.push(attachment(&JOINED, "aiko", &[("text", "Bookings")]));
    assert_eq!(open(&joined, &four), Ok("open"), "how many are asked is known where it is opened");
    assert!(!rules_of(&joined, &four).contains(&"too-few"));
}

#[test]
fn a_round_is_talked_through_with_what_was_agreed_and_never_opened_for_ballots() {
    let mut round = with("held_as", "round");
    let hold = |it: &Dossier| KIND.apply(it, member(), &of_five(), "hold");
    assert!(matches!(open(&round, &of_five()), Err(Refusal::Rule(says)) if says.contains("round")));
    assert!(matches!(hold(&round), Err(Refusal::Unanswered(_))));
    let agreed = row(&[("about", "Calls that are ours"), ("agreed", "We name them on Mondays")]);
    round.record.answers.extend([rows("agreed", vec![agreed])]);
    assert_eq!(hold(&round), Ok("talked"));
    round.record.put("held_as", "ballots");
    assert!(matches!(hold(&round), Err(Refusal::Rule(says)) if says.contains("ballots")));
}

#[test]
fn it_closes_tomorrow_or_later_and_within_a_month() {
    for (day, ok) in [
        ("2026-03-05", false),
        ("2026-03-06", true),
        ("2026-03-07", true),
        ("2026-04-06", true),
        ("2026-04-08", false),
        ("soon", false),
    ] {
        assert_eq!(open(&with("closes_on", day), &of_five()).is_ok(), ok, "{day}");
    }
    // Noon is still half a day from midnight; an hour later is not.
    let later = Around { now: NOW.plus(At::HOUR), ..of_five() };
    assert!(open(&with("closes_on", "2026-03-06"), &later).is_err());
    assert_eq!(closes(&preparing().record), Some(At(1_773_705_600_000)), "2026-03-17T00:00Z");
}

#[test]
fn limits_are_the_houses_unless_the_team_says_otherwise_and_never_below_the_floor() {
    let of = |people: &str, writers: &str| {
        let mut dossier = with("people_needed", people);
        dossier.record.put("writers_needed", writers);
        limits(&dossier.record)
    };
    assert_eq!(of("", ""), Ok(Limits::default()));
    assert_eq!(of(" 9 ", ""), Limits::new(9, 9), "comments never need fewer than figures");
    assert_eq!(of("4", "4"), Limits::new(4, 4));
    assert!(of("3", "").unwrap_err().to_string().contains("two who compare notes"));
    assert!(of("few", "").unwrap_err().to_string().contains("not a number of people"));
    assert!(rules_of(&with("people_needed", "3"), &of_five()).contains(&"few-needed"));
    assert!(open(&with("people_needed", "3"), &of_five()).is_err());
}

#[test]
fn what_a_team_adds_is_asked_after_the_houses_items_under_a_key_that_stays() {
    let record = preparing().record;
    let asked = items(&record).unwrap();
    assert_eq!(asked.len(), ITEMS.len() + 1);
    let own = &asked[ITEMS.len()];
    assert_eq!(own.key, "own-how-often-did-an-alarm-at-night-mean");
    assert_eq!((own.construct, own.favourable), (Construct::Own, End::High));
    assert_eq!(key("Größe?"), "own-gr-e");
    assert_eq!(key("何ですか？"), "own-item");
    let mut twice = record;
    let same = twice.rows("own_items")[0].clone();
    twice.answers.extend([rows("own_items", vec![same.clone(), same])]);
    assert!(items(&twice).is_err());
    let dossier = Dossier { record: twice, attached: Vec::new() };
    assert!(open(&dossier, &of_five()).unwrap_err().to_string().contains("Of the items you added"));
    assert!(rules_of(&dossier, &of_five()).contains(&"own-item"));
}

#[test]
fn what_was_promised_at_the_opening_is_not_taken_back() {
    let says = |state: &str, name: &str, value: &str| {
        let mut before = with("people_needed", "6").record;
        before.state = state.into();
        let mut after = before.clone();
        after.put(name, value);
        let refused = keeps_its_promise(&before, &after).err();
        refused.map(|it| (it[0].field.clone(), it[0].says.clone()))
    };
    for state in ["open", "closed", "talked"] {
        let (field, why) = says(state, "people_needed", "5").unwrap();
        assert_eq!(field, "people_needed");
        assert!(why.contains("a figure needs 6 of them"), "{why}");
        let (field, _) = says(state, "writers_needed", "7").unwrap();
        assert_eq!(field, "writers_needed");
        for name in ["held_as", "closes_on", "own_items"] {
            assert!(says(state, name, "other").unwrap().1.contains("promised"), "{name}");
        }
        assert_eq!(says(state, "people_needed", "7"), None, "more may be asked for");
        assert_eq!(says(state, "outcome", "We talk more"), None);
    }
    assert_eq!(says("preparing", "people_needed", "5"), None);
    assert_eq!(says("preparing", "closes_on", "2026-03-20"), None);
    assert!(says("preparing", "people_needed", "2").is_some(), "the floor holds from the start");
}

#[test]
fn days_are_filled_as_it_goes_and_what_was_open_is_due_no_more() {
    let jonas = seated("jonas", &["payments", "shops"], false);
    let around = Around { actor: Some(&jonas), ..of_five() };
    let mut record = preparing().record;
    record.answers.remove("closes_on");
    record.answers.remove("lead");
    settle(&mut record, Event::Begun, &around);
    assert_eq!((record.text("closes_on"), record.text("lead")), ("2026-03-16", "jonas"));
    assert_eq!(KIND.due_on(&record), "2026-03-16".parse().ok());
    settle(&mut record, Event::Moved("open"), &around);
    settle(&mut record, Event::Moved("close"), &around);
    record.state = "closed".into();
    assert_eq!((record.text("opened_on"), record.text("closed_on")), ("2026-03-06", "2026-03-06"));
    assert_eq!(KIND.due_on(&record), "2026-03-20".parse().ok(), "then it is to be talked over");
    settle(&mut record, Event::Moved("talk"), &around);
    assert_eq!(record.text("talked_on"), "2026-03-06");
}

#[test]
fn a_team_below_joins_by_somebody_who_works_there_and_by_nobody_from_above() {
    let slot = KIND.slot("joined").unwrap();
    let add = |actor: &Actor, relation: Relation, dossier: &Dossier| {
        let standing = Standing::of(relation, Role::Member);
        let around = Around { actor: Some(actor), standing: Some(standing), ..of_five() };
        slot.may_add(dossier, standing, &around, &Answers::new())
    };
    let mut dossier = preparing();
    dossier.record.team = "shops".into();
    let below = seated("aiko", &["bookings", "shops", "all"], false);
    assert_eq!(add(&below, Relation::Below, &dossier), Ok(()));
    for (who, relation) in [
        (seated("noor", &["bookings", "shops", "all"], true), Relation::Below),
        (seated("ruth", &["all"], true), Relation::Above),
        (seated("ben", &["shops", "all"], false), Relation::OwnTeam),
        (seated("eva", &["platform", "all"], false), Relation::AnotherTeam),
    ] {
        let refused = add(&who, relation, &dossier);
        assert!(matches!(refused, Err(Refusal::NotYours(_))), "{}: {refused:?}", who.handle);
    }
    dossier.record.state = "open".into();
    assert!(matches!(add(&below, Relation::Below, &dossier), Err(Refusal::Rule(_))));
}

#[test]
fn nobody_speaks_before_there_are_results_and_surprises_are_written_unseen() {
    let around = of_five();
    let add = |slot: &str, dossier: &Dossier| {
        KIND.slot(slot).unwrap().may_add(dossier, member(), &around, &Answers::new())
    };
    let mut dossier = preparing();
    for (state, may) in [("preparing", false), ("open", false), ("closed", true), ("talked", true)]
    {
        dossier.record.state = state.into();
        for slot in ["surprise", "explanation"] {
            assert_eq!(add(slot, &dossier).is_ok(), may, "{slot} while {state}");
        }
    }
    dossier.record.revealed = true;
    assert!(add("surprise", &dossier).is_err(), "they were read together");
    assert!(add("explanation", &dossier).is_ok());
    assert!(KIND.slot("surprise").unwrap().is_sealed(&preparing().record));
}

#[test]
fn whoever_leads_writes_nothing_before_it_was_talked_over_and_then_asks_and_answers() {
    let ines = seated("ines", &["all"], true);
    let outside =
        [Standing::of(Relation::Above, Role::Member), Standing { leads: true, ..member() }];
    for standing in outside {
        let around = Around { standing: Some(standing), actor: Some(&ines), ..of_five() };
        for state in KIND.states {
            let mut dossier = preparing();
            dossier.record.state = state.name.into();
            for slot in KIND.all_slots() {
                let added = slot.may_add(&dossier, standing, &around, &Answers::new());
                let may = state.name == "talked" && slot.name == "question";
                assert_eq!(added.is_ok(), may, "{} while {}: {added:?}", slot.name, state.name);
            }
        }
    }
}

#[test]
fn one_or_two_changes_follow_a_review() {
    let slot = KIND.slot("commitment").unwrap();
    let mut dossier = preparing();
    let promise = |by: &str| attachment(slot, by, &[("text", "An alarm"), ("owner", by)]);
    let around = of_five();
    let add = |it: &Dossier| slot.may_add(it, member(), &around, &Answers::new()).is_ok();
    dossier.attached = vec![promise("lena")];
    assert!(add(&dossier));
    dossier.attached.push(promise("jonas"));
    assert!(!add(&dossier));
    dossier.attached[0].state = "dropped".into();
    assert!(add(&dossier), "a dropped one makes room");
}

#[test]
fn support_that_nobody_answers_is_told_once_it_was_talked_over() {
    let mut dossier = (KIND.sample)();
    let now = dossier.attached[1].made_at.plus(31 * At::DAY);
    let around = Around { now, ..of_five() };
    assert!(!rules_of(&dossier, &around).contains(&"support-waits"), "nobody could answer yet");
    dossier.record.state = "talked".into();
    assert!(rules_of(&dossier, &around).contains(&"support-waits"));
}
