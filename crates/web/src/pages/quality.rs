//! How a team decides: process beside outcome, forecasts against what came, and one's own in private.

use app::{OwnForecasts, Quality, TeamForecasts};
use domain::measure::forecasts::{Block, Calibration, Score};
use domain::measure::judged::{GOOD, Judged, Table};
use maud::{Markup, html};

use crate::shell::{Frame, Page, Spot};
use crate::words;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct QualityView {
    /// `(name, slug)`.
    pub team: (String, String),
    /// Absent for whoever is not of the team; why stands in its place.
    pub quality: Result<Quality, String>,
    pub own: OwnForecasts,
}

pub fn page(frame: &Frame, view: &QualityView) -> Markup {
    let (name, slug) = &view.team;
    let page = Page::new("How we decide")
        .under(name.clone(), format!("/team/{slug}"))
        .under("Decisions", "/decisions")
        .lead(lead(view))
        .body(html! {
            @match &view.quality {
                Ok(quality) => { (process(quality)) (forecasts(&quality.forecasts)) },
                Err(says) => { p.note { (says) } },
            }
            (own(&view.own))
        })
        .margin(margin(view));
    frame.at(Spot::Decisions).page(&page)
}

fn lead(view: &QualityView) -> Markup {
    let Ok(quality) = &view.quality else {
        return html! { "A team’s figures are the team’s. Below are your own, which only you see." };
    };
    let table = &quality.table;
    html! {
        @match table.n() {
            0 => "No decision of ours has both a rating from before and a known outcome yet.",
            n => {
                "Of " (words::count(n as i64, "decision")) " with a known outcome, " (table.rows()[0]) @if table.rows()[0] == 1 { " was" } @else { " were" } " made well"
                @if table.bad_break > 0 { "; " (table.bad_break) " of those turned out badly all the same" }
                "."
            },
        }
    }
}

fn process(quality: &Quality) -> Markup {
    let table = &quality.table;
    html! {
        section {
            h2 { "Process beside outcome" }
            @if quality.judged.is_empty() {
                p.soft {
                    "When a decision is made, rate its six elements before anybody knows how it turns out. "
                    "Then say how it turned out. After a year the rows show whether we decide well, or were lucky."
                }
            } @else {
                div.wide-table tabindex="0" role="region" aria-label="Process beside outcome" { table {
                    thead { tr { th scope="col" { "The decision was" } th scope="col" { "turned out well" } th scope="col" { "turned out badly" } } }
                    tbody {
                        tr { th scope="row" { "made well" } (field(table, table.deserved_success, "deserved success")) (field(table, table.bad_break, "bad break")) }
                        tr { th scope="row" { "made badly" } (field(table, table.dumb_luck, "dumb luck")) (field(table, table.poetic_justice, "poetic justice")) }
                    }
                } }
                p.soft { "One field says nothing; the rows over a year say something." }
                details { summary { "The decisions behind it" } ul.lines.quiet { @for (record, judged) in &quality.judged { li {
                    a.what href={ "/decision/" (record.id) } dir="auto" { (record.title) }
                    p.why { (said(judged)) }
                } } } }
            }
        }
    }
}

/// Few are dots that can be counted; many have their number beside the words.
fn field(table: &Table, count: usize, name: &str) -> Markup {
    html! { td {
        @if !table.has_shares() && count > 0 { span aria-hidden="true" { ("● ".repeat(count)) } span.unseen { (count) " " } }
        @else { (count) " " }
        span.soft { (name) }
    } }
}

fn said(judged: &Judged) -> String {
    let rated = match judged.weakest {
        Some(weakest) => format!("weakest element {weakest:.0} %"),
        None if judged.only_after => "rated after the outcome was known, so not counted".into(),
        None => "not rated".into(),
    };
    match judged.turned_well {
        Some(true) => format!("{rated} · turned out well"),
        Some(false) => format!("{rated} · turned out badly"),
        None => rated,
    }
}

fn forecasts(team: &TeamForecasts) -> Markup {
    html! {
        section {
            h2 { "What we expected, and what came" }
            @match team {
                TeamForecasts::TooFewPeople { need } => p.soft {
                    "Shown once at least " (need) " people of the team have a forecast that is known: with fewer, a score would show single people."
                },
                TeamForecasts::Shown { calibration, open, void } => { (calibrated(calibration)) (left(*open, *void)) },
            }
        }
    }
}

fn own(own: &OwnForecasts) -> Markup {
    html! {
        section {
            h2 { "Your own forecasts " small { "only you see this" } }
            (calibrated(&own.calibration))
            (left(own.open, own.void))
            @if !own.known.is_empty() {
                details { summary { (words::count(own.known.len() as i64, "forecast")) " that are known" } ul.lines.quiet { @for (record, it) in &own.known { li {
                    a.what href={ "/find/" (record.id) "#at-" (it.id) } dir="auto" { (it.text("text")) }
                    p.why { "you said " (it.text("probability")) " % · " @if it.state == "true" { "came true" } @else { "did not come true" } }
                } } } }
            }
        }
    }
}

fn calibrated(calibration: &Calibration) -> Markup {
    html! {
        @match calibration {
            Calibration::List { n: 0, .. } => p.soft { "No forecast is known yet. Write one on a decision: what you expect, how sure you are, and by when we shall know." },
            Calibration::List { n, need } => p.soft { (words::count(*n as i64, "forecast")) " known; a score says something from " (need) " on." },
            Calibration::Score { n, score, bins } => {
                (scored(*n, score))
                (rows(bins.iter().map(|it| [percent(it.said), format!("{} of {}", it.came_true, it.n), format!("{}–{}", percent(it.low), percent(it.high))]), "could be"))
            },
            Calibration::Curve { n, score, blocks } => {
                (scored(*n, score))
                (rows(blocks.iter().map(line), "would be, if exactly right"))
            },
        }
    }
}

fn line(it: &Block) -> [String; 3] {
    let said = if (it.to - it.from).abs() < 0.005 {
        percent(it.from)
    } else {
        format!("{}–{}", percent(it.from), percent(it.to))
    };
    [
        said,
        format!("{} of {}", percent(it.came), it.n),
        format!("{}–{}", percent(it.low), percent(it.high)),
    ]
}

fn rows(rows: impl Iterator<Item = [String; 3]>, doubt: &str) -> Markup {
    html! {
        div.wide-table tabindex="0" role="region" aria-label="Said and came" { table {
            thead { tr { th scope="col" { "Said" } th scope="col" { "Came true" } th scope="col" { (doubt) } } }
            tbody { @for [said, came, doubt] in rows { tr { th scope="row" { (said) } td { (came) } td { (doubt) } } } }
        } }
    }
}

fn scored(n: usize, score: &Score) -> Markup {
    let high = score.interval.high.unwrap_or(1.0);
    html! {
        p {
            "Brier score " b { (decimal(score.brier)) } " over " (words::count(n as i64, "forecast")) ", between " (decimal(score.interval.low)) " and " (decimal(high))
            " with 95 % certainty; 0 is best, always saying one half gives 0.25. "
            @match score.skill {
                Some(skill) if skill > 0.0 => { "That beats the base rate by " (percent(skill)) "." },
                Some(_) => { "The base rate alone would have done as well." },
                None => { "All of them turned out alike, so skill cannot be told (–)." },
            }
        }
    }
}

fn left(open: usize, void: usize) -> Markup {
    html! {
        @if open + void > 0 {
            p.soft.small { (open) " not known yet" @if void > 0 { " · " (void) " could not be resolved and are not scored" } "." }
        }
    }
}

fn margin(view: &QualityView) -> Markup {
    html! {
        dl {
            @if let Ok(quality) = &view.quality {
                div { dt { "Counted" } dd { (words::count(quality.table.n() as i64, "decision")) } }
                @if !quality.table.excluded.is_empty() { div { dt { "Left out" } dd { @for it in &quality.table.excluded { p { (it.count) ": " (it.reason) } } } } }
            }
            div { dt { "Made well" } dd { "The weakest of six elements, rated before the outcome, is at least " (GOOD as i64) " %." } }
            div { dt { "Who may look" } dd { "The team, not whoever leads it from outside. Your own forecasts: only you." } }
            div { dt { "Not for" } dd { "Comparing people. With twenty forecasts the difference between two honest people is mostly noise." } }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn decimal(value: f64) -> String {
    format!("{value:.2}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gallery::quality::views;
    use crate::shell::sample_frame;

    fn drawn(name: &str) -> String {
        let found = views(str::to_owned).into_iter().find(|it| it.0 == name);
        page(&sample_frame(Spot::Decisions), &found.expect("a sample of this name").1).into_string()
    }

    #[test]
    fn a_few_decisions_are_dots_and_many_are_numbers() {
        assert!(drawn("few").contains("● ● ● "));
        let full = drawn("full");
        assert!(
            !full.contains('●')
                && full.contains(
                    "Of 25 decisions with a known outcome, 18 were made well; 4 of those"
                )
        );
    }

    #[test]
    fn one_decision_is_told_in_the_singular() {
        let mut views = views(str::to_owned);
        let (_, view) = views.iter_mut().find(|it| it.0 == "few").expect("a sample of this name");
        let one = Table { deserved_success: 1, ..Table::default() };
        view.quality = view.quality.clone().map(|it| Quality { table: one, ..it });
        let page = page(&sample_frame(Spot::Decisions), view).into_string();
        assert!(page.contains("Of 1 decision with a known outcome, 1 was made well."), "{page}");
    }

    #[test]
    fn whoever_is_outside_sees_their_own_forecasts_and_nothing_of_the_team() {
        let page = drawn("from-outside");
        assert!(
            page.contains("This is for the team itself.") && page.contains("only you see this")
        );
        assert!(!page.contains("Process beside outcome"));
    }

    #[test]
    fn nothing_yet_says_what_to_do_first_and_no_zero_stands_for_a_score() {
        let page = drawn("empty");
        assert!(page.contains("rate its six elements before anybody knows"));
        assert!(page.contains("at least 5 people") && !page.contains("0.00"));
    }

    #[test]
    fn a_score_stands_between_its_doubts() {
        let page = drawn("few");
        assert!(page.contains("Brier score") && page.contains("95 % certainty"));
        assert!(page.contains("4 forecasts known; a score says something from 10 on."));
    }
}
