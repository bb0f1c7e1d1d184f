//! When a decision holds, when it is looked at again, and what its page asks.

use jiff::civil::Date;

use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Around, Event};
use crate::people::{ActorKind, bare, is_among, same_handle};
use crate::record::{Dossier, Record, Refusal};

/// Days until a decision is looked at again, by how hard it is to undo (`domain.md` 3.5). What can
/// be undone within hours is sampled, not reviewed one by one.
static REVIEW_AFTER: &[(&str, Option<i64>)] = &[
    ("hour", None),
    ("day", None),
    ("sprint", Some(30)),
    ("quarter", Some(90)),
    ("never", Some(180)),
];

/// Where the map says nothing about undoing.
const REVIEW_DAYS: i64 = 90;

pub fn has_a_choice(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if options(&dossier.record).count() >= 2 {
        return Ok(());
    }
    let says = "Name at least two options first; doing nothing counts. If it is already decided, write it down as that.";
    Err(Refusal::Rule(says.to_owned()))
}

pub fn by_another(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    if record.text("superseded_by") == record.id.as_str() {
        return Err(Refusal::Rule(
            "A decision cannot replace itself; name the other one.".to_owned(),
        ));
    }
    Ok(())
}

/// Fills what the house keeps: who decided and when, when to look again, when the outcome was known.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    match event {
        Event::Moved(step @ ("decide" | "write_down")) => {
            record.put("decided_on", around.now.day().to_string());
            if let Some(actor) = around.actor.filter(|_| record.text("decider").is_empty()) {
                record.put("decider", actor.handle.clone());
            }
            if step == "write_down" {
                record.put("recorded_late", "yes");
            }
            set_review(record, around);
        }
        Event::Moved("take_up") => set_review(record, around),
        Event::Moved("outcome") => record.put("known_at", around.now.to_string()),
        Event::Begun | Event::Saved(_) | Event::Moved(_) => {}
    }
}

fn set_review(record: &mut Record, around: &Around) {
    if let Some(day) = review_day(record, around).filter(|_| record.text("review_on").is_empty()) {
        record.put("review_on", day.to_string());
    }
}

/// Whether it was decided somewhere else and came in afterwards: no measure of how people here
/// decide counts it.
pub fn is_taken_over(record: &Record) -> bool {
    !record.text("from_elsewhere").is_empty()
}

/// Whose call it is by its frozen route, as the route names them; none where nothing was routed.
pub fn deciders(record: &Record) -> impl Iterator<Item = &str> {
    record.text("deciders").split(", ").map(str::trim).filter(|it| !it.is_empty())
}

/// The first forecast's date, else by how hard it is to undo; `None` where it is only sampled.
pub fn review_day(record: &Record, around: &Around) -> Option<Date> {
    let forecasts = around.attached.iter().filter(|it| it.slot == "forecast" && it.state == "open");
    let first = forecasts.filter_map(|it| it.text("resolve_by").trim().parse::<Date>().ok()).min();
    let undo = value(record, "undo");
    let days = REVIEW_AFTER.iter().find(|it| it.0 == undo).map_or(Some(REVIEW_DAYS), |it| it.1);
    first.or_else(|| Some(around.now.plus(days? * At::DAY).day()))
}

/// One value of the case, or "".
pub fn value<'a>(record: &'a Record, dimension: &str) -> &'a str {
    let row =
        record.rows("case").iter().find(|row| row.get("name").is_some_and(|it| it == dimension));
    row.and_then(|it| it.get("value")).map_or("", String::as_str)
}

pub fn options(record: &Record) -> impl Iterator<Item = &str> {
    record
        .rows("options")
        .iter()
        .filter_map(|row| row.get("option"))
        .map(|it| it.trim())
        .filter(|it| !it.is_empty())
}

/// What the page asks beyond the answers: at most one thing about each part.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let decided = matches!(record.state.as_str(), "decided" | "known");
    let mut found = Vec::new();
    let mut note = |rule, weight, place: &str, words: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, weight, says, asks).at(place).of(words));
    };
    if options(record).count() == 1 {
        let only = options(record).next().unwrap_or_default();
        note(
            "one-option",
            Weight::Warns,
            "options",
            only,
            "One option is no choice.",
            "What would doing nothing look like?",
        );
    }
    let chosen = record.text("chosen").trim();
    let named = |it: &str| it.eq_ignore_ascii_case(chosen) || chosen.starts_with(it);
    if !chosen.is_empty() && options(record).count() > 1 && !options(record).any(named) {
        note(
            "not-among",
            Weight::Note,
            "chosen",
            chosen,
            "What is chosen is not among the options.",
            "Which option is it?",
        );
    }
    if decided
        && dossier.slot("forecast").next().is_none()
        && matches!(value(record, "undo"), "quarter" | "never")
    {
        note(
            "no-forecast",
            Weight::Note,
            "forecast",
            "",
            "This is hard to undo.",
            "What do you expect to happen, and by when?",
        );
    }
    let review = record.text("review_on");
    let overdue = |today: Date| review.parse::<Date>().is_ok_and(|day| day < today);
    if record.state == "decided" && around.today.is_some_and(overdue) {
        note(
            "review-due",
            Weight::Warns,
            "review_on",
            review,
            "The day to look at this again has passed.",
            "How did it turn out?",
        );
    }
    let decider = bare(record.text("decider"));
    let is_agent = around.actor.filter(|it| it.kind == ActorKind::Agent);
    if is_among(around.agents, decider)
        || is_agent.is_some_and(|it| same_handle(&it.handle, decider))
    {
        note(
            "agent",
            Weight::Note,
            "decider",
            decider,
            "An agent acted here.",
            "Which person answers for it?",
        );
    }
    found
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
