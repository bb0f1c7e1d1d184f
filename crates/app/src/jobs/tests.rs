//! Jobs through the house: done once, tried again, given up and shown.

use domain::id::{At, Id};
use domain::practice::{ALL, Kinds};

use super::*;
use crate::{Clock, House};

const NOON: At = At(1_780_000_000_000);

async fn house() -> House {
    let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
    house.root_team("Town").await.unwrap();
    house
}

async fn add(house: &House, job: Job) {
    house.write(house.system_desk("t").batch().change(Change::AddJob(job))).await.unwrap();
}

/// A job that cannot be read, as a damaged row would be.
fn broken() -> Job {
    Job { payload: "{}".into(), ..Errand::Sweep.job("broken", NOON) }
}

#[test]
fn pauses_grow_fourfold_up_to_six_hours_and_the_ninth_try_is_the_last() {
    let minutes = |attempts| match after_failure(attempts, At(0), "No.".into()) {
        Left::Again { at, .. } => Some(at.0 / 60_000),
        _ => None,
    };
    let all: Vec<_> = (1..=9).map(minutes).collect();
    assert_eq!(all[..8], [1, 4, 16, 64, 256, 360, 360, 360].map(Some));
    assert_eq!(all[8], None, "given up after a day, and said so");
}

#[test]
fn a_claim_outlasts_the_longest_job() {
    assert!(CLAIM > 2 * LONGEST.as_millis() as i64);
}

#[tokio::test]
async fn a_job_is_done_once_and_a_twin_of_it_never() {
    let house = house().await;
    assert!(!house.work_once().await.unwrap(), "nothing waits yet");
    add(&house, Errand::Sweep.job("1", NOON)).await;
    add(&house, Errand::Sweep.job("1", NOON)).await;
    assert!(house.work_once().await.unwrap());
    assert!(!house.work_once().await.unwrap());
    assert_eq!(house.store().waiting_jobs(9).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_due_later_waits_for_its_moment() {
    let house = house().await;
    add(&house, Job { run_after: NOON.plus(1), ..Errand::Sweep.job("1", NOON) }).await;
    assert!(!house.work_once().await.unwrap());
    house.clock().set(NOON.plus(1));
    assert!(house.work_once().await.unwrap());
}

#[tokio::test]
async fn what_fails_is_tried_for_a_day_then_given_up_shown_and_let_go() {
    let house = house().await;
    add(&house, broken()).await;
    let keeper = || house.system_desk("t");
    for tried in 1..=9 {
        assert_eq!(keeper().stuck_jobs().await.unwrap(), [], "before try {tried}");
        assert!(house.work_once().await.unwrap(), "try {tried}");
        assert!(!house.work_once().await.unwrap(), "a pause follows try {tried}");
        house.clock().set(house.now().plus(LONGEST_PAUSE));
    }
    let stuck = keeper().stuck_jobs().await.unwrap();
    assert_eq!(stuck[0].said, "Something broke on our side.");
    keeper().retry_job(&stuck[0].id).await.unwrap();
    assert_eq!(keeper().stuck_jobs().await.unwrap(), []);
    assert!(house.work_once().await.unwrap(), "it is tried again");
    assert!(matches!(keeper().drop_job(&stuck[0].id).await, Err(Problem::NotFound)), "it waits");
}

#[tokio::test]
async fn a_job_of_a_newer_program_is_left_to_it() {
    let house = house().await;
    add(&house, Job { kind: "of-tomorrow".into(), ..broken() }).await;
    assert!(!house.work_once().await.unwrap());
    assert_eq!(house.store().waiting_jobs(9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_runner_sweeps_what_ended_and_ends_when_it_is_told_to() {
    let house = house().await;
    let ana = house.system_desk("t").add_person("ana", "Ana", None).await.unwrap();
    let link = house.sign_in_link(&ana.id).await.unwrap();
    let hash = chance::fingerprint(&link);
    house.clock().set(NOON.plus(40 * At::DAY));
    let (ends, ending) = watch::channel(false);
    let swept = async {
        while house.store().sign_in_link(&hash).await.unwrap().is_some() {
            tokio::task::yield_now().await;
        }
        ends.send_replace(true);
    };
    tokio::join!(house.work(ending), swept);
    assert_eq!(house.store().waiting_jobs(9).await.unwrap(), []);
}

#[tokio::test]
async fn a_runner_that_is_told_to_end_begins_nothing() {
    let house = house().await;
    let (ends, ending) = watch::channel(true);
    house.work(ending).await;
    drop(ends);
    assert_eq!(house.store().waiting_jobs(9).await.unwrap(), [], "it began nothing");
}

#[tokio::test]
async fn only_whoever_looks_after_the_organisation_sees_what_was_given_up() {
    let house = house().await;
    let ana = house.system_desk("t").add_person("ana", "Ana", None).await.unwrap();
    let desk = house.desk_of(&ana.id).await.unwrap();
    let nothing = Id::from("x");
    for refused in [
        desk.stuck_jobs().await.map(drop),
        desk.retry_job(&nothing).await,
        desk.drop_job(&nothing).await,
    ] {
        assert!(matches!(refused, Err(Problem::Refused(_))), "{refused:?}");
    }
}
