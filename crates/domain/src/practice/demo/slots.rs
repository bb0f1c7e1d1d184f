//! One showing of ten minutes, and the later look whether what it promised to change has changed.

use crate::attachment::{PLAIN, Slot, SlotMove, line, prose, step};
use crate::kind::{Answer, Ask, Need};
use crate::people::Who;
use crate::practice::{day, later};

/// How far what is shown has come. Unfinished and failed ones are asked for.
pub static HOW_FAR: &[(&str, &str)] =
    &[("whole", "finished"), ("unfinished", "unfinished"), ("failed", "it failed")];

pub static SHOWING: Slot = Slot {
    name: "showing",
    label: "Showing",
    plural: "Showings",
    purpose: "Ten minutes of one piece of work: what we meant, what happened, what went wrong, what we change.",
    asks: &[
        line("text", "What is shown", "One piece of work, in one sentence.", Need::Always),
        Ask {
            answer: Answer::OneOf(HOW_FAR),
            ..line(
                "how_far",
                "How far it came",
                "Unfinished and failed ones teach most.",
                Need::Never,
            )
        },
        prose("went_wrong", "What went wrong", "What we got wrong, or did not see.", Need::Never),
        later(prose("meant", "What we meant", "The intent, and what we expected.", Need::Never)),
        later(prose(
            "happened",
            "What happened",
            "What you can see, and what it did for somebody.",
            Need::Never,
        )),
        later(prose(
            "will_change",
            "What we will change",
            "Something others will be able to see.",
            Need::Never,
        )),
        later(day(
            "look_on",
            "Look whether it changed on",
            "It comes back to you on this day.",
            Need::Never,
        )),
        later(prose("help", "What help we want", "Of whom, for what.", Need::Never)),
    ],
    states: &[
        ("shown", "not looked at again yet", true),
        ("changed", "it has changed", false),
        ("not_changed", "it has not changed", false),
    ],
    moves: &[
        SlotMove {
            asks: &[line("seen", "What we see now", "Where one can look at it.", Need::Always)],
            ..step("has_changed", "It has changed", &["shown"], "changed", Who::TeamOrLeads)
        },
        SlotMove {
            asks: &[line(
                "instead",
                "What we do about it",
                "Another way, another day, or not at all because.",
                Need::Always,
            )],
            ..step("has_not", "It has not changed", &["shown"], "not_changed", Who::TeamOrLeads)
        },
    ],
    // Whoever leads shows their own unfinished work here, like everybody.
    by: Who::TeamOrLeads,
    due: &["look_on"],
    when_due: "Look whether it changed",
    about: &["will_change", "text"],
    fixed_after: crate::id::At::DAY * 30,
    ..PLAIN
};
