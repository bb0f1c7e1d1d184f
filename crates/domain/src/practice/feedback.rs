//! Feedback asked for, or given unasked, in public: each item answered, done or declined, told, and
//! checked by whoever raised it.

pub mod raised;
#[cfg(test)]
mod tests;

use crate::attachment::{line, prose};
use crate::finding::Finding;
use crate::id::At;
use crate::kind::{Answer, Around, Ask, DueFor, Event, Kind, Move, Need, Place, State};
use crate::people::Who;
use crate::practice::samples::{attachment, text};
use crate::practice::support::waits_too_long;
use crate::practice::{day, kept, own, short};
use crate::record::{Answers, Dossier, Record, Refusal};

pub static KIND: Kind = Kind {
    slug: "feedback",
    name: "Feedback",
    plural: "Feedback",
    place: Place::People,
    purpose: "A question asked in public, or something that has to be said: answered where it was raised, done or declined with the reason, told to whoever raised it, and checked by them.",
    begin: "What do you want to hear about, or have to say?",
    by: Who::Anyone,
    asks: ASKS,
    states: STATES,
    moves: MOVES,
    slots: &[&raised::RAISED],
    due: &["until"],
    when_due: "Close",
    due_for: DueFor::Named("to"),
    about: &["why"],
    settle,
    findings,
    sample,
    ..Kind::PLAIN
};

static ASKS: &[Ask] = &[
    Ask {
        answer: Answer::Person,
        ..line(
            "to",
            "Who answers it",
            "Whoever holds the office it is about; empty for the team as a whole.",
            Need::Never,
        )
    },
    prose("why", "Why it is asked", "What you would do with an answer.", Need::Never),
    day("until", "Say it by", "It can be said later too.", Need::Never),
    kept("asked_for", "Asked for"),
];

static STATES: &[State] = &[
    State { name: "open", label: "open", open: true },
    State { name: "closed", label: "closed", open: false },
];

static MOVES: &[Move] = &[
    Move {
        name: "close",
        label: "Close it",
        then: "Everything said here has been answered and told; it can be opened again.",
        from: &["open"],
        to: "closed",
        by: Who::TeamOrLeads,
        check: everything_is_told,
    },
    Move {
        name: "reopen",
        label: "Open it again",
        then: "More can be said.",
        from: &["closed"],
        to: "open",
        by: Who::TeamOrLeads,
        check: crate::kind::nothing_more,
    },
];

/// Whoever is to answer has asked for it themselves, or somebody says it unasked.
fn settle(record: &mut Record, event: Event, around: &Around) {
    if matches!(event, Event::Begun | Event::Saved(_)) && around.actor.is_some() {
        let asked = match record.text("to") {
            "" => around.standing.is_some_and(|it| it.leads || it.is_in_team()),
            to => own::is_actor(around, to),
        };
        record.put("asked_for", if asked { "yes" } else { "no" });
    }
}

/// Closing by declaring it closed is the misuse this prevents.
fn everything_is_told(dossier: &Dossier, around: &Around) -> Result<(), Refusal> {
    let waits =
        dossier.slot("raised").find(|it| !raised::is_over(it, around.now) && it.state != "told");
    match waits {
        None => Ok(()),
        Some(it) => Err(Refusal::Rule(format!(
            "“{}” has not come back to whoever raised it. Answer and tell it first; “we will not, because …” is an answer.",
            short(it.text("text"))
        ))),
    }
}

fn findings(dossier: &Dossier, around: &Around) -> Vec<Finding> {
    let asks = "What can you say today, and if it is only by when you will know?";
    let said = dossier.slot(raised::RAISED.name);
    said.filter_map(|it| waits_too_long("waits", (&raised::RAISED, it), around.now, asks)).collect()
}

fn sample() -> Dossier {
    let record = Record {
        id: "sample-feedback".into(),
        kind: "feedback".into(),
        state: "open".into(),
        title: "What do I do that makes your week harder?".into(),
        team: "payments".into(),
        author: "ines".into(),
        answers: Answers::from([
            text("to", "ines"),
            text("why", "I change two things this quarter, and want them to be the right ones."),
            text("until", "2026-02-06"),
            text("asked_for", "yes"),
        ]),
        version: 1,
        opened_at: At(1_768_208_400_000),
        changed_at: At(1_768_208_400_000),
        revealed: false,
        retired: false,
    };
    let mut told = attachment(
        &raised::RAISED,
        "jonas",
        &[
            (
                "text",
                "Changes of plan reach us on Friday afternoons. Twice we found out on Monday that we had worked for nothing.",
            ),
            ("wish", "Before Thursday noon, or on Monday"),
            ("will", "Changes come on Tuesdays, with what made me change my mind"),
            ("owner", "ines"),
            ("due", "2026-02-13"),
            ("did", "Three Tuesdays in a row; one change waited five days for it"),
            ("told", "In the Tuesday round, to all six"),
            ("heard_at", "2026-01-13T09:00:00Z"),
            ("decided_at", "2026-01-14T09:00:00Z"),
            ("done_at", "2026-02-03T09:00:00Z"),
            ("told_at", "2026-02-03T10:00:00Z"),
        ],
    );
    told.state = "told".into();
    let mut declined = attachment(
        &raised::RAISED,
        "lena",
        &[
            ("text", "The Monday report costs me an hour that nobody gives back."),
            ("named", "carried"),
            (
                "because",
                "Tomas reads it for the bank. I ask him in March whether the bank still does",
            ),
            ("decided_at", "2026-01-15T09:00:00Z"),
        ],
    );
    declined.id = "raised-carried".into();
    declined.state = "declined".into();
    Dossier { record, attached: vec![told, declined] }
}
