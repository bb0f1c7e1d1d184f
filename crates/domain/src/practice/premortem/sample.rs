//! A pre-mortem under way, with its plan, for tests, the manual and the page without data.

use super::slots;
use crate::attachment::Attachment;
use crate::practice::samples::{attachment, list, row, rows, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-premortem".into(),
        kind: "premortem".into(),
        state: "running".into(),
        title: "Move all payouts to the instant rail".into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: answers(),
        version: 12,
        opened_at: crate::id::At(1_767_690_000_000),
        changed_at: crate::id::At(1_768_035_600_000),
        revealed: true,
        retired: false,
    };
    Dossier { record, attached: attached() }
}

fn card(id: &str, author: &str, said: &[(&str, &str)]) -> Attachment {
    let card = attachment(&slots::CARD, author, said);
    Attachment { id: id.into(), state: "told".into(), ..card }
}

fn attached() -> Vec<Attachment> {
    let bank = card(
        "card-bank",
        "priya",
        &[
            (
                "text",
                "The second bank refused instant payouts above its night limit, and the queue filled until morning.",
            ),
            ("sign", "Refusals after ten in the evening"),
        ],
    );
    let mut limit = card(
        "card-limit",
        "diego",
        &[(
            "text",
            "We never asked the banks for their limits; one of them stopped us in the first week.",
        )],
    );
    limit.state = "merged".into();
    limit.answers.extend([list("into", &["card-bank"])]);
    let ledger = card(
        "card-ledger",
        "lena",
        &[(
            "text",
            "The ledger booked before the bank had answered, and shops saw money that was not there.",
        )],
    );
    let mut risk = attachment(
        &slots::RISK,
        "jonas",
        &[
            ("text", "A bank’s night limit fills the queue"),
            ("answer", "detect"),
            ("owner", "priya"),
            ("does", "Ask both banks for their limits in writing; alarm at half of them."),
            ("due", "2026-01-20"),
            ("stop", "More than one payout in a hundred is a day late"),
        ],
    );
    risk.id = "risk-limit".into();
    risk.answers.extend([list("cards", &["card-bank"])]);
    let mut accepted = attachment(
        &slots::RISK,
        "jonas",
        &[
            ("text", "The ledger books before the bank has answered"),
            ("answer", "prevent"),
            ("owner", "lena"),
            ("does", "Book on the bank’s answer alone."),
        ],
    );
    accepted.id = "risk-ledger".into();
    accepted.answers.extend([list("cards", &["card-ledger"])]);
    let mut tripwire = attachment(
        &slots::TRIPWIRE,
        "jonas",
        &[("text", "Refusals after ten in the evening"), ("owner", "priya"), ("due", "2026-02-02")],
    );
    tripwire.answers.extend([list("risks", &["risk-limit"])]);
    vec![bank, limit, ledger, risk, accepted, tripwire]
}

fn answers() -> Answers {
    let band = |band: &str, count: &str| row(&[("band", band), ("count", count)]);
    let spread = |counts: [&str; 5]| {
        let bands = ["0–19", "20–39", "40–59", "60–79", "80–100"];
        bands.into_iter().zip(counts).map(|(it, count)| band(it, count)).collect()
    };
    let votes = |card: &str, damage: &str, likely: &str| {
        row(&[("card", card), ("damage", damage), ("likely", likely)])
    };
    Answers::from([
        text("horizon", "2026-06-30"),
        text("intent", "sample-intent"),
        text("plan", "Two banks, one after the other; the old rail stays for a month."),
        text("facilitator", "jonas"),
        text("minutes", "60"),
        text("held_on", "2026-01-10"),
        text("review_on", "2026-03-08"),
        text("voters", "6"),
        rows("tally", vec![votes("card-bank", "5", "4"), votes("card-ledger", "4", "2")]),
        rows("before_spread", spread(["0", "0", "1", "3", "2"])),
        text("before_middle", "72.5"),
        rows("after_spread", spread(["0", "1", "2", "3", "0"])),
        text("after_middle", "60"),
    ])
}
