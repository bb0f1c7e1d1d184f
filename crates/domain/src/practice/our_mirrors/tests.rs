use super::board::{Board, Stands};
use super::slots::{ALL, CHOICE};
use super::*;
use crate::attachment::Hides;
use crate::measure::mark::What;
use crate::people::{Relation, Role, Standing};
use crate::record::{Answers, Dossier, Value};

fn board() -> Board {
    Board::of(&(KIND.sample)())
}

fn change(edit: impl Fn(&mut Dossier)) -> Board {
    let mut dossier = (KIND.sample)();
    edit(&mut dossier);
    Board::of(&dossier)
}

#[test]
fn what_is_chosen_stands_in_its_order_the_rest_one_click_away_and_the_retired_apart() {
    let it = board();
    for (mirror, stands) in [
        ("landing-to-release", Stands::OnThePage(0)),
        ("review-latency", Stands::OnThePage(2)),
        ("first-change", Stands::OneClickAway),
        ("landing-concentration", Stands::Retired),
    ] {
        assert_eq!(it.stands(mirror), stands, "{mirror}");
    }
    assert_eq!(Board::default().stands("first-change"), Stands::OnThePage(0), "nothing chosen");
    assert_eq!(it.retired[0].why, "We are six; it says nothing about us");
}

#[test]
fn notes_and_changes_are_marks_on_their_days_and_a_change_is_declared_too() {
    let it = board();
    let on: Vec<String> = it.marks.iter().map(|it| it.on.to_string()).collect();
    assert_eq!(on, ["2025-12-08", "2026-02-16"]);
    assert!(matches!(&it.marks[1].what, What::Change(why) if why.starts_with("The night check")));
    assert!(it.marks[0].is_on("release-frequency") && !it.marks[0].is_on("review-latency"));
    assert_eq!((it.declared.len(), it.declared[0].mirror.as_str()), (1, "change-lead-time"));
    let everywhere = change(|it| drop(it.attached[1].answers.remove("mirror")));
    assert!(everywhere.marks[0].is_on("first-change"), "no mirror named is every one");
}

#[test]
fn what_was_taken_back_leaves_no_trace_on_the_page() {
    let it = change(|it| {
        for (at, state) in [(1, "withdrawn"), (2, "withdrawn"), (3, "back")] {
            it.attached[at].state = state.into();
        }
    });
    assert!(it.marks.is_empty() && it.declared.is_empty() && it.retired.is_empty());
    assert_eq!(it.stands("landing-concentration"), Stands::OneClickAway);
}

#[test]
fn the_newest_choice_counts_and_what_is_set_aside_counts_for_nothing() {
    let it = change(|it| {
        let mut newer = it.attached[0].clone();
        let row = [("mirror".to_owned(), "first-change".to_owned())].into();
        newer.answers.insert("mirrors".into(), Value::Rows(vec![row]));
        it.attached.push(newer);
    });
    assert_eq!(it.chosen, ["first-change"]);
    for aside in
        [change(|it| it.record.state = "set_aside".into()), change(|it| it.record.retired = true)]
    {
        assert_eq!(aside, Board { record: aside.record.clone(), ..Board::default() });
    }
}

#[test]
fn a_mirror_is_chosen_once_and_is_one_there_is() {
    let of = |mirrors: &[&str]| {
        let row = |it: &&str| [("mirror".to_owned(), (*it).to_owned())].into();
        let rows = Value::Rows(mirrors.iter().map(row).collect());
        Answers::from([
            ("text".to_owned(), Value::Text("To know".into())),
            ("mirrors".to_owned(), rows),
        ])
    };
    let says = |mirrors: &[&str]| {
        CHOICE.problems(&of(mirrors)).into_iter().map(|it| it.says).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(says(&["review-latency", "first-change"]), "");
    assert!(
        says(&["review-latency", "review-latency"]).contains("“Review latency” is there twice")
    );
    assert!(says(&["commits-per-person"]).contains("is not one of"));
    assert!(says(&[]).contains("needs an answer"));
}

#[test]
fn only_the_people_of_the_team_see_or_write_any_of_it() {
    let record = (KIND.sample)().record;
    let member = Standing::of(Relation::OwnTeam, Role::Member);
    let reader = Standing::of(Relation::OwnTeam, Role::Reader);
    let outside = [
        Standing { leads: true, ..member },
        Standing { agent: true, ..member },
        Standing::of(Relation::Above, Role::Steward),
        Standing::of(Relation::Below, Role::Member),
        Standing::of(Relation::AnotherTeam, Role::Steward),
        Standing { keeper: true, ..Standing::of(Relation::Above, Role::Steward) },
        Standing::signed_out(),
    ];
    for slot in ALL {
        assert_eq!(slot.hides, Hides::FromOutside, "{}", slot.name);
        assert!(slot.is_shown_to(&record, member) && slot.is_shown_to(&record, reader));
        for standing in outside {
            assert!(!slot.is_shown_to(&record, standing), "{} to {standing:?}", slot.name);
            assert!(!standing.is(slot.by), "{} by {standing:?}", slot.name);
        }
    }
}
