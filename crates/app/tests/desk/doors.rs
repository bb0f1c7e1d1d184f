//! Links, passwords and sessions: once, in time, for one person, and over when they are over.

use app::Problem;
use domain::id::At;

use crate::town::{Town, field, refused};

const PASSWORD: &str = "four loose copper kettles";

fn signed_out<T>(result: &Result<T, Problem>) -> bool {
    matches!(result, Err(Problem::SignedOut))
}

#[tokio::test]
async fn of_two_who_use_one_link_at_one_moment_one_is_let_in() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.id("ana")).await.unwrap();
    let (one, other) = tokio::join!(
        town.house.use_sign_in_link(&link, "Firefox"),
        town.house.use_sign_in_link(&link, "a copy of the link")
    );
    assert_ne!(one.is_ok(), other.is_ok());
    let late = if one.is_ok() { other } else { one };
    assert!(late.unwrap_err().to_string().contains("has been used"));
    assert_eq!(town.desk("ana").await.sessions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_link_works_until_its_hour_is_over_and_not_at_the_hour() {
    let town = Town::new().await;
    let (early, late) = (
        town.house.sign_in_link(&town.id("ana")).await.unwrap(),
        town.house.sign_in_link(&town.id("ana")).await.unwrap(),
    );
    town.later(At::HOUR - 1);
    assert!(town.house.use_sign_in_link(&early, "x").await.is_ok());
    town.later(1);
    assert!(refused(&town.house.use_sign_in_link(&late, "x").await));
}

#[tokio::test]
async fn a_link_made_for_somebody_who_was_erased_since_opens_nothing() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.id("kim")).await.unwrap();
    town.desk("raj").await.erase(&town.id("kim")).await.unwrap();
    assert!(town.house.use_sign_in_link(&link, "x").await.is_err());
}

#[tokio::test]
async fn the_journal_says_who_made_a_link_for_somebody_else_and_never_the_link() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let secret = raj.sign_in_link_for(&town.id("kim")).await.unwrap();
    let cookie = town.house.use_sign_in_link(&secret, "x").await.unwrap();
    assert_eq!(town.house.desk_of_session(&cookie).await.unwrap().desk.actor().handle, "kim");
    let nobody = raj.sign_in_link_for(&"not-there".into()).await;
    assert!(matches!(nobody, Err(Problem::NotFound)));
}

#[tokio::test]
async fn no_cookie_but_the_one_that_was_given_opens_anything() {
    let town = Town::new().await;
    let cookie = town.cookie("ana").await;
    let mut flipped = cookie.clone();
    let last = if flipped.pop() == Some('0') { '1' } else { '0' };
    flipped.push(last);
    let longer = format!("{cookie}0");
    for odd in ["", "x", &cookie[..63], &longer, &flipped, &"0".repeat(64), &cookie.to_uppercase()]
    {
        let opened = town.house.desk_of_session(odd).await;
        // Hex digits have a case only where there is a letter in them.
        assert!(signed_out(&opened.map(drop)) || odd == cookie, "“{odd}”");
    }
    assert!(town.house.desk_of_session(&cookie).await.is_ok());
}

#[tokio::test]
async fn signing_out_ends_this_session_and_leaves_the_others() {
    let town = Town::new().await;
    let (here, there) = (town.cookie("ana").await, town.cookie("ana").await);
    town.house.sign_out(&here).await.unwrap();
    assert!(signed_out(&town.house.desk_of_session(&here).await.map(drop)));
    assert!(town.house.desk_of_session(&there).await.is_ok());
    town.house.sign_out(&here).await.unwrap();
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_and_nobody_elses() {
    let town = Town::new().await;
    let lost = town.cookie("ana").await;
    town.later(60_000);
    town.cookie("ana").await;
    let ana = town.desk("ana").await;
    let own = ana.sessions().await.unwrap();
    assert_eq!(own.len(), 2);
    assert!(own[0].seen_at > own[1].seen_at, "the one last used first");
    assert!(own.iter().all(|it| it.hash != lost && it.device == "Firefox"));
    let by_kim = town.desk("kim").await.end_session(&own[1].hash).await;
    assert!(matches!(by_kim, Err(Problem::NotFound)));
    ana.end_session(&own[1].hash).await.unwrap();
    assert!(signed_out(&town.house.desk_of_session(&lost).await.map(drop)));
    assert_eq!(ana.sessions().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_devices_name_is_cut_and_holds_no_control_characters() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.id("ana")).await.unwrap();
    let device = format!("\u{1b}[31m{}\r\n", "x".repeat(500));
    town.house.use_sign_in_link(&link, &device).await.unwrap();
    let kept = town.desk("ana").await.sessions().await.unwrap()[0].device.clone();
    assert_eq!(kept.chars().count(), 120);
    assert!(!kept.contains(char::is_control));
}

#[tokio::test]
async fn a_session_in_use_within_a_day_keeps_its_secret_and_outlives_the_idle_ones() {
    let town = Town::new().await;
    // Early on a day, so that what follows stays within it.
    town.house.clock().set(At(1_780_012_800_000));
    let (used, idle) = (town.cookie("ana").await, town.cookie("ana").await);
    town.later(10 * At::HOUR);
    assert!(town.house.desk_of_session(&used).await.unwrap().rotated.is_none());
    town.later(14 * At::DAY - 10 * At::HOUR);
    assert!(signed_out(&town.house.desk_of_session(&idle).await.map(drop)));
    let next = town.house.desk_of_session(&used).await.unwrap();
    assert!(next.rotated.is_some());
}

#[tokio::test]
async fn a_secret_that_was_exchanged_gives_no_second_one() {
    let town = Town::new().await;
    let first = town.cookie("ana").await;
    town.later(25 * At::HOUR);
    let second = town.house.desk_of_session(&first).await.unwrap().rotated.unwrap();
    let late = town.house.desk_of_session(&first).await.unwrap();
    assert_eq!(late.rotated, None, "a request under way is answered, not given a key");
    assert_ne!(first, second);
    assert!(town.house.desk_of_session(&second).await.unwrap().rotated.is_none());
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_the_old_one_and_ends_what_was_open() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    assert!(!ana.has_password().await.unwrap());
    ana.set_password("", PASSWORD).await.unwrap();
    assert!(ana.has_password().await.unwrap());
    let thief = town.house.sign_in("ana", PASSWORD, "a stolen laptop").await.unwrap();
    let (at, _) = field(ana.set_password("wrong wrong wrong", "seven quiet violet owls").await);
    assert_eq!(at, "current");
    assert!(town.house.desk_of_session(&thief).await.is_ok(), "a failed change ends nothing");
    ana.set_password(PASSWORD, "seven quiet violet owls").await.unwrap();
    assert!(signed_out(&town.house.desk_of_session(&thief).await.map(drop)));
    assert!(refused(&town.house.sign_in("ana", PASSWORD, "x").await));
    let fresh = town.desk("ana").await.new_session("here").await.unwrap();
    assert!(town.house.desk_of_session(&fresh).await.is_ok());
}

#[tokio::test]
async fn a_password_that_anybody_would_guess_is_said_at_its_field() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let long = "x7".repeat(65);
    for (odd, says) in [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        ("PasswordPassword", "first that anybody"),
        ("holm on the river", "your name"),
        (long.as_str(), "at most 128"),
    ] {
        let (at, told) = field(ana.set_password("", odd).await);
        assert_eq!(at, "password");
        assert!(told.contains(says), "“{odd}”: {told}");
    }
    ana.set_password("", "пять тихих лиловых сов").await.unwrap();
    assert!(town.house.sign_in("ana", "пять тихих лиловых сов", "x").await.is_ok());
}

#[tokio::test]
async fn a_name_is_read_as_people_type_it_and_a_password_exactly() {
    let town = Town::new().await;
    town.desk("ana").await.set_password("", PASSWORD).await.unwrap();
    for typed in ["ana", " Ana ", "@ana", "ANA@TOWN.EXAMPLE"] {
        assert!(town.house.sign_in(typed, PASSWORD, "x").await.is_ok(), "“{typed}”");
    }
    let trailing = format!("{PASSWORD} ");
    for (typed, password) in [
        ("ana", trailing.as_str()),
        ("ana", &PASSWORD.to_uppercase()),
        ("ana", ""),
        ("", PASSWORD),
        ("kim", PASSWORD),
        ("ana%", PASSWORD),
    ] {
        assert!(refused(&town.house.sign_in(typed, password, "x").await), "“{typed}” “{password}”");
    }
}

#[tokio::test]
async fn what_ended_is_swept_away_and_what_lives_stays() {
    let town = Town::new().await;
    let old = town.cookie("ana").await;
    town.later(17 * At::DAY);
    let new = town.cookie("kim").await;
    let link = town.house.sign_in_link(&town.id("lee")).await.unwrap();
    town.house.sweep().await.unwrap();
    assert!(signed_out(&town.house.desk_of_session(&old).await.map(drop)));
    assert!(town.house.desk_of_session(&new).await.is_ok());
    assert!(town.house.use_sign_in_link(&link, "x").await.is_ok());
}
