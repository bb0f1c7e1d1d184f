//! How often could something have reached users? For a team that asks for its deployment frequency
//! and has told nobody yet when it deploys.
//!
//! Git knows no deployments. Something stands in for each and the page says what: a release where
//! this history has releases, else each landing. The first reads low where a release goes out in
//! steps, the second high where not every landing is deployed.

use super::columns::Columns;
use super::deployments::{Deployment, Frequency, frequency};
use super::mirror::{About, Drawn, Mirror, Point, Unit};
use super::survival::Curve;
use super::window::{Every, Window, sorted_into};
use super::words;
use crate::id::At;

pub const ABOUT: About = About {
    id: "deployment-frequency",
    name: "Deployment frequency",
    definition: "Successful deployments to production in the window by calendar day (UTC), days \
                 without one included, and the days from one to the next; the time since the last is \
                 a gap still open. Git knows none: a release (a tag of a finished version) stands in \
                 for a deployment where this history has one in the window, else each landing by a \
                 person on the default branch does.",
    version: 1,
    unit: Unit::Days,
    method: "Kaplan–Meier",
    drawn: Drawn::Bars,
    beside: "The change fail rate once deployments are known: often and broken is not often.",
    cannot_say: &[
        "When anything was deployed: a tag and a landing are what a deployment could have been made of.",
        "Whether a deployment worked, or was taken back.",
        "Which service it was, where one repository holds several.",
    ],
};

/// Fewer a month than this, on average, and a chart of counts says nothing: read the gaps.
const A_MONTH_FOR_LIMITS: f64 = 2.0;
/// From this many a week on, on average, weeks say more than months.
const A_WEEK_FOR_WEEKS: f64 = 5.0;

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    mirror.series_unit = Unit::Deployments;
    let landings = columns.landings;
    let in_window = |row: &usize| window.holds(landings.at[*row]);
    let rows = || (0..landings.len()).filter(in_window);
    let landed: Vec<At> =
        rows().filter(|row| !columns.by_bot(*row)).map(|row| landings.at[row]).collect();
    let releases = columns.releases(window.to);
    let released: Vec<At> =
        releases.iter().map(|it| it.at).filter(|at| window.holds(*at)).collect();
    let by_release = !released.is_empty();
    let (stands_in, other) = if by_release { (&released, &landed) } else { (&landed, &released) };
    if !by_release {
        mirror.exclude("landings by programs", rows().count() - landed.len());
    }
    let found = of(stands_in, window);
    mirror.notes.extend(stands_for(by_release, found.at.len(), other.len(), found.days));
    mirror.waits_of(&Curve::of(&found.gaps));
    (mirror.n, mirror.every) = (Some(found.at.len()), Some(period(&found)));
    mirror.series = counts(&found, window);
    let whole = mirror.series.iter().filter(|point| point.counted).count().max(1);
    let is_rare = found.at.len() as f64 / (whole as f64) < A_MONTH_FOR_LIMITS;
    if is_rare && mirror.every == Some(Every::Month) {
        let why = "fewer than two a month: the gaps say more than the counts";
        mirror.why.insert("limits", why.to_owned());
    } else {
        mirror.behaviour();
    }
    mirror.says = sentence(&mirror, &found, by_release);
    mirror
}

fn of(moments: &[At], window: Window) -> Frequency {
    let each = |at: &At| Deployment { at: *at, succeeded: true, production: true };
    frequency(&moments.iter().map(each).collect::<Vec<_>>(), window)
}

fn period(found: &Frequency) -> Every {
    if found.a_day() * 7.0 >= A_WEEK_FOR_WEEKS { Every::Week } else { Every::Month }
}

fn counts(found: &Frequency, window: Window) -> Vec<Point> {
    let periods = window.periods(period(found));
    let counts = sorted_into(&periods, found.at.iter().map(|at| (*at, ())));
    let point = |(it, found): (super::window::Period, Vec<()>)| {
        let n = found.len();
        Point { label: it.label, value: Some(n as f64), n: Some(n), counted: it.whole }
    };
    periods.into_iter().zip(counts).map(point).collect()
}

/// What stood in for deployments, and what the other reading would have given.
fn stands_for(by_release: bool, n: usize, other: usize, days: usize) -> Option<String> {
    match (by_release, n) {
        (true, _) => Some(format!(
            "Git knows no deployments; each release stands in for one here. Were every landing deployed, \
             it would be {other} ({}).",
            pace(other as f64 / days.max(1) as f64)
        )),
        (false, 0) => None,
        (false, _) => Some(
            "Git knows no deployments, and no release lies in this window; each landing stands in for one. \
             That is the most it can have been."
                .to_owned(),
        ),
    }
}

/// `1.3 a day`, and `one in 55 days` where that would round to nothing.
fn pace(a_day: f64) -> String {
    match a_day {
        rare if rare > 0.0 && rare < 0.15 => format!("one in {} days", words::number(1.0 / rare)),
        often => format!("{} a day", words::number(often)),
    }
}

/// As a part of a day.
const MINUTE: f64 = 1.0 / 1_440.0;

fn sentence(mirror: &Mirror, found: &Frequency, by_release: bool) -> String {
    if found.at.is_empty() {
        return "Nothing that could have been deployed landed or was released in this window."
            .to_owned();
    }
    let what = if by_release { "release" } else { "landing" };
    let on = format!(
        "Something to deploy on {} of {} ({}, {})",
        found.busy,
        words::count(found.days, "day"),
        words::count(found.at.len(), what),
        pace(found.a_day()),
    );
    let Some(median) = mirror.median else { return format!("{on}; no usual gap yet.") };
    let gap = words::or_shorter(median, Unit::Days);
    // What lands within a minute of another was handed on together.
    let bunched = if median < MINUTE { ", so they come in bunches" } else { "" };
    format!("{on}; half of the gaps were {gap}{bunched}. {}", mirror.stood_out())
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Row, day, facts_of, hours_after, release};
    use super::*;
    use crate::facts::Facts;

    fn march() -> Window {
        Window { from: day("2026-03-01"), to: day("2026-04-01") }
    }

    fn landed(hours: &[i64]) -> Facts {
        let row = |hour: &i64| Row { at: hours_after(day("2026-03-01"), *hour), ..Row::default() };
        facts_of(&hours.iter().map(row).collect::<Vec<_>>())
    }

    fn of(facts: &Facts) -> Mirror {
        measure(&Columns::from(facts), march())
    }

    #[test]
    fn without_releases_each_landing_stands_in_and_that_is_said() {
        let mirror = of(&landed(&[0, 24, 48, 72, 73]));
        assert_eq!((mirror.n, mirror.open), (Some(5), Some(1)));
        assert!(
            mirror.says.starts_with("Something to deploy on 4 of 31 days (5 landings, 0.2 a day)"),
            "{}",
            mirror.says
        );
        assert!(mirror.notes[0].contains("the most it can have been"), "{:?}", mirror.notes);
        // Gaps of 1, 1, 1 and 1/24 days, and one of 27.96 still open: S falls to 0.2 at one day.
        assert_eq!(mirror.median, Some(1.0));
    }

    #[test]
    fn a_release_stands_in_where_there_is_one_and_the_landings_are_said_beside_it() {
        let mut facts = landed(&[0, 24, 48, 72, 73]);
        for (name, on) in [("v1", "2026-03-03"), ("v2", "2026-03-10"), ("v3-rc1", "2026-03-12")] {
            facts.releases.push(release(name, on));
        }
        let mirror = of(&facts);
        assert_eq!(mirror.n, Some(2), "an unfinished version is no release");
        assert!(
            mirror.says.contains("(2 releases, one in 16 days); no usual gap yet."),
            "{}",
            mirror.says
        );
        assert!(mirror.notes[0].ends_with("it would be 5 (0.2 a day)."), "{:?}", mirror.notes);
        assert_eq!(mirror.why["limits"], "needs 6 counted points, has 1");
    }

    #[test]
    fn gaps_of_under_a_minute_are_said_as_bunches_and_not_as_or_shorter() {
        let mirror = of(&landed(&[0, 0, 0, 0, 24, 24, 24, 24]));
        assert!(
            mirror.says.contains("half of the gaps were under a minute, so they come in bunches."),
            "{}",
            mirror.says
        );
        let mirror = of(&landed(&[0, 24, 48, 72, 73]));
        assert!(mirror.says.contains("half of the gaps were 24 h or shorter."), "{}", mirror.says);
    }

    #[test]
    fn a_pace_never_rounds_to_nothing() {
        let said = [0.0, 1.0 / 55.0, 0.14, 0.2, 2.66].map(pace);
        assert_eq!(
            said,
            ["0 a day", "one in 55 days", "one in 7.1 days", "0.2 a day", "2.7 a day"]
        );
    }

    #[test]
    fn programs_do_not_deploy_by_landing_and_are_counted_out_loud() {
        let at = hours_after(day("2026-03-01"), 5);
        let bot = Row { author: Row::BOT, at, ..Row::default() };
        let mirror = of(&facts_of(&[bot, Row { at, ..Row::default() }]));
        assert_eq!(mirror.n, Some(1));
        assert_eq!(mirror.excluded[0].count, 1);
    }

    #[test]
    fn nothing_at_all_is_said_in_words_and_has_a_reason() {
        let mirror = of(&Facts::default());
        assert_eq!((mirror.n, mirror.median), (Some(0), None));
        assert!(mirror.says.starts_with("Nothing that could have been deployed"));
        assert!(mirror.why.contains_key("median") && mirror.notes.is_empty());
    }

    #[test]
    fn busy_teams_are_shown_by_week_and_quiet_ones_by_month() {
        let daily: Vec<i64> = (0..31).map(|day| day * 24).collect();
        let weeks = of(&landed(&daily));
        assert_eq!(weeks.every, Some(Every::Week));
        let counts: Vec<_> = weeks.series.iter().filter_map(|it| it.n).collect();
        // 1 March 2026 is a Sunday, the 31st a Tuesday.
        assert_eq!(counts, [1, 7, 7, 7, 7, 2]);
        let rare = of(&landed(&[0, 240]));
        assert_eq!(rare.every, Some(Every::Month));
        assert_eq!(rare.series.len(), 1);
    }
}
