//! An intent with every question answered, for tests, the manual and the page without data.

use super::slots;
use crate::practice::samples::{attachment, list, row, rows, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-intent".into(),
        kind: "intent".into(),
        state: "backbriefed".into(),
        title: "A shop's first payout arrives on the day it was promised".into(),
        team: "payments".into(),
        author: "mara".into(),
        answers: answers(),
        version: 4,
        opened_at: crate::id::At(1_767_603_600_000),
        changed_at: crate::id::At(1_768_212_000_000),
        revealed: false,
        retired: false,
    };
    let backbrief = "Shops count on that first transfer to pay their suppliers. We go after what makes new accounts late, \
        beginning with the bank checks, and we leave older accounts alone until that works.";
    let mut attached = vec![
        attachment(&slots::BACKBRIEF, "jonas", &[("text", backbrief)]),
        attachment(
            &slots::BET,
            "jonas",
            &[
                ("text", "Check the bank account while the shop signs up, not on the first payout"),
                ("expect", "Late first payouts fall below 6 %"),
                ("until", "2026-03-02"),
            ],
        ),
        attachment(
            &slots::CORRECTION,
            "lena",
            &[
                ("text", "We check only the accounts that our two largest banks refuse"),
                ("because", "On 3 February, 81 of 90 late payouts came from two banks"),
            ],
        ),
    ];
    attached[0].state = "agreed".into();
    Dossier { record, attached }
}

fn answers() -> Answers {
    Answers::from([
        text(
            "problem",
            "New shops wait up to nine days for their first payout. They call support, and one in twelve leaves within a month.",
        ),
        text(
            "end_state",
            "A new shop has its first money on the promised day, in 97 of 100 cases, without calling anybody.",
        ),
        rows(
            "signals",
            vec![
                row(&[
                    ("name", "First payouts on the promised day"),
                    ("unit", "%"),
                    ("baseline", "88"),
                    ("baseline_date", "2026-01-05"),
                    ("direction", "up"),
                    ("at_least", "97"),
                    ("by_date", "2026-03-31"),
                    ("source", "the ledger's daily report"),
                    ("guardrail", "no"),
                ]),
                row(&[
                    ("name", "Payouts to a wrong account"),
                    ("unit", "a month"),
                    ("baseline", "2"),
                    ("baseline_date", "2026-01-05"),
                    ("direction", "hold"),
                    ("at_most", "2"),
                    ("guardrail", "yes"),
                ]),
            ],
        ),
        text("purpose", "Because a shop that is paid on time can pay its suppliers, and stays."),
        text("who", "Shops in their first month"),
        text("situation", "The first transfer after signing up"),
        text("evidence", "412 support calls in the last quarter of 2025"),
        text("out_of_scope", "Payouts in other currencies"),
        rows(
            "constraints",
            vec![row(&[
                ("statement", "Every account is checked before money leaves"),
                ("kind", "legal"),
                ("hardness", "hard"),
                ("reason", "The licence requires it"),
                ("lifted_by", "nobody here"),
            ])],
        ),
        text("antigoals", "Fewer calls because calling became harder"),
        list("lanes", &["feature"]),
        text("free", "The order of the checks, the wording, which banks come first"),
        rows(
            "assumptions",
            vec![row(&[
                ("statement", "The banks answer within an hour"),
                ("owner", "jonas"),
                ("check_on", "2026-02-01"),
            ])],
        ),
        rows(
            "stop_rules",
            vec![row(&[("state", "Fewer than 90 % on time"), ("date", "2026-03-01")])],
        ),
        text("owner", "mara"),
        text("review_on", "2026-04-07"),
        text("nature", "chosen"),
    ])
}
