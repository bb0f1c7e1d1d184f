//! The pages of a health review as markup: what comes first, what is never there, what an empty one says.

use domain::health::gate::Rule;

use super::*;
use crate::gallery::health_review::{self as gallery, FEW, TEAM, TREE};
use crate::shell::sample_frame;

fn drawn(view: &RecordView) -> String {
    page(&sample_frame(Spot::Nowhere), view).into_string()
}

fn seen(state: &str, people: gallery::People) -> RecordView {
    gallery::seen(state, people, true, str::to_owned)
}

fn closed(state: &str, people: gallery::People, group: usize) -> String {
    drawn(&gallery::closed(state, people, group, str::to_owned))
}

fn before(page: &str, first: &str, then: &str) -> bool {
    matches!((page.find(first), page.find(then)), (Some(a), Some(b)) if a < b)
}

#[test]
fn before_it_opens_it_says_whom_it_asks_what_and_what_it_promises() {
    let page = drawn(&seen("preparing", TREE));
    for says in ["Nothing is asked yet", "Shop, direct members", "never, it is too small"] {
        assert!(page.contains(says), "{says}");
    }
    assert!(page.contains("How clear is it what our present work is for?"));
    assert!(page.contains("How often did an alarm at night mean something?"), "the team’s own");
    assert!(page.contains("What somebody who runs this server could still see"));
    assert!(
        page.contains("/move/open") && !page.contains("/move/hold"),
        "another way of holding it"
    );
    assert!(!page.contains("<svg class=\"chart"));
}

#[test]
fn too_few_people_are_told_first_and_offered_an_open_round() {
    let page = drawn(&seen("preparing", FEW));
    assert!(before(&page, "Too few for ballots", "What is asked"), "{page}");
    assert!(page.contains("Ballots need at least 5 people") && page.contains("open round instead"));
    assert!(!page.contains("/move/open") && page.contains("/move/call_off"), "nothing to open");
    assert!(page.contains("action=\"/health-review/01J/round\""), "one press, and no form first");
}

#[test]
fn while_it_is_open_there_is_one_thing_to_do_and_no_figure() {
    let asked = drawn(&seen("open", TREE));
    assert!(asked.contains("action=\"/ballot/01J/ticket\"") && asked.contains("form_token"));
    for never in ["median", " answered in", "class=\"likert\"", "of 38"] {
        assert!(!asked.contains(never), "{never}");
    }
    let with = |change: fn(&mut Reader)| {
        let mut view = seen("open", TREE);
        if let Beside::Health(it) = &mut view.beside {
            change(&mut it.me);
        }
        drawn(&view)
    };
    let has = with(|me| me.has_ticket = true);
    assert!(has.contains("Whether you have answered with it nobody knows"));
    assert!(!has.contains("/ballot/01J/ticket") && has.contains("href=\"/ballot/01J\""));
    let other = with(|me| me.is_asked = false);
    assert!(other.contains("You are not asked in this one") && !other.contains("/ballot/01J"));
}

#[test]
fn once_closed_the_answers_come_first_and_the_session_after_them() {
    let page = closed("closed", TEAM, 0);
    assert!(page.contains("<b>8 of 9</b> answered. Read the answers"), "{page}");
    assert!(before(&page, "An hour, the team by itself", "class=\"likert\""));
    assert!(before(&page, "class=\"likert\"", "In their own words"));
    assert!(before(&page, "In their own words", "slot-commitment"));
    assert!(before(&page, "slot-commitment", "slot-support"));
    assert!(page.contains("Beside the wave before: The same people were asked both times."));
    assert!(page.contains("Since the wave before: "));
}

#[test]
fn once_talked_over_what_the_team_takes_from_it_comes_before_the_answers() {
    let page = closed("talked", TREE, 1);
    assert!(before(&page, "half say that calls end up elsewhere", "slot-commitment"));
    assert!(before(&page, "slot-support", "class=\"likert\""));
    assert!(!page.contains("An hour, the team by itself"));
}

#[test]
fn a_group_that_is_hidden_says_so_once_and_shows_no_bar() {
    let page = closed("closed", TREE, 2);
    let figures = page.split("What people answered").nth(1).expect("its heading");
    assert!(!page.contains("class=\"likert\"") && figures.contains("Not shown."), "{page}");
    assert!(page.contains("Look at a larger group above"));
    assert!(page.contains(&format!("Rule {:?}", Rule::R1)));
    let shown = closed("closed", TREE, 0);
    assert!(shown.contains("aria-current=\"page\" dir=\"auto\">Shop</a>"), "{shown}");
    assert!(shown.contains("href=\"/health-review/01J/group/2#answers\""));
}

#[test]
fn a_whole_that_is_hidden_is_sent_to_no_larger_group() {
    let page = closed("closed", TEAM, 0);
    assert!(page.contains("What was written is read by nobody, and not kept."), "{page}");
    assert!(!page.contains("a larger group above"));
    let mut view = gallery::closed("closed", TEAM, 0, str::to_owned);
    if let Beside::Health(it) = &mut view.beside {
        let seen = it.results.as_mut().expect("it has closed");
        let hidden = domain::health::gate::Shown::Hidden(Rule::R1);
        seen.wave.groups[0].items.iter_mut().for_each(|it| it.1 = hidden);
    }
    let page = drawn(&view);
    assert!(page.contains("Talk the questions through together"), "{page}");
    assert!(!page.contains("class=\"likert\"") && !page.contains("a larger group above"));
}

#[test]
fn comments_stand_apart_from_figures_and_in_no_order_of_time() {
    let page = closed("closed", TREE, 3);
    let words = page.split("In their own words").nth(1).expect("comments");
    let words = words.split("</section>").next().unwrap();
    assert!(!words.contains("<svg") && !words.contains("<time"), "{words}");
    let at = |text: &str| words.find(text).unwrap_or_else(|| panic!("{text} in {words}"));
    assert!(at("An hour a week") < at("Fewer things") && at("Fewer things") < at("Tests that run"));
}

#[test]
fn whoever_leads_reads_no_figure_before_the_team_has_talked_it_over() {
    let mut view = seen("closed", TREE);
    if let Beside::Health(it) = &mut view.beside {
        it.unread = "The team reads it first.".into();
    }
    let page = drawn(&view);
    assert!(page.contains("The team reads it first."));
    for never in ["class=\"likert\"", "In their own words", "of 38"] {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn an_open_round_keeps_what_was_agreed_and_speaks_of_no_ballot() {
    let mut view = seen("preparing", FEW);
    view.dossier.record.put("held_as", "round");
    let page = drawn(&view);
    assert!(
        page.contains("Who said what stays in the room") && page.contains("Nothing yet: a line")
    );
    assert!(page.contains("/move/hold"));
    for never in ["/ballot/", "A figure needs", "Too few for ballots", "/move/open"] {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn a_review_that_was_called_off_says_what_became_of_the_answers() {
    let page = drawn(&seen("called-off", TEAM));
    assert!(page.contains("what was answered can be opened by nobody any more"));
}
