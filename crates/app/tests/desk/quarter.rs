//! A team's quarter: what was held, what is to come, what comes due, which lanes end.

use app::{DueOf, QuarterSeen, Takes, Whose};
use domain::id::{At, Id};
use domain::quarter::{Quarter, Says};
use jiff::civil::{Date, date};

use crate::town::{Town, words};

/// The town's today is 2026-05-28.
const TODAY: Date = date(2026, 5, 28);

async fn seen(town: &Town, who: &str, of: Option<&str>) -> QuarterSeen {
    let of = of.map(|it| it.parse::<Quarter>().unwrap());
    town.desk(who).await.quarter(&town.team, of).await.unwrap()
}

fn says(seen: &QuarterSeen, kind: &str) -> Says {
    seen.practices.iter().find(|it| it.kind.slug == kind).unwrap().standing.says
}

async fn demo(town: &Town, team: &Id, title: &str, on: &str) -> Id {
    let desk = town.desk(if *team == town.team { "kim" } else { "nia" }).await;
    let answers = words(&[("on", on), ("place", "The kitchen")]);
    let record = desk.begin("demo", team, title, answers).await.unwrap().record;
    let shown = words(&[("text", "Payouts by noon"), ("how_far", "unfinished")]);
    desk.attach(&record.id, "showing", shown).await.unwrap();
    record.id
}

async fn hold(town: &Town, id: &Id) {
    let desk = town.desk("kim").await;
    let version = desk.read(id).await.unwrap().record.version;
    desk.make_move(id, version, "hold").await.unwrap();
}

/// One that ended, one that ends today in a month, one that ends later and one that stays.
async fn map(town: &Town, team: &Id) {
    let lane = |id: &str, until: &str| {
        format!("[[lane]]\nid = \"{id}\"\ndomain = \"{id}\"\nlevel = \"contributor\"\n{until}\n")
    };
    let map = [
        "levels = [\"contributor\", \"lead\"]\n".to_owned(),
        lane("long", "until = 2026-02-28"),
        lane("soon", "until = 2026-06-30"),
        lane("next", "until = 2026-07-01"),
        lane("ever", ""),
    ];
    town.keeper().propose_map(team, 0, &map.concat()).await.unwrap();
}

#[tokio::test]
async fn it_says_the_same_to_everybody_and_nothing_of_other_teams() {
    let town = Town::new().await;
    let held = demo(&town, &town.team, "Payouts", "2026-04-15").await;
    hold(&town, &held).await;
    demo(&town, &town.team, "Refunds", "2026-06-10").await;
    demo(&town, &town.ledger, "Books", "2026-05-30").await;
    for who in ["kim", "lee", "ruth"] {
        let seen = seen(&town, who, None).await;
        assert_eq!(seen.quarter.to_string(), "2026-Q2", "the one that goes on");
        let demos = seen.practices.iter().find(|it| it.kind.slug == "demo").unwrap();
        assert_eq!(demos.standing.says, Says::Held, "{who}");
        let days = |all: &[(Date, Id)]| all.iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(days(&demos.standing.held), [date(2026, 4, 15)], "{who}");
        assert_eq!(days(&demos.standing.planned), [date(2026, 6, 10)], "{who}");
        assert_eq!(demos.record(&held).map(|it| it.title.as_str()), Some("Payouts"));
        assert_eq!(demos.may_begin, who == "kim", "{who}");
        assert_eq!(seen.due, [], "what the table plans is not listed twice");
    }
    let nobody = town.desk("zoe").await.quarter(&town.team, None).await;
    assert!(nobody.is_err(), "without a seat there is no page");
}

#[tokio::test]
async fn a_practice_counts_from_the_first_time_and_a_past_quarter_says_what_it_lacked() {
    let town = Town::new().await;
    let fresh = seen(&town, "kim", None).await;
    assert!(fresh.is_untouched() && says(&fresh, "demo") == Says::NeverYet);
    let winter = demo(&town, &town.team, "Payouts", "2025-11-20").await;
    hold(&town, &winter).await;
    for (of, expected) in [
        ("2025-Q3", Says::NeverYet),
        ("2025-Q4", Says::Held),
        ("2026-Q1", Says::NotHeld),
        ("2026-Q2", Says::NotYet),
        ("2026-Q3", Says::NotYet),
    ] {
        let seen = seen(&town, "kim", Some(of)).await;
        assert_eq!(says(&seen, "demo"), expected, "{of}");
        assert!(!seen.is_untouched() || of == "2025-Q3", "{of}");
    }
    let used = ["postmortem".to_owned()];
    town.desk("ana").await.choose_practices(&town.team, &used).await.unwrap();
    let off = seen(&town, "kim", None).await;
    assert_eq!((says(&off, "demo"), says(&off, "deal")), (Says::SwitchedOff, Says::NeverYet));
    assert_eq!(says(&off, "postmortem"), Says::None, "it is used, and there was no reason");
    let then = seen(&town, "kim", Some("2025-Q4")).await;
    assert_eq!(says(&then, "demo"), Says::Held, "what was held was held");
}

#[tokio::test]
async fn what_comes_due_is_the_one_list_there_is_cut_to_the_team_and_the_quarter() {
    let town = Town::new().await;
    let kim = town.desk("kim").await;
    let id = town.decision("kim", "Drop the retry table").await.id;
    for (text, due) in [("Late", "2026-03-02"), ("Soon", "2026-06-30"), ("Later", "2026-07-01")] {
        let promise = words(&[("text", text), ("owner", "kim"), ("due", due)]);
        kim.attach(&id, "commitment", promise).await.unwrap();
    }
    let about = |seen: &QuarterSeen| -> Vec<String> {
        seen.due.iter().map(|it| it.about.clone()).collect()
    };
    let all = kim.due(&Whose::Team(town.team.clone()), date(2026, 6, 30), 50).await.unwrap();
    let now = seen(&town, "kim", None).await;
    assert_eq!(now.due, all.items, "with what is overdue from before");
    assert_eq!(about(&seen(&town, "kim", Some("2026-Q1")).await), ["Late"]);
    assert_eq!(about(&seen(&town, "kim", Some("2026-Q3")).await), ["Later"]);
    assert_eq!(about(&seen(&town, "kim", Some("2025-Q4")).await), [""; 0]);
}

#[tokio::test]
async fn a_comparison_of_the_deal_and_dates_of_office_hours_are_read_from_what_hangs_there() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let answers = words(&[("starts_on", "2026-05-14"), ("at", "14:00"), ("zone", "UTC")]);
    let hours = ana.begin("office-hours", &town.team, "Clinic", answers).await.unwrap().record;
    ana.make_move(&hours.id, hours.version, "open").await.unwrap();
    let off = words(&[("text", "Away"), ("planned_on", "2026-05-21")]);
    ana.attach(&hours.id, "changed_date", off).await.unwrap();
    let deal = ana.begin("deal", &town.team, "Ana and the team", words(&[])).await.unwrap().record;
    let found = seen(&town, "kim", None).await;
    let hours = &found.practices.iter().find(|it| it.kind.slug == "office-hours").unwrap().standing;
    let days: Vec<Date> = hours.held.iter().map(|it| it.0).collect();
    assert_eq!(days, [date(2026, 5, 14), TODAY], "one of three was called off");
    assert_eq!(hours.planned.first().map(|it| it.0), Some(date(2026, 6, 4)));
    assert_eq!(says(&found, "deal"), Says::UnderWay, "not agreed yet");
    ana.attach(&deal.id, "comparison", words(&[("text", "More asked than said")])).await.unwrap();
    assert_eq!(says(&seen(&town, "kim", None).await, "deal"), Says::Held);
}

#[tokio::test]
async fn lanes_with_a_last_day_in_the_quarter_are_listed_and_in_this_one_those_that_ended_before() {
    let town = Town::new().await;
    map(&town, &town.team).await;
    for (of, lanes) in [
        ("2026-Q2", &["long", "soon"][..]),
        ("2026-Q1", &["long"]),
        ("2026-Q3", &["next"]),
        ("2025-Q4", &[]),
    ] {
        let seen = seen(&town, "kim", Some(of)).await;
        let ids: Vec<&str> = seen.lanes.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, lanes, "{of}");
    }
    town.later(90 * At::DAY);
    let ids: Vec<String> =
        seen(&town, "kim", None).await.lanes.into_iter().map(|it| it.id).collect();
    assert_eq!(ids, ["long", "soon", "next"], "2026-08-26: the third quarter");
}

#[tokio::test]
async fn lanes_and_what_the_quarter_lacks_stand_in_the_one_list_of_what_is_due() {
    let town = Town::new().await;
    let winter = demo(&town, &town.team, "Payouts", "2026-01-20").await;
    hold(&town, &winter).await;
    map(&town, &town.team).await;
    let lanes =
        ["2026-02-28 Renew or end lane long true", "2026-06-30 Renew or end lane soon false"];
    let demo_again = "2026-06-30 Hold Demo, April to June 2026 false";
    for (who, whose, until, wanted) in [
        ("kim", Whose::Mine, date(2026, 6, 29), vec![lanes[0]]),
        ("kim", Whose::Mine, date(2026, 6, 30), vec![lanes[0], lanes[1], demo_again]),
        ("lee", Whose::Mine, date(2026, 6, 30), vec![]),
        (
            "lee",
            Whose::Team(town.root.clone()),
            date(2026, 6, 30),
            vec![lanes[0], lanes[1], demo_again],
        ),
        ("lee", Whose::Team(town.search.clone()), date(2026, 6, 30), vec![]),
        // The team below has no map of its own, and has begun with nothing.
        ("nia", Whose::Mine, date(2026, 6, 30), vec![]),
    ] {
        let list = town.desk(who).await.due(&whose, until, 50).await.unwrap();
        let mut said: Vec<String> = list
            .items
            .iter()
            .map(|it| format!("{} {} {} {}", it.on, it.asks, it.about, it.is_overdue))
            .collect();
        said.sort();
        let mut wanted = wanted.clone();
        wanted.sort_unstable();
        assert_eq!(said, wanted, "{who} {whose:?} until {until}");
    }
    let cut = town.desk("kim").await.due(&Whose::Mine, date(2026, 6, 30), 2).await.unwrap();
    assert_eq!((cut.items.len(), cut.is_cut), (2, true));
    let is_lane = matches!(&cut.items[0].of, DueOf::Lane { lane, .. } if lane == "long");
    assert!(is_lane && cut.items[0].place() == "/lanes?team=payments");
    // Once it has been held, or one is planned, nothing is lacking.
    demo(&town, &town.team, "Refunds", "2026-06-10").await;
    let list = town.desk("kim").await.due(&Whose::Mine, date(2026, 6, 30), 50).await.unwrap();
    assert!(list.items.iter().all(|it| it.asks != "Hold"), "{list:?}");
    assert!(list.items.iter().any(|it| it.place().starts_with("/demo/")), "its own day is due");
}

#[tokio::test]
async fn a_calendar_has_the_last_day_of_a_lane_and_of_a_quarter_that_lacks_something() {
    let town = Town::new().await;
    let winter = demo(&town, &town.team, "Payouts", "2026-01-20").await;
    hold(&town, &winter).await;
    map(&town, &town.team).await;
    let kim = town.desk("kim").await;
    let entries = kim.calendar().await.unwrap();
    let of = |words: &str| entries.iter().find(|it| it.title.contains(words)).unwrap();
    let lacks = of("Hold: Demo");
    assert_eq!(lacks.title, "Hold: Demo, April to June 2026, Payments");
    assert_eq!(lacks.takes, Takes::Day(date(2026, 6, 30)));
    assert_eq!(lacks.to, "/team/payments/quarter#demo");
    let lane = of("lane next");
    assert_eq!((&lane.takes, lane.version), (&Takes::Day(date(2026, 7, 1)), 1));
    let mut ids: Vec<&str> = entries.iter().map(|it| it.id.as_str()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "each entry has a name of its own");
    assert_eq!(kim.calendar().await.unwrap(), entries, "an unchanged calendar is the same");
}
