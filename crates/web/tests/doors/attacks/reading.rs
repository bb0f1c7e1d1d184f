//! A closed review on its pages: what stands beside a comment, what hidden looks like, and what a second
//! review, an erasure or putting it away change of what was shown: nothing.

use axum::http::StatusCode;
use domain::health::gate::Shown;
use domain::health::instrument::ITEMS;
use domain::id::At;

use super::figures::{follows, pooled};
use super::surfaces::{difference, plain};
use super::town::{KEEPS_IT, On, Town, words};
use super::{all_seen, shows};
use crate::browser::{NOON, Page};

/// Where each group stands in the tree of the town.
const SHOPS: usize = 0;
const PAYMENTS: usize = 3;
const SEARCH: usize = 4;
const STOCK: usize = 5;

async fn group(town: &Town, who: &str, at: usize) -> Page {
    town.browser(who).await.get(&format!("{}/group/{at}", town.at)).await
}

/// Attacks 18 and 19: beside a comment stands no time, no score, no name and no number of its own, and the
/// order is the alphabet's, whoever wrote first; a comment that would stand alone stands nowhere.
async fn attacks_18_and_19_a_comment_stands_with_nothing_beside_it(on: On) {
    let town = Town::talked(on).await;
    let page = group(&town, "raj", PAYMENTS).await;
    let (_, section) = page.text.split_once("<h2>In their own words</h2>").unwrap();
    let section = section.split("</section>").next().unwrap();
    let (_, list) = section.split_once("<ul class=\"cards\">").unwrap();
    let mut said: Vec<String> = (1..10).map(|at| words(&format!("p{at}"))).collect();
    said.sort();
    let only = |it: &String| format!("<li class=\"card-text\" dir=\"auto\">{it}</li>");
    let wanted: String = said.iter().map(only).collect();
    assert_eq!(list.split("</ul>").next().unwrap(), wanted);
    assert!(!section.contains("<time") && !section.contains("<svg") && !section.contains("<a "));
    // In Payments nine wrote, one of them counts above; in Bookings one wrote, and no page says that.
    for at in [SHOPS, 1, 2, SEARCH, STOCK, 6] {
        let other = group(&town, "raj", at).await;
        assert!(other.has("Too few wrote something"), "{at}: {}", other.text);
        assert!(!other.has("ship more often"), "{at}");
    }
}

/// A page up to where questions are proposed, which differ by record, without the ids of its town.
fn anywhere(town: &Town, page: &Page) -> String {
    let text = plain(page);
    let mut text = text.split("slot-question").next().unwrap().replace(town.id.as_str(), "REVIEW");
    for (who, id) in &town.people {
        text = text.replace(id.as_str(), who);
    }
    let teams = town.place.house.organisation().teams.clone();
    teams.iter().fold(text, |text, it| text.replace(it.id.as_str(), &it.slug))
}

/// Attacks 15 and 21: the page of a team of four is the page it would be if nobody there had answered: the
/// same status, the same headers, the same bytes.
async fn attacks_15_and_21_what_is_hidden_is_answered_like_what_is_empty(on: On) {
    let mut empty = Town::open(on).await;
    empty.held(&["s0", "s1", "s2", "s3"]).await;
    empty.talk().await;
    let four = Town::talked(on).await;
    for who in ["raj", "p1", "ana", "s0"] {
        let (hidden, none) = (group(&four, who, SEARCH).await, group(&empty, who, SEARCH).await);
        assert_eq!(hidden.status, StatusCode::OK);
        assert!(hidden.has("Not shown") && !hidden.has("class=\"likert\""));
        let other = difference(&anywhere(&four, &hidden), &anywhere(&empty, &none));
        assert_eq!(other, None, "{who}");
    }
    // Shops itself is another page: the answers of four are counted there.
    let (with, without) = (group(&four, "raj", SHOPS).await, group(&empty, "raj", SHOPS).await);
    assert_ne!(anywhere(&four, &with), anywhere(&empty, &without));
}

/// Attacks 11, 12 and 30: whoever is erased, moved or renamed, and whatever is done with the report: what
/// was shown stands, and no door counts again.
async fn attacks_11_12_and_30_what_was_shown_stands_whatever_happens_afterwards(on: On) {
    let town = Town::talked(on).await;
    let groups = town.opening().await.tree.len();
    let before = all_seen(&town, groups).await;
    let told = super::moved::told(&town).await;
    let named = group(&town, "raj", PAYMENTS).await;
    assert!(named.has(">Payments</a>") && !named.has(">Money</a>"), "as it was called then");
    assert_eq!(before["late"], before["raj"], "came too late to be asked");
    assert_ne!(before["k1"], before["p1"], "whoever answered in a group of five reads less of it");
    let system = || town.place.house.system_desk("town");
    for gone in ["p9", "b4", "k4"] {
        system().erase(&town.people[gone]).await.unwrap();
    }
    super::moved::same(&told, &super::moved::told(&town).await, "three are erased");
    for step in ["close", "open", "call_off", "hold", "talk"] {
        let again = town.try_step("d0", step).await;
        assert!(again.status.is_client_error(), "{step} once more: {}", again.status);
    }
    for _ in ["put away", "and back"] {
        let version = system().read(&town.id).await.unwrap().record.version.to_string();
        let to = format!("{}/retire", town.at);
        let done = town.browser("d0").await.post(&to, &[("version", version.as_str())]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(all_seen(&town, groups).await, before);
    }
    for who in ["p1", "ana"] {
        let again = town
            .browser(who)
            .await
            .post(&format!("{}/ticket", town.door()), &[("start", &"0".repeat(64))])
            .await;
        assert!(again.has("takes no answers any more"), "{}", again.text);
    }
}

/// Words that a reader would cut a group by, in an address or in a form.
const CUTS: &str = "level=0&role=steward&site=north&since=2026-01-01&joined=2026&before=2025&by=level&tree=1\
    &cut=role&group=4&groups=3,4&team=search&item=autonomy-way&answer=4&person=p1&as=raj&filter=level:0\
    &where=role&compare=4&without=p1&min=1&k=1&limit=1&sort=answers&q=p1&from=0&to=1&page=2";

/// Attack 26: the groups are those of the opening. No address and no form of a review takes another cut: the
/// same page comes to the byte, and a form that names one declares nothing.
async fn attack_26_no_door_takes_a_second_cut(on: On) {
    let mut town = Town::open(on).await;
    let before = town.opening().await;
    assert_eq!(before.tree.len(), 7, "six teams, and those of Shops who are in none below");
    town.step("d0", "call_off").await;
    let cuts: Vec<_> = CUTS.split('&').filter_map(|it| it.split_once('=')).collect();
    town.opens_with("Once more", &cuts).await;
    let after = town.opening().await;
    assert_eq!(
        (&after.tree, &after.names, after.limits),
        (&before.tree, &before.names, before.limits)
    );
    town.held(&[]).await;
    town.talk().await;
    let groups = (0..=before.tree.len()).map(|at| format!("{}/group/{at}", town.at));
    let file = format!("{}/results.csv", town.at);
    let pages: Vec<String> = groups.chain([town.at.clone(), file]).collect();
    for who in ["raj", "p1"] {
        let mut browser = town.browser(who).await;
        for to in &pages {
            let (page, cut) = (browser.get(to).await, browser.get(&format!("{to}?{CUTS}")).await);
            assert_eq!(difference(&plain(&page), &plain(&cut)), None, "{who} cuts {to}");
        }
        for none in ["3,4", "3+4", "-1", "3-4", "3/level/0", "all", "search", "role"] {
            let page = browser.get(&format!("{}/group/{none}", town.at)).await;
            assert!(page.status.is_client_error(), "{none}: {}", page.status);
        }
    }
}

/// Attack 28: one of five leaves, and a second review is held. The first is shown as it was, of the second
/// nothing of the four, and the two together give away nobody.
async fn attack_28_a_team_of_four_after_somebody_left_is_hidden_and_its_history_stands(on: On) {
    let mut town = Town::talked(on).await;
    let tree = town.opening().await.tree;
    let first = (town.at.clone(), town.id.clone());
    let then = all_seen(&town, tree.len()).await;
    let system = town.place.house.system_desk("town");
    system.end_seat(&town.people["k4"], &town.team("Stock")).await.unwrap();
    town.place.house.clock().set(NOON.plus(90 * At::DAY));
    town.opens("Second quarter").await;
    town.all_answer(&[KEEPS_IT, "k4", "b7"]).await;
    town.step("d0", "close").await;
    town.talk().await;
    let second = all_seen(&town, tree.len()).await;
    for (item, release) in second["raj"].iter().enumerate() {
        assert!(matches!(release.groups[STOCK], Shown::Hidden(_)), "{}", ITEMS[item].key);
    }
    let page = group(&town, "raj", STOCK).await;
    assert!(!page.has("joined") && !page.has("left the"), "{}", page.text);
    assert!(shows(&second["raj"], |it| matches!(it, Shown::Steps(_))) > 0);
    for readers in [&["raj"][..], &["k0"], &["k1", "raj"]] {
        let both = readers
            .iter()
            .skip(1)
            .fold(second[readers[0]].clone(), |all, it| pooled(&all, &second[it]));
        assert_eq!(follows(&town, &tree, &both, readers, &["k4", "b7"]), None);
    }
    (town.at, town.id) = first;
    assert_eq!(all_seen(&town, tree.len()).await, then);
}

super::on_both!(
    attacks_18_and_19_a_comment_stands_with_nothing_beside_it,
    attacks_15_and_21_what_is_hidden_is_answered_like_what_is_empty,
    attacks_11_12_and_30_what_was_shown_stands_whatever_happens_afterwards,
    attack_26_no_door_takes_a_second_cut,
    attack_28_a_team_of_four_after_somebody_left_is_hidden_and_its_history_stands,
);
