//! What holds for a metrics review: the team leads it, and one reading is not enough.

use std::collections::BTreeSet;

use crate::attachment::commitment;
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Around, Event};
use crate::practice::checks::{Worded, finding, numbers};
use crate::practice::support::{OPENED, SUPPORT, request_waits};
use crate::practice::team_led;
use crate::record::{Dossier, Record, Refusal};

const ROLES: &[&str] = &["lead"];

/// Until the team looks again, if it names no day itself: thirteen weeks.
pub const QUARTER_DAYS: i64 = 91;

/// Readings of the same figures before they may be shared (`domain.md` 7.8).
pub const EXPLANATIONS: usize = 2;

pub fn may_share(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    team_led::led_by_the_team(dossier, around, ROLES)?;
    if explanations(&dossier.record).len() >= EXPLANATIONS {
        return Ok(());
    }
    Err(Refusal::Rule(
        "One explanation is the one we came with. Write a second: what else would have left the same figures?".to_owned(),
    ))
}

/// Fills who leads it, when it was shared and looked at again, and the day to do so.
pub fn settle(record: &mut Record, event: Event, around: &Around) {
    let today = around.now.day();
    match event {
        Event::Begun => team_led::fill_by_whoever_opens(record, "lead", around),
        Event::Moved("share") => {
            record.put("shared_on", today.to_string());
            if record.text("look_again_on").trim().is_empty() {
                let quarter = jiff::Span::new().days(QUARTER_DAYS);
                record.put("look_again_on", today.saturating_add(quarter).to_string());
            }
        }
        Event::Moved("look") => record.put("looked_on", today.to_string()),
        Event::Moved(_) | Event::Saved(_) => {}
    }
}

/// Written twice in the same words, it is one.
fn explanations(record: &Record) -> BTreeSet<String> {
    let said = record.rows("explanations").iter().filter_map(|it| it.get("explanation"));
    said.map(|it| it.trim().to_lowercase()).filter(|it| !it.is_empty()).collect()
}

/// What the page asks beyond the answers; private to whoever may edit.
pub fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found: Vec<Finding> = team_led::noticed(dossier, around, ROLES).into_iter().collect();
    for place in ["saw", "surprised", "shows_now"] {
        found.extend(numbers::wording(place, record.text(place), around.names));
    }
    let read = record.rows("explanations").iter().filter_map(|it| it.get("explanation"));
    let read: Vec<&str> = read.map(String::as_str).collect();
    found.extend(numbers::wording("explanations", &read.join(".\n"), around.names));
    for it in standing_changes(dossier) {
        found.extend(numbers::wording("", it, around.names));
    }
    if record.state != "draft" || !record.text("saw").trim().is_empty() {
        missing(dossier, &mut found);
    }
    found.extend(waiting(dossier, around.now));
    found
}

fn standing_changes(dossier: &Dossier) -> impl Iterator<Item = &str> {
    commitment::standing(dossier).map(|it| it.text("text"))
}

fn missing(dossier: &Dossier, found: &mut Vec<Finding>) {
    let record = &dossier.record;
    if explanations(record).len() < EXPLANATIONS {
        found.push(finding("one-explanation", Weight::Blocks, "explanations", "").saying(
            "One explanation is the one we came with.",
            "What else would have left the same figures?",
        ));
    }
    let bare = record.rows("explanations").iter().find(|row| {
        let is_empty = |cell| row.get(cell).is_none_or(|it| it.trim().is_empty());
        !is_empty("explanation") && is_empty("against")
    });
    if let Some(row) = bare {
        let words = row.get("explanation").map_or("", String::as_str);
        found.push(finding("nothing-against", Weight::Warns, "explanations", words).saying(
            "Nothing is said of what would speak against this.",
            "What would you see if it were wrong?",
        ));
    }
    if record.rows("looked_at").len() == 1 {
        found.push(
            finding("one-mirror", Weight::Note, "looked_at", "")
                .saying("Only one mirror was looked at.", "Which one pulls against it?"),
        );
    }
    match standing_changes(dossier).count() {
        0 => found.push(finding("no-change", Weight::Note, "", "").saying(
            "No change is promised here.",
            "Which one thing would you try? If nothing stands out, leave it: what is only weather gets worse when it is adjusted.",
        )),
        1 => {}
        _ => found.push(finding("many-changes", Weight::Warns, "", "").saying(
            "More than one change is promised here.",
            "Which one first, so that you know afterwards what it did?",
        )),
    }
}

/// Requests for support that nobody has answered for a month, once whoever leads could.
pub fn waiting(dossier: &Dossier, now: At) -> impl Iterator<Item = Finding> {
    let is_open = OPENED.contains(&dossier.record.state.as_str());
    let asked = dossier.slot(SUPPORT.name).filter(move |_| is_open);
    asked.filter_map(move |it| request_waits("support-waits", (&SUPPORT, it), now))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
