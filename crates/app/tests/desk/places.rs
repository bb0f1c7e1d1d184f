//! Where teams lie: who moves one, where it cannot go, and what follows for those above, its map and its
//! records.

use app::{AGREED, Problem};
use domain::id::{At, Id};
use domain::people::{Relation, Role};
use domain::record::Answers;

use crate::town::{Town, field, refused, words};

impl Town {
    /// Another team of the root, with somebody who leads it and a map of its own.
    async fn area(&self, name: &str, leads: &str) -> Id {
        let id = self.keeper().add_team(Some(&self.root), name).await.unwrap().id;
        let person = self.keeper().add_person(leads, leads, None).await.unwrap().id;
        self.keeper().seat(&person, &id, 3, Role::Member).await.unwrap();
        let map = format!(
            "title = \"Of {name}\"\nlevels = [\"contributor\", \"lead\", \"staff\", \"director\"]\n\
             [[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"lead\"\n"
        );
        self.keeper().take_in_map(&id, &map, "server", AGREED).await.unwrap();
        id
    }

    async fn moves(&self, team: &Id, under: &Id) {
        self.later(1);
        self.keeper().move_team(team, under).await.unwrap();
    }
}

#[tokio::test]
async fn a_team_is_moved_by_whoever_looks_after_the_one_it_leaves_and_the_one_it_comes_to() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    assert!(refused(&ana.move_team(&town.team, &town.search).await), "her own, under others");
    assert!(refused(&ana.move_team(&town.ledger, &town.search).await), "one below, under others");
    assert!(refused(&ana.move_team(&town.search, &town.team).await), "others, under her own");
    assert!(ana.places_for(&town.team).is_empty() && ana.places_for(&town.ledger).is_empty());
    town.later(At::DAY);
    town.keeper().seat(&town.id("ana"), &town.search, 0, Role::Steward).await.unwrap();
    let ana = town.desk("ana").await;
    assert!(refused(&ana.move_team(&town.team, &town.search).await), "the town has no say in it");
    let places: Vec<_> = ana.places_for(&town.ledger).iter().map(|it| it.id.clone()).collect();
    assert_eq!(places, std::slice::from_ref(&town.search));
    ana.move_team(&town.ledger, &town.search).await.unwrap();
    let org = town.house.organisation();
    assert_eq!(
        org.path(&town.ledger),
        [town.ledger.clone(), town.search.clone(), town.root.clone()]
    );
    assert_eq!(org.team(&town.ledger).unwrap().slug, "ledger");
}

#[tokio::test]
async fn a_team_lies_below_no_team_of_its_own_and_the_first_below_none() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let nowhere = Id::from("nowhere");
    for (team, under, says) in [
        (&town.team, &town.team, "below itself"),
        (&town.team, &town.ledger, "one of its own teams"),
        (&town.team, &town.root, "lies there already"),
        (&town.team, &nowhere, "no such team"),
        (&town.root, &town.team, "the organisation itself"),
    ] {
        let (at, why) = field(raj.move_team(team, under).await);
        assert!(at == "under" && why.contains(says), "{why}");
    }
    assert!(matches!(raj.move_team(&nowhere, &town.root).await, Err(Problem::NotFound)));
    assert!(refused(&town.desk("ana").await.move_team(&nowhere, &town.root).await));
    let places: Vec<_> = raj.places_for(&town.team).iter().map(|it| it.slug.clone()).collect();
    assert_eq!(places, ["search"]);
    assert!(raj.places_for(&town.root).is_empty());
}

/// Two who move at one moment, each from a page of before: the tree stays one.
#[tokio::test]
async fn two_teams_are_not_put_below_each_other_at_one_moment() {
    let town = Town::new().await;
    let (one, other) = (town.desk("raj").await, town.desk("raj").await);
    one.move_team(&town.team, &town.search).await.unwrap();
    assert!(other.move_team(&town.search, &town.team).await.is_err());
    let org = town.house.organisation();
    assert!(org.teams.iter().all(|it| org.path(&it.id).contains(&town.root)));
}

#[tokio::test]
async fn whoever_leads_from_above_and_the_map_in_force_are_those_of_where_it_lies() {
    let town = Town::new().await;
    let (shops, tools) = (town.area("Shops", "cora").await, town.area("Tools", "otto").await);
    town.moves(&town.team, &shops).await;
    let standing = async |who: &str, team: &Id| town.desk(who).await.standing(Some(team), None);
    let title = async || {
        let map = town.desk("kim").await.map(&town.team).await.unwrap().unwrap();
        map.map().title.clone()
    };
    for (under, leads, other, map) in
        [(&shops, "cora", "otto", "Of Shops"), (&tools, "otto", "cora", "Of Tools")]
    {
        if *under != shops {
            town.moves(&town.team, under).await;
        }
        for team in [&town.team, &town.ledger] {
            let (above, beside) = (standing(leads, team).await, standing(other, team).await);
            assert!(above.relation == Relation::Above && above.leads, "{leads}");
            assert!(beside.relation == Relation::AnotherTeam && !beside.leads, "{other}");
        }
        let kim = town.desk("kim").await;
        assert!(kim.actor().seats[0].path.contains(under));
        assert_eq!(title().await, map, "inherited, since Payments has none of its own");
    }
    let own = "title = \"Ours\"\nlevels = [\"contributor\"]\n[[lane]]\nid = \"all\"\ndomain = \"*\"\nlevel = \"contributor\"\n";
    town.keeper().take_in_map(&town.team, own, "server", AGREED).await.unwrap();
    town.moves(&town.team, &shops).await;
    assert_eq!(title().await, "Ours", "a map of its own goes with it");
}

/// What was asked of “whoever leads us” is asked of whoever does now; what somebody promised stays theirs.
#[tokio::test]
async fn a_request_that_waited_above_waits_for_whoever_leads_now() {
    let town = Town::new().await;
    let (shops, tools) = (town.area("Shops", "cora").await, town.area("Tools", "otto").await);
    town.moves(&town.team, &shops).await;
    let kim = town.desk("kim").await;
    let asks = kim.begin("proposal", &town.team, "A second pair of hands", Answers::new()).await;
    let asks = asks.unwrap().record.id;
    let waits = async |who: &str| {
        let desk = town.desk(who).await;
        desk.today()
            .await
            .unwrap()
            .waiting_lines(&desk)
            .iter()
            .any(|it| it.to.contains(asks.as_str()))
    };
    let request = async |says: &str| {
        let kim = town.desk("kim").await;
        kim.attach(&asks, "support", words(&[("text", says)])).await.unwrap().id
    };
    let promised = request("A day of design a week").await;
    let will = words(&[("will", "A designer on Mondays"), ("support_by", "2026-06-05")]);
    town.desk("cora").await.move_attachment(&asks, &promised, 1, "support", will).await.unwrap();
    let open = request("A month without on-call").await;
    assert_eq!((waits("cora").await, waits("otto").await), (true, false));
    town.moves(&town.team, &tools).await;
    assert_eq!((waits("cora").await, waits("otto").await), (false, true));
    let says = words(&[("because", "Ask again in June")]);
    let cora = town.desk("cora").await;
    assert!(cora.move_attachment(&asks, &open, 1, "not_now", says.clone()).await.is_err());
    town.desk("otto").await.move_attachment(&asks, &open, 1, "not_now", says).await.unwrap();
    let due = town.desk("cora").await.today().await.unwrap().due;
    assert!(!due.is_empty(), "what she promised in her office is hers to bring");
}

/// The team's numbers stay its own wherever it lies; what it released, everybody with a seat goes on
/// reading, and no more of it.
#[tokio::test]
async fn a_move_opens_no_number_of_the_team_and_closes_none_it_released() {
    let town = Town::new().await;
    let (shops, tools) = (town.area("Shops", "cora").await, town.area("Tools", "otto").await);
    town.moves(&town.team, &shops).await;
    let kim = town.desk("kim").await;
    let says = words(&[("says_not", "Why"), ("mirror", "follow-through")]);
    let begun = async |title: &str| {
        kim.begin("reading", &town.team, title, says.clone()).await.unwrap().record.id
    };
    let (released, written) = (begun("For Shops").await, begun("Not yet").await);
    kim.make_move(&released, 1, "release").await.unwrap();
    for under in [&tools, &town.search, &shops] {
        for who in ["cora", "otto", "ruth", "lee", "kim"] {
            let desk = town.desk(who).await;
            let found = desk.readings(&town.team).await.unwrap();
            assert_eq!(found.len(), 1, "{who}");
            assert!(desk.read(&released).await.is_ok());
            assert_eq!(desk.read(&written).await.is_ok(), who == "kim", "{who}");
            assert_eq!(desk.mirrors(&town.team, 12).await.is_ok(), who == "kim", "{who}");
        }
        town.moves(&town.team, under).await;
    }
}
