//! How Remit reaches somebody, through the doors; and the links of letters that really arrived.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::id::At;
use domain::people::Role;

use crate::browser::{Page, Place};
use crate::post_office::PostOffice;

async fn place() -> (Place, PostOffice) {
    let (place, post) = (Place::new().await, PostOffice::open());
    place.house.reach_by_mail(&post.url(), "remit@town.example", "https://remit.town").unwrap();
    (place, post)
}

async fn work(place: &Place) {
    while place.house.work_once().await.unwrap() {}
}

/// The address on this site behind a link of the newest letter.
fn link(post: &PostOffice, to: &str) -> String {
    let letters = post.letters();
    let words = letters.last().unwrap().words();
    let start =
        words.find(&format!("https://remit.town{to}")).unwrap() + "https://remit.town".len();
    words[start..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn wishes_are_shown_saved_and_refused_beside_their_field() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let page = ana.get("/settings/reaching").await;
    assert!(page.has("sends no mail yet") && page.has("name=\"waits\" value=\"on\" checked"));
    let night = [("quiet_from", "22"), ("quiet_until", "7"), ("digest", "on")];
    let berlin = [&night[..], &[("zone", "Europe/Berlin")]].concat();
    let saved = ana.post("/settings/reaching", &berlin).await;
    assert_eq!(
        (saved.status, saved.to()),
        (StatusCode::SEE_OTHER, "/settings/reaching?said=saved")
    );
    let page = ana.get("/settings/reaching").await;
    assert!(page.has("value=\"Europe/Berlin\"") && page.has("value=\"22\" selected"));
    assert!(page.has("name=\"digest\" value=\"on\" checked"));
    assert!(!page.has("name=\"waits\" value=\"on\" checked"), "a box that is not sent is off");
    let mars = [&night[..], &[("zone", "Mars/Olympus")]].concat();
    let refused = ana.post("/settings/reaching", &mars).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("no such zone") && refused.has("value=\"Mars/Olympus\""));
}

/// What a mail program sends for its own button: no cookie, no origin, any body.
async fn one_click(place: &Place, to: &str) -> Page {
    let body = Body::from("List-Unsubscribe=One-Click");
    place.browser().send(Request::post(to), body).await
}

#[tokio::test]
async fn an_address_is_confirmed_and_a_letter_turned_off_without_signing_in() {
    let (place, post) = place().await;
    let mut ana = place.ana().await;
    let odd = ana.post("/settings/address", &[("address", "ana")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.has("Write it as you@example.org."));
    let asked = ana.post("/settings/address", &[("address", "ana@town.example")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    work(&place).await;
    let confirm = link(&post, "/confirm/");
    let page = place.browser().get(&confirm).await;
    assert!(page.has("Is this your address?") && page.has("ana@town.example"));
    assert!(ana.get("/settings/reaching").await.has("None yet."), "a look changes nothing");
    assert!(one_click(&place, &confirm).await.has("Confirmed"));
    assert!(ana.get("/settings/reaching").await.has("Mail goes to <b>ana@town.example</b>"));

    let begun = ana.post("/decision/new", &[("title", "One queue")]).await;
    let at = begun.to().split('?').next().unwrap().to_owned();
    let mia = place.person("mia", 0, Role::Member).await;
    let mut mia = place.signed_in(&mia).await;
    mia.post(&format!("{at}/attach/question"), &[("a.text", "Why now?")]).await;
    work(&place).await;
    place.house.clock().set(place.house.now().plus(5 * 60_000));
    work(&place).await;
    let off = link(&post, "/off/");
    let page = place.browser().get(&off).await;
    assert!(page.has("Turn this off?") && page.has(&format!("action=\"{off}\"")), "{}", page.text);
    assert!(one_click(&place, &off).await.has("It is off"));
    assert!(place.browser().get(&off).await.has("It is off"), "and stays so");
    assert!(!ana.get("/settings/reaching").await.has("name=\"waits\" value=\"on\" checked"));
    for to in ["/off/x", "/confirm/x", "/off/waits-x-y"] {
        assert_eq!(place.browser().get(to).await.status, StatusCode::NOT_FOUND, "{to}");
        assert_eq!(one_click(&place, to).await.status, StatusCode::NOT_FOUND, "{to}");
    }
}

#[tokio::test]
async fn a_link_to_sign_in_is_asked_for_and_the_answer_does_not_say_who_is_here() {
    let (place, post) = place().await;
    let desk = place.house.system_desk("test");
    desk.add_person("kim", "Kim", Some("kim@town.example")).await.unwrap();
    assert!(place.browser().get("/sign-in").await.has("Send me a link"));
    let mut answers = Vec::new();
    for address in ["kim@town.example", "eve@evil.example"] {
        let page = place.browser().post_bare("/sign-in/link", &[("address", address)]).await;
        assert_eq!(page.status, StatusCode::OK);
        answers.push(page.text);
    }
    assert_eq!(answers[0], answers[1]);
    work(&place).await;
    let entered = place.browser().get(&link(&post, "/enter/")).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER);
    let without = Place::new().await;
    assert!(!without.browser().get("/sign-in").await.has("Send me a link"));
    let page = without.browser().post_bare("/sign-in/link", &[("address", "a@b.example")]).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_was_given_up_stands_in_settings_and_can_be_tried_again() {
    let (place, post) = place().await;
    post.is(crate::post_office::Mood::Refuses);
    let desk = place.house.system_desk("test");
    desk.add_person("kim", "Kim", Some("kim@town.example")).await.unwrap();
    place.browser().post_bare("/sign-in/link", &[("address", "kim@town.example")]).await;
    work(&place).await;
    let mut ana = place.ana().await;
    let page = ana.get("/settings").await;
    assert!(page.has("A letter with a link to sign in") && page.has("Nobody of that name here"));
    assert!(!page.has("kim@town.example"), "whose it was is not told");
    let again = page.text.split("action=\"").find(|it| it.starts_with("/settings/job/")).unwrap();
    let again = again.split('"').next().unwrap();
    post.is(crate::post_office::Mood::Takes);
    assert_eq!(ana.post(again, &[]).await.status, StatusCode::SEE_OTHER);
    place.house.clock().set(place.house.now().plus(At::HOUR));
    work(&place).await;
    assert!(!ana.get("/settings").await.has("What did not work"));
    assert_eq!(post.letters().len(), 1);
}

#[tokio::test]
async fn a_teams_channel_is_named_on_its_page_and_never_shown_again() {
    let (place, _post) = place().await;
    let mut ana = place.ana().await;
    assert!(ana.get("/team/northwind").await.has("None: nothing is sent."));
    let odd = ana.post("/team/northwind/channel", &[("url", "http://127.0.0.1/x")]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(odd.has("Write it as https://"));
    let url = [("url", "https://hooks.chat.example/services/SECRET")];
    let named = ana.post("/team/northwind/channel", &url).await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text);
    let page = ana.get("/team/northwind").await;
    assert!(page.has("Its address is not shown again.") && !page.has("SECRET"));
    ana.post("/team/northwind/channel", &[("url", "")]).await;
    assert!(ana.get("/team/northwind").await.has("None: nothing is sent."));
}

#[tokio::test]
async fn an_invitation_is_mailed_where_the_house_can_and_given_by_hand_where_it_cannot() {
    let (place, post) = place().await;
    let mut ana = place.ana().await;
    let whom = [("team", "northwind"), ("level", "contributor"), ("address", "kim@x.example")];
    let page = ana.post("/people/invite", &whom).await;
    assert!(page.has("on its way to <b>kim@x.example</b>") && !page.has("/join/"), "{}", page.text);
    work(&place).await;
    assert!(place.browser().get(&link(&post, "/join/")).await.has("invites you to"));
    let by_hand = ana.post("/people/invite", &whom[..2]).await;
    assert!(by_hand.has("/join/"), "an empty address makes the link here");
    let odd = [whom[0], whom[1], ("address", "kim")];
    assert_eq!(ana.post("/people/invite", &odd).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = Place::new().await;
    assert!(!without.ana().await.get("/people").await.has("name=\"address\""));
}
