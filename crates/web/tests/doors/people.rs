//! Teams, invitations, seats, settings.

use axum::http::StatusCode;
use domain::people::Role;

use crate::browser::{HOME, NOON, Place};

#[tokio::test]
async fn a_link_invites_one_person_who_can_then_sign_in_by_password() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let made = ana
        .post("/people/invite", &[("team", "northwind"), ("level", "lead"), ("role", "member")])
        .await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let link = made
        .text
        .split("http://127.0.0.1:7171/join/")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let join = format!("/join/{link}");
    let mut kim = place.browser();
    assert!(kim.get(&join).await.has("as lead"));
    let short =
        kim.post_bare(&join, &[("name", "Kim"), ("handle", "kim"), ("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.has("value=\"Kim\"") && !short.has("value=\"short\""));
    let in_ = kim
        .post_bare(
            &join,
            &[("name", "Kim"), ("handle", "kim"), ("password", "seven green kettles sing")],
        )
        .await;
    assert_eq!(in_.status, StatusCode::SEE_OTHER, "{}", in_.text);
    assert!(kim.get("/person/kim").await.has("What I can decide today"));
    let again = place.browser().get(&join).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = place
        .browser()
        .post_bare("/sign-in", &[("name", "kim"), ("password", "seven green kettles sing")])
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn only_a_program_that_prints_links_is_told_of_as_the_way_in() {
    for (options, prints) in
        [(web::Options::local(HOME), true), (web::Options::served(HOME), false)]
    {
        let page = Place::with(options).await.browser().get("/sign-in").await;
        assert_eq!(page.has("<code>remit up</code>"), prints, "{}", page.text);
        assert_ne!(page.has("Whoever looks after this place can make you a link"), prints);
    }
}

#[tokio::test]
async fn teams_are_added_and_levels_set_by_those_who_look_after_them() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let mut ana = place.ana().await;
    let added = ana.post("/people/team", &[("name", "Payments"), ("parent", "northwind")]).await;
    assert_eq!(added.to(), "/team/payments?said=added");
    place.house.clock().set(NOON.plus(60_000));
    let level = ana.post("/team/northwind/level", &[("handle", "bo"), ("level", "lead")]).await;
    assert_eq!(level.status, StatusCode::SEE_OTHER, "{}", level.text);
    assert!(ana.get("/people").await.has("lead since"));
    let mut bo = place.signed_in(&bo).await;
    let refused = bo.post("/people/team", &[("name", "Search"), ("parent", "northwind")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.has("steward"));
    let refused = bo.post("/people/invite", &[("team", "northwind"), ("level", "lead")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_team_is_renamed_and_moved_on_its_own_page_and_keeps_its_address() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for (name, parent) in [("Shops", "northwind"), ("Tools", "northwind"), ("Payments", "shops")] {
        ana.post("/people/team", &[("name", name), ("parent", parent)]).await;
    }
    let page = ana.get("/team/payments").await;
    assert!(page.has("Name and place") && page.has("Shops, as now"), "{}", page.text);
    assert!(page.has(">Northwind</option>") && page.has(">Northwind › Tools</option>"));
    assert!(!page.has("value=\"payments\""), "not below itself");
    let renamed = ana.post("/team/payments/name", &[("name", "Money")]).await;
    assert_eq!(renamed.to(), "/team/payments?said=saved");
    let moved = ana.post("/team/payments/place", &[("under", "tools")]).await;
    assert_eq!(moved.to(), "/team/payments?said=saved");
    let page = ana.get("/team/payments").await;
    assert!(page.has(">Money</h1>") && page.has("href=\"/team/tools\""), "{}", page.text);
    for (door, field, value, says) in [
        ("name", "name", " ", "A name has 1 to 80 characters"),
        ("place", "under", "tools", "It lies there already"),
        ("place", "under", "payments", "below itself"),
        ("place", "under", "nowhere", "no such team"),
    ] {
        let odd = ana.post(&format!("/team/payments/{door}"), &[(field, value)]).await;
        assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(odd.has(says) && odd.has("aria-invalid=\"true\""), "{says}: {}", odd.text);
    }
    assert!(!ana.get("/team/northwind").await.has("place-under"), "the first lies below none");
}

#[tokio::test]
async fn whoever_looks_after_one_team_renames_it_and_cannot_put_it_elsewhere() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    for name in ["Payments", "Search"] {
        ana.post("/people/team", &[("name", name), ("parent", "northwind")]).await;
    }
    let bo = place.person("bo", 0, Role::Reader).await;
    let system = place.house.system_desk("test");
    let payments = system.team("payments").unwrap().id.clone();
    system.seat(&bo, &payments, 0, Role::Steward).await.unwrap();
    let mut bo = place.signed_in(&bo).await;
    let page = bo.get("/team/payments").await;
    assert!(page.has("place-name") && !page.has("place-under"), "{}", page.text);
    assert!(!bo.get("/team/search").await.has("Name and place"));
    let renamed = bo.post("/team/payments/name", &[("name", "Money")]).await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.text);
    for (door, fields) in [
        ("/team/payments/place", [("under", "search")]),
        ("/team/search/place", [("under", "payments")]),
        ("/team/search/name", [("name", "Ours")]),
    ] {
        let refused = bo.post(door, &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{door}");
        assert!(refused.has("a steward of the team"), "{}", refused.text);
    }
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let place = Place::new().await;
    let (mut here, mut there) = (place.ana().await, place.ana().await);
    let weak = here.post("/settings/password", &[("password", "password")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let set = here.post("/settings/password", &[("password", "seven green kettles sing")]).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    assert_eq!(here.get("/settings").await.status, StatusCode::OK);
    assert_eq!(there.get("/settings").await.status, StatusCode::SEE_OTHER);
    let wrong = here
        .post("/settings/password", &[("current", "no"), ("password", "eight green kettles sing")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn sessions_and_tokens_are_seen_and_ended() {
    let place = Place::new().await;
    let (mut here, mut there) = (place.ana().await, place.ana().await);
    let page = here.get("/settings").await;
    assert!(page.has("this one"), "{}", page.text);
    let end = page.text.split("action=\"").find(|it| it.starts_with("/settings/session/")).unwrap();
    let ended = here.post(end.split('"').next().unwrap(), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER);
    assert_eq!(there.get("/").await.status, StatusCode::SEE_OTHER);
    let made =
        here.post("/settings/token", &[("name", "CI"), ("scope", "read"), ("days", "30")]).await;
    assert!(made.has("id=\"new-token\""), "{}", made.text);
    assert!(!here.get("/settings").await.has("id=\"new-token\""), "shown once");
    let none = here.post("/settings/token", &[("name", "CI"), ("days", "30")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = here.get("/settings").await;
    let end = page.text.split("action=\"").find(|it| it.starts_with("/settings/token/")).unwrap();
    assert_eq!(
        here.post(end.split('"').next().unwrap(), &[]).await.to(),
        "/settings?said=withdrawn"
    );
}

#[tokio::test]
async fn the_organisation_is_settled_by_its_keepers_only() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let fields = [
        ("name", "Southwind"),
        ("levels", "contributor\nlead\nstaff\ndirector"),
        ("leads_from", "2"),
    ];
    let mut ana = place.ana().await;
    let saved = ana.post("/settings/organisation", &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(ana.get("/people").await.has("Southwind"));
    let none = ana
        .post("/settings/organisation", &[("name", "S"), ("levels", ""), ("leads_from", "0")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let refused = place.signed_in(&bo).await.post("/settings/organisation", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_keeper_makes_a_link_for_somebody_who_cannot_come_in_any_more() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let mut ana = place.ana().await;
    let made = ana.post("/person/bo/link", &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let link = made
        .text
        .split("http://127.0.0.1:7171")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    let mut there = place.browser();
    assert_eq!(there.get(&link).await.status, StatusCode::SEE_OTHER);
    assert!(there.get("/person/bo").await.has("My settings"));
    let refused = place.signed_in(&bo).await.post("/person/ana/link", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_seat_and_an_invitation_are_ended_by_whoever_looks_after_the_team() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let mut ana = place.ana().await;
    ana.post("/people/invite", &[("team", "northwind"), ("level", "lead"), ("role", "member")])
        .await;
    let page = ana.get("/team/northwind").await;
    assert!(page.has("Invited, not here yet") && page.has("As lead, by Ana"), "{}", page.text);
    let end = page
        .text
        .split("action=\"")
        .find(|it| it.starts_with("/team/northwind/invitation/"))
        .unwrap();
    let ended = ana.post(end.split('"').next().unwrap(), &[]).await;
    assert_eq!(ended.to(), "/team/northwind?said=withdrawn");
    assert!(!ana.get("/team/northwind").await.has("Invited, not here yet"));
    place.house.clock().set(NOON.plus(60_000));
    let ended = ana.post("/team/northwind/end-seat", &[("handle", "bo")]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text);
    assert!(!ana.get("/team/northwind").await.has("@bo"));
    let mut bo = place.signed_in(&bo).await;
    assert_eq!(bo.get("/").await.status, StatusCode::FORBIDDEN, "without a seat");
    let last = ana.post("/team/northwind/end-seat", &[("handle", "ana")]).await;
    assert_ne!(last.status, StatusCode::SEE_OTHER, "somebody has to stay who can let others in");
}

#[tokio::test]
async fn a_name_is_removed_only_when_its_handle_is_typed() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let mut ana = place.ana().await;
    let mut bo = place.signed_in(&bo).await;
    bo.post("/decision/new", &[("title", "Drop the retry table")]).await;
    let wrong = ana.post("/person/bo/erase", &[("handle", "b")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("nothing was removed"));
    let refused = bo.post("/person/ana/erase", &[("handle", "ana")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let gone = ana.post("/person/bo/erase", &[("handle", "@bo")]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text);
    assert_eq!(ana.get("/person/bo").await.status, StatusCode::NOT_FOUND);
    assert!(ana.get("/decisions").await.has("Drop the retry table"), "what was written stays");
    assert_eq!(bo.get("/").await.status, StatusCode::SEE_OTHER, "and every key has ended");
}
