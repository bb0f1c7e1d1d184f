//! A deal in force with its first comparison.

use super::COMPARISON;
use crate::practice::samples::{attachment, row, rows, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-deal".into(),
        kind: "deal".into(),
        state: "agreed".into(),
        title: "Payments and Ines, first half of 2026".into(),
        team: "payments".into(),
        author: "ines".into(),
        answers: answers(),
        version: 5,
        opened_at: crate::id::At(1_767_690_000_000),
        changed_at: crate::id::At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    let comparison = attachment(
        &COMPARISON,
        "mara",
        &[
            (
                "text",
                "Two of nine decisions went up although a lane held them. Both times the price was unclear, not the lane.",
            ),
            ("kept", "No Monday report since February; nobody has missed it"),
            ("change", "The money lane names the rounding rule"),
        ],
    );
    Dossier { record, attached: vec![comparison] }
}

fn answers() -> Answers {
    Answers::from([
        rows(
            "i_owe",
            vec![
                row(&[
                    ("what", "An answer within two working days, or by when"),
                    ("how_seen", "The feedback page"),
                ]),
                row(&[("what", "No change of an intent after Tuesday noon")]),
            ],
        ),
        rows(
            "you_owe",
            vec![row(&[
                ("what", "Bad news on the day you have it"),
                ("how_seen", "No postmortem in which I hear it first"),
            ])],
        ),
        rows(
            "stops",
            vec![row(&[
                ("what", "The Monday report"),
                ("instead", "The mirrors, when we want to look"),
            ])],
        ),
        text("leader", "ines"),
        text("may_decide", "Whom you ask to join a demo."),
        text("leader_agreed", "@ines on 2026-01-07"),
        text("team_agreed", "@mara on 2026-01-10"),
        text("agreed_on", "2026-01-10"),
        text("compare_on", "2026-04-10"),
    ])
}
