use domain::practice::scenario::KIND;

use super::*;
use crate::gallery::records::view_of;
use crate::gallery::scenarios::run;
use crate::shell::sample_frame;

fn view(state: &str) -> RecordView {
    let mut view = view_of(&KIND, true);
    view.dossier.record.state = state.into();
    view.beside = Beside::Run(Box::new(run(str::to_owned)));
    view
}

fn drawn(view: &RecordView) -> String {
    page(&sample_frame(Spot::Scenarios), view).into_string()
}

#[test]
fn a_run_shows_evidence_with_its_n_and_its_doubt_and_what_cannot_be_read() {
    let page = drawn(&view("held"));
    assert!(page.contains("What our records say") && page.contains("n = 12, half a year."));
    assert!(page.contains("The middle lies between") && page.contains("stands out"));
    assert!(page.contains("One cannot be read here") && page.contains("Nothing tells Remit yet"));
    assert!(page.contains("It cannot say: whether a quick decision was a good one."));
}

#[test]
fn what_the_playbook_offers_is_one_press_away_until_it_is_taken() {
    let mut view = view("under_way");
    let page = drawn(&view);
    for said in [
        "name=\"a.text\" value=\"Frame: there is no clear intent, or there are too many.\"",
        "name=\"a.bank\" value=\"T8\"",
        "action=\"/scenario/01J/step/0\"",
        "This one is begun by others of the team.",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("name=\"a.text\" value=\"Flow:"), "it is held already");
    assert!(!page.contains("action=\"/scenario/01J/step/3\""), "that step was taken");
    view.dossier.record.state = "through".into();
    let page = drawn(&view);
    assert!(
        !page.contains("/step/0") && !page.contains("Ask it here"),
        "nothing is tried any more"
    );
}

#[test]
fn what_was_tried_before_stands_with_what_it_changed() {
    let page = drawn(&view("held"));
    let from = page.find("What was tried before").unwrap();
    assert!(page[from..].contains("What waits for review fits on one screen again."));
    assert!(page[from..].contains("The plan is ours again."));
}

#[test]
fn a_refused_word_is_still_there_beside_its_reason() {
    let mut view = view("under_way");
    view.dossier.record.put("word", "We are through <it>");
    view.refused =
        Some(crate::parts::moves::Refused { step: "exit".into(), says: "Two signals.".into() });
    view.steps = KIND
        .moves
        .iter()
        .filter(|it| it.name != "take_up")
        .map(|step| Step { step, first: vec![] })
        .collect();
    let page = drawn(&view);
    assert!(page.contains("We are through &lt;it&gt;</textarea>") && page.contains("Two signals."));
    assert!(page.contains("<details class=\"no-print\" id=\"say-exit\" open>"), "{page}");
}
