//! A decision with its options, advice and forecast, for tests, the manual and the page without data.

use super::slots;
use crate::attachment::FORECAST;
use crate::practice::samples::{attachment, list, row, rows, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-decision".into(),
        kind: "decision".into(),
        state: "decided".into(),
        title: "Check bank accounts at sign-up".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 6,
        opened_at: crate::id::At(1_767_690_000_000),
        changed_at: crate::id::At(1_768_035_600_000),
        revealed: true,
        retired: false,
    };
    let mut advice = attachment(
        &slots::ADVICE,
        "jonas",
        &[("text", "What would this do to your calls?"), ("from", "ines")],
    );
    advice.answers.extend([
        text("advice", "People abandon long forms. Ask for the account last."),
        text("weighed", "Taken: the account is the last step"),
    ]);
    advice.state = "weighed".into();
    let forecast = attachment(
        &FORECAST,
        "jonas",
        &[
            ("text", "Late first payouts are below 6 % in February"),
            ("probability", "70"),
            ("resolve_by", "2026-03-02"),
            ("resolves", "The ledger's monthly report"),
        ],
    );
    Dossier { record, attached: vec![advice, forecast] }
}

fn answers() -> Answers {
    Answers::from([
        rows(
            "options",
            vec![
                row(&[
                    ("option", "Check at sign-up"),
                    ("for", "Errors show while the shop is still there to mend them"),
                    ("against", "One step more before the first sale"),
                ]),
                row(&[
                    ("option", "Check in the night before the payout"),
                    ("for", "Nobody sees it"),
                ]),
                row(&[("option", "Do nothing"), ("against", "One shop in twelve leaves")]),
            ],
        ),
        text("chosen", "Check at sign-up"),
        text(
            "because",
            "An error can only be mended by the shop, and it is there at sign-up. We give up a little speed for everybody.",
        ),
        rows(
            "case",
            vec![
                row(&[("name", "domain"), ("value", "product")]),
                row(&[("name", "effort"), ("value", "4")]),
                row(&[("name", "undo"), ("value", "sprint")]),
            ],
        ),
        text("frame", "When the account is checked; not whether."),
        text("values", "Payouts on the day first, then a short sign-up."),
        text("consequences", "Good: fewer surprises. Bad: a longer form."),
        text("dissent", "Lena would have started with the two banks."),
        rows(
            "assumptions",
            vec![row(&[
                ("statement", "The banks answer within an hour"),
                ("owner", "jonas"),
                ("check_on", "2026-02-01"),
            ])],
        ),
        rows("stop_rules", vec![row(&[("state", "Sign-ups fall by 3 %"), ("date", "2026-02-15")])]),
        text("decider", "jonas"),
        list("informed", &["ines"]),
        text("intent", "sample-intent"),
        text("review_on", "2026-03-02"),
        text("lane", "feature"),
        text("route", "jonas decides: product up to 5 person-days, undone within a sprint"),
        text("map_version", "3"),
        text("decided_on", "2026-01-10"),
    ])
}
