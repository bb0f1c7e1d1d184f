//! Every page that can be looked at answers, for everybody who may look.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::Place;

const PAGES: [&str; 26] = [
    "/",
    "/intents",
    "/decisions",
    "/intents?closed=1",
    "/intent/new",
    "/decision/new",
    "/lanes",
    "/lanes/mine",
    "/lanes/paths",
    "/lanes/edit",
    "/mirrors",
    "/reflections",
    "/commitments",
    "/mirrors?window=3m",
    "/people",
    "/person/ana",
    "/settings",
    "/search",
    "/search?q=retry",
    "/keys",
    "/guide",
    "/guide/lanes",
    "/guide/seed",
    "/team/northwind",
    "/team/northwind/quarter",
    "/team/northwind/quarter?of=2026-Q1",
];

#[tokio::test]
async fn each_place_answers_with_a_whole_page() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    for to in PAGES {
        let page = browser.get(to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}: {}", page.text);
        assert!(page.has("</html>") && page.text.matches("<h1").count() == 1, "{to}");
        assert!(page.has("Sign out"), "{to}");
    }
}

/// `docs/seed.md` promises that each sentence is at work somewhere: there it has to be.
#[tokio::test]
async fn every_page_that_the_table_of_sentences_names_is_there() {
    let table = include_str!("../../../../docs/seed.md");
    let spans = table.split('`').skip(1).step_by(2).filter(|it| it.starts_with('/'));
    let named: std::collections::BTreeSet<String> =
        spans.map(|it| it.replace("{team}", "northwind")).collect();
    assert!(named.len() >= 20, "{named:?}");
    let place = Place::new().await;
    let mut browser = place.ana().await;
    for to in named {
        let mut page = browser.get(&to).await;
        // One’s own quarter is the page of one’s team.
        if page.status == StatusCode::SEE_OTHER {
            page = browser.get(page.to()).await;
        }
        assert_eq!(page.status, StatusCode::OK, "docs/seed.md names {to}");
    }
}

#[tokio::test]
async fn nothing_of_it_is_shown_to_somebody_signed_out() {
    let place = Place::new().await;
    let mut browser = place.browser();
    for to in PAGES {
        let page = browser.get(to).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{to}");
        assert!(page.to().starts_with("/sign-in") && !page.has("Northwind"), "{to}");
    }
}

#[tokio::test]
async fn a_reader_may_look_and_is_offered_nothing_to_change() {
    let place = Place::new().await;
    let reader = place.person("rita", 0, Role::Reader).await;
    let mut browser = place.signed_in(&reader).await;
    for to in PAGES {
        let page = browser.get(to).await;
        let status = page.status;
        assert!(status == StatusCode::OK || status == StatusCode::FORBIDDEN, "{to}: {status}");
        assert!(!page.has("Make the link") && !page.has("The organisation</h2>"), "{to}");
    }
    assert!(!browser.get("/decisions").await.has("class=\"begin\""));
}

#[tokio::test]
async fn what_is_not_there_says_so_in_the_shell() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    for to in [
        "/nothing",
        "/decision/none",
        "/person/nobody",
        "/team/none",
        "/find/none",
        "/intent/none/edit",
        "/lanes?team=none",
        "/lanes/changes?to=9",
        "/team/none/quarter",
        "/team/northwind/quarter?of=spring",
        "/join/none",
    ] {
        let page = browser.get(to).await;
        assert!(
            page.status == StatusCode::NOT_FOUND || page.status == StatusCode::UNPROCESSABLE_ENTITY,
            "{to}: {}",
            page.status
        );
        assert!(page.has("</html>") && !page.has("panicked"), "{to}");
    }
}

#[tokio::test]
async fn answers_are_compressed_when_asked_for() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let request = axum::http::Request::get("/lanes").header("accept-encoding", "gzip");
    let page = browser.send(request, axum::body::Body::empty()).await;
    assert_eq!(page.headers["content-encoding"], "gzip");
}
