//! A metrics review through the doors: the team's until it is shared, then answered in the open, and
//! marked under the mirrors.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::id::Id;
use domain::people::Role;

use crate::browser::{Browser, Page, Place, path};

const SAID: [(&str, &str); 5] = [
    ("title", "Why does it wait so long?"),
    ("a.saw", "Half of it waits nine days."),
    ("a.surprised", "We had thought it was review."),
    ("a.looked_at.0.mirror", "follow-through"),
    ("a.explanations.0.explanation", "The night check"),
];

/// Begun by Ana with one explanation; where it is.
async fn begun(ana: &mut Browser) -> String {
    let page = ana.post("/metrics-review/new", &SAID).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    path(page.to())
}

async fn explained_twice(ana: &mut Browser, at: &str) {
    let second = ("a.explanations.1.explanation", "The freeze");
    let fields: Vec<_> = [("version", "1"), second].into_iter().chain(SAID).collect();
    let page = ana.post(&format!("{at}/edit"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

async fn asks_for_support(ana: &mut Browser, at: &str) -> String {
    let asks = [("a.text", "A second machine"), ("a.from", "raj")];
    let page = ana.post(&format!("{at}/attach/support"), &asks).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let page = ana.get(at).await;
    let id = page.text.split("id=\"at-").nth(1).and_then(|it| it.split('"').next());
    format!("{at}/attached/{}", id.expect("it hangs there"))
}

fn done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

#[tokio::test]
async fn one_explanation_is_refused_beside_the_button_and_two_are_shared() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = begun(&mut ana).await;
    let refused = ana.post(&format!("{at}/move/share"), &[("version", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("One explanation is the one we came with"), "{}", refused.text);
    explained_twice(&mut ana, &at).await;
    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    let page = ana.get(&at).await;
    assert!(page.has("What surprised us: ") && page.has("Follow-through"), "{}", page.text);
    assert!(ana.get("/reflections").await.has("Why does it wait so long?"));
}

#[tokio::test]
async fn whoever_leads_answers_once_it_is_shared_and_what_they_promise_is_on_their_page() {
    let place = Place::new().await;
    let raj = place.person("raj", 3, Role::Member).await;
    let (mut ana, mut raj) = (place.ana().await, place.signed_in(&raj).await);
    let at = begun(&mut ana).await;
    explained_twice(&mut ana, &at).await;
    let support = asks_for_support(&mut ana, &at).await;
    let will = [("version", "1"), ("a.will", "Two weeks on trial"), ("a.support_by", "2027-04-01")];
    assert_eq!(raj.get(&at).await.status, StatusCode::NOT_FOUND, "the team’s until it is shared");
    let early = raj.post(&format!("{support}/support"), &will).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "{}", early.text);
    assert!(!raj.get("/").await.has("A second machine"));

    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    let today = raj.get("/").await;
    assert!(today.has("Ana asks for support on “Why does it wait so long?”"), "{}", today.text);
    let page = raj.get(&at).await;
    assert!(page.has("A second machine"), "shared, it is read");
    assert!(!page.has("Answered by"), "nobody has answered yet: {}", page.text);
    assert!(page.has("Support, by …") && page.has("Not now, because …"), "{}", page.text);
    assert!(page.has("/attach/question") && !page.has("/attach/idea"), "{}", page.text);
    let bare = raj.post(&format!("{support}/not_now"), &[("version", "1")]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY, "no reason");
    done(&raj.post(&format!("{support}/support"), &will).await);
    let page = ana.get(&at).await;
    assert!(page.has("support is promised") && page.has("Two weeks on trial"), "{}", page.text);
    assert!(page.has("Answered by: </span><span dir=\"auto\">@raj"), "{}", page.text);
    let office = ana.get("/person/raj").await;
    assert!(office.has("Two weeks on trial") && office.has("by 1 April"), "{}", office.text);
    let taken_back = [("version", "2"), ("a.because", "The budget went elsewhere")];
    done(&raj.post(&format!("{support}/not_now"), &taken_back).await);
    let office = ana.get("/person/raj").await;
    assert!(office.has("taken back") && office.has("The budget went elsewhere"), "{}", office.text);
}

#[tokio::test]
async fn a_shared_review_stands_under_the_mirror_it_looked_at_and_a_draft_does_not() {
    let place = Place::new().await;
    let mut ana = place.ana().await;
    let at = begun(&mut ana).await;
    explained_twice(&mut ana, &at).await;
    let change =
        [("a.text", "The check runs beside it"), ("a.owner", "ana"), ("a.due", "2027-04-01")];
    done(&ana.post(&format!("{at}/attach/commitment"), &change).await);
    assert!(!ana.get("/mirrors").await.has(&at), "a draft leaves no mark");
    let told = ana.get("/api/v1/teams/northwind/mirrors").await;
    assert!(told.has("\"marks\":[]"), "{}", told.text);
    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    let page = ana.get("/mirrors").await;
    assert!(page.has(&format!("href=\"{at}\"")), "{}", page.text);
    assert!(page.has("one change: ") && page.has("The check runs beside it"), "{}", page.text);
    assert!(page.has("<time datetime=\"2027-04-01\">"), "{}", page.text);
    let told = ana.get("/api/v1/teams/northwind/mirrors").await;
    let told: serde_json::Value = serde_json::from_str(&told.text).unwrap();
    let mark = serde_json::json!({
        "on": "2026-03-06",
        "mirrors": ["follow-through"],
        "what": "review",
        "review": at.rsplit('/').next(),
        "says": "The check runs beside it",
        "promised_for": "2027-04-01",
    });
    assert_eq!(told["marks"], serde_json::json!([mark]), "programs read the mark of the chart");
    let second = ana.post(&format!("{at}/attach/commitment"), &change).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.has("One change stands here already"), "{}", second.text);
}

/// Whoever leads the team, somebody of another team below the same root, and the keeper who is neither.
async fn others(place: &Place) -> Vec<Id> {
    let system = || place.house.system_desk("test");
    let beside = system().add_team(Some(&place.root), "Beside").await.unwrap().id;
    let lee = system().add_person("lee", "lee", None).await.unwrap().id;
    system().seat(&lee, &beside, 0, Role::Steward).await.unwrap();
    vec![place.person("raj", 3, Role::Steward).await, lee]
}

/// Pages and routes on which a record of the root team could be told of.
fn places(at: &str) -> (Vec<String>, Vec<String>) {
    let id = at.rsplit('/').next().unwrap();
    let own = format!("/api/v1/records/{id}");
    let pages = [
        "/",
        at,
        &format!("/find/{id}"),
        &format!("{at}/edit"),
        "/reflections",
        "/search?q=nine",
        "/search?q=wait",
        "/commitments",
        "/quarter",
        "/team/northwind/quarter",
    ];
    let routes = [
        own.as_str(),
        &format!("{own}/history"),
        &format!("{own}/markdown"),
        "/api/v1/records?limit=100",
        "/api/v1/records?kind=metrics-review",
        "/api/v1/search?q=nine",
        "/api/v1/commitments",
        "/api/v1/due",
        "/api/v1/teams/northwind/quarter",
        "/api/v1/export",
    ];
    (pages.map(str::to_owned).into(), routes.map(str::to_owned).into())
}

/// Where somebody finds a word of the review, by their browser and by a token that may do all they may.
async fn finds(place: &Place, who: &Id, at: &str) -> Vec<String> {
    let id = at.rsplit('/').next().unwrap();
    let words =
        ["Why does it wait", "nine days", "The night check", "A second machine", "beside it", id];
    let token = place.house.desk_of(who).await.unwrap();
    let token = token.make_token("all", "read write admin", 1).await.unwrap();
    let mut browser = place.signed_in(who).await;
    let (pages, routes) = places(at);
    let mut found = Vec::new();
    for to in pages {
        let page = browser.get(&to).await;
        found.push((to, page));
    }
    for to in routes {
        let asked = Request::get(&to).header("authorization", format!("Bearer {token}"));
        let page = place.browser().send(asked, Body::empty()).await;
        found.push((to, page));
    }
    // What was asked for by its id may be named by a page that says that nothing is there.
    let tells = |to: &str, page: &Page| {
        let named = |it: &str| to.contains(it) && page.status == StatusCode::NOT_FOUND;
        words.iter().any(|it| page.has(it) && !named(it))
    };
    found.into_iter().filter(|(to, page)| tells(to, page)).map(|it| it.0).collect()
}

/// A draft tells the team's numbers before it shares them: nobody else finds a word of it, wherever they
/// ask; once it is shared, everybody who may read a record does.
#[tokio::test]
async fn a_draft_is_found_by_nobody_outside_the_team_on_no_page_route_search_or_export() {
    let place = Place::new().await;
    let others = others(&place).await;
    let mut ana = place.ana().await;
    let at = begun(&mut ana).await;
    explained_twice(&mut ana, &at).await;
    asks_for_support(&mut ana, &at).await;
    let change =
        [("a.text", "The check runs beside it"), ("a.owner", "ana"), ("a.due", "2026-03-10")];
    done(&ana.post(&format!("{at}/attach/commitment"), &change).await);
    for who in &others {
        assert_eq!(finds(&place, who, &at).await, [""; 0], "{who}");
    }
    let ours = finds(&place, &place.ana, &at).await;
    assert!(ours.len() > 12, "its own team reads it everywhere: {ours:?}");
    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    for who in &others {
        let found = finds(&place, who, &at).await;
        assert!(found.contains(&at), "{who}: {found:?}");
        assert!(found.contains(&"/api/v1/search?q=nine".to_owned()), "{who}: {found:?}");
    }
    done(&ana.post(&format!("{at}/move/rewrite"), &[("version", "3")]).await);
    for who in &others {
        assert_eq!(finds(&place, who, &at).await, [""; 0], "a draft again, {who}");
    }
}
