//! Out of one house and into an empty one, on either database, and everything is as it was.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::path::Path;

use app::backup::{Verdict, verify_backup};
use app::{AGREED, Clock, Desk, House, Problem};
use domain::id::At;
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};

#[path = "../../store/tests/story/postgres.rs"]
mod postgres;

const NOON: At = At(1_780_000_000_000);

async fn open(url: &str) -> House {
    House::open(url, Kinds(ALL), Clock::at(NOON)).await.unwrap()
}

fn keeper(house: &House) -> Desk {
    house.system_desk("test")
}

async fn live(house: &House) {
    let root = house.root_team("Town").await.unwrap().id;
    let team = keeper(house).add_team(Some(&root), "Payments").await.unwrap().id;
    let ana = keeper(house).add_person("ana", "Ana Soler", None).await.unwrap().id;
    keeper(house).seat(&ana, &team, 1, Role::Member).await.unwrap();
    let map = "levels = [\"contributor\"]";
    keeper(house).take_in_map(&team, map, "server", AGREED).await.unwrap();
    let desk = house.desk_of(&ana).await.unwrap();
    let because = Answers::from([("because".to_owned(), Value::Text("Less to run.".into()))]);
    let one = desk.begin("decision", &team, "Drop the retry table", because).await.unwrap();
    let hidden = Answers::from([("text".to_owned(), Value::Text("I doubt it".into()))]);
    desk.attach(&one.record.id, "response", hidden).await.unwrap();
}

async fn there_and_back(from: &str, to: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.backup");
    let house = open(from).await;
    live(&house).await;
    let backup = keeper(&house).backup_to(&file).await.unwrap();
    assert_eq!((backup.counts["record"], backup.counts["attachment"]), (1, 1));
    assert_eq!(verify_backup(&file).await.unwrap(), Verdict::Whole(backup.clone()));
    let back = open(to).await;
    assert!(back.is_empty());
    assert_eq!(keeper(&back).restore_from(&file).await.unwrap(), backup);
    assert_eq!(back.organisation().charter.name, "Town");
    assert_eq!(keeper(&back).export().await.unwrap(), keeper(&house).export().await.unwrap());
    // Byte for byte the same, hidden responses and journal included.
    let again = folder.path().join("again.backup");
    keeper(&back).backup_to(&again).await.unwrap();
    assert!(std::fs::read(&file).unwrap() == std::fs::read(&again).unwrap());
    let full = keeper(&back).restore_from(&file).await.unwrap_err();
    assert!(full.to_string().contains("already holds records"), "{full}");
    back.close().await;
    house.close().await;
}

#[tokio::test]
async fn backup_restore_verify_give_the_same_records_on_both_databases() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    there_and_back(&file("a.db"), &file("b.db")).await;
    there_and_back(&file("c.db"), &postgres::postgres()).await;
    there_and_back(&postgres::postgres(), &file("d.db")).await;
    there_and_back(&postgres::postgres(), &postgres::postgres()).await;
}

#[tokio::test]
async fn a_damaged_backup_is_found_and_restores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("town.backup");
    let house = open("sqlite::memory:").await;
    live(&house).await;
    keeper(&house).backup_to(&file).await.unwrap();
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&file, bytes).unwrap();
    let Verdict::Damaged(says) = verify_backup(&file).await.unwrap() else { panic!("not seen") };
    assert!(says.contains("not a whole Remit dump"), "{says}");
    let into = open("sqlite::memory:").await;
    assert!(keeper(&into).restore_from(&file).await.is_err());
    assert!(into.is_empty());
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let house = open("sqlite::memory:").await;
    live(&house).await;
    let file = folder.path().join("old.backup");
    std::fs::write(&file, "precious").unwrap();
    let says = keeper(&house).backup_to(&file).await.unwrap_err().to_string();
    assert!(says.contains("exists already"), "{says}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "precious");
    let nowhere = folder.path().join("missing/town.backup");
    let says = keeper(&house).backup_to(&nowhere).await.unwrap_err().to_string();
    assert!(says.contains("cannot be written"), "{says}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let says = verify_backup(folder.path()).await.unwrap_err().to_string();
    assert!(says.contains("cannot be read"), "{says}");
    assert!(verify_backup(Path::new("/nowhere")).await.is_err());
}

#[tokio::test]
async fn only_a_keeper_of_the_house_takes_everything_away() {
    let folder = tempfile::tempdir().unwrap();
    let house = open("sqlite::memory:").await;
    live(&house).await;
    let org = house.organisation();
    let ana = org.people.values().find(|it| it.handle == "ana").unwrap();
    let desk = house.desk_of(&ana.id).await.unwrap();
    let refused = desk.backup_to(&folder.path().join("x")).await;
    assert!(matches!(refused, Err(Problem::Refused(_))));
    let refused = desk.restore_from(&folder.path().join("x")).await;
    assert!(matches!(refused, Err(Problem::Refused(_))));
}
