//! A team's own view of its mirrors, as an example.

use super::slots::{CHANGE, CHOICE, NOTE, RETIREMENT};
use crate::id::At;
use crate::practice::samples::{attachment, row, text};
use crate::record::{Answers, Dossier, Record, Value};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-our-mirrors".into(),
        kind: "our-mirrors".into(),
        state: "used".into(),
        title: "The mirrors of Payments".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: Answers::from([text("ask_us", "Tuesdays at our office hours, or any of us.")]),
        version: 1,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    let mut choice =
        attachment(&CHOICE, "jonas", &[("text", "Whether the night check was the brake")]);
    let chosen = ["landing-to-release", "release-frequency", "review-latency"];
    let rows = chosen.iter().map(|it| row(&[("mirror", it)])).collect();
    choice.answers.insert("mirrors".into(), Value::Rows(rows));
    let note = attachment(
        &NOTE,
        "lena",
        &[
            ("text", "The bank froze all releases"),
            ("on", "2025-12-08"),
            ("mirror", "release-frequency"),
        ],
    );
    let change = attachment(
        &CHANGE,
        "lena",
        &[
            ("text", "The night check runs beside the build"),
            ("on", "2026-02-16"),
            ("mirror", "change-lead-time"),
        ],
    );
    let retired = attachment(
        &RETIREMENT,
        "priya",
        &[("text", "We are six; it says nothing about us"), ("mirror", "landing-concentration")],
    );
    Dossier { record, attached: vec![choice, note, change, retired] }
}
