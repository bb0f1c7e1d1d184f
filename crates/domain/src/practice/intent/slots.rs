//! What hangs on an intent: the backbrief, the team's bets, and the course-correction log.

use crate::attachment::falls_to::{Wait, whoever_wrote_the_record};
use crate::attachment::{Attachment, PLAIN, Slot, SlotMove, line, prose, step};
use crate::id::At;
use crate::kind::{Around, Ask, Need};
use crate::people::Who;
use crate::practice::{checks, day, later, own};
use crate::record::{Dossier, Refusal};

/// Somebody else says the intent in their own words; whoever briefed it says whether that is it.
pub static BACKBRIEF: Slot = Slot {
    name: "backbrief",
    label: "Backbrief",
    plural: "Backbriefs",
    purpose: "The intent in the words of somebody who will do the work, and what they will do first.",
    asks: &[prose(
        "text",
        "What you understood",
        "Your own words: why, what will be true, what you will do first, what you will not do.",
        Need::Always,
    )],
    states: &[
        ("given", "waits for the one who briefed it", true),
        ("agreed", "this is what was meant", false),
        ("again", "not yet the same", false),
    ],
    moves: &[
        SlotMove {
            check: only_the_issuer,
            ..step(
                "agree",
                "Yes, this is what I meant",
                &["given", "again"],
                "agreed",
                Who::NotOwner,
            )
        },
        SlotMove {
            asks: &[line(
                "differs",
                "What differs",
                "Say what you meant, once more.",
                Need::Always,
            )],
            check: only_the_issuer,
            ..step("again", "Not yet the same", &["given"], "again", Who::NotOwner)
        },
    ],
    by: Who::OfTeam,
    falls_to: whoever_wrote_the_record,
    waits: Some(|_, it, _| (it.state == "given").then_some(AGREE)),
    allows: not_by_the_issuer,
    fixed_after: At::HOUR,
    ..PLAIN
};

const AGREE: Wait = Wait::new("Is this what you meant", "{by} said “{on}” in their own words");

/// Only the team writes bets: work is chosen here, never assigned from above.
pub static BET: Slot = Slot {
    name: "bet",
    label: "Bet",
    plural: "Bets",
    purpose: "A piece of work the team itself chose for this intent, and what it should show.",
    asks: BET_ASKS,
    states: &[
        ("open", "under way", true),
        ("paid", "showed what we hoped", false),
        ("lost", "showed something else", false),
        ("dropped", "dropped", false),
    ],
    moves: &[
        SlotMove {
            asks: SHOWED,
            ..step("paid", "It showed what we hoped", &["open"], "paid", Who::OfTeam)
        },
        SlotMove {
            asks: SHOWED,
            ..step("lost", "It showed something else", &["open"], "lost", Who::OfTeam)
        },
        SlotMove {
            asks: &[line("reason", "Why it is dropped", "What changed since.", Need::Always)],
            ..step("drop", "Drop it, with the reason", &["open"], "dropped", Who::OfTeam)
        },
    ],
    by: Who::OfTeam,
    // A bet is sharpened while it runs; the journal keeps every wording.
    fixed_after: i64::MAX,
    allows: while_open,
    ..PLAIN
};

static BET_ASKS: &[Ask] = &[
    line("text", "What we will try", "Small enough to learn from within weeks.", Need::Always),
    later(line(
        "expect",
        "What it should show",
        "A signal it should move, and how much.",
        Need::Never,
    )),
    later(day("until", "We look at it on", "", Need::Never)),
];

static SHOWED: &[Ask] = &[line(
    "showed",
    "What it showed",
    "What you saw, with a number if there is one.",
    Need::Always,
)];

/// The log of changes of course, each with what made us change.
pub static CORRECTION: Slot = Slot {
    name: "correction",
    label: "Course correction",
    plural: "Course corrections",
    purpose: "What we do differently from here on, and what we saw that made us.",
    asks: &[
        line("text", "What we do differently", "From here on.", Need::Always),
        line("because", "What we saw", "The observation, with its date or number.", Need::Always),
    ],
    states: &[("open", "noted", false)],
    by: Who::Team,
    ..PLAIN
};

fn not_by_the_issuer(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if around.actor.is_some_and(|it| it.id == dossier.record.author) {
        return Err(Refusal::OwnWork);
    }
    while_open(dossier, around)
}

fn while_open(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    let state = super::KIND.state(&dossier.record.state);
    match state.filter(|it| !it.open) {
        None => Ok(()),
        Some(state) => {
            Err(Refusal::Rule(format!("This intent is {}; begin another one.", state.label)))
        }
    }
}

fn only_the_issuer(
    dossier: &Dossier,
    backbrief: &Attachment,
    around: &Around,
) -> Result<(), Refusal> {
    let record = &dossier.record;
    let issuer = own::is_actor(around, record.text("owner"))
        || around.actor.is_some_and(|it| it.id == record.author);
    if !issuer {
        let says = "Whether this is what was meant, the one who briefed it says.";
        return Err(Refusal::NotYours(says.to_owned()));
    }
    if checks::is_parroted(record, backbrief.text("text")) {
        let says = "This repeats the intent’s own words. Ask for it again in other words: only then does it show what was understood.";
        return Err(Refusal::Rule(says.to_owned()));
    }
    Ok(())
}
