//! What hangs on a scenario: explanations with two sides, steps with what they changed, and the
//! signs that it is over.

use crate::attachment::{PLAIN, Slot, SlotMove, line, prose, step};
use crate::kind::{Answer, Around, Ask, Need};
use crate::people::Who;
use crate::record::{Dossier, Refusal};
use crate::scenario::signal;

pub static ALL: &[&Slot] = &[&HYPOTHESIS, &STEP, &SIGN];

/// Closed to new words once the scenario is over.
fn while_it_runs(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if matches!(dossier.record.state.as_str(), "held" | "under_way") {
        return Ok(());
    }
    Err(Refusal::Rule("This scenario is over. Take it up again, or begin another one.".to_owned()))
}

pub static HYPOTHESIS: Slot = Slot {
    name: "hypothesis",
    label: "Explanation",
    plural: "What could be behind it",
    adds: "Hold another explanation",
    told: "an explanation",
    purpose: "At least three that compete, each with what speaks for it and what speaks against it. The first one that fits is usually the one we came with.",
    asks: &[
        line("text", "It could be that", "One sentence, about the work.", Need::Always),
        line("would_for", "Then we would see", "", Need::Never),
        line("would_against", "And if not", "What you would see if it were wrong.", Need::Never),
    ],
    states: &[
        ("held", "held against what we know", true),
        ("found", "this was it", false),
        ("aside", "set aside", false),
    ],
    moves: &[
        SlotMove {
            asks: &[prose(
                "evidence_for",
                "What speaks for it",
                "What we saw, and where.",
                Need::Always,
            )],
            grows: true,
            ..step("speak_for", "Add what speaks for it", &["held"], "held", Who::TeamOrLeads)
        },
        SlotMove {
            asks: &[prose(
                "evidence_against",
                "What speaks against it",
                "What we saw, and where.",
                Need::Always,
            )],
            grows: true,
            ..step(
                "speak_against",
                "Add what speaks against it",
                &["held"],
                "held",
                Who::TeamOrLeads,
            )
        },
        SlotMove {
            asks: &[line("showed", "What showed it", "One sentence.", Need::Always)],
            ..step("found", "This was it", &["held"], "found", Who::OfTeam)
        },
        SlotMove {
            asks: &[line("because", "Because", "What you saw instead.", Need::Always)],
            ..step("set_aside", "Set it aside, because …", &["held", "found"], "aside", Who::OfTeam)
        },
        step("hold", "Hold it again", &["found", "aside"], "held", Who::OfTeam),
    ],
    by: Who::TeamOrLeads,
    allows: while_it_runs,
    ..PLAIN
};

pub static STEP: Slot = Slot {
    name: "step",
    label: "Step",
    plural: "Steps taken",
    adds: "Write down a step",
    told: "a step",
    purpose: "What was tried, and what it changed. Small, and possible to take back.",
    asks: &[
        line("text", "What we try", "One sentence.", Need::Always),
        Ask {
            answer: Answer::Link,
            ..line("made", "The record it began", "Its id, or an https address.", Need::Never)
        },
    ],
    states: &[
        ("taken", "being tried", true),
        ("changed", "changed something", false),
        ("nothing", "changed nothing", false),
    ],
    moves: &[
        SlotMove {
            asks: &[line("changed", "What it changed", "Something one can see.", Need::Always)],
            ..step("change", "It changed something", &["taken", "nothing"], "changed", Who::OfTeam)
        },
        SlotMove {
            asks: &[line(
                "learned",
                "What we learned from it",
                "That counts as well.",
                Need::Always,
            )],
            ..step("nothing", "It changed nothing", &["taken", "changed"], "nothing", Who::OfTeam)
        },
    ],
    by: Who::TeamOrLeads,
    allows: while_it_runs,
    ..PLAIN
};

pub static SIGN: Slot = Slot {
    name: "sign",
    label: "Sign",
    plural: "Signs that it is over",
    adds: "Add a sign",
    told: "a sign that it is over",
    purpose: "What is not as it was. It ends on two different signals, and on the team’s own word.",
    asks: &[
        line("text", "What we see now", "Beside what it was.", Need::Always),
        Ask {
            answer: Answer::OneOf(signal::CHOICES),
            ..line("signal", "Which signal", "Two signs on the same one are one.", Need::Always)
        },
    ],
    states: &[("stands", "stands", true), ("gone", "does not hold any more", false)],
    moves: &[
        step("gone", "It does not hold any more", &["stands"], "gone", Who::OfTeam),
        step("back", "It holds again", &["gone"], "stands", Who::OfTeam),
    ],
    by: Who::OfTeam,
    allows: while_it_runs,
    ..PLAIN
};
