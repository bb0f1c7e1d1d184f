//! Mirrors and answers as pictures: a sentence, a chart drawn wide and narrow, and a table with the
//! same numbers for whoever cannot see it.

mod areas;
mod axis;
mod bars;
mod drawing;
pub mod likert;
mod line;
mod marks;
mod over_time;
mod steps;
mod table;

#[cfg(test)]
mod edges;
#[cfg(test)]
pub(crate) mod samples;

use std::borrow::Cow;

use domain::measure::mark::Mark;
use domain::measure::{Drawn, Mirror};
use maud::{Markup, html};

use drawing::Drawing;

/// How wide a chart is drawn; the stylesheet shows one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    Wide,
    Narrow,
}

/// One mirror as a figure. `key` keeps ids apart where several repositories share a page.
pub fn figure(mirror: &Mirror, key: &str) -> Markup {
    figure_marked(mirror, key, &[])
}

/// The same with what the team has noted under it.
pub fn figure_marked(mirror: &Mirror, key: &str, marks: &[Mark]) -> Markup {
    let marks = marks::seen(mirror, marks);
    let says = format!("{}{}", mirror.says, marks::in_words(mirror, &marks));
    html! {
        figure id={ (key) (mirror.about.id) } {
            figcaption {
                b { (mirror.about.name) }
                span { (mirror.says) }
                @for note in &mirror.notes { span { (note) } }
            }
            @for size in [Size::Wide, Size::Narrow] {
                @if let Some(mut drawing) = draw(mirror, size) {
                    @let () = marks::ticks(&mut drawing, mirror, &marks);
                    (drawing.render(size, &format!("{key}{}", mirror.about.id), mirror.about.name, &says))
                }
            }
            (marks::list(mirror, &marks))
            @let known = known(mirror);
            (over_time::figure(&known, key, &marks))
            (table::details(&known))
        }
    }
}

/// Values in a line of text, without axes; the last one is marked. For a margin or a list.
pub fn spark(mirror: &Mirror, key: &str) -> Markup {
    let values: Vec<f64> = known(mirror).series.iter().filter_map(|point| point.value).collect();
    html! {
        @if values.len() > 1 {
            (line::spark(&values).render_once("spark", &format!("{key}{}-spark", mirror.about.id), mirror.about.name, &mirror.says))
        }
    }
}

/// Nothing where a picture would claim what is not known.
fn draw(mirror: &Mirror, size: Size) -> Option<Drawing> {
    let mirror = &known(mirror);
    match mirror.about.drawn {
        Drawn::Line => line::draw(mirror, size),
        Drawn::Bars => bars::draw(mirror, size),
        Drawn::Steps => steps::draw(mirror, size),
        Drawn::Areas => areas::draw(mirror, size),
    }
}

/// What is no number is not known; a scale up to infinity would never be drawn to its end.
fn known(mirror: &Mirror) -> Cow<'_, Mirror> {
    let is_number = |value: Option<f64>| value.is_none_or(f64::is_finite);
    if mirror.series.iter().all(|it| is_number(it.value)) {
        return Cow::Borrowed(mirror);
    }
    let mut mirror = mirror.clone();
    for point in &mut mirror.series {
        point.value = point.value.filter(|it| it.is_finite());
    }
    Cow::Owned(mirror)
}

#[cfg(test)]
mod tests {
    use super::drawing::Mark;
    use super::*;

    fn every() -> Vec<(Mirror, Size)> {
        let both = |mirror: Mirror| [(mirror.clone(), Size::Wide), (mirror, Size::Narrow)];
        samples::all().into_iter().flat_map(both).collect()
    }

    #[test]
    fn no_text_leaves_its_drawing_and_no_number_is_lost() {
        for (mirror, size) in every() {
            let Some(drawing) = draw(&mirror, size) else { continue };
            for mark in &drawing.marks {
                assert!(mark.is_finite(), "{} {size:?} {mark:?}", mirror.about.id);
                if let Mark::Text { words, .. } = mark {
                    let (from, to) = mark.reach();
                    let fits = from >= -1.0 && to <= drawing.width + 1.0;
                    assert!(
                        fits,
                        "{} {size:?}: “{words}” runs from {from} to {to}",
                        mirror.about.id
                    );
                }
            }
        }
    }

    #[test]
    fn texts_do_not_lie_on_each_other() {
        for (mirror, size) in every() {
            let Some(drawing) = draw(&mirror, size) else { continue };
            let texts: Vec<&Mark> =
                drawing.marks.iter().filter(|mark| matches!(mark, Mark::Text { .. })).collect();
            for (i, a) in texts.iter().enumerate() {
                for b in &texts[i + 1..] {
                    assert!(!a.overlaps(b), "{} {size:?}: {a:?} and {b:?}", mirror.about.id);
                }
            }
        }
    }

    #[test]
    fn marks_and_table_say_the_same_numbers() {
        for (mirror, size) in every() {
            let table = table::details(&mirror).into_string();
            let Some(drawing) = draw(&mirror, size) else { continue };
            for says in drawing.marks.iter().filter_map(Mark::says) {
                let amount = says.split(": ").nth(1).and_then(|rest| rest.split(',').next());
                let amount = amount.unwrap_or_else(|| panic!("`{says}` has no amount"));
                assert!(table.contains(&format!(">{amount}<")), "{amount} is not in {table}");
            }
        }
    }

    #[test]
    fn every_chart_has_a_name_a_description_and_a_table() {
        for mirror in samples::all() {
            let page = figure(&mirror, "a-").into_string();
            assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
            assert_eq!(page.matches("role=\"img\"").count(), page.matches("<desc id=").count());
            assert!(page.contains("<details>"), "{}", mirror.about.id);
            let open = page.matches("<text").count();
            assert_eq!(open, page.matches("</text>").count());
        }
    }

    #[test]
    fn area_names_from_a_history_are_escaped() {
        let mut mirror = samples::areas();
        mirror.series[0].label = "<script>".into();
        let page = figure(&mirror, "").into_string();
        assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
    }

    #[test]
    fn what_is_not_known_is_not_drawn() {
        for mirror in samples::unknown() {
            assert!(draw(&mirror, Size::Wide).is_none(), "{}", mirror.about.id);
            assert!(figure(&mirror, "").into_string().contains(mirror.says.as_str()));
        }
    }

    #[test]
    fn a_spark_needs_two_values() {
        assert!(spark(&samples::frequency(), "").into_string().contains("polyline"));
        let mut one = samples::frequency();
        one.series.truncate(1);
        assert!(spark(&one, "").into_string().is_empty());
    }
}
