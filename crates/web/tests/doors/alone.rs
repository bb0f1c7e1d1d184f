//! The page for one person alone, where its key is gone: what can be done is said, and nothing else.

use std::collections::BTreeMap;

use axum::http::StatusCode;

use crate::browser::Place;

#[tokio::test]
async fn a_page_that_nobody_can_open_is_ended_and_begun_anew() {
    let place = Place::on_postgres().await;
    let mut ana = place.ana().await;
    let at = "/scenarios/alone";
    let kept = ana.post(at, &[("choice", "Either way.")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text);

    let file = place.keys.as_ref().unwrap().path().join("keys");
    let mut keys: BTreeMap<String, String> =
        serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    keys.retain(|name, _| !name.starts_with("apart "));
    std::fs::write(&file, serde_json::to_vec(&keys).unwrap()).unwrap();
    let page = ana.get(at).await;
    assert!(page.has("nobody can open it") && page.has("action=\"/scenarios/alone/end\""));
    assert!(!page.has("<textarea"), "as if the old words were kept: {}", page.text);
    let typed = ana.post(at, &[("notes", "Written just now.")]).await;
    assert_eq!(typed.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(typed.has("Written just now.") && typed.has("It is not kept."), "{}", typed.text);

    let ended = ana.post("/scenarios/alone/end", &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    let page = ana.get(at).await;
    assert!(page.has("Begin, for me alone") && !page.has("Either way.</textarea>"));
}
