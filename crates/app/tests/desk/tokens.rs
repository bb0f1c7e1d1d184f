//! Keys to the API: each opens what it was made for, and nothing else.

use app::{ListQuery, Problem};
use domain::id::At;
use domain::record::Answers;

use crate::town::{Town, field, refused, words};

#[tokio::test]
async fn each_scope_opens_its_own_verbs_and_an_absent_one_closes_them() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    for scopes in ["read", "write", "admin", "read write", "read admin", "write admin"] {
        let secret = raj.make_token(scopes, scopes, 30).await.unwrap();
        let desk = town.house.desk_of_token(&secret).await.unwrap();
        let has = |scope: &str| scopes.contains(scope);
        let list = desk.list(&ListQuery::default()).await;
        assert_eq!(list.is_ok(), has("read"), "{scopes}: list");
        assert_eq!(desk.search("retry").await.is_ok(), has("read"), "{scopes}: search");
        assert_eq!(desk.people().is_ok(), has("read"), "{scopes}: people");
        assert_eq!(desk.map(&town.team).await.is_ok(), has("read"), "{scopes}: map");
        let begun = desk.begin("decision", &town.team, "By a job", Answers::new()).await;
        assert_eq!(begun.is_ok(), has("write"), "{scopes}: begin");
        let asked = desk.attach(&id, "question", words(&[("text", "Why?")])).await;
        assert_eq!(asked.is_ok(), has("read") && has("write"), "{scopes}: ask");
        assert_eq!(desk.export().await.is_ok(), has("admin") && has("read"), "{scopes}: export");
        let team = desk.add_team(Some(&town.team), scopes).await;
        assert_eq!(team.is_ok(), has("admin"), "{scopes}: add a team");
    }
}

#[tokio::test]
async fn a_token_never_does_what_its_owner_could_not() {
    let town = Town::new().await;
    let secret = town.desk("kim").await.make_token("all", "read write admin", 30).await.unwrap();
    let desk = town.house.desk_of_token(&secret).await.unwrap();
    assert!(refused(&desk.export().await));
    assert!(refused(&desk.add_team(Some(&town.team), "Mine").await));
    assert!(refused(&desk.erase(&town.id("ana")).await));
    assert!(refused(&desk.begin("decision", &town.search, "Theirs", Answers::new()).await));
}

#[tokio::test]
async fn a_token_loses_with_its_owner_what_its_owner_loses() {
    let town = Town::new().await;
    let secret = town.desk("kim").await.make_token("ci", "read write", 30).await.unwrap();
    assert!(town.house.desk_of_token(&secret).await.unwrap().people().is_ok());
    town.desk("ana").await.end_seat(&town.id("kim"), &town.team).await.unwrap();
    let desk = town.house.desk_of_token(&secret).await.unwrap();
    assert!(refused(&desk.people().map(drop)));
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    assert!(matches!(town.house.desk_of_token(&secret).await.map(drop), Err(Problem::SignedOut)));
}

#[tokio::test]
async fn a_token_that_could_do_nothing_or_live_for_ever_is_not_made() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let long = "x".repeat(81);
    for (name, scopes, days, wrong) in [
        ("ci", "", 30, "scopes"),
        ("ci", "   ", 30, "scopes"),
        ("ci", "read everything", 30, "scopes"),
        ("ci", "Read", 30, "scopes"),
        (" ", "read", 30, "name"),
        (long.as_str(), "read", 30, "name"),
        ("ci", "read", 0, "days"),
        ("ci", "read", -1, "days"),
        ("ci", "read", 367, "days"),
        ("ci", "read", i64::MAX, "days"),
    ] {
        let made = ana.make_token(name, scopes, days).await.map(drop);
        assert_eq!(field(made).0, wrong, "{name} {scopes} {days}");
    }
    assert_eq!(ana.tokens().await.unwrap(), []);
}

#[tokio::test]
async fn the_secret_is_shown_once_and_kept_nowhere() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let secret = ana.make_token(" ci ", "write read read", 30).await.unwrap();
    let kept = ana.tokens().await.unwrap();
    assert_eq!((kept[0].name.as_str(), kept[0].scopes.as_str()), ("ci", "read write"));
    assert!(!format!("{kept:?}").contains(&secret));
    assert_eq!(town.desk("kim").await.tokens().await.unwrap(), [], "nor shown to others");
    assert!(!format!("{:?}", town.keeper().export().await.unwrap()).contains("remit_"));
}

#[tokio::test]
async fn a_token_says_on_which_day_it_was_last_used_and_not_when() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let secret = ana.make_token("ci", "read", 30).await.unwrap();
    assert_eq!(ana.tokens().await.unwrap()[0].last_day, None);
    town.house.desk_of_token(&secret).await.unwrap();
    town.later(At::DAY);
    town.house.desk_of_token(&secret).await.unwrap();
    let used = ana.tokens().await.unwrap()[0].last_day;
    assert_eq!(used, Some(town.house.now().day()));
}

#[tokio::test]
async fn what_is_no_token_of_ours_opens_nothing() {
    let town = Town::new().await;
    let secret = town.desk("ana").await.make_token("ci", "read", 30).await.unwrap();
    let long = format!("remit_{}", "0".repeat(500));
    let cookie = town.cookie("ana").await;
    for odd in ["", "remit_", "Bearer", &secret[6..], &secret.to_uppercase(), &long, &cookie] {
        let opened = town.house.desk_of_token(odd).await.map(drop);
        assert!(matches!(opened, Err(Problem::SignedOut)), "“{odd}”");
    }
    let opened = town.house.desk_of_session(&secret).await.map(drop);
    assert!(matches!(opened, Err(Problem::SignedOut)), "a token is no cookie");
}
