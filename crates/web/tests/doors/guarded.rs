//! Headers, hosts, origins, cookies, tokens, sizes: what holds whatever the page.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::browser::{HOME, Place};

#[tokio::test]
async fn every_response_carries_the_same_protection() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    for to in [
        "/",
        "/nothing",
        "/sign-in",
        "/health",
        "/assets/x/workbook.css",
        "/assets/x/none",
        "/lanes",
    ] {
        let page = browser.get(to).await;
        let get = |name: &str| page.headers.get(name).map_or("", |it| it.to_str().unwrap());
        let policy = get("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'"), "{to}: {policy}");
        assert!(!policy.contains("unsafe"), "{to}");
        assert_eq!(get("x-content-type-options"), "nosniff", "{to}");
        assert_eq!(get("referrer-policy"), "same-origin", "{to}");
        assert_eq!(get("cross-origin-opener-policy"), "same-origin", "{to}");
        assert_eq!(get("cross-origin-resource-policy"), "same-origin", "{to}");
        assert_eq!(get("x-frame-options"), "DENY", "{to}");
        assert!(get("x-request-id").contains('-'), "{to}");
        assert_eq!(get("strict-transport-security"), "", "plain http on loopback: {to}");
    }
}

#[tokio::test]
async fn personal_pages_are_not_stored_and_assets_for_ever() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let page = browser.get("/").await;
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    let href = page.text.split("href=\"").find(|it| it.starts_with("/assets/")).unwrap();
    let asset = browser.get(href.split('"').next().unwrap()).await;
    assert_eq!(asset.status, StatusCode::OK);
    assert!(asset.headers[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
    assert_eq!(asset.headers[header::CONTENT_TYPE], "text/css; charset=utf-8");
}

#[tokio::test]
async fn behind_https_cookies_are_bound_to_the_host_and_http_is_over() {
    let place = Place::with(web::Options::public("https://remit.example")).await;
    let secret = place.house.sign_in_link(&place.ana).await.unwrap();
    let page = place.browser().get(&format!("/enter/{secret}")).await;
    let cookies: Vec<_> =
        page.headers.get_all(header::SET_COOKIE).iter().map(|it| it.to_str().unwrap()).collect();
    assert_eq!(cookies.len(), 2);
    assert!(cookies.iter().all(|it| it.starts_with("__Host-")
        && it.contains("Secure")
        && it.contains("HttpOnly")
        && it.contains("SameSite=Lax")));
    assert!(page.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn a_name_that_points_here_from_elsewhere_is_turned_away() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let page =
        browser.send(Request::get("/").header(header::HOST, "evil.example"), Body::empty()).await;
    assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!page.has("Northwind"));
}

#[tokio::test]
async fn a_form_needs_its_token_and_to_come_from_here() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let form = || {
        Request::post("/decision/new")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
    };
    let page = browser.post_bare("/decision/new", &[("title", "x")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("does not prove"));
    let token = browser.token().await;
    let body = || Body::from(format!("form_token={token}&title=x"));
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let page = browser.send(form().header(name, value), body()).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
    let page = browser.send(form().header("origin", HOME), body()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let other = place.ana().await.token().await;
    let page = browser.post_bare("/decision/new", &[("form_token", &other), ("title", "x")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "another session's token");
}

#[tokio::test]
async fn too_much_at_once_and_what_is_no_form_get_their_sentence() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let big = "x".repeat((1 << 20) + 10);
    let page = browser.post("/decision/new", &[("title", &big)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.has("one mebibyte"));
    let page = browser
        .send(
            Request::post("/decision/new").header(header::CONTENT_TYPE, "application/json"),
            Body::from("{}"),
        )
        .await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let page = browser.get(&format!("/search?q={}", "y".repeat(9000))).await;
    assert_eq!(page.status, StatusCode::URI_TOO_LONG);
}

#[tokio::test]
async fn somebody_signed_out_is_asked_who_they_are_and_brought_back() {
    let place = Place::new().await;
    let mut browser = place.browser();
    let page = browser.get("/lanes?what=x").await;
    assert_eq!(
        (page.status, page.to()),
        (StatusCode::SEE_OTHER, "/sign-in?then=/lanes%3Fwhat%3Dx")
    );
    let page = browser.post_bare("/decision/new", &[("title", "x")]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.has("Your session has ended"));
}

#[tokio::test]
async fn nobody_is_led_away_after_signing_in() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    browser.post("/settings/password", &[("password", "seven green kettles sing")]).await;
    let page = place
        .browser()
        .post_bare(
            "/sign-in",
            &[
                ("name", "ana"),
                ("password", "seven green kettles sing"),
                ("then", "//evil.example"),
            ],
        )
        .await;
    assert_eq!((page.status, page.to()), (StatusCode::SEE_OTHER, "/"));
}

#[tokio::test]
async fn ten_wrong_passwords_are_followed_by_a_pause() {
    let place = Place::new().await;
    let mut browser = place.browser();
    for _ in 0..10 {
        let page = browser.post_bare("/sign-in", &[("name", "ana"), ("password", "wrong")]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        assert!(page.has("do not belong together") && page.has("value=\"ana\""));
    }
    let page = browser.post_bare("/sign-in", &[("name", "ana"), ("password", "wrong")]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn a_link_works_once_and_a_session_ends_for_good() {
    let place = Place::new().await;
    let secret = place.house.sign_in_link(&place.ana).await.unwrap();
    let mut browser = place.browser();
    assert_eq!(browser.get(&format!("/enter/{secret}")).await.status, StatusCode::SEE_OTHER);
    let again = place.browser().get(&format!("/enter/{secret}")).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let out = browser.post("/sign-out", &[]).await;
    assert_eq!(out.to(), "/sign-in?said=left");
    assert!(out.headers.contains_key("clear-site-data"));
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);
}
