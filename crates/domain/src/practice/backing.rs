//! Backing statement: the cover somebody gives for a lane or a decision, and whether it held.

#[cfg(test)]
mod tests;

use super::own;
use crate::attachment::falls_to::{Wait, whoever_wrote_the_record};
use crate::attachment::{Attachment, PLAIN, Slot, SlotMove, line, prose, step};
use crate::finding::{Finding, Weight};
use crate::id::At;
use crate::kind::{Answer, Around, Ask, DueFor, Kind, Move, Need, Place, Relates, State};
use crate::people::Who;
use crate::practice::samples::{attachment, list, text};
use crate::practice::{day, later};
use crate::record::{Answers, Dossier, Record, Refusal};

pub static KIND: Kind = Kind {
    slug: "backing",
    name: "Backing statement",
    plural: "Backing statements",
    place: Place::People,
    purpose: "“You have got this, and I have got your back”, said so that it can be checked: what cover, for which lane or decision, until when; and whether it held when somebody called on it.",
    begin: "If this goes wrong, what will you do?",
    by: Who::TeamOrLeads,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&CALL],
    due: &["until"],
    when_due: "Renew or end",
    relates: &[Relates {
        by: "backs",
        forth: "what it covers",
        back: "covers this if it goes wrong",
    }],
    due_for: DueFor::Author,
    about: &["reach"],
    findings,
    sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::Record("decision"),
        ..line("backs", "The decision it backs", "Or a lane, below.", Need::Never)
    },
    Ask {
        answer: Answer::Lanes,
        ..line("lanes", "The lane it backs", "Whatever is decided there.", Need::Never)
    },
    day("until", "Until when", "A cover without an end is a mood.", Need::Never),
    later(prose(
        "reach",
        "How far it goes",
        "Budget, time, taking the call with the customer. And what it does not cover.",
        Need::Never,
    )),
    later(line("withdrawn_because", "Why it is withdrawn", "", Need::Before("withdraw"))),
];

static STATES: &[State] = &[
    State { name: "stands", label: "stands", open: true },
    State { name: "over", label: "over", open: false },
    State { name: "withdrawn", label: "withdrawn", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "end",
        label: "Its time is over",
        then: "Nobody can call on it any more; what was called for stays readable.",
        from: &["stands"],
        to: "over",
        by: Who::Owner,
        check: nothing_called_for,
    },
    Move {
        name: "withdraw",
        label: "Withdraw it, with the reason",
        then: "Those who relied on it read why.",
        from: &["stands"],
        to: "withdrawn",
        by: Who::Owner,
        check: nothing_called_for,
    },
];

/// Somebody needed the cover. Whether it held, they say; not whoever gave it.
pub static CALL: Slot = Slot {
    name: "call",
    label: "Call on it",
    plural: "Called on",
    adds: "Call on it",
    purpose: "It went wrong and you need what was promised. You say afterwards whether it held.",
    asks: &[prose(
        "text",
        "What happened, and what you need",
        "Today, not in general.",
        Need::Always,
    )],
    states: &[
        ("open", "called on, not known yet", true),
        ("held", "held", false),
        ("missed", "did not hold", false),
    ],
    moves: &[
        SlotMove {
            asks: SAID,
            check: by_whoever_called,
            ..step("held", "It held", &["open", "missed"], "held", Who::Owner)
        },
        SlotMove {
            asks: SAID,
            check: by_whoever_called,
            ..step("missed", "It did not hold", &["open", "held"], "missed", Who::Owner)
        },
        SlotMove {
            asks: &[prose("reply", "What you say to it", "It stands beside theirs.", Need::Always)],
            grows: true,
            check: by_whoever_backs,
            ..step("reply", "Say something to it", &["open"], "open", Who::TeamOrLeads)
        },
    ],
    by: Who::TeamOrLeads,
    falls_to: whoever_wrote_the_record,
    waits: Some(|_, it, _| (it.state == "open" && it.text("reply").is_empty()).then_some(STAND)),
    fixed_after: At::DAY,
    allows: while_it_stands,
    ..PLAIN
};

const STAND: Wait = Wait::new("Stand by your word", "{by} calls on “{on}”");

static SAID: &[Ask] =
    &[line("came", "What came of it", "What was given, or was not.", Need::Always)];

fn while_it_stands(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    if dossier.record.state != "stands" {
        return Err(Refusal::Rule("This cover is over; ask for a new one.".to_owned()));
    }
    if around.actor.is_some_and(|it| it.id == dossier.record.author) {
        let says = "Whoever needs the cover calls on it, not whoever gives it.";
        return Err(Refusal::Rule(says.to_owned()));
    }
    Ok(())
}

fn by_whoever_called(_: &Dossier, call: &Attachment, around: &Around) -> Result<(), Refusal> {
    if around.actor.is_some_and(|it| it.id != call.author) {
        let says = "Whether it held, the one who called on it says.";
        return Err(Refusal::NotYours(says.to_owned()));
    }
    Ok(())
}

fn by_whoever_backs(dossier: &Dossier, _: &Attachment, around: &Around) -> Result<(), Refusal> {
    own::by_its_author(dossier, around)
}

fn nothing_called_for(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    own::by_its_author(dossier, around)?;
    if dossier.slot("call").any(|it| it.state == "open") {
        let says =
            "Somebody has called on this and not said yet whether it held. Answer that first.";
        return Err(Refusal::Rule(says.to_owned()));
    }
    Ok(())
}

fn findings(dossier: &Dossier, _: &Around) -> Vec<Finding> {
    let record = &dossier.record;
    let mut found = Vec::new();
    let mut note = |rule, place: &str, says: &str, asks: &str| {
        found.push(Finding::new(rule, Weight::Warns, says, asks).at(place));
    };
    if record.text("backs").is_empty() && record.list("lanes").is_empty() {
        note(
            "backs-nothing",
            "backs",
            "It names neither a decision nor a lane, so nobody knows when to call on it.",
            "What exactly do you cover?",
        );
    }
    if record.text("until").is_empty() {
        note("no-end", "until", "It has no last day.", "Until when can they count on it?");
    }
    found
}

fn sample() -> Dossier {
    let record = Record {
        id: "sample-backing".into(),
        kind: "backing".into(),
        state: "stands".into(),
        title: "I take the call with the bank and carry the fee from my budget".into(),
        team: "payments".into(),
        author: "ines".into(),
        answers: Answers::from([
            list("lanes", &["feature"]),
            text("until", "2026-06-30"),
            text(
                "reach",
                "Up to 5,000 euro, and every call with a bank. Not: a breach of the law.",
            ),
        ]),
        version: 2,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_767_690_000_000),
        revealed: false,
        retired: false,
    };
    let mut call = attachment(
        &CALL,
        "jonas",
        &[
            ("text", "The bank wants somebody who can sign, by noon."),
            ("came", "She rang within the hour and paid the fee"),
        ],
    );
    call.state = "held".into();
    Dossier { record, attached: vec![call] }
}
