//! People, doors and keys, told through the desks of a small organisation.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use app::{Charter, Clock, Desk, House, InvitationPlan, Problem};
use domain::id::{At, Id};
use domain::people::{Relation, Role};
use domain::practice::{ALL, Kinds};

const NOON: At = At(1_780_000_000_000);

struct Town {
    house: House,
    payments: Id,
    ana: Id,
    raj: Id,
}

impl Town {
    async fn new() -> Self {
        let house = House::open("sqlite::memory:", Kinds(ALL), Clock::at(NOON)).await.unwrap();
        let root = house.root_team("Town").await.unwrap();
        let payments = keeper(&house).add_team(Some(&root.id), "Payments").await.unwrap().id;
        let ana = keeper(&house)
            .add_person("ana", "Ana Soler", Some("ana@town.example"))
            .await
            .unwrap()
            .id;
        let raj = keeper(&house).add_person("raj", "Raj Iyer", None).await.unwrap().id;
        keeper(&house).seat(&ana, &payments, 1, Role::Steward).await.unwrap();
        keeper(&house).seat(&raj, &root.id, 3, Role::Steward).await.unwrap();
        Self { house, payments, ana, raj }
    }

    async fn desk(&self, person: &Id) -> Desk {
        self.house.desk_of(person).await.unwrap()
    }

    fn later(&self, milliseconds: i64) {
        let now = self.house.now();
        self.house.clock().set(now.plus(milliseconds));
    }
}

fn keeper(house: &House) -> Desk {
    house.system_desk("test")
}

fn refused<T>(result: Result<T, Problem>) -> bool {
    result.is_err_and(|problem| matches!(problem, Problem::Refused(_)))
}

#[tokio::test]
async fn a_link_signs_in_once_and_within_the_hour() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let cookie = town.house.use_sign_in_link(&link, "Firefox").await.unwrap();
    let signed_in = town.house.desk_of_session(&cookie).await.unwrap();
    assert_eq!(signed_in.desk.actor().handle, "ana");
    assert!(refused(town.house.use_sign_in_link(&link, "Firefox").await));

    let late = town.house.sign_in_link(&town.ana).await.unwrap();
    town.later(At::HOUR);
    assert!(refused(town.house.use_sign_in_link(&late, "Firefox").await));
    assert!(refused(town.house.use_sign_in_link(&"0".repeat(64), "Firefox").await));
}

#[tokio::test]
async fn a_password_opens_only_its_own_door() {
    let town = Town::new().await;
    let desk = town.desk(&town.ana).await;
    desk.set_password("", "four loose copper kettles").await.unwrap();
    let sign_in = |name, password| town.house.sign_in(name, password, "Firefox");
    assert!(sign_in("ana", "four loose copper kettles").await.is_ok());
    assert!(sign_in("ANA@town.example", "four loose copper kettles").await.is_ok());
    let wrong = sign_in("ana", "four loose copper kettle").await.unwrap_err().to_string();
    let nobody = sign_in("nobody", "four loose copper kettles").await.unwrap_err().to_string();
    let without = sign_in("raj", "four loose copper kettles").await.unwrap_err().to_string();
    assert_eq!(wrong, nobody);
    assert_eq!(wrong, without);
    assert!(matches!(
        desk.set_password("wrong", "another long password").await,
        Err(Problem::Invalid(_))
    ));
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let cookie = town.house.use_sign_in_link(&link, "a café’s computer").await.unwrap();
    town.desk(&town.ana).await.set_password("", "four loose copper kettles").await.unwrap();
    assert!(matches!(town.house.desk_of_session(&cookie).await, Err(Problem::SignedOut)));
}

#[tokio::test]
async fn a_session_rotates_each_day_and_ends_when_idle() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let first = town.house.use_sign_in_link(&link, "Firefox").await.unwrap();
    town.later(25 * At::HOUR);
    let signed_in = town.house.desk_of_session(&first).await.unwrap();
    let second = signed_in.rotated.expect("a day has passed");
    assert!(town.house.desk_of_session(&first).await.is_ok(), "requests under way still arrive");
    town.later(61_000);
    assert!(matches!(town.house.desk_of_session(&first).await, Err(Problem::SignedOut)));
    assert!(town.house.desk_of_session(&second).await.is_ok());
    town.later(15 * At::DAY);
    assert!(matches!(town.house.desk_of_session(&second).await, Err(Problem::SignedOut)));
}

#[tokio::test]
async fn no_session_outlives_ninety_days_however_often_it_is_used() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let mut cookie = town.house.use_sign_in_link(&link, "Firefox").await.unwrap();
    for _ in 0..9 {
        town.later(10 * At::DAY - 1_000);
        let signed_in = town.house.desk_of_session(&cookie).await.unwrap();
        cookie = signed_in.rotated.expect("days have passed");
    }
    town.later(60_000);
    assert!(matches!(town.house.desk_of_session(&cookie).await, Err(Problem::SignedOut)));
}

#[tokio::test]
async fn an_invitation_gives_one_seat_to_one_person() {
    let town = Town::new().await;
    let plan = InvitationPlan { team: town.payments.clone(), level: 0, role: Role::Member };
    let secret = town.desk(&town.ana).await.invite(plan).await.unwrap();
    let invited = town.house.invited(&secret).await.unwrap();
    assert_eq!(
        (invited.team.name.as_str(), invited.level.as_str(), invited.by.as_str()),
        ("Payments", "contributor", "Ana Soler")
    );
    let accept = |handle: &'static str| {
        town.house.accept(&secret, (handle, "Kim Lund", None), "seven quiet violet owls", "Firefox")
    };
    assert!(matches!(accept("ana").await, Err(Problem::Invalid(_))), "the handle is taken");
    let cookie = accept("kim").await.unwrap();
    let desk = town.house.desk_of_session(&cookie).await.unwrap().desk;
    assert_eq!(desk.standing(Some(&town.payments), None).relation, Relation::OwnTeam);
    assert!(refused(accept("kim2").await), "it has been used");
}

#[tokio::test]
async fn nobody_gives_a_role_above_their_own_and_members_invite_nobody() {
    let town = Town::new().await;
    let plan = |role| InvitationPlan { team: town.payments.clone(), level: 0, role };
    let secret = town.desk(&town.ana).await.invite(plan(Role::Member)).await.unwrap();
    let cookie = town
        .house
        .accept(&secret, ("kim", "Kim", None), "seven quiet violet owls", "x")
        .await
        .unwrap();
    let kim = town.house.desk_of_session(&cookie).await.unwrap().desk;
    assert!(refused(kim.invite(plan(Role::Reader)).await));
    assert!(refused(kim.seat(&kim.actor().id.clone(), &town.payments, 3, Role::Steward).await));
}

#[tokio::test]
async fn whoever_loses_their_last_seat_is_a_stranger_on_the_next_request() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let cookie = town.house.use_sign_in_link(&link, "Firefox").await.unwrap();
    town.desk(&town.raj).await.end_seat(&town.ana, &town.payments).await.unwrap();
    let desk = town.house.desk_of_session(&cookie).await.unwrap().desk;
    assert_eq!(desk.standing(Some(&town.payments), None).relation, Relation::Stranger);
    assert!(refused(desk.people().map(drop)));
    assert!(refused(desk.list(&app::ListQuery::default()).await));
    assert!(desk.search("anything").await.is_err());
}

#[tokio::test]
async fn the_last_steward_cannot_leave_or_be_erased() {
    let town = Town::new().await;
    let root = town.house.organisation().root().unwrap().id.clone();
    let raj = town.desk(&town.raj).await;
    assert!(refused(raj.end_seat(&town.raj, &root).await));
    assert!(refused(raj.erase(&town.raj).await));
}

#[tokio::test]
async fn an_erasure_removes_the_name_and_the_keys_and_keeps_the_place() {
    let town = Town::new().await;
    let link = town.house.sign_in_link(&town.ana).await.unwrap();
    let cookie = town.house.use_sign_in_link(&link, "Firefox").await.unwrap();
    town.desk(&town.raj).await.erase(&town.ana).await.unwrap();
    let org = town.house.organisation();
    assert_eq!(org.name_of(&town.ana), "someone who left");
    assert!(org.person_by_handle("ana").is_none());
    assert!(matches!(town.house.desk_of_session(&cookie).await, Err(Problem::SignedOut)));
    let again = keeper(&town.house).add_person("ana", "Ana the second", None).await;
    assert!(again.is_ok(), "the handle is free again");
}

#[tokio::test]
async fn a_token_does_what_its_scopes_say_and_no_more() {
    let town = Town::new().await;
    let ana = town.desk(&town.ana).await;
    let secret = ana.make_token("ci", "read", 30).await.unwrap();
    assert!(secret.starts_with("remit_"));
    let desk = town.house.desk_of_token(&secret).await.unwrap();
    assert!(desk.people().is_ok());
    assert!(refused(desk.add_team(Some(&town.payments), "Ledger").await));
    assert!(refused(desk.make_token("more", "admin", 30).await), "a token makes no tokens");
    assert!(matches!(ana.make_token("none", "", 30).await, Err(Problem::Invalid(_))));

    let id = ana.tokens().await.unwrap()[0].id.clone();
    let raj = town.desk(&town.raj).await;
    assert!(matches!(raj.end_token(&id).await, Err(Problem::NotFound)), "somebody else's");
    ana.end_token(&id).await.unwrap();
    assert!(matches!(town.house.desk_of_token(&secret).await, Err(Problem::SignedOut)));
}

#[tokio::test]
async fn a_token_ends_on_its_day() {
    let town = Town::new().await;
    let secret = town.desk(&town.ana).await.make_token("ci", "read", 1).await.unwrap();
    town.later(At::DAY);
    assert!(matches!(town.house.desk_of_token(&secret).await, Err(Problem::SignedOut)));
}

#[tokio::test]
async fn levels_in_use_cannot_be_dropped() {
    let town = Town::new().await;
    let raj = town.desk(&town.raj).await;
    let short = Charter { levels: vec!["all".into()], leads_from: 1, ..Charter::default() };
    assert!(matches!(raj.set_charter(short).await, Err(Problem::Invalid(_))));
    assert!(refused(town.desk(&town.ana).await.set_charter(Charter::default()).await));
}
