//! A metrics review that can be read as an example: two readings, one change, one answer.

use super::slots::CHANGE;
use crate::id::At;
use crate::practice::samples::{attachment, row, rows, text};
use crate::practice::support::SUPPORT;
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-metrics-review".into(),
        kind: "metrics-review".into(),
        state: "shared".into(),
        title: "Why does finished work wait so long to go out?".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 5,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    let change = attachment(
        &CHANGE,
        "lena",
        &[
            ("text", "The night check runs beside the build and not before it"),
            ("owner", "lena"),
            ("due", "2026-02-13"),
        ],
    );
    let mut support = attachment(
        &SUPPORT,
        "jonas",
        &[
            ("text", "A second machine for the night check"),
            ("from", "ines"),
            ("will", "Two weeks on trial, paid from my budget"),
            ("support_by", "2026-01-30"),
            ("owner", "ines"),
            ("answered_on", "2026-01-13"),
        ],
    );
    support.state = "supported".into();
    Dossier { record, attached: vec![change, support] }
}

fn answers() -> Answers {
    Answers::from([
        rows(
            "looked_at",
            vec![
                row(&[("mirror", "landing-to-release"), ("window", "12m")]),
                row(&[("mirror", "release-frequency"), ("window", "12m")]),
            ],
        ),
        text(
            "saw",
            "Half of what was finished waited nine days or longer to go out, since October. Releases came as often as before.",
        ),
        text("surprised", "We had all thought that review was the slow part."),
        rows(
            "explanations",
            vec![
                row(&[
                    ("explanation", "The night check has to be green before anything goes out"),
                    ("against", "Weeks in which it was green at once would be no quicker"),
                ]),
                row(&[
                    ("explanation", "The bank’s freeze in autumn held everything back"),
                    ("against", "It would have gone back to usual in December"),
                ]),
            ],
        ),
        text("look_again_on", "2026-04-14"),
        text("lead", "jonas"),
        text("shared_on", "2026-01-13"),
    ])
}
