//! What holds for a health review: the team leads it, enough are asked, and what was promised stays.

use std::borrow::Cow;

use super::{end, slots};
use crate::finding::{Finding, Weight};
use crate::health::instrument::{Construct, Item, Scale, with_own};
use crate::health::limits::{K, K_COMMENTS, Limits};
use crate::health::opening;
use crate::id::At;
use crate::kind::{Around, Event};
use crate::practice::checks::{Worded, finding, numbers};
use crate::practice::metrics_review::rules::waiting;
use crate::practice::team_led;
use crate::record::{Dossier, FieldProblem, Record, Refusal};

const ROLES: &[&str] = &["lead"];

/// A wave stays open for a week and a half unless the team says otherwise, and for at most so long:
/// what is open for a season is answered by everybody about another month.
const OPEN_DAYS: i64 = 10;
pub const LONGEST_DAYS: i64 = 31;
/// Until it is talked over.
const TALK_DAYS: i64 = 14;

pub fn is_round(record: &Record) -> bool {
    record.text("held_as") == "round"
}

/// How many people a figure and comments need: what the record says, else what the house says.
pub fn limits(record: &Record) -> Result<Limits, Refusal> {
    let number = |name: &str, usual: usize| match record.text(name).trim() {
        "" => Ok(usual),
        text => text.parse().map_err(|_| {
            Refusal::Rule(format!(
                "“{text}” is not a number of people. Write {usual}, for example."
            ))
        }),
    };
    let scores = number("people_needed", K)?;
    Limits::new(scores, number("writers_needed", K_COMMENTS.max(scores))?)
}

/// The house's items and the team's own.
pub fn items(record: &Record) -> Result<Vec<Item>, Vec<FieldProblem>> {
    let own = record.rows("own_items").iter().map(|row| {
        let cell = |name: &str| row.get(name).map_or("", |it| it.trim()).to_owned();
        Item {
            key: Cow::Owned(key(&cell("asks"))),
            construct: Construct::Own,
            asks: Cow::Owned(cell("asks")),
            ends: [Cow::Owned(cell("low")), Cow::Owned(cell("high"))],
            favourable: end(&cell("better")),
            scale: Scale::Words,
        }
    });
    with_own(own.collect())
}

/// The same question has the same key in the next wave, wherever it stands then.
fn key(asks: &str) -> String {
    let mut key = String::from("own");
    for word in asks.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty()) {
        if key.len() + word.len() > 40 {
            break;
        }
        key.push('-');
        key.push_str(&word.to_ascii_lowercase());
    }
    if key == "own" { "own-item".into() } else { key }
}

/// The end of its last day.
pub fn closes(record: &Record) -> Option<At> {
    let day: jiff::civil::Date = record.text("closes_on").trim().parse().ok()?;
    let midnight = day.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(At(midnight.timestamp().as_millisecond()))
}

pub fn may_open(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    team_led::led_by_the_team(dossier, around, ROLES)?;
    if is_round(record) {
        return Err(Refusal::Rule(
            "An open round is talked through and not answered. Write down what you agree on, then press “We have talked it through”.".to_owned(),
        ));
    }
    let limits = limits(record)?;
    if let Err(problems) = items(record) {
        let first = problems.into_iter().next().map_or_else(String::new, |it| it.says);
        return Err(Refusal::Rule(format!("Of the items you added: {first}")));
    }
    let ahead = closes(record).map_or(0, |it| it.since(around.now));
    if !(At::DAY / 2..=(LONGEST_DAYS + 1) * At::DAY).contains(&ahead) {
        return Err(Refusal::Rule(format!(
            "Choose a day to close on: tomorrow or later, so that everybody finds a quiet moment, and within {LONGEST_DAYS} days."
        )));
    }
    // Who is asked beside the team itself is known only where it is opened.
    if slots::joined(dossier).next().is_none() {
        opening::enough(around.at_work, limits)
    } else {
        Ok(())
    }
}

pub fn may_hold(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::led_by_the_team(dossier, around, ROLES)?;
    if is_round(&dossier.record) {
        return Ok(());
    }
    Err(Refusal::Rule(
        "This one is held with ballots. Choose “an open round” above, if you would rather talk it through.".to_owned(),
    ))
}

pub fn may_talk(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::led_by_the_team(dossier, around, ROLES)
}

/// What a wave promised cannot be taken back while it is open or afterwards: what it asks, until when,
/// and how many people a figure needs. More people may be asked for, never fewer.
///
/// Errors: the fields that would break the promise.
pub fn keeps_its_promise(before: &Record, after: &Record) -> Result<(), Vec<FieldProblem>> {
    let wrong = |field: &str, says: String| Err(vec![FieldProblem { field: field.into(), says }]);
    let now = match limits(after) {
        Ok(now) => now,
        Err(refusal) => return wrong("people_needed", refusal.to_string()),
    };
    if before.state == "preparing" {
        return Ok(());
    }
    for name in ["held_as", "closes_on", "own_items"] {
        if before.answers.get(name) != after.answers.get(name) {
            return wrong(name, "This was promised to whoever answers, and stays as it was when the review was opened. Call it off and prepare another, if it has to change.".into());
        }
    }
    let promised = limits(before).unwrap_or_default();
    if promised.kept(now) == now {
        return Ok(());
    }
    let field = if now.scores() < promised.scores() { "people_needed" } else { "writers_needed" };
    wrong(
        field,
        format!(
            "People answered because a figure needs {} of them and comments need {}. That is not lowered afterwards; a higher number is kept.",
            promised.scores(),
            promised.comments()
        ),
    )
}

/// Fills who leads it, until when, and the days on which it was opened, closed and talked over.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    let today = around.now.day();
    let in_days = |days: i64| today.saturating_add(jiff::Span::new().days(days)).to_string();
    let mut usually = |name: &str, day: String| {
        if record.text(name).trim().is_empty() {
            record.put(name, day);
        }
    };
    match event {
        Event::Begun => {
            usually("closes_on", in_days(OPEN_DAYS));
            team_led::fill_by_whoever_opens(record, "lead", around);
        }
        Event::Moved("open") => record.put("opened_on", today.to_string()),
        Event::Moved("close") => {
            usually("talk_on", in_days(TALK_DAYS));
            // It was open until here, and asks for nothing on that day any more.
            record.answers.remove("closes_on");
            record.put("closed_on", today.to_string());
        }
        Event::Moved("talk" | "hold") => record.put("talked_on", today.to_string()),
        Event::Moved(_) | Event::Saved(_) => {}
    }
}

/// What the page asks beyond the answers; private to whoever may edit.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found: Vec<Finding> = team_led::noticed(dossier, around, ROLES).into_iter().collect();
    found.extend(numbers::wording("outcome", record.text("outcome"), around.names));
    found.extend(waiting(dossier, around.now));
    if record.state != "preparing" {
        return found;
    }
    let limits = limits(record);
    if let Err(refusal) = &limits {
        found.push(
            finding("few-needed", Weight::Blocks, "people_needed", record.text("people_needed"))
                .saying(&refusal.to_string(), "How many people should a figure need?"),
        );
    }
    let is_alone = slots::joined(dossier).next().is_none();
    let is_short = opening::enough(around.at_work, limits.unwrap_or_default()).is_err();
    if !is_round(record) && is_alone && is_short {
        found.push(finding("too-few", Weight::Blocks, "held_as", "").saying(
            "Too few are in this team for ballots: each could be found out, and nobody should write a word before knowing that.",
            "Would you talk it through instead, or ask a team below to join?",
        ));
    }
    for problem in items(record).err().unwrap_or_default() {
        found.push(
            finding("own-item", Weight::Blocks, "own_items", "")
                .saying(&problem.says, "How would you put it?"),
        );
    }
    found
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
