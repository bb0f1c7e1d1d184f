//! A reading that can be read as an example.

use super::{FIGURES, MIRROR, WINDOW};
use crate::id::At;
use crate::measure::kept::Kept;
use crate::measure::{Every, Mirror, Point, Window, release_wait};
use crate::practice::samples::text;
use crate::record::{Answers, Dossier, Record};

pub(super) fn sample() -> Dossier {
    let record = Record {
        id: "sample-reading".into(),
        kind: "reading".into(),
        state: "released".into(),
        title:
            "Finished work goes out within four days now; it was nine before the night check moved"
                .into(),
        team: "payments".into(),
        author: "jonas".into(),
        answers: Answers::from([
            text(
                "says_not",
                "Nothing about how much we do, and nothing about the freeze in December, which is in it.",
            ),
            text(MIRROR, "landing-to-release"),
            text(WINDOW, "12m"),
            text(FIGURES, &Kept::of(&figure(), "payments").to_text()),
            text("released_on", "2026-01-14"),
        ]),
        version: 2,
        opened_at: At(1_768_035_600_000),
        changed_at: At(1_768_383_600_000),
        revealed: false,
        retired: false,
    };
    Dossier { record, attached: Vec::new() }
}

/// A made-up year, from January 2025.
fn figure() -> Mirror {
    let window = Window { from: At(1_735_689_600_000), to: At(1_768_383_600_000) };
    let mut mirror = Mirror::new(&release_wait::ABOUT, window);
    mirror.says = "Half of what landed was in a release within 5.5 days.".into();
    (mirror.n, mirror.open, mirror.median) = (Some(312), Some(9), Some(132.0));
    (mirror.p75, mirror.every) = (Some(216.0), Some(Every::Month));
    mirror.why.insert("p90", "not reached (> 30 days)".into());
    mirror.why.insert("interval", "needs 5 that ended, has 3".into());
    mirror.exclude("landings by programs", 41);
    let days = [9.0, 8.5, 9.5, 9.0, 8.0, 9.0, 9.5, 8.5, 9.0, 6.0, 4.0, 4.5, 4.0];
    for (at, days) in days.iter().enumerate() {
        let label = format!("{}-{:02}", 2025 + at / 12, at % 12 + 1);
        mirror.series.push(Point { label, value: Some(days * 24.0), n: Some(24), counted: true });
    }
    mirror
}
