//! A team's numbers through the doors: as it wants them for itself, and what it released for others.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use domain::facts::Facts;
use domain::people::Role;

use crate::browser::{Browser, NOON, Page, Place, path};

/// Payments below the root, with a history, and Bo who works there; Ana leads from above.
struct Scene {
    place: Place,
    bo: Browser,
    ana: Browser,
}

async fn scene() -> Scene {
    let place = Place::new().await;
    let system = || place.house.system_desk("scene");
    let team = system().add_team(Some(&place.root), "Payments").await.unwrap().id;
    let bo = system().add_person("bo", "Bo", None).await.unwrap().id;
    system().seat(&bo, &team, 0, Role::Member).await.unwrap();
    let repository = system().add_repository(&team, "/src/api", "api").await.unwrap();
    assert!(place.house.take_in_facts(&repository, Facts::sample(80, NOON)).await.unwrap());
    let (bo, ana) = (place.signed_in(&bo).await, place.ana().await);
    Scene { place, bo, ana }
}

fn done(page: &Page) {
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
}

impl Scene {
    /// Bo's board, with quicksand in every slot.
    async fn board(&mut self) -> String {
        let begun = self.bo.post("/mirrors/begin", &[("team", "payments")]).await;
        done(&begun);
        let at = path(begun.to());
        for (slot, fields) in [
            (
                "choice",
                &[
                    ("a.text", "Where the quicksand is"),
                    ("a.mirrors.0.mirror", "review-latency"),
                    ("a.mirrors.1.mirror", "release-frequency"),
                ][..],
            ),
            ("note", &[("a.text", "Quicksand in January"), ("a.on", "2026-01-20")]),
            (
                "process_change",
                &[
                    ("a.text", "Round the quicksand"),
                    ("a.on", "2026-02-03"),
                    ("a.mirror", "change-lead-time"),
                ],
            ),
            ("retirement", &[("a.text", "Only quicksand"), ("a.mirror", "first-change")]),
        ] {
            done(&self.bo.post(&format!("{at}/attach/{slot}"), fields).await);
        }
        at
    }

    async fn released(&mut self) -> String {
        let begun = self
            .bo
            .post(
                "/reading/new",
                &[
                    ("team", "payments"),
                    ("title", "We wait for five hours"),
                    ("a.says_not", "Nothing about how much we do"),
                    ("a.mirror", "review-latency"),
                ],
            )
            .await;
        done(&begun);
        let at = path(begun.to());
        done(&self.bo.post(&format!("{at}/move/release"), &[("version", "1")]).await);
        at
    }

    async fn asked(&mut self, token: &str, to: &str) -> Page {
        let request = Request::get(to).header("authorization", format!("Bearer {token}"));
        self.ana.send(request, Body::empty()).await
    }
}

#[tokio::test]
async fn the_page_stands_as_the_team_chose_it_with_its_notes_and_what_it_retired() {
    let mut it = scene().await;
    let before = it.bo.get("/mirrors").await;
    assert!(before.has("Choose, note, declare a change"), "{}", before.text);
    it.board().await;
    let page = it.bo.get("/mirrors").await;
    let at = |id: &str| {
        page.text.find(&format!("<figure id=\"{id}\"")).unwrap_or_else(|| panic!("{id}"))
    };
    let folded = page.text.find("more mirrors</summary>").expect("the others are one click away");
    assert!(at("review-latency") < at("release-frequency") && at("release-frequency") < folded);
    assert!(folded < at("change-lead-time") && folded < at("first-change"));
    assert!(page.has("no longer looked into since") && page.has("Only quicksand"), "{}", page.text);
    assert!(page.has("<time datetime=\"2026-01-20\">20 January</time>: "), "{}", page.text);
    assert!(page.has("Quicksand in January") && page.has("Where the quicksand is"));
    let link =
        "/reading/new?team=payments&amp;a.mirror=review-latency&amp;a.window=12m&amp;a.history=api";
    assert!(page.has(link), "{}", page.text);
    let form = it.bo.get(&link.replace("&amp;", "&")).await;
    assert!(
        form.has("value=\"review-latency\" selected") && form.has("value=\"api\""),
        "{}",
        form.text
    );
}

#[tokio::test]
async fn a_leader_above_gets_what_was_released_and_nothing_else_wherever_they_ask() {
    let mut it = scene().await;
    let board = it.board().await;
    let closed = it.ana.get("/mirrors?team=payments").await;
    assert_eq!(closed.status, StatusCode::FORBIDDEN, "nothing released yet");
    let reading = it.released().await;
    let live = "Half of the changes landed within";
    assert!(it.bo.get("/mirrors").await.has(live), "the team sees its live figures");

    let pages = [
        "/",
        "/mirrors",
        "/mirrors?team=payments",
        "/our-mirrors",
        "/released-readings",
        "/team/payments",
        "/search?q=quicksand",
        "/search?q=hours",
        "/decisions",
        "/reflections",
        "/settings",
        board.as_str(),
        reading.as_str(),
    ];
    for to in pages {
        let page = it.ana.get(to).await;
        let said =
            page.text.to_lowercase().replace("value=\"quicksand\"", "").replace("“quicksand”", "");
        assert!(!said.contains("quicksand"), "{to}: {}", page.text);
        assert!(!page.has(live), "{to} shows a live figure");
    }
    let id = |at: &str| at.rsplit('/').next().unwrap().to_owned();
    let (board_id, reading_id) = (id(&board), id(&reading));
    let live_news = it.ana.get(&format!("/live/{board_id}?after=0")).await;
    assert!(!live_news.text.to_lowercase().contains("quicksand"));

    let desk = it.place.house.desk_of(&it.place.ana).await.unwrap();
    let token = desk.make_token("test", "read write admin", 1).await.unwrap();
    for to in [
        "/api/v1/records?kind=our-mirrors".to_owned(),
        "/api/v1/records?kind=reading".to_owned(),
        format!("/api/v1/records/{board_id}"),
        format!("/api/v1/records/{board_id}/history"),
        format!("/api/v1/records/{reading_id}"),
        format!("/api/v1/records/{reading_id}/history"),
        "/api/v1/search?q=quicksand".to_owned(),
        "/api/v1/export".to_owned(),
        "/api/v1/due".to_owned(),
        "/api/v1/teams/payments".to_owned(),
        "/api/v1/teams/payments/mirrors".to_owned(),
    ] {
        let answer = it.asked(&token, &to).await;
        assert!(!answer.text.to_lowercase().contains("quicksand"), "{to}: {}", answer.text);
        assert!(!answer.has(live), "{to} shows a live figure");
        assert_eq!(
            answer.status == StatusCode::FORBIDDEN,
            to.ends_with("/mirrors"),
            "{to}: {}",
            answer.text
        );
    }
    let secret = desk.make_feed_link().await.unwrap();
    for feed in ["calendar.ics", "news.atom"] {
        let page = it.ana.get(&format!("/feeds/{secret}/{feed}")).await;
        assert!(!page.text.to_lowercase().contains("quicksand"), "{feed}");
    }
    let page = it.ana.get("/mirrors?team=payments").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.has("We wait for five hours") && page.has("The rest is the team’s own"),
        "{}",
        page.text
    );
    let page = it.ana.get(&reading).await;
    for said in [
        "Nothing about how much we do",
        "review-latency v1",
        "n = 80",
        "The team sees that you opened this.",
    ] {
        assert!(page.has(said), "{said}: {}", page.text);
    }
}

#[tokio::test]
async fn the_team_sees_who_looked_and_whoever_looked_does_not() {
    let mut it = scene().await;
    let reading = it.released().await;
    assert!(it.bo.get(&reading).await.has("Nobody outside the team has opened it yet."));
    let team = it.ana.get("/team/payments").await;
    assert!(team.has("what the team released"), "{}", team.text);
    let theirs = it.ana.get(&reading).await;
    assert!(
        !theirs.has("Who looked") && !theirs.has("/move/") && !theirs.has("/edit"),
        "{}",
        theirs.text
    );
    let ours = it.bo.get(&reading).await;
    assert!(ours.has("Ana</span>, first <time datetime=\"2026-03-06\">"), "{}", ours.text);
}

#[tokio::test]
async fn a_leader_can_neither_release_nor_write_on_a_board() {
    let mut it = scene().await;
    let board = it.board().await;
    let reading = it.released().await;
    let begin = it.ana.post("/mirrors/begin", &[("team", "payments")]).await;
    assert_eq!(begin.status, StatusCode::FORBIDDEN, "{}", begin.text);
    let note = [("a.text", "I would note"), ("a.on", "2026-01-20")];
    let noted = it.ana.post(&format!("{board}/attach/note"), &note).await;
    assert_eq!(noted.status, StatusCode::FORBIDDEN, "{}", noted.text);
    let moved = it.ana.post(&format!("{reading}/move/outdate"), &[("version", "2")]).await;
    assert_eq!(moved.status, StatusCode::FORBIDDEN, "{}", moved.text);
    let asked =
        it.ana.post(&format!("{reading}/attach/question"), &[("a.text", "What would help?")]).await;
    done(&asked);
    assert!(it.bo.get(&reading).await.has("What would help?"));
}

#[tokio::test]
async fn a_release_that_lacks_something_says_what() {
    let mut it = scene().await;
    let begun = it.bo.post("/reading/new", &[("team", "payments"), ("title", "We wait")]).await;
    let at = path(begun.to());
    let refused = it.bo.post(&format!("{at}/move/release"), &[("version", "1")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("What it does not say, Mirror"), "{}", refused.text);
    let page = it.bo.get(&at).await;
    assert!(page.has("There is no figure in it yet."), "{}", page.text);
}
