//! When a step may be taken, what the house keeps at each, and what the page asks.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use super::session::{self, Spread, Tally};
use crate::attachment::Attachment;
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Around, Event};
use crate::people::{bare, is_among};
use crate::record::{Dossier, Record, Refusal, Row, Value};

/// Below this a pre-mortem is a conversation, above `MOST` it is held in two groups.
const FEWEST: usize = 4;
const MOST: usize = 12;

fn no(says: &str) -> Result<(), Refusal> {
    Err(Refusal::Rule(says.to_owned()))
}

pub fn may_open(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if session::is_apart(&dossier.record) {
        return no(
            "This one is held apart: open it for 48 hours instead, or change how it is held.",
        );
    }
    sound(dossier, around)
}

pub fn may_open_apart(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if !session::is_apart(&dossier.record) {
        return no(
            "This one is held together: begin it with everybody there, or change how it is held.",
        );
    }
    if horizon(&dossier.record).is_none() {
        return Err(Refusal::Unanswered(vec!["It will have failed by".to_owned()]));
    }
    sound(dossier, around)
}

/// The day lies ahead, and whoever leads through it does the work.
fn sound(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let day = horizon(&dossier.record);
    if day.zip(around.today).is_some_and(|(day, today)| day <= today) {
        return no("The day we imagine ourselves on lies ahead of us; choose a later one.");
    }
    let leads = facilitator(&dossier.record);
    if is_among(around.leads, leads) {
        return Err(Refusal::Rule(format!(
            "@{leads} leads this team from outside the work. Somebody of the team leads through a pre-mortem."
        )));
    }
    Ok(())
}

pub fn has_cards(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if all(dossier, around, "card").next().is_some() {
        return Ok(());
    }
    no("Nobody has written a card yet. Give it a little longer, or call it off.")
}

pub fn has_votes(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if all(dossier, around, "vote").next().is_some() {
        return Ok(());
    }
    no("Nobody has voted yet.")
}

pub fn has_plans(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if dossier.slot("risk").next().is_some() {
        return Ok(());
    }
    no("Plan for at least one card first; accepting it is a plan too.")
}

pub fn has_verdicts(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let open = dossier.slot("risk").filter(|it| it.state == "open").count();
    match open {
        0 => Ok(()),
        1 => no("One risk waits for its verdict: did it occur? “We cannot tell” is one."),
        n => Err(Refusal::Rule(format!(
            "{n} risks wait for their verdicts: did they occur? “We cannot tell” is one."
        ))),
    }
}

/// What hangs there in one slot, whether whoever acts may see it or not.
fn all<'a>(
    dossier: &'a Dossier,
    around: &'a Around,
    slot: &'a str,
) -> impl Iterator<Item = &'a Attachment> {
    dossier.slot(slot).chain(around.sealed.iter().filter(move |it| it.slot == slot))
}

pub fn horizon(record: &Record) -> Option<Date> {
    record.text("horizon").trim().parse().ok()
}

pub fn facilitator(record: &Record) -> &str {
    bare(record.text("facilitator"))
}

/// Fills what the house keeps. Whoever takes a step leads from there on: so nobody who has gone
/// can hold up the others.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    let Event::Moved(step) = event else { return };
    if let Some(actor) = around.actor {
        record.put("facilitator", actor.handle.clone());
    }
    match step {
        "longer" => {
            let more = if session::is_apart(record) { At::DAY } else { 3 * session::MINUTE };
            let from = session::until(record).unwrap_or(around.now).max(around.now);
            record.put("until", from.plus(more).to_string());
            return;
        }
        "open" | "send" => record.put("held_on", around.now.day().to_string()),
        "reveal" => {
            record.revealed = true;
            keep_spread(record, around, "before");
        }
        "count" => keep_tally(record, around),
        "watch" => {
            keep_spread(record, around, "after");
            open_again(record, around);
        }
        "again" => {
            let times = reviewed(record) + 1;
            record.put("reviewed", times.to_string());
            open_again(record, around);
        }
        _ => {}
    }
    match session::length_of(record, &record.state) {
        Some(length) => record.put("until", around.now.plus(length).to_string()),
        None => drop(record.answers.remove("until")),
    }
}

fn reviewed(record: &Record) -> i64 {
    record.text("reviewed").parse().unwrap_or(0)
}

/// A third of the way, two thirds, and the day itself: the next of these that lies ahead.
pub fn review_days(held: Date, horizon: Date) -> [Date; 3] {
    let days = held.until((Unit::Day, horizon)).map_or(0, |it| i64::from(it.get_days())).max(0);
    let after = |days: i64| held.checked_add(days.days()).unwrap_or(horizon);
    [after(days / 3), after(days * 2 / 3), horizon]
}

fn open_again(record: &mut Record, around: &Around) {
    let Some(horizon) = horizon(record) else { return };
    let held = record.text("held_on").parse().unwrap_or(around.now.day());
    let days = review_days(held, horizon);
    let nth = usize::try_from(reviewed(record)).unwrap_or(0).min(days.len());
    let ahead = |day: &&Date| **day > around.now.day();
    let next = days[nth..].iter().find(ahead).copied().unwrap_or(horizon);
    record.put("review_on", next.to_string());
}

fn keep_tally(record: &mut Record, around: &Around) {
    let dossier = Dossier { record: record.clone(), attached: around.attached.to_vec() };
    let votes: Vec<&Attachment> = all(&dossier, around, "vote").collect();
    let row = |it: Tally| {
        Row::from([
            ("card".to_owned(), it.card.to_string()),
            ("damage".to_owned(), it.damage.to_string()),
            ("likely".to_owned(), it.likely.to_string()),
        ])
    };
    let tally = session::tally(&dossier, votes.iter().copied());
    record.put("voters", votes.len().to_string());
    // A hundred rows are what a record holds; the order is by votes, so nothing of weight is cut.
    let rows = tally.into_iter().take(crate::record::ROWS).map(row).collect();
    record.answers.insert("tally".to_owned(), Value::Rows(rows));
}

/// Bands and a median of five people or more; below that the estimates stay with their writers.
fn keep_spread(record: &mut Record, around: &Around, slot: &str) {
    let given = around.attached.iter().chain(around.sealed).filter(|it| it.slot == slot);
    let Some(Spread { bands, median, .. }) = session::spread(given) else { return };
    let row = |(from, to, people): (u8, u8, usize)| {
        Row::from([
            ("band".to_owned(), format!("{from}–{to}")),
            ("count".to_owned(), people.to_string()),
        ])
    };
    record.answers.insert(format!("{slot}_spread"), Value::Rows(bands.map(row).to_vec()));
    record.put(&format!("{slot}_middle"), format!("{median}"));
}

/// What the page asks; private to whoever may edit.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let mut note = |rule, weight, place: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, weight, says, asks).at(place));
    };
    if record.state == "planned" {
        if is_among(around.leads, facilitator(record)) {
            note(
                "leads-from-outside",
                Weight::Blocks,
                "facilitator",
                "Whoever leads the team from outside the work does not lead through its pre-mortem.",
                "Who of the team could?",
            );
        }
        if record.text("plan").is_empty()
            && record.text("intent").is_empty()
            && record.text("decision").is_empty()
        {
            note(
                "no-plan",
                Weight::Note,
                "plan",
                "There is nothing to read before the writing begins.",
                "What is the plan that failed?",
            );
        }
        if (1..FEWEST).contains(&around.team_size) {
            note(
                "few",
                Weight::Note,
                "",
                "Fewer than four people see few ways to fail.",
                "Who from another team or role would see it differently?",
            );
        }
        if around.team_size > MOST {
            note(
                "many",
                Weight::Note,
                "",
                "More than twelve people read out for too long.",
                "Could two groups hold it, and put their cards together?",
            );
        }
    }
    let unwatched = |risk: &&Attachment| {
        risk.state == "open"
            && !dossier.slot("tripwire").any(|it| it.list("risks").contains(&risk.id.to_string()))
    };
    if matches!(record.state.as_str(), "closing" | "running")
        && let Some(risk) = dossier.slot("risk").find(unwatched)
    {
        note(
            "no-tripwire",
            Weight::Note,
            "risk",
            &format!("Nobody watches for “{}”.", risk.text("text")),
            "What would we see first, and on which day do we look?",
        );
    }
    found
}
