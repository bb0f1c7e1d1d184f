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

fn narrower() -> String {
    MAP.replace("effort = 5", "effort = 2")
}

#[tokio::test]
async fn a_proposed_map_waits_for_whom_the_map_names_until_it_is_answered() {
    let town = Town::new().await.with_map().await;
    let waiting = async |at: usize| {
        let desk = town.desk(at).await;
        let lines = desk.today().await.unwrap().waiting_lines(&desk);
        lines.into_iter().map(|it| format!("{}: {}", it.what, it.title)).collect::<Vec<_>>()
    };
    town.desk(1).await.propose_map(&town.team, 1, &narrower()).await.unwrap();
    let line = ["Put in force, or answer: version 2 of the map of Payments"];
    assert_eq!(waiting(0).await, line, "ana is the lead the map names");
    assert_eq!(waiting(1).await, [""; 0], "not for who proposed it");
    assert_eq!(waiting(2).await, [""; 0], "raj may decide it, and the map does not ask him");
    let desk = town.desk(0).await;
    let found = desk.today().await.unwrap();
    let lines = found.waiting_lines(&desk);
    assert_eq!(
        (lines[0].why.as_str(), lines[0].to.as_str()),
        ("kim proposed it", "/lanes?team=payments")
    );
    assert_eq!(found.waiting(), 1);

    let refused = town.desk(1).await.keep_map(&town.team, 2).await;
    assert!(matches!(refused, Err(Problem::Refused(_))), "{refused:?}");
    let kept = desk.keep_map(&town.team, 2).await.unwrap();
    assert_eq!((kept.number, kept.text.as_str()), (3, MAP));
    assert_eq!(waiting(0).await, [""; 0]);
    let none = desk.keep_map(&town.team, 3).await;
    assert!(matches!(none, Err(Problem::Refused(_))), "nothing waits any more: {none:?}");
    assert!(town.desk(1).await.today().await.unwrap().map_news.is_empty(), "nothing changed");

    town.desk(1).await.propose_map(&town.team, 3, &narrower()).await.unwrap();
    desk.agree_map(&town.team, 4).await.unwrap();
    assert_eq!(waiting(0).await, [""; 0]);
}

#[tokio::test]
async fn a_first_map_waits_for_a_steward_and_a_level_nobody_is_listed_for_for_whoever_has_it() {
    let town = Town::new().await;
    let maps = async |at: usize| town.desk(at).await.today().await.unwrap().maps.len();
    let unlisted = MAP.replace("lead = [\"@ana\"]\n", "");
    town.desk(1).await.propose_map(&town.team, 0, &unlisted).await.unwrap();
    assert_eq!((maps(0).await, maps(2).await), (0, 0), "nobody is a steward");
    let keeper = || town.house.system_desk("test");
    let lee = keeper().add_person("lee", "lee", None).await.unwrap().id;
    keeper().seat(&lee, &town.team, 0, Role::Steward).await.unwrap();
    let steward = town.house.desk_of(&lee).await.unwrap();
    assert_eq!(steward.today().await.unwrap().maps.len(), 1);
    steward.agree_map(&town.team, 1).await.unwrap();
    town.desk(1).await.propose_map(&town.team, 2, &narrower()).await.unwrap();
    assert_eq!((maps(0).await, maps(1).await, maps(2).await), (1, 0, 0), "ana has the level lead");
    let seats = keeper().organisation().members(&town.team, NOON).len();
    assert_eq!(seats, 3);
    keeper().end_seat(&town.people[0], &town.team).await.unwrap();
    assert_eq!(maps(2).await, 1, "and without her the next one above");
}

#[tokio::test]
async fn a_changed_map_is_news_for_a_fortnight_to_those_whose_lanes_it_changed() {
    let town = Town::new().await.with_map().await;
    town.house.clock().set(NOON.plus(30 * At::DAY));
    let news = async |at: usize| -> Vec<(i64, i64, usize)> {
        let today = town.desk(at).await.today().await.unwrap();
        today.map_news.iter().map(|it| (it.from, it.to, it.things)).collect()
    };
    assert_eq!(news(1).await, [], "an old map is no news");
    let ana = town.desk(0).await;
    ana.propose_map(&town.team, 1, &format!("{MAP}# a remark\n")).await.unwrap();
    assert_eq!(news(1).await, [], "a remark changes nothing for anybody");
    ana.propose_map(&town.team, 2, &narrower()).await.unwrap();
    assert_eq!(news(1).await, [(1, 3, 1)]);
    assert_eq!(news(0).await, [], "ana put it in force");
    assert_eq!(news(2).await, [], "raj sits above, and no lane there names him");
    let kim = town.desk(1).await;
    let found = kim.today().await.unwrap();
    assert_eq!(found.map_news[0].place(), "/lanes/changes?team=payments&from=1&to=3");
    assert!(!found.is_empty() && found.waiting() == 0, "it is told, and asks for nothing");
    town.house.clock().set(NOON.plus(44 * At::DAY + 1));
    assert_eq!(news(1).await, []);
}

#[tokio::test]
async fn a_map_of_ones_own_is_not_changed_by_the_one_above() {
    let town = Town::new().await.with_map().await;
    town.house.clock().set(NOON.plus(30 * At::DAY));
    let keeper = || town.house.system_desk("test");
    let below = keeper().add_team(Some(&town.team), "Ledger").await.unwrap().id;
    let nia = keeper().add_person("nia", "nia", None).await.unwrap().id;
    keeper().seat(&nia, &below, 0, Role::Member).await.unwrap();
    town.desk(0).await.propose_map(&town.team, 1, &narrower()).await.unwrap();
    let news = async || town.house.desk_of(&nia).await.unwrap().today().await.unwrap().map_news;
    assert_eq!(news().await.len(), 1, "the map above is theirs");
    keeper().take_in_map(&below, MAP, "server", AGREED).await.unwrap();
    assert_eq!(news().await.iter().filter(|it| it.team.id == town.team).count(), 0);
}

#[tokio::test]
async fn another_map_is_tried_on_the_decisions_of_the_last_weeks() {
    let town = Town::new().await.with_map().await;
    let row = |name: &str, value: &str| {
        [("name".to_owned(), name.to_owned()), ("value".to_owned(), value.to_owned())].into()
    };
    let case =
        |rows: Vec<domain::record::Row>| Answers::from([("case".to_owned(), Value::Rows(rows))]);
    let kim = town.desk(1).await;
    let of = |effort: &str| case(vec![row("domain", "product"), row("effort", effort)]);
    for (title, answers) in [
        ("Small", of("1")),
        ("Larger", of("4")),
        ("Large", of("9")),
        ("Says nothing", Answers::new()),
        ("Of another scale", case(vec![row("undo", "hour")])),
    ] {
        kim.begin("decision", &town.team, title, answers).await.unwrap();
    }
    let (old, new) = (domain::lanes::read(MAP).map, domain::lanes::read(&narrower()).map);
    let found = kim.replayed(&town.team, &old, &new).await.unwrap();
    let moved: Vec<_> = found.moved.iter().map(|it| it.record.title.as_str()).collect();
    assert_eq!((found.tried, moved), (3, vec!["Larger"]));
    assert_eq!(
        (&found.moved[0].from[0][..], &found.moved[0].to[0][..]),
        ("contributor", "director")
    );
    assert_eq!(kim.replayed(&town.team, &old, &old).await.unwrap().moved, []);
    town.house.clock().set(NOON.plus(92 * At::DAY));
    assert_eq!(town.desk(1).await.replayed(&town.team, &old, &new).await.unwrap().tried, 0);
}
