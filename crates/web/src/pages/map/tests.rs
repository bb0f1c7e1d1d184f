//! A cell, a draft, a proposal and an empty place.

use super::*;
use crate::shell::sample_frame;

fn view() -> MapView {
    let cell = Cell {
        lane: "small".into(),
        does: "decides".into(),
        up_to: "undo sprint".into(),
        mine: true,
        ..Cell::default()
    };
    MapView {
        team: ("Payments".into(), "payments".into()),
        levels: vec!["contributor".into(), "lead".into()],
        rows: vec![Row {
            domain: "product/promise".into(),
            cells: vec![vec![cell], vec![]],
            here: true,
        }],
        about: About { number: 3, ..About::default() },
        ..MapView::default()
    }
}

#[test]
fn a_cell_says_what_up_to_where_and_whether_it_is_mine() {
    let page = matrix(&view()).into_string();
    assert!(page.contains("class=\"mine\" id=\"lane-small\"") && page.contains("undo sprint"));
    assert!(page.contains("Product / promise") && page.contains("data-says=\"Contributor\""));
    assert!(page.contains("tr class=\"here\""));
    assert!(
        page.contains("<td data-says=\"Lead\"></td>"),
        "an empty cell is empty, so that a phone leaves it out"
    );
}

#[test]
fn a_proposed_version_is_put_in_force_only_by_whoever_may() {
    let frame = sample_frame(Spot::Lanes);
    let mut view = view();
    view.about.proposed = Some(4);
    assert!(!page(&frame, &view).into_string().contains("/lanes/agree"));
    view.may_edit = true;
    assert!(!page(&frame, &view).into_string().contains("/lanes/agree"), "it is another’s call");
    view.may_answer = true;
    let drawn = page(&frame, &view).into_string();
    assert!(drawn.contains("/lanes/agree") && drawn.contains("from=3&amp;to=4"));
    assert!(drawn.contains("Leave the map as it is"));
}

#[test]
fn a_first_version_that_somebody_proposed_is_no_draft_of_the_house() {
    let mut view = view();
    view.may_answer = true;
    view.about.draft = true;
    view.about.proposed = Some(view.about.number);
    let drawn = page(&sample_frame(Spot::Lanes), &view).into_string();
    assert!(drawn.contains("Nobody has agreed to a map yet") && drawn.contains("/lanes/agree"));
    let unsaid =
        ["read it as questions", "/lanes/changes?team=payments&amp;from=3&amp;to=3", "Leave"];
    assert!(unsaid.iter().all(|it| !drawn.contains(it)), "{drawn}");
}

#[test]
fn a_draft_is_read_as_questions() {
    let mut view = view();
    view.about.draft = true;
    assert!(page(&sample_frame(Spot::Lanes), &view).into_string().contains("read it as questions"));
}

#[test]
fn without_a_map_the_page_says_what_one_is_for() {
    let empty = MapView { team: ("Payments".into(), "payments".into()), ..MapView::default() };
    let page = page(&sample_frame(Spot::Lanes), &empty).into_string();
    assert!(
        page.contains("No lanes yet")
            && page.contains("remit init")
            && !page.contains("Write the first lane")
    );
}

#[test]
fn a_kind_says_what_it_means_only_where_its_lanes_agree() {
    let cell = |says: &str| vec![Cell { says: says.into(), ..Cell::default() }];
    let row = |cells| Row { cells, ..Row::default() };
    assert_eq!(says(&row(vec![cell("Money"), vec![], cell("Money")])), Some("Money"));
    assert_eq!(says(&row(vec![cell("Money"), cell("Pay")])), None);
    assert_eq!(says(&row(vec![cell("")])), None);
}
