//! What the team noted under a mirror: its metrics reviews, in words below the chart and as ticks on
//! its time axis.

use domain::measure::Mirror;
use domain::practice::metrics_review::mark::Mark;
use jiff::civil::Date;
use maud::{Markup, html};

use super::drawing::Drawing;
use crate::words;

/// The marks that lie in the window of this mirror and looked at it.
pub(super) fn seen<'a>(mirror: &Mirror, marks: &'a [Mark]) -> Vec<&'a Mark> {
    let (from, to) = (mirror.window.from.day(), mirror.window.to.day());
    let is_seen = |it: &&Mark| it.is_on(mirror.about.id) && (from..=to).contains(&it.on);
    marks.iter().filter(is_seen).collect()
}

/// Each as a line that leads to the review: the same for whoever cannot see the ticks.
pub(super) fn list(mirror: &Mirror, marks: &[&Mark]) -> Markup {
    let today = mirror.window.to.day();
    html! {
        @for mark in marks {
            p.figure-notes {
                time datetime=(mark.on) { (words::day(mark.on, today)) } ": "
                a href={ "/metrics-review/" (mark.review) } { "metrics review" }
                @if let Some((change, _)) = &mark.change { " – one change: " span dir="auto" { (change) } }
                @if let Some(by) = promised_for(mark) { ", promised for " time datetime=(by) { (words::day(by, today)) } }
            }
        }
    }
}

/// For the description of the drawing.
pub(super) fn in_words(mirror: &Mirror, marks: &[&Mark]) -> String {
    let today = mirror.window.to.day();
    let said = |mark: &&Mark| {
        let change = mark.change.as_ref().map_or_else(String::new, |(change, by)| {
            let by = by
                .map_or_else(String::new, |by| format!(", promised for {}", words::day(by, today)));
            format!(", one change: {change}{by}")
        });
        format!(" Marked on {}: metrics review{change}.", words::day(mark.on, today))
    };
    marks.iter().map(said).collect()
}

/// A tick under the period of each day: the review’s, and the one its change was promised for.
pub(super) fn ticks(drawing: &mut Drawing, mirror: &Mirror, marks: &[&Mark]) {
    let Some((at, floor)) = drawing.periods.clone() else { return };
    let to = mirror.window.to.day();
    let starts: Vec<Option<Date>> = mirror.series.iter().map(|it| start(&it.label)).collect();
    let days = marks.iter().flat_map(|it| [Some(it.on), promised_for(it)]).flatten();
    for day in days.filter(|day| *day <= to) {
        let period = starts.iter().rposition(|it| it.is_some_and(|start| start <= day));
        if let Some(x) = period.and_then(|i| at.get(i)) {
            drawing.line("mark", (*x, floor - 3.0), (*x, floor + 6.0));
        }
    }
}

fn promised_for(mark: &Mark) -> Option<Date> {
    mark.change.as_ref().and_then(|it| it.1)
}

/// The first day of a week (`2026-01-26`) or of a month (`2026-01`).
fn start(label: &str) -> Option<Date> {
    label.parse().or_else(|_| format!("{label}-01").parse()).ok()
}

#[cfg(test)]
mod tests {
    use domain::practice::metrics_review::KIND;

    use super::super::drawing::Mark as Drawn;
    use super::super::{Size, draw, figure_marked, samples};
    use super::*;

    /// The review of 13 January 2026, its change promised for 13 February, on releases too.
    fn marks() -> Vec<Mark> {
        vec![Mark::of(&(KIND.sample)()).expect("the sample is shared")]
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
        let marks: Vec<Mark> = Mark::of(&dossier).into_iter().collect();
        let page = figure_marked(&samples::frequency(), "", &marks).into_string();
        assert!(page.contains("&lt;script&gt;") && !page.contains("<script>"));
    }
}
