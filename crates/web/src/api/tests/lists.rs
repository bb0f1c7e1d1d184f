//! Paging and answering once: what a program that sends things twice, or stops half way, meets.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{Town, ask, begin};

fn titled(title: &str) -> Value {
    json!({ "kind": "decision", "team": "payments", "title": title })
}

impl Town {
    async fn keyed(
        &self,
        token: &str,
        key: &str,
        at: &str,
        body: &Value,
    ) -> (StatusCode, Value, HeaderMap) {
        let request = ask("POST", at, token)
            .header("content-type", "application/json")
            .header("idempotency-key", key)
            .body(Body::from(body.to_string()))
            .unwrap();
        let (status, body, headers) = self.send(request).await;
        (status, body, (*headers).clone())
    }

    async fn count(&self) -> usize {
        let (_, page) = self.get(&self.reader, "/api/v1/records?limit=100").await;
        page["items"].as_array().unwrap().len()
    }
}

#[tokio::test]
async fn pages_of_any_length_together_are_the_list_without_gap_or_repeat() {
    let town = Town::new().await;
    for n in 0..23 {
        // The clock stands still: all have the same moment, and only the id tells them apart.
        town.post(&town.member, "/api/v1/records", &titled(&format!("Number {n:02}"))).await;
    }
    let (_, whole) = town.get(&town.reader, "/api/v1/records?limit=100").await;
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items.map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    let wanted = ids(&whole);
    assert_eq!((wanted.len(), &whole["next"]), (23, &Value::Null));
    for limit in [1, 2, 5, 11, 22, 23, 24, 100] {
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let at = format!("/api/v1/records?limit={limit}{after}");
            let (status, page) = town.get(&town.reader, &at).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            let here = ids(&page);
            assert!(here.len() <= limit && !here.is_empty(), "limit {limit}: {}", here.len());
            seen.extend(here);
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen, wanted, "limit {limit}");
    }
}

#[tokio::test]
async fn a_limit_beyond_what_is_sensible_is_the_nearest_sensible_one() {
    let town = Town::new().await;
    for n in 0..3 {
        town.post(&town.member, "/api/v1/records", &titled(&format!("Number {n}"))).await;
    }
    for (limit, wanted) in [("0", 1), ("1", 1), ("3", 3), ("100000", 3)] {
        let (status, page) =
            town.get(&town.reader, &format!("/api/v1/records?limit={limit}")).await;
        assert_eq!(status, StatusCode::OK, "{limit}: {page}");
        assert_eq!(page["items"].as_array().unwrap().len(), wanted, "{limit}");
    }
}

#[tokio::test]
async fn a_record_that_changes_while_somebody_pages_comes_twice_at_most_and_is_never_lost() {
    let town = Town::new().await;
    let mut all = Vec::new();
    for n in 0..6 {
        let (_, made) =
            town.post(&town.member, "/api/v1/records", &titled(&format!("Number {n}"))).await;
        all.push(made["id"].as_str().unwrap().to_owned());
    }
    let (_, first) = town.get(&town.reader, "/api/v1/records?limit=3").await;
    // The oldest, which is not read yet, is saved; at the same moment it keeps its place.
    let save = json!({ "version": 1, "title": "Changed" }).to_string();
    let request = ask("PUT", &format!("/api/v1/records/{}", all[0]), &town.member)
        .header("content-type", "application/json");
    assert_eq!(town.send(request.body(Body::from(save)).unwrap()).await.0, StatusCode::OK);
    let next = first["next"].as_str().unwrap();
    let (_, rest) = town.get(&town.reader, &format!("/api/v1/records?limit=3&after={next}")).await;
    let mut seen: Vec<String> = [&first, &rest]
        .iter()
        .flat_map(|it| it["items"].as_array().unwrap())
        .map(|it| it["id"].as_str().unwrap().to_owned())
        .collect();
    seen.sort();
    all.sort();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn what_is_sent_again_with_its_key_is_answered_and_not_done_again() {
    let town = Town::new().await;
    let (status, first, headers) =
        town.keyed(&town.member, "k-1", "/api/v1/records", &begin()).await;
    assert_eq!(status, StatusCode::CREATED);
    assert!(!headers.contains_key("idempotent-replayed"));
    let own = first["links"]["self"].as_str().unwrap();
    let save = json!({ "version": 1, "title": "Changed since" }).to_string();
    let request = ask("PUT", own, &town.member).header("content-type", "application/json");
    assert_eq!(town.send(request.body(Body::from(save)).unwrap()).await.0, StatusCode::OK);
    for _ in 0..3 {
        let (status, again, headers) =
            town.keyed(&town.member, "k-1", "/api/v1/records", &begin()).await;
        assert_eq!((status, &again), (StatusCode::CREATED, &first), "the answer of then");
        assert_eq!(headers["idempotent-replayed"], "true");
    }
    assert_eq!(town.count().await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let town = Town::new().await;
    let (_, first, _) = town.keyed(&town.member, "k-1", "/api/v1/records", &begin()).await;
    let own = first["links"]["self"].as_str().unwrap();
    let step = json!({ "version": 1 });
    for (at, body) in
        [("/api/v1/records".to_owned(), titled("Another")), (format!("{own}/moves/seek"), step)]
    {
        let (status, answer, _) = town.keyed(&town.member, "k-1", &at, &body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{at}: {answer}");
        assert!(answer["detail"].as_str().unwrap().contains("another request"), "{answer}");
    }
    // Somebody else may well come upon the same key.
    let theirs = json!({ "kind": "decision", "team": "town", "title": "Theirs" });
    let (status, other, _) = town.keyed(&town.keeper, "k-1", "/api/v1/records", &theirs).await;
    assert_eq!(status, StatusCode::CREATED, "{other}");
    assert_ne!(other["id"], first["id"]);
}

#[tokio::test]
async fn a_request_that_changed_nothing_leaves_its_key_free() {
    let town = Town::new().await;
    let (status, _, _) = town.keyed(&town.member, "k-1", "/api/v1/records", &titled(" ")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, made, headers) =
        town.keyed(&town.member, "k-1", "/api/v1/records", &titled("Better")).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert!(!headers.contains_key("idempotent-replayed"));
    assert_eq!(town.count().await, 1);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused_before_anything_is_done() {
    let town = Town::new().await;
    for key in ["", " ", "two words", &"k".repeat(256)] {
        let (status, answer, _) =
            town.keyed(&town.member, key, "/api/v1/records", &titled("x")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "“{key}”: {answer}");
    }
    assert_eq!(town.count().await, 0);
    let (status, _, _) =
        town.keyed(&town.member, &"k".repeat(255), "/api/v1/records", &titled("x")).await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn of_two_saves_over_one_version_the_second_learns_what_is_there() {
    let town = Town::new().await;
    let (_, made) = town.post(&town.member, "/api/v1/records", &begin()).await;
    let own = made["links"]["self"].as_str().unwrap().to_owned();
    let put = async |version: i64, title: &str| {
        let body = json!({ "version": version, "title": title }).to_string();
        let request = ask("PUT", &own, &town.member).header("content-type", "application/json");
        let (status, answer, _) = town.send(request.body(Body::from(body)).unwrap()).await;
        (status, answer)
    };
    assert_eq!(put(1, "First").await.0, StatusCode::OK);
    for version in [1, 0, -1, 3, i64::MAX] {
        let (status, answer) = put(version, "Second").await;
        assert_eq!(status, StatusCode::CONFLICT, "{version}");
        assert_eq!(answer["now"]["version"], 2, "{answer}");
    }
    let (status, saved) = put(2, "Third").await;
    assert_eq!((status, &saved["version"]), (StatusCode::OK, &json!(3)));
    // Saving what is there already is no change and no new version.
    let (status, same) = put(3, "Third").await;
    assert_eq!((status, &same["version"]), (StatusCode::OK, &json!(3)));
}

#[tokio::test]
async fn what_comes_due_is_asked_for_by_team_by_day_and_for_oneself() {
    let town = Town::new().await;
    let (_, made) = town.post(&town.member, "/api/v1/records", &begin()).await;
    let at = format!("{}/attachments/commitment", made["links"]["self"].as_str().unwrap());
    // Today is 2026-05-28.
    for (text, due) in [("Late", "2026-05-27"), ("Near", "2026-06-11"), ("Far", "2026-06-12")] {
        let promise = json!({ "answers": { "text": text, "due": due } });
        town.post(&town.member, &at, &promise).await;
    }
    let told = async |token: &str, query: &str| -> (Vec<String>, Value) {
        let (status, body) = town.get(token, &format!("/api/v1/due{query}")).await;
        assert_eq!(status, StatusCode::OK, "{query}: {body}");
        let items = body["items"].as_array().unwrap().iter();
        (items.map(|it| it["about"].as_str().unwrap().to_owned()).collect(), body)
    };
    for (query, wanted) in [
        ("", &["Late", "Near"][..]),
        ("?team=payments", &["Late", "Near"]),
        ("?team=town", &["Late", "Near"]),
        ("?until=2026-05-28", &["Late"]),
        ("?until=2026-06-12&team=payments", &["Late", "Near", "Far"]),
        ("?mine=true", &["Late", "Near"]),
    ] {
        assert_eq!(told(&town.member, query).await.0, wanted, "{query}");
    }
    assert_eq!(told(&town.keeper, "?mine=true").await.0, [""; 0], "Raj promised nothing");
    let (_, body) = told(&town.reader, "").await;
    assert_eq!((&body["until"], &body["more"]), (&json!("2026-06-11"), &json!(false)));
    let late = &body["items"][0];
    assert_eq!((&late["asks"], &late["overdue"]), (&json!("Keep or drop"), &json!(true)));
    assert_eq!(late["record"]["title"], "Drop the retry table");
    let place = late["place"].as_str().unwrap();
    assert!(place.contains("#at-") && place.starts_with("/decision/"), "{place}");
    for (query, status, says) in [
        ("?until=soon", 422, "2026-03-01"),
        ("?team=nobody", 404, ""),
        ("?team=payments&mine=true", 422, "both at once"),
        ("?colour=red", 422, "colour"),
    ] {
        let (code, body) = town.get(&town.member, &format!("/api/v1/due{query}")).await;
        assert_eq!(code.as_u16(), status, "{query}: {body}");
        assert!(body.to_string().contains(says), "{query}: {body}");
    }
}

#[tokio::test]
async fn a_cursor_that_no_list_gave_is_refused_by_every_list_that_takes_one() {
    let town = Town::new().await;
    for list in ["records", "commitments"] {
        for after in ["soon", "12", "x-1", "1.2"] {
            let at = format!("/api/v1/{list}?after={after}");
            let (status, body) = town.get(&town.reader, &at).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{at}: {body}");
            assert!(body.to_string().contains("is not a `next` of a list"), "{at}: {body}");
        }
    }
}

#[tokio::test]
async fn promises_are_walked_page_by_page_by_the_next_of_the_page_before() {
    let town = Town::new().await;
    let (_, record) = town.post(&town.member, "/api/v1/records", &titled("One queue")).await;
    let at = format!("/api/v1/records/{}/attachments/commitment", record["id"].as_str().unwrap());
    for n in 0..5 {
        let answers = json!({ "text": format!("Number {n}"), "due": "2026-06-05" });
        let (status, body) = town.post(&town.member, &at, &json!({ "answers": answers })).await;
        assert_eq!(status, StatusCode::CREATED, "{body}");
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let at = format!("/api/v1/commitments?limit=2{after}");
        let (_, page) = town.get(&town.reader, &at).await;
        let texts = page["items"].as_array().unwrap().iter();
        seen.extend(texts.map(|it| it["answers"]["text"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    seen.sort();
    assert_eq!(seen, ["Number 0", "Number 1", "Number 2", "Number 3", "Number 4"]);
}
