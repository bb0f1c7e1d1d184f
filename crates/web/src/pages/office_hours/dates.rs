//! The dates to come, each with its queue; and the one that goes on.

use maud::{Markup, html};

use super::{DateShown, Sheet, topics};
use crate::words;

/// Dates shown at once; further ones only where a topic waits there.
const SHOWN: usize = 4;

/// While it goes on: what is on the table, and that questions come first.
pub(super) fn now(sheet: Sheet) -> Markup {
    let Some(date) = sheet.hours.dates.iter().find(|it| it.goes_on) else { return html! {} };
    html! {
        section {
            h2 { "Now" }
            p { "The host asks one question before saying anything. Whoever brought it takes it home." }
            @if date.topics.is_empty() { p.soft { "Nobody has brought a topic yet. One sentence, now, is fine." } }
            (topics::queue(sheet, &date.topics))
        }
    }
}

pub(super) fn to_come(sheet: Sheet) -> Markup {
    let hours = sheet.hours;
    if !hours.problem.is_empty() && sheet.view.dossier.record.state != "planned" {
        return html! {
            section { h2 { "The dates cannot be told" } p.refused role="alert" { (hours.problem) }
                @if sheet.view.may_edit { p { a href={ (sheet.base) "/edit" } { "Mend it" } } } }
        };
    }
    if sheet.view.dossier.record.state != "running" {
        return html! {};
    }
    let later =
        |(at, it): &(usize, &DateShown)| *at < SHOWN || !it.topics.is_empty() || !it.why.is_empty();
    let shown = hours.dates.iter().filter(|it| !it.goes_on).enumerate().filter(later);
    html! {
        section {
            h2 { "Dates to come" }
            @if hours.dates.is_empty() { p { "No date lies ahead. A host sets another, or these are over." } }
            ol.thread { @for (_, date) in shown { li id={ "date-" (date.day) } { (one(sheet, date)) } } }
            @if !hours.left.is_empty() {
                h3 { "Without a date" }
                p.soft { "The last date is full. Ask a host for another." }
                (topics::lines(sheet, &hours.left))
            }
        }
    }
}

fn one(sheet: Sheet, date: &DateShown) -> Markup {
    html! {
        h3 {
            @if date.off { del { (date.words) } " is called off" } @else { (date.words) }
            @if !date.off { " " small { @if !date.distance.is_empty() { (date.distance) " · " } (room(date.room)) } }
        }
        @if !date.why.is_empty() { p dir="auto" { (date.why) } }
        (topics::queue(sheet, &date.topics))
        @if sheet.hours.i_host { (host(sheet, date)) }
    }
}

fn room(room: usize) -> String {
    match room {
        0 => "full".to_owned(),
        1 => "room for one more".to_owned(),
        n => format!("room for {}", words::number(n)),
    }
}

/// Move it or call it off, with the reason; or take that back.
fn host(sheet: Sheet, date: &DateShown) -> Markup {
    let token = sheet.frame.token_field();
    let id = |name: &str| format!("{name}-{}", date.day);
    html! {
        div.acts.no-print {
            @if let Some((change, version)) = &date.change {
                form method="post" action={ (sheet.base) "/attached/" (change) "/undo" } {
                    (token) input type="hidden" name="version" value=(version);
                    button.plain { "As planned again" }
                }
            } @else {
                details { summary { "Call it off or move it" }
                    form #(id("f-change")) method="post" action={ (sheet.base) "/attach/changed_date" } {
                        (token)
                        input type="hidden" name="a.planned_on" value=(date.day);
                        div.field { label for=(id("f-why")) { "Why" } p.hint { "A few words; everybody reads them." } input id=(id("f-why")) name="a.text" type="text" maxlength="300" required dir="auto"; }
                        div.field { label for=(id("f-to")) { "Moved to" } p.hint { "Leave it empty to call it off." } input id=(id("f-to")) name="a.moved_to" type="date"; }
                        div.field { label for=(id("f-at")) { "At" } p.hint { "Leave it empty for the usual hour." } input id=(id("f-at")) name="a.at" type="time"; }
                        button { "Change this date" }
                    }
                }
            }
        }
    }
}
