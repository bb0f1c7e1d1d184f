//! The deal of a team and its leader: you may decide · I owe you · you owe us · we stop asking.
//!
//! Agreed by both, compared every quarter with what really happened. What the map, the intents and
//! the promises say already is read from there and not written again.

mod sample;
#[cfg(test)]
mod tests;

use jiff::ToSpan;

use super::own;
use crate::attachment::{PLAIN, Slot, line, prose};
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{
    Answer, Around, Ask, Cell, Column, Event, For, Kind, Move, Need, Place, State, Waiting,
    nothing_more,
};
use crate::people::{Who, bare};
use crate::practice::{column, kept, later, needed};
use crate::quarter::{Held, Returns, Rhythm};
use crate::record::{Dossier, Record, Refusal};

/// Months after which a deal is compared with what happened.
const COMPARED_AFTER_MONTHS: i32 = 3;

pub static KIND: Kind = Kind {
    slug: "deal",
    name: "Deal",
    plural: "Deals",
    place: Place::Lanes,
    purpose: "One page for a team and its leader: what you may decide, what I owe you, what you owe us, and what we stop asking. Agreed by both, and compared each quarter with what really happened.",
    begin: "Whose deal is it, in one sentence?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&COMPARISON],
    due: &["compare_on"],
    when_due: "Compare",
    waits: Some(Waiting {
        states: &["by_leader", "by_team"],
        whom: For::WhoMay(&["leader_last", "team_last"]),
        what: "Agree",
        why: "The other side has agreed to the text. Agree too, or write what is missing",
        at: "",
        due: "",
    }),
    rhythm: Some(Rhythm { returns: Returns::EachQuarter, held: Held::Hanging("comparison") }),
    about: &["may_decide"],
    settle,
    findings,
    sample: sample::sample,
    ..Kind::PLAIN
};

pub static OWED_COLUMNS: &[Column] = &[
    needed("what", "What", Cell::Line),
    column("how_seen", "How we see that it is kept", Cell::Line),
];

pub static STOPPED_COLUMNS: &[Column] = &[
    needed("what", "What we stop asking", Cell::Line),
    column("instead", "What there is instead", Cell::Line),
];

const fn rows(columns: &'static [Column], ask: Ask) -> Ask {
    Ask { answer: Answer::Rows(columns), ..ask }
}

static ASKS: &[Ask] = &[
    rows(
        OWED_COLUMNS,
        line(
            "i_owe",
            "I owe you",
            "What the leader gives, beside promises and covers.",
            Need::Never,
        ),
    ),
    rows(
        OWED_COLUMNS,
        line("you_owe", "You owe us", "What the team gives, beside its intents.", Need::Never),
    ),
    rows(
        STOPPED_COLUMNS,
        line("stops", "We stop asking", "Reports, approvals and meetings that end.", Need::Never),
    ),
    later(Ask {
        answer: Answer::Person,
        ..line("leader", "The leader", "Whoever agrees for that side.", Need::Never)
    }),
    later(prose(
        "may_decide",
        "You may decide, beyond the map",
        "What no lane says yet. The lanes stand on the page anyway.",
        Need::Never,
    )),
    kept("leader_agreed", "Agreed by the leader"),
    kept("team_agreed", "Agreed for the team"),
    kept("agreed_on", "In force since"),
    kept("compared_at", "Last compared"),
    Ask { answer: Answer::Day, ..kept("compare_on", "To be compared on") },
];

/// What both agreed to: a changed word needs both again.
static AGREED: [&str; 5] = ["i_owe", "you_owe", "stops", "leader", "may_decide"];

static STATES: &[State] = &[
    State { name: "draft", label: "draft", open: true },
    State { name: "by_leader", label: "agreed by the leader", open: true },
    State { name: "by_team", label: "agreed by the team", open: true },
    State { name: "agreed", label: "agreed by both", open: true },
    State { name: "ended", label: "ended", open: false },
];

const LEADER: &str = "I agree, as the leader";
const TEAM: &str = "We agree, as the team";

const fn agree(
    name: &'static str,
    label: &'static str,
    then: &'static str,
    (from, to): (&'static [&'static str], &'static str),
    check: fn(&Dossier, &Around) -> Result<(), Refusal>,
) -> Move {
    Move { name, label, then, from, to, by: Who::TeamOrLeads, check }
}

const WAITS: &str = "It waits for the other side.";
const HOLDS: &str = "It is in force. In three months it is compared with what happened.";

static MOVES: &[Move] = &[
    agree("leader_first", LEADER, WAITS, (&["draft"], "by_leader"), as_leader),
    agree("leader_last", LEADER, HOLDS, (&["by_team"], "agreed"), as_leader),
    agree("team_first", TEAM, WAITS, (&["draft"], "by_team"), as_team),
    agree("team_last", TEAM, HOLDS, (&["by_leader"], "agreed"), as_team),
    Move {
        name: "compare",
        label: "We have compared it",
        then: "What you found stands on the page; the next time is in three months.",
        from: &["agreed"],
        to: "agreed",
        by: Who::TeamOrLeads,
        check: has_a_fresh_comparison,
    },
    Move {
        name: "end",
        label: "End the deal",
        then: "It stays readable; nobody is held to it.",
        from: &["draft", "by_leader", "by_team", "agreed"],
        to: "ended",
        by: Who::TeamOrLeads,
        check: nothing_more,
    },
];

/// What really happened, beside what was agreed.
pub static COMPARISON: Slot = Slot {
    name: "comparison",
    label: "Comparison",
    plural: "Compared with what happened",
    adds: "Compare it with what happened",
    purpose: "The deal read beside the last three months: where they differ, and which of the two you change.",
    asks: &[
        prose("text", "Where the deal and the quarter differ", "Both sides of it.", Need::Always),
        line("kept", "What was kept", "Worth saying too.", Need::Never),
        line("change", "What we change", "In the deal, or in what we do.", Need::Never),
    ],
    states: &[("open", "compared", false)],
    by: Who::TeamOrLeads,
    fixed_after: At::DAY,
    ..PLAIN
};

/// The handle of whoever agrees as the leader.
pub fn leader(record: &Record) -> &str {
    bare(record.text("leader"))
}

fn as_leader(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    match leader(&dossier.record) {
        "" => Err(Refusal::Rule("Say first who the leader is.".to_owned())),
        it if own::is_actor(around, it) => says_something(dossier),
        it => Err(Refusal::NotYours(format!("For this side @{it} agrees, and nobody else."))),
    }
}

fn as_team(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    let of_team = around.standing.is_none_or(|it| it.is(Who::OfTeam));
    if !of_team || around.actor.is_some() && own::is_actor(around, leader(record)) {
        let says = "For the team agrees somebody who does the work, and not the leader.";
        return Err(Refusal::NotYours(says.to_owned()));
    }
    says_something(dossier)
}

/// A leader who only takes, or only gives, has no deal to offer.
fn says_something(dossier: &Dossier) -> Result<(), Refusal> {
    let record = &dossier.record;
    if record.rows("i_owe").is_empty() || record.rows("you_owe").is_empty() {
        let says = "A deal has two sides: write at least one thing the leader owes, and one the team owes.";
        return Err(Refusal::Rule(says.to_owned()));
    }
    Ok(())
}

/// Written since it was agreed, and since it was last compared.
fn has_a_fresh_comparison(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let record = &dossier.record;
    let compared = record.text("compared_at").parse::<jiff::Timestamp>().ok();
    let is_new = |made: At| compared.is_none_or(|at| made > At(at.as_millisecond()));
    let since = |made: At| made.day().to_string().as_str() >= record.text("agreed_on");
    if dossier.slot(COMPARISON.name).any(|it| is_new(it.made_at) && since(it.made_at)) {
        return Ok(());
    }
    Err(Refusal::Rule("Write down first where the deal and the quarter differ.".to_owned()))
}

fn settle(record: &mut Record, event: Event, around: &Around) {
    let today = around.today.unwrap_or_else(|| around.now.day());
    let handle = around.actor.map_or("", |it| it.handle.as_str());
    let next = today.saturating_add(COMPARED_AFTER_MONTHS.months()).to_string();
    match event {
        Event::Begun => {
            let leads = around.standing.is_some_and(|it| it.leads);
            if leads && leader(record).is_empty() {
                record.put("leader", handle);
            }
        }
        Event::Saved(before) => {
            if AGREED.iter().any(|it| before.answers.get(*it) != record.answers.get(*it))
                && record.state != "ended"
            {
                "draft".clone_into(&mut record.state);
                for name in ["leader_agreed", "team_agreed", "agreed_on", "compare_on"] {
                    record.answers.remove(name);
                }
            }
        }
        Event::Moved(step @ ("leader_first" | "leader_last" | "team_first" | "team_last")) => {
            let side = if step.starts_with("leader") { "leader_agreed" } else { "team_agreed" };
            record.put(side, format!("@{handle} on {today}"));
            if step.ends_with("last") {
                record.put("agreed_on", today.to_string());
                record.put("compare_on", next);
            }
        }
        Event::Moved("compare") => {
            record.put("compared_at", around.now.to_string());
            record.put("compare_on", next);
        }
        Event::Moved(_) => {}
    }
}

fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let mut note = |rule, place: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, Weight::Warns, says, asks).at(place));
    };
    // An empty form is not a deal yet.
    let has_begun = ["i_owe", "you_owe"].iter().any(|side| !record.rows(side).is_empty());
    if has_begun && record.state != "ended" && record.rows("stops").is_empty() {
        let asks = "Which report, approval or meeting ends because of this deal?";
        note("stops-nothing", "stops", "Nothing is given up in this deal.", asks);
    }
    let late = |day: jiff::civil::Date| around.today.is_some_and(|today| day < today);
    if record.state == "agreed" && record.text("compare_on").parse().is_ok_and(late) {
        let says = "A quarter has passed since this was last compared.";
        note("not-compared", "compare_on", says, "What of it did really happen?");
    }
    found
}
