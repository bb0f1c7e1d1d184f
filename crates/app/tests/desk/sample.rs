//! The sample organisation could be real: nothing from tomorrow, nobody unknown, nothing dangling.

use std::collections::BTreeSet;

use app::portable::Portable;
use app::{Clock, House, ListQuery};
use domain::id::{At, Id};
use domain::kind::Answer;
use domain::practice::{ALL, Kinds};
use domain::record::{Dossier, Value};
use jiff::civil::Date;
use tokio::sync::OnceCell;

/// 2027-03-01T18:00Z: a Monday, and the first of a month after a short one.
const NOW: At = At(1_803_924_000_000);

struct Year {
    house: House,
    out: Vec<Portable>,
    all: Vec<Dossier>,
}

async fn year() -> &'static Year {
    static YEAR: OnceCell<Year> = OnceCell::const_new();
    YEAR.get_or_init(async || {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOW)).await.unwrap();
        let person = app::sample::fill(&house).await.unwrap();
        let desk = house.desk_of(&person.id).await.unwrap();
        let mut all = Vec::new();
        for retired in [false, true] {
            let mut query = ListQuery { limit: 100, retired, ..ListQuery::default() };
            loop {
                let page = desk.list(&query).await.unwrap();
                for record in page.items {
                    all.push(desk.read(&record.id).await.unwrap());
                }
                query.after = page.next;
                if query.after.is_none() {
                    break;
                }
            }
        }
        let out = house.system_desk("export").export().await.unwrap();
        Year { house, out, all }
    })
    .await
}

/// What the year says under an ask of this sort: where it stands, and the text.
fn asked(dossier: &Dossier, wanted: fn(&Answer) -> bool) -> Vec<(String, String)> {
    let kind = Kinds(ALL).by_slug(&dossier.record.kind).unwrap();
    let mut found = Vec::new();
    let mut look = |place: String, value: Option<&Value>| match value {
        Some(Value::Text(text)) if !text.is_empty() => found.push((place, text.clone())),
        Some(Value::List(items)) => {
            found.extend(items.iter().map(|it| (place.clone(), it.clone())));
        }
        _ => {}
    };
    for ask in kind.asks.iter().filter(|it| wanted(&it.answer)) {
        look(ask.name.to_owned(), dossier.record.answers.get(ask.name));
    }
    for it in &dossier.attached {
        let slot = kind.slot(&it.slot).unwrap();
        let asks = slot.asks.iter().chain(slot.moves.iter().flat_map(|step| step.asks));
        for ask in asks.filter(|it| wanted(&it.answer)) {
            look(format!("{}: {}", it.slot, ask.name), it.answers.get(ask.name));
        }
    }
    found
}

#[tokio::test]
async fn nothing_was_written_in_the_future_and_nothing_changed_before_it_was_opened() {
    for Dossier { record, attached } in &year().await.all {
        assert!(record.opened_at <= record.changed_at, "{}", record.title);
        assert!(record.changed_at <= NOW, "{}: {}", record.title, record.changed_at);
        for it in attached {
            assert!(it.made_at <= NOW, "{}: {}", record.title, it.slot);
            assert!(it.made_at >= record.opened_at, "{}: {}", record.title, it.slot);
        }
        for name in ["decided_on", "happened_on", "closed_on", "outcome_on"] {
            let day = record.text(name);
            assert!(day.is_empty() || day <= "2027-03-01", "{}: {name} {day}", record.title);
        }
    }
}

#[tokio::test]
async fn every_answer_fits_what_was_asked() {
    for dossier in &year().await.all {
        let record = &dossier.record;
        let kind = Kinds(ALL).by_slug(&record.kind).unwrap();
        let problems = kind.problems(&record.title, &record.answers);
        assert!(problems.is_empty(), "{}: {problems:?}", record.title);
        for it in &dossier.attached {
            let slot = kind.slot(&it.slot).unwrap();
            let asked = it
                .answers
                .iter()
                .filter(|(name, _)| slot.asks.iter().any(|ask| ask.name == name.as_str()));
            let asked = asked.map(|(name, value)| (name.clone(), value.clone())).collect();
            let problems = slot.problems(&asked);
            assert!(problems.is_empty(), "{}: {}: {problems:?}", record.title, it.slot);
        }
    }
}

#[tokio::test]
async fn every_day_that_is_named_is_a_day() {
    let mut days = 0;
    for dossier in &year().await.all {
        for (place, text) in asked(dossier, |it| matches!(it, Answer::Day)) {
            assert!(text.parse::<Date>().is_ok(), "{}: {place} {text}", dossier.record.title);
            days += 1;
        }
    }
    assert!(days > 100, "only {days} days: this test no longer reads the year");
}

#[tokio::test]
async fn every_person_who_is_named_works_or_worked_there() {
    let year = year().await;
    let org = year.house.organisation();
    let known: BTreeSet<&str> = org
        .people
        .values()
        .map(|it| it.handle.as_str())
        .chain(org.agents.values().map(|it| it.handle.as_str()))
        .collect();
    let mut named = 0;
    for dossier in &year.all {
        for (place, text) in asked(dossier, |it| matches!(it, Answer::Person)) {
            let handle = text.trim_start_matches('@');
            assert!(known.contains(handle), "{}: {place} {text}", dossier.record.title);
            named += 1;
        }
        let authors = dossier.attached.iter().map(|it| &it.author);
        for author in authors.chain([&dossier.record.author]) {
            let there = org.people.contains_key(author) || org.agents.contains_key(author);
            assert!(there, "{}: {author}", dossier.record.title);
        }
    }
    assert!(named > 50, "only {named} people: this test no longer reads the year");
}

#[tokio::test]
async fn everybody_sat_on_the_team_or_above_or_beside_it_when_they_wrote() {
    let year = year().await;
    let org = year.house.organisation();
    for Dossier { record, .. } in &year.all {
        if org.agents.contains_key(&record.author) {
            continue;
        }
        let path = org.path(&record.team);
        let seated = org.memberships.iter().any(|it| {
            it.person == record.author
                && path.contains(&it.team)
                && it.since <= record.opened_at
                && it.until.is_none_or(|until| record.opened_at < until)
        });
        assert!(seated, "{} began “{}” from nowhere", org.name_of(&record.author), record.title);
    }
}

#[tokio::test]
async fn every_record_that_is_named_is_there_and_of_the_kind_that_was_asked() {
    let year = year().await;
    let mut links = 0;
    for dossier in &year.all {
        let kind = Kinds(ALL).by_slug(&dossier.record.kind).unwrap();
        for ask in kind.asks {
            let Answer::Record(wanted) = ask.answer else { continue };
            let id = dossier.record.text(ask.name);
            if id.is_empty() {
                continue;
            }
            let other = year.all.iter().find(|it| it.record.id == Id::from(id));
            let other = other.unwrap_or_else(|| panic!("{}: {id}", dossier.record.title));
            assert_eq!(other.record.kind, wanted, "{}: {}", dossier.record.title, ask.name);
            assert_ne!(other.record.id, dossier.record.id);
            links += 1;
        }
    }
    assert!(links > 10, "only {links} links");
}

#[tokio::test]
async fn no_two_records_or_people_are_the_same_but_for_their_id() {
    let year = year().await;
    let titles: BTreeSet<_> = year.all.iter().map(|it| &it.record.title).collect();
    assert_eq!(titles.len(), year.all.len());
    let org = year.house.organisation();
    let names: BTreeSet<_> = org.people.values().map(|it| &it.name).collect();
    assert_eq!(names.len(), org.people.len());
    let addresses = org.people.values().filter_map(|it| it.email.as_deref());
    assert!(addresses.clone().all(|it| it.ends_with(".example")), "nobody of these is meant");
}

#[tokio::test]
async fn the_sample_holds_no_more_than_one_could_write_in_a_year() {
    let year = year().await;
    let records = year.out.iter().filter(|it| matches!(it, Portable::Record(_))).count();
    assert_eq!(records, year.all.len() + 1, "another team’s draft is read by that team alone");
    assert!((60..=600).contains(&records), "{records} records");
    let first = year.all.iter().map(|it| it.record.opened_at).min().unwrap();
    assert!(NOW.since(first) <= 372 * At::DAY, "it begins on {}", first.day());
}
