//! The trial: many writers at two programs, some stale, one that panics, one that goes away.

use domain::id::{At, Id};
use domain::people::Team;
use domain::record::Record;

use super::*;
use crate::postgres::postgres;
use crate::{Change, Options, Promoted, Scope, Store};

const WRITERS: usize = 32;
const WRITES: usize = 40;
/// The writer whose every fourth batch breaks off.
const CLUMSY: usize = 13;

#[derive(Default)]
struct Tally {
    saved: i64,
    stale: usize,
    broken_off: usize,
}

fn record(number: usize) -> Record {
    Record {
        id: Id::new(format!("r{number}")),
        kind: "decision".into(),
        state: "open".into(),
        title: "as begun".into(),
        team: "pay".into(),
        author: Id::new(format!("p{number}")),
        answers: [].into(),
        version: 1,
        opened_at: At(1),
        changed_at: At(1),
        revealed: false,
        retired: false,
    }
}

fn batch(record: &Record, change: Change, what: &str) -> Batch {
    let batch = Batch::by(&record.author, At(2)).change(change);
    batch.note(Some(&record.team), &record.id, what, &serde_json::json!({}))
}

/// One writer's life; its own record tells afterwards what it was promised.
async fn writer(store: Store, number: usize) -> Tally {
    let mut tally = Tally::default();
    let mut it = record(number);
    let add = Change::AddRecord { record: it.clone(), promoted: Promoted::default() };
    store.write(batch(&it, add, "begun")).await.unwrap();
    for round in 0..WRITES {
        let is_stale = (round * WRITERS + number).is_multiple_of(20);
        let mut next = it.clone();
        next.title = if is_stale { "never".into() } else { format!("round {round}") };
        next.version = if is_stale { it.version - 1 } else { it.version };
        let save = Change::SaveRecord { record: next.clone(), promoted: Promoted::default() };
        let mut batch = batch(&it, save, if is_stale { "never" } else { "saved" });
        if number == CLUMSY && round % 4 == 1 && !is_stale {
            // It breaks off after its change went in, which must come out again.
            batch = batch.change(Change::Panic);
        }
        match store.write(batch).await {
            Ok(_) => {
                tally.saved += 1;
                it = Record { version: it.version + 1, ..next };
            }
            Err(StoreError::Stale) => tally.stale += 1,
            Err(StoreError::BrokenOff) => tally.broken_off += 1,
            Err(other) => panic!("writer {number}: {other}"),
        }
        assert_eq!(store.record(&it.id).await.unwrap(), Some(it.clone()), "read your writes");
    }
    tally
}

/// Reads the journal as it grows: whoever sees a number has seen all before it.
async fn follower(store: Store) {
    let mut seen = 0;
    loop {
        for happening in store.journal(&Scope::All, seen, 10_000).await.unwrap() {
            assert_eq!(happening.seq, seen + 1, "a number came before the one below it");
            seen = happening.seq;
        }
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
}

/// As two programs would have it open; every other writer sits at the second.
async fn trial(url: &str) {
    let options = Options { patience: std::time::Duration::from_secs(60), ..Options::default() };
    let store = Store::open(url, options.clone()).await.unwrap();
    let second = Store::open(url, options).await.unwrap();
    let mut followers = tokio::task::JoinSet::new();
    followers.spawn(follower(second.clone()));
    let team = Team { id: "pay".into(), parent: None, slug: "pay".into(), name: "Pay".into() };
    store.write(batch(&record(99), Change::AddTeam(team), "team")).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..WRITERS {
        let store = if number.is_multiple_of(2) { &store } else { &second };
        tasks.spawn(writer(store.clone(), number));
    }
    let mut gone = tokio::task::JoinSet::new();
    let again = store.clone();
    gone.spawn(async move {
        let it = record(77);
        let add = Change::AddRecord { record: it.clone(), promoted: Promoted::default() };
        again.write(batch(&it, add, "by one who left")).await
    });
    tokio::task::yield_now().await;
    gone.abort_all();
    let tallies = tasks.join_all().await;
    assert!(followers.try_join_next().is_none(), "the follower stopped at a gap");
    followers.shutdown().await;
    let saved: i64 = tallies.iter().map(|it| it.saved).sum();
    let stale: usize = tallies.iter().map(|it| it.stale).sum();
    let broken_off: usize = tallies.iter().map(|it| it.broken_off).sum();
    assert_eq!(stale, WRITERS * WRITES / 20);
    assert_eq!(broken_off, 10);
    assert_eq!(saved as usize + stale + broken_off, WRITERS * WRITES);
    let journal = store.journal(&Scope::All, 0, 10_000).await.unwrap();
    let seqs: Vec<i64> = journal.iter().map(|it| it.seq).collect();
    assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>(), "no gap, no number twice");
    let told = |what: &str| journal.iter().filter(|it| it.what == what).count() as i64;
    assert_eq!((told("begun"), told("saved"), told("never")), (WRITERS as i64, saved, 0));
    second.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobodys_neighbour_is_rolled_back_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    trial(&format!("sqlite:{}", folder.path().join("remit.db").display())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobodys_neighbour_is_rolled_back_on_postgres() {
    trial(&postgres()).await;
}

#[tokio::test]
async fn what_waits_is_written_before_the_store_closes() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("remit.db").display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    let set = Change::Set { key: "name".into(), value: "Org".into() };
    let write = store.write(batch(&record(1), set.clone(), "set"));
    let (written, ()) = tokio::join!(write, store.close());
    written.unwrap();
    assert!(matches!(store.write(batch(&record(1), set, "set")).await, Err(StoreError::Closed)));
    let store = Store::open(&url, Options::default()).await.unwrap();
    assert_eq!(store.setting("name").await.unwrap().as_deref(), Some("Org"));
    assert_eq!(*store.follow().borrow(), 1);
}

/// SQLite answers a disk without room exactly as it answers a file that may not grow.
#[tokio::test]
async fn a_full_disk_stops_the_large_write_and_not_its_neighbours() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("remit.db").display());
    let store = Store::open(&url, Options::default()).await.unwrap();
    let limit = |pages| {
        let store = store.clone();
        async move {
            let mut pooled = store.inner.pools.write.acquire().await.unwrap();
            pooled.conn().rows(Sql::new(pages)).await.unwrap();
        }
    };
    let set = |key: &str, bytes: usize| {
        let set = Change::Set { key: key.into(), value: "x".repeat(bytes) };
        store.write(batch(&record(1), set, "set"))
    };
    set("first", 1).await.unwrap();
    limit("pragma max_page_count = 1").await;
    let (small, large, other) =
        tokio::join!(set("small", 9), set("large", 900_000), set("other", 9));
    limit("pragma page_count").await;
    limit("pragma max_page_count").await;
    let error = large.unwrap_err();
    assert!(matches!(error, StoreError::Full), "{error}");
    assert!(error.to_string().contains("free some space"));
    small.unwrap();
    other.unwrap();
    assert_eq!(store.settings().await.unwrap().len(), 3, "reads go on");
    limit("pragma max_page_count = 100000").await;
    set("large", 900_000).await.unwrap();
    assert!(store.check().await.unwrap().is_empty());
}
