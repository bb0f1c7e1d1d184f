//! The cards on the table: read out in turn, then joined where they say the same.

use domain::practice::premortem::session::{Group, groups};
use maud::{Markup, html};

use super::Sheet;
use super::parts::{card, mine, wordings};
use super::write::card_form;
use crate::words;

pub(super) fn round(sheet: Sheet) -> Markup {
    let room = sheet.room;
    let unread: Vec<_> = mine(sheet, "card").filter(|it| it.it.state == "written").collect();
    let my_turn = room.turn.as_ref().is_some_and(|it| it.1);
    html! {
        section #turn data-part {
            @match &room.turn {
                Some((_, true)) => p.verdict { "Your turn: read one of your cards out." },
                Some((name, false)) => p.verdict { (name) " reads one card out." },
                None => p.verdict { "Every card has been read out." },
            }
            @if !room.then.is_empty() { p.soft { "Then " (words::list(&room.then)) "." } }
            @if !unread.is_empty() {
                h2 { "Yours, not read out yet" }
                ol.thread { @for item in unread { li {
                    (card(&item.it))
                    (told(sheet, &item.it.id.to_string(), item.it.version, my_turn, "I have read it out"))
                } } }
            }
        }
        section #cards data-part {
            h2 { "All cards" }
            ol.cards { @for group in groups(&sheet.view.dossier) { li.told[group.card.state == "told"] {
                (card(group.card)) (wordings(&group.merged))
                @if group.card.state == "written" {
                    p.soft.small { "not read out yet" }
                    @if room.i_lead && group.card.author != room.me {
                        (told(sheet, &group.card.id.to_string(), group.card.version, false, "Read out"))
                    }
                }
            } } }
        }
        (one_more(sheet))
    }
}

fn told(sheet: Sheet, id: &str, version: i64, strong: bool, words: &str) -> Markup {
    html! {
        form.no-print method="post" action={ (sheet.base) "/attached/" (id) "/tell" } {
            (sheet.frame.token_field())
            input type="hidden" name="version" value=(version);
            button.plain[!strong] { (words) }
        }
    }
}

/// Hearing the others brings more.
fn one_more(sheet: Sheet) -> Markup {
    let has_draft = !sheet.room.draft.is_empty();
    let tried = sheet.view.hung("card").is_some_and(|it| it.tried.is_some());
    html! {
        @if sheet.room.takes_part {
            details open[has_draft || tried] {
                summary { @if has_draft { "Your unfinished card" } @else { "One more came to mind" } }
                (card_form(sheet))
            }
        }
    }
}

pub(super) fn merging(sheet: Sheet) -> Markup {
    let all = groups(&sheet.view.dossier);
    html! {
        section #cards data-part {
            h2 { "Cards" " " small { (all.len()) } }
            ol.cards { @for group in &all { li {
                (card(group.card))
                @if !group.merged.is_empty() {
                    ul.wordings aria-label="Also written as" { @for it in &group.merged { li {
                        (card(it))
                        @if sheet.room.may_lead { form.no-print method="post" action={ (sheet.base) "/attached/" (it.id) "/part" } {
                            (sheet.frame.token_field())
                            input type="hidden" name="version" value=(it.version);
                            button.link { "Take it apart again" }
                        } }
                    } } }
                }
                @if sheet.room.may_lead && all.len() > 1 { (join(sheet, group, &all)) }
            } } }
        }
        @if !sheet.room.may_lead { p.soft { "The team joins the cards; say aloud what belongs together." } }
        (one_more(sheet))
    }
}

fn join(sheet: Sheet, group: &Group, all: &[Group]) -> Markup {
    let id = &group.card.id;
    let others = all.iter().filter(|it| it.card.id != *id);
    html! {
        details.no-print {
            summary { "It says the same as …" }
            form.acts method="post" id={ "f-" (id) } action={ (sheet.base) "/attached/" (id) "/merge" } {
                (sheet.frame.token_field())
                input type="hidden" name="version" value=(group.card.version);
                select name="a.into" required aria-label="The card it says the same as" {
                    option value="" { "–" }
                    @for other in others { option value=(other.card.id) { (short(other.card.text("text"))) } }
                }
                button.plain { "Join" }
            }
        }
    }
}

/// The beginning of a card, in one line.
pub(super) fn short(text: &str) -> String {
    const MOST: usize = 80;
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    let cut: String = line.chars().take(MOST).collect();
    format!("{} …", cut.rsplit_once(' ').map_or(cut.as_str(), |it| it.0))
}
