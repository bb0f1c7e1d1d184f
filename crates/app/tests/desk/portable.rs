//! Whatever was written here goes out and comes in the same, on either database.

use app::portable::{Change, Outcome, Portable};
use app::{AGREED, Clock, Desk, House, Problem, SERVER};
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::Answers;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::postgres::postgres;
use crate::town::{EVERYBODY, NOW, Town, words};

/// One thing somebody does; numbers choose who and on what.
#[derive(Clone, Debug)]
enum Step {
    Begin { who: usize, kind: usize, title: String },
    Save { what: usize, text: String },
    Attach { what: usize, slot: usize, text: String },
    Reveal(usize),
    Retire { what: usize, away: bool },
    Map(String),
    Team(String),
    Erase(usize),
    Seat { who: usize, level: usize },
}

/// Words that a careless writer or reader of files would trip over.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,12}( [a-z]{1,8}){0,3}",
        Just("It's \"quoted\" \\ {json} — ünï© 東京 🦉".to_owned()),
        Just("'; drop table record; --".to_owned()),
        Just("../../etc/passwd".to_owned()),
        Just("# heading\n\n---\nstatus: x\n---\r\n".to_owned()),
        Just("\u{5d0}\u{200e}\u{5d1} \u{202e}right to left".to_owned()),
        "\\PC{1,40}",
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let n = || 0_usize..64;
    prop_oneof![
        4 => (n(), n(), text()).prop_map(|(who, kind, title)| Step::Begin { who, kind, title }),
        3 => (n(), text()).prop_map(|(what, text)| Step::Save { what, text }),
        4 => (n(), n(), text()).prop_map(|(what, slot, text)| Step::Attach { what, slot, text }),
        1 => n().prop_map(Step::Reveal),
        1 => (n(), any::<bool>()).prop_map(|(what, away)| Step::Retire { what, away }),
        1 => text().prop_map(Step::Map),
        1 => text().prop_map(Step::Team),
        1 => n().prop_map(Step::Erase),
        1 => (n(), 0..4_usize).prop_map(|(who, level)| Step::Seat { who, level }),
    ]
}

async fn play(town: &Town, steps: &[Step]) {
    let mut ids = Vec::new();
    let somebody = |n: usize| ["ana", "kim", "ruth", "raj"][n % 4];
    for step in steps {
        town.later(1_000);
        let keeper = town.keeper();
        let at = |n: usize| ids.get(n % ids.len().max(1)).cloned();
        // A step may be refused; what counts is what is there afterwards.
        match step {
            Step::Begin { who, kind, title } => {
                let kind = ALL[kind % ALL.len()].slug;
                let person = town.house.organisation().person_by_handle(somebody(*who)).cloned();
                let Some(person) = person else { continue };
                let desk = town.house.desk_of(&person.id).await.unwrap();
                let begun = desk.begin(kind, &town.team, title, Answers::new()).await;
                ids.extend(begun.map(|it| it.record.id));
            }
            Step::Save { what, text } => {
                let Some(id) = at(*what) else { continue };
                let record = keeper.read(&id).await.unwrap().record;
                let answers = words(&[("because", text), ("problem", text)]);
                let _ = keeper.save(&id, record.version, &record.title, answers).await;
            }
            Step::Attach { what, slot, text } => {
                let Some(id) = at(*what) else { continue };
                let slot = ["question", "response", "idea", "link", "forecast"][slot % 5];
                let all = [("text", text.as_str()), ("to", "https://town.example")];
                let sure = [("probability", "70"), ("resolve_by", "2026-09-01")];
                let asked = match slot {
                    "link" => words(&all),
                    "forecast" => words(&[all[0], sure[0], sure[1]]),
                    _ => words(&all[..1]),
                };
                let _ = keeper.attach(&id, slot, asked).await;
            }
            Step::Reveal(what) => {
                let Some(id) = at(*what) else { continue };
                let version = keeper.read(&id).await.unwrap().record.version;
                let _ = keeper.reveal(&id, version).await;
            }
            Step::Retire { what, away } => {
                let Some(id) = at(*what) else { continue };
                let version = keeper.read(&id).await.unwrap().record.version;
                keeper.retire(&id, version, *away).await.unwrap();
            }
            Step::Map(text) => {
                let map = format!("levels = [\"contributor\"]\n# {}\n", text.replace('\n', "\n# "));
                keeper.take_in_map(&town.team, &map, SERVER, AGREED).await.unwrap();
            }
            Step::Team(name) => drop(keeper.add_team(Some(&town.team), name).await),
            Step::Erase(who) => {
                let org = town.house.organisation();
                if let Some(it) = org.person_by_handle(EVERYBODY[who % EVERYBODY.len()]) {
                    let _ = keeper.erase(&it.id).await;
                }
            }
            Step::Seat { who, level } => {
                let org = town.house.organisation();
                if let Some(it) = org.person_by_handle(EVERYBODY[who % EVERYBODY.len()]) {
                    let _ = keeper.seat(&it.id, &town.search, *level, Role::Member).await;
                }
            }
        }
    }
}

fn changed(of: &[Change]) -> Vec<&Change> {
    of.iter().filter(|it| it.outcome != Outcome::Same).collect()
}

async fn empty(url: &str) -> House {
    House::open(url, Kinds(ALL), Clock::at(NOW)).await.unwrap()
}

fn desk(house: &House) -> Desk {
    house.system_desk("apply")
}

async fn round(from: &str, to: &str, steps: &[Step]) {
    let town = Town::at(from).await;
    play(&town, steps).await;
    // By another than who wrote: one’s own hidden words one would see.
    let out = desk(&town.house).export().await.unwrap();
    // As lines in a file, and in an order that no export would give.
    let lines: Vec<String> = out.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    let mut read: Vec<_> = lines.iter().map(|it| Portable::parse(it).unwrap()).collect();
    assert_eq!(read, out, "nothing is lost in a line of text");
    read.sort_by_key(|it| std::cmp::Reverse(it.path()));
    let paths: std::collections::BTreeSet<_> = read.iter().map(Portable::path).collect();
    assert_eq!(paths.len(), read.len(), "each object has a file of its own");

    let into = empty(to).await;
    let dry = desk(&into).apply(read.clone(), true).await.unwrap();
    assert_eq!(changed(&dry).len(), read.len());
    assert!(into.is_empty(), "a dry run writes nothing");
    let done = desk(&into).apply(read.clone(), false).await.unwrap();
    assert_eq!(done, dry, "and says what will happen");
    assert_eq!(desk(&into).export().await.unwrap(), out);
    let again = desk(&into).apply(read, false).await.unwrap();
    assert_eq!(changed(&again), Vec::<&Change>::new(), "the second time nothing happens");
    assert_eq!(desk(&into).export().await.unwrap(), out);
    into.close().await;
    town.house.close().await;
}

fn rounds(cases: u32, from: fn() -> String, to: fn() -> String) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), 1..40), |steps| {
            runtime.block_on(round(&from(), &to(), &steps));
            Ok(())
        })
        .unwrap();
}

fn memory() -> String {
    "sqlite::memory:".to_owned()
}

#[test]
fn whatever_people_did_goes_out_and_comes_in_the_same() {
    rounds(16, memory, memory);
}

#[test]
fn the_same_from_one_database_to_the_other() {
    rounds(3, memory, postgres);
    rounds(3, postgres, memory);
}

#[tokio::test]
async fn a_dry_run_says_field_by_field_what_would_differ() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let mut out = town.keeper().export().await.unwrap();
    for object in &mut out {
        match object {
            Portable::Record(it) => {
                it.title = "Drop the retry queue".into();
                it.answers = words(&[("because", &"long ".repeat(40))]);
                it.retired = true;
            }
            Portable::Person { handle, name, .. } if handle == "kim" => *name = "Kim Lund".into(),
            Portable::Team { slug, name, .. } if slug == "ledger" => *name = "Books".into(),
            _ => {}
        }
    }
    let before = town.keeper().export().await.unwrap();
    let told = town.keeper().apply(out.clone(), true).await.unwrap();
    let told = changed(&told);
    let lines: Vec<&str> = told.iter().flat_map(|it| &it.differs).map(String::as_str).collect();
    assert_eq!(lines[0], "name: \"Ledger\" → \"Books\"");
    assert_eq!(lines[1], "name: \"Kim Holm\" → \"Kim Lund\"");
    assert_eq!(lines[2], "(retired): false → true");
    assert_eq!(lines[3], "(title): \"Drop the retry table\" → \"Drop the retry queue\"");
    assert!(lines[4].starts_with("because: \"Less to run.\" → \"long long"), "{}", lines[4]);
    assert!(lines[4].ends_with('…') && lines[4].chars().count() < 100, "a long text is cut");
    assert_eq!(town.keeper().export().await.unwrap(), before, "nothing was written");

    town.keeper().apply(out, false).await.unwrap();
    let read = town.desk("kim").await.read(&id).await.unwrap().record;
    assert_eq!(
        (read.title.as_str(), read.version, read.retired),
        ("Drop the retry queue", 2, true)
    );
    assert_eq!(town.house.organisation().person_by_handle("kim").unwrap().name, "Kim Lund");
    assert!(town.desk("kim").await.search("table").await.unwrap().is_empty());
}

#[tokio::test]
async fn an_object_that_leads_nowhere_is_named_and_keeps_all_of_them_out() {
    let town = Town::new().await;
    let before = town.keeper().export().await.unwrap();
    let good = r#"{"is":"record","id":"good","kind":"decision","state":"proposed","title":"Good","team":"payments"}"#;
    let bad = |field: &str, value: &str| {
        let mut it: serde_json::Value = serde_json::from_str(good).unwrap();
        it["id"] = "bad".into();
        it[field] = value.into();
        it.to_string()
    };
    for (line, says) in [
        (bad("team", "nowhere"), "nowhere"),
        (bad("kind", "dream"), "dream"),
        (bad("state", "dreamt"), "dreamt"),
        (bad("title", " "), "sentence"),
        (r#"{"is":"team","id":"bad","parent":"nowhere","slug":"s","name":"S"}"#.into(), "nowhere"),
        (
            r#"{"is":"seat","person":"nobody","team":"nowhere","level":0,"role":"member","since":1}"#
                .into(),
            "no",
        ),
        (r#"{"is":"organisation","name":"T","levels":[],"leads_from":0}"#.into(), "level"),
    ] {
        let objects = vec![Portable::parse(good).unwrap(), Portable::parse(&line).unwrap()];
        let Err(Problem::Invalid(problems)) = town.keeper().apply(objects, false).await else {
            panic!("{line} was not refused with a place")
        };
        let told = format!("{}: {}", problems[0].field, problems[0].says);
        assert!(told.contains(".json") && told.contains(says), "{line}: {told}");
        assert_eq!(town.keeper().export().await.unwrap(), before, "{line}");
    }
}

#[tokio::test]
async fn a_version_of_a_map_that_is_here_is_never_written_over() {
    let town = Town::new().await;
    let map = "levels = [\"contributor\"]\n";
    town.keeper().take_in_map(&town.team, map, SERVER, AGREED).await.unwrap();
    let mut out = town.keeper().export().await.unwrap();
    for object in &mut out {
        if let Portable::Map { text, .. } = object {
            text.push_str("# another\n");
        }
    }
    let refused = town.keeper().apply(out, false).await.unwrap_err().to_string();
    assert!(refused.contains("give the new text the next number"), "{refused}");
    let kept = town.keeper().map_version(&town.team, 1).await.unwrap();
    assert_eq!(kept.0.text, map);
}

#[tokio::test]
async fn what_apply_does_stands_in_the_journal_once() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let mut out = town.keeper().export().await.unwrap();
    town.keeper().apply(out.clone(), false).await.unwrap();
    let root = town.root.clone();
    for object in &mut out {
        if let Portable::Record(it) = object {
            it.title = "Another".into();
        }
    }
    town.keeper().apply(out, false).await.unwrap();
    assert_eq!(town.keeper().read(&id).await.unwrap().record.title, "Another");
    let raj = town.desk("raj").await;
    let record = raj.history(&id).await.unwrap();
    assert_eq!(record.len(), 1, "the record’s own line is the beginning: {record:?}");
    assert!(matches!(raj.history(&root).await, Err(Problem::NotFound)));
}
