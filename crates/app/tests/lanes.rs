//! Maps in a house: in force, proposed, agreed, asked; and decisions that keep the route they had.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{AGREED, Clock, DRAFT, Desk, House, Problem, Question};
use domain::id::{At, Id};
use domain::lanes::{Change, Verdict};
use domain::people::Role;
use domain::practice::{ALL, Kinds};
use domain::record::{Answers, Value};

const NOON: At = At(1_780_000_000_000);

const MAP: &str = r#"
title  = "Payments"
levels = ["contributor", "lead", "director"]
[dimension.effort]
unit = "person-days"
[holder]
lead = ["@ana"]
[[lane]]
id = "feature"
domain = "product"
level = "contributor"
upto = { effort = 5 }
[[lane]]
id = "map"
domain = "lanes"
level = "lead"
[[lane]]
id = "rest"
domain = "*"
level = "director"
[[signal]]
paths = ["src/**"]
domain = "product"
"#;

struct Town {
    house: House,
    team: Id,
    people: Vec<Id>,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let keeper = || house.system_desk("test");
        let root = house.root_team("Town").await.unwrap().id;
        let team = keeper().add_team(Some(&root), "Payments").await.unwrap().id;
        let mut people = Vec::new();
        for (handle, seat, level) in [("ana", &team, 1), ("kim", &team, 0), ("raj", &root, 3)] {
            let person = keeper().add_person(handle, handle, None).await.unwrap().id;
            keeper().seat(&person, seat, level, Role::Member).await.unwrap();
            people.push(person);
        }
        Self { team, people, house }
    }

    async fn desk(&self, at: usize) -> Desk {
        self.house.desk_of(&self.people[at]).await.unwrap()
    }

    async fn with_map(self) -> Self {
        let keeper = self.house.system_desk("test");
        assert!(keeper.take_in_map(&self.team, MAP, "server", AGREED).await.unwrap());
        self
    }
}

fn about(domain: &str, set: &str) -> Question {
    Question { domains: vec![domain.into()], set: vec![set.into()], ..Question::default() }
}

#[tokio::test]
async fn the_level_of_a_membership_counts_as_well_as_the_maps_own_list() {
    let town = Town::new().await.with_map().await;
    let verdict = async |at: usize, question: &Question| {
        let answered = town.desk(at).await.whose(&town.team, question).await.unwrap().unwrap();
        answered.routes.verdict
    };
    assert_eq!(verdict(1, &about("product", "effort=5")).await, Verdict::Yours);
    assert_eq!(verdict(1, &about("product", "effort=6")).await, Verdict::Ask);
    assert_eq!(
        verdict(2, &about("product", "effort=6")).await,
        Verdict::Yours,
        "a director by seat"
    );
    let path = Question { changes: vec![Change::at("src/pay.rs")], ..Question::default() };
    assert_eq!(verdict(1, &path).await, Verdict::Depends, "nobody said how much it takes");
}

#[tokio::test]
async fn a_value_the_map_does_not_know_is_said_at_its_field() {
    let town = Town::new().await.with_map().await;
    let asked = town.desk(1).await.whose(&town.team, &about("product", "effrot=3")).await;
    assert!(
        matches!(asked, Err(Problem::Invalid(problems)) if problems[0].says.contains("effort"))
    );
}

#[tokio::test]
async fn changing_the_map_is_a_decision_with_a_lane() {
    let town = Town::new().await.with_map().await;
    let wider = MAP.replace("effort = 5", "effort = 8");
    let by_kim = town.desk(1).await.propose_map(&town.team, 1, &wider).await.unwrap();
    assert_eq!(by_kim.state, DRAFT);
    let seen = town.desk(1).await.map(&town.team).await.unwrap().unwrap();
    assert_eq!((seen.text.number, seen.proposed.map(|it| it.number)), (1, Some(2)));
    assert!(matches!(town.desk(1).await.agree_map(&town.team, 2).await, Err(Problem::Refused(_))));
    let agreed = town.desk(0).await.agree_map(&town.team, 2).await.unwrap();
    assert_eq!((agreed.number, agreed.state.as_str()), (3, AGREED));
    let late = town.desk(0).await.propose_map(&town.team, 1, MAP).await;
    assert!(matches!(late, Err(Problem::Refused(_))), "somebody saved in between");
}

#[tokio::test]
async fn a_broken_map_is_refused_and_the_old_one_stays() {
    let town = Town::new().await.with_map().await;
    let broken = town.desk(0).await.propose_map(&town.team, 1, "levels = [").await;
    assert!(matches!(broken, Err(Problem::Invalid(_))));
    assert_eq!(town.desk(0).await.map(&town.team).await.unwrap().unwrap().text.number, 1);
}

#[tokio::test]
async fn a_map_with_its_home_in_a_file_is_not_edited_here() {
    let town = Town::new().await;
    let keeper = town.house.system_desk("test");
    keeper.take_in_map(&town.team, MAP, "lanes.toml", AGREED).await.unwrap();
    assert!(!keeper.take_in_map(&town.team, MAP, "lanes.toml", AGREED).await.unwrap(), "the same");
    assert!(
        !keeper.take_in_map(&town.team, "", "drafted", DRAFT).await.unwrap(),
        "a draft is less"
    );
    let refused = town.desk(0).await.propose_map(&town.team, 1, MAP).await.unwrap_err();
    assert!(refused.to_string().contains("lanes.toml"));
    let found = keeper.map(&town.team).await.unwrap().unwrap();
    assert_eq!(found.map().seen.file.as_deref(), Some("lanes.toml"));
}

#[tokio::test]
async fn a_decision_keeps_the_route_it_was_opened_with() {
    let town = Town::new().await.with_map().await;
    let case = |effort: &str| {
        let row = |name: &str, value: &str| {
            [("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())].into()
        };
        Answers::from([(
            "case".to_owned(),
            Value::Rows(vec![row("domain", "product"), row("effort", effort)]),
        )])
    };
    let kim = town.desk(1).await;
    let opened =
        kim.begin("decision", &town.team, "Drop the retry table", case("3")).await.unwrap();
    let frozen = opened.record.text("route").to_owned();
    assert_eq!(opened.record.text("lane"), "feature");
    assert_eq!(opened.record.text("map_version"), "Payments 1");

    let narrow = MAP.replace("effort = 5", "effort = 1");
    town.desk(0).await.propose_map(&town.team, 1, &narrow).await.unwrap();
    let id = &opened.record.id;
    let saved = kim.save(id, 1, "Drop the retry table", case("4")).await.unwrap();
    assert_eq!(saved.record.text("route"), frozen, "what was true when it was opened stays");
    assert_eq!(saved.record.text("lane_now"), "rest");
    assert_eq!(saved.record.text("map_version_now"), "Payments 2");
}
