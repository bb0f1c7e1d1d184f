//! After the session: risks with their tripwires and verdicts, the estimates, what was foreseen.

use domain::practice::premortem::recall::{Agreement, Foresight, Recall, Share, hits};
use domain::practice::premortem::session::groups;
use domain::practice::premortem::slots::HOW;
use domain::record::{Answers, Record, Value};
use maud::{Markup, html};

use super::parts::{card, wordings};
use super::plan::{planned_risk, ranked};
use super::{Factor, Sheet};
use crate::parts::attached::Item;
use crate::parts::moves::moves;
use crate::words;

pub(super) fn lead(sheet: Sheet) -> Markup {
    let view = sheet.view;
    let open = risks(sheet).iter().filter(|it| it.it.state == "open").count();
    html! {
        @if open == 0 { "No risk is open. " } @else {
            (words::capital(&words::number(open))) @if open == 1 { " risk may still come. " } @else { " risks may still come. " }
        }
        @if !view.text("review_on").is_empty() { "The list is opened again " (when(sheet, view.text("review_on"))) "." }
    }
}

fn when(sheet: Sheet, day: &str) -> String {
    let Ok(day) = day.parse() else { return day.to_owned() };
    let said = words::distance(day, sheet.frame.today);
    if said.starts_with(|it: char| it.is_ascii_digit()) && !said.ends_with("ago") {
        return format!("on {said}");
    }
    said
}

/// What became of them, as counts of risks.
pub(super) fn verdicts(sheet: Sheet) -> Markup {
    let of = |state: &str| risks(sheet).iter().filter(|it| it.it.state == state).count();
    let said: Vec<String> = [
        (of("occurred"), "occurred"),
        (of("mitigated"), "did not because we had acted"),
        (of("unmitigated"), "did not by themselves"),
        (of("unclear"), "cannot be told"),
    ]
    .into_iter()
    .filter(|it| it.0 > 0)
    .map(|(n, says)| format!("{n} {says}"))
    .collect();
    let all = risks(sheet).len();
    html! { "Of " (words::count(all as i64, "risk")) ", " (words::list(&said)) "." }
}

fn risks<'a>(sheet: Sheet<'a>) -> &'a [Item] {
    sheet.view.hung("risk").map(|it| it.items.as_slice()).unwrap_or_default()
}

pub(super) fn watching(sheet: Sheet) -> Markup {
    let view = sheet.view;
    let version = view.dossier.record.version;
    html! {
        section {
            h2 { "Risks and their tripwires" }
            @if risks(sheet).is_empty() { p.soft { "Nothing was planned for." } }
            @for risk in risks(sheet) { (planned_risk(sheet, risk)) }
        }
        (loose_wires(sheet))
        (hit_line(sheet))
        (moves(sheet.frame, sheet.base, version, &view.steps, view.refused.as_ref()))
        @if !view.text("learned").is_empty() { section { h2 { "What we take from it" } (crate::safe::prose(view.text("learned"))) } }
        (foresight(sheet))
        (estimates(sheet))
        (all_cards(sheet))
    }
}

/// Tripwires that name no risk of this list.
fn loose_wires(sheet: Sheet) -> Markup {
    let Some(wires) = sheet.view.hung("tripwire") else { return html! {} };
    let known = |item: &&Item| {
        risks(sheet).iter().all(|risk| !item.it.list("risks").contains(&risk.it.id.to_string()))
    };
    let loose: Vec<Item> = wires.items.iter().filter(known).cloned().collect();
    html! {
        @if !loose.is_empty() {
            section { h2 { "Other tripwires" } (crate::parts::attached::items(sheet.around(), &super::plan::only(wires.slot, loose))) }
        }
    }
}

/// Only where somebody gave a verdict on what nobody had acted on.
fn hit_line(sheet: Sheet) -> Markup {
    let share = hits(risks(sheet).iter().map(|it| &it.it));
    html! {
        @if share.all > 0 {
            p.soft { "Of the risks nobody acted on, " (share_words(&share)) " occurred. What was held off is no false alarm, and is not counted." }
        }
    }
}

fn share_words(share: &Share) -> String {
    let interval = share
        .interval
        .map(|(low, high)| format!(" (95 %: {:.0}–{:.0} %)", low * 100.0, high * 100.0));
    format!("{} of {}{}", share.some, share.all, interval.unwrap_or_default())
}

/// Before and after as distributions: lower is no worse, and no better.
fn estimates(sheet: Sheet) -> Markup {
    let record = &sheet.view.dossier.record;
    html! {
        section {
            h2 { "How likely success seemed" }
            @if record.rows("before_spread").is_empty() && record.rows("after_spread").is_empty() {
                p.soft { "Not shown: fewer than five people estimated (the limit for groups of people is five)." }
            } @else {
                (spreads(record))
                p.soft.small { "A pre-mortem usually lowers these. Whether that is closer to the truth, only your own outcomes can say." }
            }
        }
    }
}

fn spreads(record: &Record) -> Markup {
    let count = |name: &str, at: usize| {
        record.rows(name).get(at).and_then(|row| row.get("count")).map_or("–", String::as_str)
    };
    let sum = |name: &str| {
        record
            .rows(name)
            .iter()
            .filter_map(|it| it.get("count")?.parse::<usize>().ok())
            .sum::<usize>()
    };
    let middle = |name: &str| match record.text(name) {
        "" => "–".to_owned(),
        text => format!("{text} %"),
    };
    let bands = ["0–19 %", "20–39 %", "40–59 %", "60–79 %", "80–100 %"];
    html! {
        div.wide-table tabindex="0" role="region" aria-label="How likely success seemed" { table {
            thead { tr { th scope="col" { "People who said" } th.num scope="col" { "before" } th.num scope="col" { "after" } } }
            tbody {
                @for (at, band) in bands.iter().enumerate() { tr {
                    th scope="row" { (band) } td.num { (count("before_spread", at)) } td.num { (count("after_spread", at)) }
                } }
                tr { th scope="row" { "median" } td.num { (middle("before_middle")) } td.num { (middle("after_middle")) } }
                tr { th scope="row" { "n" } td.num { (sum("before_spread")) } td.num { (sum("after_spread")) } }
            }
        } }
    }
}

fn all_cards(sheet: Sheet) -> Markup {
    let ranked = ranked(sheet);
    html! {
        @if !ranked.is_empty() {
            details { summary { "All " (words::count(ranked.len() as i64, "card")) ", by their votes" }
                ol.cards { @for (group, tally) in &ranked { li {
                    (card(group.card)) (wordings(&group.merged))
                    @if let Some(tally) = tally { p.small.soft.num-line { "damage " b { (tally.damage) } " · likelihood " b { (tally.likely) } } }
                } } }
            }
        }
    }
}

/// How much of what later contributed to failures had been on a card.
fn foresight(sheet: Sheet) -> Markup {
    let Some(seen) = &sheet.room.foresight else { return html! {} };
    html! {
        section #foresight {
            h2 { "Foresight" }
            @match seen {
                Foresight::NothingToRecall => p { "Nothing to recall: no postmortem that belongs here names a contributing factor. A postmortem belongs when it links here, or to the same intent or decision." },
                Foresight::NotReadYet { factors } => p { (words::capital(&words::number(*factors))) @if *factors == 1 { " factor waits" } @else { " factors wait" } " to be read by two people from different roles, each alone." },
                Foresight::Known { recall, waiting, agreement, provisional } => (known(recall, *waiting, agreement, *provisional)),
            }
            @for (at, factor) in sheet.room.factors.iter().enumerate() { (read(sheet, at, factor)) }
        }
    }
}

fn known(recall: &Recall, waiting: usize, agreement: &Agreement, provisional: bool) -> Markup {
    html! {
        p {
            @if provisional { "So far, " } @else { "In the end, " }
            b { (share_words(&recall.strict)) } " contributing factors were on a card by the same mechanism, "
            b { (share_words(&recall.lenient)) } " if the same category counts too, and "
            b { (share_words(&recall.top)) } " on one of the " (words::count(recall.k as i64, "card")) " that were planned for."
        }
        p.soft.small {
            "The two readers agreed on " (agreement.same) " of " (agreement.pairs) "."
            @if let Some(kappa) = agreement.kappa { " Cohen’s κ " (format!("{kappa:.2}")) "." }
            @if waiting > 0 { " " (words::count(waiting as i64, "factor")) " not read by two yet." }
            " Where they differ, the weaker of the two counts."
        }
    }
}

/// One factor, and my reading of it: without the names on the cards, without the other’s reading.
fn read(sheet: Sheet, at: usize, factor: &Factor) -> Markup {
    let reads = sheet.state() == "running" && !sheet.room.me.is_empty();
    html! {
        div.factor {
            p { span dir="auto" { (factor.text) } " " span.soft.small { "from " a href=(factor.postmortem.1) dir="auto" { (factor.postmortem.0) } ", read by " (factor.readers) } }
            @if reads {
                details.no-print {
                    summary { @if factor.mine.is_some() { "Your reading" } @else { "Was it foreseen? Read it alone" } }
                    (reading_form(sheet, at, factor))
                }
            }
        }
    }
}

fn reading_form(sheet: Sheet, at: usize, factor: &Factor) -> Markup {
    let nothing = Answers::new();
    let mine = factor.mine.as_ref().map_or(&nothing, |it| &it.answers);
    let text = |name: &str| match mine.get(name) {
        Some(Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let card = match mine.get("cards") {
        Some(Value::List(items)) => items.first().map_or("", String::as_str),
        _ => "",
    };
    let action = match &factor.mine {
        Some(mine) => format!("{}/attached/{}/reword", sheet.base, mine.id),
        None => format!("{}/attach/match", sheet.base),
    };
    let role = if text("role").is_empty() { sheet.room.role.as_str() } else { text("role") };
    html! {
        form method="post" id={ "f-factor-" (at) } action=(action) {
            (sheet.frame.token_field())
            input type="hidden" name="once" value={ (sheet.once()) "-factor-" (at) };
            @if let Some(mine) = &factor.mine { input type="hidden" name="version" value=(mine.version); }
            input type="hidden" name="a.factor" value=(factor.key);
            div.field { label for={ "how-" (at) } { "Foreseen?" }
                select id={ "how-" (at) } name="a.how" required {
                    option value="" { "–" }
                    @for (stored, shown) in HOW { option value=(stored) selected[*stored == text("how")] { (shown) } }
                } }
            div.field { label for={ "by-" (at) } { "By which card" }
                select id={ "by-" (at) } name="a.cards" {
                    option value="" { "none" }
                    @for group in groups(&sheet.view.dossier) {
                        @let id = group.card.id.to_string();
                        option value=(id) selected[id == card] { (super::cards::short(group.card.text("text"))) }
                    }
                } }
            div.field { label for={ "role-" (at) } { "Your role" }
                input id={ "role-" (at) } name="a.role" type="text" required maxlength="60" value=(role); }
            button { "Keep my reading" }
        }
    }
}
