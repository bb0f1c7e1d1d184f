//! What every answer carries, whatever went wrong on the way to it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::browser::{Browser, HOME, Page, Place};

/// An answer of every sort this program gives, by what was done to get it.
async fn answers(place: &Place) -> Vec<(&'static str, u16, Page)> {
    let mut ana = place.ana().await;
    let begun = ana.post("/decision/new", &[("title", "One queue")]).await;
    let at = begun.to().split('?').next().unwrap().to_owned();
    let mut nobody = place.browser();
    let json = |method: &str, to: &str| {
        Request::builder().method(method).uri(to).header(header::CONTENT_TYPE, "application/json")
    };
    let sent = |token: &str| vec![("form_token", token.to_owned()), ("title", "x".to_owned())];
    assert_eq!(sent("").len(), 2);
    let mut all = vec![
        ("a page", 200, ana.get("/").await),
        ("a redirect", 303, nobody.get("/").await),
        ("an asset", 200, nobody.get(&asset(&mut ana).await).await),
        ("no such asset", 404, nobody.get("/assets/x/none").await),
        ("no such page", 404, ana.get("/nowhere").await),
        ("no such record", 404, ana.get("/decision/none").await),
        ("no such method", 404, ana.send(json("DELETE", "/decisions"), Body::empty()).await),
        ("signed out", 401, nobody.post_bare("/decision/new", &[("title", "x")]).await),
        ("no proof", 403, ana.post_bare("/decision/new", &[("title", "x")]).await),
        ("no form", 415, ana.send(json("POST", "/decision/new"), Body::from("{}")).await),
        ("too much", 413, ana.post("/decision/new", &[("title", &"x".repeat(1 << 20))]).await),
        ("unfit", 422, ana.post("/decision/new", &[("title", " ")]).await),
        ("stale", 409, ana.post(&format!("{at}/move/seek"), &[("version", "0")]).await),
        ("too long", 414, ana.get(&format!("/search?q={}", "y".repeat(9000))).await),
        ("a used link", 401, nobody.get("/enter/never-made").await),
        ("no such invitation", 422, nobody.get("/join/never-made").await),
        ("the API, signed out", 401, nobody.get("/api/v1/me").await),
        ("the API, nothing there", 404, ana.get("/api/v1/nothing").await),
        ("the API", 200, ana.get("/api/v1/me").await),
        ("health", 200, nobody.get("/health").await),
    ];
    let elsewhere = Request::get("/").header(header::HOST, "evil.example");
    all.push(("another host", 421, nobody.send(elsewhere, Body::empty()).await));
    let foreign = Request::post("/sign-in").header("sec-fetch-site", "cross-site");
    all.push(("another site", 403, nobody.send(foreign, Body::empty()).await));
    for _ in 0..10 {
        nobody.post_bare("/sign-in", &[("name", "ana"), ("password", "wrong")]).await;
    }
    let once_more = nobody.post_bare("/sign-in", &[("name", "ana"), ("password", "wrong")]).await;
    all.push(("too often", 429, once_more));
    all
}

async fn asset(browser: &mut Browser) -> String {
    let page = browser.get("/").await;
    let href = page.text.split("href=\"").find(|it| it.starts_with("/assets/")).unwrap();
    href.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn no_answer_goes_out_without_its_protection() {
    let place = Place::new().await;
    for (what, status, page) in answers(&place).await {
        let get = |name: &str| page.headers.get(name).map_or("", |it| it.to_str().unwrap());
        assert_eq!(page.status.as_u16(), status, "{what}: {}", page.text);
        let policy = get("content-security-policy");
        for rule in [
            "default-src 'none'",
            "script-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(rule), "{what} without {rule}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(get(name), value, "{what}: {name}");
        }
        assert!(get("permissions-policy").contains("camera=()"), "{what}");
        assert_ne!(get("cache-control"), "", "{what} may be kept by anybody on the way");
        if !["an asset"].contains(&what) {
            assert!(get("cache-control").contains("no-store"), "{what}: {}", get("cache-control"));
        }
    }
}

#[tokio::test]
async fn no_answer_shows_the_inside_of_the_program() {
    let place = Place::new().await;
    for (what, status, page) in answers(&place).await {
        if status < 400 {
            continue;
        }
        let text = page.text.to_lowercase();
        for inside in [
            ".rs:",
            "panicked",
            "sqlx",
            "sqlite",
            "select count",
            "insert into",
            "unwrap",
            "backtrace",
            "/src/",
            "axum",
            "tokio",
            "problem::",
            "never-made",
        ] {
            assert!(!text.contains(inside), "{what} shows “{inside}”: {}", page.text);
        }
    }
}

#[tokio::test]
async fn every_answer_has_a_number_of_its_own() {
    let place = Place::new().await;
    let answers = answers(&place).await;
    let mut numbers: Vec<&str> =
        answers.iter().map(|it| it.2.headers["x-request-id"].to_str().unwrap()).collect();
    let count = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), count, "two answers have one number");
}

#[tokio::test]
async fn a_number_somebody_sends_along_is_not_taken_over() {
    let place = Place::new().await;
    let request = Request::get("/health").header("x-request-id", "forged");
    let page = place.browser().send(request, Body::empty()).await;
    assert_ne!(page.headers["x-request-id"], "forged");
}

#[tokio::test]
async fn only_this_machines_own_names_are_answered_on_loopback() {
    let place = Place::new().await;
    for (host, here) in [
        ("127.0.0.1:7171", true),
        ("127.0.0.1", true),
        ("localhost:7171", true),
        ("[::1]:7171", true),
        ("evil.example", false),
        ("evil.example:7171", false),
        ("127.0.0.1.evil.example", false),
        ("localhost.evil.example:7171", false),
        ("10.0.0.7:7171", false),
        ("0.0.0.0:7171", false),
        ("[::2]", false),
    ] {
        let request = Request::get("/sign-in").header(header::HOST, host);
        let page = place.browser().send(request, Body::empty()).await;
        let wanted = if here { StatusCode::OK } else { StatusCode::MISDIRECTED_REQUEST };
        assert_eq!(page.status, wanted, "{host}");
        assert!(here || !page.has("<html"), "{host} gets a page");
    }
}

#[tokio::test]
async fn a_form_is_taken_only_from_a_page_of_ours() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let token = ana.token().await;
    let cases: [(&[(&str, &str)], bool); 12] = [
        (&[], true),
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "nonsense")], false),
        (&[("origin", HOME)], true),
        (&[("origin", "http://127.0.0.1:9999")], false),
        (&[("origin", "https://127.0.0.1:7171")], false),
        (&[("origin", "null")], false),
        (&[("origin", "http://evil.example")], false),
        // What the browser says about the page counts before what the page says about itself.
        (&[("sec-fetch-site", "cross-site"), ("origin", HOME)], false),
    ];
    for (headers, taken) in cases {
        let mut request = Request::post("/decision/check")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let page = ana.send(request, Body::from(format!("form_token={token}&title=x"))).await;
        let wanted = if taken { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(page.status, wanted, "{headers:?}: {}", page.text);
    }
}

#[tokio::test]
async fn a_link_from_anywhere_may_be_followed() {
    let place = Place::new().await;
    let request = Request::get("/decisions").header("sec-fetch-site", "cross-site");
    let page = place.ana().await.send(request, Body::empty()).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn a_made_up_key_beside_a_cookie_proves_nothing() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let token = ana.token().await;
    let request = Request::post("/decision/check")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, "Bearer x")
        .header("sec-fetch-site", "cross-site");
    let page = ana.send(request, Body::from(format!("form_token={token}&title=x"))).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_token_of_a_form_is_good_for_its_own_session_only_and_cannot_be_bent() {
    let place = Place::new().await;
    let (mut ana, mut other) = (place.ana().await, place.ana().await);
    let good = ana.token().await;
    let (nonce, proof) = good.split_once('.').unwrap();
    let mut last = proof.to_owned();
    let end = if last.pop() == Some('0') { '1' } else { '0' };
    last.push(end);
    let foreign = other.token().await;
    for forged in [
        String::new(),
        ".".into(),
        nonce.into(),
        format!("{nonce}."),
        format!(".{proof}"),
        format!("{nonce}.{last}"),
        format!("0{nonce}.{proof}"),
        good.to_uppercase(),
        format!("{good} "),
        foreign,
    ] {
        let fields = [("form_token", forged.as_str()), ("title", "x")];
        let page = ana.post_bare("/decision/check", &fields).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "“{forged}” was taken");
    }
    let fields = [("form_token", good.as_str()), ("title", "x")];
    for time in 0..2 {
        let page = ana.post_bare("/decision/check", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "time {time}: a page may be sent twice");
    }
    // Of two, the first counts: a second one cannot overrule it.
    let twice = [("form_token", "x"), ("form_token", good.as_str()), ("title", "x")];
    assert_eq!(ana.post_bare("/decision/check", &twice).await.status, StatusCode::FORBIDDEN);
}
