//! Attack 12: a team that is moved between nodes of the tree, before a review opens, while it is open, and
//! once it has closed. Nobody sees more for it, and nothing is counted anywhere else.

use domain::scenario::evidence::Lean;

use super::told::signal;
use super::town::{Town, refused};
use super::*;

/// A review of Shops with Payments and Bookings in it, open.
async fn shops(town: &Town) -> Id {
    let wave = town.prepared("shops").await;
    for (who, team) in [("p1", "Payments"), ("b1", "Bookings")] {
        town.desk(who).await.join(&wave, team).await.unwrap();
    }
    town.step("ben", &wave, "open").await.unwrap();
    wave
}

async fn held(town: &Town, wave: &Id) {
    town.all_answer(wave, &["p0", "p1", "p2", "p3", "p4", "p5", "p6"]).await;
    town.all_answer(wave, &["b0", "b1", "b2", "b3", "b4", "b5"]).await;
    town.step("ben", wave, "close").await.unwrap();
}

async fn talked(town: &Town, wave: &Id) {
    town.say("ben", wave, "outcome", "We leave it as it is.").await;
    town.step("ben", wave, "talk").await.unwrap();
}

/// Everything that is shown to these of a wave, without the ids of its town.
async fn seen(town: &Town, wave: &Id) -> Vec<String> {
    let mut all = Vec::new();
    for who in ["p0", "b0", "s0", "ben", "ines", "raj"] {
        for it in town.seen(who, wave).await.groups {
            let parts = (&it.name, it.direct, it.parent, it.asked, it.turnout, &it.comments);
            all.push(format!("{who}: {parts:?} {:?}", it.items));
        }
    }
    all
}

#[tokio::test]
async fn what_is_open_is_counted_as_if_nothing_had_moved() {
    let (still, moving) = (Town::new().await, Town::new().await);
    let (one, other) = (shops(&still).await, shops(&moving).await);
    moving.moves("payments", "town").await;
    moving.moves("bookings", "search").await;
    let asked = moving.desk("p0").await.wave(&other).await.unwrap().unwrap();
    assert!(matches!(asked.mine, Mine::Asked { counted_in, .. } if counted_in == [2, 0]));
    for (town, wave) in [(&still, &one), (&moving, &other)] {
        held(town, wave).await;
        talked(town, wave).await;
    }
    let shown = seen(&moving, &other).await;
    assert!(shown[0].contains("Shops") && shown[0].contains("Shown { answered: 13, invited: 14 }"));
    assert_eq!(shown, seen(&still, &one).await);
}

#[tokio::test]
async fn what_has_closed_is_shown_to_the_same_people_wherever_teams_lie_by_then() {
    let town = Town::new().await;
    let wave = shops(&town).await;
    held(&town, &wave).await;
    talked(&town, &wave).await;
    let before = seen(&town, &wave).await;
    for (team, under) in [
        ("payments", "town"),
        ("payments", "bookings"),
        ("bookings", "search"),
        ("shops", "search"),
    ] {
        if team == "shops" {
            town.moves("search", "town").await;
        }
        town.moves(team, under).await;
        assert_eq!(seen(&town, &wave).await, before, "{team} below {under}");
    }
}

/// Whoever leads and gets a seat in the team afterwards reads last, as before; a move does not change that,
/// away from them or to them.
#[tokio::test]
async fn a_move_lets_nobody_read_before_the_team_has_talked_it_over() {
    let town = Town::new().await;
    let wave = town.opened("payments").await;
    town.newcomer_at("dora", "search", 2).await;
    for who in ["ines", "dora", "s0"] {
        town.seat(who, "payments").await;
    }
    town.six_answer(&wave).await;
    town.step("p0", &wave, "close").await.unwrap();
    let reads = async |who: &str| town.desk(who).await.results(&wave).await.is_ok();
    assert_eq!((reads("s0").await, reads("ines").await, reads("dora").await), (true, false, true));
    for (under, dora) in [("town", true), ("search", false), ("shops", true)] {
        town.moves("payments", under).await;
        for who in ["ines", "raj"] {
            let desk = town.desk(who).await;
            assert!(refused(desk.results(&wave).await).contains("read this first"), "{under}");
            let told = desk.review_told(&wave).await.unwrap();
            assert!(told.results.is_none() && told.before.is_none());
            let load = signal(&desk, &town.team("payments"), "health-load").await;
            assert_eq!(load.lean, Lean::Missing, "{}", load.says);
        }
        assert_eq!((reads("p1").await, reads("s0").await, reads("dora").await), (true, true, dora));
    }
    talked_by_payments(&town, &wave).await;
    assert!(reads("ines").await && reads("dora").await && reads("raj").await);
}

async fn talked_by_payments(town: &Town, wave: &Id) {
    town.say("p0", wave, "outcome", "We leave it as it is.").await;
    town.step("p0", wave, "talk").await.unwrap();
}

#[tokio::test]
async fn a_team_that_joined_and_lies_elsewhere_before_it_opens_is_named_and_not_asked() {
    let town = Town::new().await;
    let wave = town.prepared("shops").await;
    town.desk("p1").await.join(&wave, "Payments").await.unwrap();
    town.moves("payments", "town").await;
    let says = refused(town.step("ben", &wave, "open").await);
    assert!(says.contains("no team “Payments” below this one"), "{says}");
    town.moves("payments", "bookings").await;
    town.step("ben", &wave, "open").await.unwrap();
    let opening = town.desk("p1").await.wave(&wave).await.unwrap().unwrap().opening;
    assert_eq!(opening.names[..2], ["Shops", "Payments"], "below it again, though deeper");
}

#[tokio::test]
async fn a_scenario_goes_on_reading_the_review_that_asked_the_team_elsewhere() {
    let town = Town::new().await;
    let wave = shops(&town).await;
    held(&town, &wave).await;
    let of = async || signal(&town.desk("p0").await, &town.team("payments"), "health-load").await;
    let before = of().await;
    assert_eq!(before.n, Some(7), "{}", before.says);
    town.moves("payments", "town").await;
    assert_eq!(of().await, before);
    let own = town.opened("payments").await;
    town.all_answer(&own, &["p0", "p1", "p2", "p3", "p4", "p5"]).await;
    town.step("p0", &own, "close").await.unwrap();
    assert_eq!(of().await.n, Some(6), "a newer one of its own");
}

#[tokio::test]
async fn the_journal_says_from_where_to_where_and_by_whom() {
    let town = Town::new().await;
    let (team, was, is) = (town.team("payments"), town.team("shops"), town.team("search"));
    town.moves("payments", "search").await;
    let told = town.house.store().history(&team, 0, 50).await.unwrap();
    let last = told.last().unwrap();
    assert_eq!((last.what.as_str(), last.actor.as_str()), ("team.moved", "system:test"));
    let detail: serde_json::Value = serde_json::from_str(&last.detail).unwrap();
    assert_eq!(detail["under"], serde_json::json!([was, is]));
}
