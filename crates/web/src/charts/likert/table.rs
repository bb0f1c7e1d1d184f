//! The same counts in rows; the mean stands only here, after everything else.

use domain::health::figures::Counts;
use domain::health::instrument::{Item, NOT_APPLICABLE, STEPS};
use domain::measure::words;
use maud::{Markup, html};

use super::{median, n};

pub(super) fn of(item: &Item, counts: &Counts) -> Markup {
    let share = counts.has_shares();
    html! {
        table {
            caption { (middle(item, counts)) }
            thead { tr { th scope="col" { "Step" } th.num scope="col" { "Answers" } @if share { th.num scope="col" { "Share" } } } }
            tbody {
                @for (step, people) in (1..=STEPS).zip(counts.steps) {
                    tr {
                        th scope="row" dir="auto" { (item.in_words(step)) }
                        td.num { (people) }
                        @if share { td.num { (words::share(people, counts.scored())) } }
                    }
                }
                tr { th scope="row" { (NOT_APPLICABLE) } td.num { (counts.not_applicable) } @if share { td {} } }
            }
        }
    }
}

/// “median 4, n = 12; mean 3.8, which takes all steps for equally far apart”.
fn middle(item: &Item, counts: &Counts) -> String {
    let Some(median) = median(item, counts) else { return n(counts) };
    let mean = counts.mean().map_or_else(String::new, |mean| {
        format!("; mean of the steps {mean}, which takes them for equally far apart")
    });
    format!("{median}, {}{mean}", n(counts))
}
