//! The silent steps: an estimate, cards, an estimate again.

use domain::practice::premortem::session;
use maud::{Markup, html};

use super::parts::{counts, mine, once};
use super::{Sheet, plan_text};
use crate::parts::attached::Item;
use crate::parts::finding;

pub(super) fn opening(sheet: Sheet) -> Markup {
    html! {
        (plan_text(sheet))
        (chance(sheet, "before", "How likely is it to succeed?"))
        (counts(sheet.room.estimated, "has estimated.", "have estimated."))
    }
}

pub(super) fn closing(sheet: Sheet) -> Markup {
    html! {
        (chance(sheet, "after", "How likely is it to succeed now?"))
        (counts(sheet.room.again, "has estimated again.", "have estimated again."))
        p.soft { "Shown later as a distribution, from five people on. Nobody’s own estimate is ever shown." }
    }
}

/// One number that nobody else sees.
fn chance(sheet: Sheet, slot: &str, label: &str) -> Markup {
    if !sheet.room.takes_part {
        return html! { p.soft { "The team and those who lead it estimate; you can read along." } };
    }
    let given = mine(sheet, slot).next().map(|it| it.it.text("chance"));
    let tried = sheet.view.hung(slot).and_then(|it| it.tried.as_ref());
    let problem = tried.and_then(|it| it.1.first());
    let id = format!("chance-{slot}");
    html! {
        form.one-number id={ "f-" (slot) } method="post" action={ (sheet.base) "/attach/" (slot) } {
            (sheet.frame.token_field())
            div.field.wrong[problem.is_some()] {
                label for=(id) { (label) }
                p.hint id={ (id) "-hint" } { "From 1 to 99 percent. Nobody else sees it." }
                input.short #(id) name="a.chance" inputmode="decimal" autocomplete="off" required
                    value=[given] aria-describedby={ (id) "-hint" } aria-invalid=[problem.map(|_| "true")];
                span.unit { "%" }
                @if let Some(problem) = problem { p.problem { (problem.says) } }
            }
            button.plain[given.is_some()] { @if given.is_some() { "Change it" } @else { "Write it down" } }
            @if given.is_some() { p.saved { "It is written down. You may change it until the next step." } }
        }
    }
}

pub(super) fn writing(sheet: Sheet) -> Markup {
    let apart = session::is_apart(&sheet.view.dossier.record);
    let estimated = mine(sheet, "before").next().is_some();
    html! {
        @if apart { (plan_text(sheet)) }
        @if sheet.room.takes_part && !estimated {
            details open[apart] {
                summary { "First, unseen: how likely is it to succeed?" }
                (chance(sheet, "before", "How likely is it to succeed?"))
            }
        }
        @if sheet.room.takes_part {
            p.soft { "What caused it? One reason a card: what happened, where, and what was seen first. Aim for five." }
            (card_form(sheet))
        } @else {
            p.soft { "The team and those who lead it write now. Their cards are shown once all are done." }
        }
        (counts(sheet.room.written, "has written so far. Nobody sees what, or who.", "have written so far. Nobody sees what, or who."))
        (my_cards(sheet))
    }
}

/// A card being written. What stands in it is kept while it is typed.
pub(super) fn card_form(sheet: Sheet) -> Markup {
    let tried = sheet.view.hung("card").and_then(|it| it.tried.as_ref());
    let answers = tried.map_or(&sheet.room.draft, |it| &it.0);
    let said = |name: &str| match answers.get(name) {
        Some(domain::record::Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let problem = tried.and_then(|it| it.1.first());
    let id = &sheet.view.dossier.record.id;
    html! {
        form.card-form #f-card method="post" action={ (sheet.base) "/attach/card" }
            data-draft={ "/draft/premortem/" (id) "/card" } data-writes {
            (once(sheet, "card"))
            div.field.wrong[problem.is_some()] {
                label for="card-text" { "Why did it fail?" }
                textarea #card-text name="a.text" rows="3" maxlength="600" required dir="auto"
                    aria-invalid=[problem.map(|_| "true")] { (said("text")) }
                @if let Some(problem) = problem { p.problem { (problem.says) } }
            }
            div.field {
                label for="card-sign" { "What was seen first? " small.soft { "if you can think of it" } }
                input #card-sign name="a.sign" type="text" maxlength="300" autocomplete="off" dir="auto" value=(said("sign"));
            }
            button { "Put it down" }
            p.saved data-saved="Kept while you type." data-unsaved="Not kept yet: no connection. It stays here." {}
        }
    }
}

/// My own cards, with the private word on a vague one.
fn my_cards(sheet: Sheet) -> Markup {
    let own: Vec<&Item> = mine(sheet, "card").collect();
    html! {
        section #mine data-part {
            @if !own.is_empty() {
                h2 { "Your cards" }
                ol.thread { @for item in own { (own_card(sheet, item)) } }
            }
        }
    }
}

fn own_card(sheet: Sheet, item: &Item) -> Markup {
    let it = &item.it;
    html! {
        li id={ "at-" (it.id) } {
            (super::parts::card(it))
            @if !item.notices.is_empty() { div { @for it in &item.notices { (finding::one(it)) } p.soft.small { "Only you see this." } } }
            @if item.may_reword {
                details {
                    summary { "Change it" }
                    form method="post" id={ "f-" (it.id) } action={ (sheet.base) "/attached/" (it.id) "/reword" } {
                        (sheet.frame.token_field())
                        input type="hidden" name="version" value=(it.version);
                        div.field { label for={ "t-" (it.id) } { "Why did it fail?" }
                            textarea id={ "t-" (it.id) } name="a.text" rows="3" maxlength="600" required dir="auto" { (it.text("text")) } }
                        div.field { label for={ "s-" (it.id) } { "What was seen first?" }
                            input id={ "s-" (it.id) } name="a.sign" type="text" maxlength="300" autocomplete="off" dir="auto" value=(it.text("sign")); }
                        button.plain { "Save the words" }
                    }
                }
            }
        }
    }
}
