//! What is written before hearing the others is seen by its writer alone, wherever one looks.

use app::{Desk, ListQuery, Problem};
use domain::id::Id;

use crate::town::{EVERYBODY, Town, words};

/// Everything a desk can be told about a record, as one text.
pub(crate) async fn told(desk: &Desk, id: &Id) -> String {
    let mut all = String::new();
    if let Ok(dossier) = desk.read(id).await {
        all.push_str(&format!("{dossier:?}"));
    }
    if let Ok(history) = desk.history(id).await {
        all.push_str(&history.iter().map(|it| it.detail.clone()).collect::<String>());
    }
    if let Ok(page) = desk.list(&ListQuery { limit: 100, ..ListQuery::default() }).await {
        all.push_str(&format!("{page:?}"));
    }
    if let Ok(today) = desk.today().await {
        all.push_str(&format!("{today:?}"));
    }
    if let Ok(found) = desk.search("quicksand").await {
        all.push_str(&format!("{} found", found.len()));
        assert!(found.is_empty(), "the search knows it");
    }
    if let Ok(out) = desk.export().await {
        all.push_str(&format!("{out:?}"));
    }
    all
}

#[tokio::test]
async fn nobody_learns_what_somebody_wrote_before_the_reveal() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let kim = town.desk("kim").await;
    let given = kim.attach(&id, "response", words(&[("text", "It is quicksand")])).await.unwrap();
    kim.reword(&id, &given.id, 1, words(&[("text", "It is deep quicksand")])).await.unwrap();
    kim.reword(&id, &given.id, 2, words(&[("text", "It is quicksand after all")])).await.unwrap();
    for who in EVERYBODY.into_iter().filter(|it| *it != "kim") {
        let all = told(&town.desk(who).await, &id).await;
        assert!(!all.contains("quicksand"), "{who} was told: {all}");
    }
    let all = told(&town.keeper(), &id).await;
    assert!(!all.contains("quicksand"), "a job of the house was told: {all}");
    let own = town.desk("kim").await.read(&id).await.unwrap();
    assert_eq!(own.attached[0].text("text"), "It is quicksand after all");
}

#[tokio::test]
async fn the_reveal_shows_everybody_everything_at_once() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    for who in ["ana", "kim", "lee", "ruth"] {
        let text = format!("Thoughts of {who} about quicksand");
        town.desk(who).await.attach(&id, "response", words(&[("text", &text)])).await.unwrap();
    }
    assert_eq!(town.desk("pia").await.read(&id).await.unwrap().attached.len(), 0);
    town.desk("ana").await.reveal(&id, 1).await.unwrap();
    for who in ["ana", "pia", "nia", "lee", "raj"] {
        let desk = town.desk(who).await;
        assert_eq!(desk.read(&id).await.unwrap().attached.len(), 4, "{who}");
        assert_eq!(desk.search("quicksand").await.unwrap().len(), 1, "{who}");
    }
    let out = town.keeper().export().await.unwrap();
    assert_eq!(format!("{out:?}").matches("about quicksand").count(), 4);
}

#[tokio::test]
async fn nobody_can_touch_a_response_they_cannot_see() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let kim = town.desk("kim").await;
    let given = kim.attach(&id, "response", words(&[("text", "Quicksand")])).await.unwrap().id;
    for who in ["ana", "ruth", "raj"] {
        let desk = town.desk(who).await;
        let tried = desk.reword(&id, &given, 1, words(&[("text", "Fine")])).await;
        assert!(matches!(tried, Err(Problem::NotFound)), "{who}: {tried:?}");
    }
}

#[tokio::test]
async fn after_an_export_and_an_apply_a_response_is_still_there_and_still_hidden() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    let kim = town.desk("kim").await;
    kim.attach(&id, "response", words(&[("text", "Quicksand")])).await.unwrap();
    let out = town.keeper().export().await.unwrap();
    town.keeper().apply(out, false).await.unwrap();
    assert_eq!(town.desk("kim").await.read(&id).await.unwrap().attached.len(), 1);
    assert_eq!(town.desk("ana").await.read(&id).await.unwrap().attached.len(), 0);
}

#[tokio::test]
async fn a_draft_is_nobodys_but_its_writers_and_in_no_export() {
    let town = Town::new().await;
    town.desk("kim").await.keep_draft("decision/new", "title=quicksand").await.unwrap();
    for who in EVERYBODY.into_iter().filter(|it| *it != "kim") {
        assert_eq!(town.desk(who).await.draft("decision/new").await.unwrap(), None, "{who}");
    }
    assert!(!format!("{:?}", town.keeper().export().await.unwrap()).contains("quicksand"));
    let kim = town.desk("kim").await;
    assert_eq!(kim.draft("decision/new").await.unwrap().unwrap().text, "title=quicksand");
    kim.keep_draft("decision/new", "  ").await.unwrap();
    assert_eq!(kim.draft("decision/new").await.unwrap(), None, "an empty one is forgotten");
    for (key, text) in [("k", "x".repeat(200_001)), (&*"k".repeat(201), String::from("x"))] {
        assert!(matches!(kim.keep_draft(key, &text).await, Err(Problem::Invalid(_))));
    }
}
