//! A postmortem that can be read as an example: several factors, two views, one promise.

use super::slots;
use crate::attachment::{COMMITMENT, IDEA};
use crate::practice::samples::{attachment, list, row, rows, text};
use crate::record::{Answers, Dossier, Record, Value};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-postmortem".into(),
        kind: "postmortem".into(),
        state: "published".into(),
        title: "Payouts stood still for two hours".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 9,
        opened_at: crate::id::At(1_767_690_000_000),
        changed_at: crate::id::At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    let own_part = attachment(
        &slots::OWN_PART,
        "ines",
        &[(
            "text",
            "I asked twice in that week when the new bank would be live. I never asked what would tell us to stop.",
        )],
    );
    let promised = attachment(
        &COMMITMENT,
        "jonas",
        &[
            ("text", "The queue stops taking work once it is older than ten minutes"),
            ("owner", "jonas"),
            ("due", "2026-01-30"),
        ],
    );
    let idea =
        attachment(&IDEA, "lena", &[("text", "Show the age of the oldest payout on the wall")]);
    Dossier { record, attached: vec![own_part, promised, idea] }
}

fn answers() -> Answers {
    Answers::from([
        text(
            "happened",
            "412 shops were paid two hours late on 8 January. Nobody lost money. We noticed by a call from a shop, and drained the queue by hand.",
        ),
        text("trigger", "A promise to shops was missed"),
        text("severity", "2"),
        text("began", "2026-01-08 06:00"),
        text("ended", "2026-01-08 08:10"),
        timeline(),
        rows(
            "perspectives",
            vec![
                row(&[
                    ("who", "On call that morning"),
                    (
                        "saw",
                        "The error rate was at zero, so it looked like a question about one shop.",
                    ),
                ]),
                row(&[
                    ("who", "Support"),
                    ("saw", "Three shops within ten minutes; we have learned to call at three."),
                ]),
            ],
        ),
        text("expected", "A slow bank would show as errors."),
        text("surprised", "Waiting is not an error anywhere in our numbers."),
        rows(
            "factors",
            vec![
                row(&[
                    ("factor", "One slow bank holds up all others in the same queue"),
                    ("category", "design"),
                    ("foreseen", "yes"),
                ]),
                row(&[
                    ("factor", "The dashboard counts errors and not age"),
                    ("category", "detection"),
                    ("foreseen", "no"),
                ]),
                row(&[
                    ("factor", "Ten shops behave unlike four hundred"),
                    ("category", "change"),
                    ("foreseen", "partly"),
                ]),
            ],
        ),
        text(
            "helped",
            "Support has a habit of calling at the third question. The queue could be drained by hand because we had tried it in autumn.",
        ),
        text("open_questions", "How slow may a bank be before we leave it out for the day?"),
        list("lanes", &["feature"]),
        text("lead", "jonas"),
        text("facilitator", "lena"),
        list("invited", &["ines"]),
        text("published_on", "2026-01-14"),
    ])
}

fn timeline() -> (String, Value) {
    rows(
        "timeline",
        vec![
            row(&[
                ("at", "2026-01-07 16:30"),
                ("what", "The new bank goes live for ten shops; all green"),
                ("source", "release notes"),
            ]),
            row(&[
                ("at", "2026-01-08 06:00"),
                (
                    "what",
                    "The morning's payouts begin; the bank answers slowly and each answer is waited for",
                ),
                ("source", "queue log"),
            ]),
            row(&[
                ("at", "2026-01-08 07:20"),
                ("what", "A shop calls; the dashboard shows nothing unusual"),
                ("source", "support"),
            ]),
            row(&[
                ("at", "2026-01-08 07:45"),
                ("what", "Two of us look at the queue itself and see its age"),
            ]),
        ],
    )
}
