//! Whatever is done to it in whatever order, the store agrees with a few maps in memory.

use std::collections::BTreeMap;

use crate::common::{NOW, at, attachment, id, record, settle, write};
use crate::postgres::postgres;
use domain::attachment::Attachment;
use domain::record::{Record, Value};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::{Change, Filter, Hanging, Link, Options, Promoted, Scope, Store, StoreError};

/// One thing done to one of four records.
#[derive(Clone, Debug)]
enum Step {
    Add(u8),
    /// With the version that is stored, or an older one.
    Save {
        record: u8,
        stale: bool,
        text: String,
        retired: bool,
    },
    Attach {
        record: u8,
        number: u8,
        one_each: bool,
    },
    Answer {
        number: u8,
        stale: bool,
    },
    Link(u8, u8),
    Unlink(u8, u8),
}

/// What the store should hold.
#[derive(Default)]
struct Model {
    records: BTreeMap<String, Record>,
    attached: BTreeMap<String, Attachment>,
    only_one: Vec<String>,
    links: Vec<Link>,
    journal: i64,
}

#[derive(Debug, PartialEq)]
enum Outcome {
    Done,
    Stale,
    Duplicate,
    Missing,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        2 => (0..4u8).prop_map(Step::Add),
        4 => (0..4u8, prop::bool::weighted(0.2), "[ -~äß“東]{0,12}", prop::bool::weighted(0.1))
            .prop_map(|(record, stale, text, retired)| Step::Save { record, stale, text, retired }),
        2 => (0..4u8, 0..6u8, any::<bool>())
            .prop_map(|(record, number, one_each)| Step::Attach { record, number, one_each }),
        2 => (0..6u8, prop::bool::weighted(0.2)).prop_map(|(number, stale)| Step::Answer { number, stale }),
        1 => (0..4u8, 0..4u8).prop_map(|(from, to)| Step::Link(from, to)),
        1 => (0..4u8, 0..4u8).prop_map(|(from, to)| Step::Unlink(from, to)),
    ];
    prop::collection::vec(step, 1..30)
}

fn link(from: u8, to: u8) -> Link {
    Link { from: id(&format!("r{from}")), to: id(&format!("r{to}")), relation: "parent".into() }
}

impl Model {
    /// The change that a step means, and what should come of it.
    fn expect(&mut self, step: &Step) -> (Change, Outcome) {
        let (change, outcome) = match step {
            Step::Add(number) => self.add(*number),
            Step::Save { record, stale, text, retired } => {
                self.save(*record, *stale, text, *retired)
            }
            Step::Attach { record, number, one_each } => self.attach(*record, *number, *one_each),
            Step::Answer { number, stale } => self.answer(*number, *stale),
            Step::Link(from, to) => {
                let link = link(*from, *to);
                let known = |it: &domain::id::Id| self.records.contains_key(it.as_str());
                let outcome = if known(&link.from) && known(&link.to) {
                    Outcome::Done
                } else {
                    Outcome::Missing
                };
                if outcome == Outcome::Done && !self.links.contains(&link) {
                    self.links.push(link.clone());
                }
                (Change::AddLink(link), outcome)
            }
            Step::Unlink(from, to) => {
                let link = link(*from, *to);
                self.links.retain(|it| *it != link);
                (Change::RemoveLink(link), Outcome::Done)
            }
        };
        self.journal += i64::from(outcome == Outcome::Done);
        (change, outcome)
    }

    fn add(&mut self, number: u8) -> (Change, Outcome) {
        let it = record(&format!("r{number}"), "pay");
        let change = Change::AddRecord { record: it.clone(), promoted: Promoted::default() };
        if self.records.contains_key(it.id.as_str()) {
            return (change, Outcome::Duplicate);
        }
        self.records.insert(it.id.to_string(), it);
        (change, Outcome::Done)
    }

    fn save(&mut self, number: u8, stale: bool, text: &str, retired: bool) -> (Change, Outcome) {
        let mut it = record(&format!("r{number}"), "pay");
        let stored = self.records.get_mut(it.id.as_str());
        let version = stored.as_ref().map_or(1, |it| it.version);
        it.version = version - i64::from(stale);
        it.answers.insert("why".into(), Value::Text(text.to_owned()));
        it.changed_at = at(i64::from(number) + version);
        it.retired = retired;
        let change = Change::SaveRecord { record: it.clone(), promoted: Promoted::default() };
        match stored {
            Some(stored) if !stale => {
                *stored = Record { version: version + 1, ..it };
                (change, Outcome::Done)
            }
            _ => (change, Outcome::Stale),
        }
    }

    fn attach(&mut self, record: u8, number: u8, one_each: bool) -> (Change, Outcome) {
        let it = attachment(&format!("a{number}"), &format!("r{record}"), "response");
        let hanging = Hanging { one_each, ..Hanging::default() };
        let change = Change::AddAttachment { attachment: it.clone(), hanging };
        let key = it.record.to_string();
        if self.attached.contains_key(it.id.as_str()) || one_each && self.only_one.contains(&key) {
            return (change, Outcome::Duplicate);
        }
        if !self.records.contains_key(&key) {
            return (change, Outcome::Missing);
        }
        if one_each {
            self.only_one.push(key);
        }
        self.attached.insert(it.id.to_string(), it);
        (change, Outcome::Done)
    }

    fn answer(&mut self, number: u8, stale: bool) -> (Change, Outcome) {
        let name = format!("a{number}");
        let stored = self.attached.get_mut(&name);
        let mut it =
            stored.as_ref().map_or_else(|| attachment(&name, "r0", "response"), |it| (*it).clone());
        it.state = "answered".into();
        it.version -= i64::from(stale);
        let change = Change::SaveAttachment { attachment: it.clone(), hanging: Hanging::default() };
        match stored {
            Some(stored) if !stale => {
                *stored = Attachment { version: it.version + 1, ..it };
                (change, Outcome::Done)
            }
            _ => (change, Outcome::Stale),
        }
    }
}

async fn play(url: &str, steps: &[Step]) {
    let store = Store::open(url, Options::default()).await.unwrap();
    settle(&store).await;
    let mut model = Model { journal: 1, ..Model::default() };
    for step in steps {
        let (change, wanted) = model.expect(step);
        let outcome = match write(&store, [change]).await {
            Ok(_) => Outcome::Done,
            Err(StoreError::Stale) => Outcome::Stale,
            Err(StoreError::Duplicate) => Outcome::Duplicate,
            Err(StoreError::Missing) => Outcome::Missing,
            Err(other) => panic!("{step:?}: {other}"),
        };
        assert_eq!(outcome, wanted, "{step:?}");
    }
    agree(&store, &model).await;
    let mut dump = Vec::new();
    store.dump(NOW, &mut dump).await.unwrap();
    let back = Store::open("sqlite::memory:", Options::default()).await.unwrap();
    back.load(&mut dump.as_slice()).await.unwrap();
    agree(&back, &model).await;
    back.close().await;
    store.close().await;
}

async fn agree(store: &Store, model: &Model) {
    for (name, it) in &model.records {
        let dossier = store.dossier(&id(name)).await.unwrap().unwrap();
        assert_eq!(dossier.record, *it);
        let attached = model.attached.values().filter(|a| a.record == it.id);
        assert_eq!(dossier.attached, attached.cloned().collect::<Vec<_>>());
        let linked = |it: &&Link| it.from.as_str() == name || it.to.as_str() == name;
        let mut links: Vec<Link> = model.links.iter().filter(linked).cloned().collect();
        links.sort_by_key(|it| (it.from.clone(), it.to.clone()));
        assert_eq!(store.links(&id(name)).await.unwrap(), links);
    }
    for retired in [false, true] {
        let filter = Filter { retired, ..Filter::of(Scope::All) };
        let listed = store.records(&filter, None, 200).await.unwrap().items;
        let mut wanted: Vec<Record> =
            model.records.values().filter(|it| it.retired == retired).cloned().collect();
        wanted.sort_by_key(|it| std::cmp::Reverse((it.changed_at, it.id.clone())));
        assert_eq!(listed, wanted);
    }
    assert_eq!(store.position().await.unwrap(), model.journal);
    assert_eq!(store.journal(&Scope::All, 0, 999).await.unwrap().len() as i64, model.journal);
    assert_eq!(store.check().await.unwrap(), Vec::<String>::new());
}

fn told(cases: u32, url: impl Fn() -> String) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&steps(), |steps| {
            runtime.block_on(play(&url(), &steps));
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_order_of_changes_leaves_what_a_model_holds() {
    told(40, || "sqlite::memory:".to_owned());
}

#[test]
fn any_order_of_changes_leaves_what_a_model_holds_on_postgres() {
    told(12, postgres);
}
