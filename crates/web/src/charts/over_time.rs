//! How a mirror went over time where its chart shows something else: the medians of cohorts below a
//! curve, and the quarters of each area below the bars.

use domain::measure::mark::Mark;
use domain::measure::{Drawn, Every, Mirror, Trend, words};
use maud::{Markup, html};

use super::{Size, line, marks};

/// More areas would be a list, and the table is one.
const SHOWN: usize = 6;
const IN_TABLE: usize = 12;

/// Nothing where fewer than two periods have a value.
pub(super) fn figure(mirror: &Mirror, key: &str, marks: &[&Mark]) -> Markup {
    html! {
        @if mirror.about.drawn == Drawn::Steps { (cohorts(mirror, key, marks)) }
        @if !mirror.trends.is_empty() { (trends(mirror, key)) }
    }
}

fn cohorts(mirror: &Mirror, key: &str, marks: &[&Mark]) -> Markup {
    let Some(every) = mirror.every else { return html! {} };
    let of = if matches!(every, Every::Quarter | Every::Half) { " of the start" } else { "" };
    let says = format!("The median by {}{of}.", every.word());
    let drawn = |size| {
        let mut drawing = line::draw(mirror, size)?;
        marks::ticks(&mut drawing, mirror, marks);
        Some(drawing)
    };
    html! {
        @if let Some(wide) = drawn(Size::Wide) {
            @let id = format!("{key}{}-over-time", mirror.about.id);
            @let title = format!("{} over time", mirror.about.name);
            p.figure-notes { (says) }
            (wide.render(Size::Wide, &id, &title, &says))
            @if let Some(narrow) = drawn(Size::Narrow) {
                (narrow.render(Size::Narrow, &id, &title, &says))
            }
        }
    }
}

/// A line of text for each of the busiest areas: where it began, its shape, where it ended.
fn trends(mirror: &Mirror, key: &str) -> Markup {
    let lines: Vec<(usize, &Trend, Vec<f64>)> = mirror
        .trends
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(at, trend)| (at, trend, trend.points.iter().filter_map(|it| it.value).collect()))
        .filter(|(_, _, values): &(_, _, Vec<f64>)| values.len() > 1)
        .collect();
    html! {
        @if !lines.is_empty() {
            table {
                caption { "By quarter, as far as five people or more landed there" }
                tbody {
                    @for (at, trend, values) in &lines {
                        @let says = ends(trend, mirror);
                        tr {
                            th scope="row" dir="auto" { (trend.label) }
                            td { (line::spark(values).render_once("spark", &format!("{key}{}-{at}", mirror.about.id), &trend.label, &says)) }
                            td { (says) }
                        }
                    }
                }
            }
        }
    }
}

/// `2.4 hands in Q1 2026, 3.1 hands in Q3 2026`
fn ends(trend: &Trend, mirror: &Mirror) -> String {
    let mut known = trend.points.iter().filter_map(|it| Some((it, it.value?)));
    let said = |it: Option<(&domain::measure::Point, f64)>| {
        it.map(|(point, value)| {
            let amount = words::amount(value, mirror.series_unit);
            format!("{amount} in {}", words::period(&point.label))
        })
    };
    let ends = [said(known.next()), said(known.next_back())];
    ends.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

pub(super) fn table(mirror: &Mirror) -> Markup {
    let shown = &mirror.trends[..mirror.trends.len().min(IN_TABLE)];
    let more = mirror.trends.len() - shown.len();
    html! {
        table {
            caption {
                "Each area by quarter. A quarter with fewer than five people, or one that would give such a quarter away, is not shown."
                @if more > 0 { " " (words::count(more, "more area")) " in the JSON." }
            }
            thead { tr { th scope="col" { "Area" } th scope="col" { "Quarter" } th.num scope="col" { "Effective hands" } th.num scope="col" { "n" } } }
            tbody {
                @for trend in shown {
                    @for point in &trend.points {
                        tr {
                            th scope="row" dir="auto" { (trend.label) }
                            td { (words::period(&point.label)) }
                            td.num { (point.value.map_or("–".to_owned(), |v| words::amount(v, mirror.series_unit))) }
                            td.num { (point.n_words()) }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::measure::Point;

    use super::super::samples;
    use super::*;

    fn newcomers() -> Mirror {
        let mut mirror =
            samples::all().into_iter().find(|it| it.about.id == "first-change").expect("a sample");
        let point = |label: &str, value, n| Point { label: label.into(), value, n, counted: true };
        mirror.every = Some(Every::Half);
        mirror.series = vec![
            point("2025-H1", Some(3.0), Some(7)),
            Point::refused("2025-H2".into()),
            point("2026-H1", Some(2.0), Some(9)),
        ];
        mirror
    }

    #[test]
    fn cohorts_stand_below_the_curve_with_their_n() {
        let mirror = newcomers();
        let text = figure(&mirror, "k-", &[]).into_string();
        assert!(text.contains("The median by half-year of the start."), "{text}");
        assert!(text.contains("H1 2026: 2 working days, n = 9"), "{text}");
        assert!(text.contains("k-first-change-over-time-wide") && text.contains("-narrow"));
    }

    #[test]
    fn each_area_says_where_it_began_and_where_it_ended() {
        let mirror = samples::areas();
        let text = figure(&mirror, "", &[]).into_string();
        assert!(text.contains("<th scope=\"row\" dir=\"auto\">src</th>"), "{text}");
        assert!(text.contains(" in Q4 2025, ") && text.matches("<svg").count() > 1, "{text}");
        assert!(table(&mirror).into_string().contains("Q1 2026"));
    }

    #[test]
    fn one_period_alone_is_no_course() {
        let mut mirror = samples::areas();
        for trend in &mut mirror.trends {
            trend.points.truncate(1);
        }
        assert_eq!(figure(&mirror, "", &[]).into_string(), "");
    }
}
