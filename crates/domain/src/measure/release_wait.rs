//! How long does landed work wait for its release? For a team whose changes are done and unused.
//!
//! Changes that no release holds yet are still waiting and count as such: leaving them out would
//! make every slow release look quick until it happens.

use super::behaviour::ITEMS_PER_POINT;
use super::columns::Columns;
use super::mirror::{About, Drawn, Mirror, Point, Unit};
use super::survival::{Curve, Wait};
use super::window::{Every, Window, sorted_into};
use super::words;
use crate::facts::Landings;
use crate::id::At;

pub const ABOUT: About = About {
    id: "landing-to-release",
    name: "Landing to release",
    definition: "Hours from a landing in the window to the first release (a tag of a finished \
                 version) whose history holds it. Landings that no release held by the \
                 end of the window are still open. Changes by programs are left out.",
    version: 1,
    unit: Unit::Hours,
    method: "Kaplan–Meier",
    drawn: Drawn::Steps,
    beside: "Release frequency.",
    cannot_say: &[
        "When it ran in production: a tag is not a deployment.",
        "What was carried to an older branch and released there first.",
    ],
};

pub fn measure(columns: &Columns<'_>, window: Window) -> Mirror {
    let mut mirror = Mirror::new(&ABOUT, window);
    let rows = waits(columns, window, |landings, row| landings.at[row]);
    let in_window = |at: &&At| window.holds(**at);
    let landed = columns.landings.at.iter().filter(in_window).count();
    mirror.exclude("landings by programs", landed - rows.len());
    if columns.releases(window.to).iter().all(|release| release.landing.is_none()) {
        mirror.n = Some(rows.len());
        mirror.open = Some(rows.len());
        mirror.unknown("no release tag lies on this branch’s history");
        mirror.says =
            "No release tag lies on this branch’s history, so how long landed work waits \
                       for one cannot be said."
                .to_owned();
        return mirror;
    }
    let curve = Curve::of(&rows.iter().map(|row| row.1).collect::<Vec<_>>());
    mirror.waits_of(&curve);
    mirror.every = Some(Every::Month);
    mirror.series = months(&rows, window);
    mirror.says = sentence(&mirror);
    mirror.draw(curve);
    mirror
}

fn months(rows: &[(At, Wait)], window: Window) -> Vec<Point> {
    let months = window.periods(Every::Month);
    let waits = sorted_into(&months, rows.iter().copied());
    months
        .into_iter()
        .zip(waits)
        .map(|(month, waits)| Point {
            label: month.label,
            value: Curve::of(&waits).median().value(),
            n: Some(waits.len()),
            counted: waits.len() >= ITEMS_PER_POINT as usize,
        })
        .collect()
}

/// For each landing of the window by a person: when it landed, and from `start` to its release.
fn waits(
    columns: &Columns<'_>,
    window: Window,
    start: impl Fn(&Landings, usize) -> At,
) -> Vec<(At, Wait)> {
    let landings = columns.landings;
    let released = released(columns, window.to);
    (0..landings.len())
        .filter(|&row| window.holds(landings.at[row]) && !columns.by_bot(row))
        .map(|row| {
            let until = released[row].unwrap_or(window.to);
            let lasted = until.since(start(landings, row)).max(0) as f64 / At::HOUR as f64;
            (landings.at[row], Wait { lasted, ended: released[row].is_some() })
        })
        .collect()
}

/// For each row, the first release before `end` that holds it: releases hold every row up to theirs.
fn released(columns: &Columns<'_>, end: At) -> Vec<Option<At>> {
    let mut released = vec![None; columns.landings.len()];
    let mut first_free = 0;
    for release in columns.releases(end) {
        let Some(row) = release.landing else { continue };
        let upto = (row as usize + 1).min(released.len());
        for held in released.get_mut(first_free..upto).into_iter().flatten() {
            *held = Some(release.at);
        }
        first_free = first_free.max(upto);
    }
    released
}

fn sentence(mirror: &Mirror) -> String {
    let (n, open) = (mirror.n.unwrap_or_default(), mirror.open.unwrap_or_default());
    let waiting = match open {
        0 => String::new(),
        _ => format!(
            " {} of {n} were still waiting at the end and count as that.",
            words::count(open, "landing")
        ),
    };
    match mirror.median {
        Some(median) => {
            let half = words::amount(median, Unit::Hours);
            format!("Half of what landed was in a release within {half}.{waiting}")
        }
        None if n == 0 => "Nothing landed in this window.".to_owned(),
        None => format!("Less than half of what landed has reached a release yet.{waiting}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::quantile::{Sorted, type7};
    use super::super::tests::{Row, facts_of, moment, release};
    use super::*;
    use crate::facts::Facts;

    /// E8: five changes, three deployments as releases.
    fn e8() -> (Facts, Window) {
        let row = |begun, at| Row { begun: moment(begun), at: moment(at), ..Row::default() };
        let mut facts = facts_of(&[
            row("2026-02-27T12:00:00Z", "2026-03-02T10:00:00Z"),
            row("2026-03-02T08:00:00Z", "2026-03-02T11:00:00Z"),
            row("2026-03-03T09:00:00Z", "2026-03-03T17:00:00Z"),
            row("2026-03-04T09:00:00Z", "2026-03-04T14:00:00Z"),
            row("2026-03-05T06:00:00Z", "2026-03-05T12:00:00Z"),
        ]);
        for (name, at, landing) in [
            ("v1", "2026-03-02T12:00:00Z", 1),
            ("v2", "2026-03-04T09:00:00Z", 2),
            ("v3", "2026-03-05T09:00:00Z", 3),
        ] {
            let mut release = release(name, "2026-03-02");
            (release.at, release.landing) = (moment(at), Some(landing));
            facts.releases.push(release);
        }
        let to = moment("2026-03-06T12:00:00Z");
        (facts, Window { from: moment("2026-03-01T00:00:00Z"), to })
    }

    #[test]
    fn e8_merge_to_prod_counts_what_still_waits() {
        let (facts, window) = e8();
        let mirror = measure(&Columns::from(&facts), window);
        assert_eq!((mirror.n, mirror.open, mirror.median), (Some(5), Some(1), Some(16.0)));
        let rows = waits(&Columns::from(&facts), window, |landings, row| landings.at[row]);
        let lasted: Vec<f64> = rows.iter().map(|row| row.1.lasted).collect();
        assert_eq!(lasted, [2.0, 1.0, 16.0, 19.0, 24.0]);
    }

    #[test]
    fn e8_the_finished_alone_would_say_nine() {
        let finished = [1.0, 2.0, 16.0, 19.0];
        assert_eq!(type7(Sorted::new(&finished), 0.5), Some(9.0));
        assert_eq!(type7(Sorted::new(&finished), 0.75), Some(16.75));
    }

    #[test]
    fn e8_commit_to_prod_has_its_middle_at_a_day() {
        let (facts, window) = e8();
        let rows =
            waits(&Columns::from(&facts), window, |landings, row| landings.first_author_at[row]);
        let lasted: Vec<f64> = rows.iter().map(|row| row.1.lasted).collect();
        assert_eq!(lasted, [72.0, 4.0, 24.0, 24.0, 30.0]);
        let curve = Curve::of(&rows.iter().map(|row| row.1).collect::<Vec<_>>());
        assert_eq!(curve.median().value(), Some(24.0));
    }

    #[test]
    fn a_release_after_the_window_leaves_its_landings_open() {
        let (facts, window) = e8();
        let early = Window { to: moment("2026-03-04T00:00:00Z"), ..window };
        let mirror = measure(&Columns::from(&facts), early);
        assert_eq!((mirror.n, mirror.open), (Some(3), Some(1)));
    }

    #[test]
    fn without_a_release_on_the_branch_nothing_is_claimed() {
        let (mut facts, window) = e8();
        facts.releases.clear();
        let mirror = measure(&Columns::from(&facts), window);
        assert_eq!((mirror.median, mirror.open), (None, Some(5)));
        assert!(mirror.says.contains("cannot be said"));
    }

    #[test]
    fn a_release_of_a_row_that_is_gone_breaks_nothing() {
        let (mut facts, window) = e8();
        facts.releases[0].landing = Some(99);
        assert_eq!(measure(&Columns::from(&facts), window).open, Some(0));
    }

    #[test]
    fn the_first_release_that_holds_a_landing_counts_and_no_later_one() {
        let (mut facts, window) = e8();
        let before = measure(&Columns::from(&facts), window).median;
        let again = crate::facts::Release {
            at: moment("2026-03-05T10:00:00Z"),
            landing: Some(3),
            ..release("v4", "2026-03-05")
        };
        facts.releases.push(again);
        assert_eq!(measure(&Columns::from(&facts), window).median, before);
    }

    #[test]
    fn an_unfinished_version_releases_nothing() {
        let (mut facts, window) = e8();
        facts.releases.iter_mut().for_each(|it| it.pre = true);
        assert!(measure(&Columns::from(&facts), window).says.contains("cannot be said"));
    }

    #[test]
    fn what_most_still_wait_for_has_no_middle() {
        let (mut facts, window) = e8();
        facts.releases.truncate(1);
        let mirror = measure(&Columns::from(&facts), window);
        assert_eq!((mirror.open, mirror.median), (Some(3), None));
        assert!(mirror.says.starts_with("Less than half"), "{}", mirror.says);
        assert!(mirror.says.contains("3 landings of 5 were still waiting"), "{}", mirror.says);
    }
}
