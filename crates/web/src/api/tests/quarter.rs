//! A team's quarter as programs read it, and the days it adds to what is due.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::Town;

async fn demo(town: &Town, on: &str) -> String {
    let body = json!({
        "kind": "demo", "team": "payments", "title": "Payouts",
        "answers": { "on": on, "place": "The kitchen" }
    });
    let (status, body) = town.post(&town.member, "/api/v1/records", &body).await;
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["id"].as_str().unwrap().to_owned()
}

/// The practice with this slug, of the answer's list.
fn practice<'a>(quarter: &'a Value, kind: &str) -> &'a Value {
    quarter["items"].as_array().unwrap().iter().find(|it| it["kind"] == kind).unwrap()
}

#[tokio::test]
async fn a_quarter_names_its_days_its_neighbours_and_where_each_practice_stands() {
    let town = Town::new().await;
    let id = demo(&town, "2026-06-10").await;
    let (status, now) = town.get(&town.reader, "/api/v1/teams/payments/quarter").await;
    assert_eq!(status, StatusCode::OK, "{now}");
    let days = ["quarter", "first", "last", "previous", "next"].map(|it| now[it].clone());
    assert_eq!(days, ["2026-Q2", "2026-04-01", "2026-06-30", "2026-Q1", "2026-Q3"]);
    let demos = practice(&now, "demo");
    assert_eq!((&demos["says"], &demos["returns"]), (&json!("planned"), &json!("each_quarter")));
    assert_eq!(demos["planned"][0]["on"], "2026-06-10");
    assert_eq!(demos["planned"][0]["record"]["id"], json!(id));
    assert_eq!(demos["held"], json!([]));
    assert_eq!(practice(&now, "postmortem")["says"], "none");
    assert_eq!(practice(&now, "deal")["says"], "never_yet");
    let at = "/api/v1/teams/payments/quarter?of=2026-Q1";
    let (_, before) = town.get(&town.reader, at).await;
    assert_eq!(
        (&before["quarter"], &practice(&before, "demo")["says"]),
        (&json!("2026-Q1"), &json!("never_yet"))
    );
}

#[tokio::test]
async fn what_is_no_quarter_or_no_team_is_refused_with_the_way_out() {
    let town = Town::new().await;
    for of in ["spring", "2026-Q5", "2026"] {
        let at = format!("/api/v1/teams/payments/quarter?of={of}");
        let (status, body) = town.get(&town.reader, &at).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(body.to_string().contains("write it as 2026-Q1"), "{body}");
    }
    let (status, _) = town.get(&town.reader, "/api/v1/teams/nobody/quarter").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lane_that_ends_is_due_without_a_record_and_says_where_it_is_read() {
    let town = Town::new().await;
    let map = super::MAP.replace("upto =", "until = 2026-06-01\nupto =");
    let team = town.house.organisation().team_by_slug("payments").unwrap().id.clone();
    town.house.system_desk("test").take_in_map(&team, &map, "server", app::AGREED).await.unwrap();
    let (_, due) = town.get(&town.reader, "/api/v1/due?team=payments").await;
    let lane = &due["items"][0];
    assert_eq!((&lane["asks"], &lane["about"]), (&json!("Renew or end"), &json!("lane small")));
    assert_eq!((&lane["on"], &lane["overdue"]), (&json!("2026-06-01"), &json!(false)));
    assert_eq!((&lane["place"], &lane["record"]), (&json!("/lanes?team=payments"), &Value::Null));
}
