//! Samples of a team's quarter: untouched, going on, full, over and to come.

use app::{LaneEnding, PracticeSeen, QuarterSeen, Waits};
use domain::kind::Kind;
use domain::people::Team;
use domain::practice::ALL;
use domain::quarter::{Marked, Quarter, standing};
use domain::record::Record;

use super::{Said, Samples};
use crate::pages::quarter::{QuarterView, page};
use crate::shell::{Spot, sample_frame};

/// A kind, days on which one was held, days for which one is planned, and how many more are open.
type Days = (&'static str, &'static [&'static str], &'static [&'static str], usize);

static SOME: &[Days] = &[
    ("metrics-review", &["2026-01-13"], &[], 0),
    ("demo", &["2026-01-15", "2026-02-12"], &["2026-03-12"], 0),
    ("postmortem", &[], &[], 1),
    ("premortem", &["2025-11-20"], &[], 0),
    ("office-hours", &["2026-02-19", "2026-03-05"], &["2026-03-19"], 0),
    ("deal", &["2025-12-04"], &["2026-03-04"], 0),
];

static FULL: &[Days] = &[
    ("metrics-review", &["2025-10-14"], &[], 0),
    (
        "demo",
        &["2026-01-08", "2026-01-15", "2026-01-29", "2026-02-12", "2026-02-26"],
        &["2026-03-12", "2026-03-26"],
        0,
    ),
    ("postmortem", &["2026-01-14", "2026-02-02"], &[], 6),
    ("premortem", &["2026-01-10"], &[], 2),
    ("celebration", &["2026-01-16"], &[], 0),
    ("deal", &["2025-12-04"], &["2026-04-04"], 0),
    ("leave-test", &["2025-12-31"], &["2026-03-16"], 0),
];

/// What the team of the full quarter has switched off.
static OFF: &[&str] = &["health-review", "office-hours"];

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Reflections);
    let named =
        |(name, view): (&str, QuarterView)| (format!("quarter-{name}"), page(&frame, &view));
    views(say).into_iter().map(named).collect()
}

/// As seen on the day of all samples, 2026-03-06.
pub(crate) fn views(say: Said) -> Vec<(&'static str, QuarterView)> {
    vec![
        ("empty", view(say, "2026-Q1", &[], 0)),
        ("normal", view(say, "2026-Q1", SOME, 3)),
        ("full", view(say, "2026-Q1", FULL, 14)),
        ("over", view(say, "2025-Q4", SOME, 1)),
        ("to-come", view(say, "2026-Q2", SOME, 1)),
    ]
}

fn view(say: Said, quarter: &str, days: &[Days], due: usize) -> QuarterView {
    let quarter: Quarter = quarter.parse().unwrap();
    let returning = ALL.iter().copied().filter(|it| it.rhythm.is_some());
    let team =
        Team { id: "team".into(), parent: None, slug: "payments".into(), name: say("Payments") };
    let lane = |n: usize| LaneEnding {
        id: ["retries", "copy"][n % 2].into(),
        says: say("How often and when we try a payment again"),
        until: [quarter.first(), quarter.last()][n % 2],
    };
    let seen = QuarterSeen {
        team,
        quarter,
        practices: returning.map(|kind| practice(say, kind, quarter, days)).collect(),
        due: Vec::new(),
        is_cut: due > 10,
        lanes: (0..due.min(2)).map(lane).collect(),
    };
    QuarterView { seen, due: (0..due).map(|n| waits(say, quarter, n)).collect() }
}

fn practice(say: Said, kind: &'static Kind, quarter: Quarter, days: &[Days]) -> PracticeSeen {
    let today = sample_frame(Spot::Nowhere).today;
    let rhythm = kind.rhythm.unwrap();
    let read = |days: &[&str]| days.iter().map(|it| it.parse().unwrap()).collect();
    let mut marks = Vec::new();
    for (_, held, planned, open) in days.iter().filter(|it| it.0 == kind.slug) {
        let open = (0..*open).map(|_| (vec![], vec![]));
        let dated = [(read(held), read(planned))].into_iter();
        marks.extend(dated.chain(open).enumerate().map(|(n, (held, planned))| Marked {
            record: format!("{}-{n}", kind.slug).into(),
            held,
            planned,
            is_open: n > 0,
        }));
    }
    let is_used = days.len() < FULL.len() || !OFF.contains(&kind.slug);
    let record = |mark: &Marked| Record {
        id: mark.record.clone(),
        title: say("Payouts stood still for two hours"),
        state: kind.first_state().into(),
        ..(kind.sample)().record
    };
    PracticeSeen {
        kind,
        standing: standing(rhythm.returns, is_used, &marks, quarter, today),
        records: marks.iter().map(record).collect(),
        may_begin: is_used,
    }
}

fn waits(say: Said, quarter: Quarter, n: usize) -> Waits {
    Waits {
        what: "Look again at".into(),
        title: say("Payments runs on one queue"),
        to: format!("/decision/{n}"),
        why: say("Decision, decided"),
        due: Some(quarter.first().saturating_add(jiff::Span::new().days(n as i64 * 6))),
        ..Waits::default()
    }
}
