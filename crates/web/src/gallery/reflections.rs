//! Samples of the place where a team looks back.

use domain::id::At;
use domain::practice::ALL;

use super::{Said, Samples};
use crate::pages::list::Line;
use crate::pages::reflections::{Choosing, Practice, ReflectionsView, page};
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Reflections);
    let named = |(name, view): (&str, ReflectionsView)| {
        (format!("reflections-{name}"), page(&frame, &view))
    };
    views(say).into_iter().map(named).collect()
}

/// Nothing yet, a year's worth, and everything switched off.
pub(crate) fn views(say: Said) -> Vec<(&'static str, ReflectionsView)> {
    let kinds = || ALL.iter().copied().filter(|it| it.is_practice());
    let now = sample_frame(Spot::Reflections).now;
    let line = |kind: &domain::kind::Kind, n: usize| Line {
        title: say("The queue stood still for two hours"),
        to: format!("/{}/{n}", kind.slug),
        state: kind.states[n % kind.states.len()].name.into(),
        about: say("Payouts arrived a day late"),
        team: say("Payments"),
        due: n.is_multiple_of(3).then(|| now.plus((n as i64 - 2) * At::DAY).day()),
        changed_at: now.plus(-(n as i64) * At::DAY),
    };
    let practice = |kind: &'static domain::kind::Kind, n: usize, may_begin| Practice {
        kind,
        open: n / 2,
        all: n,
        lines: (0..n.min(6)).map(|it| line(kind, it)).collect(),
        may_begin,
    };
    let choosing = |used| Choosing {
        team: say("Payments"),
        slug: "payments".into(),
        practices: kinds().map(|it| (it.slug, it.plural, used)).collect(),
    };
    let view = |practices: Vec<Practice>, used| ReflectionsView {
        team: None,
        practices,
        choices: vec![choosing(used)],
    };
    let full = ReflectionsView {
        team: Some((say("Payments"), "payments".into())),
        ..view(kinds().enumerate().map(|(at, it)| practice(it, at * 5 + 1, true)).collect(), true)
    };
    vec![
        ("empty", view(kinds().map(|it| practice(it, 0, true)).collect(), true)),
        ("full", full),
        (
            "reader",
            ReflectionsView {
                choices: vec![],
                ..view(kinds().map(|it| practice(it, 0, false)).collect(), true)
            },
        ),
        ("off", view(vec![], false)),
    ]
}
