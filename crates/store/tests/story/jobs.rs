//! Jobs: added once, claimed by one, taken over when a claim runs out, and never lost.

use std::collections::BTreeSet;

use crate::common::{NOW, at, id, on_each, settle, write};
use crate::postgres::postgres;
use proptest::prelude::*;
use store::{Batch, Change, Job, Left, Options, Store, StoreError};

fn job(name: &str, run_after: i64) -> Job {
    Job {
        id: id(name),
        kind: "mail".into(),
        key: format!("mail/{name}"),
        payload: "{}".into(),
        made_at: NOW,
        run_after: at(run_after),
        attempts: 0,
        said: None,
    }
}

fn kinds() -> Vec<String> {
    vec!["mail".into(), "sweep".into()]
}

async fn quietly(store: &Store, change: Change) -> store::Result<()> {
    assert_eq!(change.class(), store::Class::Private);
    store.write(Batch::by(&id("system:jobs"), NOW).change(change)).await.map(drop)
}

/// Claims at `now` for a second; the name of the job that was got.
async fn claim(store: &Store, by: &str, now: i64) -> Option<String> {
    let until = at(now + 1_000);
    let claim = Change::ClaimJob { by: by.into(), kinds: kinds(), at: at(now), until };
    match quietly(store, claim).await {
        Ok(()) => Some(store.claimed_job(by).await.unwrap().unwrap().id.to_string()),
        Err(StoreError::Stale) => None,
        Err(other) => panic!("{other}"),
    }
}

async fn leave(store: &Store, name: &str, by: &str, left: Left) -> store::Result<()> {
    quietly(store, Change::LeaveJob { id: id(name), by: by.into(), at: at(7), left }).await
}

#[tokio::test]
async fn a_job_is_added_once_for_its_key_and_taken_in_order_of_its_time() {
    on_each(async |store| {
        settle(&store).await;
        assert_eq!(store.next_job(&kinds()).await.unwrap(), None);
        for it in [job("late", 50), job("first", 10), Job { id: id("twin"), ..job("first", 0) }] {
            quietly(&store, Change::AddJob(it)).await.unwrap();
        }
        let strange = Job { kind: "of-a-newer-program".into(), ..job("strange", 0) };
        quietly(&store, Change::AddJob(strange)).await.unwrap();
        let waiting = store.waiting_jobs(9).await.unwrap();
        let names: Vec<_> = waiting.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(names, ["strange", "first", "late"], "the twin was not added");
        assert_eq!(store.next_job(&kinds()).await.unwrap(), Some(at(10)));
        assert_eq!(claim(&store, "a", 9).await, None, "nothing is due, and the strange is left");
        assert_eq!(claim(&store, "a", 60).await.as_deref(), Some("first"));
        assert_eq!(claim(&store, "b", 60).await.as_deref(), Some("late"));
        assert_eq!(claim(&store, "c", 60).await, None);
        assert_eq!(store.next_job(&kinds()).await.unwrap(), Some(at(1_060)), "the claim's end");
        assert_eq!(store.position().await.unwrap(), 1, "none of it is in the journal");
    })
    .await;
}

#[tokio::test]
async fn what_is_done_is_not_begun_again_and_its_key_stays_taken() {
    on_each(async |store| {
        quietly(&store, Change::AddJob(job("one", 0))).await.unwrap();
        assert_eq!(claim(&store, "a", 0).await.as_deref(), Some("one"));
        leave(&store, "one", "a", Left::Done).await.unwrap();
        quietly(&store, Change::AddJob(Job { id: id("again"), ..job("one", 0) })).await.unwrap();
        assert_eq!(store.waiting_jobs(9).await.unwrap(), []);
        let stale = leave(&store, "one", "a", Left::Done).await;
        assert!(matches!(stale, Err(StoreError::Stale)), "{stale:?}");
    })
    .await;
}

#[tokio::test]
async fn a_claim_that_ran_out_is_taken_over_and_the_first_can_no_longer_end_it() {
    on_each(async |store| {
        quietly(&store, Change::AddJob(job("one", 0))).await.unwrap();
        assert_eq!(claim(&store, "crashed", 0).await.as_deref(), Some("one"));
        assert_eq!(claim(&store, "other", 999).await, None);
        assert_eq!(claim(&store, "other", 1_000).await.as_deref(), Some("one"));
        assert_eq!(store.claimed_job("other").await.unwrap().unwrap().attempts, 2);
        let late = leave(&store, "one", "crashed", Left::Done).await;
        assert!(matches!(late, Err(StoreError::Stale)), "{late:?}");
        leave(&store, "one", "other", Left::Done).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_failed_comes_again_later_and_what_was_put_off_does_not_count() {
    on_each(async |store| {
        quietly(&store, Change::AddJob(job("one", 0))).await.unwrap();
        claim(&store, "a", 0).await.unwrap();
        let again = Left::Again { at: at(500), said: "Nobody answers.".into() };
        leave(&store, "one", "a", again).await.unwrap();
        let waiting = store.waiting_jobs(1).await.unwrap();
        assert_eq!((waiting[0].attempts, waiting[0].run_after), (1, at(500)));
        assert_eq!(waiting[0].said.as_deref(), Some("Nobody answers."));
        claim(&store, "b", 500).await.unwrap();
        leave(&store, "one", "b", Left::Later { at: at(900) }).await.unwrap();
        let waiting = store.waiting_jobs(1).await.unwrap();
        assert_eq!((waiting[0].attempts, waiting[0].run_after), (1, at(900)));
        assert_eq!(waiting[0].said.as_deref(), Some("Nobody answers."), "still what went wrong");
    })
    .await;
}

#[tokio::test]
async fn a_dead_job_is_shown_tried_again_let_go_and_swept_after_a_month() {
    const MONTH: i64 = 30 * domain::id::At::DAY;
    on_each(async |store| {
        quietly(&store, Change::AddJob(job("one", 0))).await.unwrap();
        claim(&store, "a", 0).await.unwrap();
        leave(&store, "one", "a", Left::Dead { said: "Refused.".into() }).await.unwrap();
        let dead = store.dead_jobs(5).await.unwrap();
        assert_eq!((dead.len(), dead[0].said.as_deref()), (1, Some("Refused.")));
        quietly(&store, Change::RetryJob { id: id("one"), at: at(20) }).await.unwrap();
        assert_eq!(store.dead_jobs(5).await.unwrap(), []);
        claim(&store, "b", 20).await.unwrap();
        assert_eq!(store.claimed_job("b").await.unwrap().unwrap().attempts, 1);
        leave(&store, "one", "b", Left::Dead { said: "Refused.".into() }).await.unwrap();
        quietly(&store, Change::DropJob { id: id("one"), at: at(30) }).await.unwrap();
        let gone = quietly(&store, Change::RetryJob { id: id("one"), at: at(40) }).await;
        assert!(matches!(gone, Err(StoreError::Stale)), "{gone:?}");
        for (before, kept) in [(MONTH + 30, true), (MONTH + 31, false)] {
            quietly(&store, Change::Sweep { before: at(before) }).await.unwrap();
            quietly(&store, Change::AddJob(Job { id: id("new"), ..job("one", 0) })).await.unwrap();
            assert_eq!(store.waiting_jobs(5).await.unwrap().is_empty(), kept, "{before}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_job_about_somebody_goes_with_them() {
    on_each(async |store| {
        settle(&store).await;
        let about = |name: &str, who: &str| {
            let payload = format!("{{\"person\":\"{who}\",\"address\":\"ana@example.org\"}}");
            Change::AddJob(Job { payload, ..job(name, 0) })
        };
        quietly(&store, about("ana", "p-ana")).await.unwrap();
        quietly(&store, about("kim", "p-kim")).await.unwrap();
        let salt = "00".to_owned();
        write(&store, [Change::ErasePerson { person: id("p-ana"), at: NOW, salt }]).await.unwrap();
        let left = store.waiting_jobs(9).await.unwrap();
        assert_eq!(left.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["kim"]);
    })
    .await;
}

#[tokio::test]
async fn a_job_is_there_only_if_what_causes_it_is() {
    on_each(async |store| {
        settle(&store).await;
        let broken = Batch::by(&id("p-ana"), NOW)
            .change(Change::AddJob(job("one", 0)))
            .change(Change::EndToken { id: id("nowhere"), at: NOW });
        assert_eq!((broken.actor(), broken.changes().len()), (&id("p-ana"), 2));
        assert!(store.write(broken).await.is_err());
        assert_eq!(store.waiting_jobs(5).await.unwrap(), []);
    })
    .await;
}

/// Two programs on one database, each claiming as fast as it can.
async fn two_at_once(one: &Store, two: &Store, many: usize) {
    for number in 0..many {
        quietly(one, Change::AddJob(job(&format!("j{number:03}"), 0))).await.unwrap();
    }
    let all = async |store: &Store, name: &str| {
        let mut got = Vec::new();
        while let Some(it) = claim(store, &format!("{name}{}", got.len()), 5).await {
            got.push(it);
        }
        got
    };
    let (a, b) = tokio::join!(all(one, "a"), all(two, "b"));
    let both: BTreeSet<_> = a.iter().chain(&b).collect();
    assert_eq!((a.len() + b.len(), both.len()), (many, many), "{a:?} {b:?}");
}

#[tokio::test]
async fn two_runners_never_take_the_same_job() {
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite:{}", folder.path().join("remit.db").display());
    for url in [file, postgres()] {
        let one = Store::open(&url, Options::default()).await.unwrap();
        let two = Store::open(&url, Options::default()).await.unwrap();
        two_at_once(&one, &two, 40).await;
        one.close().await;
        two.close().await;
    }
}

/// What may happen to one job, by a runner whose number is given.
#[derive(Clone, Debug)]
enum Step {
    Claim(u8),
    Done(u8),
    Again(u8),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..3u8).prop_map(Step::Claim),
        (0..3u8).prop_map(Step::Done),
        (0..3u8).prop_map(Step::Again),
        (1..2_000i64).prop_map(Step::Wait),
    ]
}

/// Beside a model of one variable: who holds the job, until when, and whether it is done.
async fn as_the_model_says(store: &Store, steps: &[Step]) {
    quietly(store, Change::AddJob(job("one", 0))).await.unwrap();
    let (mut now, mut due, mut held, mut done) = (0, 0, None::<(u8, i64)>, false);
    for step in steps {
        match step {
            Step::Wait(time) => now += time,
            Step::Claim(who) => {
                let free = !done && due <= now && held.is_none_or(|(_, until)| until <= now);
                let got = claim(store, &format!("r{who}"), now).await;
                assert_eq!(got.is_some(), free, "{steps:?} at {now}");
                if free {
                    held = Some((*who, now + 1_000));
                }
            }
            Step::Done(who) | Step::Again(who) => {
                let mine = !done && held.is_some_and(|it| it.0 == *who);
                let left = match step {
                    Step::Done(_) => Left::Done,
                    _ => Left::Again { at: at(now + 100), said: "No.".into() },
                };
                let ended = leave(store, "one", &format!("r{who}"), left).await;
                assert_eq!(ended.is_ok(), mine, "{steps:?} at {now}");
                if mine {
                    (held, due) = (None, now + 100);
                    done = matches!(step, Step::Done(_));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn whatever_runners_do_a_job_is_held_by_one_and_ended_once(
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::open("sqlite::memory:", Options::default()).await.unwrap();
            as_the_model_says(&store, &steps).await;
            store.close().await;
        });
    }
}
