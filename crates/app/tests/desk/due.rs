//! What comes due: one list for oneself, a team and everybody.

use app::{Due, DueList, Whose};
use domain::id::Id;
use domain::people::Role;
use jiff::civil::{Date, date};

use crate::town::{Town, refused, words};

/// A fortnight from the town's today, 2026-05-28.
const SOON: Date = date(2026, 6, 11);

async fn promise(town: &Town, by: &str, on: &Id, owner: &str, due: &str) -> Id {
    let promise = words(&[("text", "Ask the bank"), ("owner", owner), ("due", due)]);
    town.desk(by).await.attach(on, "commitment", promise).await.unwrap().id
}

async fn due(town: &Town, who: &str, whose: &Whose) -> DueList {
    town.desk(who).await.due(whose, SOON, 50).await.unwrap()
}

fn days(list: &DueList) -> Vec<String> {
    list.items.iter().map(|it| it.on.to_string()).collect()
}

#[tokio::test]
async fn ones_own_list_holds_ones_promises_wherever_they_were_made_and_a_teams_holds_the_teams() {
    let town = Town::new().await;
    let ours = town.decision("kim", "Drop the retry table").await.id;
    promise(&town, "ana", &ours, "kim", "2026-05-20").await;
    promise(&town, "ana", &ours, "ana", "2026-06-01").await;
    // Ruth leads from above: her seat is not on this team.
    promise(&town, "ruth", &ours, "ruth", "2026-06-02").await;
    promise(&town, "ana", &ours, "kim", "2026-06-12").await;
    let all = ["2026-05-20", "2026-06-01", "2026-06-02"];
    for (who, whose, wanted) in [
        ("kim", Whose::Mine, &all[..1]),
        ("ana", Whose::Mine, &all[1..2]),
        ("ruth", Whose::Mine, &all[2..]),
        ("lee", Whose::Mine, &[]),
        ("kim", Whose::Team(town.team.clone()), &all[..]),
        ("lee", Whose::Team(town.root.clone()), &all[..]),
        ("lee", Whose::Team(town.search.clone()), &[]),
        ("pia", Whose::All, &all[..]),
    ] {
        assert_eq!(days(&due(&town, who, &whose).await), wanted, "{who} {whose:?}");
    }
    let listed = town.desk("zoe").await.due(&Whose::All, SOON, 50).await;
    assert!(refused(&listed), "without a seat there is no list");
    assert_eq!(town.desk("ruth").await.today().await.unwrap().due.len(), 1, "Today reads the same");
}

#[tokio::test]
async fn each_says_what_it_asks_for_in_the_words_of_its_table() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    for (slot, answers) in [
        ("commitment", &[("text", "Ask the bank"), ("due", "2026-05-20")][..]),
        (
            "forecast",
            &[("text", "No page in June"), ("probability", "70"), ("resolve_by", "2026-06-01")],
        ),
    ] {
        kim.attach(&id, slot, words(answers)).await.unwrap();
    }
    let demo = words(&[("on", "2026-06-04"), ("place", "The kitchen")]);
    kim.begin("demo", &town.team, "Payouts", demo).await.unwrap();
    let told = due(&town, "kim", &Whose::Mine).await;
    let told: Vec<_> =
        told.items.iter().map(|it: &Due| (it.asks, it.about.as_str(), it.is_overdue)).collect();
    assert_eq!(
        told,
        [
            ("Keep or drop", "Ask the bank", true),
            ("Resolve", "No page in June", false),
            ("Show", "Payouts", false),
        ]
    );
}

#[tokio::test]
async fn a_promise_is_found_behind_hundreds_of_others_and_a_cut_list_says_so() {
    let town = Town::new().await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    for n in 0..2 * 104 {
        promise(&town, "ana", &id, "ana", if n % 2 == 0 { "2026-05-01" } else { "2026-05-02" })
            .await;
    }
    promise(&town, "ana", &id, "kim", "2026-05-20").await;
    let mine = due(&town, "kim", &Whose::Mine).await;
    assert_eq!((days(&mine), mine.is_cut), (vec!["2026-05-20".to_owned()], false));
    let team = due(&town, "kim", &Whose::Team(town.team.clone())).await;
    assert_eq!((team.items.len(), team.is_cut), (50, true));
    let whole = town.desk("kim").await.due(&Whose::All, SOON, 209).await.unwrap();
    assert_eq!((whole.items.len(), whole.is_cut), (209, false));
}

/// What stands on somebody's list: its verb, and what it is about.
async fn told(town: &Town, who: &str, whose: &Whose) -> Vec<(&'static str, String)> {
    let list = due(town, who, whose).await;
    list.items.into_iter().map(|it| (it.asks, it.about)).collect()
}

#[tokio::test]
async fn what_belongs_to_one_person_is_due_for_them_wherever_they_sit_and_for_nobody_beside_them() {
    let town = Town::new().await;
    let begin = async |who: &str, kind: &str, title: &str, answers: &[(&str, &str)]| {
        let desk = town.desk(who).await;
        desk.begin(kind, &town.team, title, words(answers)).await.unwrap().record
    };
    let away = [("from", "2026-05-29"), ("until", "2026-06-05"), ("stand_in", "ana")];
    let away = begin("kim", "leave-test", "Away for a week", &away).await;
    begin("ruth", "backing", "I take the call", &[("until", "2026-06-02")]).await;
    begin("kim", "feedback", "To Ruth", &[("to", "@Ruth"), ("until", "2026-06-03")]).await;
    begin("kim", "feedback", "To us all", &[("until", "2026-06-04")]).await;
    let all = ("Close", "To us all".to_owned());
    let leaves = ("Hand over before", "Away for a week".to_owned());
    let ruths = [("Renew or end", "I take the call".to_owned()), ("Close", "To Ruth".to_owned())];
    assert_eq!(told(&town, "kim", &Whose::Mine).await, [leaves.clone(), all.clone()]);
    assert_eq!(told(&town, "ana", &Whose::Mine).await, std::slice::from_ref(&all));
    assert_eq!(told(&town, "ruth", &Whose::Mine).await, ruths, "though she sits above");
    assert_eq!(told(&town, "raj", &Whose::Mine).await, []);

    // A list of the team holds it all, and says whose it is.
    let team = due(&town, "ana", &Whose::Team(town.team.clone())).await;
    let whose: Vec<_> = team.items.iter().map(|it| (it.asks, it.whose.as_deref())).collect();
    let (kim, ruth) = (Some("Kim Holm"), Some("Ruth Holm"));
    let wanted = [(leaves.0, kim), (ruths[0].0, ruth), (ruths[1].0, ruth), (all.0, None)];
    assert_eq!(whose, wanted);
    town.desk("kim").await.make_move(&away.id, away.version, "go").await.unwrap();
    let back = ("Look back on", "Away for a week".to_owned());
    assert_eq!(told(&town, "kim", &Whose::Mine).await, [all.clone(), back]);

    town.keeper().erase(&town.id("ruth")).await.unwrap();
    let left = ("Close", "To Ruth".to_owned());
    assert_eq!(told(&town, "ana", &Whose::Mine).await, [left, all], "who left closes nothing");
}

#[tokio::test]
async fn nobody_is_reminded_of_what_only_others_can_do() {
    let town = Town::new().await;
    let zoe = town.desk("zoe").await.actor().id.clone();
    town.keeper().seat(&zoe, &town.team, 3, Role::Member).await.unwrap();
    let demo = words(&[("on", "2026-06-04"), ("place", "The kitchen")]);
    town.desk("kim").await.begin("demo", &town.team, "Payouts", demo).await.unwrap();
    assert_eq!(days(&due(&town, "kim", &Whose::Mine).await), ["2026-06-04"]);
    for who in ["zoe", "pia"] {
        let mine = due(&town, who, &Whose::Mine).await;
        assert!(mine.items.is_empty(), "{who} has a seat there and no step in it: {mine:?}");
        let teams = due(&town, who, &Whose::Team(town.team.clone())).await;
        assert_eq!(days(&teams), ["2026-06-04"], "and reads it in the team’s list");
    }
}
