//! A leader's page with a line of every sort, for tests, the manual and the page without data.

use super::slots;
use crate::practice::samples::{attachment, list, text};
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-ownership".into(),
        kind: "ownership".into(),
        state: "stands".into(),
        title: "That shops can trust what we tell them about their money".into(),
        team: "payments".into(),
        author: "ines".into(),
        answers: Answers::from([
            text(
                "hold_me_to",
                "An answer to every question within two working days, also when it is “not yet”.",
            ),
            text(
                "reach",
                "Write any time; I read at nine and at four. Ring when a shop cannot take money.",
            ),
            text("bad_news", "Early and unpolished. I will thank you first and ask second."),
            list("lanes", &["promise"]),
            text("confirmed_on", "2026-01-12"),
            text("holds_until", "2026-07-12"),
        ]),
        version: 4,
        opened_at: crate::id::At(1_768_208_400_000),
        changed_at: crate::id::At(1_768_208_400_000),
        revealed: false,
        retired: false,
    };
    let mut owned =
        attachment(&slots::OWNED, "ines", &[("text", "What shops are promised in numbers")]);
    owned.answers.extend([list("lanes", &["promise"])]);
    let mut handed = attachment(
        &slots::HANDED_OVER,
        "ines",
        &[("text", "How a feature is built once its intent is agreed"), ("since", "2026-01-05")],
    );
    handed.answers.extend([list("lanes", &["feature"])]);
    let mut unknown = attachment(
        &slots::UNKNOWN,
        "ines",
        &[
            ("text", "Do shops read the payout mail, or only look at their account?"),
            ("resolve_by", "2026-02-02"),
            ("why", "We are about to spend a quarter on that mail"),
            ("next", "Sit beside three shop owners on a Monday"),
            ("helper", "priya"),
            ("resolved_with", "They look at the account; nobody of nine opened the mail"),
            ("changed_mind", "yes"),
        ],
    );
    unknown.state = "resolved".into();
    let wrong = attachment(
        &slots::GOT_WRONG,
        "ines",
        &[
            ("text", "I promised a date for instant payouts before asking the team"),
            (
                "changed",
                "Dates come from the team's forecast now, and I quote it with its percentage",
            ),
            ("more", "2026-01-19: The two shops I had promised have heard it from me."),
        ],
    );
    let statement = attachment(
        &slots::STATEMENT,
        "ines",
        &[
            ("text", "I waved the price list through without reading the small print"),
            ("doing", "I ring the eleven shops myself and carry the difference from my budget."),
            ("due", "2026-01-30"),
            ("need", "The list of shops, from Jonas"),
        ],
    );
    Dossier { record, attached: vec![owned, handed, unknown, wrong, statement] }
}
