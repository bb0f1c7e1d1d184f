//! Proposal: what a team asks whoever leads it to support; promised by a day, or not now because.

#[cfg(test)]
mod tests;

use crate::attachment::falls_to::Wait;
use crate::attachment::{Attachment, Slot, SlotMove, line, prose};
use crate::finding::Finding;
use crate::id::At;
use crate::kind::{Around, Ask, Kind, Move, Need, Place, State};
use crate::people::Who;
use crate::practice::samples::{attachment, text};
use crate::practice::support::{SUPPORT, only_whoever_is_asked, request_waits};
use crate::practice::{day, later, short};
use crate::record::{Answers, Dossier, Record, Refusal};

pub static KIND: Kind = Kind {
    slug: "proposal",
    name: "Proposal",
    plural: "Proposals",
    place: Place::Reflections,
    purpose: "What the team cannot do alone, and asks whoever leads it to support. They answer here: by when, or why not now.",
    begin: "What do you ask whoever leads you to support?",
    by: Who::OfTeam,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&REQUEST],
    begins_with: Some(&REQUEST),
    due: &["settle_by"],
    when_due: "Settle",
    about: &["why"],
    findings,
    sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    prose(
        "why",
        "Why, and why now",
        "What you see, what you tried, what happens without it.",
        Need::Never,
    ),
    prose("ourselves", "What we do ourselves", "Whether or not it is supported.", Need::Never),
    day("settle_by", "When it has to be settled", "It comes back to you on this day.", Need::Never),
    later(line("withdrawn_because", "Why it is withdrawn", "", Need::Before("withdraw"))),
];

static STATES: &[State] = &[
    State { name: "asked", label: "put to whoever leads", open: true },
    State { name: "settled", label: "settled", open: false },
    State { name: "withdrawn", label: "withdrawn", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "settle",
        label: "It is settled",
        then: "Everything that was asked for has come or was declined with the reason; both stay.",
        from: &["asked"],
        to: "settled",
        by: Who::OfTeam,
        check: nothing_is_owed,
    },
    Move {
        name: "withdraw",
        label: "Withdraw it, with the reason",
        then: "Nobody is asked for anything any more.",
        from: &["asked"],
        to: "withdrawn",
        by: Who::OfTeam,
        check: nothing_is_promised,
    },
    Move {
        name: "reopen",
        label: "Open it again",
        then: "More can be asked for, and what waited for an answer waits again.",
        from: &["settled", "withdrawn"],
        to: "asked",
        by: Who::OfTeam,
        check: crate::kind::nothing_more,
    },
];

/// The request that reviews ask too; here it waits from the first moment.
pub static REQUEST: Slot = Slot {
    purpose: "One thing whoever leads can do, and you can see done. They answer here: by when, or why not now.",
    moves: ANSWERS,
    waits: Some(while_asked),
    allows: still_asked,
    ..SUPPORT
};

static ANSWERS: &[SlotMove] = &[
    SlotMove { check: by_whoever_is_asked, ..SUPPORT.moves[0] },
    SlotMove { check: by_whoever_is_asked, ..SUPPORT.moves[1] },
    SlotMove { ..SUPPORT.moves[2] },
];

fn while_asked(record: &Record, it: &Attachment, _: &Around) -> Option<Wait> {
    let waits = it.state == "open" && record.state == "asked";
    waits.then_some(Wait::new("Answer", "{by} asks for support on “{on}”"))
}

fn still_asked(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    if dossier.record.state == "asked" {
        return Ok(());
    }
    Err(Refusal::Rule("This is over; open it again to ask for more, or to answer.".to_owned()))
}

fn by_whoever_is_asked(dossier: &Dossier, it: &Attachment, around: &Around) -> Result<(), Refusal> {
    // A promise may be taken back in the open at any time; a new one needs somebody who still asks.
    if it.state == "open" {
        still_asked(dossier, around)?;
    }
    only_whoever_is_asked(it, around)
}

fn nothing_is_owed(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    nothing_is_promised(dossier, around)?;
    match dossier.slot(REQUEST.name).find(|it| it.state == "open") {
        Some(it) => Err(Refusal::Rule(format!(
            "“{}” has no answer yet. Wait for it, or withdraw the proposal with the reason.",
            short(it.text("text"))
        ))),
        None => Ok(()),
    }
}

/// Who promised something is not let out of it by a move of the record.
fn nothing_is_promised(dossier: &Dossier, _: &Around) -> Result<(), Refusal> {
    match dossier.slot(REQUEST.name).find(|it| it.state == "supported") {
        Some(it) => Err(Refusal::Rule(format!(
            "“{}” is promised and has not come. Say that it came, or let whoever promised it say why not.",
            short(it.text("text"))
        ))),
        None => Ok(()),
    }
}

fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let is_asked = dossier.record.state == "asked";
    let asked = dossier.slot(REQUEST.name).filter(|_| is_asked);
    asked.filter_map(|it| request_waits("request-waits", (&REQUEST, it), around.now)).collect()
}

fn sample() -> Dossier {
    let record = Record {
        id: "sample-proposal".into(),
        kind: "proposal".into(),
        state: "asked".into(),
        title: "Pay for a second person on call in the weeks of newcomers".into(),
        team: "payments".into(),
        author: "kim".into(),
        answers: Answers::from([
            text(
                "why",
                "Twice since spring somebody new sat alone with a bank that did not answer.",
            ),
            text("ourselves", "Each of us takes one night more until March."),
            text("settle_by", "2026-04-01"),
        ]),
        version: 1,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_767_690_000_000),
        revealed: false,
        retired: false,
    };
    let mut promised = attachment(
        &REQUEST,
        "kim",
        &[
            ("text", "Pay for a second person on call in the weeks of newcomers"),
            ("will", "From my budget until summer"),
            ("support_by", "2026-02-02"),
            ("owner", "ines"),
            ("answered_on", "2026-01-09"),
        ],
    );
    promised.state = "supported".into();
    Dossier { record, attached: vec![promised] }
}
