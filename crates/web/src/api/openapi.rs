//! The OpenAPI 3.1 document, drawn from the table of routes and the kinds this house knows.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::kind::{Answer, Cell, Column};
use domain::practice::Kinds;
use serde_json::{Map, Value, json};

use super::table::{Operation, ROUTES};
use super::{Caller, answer};
use crate::doors::Hall;

pub(crate) async fn document(State(hall): State<Hall>, Caller(_): Caller) -> Response {
    answer(StatusCode::OK, &describe(hall.house.kinds()))
}

/// The whole document. Stable: the same kinds give the same text.
pub fn describe(kinds: Kinds) -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let operations =
            route.asks.iter().map(|it| (it.method.to_owned(), operation(route.path, it)));
        paths.insert(route.path.to_owned(), Value::Object(operations.collect()));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Remit",
            "version": "1",
            "summary": "Whose call is it? What are we after? What did we learn?",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
            "schemas": schemas(kinds),
        },
    })
}

/// How an answer of this sort looks as JSON.
pub(crate) fn answer_schema(answer: Answer) -> Value {
    let text = |most: usize| json!({ "type": "string", "maxLength": most });
    match answer {
        Answer::Line | Answer::Person => text(domain::record::LINE_CHARS),
        Answer::Prose => text(domain::record::PROSE_CHARS),
        Answer::Day => json!({ "type": "string", "format": "date" }),
        Answer::Number { unit } => {
            json!({ "type": "string", "description": format!("A number, in {unit}.") })
        }
        Answer::OneOf(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|it| it.0).collect::<Vec<_>>() })
        }
        Answer::Link => json!({
            "type": "string", "maxLength": domain::record::LINE_CHARS,
            "description": "Id of any record, or an https address.",
        }),
        Answer::Record(kind) => {
            json!({ "type": "string", "description": format!("Id of a record of kind {kind}.") })
        }
        Answer::People | Answer::Lanes => json!({ "type": "array", "items": { "type": "string" } }),
        Answer::Attached(slot) => json!({
            "type": "array", "items": { "type": "string" },
            "description": format!("Ids of what hangs on the same record: {slot}."),
        }),
        Answer::Case => rows(&["name", "value"].map(|it| (it, json!({ "type": "string" })))),
        Answer::Rows(columns) => {
            let cells: Vec<_> = columns.iter().map(|it| (it.name, cell(it))).collect();
            rows(&cells)
        }
    }
}

fn rows(cells: &[(&str, Value)]) -> Value {
    let properties: Map<String, Value> =
        cells.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect();
    json!({
        "type": "array",
        "items": { "type": "object", "properties": properties, "additionalProperties": false },
    })
}

fn cell(column: &Column) -> Value {
    match column.cell {
        Cell::OneOf(choices) => {
            json!({ "type": "string", "enum": choices.iter().map(|it| it.0).collect::<Vec<_>>() })
        }
        Cell::Day => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "string", "description": column.label }),
    }
}

fn operation(path: &str, it: &Operation) -> Value {
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(it.query.iter().map(|(name, says)| {
        json!({ "name": name, "in": "query", "description": says, "schema": { "type": "string" } })
    }));
    if it.body.is_some() {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 255 },
            "description": "The same key and request get the same answer again, for 48 hours.",
        }));
    }
    let mut described = json!({
        "operationId": it.id,
        "summary": it.says,
        "description": format!("Needs the scope `{}`.", it.scope),
        "parameters": parameters,
        "responses": {
            it.status.to_string(): { "description": "Done.", "content": content(it.answer) },
            "default": {
                "description": "A problem, with a sentence that says what to do.",
                "content": { "application/problem+json": { "schema": schema("Problem") } },
            },
        },
    });
    if let Some(body) = it.body {
        described["requestBody"] = json!({ "required": true, "content": content(body) });
    }
    described
}

fn content(name: &str) -> Value {
    match name {
        "Markdown" => json!({ "text/markdown": { "schema": { "type": "string" } } }),
        "Lines" => json!({ "application/jsonl": { "schema": { "type": "string" } } }),
        name => json!({ "application/json": { "schema": schema(name) } }),
    }
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn object(needed: &[&str], properties: &Value) -> Value {
    json!({ "type": "object", "required": needed, "properties": properties })
}

fn closed(needed: &[&str], properties: &Value) -> Value {
    let mut it = object(needed, properties);
    it["additionalProperties"] = json!(false);
    it
}

fn schemas(kinds: Kinds) -> Value {
    let text = json!({ "type": "string" });
    let number = json!({ "type": "integer" });
    let any = json!({ "type": "object" });
    let list = |of: Value| json!({ "type": "array", "items": of });
    let answers = schema("Answers");
    let mut all = json!({
        "Any": any,
        "Items": object(&["items"], &json!({ "items": list(any.clone()) })),
        "Kinds": object(&["items"], &json!({ "items": list(any.clone()) })),
        "Me": object(&["handle", "name", "seats"], &json!({ "handle": text, "name": text, "seats": list(any.clone()) })),
        "Page": object(&["items", "next"], &json!({
            "items": list(schema("Record")),
            "next": { "type": ["string", "null"] },
        })),
        "Record": object(&["id", "kind", "state", "title", "version"], &json!({
            "id": text, "kind": { "type": "string", "enum": kinds.iter().map(|it| it.slug).collect::<Vec<_>>() },
            "state": text, "open": { "type": "boolean" }, "title": text, "team": any, "author": any,
            "version": number, "opened_at": { "type": "string", "format": "date-time" },
            "changed_at": { "type": "string", "format": "date-time" },
            "revealed": { "type": "boolean" }, "retired": { "type": "boolean" }, "links": any,
            "answers": answers, "attached": list(schema("Attachment")), "moves": list(any.clone()),
        })),
        "Attachment": object(&["id", "slot", "state", "version"], &json!({
            "id": text, "slot": text, "state": text, "author": any, "made_at": text,
            "answers": answers, "version": number,
        })),
        "Answers": { "type": "object", "description": "By the names of the kind's asks: see /api/v1/kinds." },
        "Begin": closed(&["kind", "team", "title"], &json!({
            "kind": text, "team": text, "title": text, "answers": answers,
        })),
        "Save": closed(&["version", "title"], &json!({ "version": number, "title": text, "answers": answers })),
        "Step": closed(&["version"], &json!({ "version": number, "answers": answers })),
        "Attach": closed(&["answers"], &json!({ "answers": answers })),
        "Ask": closed(&["team"], &json!({
            "team": text, "domains": list(text.clone()), "paths": list(text.clone()),
            "changes": list(schema("Changed")), "trailers": list(list(text.clone())),
            "set": { "type": "object", "additionalProperties": text }, "as": text,
        })),
        "Changed": closed(&["path"], &json!({
            "path": text, "was": text, "lines_added": number, "lines_deleted": number,
            "fate": { "type": "string", "enum": ["added", "edited", "removed", "renamed"] },
            "before": text, "after": text,
        })),
        "Routes": object(&["verdict", "routes"], &json!({
            "verdict": schema("Verdict"), "says": text, "routes": list(schema("Route")), "map": any,
        })),
        "Verdict": { "type": "string", "enum": ["yours", "ask", "depends", "gap"] },
        "Route": object(
            &["verdict", "lane", "deciders", "consult", "inform", "because", "yours_if", "unknown", "map"],
            &json!({
                "verdict": schema("Verdict"), "says": text, "lane": { "type": ["object", "null"] },
                "deciders": list(text.clone()), "consult": list(text.clone()), "inform": list(text.clone()),
                "because": list(any.clone()), "yours_if": list(list(any.clone())),
                "unknown": list(any.clone()), "map": any,
            }),
        ),
        "Results": object(&["record", "opening", "results", "why"], &json!({
            "record": any, "opening": { "type": ["object", "null"] },
            "results": { "type": ["array", "null"], "items": any }, "why": text,
        })),
        "Problem": object(&["type", "title", "status", "detail"], &json!({
            "type": text, "title": text, "status": number, "detail": text,
            "problems": list(any.clone()), "now": any,
        })),
    });
    for kind in kinds.iter() {
        let asks = kind
            .asks
            .iter()
            .filter(|it| !it.kept)
            .map(|it| (it.name.to_owned(), answer_schema(it.answer)));
        let properties: Map<String, Value> = asks.collect();
        all[format!("Answers.{}", kind.slug)] = closed(&[], &Value::Object(properties));
    }
    all
}
