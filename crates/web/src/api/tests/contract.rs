//! Every operation does what the document says of it: status, content type, shape, scope.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::StatusCode;
use domain::practice::{ALL, Kinds};
use serde_json::{Value, json};

use super::{ROUTES, Town, ask, begin};
use crate::api::describe;

/// Where a value differs from a schema of the document; empty where it fits. Knows as much of JSON
/// Schema as the document uses, and refuses the rest.
pub(super) fn misfits(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let schema = document.pointer(name.trim_start_matches('#'));
        let schema = schema.unwrap_or_else(|| panic!("{name} is nowhere"));
        return misfits(document, schema, value, at);
    }
    let mut found = Vec::new();
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(some) => some.iter().filter_map(Value::as_str).collect(),
        _ => panic!("a schema without a type at {at}: {schema}"),
    };
    if !types.iter().any(|it| is_a(it, value)) {
        return vec![format!("{at} is no {}: {value}", types.join(" or "))];
    }
    if let Some(choices) = schema["enum"].as_array().filter(|it| !it.contains(value)) {
        found.push(format!("{at} is none of {choices:?}: {value}"));
    }
    if schema["format"] == "date-time" {
        let moment = value.as_str().and_then(|it| it.parse::<jiff::Timestamp>().ok());
        found.extend(moment.is_none().then(|| format!("{at} is no moment: {value}")));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().unwrap();
        found.extend(value.get(name).is_none().then(|| format!("{at} lacks {name}")));
    }
    for (name, inside) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(schema) => {
                found.extend(misfits(document, schema, inside, &format!("{at}.{name}")));
            }
            None if schema["additionalProperties"] == false => {
                found.push(format!("{at} has {name}, which the document does not know"));
            }
            None => {}
        }
    }
    if let Some(items) = schema.get("items") {
        for (n, inside) in value.as_array().into_iter().flatten().enumerate() {
            found.extend(misfits(document, items, inside, &format!("{at}[{n}]")));
        }
    }
    found
}

fn is_a(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the document uses a type nobody reads here: {other}"),
    }
}

/// One call of an operation that should work: address, body, and whose token.
type Call = (String, String, &'static str);

/// A decision with an open question on it, and a call of each operation by its name.
async fn calls(town: &Town) -> BTreeMap<&'static str, Call> {
    let made = async || town.post(&town.member, "/api/v1/records", &begin()).await.1;
    let (first, second, third) = (made().await, made().await, made().await);
    let own = |it: &Value| it["links"]["self"].as_str().unwrap().to_owned();
    let text = json!({ "answers": { "text": "Who reads it?" } });
    let slot = format!("{}/attachments/question", own(&third));
    let (_, asked) = town.post(&town.member, &slot, &text).await;
    let question = format!("{}/attachments/{}", own(&third), asked["id"].as_str().unwrap());
    let step = json!({ "version": 1 });
    let answer = json!({ "version": 1, "answers": { "answer": "Nobody." } });
    let save = json!({ "version": 1, "title": "Keep it", "answers": {} });
    let whose = json!({ "team": "payments", "set": { "effort": "5" } });
    let (_, lines) = town.get(&town.keeper, "/api/v1/export").await;
    let lines = lines.as_str().unwrap().to_owned();
    let get = |at: &str| (at.to_owned(), String::new(), "reader");
    let sent = |at: String, body: &Value| (at, body.to_string(), "member");
    BTreeMap::from([
        ("openapi", get("/api/openapi.json")),
        ("me", get("/api/v1/me")),
        ("kinds", get("/api/v1/kinds")),
        ("records", get("/api/v1/records?kind=decision,intent&open=true&team=payments&limit=2")),
        ("begin", sent("/api/v1/records".into(), &begin())),
        ("record", get(&own(&third))),
        ("save", sent(own(&first), &save)),
        ("history", get(&format!("{}/history", own(&third)))),
        ("move", sent(format!("{}/moves/seek", own(&second)), &step)),
        ("attach", sent(format!("{}/attachments/question", own(&second)), &text)),
        ("move_attachment", sent(format!("{question}/moves/answer"), &answer)),
        ("search", get("/api/v1/search?q=retry")),
        ("teams", get("/api/v1/teams")),
        ("team", get("/api/v1/teams/payments")),
        ("map", get("/api/v1/teams/payments/map")),
        ("mirrors", get("/api/v1/teams/payments/mirrors?months=3")),
        ("people", get("/api/v1/people")),
        ("whose", ("/api/v1/routes".into(), whose.to_string(), "reader")),
        ("export", ("/api/v1/export".into(), String::new(), "keeper")),
        ("apply", ("/api/v1/apply?dry_run=true".into(), lines, "keeper")),
    ])
}

impl Town {
    fn token(&self, whose: &str) -> &str {
        match whose {
            "reader" => &self.reader,
            "member" => &self.member,
            _ => &self.keeper,
        }
    }

    async fn call(
        &self,
        method: &str,
        (at, body, whose): &Call,
    ) -> (StatusCode, Value, std::sync::Arc<axum::http::HeaderMap>) {
        let kind = if at.contains("/apply") { "application/jsonl" } else { "application/json" };
        let request = ask(&method.to_uppercase(), at, self.token(whose));
        self.send(request.header("content-type", kind).body(Body::from(body.clone())).unwrap())
            .await
    }
}

/// The operations of the table that this file knows how to call; others are met as they are, read
/// with what their path needs.
fn call_of<'a>(calls: &'a BTreeMap<&str, Call>, id: &str) -> Option<&'a Call> {
    calls.get(id)
}

#[tokio::test]
async fn every_operation_answers_as_the_document_says() {
    let town = Town::new().await;
    let document = describe(Kinds(ALL));
    let calls = calls(&town).await;
    let mut called = 0;
    for route in ROUTES {
        for operation in route.asks {
            let Some(call) = call_of(&calls, operation.id) else { continue };
            called += 1;
            let (status, body, headers) = town.call(operation.method, call).await;
            let id = operation.id;
            assert_eq!(status.as_u16(), operation.status, "{id}: {body}");
            let described = &document["paths"][route.path][operation.method];
            let content = &described["responses"][operation.status.to_string()]["content"];
            let (kind, schema) = content.as_object().unwrap().iter().next().unwrap();
            let sent = headers["content-type"].to_str().unwrap();
            assert_eq!(sent.split(';').next().unwrap(), kind, "{id}");
            // A list of changes is what `apply` answers with; the document leaves its shape open.
            if id != "apply" {
                let wrong = misfits(&document, &schema["schema"], &body, id);
                assert!(wrong.is_empty(), "{wrong:#?}");
            }
        }
    }
    assert!(called > 15, "only {called} operations have the names this test calls them by");
}

#[tokio::test]
async fn a_body_that_is_not_in_the_document_is_refused() {
    let town = Town::new().await;
    let calls = calls(&town).await;
    for id in ["begin", "save", "move", "attach", "move_attachment", "whose"] {
        let operation = ROUTES.iter().flat_map(|it| it.asks).find(|it| it.id == id);
        let Some((operation, call)) = operation.zip(calls.get(id)) else { continue };
        let body: Value = serde_json::from_str(&call.1).unwrap();
        let mut more = body.clone();
        more["nobody_knows_this"] = json!(1);
        let needed = body.as_object().unwrap().keys().find(|it| **it != "answers" && **it != "set");
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(needed.map_or("answers", String::as_str));
        for wrong in [
            more.to_string(),
            less.to_string(),
            "[]".into(),
            "null".into(),
            "\"x\"".into(),
            "{".into(),
            String::new(),
            body.to_string() + "x",
            "[".repeat(5000),
            "{\"version\":9999999999999999999999}".into(),
        ] {
            let call = (call.0.clone(), wrong, "member");
            let (status, answer, headers) = town.call(operation.method, &call).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{id} {}: {answer}", call.1);
            assert_eq!(headers["content-type"], "application/problem+json", "{id}");
        }
        let plain = ask(&operation.method.to_uppercase(), &call.0, &town.member);
        let plain = plain.header("content-type", "text/plain");
        let (status, answer, _) = town.send(plain.body(Body::from(call.1.clone())).unwrap()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{id}");
        assert!(answer["detail"].as_str().unwrap().contains("application/json"), "{answer}");
    }
}

#[tokio::test]
async fn no_token_does_more_than_its_scopes() {
    let town = Town::new().await;
    let calls = calls(&town).await;
    for operation in ROUTES.iter().flat_map(|it| it.asks) {
        let Some((at, body, _)) = calls.get(operation.id).cloned() else { continue };
        let weaker: &[&'static str] = match operation.scope {
            "write" => &["reader"],
            "admin" => &["reader", "member"],
            _ => &[],
        };
        for whose in weaker {
            let call = (at.clone(), body.clone(), *whose);
            let (status, answer, _) = town.call(operation.method, &call).await;
            let refused =
                status == StatusCode::FORBIDDEN || status == StatusCode::UNPROCESSABLE_ENTITY;
            assert!(refused, "{} by the {whose}: {status} {answer}", operation.id);
            assert!(answer["detail"].as_str().is_some_and(|it| it.len() > 20), "{answer}");
        }
    }
    let (_, page) = town.get(&town.reader, "/api/v1/records?limit=100").await;
    let titles: Vec<_> = page["items"].as_array().unwrap().iter().map(|it| &it["title"]).collect();
    assert_eq!(titles, ["Drop the retry table"; 3], "something was changed all the same");
}

#[tokio::test]
async fn every_failure_is_a_problem_of_its_own_type() {
    let town = Town::new().await;
    let document = describe(Kinds(ALL));
    let (_, made) = town.post(&town.member, "/api/v1/records", &begin()).await;
    let own = made["links"]["self"].as_str().unwrap().to_owned();
    let nobody = "remit_0000000000000000".to_owned();
    let body = |it: Value| it.to_string();
    for (what, token, method, at, sent, status, kind) in [
        ("no token", &nobody, "GET", own.clone(), String::new(), 401, "signed-out"),
        (
            "no record",
            &town.member,
            "GET",
            "/api/v1/records/none".into(),
            String::new(),
            404,
            "not-found",
        ),
        (
            "no team",
            &town.member,
            "GET",
            "/api/v1/teams/none".into(),
            String::new(),
            404,
            "not-found",
        ),
        ("no route", &town.member, "GET", "/api/v1/none".into(), String::new(), 404, "not-found"),
        ("no method", &town.member, "DELETE", own.clone(), String::new(), 404, "not-found"),
        (
            "no kind",
            &town.member,
            "POST",
            "/api/v1/records".into(),
            body(json!({ "kind": "none", "team": "payments", "title": "x" })),
            404,
            "not-found",
        ),
        (
            "no title",
            &town.member,
            "POST",
            "/api/v1/records".into(),
            body(json!({ "kind": "decision", "team": "payments", "title": " " })),
            422,
            "invalid",
        ),
        (
            "no move",
            &town.member,
            "POST",
            format!("{own}/moves/none"),
            body(json!({ "version": 1 })),
            422,
            "refused",
        ),
        (
            "not from here",
            &town.member,
            "POST",
            format!("{own}/moves/review"),
            body(json!({ "version": 1 })),
            422,
            "refused",
        ),
        (
            "stale",
            &town.member,
            "PUT",
            own.clone(),
            body(json!({ "version": 7, "title": "x" })),
            409,
            "stale",
        ),
        (
            "a bad cursor",
            &town.member,
            "GET",
            "/api/v1/records?after=x".into(),
            String::new(),
            422,
            "invalid",
        ),
        (
            "a bad limit",
            &town.member,
            "GET",
            "/api/v1/records?limit=-1".into(),
            String::new(),
            422,
            "invalid",
        ),
        (
            "a bad word",
            &town.member,
            "GET",
            "/api/v1/records?open=perhaps".into(),
            String::new(),
            422,
            "invalid",
        ),
    ] {
        let request = ask(method, &at, token).header("content-type", "application/json");
        let (got, answer, headers) = town.send(request.body(Body::from(sent)).unwrap()).await;
        assert_eq!(got.as_u16(), status, "{what}: {answer}");
        assert_eq!(headers["content-type"], "application/problem+json", "{what}");
        assert_eq!(answer["type"], format!("/problems/{kind}"), "{what}: {answer}");
        assert_eq!(answer["status"], status, "{what}");
        let schema = json!({ "$ref": "#/components/schemas/Problem" });
        assert_eq!(misfits(&document, &schema, &answer, what), [""; 0]);
    }
}

#[test]
fn the_measure_of_shapes_sees_what_does_not_fit() {
    let document = describe(Kinds(ALL));
    let schema = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    for (name, value) in [
        ("Page", json!({ "items": [] })),
        ("Page", json!({ "items": {}, "next": null })),
        ("Page", json!({ "items": [{ "id": 1 }], "next": null })),
        ("Begin", json!({ "kind": "decision", "team": "x", "title": "y", "more": 1 })),
        ("Verdict", json!("perhaps")),
        ("Record", json!({ "id": "a", "kind": "b", "state": "c", "title": "d", "version": 1.5 })),
    ] {
        let found = misfits(&document, &schema(name), &value, name);
        assert!(!found.is_empty(), "{value} passes for a {name}");
    }
    assert_eq!(
        misfits(&document, &schema("Page"), &json!({ "items": [], "next": null }), "p"),
        [""; 0]
    );
}
