//! The secret address of one's feeds, as a calendar and a feed reader meet it.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::people::Role;

use crate::browser::{Browser, Page, Place, path};

/// The two addresses, made on the page, as paths.
async fn made(browser: &mut Browser) -> (String, String) {
    let page = browser.post("/settings/feeds", &[]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let at = |id: &str| {
        let rest = page.text.split_once(&format!("id=\"{id}\">")).unwrap().1;
        rest.split('<').next().unwrap().split_once("7171").unwrap().1.to_owned()
    };
    (at("calendar-address"), at("news-address"))
}

fn value<'a>(page: &'a Page, name: &str) -> &'a str {
    page.headers.get(name).map_or("", |it| it.to_str().unwrap())
}

#[tokio::test]
async fn a_calendar_reads_without_signing_in_what_comes_due_and_no_word_of_the_text() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let begun = ana.post("/decision/new", &[("title", "One queue"), ("a.because", "Noisy")]).await;
    let at = path(begun.to());
    let promise = [("a.text", "Ask the bank"), ("a.owner", "ana"), ("a.due", "2099-01-01")];
    let near = place.house.now().plus(3 * domain::id::At::DAY).day().to_string();
    let near = [("a.text", "Ask the other bank"), ("a.owner", "ana"), ("a.due", near.as_str())];
    for promise in [&promise, &near] {
        let added = ana.post(&format!("{at}/attach/commitment"), promise).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.text);
    }
    let demo = [("title", "Payouts"), ("a.on", near[2].1), ("a.place", "The kitchen, 15:00")];
    assert_eq!(ana.post("/demo/new", &demo).await.status, StatusCode::SEE_OTHER);
    let (calendar, _) = made(&mut ana).await;
    let page = place.browser().get(&calendar).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    assert_eq!(value(&page, "content-type"), "text/calendar; charset=utf-8");
    assert!(page.has("SUMMARY:Keep or drop: on “One queue”\r\n"), "{}", page.text);
    assert!(
        page.has("SUMMARY:Demo: Payouts\r\nLOCATION:The kitchen\\, 15:00\r\n"),
        "{}",
        page.text
    );
    assert_eq!(page.text.matches("BEGIN:VEVENT").count(), 2, "a lifetime ahead is too far");
    assert!(!page.has("bank") && !page.has("Noisy"), "only titles and times: {}", page.text);
    assert!(ana.get("/settings").await.has("read today"));
}

#[tokio::test]
async fn a_reader_of_feeds_hears_what_was_decided_and_is_told_when_nothing_is_new() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let begun =
        ana.post("/decision/new", &[("title", "One <queue>"), ("a.because", "Noisy")]).await;
    let (_, news) = made(&mut ana).await;
    let mut reader = place.browser();
    let empty = reader.get(&news).await;
    assert!(empty.status == StatusCode::OK && !empty.has("<entry>"), "{}", empty.text);
    let moved = format!("{}/move/write_down", path(begun.to()));
    assert_eq!(ana.post(&moved, &[("version", "1")]).await.status, StatusCode::SEE_OTHER);
    let page = reader.get(&news).await;
    assert_eq!(value(&page, "content-type"), "application/atom+xml; charset=utf-8");
    assert!(page.has("<title>Decided: One &lt;queue&gt;</title>"), "{}", page.text);
    assert!(!page.has("Noisy"), "{}", page.text);
    let tag = value(&page, "etag").to_owned();
    assert_ne!(tag, value(&empty, "etag"));
    for (known, status) in
        [(tag.as_str(), StatusCode::NOT_MODIFIED), ("W/\"other\"", StatusCode::OK)]
    {
        let asked = Request::get(&news).header(header::IF_NONE_MATCH, known);
        let again = reader.send(asked, Body::empty()).await;
        assert_eq!(again.status, status);
        assert_eq!(again.text.is_empty(), status == StatusCode::NOT_MODIFIED);
        assert_eq!(value(&again, "etag"), tag);
    }
}

#[tokio::test]
async fn whatever_the_reason_an_address_that_does_not_work_answers_the_same() {
    let place = Place::new().await;
    let leaver = place.person("zora", 0, Role::Member).await;
    let (mut ana, mut zora) = (place.ana().await, place.signed_in(&leaver).await);
    let (old, _) = made(&mut ana).await;
    let (withdrawn, news) = made(&mut ana).await;
    let (left, _) = made(&mut zora).await;
    let ended = ana.post("/settings/feeds/end", &[]).await;
    assert!(ended.to().starts_with("/settings"), "{}", ended.text);
    place.house.system_desk("test").erase(&leaver).await.unwrap();
    let never = format!("/feeds/feed_{}/calendar.ics", "0".repeat(64));
    let mut answers = Vec::new();
    for to in [&old, &withdrawn, &news, &left, &never, &"/feeds/x/news.atom".to_owned()] {
        let page = place.browser().get(to).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{to}: {}", page.text);
        assert_eq!(value(&page, "etag"), "", "{to}");
        assert!(!page.has("feed_"), "{to}: {}", page.text);
        answers.push(page.text);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(answers[0].contains("Settings"), "with the way out");
}

#[tokio::test]
async fn the_secret_goes_nowhere_else() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let (calendar, news) = made(&mut ana).await;
    let secret = calendar.split('/').nth(2).unwrap().to_owned();
    assert!(secret.starts_with("feed_") && secret.len() == 69, "{secret}");
    assert!(!ana.get("/settings").await.has(&secret), "shown once");
    for to in [&calendar, &news] {
        let page = place.browser().get(to).await;
        assert!(!page.has(&secret), "{to}: {}", page.text);
        assert_eq!(value(&page, "referrer-policy"), "no-referrer", "{to}");
        assert_eq!(value(&page, "cache-control"), "private, no-cache", "{to}");
        assert_eq!(value(&page, "x-robots-tag"), "noindex", "{to}");
        assert_eq!(value(&page, "set-cookie"), "", "{to}");
        assert!(value(&page, "content-security-policy").starts_with("default-src 'none'"), "{to}");
        for (_, value) in &page.headers {
            assert!(!value.to_str().unwrap().contains(&secret[5..]), "{to}");
        }
    }
    let with_cookie = ana.get(&calendar).await;
    assert_eq!(value(&with_cookie, "set-cookie"), "", "a reader is nobody's session");
}

#[tokio::test]
async fn an_address_asked_too_often_waits_and_others_are_served() {
    let place = Place::new().await;
    let (mut ana, kim) = (place.ana().await, place.person("kim", 0, Role::Member).await);
    let (calendar, _) = made(&mut ana).await;
    let mut reader = place.browser();
    let mut last = StatusCode::CONTINUE;
    for _ in 0..200 {
        last = reader.get(&calendar).await.status;
        if last != StatusCode::OK {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let (other, _) = made(&mut place.signed_in(&kim).await).await;
    assert_eq!(reader.get(&other).await.status, StatusCode::OK);
    assert_eq!(ana.get("/").await.status, StatusCode::OK);
}
