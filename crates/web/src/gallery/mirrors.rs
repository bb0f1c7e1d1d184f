//! Samples of the mirrors: no history yet, one too thin for numbers, a full year, two at once.

use super::{Said, Samples};
use crate::pages::mirrors::{MirrorsPage, own, own_page, page};
use crate::shell::{Spot, sample_frame};

pub(super) fn samples(say: Said) -> Samples {
    let names = ["mirrors-empty", "mirrors-few", "mirrors", "mirrors-two", "mirrors-chosen"];
    let drawn = names.into_iter().zip(MirrorsPage::samples()).map(|(name, mut view)| {
        for repository in &mut view.repositories {
            repository.name = say(&repository.name);
            for mirror in &mut repository.seen.mirrors {
                // Names of areas come from a history, and anybody can write one.
                for point in mirror.series.iter_mut().filter(|_| mirror.every.is_none()) {
                    point.label = say(&point.label);
                }
            }
        }
        let frame = sample_frame(Spot::Mirrors);
        let drawn = match view.repositories.first().and_then(|it| it.own.clone()) {
            None => page(&frame, &view),
            Some(mut own) => {
                own.board.why = say(&own.board.why);
                own.released.iter_mut().for_each(|it| it.says = say(&it.says));
                let under = (say(&own.team.0), "/team/payments".to_owned());
                own_page(&frame, under, &view, &[], &[own])
            }
        };
        (name.to_owned(), drawn)
    });
    drawn.chain([outside(say)]).collect()
}

/// What somebody of another team reads.
fn outside(say: Said) -> (String, maud::Markup) {
    let mut released = own::sample().released;
    released.push(own::Released { past: true, id: "r2".into(), ..released[0].clone() });
    released.iter_mut().for_each(|it| it.says = say(&it.says));
    let ask_us = say("Tuesdays at our office hours, or any of us.");
    let frame = sample_frame(Spot::Mirrors);
    let page = own::outside_page(&frame, (&say("Payments"), "payments"), &released, &ask_us);
    ("mirrors-outside".to_owned(), page)
}
