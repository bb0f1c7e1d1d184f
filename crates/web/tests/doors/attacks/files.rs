//! The same figures by other ways: as a file, for programs, and as a signal of a scenario. No way says
//! more than the page shows whoever asks, and none tells a hidden group from an empty one.

use axum::http::StatusCode;
use domain::health::figures::{Band, Counts};
use domain::health::gate::{Release, Rule, Shown};
use domain::health::instrument::ITEMS;
use serde_json::Value;

use super::all_seen;
use super::figures::Seen;
use super::surfaces::difference;
use super::town::{NEVER_SHOWN, On, READERS, Town};
use crate::browser::{Browser, path};

const SEARCH: usize = 4;

fn route(town: &Town) -> String {
    format!("/api/v1/records/{}/results", town.id)
}

async fn told(town: &Town, browser: &mut Browser) -> Value {
    let page = browser.get(&route(town)).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    serde_json::from_str(&page.text).unwrap()
}

/// An item of a group as the API tells it.
fn shown(group: &Value, key: &str) -> Shown {
    let items = group["items"].as_array();
    let Some(item) = items.and_then(|it| it.iter().find(|it| it["key"] == key)) else {
        return Shown::Hidden(Rule::R13);
    };
    match (&item["leans"], &item["counts"]) {
        (Value::String(leans), _) => Shown::Band(match leans.as_str() {
            "favourable" => Band::Favourable,
            "mixed" => Band::Mixed,
            _ => Band::Unfavourable,
        }),
        (_, Value::Object(counts)) => {
            let number = |it: &Value| it.as_u64().unwrap() as usize;
            let steps: Vec<usize> =
                counts["steps"].as_array().unwrap().iter().map(number).collect();
            Shown::Steps(Counts {
                steps: steps.try_into().unwrap(),
                not_applicable: number(&counts["not_applicable"]),
            })
        }
        _ => {
            assert!(item["not_shown"]["says"].as_str().unwrap().ends_with('.'), "{item}");
            Shown::Hidden(Rule::R13)
        }
    }
}

fn seen(told: &Value) -> Seen {
    let groups = told["results"].as_array().unwrap();
    let of = |key: &str| Release { groups: groups.iter().map(|it| shown(it, key)).collect() };
    ITEMS.iter().map(|item| of(item.key.as_ref())).collect()
}

/// Rows of the file that are about one group.
fn rows<'a>(file: &'a str, group: &str) -> Vec<&'a str> {
    file.lines().filter(|it| it.starts_with(&format!("{group},"))).collect()
}

/// Every reader finds the figures of their pages on the route, and the file has as many of them.
async fn the_route_and_the_file_say_what_the_pages_show_the_same_reader(on: On) {
    let town = Town::talked(on).await;
    let groups = town.opening().await.tree.len();
    let pages = all_seen(&town, groups).await;
    for who in READERS {
        let mut browser = town.browser(who).await;
        let told = told(&town, &mut browser).await;
        assert_eq!(seen(&told), pages[who], "{who}");
        let file = browser.get(&format!("{}/results.csv", town.at)).await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        let counted = |it: &Shown| matches!(it, Shown::Steps(_));
        let figures = pages[who].iter().flat_map(|it| &it.groups).filter(|it| counted(it)).count();
        let steps = file.text.lines().filter(|it| it.contains(",Does not apply to me,")).count();
        assert_eq!(steps, figures, "{who}");
        for text in [told.to_string(), file.text] {
            assert!(!text.contains("ship more often"), "what people wrote stays on the page");
            assert!(NEVER_SHOWN.iter().all(|it| !text.contains(it)));
        }
    }
}

/// Before it has closed, and before it was talked over for whoever was not asked, there is a sentence and
/// no figure; the list of whom it asks is the one that everybody could read before.
async fn before_the_pages_show_anything_the_route_and_the_file_say_the_same_sentence(on: On) {
    let mut town = Town::open(on).await;
    for who in ["p1", "ana", "ines"] {
        let mut browser = town.browser(who).await;
        let open = told(&town, &mut browser).await;
        assert_eq!(open["results"], Value::Null, "{who}");
        assert!(open["why"].as_str().unwrap().contains("not even how many answered"));
        assert_eq!(open["opening"]["groups"][SEARCH]["asked"], 4);
        let file = browser.get(&format!("{}/results.csv", town.at)).await;
        assert_eq!(file.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(file.has("not even how many answered"), "{}", file.text);
    }
    town.held(&[]).await;
    for (who, reads) in [("p1", true), ("ines", false), ("raj", false), ("ana", false)] {
        let mut browser = town.browser(who).await;
        let closed = told(&town, &mut browser).await;
        assert_eq!(closed["results"].is_array(), reads, "{who}: {closed}");
        let file = browser.get(&format!("{}/results.csv", town.at)).await;
        assert_eq!(file.status == StatusCode::OK, reads, "{who}: {}", file.text);
        assert!(reads || file.has("Those who were asked read this first"));
    }
}

/// Attack 21 once more: the team of four reads as if nobody there had answered, by every way.
async fn attack_21_a_hidden_group_is_told_like_an_empty_one_on_the_route_in_the_file_and_in_a_scenario(
    on: On,
) {
    let mut empty = Town::open(on).await;
    empty.held(&["s0", "s1", "s2", "s3"]).await;
    empty.talk().await;
    let four = Town::talked(on).await;
    for who in ["raj", "p1", "s0"] {
        let mut told_of = Vec::new();
        for town in [&four, &empty] {
            let mut browser = town.browser(who).await;
            let told = told(town, &mut browser).await;
            let file = browser.get(&format!("{}/results.csv", town.at)).await.text;
            let rows = rows(&file, "Search").join("\n");
            assert!(rows.contains("Too few answered for figures of this group."), "{rows}");
            let evidence = evidence(town, "s1", who, "search").await;
            assert!(
                evidence.contains("not shown. Figures of this group would give away"),
                "{evidence}"
            );
            told_of.push(format!("{}\n{rows}\n{evidence}", told["results"][SEARCH]));
        }
        assert_eq!(difference(&told_of[0], &told_of[1]), None, "{who}");
    }
}

/// What a scenario of this team shows somebody of its evidence, as its page has it.
async fn evidence(town: &Town, begins: &str, who: &str, team: &str) -> String {
    let fields = [("title", "What is hard"), ("team", team), ("a.playbook", "after-a-shock")];
    let begun = town.browser(begins).await.post("/scenario/new", &fields).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.text);
    let page = town.browser(who).await.get(&path(begun.to())).await;
    let (_, evidence) = page.text.split_once("<section id=\"evidence\">").expect("its evidence");
    evidence.split("</section>").next().unwrap().to_owned()
}

/// A scenario shows no figure that the review's page hides from the same reader, and before it was talked
/// over, whoever leads reads none.
async fn a_scenario_says_of_a_review_only_what_its_page_shows_the_same_reader(on: On) {
    let mut town = Town::open(on).await;
    town.held(&[]).await;
    let ours = evidence(&town, "p1", "p1", "payments").await;
    assert!(ours.contains("questions that are shown"), "{ours}");
    let theirs = evidence(&town, "p1", "ines", "payments").await;
    assert!(theirs.contains("Those who were asked read this first"), "{theirs}");
    assert!(!theirs.contains("questions that are shown") && !theirs.contains(" towards “"));
    town.talk().await;
    // Of five and asked there: their own answer taken away would show the other four.
    let told_of = |page: &str| page.matches("questions that are shown").count();
    let (own, other) =
        (evidence(&town, "k1", "k1", "stock").await, evidence(&town, "k1", "raj", "stock").await);
    let pages = all_seen(&town, town.opening().await.tree.len()).await;
    let hides = |who: &str| pages[who].iter().all(|it| matches!(it.groups[5], Shown::Hidden(_)));
    assert_eq!((hides("k1"), hides("raj")), (told_of(&own) == 0, told_of(&other) == 0));
    assert!(hides("k1"), "the town has somebody from whom a group is hidden for their own answer");
}

super::on_both!(
    the_route_and_the_file_say_what_the_pages_show_the_same_reader,
    before_the_pages_show_anything_the_route_and_the_file_say_the_same_sentence,
    attack_21_a_hidden_group_is_told_like_an_empty_one_on_the_route_in_the_file_and_in_a_scenario,
    a_scenario_says_of_a_review_only_what_its_page_shows_the_same_reader,
);
