//! Too few for ballots: the page says so before anybody writes a word, and holds an open round in one press.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::{Place, path};

#[tokio::test]
async fn too_few_hold_an_open_round_in_one_press() {
    let place = Place::new().await;
    // Ana and three others do the work; Dora leads them and is no fifth.
    for who in ["kim", "lee", "sam"] {
        place.person(who, 0, Role::Member).await;
    }
    let dora = place.person("dora", 3, Role::Member).await;
    let mut ana = place.ana().await;
    let begun = ana.post("/health-review/new", &[("title", "How is it?")]).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let at = path(begun.to());
    let page = ana.get(&at).await;
    assert!(page.has("Ballots need at least 5 people"), "{}", page.text);
    let press = format!("{at}/round");
    assert!(page.has(&format!("action=\"{press}\"")) && !page.has("/move/open"));
    let version = page.field("version").unwrap();
    let refused = place.signed_in(&dora).await.post(&press, &[("version", &version)]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    let done = ana.post(&press, &[("version", &version)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = ana.get(done.to()).await;
    assert!(page.has("It is an open round now."), "{}", page.text);
    assert!(page.has("An open round: the same questions, talked through."));
    assert!(page.has("/move/hold") && !page.has("/round\""), "it is one already");
    let again = ana.post(&press, &[("version", &version)]).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "an old page: {}", again.text);
}
