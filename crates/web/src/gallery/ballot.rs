//! Answering: a fresh ballot, one half filled in that says what may tell, and every page after it.

use domain::health::figures::Answer;
use domain::health::instrument::ITEMS;
use domain::health::telling::telling;

use super::{Said, Samples};
use crate::pages::ballot::{BallotView, page, refused, thanks, without_ticket};
use crate::shell::Frame;

pub(super) fn samples(say: Said) -> Samples {
    let frame = Frame::signed_out(domain::id::At(1_772_798_400_000));
    let fresh = view(say);
    let words = "As the only intern I was told on 4 March that PAY-120 can wait. It could not.";
    let half = BallotView {
        answers: (0..ITEMS.len()).map(chosen).collect(),
        told: telling(words, &[]),
        words: say(words),
        ..fresh.clone()
    };
    let alone = BallotView { counted_in: vec![], ..fresh.clone() };
    let too_long = BallotView {
        problem: Some("A comment holds about 2000 letters. Shorten it by 120.".into()),
        told: vec![],
        ..half.clone()
    };
    vec![
        ("ballot-fresh".into(), page(&frame, &fresh)),
        ("ballot-told".into(), page(&frame, &half)),
        ("ballot-too-long".into(), page(&frame, &too_long)),
        ("ballot-in-no-group".into(), page(&frame, &alone)),
        ("ballot-without-ticket".into(), without_ticket(&frame, "01J", None)),
        ("ballot-thanks".into(), thanks(&frame)),
        (
            "ballot-refused".into(),
            refused(
                &frame,
                &say(
                    "This ticket has been used: the answer that came with it counts, and nobody can find it again to change it.",
                ),
            ),
        ),
    ]
}

/// Every step once, and some left out.
fn chosen(at: usize) -> Option<Answer> {
    match at % 7 {
        6 => None,
        5 => Some(Answer::NotApplicable),
        step => Some(Answer::Step(step + 1)),
    }
}

pub(crate) fn view(say: Said) -> BallotView {
    BallotView {
        wave: "01J".into(),
        title: say("How it was to work here, first quarter"),
        closes: Some(jiff::civil::date(2026, 3, 16)),
        items: ITEMS.to_vec(),
        limits: (5, 8),
        counted_in: vec![(say("Payments"), 7), (say("Shop"), 24)],
        ticket: "7Kq2-mT5w-Zc9e-Lh3d-Pv8s-Xn1a-Rb6y-Gf4u".into(),
        ..BallotView::default()
    }
}
