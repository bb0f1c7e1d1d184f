//! What is done about the top cards: an answer, an owner, a date, and what would be seen first.

use domain::attachment::{Attachment, Slot};
use domain::kind::Ask;
use domain::practice::premortem::session::{self, Group, TOP, Tally, groups};
use domain::practice::premortem::slots::{RISK, TRIPWIRE};
use domain::record::{Answers, Value};
use maud::{Markup, html};

use super::Sheet;
use super::cards::short;
use super::parts::{card, wordings};
use crate::parts::attached::{self, Hung, Item};
use crate::parts::field::Fields;
use crate::words;

pub(super) fn planning(sheet: Sheet) -> Markup {
    let record = &sheet.view.dossier.record;
    let ranked = ranked(sheet);
    // What nobody voted for is not at the top, however few cards there are.
    let voted =
        |it: &&(Group, Option<Tally>)| it.1.as_ref().is_some_and(|it| it.damage + it.likely > 0);
    let top = ranked.iter().filter(voted).count().min(TOP);
    let (top, rest) = ranked.split_at(top);
    let voters = record.text("voters").parse().unwrap_or(0_usize);
    html! {
        (tried(sheet))
        p.soft { (of_votes(voters)) " Plan for three to five; accepting one, with the reason, is a plan too." }
        section #cards data-part {
            ol.cards.ranked { @for it in top { (planned(sheet, it, voters)) } }
            @if !rest.is_empty() {
                details {
                    summary { "The other " (words::count(rest.len() as i64, "card")) }
                    ol.cards { @for it in rest { (planned(sheet, it, voters)) } }
                }
            }
        }
        @if let Some(forecasts) = sheet.view.hung("forecast") { (attached::slot(sheet.around(), forecasts)) }
    }
}

/// Below this many, the counts beside the cards are somebody's ballot.
const FEWEST: usize = 3;

fn of_votes(voters: usize) -> String {
    if voters < FEWEST {
        return "Fewer than three people voted: the order stands, the counts would be somebody’s own and are not shown.".to_owned();
    }
    format!("Votes of {} people: damage first, then likelihood.", words::number(voters))
}

/// Cards in the order of their votes; what came after the count stands last.
pub(super) fn ranked(sheet: Sheet<'_>) -> Vec<(Group<'_>, Option<Tally>)> {
    let tally = session::kept_tally(&sheet.view.dossier.record);
    let mut all: Vec<_> = groups(&sheet.view.dossier)
        .into_iter()
        .map(|group| {
            let of_it = tally.iter().position(|it| it.card == group.card.id);
            (of_it.unwrap_or(usize::MAX), group)
        })
        .collect();
    all.sort_by_key(|it| it.0);
    all.into_iter().map(|(at, group)| (group, tally.get(at).cloned())).collect()
}

fn planned(sheet: Sheet, (group, tally): &(Group, Option<Tally>), voters: usize) -> Markup {
    let risks = risks_of(sheet, group);
    html! {
        li {
            (card(group.card)) (wordings(&group.merged))
            @if let Some(tally) = tally.as_ref().filter(|_| voters >= FEWEST) { p.small.soft.num-line { "damage " b { (tally.damage) } " · likelihood " b { (tally.likely) } } }
            @for risk in &risks { (planned_risk(sheet, risk)) }
            @if sheet.room.may_lead { (plan_form(sheet, group, risks.is_empty())) }
        }
    }
}

fn items<'a>(sheet: Sheet<'a>, slot: &str) -> &'a [Item] {
    sheet.view.hung(slot).map(|it| it.items.as_slice()).unwrap_or_default()
}

/// Risks that come from this card or from one joined to it.
fn risks_of<'a>(sheet: Sheet<'a>, group: &Group) -> Vec<&'a Item> {
    let from = |card: &Attachment, risk: &Item| {
        risk.it.list("cards").iter().any(|id| id == card.id.as_str())
    };
    let all = items(sheet, "risk").iter();
    all.filter(|risk| from(group.card, risk) || group.merged.iter().any(|card| from(card, risk)))
        .collect()
}

/// A risk with its plan and its tripwires.
pub(super) fn planned_risk(sheet: Sheet, risk: &Item) -> Markup {
    let id = risk.it.id.to_string();
    let wires: Vec<Item> = items(sheet, "tripwire")
        .iter()
        .filter(|it| it.it.list("risks").contains(&id))
        .cloned()
        .collect();
    let mut shown = risk.clone();
    // A verdict is for later: nothing has happened yet.
    shown.moves.retain(|_| sheet.state() == "running");
    html! {
        div.risk {
            (attached::items(sheet.around(), &only(&RISK, vec![shown])))
            @if !wires.is_empty() {
                div.wires { p.label { "Tripwire" } (attached::items(sheet.around(), &only(&TRIPWIRE, wires.clone()))) }
                @for seen in sheet.room.sightings.iter().filter(|it| wires.iter().any(|wire| wire.it.id.as_str() == it.tripwire)) {
                    p.small { @if seen.tripped { span.state.due { "tripped" } " " } span.soft { (seen.says) } }
                }
            }
            @if sheet.room.may_lead && risk.it.state == "open" { (wire_form(sheet, risk, wires.is_empty())) }
        }
    }
}

/// These items alone, below what they belong to: so that need not be said again.
pub(super) fn only(slot: &'static Slot, mut items: Vec<Item>) -> Hung {
    for item in &mut items {
        item.it.answers.retain(|name, _| name != "cards" && name != "risks");
    }
    Hung { slot, items, may_add: false, sealed: 0, reveals: None, offers: Vec::new(), tried: None }
}

fn plan_form(sheet: Sheet, group: &Group, first: bool) -> Markup {
    let id = group.card.id.to_string();
    let text = short(group.card.text("text"));
    let answers = Answers::from([("text".to_owned(), Value::Text(text))]);
    html! {
        details.no-print {
            summary { @if first { "Plan for this" } @else { "Plan for more of it" } }
            (form(sheet, &RISK, &answers, ("cards", &id), "It stands"))
        }
    }
}

fn wire_form(sheet: Sheet, risk: &Item, first: bool) -> Markup {
    let id = risk.it.id.to_string();
    let cards = risk.it.list("cards");
    let sign = sheet.view.dossier.slot("card").filter(|it| cards.contains(&it.id.to_string()));
    let sign = sign.map(|it| it.text("sign")).find(|it| !it.is_empty()).unwrap_or_default();
    let answers = Answers::from([("text".to_owned(), Value::Text(sign.to_owned()))]);
    html! {
        details.no-print {
            summary { @if first { "What would we see first? Set a tripwire" } @else { "One more tripwire" } }
            (form(sheet, &TRIPWIRE, &answers, ("risks", &id), "Set it"))
        }
    }
}

/// The form of a slot for one of the things it belongs to, which it names by itself.
fn form(
    sheet: Sheet,
    slot: &'static Slot,
    answers: &Answers,
    (of, id): (&str, &str),
    button: &str,
) -> Markup {
    let scope = format!("{}-{id}-", slot.name);
    let fields = Fields::of(&sheet.view.choices, &scope, (answers, &[]));
    let asks: Vec<&Ask> = slot.asks.iter().filter(|it| it.name != of).collect();
    html! {
        form method="post" id={ "f-" (scope) } action={ (sheet.base) "/attach/" (slot.name) } {
            (sheet.frame.token_field())
            input type="hidden" name="once" value={ (sheet.once()) "-" (scope) };
            input type="hidden" name={ "a." (of) } value=(id);
            (fields.chosen(&asks))
            button { (button) }
        }
    }
}

/// What could not be added comes back whole, above the list.
fn tried(sheet: Sheet) -> Markup {
    let slots = [&RISK, &TRIPWIRE];
    let tried = slots.into_iter().find_map(|slot| {
        let (answers, problems) = sheet.view.hung(slot.name)?.tried.as_ref()?;
        Some((slot, answers, problems))
    });
    let Some((slot, answers, problems)) = tried else { return html! {} };
    let scope = format!("again-{}-", slot.name);
    let fields = Fields::of(&sheet.view.choices, &scope, (answers, problems));
    html! {
        form.again id={ "f-" (scope) } method="post" action={ (sheet.base) "/attach/" (slot.name) } {
            p.refused role="alert" { "This could not be kept yet. Nothing of it is lost:" }
            (sheet.frame.token_field())
            (fields.all(slot.asks))
            button { "Try again" }
        }
    }
}
