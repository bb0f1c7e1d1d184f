//! Signals that are a count of records today or in half a year.

use std::collections::BTreeSet;

use super::{HALF_A_YEAR, Seen, TODAY, Told, some};
use crate::attachment::Attachment;
use crate::id::At;
use crate::measure::words::count;
use crate::practice::checks::text::words;
use crate::record::Record;

/// More at once, and none is an intent (`domain.md` 10.1).
const MOST_ACTIVE: usize = 3;
/// Waiting for advice, or for an intent to be said back.
const WAITING_DAYS: i64 = 7;
const FEEDBACK_DAYS: i64 = 30;

const CLOSED: [&str; 3] = ["closed", "withdrawn", "reviewed"];

fn open<'a>(seen: &'a Seen) -> impl Iterator<Item = &'a Record> {
    seen.intents.iter().filter(|it| !it.retired && !CLOSED.contains(&it.state.as_str()))
}

pub(super) fn active(seen: &Seen) -> Told {
    let n = open(seen).filter(|it| it.state == "active").count();
    let says = format!("{} active today.", capital(&some(n, "intent")));
    Told::count(n, TODAY, says, n > MOST_ACTIVE)
        .doubting("More than three stands out: a house rule, and not a law.")
}

pub(super) fn unclear(seen: &Seen) -> Told {
    let all = open(seen).count();
    let says = match all {
        0 => "No intent is open.".to_owned(),
        _ => format!("A check holds up {} of {}.", seen.held_up, count(all, "open intent")),
    };
    Told::count(all, TODAY, says, all > 0 && seen.held_up * 2 >= all)
        .doubting("Checks read English only, and see words and not sense.")
}

pub(super) fn unrestated(seen: &Seen) -> Told {
    let waits = |it: &&Record| it.state == "briefed" && is_older(it.changed_at, seen, WAITING_DAYS);
    let (all, n) = (open(seen).count(), open(seen).filter(waits).count());
    let says =
        format!("{} briefed more than a week ago and not said back.", capital(&some(n, "intent")));
    Told::count(all, TODAY, says, n > 0)
}

pub(super) fn cut_off(seen: &Seen) -> Told {
    let is_gone = |id: &str| {
        seen.wider
            .iter()
            .any(|it| it.id.as_str() == id && matches!(it.state.as_str(), "closed" | "withdrawn"))
    };
    let serving: Vec<&Record> = open(seen).filter(|it| !it.text("parent").is_empty()).collect();
    let n = serving.iter().filter(|it| is_gone(it.text("parent").trim())).count();
    let says =
        format!("{} whose wider intent is closed or withdrawn.", capital(&some(n, "open intent")));
    Told::count(serving.len(), TODAY, says, n > 0)
}

pub(super) fn reviewed(seen: &Seen) -> Told {
    let lately = |it: &&Record| {
        matches!(it.state.as_str(), "reviewed" | "closed") && it.changed_at >= seen.since()
    };
    let n = seen.intents.iter().filter(lately).count();
    let says = format!("{} reviewed or closed.", capital(&some(n, "intent")));
    Told::count(n, HALF_A_YEAR, says, false)
}

pub(super) fn decided(seen: &Seen) -> Told {
    let n = seen.decisions.iter().filter(|it| !it.retired && it.opened_at >= seen.since()).count();
    let says = format!("{} written down.", capital(&some(n, "decision")));
    Told::count(n, HALF_A_YEAR, says, n < 3)
        .doubting("What was decided and not written down is not seen.")
}

pub(super) fn advice(seen: &Seen) -> Told {
    let awaited = |it: &Attachment| it.state == "open" && !it.text("from").is_empty();
    let open = || seen.slot("advice").filter(|(_, it)| awaited(it));
    let n = open().filter(|(_, it)| is_older(it.made_at, seen, WAITING_DAYS)).count();
    let says = format!(
        "Of {}, {n} {} asked for more than a week.",
        advices(open().count()),
        if n == 1 { "was" } else { "were" }
    );
    Told::count(open().count(), TODAY, says, n >= 2)
}

fn advices(n: usize) -> String {
    if n == 1 {
        "one piece of advice that is awaited".into()
    } else {
        format!("{n} pieces of advice that are awaited")
    }
}

pub(super) fn promises(seen: &Seen) -> Told {
    let today = seen.now.day();
    let open: Vec<_> = seen.slot("commitment").filter(|(_, it)| it.state == "open").collect();
    let past = |text: &str| text.parse::<jiff::civil::Date>().is_ok_and(|it| it < today);
    let n = open.iter().filter(|(_, it)| past(it.text("due"))).count();
    let says = format!(
        "Of {}, {n} past {} day.",
        some(open.len(), "open promise"),
        if n == 1 { "its" } else { "their" }
    );
    Told::count(open.len(), TODAY, says, n >= 3 || n > 0 && n * 2 >= open.len())
}

pub(super) fn topics(seen: &Seen) -> Told {
    let mut all: Vec<_> = seen.slot("topic").map(|it| it.1).collect();
    all.sort_by_key(|it| it.made_at);
    let said: Vec<BTreeSet<String>> = all.iter().map(|it| long_words(it.text("text"))).collect();
    let again = |at: usize| said[..at].iter().any(|before| is_alike(before, &said[at]));
    let lately: Vec<usize> = (0..all.len()).filter(|at| all[*at].made_at >= seen.since()).collect();
    let n = lately.iter().filter(|at| again(**at)).count();
    let says = format!("Of {}, {n} like an earlier one.", some(lately.len(), "topic"));
    Told::count(lately.len(), HALF_A_YEAR, says, n >= 2)
        .doubting("Two topics are alike when they share most of their longer words.")
}

fn long_words(text: &str) -> BTreeSet<String> {
    words(text).into_iter().filter(|it| it.chars().count() > 3).collect()
}

fn is_alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let fewer = one.len().min(other.len());
    fewer >= 2 && one.intersection(other).count() * 3 >= fewer * 2
}

pub(super) fn unknowns(seen: &Seen) -> Told {
    let n = seen.slot("unknown").filter(|(_, it)| it.state == "open").count();
    let says = format!("{} on ownership pages.", capital(&some(n, "open line")));
    Told::count(n, TODAY, says, false)
        .doubting("A short list may mean that little is unknown, or that little is said.")
}

pub(super) fn incidents(seen: &Seen) -> Told {
    let n = seen.incidents.iter().filter(|it| !it.retired && it.opened_at >= seen.since()).count();
    let says = format!("{} written.", capital(&some(n, "postmortem")));
    Told::count(n, HALF_A_YEAR, says, n >= 2)
        .doubting("More may mean more incidents, or more that is told.")
}

pub(super) fn feedback(seen: &Seen) -> Told {
    let waits = |state: &str| matches!(state, "raised" | "heard");
    let all: Vec<_> = seen.slot("raised").filter(|(_, it)| waits(&it.state)).collect();
    let n = all.iter().filter(|(_, it)| is_older(it.made_at, seen, FEEDBACK_DAYS)).count();
    let says = format!("Of {} that wait for an answer, {n} for more than thirty days.", all.len());
    Told::count(all.len(), TODAY, says, n > 0)
}

pub(super) fn lanes(id: &str, seen: &Seen) -> Told {
    let Some([gaps, orphans, single, all]) = seen.map else {
        return Told::missing("The team has no map, so nobody knows which lanes there are.");
    };
    match id {
        "lane-gaps" => Told::count(
            gaps,
            TODAY,
            format!("{} in the map.", capital(&some(gaps, "gap"))),
            gaps > 0,
        ),
        "lane-orphans" => Told::count(
            all,
            TODAY,
            format!("Of {}, {orphans} without a holder.", some(all, "lane")),
            orphans > 0,
        ),
        _ => Told::count(
            all,
            TODAY,
            format!("Of {}, {single} with one holder.", some(all, "lane")),
            single > 0 && single * 2 >= all,
        ),
    }
}

fn is_older(at: At, seen: &Seen, days: i64) -> bool {
    seen.now.since(at) > days * At::DAY
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}
