//! Intents and decisions from the first sentence on: written, checked, hung upon, moved.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::{Browser, Place, path};

async fn begun(browser: &mut Browser, kind: &str, title: &str) -> String {
    let page = browser.post(&format!("/{kind}/new"), &[("title", title), ("short", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    path(page.to())
}

#[tokio::test]
async fn one_sentence_begins_a_record_and_it_is_found_everywhere() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at = begun(&mut browser, "decision", "Drop the retry table").await;
    let page = browser.get(&format!("{at}?said=begun")).await;
    assert!(page.has("Drop the retry table") && page.has("It can grow whenever you like"));
    assert!(browser.get("/decisions").await.has("Drop the retry table"));
    assert!(browser.get("/search?q=retry").await.has(&at));
    let id = at.rsplit('/').next().unwrap();
    assert_eq!(browser.get(&format!("/find/{id}")).await.to(), at);
    assert_eq!(browser.get(&at.replace("decision", "intent")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_is_saved_with_rows_and_shown_again_with_its_words() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at = begun(&mut browser, "decision", "Drop the retry table").await;
    let form = browser.get(&format!("{at}/edit")).await;
    assert!(form.has("name=\"a.options.0.option\""));
    let fields = [
        ("version", "1"),
        ("title", "Drop the retry table"),
        ("a.options.0.option", "Drop it"),
        ("a.options.0.for", "Less to **run**"),
        ("a.options.1.option", "Do nothing"),
        ("a.chosen", "Drop it"),
        ("a.because", "<script>alert(1)</script>"),
    ];
    let saved = browser.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = browser.get(&at).await;
    assert!(page.has("<strong>run</strong>") && page.has("Do nothing"));
    assert!(!page.has("<script>alert"));
}

#[tokio::test]
async fn a_row_is_added_and_removed_without_script() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let fields = [
        ("title", "T"),
        ("a.options.0.option", "One"),
        ("a.options.1.option", "Two"),
        ("rows", "drop:options:0"),
    ];
    let page = browser.post("/decision/new", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("value=\"Two\"") && !page.has("value=\"One\""));
    assert!(!browser.get("/decisions").await.has(">T<"), "nothing was saved");
    let page = browser
        .post(
            "/decision/new",
            &[("title", "T"), ("a.options.0.option", "One"), ("rows", "add:options")],
        )
        .await;
    assert!(page.has("a.options.1.option"));
}

#[tokio::test]
async fn what_cannot_be_saved_comes_back_as_it_was_typed() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let page = browser
        .post(
            "/intent/new",
            &[("title", " "), ("a.problem", "Long waits"), ("a.review_on", "soon")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Long waits") && page.has("value=\"soon\"") && page.has("is not a date"));
    assert!(page.has("aria-invalid=\"true\""));
}

#[tokio::test]
async fn two_people_at_once_both_keep_their_words() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let (mut ana, mut bo) = (place.ana().await, place.signed_in(&bo).await);
    let at = begun(&mut ana, "decision", "Drop the retry table").await;
    let edit = format!("{at}/edit");
    let theirs = bo
        .post(&edit, &[("version", "1"), ("title", "Keep the retry table"), ("a.chosen", "Keep")])
        .await;
    assert_eq!(theirs.status, StatusCode::SEE_OTHER, "{}", theirs.text);
    let stale =
        ana.post(&edit, &[("version", "1"), ("title", "Drop it now"), ("a.chosen", "Drop")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("bo saved this while you were writing"));
    assert!(
        stale.has("data-says=\"What you wrote\""),
        "on a phone both versions say whose they are"
    );
    assert!(
        stale.has("Keep the retry table") && stale.has("Drop it now") && stale.has("Keep</td>")
    );
    let version = stale.field("version").unwrap();
    let again = ana
        .post(&edit, &[("version", &version), ("title", "Drop it now"), ("a.chosen", "Drop")])
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_move_that_is_refused_says_why_beside_its_button() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at = begun(&mut browser, "decision", "Drop the retry table").await;
    let page = browser.post(&format!("{at}/move/decide"), &[("version", "1")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("role=\"alert\"") && page.has("First answer"));
    let stale = browser.post(&format!("{at}/move/seek"), &[("version", "0")]).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.has("as it stands now"));
    let moved = browser.post(&format!("{at}/move/seek"), &[("version", "1")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    assert!(browser.get(&at).await.has("asking for advice"));
}

#[tokio::test]
async fn a_question_is_asked_answered_and_waits_on_the_first_page() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let (mut ana, mut bo) = (place.ana().await, place.signed_in(&bo).await);
    let at = begun(&mut ana, "decision", "Drop the retry table").await;
    let empty = bo.post(&format!("{at}/attach/question"), &[("a.text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked =
        bo.post(&format!("{at}/attach/question"), &[("a.text", "Who still reads it?")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    let today = ana.get("/").await;
    assert!(
        today.has("One thing waits for you") && today.has("Who still reads it?"),
        "{}",
        today.text
    );
    assert!(ana.get("/lanes").await.has("1<span class=\"unseen\"> waiting for you"));
    let hung = asked.to().split("#at-").nth(1).unwrap().to_owned();
    let answered = ana
        .post(
            &format!("{at}/attached/{hung}/answer"),
            &[("version", "1"), ("a.answer", "Nobody since May.")],
        )
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text);
    assert!(bo.get(&at).await.has("Nobody since May."));
    assert!(!ana.get("/keys").await.has("waiting for you"), "the rail says so at once");
}

#[tokio::test]
async fn checks_are_shown_while_somebody_writes_and_nothing_is_saved() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let fields = [("title", "Faster payouts"), ("a.end_state", "Implement the new queue")];
    let page = browser.post("/intent/check", &fields).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("class=\"finding") && page.has("id=\"notes-end-state\""), "{}", page.text);
    assert!(browser.get("/intents").await.has("No intents yet"));
}

#[tokio::test]
async fn a_draft_is_kept_and_found_again_until_it_is_saved() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let kept = browser.post("/draft/decision/new", &[("title", "Half a thought")]).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    let form = browser.get("/decision/new").await;
    assert!(form.has("Half a thought") && form.has("the draft you left"));
    begun(&mut browser, "decision", "Half a thought").await;
    assert!(!browser.get("/decision/new").await.has("the draft you left"));
}

#[tokio::test]
async fn what_is_put_away_leaves_the_list_and_stays_readable() {
    let place = Place::new().await;
    let mut browser = place.ana().await;
    let at = begun(&mut browser, "decision", "Drop the retry table").await;
    let page = browser.post(&format!("{at}/retire"), &[("version", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert!(!browser.get("/decisions").await.has("Drop the retry table"));
    let page = browser.get(&at).await;
    assert!(page.has("This is put away") && page.has("Take it out again"));
    for offered in ["/move", "/attach", "/edit"] {
        assert!(!page.has(&format!("\"{at}{offered}")), "{offered} is offered and then refused");
    }
    let asked = browser.post(&format!("{at}/attach/question"), &[("a.text", "Why?")]).await;
    assert!(asked.has("Take it out again first"), "{}", asked.text);
    let back = browser.post(&format!("{at}/retire"), &[("version", "2"), ("back", "1")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(browser.get("/decisions").await.has("Drop the retry table"));
}

#[tokio::test]
async fn what_each_wrote_is_read_together_and_own_words_can_be_changed_for_an_hour() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let (mut ana, mut bo) = (place.ana().await, place.signed_in(&bo).await);
    let at = begun(&mut ana, "decision", "Drop the retry table").await;
    let mine = bo.post(&format!("{at}/attach/response"), &[("a.text", "It will come back.")]).await;
    assert_eq!(mine.status, StatusCode::SEE_OTHER, "{}", mine.text);
    assert!(!ana.get(&at).await.has("It will come back."));
    let hung = mine.to().split("#at-").nth(1).unwrap().to_owned();
    let reword = format!("{at}/attached/{hung}/reword");
    assert!(bo.get(&at).await.has(&reword));
    let saved = bo.post(&reword, &[("version", "1"), ("a.text", "It may come back.")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let others = ana.post(&reword, &[("version", "2"), ("a.text", "Mine now")]).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND, "nobody else even sees it");
    let revealed = bo.post(&format!("{at}/reveal"), &[("version", "1")]).await;
    assert_eq!(revealed.status, StatusCode::SEE_OTHER, "{}", revealed.text);
    assert!(ana.get(&at).await.has("It may come back."));
}
