//! A metrics review through the doors: the team's until it is shared, then answered in the open, and
//! marked under the mirrors.

use axum::http::StatusCode;
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
    let page = raj.get(&at).await;
    assert!(page.has("A second machine"), "reading is open");
    assert!(!page.has("Answered by"), "nobody has answered yet: {}", page.text);
    assert!(!page.has("/attach/") && !page.has("/move/") && !page.has("/edit"), "{}", page.text);
    let early = raj.post(&format!("{support}/support"), &will).await;
    assert_eq!(early.status, StatusCode::FORBIDDEN, "{}", early.text);
    assert!(!raj.get("/").await.has("A second machine"));

    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    let today = raj.get("/").await;
    assert!(today.has("Ana asks for support on “Why does it wait so long?”"), "{}", today.text);
    let page = raj.get(&at).await;
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
    done(&ana.post(&format!("{at}/move/share"), &[("version", "2")]).await);
    let page = ana.get("/mirrors").await;
    assert!(page.has(&format!("href=\"{at}\"")), "{}", page.text);
    assert!(page.has("one change: ") && page.has("The check runs beside it"), "{}", page.text);
    assert!(page.has("<time datetime=\"2027-04-01\">"), "{}", page.text);
    let second = ana.post(&format!("{at}/attach/commitment"), &change).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.has("One change stands here already"), "{}", second.text);
}
