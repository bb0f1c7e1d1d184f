//! A celebration of a risk that was bounded, tied to its decision.

use crate::practice::samples::text;
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-celebration".into(),
        kind: "celebration".into(),
        state: "shared".into(),
        title: "Ten shops first, and a day to turn round".into(),
        team: "payments".into(),
        author: "lena".into(),
        answers: Answers::from([
            text("of", "risk"),
            text(
                "reason",
                "Nobody knew how slow the new bank would be. They asked the two shops that had most to lose, began with ten, wrote down what would end it, and told us the same morning when it came to that.",
            ),
            text("decision", "sample-decision"),
            text("came_out", "badly"),
            text("bounded", "Ten shops of four hundred, for a day"),
            text("stop", "A payout later than noon"),
            text("shared_on", "2026-01-16"),
        ]),
        version: 2,
        opened_at: crate::id::At(1_768_500_000_000),
        changed_at: crate::id::At(1_768_560_000_000),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}
