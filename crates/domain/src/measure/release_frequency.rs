//! How often does something reach its users? For a team that wonders whether releasing is easy.
//!
//! Source: the tags. The time between releases says more than their number when they are rare, and
//! the time since the last one counts as a gap that is still open.

use super::columns::Columns;
use super::mirror::{About, Drawn, ITEMS, Mirror, Point, Unit};
use super::survival::{Curve, Wait};
use super::window::{Every, Window};
use super::words;
use crate::id::At;

pub const ABOUT: About = About {
    id: "release-frequency",
    name: "Release frequency",
    definition: "Days from one release to the next, for releases in the window. A release is a tag \
                 of a finished version; several on one day (UTC) are one. The time since \
                 the last one is a gap still open. The series counts releases a month, zeros included.",
    version: 1,
    unit: Unit::Days,
    method: "Kaplan–Meier",
    drawn: Drawn::Bars,
    beside: "Landing to release: many small releases mean little if changes still wait.",
    cannot_say: &[
        "Whether a release reached anybody: a tag is a promise, a deployment is a fact.",
        "Releases of other parts of the same repository: they are left out, and counted.",
    ],
};

/// Fewer a month than this, on average, and a chart of counts says nothing: read the gaps.
const A_MONTH_FOR_LIMITS: f64 = 2.0;

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    mirror.series_unit = Unit::Releases;
    mirror.every = Some(Every::Month);
    let releases = columns.releases(window.to);
    let dated: Vec<At> = releases.iter().map(|r| r.at).filter(|&at| window.holds(at)).collect();
    let mut days = dated.clone();
    days.dedup_by_key(|at| at.0.div_euclid(At::DAY));
    let tags = columns.tags.iter().filter(|tag| window.holds(tag.at));
    let unfinished = tags.clone().filter(|tag| tag.pre).count();
    mirror.exclude("further releases of the same day", dated.len() - days.len());
    mirror.exclude("tags of unfinished versions", unfinished);
    mirror.exclude(
        "releases of other parts of the repository",
        tags.count() - unfinished - dated.len(),
    );

    let curve = Curve::of(&gaps(&days, window.to));
    mirror.waits_of(&curve);
    mirror.series = months(&days, window);
    let whole = mirror.series.iter().filter(|point| point.counted).count().max(1);
    if days.len() as f64 / (whole as f64) < A_MONTH_FOR_LIMITS {
        let why = "fewer than two releases a month: the gaps say more than the counts";
        mirror.why.insert("limits", why.to_owned());
    } else {
        mirror.behaviour();
    }
    mirror.says = sentence(&mirror, releases.is_empty(), days.last().copied());
    mirror
}

fn gaps(days: &[At], end: At) -> Vec<Wait> {
    let length = |from: At, to: At| to.since(from) as f64 / At::DAY as f64;
    let ended = days.windows(2).map(|pair| Wait { lasted: length(pair[0], pair[1]), ended: true });
    let open = days.last().map(|&last| Wait { lasted: length(last, end), ended: false });
    ended.chain(open).collect()
}

fn months(days: &[At], window: Window) -> Vec<Point> {
    window
        .periods(Every::Month)
        .into_iter()
        .map(|month| {
            let n = days.iter().filter(|&&at| month.from <= at && at < month.to).count();
            Point { label: month.label, value: Some(n as f64), n: Some(n), counted: month.whole }
        })
        .collect()
}

fn sentence(mirror: &Mirror, never: bool, last: Option<At>) -> String {
    let Some(last) = last else {
        return match never {
            true => "No tag here is a finished version, so how often this releases cannot be said."
                .to_owned(),
            false => "Nothing was released in this window.".to_owned(),
        };
    };
    let since = mirror.window.to.since(last) as f64 / At::DAY as f64;
    let n = mirror.n.unwrap_or_default();
    let last =
        format!("the last was {} before the end of the window", words::amount(since, Unit::Days));
    let Some(median) = mirror.median else {
        let on = words::count(n, "day");
        let verb = if n <= ITEMS { "too few to speak of a rhythm" } else { "no usual gap yet" };
        return format!("Releases on {on} in this window, {verb}; {last}.");
    };
    let gap = words::or_shorter(median, Unit::Days);
    let text = format!("Half of the gaps between releases were {gap}; {last}.");
    format!("{text} {}", mirror.stood_out()).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{day, facts, release};
    use super::*;
    use crate::facts::Release;

    fn year() -> Window {
        Window { from: day("2026-01-01"), to: day("2027-01-01") }
    }

    fn of(releases: &[(&str, &str)]) -> Mirror {
        let mut facts = facts();
        facts.releases = releases.iter().map(|(name, at)| release(name, at)).collect();
        measure(&Columns::from(&facts), year())
    }

    #[test]
    fn the_gap_since_the_last_release_is_still_open() {
        let mirror = of(&[
            ("v1.0", "2026-01-10"),
            ("v1.1", "2026-01-20"),
            ("v1.2", "2026-02-09"),
            ("v1.3", "2026-03-11"),
        ]);
        // Gaps 10, 20, 30 and 296 days so far: S(20) = 0.5, so the middle of 20 and 30.
        assert_eq!((mirror.n, mirror.open, mirror.median), (Some(4), Some(1), Some(25.0)));
        assert!(
            mirror.says.contains("25 days or shorter; the last was 296 days before"),
            "{}",
            mirror.says
        );
    }

    #[test]
    fn months_without_a_release_are_in_the_series() {
        let mirror = of(&[("v1.0", "2026-01-10"), ("v1.1", "2026-03-20")]);
        let counts: Vec<_> = mirror.series.iter().filter_map(|point| point.n).collect();
        assert_eq!(counts, [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(mirror.why["limits"].contains("fewer than two releases a month"));
    }

    #[test]
    fn one_day_is_one_release_and_the_others_are_counted_out_loud() {
        let mirror = of(&[
            ("v2.43.7", "2026-06-13"),
            ("v2.44.4", "2026-06-13"),
            ("v2.50.0-rc1", "2026-06-03"),
            ("gui-1.0", "2026-06-01"),
        ]);
        assert_eq!(mirror.n, Some(1));
        let reasons: Vec<_> = mirror.excluded.iter().map(|e| (e.reason, e.count)).collect();
        assert_eq!(
            reasons,
            [
                ("further releases of the same day", 1),
                ("tags of unfinished versions", 1),
                ("releases of other parts of the repository", 1)
            ]
        );
    }

    #[test]
    fn two_releases_are_told_in_words() {
        let mirror = of(&[("v1", "2026-01-10"), ("v2", "2026-03-20")]);
        assert_eq!((mirror.median, mirror.n), (None, Some(2)));
        assert!(
            mirror.says.starts_with("Releases on 2 days in this window, too few"),
            "{}",
            mirror.says
        );
        assert_eq!(mirror.why["median"], "needs 3 that ended, has 1");
    }

    #[test]
    fn no_tags_and_no_recent_tags_are_different_sentences() {
        assert!(of(&[]).says.contains("cannot be said"));
        assert_eq!(of(&[("v1", "2020-01-01")]).says, "Nothing was released in this window.");
    }

    #[test]
    fn a_later_release_changes_no_earlier_window() {
        let before = of(&[("v1", "2026-01-10"), ("v2", "2026-03-20")]);
        let after = of(&[("v1", "2026-01-10"), ("v2", "2026-03-20"), ("v3", "2027-02-01")]);
        assert_eq!(before, after);
    }

    #[test]
    fn three_gaps_that_ended_have_a_median_and_five_an_interval() {
        let releases: Vec<String> = (1..=7).map(|it| format!("2026-0{it}-01")).collect();
        let of_first =
            |n: usize| of(&releases[..n].iter().map(|on| ("v1", on.as_str())).collect::<Vec<_>>());
        assert_eq!(of_first(3).median, None);
        assert!(of_first(4).median.is_some() && of_first(4).interval.is_none());
        assert_eq!(of_first(4).why["interval"], "needs 5 that ended, has 3");
        assert!(of_first(6).interval.is_some());
    }

    #[test]
    fn two_a_month_are_enough_for_a_usual_range() {
        let mut facts = facts();
        for month in 1..=12 {
            // 2, 3, 4, 5 … a month: enough different steps for limits to mean something.
            for n in 0..2 + (month * month) % 7 {
                let tag = release("v1", &format!("2026-{month:02}-{:02}", 1 + n * 3));
                facts.releases.push(Release { name: format!("v{month}.{n}"), ..tag });
            }
        }
        let mirror = measure(&Columns::from(&facts), year());
        assert!(mirror.limits.is_some(), "{:?}", mirror.why);
        assert!(mirror.says.contains("month"), "{}", mirror.says);
    }
}
