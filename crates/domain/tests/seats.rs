//! Random people in random trees of teams: what must hold for everybody, whatever seats they have.

use domain::deed::{Deed, all_deeds, may};
use domain::id::Id;
use domain::people::{Actor, ActorKind, Relation, Role, Seat, Subject, Who};
use proptest::prelude::*;

/// A tree as each team's parent; the first team is the root.
#[derive(Clone, Debug)]
struct Tree(Vec<usize>);

impl Tree {
    fn path(&self, team: usize) -> Vec<Id> {
        let mut path = vec![Id::from(format!("t{team}"))];
        let mut at = team;
        while at != 0 {
            at = self.0[at];
            path.push(Id::from(format!("t{at}")));
        }
        path
    }

    fn seat(&self, team: usize, role: Role, leads: bool) -> Seat {
        let path = self.path(team);
        Seat { team: path[0].clone(), path, level: usize::from(leads), role, leads }
    }

    fn subject(&self, team: usize, owner: &str) -> Subject {
        let path = self.path(team);
        Subject { team: Some(path[0].clone()), path, owner: Some(owner.into()) }
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    (1usize..9).prop_flat_map(|size| {
        let parents: Vec<BoxedStrategy<usize>> =
            (0..size).map(|team| (0..team.max(1)).boxed()).collect();
        parents.prop_map(Tree)
    })
}

fn roles() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Reader), Just(Role::Member), Just(Role::Steward)]
}

fn actor(seats: Vec<Seat>, kind: ActorKind) -> Actor {
    Actor { id: "ana".into(), handle: "ana".into(), name: "Ana".into(), kind, seats }
}

fn allowed(actor: &Actor, subject: &Subject) -> Vec<Deed> {
    let standing = actor.standing(subject);
    all_deeds().into_iter().filter(|deed| may(standing, *deed).is_ok()).collect()
}

/// What changes something of a team, or shows what is the team's own.
fn is_the_teams_own(deed: Deed) -> bool {
    match deed {
        Deed::EditRecord
        | Deed::Reveal
        | Deed::EditMap
        | Deed::ReadMirrors
        | Deed::ReleaseMirrors => true,
        Deed::RetireRecord | Deed::Invite | Deed::EditTeam | Deed::EditMembership => true,
        Deed::Export | Deed::SponsorAgent => true,
        Deed::Begin(who) | Deed::Move(who) | Deed::Attach(who) => {
            !matches!(who, Who::Anyone | Who::Owner)
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn without_a_seat_on_the_team_or_above_nothing_of_it_can_be_changed(
        tree in trees(),
        seats in proptest::collection::vec((0usize..9, roles(), any::<bool>()), 0..4),
        about in 0usize..9,
        wrote in any::<bool>(),
    ) {
        let size = tree.0.len();
        let subject = tree.subject(about % size, if wrote { "ana" } else { "ben" });
        let seats: Vec<Seat> = seats.into_iter().map(|(team, role, leads)| tree.seat(team % size, role, leads)).collect();
        let near = seats.iter().any(|it| subject.path.contains(&it.team));
        let ana = actor(seats, ActorKind::Person);
        if !near {
            let taken: Vec<_> = allowed(&ana, &subject).into_iter().filter(|it| is_the_teams_own(*it)).collect();
            prop_assert_eq!(taken, vec![]);
        }
    }

    #[test]
    fn an_agent_may_never_more_than_a_person_in_the_same_seat(
        tree in trees(), team in 0usize..9, about in 0usize..9, role in roles(), leads: bool, wrote: bool,
    ) {
        let size = tree.0.len();
        let subject = tree.subject(about % size, if wrote { "ana" } else { "ben" });
        let seats = vec![tree.seat(team % size, role, leads)];
        let person = allowed(&actor(seats.clone(), ActorKind::Person), &subject);
        for deed in allowed(&actor(seats, ActorKind::Agent), &subject) {
            prop_assert!(person.contains(&deed), "{deed:?}");
        }
    }

    #[test]
    fn whoever_leads_from_anywhere_above_writes_no_bets_and_reads_no_unreleased_mirror(
        tree in trees(), about in 0usize..9, role in roles(), above_role in roles(),
    ) {
        let size = tree.0.len();
        let about = about % size;
        let subject = tree.subject(about, "ben");
        for above in tree.path(about).into_iter().skip(1) {
            let above: usize = above.as_str()[1..].parse().expect("made above");
            let seats = vec![tree.seat(about, role, false), tree.seat(above, above_role, true)];
            let allowed = allowed(&actor(seats, ActorKind::Person), &subject);
            for deed in [Deed::Attach(Who::OfTeam), Deed::ReadMirrors, Deed::ReleaseMirrors, Deed::Reveal] {
                prop_assert!(!allowed.contains(&deed), "{deed:?}");
            }
        }
    }

    #[test]
    fn having_written_something_takes_away_only_the_right_to_approve_it(
        tree in trees(), team in 0usize..9, about in 0usize..9, role in roles(), leads: bool,
    ) {
        let size = tree.0.len();
        let ana = actor(vec![tree.seat(team % size, role, leads)], ActorKind::Person);
        let own = allowed(&ana, &tree.subject(about % size, "ana"));
        for deed in allowed(&ana, &tree.subject(about % size, "ben")) {
            let approves = matches!(deed, Deed::Begin(Who::NotOwner) | Deed::Move(Who::NotOwner) | Deed::Attach(Who::NotOwner));
            prop_assert!(approves != own.contains(&deed), "{deed:?}");
        }
    }

    #[test]
    fn a_seat_more_takes_nothing_away_unless_it_leads(
        tree in trees(), one in 0usize..9, other in 0usize..9, about in 0usize..9, role in roles(),
    ) {
        let size = tree.0.len();
        let subject = tree.subject(about % size, "ben");
        let first = tree.seat(one % size, Role::Member, false);
        let second = tree.seat(other % size, role, false);
        // A seat below or elsewhere adds to a seat; a seat on the team replaces one above it.
        let before = actor(vec![first.clone()], ActorKind::Person);
        let after = actor(vec![first, second], ActorKind::Person);
        if before.standing(&subject).relation != Relation::Above {
            let now = allowed(&after, &subject);
            for deed in allowed(&before, &subject) {
                let of_the_team = matches!(deed, Deed::Begin(Who::OfTeam) | Deed::Move(Who::OfTeam) | Deed::Attach(Who::OfTeam));
                prop_assert!(of_the_team || now.contains(&deed), "{deed:?}");
            }
        }
    }

    #[test]
    fn what_belongs_to_the_whole_organisation_takes_a_steward_of_its_root(
        tree in trees(), seats in proptest::collection::vec((0usize..9, roles()), 0..4),
    ) {
        let size = tree.0.len();
        let seats: Vec<Seat> = seats.into_iter().map(|(team, role)| tree.seat(team % size, role, false)).collect();
        let keeper = seats.iter().any(|it| it.path.len() == 1 && it.role == Role::Steward);
        let ana = actor(seats, ActorKind::Person);
        let allowed = allowed(&ana, &Subject::default());
        for deed in [Deed::EditSettings, Deed::SeeSettings, Deed::Backup, Deed::ErasePerson, Deed::Invite, Deed::Export] {
            prop_assert_eq!(allowed.contains(&deed), keeper, "{:?}", deed);
        }
    }
}

#[test]
fn every_relation_there_is_comes_up_in_a_small_tree() {
    let tree = Tree(vec![0, 0, 0, 1]);
    let of = |seats: Vec<Seat>, about: usize, owner: &str| {
        actor(seats, ActorKind::Person).standing(&tree.subject(about, owner)).relation
    };
    let seat = |team| vec![tree.seat(team, Role::Member, false)];
    assert_eq!(of(seat(1), 1, "ana"), Relation::Own);
    assert_eq!(of(seat(1), 1, "ben"), Relation::OwnTeam);
    assert_eq!(of(seat(1), 3, "ben"), Relation::Above);
    assert_eq!(of(seat(3), 1, "ben"), Relation::Below);
    assert_eq!(of(seat(2), 1, "ben"), Relation::AnotherTeam);
    assert_eq!(of(Vec::new(), 1, "ana"), Relation::Stranger);
}

#[test]
fn the_seat_nearest_to_the_subject_counts_with_its_role() {
    let tree = Tree(vec![0, 0, 0, 1]);
    let seats = vec![
        tree.seat(0, Role::Reader, false),
        tree.seat(2, Role::Steward, false),
        tree.seat(1, Role::Member, false),
    ];
    let ana = actor(seats, ActorKind::Person);
    let on = |team| {
        let standing = ana.standing(&tree.subject(team, "ben"));
        (standing.relation, standing.role)
    };
    assert_eq!(on(1), (Relation::OwnTeam, Role::Member));
    assert_eq!(on(2), (Relation::OwnTeam, Role::Steward));
    assert_eq!(on(3), (Relation::Above, Role::Member));
    assert_eq!(on(0), (Relation::OwnTeam, Role::Reader));
}

#[test]
fn the_house_itself_is_no_person_of_any_team_and_may_keep_everything() {
    let tree = Tree(vec![0, 0]);
    let house = Actor::system("reader");
    let standing = house.standing(&tree.subject(1, "ana"));
    assert!(standing.keeper && !standing.own && !standing.leads);
    for deed in [Deed::EditSettings, Deed::EditMembership, Deed::EditMap, Deed::Export] {
        assert_eq!(may(standing, deed), Ok(()), "{deed:?}");
    }
}
