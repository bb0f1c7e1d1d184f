//! Every move of every kind, tried from every state by everybody: the tables as they really behave.

use domain::kind::{Around, Kind, Need};
use domain::people::{Relation, Role, Standing, Who};
use domain::practice::ALL;
use domain::record::{Answers, Dossier, Refusal};

fn in_state(kind: &Kind, state: &str) -> Dossier {
    let mut dossier = (kind.sample)();
    dossier.record.state = state.to_owned();
    dossier
}

fn member() -> Standing {
    Standing { own: true, ..Standing::of(Relation::Own, Role::Steward) }
}

#[test]
fn a_move_is_refused_from_every_state_its_table_does_not_name() {
    for kind in ALL {
        for step in kind.moves {
            for state in kind.states.iter().filter(|it| !step.from.contains(&it.name)) {
                let tried = kind.apply(
                    &in_state(kind, state.name),
                    member(),
                    &Around::default(),
                    step.name,
                );
                let expected =
                    Refusal::NotFromHere { step: step.label.into(), state: state.label.into() };
                assert_eq!(
                    tried,
                    Err(expected),
                    "{}: {} from {}",
                    kind.slug,
                    step.name,
                    state.name
                );
            }
        }
    }
}

#[test]
fn a_move_nobody_knows_is_refused_with_its_name() {
    for kind in ALL {
        let tried = kind.apply(&(kind.sample)(), member(), &Around::default(), "vanish");
        assert!(tried.expect_err("no such move").to_string().contains("vanish"), "{}", kind.slug);
    }
}

#[test]
fn strangers_move_nothing_and_readers_of_another_team_neither() {
    let outside = [
        Standing::signed_out(),
        Standing::of(Relation::Stranger, Role::Steward),
        Standing::of(Relation::AnotherTeam, Role::Steward),
        Standing::of(Relation::Below, Role::Steward),
        Standing::of(Relation::OwnTeam, Role::Reader),
    ];
    for kind in ALL {
        for step in kind.moves {
            for standing in outside {
                let dossier = in_state(kind, step.from[0]);
                let tried = kind.apply(&dossier, standing, &Around::default(), step.name);
                assert!(matches!(tried, Err(Refusal::NotYours(_))), "{}: {}", kind.slug, step.name);
                assert_eq!(kind.moves_open_to(&dossier.record, standing).count(), 0);
            }
        }
    }
}

#[test]
fn what_a_move_asks_first_is_asked_by_name_and_all_at_once() {
    for kind in ALL {
        for step in kind.moves {
            let needed: Vec<_> = kind
                .asks
                .iter()
                .filter(|it| it.need == Need::Before(step.name))
                .map(|it| it.label)
                .collect();
            if needed.is_empty() {
                continue;
            }
            let mut dossier = in_state(kind, step.from[0]);
            dossier.record.answers = Answers::new();
            let tried = kind.apply(&dossier, member(), &Around::default(), step.name);
            let labels = needed.iter().map(|it| (*it).to_owned()).collect();
            assert_eq!(tried, Err(Refusal::Unanswered(labels)), "{}: {}", kind.slug, step.name);
        }
    }
}

#[test]
fn the_buttons_shown_are_the_moves_that_the_table_gives_to_whoever_looks() {
    for kind in ALL {
        for state in kind.states {
            let dossier = in_state(kind, state.name);
            for standing in [
                member(),
                Standing::of(Relation::OwnTeam, Role::Member),
                Standing::of(Relation::Above, Role::Member),
            ] {
                for step in kind.moves_open_to(&dossier.record, standing) {
                    assert!(step.from.contains(&state.name) && standing.is(step.by));
                    let tried = kind.apply(&dossier, standing, &Around::default(), step.name);
                    let refused_as_not_ones_own =
                        matches!(tried, Err(Refusal::NotYours(_) | Refusal::NotFromHere { .. }));
                    assert!(
                        !refused_as_not_ones_own,
                        "{}: {} is shown and refused",
                        kind.slug, step.name
                    );
                }
            }
        }
    }
}

#[test]
fn every_sentence_on_a_button_says_what_happens_and_ends_as_one() {
    for kind in ALL {
        assert!(kind.purpose.ends_with('.') && kind.begin.ends_with('?'), "{}", kind.slug);
        for step in kind.moves {
            assert!(
                step.then.ends_with('.') && !step.label.ends_with('.'),
                "{}: {}",
                kind.slug,
                step.name
            );
        }
        for slot in kind.all_slots() {
            assert!(slot.purpose.ends_with('.'), "{}", slot.name);
        }
        for ask in kind.asks {
            assert!(
                ask.hint.is_empty() || ask.hint.ends_with(['.', '”']),
                "{}: {}",
                kind.slug,
                ask.name
            );
        }
    }
}

#[test]
fn a_refusal_names_whose_step_it_is_for_each_kind_of_person() {
    let said: Vec<String> = Who::ALL.iter().map(|who| who.refusal("Decide")).collect();
    for (at, one) in said.iter().enumerate() {
        assert!(one.starts_with("“Decide” is for ") && one.contains("ask a question"), "{one}");
        assert!(!said[at + 1..].contains(one), "two kinds of person in the same words: {one}");
    }
}

#[test]
fn settling_without_a_change_changes_nothing_that_somebody_wrote() {
    for kind in ALL {
        for state in kind.states {
            let before = in_state(kind, state.name).record;
            let mut after = before.clone();
            (kind.settle)(&mut after, domain::kind::Event::Saved(&before), &Around::default());
            assert_eq!(after, before, "{} in {}", kind.slug, state.name);
        }
    }
}

#[test]
fn whatever_the_house_fills_in_is_a_question_of_the_kind_and_fits_it() {
    let now = domain::id::At(1_772_798_400_000);
    for kind in ALL {
        for step in kind.moves {
            let mut record = in_state(kind, step.to).record;
            record.answers.retain(|_, _| false);
            let around = Around { now, ..Around::default() };
            (kind.settle)(&mut record, domain::kind::Event::Begun, &around);
            (kind.settle)(&mut record, domain::kind::Event::Moved(step.name), &around);
            assert_eq!(
                kind.problems(&record.title, &record.answers),
                [],
                "{}: {}",
                kind.slug,
                step.name
            );
        }
    }
}
