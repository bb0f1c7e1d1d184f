//! What a team says of its mirrors: a choice, notes, changes of how it works, and farewells.

use crate::attachment::{Hides, PLAIN, Slot, SlotMove, line, step};
use crate::kind::{Answer, Ask, Cell, Column, Need};
use crate::measure::{NAMES, release_frequency};
use crate::people::Who;
use crate::practice::{day, needed, team_led};
use crate::record::{Answers, FieldProblem, Value};

pub static ALL: &[&Slot] = &[&CHOICE, &NOTE, &CHANGE, &RETIREMENT];

/// Of the team, by the team, and hidden from everybody else. No work is expected of any of it: what
/// holds is what is still in its first state.
const OURS: Slot = Slot {
    by: Who::OfTeam,
    hides: Hides::FromOutside,
    fixed_after: crate::id::At::DAY,
    allows: team_led::team_only,
    ..PLAIN
};

pub static CHOICE: Slot = Slot {
    name: "choice",
    label: "Choice",
    plural: "What our page shows",
    adds: "Choose what our page shows",
    told: "a choice of mirrors",
    purpose: "These mirrors, in this order; the others are one click away. The newest choice counts.",
    asks: &[
        line("text", "Why these", "What you want to know this quarter.", Need::Always),
        Ask {
            answer: Answer::Rows(CHOSEN),
            ..line("mirrors", "Mirrors", "The first one stands on top.", Need::Always)
        },
    ],
    states: &[("chosen", "chosen", false)],
    check: each_once,
    ..OURS
};

static CHOSEN: &[Column] = &[needed("mirror", "Mirror", Cell::OneOf(NAMES))];

pub static NOTE: Slot = Slot {
    name: "note",
    label: "Note",
    plural: "Notes",
    adds: "Note something",
    told: "a note",
    purpose: "What one has to know about a time to read the figures: a freeze, a move, two people away. It stands as a mark on its day.",
    asks: &[
        line("text", "What happened", "One sentence.", Need::Always),
        day("on", "On", "", Need::Always),
        mirror("Under which mirror", "None: under all of them.", Need::Never),
    ],
    states: &[("stands", "stands", false), ("withdrawn", "taken off", false)],
    moves: &[step("take_off", "Take it off", &["stands"], "withdrawn", Who::OfTeam)],
    ..OURS
};

pub static CHANGE: Slot = Slot {
    name: "process_change",
    label: "Change of how we work",
    plural: "Changes of how we work",
    adds: "Declare a change of how we work",
    told: "a change of how the team works",
    purpose: "From that day on the usual range is drawn anew, once eight points in a row have stayed on one side of the old middle. A range drawn anew without a reason hides what it was to show.",
    asks: &[
        line("text", "What we do otherwise", "The reason for a new range.", Need::Always),
        day("on", "Since", "", Need::Always),
        mirror("For which mirror", "", Need::Always),
    ],
    states: &[("declared", "declared", false), ("withdrawn", "taken back", false)],
    moves: &[SlotMove {
        asks: &[line("because", "Because", "Why it is no change after all.", Need::Always)],
        ..step("take_back", "Take it back", &["declared"], "withdrawn", Who::OfTeam)
    }],
    ..OURS
};

pub static RETIREMENT: Slot = Slot {
    name: "retirement",
    label: "Retired mirror",
    plural: "Mirrors we no longer look into",
    adds: "Retire a mirror",
    told: "a mirror the team no longer looks into",
    purpose: "A number nobody learns from any more, or that began to steer us. It stays one click away, with the reason.",
    asks: &[
        line("text", "Why", "What it no longer tells, or what it did to us.", Need::Always),
        mirror("Which mirror", "", Need::Always),
    ],
    states: &[("retired", "no longer looked into", false), ("back", "looked into again", false)],
    moves: &[SlotMove {
        asks: &[line("because", "Because", "What you want to know from it.", Need::Always)],
        ..step("look_again", "Look into it again", &["retired"], "back", Who::OfTeam)
    }],
    ..OURS
};

const fn mirror(label: &'static str, hint: &'static str, need: Need) -> Ask {
    Ask { answer: Answer::OneOf(NAMES), ..line("mirror", label, hint, need) }
}

/// A mirror stands on the page once.
fn each_once(answers: &Answers) -> Vec<FieldProblem> {
    let Some(Value::Rows(rows)) = answers.get("mirrors") else { return Vec::new() };
    let mut seen = std::collections::BTreeSet::new();
    let twice = rows.iter().filter_map(|row| row.get("mirror")).find(|it| !seen.insert(*it));
    let named = |id: &str| {
        NAMES.iter().find(|it| it.0 == id).map_or(release_frequency::ABOUT.name, |it| it.1)
    };
    let says = |id: &String| {
        format!("“{}” is there twice; each mirror stands on the page once.", named(id))
    };
    twice.map(|id| FieldProblem { field: "mirrors".into(), says: says(id) }).into_iter().collect()
}
