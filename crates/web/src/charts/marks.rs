//! What the team noted under a mirror: its metrics reviews, its notes and its changes of how it works, in
//! words below the chart and as ticks on its time axis.

use domain::measure::Mirror;
use domain::measure::baseline::begins;
use domain::measure::mark::{Mark, What};
use jiff::civil::Date;
use maud::{Markup, html};

use super::drawing::Drawing;
use crate::words;

/// The marks that lie in the window of this mirror and stand under it, the oldest first.
pub(super) fn seen<'a>(mirror: &Mirror, marks: &'a [Mark]) -> Vec<&'a Mark> {
    let (from, to) = (mirror.window.from.day(), mirror.window.to.day());
    let is_seen = |it: &&Mark| it.is_on(mirror.about.id) && (from..=to).contains(&it.on);
    let mut seen: Vec<&Mark> = marks.iter().filter(is_seen).collect();
    seen.sort_by_key(|it| it.on);
    seen
}

/// Each as a line that leads to its review: the same for whoever cannot see the ticks.
pub(super) fn list(mirror: &Mirror, marks: &[&Mark]) -> Markup {
    let today = mirror.window.to.day();
    html! {
        @for mark in marks {
            p.figure-notes {
                time datetime=(mark.on) { (words::day(mark.on, today)) } ": "
                @match &mark.what {
                    What::Review { review, change } => {
                        a href={ "/metrics-review/" (review) } { "metrics review" }
                        @if let Some((change, _)) = change { " – one change: " span dir="auto" { (change) } }
                    },
                    What::Note(text) => { span dir="auto" { (text) } },
                    What::Change(text) => { "a change of how we work – " span dir="auto" { (text) } },
                }
                @if let Some(by) = mark.promised_for() { ", promised for " time datetime=(by) { (words::day(by, today)) } }
            }
        }
    }
}

/// For the description of the drawing.
pub(super) fn in_words(mirror: &Mirror, marks: &[&Mark]) -> String {
    let today = mirror.window.to.day();
    let what = |mark: &Mark| match &mark.what {
        What::Review { change, .. } => {
            let change = change.as_ref().map(|it| format!(", one change: {}", it.0));
            let by =
                mark.promised_for().map(|by| format!(", promised for {}", words::day(by, today)));
            format!("metrics review{}{}", change.unwrap_or_default(), by.unwrap_or_default())
        }
        What::Note(text) => text.clone(),
        What::Change(text) => format!("a change of how we work, {text}"),
    };
    let said = |mark: &&Mark| {
        format!(" Marked on {}: {}.", words::day(mark.on, today), what(mark).trim_end_matches('.'))
    };
    marks.iter().map(said).collect()
}

/// A tick under the period of each day: the review’s, and the one its change was promised for.
pub(super) fn ticks(drawing: &mut Drawing, mirror: &Mirror, marks: &[&Mark]) {
    let Some((at, floor)) = drawing.periods.clone() else { return };
    let to = mirror.window.to.day();
    let starts: Vec<Option<Date>> = mirror.series.iter().map(|it| begins(&it.label)).collect();
    let days = marks.iter().flat_map(|it| [Some(it.on), it.promised_for()]).flatten();
    for day in days.filter(|day| *day <= to) {
        let period = starts.iter().rposition(|it| it.is_some_and(|start| start <= day));
        if let Some(x) = period.and_then(|i| at.get(i)) {
            drawing.line("mark", (*x, floor - 3.0), (*x, floor + 6.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::practice::metrics_review::{KIND, mark};
    use domain::practice::our_mirrors;
    use domain::practice::our_mirrors::board::Board;

    use super::super::drawing::Mark as Drawn;
    use super::super::{Size, draw, figure_marked, samples};
    use super::*;

    /// The review of 13 January 2026, its change promised for 13 February, on releases too.
    fn marks() -> Vec<Mark> {
        vec![mark::of(&(KIND.sample)()).expect("the sample is shared")]
    }

    fn ticks_of(mirror: &Mirror, size: Size) -> Vec<f64> {
        let marks = marks();
        let mut drawing = draw(mirror, size).expect("a chart");
        ticks(&mut drawing, mirror, &seen(mirror, &marks));
        let x = |it: &Drawn| match it {
            Drawn::Line { class: "mark", from, to } => {
                assert!(from.0 == to.0 && to.1 <= drawing.height, "{it:?}");
                Some(from.0)
            }
            _ => None,
        };
        drawing.marks.iter().filter_map(x).collect()
    }

    #[test]
    fn a_review_is_a_line_below_the_chart_and_in_its_description() {
        let page = figure_marked(&samples::frequency(), "", &marks()).into_string();
        // The window ends in October 2026, so the year goes without saying.
        assert!(page.contains("<time datetime=\"2026-01-13\">13 January</time>"), "{page}");
        assert!(page.contains("href=\"/metrics-review/sample-metrics-review\""));
        assert!(page.contains("promised for <time datetime=\"2026-02-13\">13 February</time>"));
        let described = "Marked on 13 January: metrics review, one change: The night check runs beside the build and not before it, promised for 13 February.</desc>";
        assert_eq!(page.matches(described).count(), 2, "wide and narrow: {page}");
    }

    #[test]
    fn both_days_stand_under_their_month_or_their_week() {
        let bars = samples::frequency();
        assert_eq!(bars.series[2].label, "2026-01");
        for size in [Size::Wide, Size::Narrow] {
            let (at, _) = draw(&bars, size).and_then(|it| it.periods).expect("a time axis");
            assert_eq!(ticks_of(&bars, size), [at[2], at[3]], "January and February");
        }
        let mut line = samples::of("change-lead-time");
        let is_week = |label: &str| line.series.iter().position(|it| it.label == label);
        // 2026-01-12 and 2026-02-09 are the Mondays before.
        let weeks = [is_week("2026-01-12"), is_week("2026-02-09")].map(|it| it.expect("a week"));
        line.about.id = "landing-to-release";
        let (at, _) = draw(&line, Size::Wide).and_then(|it| it.periods).expect("a time axis");
        assert_eq!(ticks_of(&line, Size::Wide), weeks.map(|it| at[it]));
    }

    #[test]
    fn a_course_below_a_curve_is_marked_too() {
        let waits = samples::of("landing-to-release");
        let ticks = |marks: &[Mark]| {
            figure_marked(&waits, "", marks).into_string().matches("class=\"mark\"").count()
        };
        assert_eq!((ticks(&[]), ticks(&marks())), (0, 4), "two days, wide and narrow");
    }

    #[test]
    fn nothing_stands_on_a_mirror_that_was_not_looked_at_or_ends_before() {
        let mut other = samples::frequency();
        other.about.id = "first-change";
        let plain = super::super::figure(&other, "").into_string();
        assert_eq!(figure_marked(&other, "", &marks()).into_string(), plain);
        let mut old = samples::frequency();
        old.window.to = old.window.from.plus(30 * domain::id::At::DAY);
        assert!(seen(&old, &marks()).is_empty());
    }

    #[test]
    fn a_change_that_lies_ahead_is_said_and_not_drawn() {
        let mut mirror = samples::frequency();
        // Up to 31 January 2026.
        mirror.window.to = mirror.window.from.plus(91 * domain::id::At::DAY);
        assert_eq!(ticks_of(&mirror, Size::Wide).len(), 1);
        let page = figure_marked(&mirror, "", &marks()).into_string();
        assert!(page.contains("promised for <time datetime=\"2026-02-13\">"), "{page}");
    }

    #[test]
    fn words_of_a_change_are_escaped() {
        let mut dossier = (KIND.sample)();
        let text = domain::record::Value::Text("<script>".into());
        dossier.attached[0].answers.insert("text".into(), text);
        let marks: Vec<Mark> = mark::of(&dossier).into_iter().collect();
        let page = figure_marked(&samples::frequency(), "", &marks).into_string();
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
    }

    #[test]
    fn notes_and_changes_of_the_team_stand_there_in_their_own_words() {
        let board = Board::of(&(our_mirrors::KIND.sample)());
        let page = figure_marked(&samples::frequency(), "", &board.marks).into_string();
        assert!(page.contains("<time datetime=\"2025-12-08\">8 December 2025</time>: "), "{page}");
        assert!(page.contains("The bank froze all releases"), "{page}");
        assert!(page.contains("Marked on 8 December 2025: The bank froze all releases.</desc>"));
        assert!(!page.contains("The night check runs"), "that one is of lead time");
        let page = figure_marked(&samples::of("change-lead-time"), "", &board.marks).into_string();
        assert!(
            page.contains("a change of how we work – <span dir=\"auto\">The night check"),
            "{page}"
        );
        assert!(!page.contains("The bank froze"));
    }
}
