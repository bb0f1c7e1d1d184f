//! Too few for ballots: who counts, said in one way, and the open round in one press.

use super::town::{Town, refused};
use super::*;

#[tokio::test]
async fn whoever_leads_from_outside_is_neither_counted_before_nor_asked_at_the_opening() {
    let town = Town::new().await;
    town.newcomer("s3", "search").await;
    town.newcomer_at("dora", "search", 3).await;
    let wave = town.prepared("search").await;
    let desk = town.desk("s0").await;
    let dossier = desk.read(&wave).await.unwrap();
    let surroundings = desk.surroundings(&dossier).await.unwrap();
    let around = surroundings.around(&desk);
    assert_eq!((around.team_size, around.at_work), (5, 4), "five sit there, and one of them leads");
    let says = refused(town.step("s0", &wave, "open").await);
    assert!(says.contains("Ballots need at least 5 people"), "{says}");
    town.newcomer("s4", "search").await;
    town.step("s0", &wave, "open").await.unwrap();
    let opening = town.desk("s0").await.wave(&wave).await.unwrap().unwrap().opening;
    assert_eq!(opening.asked, [5], "as many as were counted");
}

#[tokio::test]
async fn an_open_round_is_one_press_away_while_nothing_is_asked_and_never_afterwards() {
    let town = Town::new().await;
    let wave = town.prepared("search").await;
    let version = town.desk("s0").await.read(&wave).await.unwrap().record.version;
    refused(town.desk("ines").await.hold_a_round(&wave, version).await);
    let now = town.desk("s1").await.hold_a_round(&wave, version).await.unwrap().record;
    assert_eq!((now.state.as_str(), now.text("held_as")), ("preparing", "round"));
    let stale = town.desk("s1").await.hold_a_round(&wave, version + 7).await;
    assert!(matches!(stale, Err(Problem::Stale(_))), "{stale:?}");
    assert!(refused(town.step("s0", &wave, "open").await).contains("talked through"));
    let open = town.opened("payments").await;
    let says = refused(town.desk("p0").await.hold_a_round(&open, 2).await);
    assert!(says.contains("stays with ballots"), "{says}");
}
