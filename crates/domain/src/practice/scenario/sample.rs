//! A scenario that can be read as an example: three explanations with two sides, a step, a sign.

use super::slots::{HYPOTHESIS, SIGN, STEP};
use crate::attachment::Attachment;
use crate::id::At;
use crate::practice::samples::{attachment, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-scenario".into(),
        kind: "scenario".into(),
        state: "under_way".into(),
        title: "Releases slip, and each time for another reason".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 4,
        opened_at: At(1_767_690_000_000),
        changed_at: At(1_768_035_600_000),
        revealed: false,
        retired: false,
    };
    let mut step = attachment(
        &STEP,
        "lena",
        &[
            ("text", "An hour in which reviews are done together"),
            ("made", "sample-office-hours"),
            ("changed", "What waits for review fits on one screen again."),
        ],
    );
    step.state = "changed".into();
    let sign = attachment(
        &SIGN,
        "lena",
        &[("text", "Half are decided within two days; it was nine"), ("signal", "decision-wait")],
    );
    Dossier { record, attached: hypotheses().into_iter().chain([step, sign]).collect() }
}

fn hypotheses() -> Vec<Attachment> {
    let held = |said: [&str; 3]| {
        let [text, speaks_for, against] = said;
        attachment(
            &HYPOTHESIS,
            "lena",
            &[("text", text), ("evidence_for", speaks_for), ("evidence_against", against)],
        )
    };
    let mut all: Vec<Attachment> = [
        [
            "Flow: the work waits for reviews, decisions or other teams.",
            "2026-01-07: Nine days from done to released; two of work.",
            "2026-01-07: The bank’s own changes went through in a day.",
        ],
        [
            "Load: there is too much to run besides.",
            "2026-01-07: Two nights with calls in December.",
            "2026-01-08: The quiet weeks of November were no faster.",
        ],
        [
            "Expectation: the promise was made by somebody else.",
            "2026-01-08: Two of three dates were in the contract first.",
            "2026-01-08: The third was ours, and slipped as well.",
        ],
    ]
    .map(held)
    .into();
    for (it, id) in all.iter_mut().zip(["flow", "load", "expectation"]) {
        it.id = format!("hypothesis-{id}").into();
    }
    "found".clone_into(&mut all[0].state);
    let showed = text("showed", "Since reviews are done together, less waits.");
    all[0].answers.extend([showed]);
    all
}

fn answers() -> Answers {
    Answers::from([
        text("playbook", "underdelivering"),
        text("hard", "Three dates in a row were missed since October. What is finished waits."),
        text("owner", "jonas"),
        text("look_on", "2026-04-01"),
        text("ends_on", "2026-04-07"),
        text(
            "looked",
            "2026-02-18: Reviews wait for hours now, not for days. Releases still slip.",
        ),
    ])
}
