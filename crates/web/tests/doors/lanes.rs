//! The map on the page: asked, edited, compared.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::Place;

const MAP: &str = r#"
title = "Payments"
levels = ["contributor", "lead", "staff", "director"]
[dimension.undo]
steps = ["hour", "sprint", "quarter"]
[holder]
lead = ["@ana"]
[[lane]]
id = "storage"
domain = "engineering/storage"
says = "Tables and migrations"
level = "contributor"
upto = { undo = "sprint" }
[[lane]]
id = "architecture"
domain = "engineering/storage"
level = "lead"
[[lane]]
id = "the-rest"
domain = "*"
level = "director"
[[signal]]
paths = ["migrations/**"]
domain = "engineering/storage"
undo = "quarter"
"#;

async fn with_map() -> (Place, crate::browser::Browser) {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let mut ana = place.ana().await;
    let page = ana.post("/lanes/edit", &[("version", "0"), ("text", MAP)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let bo = place.signed_in(&bo).await;
    (place, bo)
}

#[tokio::test]
async fn the_map_is_a_table_and_the_sentence_is_answered_in_place() {
    let (_place, mut bo) = with_map().await;
    let page = bo.get("/lanes").await;
    assert!(
        page.has("Engineering / storage")
            && page.has("Everything else")
            && page.has("class=\"mine\""),
        "{}",
        page.text
    );
    let yours = bo.get("/lanes?ask=1&domain=engineering/storage&d.undo=sprint").await;
    assert!(yours.has("Yours to decide"), "{}", yours.text);
    let other = bo.get("/lanes?ask=1&what=drop+it&domain=engineering/storage&d.undo=quarter").await;
    assert!(other.has("@ana’s call") && other.has("yours-if") && other.has("It would be yours if"));
    assert!(other.has("Open a decision for @ana") && other.has("tr class=\"here\""));
}

#[tokio::test]
async fn only_what_would_change_the_answer_is_asked() {
    let (_place, mut bo) = with_map().await;
    let matters = bo.get("/lanes?domain=engineering/storage").await;
    assert!(
        matters.has("name=\"d.undo\"") && matters.has("It depends on how long it takes to undo")
    );
    let idle = bo.get("/lanes?domain=*").await;
    assert!(!idle.has("name=\"d.undo\""));
}

#[tokio::test]
async fn a_path_a_diff_and_a_sentence_are_enough_to_start_from() {
    let (_place, mut bo) = with_map().await;
    let path = bo.get("/lanes?ask=1&path=migrations/7.sql").await;
    assert!(
        path.has("@ana’s call") && path.has("What the map reads") || path.has("what the map reads"),
        "{}",
        path.text
    );
    let diff = "diff --git a/migrations/7.sql b/migrations/7.sql\n--- a/migrations/7.sql\n+++ b/migrations/7.sql\n@@ -0,0 +1 @@\n+create\n";
    let diff = bo.post("/lanes/diff", &[("diff", diff)]).await;
    assert!(diff.has("@ana’s call"), "{}", diff.text);
    let sentence = bo.get("/lanes?what=change+the+storage+of+retries").await;
    assert!(sentence.has("Read as engineering / storage"), "{}", sentence.text);
    assert!(sentence.has("tr class=\"here\"") && sentence.has("<option value=\"\" selected>"));
}

#[tokio::test]
async fn a_value_the_map_does_not_know_is_a_sentence_in_the_form() {
    let (_place, mut bo) = with_map().await;
    let page = bo.get("/lanes?ask=1&domain=engineering/storage&d.undo=someday").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("role=\"alert\"") && page.has("someday"));
}

#[tokio::test]
async fn the_answer_opens_a_decision_that_knows_the_case() {
    let (_place, mut bo) = with_map().await;
    let page = bo.get("/lanes?ask=1&what=drop+it&domain=engineering/storage&d.undo=quarter").await;
    let link = page.text.split("href=\"").find(|it| it.starts_with("/decision/new?")).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let form = bo.get(&link).await;
    assert!(
        form.has("value=\"Drop it\"") && form.has("<option value=\"quarter\" selected>"),
        "{}",
        form.text
    );
    let begun = bo
        .post(
            "/decision/new",
            &[
                ("title", "Drop it"),
                ("a.case.0.name", "domain"),
                ("a.case.0.value", "engineering/storage"),
                ("a.case.1.name", "undo"),
                ("a.case.1.value", "quarter"),
            ],
        )
        .await;
    let page = bo.get(begun.to()).await;
    assert!(page.has("Whose call, when it was opened") && page.has("@ana’s call"), "{}", page.text);
}

#[tokio::test]
async fn a_broken_map_is_underlined_and_not_put_in_force() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let broken = MAP.replace("level = \"lead\"", "level = \"leed\"");
    let page = ana.post("/lanes/check", &[("version", "0"), ("text", &broken)]).await;
    assert!(page.has("<mark>") && page.has("leed"), "{}", page.text);
    let page = ana.post("/lanes/edit", &[("version", "0"), ("text", &broken)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("leed"), "nothing typed is lost");
    assert!(ana.get("/lanes").await.has("No lanes yet"));
}

#[tokio::test]
async fn a_pasted_table_becomes_a_draft_that_can_be_put_in_force() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let first = ana.get("/lanes/edit").await;
    assert!(first.has("Paste a RACI or DACI table") && first.has("Put it in force"));
    let table = "What\tAna\tBen\nPrices\tA\tA\nTools\tR, A\tI\n";
    let page = ana.post("/lanes/table", &[("version", "0"), ("text", MAP), ("table", table)]).await;
    for words in ["A draft with 2 lanes", "row “Prices”, column “Ana, Ben”", "stood here", "@ben"]
    {
        assert!(page.has(words), "{words}: {}", page.text);
    }
    assert!(ana.get("/lanes").await.has("No lanes yet"), "nothing is in force by that");
    let drafted = domain::lanes::raci::draft(table).unwrap().text;
    let done = ana.post("/lanes/edit", &[("version", "0"), ("text", &drafted)]).await;
    assert!(ana.get(done.to()).await.has("Prices"));

    let words = [("version", "0"), ("text", MAP), ("table", "Ana does the prices.")];
    let page = ana.post("/lanes/table", &words).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("There is no table here") && page.has("Tables and migrations"));
    assert!(page.has("Ana does the prices."), "nothing typed is lost");
}

#[tokio::test]
async fn a_stale_map_shows_the_other_text_and_keeps_yours() {
    let (place, _bo) = with_map().await;
    let mut ana = place.ana().await;
    let mine = MAP.replace("Tables and migrations", "My words");
    let page = ana.post("/lanes/edit", &[("version", "0"), ("text", &mine)]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(
        page.has("My words")
            && page.has("another version in force")
            && page.has("Tables and migrations")
    );
}

#[tokio::test]
async fn what_is_mine_which_path_and_what_changed_are_pages_of_their_own() {
    let (place, mut bo) = with_map().await;
    let mine = bo.get("/lanes/mine").await;
    assert!(mine.has("Tables and migrations") && mine.has("as a contributor"), "{}", mine.text);
    let paths = bo.get("/lanes/paths").await;
    assert!(paths.has("migrations/**") && paths.has("a quarter to undo"));
    let proposed = bo
        .post(
            "/lanes/edit",
            &[("version", "1"), ("text", &MAP.replace("undo = \"sprint\"", "undo = \"hour\""))],
        )
        .await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text);
    let edit = bo.get("/lanes/edit").await;
    assert!(edit.has("Propose it") && !edit.has("Put it in force"), "the map is ana’s call");
    let changes = bo.get("/lanes/changes?from=1&to=2").await;
    assert!(changes.has("For you") && changes.has("storage"), "{}", changes.text);
    assert!(bo.get("/lanes").await.has("Version 2 has been proposed"));
    assert!(!bo.get("/lanes").await.has("Put version 2 in force"), "answering it is ana’s");
    let agreed = place.ana().await.post("/lanes/agree", &[("version", "9")]).await;
    assert_ne!(agreed.status, StatusCode::SEE_OTHER, "another version than the newest");
}

#[tokio::test]
async fn a_map_that_waits_and_one_that_changed_stand_on_the_first_page() {
    let (place, mut bo) = with_map().await;
    // Nobody is a director here: without a lane for it, nobody could change the map.
    let map = format!("{MAP}[[lane]]\nid = \"map\"\ndomain = \"lanes\"\nlevel = \"lead\"\n");
    let team = place.house.organisation().root().unwrap().clone();
    let keeper = place.house.system_desk("test");
    keeper.propose_map(&team.id, 1, &map).await.unwrap();
    let narrow = map.replace("undo = \"sprint\"", "undo = \"hour\"");
    bo.post("/lanes/edit", &[("version", "2"), ("text", &narrow)]).await;
    let mut ana = place.ana().await;
    let line = format!("version 3 of the map of {}", team.name);
    let today = ana.get("/").await;
    assert!(today.has("Put in force, or answer: ") && today.has(&line), "{}", today.text);
    assert!(today.has("One thing waits for you."), "{}", today.text);
    assert!(!bo.get("/").await.has(&line));
    let page = ana.get("/lanes").await;
    assert!(page.has("Put version 3 in force") && page.has("Leave the map as it is"));
    let kept = ana.post("/lanes/agree", &[("version", "3"), ("keep", "1")]).await;
    assert!(ana.get(kept.to()).await.has("The map stays as it is."));
    assert!(!ana.get("/").await.has(&line));

    ana.post("/lanes/edit", &[("version", "4"), ("text", &narrow)]).await;
    let news = format!("The map of {} changed what you decide: one thing", team.name);
    let today = bo.get("/").await;
    assert!(today.has(&news) && today.has("Ana put version 5 in force"), "{}", today.text);
    let to = format!("/lanes/changes?team={}&amp;from=1&amp;to=5", team.slug);
    assert!(today.has(&to), "{}", today.text);
    assert!(!ana.get("/").await.has(&news), "she put it in force");
}

#[tokio::test]
async fn what_the_text_would_do_is_shown_before_it_is_in_force() {
    let (_place, mut bo) = with_map().await;
    let case = [
        ("title", "Drop it"),
        ("a.case.0.name", "domain"),
        ("a.case.0.value", "engineering/storage"),
        ("a.case.1.name", "undo"),
        ("a.case.1.value", "sprint"),
    ];
    bo.post("/decision/new", &case).await;
    let text = MAP.replace("undo = \"sprint\"", "undo = \"hour\"")
        + "[[lane]]\nid = \"never\"\ndomain = \"engineering/storage\"\nlevel = \"contributor\"\nupto = { undo = \"hour\" }\n";
    let page = bo.post("/lanes/check", &[("version", "1"), ("text", &text)]).await;
    for words in [
        "What would change",
        "For you",
        "In engineering/storage you decide up to an hour to undo; it was a sprint to undo",
        "Worth a look",
        "Lane “never” can never decide: “storage” stands before it",
        "For example: undo hour.",
        "The one decision would have gone to somebody else.",
        "any contributor → @ana",
    ] {
        assert!(page.has(words), "{words}: {}", page.text);
    }
    let same = bo.post("/lanes/check", &[("version", "1"), ("text", MAP)]).await;
    assert!(!same.has("For you") && !same.has("would have gone"), "{}", same.text);
    bo.post("/lanes/edit", &[("version", "1"), ("text", &text)]).await;
    let changes = bo.get("/lanes/changes?from=1&to=2").await;
    assert!(changes.has("Drop it") && changes.has("any contributor → @ana"), "{}", changes.text);
}
