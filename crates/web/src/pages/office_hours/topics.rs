//! Topics: brought with one sentence, voted for, talked about, taken further.

use domain::attachment::SlotMove;
use domain::practice::office_hours::slots::{ABOUT, NO_TOPIC, OUTCOMES, TOPIC};
use domain::practice::office_hours::{asks, becomes};
use domain::record::Answers;
use maud::{Markup, html};

use super::{DateShown, Queued, Sheet};
use crate::pages::record::shown;
use crate::parts::attached::{self, Item};
use crate::parts::field::Fields;
use crate::parts::link;
use crate::safe::prose;
use crate::words;

/// Talked-about topics shown at once.
const SHOWN: usize = 5;

/// One line, and a date if one likes.
pub(super) fn bring(sheet: Sheet) -> Markup {
    let Some(hung) = sheet.view.hung(TOPIC.name).filter(|it| it.may_add) else {
        return html! {};
    };
    let nothing = Answers::new();
    let (answers, problems) = match &hung.tried {
        Some((answers, problems)) => (answers, problems.as_slice()),
        None => (&nothing, &[][..]),
    };
    let said = |name: &str| match answers.get(name) {
        Some(domain::record::Value::Text(text)) => text.as_str(),
        _ => "",
    };
    let fields = Fields::of(&sheet.view.choices, "n-topic-", (answers, problems));
    let asks = |name: &str| TOPIC.asks.iter().find(|it| it.name == name);
    let more: Vec<_> = ["about", "tried", "need"].into_iter().filter_map(asks).collect();
    html! {
        section.no-print {
            h2 { "Bring a topic" }
            form #f-topic method="post" action={ (sheet.base) "/attach/topic" } {
                (sheet.frame.token_field())
                @for it in problems { p.problem role="alert" { (it.says) } }
                div.field { label for="n-topic-f-text" { "One sentence; half-formed is fine" }
                    input #n-topic-f-text name="a.text" type="text" value=(said("text")) maxlength="300" required dir="auto" autocomplete="off"; }
                details open[hung.tried.is_some()] {
                    summary { "Name a date, or say more" }
                    div.field { label for="n-topic-f-on" { "For the date" } (date_choice(sheet, "n-topic-f-on", "a.wished_on", "the next one with room")) }
                    (fields.group("", &more))
                }
                div.acts { button { "Bring it" } }
            }
        }
    }
}

/// The dates there are; a full one says so and cannot be chosen.
fn date_choice(sheet: Sheet, id: &str, name: &str, none: &str) -> Markup {
    let dates = sheet.hours.dates.iter().filter(|it| !it.off);
    html! {
        select id=(id) name=(name) {
            @if !none.is_empty() { option value="" { (none) } }
            @for it in dates { option value=(it.day) disabled[it.room == 0] { (it.words) @if it.room == 0 { " (full)" } } }
        }
    }
}

/// The queue of one date, in its order.
pub(super) fn queue(sheet: Sheet, topics: &[Queued]) -> Markup {
    html! {
        @if !topics.is_empty() {
            ol.thread { @for it in topics { @if let Some(item) = find(sheet, &it.id) { (one(sheet, item, &it.instead)) } } }
        }
    }
}

pub(super) fn lines(sheet: Sheet, ids: &[String]) -> Markup {
    html! { ol.thread { @for id in ids { @if let Some(item) = find(sheet, id) { (one(sheet, item, "")) } } } }
}

fn find<'a>(sheet: Sheet<'a>, id: &str) -> Option<&'a Item> {
    sheet.view.hung(TOPIC.name)?.items.iter().find(|it| it.it.id.as_str() == id)
}

fn in_state<'a>(sheet: Sheet<'a>, state: &'a str) -> impl DoubleEndedIterator<Item = &'a Item> {
    let items = sheet.view.hung(TOPIC.name).map(|it| it.items.as_slice()).unwrap_or_default();
    items.iter().filter(move |it| it.it.state == state)
}

pub(super) fn parked(sheet: Sheet) -> Markup {
    let parked: Vec<_> = in_state(sheet, "parked").collect();
    html! {
        @if !parked.is_empty() {
            section { h2 { "Parked" } ol.thread { @for it in parked {
                (one(sheet, it, &format!("Comes back {}", words::day_text(it.it.text("again_on"), sheet.frame.today))))
            } } }
        }
    }
}

/// Topics that wait while no date can be told: the series has ended, or its answers cannot be read.
pub(super) fn without_dates(sheet: Sheet) -> Markup {
    let told = !sheet.hours.dates.is_empty() || !sheet.hours.left.is_empty();
    let waiting: Vec<_> = in_state(sheet, "waiting").collect();
    html! {
        @if !told && !waiting.is_empty() {
            section { h2 { "Not talked about yet" } ol.thread { @for it in waiting { (one(sheet, it, "")) } } }
        }
    }
}

/// The newest first; older ones folded away.
pub(super) fn talked(sheet: Sheet) -> Markup {
    let mut done: Vec<_> = in_state(sheet, "done").collect();
    done.sort_by(|a, b| b.it.text("talked_at").cmp(a.it.text("talked_at")));
    let (new, old) = done.split_at(done.len().min(SHOWN));
    html! {
        @if !done.is_empty() {
            section {
                h2 { "What came of it" }
                ol.thread { @for it in new { (one(sheet, it, "")) } }
                @if !old.is_empty() {
                    details { summary { (words::capital(&words::number(old.len()))) " older" }
                        ol.thread { @for it in old { (one(sheet, it, "")) } } }
                }
            }
        }
    }
}

/// A topic with what is known of it, one's vote, and what one may do.
fn one(sheet: Sheet, item: &Item, instead: &str) -> Markup {
    let it = &item.it;
    html! {
        li id={ "at-" (it.id) } {
            p dir="auto" { (it.text("text")) }
            @if !instead.is_empty() { p.small.soft { (instead) "." } }
            @for (label, name) in [("Tried already: ", "tried"), ("Needed: ", "need")] {
                @if !it.text(name).is_empty() { p.small dir="auto" { span.soft { (label) } (it.text(name)) } }
            }
            p.by { (by(sheet, item)) }
            @if it.state == "done" { (came(it, sheet.frame.today)) }
            @if it.state == "waiting" {
                @if sheet.hours.i_host && let Some(first) = asks::first(it) {
                    p.small { span.soft { "Worth asking first: " } (first.text) }
                }
                (vote(sheet, item))
            }
            (acts(sheet, item))
        }
    }
}

fn by(sheet: Sheet, item: &Item) -> Markup {
    let it = &item.it;
    html! {
        (item.by) ", " time datetime=(it.made_at) { (words::ago(it.made_at, sheet.frame.now)) }
        @if !it.text("about").is_empty() { " · " (shown(ABOUT, it.text("about"))) }
        @if it.state == "done" { " · " span.state.shut { (shown(OUTCOMES, it.text("outcome"))) } }
    }
}

/// The notes, and the record it became.
fn came(it: &domain::attachment::Attachment, today: jiff::civil::Date) -> Markup {
    let became = it.text("became");
    html! {
        @if !it.text("notes").is_empty() { div.reply { (prose(&words::dated(it.text("notes"), today))) } }
        @if !became.is_empty() { p.small { (link::to(became, "What it became")) } }
        @if let Some((team, number)) = becomes::version_of(it.text("map")) { p.small { (version(team, number)) } }
    }
}

/// The change of a map that a topic led to; its first version changes nothing that was there.
fn version(team: &str, number: i64) -> Markup {
    let changed = format!("/lanes/changes?team={team}&from={}&to={number}", number - 1);
    let to = if number > 1 { changed } else { format!("/lanes?team={team}") };
    html! { a href=(to) { "What it changed on the map" } }
}

/// One press for and one press back; numbers only.
fn vote(sheet: Sheet, item: &Item) -> Markup {
    let id = item.it.id.to_string();
    let n = sheet.hours.votes.get(&id).copied().unwrap_or(0);
    let mine = sheet.hours.my_votes.contains(&id);
    let others = sheet.hours.my_votes.iter().filter(|it| **it != id);
    html! {
        @if sheet.hours.may_vote {
            form.acts.no-print method="post" action={ (sheet.base) "/attach/topic_vote" } {
                (sheet.frame.token_field())
                input type="hidden" name="a.topics" value="";
                @for it in others { input type="hidden" name="a.topics" value=(it); }
                @if !mine { input type="hidden" name="a.topics" value=(id); }
                @else if sheet.hours.my_votes.len() == 1 { input type="hidden" name="a.topics" value=(NO_TOPIC); }
                button.plain aria-pressed=(mine.to_string()) { @if mine { "I would come ✓" } @else { "I would come" } }
                span.soft.small { (would_come(n, mine)) }
            }
        } @else if n > 0 { p.soft.small { (would_come(n, false)) } }
    }
}

fn would_come(n: usize, mine: bool) -> String {
    match (n, mine) {
        (0, _) => String::new(),
        (1, true) => "Only you so far.".to_owned(),
        (1, false) => "One would come.".to_owned(),
        (n, _) => format!("{} would come.", words::capital(&words::number(n))),
    }
}

fn acts(sheet: Sheet, item: &Item) -> Markup {
    let plain: Vec<&'static SlotMove> = item
        .moves
        .iter()
        .copied()
        .filter(|it| ![becomes::STEP, becomes::MAP_STEP, "move"].contains(&it.name))
        .collect();
    let may_become = item.moves.iter().any(|it| it.name == becomes::STEP)
        && item.it.text("became").is_empty()
        && item.it.text("map").is_empty();
    html! {
        @if !item.moves.is_empty() || item.may_reword {
            div.acts.no-print {
                @for step in &plain { (attached::act(sheet.around(), &TOPIC, item, step)) }
                @if item.moves.iter().any(|it| it.name == "move") { (move_to(sheet, item)) }
                @if may_become { (way_on(sheet, item)) }
                @if item.may_reword { (attached::reword(sheet.around(), &TOPIC, item)) }
            }
        }
    }
}

fn move_to(sheet: Sheet, item: &Item) -> Markup {
    let id = format!("m-{}-on", item.it.id);
    let any = sheet.hours.dates.iter().any(|it: &DateShown| !it.off && it.room > 0);
    html! {
        @if any {
            details { summary { "Move it to another date" }
                form method="post" action={ (sheet.base) "/attached/" (item.it.id) "/move" } {
                    (sheet.frame.token_field())
                    input type="hidden" name="version" value=(item.it.version);
                    div.field { label for=(id) { "To the date" } (date_choice(sheet, &id, "a.move_to", "")) }
                    button { "Move it" }
                }
            }
        }
    }
}

/// One step to what it turned out to be; the form is filled with what was said.
fn way_on(sheet: Sheet, item: &Item) -> Markup {
    let from = format!("{}.{}", sheet.view.dossier.record.id, item.it.id);
    html! {
        @if !sheet.hours.ways_on.is_empty() {
            details { summary { "Take it further" }
                p.small { "The form is filled with what was said. Whoever begins it owns it, and each leads to the other." }
                ul { @for (kind, label) in &sheet.hours.ways_on { li { a href={ "/" (kind) "/new?from=" (from) } { (label) } } }
                    li { a href={ "/lanes/edit?team=" (sheet.view.team.1) "&from=" (from) } { "Propose a change of the map" } } }
            }
        }
    }
}
