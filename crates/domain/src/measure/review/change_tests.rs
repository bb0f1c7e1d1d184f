//! E9 of `domain.md`, to the hour, and what may never stop a clock.

use jiff::tz::TimeZone;

use super::super::super::quantile::{Sorted, type7};
use super::super::super::survival::Curve;
use super::super::super::tests::moment;
use super::super::clock::tests::nine_to_five;
use super::*;

const AUTHOR: Hand = Hand::Person(1);
const REVIEWER: Hand = Hand::Person(2);
const OPEN: Event = Event::Opened { draft: false };
const DRAFT: Event = Event::Opened { draft: true };
const LOOKED: Event = Event::Reviewed(REVIEWER, Verdict::Comments);
const APPROVED: Event = Event::Reviewed(REVIEWER, Verdict::Approves);

/// Days of March 2026; the second is a Monday.
fn change(author: Hand, events: &[(&str, Event)]) -> Change {
    let at = |text: &str| {
        let (day, time) = text.split_once(' ').expect("a day and a time");
        moment(&format!("2026-03-{day}T{time}:00Z"))
    };
    let events = events.iter().map(|(text, event)| (at(text), *event)).collect();
    Change { authors: vec![author], events, needs: 1 }
}

fn e9() -> [Change; 7] {
    let robot = |hand| Event::Reviewed(hand, Verdict::Comments);
    [
        change(
            AUTHOR,
            &[
                ("02 09:00", DRAFT),
                ("02 09:05", robot(Hand::Program)),
                ("02 15:00", Event::Ready),
                ("03 11:00", LOOKED),
                ("04 10:00", APPROVED),
                ("04 10:30", Event::Merged),
            ],
        ),
        change(AUTHOR, &[("06 16:00", OPEN), ("09 10:00", LOOKED), ("09 11:00", Event::Merged)]),
        change(
            AUTHOR,
            &[
                ("03 10:00", OPEN),
                ("03 12:00", Event::Drafted),
                ("04 12:00", Event::Ready),
                ("04 13:00", LOOKED),
                ("04 14:00", Event::Merged),
            ],
        ),
        change(Hand::Program, &[("03 10:00", OPEN), ("03 11:00", Event::Merged)]),
        change(AUTHOR, &[("03 10:00", OPEN), ("03 11:00", Event::Merged)]),
        change(AUTHOR, &[("05 09:00", OPEN)]),
        change(
            AUTHOR,
            &[
                ("04 10:00", OPEN),
                ("04 10:02", robot(Hand::Agent)),
                ("04 15:00", LOOKED),
                ("04 16:00", Event::Merged),
            ],
        ),
    ]
}

fn cutoff() -> At {
    moment("2026-03-09T17:00:00Z")
}

fn clocks() -> [Clock; 2] {
    [Clock::Wall, Clock::Working(nine_to_five(TimeZone::UTC))]
}

/// Hours to the first review on both clocks; `+` where it is still open.
fn first(change: &Change) -> String {
    let of = |clock: &Clock| match change.waits(cutoff(), clock) {
        Ok(waits) => {
            format!("{}{}", waits.first.lasted, if waits.first.ended { "" } else { "+" })
        }
        Err(why) => format!("{why:?}"),
    };
    clocks().map(|it| of(&it)).join(" ")
}

#[test]
fn e9_each_story_has_its_hours_on_both_clocks() {
    let expected =
        ["20 4", "66 2", "3 3", "ByProgram ByProgram", "Unreviewed Unreviewed", "104+ 24+", "5 5"];
    assert_eq!(e9().map(|it| first(&it)), expected);
}

#[test]
fn e9_approval_and_merge_of_the_first_story() {
    for (clock, approval, merge) in [(&clocks()[0], 43.0, 43.5), (&clocks()[1], 11.0, 11.5)] {
        let waits = e9()[0].waits(cutoff(), clock).unwrap();
        assert_eq!((waits.approval.lasted, waits.merge.lasted), (approval, merge));
        assert!(waits.approval.ended && waits.merge.ended);
    }
}

#[test]
fn e9_the_medians_count_what_is_still_open() {
    for (clock, median, finished_only) in [(&clocks()[0], 20.0, 12.5), (&clocks()[1], 4.0, 3.5)] {
        let waits: Vec<Wait> = e9()
            .iter()
            .filter_map(|it| it.waits(cutoff(), clock).ok())
            .map(|it| it.first)
            .collect();
        assert_eq!(Curve::of(&waits).median().value(), Some(median));
        let mut finished: Vec<f64> =
            waits.iter().filter(|it| it.ended).map(|it| it.lasted).collect();
        finished.sort_by(f64::total_cmp);
        assert_eq!(type7(Sorted::new(&finished), 0.5), Some(finished_only));
    }
}

#[test]
fn e9_one_of_five_merged_unreviewed() {
    let of = |it: &Change| it.waits(cutoff(), &Clock::Wall);
    let unreviewed = e9().iter().filter(|it| of(it) == Err(LeftOut::Unreviewed)).count();
    let reviewed = e9().iter().filter_map(|it| of(it).ok()).filter(|it| it.merge.ended).count();
    assert_eq!((unreviewed, unreviewed + reviewed), (1, 5));
}

#[test]
fn nothing_but_another_person_stops_the_clock() {
    let looks = |by| Event::Reviewed(by, Verdict::Approves);
    for (event, stops) in [
        (looks(Hand::Program), false),
        (looks(Hand::Agent), false),
        (looks(AUTHOR), false),
        (looks(Hand::Person(3)), false),
        (Event::Commented(REVIEWER), false),
        (Event::Commented(Hand::Person(4)), true),
        (Event::Commented(Hand::Agent), false),
        (looks(REVIEWER), true),
    ] {
        let mut it = change(
            Hand::Agent,
            &[("04 10:00", OPEN), ("04 10:00", Event::Requested(Some(4))), ("04 11:00", event)],
        );
        // Whoever answers for an agent wrote what it wrote.
        it.authors.extend([AUTHOR, Hand::Person(3)]);
        assert_eq!(it.waits(cutoff(), &Clock::Wall).unwrap().first.ended, stops, "{event:?}");
    }
}

#[test]
fn an_approval_can_be_taken_back_and_two_are_two_people() {
    let by = |who, verdict| Event::Reviewed(Hand::Person(who), verdict);
    let mut it = change(
        AUTHOR,
        &[
            ("04 10:00", OPEN),
            ("04 11:00", by(2, Verdict::Approves)),
            ("04 12:00", by(2, Verdict::Approves)),
            ("04 13:00", Event::Dismissed(2)),
            ("04 14:00", by(3, Verdict::Approves)),
            ("04 15:00", by(3, Verdict::AsksForChanges)),
            ("04 16:00", by(2, Verdict::Approves)),
            ("04 18:00", by(3, Verdict::Approves)),
        ],
    );
    let approval = |it: &Change| it.waits(cutoff(), &Clock::Wall).unwrap().approval;
    assert_eq!(approval(&it), Wait { lasted: 1.0, ended: true });
    it.needs = 2;
    assert_eq!(approval(&it), Wait { lasted: 8.0, ended: true });
    it.needs = 3;
    assert!(!approval(&it).ended);
}

#[test]
fn what_was_given_up_unseen_is_watched_up_to_then_and_said() {
    let it = change(AUTHOR, &[("04 10:00", OPEN), ("04 13:00", Event::Closed)]);
    let waits = it.waits(cutoff(), &Clock::Wall).unwrap();
    assert_eq!((waits.first, waits.given_up), (Wait { lasted: 3.0, ended: false }, true));
}

#[test]
fn a_draft_nobody_was_asked_about_has_no_clock_and_asking_starts_it() {
    let mut it = change(AUTHOR, &[("04 10:00", DRAFT)]);
    assert_eq!(it.waits(cutoff(), &Clock::Wall), Err(LeftOut::NeverOpen));
    it.events.push((moment("2026-03-04T12:00:00Z"), Event::Requested(None)));
    it.events.push((moment("2026-03-04T14:00:00Z"), LOOKED));
    assert_eq!(it.waits(cutoff(), &Clock::Wall).unwrap().first.lasted, 2.0);
}

#[test]
fn what_happens_after_the_cutoff_is_not_known_yet() {
    let early = moment("2026-03-09T09:00:00Z");
    let waits = e9()[1].waits(early, &Clock::Wall).unwrap();
    assert_eq!(waits.first, Wait { lasted: 65.0, ended: false });
}
