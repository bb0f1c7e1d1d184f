//! What becomes of promises? For a team that wonders whether its own changes arrive
//! (`domain.md` 6.3).
//!
//! Rows hold no name: people are numbers, good for seeing that a row is not one person's own mirror.

use serde::Serialize;

use super::mirror::{About, Drawn, ITEMS, Mirror, Unit};
use super::quantile::{Sorted, type7};
use super::survival::{Curve, Wait};
use super::window::Window;
use super::words;
use crate::id::At;

/// One promise, whatever it hangs on and whoever made it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Promise {
    pub made: At,
    /// The last moment of the day it is promised for; as it stands now, if it was carried over.
    pub due: At,
    pub end: End,
    /// When it was kept or dropped.
    pub closed: Option<At>,
    /// Somebody else has looked and says it holds.
    pub verified: bool,
    /// How often it was given another day.
    pub moved: usize,
    /// Tells promisers apart and nothing else.
    pub by: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Open,
    Kept,
    Dropped,
}

/// The mirror, and the counts beside it. Counts of records, never of people.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FollowThrough {
    #[serde(flatten)]
    pub mirror: Mirror,
    /// Promises whose day has passed, without those that were dropped.
    pub due: usize,
    /// Of those, kept by their day.
    pub on_time: usize,
    pub kept: usize,
    pub verified: usize,
    /// An end of its own, and never counted as kept.
    pub dropped: usize,
    pub carried_over: usize,
    /// Days since the open ones were promised; absent below three.
    pub open_p50: Option<f64>,
    pub open_p90: Option<f64>,
    pub open_oldest: Option<f64>,
}

pub const ABOUT: About = About {
    id: "follow-through",
    name: "Follow-through",
    definition: "Promises made in the window, from the day each was made to the day it was kept. An open one counts as waiting; one that was dropped, with its reason, counts as waiting until then and is told apart.",
    version: 1,
    unit: Unit::Days,
    method: "Kaplan–Meier",
    drawn: Drawn::Steps,
    beside: "What was dropped and why: easy promises are kept easily.",
    cannot_say: &["Whether a promise was worth making.", "Anything about whoever made it."],
};

/// Open ages need this many for their ninetieth percentile.
const FOR_P90: usize = 11;

/// `to` of the window is now: nothing after it is looked at.
pub fn measure(promises: &[Promise], window: Window) -> FollowThrough {
    let all: Vec<Promise> = promises
        .iter()
        .copied()
        .filter(|it| window.holds(it.made))
        .map(|it| it.as_of(window.to))
        .collect();
    let count = |holds: &dyn Fn(&Promise) -> bool| all.iter().filter(|it| holds(it)).count();
    let passed = |it: &Promise| it.end != End::Dropped && it.due < window.to;
    let mut found = FollowThrough {
        mirror: Mirror::new(&ABOUT, window),
        due: count(&passed),
        on_time: count(&|it| passed(it) && it.closed.is_some_and(|at| at <= it.due)),
        kept: count(&|it| it.end == End::Kept),
        verified: count(&|it| it.verified),
        dropped: count(&|it| it.end == End::Dropped),
        carried_over: count(&|it| it.moved > 0),
        open_p50: None,
        open_p90: None,
        open_oldest: None,
    };
    found.mirror.n = Some(all.len());
    if let Some(why) = too_little(&all) {
        found.withhold(&why);
        return found;
    }
    found.ages(&all, window.to);
    let waits: Vec<Wait> = all.iter().map(|it| it.wait(window.to)).collect();
    let curve = Curve::of(&waits);
    found.mirror.waits_of(&curve);
    found.mirror.draw(curve);
    found.mirror.open = Some(count(&|it| it.end == End::Open));
    found.mirror.exclude("dropped with a reason: waited until then", found.dropped);
    found.mirror.says = found.says();
    found
}

/// Why a group is told in words alone; `None` where it is large enough.
fn too_little(all: &[Promise]) -> Option<String> {
    if all.len() < ITEMS {
        let says = match all.len() {
            0 => "Nothing was promised in this window.".to_owned(),
            n => format!("{} in this window: too few for a mirror.", words::count(n, "promise")),
        };
        return Some(says);
    }
    let one_person = all.iter().all(|it| it.by == all[0].by);
    one_person.then(|| {
        "All of these were promised by one person, and a mirror shows a team. They are listed under Commitments.".to_owned()
    })
}

impl FollowThrough {
    fn withhold(&mut self, why: &str) {
        let n = self.mirror.n;
        self.mirror.unknown(why);
        self.mirror.open_unknown(why);
        self.mirror.n = n;
        why.clone_into(&mut self.mirror.says);
        for count in [
            &mut self.due,
            &mut self.on_time,
            &mut self.kept,
            &mut self.verified,
            &mut self.dropped,
            &mut self.carried_over,
        ] {
            *count = 0;
        }
    }

    fn ages(&mut self, all: &[Promise], now: At) {
        let open = all.iter().filter(|it| it.end == End::Open);
        let mut ages: Vec<f64> = open.map(|it| days(now.since(it.made))).collect();
        ages.sort_unstable_by(f64::total_cmp);
        if ages.len() < ITEMS {
            return;
        }
        self.open_p50 = type7(Sorted::new(&ages), 0.5);
        self.open_oldest = ages.last().copied();
        if ages.len() >= FOR_P90 {
            self.open_p90 = type7(Sorted::new(&ages), 0.9);
        }
    }

    fn says(&self) -> String {
        let first = match (self.due, self.on_time) {
            (0, _) => "None of these promises has come to its day yet.".to_owned(),
            (1, kept) => format!(
                "One promise has come to its day; it was {}kept by then.",
                if kept == 1 { "" } else { "not " }
            ),
            (due, on_time) => format!(
                "Of {due} promises that have come to their day, {on_time} were kept by then."
            ),
        };
        let dropped = match self.dropped {
            0 => String::new(),
            1 => " One was dropped, with the reason.".to_owned(),
            n => format!(" {n} were dropped, with the reason."),
        };
        let half = match self.mirror.median {
            Some(median) => format!(" Half are kept within {}.", words::amount(median, Unit::Days)),
            None => String::new(),
        };
        first + &half + &dropped
    }
}

impl Promise {
    /// As it stood at `now`: what was closed later was open then.
    fn as_of(self, now: At) -> Self {
        match self.closed {
            Some(at) if at > now => Self { end: End::Open, closed: None, verified: false, ..self },
            _ => self,
        }
    }

    fn wait(&self, now: At) -> Wait {
        let until = self.closed.unwrap_or(now);
        Wait { lasted: days(until.since(self.made)), ended: self.end == End::Kept }
    }
}

fn days(milliseconds: i64) -> f64 {
    milliseconds.max(0) as f64 / At::DAY as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::day;
    use super::*;

    fn year() -> Window {
        Window { from: day("2026-01-01"), to: day("2027-01-01") }
    }

    fn promise(made: &str, due: &str, end: End, closed: &str) -> Promise {
        Promise {
            made: day(made),
            due: day(due).plus(At::DAY - 1),
            end,
            closed: (!closed.is_empty()).then(|| day(closed)),
            verified: false,
            moved: 0,
            by: due.len() as u32,
        }
    }

    /// The eight waits of `domain.md` 12 E1a (9, 12, 14+, 15, 22, 26+, 30, 35+ days) as promises.
    fn eight() -> Vec<Promise> {
        let mut all = vec![];
        for (n, (days, kept)) in [
            (9, true),
            (12, true),
            (14, false),
            (15, true),
            (22, true),
            (26, false),
            (30, true),
            (35, false),
        ]
        .into_iter()
        .enumerate()
        {
            let made = day("2026-03-02");
            let closed = made.plus(days * At::DAY);
            let end = if kept { End::Kept } else { End::Dropped };
            all.push(Promise {
                made,
                due: made.plus(20 * At::DAY),
                end,
                closed: Some(closed),
                verified: false,
                moved: 0,
                by: n as u32,
            });
        }
        all
    }

    #[test]
    fn e1a_the_median_of_waits_and_what_was_dropped_apart() {
        let found = measure(&eight(), year());
        assert_eq!(found.mirror.median, Some(22.0));
        assert_eq!((found.kept, found.dropped, found.due, found.on_time), (5, 3, 5, 3));
        assert_eq!(
            found.mirror.says,
            "Of 5 promises that have come to their day, 3 were kept by then. Half are kept within 22 days. 3 were dropped, with the reason."
        );
        assert!(found.mirror.curve.is_empty(), "five ends: a step could be one person");
    }

    #[test]
    fn the_day_itself_is_in_time_and_the_day_after_is_not() {
        let all = [
            Promise { by: 1, ..promise("2026-03-02", "2026-03-10", End::Kept, "2026-03-10") },
            Promise { by: 2, ..promise("2026-03-02", "2026-03-10", End::Kept, "2026-03-11") },
            Promise { by: 3, ..promise("2026-03-02", "2026-03-10", End::Open, "") },
        ];
        let found = measure(&all, year());
        assert_eq!((found.due, found.on_time, found.mirror.open), (3, 1, Some(1)));
    }

    #[test]
    fn what_is_not_due_yet_is_neither_in_time_nor_late() {
        let all = [1, 2, 3]
            .map(|by| Promise { by, ..promise("2026-12-01", "2027-03-01", End::Open, "") });
        let found = measure(&all, year());
        assert_eq!((found.due, found.on_time, found.open_p50), (0, 0, Some(31.0)));
        assert!(found.mirror.says.starts_with("None of these promises has come to its day yet."));
    }

    #[test]
    fn two_promises_and_the_promises_of_one_person_are_told_in_words() {
        let two = measure(&eight()[..2], year());
        assert_eq!((two.mirror.median, two.due, two.kept), (None, 0, 0));
        assert_eq!(two.mirror.says, "2 promises in this window: too few for a mirror.");
        let alone: Vec<_> = eight().into_iter().map(|it| Promise { by: 7, ..it }).collect();
        let alone = measure(&alone, year());
        assert_eq!((alone.mirror.median, alone.on_time, alone.open_p50), (None, 0, None));
        assert!(alone.mirror.says.contains("one person"));
        assert_eq!(measure(&[], year()).mirror.says, "Nothing was promised in this window.");
    }

    #[test]
    fn nothing_that_happens_after_the_window_is_known_in_it() {
        let window = Window { from: day("2026-01-01"), to: day("2026-03-12") };
        let found = measure(&eight(), window);
        assert_eq!(
            (found.kept, found.mirror.open, found.dropped),
            (1, Some(7), 0),
            "one after nine days"
        );
    }

    #[test]
    fn no_number_of_it_is_of_a_person() {
        let text = serde_json::to_string(&measure(&eight(), year())).unwrap();
        assert!(!text.contains("\"by\"") && !text.contains("owner"), "{text}");
    }

    proptest! {
        #[test]
        fn every_promise_is_open_kept_or_dropped_and_whoever_made_it_does_not_matter(
            rows in prop::collection::vec((0_i64..300, 0_i64..60, 0_usize..3, 0_u32..4), 3..40), turn in 1_u32..9,
        ) {
            let all: Vec<Promise> = rows.iter().map(|&(made, lasts, end, by)| {
                let made = day("2026-01-01").plus(made * At::DAY);
                let end = [End::Open, End::Kept, End::Dropped][end];
                let closed = (end != End::Open).then(|| made.plus(lasts * At::DAY));
                Promise { made, due: made.plus(30 * At::DAY), end, closed, verified: false, moved: 0, by }
            }).collect();
            let found = measure(&all, year());
            if let Some(open) = found.mirror.open {
                prop_assert_eq!(open + found.kept + found.dropped, all.len());
                prop_assert!(found.on_time <= found.due && found.due <= all.len());
            }
            let turned: Vec<Promise> = all.iter().map(|it| Promise { by: it.by + turn, ..*it }).collect();
            prop_assert_eq!(measure(&turned, year()), found);
        }
    }
}
