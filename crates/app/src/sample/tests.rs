use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::id::At;
use domain::lanes;
use domain::practice::{ALL, Kinds};
use domain::record::Dossier;
use tokio::sync::OnceCell;

use super::people::{AGENTS, MAPS, REDRAWN, SEATS};
use super::*;
use crate::portable::Portable;
use crate::{Clock, House, Organisation};

/// A Monday, a Saturday and the last day of a leap year's February.
const DAYS: [&str; 3] = ["2026-11-23", "2027-02-06", "2028-02-29"];

fn morning(day: &str) -> At {
    let day: jiff::civil::Date = day.parse().unwrap();
    let noon = day.at(18, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    At(noon.timestamp().as_millisecond())
}

#[test]
fn the_maps_read_without_a_word() {
    let redrawn = REDRAWN.iter().map(|(_, team, text)| (*team, *text));
    for (team, text) in MAPS.iter().map(|(team, _, text)| (*team, *text)).chain(redrawn) {
        let reading = lanes::read(text);
        let says: Vec<_> =
            reading.problems.iter().map(|it| format!("{}: {}", it.line, it.says)).collect();
        assert_eq!(says, [""; 0], "{team}");
    }
}

#[test]
fn the_year_lies_in_the_past_and_its_steps_come_in_order() {
    for day in DAYS {
        let all = steps(day.parse().unwrap()).unwrap();
        assert!(all.is_sorted_by_key(|it| it.at));
        assert!(all.len() > 700, "{} steps", all.len());
        assert!(all.iter().all(|it| it.at < morning(day)), "nothing happens tomorrow");
    }
}

#[test]
fn everybody_named_is_somebody_and_there_at_the_time() {
    let known: BTreeSet<_> =
        SEATS.iter().map(|it| it.handle).chain(AGENTS.iter().map(|it| it.0)).collect();
    let today = DAYS[0].parse().unwrap();
    for step in steps(today).unwrap() {
        assert!(known.contains(step.by.as_str()), "{}", step.by);
    }
}

#[tokio::test]
async fn the_whole_year_obeys_every_rule_and_fills_the_pages() {
    let clock = Clock::at(morning(DAYS[0]));
    let house = House::open("sqlite::memory:", Kinds(ALL), clock).await.unwrap();
    let person = fill(&house).await.unwrap();
    assert_eq!(person.handle, "mara");
    let again = fill(&house).await.unwrap();
    assert_eq!(again.id, person.id, "a second start finds it there");

    let desk = house.desk_of(&person.id).await.unwrap();
    let mut states: BTreeMap<(String, String), usize> = BTreeMap::new();
    for kind in ALL.iter().map(|it| it.slug) {
        let query = crate::ListQuery { kinds: vec![kind.into()], limit: 100, ..Default::default() };
        for record in desk.list(&query).await.unwrap().items {
            *states.entry((record.kind, record.state)).or_default() += 1;
        }
    }
    for kind in ALL {
        let has = |state: &str| states.contains_key(&(kind.slug.into(), state.into()));
        // The two that everything else leads to and from are there in every state.
        if matches!(kind.slug, "intent" | "decision") {
            for state in kind.states {
                assert!(has(state.name), "no {} is {}: {states:?}", kind.slug, state.name);
            }
        }
        let any = |open: bool| kind.states.iter().any(|it| it.open == open && has(it.name));
        assert!(any(true) && any(false), "{} has none open or none closed: {states:?}", kind.slug);
    }
    assert!(desk.organisation().charter.sample);
    let today = desk.today().await.unwrap();
    assert!(!today.is_empty());
    let reviews = today.turns.iter().filter(|it| it.record.kind == "health-review").count();
    assert_eq!(reviews, 1, "a health review asks whoever opens the sample");
    two_reviews_stand_side_by_side(&desk).await;
}

/// The last closed one of Payments, read by one of those who were asked, beside the one before.
async fn two_reviews_stand_side_by_side(desk: &crate::Desk) {
    let query = crate::ListQuery {
        kinds: vec!["health-review".into()],
        states: vec!["talked".into()],
        limit: 9,
        ..Default::default()
    };
    let talked = desk.list(&query).await.unwrap().items;
    let last = talked.iter().find(|it| it.title.starts_with("Third quarter: did")).unwrap();
    let now = desk.results(&last.id).await.unwrap().unwrap();
    let then = desk.results_before(&last.id).await.unwrap().unwrap();
    let trends = (0..now.groups[0].items.len()).filter_map(|it| now.trend(&then, 0, it).ok());
    let trends = trends.count();
    assert!(trends >= 5, "{trends} items are shown both times");
    let first = talked.iter().find(|it| it.title.starts_with("First quarter")).unwrap();
    let shops = desk.results(&first.id).await.unwrap().unwrap();
    let comments = |it: &domain::health::results::GroupView| matches!(&it.comments, domain::health::comments::Pile::Shown(texts) if texts.len() == 9);
    assert!(comments(&shops.groups[0]), "nine wrote something, and they are read at the top alone");
}

#[tokio::test]
async fn a_house_that_somebody_lives_in_is_left_alone() {
    let house =
        House::open("sqlite::memory:", Kinds(ALL), Clock::at(morning(DAYS[0]))).await.unwrap();
    house.root_team("Ours").await.unwrap();
    assert!(fill(&house).await.unwrap_err().to_string().contains("--data"));
}

#[test]
fn the_histories_are_the_same_every_time_and_full_enough_for_every_mirror() {
    let now = morning(DAYS[0]);
    for history in history::ALL {
        let facts = history.facts(now);
        assert_eq!(facts, history.facts(now), "{}", history.name);
        let rows = &facts.landings;
        assert!(rows.len() > 250, "{}: {} landings", history.name, rows.len());
        assert!(rows.at.is_sorted() && rows.at.iter().all(|it| *it < now));
        assert!(rows.first_author_at.iter().zip(&rows.at).all(|(first, at)| first <= at));
        assert!(facts.releases.len() >= 12, "{}: {} releases", history.name, facts.releases.len());
        let lengths = [
            rows.first_author_at.len(),
            rows.author.len(),
            rows.landed_by.len(),
            rows.commits.len(),
            rows.shape.len(),
            rows.number.len(),
            rows.area.len(),
            rows.commit.len(),
            rows.last_author_at.len(),
            rows.review.len(),
        ];
        assert_eq!(lengths, [rows.len(); 10]);
        let between = |row: usize| rows.first_author_at[row] <= rows.last_author_at[row];
        assert!(
            (0..rows.len()).all(|row| between(row) && rows.last_author_at[row] <= rows.at[row])
        );
    }
}

/// The sample as plain values, played once for all tests.
struct Year {
    organisation: Arc<Organisation>,
    records: Vec<Dossier>,
    out: Vec<Portable>,
}

async fn year() -> &'static Year {
    static YEAR: OnceCell<Year> = OnceCell::const_new();
    YEAR.get_or_init(play).await
}

async fn play() -> Year {
    let house = empty().await;
    let person = fill(&house).await.unwrap();
    let desk = house.desk_of(&person.id).await.unwrap();
    let mut records = Vec::new();
    for kind in ALL {
        let query =
            crate::ListQuery { kinds: vec![kind.slug.into()], limit: 100, ..Default::default() };
        for record in desk.list(&query).await.unwrap().items {
            records.push(desk.read(&record.id).await.unwrap());
        }
    }
    let out = house.system_desk("export").export().await.unwrap();
    Year { organisation: house.organisation(), records, out }
}

async fn empty() -> House {
    House::open("sqlite::memory:", Kinds(ALL), Clock::at(morning(DAYS[0]))).await.unwrap()
}

#[tokio::test]
async fn what_hangs_on_records_comes_in_every_slot_and_state() {
    let all = &year().await.records;
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for it in all.iter().flat_map(|it| &it.attached) {
        seen.entry(it.slot.clone()).or_default().insert(it.state.clone());
    }
    // Two people read a factor once a postmortem belongs to a pre-mortem that still runs.
    let all_slots = ALL.iter().flat_map(|kind| kind.all_slots()).filter(|it| it.name != "match");
    for slot in all_slots {
        let states = seen.get(slot.name).unwrap_or_else(|| panic!("nothing in {}", slot.name));
        for (state, ..) in slot.states {
            // A void forecast and a bet or idea dropped are rarer than a year of this small town.
            if matches!(*state, "void" | "dropped" | "left") {
                continue;
            }
            assert!(states.contains(*state), "no {} is {state}", slot.name);
        }
    }
}

#[tokio::test]
async fn no_bet_was_written_from_above_and_no_intent_started_unrestated() {
    let Year { organisation: org, records: all, .. } = year().await;
    for dossier in all.iter().filter(|it| it.record.kind == "intent") {
        let team = &dossier.record.team;
        for bet in dossier.slot("bet") {
            let seat =
                org.memberships.iter().find(|it| it.person == bet.author && it.team == *team);
            assert!(
                seat.is_some_and(|it| it.level < org.charter.leads_from),
                "{}",
                dossier.record.title
            );
        }
        if matches!(dossier.record.state.as_str(), "active" | "reviewed" | "closed") {
            let agreed = dossier.slot("backbrief").find(|it| it.state == "agreed").unwrap();
            assert_ne!(agreed.author, dossier.record.author, "{}", dossier.record.title);
        }
    }
}

#[tokio::test]
async fn every_decision_that_was_made_has_its_route_its_decider_and_its_day() {
    let all = &year().await.records;
    let made = all.iter().map(|it| &it.record).filter(|it| it.kind == "decision");
    for record in
        made.filter(|it| !matches!(it.state.as_str(), "proposed" | "advice" | "withdrawn"))
    {
        for name in ["route", "map_version", "decider", "decided_on"] {
            assert!(!record.text(name).is_empty(), "{}: {name}", record.title);
        }
        assert!(
            record.opened_at.day().to_string().as_str() <= record.text("decided_on"),
            "{}",
            record.title
        );
        if record.state == "superseded" {
            let by = record.text("superseded_by");
            assert!(all.iter().any(|it| it.record.id.as_str() == by), "{}", record.title);
        }
    }
}

#[tokio::test]
async fn forecasts_resolve_after_they_were_made_and_come_out_either_way() {
    let all = &year().await.records;
    let mut sure = BTreeMap::from([("true", Vec::new()), ("false", Vec::new())]);
    for it in all.iter().flat_map(|it| it.slot("forecast")) {
        let by: jiff::civil::Date = it.text("resolve_by").parse().unwrap();
        assert!(it.made_at.day() <= by, "{}", it.text("text"));
        if let Some(list) = sure.get_mut(it.state.as_str()) {
            list.push(it.text("probability").parse::<f64>().unwrap());
        }
    }
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
    assert!(sure["true"].len() >= 15 && sure["false"].len() >= 8);
    assert!(
        mean(&sure["true"]) > mean(&sure["false"]),
        "people here know a little more than a coin"
    );
}

#[tokio::test]
async fn texts_name_no_key_of_the_script_and_no_day_as_a_number() {
    let all = &year().await.records;
    for dossier in all {
        for ask in ["parent", "intent", "superseded_by"] {
            let id = dossier.record.text(ask);
            assert!(
                id.is_empty() || all.iter().any(|it| it.record.id.as_str() == id),
                "{ask} is “{id}”"
            );
        }
        for link in dossier.slot("link") {
            let to = link.text("to");
            assert!(
                to.starts_with("https://") || all.iter().any(|it| it.record.id.as_str() == to),
                "{to}"
            );
        }
    }
}

#[tokio::test]
async fn the_whole_year_goes_out_and_comes_into_an_empty_house_the_same() {
    let out = &year().await.out;
    assert!(out.len() > 100);
    // As a folder is read: by name, whatever refers to what.
    let mut files = out.clone();
    files.sort_by_key(Portable::path);
    let empty = empty().await;
    empty.system_desk("apply").apply(files, false).await.unwrap();
    let again = empty.system_desk("export").export().await.unwrap();
    for (one, other) in out.iter().zip(&again) {
        assert_eq!(one, other);
    }
    assert_eq!(out.len(), again.len());
}

#[tokio::test]
async fn every_decision_can_be_read_back_from_the_file_it_is_written_to() {
    let mut files = 0;
    for (name, text) in year().await.out.iter().filter_map(Portable::to_markdown) {
        let stem = name.trim_end_matches(".md");
        let back = Portable::from_markdown(&text, stem, "payments").unwrap();
        assert_eq!(back.to_markdown(), Some((name, text)), "what came in goes out as it was");
        files += 1;
    }
    assert!(files >= 40, "{files} decisions");
}
