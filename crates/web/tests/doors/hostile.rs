//! Addresses and forms as somebody who means harm, or a broken program, would write them.

use axum::http::StatusCode;

use crate::browser::{Browser, Page, Place, path};

/// As they stand in an address.
const HOSTILE: [&str; 16] = [
    "%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
    "%27%20or%201=1%20--",
    "x%27);drop%20table%20record;--",
    "%00",
    "a%00b",
    "%ff%fe",
    "%E2%80%AE",
    "..%2F..%2Fetc%2Fpasswd",
    "%0d%0aSet-Cookie:%20remit=x",
    "javascript:alert(1)",
    "//evil.example",
    "%7B%7B7*7%7D%7D",
    "-1",
    "99999999999999999999999999",
    "%25%25%25",
    "%F0%9F%92%A9",
];

/// Where a text of an address is read; `~` stands for it.
const PLACES: [&str; 24] = [
    "/search?q=~",
    "/lanes?path=~&ask=1",
    "/lanes?what=~&ask=1",
    "/lanes?domain=~&d.effort=~&ask=1",
    "/lanes?team=~",
    "/lanes/paths?path=~",
    "/lanes/mine?who=~",
    "/lanes/edit?team=~",
    "/lanes/changes?team=~&from=~&to=~",
    "/decisions?team=~",
    "/decisions?after=~",
    "/decisions?before=~.~",
    "/decisions?state=~&mine=~",
    "/decision/new?title=~",
    "/decision/~",
    "/decision/~/edit",
    "/find/~",
    "/person/~",
    "/team/~",
    "/mirrors?window=~",
    "/mirrors?team=~",
    "/sign-in?then=~&said=~",
    "/?said=~",
    "/api/v1/records?after=~",
];

fn is_harmless(page: &Page, to: &str) {
    assert!(!page.status.is_server_error(), "{to}: {} {}", page.status, page.text);
    for bad in ["<script>", "<script >", "href=\"javascript:", "href=\"//", "action=\"//"] {
        assert!(!page.has(bad), "{to} gives {bad}");
    }
    let location = page.to();
    assert!(
        location.is_empty() || (location.starts_with('/') && !location.starts_with("//")),
        "{to} leads to {location}"
    );
    assert!(!page.headers.iter().any(|(_, value)| value.as_bytes().contains(&b'\n')));
    for set in page.headers.get_all("set-cookie") {
        assert!(!set.to_str().unwrap().starts_with("remit=x"), "{to} plants a cookie");
    }
}

async fn knock(browser: &mut Browser) {
    for place in PLACES {
        for text in HOSTILE {
            let to = place.replace('~', text);
            is_harmless(&browser.get(&to).await, &to);
        }
        let long = place.replace('~', &"a".repeat(3000));
        is_harmless(&browser.get(&long).await, place);
    }
}

#[tokio::test]
async fn no_address_breaks_a_page_or_gets_into_it_as_markup() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    ana.post("/decision/new", &[("title", "One queue")]).await;
    knock(&mut ana).await;
    assert!(ana.get("/decisions").await.has("One queue"), "and nothing is gone");
}

#[tokio::test]
async fn no_address_helps_somebody_who_is_signed_out() {
    let place = Place::new().await;
    place.ana().await.post("/decision/new", &[("title", "One queue")]).await;
    let mut nobody = place.browser();
    for at in PLACES.iter().filter(|it| !it.starts_with("/sign-in")) {
        for text in HOSTILE {
            let page = nobody.get(&at.replace('~', text)).await;
            is_harmless(&page, at);
            let turned_away = [303, 400, 401, 404].contains(&page.status.as_u16());
            assert!(turned_away && !page.has("One queue"), "{at}: {} {}", page.status, page.text);
        }
    }
}

/// As somebody types them into a field.
const TYPED: [&str; 12] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'; drop table record; --",
    "a\u{0}b",
    "\u{202e}desrever",
    "\u{feff}",
    "]]>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{7*7}}",
    "[x](javascript:alert(1))",
    "&lt;b&gt; &amp; &#x3c;script&#x3e;",
];

#[tokio::test]
async fn what_is_typed_into_a_title_is_shown_as_words_everywhere() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for text in TYPED {
        let begun = ana.post("/decision/new", &[("title", text)]).await;
        is_harmless(&begun, text);
        if begun.status != StatusCode::SEE_OTHER {
            assert_eq!(begun.status, StatusCode::UNPROCESSABLE_ENTITY, "{text:?}: {}", begun.text);
            continue;
        }
        let at = path(begun.to());
        for to in [at.clone(), format!("{at}/edit"), "/decisions".into(), "/".into()] {
            let page = ana.get(&to).await;
            assert_eq!(page.status, StatusCode::OK, "{to}");
            let shown = page.text.replace("<script src=", "");
            for bad in ["<script>", "<img src=x", "alert(1)</script>", "href=\"javascript:"] {
                assert!(!shown.contains(bad), "{text:?} on {to} gives {bad}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_typed_into_any_answer_comes_back_as_it_was_typed() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for text in TYPED.iter().filter(|it| !it.contains('\u{0}')) {
        let begun = ana.post("/decision/new", &[("title", "One"), ("a.because", text)]).await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER, "{text:?}: {}", begun.text);
        let id = path(begun.to()).rsplit('/').next().unwrap().to_owned();
        let read = ana.get(&format!("/api/v1/records/{id}")).await;
        let record: serde_json::Value = serde_json::from_str(&read.text).unwrap();
        assert_eq!(record["answers"]["because"], text.trim(), "something was lost on the way");
    }
}

#[tokio::test]
async fn a_form_with_names_nobody_knows_saves_what_it_can() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let many: Vec<(String, String)> =
        (0..2000).map(|n| (format!("a.options.{n}.option"), format!("Option {n}"))).collect();
    let mut fields: Vec<(&str, &str)> = vec![("title", "Many"), ("a.nothing", "x"), ("b", "")];
    fields.extend(many.iter().map(|(a, b)| (a.as_str(), b.as_str())));
    let page = ana.post("/decision/new", &fields).await;
    assert!([303, 422].contains(&page.status.as_u16()), "{}", page.status);
    let odd = [
        ("title", "Odd"),
        ("title", "Second"),
        ("a.options.x.option", "no number"),
        ("a.options.-1.option", "below"),
        ("a.options.0", "no column"),
        ("a.options.0.nothing", "no such column"),
        ("a..", ""),
        ("a.lane", "forged"),
        ("a.decided_on", "2020-01-01"),
        ("version", "not a number"),
    ];
    let page = ana.post("/decision/new", &odd).await;
    assert!([303, 422].contains(&page.status.as_u16()), "{}: {}", page.status, page.text);
    let list = ana.get("/decisions").await;
    assert!(!list.has(">Second<"), "of two titles the first counts");
}

#[tokio::test]
async fn what_the_house_keeps_cannot_be_typed() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let forged = [
        ("title", "One queue"),
        ("a.decided_on", "2020-01-01"),
        ("a.lane", "forged"),
        ("a.route", "Yours, says the form"),
        ("a.known_at", "2020-01-01T00:00:00Z"),
    ];
    let begun = ana.post("/decision/new", &forged).await;
    let at = path(begun.to());
    let mut edited = forged.to_vec();
    edited.push(("version", "1"));
    let saved = ana.post(&format!("{at}/edit"), &edited).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = ana.get(&at).await;
    for word in ["2020", "forged", "says the form"] {
        assert!(!page.has(word), "“{word}” was taken from a form");
    }
}
