//! Around the intent: parents, siblings, owner, backbriefs and time (I13, I16–I18, I20, I21).

use super::text::{is_english, phrase, trigrams, words};
use super::{Worded, cell, finding, is_begun};
use crate::finding::{Finding, Weight};
use crate::kind::Around;
use crate::people::{bare, is_among};
use crate::record::{Dossier, Record};

/// Overlap of word 3-grams from which a text counts as a copy.
const COPIED: f64 = 0.6;
/// Shorter texts overlap by chance.
const ENOUGH_WORDS: usize = 12;
const MOST_ACTIVE: usize = 3;
const DEEPEST: usize = 5;
/// House: a review may be two weeks late before it is called stale.
const STALE_DAYS: i32 = 14;
/// Two quarters, the furthest a review should lie ahead.
const FURTHEST_DAYS: i32 = 184;

pub(super) fn check(dossier: &Dossier, around: &Around, found: &mut Vec<Finding>) {
    let record = &dossier.record;
    if around.siblings.len() >= MOST_ACTIVE {
        let says = format!("{} other intents of this team are active.", around.siblings.len());
        found.push(
            finding("I13", Weight::Warns, "", "")
                .saying(&says, "Which of them would wait for this one?"),
        );
    }
    found.extend(parent(record, around));
    found.extend(copied(record, around));
    found.extend(parroted(dossier));
    found.extend(owner(record, around));
    found.extend(stale(record, around));
    found.extend(half_rules(record));
    found.extend(unknown_lane(record, around));
    found.extend(unseen(record));
}

pub(super) fn whole(record: &Record) -> String {
    ["problem", "end_state", "purpose"].map(|it| record.text(it)).join("\n")
}

/// Whether most of `text` stands in `source`.
pub(super) fn repeats(text: &str, source: &str) -> bool {
    let said = trigrams(text);
    if said.len() + 2 < ENOUGH_WORDS {
        return false;
    }
    let both = said.intersection(&trigrams(source)).count();
    both as f64 / said.len() as f64 > COPIED
}

/// I18, and a chain too deep to follow.
fn parent(record: &Record, around: &Around) -> Option<Finding> {
    if record.text("parent").is_empty() {
        return None;
    }
    let blocks = |says: &str, asks: &str| {
        Some(finding("I18", Weight::Blocks, "parent", "").saying(says, asks))
    };
    let Some(parent) = around.parent else {
        return blocks(
            "The wider intent named here cannot be found.",
            "Which intent does this serve?",
        );
    };
    match around.depth {
        None => blocks(
            "The chain of wider intents leads back to this one.",
            "Which of them is the widest?",
        ),
        Some(_) if matches!(parent.record.state.as_str(), "closed" | "withdrawn") => {
            blocks("The wider intent has ended.", "What does this serve now?")
        }
        Some(depth) if depth > DEEPEST => Some(finding("I18", Weight::Warns, "parent", "").saying(
            &format!("{depth} intents stand above this one."),
            "Which of them could be left out?",
        )),
        Some(_) => None,
    }
}

/// I16.
fn copied(record: &Record, around: &Around) -> Option<Finding> {
    let parent = &around.parent?.record;
    let purpose = words(record.text("purpose"));
    if !purpose.is_empty() && purpose == words(parent.text("purpose")) {
        return Some(finding("I16", Weight::Warns, "purpose", record.text("purpose")).saying(
            "This gives the wider intent’s reason word for word.",
            "What does this team’s part of it bring, and to whom?",
        ));
    }
    let aims = |it: &Record| [it.text("end_state"), it.text("purpose")].join("\n");
    let (one, other) = (aims(record), aims(parent));
    if words(&one).len() < ENOUGH_WORDS || words(&other).len() < ENOUGH_WORDS {
        return None;
    }
    let (one, other) = (trigrams(&one), trigrams(&other));
    let both = one.intersection(&other).count() as f64;
    (both / one.union(&other).count() as f64 > COPIED).then(|| {
        finding("I16", Weight::Warns, "end_state", "").saying(
            "This says nearly what the wider intent says.",
            "What is this team’s own part of it?",
        )
    })
}

/// I17, for what came in by import or was agreed before the words were changed.
fn parroted(dossier: &Dossier) -> Option<Finding> {
    let record = &dossier.record;
    let source = whole(record);
    dossier.slot("backbrief").filter(|it| it.state == "agreed").find_map(|it| {
        let says = if it.author == record.author {
            "The backbrief is by the one who briefed it."
        } else if repeats(it.text("text"), &source) {
            "The backbrief repeats the intent’s own words."
        } else {
            return None;
        };
        Some(
            finding("I17", Weight::Blocks, "backbrief", "")
                .saying(says, "How would somebody else put it?"),
        )
    })
}

/// I20.
fn owner(record: &Record, around: &Around) -> Option<Finding> {
    let owner = bare(record.text("owner"));
    let says = if owner.is_empty() {
        if !is_begun(record) {
            return None;
        }
        "Nobody owns this."
    } else if owner.contains([',', '&', '/', ' ']) {
        "More than one owner is none."
    } else if is_among(around.left, owner) {
        "The owner has left."
    } else if is_among(around.agents, owner) {
        "An agent can act, and cannot own."
    } else {
        return None;
    };
    Some(
        finding("I20", Weight::Blocks, "owner", owner)
            .saying(says, "Which one person keeps an eye on it?"),
    )
}

/// I21, and a review too far away to steer by.
fn stale(record: &Record, around: &Around) -> Option<Finding> {
    let today = around.today?;
    let days = |text: &str| {
        let day: jiff::civil::Date = text.trim().parse().ok()?;
        Some((today - day).get_days())
    };
    let open = !matches!(record.state.as_str(), "closed" | "withdrawn");
    let review = record.text("review_on");
    let unchecked = record.rows("assumptions").iter().find(|row| {
        cell(row, "found").is_empty() && days(cell(row, "check_on")).is_some_and(|it| it > 0)
    });
    let (words, says, asks) = match days(review) {
        _ if !open => return None,
        Some(late) if late > STALE_DAYS => {
            (review, "Its review is overdue.", "What do the signals say today?")
        }
        Some(ahead) if -ahead > FURTHEST_DAYS => (
            review,
            "Its review lies more than two quarters ahead.",
            "What could be seen within a quarter?",
        ),
        _ => (
            cell(unchecked?, "statement"),
            "This assumption was to be checked by now.",
            "What did you find?",
        ),
    };
    Some(
        finding(
            "I21",
            Weight::Warns,
            if unchecked.is_some() && words != review { "assumptions" } else { "review_on" },
            words,
        )
        .saying(says, asks),
    )
}

/// A stop rule needs both halves: the state and the date.
fn half_rules(record: &Record) -> Option<Finding> {
    let half = record.rows("stop_rules").iter().find(|row| cell(row, "date").is_empty())?;
    Some(
        finding("stop", Weight::Note, "stop_rules", cell(half, "state"))
            .saying("This says when to stop, and not when to look.", "On which day do we look?"),
    )
}

/// Latitude counts only where the team's map gives it.
fn unknown_lane(record: &Record, around: &Around) -> Option<Finding> {
    let named = record.list("lanes").iter();
    let lane = named.filter(|_| !around.lanes.is_empty()).find(|it| !around.lanes.contains(it))?;
    Some(finding("lane", Weight::Warns, "lanes", lane).saying(
        "The team’s map has no such lane in force.",
        "Which lane is meant, or should it be on the map?",
    ))
}

/// Evidence is something somebody else could look at: an address, a number, a day.
fn unseen(record: &Record) -> Option<Finding> {
    let evidence = record.text("evidence").trim();
    let seen = evidence.contains("://") || evidence.chars().any(char::is_numeric);
    if evidence.is_empty() || seen || !is_english(evidence) || phrase(evidence, COUNTED).is_some() {
        return None;
    }
    Some(
        finding("evidence", Weight::Note, "evidence", "")
            .saying("Nobody else could look at this.", "Where was it seen, how often, and when?"),
    )
}

/// Numbers and days in words.
static COUNTED: &[&str] = &[
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "half",
    "none",
    "every",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "yesterday",
    "last week",
    "last month",
    "last quarter",
    "last year",
];
