//! By hand: how long a writer waits while a health review of 200 people is cleared out of a database with
//! many other rows. Figures: docs/performance.md, “The close of a review”.
//!
//! `cargo run --release -p store --example close -- sqlite:/tmp/close.db 1500` (megabytes of other rows)
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench run by hand")]

use std::time::{Duration, Instant};

use domain::health::envelope::{SCORES_BYTES, TEXT_BYTES};
use domain::health::instrument::with_own;
use domain::health::limits::Limits;
use domain::health::opening::{Asked, Opening};
use domain::health::results::Results;
use domain::health::waves::Span;
use domain::id::{At, Id};
use domain::people::{Person, Team};
use domain::record::{Record, Value};
use store::{Batch, Change, Filling, Options, Part, Promoted, Store};

const PEOPLE: usize = 200;
/// Bytes of text in one record.
const WORDS: usize = 20_000;

#[tokio::main]
async fn main() {
    let mut asked = std::env::args().skip(1);
    let (url, megabytes) = (asked.next().unwrap(), asked.next().unwrap().parse::<usize>().unwrap());
    let store = Store::open(&url, Options::default()).await.unwrap();
    let team = Team { id: "t".into(), parent: None, slug: "t".into(), name: "T".into() };
    write(&store, [Change::AddTeam(team)]).await;
    // Text lies in the record and in the search.
    for from in (0..megabytes * 1_000_000 / WORDS / 3).step_by(100) {
        let new = (from..from + 100).map(|it| add(record(&format!("r{it:07}"), &words(it))));
        write(&store, new).await;
    }
    let size = store.path().map_or(0, |it| std::fs::metadata(it).unwrap().len() / 1_000_000);
    println!("{size} MB beside a review of {PEOPLE}");
    held(&store).await;
    let quiet = waits(&store, async { tokio::time::sleep(Duration::from_secs(2)).await }).await;
    println!("  a write waits at most {quiet:.1?} while nothing is closed");
    let started = Instant::now();
    let while_closing = waits(&store, async {
        assert!(store.forget_deleted().await.unwrap(), "nobody else reads");
    });
    let while_closing = while_closing.await;
    println!("  cleared in {:.1?}; a write waits at most {while_closing:.1?}", started.elapsed());
    store.close().await;
}

fn words(seed: usize) -> String {
    let mut said = String::with_capacity(WORDS);
    let mut at = seed;
    while said.len() < WORDS {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        said.push_str(&format!("{:x} ", at >> 40));
    }
    said
}

fn record(id: &str, words: &str) -> Record {
    Record {
        id: id.into(),
        kind: "decision".into(),
        state: "open".into(),
        title: format!("Title of {id}"),
        team: "t".into(),
        author: "p".into(),
        answers: [("why".into(), Value::Text(words.to_owned()))].into(),
        version: 1,
        opened_at: At(0),
        changed_at: At(0),
        revealed: false,
        retired: false,
    }
}

fn add(record: Record) -> Change {
    Change::AddRecord { record, promoted: Promoted { open: true, due_on: None } }
}

async fn write(store: &Store, changes: impl IntoIterator<Item = Change>) {
    let batch = changes.into_iter().fold(Batch::by(&"p".into(), At(0)), Batch::change);
    let told = batch.note(None, &"x".into(), "bench", &serde_json::json!({}));
    store.write(told).await.unwrap();
}

/// A wave that all have answered and that has ended.
async fn held(store: &Store) {
    let people: Vec<Id> = (0..PEOPLE).map(|it| Id::new(format!("p-{it:03}"))).collect();
    for id in &people {
        let handle = id.to_string();
        let joined_at = At(0);
        let name = handle.clone();
        let person = Person {
            id: id.clone(),
            handle,
            name,
            email: None,
            joined_at,
            left_at: None,
            erased: false,
        };
        write(store, [Change::AddPerson(person)]).await;
    }
    write(store, [add(record("wave", ""))]).await;
    let wave = Id::new("wave");
    let team = Asked { team: "t".into(), name: "T".into(), above: None };
    let how = (Limits::default(), Span { opens: At(0), closes: At(9) });
    let teams = vec![vec![0]; PEOPLE];
    let opening =
        Opening::new(wave.clone(), &[team], &teams, with_own(vec![]).unwrap(), how).unwrap();
    let slots = |size: usize| vec![vec![7; size]; PEOPLE];
    let open = Change::OpenWave {
        opening: Box::new(opening.clone()),
        roster: people.iter().map(|it| (it.clone(), vec![0])).collect(),
        scores: slots(SCORES_BYTES),
        words: slots(TEXT_BYTES),
    };
    write(store, [open]).await;
    for (number, person) in people.into_iter().enumerate() {
        let draw =
            Change::DrawTicket { wave: wave.clone(), person, start: format!("{number:064}") };
        store.write(Batch::by(&"".into(), At(0)).change(draw)).await.unwrap();
        let filling = |part, size| Filling {
            part,
            number: number as i64,
            was: vec![7; size],
            sealed: vec![number as u8; size],
        };
        let fillings = vec![filling(Part::Scores, SCORES_BYTES), filling(Part::Words, TEXT_BYTES)];
        let cast =
            Change::CastBallot { wave: wave.clone(), spent: format!("{number:064}"), fillings };
        store.write(Batch::by(&"".into(), At(0)).change(cast)).await.unwrap();
    }
    let results = Some(Box::new(Results::of(opening, &[], &[], &teams)));
    write(store, [Change::EndWave { wave, results }]).await;
}

/// The longest that one of many small writes waited while something else was done.
async fn waits(store: &Store, meanwhile: impl Future<Output = ()>) -> Duration {
    let mut saved = store.record(&"r0000001".into()).await.unwrap().unwrap();
    let mut longest = Duration::ZERO;
    let mut meanwhile = std::pin::pin!(meanwhile);
    let mut is_done = false;
    while !is_done {
        let started = Instant::now();
        let promoted = Promoted { open: true, due_on: None };
        let save = write(store, [Change::SaveRecord { record: saved.clone(), promoted }]);
        let mut save = std::pin::pin!(save);
        loop {
            tokio::select! {
                () = &mut save => break,
                () = &mut meanwhile, if !is_done => is_done = true,
            }
        }
        longest = longest.max(started.elapsed());
        saved.version += 1;
    }
    longest
}
