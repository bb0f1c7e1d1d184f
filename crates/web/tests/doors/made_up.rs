//! A kind nobody needs, added with its file and one line: its list, form, page, moves, API and
//! export come by themselves.

use app::portable::Portable;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::practice::Kinds;
use serde_json::{Value, json};

use crate::browser::{Browser, HOME, Place, path};

#[path = "../../../app/tests/walk/mod.rs"]
mod kind;

static KINDS: &[&domain::kind::Kind] = &[&kind::KIND];

async fn place() -> Place {
    Place::of(Kinds(KINDS), web::Options::local(HOME)).await
}

async fn begun(browser: &mut Browser) -> String {
    let fields = [("title", "Along the river"), ("short", "1")];
    let page = browser.post("/walk/new", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    path(page.to())
}

#[tokio::test]
async fn its_form_asks_what_its_table_asks_and_leaves_out_what_the_house_keeps() {
    let mut browser = place().await.ana().await;
    let at = begun(&mut browser).await;
    let form = browser.get(&format!("{at}/edit")).await;
    assert!(form.has("Why this way?") && form.has("name=\"a.why\""));
    assert!(!form.has("name=\"a.walked_on\""));
}

#[tokio::test]
async fn it_is_listed_read_and_moved_on_pages_of_its_own() {
    let mut browser = place().await.ana().await;
    let at = begun(&mut browser).await;
    assert!(browser.get("/walks").await.has("Along the river"));
    let early = browser.post(&format!("{at}/move/go"), &[("version", "1")]).await;
    assert!(early.status.is_client_error(), "its question waits for an answer");
    let fields = [("version", "1"), ("title", "Along the river"), ("a.why", "To **think**")];
    let saved = browser.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let moved = browser.post(&format!("{at}/move/go"), &[("version", "2")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let page = browser.get(&at).await;
    assert!(page.has("<strong>think</strong>") && page.has("walked") && page.has("6 March"));
}

#[tokio::test]
async fn the_api_knows_it_and_an_export_brings_it_along() {
    let place = place().await;
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let token = desk.make_token("test", "read write admin", 1).await.unwrap();
    let mut browser = place.browser();
    let bearer = format!("Bearer {token}");
    let kinds = Request::get("/api/v1/kinds").header("authorization", &bearer);
    let kinds: Value =
        serde_json::from_str(&browser.send(kinds, Body::empty()).await.text).unwrap();
    assert_eq!(kinds["items"][0]["slug"], "walk");
    assert_eq!(kinds["items"][0]["moves"][0]["name"], "go");

    let team = place.house.organisation().root().unwrap().slug.clone();
    let begin = json!({ "kind": "walk", "team": team, "title": "Up the hill", "answers": { "why": "Air" } });
    let request = Request::post("/api/v1/records")
        .header("authorization", &bearer)
        .header("content-type", "application/json");
    let made = browser.send(request, Body::from(begin.to_string())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);

    let out = place.house.system_desk("test").export().await.unwrap();
    let walks = out.iter().filter(|it| matches!(it, Portable::Record(it) if it.kind == "walk"));
    assert_eq!(walks.count(), 1);
}

#[tokio::test]
async fn its_place_teaches_it_and_joins_the_rail_once_something_is_there() {
    let place = place().await;
    let mut browser = place.ana().await;
    let page = browser.get("/reflections").await;
    assert!(page.has(kind::KIND.purpose) && page.has(kind::KIND.begin), "{}", page.text);
    assert!(!browser.get("/people").await.has("href=\"/reflections\""));
    begun(&mut browser).await;
    assert!(browser.get("/people").await.has("href=\"/reflections\""));
    assert!(browser.get("/reflections").await.has("Along the river"));
}

#[tokio::test]
async fn a_team_switches_it_off_and_on_again_and_loses_nothing() {
    let place = place().await;
    let mut browser = place.ana().await;
    begun(&mut browser).await;
    let team = place.house.organisation().root().unwrap().slug.clone();
    let door = format!("/team/{team}/practices");
    browser.post(&door, &[]).await;
    let off = browser.get("/reflections").await;
    assert!(!off.has("Along the river") && off.has("switched off"));
    assert!(!browser.get("/people").await.has("href=\"/reflections\""));
    let refused = browser.post("/walk/new", &[("title", "Another"), ("short", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("has switched walks off"), "{}", refused.text);

    let out = place.house.system_desk("test").export().await.unwrap();
    assert!(out.iter().any(|it| matches!(it, Portable::Practices { off, .. } if off == &["walk"])));
    browser.post(&door, &[("practice", "walk")]).await;
    assert!(browser.get("/reflections").await.has("Along the river"));
    let again = place.house.system_desk("test").apply(out, false).await.unwrap();
    assert_eq!(again.iter().filter(|it| !it.differs.is_empty()).count(), 1);
    assert!(!browser.get("/reflections").await.has("Along the river"));
}
