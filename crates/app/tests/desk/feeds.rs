//! The secret address of one's feeds: it reads what its owner may see, and ends with them.

use app::{ListQuery, Problem};
use domain::id::At;
use domain::record::Answers;

use crate::town::{Town, refused};

async fn opens(town: &Town, secret: &str) -> bool {
    match town.house.desk_of_feed(secret).await {
        Ok(_) => true,
        Err(Problem::NotFound) => false,
        Err(other) => panic!("it says why: {other}"),
    }
}

#[tokio::test]
async fn a_link_reads_as_its_owner_and_does_nothing_else() {
    let town = Town::new().await;
    town.decision("kim", "Drop the retry table").await;
    let secret = town.desk("kim").await.make_feed_link().await.unwrap();
    let desk = town.house.desk_of_feed(&secret).await.unwrap();
    assert_eq!(desk.actor().handle, "kim");
    assert_eq!(
        desk.list(&ListQuery { limit: 9, ..ListQuery::default() }).await.unwrap().items.len(),
        1
    );
    assert!(refused(&desk.begin("decision", &town.team, "By a calendar", Answers::new()).await));
    assert!(refused(&desk.make_token("x", "read", 9).await));
    assert!(refused(&desk.export().await));
}

#[tokio::test]
async fn a_new_link_ends_the_old_and_an_ended_one_opens_nothing() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let first = kim.make_feed_link().await.unwrap();
    let second = kim.make_feed_link().await.unwrap();
    assert!(!opens(&town, &first).await && opens(&town, &second).await);
    let other = town.desk("ana").await.make_feed_link().await.unwrap();
    kim.end_feed_link().await.unwrap();
    assert!(!opens(&town, &second).await && opens(&town, &other).await);
    assert_eq!(kim.feed_link().await.unwrap(), None);
    kim.end_feed_link().await.unwrap();
}

#[tokio::test]
async fn a_link_ends_with_its_owner_and_loses_what_they_lose() {
    let town = Town::new().await;
    let secret = town.desk("kim").await.make_feed_link().await.unwrap();
    town.desk("ana").await.end_seat(&town.id("kim"), &town.team).await.unwrap();
    let desk = town.house.desk_of_feed(&secret).await.unwrap();
    assert!(refused(&desk.list(&ListQuery::default()).await), "without a seat nothing is seen");
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    assert!(!opens(&town, &secret).await);
}

#[tokio::test]
async fn a_link_nobody_reads_ends_after_ninety_days_and_one_that_is_read_does_not() {
    let town = Town::new().await;
    let kim = || town.desk("kim");
    let secret = kim().await.make_feed_link().await.unwrap();
    assert_eq!(kim().await.feed_link().await.unwrap().unwrap().last_day, None);
    for _ in 0..3 {
        town.later(90 * At::DAY);
        assert!(opens(&town, &secret).await, "read on the ninetieth day");
        let link = kim().await.feed_link().await.unwrap().unwrap();
        assert_eq!(link.last_day, Some(town.house.now().day()), "of the reading only the day");
    }
    town.later(91 * At::DAY);
    assert_eq!(kim().await.feed_link().await.unwrap(), None, "the page does not offer it");
    assert!(!opens(&town, &secret).await);
}

#[tokio::test]
async fn what_is_no_link_opens_nothing_and_the_secret_is_kept_nowhere() {
    let town = Town::new().await;
    let secret = town.desk("ana").await.make_feed_link().await.unwrap();
    let token = town.desk("ana").await.make_token("ci", "read", 30).await.unwrap();
    let cookie = town.cookie("ana").await;
    let long = format!("feed_{}", "0".repeat(500));
    for odd in ["", "feed_", &secret[5..], &secret.to_uppercase(), &long, &token, &cookie] {
        assert!(!opens(&town, odd).await, "“{odd}”");
    }
    assert_eq!(secret.len(), "feed_".len() + 64, "256 bits");
    let kept = town.desk("ana").await.feed_link().await.unwrap();
    assert!(!format!("{kept:?}").contains(&secret[5..]));
    assert!(!format!("{:?}", town.keeper().export().await.unwrap()).contains("feed_"));
    assert!(matches!(town.house.desk_of_token(&secret).await.map(drop), Err(Problem::SignedOut)));
    assert!(matches!(town.keeper().make_feed_link().await, Err(Problem::NotFound)));
}
