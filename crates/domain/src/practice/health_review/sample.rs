//! A health review that can be read as an example: closed, read, one change, one request.

use super::slots::CHANGE;
use crate::id::At;
use crate::practice::samples::{attachment, row, rows, text};
use crate::practice::support::SUPPORT;
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-health-review".into(),
        kind: "health-review".into(),
        state: "closed".into(),
        title: "First quarter: are our calls still ours?".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 4,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_768_554_000_000),
        revealed: false,
        retired: false,
    };
    let change = attachment(
        &CHANGE,
        "lena",
        &[
            ("text", "Whoever takes a call off us writes down why, on the decision itself"),
            ("owner", "lena"),
            ("due", "2026-02-13"),
        ],
    );
    let support = attachment(
        &SUPPORT,
        "jonas",
        &[("text", "Ask us before you promise a date for us"), ("from", "ines")],
    );
    Dossier { record, attached: vec![change, support] }
}

fn answers() -> Answers {
    Answers::from([
        text("held_as", "ballots"),
        rows(
            "own_items",
            vec![row(&[
                ("asks", "How often did an alarm at night mean something?"),
                ("low", "Hardly ever"),
                ("high", "Nearly always"),
                ("better", "high"),
            ])],
        ),
        text("lead", "jonas"),
        text("opened_on", "2026-01-06"),
        text("closed_on", "2026-01-16"),
        text("talk_on", "2026-01-22"),
        text(
            "outcome",
            "Nearly all of us know whose call something is, and half say that calls end up elsewhere after all.",
        ),
    ])
}
