//! Samples of Today, sign-in, search, problems and keys.

use domain::id::At;
use domain::record::FieldProblem;

use super::{Said, Samples};
use crate::pages::{guide, keys, problem, search, sign_in, today};
use crate::shell::{Frame, Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let mut found = today_samples(say);
    found.extend(door_samples(say));
    found.extend(search_samples(say));
    let frame = sample_frame(Spot::Nowhere);
    found.push(("keys".into(), keys::page(&frame)));
    found.push(("guide".into(), guide::contents(&frame)));
    let chapter =
        |it: &crate::guide::Chapter| (format!("guide-{}", it.name), guide::chapter(&frame, it));
    found.extend(crate::guide::ALL.iter().chain([&crate::guide::SEED]).map(chapter));
    found
}

fn today_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Today);
    let day = |text: &str| text.parse().ok();
    let waits = vec![
        today::Waits {
            what: "Answer".into(),
            title: say("Could the old table stay readable for two weeks?"),
            to: "/decision/1#slot-question".into(),
            why: say("Raj asks on “Drop the retry table”"),
            ..today::Waits::default()
        },
        today::Waits {
            what: "Say back".into(),
            title: say("A failed payment never surprises a customer"),
            to: "/intent/1#slot-backbrief".into(),
            why: "Ana briefed it; it becomes active once somebody on the team has restated it"
                .into(),
            ..today::Waits::default()
        },
        today::Waits {
            what: "Look again at".into(),
            title: say("Payments runs on one queue"),
            to: "/decision/2".into(),
            why: "The review date you set when deciding".into(),
            due: day("2026-03-04"),
            ..today::Waits::default()
        },
    ];
    let changed = |n: i64| today::Changed {
        title: say("Retry with a growing pause"),
        to: "/decision/3".into(),
        says: say("Bo decided it in lane “feature”"),
        at: frame.now.plus(-n * At::HOUR * 7),
    };
    let first = |says: &str, why: &str, to: &str, done: bool| today::FirstStep {
        says: says.into(),
        why: why.into(),
        to: to.into(),
        done,
    };
    let steps = vec![
        first(
            "See whose call a change is",
            "The map was drafted from this repository; try it with a path you know.",
            "/lanes",
            true,
        ),
        first(
            "Write down one decision",
            "One sentence is enough. It can grow later.",
            "/decisions",
            false,
        ),
        first(
            "Say what you are after",
            "An intent: the problem, what will be true, how you will see it.",
            "/intents",
            false,
        ),
    ];
    let view = |waits: Vec<today::Waits>,
                changed: Vec<today::Changed>,
                first_steps: Vec<today::FirstStep>| {
        today::TodayView {
            name: say("Kim"),
            celebrated: changed.iter().take(1).cloned().collect(),
            come_round: changed.iter().take(2).cloned().zip([1, 3]).collect(),
            waits,
            changed,
            first_steps,
            invited: Some(today::FirstStep {
                says: say("Say what you own here, if you like"),
                why: say("Whoever leads this team has gone first."),
                to: "/ownership/new?team=payments".into(),
                done: false,
            }),
        }
    };
    let mut sample = frame.clone();
    sample.sample = true;
    sample.said = crate::words::said("saved");
    vec![
        ("today-empty".into(), today::page(&frame, &view(vec![], vec![], vec![]))),
        ("today-first".into(), today::page(&frame, &view(vec![], vec![], steps.clone()))),
        (
            "today-normal".into(),
            today::page(&frame, &view(waits.clone(), vec![changed(1), changed(9)], vec![])),
        ),
        (
            "today-full".into(),
            today::page(
                &sample,
                &view(
                    [waits.clone(), waits.clone(), waits].concat(),
                    (0..30).map(changed).collect(),
                    steps,
                ),
            ),
        ),
    ]
}

fn door_samples(say: Said) -> Samples {
    let frame = Frame::signed_out(At(1_772_798_400_000));
    let sign_in = |problem: Option<&str>, reopens| sign_in::SignInView {
        problem: problem.map(str::to_owned),
        name: say("kim"),
        then: "/intents".into(),
        reopens,
        mails: !reopens,
        ..sign_in::SignInView::default()
    };
    let join = sign_in::JoinView {
        organisation: say("Northwind"),
        team: say("Payments"),
        level: "contributor".into(),
        invited_by: say("Ana"),
        secret: "abc".into(),
        name: say("Kim"),
        handle: say("kim"),
        problems: vec![FieldProblem {
            field: "handle".into(),
            says: "@kim is taken already.".into(),
        }],
    };
    let problem = |title: &str, says: &str, request: Option<&str>| problem::ProblemView {
        title: title.into(),
        says: say(says),
        next: Some(("Go to Today".into(), "/".into())),
        request: request.map(str::to_owned),
    };
    vec![
        ("sign-in-empty".into(), sign_in::page(&frame, &sign_in(None, true))),
        (
            "sign-in-refused".into(),
            sign_in::page(
                &frame,
                &sign_in(Some("That name and password do not belong together."), false),
            ),
        ),
        ("join".into(), sign_in::join(&frame, &join)),
        (
            "problem-404".into(),
            problem::page(
                &frame,
                &problem(
                    "Nothing here",
                    "There is nothing at this address, or nothing you may see.",
                    None,
                ),
            ),
        ),
        (
            "problem-500".into(),
            problem::page(
                &sample_frame(Spot::Nowhere),
                &problem(
                    "Something broke on our side",
                    "What you did was not saved. It has been written down for whoever looks after this place.",
                    Some("01JQ3"),
                ),
            ),
        ),
    ]
}

fn search_samples(say: Said) -> Samples {
    let frame = sample_frame(Spot::Nowhere);
    let found = |n: usize| search::Found {
        title: say("Drop the retry table"),
        to: "/decision/1".into(),
        what: "Decision · Payments".into(),
        around: say("… keep the old table readable for two weeks, then drop the retry table …"),
        changed_at: frame.now.plus(-(n as i64) * At::DAY),
    };
    let view = |asked: &str, n: usize, more| search::SearchView {
        asked: say(asked),
        found: (0..n).map(found).collect(),
        more,
    };
    vec![
        ("search-start".into(), search::page(&frame, &search::SearchView::default())),
        ("search-nothing".into(), search::page(&frame, &view("zebra", 0, false))),
        ("search-full".into(), search::page(&frame, &view("retry", 20, true))),
    ]
}
