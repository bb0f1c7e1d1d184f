//! Samples of the place where a team looks back.

use domain::id::At;
use domain::practice::ALL;

use super::{Said, Samples};
use crate::pages::commitments::{self, CommitmentsView, Group, Promised};
use crate::pages::list::Line;
use crate::pages::reflections::{Choosing, Practice, ReflectionsView, page};
use crate::parts::pager::Pager;
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Reflections);
    let named = |(name, view): (&str, ReflectionsView)| {
        (format!("reflections-{name}"), page(&frame, &view))
    };
    let promised = commitments(say)
        .into_iter()
        .map(|(name, view)| (format!("commitments-{name}"), commitments::page(&frame, &view)));
    views(say).into_iter().map(named).chain(promised).collect()
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
        rhythm: String::new(),
        changed_at: now.plus(-(n as i64) * At::DAY),
    };
    let practice = |kind: &'static domain::kind::Kind, n: usize, may_begin| Practice {
        kind,
        open: n / 2,
        all: n,
        lines: (0..n.min(6)).map(|it| line(kind, it)).collect(),
        begins_in: if may_begin { super::records::teams(say) } else { vec![] },
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

/// Commitments: none yet, a few, and a full page of several teams.
pub(crate) fn commitments(say: Said) -> Vec<(&'static str, CommitmentsView)> {
    let today = sample_frame(Spot::Reflections).today;
    let promised = |n: i64, is_open: bool| Promised {
        text: say("The age of the oldest payout stands on the first dashboard"),
        to: format!("/postmortem/1#at-{n}"),
        on: say("Payouts stood still for two hours"),
        kind: "Postmortem",
        owner: say("Ana Okafor"),
        due: Some(today.saturating_add(jiff::Span::new().days(n * 9 - 4))),
        state: ["kept", "kept, and somebody else has looked", "dropped"][n as usize % 3].into(),
        is_open,
        moved: if n == 0 && is_open {
            vec![("2026-02-20".into(), say("The old dashboard could not draw it"))]
        } else {
            vec![]
        },
        reason: if !is_open && n % 3 == 2 { say("The red window did it") } else { String::new() },
        closed_on: (!is_open).then_some(today),
        team: say("Payments"),
    };
    let group = |team: &str, count: i64| Group {
        team: say(team),
        promises: (0..count).map(|it| promised(it, true)).collect(),
    };
    let teams = vec![(say("Payments"), "payments".into()), (say("Mobile"), "mobile".into())];
    let few = CommitmentsView {
        team: Some((say("Payments"), "payments".into())),
        teams: teams.clone(),
        open: vec![group("Payments", 2)],
        closed: (0..3).map(|it| promised(it, false)).collect(),
        mirror: Some(say("Of 5 promises that have come to their day, 3 were kept by then.")),
        ..CommitmentsView::default()
    };
    let full = CommitmentsView {
        team: None,
        mirror: None,
        open: vec![group("Mobile", 7), group("Payments", 12)],
        closed: (0..30).map(|it| promised(it, false)).collect(),
        pager: Pager { back: None, on: Some("/commitments?after=x".into()) },
        ..few.clone()
    };
    vec![("empty", CommitmentsView::default()), ("few", few), ("full", full)]
}
