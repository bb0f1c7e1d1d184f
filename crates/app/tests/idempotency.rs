//! A request sent twice happens once.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{Clock, Desk, House, Problem, Turn};
use domain::id::At;
use domain::practice::{ALL, Kinds};

async fn desk() -> Desk {
    let house =
        House::open("sqlite::memory:", Kinds(ALL), Clock::at(At(1_780_000_000_000))).await.unwrap();
    house.system_desk("test")
}

#[tokio::test]
async fn the_second_gets_the_answer_of_the_first() {
    let desk = desk().await;
    let request = ["POST", "/api/v1/records", "{}"];
    assert_eq!(desk.take_turn("k1", &request).await.unwrap(), Turn::First);
    let twin = desk.take_turn("k1", &request).await;
    assert!(matches!(twin, Err(Problem::Taken(_))), "the first is still under way");
    desk.finish("k1", 201, "made").await.unwrap();
    let again = Turn::Again { status: 201, body: "made".into() };
    assert_eq!(desk.take_turn("k1", &request).await.unwrap(), again);
    desk.finish("k1", 500, "late").await.unwrap();
    assert_eq!(desk.take_turn("k1", &request).await.unwrap(), again, "an answer is final");
}

#[tokio::test]
async fn one_key_never_stands_for_two_requests() {
    let desk = desk().await;
    desk.take_turn("k1", &["POST", "/a", ""]).await.unwrap();
    assert!(matches!(desk.take_turn("k1", &["POST", "/b", ""]).await, Err(Problem::Invalid(_))));
    assert!(matches!(desk.take_turn("", &["POST", "/a", ""]).await, Err(Problem::Invalid(_))));
}

#[tokio::test]
async fn a_request_that_changed_nothing_may_be_sent_again() {
    let desk = desk().await;
    desk.take_turn("k1", &["POST", "/a", "bad"]).await.unwrap();
    desk.give_up("k1").await.unwrap();
    assert_eq!(desk.take_turn("k1", &["POST", "/a", "good"]).await.unwrap(), Turn::First);
}

#[tokio::test]
async fn answers_are_forgotten_after_two_days() {
    let desk = desk().await;
    let house = desk.house().clone();
    desk.take_turn("k1", &["POST", "/a", ""]).await.unwrap();
    desk.finish("k1", 200, "done").await.unwrap();
    let start = house.now();
    house.clock().set(start.plus(47 * At::HOUR));
    house.sweep().await.unwrap();
    assert!(matches!(desk.take_turn("k1", &["POST", "/a", ""]).await, Ok(Turn::Again { .. })));
    house.clock().set(start.plus(49 * At::HOUR));
    house.sweep().await.unwrap();
    assert_eq!(desk.take_turn("k1", &["POST", "/a", ""]).await.unwrap(), Turn::First);
}
