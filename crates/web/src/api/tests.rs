//! The API through the router, without a socket.

mod contract;
mod lists;
mod quarter;

use std::sync::Arc;

use app::{AGREED, Clock, House};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::id::{At, Id};
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::table::ROUTES;
use crate::doors::{Options, router};

const MAP: &str = "levels = [\"contributor\", \"lead\"]\n[[lane]]\nid = \"small\"\ndomain = \"*\"\nlevel = \"contributor\"\nupto = { effort = 5 }\n[dimension.effort]\n";

struct Town {
    house: House,
    member: String,
    reader: String,
    keeper: String,
}

impl Town {
    async fn new() -> Self {
        let clock = Clock::at(At(1_780_000_000_000));
        let house = House::open("sqlite::memory:", Kinds(ALL), clock).await.unwrap();
        let desk = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = desk().add_team(Some(&root), "Payments").await.unwrap().id;
        let ana = desk().add_person("ana", "Ana Soler", None).await.unwrap().id;
        let raj = desk().add_person("raj", "Raj Iyer", None).await.unwrap().id;
        desk().seat(&ana, &team, 0, Role::Member).await.unwrap();
        desk().seat(&raj, &root, 3, Role::Steward).await.unwrap();
        desk().take_in_map(&team, MAP, "server", AGREED).await.unwrap();
        let token = async |person: &Id, scopes: &str| {
            house.desk_of(person).await.unwrap().make_token("test", scopes, 30).await.unwrap()
        };
        Self {
            member: token(&ana, "read write").await,
            reader: token(&ana, "read").await,
            keeper: token(&raj, "read write admin").await,
            house,
        }
    }

    async fn send(
        &self,
        request: Request<Body>,
    ) -> (StatusCode, Value, Arc<axum::http::HeaderMap>) {
        let router = router(self.house.clone(), Options::local("http://127.0.0.1:7171"));
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        (parts.status, body, Arc::new(parts.headers))
    }

    async fn get(&self, token: &str, path: &str) -> (StatusCode, Value) {
        let request = ask("GET", path, token).body(Body::empty()).unwrap();
        let (status, body, _) = self.send(request).await;
        (status, body)
    }

    async fn post(&self, token: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let request = ask("POST", path, token).header("content-type", "application/json");
        let (status, body, _) =
            self.send(request.body(Body::from(body.to_string())).unwrap()).await;
        (status, body)
    }
}

fn ask(method: &str, path: &str, token: &str) -> axum::http::request::Builder {
    let request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:7171");
    if token.is_empty() {
        request
    } else {
        request.header("authorization", format!("Bearer {token}"))
    }
}

fn begin() -> Value {
    let case = json!([{ "name": "effort", "value": "3" }]);
    json!({ "kind": "decision", "team": "payments", "title": "Drop the retry table", "answers": { "case": case } })
}

#[tokio::test]
async fn every_route_asks_for_a_token() {
    let town = Town::new().await;
    for route in ROUTES {
        for operation in route.asks {
            let path = route.path.replace(['{', '}'], "");
            for token in ["", "remit_0000", "nonsense"] {
                let request = ask(&operation.method.to_uppercase(), &path, token)
                    .header("content-type", "application/json")
                    .body(Body::from("{}"))
                    .unwrap();
                let (status, body, headers) = town.send(request).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{} {path}", operation.method);
                assert_eq!(headers["content-type"], "application/problem+json");
                assert_eq!(body["type"], "/problems/signed-out");
            }
        }
    }
}

#[tokio::test]
async fn every_reading_route_answers_a_keeper() {
    let town = Town::new().await;
    let (_, made) = town
        .post(
            &town.keeper,
            "/api/v1/records",
            &json!({ "kind": "decision", "team": "town", "title": "A" }),
        )
        .await;
    let id = made["id"].as_str().unwrap();
    for route in ROUTES.iter().filter(|it| it.asks[0].method == "get") {
        let path = route.path.replace("{id}", id).replace("{team}", "payments");
        let (status, body) = town.get(&town.keeper, &path).await;
        let expected = match path.rsplit('/').next() {
            Some("mirrors") => StatusCode::FORBIDDEN,
            // Of a health review alone; this is a decision.
            Some("results") => StatusCode::NOT_FOUND,
            _ => StatusCode::OK,
        };
        assert_eq!(status, expected, "{path}: {body}");
    }
}

#[tokio::test]
async fn a_record_is_begun_saved_asked_about_and_decided() {
    let town = Town::new().await;
    let (status, made) = town.post(&town.member, "/api/v1/records", &begin()).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    assert_eq!(made["answers"]["lane"], "small", "the route was frozen");
    let own = made["links"]["self"].as_str().unwrap().to_owned();
    let (status, asked) = town
        .post(
            &town.member,
            &format!("{own}/attachments/question"),
            &json!({ "answers": { "text": "Who reads it?" } }),
        )
        .await;
    assert_eq!(status, StatusCode::CREATED, "{asked}");
    let answer = format!("{own}/attachments/{}/moves/answer", asked["id"].as_str().unwrap());
    let (status, whole) = town
        .post(&town.member, &answer, &json!({ "version": 1, "answers": { "answer": "Nobody." } }))
        .await;
    assert_eq!((status, &whole["attached"][0]["state"]), (StatusCode::OK, &json!("answered")));
    let (_, page) = town.get(&town.reader, "/api/v1/records?kind=decision&open=true&limit=1").await;
    assert_eq!(page["items"][0]["title"], "Drop the retry table");
    let (_, found) = town.get(&town.reader, "/api/v1/search?q=retry").await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_stale_save_gets_what_is_there_now() {
    let town = Town::new().await;
    let (_, made) = town.post(&town.member, "/api/v1/records", &begin()).await;
    let path = made["links"]["self"].as_str().unwrap().to_owned();
    let save = |version: i64, title: &str| {
        let body = json!({ "version": version, "title": title }).to_string();
        ask("PUT", &path, &town.member)
            .header("content-type", "application/json")
            .body(Body::from(body))
            .unwrap()
    };
    assert_eq!(town.send(save(1, "First")).await.0, StatusCode::OK);
    let (status, body, _) = town.send(save(1, "Second")).await;
    assert_eq!((status, &body["now"]["title"]), (StatusCode::CONFLICT, &json!("First")));
}

#[tokio::test]
async fn a_scope_that_is_missing_is_said() {
    let town = Town::new().await;
    let (status, body) = town.post(&town.reader, "/api/v1/records", &begin()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body["detail"].as_str().unwrap().contains("scope"), "{body}");
    let (status, _) = town.get(&town.member, "/api/v1/export").await;
    assert_ne!(status, StatusCode::OK);
}

#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_name() {
    let town = Town::new().await;
    let (status, body) = town
        .post(
            &town.member,
            "/api/v1/records",
            &json!({ "kind": "decision", "team": "payments", "titel": "x" }),
        )
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body["detail"].as_str().unwrap().contains("titel"), "{body}");
    for list in ["records", "commitments", "due", "teams/payments/learned"] {
        let (status, body) = town.get(&town.member, &format!("/api/v1/{list}?colour=red")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{list}: {body}");
        assert_eq!(body["type"], "/problems/invalid", "{list}: {body}");
    }
    let (status, _) = town.get(&town.member, "/api/v1/nothing").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_same_request_with_a_key_happens_once() {
    let town = Town::new().await;
    let send = |body: Value| {
        ask("POST", "/api/v1/records", &town.member)
            .header("content-type", "application/json")
            .header("idempotency-key", "k1")
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    let (_, first, _) = town.send(send(begin())).await;
    let (status, second, headers) = town.send(send(begin())).await;
    assert_eq!((status, &second["id"]), (StatusCode::CREATED, &first["id"]));
    assert_eq!(headers["idempotent-replayed"], "true");
    let (status, _, _) = town
        .send(send(json!({ "kind": "decision", "team": "payments", "title": "Another" })))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whose_call_it_is_needs_only_the_read_scope() {
    let town = Town::new().await;
    let asked = json!({ "team": "payments", "paths": ["src/a.rs"], "set": { "effort": "8" } });
    let (status, body) = town.post(&town.reader, "/api/v1/routes", &asked).await;
    assert_eq!((status, &body["verdict"]), (StatusCode::OK, &json!("gap")), "{body}");
    let asked = json!({ "team": "payments", "set": { "effort": "5" } });
    let (_, body) = town.post(&town.reader, "/api/v1/routes", &asked).await;
    assert_eq!(body["routes"][0]["lane"]["id"], "small");
}

#[tokio::test]
async fn what_is_exported_can_be_applied_through_the_api() {
    let town = Town::new().await;
    town.post(&town.member, "/api/v1/records", &begin()).await;
    let (status, lines) = town.get(&town.keeper, "/api/v1/export").await;
    assert_eq!(status, StatusCode::OK);
    let request = ask("POST", "/api/v1/apply?dry_run=true", &town.keeper)
        .header("content-type", "application/jsonl")
        .body(Body::from(lines.as_str().unwrap().to_owned()))
        .unwrap();
    let (status, changes, _) = town.send(request).await;
    assert_eq!(status, StatusCode::OK, "{changes}");
    assert!(changes.as_array().unwrap().iter().all(|it| it["outcome"] == "same"), "{changes}");
}

#[test]
fn the_document_names_every_operation_once_and_every_schema_it_uses() {
    let document = super::openapi::describe(Kinds(ALL));
    let mut names: Vec<&str> = ROUTES.iter().flat_map(|it| it.asks).map(|it| it.id).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    let text = document.to_string();
    for used in text.split("#/components/schemas/").skip(1) {
        let name = used.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn the_document_is_reviewed_when_it_changes() {
    let text = serde_json::to_string_pretty(&super::openapi::describe(Kinds(ALL))).unwrap();
    let kept = include_str!("openapi.json");
    assert!(
        text.trim() == kept.trim(),
        "the document changed; write it anew with `cargo run -p web --example openapi > crates/web/src/api/openapi.json` and read the difference"
    );
}
