//! What may be shown of a closed wave to whoever looks: distributions first, then comments; never who.

use domain::health::comments::Pile;
use domain::health::instrument::{Construct, FREE_TEXT};
use domain::health::results::GroupView;
use maud::{Markup, html};

use super::{Results, Sheet, rules_of};
use crate::charts::likert;

pub(super) fn results(sheet: Sheet) -> Markup {
    let Some(seen) = &sheet.health.results else {
        return html! {
            section { h2 { "What people answered" } p.soft { @if sheet.health.unread.is_empty() { "No answers are kept here." } @else { (sheet.health.unread) } } }
        };
    };
    let group = &seen.wave.groups[seen.group];
    html! {
        section #answers { h2 { "What people answered" } (groups(sheet, seen)) }
        @if let (Some(_), Some((_, roster))) = (&seen.before, &group.since) { p.soft { "Beside the wave before: " (roster.says()) } }
        @if group.shows_nothing() { (only_hidden(group)) }
        @else { (figures(seen, group)) }
        p.soft.small {
            a href={ (sheet.base) "/results.csv" } { "The figures of every group as a file" }
            ", with the rule in place of what is not shown. What people wrote stays on the page."
        }
        (comments(group))
        (rules_of(&group.rules()))
    }
}

/// The groups that were declared; what of them is shown stands on their own page.
fn groups(sheet: Sheet, seen: &Results) -> Markup {
    html! {
        @if seen.wave.groups.len() > 1 {
            nav.switch aria-label="Groups" {
                ul.plain-list {
                    @for (at, group) in seen.wave.groups.iter().enumerate() {
                        li { a href={ (sheet.base) "/group/" (at) "#answers" } aria-current=[(at == seen.group).then_some("page")] dir="auto" { (group.name) } }
                    }
                }
            }
        }
    }
}

fn figures(seen: &Results, group: &GroupView) -> Markup {
    let scale = likert::Scale::of(group.items.iter().map(|it| (&it.0, &it.1)));
    let of = |construct| {
        group.items.iter().enumerate().filter(move |(_, it)| it.0.construct == construct)
    };
    html! {
        @for construct in Construct::ALL {
            @if of(construct).next().is_some() {
                section {
                    h3.about { (construct.label()) }
                    @for (at, (item, shown)) in of(construct) {
                        @let before = seen.before.as_ref().map(|then| seen.wave.trend(then, seen.group, at));
                        (likert::figure(item, shown, before.as_ref(), scale, ""))
                    }
                }
            }
        }
    }
}

/// Nineteen times “not shown” says no more than once.
fn only_hidden(group: &GroupView) -> Markup {
    let rules = group.rules();
    html! {
            @match rules.first() {
                Some(rule) if rules.len() == 1 => (likert::hidden(*rule)),
                _ => p.not-shown { b { "Not shown. " } "Figures of this group would give away single people." },
            }
            p {
                @if group.parent.is_some() { "Look at a larger group above, where its answers are counted too, or talk the questions through together." }
                @else { "Talk the questions through together: only what you agree on need be written down." }
            }
    }
}

/// In alphabetical order, without time, and apart from every figure.
fn comments(group: &GroupView) -> Markup {
    html! {
        section {
            h2 { "In their own words" }
            p.soft { (FREE_TEXT.1) }
            @match &group.comments {
                Pile::Shown(texts) => {
                    p.soft.small { "In alphabetical order: where one stands says nothing of when or by whom." }
                    ul.cards { @for text in texts { li.card-text dir="auto" { (text) } } }
                }
                Pile::Hidden(rule) => {
                    (likert::hidden(*rule))
                    p.soft {
                        @if group.parent.is_some() { "What was written here is read with the words of a larger group above, or not at all." }
                        @else { "What was written is read by nobody, and not kept." }
                    }
                }
            }
        }
    }
}
