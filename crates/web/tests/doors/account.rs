//! Postmortems, commitments and celebrations through the doors; and that nothing counts anybody.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::people::Role;
use domain::practice::samples::text;
use domain::record::Answers;
use serde_json::Value;

use crate::browser::{Browser, Place, path};

async fn begun(browser: &mut Browser, kind: &str, fields: &[(&str, &str)]) -> String {
    let page = browser.post(&format!("/{kind}/new"), fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    path(page.to())
}

#[tokio::test]
async fn a_postmortem_begins_with_one_sentence_and_ends_published_and_as_a_file() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at =
        begun(&mut browser, "postmortem", &[("title", "It stood still"), ("short", "1")]).await;
    let fields = [
        ("version", "1"),
        ("title", "It stood still"),
        ("a.happened", "Two hours of nothing."),
        ("a.factors.0.factor", "One queue"),
        ("a.factors.1.factor", "No age"),
        ("a.surprised", "Waiting is no error."),
    ];
    assert_eq!(browser.post(&format!("{at}/edit"), &fields).await.status, StatusCode::SEE_OTHER);
    for (version, step) in [("2", "share"), ("3", "publish")] {
        let moved = browser.post(&format!("{at}/move/{step}"), &[("version", version)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{step}: {}", moved.text);
    }
    let page = browser.get(&at).await;
    assert!(page.has("What surprised us: ") && page.has("One queue"));
    let file = browser.get(&format!("{at}/markdown")).await;
    assert!(file.has("kind: postmortem") && file.has("## What contributed"), "{}", file.text);
    assert!(browser.get("/reflections").await.has("It stood still"));
}

#[tokio::test]
async fn the_sixth_promise_is_refused_in_words_beside_the_ideas() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at =
        begun(&mut browser, "postmortem", &[("title", "It stood still"), ("short", "1")]).await;
    let promise = [("a.text", "A limit"), ("a.owner", "ana"), ("a.due", "2026-04-01")];
    for _ in 0..5 {
        let page = browser.post(&format!("{at}/attach/commitment"), &promise).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let sixth = browser.post(&format!("{at}/attach/commitment"), &promise).await;
    assert_eq!(sixth.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(sixth.has("Five changes are promised here already"));
    let idea = browser.post(&format!("{at}/attach/idea"), &[("a.text", "A lamp")]).await;
    assert_eq!(idea.status, StatusCode::SEE_OTHER);
    let page = browser.get("/commitments").await;
    assert!(page.has("Five promises are open.") && page.has("It stood still"), "{}", page.text);
}

#[tokio::test]
async fn whoever_leads_from_outside_is_offered_nothing_before_the_team_has_spoken() {
    let place = Place::new().await;
    let leader = place.person("raj", 3, Role::Member).await;
    let mut browser = place.ana().await;
    let at =
        begun(&mut browser, "postmortem", &[("title", "It stood still"), ("short", "1")]).await;
    let mut raj = place.signed_in(&leader).await;
    let page = raj.get(&at).await;
    assert_eq!(page.status, StatusCode::OK, "reading is open");
    assert!(!page.has("/attach/") && !page.has("/move/") && !page.has("/edit"), "{}", page.text);
    assert!(!raj.get("/reflections").await.has("name=\"title\" value=\"postmortem\""));
    let refused = raj.post("/postmortem/new", &[("title", "Mine"), ("short", "1")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_waved_off_does_not_come_up_again() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let fields = [
        ("title", "The settlement batch stood"),
        ("a.happened", "It stood."),
        ("a.factors.0.factor", "One"),
        ("a.factors.1.factor", "Two"),
    ];
    let old = begun(&mut browser, "postmortem", &fields).await;
    for (version, step) in [("1", "share"), ("2", "publish")] {
        browser.post(&format!("{old}/move/{step}"), &[("version", version)]).await;
    }
    let new =
        begun(&mut browser, "decision", &[("title", "Split the settlement batch"), ("short", "1")])
            .await;
    let page = browser.get(&new).await;
    assert!(
        page.has("Learned before") && page.has("both speak of “batch” and “settlement”"),
        "{}",
        page.text
    );
    let id = old.rsplit('/').next().unwrap();
    let done = browser.post(&format!("{new}/wave-off/{id}"), &[]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&new).await.has("Learned before"));
}

/// Four celebrations whose stories name one person, written by another.
async fn praised(place: &Place) {
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let decision = desk.begin("decision", &place.root, "One queue", Answers::new()).await.unwrap();
    for n in 0..4 {
        let said = Answers::from([
            text("of", "risk"),
            text("reason", "Zora drew the line before she began."),
            text("decision", decision.record.id.as_str()),
        ]);
        let title = format!("Line number {n} of Zora");
        let begun = desk.begin("celebration", &place.root, &title, said).await.unwrap().record;
        desk.make_move(&begun.id, begun.version, "share").await.unwrap();
    }
}

/// Whether a text says how many of something somebody has: a name with a bare number beside it.
fn counts_somebody(page: &str, name: &str) -> Option<String> {
    let text = without_tags(page);
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words
        .iter()
        .enumerate()
        .filter(|it| it.1.trim_matches(|c: char| !c.is_alphanumeric()) == name)
    {
        let near =
            words.get(at + 1).into_iter().chain(at.checked_sub(1).and_then(|at| words.get(at)));
        for beside in near {
            let bare = beside.trim_matches(|c: char| "(),:×x".contains(c));
            if bare == "4" || bare.eq_ignore_ascii_case("four") {
                return Some(format!("{word} beside {beside}"));
            }
        }
    }
    None
}

fn without_tags(page: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for letter in page.chars() {
        match letter {
            '<' => {
                inside = true;
                out.push(' ');
            }
            '>' => inside = false,
            other if !inside => out.push(other),
            _ => {}
        }
    }
    out
}

#[test]
fn a_count_beside_a_name_would_be_seen() {
    assert!(counts_somebody("<td>Zora</td><td>4</td>", "Zora").is_some());
    assert!(counts_somebody("<p>4 × Zora</p>", "Zora").is_none(), "the sign stands between");
    assert!(counts_somebody("<li>Four Zora</li>", "Zora").is_some());
    assert!(counts_somebody("<p>Line number 3 of Zora</p>", "Zora").is_none());
}

/// Four things that one person says to another, in one place.
async fn said_to_ana(place: &Place) {
    let zora = place.person("zora", 0, Role::Member).await;
    let theirs = place.house.desk_of(&place.ana).await.unwrap();
    let asked = Answers::from([text("to", "ana")]);
    let title = "What do I do that makes your week harder?";
    let asked = theirs.begin("feedback", &place.root, title, asked).await.unwrap().record;
    let desk = place.house.desk_of(&zora).await.unwrap();
    for what in ["Plans change on Fridays", "The room is cold", "Notes come late", "No agenda"] {
        desk.attach(&asked.id, "raised", Answers::from([text("text", what)])).await.unwrap();
    }
}

/// Walks the pages where somebody's name can stand, the API and the export.
async fn nothing_counts_by_person(place: &Place, pages: &[&str], kind: &str) {
    let mut browser = place.ana().await;
    let everywhere = [
        "/",
        "/reflections",
        "/commitments",
        "/people",
        "/person/zora",
        "/person/ana",
        "/team/northwind",
        "/mirrors",
        "/search?q=Zora",
        "/decisions",
        "/settings",
        "/quality?team=northwind",
        "/you-said-we-did",
        "/our-mirrors",
        "/released-readings",
        "/metrics-reviews",
        "/health-reviews",
    ];
    for to in everywhere.iter().chain(pages) {
        let page = browser.get(to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
        for name in ["Zora", "zora", "Ana", "ana", "@zora", "@ana"] {
            assert_eq!(counts_somebody(&page.text, name), None, "{to}");
        }
    }
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let token = desk.make_token("test", "read write admin", 1).await.unwrap();
    let records = format!("/api/v1/records?kind={kind}");
    let mut asked: Vec<String> = vec![records.clone(), format!("{records}&open=false")];
    asked.extend(everything_the_api_answers(place, &mut browser, kind).await);
    for to in asked {
        let request = Request::get(&to).header("authorization", format!("Bearer {token}"));
        let answer = browser.send(request, Body::empty()).await;
        let has_none = ["/markdown", "/map", "/results"].iter().any(|it| to.ends_with(it));
        assert!(answer.status == StatusCode::OK || has_none, "{to}: {}", answer.text);
        match serde_json::from_str(&answer.text) {
            Ok(json) => no_number_of_a_person(&json, &to),
            Err(_) => no_number_in_lines(&answer.text, &to),
        }
    }
    let secret = place.house.desk_of(&place.ana).await.unwrap().make_feed_link().await.unwrap();
    for feed in ["calendar.ics", "news.atom"] {
        let page = browser.get(&format!("/feeds/{secret}/{feed}")).await;
        assert_eq!(page.status, StatusCode::OK, "{feed}");
        for name in ["Zora", "zora", "Ana", "ana"] {
            assert_eq!(counts_somebody(&page.text, name), None, "{feed}");
        }
    }
    for object in place.house.system_desk("test").export().await.unwrap() {
        let body = serde_json::to_value(&object).unwrap();
        if body["is"] == "person" {
            let counts = |it: &&String| it.contains("count") || it.contains(kind);
            let fields = body.as_object().unwrap();
            assert_eq!(fields.keys().find(counts), None, "{}", object.path());
        }
    }
}

/// Every address of the API's own document that reads, filled with what is there.
async fn everything_the_api_answers(
    place: &Place,
    browser: &mut Browser,
    kind: &str,
) -> Vec<String> {
    let document = browser.get("/api/openapi.json").await;
    let document: Value = serde_json::from_str(&document.text).unwrap();
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let query =
        app::ListQuery { kinds: vec![kind.to_owned()], limit: 9, ..app::ListQuery::default() };
    let records = desk.list(&query).await.unwrap().items;
    let mut found = Vec::new();
    for (path, of) in document["paths"].as_object().unwrap() {
        if of.get("get").is_none() {
            continue;
        }
        let path = path.replace("{team}", "northwind");
        match path.contains("{id}") {
            true => found.extend(records.iter().map(|it| path.replace("{id}", it.id.as_str()))),
            false => found.push(path),
        }
    }
    assert!(found.len() > 14 && found.iter().all(|it| !it.contains('{')), "{found:?}");
    found
}

/// The export, and what else comes line by line.
fn no_number_in_lines(text: &str, to: &str) {
    for line in text.lines() {
        if let Ok(json) = serde_json::from_str::<Value>(line) {
            no_number_of_a_person(&json, to);
        }
    }
    for name in ["Zora", "zora", "Ana", "ana"] {
        assert_eq!(counts_somebody(text, name), None, "{to}");
    }
}

/// A team that has looked into its mirrors, noted, released, and been looked at: four times each.
async fn looked_into(place: &Place) {
    let zora = place.person("zora", 0, Role::Member).await;
    let raj = place.person("raj", 3, Role::Member).await;
    let desk = place.house.desk_of(&zora).await.unwrap();
    let board = desk.begin_board(&place.root).await.unwrap();
    for n in 1..=4 {
        let note = [text("text", "A freeze"), text("on", &format!("2026-02-0{n}"))];
        desk.attach(&board, "note", Answers::from(note)).await.unwrap();
        let said = [text("says_not", "Who did it"), text("mirror", "follow-through")];
        let begun = desk.begin("reading", &place.root, "We keep few", Answers::from(said)).await;
        let begun = begun.unwrap().record;
        desk.make_move(&begun.id, 1, "release").await.unwrap();
        for _ in 0..4 {
            place.house.desk_of(&raj).await.unwrap().open(&begun.id).await.unwrap();
        }
        let saw = [text("saw", "It waits"), text("surprised", "Nothing")];
        desk.begin("metrics-review", &place.root, "Why?", Answers::from(saw)).await.unwrap();
    }
}

#[tokio::test]
async fn no_page_no_api_no_feed_and_no_export_counts_who_looked_or_who_noted_what() {
    let place = Place::new().await;
    looked_into(&place).await;
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let query = app::ListQuery { limit: 100, ..app::ListQuery::default() };
    let records = desk.list(&query).await.unwrap().items;
    let pages: Vec<String> = records.iter().map(|it| format!("/{}/{}", it.kind, it.id)).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    assert!(pages.len() >= 9, "{pages:?}");
    for kind in ["reading", "our-mirrors", "metrics-review"] {
        nothing_counts_by_person(&place, &pages, kind).await;
    }
    let mut ana = place.ana().await;
    let reading = records.iter().find(|it| it.kind == "reading").unwrap();
    let page = ana.get(&format!("/reading/{}", reading.id)).await;
    let looked = page.text.split("id=\"looked\"").nth(1).unwrap().split("</section>").next();
    assert_eq!(looked.unwrap().matches(">raj<").count(), 1, "each name once: {looked:?}");
}

#[tokio::test]
async fn no_page_no_api_and_no_export_counts_celebrations_by_person() {
    let place = Place::new().await;
    place.person("zora", 0, Role::Member).await;
    praised(&place).await;
    let pages = ["/celebrations", "/celebrations?closed=1"];
    nothing_counts_by_person(&place, &pages, "celebration").await;
    for object in place.house.system_desk("test").export().await.unwrap() {
        let body = serde_json::to_value(&object).unwrap();
        if body["kind"] == "celebration" {
            let named = ["owner", "person", "people", "who", "praised"];
            assert!(
                body["answers"].as_object().unwrap().keys().all(|it| !named.contains(&it.as_str()))
            );
        }
    }
}

#[tokio::test]
async fn no_page_no_api_and_no_export_counts_what_somebody_said_or_was_told() {
    let place = Place::new().await;
    said_to_ana(&place).await;
    nothing_counts_by_person(&place, &["/feedback"], "feedback").await;
}

/// Wherever an object has a handle, its only numbers are those of a record or a seat.
fn no_number_of_a_person(it: &Value, to: &str) {
    match it {
        Value::Array(all) => all.iter().for_each(|it| no_number_of_a_person(it, to)),
        Value::Object(fields) => {
            if fields.contains_key("handle") {
                for (name, value) in fields {
                    // A moment, as an export writes it, measures nobody.
                    let measures = value.is_number() && !name.ends_with("_at");
                    assert!(!measures, "{to}: {name} is a number beside a handle");
                }
            }
            fields.values().for_each(|it| no_number_of_a_person(it, to));
        }
        _ => {}
    }
}

#[tokio::test]
async fn the_api_lists_promises_what_was_learned_and_the_teams_own_mirror() {
    let place = Place::new().await;
    praised(&place).await;
    let desk = place.house.desk_of(&place.ana).await.unwrap();
    let begun =
        desk.begin("decision", &place.root, "Two queues", Answers::new()).await.unwrap().record;
    let promise = Answers::from([text("text", "A limit"), text("due", "2026-04-01")]);
    desk.attach(&begun.id, "commitment", promise).await.unwrap();
    let token = desk.make_token("test", "read", 1).await.unwrap();
    let mut browser = place.browser();
    let mut ask = async |to: String| -> Value {
        let request = Request::get(&to).header("authorization", format!("Bearer {token}"));
        let answer = browser.send(request, Body::empty()).await;
        assert_eq!(answer.status, StatusCode::OK, "{to}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap_or(Value::String(answer.text))
    };
    let listed = ask("/api/v1/commitments?open=true".into()).await;
    assert_eq!(listed["items"][0]["answers"]["text"], "A limit");
    assert_eq!(listed["items"][0]["record"]["title"], "Two queues");
    let mirrors = ask("/api/v1/teams/northwind/mirrors".into()).await;
    assert_eq!(mirrors["follow_through"]["id"], "follow-through");
    assert_eq!(mirrors["celebrations"]["n"], 4);
    assert_eq!(
        ask(format!("/api/v1/records/{}/learned", begun.id)).await["items"],
        serde_json::json!([])
    );
    let file = ask(format!("/api/v1/records/{}/markdown", begun.id)).await;
    assert!(file.as_str().is_some_and(|it| it.contains("# Two queues")));
}
