//! A declared change of the process: from that day on a range of its own, once it shows.
//!
//! A usual range drawn anew without a reason hides what it was to show (`domain.md` 7.8): it takes
//! the declaration, its reason, and eight points in a row on one side of the old middle.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::behaviour::{self, Limits, POINTS_FOR_LIMITS, Rule};
use super::mirror::{Mirror, Signal};
use super::words;

/// From this day on the team works otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Declared {
    pub on: Date,
    pub reason: String,
    /// Id of the mirror it was declared for.
    pub mirror: String,
}

/// The usual range from one period on, up to the next of them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Baseline {
    /// Label of its first period.
    pub from: String,
    pub limits: Limits,
}

/// A point that counts, by its place in the series.
type Counted = (usize, f64);

impl Mirror {
    /// Draws the usual range anew from each declared day on, where the change shows; else the old
    /// range goes on, and a note says what is missing.
    pub fn declare(&mut self, declared: &[Declared]) {
        let mine = declared.iter().filter(|it| it.mirror == self.about.id);
        let mut days: Vec<Date> = mine.map(|it| it.on).collect();
        days.sort_unstable();
        days.dedup();
        let Some(whole) = self.limits.filter(|_| !days.is_empty()) else { return };
        let counted = self.counted();
        let mut starts: Vec<usize> = vec![0];
        for day in days {
            let from = counted.partition_point(|&(at, _)| {
                begins(&self.series[at].label).is_none_or(|it| it < day)
            });
            if from == 0 || day > self.window.to.day() {
                continue; // Outside of what is shown: nothing to draw anew.
            }
            let last = *starts.last().unwrap_or(&0);
            match shows(&values(&counted[last..from]), &values(&counted[from..])) {
                Ok(()) => starts.push(from),
                Err(why) => self.notes.push(format!(
                    "A change of how we work is declared from {} on. The usual range stays as it was: {why}.",
                    words::period(&day.to_string())
                )),
            }
        }
        if starts.len() > 1 {
            self.redraw(&counted, &starts, whole);
        }
    }

    fn counted(&self) -> Vec<Counted> {
        let value = |at: usize| self.series[at].value.filter(|_| self.series[at].counted);
        (0..self.series.len()).filter_map(|at| value(at).map(|it| (at, it))).collect()
    }

    fn redraw(&mut self, counted: &[Counted], starts: &[usize], whole: Limits) {
        self.signals.clear();
        for (number, &from) in starts.iter().enumerate() {
            let to = starts.get(number + 1).copied().unwrap_or(counted.len());
            let span = &counted[from..to];
            let Some(limits) = behaviour::limits(&values(span), true) else { continue };
            let found = behaviour::signals(&values(span), &limits, &[Rule::Outside, Rule::Run]);
            let label = |at: usize| self.series[span[at].0].label.clone();
            self.signals
                .extend(found.iter().map(|it| Signal { rule: it.rule, label: label(it.at) }));
            // The first range reaches back to where the chart begins.
            let from = if number == 0 { self.series[0].label.clone() } else { label(0) };
            self.baselines.push(Baseline { from, limits });
        }
        self.limits = Some(self.baselines.last().map_or(whole, |it| it.limits));
    }
}

/// Whether what came after is another process than what was before.
///
/// Errors: what is missing, as the end of a sentence.
fn shows(before: &[f64], after: &[f64]) -> Result<(), String> {
    let Some(old) = behaviour::limits(before, true) else {
        return Err(format!("before it there are fewer than {POINTS_FOR_LIMITS} points"));
    };
    if after.len() < POINTS_FOR_LIMITS {
        return Err(format!("since then there are fewer than {POINTS_FOR_LIMITS} points"));
    }
    match behaviour::signals(after, &old, &[Rule::Run]).is_empty() {
        false => Ok(()),
        true => {
            Err("since then no eight points in a row have stayed on one side of the old middle"
                .to_owned())
        }
    }
}

fn values(points: &[Counted]) -> Vec<f64> {
    points.iter().map(|it| it.1).collect()
}

/// The first day of a week (`2026-01-26`) or of a month (`2026-01`).
pub fn begins(label: &str) -> Option<Date> {
    label.parse().or_else(|_| format!("{label}-01").parse()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::mirror::Point;
    use super::super::tests::{day, moment};
    use super::super::window::{Every, Window};
    use super::*;
    use crate::measure::lead_time;

    const OLD: [f64; 10] = [10.0, 12.0, 9.0, 11.0, 13.0, 10.0, 12.0, 11.0, 9.0, 13.0];
    const NEW: [f64; 8] = [5.0, 4.0, 6.0, 3.0, 5.0, 4.0, 6.0, 5.0];

    /// Months from January 2025 on.
    fn of(values: &[f64]) -> Mirror {
        let window = Window { from: day("2025-01-01"), to: moment("2027-01-01T00:00:00Z") };
        let mut mirror = Mirror::new(&lead_time::ABOUT, window);
        mirror.every = Some(Every::Month);
        for (at, value) in values.iter().enumerate() {
            let label = format!("{}-{:02}", 2025 + at / 12, at % 12 + 1);
            mirror.series.push(Point { label, value: Some(*value), n: Some(9), counted: true });
        }
        mirror.behaviour();
        mirror
    }

    fn on(day: Date) -> Declared {
        Declared { on: day, reason: "Pairs".into(), mirror: "change-lead-time".into() }
    }

    /// The eleventh month is November 2025.
    fn november() -> Declared {
        on(date(2025, 11, 1))
    }

    #[test]
    fn a_change_that_shows_has_a_range_of_its_own_from_its_day_on() {
        let mut mirror = of(&[&OLD[..], &NEW].concat());
        let mixed = mirror.limits.expect("a range");
        mirror.declare(&[november()]);
        let from: Vec<&str> = mirror.baselines.iter().map(|it| it.from.as_str()).collect();
        assert_eq!(from, ["2025-01", "2025-11"]);
        // E2: the ten before have their middle at 11 and their upper limit at 17.2067.
        let old = mirror.baselines[0].limits;
        assert!(old.centre == 11.0 && (old.upper - 17.2067).abs() < 5e-5, "{old:?}");
        let now = mirror.limits.expect("a range");
        assert_eq!((now.centre, now.points), (4.75, 8));
        assert!(now.centre < mixed.centre && mirror.signals.is_empty(), "{:?}", mirror.signals);
    }

    #[test]
    fn what_stands_out_is_told_by_the_range_of_its_own_time() {
        // Fourteen is usual before and far outside afterwards.
        let mut mirror = of(&[&OLD[..], &NEW, &[14.0]].concat());
        mirror.declare(&[november()]);
        assert_eq!(mirror.baselines.len(), 2);
        let labels: Vec<&str> = mirror.signals.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["2026-07"]);
    }

    #[test]
    fn a_change_that_does_not_show_keeps_the_range_and_says_what_is_missing() {
        for (values, declared, missing) in [
            ([&OLD[..], &OLD].concat(), november(), "no eight points in a row"),
            ([&OLD[..], &NEW[..5]].concat(), november(), "since then there are fewer than 6"),
            ([&OLD[..], &OLD].concat(), on(date(2026, 8, 20)), "since then there are fewer than 6"),
            ([&OLD[..], &NEW].concat(), on(date(2025, 3, 1)), "before it there are fewer than 6"),
        ] {
            let mut mirror = of(&values);
            let before = mirror.limits;
            mirror.declare(&[declared]);
            assert_eq!((mirror.limits, mirror.baselines.len()), (before, 0));
            assert!(mirror.notes[0].contains(missing), "{:?}", mirror.notes);
        }
    }

    #[test]
    fn a_change_of_another_mirror_or_of_another_time_changes_nothing() {
        let values = [&OLD[..], &NEW].concat();
        let elsewhere = Declared { mirror: "review-latency".into(), ..november() };
        for declared in [elsewhere, on(date(2020, 1, 1)), on(date(2030, 1, 1))] {
            let mut mirror = of(&values);
            let before = mirror.clone();
            mirror.declare(&[declared]);
            assert_eq!(mirror, before);
        }
    }

    #[test]
    fn two_changes_give_three_ranges_and_declaring_one_twice_gives_no_more() {
        let third = [20.0, 22.0, 21.0, 19.0, 23.0, 20.0, 22.0, 21.0];
        let mut mirror = of(&[&OLD[..], &NEW, &third].concat());
        let again = on(date(2026, 7, 1));
        mirror.declare(&[again.clone(), november(), again]);
        let from: Vec<&str> = mirror.baselines.iter().map(|it| it.from.as_str()).collect();
        assert_eq!(from, ["2025-01", "2025-11", "2026-07"]);
    }

    #[test]
    fn without_a_usual_range_there_is_none_to_draw_anew() {
        let mut mirror = of(&OLD[..4]);
        mirror.declare(&[on(date(2025, 3, 1))]);
        assert!(mirror.baselines.is_empty() && mirror.notes.is_empty());
    }
}
