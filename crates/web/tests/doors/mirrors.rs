//! Whose numbers they are: a team's own, until the team shows them to others.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::Place;

#[tokio::test]
async fn whoever_has_no_seat_is_refused_with_words() {
    let place = Place::new().await;
    let desk = place.house.system_desk("test");
    let stranger = desk.add_person("sam", "Sam", None).await.unwrap().id;
    let mut sam = place.signed_in(&stranger).await;
    for to in ["/mirrors", "/mirrors?team=northwind", "/mirrors?window=3m"] {
        let page = sam.get(to).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{to}: {}", page.text);
        assert!(page.has("<h1") && !page.has("Northwind"), "{to}: {}", page.text);
    }
}

#[tokio::test]
async fn the_mirrors_of_another_team_are_not_linked_to_and_not_shown() {
    let place = Place::new().await;
    let desk = || place.house.system_desk("test");
    let pay = desk().add_team(Some(&place.root), "Payments").await.unwrap().id;
    let search = desk().add_team(Some(&place.root), "Search").await.unwrap().id;
    let bo = desk().add_person("bo", "Bo", None).await.unwrap().id;
    desk().seat(&bo, &pay, 0, Role::Member).await.unwrap();
    let cy = desk().add_person("cy", "Cy", None).await.unwrap().id;
    desk().seat(&cy, &search, 0, Role::Steward).await.unwrap();
    let (mut bo, mut cy) = (place.signed_in(&bo).await, place.signed_in(&cy).await);

    let own = bo.get("/team/payments").await;
    assert!(own.has("href=\"/mirrors?team=payments\""), "{}", own.text);
    assert_eq!(bo.get("/mirrors?team=payments").await.status, StatusCode::OK);

    let other = cy.get("/team/payments").await;
    assert_eq!(other.status, StatusCode::OK);
    assert!(!other.has("/mirrors?team=payments"), "a link that leads to a refusal");
    assert!(other.has("has not released its numbers"));
    let page = cy.get("/mirrors?team=payments").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.has("Ask the team"), "{}", page.text);
}

#[tokio::test]
async fn a_window_nobody_offers_is_no_reason_to_fail() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for window in ["", "12", "0m", "-3m", "121m", "m", "3w", "9999999999m", "12mm", "3m"] {
        let page = ana.get(&format!("/mirrors?window={window}")).await;
        assert_eq!(page.status, StatusCode::OK, "{window}");
        assert!(page.has("No history has been read yet."), "{window}: {}", page.text);
    }
}
