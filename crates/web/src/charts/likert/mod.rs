//! Answers to one item of a health review: the distribution first, the middle answer beside it, and a
//! table with the same numbers. What may not be shown says its rule and never a number.

mod bar;
mod table;
#[cfg(test)]
mod tests;
mod trend;

use domain::health::figures::{Band, Counts, Median, agreement};
use domain::health::gate::{Rule, Shown};
use domain::health::instrument::{End, Item, STEPS};
use domain::health::turnout::Turnout;
use domain::health::waves::Trend;
use maud::{Markup, html};

use super::Size;

/// Where the middle step is.
const MIDDLE: usize = STEPS / 2;

/// How many people lie to each side at most, over all items of a page: every bar of the page has the
/// same measure, the same middle line and the same column for those who chose the middle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scale {
    left: usize,
    middle: usize,
    right: usize,
}

impl Scale {
    /// Hidden items and bands take no room: nothing can be read from how wide the page is drawn.
    pub fn of<'a>(shown: impl IntoIterator<Item = (&'a Item, &'a Shown)>) -> Self {
        let counted = shown.into_iter().filter_map(|(item, shown)| match shown {
            Shown::Steps(counts) => Some(sides(item, counts)),
            Shown::Band(_) | Shown::Hidden(_) => None,
        });
        counted.fold(Self::default(), Self::with)
    }

    fn with(self, [left, middle, right]: [usize; 3]) -> Self {
        Self {
            left: self.left.max(left),
            middle: self.middle.max(middle),
            right: self.right.max(right),
        }
    }
}

/// One item as a figure. `key` keeps ids apart where several groups share a page; `before` is the same
/// item in the wave before, or the rule that keeps the two apart.
pub fn figure(
    item: &Item,
    shown: &Shown,
    before: Option<&Result<Trend, Rule>>,
    scale: Scale,
    key: &str,
) -> Markup {
    let id = format!("{key}{}", item.key);
    html! {
        figure.likert id=(id) {
            figcaption {
                b dir="auto" { (item.asks) }
                @if let Shown::Steps(counts) = shown { span { (in_words(item, counts)) } }
            }
            @match shown {
                Shown::Steps(counts) => {
                    (bar::both(item, counts, scale, &id))
                    @match before {
                        Some(Ok(trend)) => p.figure-notes { (trend::says(item, trend)) },
                        Some(Err(rule)) => p.figure-notes { "No comparison with the wave before: " (rule_in_words(*rule)) },
                        None => "",
                    }
                    details {
                        summary { @if matches!(before, Some(Ok(_))) { "Beside the wave before · as" } @else { "As" } " a table · where the question comes from" }
                        @if let Some(Ok(trend)) = before { (trend::both(item, trend, &id)) }
                        (table::of(item, counts))
                        p { (item.construct.source()) }
                    }
                }
                Shown::Band(leans) => (band(item, *leans)),
                Shown::Hidden(rule) => (hidden(*rule)),
            }
        }
    }
}

/// In place of a figure: that it is not shown, by which rule and why, and never how many there were.
pub fn hidden(rule: Rule) -> Markup {
    html! { p.not-shown { b { "Not shown. " } (rule_in_words(rule)) } }
}

/// How many answered, or why that is not said.
pub fn turnout(turnout: Turnout) -> Markup {
    html! {
        @match turnout {
            Turnout::Shown { answered, invited } => { b { (answered) " of " (invited) } " answered" },
            Turnout::Hidden(rule) => { "not shown. " (rule_in_words(rule)) },
        }
    }
}

fn rule_in_words(rule: Rule) -> Markup {
    html! { (rule.says()) " " span.rule { "Rule " (format!("{rule:?}")) } }
}

/// The three words a band can be, and which it is. What lies at either end stands beside it.
fn band(item: &Item, leans: Band) -> Markup {
    let favourable = &item.ends[end_at(item.favourable)];
    html! {
        p.bands {
            @for one in [Band::Unfavourable, Band::Mixed, Band::Favourable] {
                @if one == leans { strong { span.unseen { "Leans: " } (one.label()) } }
                @else { span aria-hidden="true" { (one.label()) } }
            }
        }
        p.figure-notes {
            "Favourable is towards “" bdi { (favourable) } "”. " (Rule::R8.says())
            " " span.rule { "Rule R8" }
        }
    }
}

fn end_at(end: End) -> usize {
    match end {
        End::Low => 0,
        End::High => 1,
    }
}

/// Counts by place from left to right: what the team would rather have lies to the right.
fn placed(item: &Item, counts: &Counts) -> [usize; STEPS] {
    let mut steps = counts.steps;
    if item.favourable == End::Low {
        steps.reverse();
    }
    steps
}

/// How many lie left of the middle, in it, and right of it.
fn sides(item: &Item, counts: &Counts) -> [usize; 3] {
    let placed = placed(item, counts);
    [placed[..MIDDLE].iter().sum(), placed[MIDDLE], placed[MIDDLE + 1..].iter().sum()]
}

/// The words at the left and at the right end of the bar.
fn ends(item: &Item) -> [&str; 2] {
    let [low, high] = [item.ends[0].as_ref(), item.ends[1].as_ref()];
    if item.favourable == End::Low { [high, low] } else { [low, high] }
}

/// The sentence above a bar. Shares only from ten answers on, where one person is not a tenth.
fn in_words(item: &Item, counts: &Counts) -> String {
    let n = counts.scored();
    if n == 0 {
        return format!("Nobody chose a step: it does not apply, said {}.", counts.not_applicable);
    }
    let [left, middle, right] = sides(item, counts);
    let [to_left, to_right] = ends(item);
    let with_share = |part: usize| match counts.has_shares() {
        true => format!("{part} ({})", domain::measure::words::share(part, n)),
        false => part.to_string(),
    };
    let said = |part| if part == 0 { "nobody".to_owned() } else { with_share(part) };
    let alike = agreement(counts).map_or_else(String::new, |it| format!(" {}", it.says()));
    for (part, whither) in [(right, to_right), (left, to_left)] {
        if part == n && n > 1 {
            return format!("All {n} lean towards “{whither}”.{alike}");
        }
    }
    let most = match right {
        0 => format!("Nobody of {n} leans"),
        1 => format!("1 of {n} leans"),
        _ if counts.has_shares() => {
            format!("{right} of {n} ({}) lean", domain::measure::words::share(right, n))
        }
        _ => format!("{right} of {n} lean"),
    };
    let are = if middle > 1 { "are" } else { "is" };
    format!(
        "{most} towards “{to_right}”, {} towards “{to_left}”; {} {are} in the middle.{alike}",
        said(left),
        said(middle)
    )
}

/// “median 4”, “median 50–70 %”: between two different middle answers nothing is made up.
fn median(item: &Item, counts: &Counts) -> Option<String> {
    let label = |step| item.scale.label(step);
    Some(match counts.median()? {
        Median::Step(step) => format!("median {}", label(step)),
        Median::Between(low, high) => {
            let low = label(low);
            format!("median {}–{}", low.trim_end_matches(" %"), label(high))
        }
    })
}

/// “n = 9”, with those beside the steps for whom it does not apply.
fn n(counts: &Counts) -> String {
    match counts.not_applicable {
        0 => format!("n = {}", counts.scored()),
        beside => format!("n = {} + {beside} n/a", counts.scored()),
    }
}
