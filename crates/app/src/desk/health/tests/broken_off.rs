//! A server killed in the middle of closing, a key file that is gone, a database put back.

use store::{Change, Phase};

use super::town::{Town, refused};
use crate::ballots::PURPOSE;
use crate::desk::health::Wave;
use crate::problem::Problem;

/// What is on disk after a kill is what a new process finds.
async fn again(town: Town, folder: &std::path::Path) -> Town {
    town.house.close().await;
    Town::on_disk(folder).await
}

async fn in_a_minute(town: &Town) {
    town.house.clock().set(super::town::NOON.plus(61_000));
    town.work().await;
}

#[tokio::test]
async fn killed_after_the_mark_it_is_counted_by_the_next_process_and_takes_no_answer_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::on_disk(folder.path()).await;
    let wave = town.opened("payments").await;
    let ticket = town.draws("p6", &wave).await;
    town.six_answer(&wave).await;
    // What `close` does first, and then nothing more.
    let desk = town.desk("p0").await;
    let dossier = desk.read(&wave).await.unwrap();
    desk.count_wave(&dossier).await.unwrap();
    let town = again(town, folder.path()).await;
    let kept = town.house.store().wave(&wave).await.unwrap().unwrap();
    assert_eq!((kept.phase, town.state(&wave).await.as_str()), (Phase::Closing, "open"));
    let late = vec![Some(super::town::step(1)); super::ITEMS];
    assert!(
        refused(town.house.answer_wave(&wave, &ticket.code, late, "").await).contains("closed")
    );
    in_a_minute(&town).await;
    assert_eq!(town.state(&wave).await, "closed");
    assert_eq!(town.house.keys().get(PURPOSE, &wave).unwrap(), None);
    let seen = town.seen("p0", &wave).await;
    assert!(format!("{:?}", seen.groups[0].turnout).contains("answered: 6"), "none was lost");
}

#[tokio::test]
async fn killed_before_the_key_was_destroyed_a_job_destroys_it_and_changes_no_figure() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::on_disk(folder.path()).await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    let key = town.house.keys().get(PURPOSE, &wave).unwrap();
    town.step("p0", &wave, "close").await.unwrap();
    let seen = town.seen("p1", &wave).await;
    // As if the program had ended between the commit and the key.
    town.house.keys().make(PURPOSE, &wave).unwrap();
    let town = again(town, folder.path()).await;
    in_a_minute(&town).await;
    assert!(key.is_some());
    assert_eq!(town.house.keys().get(PURPOSE, &wave).unwrap(), None);
    assert_eq!(town.seen("p1", &wave).await, seen);
}

#[tokio::test]
async fn whoever_presses_again_after_a_kill_closes_it_themselves() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.six_answer(&wave).await;
    let mark = Change::BeginClosing { wave: wave.clone() };
    town.house.store().write(town.desk("p0").await.batch().change(mark)).await.unwrap();
    assert_eq!(town.step("p0", &wave, "close").await.unwrap().record.state, "closed");
    assert!(town.seen("p0", &wave).await.groups[0].asked > 0);
}

#[tokio::test]
async fn without_its_key_a_review_takes_and_counts_nothing_and_can_be_called_off() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::on_disk(folder.path()).await;
    town.house.check_keys().await.unwrap();
    let wave = town.opened("payments").await;
    let ticket = town.draws("p0", &wave).await;
    std::fs::remove_file(folder.path().join("town.db.keys")).unwrap();
    let says = town.house.check_keys().await.unwrap_err().to_string();
    assert!(says.contains("is missing"), "said at the start: {says}");
    let all = || vec![Some(super::town::step(1)); super::ITEMS];
    let answer = town.house.answer_wave(&wave, &ticket.code, all(), "").await;
    assert!(matches!(answer, Err(Problem::Unavailable(says)) if says.contains("key file")));
    assert!(matches!(town.step("p0", &wave, "close").await, Err(Problem::Unavailable(_))));
    assert_eq!(town.state(&wave).await, "open");
    let Some(Wave { phase: Phase::Open, .. }) = town.house.store().wave(&wave).await.unwrap()
    else {
        panic!("without the key nothing was begun")
    };
    town.step("p0", &wave, "call_off").await.unwrap();
    town.house.check_keys().await.unwrap();
}

#[tokio::test]
async fn a_backup_put_back_has_the_figures_and_of_an_open_review_the_promise_alone() {
    let folder = tempfile::tempdir().unwrap();
    let town = Town::on_disk(folder.path()).await;
    let closed = town.opened("payments").await;
    town.six_answer(&closed).await;
    town.step("p0", &closed, "close").await.unwrap();
    let seen = town.seen("p0", &closed).await;
    let open = town.opened("bookings").await;
    let ticket = town.draws("b0", &open).await;
    let file = folder.path().join("monday.backup");
    town.house.system_desk("test").backup_to(&file).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let key = town.house.keys().get(PURPOSE, &open).unwrap().unwrap();
    for never in [ticket.code.as_str(), &ticket.code[..64], &crate::chance::hex(&key)] {
        assert!(!text.contains(never), "a ticket or a key lies in a backup");
    }
    let url = format!("sqlite:{}", folder.path().join("back.db").display());
    let back =
        crate::House::open(&url, town.house.kinds(), town.house.clock().clone()).await.unwrap();
    back.system_desk("test").restore_from(&file).await.unwrap();
    let back = Town { house: back };
    assert_eq!(back.seen("p0", &closed).await, seen);
    let all = vec![Some(super::town::step(1)); super::ITEMS];
    assert!(back.house.answer_wave(&open, &ticket.code, all, "").await.is_err());
    assert!(back.step("b0", &open, "close").await.is_err());
    back.step("b0", &open, "call_off").await.unwrap();
}
