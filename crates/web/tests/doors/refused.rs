//! Every address that changes something, tried by whoever may not: nothing changes, and no page breaks.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::{Browser, Place, path};

/// Address and the least a form needs; `ID` stands for a decision, `IT` for a question on it.
const CHANGES: [(&str, &[(&str, &str)]); 18] = [
    ("/decision/new", &[("title", "Mine")]),
    ("/intent/new", &[("title", "Mine")]),
    ("/decision/ID/edit", &[("version", "1"), ("title", "Mine")]),
    ("/decision/ID/move/seek", &[("version", "1")]),
    ("/decision/ID/move/nonsense", &[("version", "1")]),
    (
        "/decision/ID/attach/commitment",
        &[("a.text", "x"), ("a.owner", "ana"), ("a.due", "2026-04-01")],
    ),
    ("/decision/ID/attach/nonsense", &[("a.text", "x")]),
    ("/decision/ID/attached/IT/answer", &[("version", "1"), ("a.answer", "x")]),
    ("/decision/ID/attached/none/answer", &[("version", "1"), ("a.answer", "x")]),
    ("/decision/ID/retire", &[("version", "1")]),
    ("/lanes/edit", &[("version", "0"), ("text", "levels = [\"contributor\"]\n")]),
    ("/lanes/agree", &[("version", "1")]),
    ("/people/invite", &[("team", "northwind"), ("level", "lead"), ("role", "steward")]),
    ("/people/team", &[("name", "Mine"), ("parent", "northwind")]),
    ("/team/northwind/level", &[("handle", "ana"), ("level", "contributor")]),
    ("/settings/organisation", &[("name", "Mine"), ("levels", "a"), ("leads_from", "0")]),
    ("/settings/session/none/end", &[]),
    ("/settings/token/none/end", &[]),
];

async fn stage() -> (Place, String, String) {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let begun = ana.post("/decision/new", &[("title", "Drop the retry table")]).await;
    let at = path(begun.to());
    let asked = ana.post(&format!("{at}/attach/question"), &[("a.text", "Who reads it?")]).await;
    let it = asked.to().split("#at-").nth(1).unwrap().to_owned();
    let id = at.rsplit('/').next().unwrap().to_owned();
    (place, id, it)
}

async fn unchanged(place: &Place, id: &str) {
    let mut ana = place.ana().await;
    let page = ana.get(&format!("/decision/{id}")).await;
    assert!(
        page.has("Drop the retry table") && page.has("proposed") && page.has("waits for an answer"),
        "{}",
        page.text
    );
    assert!(!ana.get("/decisions").await.has(">Mine<") && !ana.get("/people").await.has("Mine"));
    assert!(ana.get("/lanes").await.has("No lanes yet"));
}

async fn try_all(
    browser: &mut Browser,
    id: &str,
    it: &str,
    token: bool,
) -> Vec<(String, StatusCode)> {
    let mut found = Vec::new();
    for (to, fields) in CHANGES {
        let to = to.replace("ID", id).replace("IT", it);
        let page = if token {
            browser.post(&to, fields).await
        } else {
            browser.post_bare(&to, fields).await
        };
        assert!(!page.has("panicked"), "{to}");
        found.push((to, page.status));
    }
    found
}

#[tokio::test]
async fn a_reader_changes_nothing() {
    let (place, id, it) = stage().await;
    let reader = place.person("rita", 0, Role::Reader).await;
    let mut browser = place.signed_in(&reader).await;
    for (to, status) in try_all(&mut browser, &id, &it, true).await {
        assert!([403, 404, 422].contains(&status.as_u16()), "{to}: {status}");
    }
    unchanged(&place, &id).await;
}

#[tokio::test]
async fn somebody_without_a_seat_sees_and_changes_nothing() {
    let (place, id, it) = stage().await;
    let desk = place.house.system_desk("test");
    let stranger = desk.add_person("sam", "Sam", None).await.unwrap().id;
    let mut browser = place.signed_in(&stranger).await;
    for (to, status) in try_all(&mut browser, &id, &it, true).await {
        assert!([403, 404, 422].contains(&status.as_u16()), "{to}: {status}");
    }
    for to in
        [format!("/decision/{id}"), format!("/find/{id}"), "/person/ana".into(), "/people".into()]
    {
        let page = browser.get(&to).await;
        assert!(
            page.status == StatusCode::NOT_FOUND || page.status == StatusCode::FORBIDDEN,
            "{to}: {}",
            page.status
        );
        assert!(!page.has("Drop the retry table"), "{to}");
    }
    unchanged(&place, &id).await;
}

#[tokio::test]
async fn somebody_signed_out_is_turned_away_everywhere() {
    let (place, id, it) = stage().await;
    for (to, status) in try_all(&mut place.browser(), &id, &it, false).await {
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{to}");
    }
    unchanged(&place, &id).await;
}

#[tokio::test]
async fn no_get_changes_anything() {
    let (place, id, it) = stage().await;
    let mut ana = place.ana().await;
    for (to, _) in CHANGES {
        let page = ana.get(&to.replace("ID", &id).replace("IT", &it)).await;
        assert!([200, 404].contains(&page.status.as_u16()), "{to}: {}", page.status);
    }
    unchanged(&place, &id).await;
}
