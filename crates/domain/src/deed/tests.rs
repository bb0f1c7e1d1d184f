use super::*;
use crate::id::Id;
use crate::people::{Actor, ActorKind, Relation, Role, Seat, Subject};

fn seat(path: &[&str], role: Role, leads: bool) -> Seat {
    let path: Vec<Id> = path.iter().map(|it| Id::from(*it)).collect();
    Seat { team: path[0].clone(), path, level: usize::from(leads), role, leads }
}

fn actor(id: &str, seats: Vec<Seat>) -> Actor {
    Actor { id: id.into(), handle: id.into(), name: id.into(), kind: ActorKind::Person, seats }
}

fn of_payments(owner: &str) -> Subject {
    Subject {
        team: Some("payments".into()),
        path: vec!["payments".into(), "shop".into(), "org".into()],
        owner: Some(owner.into()),
    }
}

#[test]
fn somebody_without_a_seat_may_do_nothing_even_with_what_they_wrote() {
    let gone = actor("ana", Vec::new()).standing(&of_payments("ana"));
    assert_eq!(gone.relation, Relation::Stranger);
    for standing in [gone, Standing::signed_out(), Standing { own: true, ..Standing::signed_out() }]
    {
        for deed in all_deeds() {
            assert!(may(standing, deed).is_err(), "{deed:?} is open to {:?}", standing.relation);
        }
    }
}

#[test]
fn a_steward_of_another_team_gains_nothing_by_having_written_something_here() {
    let moved = actor("ana", vec![seat(&["search", "org"], Role::Steward, false)]);
    let standing = moved.standing(&of_payments("ana"));
    assert!(standing.own && standing.relation == Relation::AnotherTeam);
    for deed in
        [Deed::EditMembership, Deed::EditRecord, Deed::RetireRecord, Deed::Attach(Who::OfTeam)]
    {
        assert!(may(standing, deed).is_err(), "{deed:?}");
    }
    assert_eq!(may(standing, Deed::Attach(Who::Anyone)), Ok(()));
}

#[test]
fn a_director_who_takes_a_seat_on_the_team_still_leads_it_from_outside() {
    let director = actor(
        "raj",
        vec![
            seat(&["shop", "org"], Role::Member, true),
            seat(&["payments", "shop", "org"], Role::Member, false),
        ],
    );
    let standing = director.standing(&of_payments("ana"));
    assert!(standing.leads);
    assert!(may(standing, Deed::Attach(Who::OfTeam)).is_err(), "no bets from above");
    assert!(may(standing, Deed::ReadMirrors).is_err());
    assert_eq!(may(standing, Deed::Begin(Who::TeamOrLeads)), Ok(()), "may brief an intent");
}

#[test]
fn whoever_keeps_the_server_alone_is_still_one_of_their_own_team() {
    let alone = actor(
        "ana",
        vec![
            seat(&["org"], Role::Steward, false),
            seat(&["payments", "shop", "org"], Role::Steward, false),
        ],
    );
    let standing = alone.standing(&of_payments("ana"));
    for deed in all_deeds() {
        let allowed = !matches!(deed, Deed::Begin(w) | Deed::Move(w) | Deed::Attach(w)
            if matches!(w, Who::Leads | Who::NotOwner));
        assert_eq!(may(standing, deed).is_ok(), allowed, "{deed:?}");
    }
}

#[test]
fn a_steward_of_one_team_is_no_steward_of_what_belongs_to_no_team() {
    let steward = actor("ana", vec![seat(&["payments", "shop", "org"], Role::Steward, false)]);
    let standing = steward.standing(&Subject::default());
    assert_eq!(standing.relation, Relation::Below);
    for deed in [Deed::Invite, Deed::EditTeam, Deed::Export, Deed::Backup, Deed::EditSettings] {
        assert!(may(standing, deed).is_err(), "{deed:?}");
    }
}

#[test]
fn an_agent_never_invites_approves_leads_or_makes_tokens() {
    for relation in [Relation::Own, Relation::OwnTeam, Relation::Above] {
        for keeper in [false, true] {
            let agent = Standing { agent: true, keeper, ..Standing::of(relation, Role::Steward) };
            for deed in [
                Deed::Invite,
                Deed::EditMembership,
                Deed::MakeToken,
                Deed::SponsorAgent,
                Deed::Backup,
                Deed::ErasePerson,
                Deed::EditMap,
                Deed::ReadMirrors,
                Deed::ReleaseMirrors,
                Deed::Move(Who::NotOwner),
                Deed::Move(Who::Leads),
                Deed::Attach(Who::OfTeam),
            ] {
                assert!(may(agent, deed).is_err(), "{deed:?} from {relation:?}");
            }
        }
    }
}

#[test]
fn a_higher_role_never_loses_what_a_lower_one_may_do() {
    let relations =
        [Relation::Own, Relation::OwnTeam, Relation::AnotherTeam, Relation::Above, Relation::Below];
    for relation in relations {
        for deed in all_deeds() {
            let by_role = [Role::Reader, Role::Member, Role::Steward]
                .map(|role| may(Standing::of(relation, role), deed).is_ok());
            assert!(by_role.is_sorted(), "{deed:?} from {relation:?}: {by_role:?}");
        }
    }
}

#[test]
fn a_refusal_says_whose_it_is_and_what_one_can_do() {
    let refusal = may(Standing::of(Relation::AnotherTeam, Role::Member), Deed::EditRecord);
    insta::assert_snapshot!(refusal.unwrap_err(), @"“Edit” is for somebody of the team who does the work. You can ask a question here instead.");
}

#[test]
fn every_refusal_is_a_whole_sentence_about_people_and_not_about_the_program() {
    for deed in all_deeds() {
        let refusal = may(Standing::of(Relation::AnotherTeam, Role::Reader), deed);
        let Err(refusal) = refusal else { continue };
        let said = refusal.to_string();
        assert!(said.ends_with('.') && !said.contains(['_', '{']), "{deed:?}: {said}");
    }
}

#[test]
fn whoever_is_no_longer_seated_is_told_how_to_get_in_whatever_they_tried() {
    for deed in all_deeds() {
        let said = may(Standing::signed_out(), deed).expect_err("nothing is open").to_string();
        assert!(said.contains("invitation"), "{deed:?}: {said}");
    }
}

#[test]
fn the_team_alone_sees_its_mirrors_before_it_has_released_them() {
    let team = |role, leads| Standing { leads, ..Standing::of(Relation::OwnTeam, role) };
    for role in [Role::Reader, Role::Member, Role::Steward] {
        assert_eq!(may(team(role, false), Deed::ReadMirrors), Ok(()));
        assert!(may(team(role, true), Deed::ReadMirrors).is_err(), "not whoever leads it");
        for outside in [Relation::Above, Relation::Below, Relation::AnotherTeam] {
            let keeper = Standing { keeper: true, ..Standing::of(outside, role) };
            assert!(may(keeper, Deed::ReadMirrors).is_err(), "not whoever runs the server");
            assert_eq!(may(keeper, Deed::ReadReleasedMirrors), Ok(()));
        }
    }
}
