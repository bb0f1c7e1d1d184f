//! Every step of a pre-mortem, seen by whoever leads through it and by somebody else.

use domain::practice::premortem::recall::{Agreement, Foresight, Recall, Share};
use domain::practice::premortem::{KIND, SITTING};
use domain::record::Value;

use super::*;
use crate::gallery::premortem::{in_step, room};
use crate::shell::sample_frame;

fn drawn(state: &str, change: impl FnOnce(&mut RecordView)) -> String {
    let mut view = in_step(state, str::to_owned);
    change(&mut view);
    page(&sample_frame(Spot::Nowhere), &view).into_string()
}

fn with_room(state: &str, change: impl FnOnce(&mut Room)) -> String {
    drawn(state, |view| {
        let mut it = room(str::to_owned);
        change(&mut it);
        view.room = Some(it);
    })
}

#[test]
fn each_step_says_its_one_thing_and_waits_for_news() {
    for state in SITTING {
        let page = drawn(state, |_| {});
        assert!(page.contains(&format!("data-phase=\"{state}\"")), "{state}");
        assert!(page.contains("data-live=\"/live/01J\"") && page.contains("live.js"), "{state}");
        assert!(!page.contains("History"), "{state}: nothing else while people sit together");
    }
    assert!(
        drawn("writing", |_| {})
            .contains("It is 30 June 2026. It has failed, badly. That is certain.")
    );
}

/// Before it begins the page says the same minutes as the clock does afterwards.
#[test]
fn how_long_they_write_is_said_as_the_clock_shows_it() {
    for (minutes, whole, writing) in
        [("60", "an hour in", "nine minutes"), ("30", "30 minutes in", "five minutes")]
    {
        let page = drawn("planned", |view| view.dossier.record.put("minutes", minutes));
        let length =
            session::length_of(&in_step("planned", str::to_owned).dossier.record, "writing");
        assert_eq!(length, Some(9 * session::MINUTE), "the sample takes an hour");
        assert!(page.contains(&format!("silent writing: {writing}, one reason")), "{page}");
        assert!(page.contains(whole), "{page}");
    }
    let apart = drawn("planned", |view| {
        view.dossier.record.put("mode", "apart");
        view.dossier.record.put("minutes", "40");
    });
    assert!(apart.contains("a call of 40 minutes does the rest"), "{apart}");
}

#[test]
fn while_people_write_only_their_number_is_there() {
    let page = with_room("writing", |room| room.written = 4);
    assert!(page.contains("Four have written so far. Nobody sees what, or who."));
    let alone = with_room("writing", |room| room.written = 0);
    assert!(alone.contains("Nobody has written so far."), "{alone}");
    let card = |page: &str| page.contains("The second bank refused");
    assert!(card(&page), "my own cards stand there");
    let others = with_room("writing", |room| room.me = "somebody".into());
    assert!(!others.contains("Your cards"));
}

#[test]
fn the_next_step_is_the_facilitators_and_folded_for_the_others_of_the_team() {
    let mine = with_room("writing", |room| room.i_lead = true);
    assert!(mine.contains("/move/reveal") && !mine.contains("leads through this. Has something"));
    let another = with_room("writing", |room| room.i_lead = false);
    assert!(another.contains("/move/reveal") && another.contains("Anybody of the team can take"));
    let outside = with_room("writing", |room| {
        room.may_lead = false;
        room.i_lead = false;
    });
    assert!(!outside.contains("/move/reveal") && outside.contains("takes the next step"));
}

#[test]
fn whoever_only_reads_along_has_nothing_to_write_in() {
    for state in ["opening", "writing", "voting", "closing"] {
        let page = with_room(state, |room| {
            room.takes_part = false;
            room.may_lead = false;
            room.i_lead = false;
        });
        assert!(!page.contains("/attach/"), "{state}");
    }
}

#[test]
fn cards_lie_on_the_table_without_a_name() {
    for state in ["round", "merging", "voting", "planning", "running"] {
        let page = drawn(state, |view| {
            for hung in view.hung.iter_mut().filter(|it| it.slot.name == "card") {
                hung.items.iter_mut().for_each(|it| it.by = "A name".into());
            }
        });
        assert!(page.contains("The second bank refused"), "{state}");
        assert!(!page.contains("A name"), "{state}");
    }
}

#[test]
fn the_turn_is_said_and_mine_has_its_button() {
    let mine = with_room("round", |room| room.turn = Some(("Ana".into(), true)));
    assert!(mine.contains("Your turn: read one of your cards out."));
    let hers = with_room("round", |room| {
        room.turn = Some(("Lena".into(), false));
        room.then = vec!["Ben".into(), "Ines".into()];
    });
    assert!(hers.contains("Lena reads one card out.") && hers.contains("Then Ben and Ines."));
    assert!(with_room("round", |room| room.turn = None).contains("Every card has been read out."));
}

#[test]
fn an_unfinished_card_stands_in_its_form_at_every_step_that_takes_one() {
    for state in ["writing", "round", "merging"] {
        let page = with_room(state, |room| {
            room.draft.insert("text".into(), Value::Text("Half a thought".into()));
        });
        assert!(page.contains("Half a thought"), "{state}");
    }
}

#[test]
fn a_browser_without_script_looks_again_only_where_nothing_is_typed() {
    let refreshes = |page: &str| page.contains("http-equiv=\"refresh\"");
    assert!(!refreshes(&drawn("writing", |_| {})));
    assert!(!refreshes(&with_room("opening", |room| room.me = "nobody".into())));
    assert!(refreshes(&drawn("opening", |_| {})), "my estimate is given");
}

#[test]
fn estimates_are_a_table_from_five_people_on_and_words_below() {
    let page = drawn("running", |_| {});
    assert!(page.contains("20–39 %") && page.contains("72.5 %"));
    let few = drawn("running", |view| {
        view.dossier.record.answers.retain(|name, _| !name.ends_with("_spread"));
    });
    assert!(few.contains("fewer than five people") && !few.contains("20–39 %"));
}

fn known(some: usize, provisional: bool) -> Foresight {
    let share = |some| Share { some, all: 6, interval: None };
    let recall = Recall { strict: share(some), lenient: share(some + 1), top: share(1), k: 2 };
    let agreement = Agreement { same: 5, pairs: 6, kappa: None };
    Foresight::Known { recall, waiting: 1, agreement, provisional }
}

#[test]
fn foresight_is_counts_so_far_and_never_a_hundred_percent_of_nothing() {
    let said = |seen: Foresight| with_room("running", |room| room.foresight = Some(seen));
    assert!(said(Foresight::NothingToRecall).contains("Nothing to recall"));
    assert!(said(Foresight::NotReadYet { factors: 1 }).contains("One factor waits"));
    let so_far = said(known(2, true));
    assert!(so_far.contains("So far, <b>2 of 6</b>") && so_far.contains("<b>3 of 6</b>"));
    assert!(so_far.contains("agreed on 5 of 6") && so_far.contains("1 factor not read by two yet"));
    assert!(said(known(2, false)).contains("In the end, "));
}

#[test]
fn a_plan_that_was_refused_comes_back_whole() {
    let page = drawn("planning", |view| {
        let problem =
            domain::record::FieldProblem { field: "owner".into(), says: "Name one.".into() };
        let risk = view.hung.iter_mut().find(|it| it.slot.name == "risk");
        let answers = [("text".to_owned(), Value::Text("Half a plan".into()))].into();
        risk.expect("a slot of the kind").tried = Some((answers, vec![problem]));
    });
    assert!(
        page.contains("Half a plan")
            && page.contains("Name one.")
            && page.contains("Nothing of it is lost")
    );
}

#[test]
fn a_closed_one_says_what_became_of_its_risks() {
    let page = drawn("closed", |view| {
        let risks = view.hung.iter_mut().find(|it| it.slot.name == "risk").expect("a slot");
        risks.items[0].it.state = "occurred".into();
        risks.items[1].it.state = "mitigated".into();
    });
    assert!(page.contains("Of 2 risks, 1 occurred and 1 did not because we had acted."));
    assert!(page.contains("Of the risks nobody acted on, 1 of 1 occurred."));
}

#[test]
fn what_is_being_prepared_offers_the_way_it_is_held() {
    let together = drawn("planned", |_| {});
    assert!(together.contains("/move/open") && !together.contains("/move/send"));
    let apart = drawn("planned", |view| view.dossier.record.put("mode", "apart"));
    assert!(apart.contains("/move/send") && !apart.contains("/move/open"));
    assert_eq!(KIND.slug, "premortem");
}

#[test]
fn counts_are_shown_from_three_voters_on_for_below_they_are_a_ballot() {
    for (voters, shown) in [("1", false), ("2", false), ("3", true), ("6", true)] {
        let page = drawn("planning", |view| {
            view.dossier.record.put("voters", voters.to_owned());
        });
        assert_eq!(page.contains("damage <b>"), shown, "{voters}: {page}");
        assert_eq!(page.contains("Fewer than three people voted"), !shown, "{voters}");
    }
}
