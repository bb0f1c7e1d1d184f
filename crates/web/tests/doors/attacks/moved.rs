//! Attack 12 through the doors: a team is moved between nodes of the tree while a review is open and once it
//! has closed. What is counted, what is shown, and to whom, is as if nothing had moved.

use axum::http::StatusCode;
use domain::people::Role;

use super::all_seen;
use super::figures::follows;
use super::surfaces::{difference, plain};
use super::town::{On, READERS, Town};

/// Asked in one team, in two, in the one of five, and in none; whoever leads Shops, and two who lead other
/// teams and sit in Shops since it was opened.
const LOOK: [&str; 7] = ["p1", "p0", "k1", "late", "ines", "otto", "nora"];

impl Town {
    /// By the page of the team, as the keeper of the house.
    async fn moves(&self, team: &str, under: &str) {
        let to = format!("/team/{team}/place");
        let moved = self.browser("ana").await.post(&to, &[("under", under)]).await;
        assert_eq!(moved.status, StatusCode::SEE_OTHER, "{team} below {under}: {}", moved.text);
    }

    /// Two teams beside Shops, each led by somebody who leads nothing else.
    async fn beside(&mut self) {
        for (team, leads) in [("Tools", "otto"), ("Sales", "nora")] {
            let system = self.place.house.system_desk("town");
            system.add_team(Some(&self.place.root), team).await.unwrap();
            self.newcomer(leads, team, (2, Role::Member)).await;
        }
    }
}

async fn a_team_moved_in_the_middle_of_a_review_is_counted_where_it_was(on: On) {
    let mut still = Town::open(on).await;
    still.held(&[]).await;
    still.talk().await;
    let mut town = Town::open(on).await;
    town.beside().await;
    let late = ["a0", "a1", "a2", "b0", "k0", "k1", "k2", "p8", "p9"];
    town.moves("payments", "tools").await;
    town.moves("stock", "search").await;
    for who in late {
        town.answers(who).await;
    }
    town.moves("payments", "shops").await;
    town.moves("bookings", "northwind").await;
    town.held(&late).await;
    town.talk().await;
    let tree = town.opening().await.tree;
    let (seen, without) = (all_seen(&town, tree.len()).await, all_seen(&still, tree.len()).await);
    assert_eq!(seen, without);
    for who in READERS {
        assert_eq!(follows(&town, &tree, &seen[who], &[who], &[]), None);
    }
    let asked =
        town.browser("raj").await.get(&format!("/api/v1/records/{}/results", town.id)).await;
    assert!(
        asked.has("\"name\":\"Bookings\"") && asked.has("Shops, direct members"),
        "{}",
        asked.text
    );
}

async fn a_team_moved_once_it_has_closed_shows_nobody_more_and_nobody_sooner(on: On) {
    let mut town = Town::open(on).await;
    town.beside().await;
    town.step("d0", "call_off").await;
    town.moves("shops", "tools").await;
    town.opens("Below Tools").await;
    for who in ["otto", "nora"] {
        town.seat(who, "Shops", (0, Role::Member)).await;
    }
    town.held(&[]).await;
    let before = told(&town).await;
    let reads = |pages: &[(String, String)]| {
        let drawn =
            |who: &&str| pages.iter().any(|it| it.0.starts_with(who) && it.1.contains("likert"));
        LOOK.into_iter().filter(|it| drawn(it)).collect::<Vec<_>>()
    };
    assert_eq!(reads(&before), ["p1", "p0", "k1", "nora"], "nora works there, and otto leads it");
    // Whoever led from above when it was opened goes on reading last, and so does whoever does now.
    town.moves("shops", "sales").await;
    assert_eq!(reads(&told(&town).await), ["p1", "p0", "k1"]);
    town.moves("shops", "northwind").await;
    assert_eq!(reads(&told(&town).await), ["p1", "p0", "k1", "nora"]);
    town.moves("payments", "northwind").await;
    town.moves("stock", "payments").await;
    same(&before, &told(&town).await, "everything lies elsewhere");
    town.talk().await;
    let after = told(&town).await;
    assert_eq!(reads(&after), LOOK, "now others read it too");
    town.moves("bookings", "tools").await;
    town.moves("payments", "bookings").await;
    town.moves("shops", "tools").await;
    same(&after, &told(&town).await, "talked over");
}

/// All that is told of the review: its pages, its file, its route.
pub(crate) async fn told(town: &Town) -> Vec<(String, String)> {
    let groups = (0..town.opening().await.tree.len()).map(|at| format!("{}/group/{at}", town.at));
    let more = [format!("{}/results.csv", town.at), format!("/api/v1/records/{}/results", town.id)];
    let pages: Vec<String> = groups.chain(more).collect();
    let mut told = Vec::new();
    for who in LOOK.into_iter().filter(|it| town.people.contains_key(*it)) {
        let mut browser = town.browser(who).await;
        for to in &pages {
            let page = browser.get(to).await;
            told.push((format!("{who} at {to}"), answers(&plain(&page)).to_owned()));
        }
    }
    told
}

/// Of a page what people answered and wrote: who may do what on it, a move may change.
fn answers(page: &str) -> &str {
    let page = page.split_once("<main").map_or(page, |it| it.1);
    let Some((_, found)) = page.split_once(">What people answered</h2>") else { return page };
    let words = found.find(">In their own words</h2>").unwrap_or(0);
    let end = found[words..].find("</section>").map_or(found.len(), |it| words + it);
    &found[..end]
}

pub(crate) fn same(before: &[(String, String)], after: &[(String, String)], when: &str) {
    for ((at, was), (_, is)) in before.iter().zip(after) {
        assert_eq!(difference(was, is), None, "{when}: {at}");
    }
}

super::on_both!(
    a_team_moved_in_the_middle_of_a_review_is_counted_where_it_was,
    a_team_moved_once_it_has_closed_shows_nobody_more_and_nobody_sooner,
);
