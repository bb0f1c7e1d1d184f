//! How soon does somebody new land a first change, and a tenth? For a team that wonders whether
//! its setup, documents and reviews let people in.
//!
//! Git knows no joining day. The clock starts at the first author date of the first change that
//! landed; who has landed nothing yet is invisible. Cohorts only, and only from five people.

use super::columns::Columns;
use super::groups;
use super::mirror::{About, Drawn, Mirror, PEOPLE, Point, Unit};
use super::survival::{Curve, EVENTS_FOR_MEDIAN, Wait};
use super::window::{Every, Window, sorted_into, working_days};
use super::words;
use crate::id::At;

pub const FIRST: About = About {
    id: "first-change",
    name: "Time to a first change",
    definition: "Working days (Monday to Friday, UTC) from the first author date of a newcomer's \
                 first landed change to its landing, for newcomers whose clock starts in the \
                 window. Left out: programs, and starts overwritten by squash merging.",
    version: 1,
    unit: Unit::WorkingDays,
    method: "Kaplan–Meier",
    drawn: Drawn::Steps,
    beside: "The change fail rate and the depth of reviews: a first change waved through is no welcome.",
    cannot_say: &[
        "How long it took from joining: git knows no joining day.",
        "Who tried and never landed anything: they leave no trace here, so this reads low.",
    ],
};

pub const TENTH: About = About {
    id: "tenth-change",
    name: "Time to a tenth change",
    definition: "Working days (Monday to Friday, UTC) from the first author date of a newcomer's \
                 first landed change to the tenth landing of their own, for newcomers whose clock \
                 starts in the window. Fewer than ten by its end is still on the way. Left out: programs.",
    version: 1,
    unit: Unit::WorkingDays,
    method: "Kaplan–Meier",
    drawn: Drawn::Steps,
    beside: "The change fail rate and the depth of reviews: ten changes are easily made by \
             splitting one.",
    cannot_say: &[
        "Who went elsewhere: somebody who left after one change counts as still on the way.",
        "Whether a change was reviewed, reverted, or made by an agent on somebody's behalf.",
    ],
};

const TEN: usize = 10;

/// One newcomer, nameless: the earliest landings and when the first of them was begun.
#[derive(Clone, Copy)]
struct Start {
    begun: At,
    landed: [At; TEN],
    known: usize,
}

pub fn first(columns: &Columns<'_>, window: Window) -> Mirror {
    let cohort = cohort(columns, window);
    let mut mirror = Mirror::new(&FIRST, window);
    let seen: Vec<&Start> = cohort.iter().filter(|start| start.begun < start.landed[0]).collect();
    let lost = cohort.len() - seen.len();
    match lost {
        0 => {}
        1..PEOPLE => mirror
            .notes
            .push("Fewer than five starts were overwritten by squash merging.".to_owned()),
        _ => mirror.exclude("newcomers whose start squash merging overwrote", lost),
    }
    if lost * 2 > cohort.len() && cohort.len() >= PEOPLE {
        mirror.withhold("the first date of most newcomers' first change is overwritten");
        mirror.says = "Most first changes carry no earlier date than their landing, as squash \
                       merging leaves them: how long they took cannot be said."
            .to_owned();
        return mirror;
    }
    let waits = seen.iter().map(|start| {
        let lasted = working_days(start.begun, start.landed[0]) as f64;
        (start.begun, Wait { lasted, ended: true })
    });
    fill(&mut mirror, columns, &waits.collect::<Vec<_>>());
    mirror
}

pub fn tenth(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&TENTH, window);
    let waits = cohort(columns, window).into_iter().map(|start| {
        let ended = start.known == TEN;
        let until = if ended { start.landed[TEN - 1] } else { window.to };
        (start.begun, Wait { lasted: working_days(start.begun, until) as f64, ended })
    });
    fill(&mut mirror, columns, &waits.collect::<Vec<_>>());
    mirror
}

/// Everybody whose clock starts in the window and who landed something in it.
fn cohort(columns: &Columns<'_>, window: Window) -> Vec<Start> {
    if columns.cut_off {
        return Vec::new();
    }
    let nobody = Start { begun: At(i64::MAX), landed: [At(i64::MAX); TEN], known: 0 };
    let mut people = vec![nobody; columns.bot.len()];
    let landings = columns.landings;
    for (row, (&author, &at)) in landings.author.iter().zip(&landings.at).enumerate() {
        let Some(person) = people.get_mut(author as usize) else { continue };
        if at < window.to {
            person.land(at, landings.first_author_at[row]);
        }
    }
    people
        .into_iter()
        .zip(&columns.bot)
        .filter(|(person, bot)| person.known > 0 && !**bot && window.holds(person.begun))
        .map(|(person, _)| person)
        .collect()
}

impl Start {
    /// Keeps the ten earliest landings in order, whatever order they come in.
    fn land(&mut self, at: At, begun: At) {
        let begun = begun.min(at);
        if at < self.landed[0] || (at == self.landed[0] && begun < self.begun) {
            self.begun = begun;
        }
        let place = self.landed.partition_point(|&earlier| earlier <= at);
        if place < TEN {
            self.landed.copy_within(place..TEN - 1, place + 1);
            self.landed[place] = at;
            self.known = (self.known + 1).min(TEN);
        }
    }
}

/// Each wait with the moment its clock started.
fn fill(mirror: &mut Mirror, columns: &Columns<'_>, waits: &[(At, Wait)]) {
    let goal = if mirror.about.id == FIRST.id { "a first change" } else { "ten changes" };
    if columns.cut_off {
        mirror.withhold("the history is cut off, so nobody's first change is known");
        mirror.says =
            "This history is cut off (a shallow clone does that), so nobody's first change is known."
                .to_owned();
        return;
    }
    if waits.len() < PEOPLE {
        let why = "cohort-limit: fewer than five newcomers are not shown as a group";
        mirror.withhold(why);
        mirror.says =
            "Fewer than five people were new in this window: too few to be shown as a group."
                .to_owned();
        return;
    }
    if columns.oldest >= mirror.window.from {
        let note = "The history itself begins in this window, so its founders count as newcomers.";
        mirror.notes.push(note.to_owned());
    }
    let curve = Curve::of(&waits.iter().map(|it| it.1).collect::<Vec<_>>());
    let (n, reached) = (curve.n, curve.ended());
    if reached < EVENTS_FOR_MEDIAN {
        let why = format!("cohort-limit: fewer than {EVENTS_FOR_MEDIAN} of them are there");
        mirror.n = Some(n);
        mirror.open_unknown(&why);
        mirror.unknown(&why);
        mirror.says = format!(
            "{} started; fewer than three have landed {goal} yet.",
            words::count(n, "newcomer")
        );
        return;
    }
    mirror.waits_of(&curve);
    let there = format!("{} started, {reached} have landed {goal}", words::count(n, "newcomer"));
    mirror.says = match mirror.median {
        Some(median) if mirror.open == Some(0) && median < 0.5 => {
            format!(
                "Half of {} landed their first change on the day they began it.",
                words::count(n, "newcomer")
            )
        }
        Some(median) if mirror.open == Some(0) => format!(
            "Half of {} had landed {goal} within {}.",
            words::count(n, "newcomer"),
            words::amount(median, Unit::WorkingDays)
        ),
        Some(median) => {
            format!("{there}: half would after {}.", words::amount(median, Unit::WorkingDays))
        }
        None => format!("{there}; with the others still on the way, half is not reached."),
    };
    if mirror.about.id == FIRST.id {
        mirror.open_unknown("who has landed nothing yet leaves no trace in git");
    }
    cohorts(mirror, waits);
    mirror.draw(curve);
}

/// The median of each cohort, by quarter where most quarters are large enough, else by half-year.
fn cohorts(mirror: &mut Mirror, waits: &[(At, Wait)]) {
    let window = mirror.window;
    let dated = || waits.iter().zip(0..).map(|((begun, wait), who)| (*begun, (who, *wait)));
    let quarters = sorted_into(&window.periods(Every::Quarter), dated());
    let enough = quarters.iter().filter(|cohort| cohort.len() >= PEOPLE).count();
    let every = if enough * 4 >= quarters.len() * 3 { Every::Quarter } else { Every::Half };
    let periods = window.periods(every);
    let cohorts = sorted_into(&periods, dated());
    let members = |cohort: &Vec<(u32, Wait)>| cohort.iter().map(|it| it.0).collect();
    let shown = groups::shown(&cohorts.iter().map(members).collect::<Vec<_>>());
    mirror.every = Some(every);
    for ((period, cohort), shown) in periods.into_iter().zip(&cohorts).zip(&shown) {
        if !shown {
            mirror.series.push(Point::refused(period.label));
            continue;
        }
        let curve = Curve::of(&cohort.iter().map(|it| it.1).collect::<Vec<_>>());
        let median = curve.median().value().filter(|_| curve.ended() >= EVENTS_FOR_MEDIAN);
        mirror.series.push(Point {
            label: period.label,
            value: median,
            n: Some(cohort.len()),
            counted: period.whole && median.is_some(),
        });
    }
    if shown.contains(&false) {
        mirror.notes.push(format!(
            "A {} whose newcomers are fewer than five, or would give such a number away, is not shown.",
            every.word()
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Row, day, facts_of};
    use super::*;

    fn year() -> Window {
        Window { from: day("2026-01-01"), to: day("2027-01-01") }
    }

    /// A person who begins on a day of 2026 and lands `count` changes, the first after `days` and
    /// then one each day.
    fn newcomer(author: u32, begins: &str, days: i64, count: i64) -> Vec<Row> {
        let begun = day(begins);
        let landed =
            |i: i64| Row { author, at: begun.plus((days + i) * At::DAY), begun, ..Row::default() };
        (0..count).map(landed).collect()
    }

    fn cohort_of(people: &[Vec<Row>]) -> crate::facts::Facts {
        let old = Row { at: day("2020-01-06"), begun: day("2020-01-03"), ..Row::default() };
        let mut rows = vec![old];
        rows.extend(people.iter().flatten().copied());
        facts_of(&rows)
    }

    #[test]
    fn five_newcomers_have_a_median_and_no_curve() {
        // Mondays, landing 1, 2, 3, 4 and 7 days later: 1, 2, 3, 4 and 5 working days.
        let people: Vec<_> = [1, 2, 3, 4, 7]
            .iter()
            .zip(1..)
            .map(|(&d, who)| newcomer(who, "2026-03-02", d, 1))
            .collect();
        let mirror = first(&Columns::from(&cohort_of(&people)), year());
        assert_eq!((mirror.n, mirror.open, mirror.median), (Some(5), None, Some(3.0)));
        assert!(mirror.why["open"].contains("no trace"));
        assert!(mirror.curve.is_empty() && mirror.why["curve"].contains("one person"));
        assert_eq!(
            mirror.says,
            "Half of 5 newcomers had landed a first change within 3 working days."
        );
    }

    #[test]
    fn four_newcomers_are_not_shown_as_a_group() {
        let people: Vec<_> = (1..5).map(|who| newcomer(who, "2026-03-02", 3, 12)).collect();
        let columns_of = cohort_of(&people);
        for mirror in
            [first(&Columns::from(&columns_of), year()), tenth(&Columns::from(&columns_of), year())]
        {
            assert_eq!((mirror.n, mirror.open, mirror.median), (None, None, None));
            assert!(mirror.why["median"].starts_with("cohort-limit"), "{:?}", mirror.why);
        }
    }

    #[test]
    fn those_still_on_the_way_to_ten_count() {
        let mut people: Vec<_> = (1..4).map(|who| newcomer(who, "2026-03-02", 1, 10)).collect();
        people.extend((4..9).map(|who| newcomer(who, "2026-06-01", 1, 2)));
        let mirror = tenth(&Columns::from(&cohort_of(&people)), year());
        assert_eq!((mirror.n, mirror.open, mirror.median), (Some(8), Some(5), None));
        assert!(mirror.why["median"].starts_with("not reached (> "), "{:?}", mirror.why);
        assert!(
            mirror.says.contains("8 newcomers started, 3 have landed ten changes;"),
            "{}",
            mirror.says
        );
    }

    #[test]
    fn two_who_arrived_are_not_told_apart_from_one() {
        let mut people: Vec<_> = (1..3).map(|who| newcomer(who, "2026-03-02", 1, 10)).collect();
        people.extend((3..9).map(|who| newcomer(who, "2026-06-01", 1, 2)));
        let mirror = tenth(&Columns::from(&cohort_of(&people)), year());
        assert_eq!((mirror.n, mirror.open), (Some(8), None));
        assert!(
            mirror.says.ends_with("fewer than three have landed ten changes yet."),
            "{}",
            mirror.says
        );
    }

    #[test]
    fn cohorts_by_quarter_have_their_own_median_and_small_ones_are_refused() {
        // Mondays, landing so many days later; the numbers are those of domain E1's method by hand.
        let mut people: Vec<_> = [1, 2, 3, 4, 7]
            .iter()
            .zip(1..)
            .map(|(&d, who)| newcomer(who, "2026-03-02", d, 1))
            .collect();
        people.extend(
            [1, 1, 2, 2, 2].iter().zip(6..).map(|(&d, who)| newcomer(who, "2026-04-06", d, 1)),
        );
        people.extend((11..17).map(|who| newcomer(who, "2026-08-03", 4, 1)));
        let series = |people: &[Vec<Row>]| {
            let mirror = first(&Columns::from(&cohort_of(people)), year());
            let of = |it: &Point| (it.label.clone(), it.n, it.value);
            (mirror.every, mirror.series.iter().map(of).collect::<Vec<_>>())
        };
        let quarter = |at: usize, n, value| (format!("2026-Q{at}"), n, value);
        let by_quarter = [
            quarter(1, Some(5), Some(3.0)),
            quarter(2, Some(5), Some(2.0)),
            quarter(3, Some(6), Some(4.0)),
            quarter(4, Some(0), None),
        ];
        assert_eq!(series(&people), (Some(Every::Quarter), by_quarter.to_vec()));
        // One fewer in spring: the first half has nine, and no half is small.
        people.remove(9);
        let (every, halves) = series(&people);
        assert_eq!(every, Some(Every::Half));
        assert_eq!(halves.iter().map(|it| it.1).collect::<Vec<_>>(), [Some(9), Some(6)]);
        // Four in autumn: they and the half that would give them away are not shown.
        people.truncate(13);
        assert_eq!(series(&people).1.iter().map(|it| it.1).collect::<Vec<_>>(), [None, None]);
    }

    #[test]
    fn who_was_there_before_is_no_newcomer() {
        let people: Vec<_> = (1..7).map(|who| newcomer(who, "2025-03-03", 1, 400)).collect();
        assert_eq!(tenth(&Columns::from(&cohort_of(&people)), year()).n, None);
    }

    #[test]
    fn overwritten_starts_leave_no_first_change_but_a_tenth() {
        let people: Vec<_> = (1..8).map(|who| newcomer(who, "2026-03-02", 0, 10)).collect();
        let facts = cohort_of(&people);
        let mirror = first(&Columns::from(&facts), year());
        assert_eq!((mirror.n, mirror.median), (None, None));
        assert!(mirror.says.contains("squash"), "{}", mirror.says);
        assert_eq!(tenth(&Columns::from(&facts), year()).median, Some(7.0));
    }

    #[test]
    fn a_cut_history_knows_no_first_change() {
        let people: Vec<_> = (1..8).map(|who| newcomer(who, "2026-03-02", 1, 10)).collect();
        let mut facts = cohort_of(&people);
        facts.unknown.push(crate::facts::Unknown {
            reason: "history: cut off, older landings are not here".into(),
            count: 1,
        });
        assert!(tenth(&Columns::from(&facts), year()).why["median"].contains("cut off"));
    }

    #[test]
    fn a_clock_that_starts_on_the_edge_of_the_window_counts_on_one_side_only() {
        let n = |begins: &str| {
            let people: Vec<_> = (1..6).map(|who| newcomer(who, begins, 1, 1)).collect();
            first(&Columns::from(&cohort_of(&people)), year()).n
        };
        assert_eq!((n("2025-12-31"), n("2026-01-01")), (None, Some(5)));
        // Begun on the last day, landed on the first day after: nothing of it is known yet.
        assert_eq!((n("2026-12-31"), n("2026-12-30")), (None, Some(5)));
    }

    #[test]
    fn a_program_is_no_newcomer() {
        let people: Vec<_> =
            [1, 2, 3, 4, Row::BOT].iter().map(|who| newcomer(*who, "2026-03-02", 1, 12)).collect();
        assert_eq!(tenth(&Columns::from(&cohort_of(&people)), year()).n, None);
    }

    #[test]
    fn a_history_that_begins_in_the_window_says_that_founders_count() {
        let people: Vec<_> = (1..6).map(|who| newcomer(who, "2026-03-02", 1, 1)).collect();
        let young = facts_of(&people.concat());
        let note = "its founders count as newcomers";
        assert!(first(&Columns::from(&young), year()).notes[0].contains(note));
        assert_eq!(first(&Columns::from(&cohort_of(&people)), year()).notes, [""; 0]);
    }

    #[test]
    fn a_first_change_on_the_day_it_was_begun_is_said_so() {
        let begun = day("2026-03-02");
        let people: Vec<Row> = (1..6)
            .map(|author| Row { author, begun, at: begun.plus(At::HOUR), ..Row::default() })
            .collect();
        let mirror = first(&Columns::from(&facts_of(&people)), year());
        assert_eq!(mirror.median, Some(0.0));
        assert_eq!(
            mirror.says,
            "Half of 5 newcomers landed their first change on the day they began it."
        );
    }

    #[test]
    fn twenty_who_arrived_draw_the_curve() {
        let people: Vec<_> =
            (1..21).map(|who| newcomer(who, "2026-03-02", i64::from(who), 1)).collect();
        let mirror = first(&Columns::from(&cohort_of(&people)), year());
        assert!(!mirror.curve.is_empty() && !mirror.why.contains_key("curve"));
        assert_eq!(mirror.curve.iter().map(|step| step.ended).sum::<usize>(), 20);
        let fewer = first(&Columns::from(&cohort_of(&people[..19])), year());
        assert!(fewer.curve.is_empty() && fewer.censored.is_empty());
    }
}
