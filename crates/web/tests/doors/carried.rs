//! Cookies, compression and methods: what goes along with a page.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use crate::browser::{Page, Place};

fn cookies(page: &Page) -> Vec<String> {
    let set = page.headers.get_all(header::SET_COOKIE).iter();
    set.map(|it| it.to_str().unwrap().to_owned()).collect()
}

/// The attributes of a cookie, without its name and value.
fn attributes(cookie: &str) -> Vec<&str> {
    cookie.split("; ").skip(1).collect()
}

async fn entered(home: &str, local: bool) -> (Place, Page) {
    let options = if local { web::Options::local(home) } else { web::Options::public(home) };
    let place = Place::with(options).await;
    let secret = place.house.sign_in_link(&place.ana).await.unwrap();
    let page = place.browser().get(&format!("/enter/{secret}")).await;
    (place, page)
}

#[tokio::test]
async fn cookies_carry_what_their_way_allows() {
    for (home, local, prefix, secure) in [
        ("http://127.0.0.1:7171", true, "remit", false),
        ("https://remit.example", false, "__Host-remit", true),
        ("http://remit.internal", false, "remit", false),
    ] {
        let (_place, page) = entered(home, local).await;
        let cookies = cookies(&page);
        let names: Vec<&str> = cookies.iter().map(|it| it.split('=').next().unwrap()).collect();
        assert_eq!(names, [prefix.to_owned(), format!("{prefix}-form")], "{home}");
        for cookie in &cookies {
            let has = |name: &str| attributes(cookie).contains(&name);
            assert!(has("HttpOnly") && has("SameSite=Lax") && has("Path=/"), "{home}: {cookie}");
            assert_eq!(has("Secure"), secure, "{home}: {cookie}");
            assert!(!cookie.contains("Domain"), "a neighbour of {home} reads it: {cookie}");
        }
        let transport = page.headers.get("strict-transport-security");
        assert_eq!(transport.is_some(), secure, "{home}");
    }
}

#[tokio::test]
async fn the_secret_of_a_session_stands_on_no_page() {
    let (place, page) = entered("http://127.0.0.1:7171", true).await;
    let all = cookies(&page);
    let secrets: Vec<&str> = all.iter().map(|it| it.split(['=', ';']).nth(1).unwrap()).collect();
    let cookie = all.iter().map(|it| it.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
    for to in ["/", "/settings", "/people", "/nowhere", "/api/v1/me"] {
        let request = Request::get(to).header(header::COOKIE, &cookie);
        let mut browser = place.browser();
        let shown = browser.send(request, Body::empty()).await;
        assert!(secrets.iter().all(|it| !shown.has(it)), "{to} shows a secret");
    }
}

#[tokio::test]
async fn signing_out_takes_every_cookie_back_and_ends_the_session_at_the_server() {
    let (place, page) = entered("https://remit.example", false).await;
    let cookie: Vec<String> =
        cookies(&page).iter().map(|it| it.split(';').next().unwrap().to_owned()).collect();
    let cookie = cookie.join("; ");
    let with = |request: axum::http::request::Builder| request.header(header::COOKIE, &cookie);
    let keys = place.browser().send(with(Request::get("/keys")), Body::empty()).await;
    let token = keys.field("form_token").unwrap();
    let out = with(Request::post("/sign-out"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let out = place.browser().send(out, Body::from(format!("form_token={token}"))).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.text);
    let gone = cookies(&out);
    assert_eq!(gone.len(), 2);
    for cookie in &gone {
        assert!(cookie.contains("=; ") && attributes(cookie).contains(&"Max-Age=0"), "{cookie}");
        assert!(attributes(cookie).contains(&"Secure"), "{cookie} would not be taken as the same");
    }
    // Whoever kept the cookie has nothing.
    let kept = place.browser().send(with(Request::get("/keys")), Body::empty()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_cookie_nobody_gave_is_as_good_as_none() {
    let place = Place::new().await;
    let long = "a".repeat(5000);
    for cookie in [
        "remit=",
        "remit=made-up",
        "remit",
        "=",
        ";;;",
        "remit=a; remit=b",
        "remit='; drop table session; --",
        "remit=%00",
        "__Host-remit=x",
        &format!("remit={long}"),
    ] {
        let request = Request::get("/decisions").header(header::COOKIE, cookie);
        let page = place.browser().send(request, Body::empty()).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{cookie}");
        assert!(page.to().starts_with("/sign-in"), "{cookie}");
    }
}

#[tokio::test]
async fn a_page_is_compressed_for_whoever_can_read_it() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let plain = ana.get("/lanes").await;
    assert!(!plain.headers.contains_key(header::CONTENT_ENCODING));
    let asked = Request::get("/lanes").header(header::ACCEPT_ENCODING, "gzip");
    let packed = ana.send(asked, Body::empty()).await;
    assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip");
    let vary = packed.headers[header::VARY].to_str().unwrap().to_lowercase();
    assert!(vary.contains("accept-encoding"), "{vary}");
    assert!(!packed.has("<html") && packed.text.len() < plain.text.len());
    assert!(packed.headers.contains_key("content-security-policy"));
}

#[tokio::test]
async fn a_question_about_a_page_is_answered_without_the_page() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for (to, status) in [("/", 200), ("/decisions", 200), ("/nowhere", 404)] {
        let page = ana.send(Request::head(to), Body::empty()).await;
        assert_eq!(page.status.as_u16(), status, "{to}");
        assert_eq!(page.text, "", "{to}");
    }
}

#[tokio::test]
async fn other_methods_do_nothing() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for method in ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "MADE-UP"] {
        for to in ["/decisions", "/decision/new", "/settings", "/sign-out"] {
            let request = Request::builder().method(method).uri(to);
            let page = ana.send(request, Body::empty()).await;
            assert!(page.status.is_client_error(), "{method} {to}: {}", page.status);
        }
    }
    assert_eq!(ana.get("/settings").await.status, StatusCode::OK, "still signed in");
}

#[tokio::test]
async fn the_api_reads_with_a_cookie_and_writes_only_with_a_token() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let me = ana.get("/api/v1/me").await;
    assert!(me.status == StatusCode::OK && me.has("\"handle\":\"ana\""), "{}", me.text);
    let form_token = ana.token().await;
    let body = r#"{"kind":"decision","team":"northwind","title":"x"}"#;
    let request = || {
        Request::post("/api/v1/records")
            .header(header::CONTENT_TYPE, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("form_token", &form_token)
    };
    let refused = ana.send(request(), Body::from(body)).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.text);
    assert!(ana.get("/decisions").await.has("No decisions yet"));
}
