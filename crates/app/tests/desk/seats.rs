//! Invitations, seats, teams and the charter: who comes in, where they sit, and who stays.

use app::{Charter, InvitationPlan, Problem};
use domain::id::At;
use domain::people::{Relation, Role};

use crate::town::{Town, field, refused};

const PASSWORD: &str = "seven quiet violet owls";

fn plan(town: &Town, level: usize, role: Role) -> InvitationPlan {
    InvitationPlan { team: town.team.clone(), level, role }
}

#[tokio::test]
async fn an_invitation_lives_two_weeks_is_used_once_and_can_be_taken_back() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    let secret = ana.invite(plan(&town, 0, Role::Member)).await.unwrap();
    town.later(14 * At::DAY - 1);
    assert!(town.house.invited(&secret).await.is_ok());
    town.later(1);
    assert!(town.house.invited(&secret).await.is_err());
    let late = town.house.accept(&secret, ("new", "New", None), PASSWORD, "x").await;
    assert!(refused(&late));
    let ana = town.desk("ana").await;
    assert_eq!(ana.invitations(&town.team).await.unwrap(), [], "what has ended waits for nobody");

    let secret = ana.invite(plan(&town, 0, Role::Member)).await.unwrap();
    let open = ana.invitations(&town.team).await.unwrap()[0].id.clone();
    let elsewhere = ana.end_invitation(&town.ledger, &open).await;
    assert!(matches!(elsewhere, Err(Problem::NotFound)), "it is for another team");
    ana.end_invitation(&town.team, &open).await.unwrap();
    assert!(refused(&town.house.accept(&secret, ("new", "New", None), PASSWORD, "x").await));
    assert!(town.house.organisation().person_by_handle("new").is_none());
}

#[tokio::test]
async fn of_two_who_accept_one_invitation_at_one_moment_one_comes_in() {
    let town = Town::new().await;
    let secret = town.desk("ana").await.invite(plan(&town, 0, Role::Member)).await.unwrap();
    let (one, other) = tokio::join!(
        town.house.accept(&secret, ("one", "One", None), PASSWORD, "x"),
        town.house.accept(&secret, ("other", "Other", None), PASSWORD, "x")
    );
    assert_ne!(one.is_ok(), other.is_ok());
    let org = town.house.organisation();
    let here = ["one", "other"].into_iter().filter(|it| org.person_by_handle(it).is_some());
    assert_eq!(here.count(), 1);
}

#[tokio::test]
async fn an_invitation_gives_the_seat_it_says_and_nothing_above_it() {
    let town = Town::new().await;
    let ana = town.desk("ana").await;
    assert_eq!(field(ana.invite(plan(&town, 4, Role::Member)).await).0, "level");
    let nowhere = InvitationPlan { team: "not-there".into(), level: 0, role: Role::Member };
    assert_eq!(field(town.desk("raj").await.invite(nowhere).await).0, "team");
    let secret = ana.invite(plan(&town, 1, Role::Reader)).await.unwrap();
    let invited = town.house.invited(&secret).await.unwrap();
    assert_eq!((invited.level.as_str(), invited.role), ("lead", Role::Reader));
    let cookie = town.house.accept(&secret, ("new", "New", None), PASSWORD, "x").await.unwrap();
    let new = town.house.desk_of_session(&cookie).await.unwrap().desk;
    let standing = new.standing(Some(&town.team), None);
    assert_eq!((standing.relation, standing.role), (Relation::OwnTeam, Role::Reader));
    assert!(!standing.keeper && !standing.leads);
}

#[tokio::test]
async fn a_form_filled_in_wrongly_uses_no_invitation_up() {
    let town = Town::new().await;
    let secret = town.desk("ana").await.invite(plan(&town, 0, Role::Member)).await.unwrap();
    let long = "x".repeat(81);
    for (handle, name, email, password, wrong) in [
        ("ana", "Ana", None, PASSWORD, "handle"),
        ("lead", "A level", None, PASSWORD, "handle"),
        ("", "Nobody", None, PASSWORD, "handle"),
        ("two words", "Two", None, PASSWORD, "handle"),
        ("новый", "New", None, PASSWORD, "handle"),
        ("new", " ", None, PASSWORD, "name"),
        ("new", long.as_str(), None, PASSWORD, "name"),
        ("new", "Two\nlines", None, PASSWORD, "name"),
        ("new", "New", Some("no address"), PASSWORD, "email"),
        ("new", "New", None, "short", "password"),
    ] {
        let tried = town.house.accept(&secret, (handle, name, email), password, "x").await;
        assert_eq!(field(tried).0, wrong, "{handle} {name}");
    }
    let accepted = town.house.accept(&secret, ("@New", "New", Some(" ")), PASSWORD, "x").await;
    assert!(accepted.is_ok());
    let org = town.house.organisation();
    let new = org.person_by_handle("new").unwrap();
    assert_eq!((new.handle.as_str(), &new.email), ("new", &None));
}

#[tokio::test]
async fn nobody_gives_away_a_role_they_do_not_have() {
    let town = Town::new().await;
    for who in ["kim", "pia", "ruth", "lee"] {
        let desk = town.desk(who).await;
        let own = desk.actor().id.clone();
        assert!(refused(&desk.seat(&own, &town.team, 1, Role::Steward).await), "{who}");
        assert!(refused(&desk.seat(&own, &town.root, 3, Role::Steward).await), "{who}");
    }
    let ana = town.desk("ana").await;
    assert!(refused(&ana.seat(&town.id("ana"), &town.root, 3, Role::Member).await));
    assert!(refused(&ana.seat(&town.id("ana"), &town.search, 1, Role::Member).await));
}

#[tokio::test]
async fn a_new_seat_in_a_team_ends_the_old_one_and_both_are_remembered() {
    let town = Town::new().await;
    town.later(At::DAY);
    let ana = town.desk("ana").await;
    ana.seat(&town.id("kim"), &town.team, 1, Role::Steward).await.unwrap();
    let org = town.house.organisation();
    let kim = town.id("kim");
    let seats: Vec<_> = org.memberships.iter().filter(|it| it.person == kim).collect();
    assert_eq!(seats.len(), 2);
    assert_eq!(seats.iter().filter(|it| it.until.is_none()).count(), 1);
    let now: Vec<_> = org.members(&town.team, town.house.now());
    assert_eq!(now.iter().filter(|(it, _)| it.id == kim).count(), 1);
    assert_eq!(now[0].0.handle, "ana", "the same level, by name");
}

#[tokio::test]
async fn the_organisation_always_keeps_a_steward_whichever_way_the_last_one_would_go() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let own = town.id("raj");
    for tried in [
        raj.end_seat(&own, &town.root).await,
        raj.erase(&own).await,
        raj.seat(&own, &town.root, 3, Role::Member).await,
        raj.seat(&own, &town.root, 0, Role::Reader).await,
    ] {
        assert!(refused(&tried), "{tried:?}");
    }
    assert!(town.house.first_keeper().is_some());
    town.later(1);
    let raj = town.desk("raj").await;
    raj.seat(&own, &town.root, 2, Role::Steward).await.unwrap();
    let raj = town.desk("raj").await;
    raj.seat(&town.id("ruth"), &town.root, 3, Role::Steward).await.unwrap();
    town.later(1);
    let raj = town.desk("raj").await;
    raj.seat(&own, &town.root, 3, Role::Member).await.unwrap();
    assert_eq!(town.house.first_keeper(), Some(town.id("ruth")));
}

#[tokio::test]
async fn whoever_was_erased_gets_no_seat_and_nobody_unknown_does() {
    let town = Town::new().await;
    let kim = town.id("kim");
    town.desk("raj").await.erase(&kim).await.unwrap();
    let raj = town.desk("raj").await;
    for (person, team) in [(&kim, &town.team), (&"nobody".into(), &town.team)] {
        let seated = raj.seat(person, team, 0, Role::Member).await;
        assert!(matches!(seated, Err(Problem::NotFound)), "{seated:?}");
    }
    let nowhere = raj.seat(&town.id("lee"), &"nowhere".into(), 0, Role::Member).await;
    assert!(matches!(nowhere, Err(Problem::NotFound)));
    assert_eq!(field(raj.seat(&town.id("lee"), &town.team, 9, Role::Member).await).0, "level");
}

#[tokio::test]
async fn teams_of_one_name_have_addresses_of_their_own_that_stay_when_the_name_changes() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let second = raj.add_team(Some(&town.root), "Payments").await.unwrap();
    let third = town.desk("raj").await.add_team(Some(&town.team), " Payments ").await.unwrap();
    assert_eq!((second.slug.as_str(), third.slug.as_str()), ("payments-2", "payments-3"));
    town.desk("raj").await.rename_team(&third.id, "Refunds").await.unwrap();
    let org = town.house.organisation();
    assert_eq!(org.team_by_slug("payments-3").unwrap().name, "Refunds");
    let desk = town.desk("kim").await;
    assert_eq!(desk.team("payments").unwrap().id, town.team);
    assert_eq!(desk.team(town.team.as_str()).unwrap().slug, "payments");
    assert!(matches!(desk.team("nowhere"), Err(Problem::NotFound)));
    for name in ["", "  ", "two\nlines", &"x".repeat(81)] {
        assert_eq!(field(raj.add_team(Some(&town.root), name).await).0, "name");
    }
    assert_eq!(field(raj.add_team(None, "Another root").await).0, "parent");
}

#[tokio::test]
async fn ones_own_teams_come_deepest_first() {
    let town = Town::new().await;
    town.keeper().seat(&town.id("nia"), &town.root, 0, Role::Member).await.unwrap();
    let nia = town.desk("nia").await;
    let names: Vec<_> = nia.my_teams().iter().map(|it| it.name.clone()).collect();
    assert_eq!(names, ["Ledger", "Town"]);
    assert!(town.desk("zoe").await.my_teams().is_empty());
}

#[tokio::test]
async fn a_handle_means_one_person_one_agent_or_one_level() {
    let town = Town::new().await;
    let bot = town.desk("ana").await.add_agent("Bot.1", "Build bot", &town.team).await.unwrap();
    assert_eq!(bot.handle, "bot.1");
    let keeper = town.keeper();
    for taken in ["bot.1", "BOT.1", "ana", "@Ana", "director"] {
        assert_eq!(field(keeper.add_person(taken, "X", None).await).0, "handle", "{taken}");
        assert_eq!(field(keeper.add_agent(taken, "X", &town.team).await).0, "handle", "{taken}");
    }
}

#[tokio::test]
async fn a_charter_is_whole_or_is_refused() {
    let town = Town::new().await;
    let raj = town.desk("raj").await;
    let with = |levels: &[&str], leads_from: usize| Charter {
        name: "Town".into(),
        levels: levels.iter().map(|it| (*it).to_owned()).collect(),
        leads_from,
        sample: false,
    };
    let many = ["x"; 13];
    for (charter, wrong) in [
        (with(&[], 0), "levels"),
        (with(&many, 2), "levels"),
        (with(&["a", "", "c", "d"], 2), "levels"),
        (with(&["a", "b", "c"], 2), "levels"),
        (with(&["a", "b", "c", "d"], 5), "leads_from"),
        (Charter { name: " ".into(), ..Charter::default() }, "name"),
    ] {
        assert_eq!(field(raj.set_charter(charter.clone()).await).0, wrong, "{charter:?}");
    }
    raj.set_charter(with(&["doer", "lead", "head", "chief", "owner"], 1)).await.unwrap();
    let kept = &town.house.organisation().charter;
    assert_eq!(kept.levels.len(), 5);
    assert!(town.desk("ana").await.standing(Some(&town.team), None).leads, "from lead on");
}
