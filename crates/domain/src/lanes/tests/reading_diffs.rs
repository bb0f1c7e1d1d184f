//! From a diff to the answer: renames, signals without paths, trailers, and the sum in words.

use super::*;
use crate::lanes::Verdict;
use crate::lanes::change::{Change, Fate};

const MAP: &str = "levels=['c','lead']\n[dimension.undo]\nsteps=['hour','sprint','quarter']\n\
    [dimension.cost]\nunit='EUR'\n[holder]\nlead=['@ana']\n\
    [[lane]]\nid='small'\ndomain='*'\nlevel='c'\nupto={undo='sprint'}\n\
    [[lane]]\nid='rest'\ndomain='*'\nlevel='lead'\n\
    [[lane]]\nid='vault'\ndomain='vault'\nlevel='lead'\n\
    [[lane]]\nid='tools'\ndomain='tools'\nlevel='c'\n\
    [[signal]]\npaths=['vault/**']\ndomain='vault'\nundo='quarter'\n\
    [[signal]]\npaths=['tools/**']\ndomain='tools'\nundo='hour'\n\
    [[signal]]\nadds='migration'\nundo='quarter'\n\
    [[signal]]\nadds='dependency'\nlines=3\nundo='sprint'\n";

fn undo(case: &crate::lanes::Case) -> Option<f64> {
    case.values[0].map(|it| it.amount)
}

fn of(changes: &[Change], trailers: &[(&str, &str)]) -> Vec<crate::lanes::Case> {
    let trailers: Vec<_> =
        trailers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    map(MAP).cases_of(changes, &trailers)
}

#[test]
fn a_file_that_leaves_a_place_belongs_where_it_went_and_is_weighed_where_it_was() {
    let moved = Change {
        was: Some("vault/key.rs".into()),
        fate: Fate::Renamed,
        ..Change::at("tools/key.rs")
    };
    let cases = of(std::slice::from_ref(&moved), &[]);
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0].domains, ["tools"]);
    assert_eq!(undo(&cases[0]), Some(2.0), "as weighty as it was in the vault");
    let back = Change { was: Some(moved.path.clone()), ..Change::at("vault/key.rs") };
    assert_eq!(of(&[back], &[])[0].domains, ["vault"]);
    let out = Change { was: Some("vault/key.rs".into()), ..Change::at("readme.md") };
    assert_eq!(of(&[out], &[])[0].domains, ["vault"], "no signal speaks about where it went");
}

#[test]
fn a_signal_without_paths_looks_at_every_path_and_moves_none() {
    let cases =
        of(&[Change::at("tools/db/migrations/1.sql"), Change::at("x/migrations/2.sql")], &[]);
    let found: Vec<_> = cases.iter().map(|it| (it.domains[0].as_str(), undo(it))).collect();
    assert_eq!(found, [("*", Some(2.0)), ("tools", Some(2.0))]);
}

#[test]
fn conditions_of_one_signal_hold_together_over_all_that_they_match() {
    let manifest = |lines| Change {
        before: Some("[dependencies]\n".into()),
        after: Some("[dependencies]\nx='1'\n".into()),
        lines_added: lines,
        ..Change::at("Cargo.toml")
    };
    let long = Change { lines_added: 900, ..Change::at("src/a.rs") };
    assert_eq!(undo(&of(&[manifest(2), long], &[])[0]), None, "the other file adds no dependency");
    assert_eq!(undo(&of(&[manifest(3)], &[])[0]), Some(1.0));
    let two = [manifest(1), Change { path: "web/Cargo.toml".into(), ..manifest(2) }];
    assert_eq!(undo(&of(&two, &[])[0]), Some(1.0), "three lines together");
}

#[test]
fn trailers_of_other_tools_are_none_of_ours_and_the_weightiest_of_ours_counts() {
    let cases = of(
        &[Change::at("a"), Change::at("tools/b")],
        &[("Signed-off-by", "Ana <a@b>"), (" UNDO ", "sprint"), ("Undo", "hour")],
    );
    for case in &cases {
        assert_eq!((undo(case), case.notes.len()), (Some(1.0), 0), "{case:?}");
    }
}

#[test]
fn a_trailer_heavier_than_what_the_change_shows_is_believed() {
    let case = of(&[Change::at("tools/x")], &[("Undo", "quarter")]).remove(0);
    let given = case.values[0].expect("a trailer gave it");
    assert_eq!(given.amount, 2.0);
    assert_eq!(given.instead_of.map(|it| it.0), Some(0.0));
}

#[test]
fn a_whole_diff_is_summed_up_in_one_sentence() {
    let map = map(MAP);
    let says = |paths: &[&str]| {
        let changes: Vec<Change> = paths.iter().map(|it| Change::at(it)).collect();
        let trailers = [("undo".to_owned(), "sprint".to_owned())];
        let routes = map.check(&changes, &trailers, &map.lowest(), DAY);
        (routes.verdict, routes.says)
    };
    for (paths, verdict, expected) in [
        (&[][..], Verdict::Yours, "Nothing changed, so nothing is to be decided."),
        (&["a"], Verdict::Yours, "Yours to decide."),
        (&["vault/a"], Verdict::Ask, "@ana’s call."),
        (&["a", "tools/b"], Verdict::Yours, "Yours to decide, every part of it."),
        (&["a", "vault/b"], Verdict::Ask, "1 of the 2 parts is not yours to decide alone."),
        (
            &["x/migrations/1.sql", "vault/b", "tools/c"],
            Verdict::Ask,
            "2 of the 3 parts are not yours to decide alone.",
        ),
        (
            &["x/migrations/1.sql", "vault/b"],
            Verdict::Ask,
            "None of the 2 parts is yours to decide alone.",
        ),
    ] {
        assert_eq!(says(paths), (verdict, expected.to_owned()), "{paths:?}");
    }
}

#[test]
fn what_was_said_by_hand_is_refused_with_a_way_out() {
    let map = map(MAP);
    let mut case = map.case(&[]);
    for (typed, expected) in [
        ("undo", "“undo” sets nothing; write it as effort=3."),
        ("und=hour", "There is no dimension called “und” in this map. Did you mean “undo”?"),
        ("size=3", "There is no dimension called “size” in this map. Possible here: undo, cost."),
        ("undo=3", "“3” is no step of undo. Possible here: hour, sprint, quarter."),
        ("cost=cheap", "“cheap” is not a number for cost; write it as 2.5."),
        ("cost=-1", "“-1” is not a number for cost; write it as 2.5."),
    ] {
        assert_eq!(map.set(&mut case, typed), Err(expected.to_owned()), "{typed}");
    }
    assert!(case.values.iter().all(Option::is_none), "nothing wrong was kept");
    assert_eq!(map.set(&mut case, " Cost = 3 EUR "), Ok(()));
    assert_eq!(case.values[1].map(|it| it.amount), Some(3.0));
}

#[test]
fn a_domain_named_twice_or_with_slashes_around_it_is_one_domain() {
    let map = map(MAP);
    let names = ["/vault/", "vault", " vault ", "", "vault/deep"].map(str::to_owned);
    let case = map.case(&names);
    assert_eq!(case.domains, ["vault", "*", "vault/deep"]);
    assert_eq!(
        case.notes,
        ["No lane names “vault/deep”: it is routed as part of “vault”."],
        "no name is near enough to be offered"
    );
}
