//! A demo with one whole and one failed showing.

use super::slots::SHOWING;
use crate::practice::samples::{attachment, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-demo".into(),
        kind: "demo".into(),
        state: "held".into(),
        title: "Payouts: what the new check did in January".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: Answers::from([
            text("on", "2026-02-05"),
            text("place", "Kitchen table and the usual call, 15:00"),
            text("audience", "Support, Bookings, Ines"),
            text(
                "learned",
                "A check people understand is worth a slower form. We look at the second bank again in March.",
            ),
        ]),
        version: 3,
        opened_at: crate::id::At(1_769_000_000_000),
        changed_at: crate::id::At(1_770_300_000_000),
        revealed: false,
        retired: false,
    };
    let whole = attachment(
        &SHOWING,
        "jonas",
        &[
            ("text", "Bank accounts are checked at sign-up"),
            ("how_far", "whole"),
            ("meant", "No shop waits for its first payout."),
            ("happened", "96 of 100 first payouts arrived on the day, 88 before."),
            ("went_wrong", "Two banks answer only at night; we learned it from a shop."),
            ("will_change", "Ask each bank for its hours before we go live with it"),
            ("look_on", "2026-03-12"),
        ],
    );
    let failed = attachment(
        &SHOWING,
        "lena",
        &[
            ("text", "A warning before a payout is late"),
            ("how_far", "failed"),
            ("meant", "Shops hear it from us first."),
            (
                "went_wrong",
                "It warned about one payout in three. Nobody believed it after a week, us included.",
            ),
            ("help", "Somebody who has built a warning that people trust"),
        ],
    );
    Dossier { record, attached: vec![whole, failed] }
}
