//! Lists of records: on and back by cursors, narrowed to a state, a team, or one's own.

use axum::http::StatusCode;
use domain::id::Id;
use domain::people::Role;
use domain::record::Answers;

use crate::browser::{Browser, Page, Place, path};

async fn begin(place: &Place, who: &Id, team: &Id, title: &str) -> Id {
    let desk = place.house.desk_of(who).await.unwrap();
    desk.begin("decision", team, title, Answers::new()).await.unwrap().record.id
}

/// The titles on a page, in their order.
fn titles(page: &Page) -> Vec<String> {
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let lines = page.text.split("class=\"what\"").skip(1);
    lines.map(|it| it.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()).collect()
}

/// Where the pager leads, by its relation.
fn turn(page: &Page, rel: &str) -> Option<String> {
    let tags = page.text.split('<').filter(|it| it.starts_with("a ") && it.contains("href=\""));
    let tag = tags.into_iter().find(|it| it.contains(&format!("rel=\"{rel}\"")))?;
    let to = tag.split_once("href=\"")?.1.split('"').next()?;
    Some(to.replace("&amp;", "&"))
}

/// All pages from here on, in one direction.
async fn walk(browser: &mut Browser, from: &str, rel: &str) -> Vec<(String, Vec<String>)> {
    let (mut pages, mut to) = (Vec::new(), Some(from.to_owned()));
    while let Some(here) = to {
        let page = browser.get(&here).await;
        to = turn(&page, rel);
        pages.push((here, titles(&page)));
        assert!(pages.len() < 9, "it goes round in circles: {pages:?}");
    }
    pages
}

#[tokio::test]
async fn what_was_walked_on_is_walked_back_page_by_page() {
    let place = Place::new().await;
    for n in 0..123 {
        begin(&place, &place.ana, &place.root, &format!("Number {n:03}")).await;
    }
    let mut browser = place.ana().await;
    let on = walk(&mut browser, "/decisions", "next").await;
    let sizes: Vec<usize> = on.iter().map(|it| it.1.len()).collect();
    assert_eq!(sizes, [50, 50, 23]);
    let mut all: Vec<String> = on.iter().flat_map(|it| it.1.clone()).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 123, "something is missing or comes twice");

    let back = walk(&mut browser, &on[2].0, "prev").await;
    let seen: Vec<&Vec<String>> = back.iter().map(|it| &it.1).collect();
    assert_eq!(seen, [&on[2].1, &on[1].1, &on[0].1]);
    // Back at the newest there is nothing newer, and the way on is the one from before.
    let first = browser.get(&back[2].0).await;
    assert_eq!(turn(&first, "prev"), None);
    assert_eq!(turn(&first, "next"), Some(on[1].0.clone()));
}

#[tokio::test]
async fn a_page_back_that_would_be_short_is_the_first_page_whole() {
    let place = Place::new().await;
    for n in 0..60 {
        begin(&place, &place.ana, &place.root, &format!("Number {n:03}")).await;
    }
    let mut browser = place.ana().await;
    let second = turn(&browser.get("/decisions").await, "next").unwrap();
    // More came in while the second page was read; then everything newer is still one page away.
    let page = browser.get(&second).await;
    let back = turn(&page, "prev").unwrap();
    assert_eq!(titles(&browser.get(&back).await).len(), 50);
}

#[tokio::test]
async fn a_cursor_nobody_made_is_the_first_page() {
    let place = Place::new().await;
    begin(&place, &place.ana, &place.root, "One queue").await;
    let mut browser = place.ana().await;
    for rubbish in [
        "after=rubbish",
        "before=rubbish",
        "after=",
        "after=.",
        "after=9999999999999999999.x",
        "before=1.%27%3B--",
        "after=1&after=2",
    ] {
        let page = browser.get(&format!("/decisions?{rubbish}")).await;
        assert_eq!(page.status, StatusCode::OK, "{rubbish}");
    }
    // After the very last there is nothing but a way back.
    let page = browser.get("/decisions?after=0.a").await;
    assert_eq!(titles(&page), [""; 0]);
}

#[tokio::test]
async fn a_list_is_narrowed_to_a_state_a_team_and_ones_own_work() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    let pay = place.house.system_desk("test").add_team(Some(&place.root), "Payments").await;
    let pay = pay.unwrap().id;
    place.house.system_desk("test").seat(&bo, &pay, 0, Role::Member).await.unwrap();
    begin(&place, &place.ana, &place.root, "By Ana").await;
    begin(&place, &bo, &place.root, "By Bo").await;
    begin(&place, &bo, &pay, "By Bo in Payments").await;
    let mut ana = place.ana().await;
    let sought = begin(&place, &place.ana, &place.root, "Sought").await;
    let moved = ana.post(&format!("/decision/{sought}/move/seek"), &[("version", "1")]).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text);
    let gone = begin(&place, &place.ana, &place.root, "Withdrawn").await;
    let edit = [("version", "1"), ("title", "Withdrawn"), ("a.withdrawn_because", "Too early")];
    ana.post(&format!("/decision/{gone}/edit"), &edit).await;
    let moved = ana.post(&format!("/decision/{gone}/move/withdraw"), &[("version", "2")]).await;
    assert_eq!(path(moved.to()), format!("/decision/{gone}"), "{}", moved.text);

    let mut bo = place.signed_in(&bo).await;
    let everything = ["By Ana", "By Bo", "By Bo in Payments", "Sought"];
    for (asked, ana_sees, bo_sees) in [
        ("", &everything[..], &everything[..]),
        ("state=nonsense", &everything, &everything),
        ("state=advice", &["Sought"], &["Sought"]),
        ("state=withdrawn", &["Withdrawn"], &["Withdrawn"]),
        ("team=payments", &["By Bo in Payments"], &["By Bo in Payments"]),
        ("mine=1", &["By Ana", "Sought"], &["By Bo", "By Bo in Payments"]),
        ("mine=1&team=payments", &[], &["By Bo in Payments"]),
        ("mine=1&state=any", &["By Ana", "Sought", "Withdrawn"], &["By Bo", "By Bo in Payments"]),
        ("mine=0", &everything, &everything),
    ] {
        for (browser, wanted) in [(&mut ana, ana_sees), (&mut bo, bo_sees)] {
            let mut seen = titles(&browser.get(&format!("/decisions?{asked}")).await);
            seen.sort();
            assert_eq!(seen, wanted, "{asked}");
        }
    }
    let whole = titles(&ana.get("/decisions?state=any").await);
    assert_eq!(titles(&ana.get("/decisions?closed=1").await), whole, "an address from before");
    assert_eq!(whole.len(), 5);
    let unknown = ana.get("/decisions?team=nowhere").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_sentence_counts_the_team_that_is_shown() {
    let place = Place::new().await;
    let pay = place.house.system_desk("test").add_team(Some(&place.root), "Payments").await;
    let pay = pay.unwrap().id;
    for n in 0..3 {
        begin(&place, &place.ana, &place.root, &format!("Root {n}")).await;
    }
    begin(&place, &place.ana, &pay, "Of Payments").await;
    let mut browser = place.ana().await;
    assert!(browser.get("/decisions").await.has("Four open decisions."));
    assert!(browser.get("/decisions?team=payments").await.has("One open decision."));
    assert!(browser.get("/decisions?team=northwind").await.has("Four open decisions."));
}

#[tokio::test]
async fn the_way_on_keeps_what_the_list_was_narrowed_to() {
    let place = Place::new().await;
    let bo = place.person("bo", 0, Role::Member).await;
    for n in 0..52 {
        begin(&place, &place.ana, &place.root, &format!("Number {n:03}")).await;
        begin(&place, &bo, &place.root, &format!("Bo {n:03}")).await;
    }
    let mut browser = place.ana().await;
    let asked = "/decisions?mine=1&state=any&team=northwind";
    let pages = walk(&mut browser, asked, "next").await;
    let sizes: Vec<usize> = pages.iter().map(|it| it.1.len()).collect();
    assert_eq!(sizes, [50, 2]);
    assert!(pages.iter().all(|it| it.1.iter().all(|title| title.starts_with("Number"))));
    let back = walk(&mut browser, &pages[1].0, "prev").await;
    assert_eq!(back.last().unwrap().1, pages[0].1);
}

/// Somebody with seats in several teams is asked for which; what they choose holds, and of one where they
/// may begin none of these nothing is said.
#[tokio::test]
async fn one_sentence_begins_in_the_team_that_was_chosen() {
    let place = Place::new().await;
    let keeper = || place.house.system_desk("test");
    let kim = place.person("kim", 0, Role::Member).await;
    let mut one = place.signed_in(&kim).await;
    assert!(!one.get("/decisions").await.has("For which team"), "with one seat there is no choice");
    let shops = keeper().add_team(Some(&place.root), "Shops").await.unwrap().id;
    let readers = keeper().add_team(Some(&place.root), "Readers").await.unwrap().id;
    keeper().seat(&kim, &shops, 0, Role::Member).await.unwrap();
    keeper().seat(&kim, &readers, 0, Role::Reader).await.unwrap();
    let mut kim = place.signed_in(&kim).await;
    for at in ["/decisions", "/reflections", "/scenarios"] {
        let page = kim.get(at).await;
        assert!(page.has("For which team") && page.has("<option value=\"shops\""), "{at}");
        let choice = page.text.split("<select name=\"team\">").nth(1).unwrap();
        let choice = choice.split("</select>").next().unwrap();
        assert!(!choice.contains("readers"), "{at}: {choice}");
    }
    let begun = kim.post("/decision/new", &[("title", "One"), ("team", "shops"), ("short", "1")]);
    let at = path(begun.await.to());
    let id = Id::from(at.rsplit('/').next().unwrap());
    let read = keeper().read(&id).await.unwrap().record;
    assert_eq!(read.team, shops);
    for team in ["shops", "northwind"] {
        let page = kim.get(&format!("/decisions?team={team}")).await;
        let choice = page.text.split("<select name=\"team\">").nth(1).unwrap();
        let first = choice.split("value=\"").nth(1).unwrap();
        assert!(first.starts_with(team), "the team that is looked at comes first: {choice}");
    }
}
