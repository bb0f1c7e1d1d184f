//! Strategy office hours on Thursdays, with a topic that waits and two that were talked about.

use super::slots::{CHANGED, TOPIC, VOTE};
use crate::practice::samples::{attachment, list, text};
use crate::record::{Answers, Dossier, Record, Value};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-office-hours".into(),
        kind: "office-hours".into(),
        state: "running".into(),
        title: "Tech strategy, Thursdays".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: Answers::from([
            text(
                "purpose",
                "Bets, one-way doors, build or buy. Half-formed is welcome; nothing is approved here.",
            ),
            list("hosts", &["jonas", "ines"]),
            text("starts_on", "2026-01-08"),
            text("at", "14:00"),
            text("zone", "Europe/Berlin"),
            text("rhythm", "weekly"),
            text("minutes", "50"),
            text("capacity", "2"),
            text("place", "Room Elm, or the usual call"),
            text("open_to", "everybody"),
            text("format", "strategy"),
        ]),
        version: 4,
        opened_at: crate::id::At(1_767_690_000_000),
        changed_at: crate::id::At(1_767_790_000_000),
        revealed: false,
        retired: false,
    };
    let mut waits = attachment(
        &TOPIC,
        "priya",
        &[
            ("text", "Would a second bank be worth a second kind of failure?"),
            ("about", "bet"),
            ("tried", "Two evenings with their documentation."),
            ("need", "Somebody who has run two at once"),
            ("side", "team"),
        ],
    );
    waits.made_at = crate::id::At(1_772_700_000_000);
    let mut next = attachment(
        &TOPIC,
        "lena",
        &[
            ("text", "Who may say no to a new dependency?"),
            ("about", "lane"),
            ("side", "elsewhere"),
        ],
    );
    next.id = "topic-of-lena".into();
    next.made_at = crate::id::At(1_772_710_000_000);
    let mut done = attachment(
        &TOPIC,
        "diego",
        &[
            ("text", "I do not know whether the night check is still needed"),
            ("outcome", "experiment"),
            ("notes", "Off for one week; back on if one payout is late. Diego looks on Friday."),
            ("talked_at", "2026-02-19T13:20:00Z"),
            ("side", "team"),
        ],
    );
    done.state = "done".into();
    done.made_at = crate::id::At(1_771_300_000_000);
    let off = attachment(
        &CHANGED,
        "jonas",
        &[("text", "The whole team is away"), ("planned_on", "2026-03-19")],
    );
    let mut vote = attachment(&VOTE, "kim", &[]);
    vote.answers.insert("topics".into(), Value::List(vec![waits.id.to_string()]));
    Dossier { record, attached: vec![waits, next, done, off, vote] }
}

/// Thursdays at 14:00 in Berlin from 5 March 2026, with nothing brought yet.
#[cfg(test)]
pub(super) fn thursdays() -> Dossier {
    let mut dossier = sample();
    dossier.attached.clear();
    for (name, text) in [
        ("starts_on", "2026-03-05"),
        ("at", "14:00"),
        ("zone", "Europe/Berlin"),
        ("rhythm", "weekly"),
        ("until", ""),
    ] {
        dossier.record.put(name, text);
    }
    dossier
}
