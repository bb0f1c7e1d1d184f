//! When an intent may start, and what sends it back to be restated.

use crate::attachment::Attachment;
use crate::finding::Weight;
use crate::id::At;
use crate::kind::{Around, Event};
use crate::practice::{checks, team_led};
use crate::record::{Dossier, Record, Refusal, Row};

/// House default: a quarter after it started.
const REVIEW_AFTER_DAYS: i64 = 90;

/// Teams this small may mean the same without a ceremony, if they say why.
const MAY_WAIVE: std::ops::RangeInclusive<usize> = 2..=3;

/// The agreed backbrief that holds for the intent as it now reads.
pub fn restated(dossier: &Dossier) -> Option<&Attachment> {
    let since = meant_at(&dossier.record);
    dossier.slot("backbrief").find(|it| {
        it.state == "agreed" && it.author != dossier.record.author && it.made_at >= since
    })
}

/// For the move to *backbriefed*.
pub fn was_restated(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if restated(dossier).is_some() {
        return Ok(());
    }
    let small = MAY_WAIVE.contains(&around.team_size);
    if small && !dossier.record.text("waiver").trim().is_empty() {
        return Ok(());
    }
    let changed =
        meant_at(&dossier.record) > At::default() && dossier.slot("backbrief").next().is_some();
    Err(Refusal::Rule(match () {
        () if around.team_size == 1 => {
            "You are the only one on this team. A briefed intent is as useful as an active one; it can start once somebody else has said it in their own words.".to_owned()
        }
        () if small => "Somebody else says it in their own words and you agree; in a team this small you may instead write why nobody needs to.".to_owned(),
        () if changed => "Its meaning has changed since it was restated: somebody says it once more in their own words.".to_owned(),
        () => "Somebody else on the team first says it in their own words, and whoever briefed it agrees.".to_owned(),
    }))
}

/// For the move to *active*: restated, and nothing left that holds it up.
pub fn may_start(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    was_restated(dossier, around)?;
    let blocks: Vec<String> = checks::intent(dossier, around)
        .into_iter()
        .filter(|it| it.weight == Weight::Blocks)
        .map(|it| format!("{} {}", it.says, it.asks))
        .collect();
    if blocks.is_empty() { Ok(()) } else { Err(Refusal::Rule(blocks.join(" "))) }
}

/// Whether a save changed what people agreed to: purpose, end state or a hard limit.
pub fn reopens_backbrief(before: &Record, after: &Record) -> bool {
    let words = |record: &Record, name: &str| plain(record.text(name));
    words(before, "purpose") != words(after, "purpose") && !words(before, "purpose").is_empty()
        || words(before, "end_state") != words(after, "end_state")
        || hard_limits(before) != hard_limits(after)
}

/// Fills the owner, the review date and when the meaning last changed; sends a changed intent back
/// to *briefed*, so that it is restated before work goes on.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    match event {
        Event::Begun => team_led::fill_by_whoever_opens(record, "owner", around),
        Event::Saved(before) if record.state != "draft" && reopens_backbrief(before, record) => {
            record.put("meant_at", around.now.to_string());
            // A review or an end stays what it was: only what is still being worked towards is restated.
            if matches!(record.state.as_str(), "backbriefed" | "active") {
                record.state = "briefed".to_owned();
            }
        }
        Event::Moved("activate") if record.text("review_on").is_empty() => {
            let day = around.now.plus(REVIEW_AFTER_DAYS * At::DAY).day();
            record.put("review_on", day.to_string());
        }
        Event::Saved(_) | Event::Moved(_) => {}
    }
}

fn meant_at(record: &Record) -> At {
    let moment = record.text("meant_at").parse::<jiff::Timestamp>();
    moment.map_or(At::default(), |it| At(it.as_millisecond()))
}

fn hard_limits(record: &Record) -> Vec<String> {
    let hard = |row: &&Row| row.get("hardness").is_some_and(|it| it == "hard");
    let statement = |row: &Row| plain(row.get("statement").map_or("", String::as_str));
    let mut limits: Vec<_> =
        record.rows("constraints").iter().filter(hard).map(statement).collect();
    limits.sort();
    limits
}

/// Spacing and letter case are not meaning.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
