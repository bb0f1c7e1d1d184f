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
    let restored = keeper(&back).restore_from(&file).await.unwrap();
    assert_eq!((restored.backup, restored.erased_again), (backup, 0));
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

/// Erases Ana, with somebody left who looks after the house.
async fn erase_ana(house: &House) -> domain::id::Id {
    let root = house.organisation().root().unwrap().id.clone();
    let kim = keeper(house).add_person("kim", "Kim", None).await.unwrap().id;
    keeper(house).seat(&kim, &root, 1, Role::Steward).await.unwrap();
    let org = house.organisation();
    let ana = org.people.values().find(|it| it.handle == "ana").unwrap().id.clone();
    keeper(house).erase(&ana).await.unwrap();
    ana
}

async fn erased_since(from: &str, to: &str) {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.backup");
    let house = open(from).await;
    live(&house).await;
    keeper(&house).backup_to(&old).await.unwrap();
    let ana = erase_ana(&house).await;
    keeper(&house).backup_to(&folder.path().join("new.backup")).await.unwrap();
    let list = std::fs::read_to_string(folder.path().join("remit.erasures")).unwrap();
    assert!(list.lines().count() == 1 && !list.contains("ana"), "{list}");
    let back = open(to).await;
    let restored = keeper(&back).restore_from(&old).await.unwrap();
    assert_eq!(restored.erased_again, 1);
    let org = back.organisation();
    assert!(org.people[&ana].erased && org.people[&ana].name != "Ana Soler");
    // What was exported before does not bring her back either.
    let mut objects = keeper(&back).export().await.unwrap();
    for object in &mut objects {
        if let app::portable::Portable::Person { handle, name, erased, .. } = object {
            (*handle, *name, *erased) = ("ana".into(), "Ana Soler".into(), false);
        }
    }
    let changes = keeper(&back).apply(objects, false).await.unwrap();
    assert!(changes.iter().all(|it| it.outcome == app::portable::Outcome::Same), "{changes:?}");
    back.close().await;
    house.close().await;
}

#[tokio::test]
async fn an_older_backup_brings_nobody_back_on_either_database() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    erased_since(&file("a.db"), &postgres::postgres()).await;
    erased_since(&postgres::postgres(), &file("b.db")).await;
}

#[tokio::test]
async fn an_older_copy_of_the_database_file_brings_nobody_back() {
    let folder = tempfile::tempdir().unwrap();
    let (db, copy) = (folder.path().join("a.db"), folder.path().join("copy.db"));
    let url = format!("sqlite:{}", db.display());
    let house = open(&url).await;
    live(&house).await;
    house.close().await;
    std::fs::copy(&db, &copy).unwrap();
    let house = open(&url).await;
    let ana = erase_ana(&house).await;
    house.close().await;
    std::fs::copy(&copy, &db).unwrap();
    let house = open(&url).await;
    assert!(house.organisation().people[&ana].erased);
    house.close().await;
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
