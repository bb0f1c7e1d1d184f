//! By hand: durable writes per second with 1 to 64 writers, and pages of a list of 100,000
//! records, on the databases named as arguments. Figures: docs/performance.md, “Store”.
//!
//! `cargo run --release -p store --example load -- sqlite:/tmp/load.db postgres://…`
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench run by hand")]

use std::time::{Duration, Instant};

use domain::id::{At, Id};
use domain::people::Team;
use domain::record::{Record, Value};
use store::{Batch, Change, Filter, Options, Promoted, Scope, Store};

const RECORDS: usize = 100_000;

#[tokio::main]
async fn main() {
    for url in std::env::args().skip(1) {
        println!("{}", url.split(':').next().unwrap_or("?"));
        let store = Store::open(&url, Options::default()).await.unwrap();
        fill(&store).await;
        pages(&store).await;
        for writers in [1, 8, 32, 64] {
            writes(&store, writers).await;
        }
        store.close().await;
    }
}

fn record(number: usize) -> Record {
    Record {
        id: Id::new(format!("r{number:08}")),
        kind: if number.is_multiple_of(3) { "intent" } else { "decision" }.into(),
        state: "open".into(),
        title: format!("Decision number {number} about the payment gateway"),
        team: Id::new(format!("t{}", number % 50)),
        author: "p".into(),
        answers: [("why".into(), Value::Text("It is cheaper to keep than to replace. ".repeat(8)))]
            .into(),
        version: 1,
        opened_at: At(number as i64),
        changed_at: At(number as i64 * 1000 % 7_919_000),
        revealed: false,
        retired: false,
    }
}

fn batch(change: Change, subject: &Id) -> Batch {
    Batch::by(&"p".into(), At(1)).change(change).note(
        None,
        subject,
        "bench",
        &serde_json::json!({}),
    )
}

async fn fill(store: &Store) {
    for number in 0..50 {
        let id = Id::new(format!("t{number}"));
        let team =
            Team { id: id.clone(), parent: None, slug: id.to_string(), name: id.to_string() };
        store.write(batch(Change::AddTeam(team), &id)).await.unwrap();
    }
    let started = Instant::now();
    for from in (0..RECORDS).step_by(1000) {
        let mut all = Batch::by(&"p".into(), At(1));
        for number in from..from + 1000 {
            let promoted = Promoted { open: number.is_multiple_of(10), due_on: None };
            all = all.change(Change::AddRecord { record: record(number), promoted });
        }
        let all = all.note(None, &"r".into(), "bench.filled", &serde_json::json!({}));
        store.write(all).await.unwrap();
    }
    println!("  {RECORDS} records filled in {:.1?}", started.elapsed());
}

async fn pages(store: &Store) {
    let teams = Scope::Teams((0..5).map(|it| Id::new(format!("t{it}"))).collect());
    let lists = [
        ("all", Filter::of(Scope::All)),
        ("one kind", Filter::of(Scope::All).kind("decision")),
        ("one kind, open", Filter { open: Some(true), ..Filter::of(Scope::All).kind("decision") }),
        ("one team", Filter::of(Scope::Teams(vec!["t7".into()])).kind("decision")),
        ("five teams", Filter::of(teams).kind("decision")),
    ];
    for (name, filter) in lists {
        let (mut after, mut times) = (None, Vec::new());
        loop {
            let started = Instant::now();
            let page = store.records(&filter, after.as_ref(), 50).await.unwrap();
            times.push(started.elapsed());
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        print(&format!("list, {name}: {} pages of 50", times.len()), times);
    }
    for words in ["gateway", "number 4711", "nothing"] {
        let mut times = Vec::new();
        for _ in 0..20 {
            let started = Instant::now();
            store.search(&Scope::All, words, 20).await.unwrap();
            times.push(started.elapsed());
        }
        print(&format!("search “{words}”"), times);
    }
    let started = Instant::now();
    store.counts(&Scope::All).await.unwrap();
    println!("  counts by kind, state and team: {:.1?}", started.elapsed());
}

fn print(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("  {what}: median {median:.2?}, worst {worst:.2?}");
}

/// Each writer saves records of its own for three seconds, as fast as it is answered.
async fn writes(store: &Store, writers: usize) {
    let ends = Instant::now() + Duration::from_secs(3);
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..writers {
        let store = store.clone();
        tasks.spawn(async move {
            let mut times = Vec::new();
            let mut it = store.record(&record(number).id).await.unwrap().unwrap();
            while Instant::now() < ends {
                let save = Change::SaveRecord { record: it.clone(), promoted: Promoted::default() };
                let started = Instant::now();
                store.write(batch(save, &it.id)).await.unwrap();
                times.push(started.elapsed());
                it.version += 1;
            }
            times
        });
    }
    let mut times = tasks.join_all().await.concat();
    times.sort();
    let (half, most) = (times[times.len() / 2], times[times.len() * 99 / 100]);
    let rate = times.len() / 3;
    println!("  {writers} writers: {rate} writes/s, p50 {half:.2?}, p99 {most:.2?}");
}
