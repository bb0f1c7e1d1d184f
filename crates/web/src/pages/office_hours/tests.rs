use super::*;
use crate::gallery::office_hours::seen;
use crate::shell::sample_frame;

fn drawn(name: &str, state: &str, who: &str) -> String {
    page(&sample_frame(Spot::Nowhere), &seen(name, state, who, str::to_owned)).into_string()
}

#[test]
fn the_first_sentence_says_when_how_long_and_for_how_many() {
    let page = drawn("full", "running", "anybody");
    assert!(
        page.contains("Every Thursday at 14:00, Europe/Berlin. 50 minutes, room for 2 topics.")
    );
    assert!(drawn("ended", "ended", "anybody").contains("These have ended."));
}

#[test]
fn before_they_open_the_page_teaches_and_offers_the_first_step_and_no_topic() {
    let page = drawn("planned", "planned", "host");
    for says in ["How it goes", "Say when", "Open them", "twenty-five minutes"] {
        assert!(page.contains(says), "{says}");
    }
    assert!(!page.contains("Bring a topic") && !page.contains("Dates to come"));
}

#[test]
fn one_line_brings_a_topic_and_a_full_date_cannot_be_chosen() {
    let page = drawn("full", "running", "anybody");
    assert!(page.contains("Bring a topic") && page.contains("the next one with room"));
    assert!(page.contains(
        "<option value=\"2026-03-12\" disabled>Thursday 12 March, 14:00 Europe/Berlin (full)"
    ));
    assert!(!page.contains("<option value=\"2026-03-19\""), "it is called off");
    assert!(!drawn("full", "running", "reader").contains("id=\"f-topic\""));
}

#[test]
fn a_date_says_its_room_and_why_it_is_off_or_elsewhere() {
    let page = drawn("full", "running", "anybody");
    for says in [
        "in 6 days · full",
        "room for one more",
        "</del> is called off",
        "The whole team is away",
        "Moved from Thursday 26 March, 14:00 Europe/Berlin: the room is taken",
        "5 March was full.",
    ] {
        assert!(page.contains(says), "{says}");
    }
}

#[test]
fn dates_are_changed_by_hosts_alone() {
    assert!(drawn("full", "running", "host").contains("Call it off or move it"));
    assert!(drawn("full", "running", "host").contains("/attached/c1/undo"));
    let page = drawn("full", "running", "anybody");
    assert!(!page.contains("Call it off or move it") && !page.contains("/undo"));
}

#[test]
fn a_host_is_given_a_question_to_begin_with_and_nobody_else_is() {
    assert!(drawn("full", "running", "host").contains("Worth asking first: "));
    assert!(!drawn("full", "running", "anybody").contains("Worth asking first: "));
}

#[test]
fn a_vote_is_one_press_keeps_the_others_and_shows_numbers_only() {
    let page = drawn("full", "running", "anybody");
    assert!(page.contains("aria-pressed=\"true\"") && page.contains("Three would come."));
    // The second topic's form carries the vote for the first along.
    let second = page.split("/attach/topic_vote").nth(2).unwrap();
    let second = &second[..second.find("</form>").unwrap()];
    assert!(
        second.contains("value=\"topic-of-priya\"") && second.contains("value=\"topic-of-lena\"")
    );
    let first = page.split("/attach/topic_vote").nth(1).unwrap();
    let first = &first[..first.find("</form>").unwrap()];
    assert!(!first.contains("value=\"topic-of-priya\""), "a press takes one's vote back");
    assert!(first.contains("value=\"none\""), "the last one too");
    assert!(!drawn("full", "running", "reader").contains("/attach/topic_vote"));
}

#[test]
fn what_was_talked_about_says_what_came_of_it_and_leads_on_in_one_step() {
    let page = drawn("full", "running", "host");
    assert!(page.contains("an experiment with a stop rule") && page.contains("Three older"));
    for to in [
        "/decision/new?from=01J.topic-of-priya",
        "/intent/new?from=01J.",
        "/premortem/new?from=01J.",
        "/lanes/edit?team=",
    ] {
        assert!(page.contains(to), "{to}");
    }
    assert!(!page.contains("It became a record"), "the way on takes its place");
    assert!(!drawn("full", "running", "reader").contains("Take it further"));
}

#[test]
fn while_a_date_goes_on_the_page_follows_and_the_date_stands_first() {
    let page = drawn("now", "running", "anybody");
    let at = |text: &str| page.find(text).unwrap_or(usize::MAX);
    assert!(at(">Now<") < at("Bring a topic") && at("Bring a topic") < at("Dates to come"));
    assert!(page.contains("data-live=\"/live/01J\"") && page.contains("live.js"));
    assert!(!drawn("full", "running", "anybody").contains("data-live=\"/live"));
}

#[test]
fn half_a_year_is_told_as_counts_with_their_n_and_no_name() {
    let mut view = seen("full", "running", "anybody", str::to_owned);
    let look = |talked: usize, days| Look {
        since: "2025-09-05".parse().unwrap(),
        dates: vec![("2026-02-19".parse().unwrap(), talked), ("2026-02-26".parse().unwrap(), 0)],
        called_off: 1,
        talked,
        from_leads: 1,
        days,
        outcomes: vec![("clearer", talked - 1), ("host", 1)],
    };
    let mut told = |seen: Look| {
        if let Beside::Hours(hours) = &mut view.beside {
            hours.look = Some(seen);
        }
        let page = page(&sample_frame(Spot::Nowhere), &view).into_string();
        page[page.find("The last half year").unwrap()..].to_owned()
    };
    let four = told(look(4, Some((3.4, 4))));
    for says in [
        "One of 2 dates had a topic; one more was called off.",
        "4 topics, 3 of them from people who do not lead the team.",
        "3 days in the middle (n = 4)",
        "What came of them, n = 4",
        "The host decided",
    ] {
        assert!(four.contains(says), "{says}");
    }
    assert!(told(look(2, None)).contains("Too few to say how long a topic waits."));
    assert!(four.contains("Since 5 September 2025."));
    let mut none = look(1, None);
    (none.talked, none.outcomes) = (0, Vec::new());
    none.dates = vec![("2026-02-19".parse().unwrap(), 0); 3];
    assert!(told(none).contains("None of 3 dates had a topic"));
    assert!(!drawn("planned", "planned", "host").contains("The last half year"));
}

#[test]
fn dates_that_cannot_be_told_say_why_and_where_to_mend_it() {
    let mut view = seen("full", "running", "host", str::to_owned);
    view.beside = Beside::Hours(Box::new(HoursBeside {
        problem: "No zone.".into(),
        ..HoursBeside::default()
    }));
    let page = page(&sample_frame(Spot::Nowhere), &view).into_string();
    assert!(
        page.contains("The dates cannot be told")
            && page.contains("No zone.")
            && page.contains("Mend it")
    );
}
