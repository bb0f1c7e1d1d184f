//! Office hours from the first sentence to the record a topic became.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::{Browser, Place, path};

/// Begun and opened: Thursdays at two in Berlin, a long time ahead, with room for one.
async fn open(browser: &mut Browser) -> String {
    let fields = [
        ("title", "Tech strategy"),
        ("a.starts_on", "2030-01-03"),
        ("a.at", "14:00"),
        ("a.zone", "Europe/Berlin"),
        ("a.capacity", "1"),
    ];
    let begun = browser.post("/office-hours/new", &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let at = path(begun.to());
    let opened = browser.post(&format!("{at}/move/open"), &[("version", "1")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    at
}

/// Brings a topic; its id.
async fn bring(browser: &mut Browser, at: &str, text: &str) -> String {
    let page = browser.post(&format!("{at}/attach/topic"), &[("a.text", text)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    page.to().rsplit("at-").next().unwrap().to_owned()
}

#[tokio::test]
async fn topics_come_in_line_and_a_full_date_offers_the_next() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = open(&mut ana).await;
    let kim = place.person("kim", 0, Role::Member).await;
    let mut kim = place.signed_in(&kim).await;
    let first = bring(&mut ana, &at, "Would a second bank be worth it?").await;
    place.house.clock().set(crate::browser::NOON.plus(1000));
    let second = bring(&mut kim, &at, "Who may say no?").await;
    let page = kim.get(&at).await;
    assert!(page.has("Every Thursday at 14:00, Europe/Berlin. 25 minutes, room for 1 topic."));
    assert!(page.has("Thursday 3 January 2030, 14:00 Europe/Berlin (full)"));
    let before = |page: &str, a: &str, b: &str| page.find(a).unwrap() < page.find(b).unwrap();
    assert!(before(&page.text, &format!("at-{first}"), &format!("at-{second}")));

    let full = [("version", "1"), ("a.move_to", "2030-01-03")];
    let refused = kim.post(&format!("{at}/attached/{second}/move"), &full).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("That date is full. The next one with room is Thursday 10 January 2030"));

    // A vote goes before time; who gave it is said nowhere.
    kim.post(&format!("{at}/attach/topic_vote"), &[("a.topics", &second)]).await;
    let page = ana.get(&at).await;
    assert!(before(&page.text, &format!("at-{second}"), &format!("at-{first}")));
    assert!(page.has("One would come."));
    kim.post(&format!("{at}/attach/topic_vote"), &[("a.topics", "none")]).await;
    assert!(!ana.get(&at).await.has("would come."), "a vote can be taken back");
    assert!(!page.has("added a vote"), "the history does not tell");
}

#[tokio::test]
async fn a_topic_becomes_a_decision_with_its_words_in_the_form_and_both_lead_to_each_other() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = open(&mut ana).await;
    let topic = bring(&mut ana, &at, "Would a second bank be worth it?").await;
    let id = at.rsplit('/').next().unwrap().to_owned();
    let from = format!("{id}.{topic}");
    let form = ana.get(&format!("/decision/new?from={from}")).await;
    assert_eq!(form.field("title").as_deref(), Some("Would a second bank be worth it?"));
    assert_eq!(form.field("from").as_deref(), Some(from.as_str()));
    let begun =
        ana.post("/decision/new", &[("title", "Take a second bank"), ("from", &from)]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let decision = path(begun.to());
    let made = decision.rsplit('/').next().unwrap().to_owned();
    assert!(ana.get(&decision).await.has("the office hours it comes from"));
    let page = ana.get(&at).await;
    assert!(page.has(&format!("/find/{made}")) && page.has("came from a topic here"));
    assert!(page.has("a decision was opened"));

    let again = ana.post("/decision/new", &[("title", "Not mine"), ("from", "01J.none")]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(ana.get(&format!("/demo/new?from={from}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ana.get("/decision/new?from=none").await.status, StatusCode::OK, "names no topic");
}

#[tokio::test]
async fn a_host_calls_a_date_off_and_takes_it_back_and_nobody_else_does() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = open(&mut ana).await;
    let off = [("a.planned_on", "2030-01-03"), ("a.text", "The room is taken")];
    let kim = place.person("kim", 0, Role::Member).await;
    let mut kim = place.signed_in(&kim).await;
    let refused = kim.post(&format!("{at}/attach/changed_date"), &off).await;
    assert!(refused.has("Dates are moved and called off by whoever hosts."));
    let called = ana.post(&format!("{at}/attach/changed_date"), &off).await;
    assert_eq!(called.status, StatusCode::SEE_OTHER, "{}", called.text);
    let change = called.to().rsplit("at-").next().unwrap().to_owned();
    let page = kim.get(&at).await;
    assert!(page.has("is called off") && page.has("The room is taken"));
    assert!(!page.has("As planned again"));
    let undone = ana.post(&format!("{at}/attached/{change}/undo"), &[("version", "1")]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert!(!ana.get(&at).await.has("is called off"));
}

#[tokio::test]
async fn a_topic_about_a_lane_leads_to_the_change_of_the_map_and_the_change_back() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = open(&mut ana).await;
    let topic = bring(&mut ana, &at, "Who may say no?").await;
    let id = at.rsplit('/').next().unwrap();
    let team = "northwind".to_owned();
    let first = "levels = [\"contributor\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"contributor\"\n";
    let put = [("team", team.as_str()), ("version", "0"), ("text", first)];
    assert_eq!(ana.post("/lanes/edit", &put).await.status, StatusCode::SEE_OTHER);
    let from = format!("{id}.{topic}");
    let map = ana.get(&format!("/lanes/edit?team={team}&from={from}")).await;
    let line = format!("# Asked in office hours, /find/{id}#at-{topic}: Who may say no?");
    assert!(map.has(&line) && map.has("This answers a topic of office hours"), "{}", map.text);
    assert_eq!(map.field("from").as_deref(), Some(from.as_str()));

    let wider = first.replace("\"all\"", "\"everything\"");
    let put = [("team", team.as_str()), ("version", "1"), ("text", &wider), ("from", &from)];
    let saved = ana.post("/lanes/edit", &put).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let changed = format!("/lanes/changes?team={team}&from=1&to=2");
    let page = ana.get(&at).await;
    assert!(page.has("a lane was changed or questioned"), "{}", page.text);
    assert!(page.has(&changed.replace('&', "&amp;")), "{}", page.text);
    let there = ana.get(&changed).await;
    assert!(there.has(&format!("href=\"/find/{id}#at-{topic}\"")), "{}", there.text);
    assert!(there.has("Who may say no?"));
}

#[tokio::test]
async fn once_they_have_ended_no_date_is_told_and_no_topic_taken() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = open(&mut ana).await;
    bring(&mut ana, &at, "Who may say no?").await;
    let ended = ana.post(&format!("{at}/move/end"), &[("version", "2")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    let page = ana.get(&at).await;
    assert!(page.has("Not talked about yet") && page.has("Who may say no?"));
    assert!(page.has("These have ended.") && !page.has("Thursday 3 January 2030"));
    assert!(!page.has("Bring a topic") && !page.has("Move it to another date"));
    let late = ana.post(&format!("{at}/attach/topic"), &[("a.text", "One more")]).await;
    assert!(late.has("These office hours have ended."));
}
