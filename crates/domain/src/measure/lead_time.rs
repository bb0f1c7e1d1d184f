//! How long is a change on its way before it lands? For a team that wonders where changes wait.
//!
//! Git keeps two dates for a commit: when it was written and when it took its present form. Squash
//! merging gives both the same moment, and then the start is lost. Such rows are left out and
//! counted; where they are most of the history, no number is given at all.

use super::columns::Columns;
use super::mirror::{About, Drawn, ITEMS, Mirror, Point, Unit, point};
use super::quantile::Sorted;
use super::window::{Every, Period, Window, sorted_into};
use super::words;
use crate::id::At;

pub const ABOUT: About = About {
    id: "change-lead-time",
    name: "Change lead time",
    definition: "Hours from the earliest author date among the commits a landing brought in to the \
                 landing itself on the default branch, for landings in the window. Changes by \
                 programs and landings whose author date is the landing's own are left out.",
    version: 1,
    unit: Unit::Hours,
    method: "quantile type 7",
    drawn: Drawn::Line,
    beside: "Release frequency, and the change fail rate once deployments are known: fast and \
             broken is not fast.",
    cannot_say: &[
        "How long changes wait that have not landed: git alone does not show them, so this reads \
         low while work is stuck.",
        "Where the time went: writing, waiting for a review and waiting to be merged look the same.",
        "When work began: a commit rewritten before it landed keeps, or loses, its first date by \
         the habit of its author.",
    ],
};

/// Author date and landing closer than this are one act: the start was overwritten.
pub(super) const SAME_ACT: i64 = 2_000;

#[derive(Default)]
struct LeftOut {
    bots: usize,
    same: usize,
    backwards: usize,
}

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    mirror.open_unknown("git alone does not show changes that have not landed");
    let (rows, left_out) = rows(columns, window);
    mirror.exclude("landings by programs", left_out.bots);
    mirror.exclude("landings with no earlier author date", left_out.same);
    mirror.exclude("landings dated before they were written", left_out.backwards);
    let landed = rows.len() + left_out.same + left_out.backwards;
    if landed >= ITEMS && left_out.same * 2 > landed {
        mirror.n = Some(rows.len());
        let share = words::share(left_out.same, landed);
        mirror.says = format!(
            "{share} of the landings carry no earlier date than their own, as squash merging leaves \
             them: when those changes were begun cannot be said from this history."
        );
        mirror.unknown(
            "the start of most changes is overwritten; what is left would speak for a few",
        );
        mirror.why.insert("series", "the start of most changes is overwritten".to_owned());
        return mirror;
    }
    let mut values: Vec<f64> = rows.iter().map(|&(_, hours)| hours).collect();
    values.sort_unstable_by(f64::total_cmp);
    mirror.spread_of(Sorted::new(&values));
    (mirror.every, mirror.series) = series(&rows, window);
    mirror.behaviour();
    mirror.says = sentence(&mirror, landed);
    mirror
}

/// Landing moment and lead time in hours of every row that counts.
fn rows(columns: &Columns<'_>, window: Window) -> (Vec<(At, f64)>, LeftOut) {
    let landings = columns.landings;
    let (mut rows, mut out) = (Vec::new(), LeftOut::default());
    for (row, (&at, &begun)) in landings.at.iter().zip(&landings.first_author_at).enumerate() {
        if !window.holds(at) {
            continue;
        }
        let lasted = at.since(begun);
        if columns.by_bot(row) {
            out.bots += 1;
        } else if lasted < -SAME_ACT {
            out.backwards += 1;
        } else if lasted <= SAME_ACT {
            out.same += 1;
        } else {
            rows.push((at, lasted as f64 / At::HOUR as f64));
        }
    }
    (rows, out)
}

/// By week where three weeks in four have enough landings for a median, else by month.
pub(super) fn series(rows: &[(At, f64)], window: Window) -> (Option<Every>, Vec<Point>) {
    let weeks = medians(rows, &window.periods(Every::Week));
    let enough = weeks.iter().filter(|point| point.counted).count();
    if enough * 4 >= weeks.len() * 3 {
        return (Some(Every::Week), weeks);
    }
    (Some(Every::Month), medians(rows, &window.periods(Every::Month)))
}

fn medians(rows: &[(At, f64)], periods: &[Period]) -> Vec<Point> {
    let mut buckets = sorted_into(periods, rows.iter().copied());
    let sorted = buckets.iter_mut().map(|bucket| {
        bucket.sort_unstable_by(f64::total_cmp);
        Sorted::new(bucket)
    });
    periods.iter().zip(sorted).map(|(period, values)| point(&period.label, values)).collect()
}

fn sentence(mirror: &Mirror, landed: usize) -> String {
    let n = mirror.n.unwrap_or_default();
    let Some(median) = mirror.median else {
        return match landed {
            0 => "Nothing landed in this window.".to_owned(),
            _ => format!(
                "{} with a known start in this window: fewer than {ITEMS}, too few for a median.",
                words::count(n, "landing")
            ),
        };
    };
    let half = words::amount(median, Unit::Hours);
    let most = mirror.p90.map_or(String::new(), |p90| {
        format!(", nine in ten within {}", words::amount(p90, Unit::Hours))
    });
    format!(
        "Half of the changes landed within {half} of being written{most}. {}",
        mirror.stood_out()
    )
    .trim_end()
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Row, day, facts_of, hours_after};
    use super::*;

    fn march() -> Window {
        Window { from: day("2026-03-01"), to: day("2026-04-01") }
    }

    fn of(rows: &[Row]) -> Mirror {
        measure(&Columns::from(&facts_of(rows)), march())
    }

    /// A landing on 9 March that took so many hours.
    fn took(hours: i64) -> Row {
        let at = day("2026-03-09");
        Row { at, begun: hours_after(at, -hours), ..Row::default() }
    }

    #[test]
    fn half_of_the_changes_landed_within_the_median() {
        let mirror = of(&[2, 3, 5, 8, 13, 21].map(took));
        assert_eq!((mirror.n, mirror.median), (Some(6), Some(6.5)));
        let interval = mirror.interval.unwrap();
        assert_eq!((interval.low, interval.high), (2.0, Some(21.0)));
        assert_eq!(mirror.why["p75"], "needs 11, has 6");
        assert!(
            mirror.says.starts_with("Half of the changes landed within 6.5 h"),
            "{}",
            mirror.says
        );
    }

    #[test]
    fn programs_and_lost_starts_are_counted_out_loud() {
        let bot = Row { author: Row::BOT, ..took(1) };
        let mirror = of(&[took(4), took(5), took(6), took(0), took(-3), bot]);
        let reasons: Vec<_> = mirror.excluded.iter().map(|e| (e.reason, e.count)).collect();
        assert_eq!(mirror.median, Some(5.0));
        assert_eq!(
            reasons,
            [
                ("landings by programs", 1),
                ("landings with no earlier author date", 1),
                ("landings dated before they were written", 1)
            ]
        );
    }

    #[test]
    fn a_squashing_history_gets_a_reason_and_no_number() {
        let mut rows = vec![took(0); 40];
        rows.extend([took(5); 30]);
        let mirror = of(&rows);
        assert_eq!((mirror.median, mirror.n, mirror.series.len()), (None, Some(30), 0));
        assert!(
            mirror.says.starts_with("57 % of the landings carry no earlier date"),
            "{}",
            mirror.says
        );
        assert!(mirror.why["median"].contains("overwritten"));
    }

    #[test]
    fn two_changes_are_told_in_words() {
        let mirror = of(&[took(4), took(5)]);
        assert_eq!(mirror.median, None);
        assert!(mirror.says.contains("2 landings with a known start"), "{}", mirror.says);
        assert_eq!(of(&[]).says, "Nothing landed in this window.");
    }

    #[test]
    fn weeks_are_drawn_where_weeks_have_enough_and_few_are_hollow() {
        let mut rows = Vec::new();
        for (week, n) in [(2, 6), (9, 7), (16, 4), (23, 5), (30, 5)] {
            let at = day(&format!("2026-03-{week:02}"));
            rows.extend((0..n).map(|i| Row {
                at,
                begun: hours_after(at, -i - 1),
                ..Row::default()
            }));
        }
        let mirror = of(&rows);
        assert_eq!(
            mirror.every,
            Some(Every::Month),
            "the cut week of 23 February is empty: 4 of 6"
        );
        assert_eq!(mirror.series[0].n, Some(27));
        rows.extend((0..5).map(|i| {
            let at = day("2026-03-01");
            Row { at, begun: hours_after(at, -i - 1), ..Row::default() }
        }));
        let mirror = of(&rows);
        assert_eq!(mirror.every, Some(Every::Week));
        let counted: Vec<_> = mirror.series.iter().map(|p| (p.n.unwrap(), p.counted)).collect();
        assert_eq!(counted, [(5, true), (6, true), (7, true), (4, false), (5, true), (5, true)]);
        assert_eq!(mirror.series.iter().filter_map(|p| p.n).sum::<usize>(), mirror.n.unwrap());
    }
}
