//! Before it opens: who is asked, what is asked and what is promised; too few people said first.

use domain::health::instrument::{Construct, Item, MINUTES, NOT_APPLICABLE};
use maud::{Markup, html};

use super::Sheet;
use crate::pages::ballot::promised;

pub(super) fn preparing(sheet: Sheet) -> Markup {
    let health = sheet.health;
    html! {
        @if health.too_few.is_empty() { (just_enough(sheet)) (sheet.steps()) } @else { (too_few(sheet)) }
        (who(sheet))
        (sheet.slot("joined"))
        section {
            h2 { "What is asked" }
            p.soft { "About " (MINUTES) " minutes: five steps with words at both ends, “" (NOT_APPLICABLE) "” beside them, and one answer in one’s own words." }
            (questions(&health.items))
            @if sheet.view.may_edit { p { a href={ (sheet.base) "/edit" } { "Ask something of your own, or change the day" } } }
        }
        section {
            h2 { "What is promised to whoever answers" }
            (promised(health.limits, &health.me.counted_in))
        }
        @if !health.too_few.is_empty() { (sheet.steps()) }
    }
}

/// Whoever answered knows their own answer, and sees a figure only where it is large enough without.
fn figures_of(people: usize, needs: usize) -> &'static str {
    match people {
        few if few < needs => "never, it is too small",
        just if just == needs => {
            "if all of them answer, and then neither to themselves nor to whoever leads: it takes one more"
        }
        _ => "if enough of them answer",
    }
}

/// Said before anybody writes a word, with both ways out.
fn too_few(sheet: Sheet) -> Markup {
    html! {
        section.brief {
            h2 { "Too few for ballots" }
            p { (sheet.health.too_few) }
            @if sheet.view.may_edit {
                form.acts method="post" action={ (sheet.base) "/round" } {
                    (sheet.frame.token_field())
                    input type="hidden" name="version" value=(sheet.view.dossier.record.version);
                    button { "Hold an open round instead" }
                }
            }
        }
    }
}

/// The fewest there may be: those who answer would see no figure of their own team, and so nobody would.
fn just_enough(sheet: Sheet) -> Markup {
    let needs = sheet.health.limits.0;
    let largest = sheet.health.groups.iter().map(|it| it.people).max();
    html! {
        @if largest == Some(needs) {
            section.brief {
                h2 { "Just enough for ballots" }
                p { "With " (needs) " people asked, nobody sees any figures: each who answers knows their own, and the others are one too few; what is not shown to them is not shown to whoever leads either. An open round shows what you say to all of you, and to nobody else." }
                @if sheet.view.may_edit { p.acts { a.button.plain href={ (sheet.base) "/edit" } { "Hold an open round instead" } } }
            }
        }
    }
}

/// The groups that are told apart, as they are or were at the opening.
pub(super) fn who(sheet: Sheet) -> Markup {
    let health = sheet.health;
    let needs = health.limits.0;
    html! {
        section {
            h2 { "Who is asked" }
            @if health.groups.is_empty() {
                p.soft { "Nobody yet. People who work in this team are asked, and those of teams below that join." }
            } @else {
                table {
                    caption { "Only these groups can ever be shown, and none that is smaller than " (needs) "." }
                    thead { tr { th scope="col" { "Group" } th.num scope="col" { "People asked" } th scope="col" { "Figures of its own" } } }
                    tbody {
                        @for group in &health.groups {
                            tr {
                                th scope="row" class={ "depth-" (group.depth.min(3)) } dir="auto" { (group.name) }
                                td.num { (group.people) }
                                td { (figures_of(group.people, needs)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Every question with its two ends, by what it is about.
pub(super) fn questions(items: &[Item]) -> Markup {
    let of = |construct| items.iter().filter(move |it| it.construct == construct);
    html! {
        @for construct in Construct::ALL {
            @if of(construct).next().is_some() {
                details {
                    summary { (construct.label()) " · " (of(construct).count()) }
                    ul.plain-list.questions { @for item in of(construct) { li {
                        b dir="auto" { (item.asks) }
                        p.soft { bdi { (item.ends[0]) } " … " bdi { (item.ends[1]) } }
                    } } }
                    p.soft.small { (construct.source()) }
                }
            }
        }
    }
}
