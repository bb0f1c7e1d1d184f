//! A request that arrives twice happens once, whoever sends it and however quickly.

use app::{Problem, Turn};
use domain::id::At;

use crate::town::{Town, field};

#[tokio::test]
async fn of_many_twins_at_one_moment_one_does_it() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let request = ["POST", "/api/v1/records", "{}"];
    let mut turns = Vec::new();
    for _ in 0..4 {
        let (a, b, c) = tokio::join!(
            kim.take_turn("k", &request),
            kim.take_turn("k", &request),
            kim.take_turn("k", &request)
        );
        turns.extend([a, b, c]);
    }
    assert_eq!(turns.iter().filter(|it| matches!(it, Ok(Turn::First))).count(), 1);
    assert_eq!(turns.iter().filter(|it| matches!(it, Err(Problem::Taken(_)))).count(), 11);
    kim.finish("k", 201, "made").await.unwrap();
    for _ in 0..3 {
        let again = kim.take_turn("k", &request).await.unwrap();
        assert_eq!(again, Turn::Again { status: 201, body: "made".into() });
    }
}

#[tokio::test]
async fn a_key_is_ones_own() {
    let town = Town::new().await;
    let (ana, kim) = (town.desk("ana").await, town.desk("kim").await);
    kim.take_turn("k", &["POST", "/a", "1"]).await.unwrap();
    kim.finish("k", 201, "kim’s").await.unwrap();
    let hers = ana.take_turn("k", &["POST", "/a", "1"]).await.unwrap();
    assert_eq!(hers, Turn::First, "she learns nothing of what he was answered");
    ana.give_up("k").await.unwrap();
    let his = kim.take_turn("k", &["POST", "/a", "1"]).await.unwrap();
    assert!(matches!(his, Turn::Again { .. }), "and frees nothing of his");
}

#[tokio::test]
async fn another_body_address_or_verb_under_the_same_key_is_a_mistake_that_is_told() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    kim.take_turn("k", &["POST", "/a", "1"]).await.unwrap();
    kim.finish("k", 201, "made").await.unwrap();
    for other in [["POST", "/a", "2"], ["POST", "/b", "1"], ["PUT", "/a", "1"], ["POST", "/a1", ""]]
    {
        let (at, says) = field(kim.take_turn("k", &other).await);
        assert!(at == "Idempotency-Key" && says.contains("another request"), "{says}");
    }
}

#[tokio::test]
async fn a_key_is_visible_ascii_of_a_length_that_can_be_kept() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    for odd in ["", "two words", "tab\t", "ключ", "new\nline", &"k".repeat(256)] {
        assert_eq!(field(kim.take_turn(odd, &["POST"]).await).0, "Idempotency-Key", "“{odd}”");
    }
    assert!(kim.take_turn(&"k".repeat(255), &["POST"]).await.is_ok());
}

#[tokio::test]
async fn a_request_that_broke_off_frees_its_key_after_two_days() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    kim.take_turn("k", &["POST", "/a", "1"]).await.unwrap();
    town.later(48 * At::HOUR + 1);
    town.house.sweep().await.unwrap();
    let kim = town.desk("kim").await;
    assert_eq!(kim.take_turn("k", &["POST", "/a", "1"]).await.unwrap(), Turn::First);
}
